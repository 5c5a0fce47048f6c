"""Golden cases: who must raise their årsmål, and by how much (kontrakt section 5).

Values are given for the organs in the order of organ.csv, "60 80"; "–" = none stated. What is expected names only
those that must move, "alby 70, berga 65".
"""

from decimal import Decimal

import pytest

from rules.avstamning import reconcile
from schemas.begrepp import Aggregering, Bedomning, Indikatorslag, Riktning

SUMMA, VAGT, MEDEL = Aggregering.SUMMA, Aggregering.VAGT_MEDEL, Aggregering.MEDEL
MINST, STORST = Aggregering.MINST, Aggregering.STORST
HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
ORGAN = ("alby", "berga", "cisa", "dala")


def per_organ(varden):
    delar = [None if v == "–" else v for v in varden.split()]
    return dict(zip(ORGAN[: len(delar)], delar, strict=True))


@pytest.fixture
def hojd(en_indikator):
    """Organ → the årsmål that it must come to."""

    def av(varden, kf, vikter=None, **indikator):
        vikt = per_organ(vikter) if vikter else None
        underlag = en_indikator(per_organ(varden), vikt=vikt, kf_arsmal=kf, **indikator)
        return reconcile(underlag).hojningar(underlag)["k1"]

    return av


def lika(fick, vantat):
    """The same organs and exact values."""
    delar = [d.split() for d in vantat.split(", ")] if vantat else []
    assert fick == {organ: Decimal(varde) for organ, varde in delar}


@pytest.mark.parametrize(
    ("varden", "kf", "decimaler", "vantat"),
    [
        pytest.param("60 80", "70", 0, "", id="a mean that is exactly KF moves nobody"),
        pytest.param("60 80", "69", 0, "", id="a mean better than KF moves nobody"),
        # 2·75 − 80 = 70
        pytest.param("60 80", "75", 0, "alby 70", id="only the one below the level moves"),
        pytest.param("60 80", "80", 0, "alby 80", id="one that stands exactly at the level does not move"),
        pytest.param("60 80", "85", 0, "alby 85, berga 85", id="where the level is above all, all move to KF"),
        # 3·50 − 90 = 60 for two: 30 each; for one alone 150 − 110 = 40 would pass berga's 20
        pytest.param("10 20 90", "50", 0, "alby 30, berga 30", id="those that are passed by the level rise with it"),
        # for alby alone: 3·50 − 40 − 90 = 20, below berga's 40
        pytest.param("10 40 90", "50", 0, "alby 20", id="one below the level alone carries the whole gap"),
        # 4·70 − 81 = 199; 199 / 3 = 66.33
        pytest.param("60 60 60 81", "70", 0, "alby 67, berga 67, cisa 67", id="66.33 is rounded up to 67"),
        pytest.param("60 60 60 81", "70", 1, "alby 66.4, berga 66.4, cisa 66.4", id="66.33 is rounded up to 66.4"),
        # 4·70 − 66.5 − 81 = 132.5; 132.5 / 2 = 66.25, rounded up to 67, which 66.5 is worse than
        pytest.param("60 60 66.5 81", "70", 0, "alby 67, berga 67, cisa 67", id="one between level and rounded moves"),
        # 2·70 − 79.6 = 60.4 exactly with one decimal
        pytest.param("60 79.6", "70", 1, "alby 60.4", id="a level that needs no rounding is left as it is"),
        # 2·0 − 4 = −4
        pytest.param("-10 4", "0", 0, "alby -4", id="a mean may be raised among negative values"),
        # 3·(−1) = −3; 2·L + 2 = −3, L = −2.5, rounded up to −2
        pytest.param("-10 -4 2", "-1", 0, "alby -2, berga -2", id="a negative level is rounded up towards zero"),
        pytest.param("60 – 80", "75", 0, "alby 70", id="one that has stated none neither moves nor counts"),
        pytest.param("– –", "75", 0, "", id="where nobody has stated any, nobody moves"),
    ],
)
def test_the_even_level_of_a_medel_where_higher_is_better(hojd, varden, kf, decimaler, vantat):
    lika(hojd(varden, kf, aggregering=MEDEL, decimaler=decimaler), vantat)


