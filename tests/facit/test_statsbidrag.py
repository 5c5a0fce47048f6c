"""Golden cases: how a statsbidrag is divided (kontrakt section 5, Money)."""

from decimal import Decimal

import pytest

from rules.statsbidrag import distribute, per_antal

D = Decimal


def dela(pott, antal, index, andel_antal="0.80", andel_index="0.20"):
    tal = [[D(v) for v in varden.split()] for varden in (antal, index)]
    return distribute(D(pott), *tal, D(andel_antal), D(andel_index))


@pytest.mark.parametrize(
    ("pott", "antal", "index", "vantat"),
    [
        # 0.8·1000·½ = 400 each; 0.2·1000·50/125 = 80 and 0.2·1000·75/125 = 120
        pytest.param("1000", "50 50", "1.0 1.5", [480, 520], id="by number and by number times index"),
        # 0.8·1000/4 = 200, 600; 0.2·1000·(10·3)/(30 + 30) = 100, 100
        pytest.param("1000", "10 30", "3 1", [300, 700], id="a high index makes up for a low number"),
        pytest.param("1000", "25 75", "1 1", [250, 750], id="with equal indices the number alone decides"),
        pytest.param("1000", "1", "1", [1000], id="one organ gets it all"),
        # a sixth, a third, a half: 166.67, 333.33, 500
        pytest.param("1000", "10 20 30", "1 1 1", [167, 333, 500], id="the krona left goes to the largest remainder"),
        pytest.param("100", "1 1 1", "1 1 1", [34, 33, 33], id="one krona left goes to the first of equals"),
        pytest.param("101", "1 1 1", "1 1 1", [34, 34, 33], id="two kronor left go to the first two of equals"),
        pytest.param("99", "1 1 1", "1 1 1", [33, 33, 33], id="nothing left where it comes out even"),
        # 33.33 each over those that count
        pytest.param(
            "100", "0 1 1 1", "1 1 1 1", [0, 34, 33, 33], id="one with number 0 gets nothing, nor what is left"
        ),
        # 0.8·3·½ = 1.2 each; 0.2·3·⅓ = 0.2 and 0.4: 1.4 and 1.6
        pytest.param("3", "1 1", "1 2", [1, 2], id="the two parts are added before they are rounded"),
        pytest.param("0", "1 2", "1 1", [0, 0], id="an empty pot gives nothing"),
        # 0.8·10·½ = 4 each, and all of 2 by index to the second
        pytest.param("10", "1 1", "0 1", [4, 6], id="one with index 0 has only its part by number"),
        pytest.param("100", "0.5 1.5", "1 1", [25, 75], id="a number may be a fraction"),
    ],
)
def test_how_a_pot_is_divided(pott, antal, index, vantat):
    assert dela(pott, antal, index) == vantat
    assert sum(vantat) == int(pott)


@pytest.mark.parametrize(
    ("andel_antal", "andel_index", "vantat"),
    [
        pytest.param("1", "0", [500, 500], id="all by number"),
        pytest.param("0", "1", [250, 750], id="all by number times index"),
        pytest.param("0.50", "0.50", [375, 625], id="half and half"),
    ],
)
def test_the_shares_are_those_of_the_grant(andel_antal, andel_index, vantat):
    assert dela("1000", "10 10", "1 3", andel_antal, andel_index) == vantat


@pytest.mark.parametrize(
    ("belopp", "antal", "vantat"),
    [
        pytest.param("900", "9", "100", id="comes out even"),
        pytest.param("100", "3", "33", id="33.33 is 33"),
        pytest.param("200", "3", "67", id="66.67 is 67"),
        pytest.param("999", "2", "500", id="499.5 is 500, a half away from zero"),
        pytest.param("1001", "2", "501", id="500.5 is 501, a half away from zero"),
        pytest.param("-5", "2", "-3", id="-2.5 is -3, a half away from zero"),
        pytest.param("0", "7", "0", id="nothing per head of nothing"),
        pytest.param("100", "0", None, id="none for antal 0"),
        pytest.param("100", None, None, id="none where antal is not stated"),
        pytest.param(None, "7", None, id="none where no amount is stated"),
    ],
)
def test_per_antal_is_in_whole_kronor(belopp, antal, vantat):
    om, per, ut = (None if v is None else D(v) for v in (belopp, antal, vantat))
    assert per_antal(om, per) == ut
