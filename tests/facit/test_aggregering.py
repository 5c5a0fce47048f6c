"""Golden cases: the aggregated årsmål and how far it fulfils KF's (kontrakt section 5)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.aggregering import aggregate_all
from schemas.begrepp import Aggregering, Bedomning, Indikatorslag, Riktning

D = Decimal
SUMMA, VAGT, MEDEL = Aggregering.SUMMA, Aggregering.VAGT_MEDEL, Aggregering.MEDEL
MINST, STORST = Aggregering.MINST, Aggregering.STORST
HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
HELT, DELVIS, INTE, EJ = Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE, Bedomning.EJ_BEDOMBAR
TRE = ("alby", "berga", "cisa")


@pytest.fixture
def utfall(en_indikator):
    """The outcome of one indicator, from its holders' årsmål."""

    def av(arsmal, **om):
        underlag = en_indikator(arsmal, **om)
        return aggregate_all(underlag.innehav, underlag.indikatorer, underlag.trosklar.indikator_delvis_inom).loc["k1"]

    return av


@pytest.mark.parametrize(
    ("slag", "varden", "vikter", "decimaler", "vantat"),
    [
        pytest.param(SUMMA, "10 20 30,5", "1 1 1", 1, "60.5", id="a summa adds all up"),
        pytest.param(SUMMA, "0,4 0,4 0,4", "1 1 1", 0, "1", id="a summa is rounded after it is added up, not before"),
        pytest.param(SUMMA, "5 -8 0", "1 1 1", 0, "-3", id="a summa may be negative"),
        pytest.param(SUMMA, "10 20 30", "0 5 1", 0, "60", id="a summa does not look at weights"),
        pytest.param(MEDEL, "70 71 70", "1 1 1", 1, "70.3", id="a medel of 211 over 3 is 70.333, rounded 70.3"),
        pytest.param(MEDEL, "60 80 85", "0 3 1", 0, "75", id="a medel does not look at weights, not even 0"),
        pytest.param(MEDEL, "-1 0 -0,5", "1 1 1", 0, "-1", id="a medel of exactly -0.5 is rounded away from zero"),
        # (60·1 + 80·3 + 75·1) / 5 = 375 / 5
        pytest.param(VAGT, "60 80 75", "1 3 1", 0, "75", id="a vagt_medel counts each value by its weight"),
        # (60·0 + 80·1 + 70·1) / 2 = 75
        pytest.param(VAGT, "60 80 70", "0 1 1", 0, "75", id="in a vagt_medel a weight of 0 does not count"),
        # (10·0.5 + 20·0.25 + 40·0.25) / 1 = 20
        pytest.param(VAGT, "10 20 40", "0,5 0,25 0,25", 0, "20", id="weights may be fractions"),
        pytest.param(VAGT, "10 20 30", "0 0 0", 0, None, id="a vagt_medel where all weights are 0 has no value"),
        pytest.param(MINST, "70 60 80", "1 1 1", 0, "60", id="minst is the smallest"),
        pytest.param(MINST, "70 60 80", "1 0 1", 0, "60", id="minst does not look at weights"),
        pytest.param(MINST, "-7 -6 0", "1 1 1", 0, "-7", id="minst of negative values is the most negative"),
        pytest.param(STORST, "70 60 80", "1 1 1", 0, "80", id="storst is the largest"),
        pytest.param(STORST, "59,94 59,95 1", "1 1 1", 1, "60.0", id="storst is rounded as the rest"),
    ],
)
@pytest.mark.parametrize("riktning", [HOGRE, LAGRE], ids=["where higher is better", "where lower is better"])
def test_the_aggregate(utfall, slag, varden, vikter, decimaler, vantat, riktning):
    arsmal = dict(zip(TRE, varden.replace(",", ".").split(), strict=True))
    vikt = dict(zip(TRE, vikter.replace(",", ".").split(), strict=True))
    rad = utfall(arsmal, vikt=vikt, aggregering=slag, decimaler=decimaler, riktning=riktning)
    assert rad["aggregerat"] == (None if vantat is None else D(vantat))
    assert rad["antal"] == 3
    assert rad["saknas"] == []