@pytest.mark.parametrize(
    ("varden", "kf", "decimaler", "vantat"),
    [
        pytest.param("40 20", "30", 0, "", id="a mean that is exactly KF moves nobody"),
        pytest.param("40 20", "31", 0, "", id="a mean better than KF moves nobody"),
        # 2·25 − 20 = 30
        pytest.param("40 20", "25", 0, "alby 30", id="only the one above the level comes down"),
        pytest.param("40 20", "20", 0, "alby 20", id="one that stands exactly at the level does not move"),
        pytest.param("40 20", "15", 0, "alby 15, berga 15", id="where the level is below all, all move to KF"),
        # 4·30 − 19 = 101; 101 / 3 = 33.67
        pytest.param("40 40 40 19", "30", 0, "alby 33, berga 33, cisa 33", id="33.67 is rounded down to 33"),
        pytest.param("40 40 40 19", "30", 1, "alby 33.6, berga 33.6, cisa 33.6", id="33.67 is rounded down to 33.6"),
        # 2·(−6) + 6 = −6
        pytest.param("-4 -6", "-6", 0, "alby -6", id="a mean may be lowered among negative values"),
    ],
)
def test_the_even_level_of_a_medel_where_lower_is_better(hojd, varden, kf, decimaler, vantat):
    lika(hojd(varden, kf, aggregering=MEDEL, decimaler=decimaler, riktning=LAGRE), vantat)


@pytest.mark.parametrize(
    ("varden", "vikter", "kf", "riktning", "vantat"),
    [
        # 3·L + 80 = 4·70; L = 66.67
        pytest.param("60 80", "3 1", "70", HOGRE, "alby 67", id="the level is that of the weighted mean"),
        # L + 3·80 = 4·78; L = 72
        pytest.param("60 80", "1 3", "78", HOGRE, "alby 72", id="a light organ must rise more for the same"),
        pytest.param("60 80", "0.5 0.5", "75", HOGRE, "alby 70", id="weights may be fractions"),
        # L + 80 = 2·75
        pytest.param("50 60 80", "0 1 1", "75", HOGRE, "berga 70", id="one with weight 0 never moves, though worst"),
        pytest.param("50 60 80", "0 1 1", "85", HOGRE, "berga 85, cisa 85", id="not even where all others move"),
        # 3·L + 20 = 4·30; L = 33.33
        pytest.param("40 20", "3 1", "30", LAGRE, "alby 33", id="lower is better: the level is rounded down"),
        # L + 20 = 2·25
        pytest.param("90 40 20", "0 1 1", "25", LAGRE, "berga 30", id="lower is better: weight 0 never moves"),
        pytest.param("50 60", "0 0", "70", HOGRE, "", id="where all have weight 0 nobody moves"),
    ],
)
def test_the_even_level_of_a_vagt_medel(hojd, varden, vikter, kf, riktning, vantat):
    lika(hojd(varden, kf, vikter, aggregering=VAGT, riktning=riktning), vantat)


def test_in_a_plain_medel_weights_mean_nothing_and_one_with_weight_0_moves_too(hojd):
    # 3·70 − 80 = 130 for two
    lika(hojd("50 60 80", "70", "0 1 1", aggregering=MEDEL), "alby 65, berga 65")


@pytest.mark.parametrize(
    ("slag", "riktning", "varden", "kf", "vantat"),
    [
        pytest.param(MINST, HOGRE, "60 70 80", "70", "alby 70", id="minst: those below KF rise to it"),
        pytest.param(MINST, HOGRE, "60 69 70", "70", "alby 70, berga 70", id="minst: one exactly at KF stays"),
        pytest.param(MINST, HOGRE, "70 71 72", "70", "", id="minst: nobody moves where the least is KF"),
        pytest.param(MINST, LAGRE, "80 75", "70", "alby 70, berga 70", id="minst, lower is better: all come down"),
        pytest.param(MINST, LAGRE, "80 70", "70", "", id="minst, lower is better: one at KF is enough"),
        pytest.param(STORST, HOGRE, "60 50", "70", "alby 70, berga 70", id="storst: all below KF rise to it"),
        pytest.param(STORST, HOGRE, "60 70", "70", "", id="storst: one at KF is enough"),
        pytest.param(STORST, LAGRE, "80 70 60", "70", "alby 70", id="storst, lower is better: those above come down"),
        pytest.param(STORST, LAGRE, "70 60", "70", "", id="storst, lower is better: nobody where the most is KF"),
        pytest.param(MINST, HOGRE, "60 69.6 70", "70", "alby 70, berga 70", id="69.6 is worse than 70 as it is stated"),
        pytest.param(STORST, LAGRE, "80 70.4 70", "70", "alby 70, berga 70", id="70.4 is worse than 70 as stated"),
    ],
)
def test_minst_and_storst_move_those_that_are_worse_to_kf(hojd, slag, riktning, varden, kf, vantat):
    lika(hojd(varden, kf, aggregering=slag, riktning=riktning), vantat)


