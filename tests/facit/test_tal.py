"""Golden cases: rounding, comparing and reading numbers (kontrakt section 4 last part of Intake, and section 5)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from rules.tal import EjTal, exakt, is_worse, parse_tal, plain, round_tal, round_towards_better
from schemas.begrepp import Riktning

D = Decimal


@pytest.mark.parametrize(
    ("tal", "decimaler", "vantat"),
    [
        pytest.param(D("0.4"), 0, "0", id="just under a half goes to zero"),
        pytest.param(D("0.5"), 0, "1", id="a half goes away from zero"),
        pytest.param(D("0.6"), 0, "1", id="just over a half goes up"),
        pytest.param(D("2.5"), 0, "3", id="an even half goes away from zero too, not to the even number"),
        pytest.param(D("-0.4"), 0, "0", id="a negative just under a half goes to zero"),
        pytest.param(D("-0.5"), 0, "-1", id="a negative half goes away from zero, that is down"),
        pytest.param(D("-2.5"), 0, "-3", id="a negative even half goes away from zero"),
        pytest.param(D("69.94"), 1, "69.9", id="just under half a tenth stays at the lower tenth"),
        pytest.param(D("69.95"), 1, "70.0", id="half a tenth goes to the higher tenth"),
        pytest.param(D("-69.95"), 1, "-70.0", id="half a negative tenth goes to the lower tenth"),
        pytest.param(D("2.675"), 2, "2.68", id="a half that no binary number can hold is still a half"),
        pytest.param(D("70"), 2, "70.00", id="a whole number stays what it is"),
        pytest.param(Fraction(1, 3), 2, "0.33", id="a third goes down to 0.33"),
        pytest.param(Fraction(2, 3), 2, "0.67", id="two thirds go up to 0.67"),
        pytest.param(Fraction(1, 8), 2, "0.13", id="an exact half as a fraction goes away from zero"),
        pytest.param(Fraction(-1, 8), 2, "-0.13", id="a negative exact half as a fraction goes away from zero"),
        pytest.param(Fraction(-1, 3), 0, "0", id="a negative third goes to zero"),
        # 10^30 + 0.5: more digits than an ordinary decimal context carries
        pytest.param(
            D("1000000000000000000000000000000.5"), 0, "1" + 29 * "0" + "1", id="a very long number loses none"
        ),
    ],
)
def test_rounding_is_half_away_from_zero(tal, decimaler, vantat):
    assert round_tal(tal, decimaler) == D(vantat)
    assert round_tal(tal, decimaler).as_tuple().exponent == -decimaler


@pytest.mark.parametrize(
    ("tal", "decimaler", "riktning", "vantat"),
    [
        pytest.param(Fraction(701, 10), 0, Riktning.HOGRE, "71", id="70.1 is 71 where higher is better"),
        pytest.param(Fraction(701, 10), 0, Riktning.LAGRE, "70", id="70.1 is 70 where lower is better"),
        pytest.param(Fraction(709, 10), 0, Riktning.LAGRE, "70", id="70.9 is 70 too where lower is better"),
        pytest.param(Fraction(70), 0, Riktning.HOGRE, "70", id="exactly 70 stays where higher is better"),
        pytest.param(Fraction(70), 0, Riktning.LAGRE, "70", id="exactly 70 stays where lower is better"),
        pytest.param(Fraction(-701, 10), 0, Riktning.HOGRE, "-70", id="-70.1 is -70 where higher is better"),
        pytest.param(Fraction(-701, 10), 0, Riktning.LAGRE, "-71", id="-70.1 is -71 where lower is better"),
        pytest.param(Fraction(200, 3), 1, Riktning.HOGRE, "66.7", id="66.67 is 66.7 where higher is better"),
        pytest.param(Fraction(200, 3), 1, Riktning.LAGRE, "66.6", id="66.67 is 66.6 where lower is better"),
    ],
)
def test_a_level_is_rounded_towards_the_better_side(tal, decimaler, riktning, vantat):
    assert round_towards_better(tal, decimaler, riktning) == D(vantat)


@pytest.mark.parametrize(
    ("a", "b", "riktning", "vantat"),
    [
        pytest.param("69.9", "70", Riktning.HOGRE, True, id="lower is worse where higher is better"),
        pytest.param("70.0", "70", Riktning.HOGRE, False, id="equal is not worse where higher is better"),
        pytest.param("70.1", "70", Riktning.HOGRE, False, id="higher is not worse where higher is better"),
        pytest.param("69.9", "70", Riktning.LAGRE, False, id="lower is not worse where lower is better"),
        pytest.param("70.0", "70", Riktning.LAGRE, False, id="equal is not worse where lower is better"),
        pytest.param("70.1", "70", Riktning.LAGRE, True, id="higher is worse where lower is better"),
    ],
)
def test_worse(a, b, riktning, vantat):
    assert is_worse(D(a), D(b), riktning) is vantat


def test_a_sum_of_very_large_and_very_small_figures_loses_no_digit():
    with exakt():
        assert D("1E+30") + D("1E-15") - D("1E+30") == D("1E-15")


@pytest.mark.parametrize(
    ("text", "vantat", "procent"),
    [
        pytest.param("70", "70", False, id="a whole number"),
        pytest.param("70,5", "70.5", False, id="a decimal comma"),
        pytest.param("70.5", "70.5", False, id="a decimal point"),
        pytest.param("70,50", "70.50", False, id="a trailing zero"),
        pytest.param("0,705", "0.705", False, id="three decimals after a comma"),
        pytest.param("0.705", "0.705", False, id="three decimals after zero and a point can be read in one way only"),
        pytest.param("1234.567", "1234.567", False, id="three decimals after four figures and a point too"),
        pytest.param("1,234", "1.234", False, id="a comma is always the decimal sign, three decimals or not"),
        pytest.param("11 000", "11000", False, id="a space between the thousands"),
        pytest.param("1 234 567,8", "1234567.8", False, id="several spaces and a comma"),
        pytest.param("11\u00a0000", "11000", False, id="a no-break space between the thousands"),
        pytest.param("11\u202f000", "11000", False, id="a narrow no-break space between the thousands"),
        pytest.param("  70 ", "70", False, id="spaces around"),
        pytest.param("\u00a070\u00a0", "70", False, id="no-break spaces around"),
        pytest.param("-5", "-5", False, id="a hyphen as minus"),
        pytest.param("\u22125", "-5", False, id="a true minus sign"),
        pytest.param("\u20135", "-5", False, id="a dash as minus"),
        pytest.param("\u2212 5,5", "-5.5", False, id="a space after the minus"),
        pytest.param("+5", "5", False, id="a plus sign"),
        pytest.param("0", "0", False, id="zero"),
        pytest.param("70,5 %", "70.5", True, id="per cent after a space"),
        pytest.param("70,5%", "70.5", True, id="per cent without a space"),
        pytest.param("70,5\u00a0%", "70.5", True, id="per cent after a no-break space"),
        pytest.param("\u22120,5 %", "-0.5", True, id="a negative per cent"),
    ],
)
def test_a_number_is_read_as_a_swede_writes_it(text, vantat, procent):
    assert parse_tal(text) == (D(vantat), procent)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="only spaces"),
        pytest.param("%", id="a lone per cent sign"),
        pytest.param("-", id="a lone minus"),
        pytest.param("ca 70", id="about seventy"),
        pytest.param("70 st", id="a unit after"),
        pytest.param("minst 70", id="at least seventy"),
        pytest.param("70-75", id="a span with a hyphen"),
        pytest.param("70\u201375", id="a span with a dash"),
        pytest.param("#REF!", id="a formula error"),
        pytest.param("2024-05-01", id="a date"),
        pytest.param("1.234", id="a point that may part thousands or decimals"),
        pytest.param("-1.234", id="a negative with such a point"),
        pytest.param("999.000", id="three zeros after such a point"),
        pytest.param("1.234.567", id="points between thousands"),
        pytest.param("1.234,5", id="a point and a comma"),
        pytest.param("1,234,567", id="two commas"),
        pytest.param("1,234.5", id="a comma and a point"),
        pytest.param("11 00", id="a space before two figures"),
        pytest.param("11 0000", id="a space before four figures"),
        pytest.param("1100 000", id="four figures before a space"),
        pytest.param("70 5", id="a space where a decimal sign may have been meant"),
        pytest.param("70,", id="a comma and nothing after"),
        pytest.param(",5", id="a comma and nothing before"),
        pytest.param("7e3", id="an exponent"),
        pytest.param("nan", id="not a number"),
        pytest.param("inf", id="infinity"),
        pytest.param("0x46", id="a hexadecimal"),
        pytest.param("1_000", id="an underscore"),
        pytest.param("--5", id="two minus signs"),
        pytest.param("5-", id="a minus after"),
        pytest.param("70 %%", id="two per cent signs"),
        pytest.param("% 70", id="a per cent sign before"),
        pytest.param("70 \u2030", id="per mille"),
        pytest.param("=70", id="a formula as text"),
    ],
)
def test_what_is_not_one_number_is_a_problem_and_not_a_guess(text):
    with pytest.raises(EjTal):
        parse_tal(text)


def test_in_the_csv_of_the_year_folder_a_point_is_the_decimal_sign():
    assert parse_tal("1.234", punkt_ar_decimal=True) == (D("1.234"), False)


@pytest.mark.parametrize(
    ("tal", "decimaler", "vantat"),
    [
        pytest.param(D("1E+3"), None, "1000", id="never with an exponent"),
        pytest.param(D("0.0000001"), None, "0.0000001", id="never with a negative exponent"),
        pytest.param(D("70"), 1, "70.0", id="with the decimals of the indicator"),
        pytest.param(D("69.95"), 1, "70.0", id="rounded half away from zero"),
        pytest.param(None, 1, None, id="nothing stays nothing"),
    ],
)
def test_a_number_is_written_in_plain_notation(tal, decimaler, vantat):
    assert plain(tal, decimaler) == vantat