@pytest.mark.parametrize("slag", list(Aggregering))
def test_no_kind_has_a_value_where_nothing_is_stated(utfall, slag):
    rad = utfall({"alby": None, "berga": None}, aggregering=slag, kf_arsmal="70")
    assert (rad["aggregerat"], rad["antal"], rad["saknas"]) == (None, 0, ["alby", "berga"])
    assert rad["uppfyllelse"] == EJ


@pytest.mark.parametrize("slag", list(Aggregering))
def test_one_stated_value_is_the_aggregate_of_every_kind(utfall, slag):
    rad = utfall({"alby": None, "berga": "70"}, aggregering=slag)
    assert (rad["aggregerat"], rad["antal"], rad["saknas"]) == (D(70), 1, ["alby"])


def test_a_stated_zero_counts_and_a_missing_one_does_not(utfall):
    rad = utfall({"alby": "0", "berga": "80", "cisa": None}, aggregering=MEDEL)
    assert (rad["aggregerat"], rad["antal"], rad["saknas"]) == (D(40), 2, ["cisa"])


def test_holders_that_have_not_submitted_are_among_the_missing_and_others_are_not(utfall):
    rad = utfall({"dala": None, "alby": None, "fritid": "70"}, utan_plan="dala berga")
    assert rad["saknas"] == ["alby", "dala"]


def test_the_weight_of_one_who_states_nothing_does_not_count(utfall):
    # (60·1 + 90·2) / 3 = 80; with cisa's weight in the divisor it would be 240 / 8 = 30
    rad = utfall({"alby": "60", "berga": "90", "cisa": None}, vikt={"berga": "2", "cisa": "5"}, aggregering=VAGT)
    assert rad["aggregerat"] == D(80)


def test_an_indicator_that_nobody_holds_has_no_value_and_nobody_missing(utfall):
    rad = utfall({}, kf_arsmal="70")
    assert (rad["aggregerat"], rad["antal"], rad["saknas"], rad["uppfyllelse"]) == (None, 0, [], EJ)


@pytest.mark.parametrize(
    ("aggregerat", "kf", "riktning", "vantat"),
    [
        pytest.param("70.1", "70", HOGRE, HELT, id="better than KF is helt"),
        pytest.param("70", "70", HOGRE, HELT, id="exactly KF is helt"),
        pytest.param("69.9", "70", HOGRE, DELVIS, id="just short of KF is delvis"),
        pytest.param("63.1", "70", HOGRE, DELVIS, id="just within ten per cent short is delvis"),
        pytest.param("63", "70", HOGRE, DELVIS, id="exactly ten per cent short is delvis"),
        pytest.param("62.9", "70", HOGRE, INTE, id="just over ten per cent short is inte"),
        pytest.param("69.9", "70", LAGRE, HELT, id="lower is better: lower than KF is helt"),
        pytest.param("70", "70", LAGRE, HELT, id="lower is better: exactly KF is helt"),
        pytest.param("70.1", "70", LAGRE, DELVIS, id="lower is better: just over KF is delvis"),
        pytest.param("77", "70", LAGRE, DELVIS, id="lower is better: exactly ten per cent over is delvis"),
        pytest.param("77.1", "70", LAGRE, INTE, id="lower is better: just over ten per cent over is inte"),
        # 0.10 × 75 = 7.5: the limit is not rounded
        pytest.param("67.5", "75", HOGRE, DELVIS, id="exactly 7.5 short of 75 is delvis"),
        pytest.param("67.4", "75", HOGRE, INTE, id="7.6 short of 75 is inte"),
        # 0.10 × 7.2 = 0.72, which rounded to a tenth would be 0.7
        pytest.param("6.5", "7.2", HOGRE, DELVIS, id="0.7 short of 7.2 is within 0.72 and delvis"),
        pytest.param("6.4", "7.2", HOGRE, INTE, id="0.8 short of 7.2 is over 0.72 and inte"),
        pytest.param("0", "0", HOGRE, HELT, id="KF's 0 is reached by 0"),
        pytest.param("-0.1", "0", HOGRE, INTE, id="nothing is within ten per cent of 0"),
        pytest.param("0.1", "0", LAGRE, INTE, id="nothing is within ten per cent of 0 where lower is better"),
        pytest.param("-10", "-10", HOGRE, HELT, id="a negative KF is reached by itself"),
        pytest.param("-11", "-10", HOGRE, DELVIS, id="exactly ten per cent of a negative KF's size short is delvis"),
        pytest.param("-11.1", "-10", HOGRE, INTE, id="more than ten per cent of a negative KF's size short is inte"),
        pytest.param("-9", "-10", LAGRE, DELVIS, id="exactly ten per cent over a negative KF is delvis"),
        pytest.param("-8.9", "-10", LAGRE, INTE, id="more than ten per cent over a negative KF is inte"),
    ],
)
def test_uppfyllelse_of_an_indicator(utfall, aggregerat, kf, riktning, vantat):
    rad = utfall({"alby": aggregerat}, kf_arsmal=kf, riktning=riktning, decimaler=1)
    assert rad["uppfyllelse"] == vantat


