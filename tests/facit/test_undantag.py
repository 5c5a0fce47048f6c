"""Golden cases: how far an indicator is from KF's årsmål, and last year's utfall added up as the årsmål are."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.aggregering import aggregate_over, share_of, shortfall

D = Decimal


@pytest.mark.parametrize(
    ("aggregerat", "kf", "riktning", "brist"),
    [
        pytest.param(D(10360), D(11000), "hogre", D(640), id="too few"),
        pytest.param(D("12.7"), D("12.0"), "lagre", D("0.7"), id="too many where fewer is better"),
        pytest.param(D(70), D(70), "hogre", None, id="just there"),
        pytest.param(D(71), D(70), "hogre", None, id="better"),
        pytest.param(None, D(70), "hogre", None, id="nothing stated"),
        pytest.param(D(70), None, "hogre", None, id="KF has none"),
    ],
)
def test_how_much_is_lacking(aggregerat, kf, riktning, brist):
    assert shortfall(aggregerat, kf, riktning) == brist


def test_a_share_of_nothing_is_no_share():
    assert share_of(D("0.7"), D(12)) == Fraction(7, 120)
    assert share_of(D(5), D(-10)) == Fraction(1, 2)
    assert share_of(D(5), D(0)) is None
    assert share_of(None, D(5)) is None


@pytest.mark.parametrize(
    ("slag", "vantat"),
    [("summa", D(30)), ("medel", D(15)), ("vagt_medel", D("17.5")), ("minst", D(10)), ("storst", D(20))],
)
def test_last_years_utfall_is_added_up_by_the_indicators_own_rule(slag, vantat):
    varden, vikter = {"a": D(10), "b": D(20), "c": None}, {"a": D(1), "b": D(3), "c": D(1)}
    assert aggregate_over(varden, vikter, slag, 1) == (vantat, 2)


def test_nothing_known_of_last_year():
    assert aggregate_over({"a": None}, {"a": D(1)}, "summa", 0) == (None, 0)
    assert aggregate_over({}, {}, "medel", 0) == (None, 0)