@pytest.mark.parametrize(
    ("varden", "kf", "decimaler", "vantat"),
    [
        pytest.param("10 20 30", "60", 0, "", id="a sum that is exactly KF moves nobody"),
        # × 90/60
        pytest.param("10 20 30", "90", 0, "alby 15, berga 30, cisa 45", id="every part is scaled alike"),
        # 10·31/30 = 10.33 each: 10 + 10 + 10, one unit left
        pytest.param("10 10 10", "31", 0, "alby 11", id="one unit left goes to the first of equals"),
        # 10·32/30 = 10.67 each: two units left
        pytest.param("10 10 10", "32", 0, "alby 11, berga 11", id="two units left go to the first two of equals"),
        # 10.333: 10.3 × 3 = 30.9, one tenth left
        pytest.param("10 10 10", "31", 1, "alby 10.4, berga 10.3, cisa 10.3", id="units are of the last decimal"),
        # × 70/63: 11.11, 22.22, 36.67: 69, one left
        pytest.param("10 20 33", "70", 0, "alby 11, berga 22, cisa 37", id="a unit left goes to the largest remainder"),
        # × 100/90: 11.11, 33.33, 55.56: 99, one left
        pytest.param("10 30 50", "100", 0, "alby 11, berga 33, cisa 56", id="not to the first where it is not largest"),
        pytest.param("0 10", "15", 0, "berga 15", id="a part of 0 stays 0"),
        pytest.param("10 – 20", "45", 0, "alby 15, cisa 30", id="one that has stated none takes no part"),
        # Σ 31.5, rounded 32. × 33/31.5: 1.257 and 31.743: 1 + 31, one left to berga; 1 is worse than alby's 1.2
        pytest.param("1.2 30.3", "33", 0, "berga 32", id="one that would come out worse is left as it is"),
        pytest.param("0 0", "10", 0, "", id="where the sum is 0 no raise can be given"),
        pytest.param("-1 11", "20", 0, "", id="where one is negative no raise can be given"),
        pytest.param("-5 -6", "10", 0, "", id="where the sum is below 0 no raise can be given"),
    ],
)
def test_a_summa_where_higher_is_better(hojd, varden, kf, decimaler, vantat):
    lika(hojd(varden, kf, aggregering=SUMMA, decimaler=decimaler), vantat)


@pytest.mark.parametrize(
    ("varden", "kf", "vantat"),
    [
        pytest.param("40 40 40", "120", "", id="a sum that is exactly KF moves nobody"),
        # 33.33 each: 99, one left
        pytest.param("40 40 40", "100", "alby 34, berga 33, cisa 33", id="the unit left goes to the first of equals"),
        # 9.5 each: 9 + 9, one left brings alby back to its 10
        pytest.param("10 10", "19", "berga 9", id="one that gets its old value back is not asked"),
        pytest.param("5 7", "0", "alby 0, berga 0", id="KF's 0 brings all to 0"),
        pytest.param("-1 11", "5", "", id="where one is negative no raise can be given"),
        pytest.param("0 0", "-1", "", id="where the sum is 0 no raise can be given"),
    ],
)
def test_a_summa_where_lower_is_better(hojd, varden, kf, vantat):
    lika(hojd(varden, kf, aggregering=SUMMA, riktning=LAGRE), vantat)


def test_weights_mean_nothing_in_a_summa(hojd):
    lika(hojd("10 20", "60", "0 5", aggregering=SUMMA), "alby 20, berga 40")


@pytest.mark.parametrize("slag", list(Indikatorslag))
@pytest.mark.parametrize(
    ("alby", "uppfyllelse", "vantat"),
    [
        pytest.param("70", Bedomning.HELT, "", id="helt: nobody"),
        pytest.param("63", Bedomning.DELVIS, "alby 70", id="delvis: to KF"),
        pytest.param("62", Bedomning.INTE, "alby 70", id="inte: to KF"),
    ],
)
def test_a_raise_is_worked_out_where_the_indicator_is_delvis_or_inte(en_indikator, slag, alby, uppfyllelse, vantat):
    underlag = en_indikator({"alby": alby}, kf_arsmal="70", slag=slag)
    avstamning = reconcile(underlag)
    assert avstamning.utfall.at["k1", "uppfyllelse"] == uppfyllelse
    lika(avstamning.hojningar(underlag)["k1"], vantat)


def test_an_indicator_that_is_helt_after_rounding_asks_nobody(hojd):
    """The mean 69.5 is rounded to 70, so that nothing is short though the stated values are."""
    lika(hojd("69 70", "70"), "")


def test_without_a_kf_arsmal_there_is_nothing_to_rise_to(hojd):
    lika(hojd("60 70", None), "")