@pytest.mark.parametrize(
    ("arsmal", "decimaler", "vantat"),
    [
        pytest.param("69.49", 0, DELVIS, id="69.49 is 69 in whole numbers and short of 70"),
        pytest.param("69.5", 0, HELT, id="69.5 is 70 in whole numbers and helt"),
        pytest.param("69.94", 1, DELVIS, id="69.94 is 69.9 in tenths and short of 70"),
        pytest.param("69.95", 1, HELT, id="69.95 is 70.0 in tenths and helt"),
        pytest.param("62.5", 0, DELVIS, id="62.5 is 63 in whole numbers, exactly ten per cent short"),
        pytest.param("62.49", 0, INTE, id="62.49 is 62 in whole numbers, more than ten per cent short"),
    ],
)
def test_the_aggregate_is_rounded_before_it_is_compared(utfall, arsmal, decimaler, vantat):
    assert utfall({"alby": arsmal}, kf_arsmal="70", decimaler=decimaler)["uppfyllelse"] == vantat


@pytest.mark.parametrize(
    ("arsmal", "kf"),
    [
        pytest.param({"alby": "70"}, None, id="without KF's arsmal"),
        pytest.param({"alby": None}, "70", id="without any value"),
        pytest.param({"alby": None}, None, id="without either"),
    ],
)
def test_an_indicator_is_ej_bedombar(utfall, arsmal, kf):
    assert utfall(arsmal, kf_arsmal=kf)["uppfyllelse"] == EJ


def test_a_vagt_medel_without_any_weight_is_ej_bedombar_though_values_are_stated(utfall):
    rad = utfall({"alby": "70"}, vikt={"alby": "0"}, aggregering=VAGT, kf_arsmal="70")
    assert (rad["uppfyllelse"], rad["antal"]) == (EJ, 1)


def test_an_obligatorisk_indicator_is_aggregated_and_judged_too(utfall):
    rad = utfall({"alby": "63"}, slag=Indikatorslag.OBLIGATORISK, kf_arsmal="70")
    assert (rad["aggregerat"], rad["uppfyllelse"]) == (D(63), DELVIS)


@pytest.mark.parametrize(
    ("inom", "vantat"),
    [
        pytest.param("0.04", INTE, id="within four per cent it is inte"),
        pytest.param("0.05", DELVIS, id="within five per cent it is delvis"),
    ],
)
def test_a_shortfall_of_five_per_cent_goes_by_the_threshold_of_the_year(utfall, trosklar, inom, vantat):
    troskel = replace(trosklar, indikator_delvis_inom=D(inom))
    assert utfall({"alby": "95"}, kf_arsmal="100", troskel=troskel)["uppfyllelse"] == vantat
