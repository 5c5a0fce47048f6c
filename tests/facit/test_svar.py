"""Golden cases: how an answer is judged in an omgång (kontrakt section 5, Answers).

What remains after it stands in test_kvarstar.py.
"""

from datetime import date
from decimal import Decimal

import pytest

from rules.svar import Jamforelse, Svar, Svarsskal, is_past, judge_svar, reason_for_svar
from schemas.begrepp import Begar, Grund, Riktning, Svarsstatus

D = Decimal
HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
OPPEN, UTEBLIVEN = Svarsstatus.OPPEN, Svarsstatus.UTEBLIVEN
TILLRACKLIG, OTILLRACKLIG = Svarsstatus.TILLRACKLIG, Svarsstatus.OTILLRACKLIG
BESVARAD, MOTIVERAD = Svarsstatus.BESVARAD, Svarsstatus.MOTIVERAD

SENAST = date(2026, 5, 15)
#: days on which the omgång may be added up
FORE, PA_DAGEN, EFTER = date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 16)
VARDE = (Begar.ARSMAL, Begar.REVIDERAT_ARSMAL)
OVRIGA = tuple(b for b in Begar if b not in VARDE and b != Begar.AKTIVITET)


def doma(begar, svar, *, grund=Grund.RIKTAD, mot=None, senast=SENAST, sammanstalls=EFTER):
    return judge_svar(grund, begar, svar, mot or Jamforelse(), senast, sammanstalls)


def med(varde, eget=True, **om):
    return Svar(varde=D(varde), eget_varde=eget, **om)


# ---- nothing filled in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begar", list(Begar))
@pytest.mark.parametrize(
    ("senast", "sammanstalls", "vantat"),
    [
        pytest.param(SENAST, FORE, OPPEN, id="oppen where it is added up the day before senast"),
        pytest.param(SENAST, PA_DAGEN, OPPEN, id="oppen where it is added up on the very day of senast"),
        pytest.param(SENAST, EFTER, UTEBLIVEN, id="utebliven where it is added up the day after senast"),
        pytest.param(None, EFTER, OPPEN, id="oppen for ever where there is no senast"),
    ],
)
def test_nothing_filled_in(begar, senast, sammanstalls, vantat):
    assert doma(begar, Svar(), senast=senast, sammanstalls=sammanstalls) == vantat


@pytest.mark.parametrize(
    ("senast", "sammanstalls", "vantat"),
    [
        pytest.param(SENAST, FORE, False, id="the day before it"),
        pytest.param(SENAST, PA_DAGEN, False, id="on the very day"),
        pytest.param(SENAST, EFTER, True, id="the day after it"),
        pytest.param(None, EFTER, False, id="where there is none"),
    ],
)
def test_senast_is_past_where_it_lies_before_the_day_when_the_omgang_is_added_up(senast, sammanstalls, vantat):
    assert is_past(senast, sammanstalls) is vantat


@pytest.mark.parametrize("begar", [*OVRIGA, Begar.AKTIVITET])
def test_a_value_given_elsewhere_does_not_answer_what_asks_for_no_value(begar):
    assert doma(begar, med("80", eget=False)) == UTEBLIVEN


# ---- what is asked × what is filled in ------------------------------------------------------------------------------

FALL = {
    "a text": Svar(svar="text"),
    "an activity": Svar(aktivitet="aktivitet"),
    "both a text and an activity": Svar(svar="text", aktivitet="aktivitet"),
    "a value": med("80"),
    "a value and a text": med("80", svar="text"),
    "a value, but cannot, with a text": med("80", svar="text", kan_inte=True),
    "cannot, with a text": Svar(svar="text", kan_inte=True),
    "cannot, with a text and an activity": Svar(svar="text", aktivitet="aktivitet", kan_inte=True),
}
TABELL = {
    "a value": (VARDE, (OTILLRACKLIG, OTILLRACKLIG, OTILLRACKLIG, *[TILLRACKLIG] * 3, MOTIVERAD, MOTIVERAD)),
    "an activity": (
        (Begar.AKTIVITET,),
        (OTILLRACKLIG, BESVARAD, BESVARAD, OTILLRACKLIG, OTILLRACKLIG, MOTIVERAD, MOTIVERAD, BESVARAD),
    ),
    "something else": (
        OVRIGA,
        (BESVARAD, OTILLRACKLIG, BESVARAD, OTILLRACKLIG, BESVARAD, MOTIVERAD, MOTIVERAD, MOTIVERAD),
    ),
}


@pytest.mark.parametrize(
    ("begar", "svar", "vantat"),
    [
        pytest.param(begar, svar, vantat, id=f"{vad} is asked ({begar}), {givet} is given: {vantat}")
        for vad, (alla, vantade) in TABELL.items()
        for begar in alla
        for (givet, svar), vantat in zip(FALL.items(), vantade, strict=True)
    ],
)
@pytest.mark.parametrize(
    ("senast", "sammanstalls"),
    [
        pytest.param(SENAST, FORE, id="before senast"),
        pytest.param(SENAST, EFTER, id="after senast"),
        pytest.param(None, EFTER, id="without senast"),
    ],
)
def test_what_is_filled_in_is_judged_alike_dated_or_undated(begar, svar, vantat, senast, sammanstalls):
    assert doma(begar, svar, senast=senast, sammanstalls=sammanstalls) == vantat


@pytest.mark.parametrize("begar", VARDE)
def test_a_value_given_in_another_row_answers_every_row_that_asks_for_a_value(begar):
    assert doma(begar, med("80", eget=False)) == TILLRACKLIG


def test_a_value_of_0_is_a_value():
    assert doma(Begar.ARSMAL, med("0"), grund=Grund.SAKNAT_ARSMAL) == TILLRACKLIG


# ---- does the value satisfy? ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("grund", [Grund.SAKNAT_ARSMAL, Grund.KF_ARSMAL_FASTSTALLT, Grund.RIKTAD])
@pytest.mark.parametrize("varde", ["-1", "0", "1", "70", "1000"])
def test_any_value_satisfies_one_that_asked_for_none_in_particular(grund, varde):
    mot = Jamforelse(HOGRE, 0, kf_arsmal=D(70), utfall=D(70), forut=D(70), hojning=D(70))
    assert doma(Begar.REVIDERAT_ARSMAL, med(varde), grund=grund, mot=mot) == TILLRACKLIG


@pytest.mark.parametrize(
    ("varde", "mot_varde", "riktning", "decimaler", "vantat"),
    [
        pytest.param("69.9", "70", HOGRE, 1, OTILLRACKLIG, id="just worse"),
        pytest.param("70", "70", HOGRE, 1, TILLRACKLIG, id="exactly as good"),
        pytest.param("70.1", "70", HOGRE, 1, TILLRACKLIG, id="just better"),
        pytest.param("69.9", "70", LAGRE, 1, TILLRACKLIG, id="lower is better, just better"),
        pytest.param("70", "70", LAGRE, 1, TILLRACKLIG, id="lower is better, exactly as good"),
        pytest.param("70.1", "70", LAGRE, 1, OTILLRACKLIG, id="lower is better, just worse"),
        pytest.param("69.5", "70", HOGRE, 0, TILLRACKLIG, id="69.5 is 70 when rounded"),
        pytest.param("69.4", "70", HOGRE, 0, OTILLRACKLIG, id="69.4 is 69 when rounded"),
    ],
)
@pytest.mark.parametrize(
    ("grund", "falt"),
    [
        pytest.param(Grund.SANKT_AMBITION, "utfall", id="than last year's utfall"),
        pytest.param(Grund.UNDER_KF_ARSMAL, "kf_arsmal", id="than KF's arsmal"),
        pytest.param(Grund.AGGREGAT_UNDER_KF, "hojning", id="than the raise of the omgang that asked"),
    ],
)
def test_a_value_satisfies_where_the_rule_no_longer_holds(grund, falt, varde, mot_varde, riktning, decimaler, vantat):
    mot = Jamforelse(riktning, decimaler, **{falt: D(mot_varde)})
    assert doma(Begar.REVIDERAT_ARSMAL, med(varde), grund=grund, mot=mot) == vantat


def test_the_utfall_is_rounded_too_before_it_is_compared():
    mot = Jamforelse(HOGRE, 0, utfall=D("70.4"))
    assert doma(Begar.REVIDERAT_ARSMAL, med("70"), grund=Grund.SANKT_AMBITION, mot=mot) == TILLRACKLIG


@pytest.mark.parametrize(
    ("grund", "mot"),
    [
        pytest.param(Grund.SANKT_AMBITION, Jamforelse(kf_arsmal=D(90), forut=D(60), hojning=D(90), utfall=D(70))),
        pytest.param(Grund.UNDER_KF_ARSMAL, Jamforelse(kf_arsmal=D(70), forut=D(60), hojning=D(90), utfall=D(90))),
        pytest.param(Grund.AGGREGAT_UNDER_KF, Jamforelse(kf_arsmal=D(90), forut=D(60), hojning=D(70), utfall=D(90))),
    ],
)
@pytest.mark.parametrize(("varde", "vantat"), [("69", OTILLRACKLIG), ("70", TILLRACKLIG)])
def test_each_grund_looks_at_its_own_value_and_no_other(grund, mot, varde, vantat):
    assert doma(Begar.REVIDERAT_ARSMAL, med(varde), grund=grund, mot=mot) == vantat


@pytest.mark.parametrize("grund", [Grund.SANKT_AMBITION, Grund.UNDER_KF_ARSMAL])
def test_that_the_indicator_is_helt_now_does_not_excuse_a_value_that_the_rule_still_holds_for(grund):
    mot = Jamforelse(kf_arsmal=D(70), utfall=D(70), forut=D(60), helt_nu=True)
    assert doma(Begar.REVIDERAT_ARSMAL, med("69"), grund=grund, mot=mot) == OTILLRACKLIG


AGGREGATFALL = [
    # with a raise: it was 60, and 70 was asked for
    pytest.param("69", "60", "70", False, HOGRE, OTILLRACKLIG, id="short of the raise, not helt: insufficient"),
    pytest.param("70", "60", "70", False, HOGRE, TILLRACKLIG, id="as good as the raise, not helt: sufficient"),
    pytest.param("60", "60", "70", True, HOGRE, TILLRACKLIG, id="not worse than the old, helt now: sufficient"),
    pytest.param("59", "60", "70", True, HOGRE, OTILLRACKLIG, id="worse than the old, helt now: insufficient"),
    pytest.param("60", "60", "70", False, HOGRE, OTILLRACKLIG, id="not worse than the old, not helt: insufficient"),
    # without a raise
    pytest.param("59", "60", None, False, HOGRE, OTILLRACKLIG, id="no raise, worse than the old: insufficient"),
    pytest.param("60", "60", None, False, HOGRE, OTILLRACKLIG, id="no raise, same as the old: insufficient"),
    pytest.param("61", "60", None, False, HOGRE, TILLRACKLIG, id="no raise, better than the old: sufficient"),
    pytest.param("60", "60", None, True, HOGRE, TILLRACKLIG, id="no raise, same as the old, helt now: sufficient"),
    pytest.param("59", "60", None, True, HOGRE, OTILLRACKLIG, id="no raise, worse, helt now: insufficient"),
    # lower is better: it was 40, and 30 was asked for
    pytest.param("31", "40", "30", False, LAGRE, OTILLRACKLIG, id="lower is better: short of the raise"),
    pytest.param("30", "40", "30", False, LAGRE, TILLRACKLIG, id="lower is better: as good as the raise"),
    pytest.param("40", "40", "30", True, LAGRE, TILLRACKLIG, id="lower is better: not worse, helt now"),
    pytest.param("41", "40", "30", True, LAGRE, OTILLRACKLIG, id="lower is better: worse, helt now"),
    pytest.param("40", "40", None, False, LAGRE, OTILLRACKLIG, id="lower is better: no raise, same as the old"),
    pytest.param("39", "40", None, False, LAGRE, TILLRACKLIG, id="lower is better: no raise, better than the old"),
    # rounding: 59.5 and 60.4 are 60 in whole numbers
    pytest.param("59.5", "60", "70", True, HOGRE, TILLRACKLIG, id="59.5 is not worse than 60 when rounded"),
    pytest.param("60.4", "60", None, False, HOGRE, OTILLRACKLIG, id="60.4 is not better than 60 when rounded"),
    pytest.param("60.5", "60", None, False, HOGRE, TILLRACKLIG, id="60.5 is better than 60 when rounded"),
]


@pytest.mark.parametrize(("varde", "forut", "hojning", "helt_nu", "riktning", "vantat"), AGGREGATFALL)
def test_aggregat_under_kf_can_be_satisfied_in_three_ways(varde, forut, hojning, helt_nu, riktning, vantat):
    hojt = None if hojning is None else D(hojning)
    mot = Jamforelse(riktning, 0, kf_arsmal=D(75), forut=D(forut), hojning=hojt, helt_nu=helt_nu)
    assert doma(Begar.REVIDERAT_ARSMAL, med(varde), grund=Grund.AGGREGAT_UNDER_KF, mot=mot) == vantat


@pytest.mark.parametrize(
    ("svar", "vantat"),
    [
        pytest.param(med("69"), OTILLRACKLIG, id="alone: otillracklig"),
        pytest.param(med("69", svar="text"), OTILLRACKLIG, id="with a text: otillracklig"),
        pytest.param(med("69", svar="text", kan_inte=True), MOTIVERAD, id="with a text and Kan inte: motiverad"),
    ],
)
def test_a_value_that_does_not_satisfy(svar, vantat):
    mot = Jamforelse(kf_arsmal=D(70))
    assert doma(Begar.REVIDERAT_ARSMAL, svar, grund=Grund.UNDER_KF_ARSMAL, mot=mot) == vantat


def test_a_prognos_worse_than_the_arsmal_is_answered_by_a_text_and_not_by_a_value():
    fall = [Svar(svar="text"), med("80"), Svar(aktivitet="aktivitet"), Svar(svar="text", kan_inte=True)]
    domar = [doma(Begar.ATGARD, svar, grund=Grund.PROGNOS_UNDER_ARSMAL) for svar in fall]
    assert domar == [BESVARAD, OTILLRACKLIG, OTILLRACKLIG, MOTIVERAD]


# ---- why ------------------------------------------------------------------------------------------------------------

UNDER, AGGREGAT = Grund.UNDER_KF_ARSMAL, Grund.AGGREGAT_UNDER_KF
MOT = Jamforelse(kf_arsmal=D(70), forut=D(60), hojning=D(70), helt_nu=True)


@pytest.mark.parametrize(
    ("grund", "begar", "svar", "vantat"),
    [
        pytest.param(UNDER, Begar.REVIDERAT_ARSMAL, Svar(), Svarsskal.INGET, id="nothing is filled in"),
        pytest.param(UNDER, Begar.REVIDERAT_ARSMAL, med("70"), Svarsskal.RACKER, id="the value is enough"),
        pytest.param(UNDER, Begar.REVIDERAT_ARSMAL, med("69"), Svarsskal.RACKER_INTE, id="the value is not enough"),
        pytest.param(
            AGGREGAT,
            Begar.REVIDERAT_ARSMAL,
            med("65"),
            Svarsskal.RACKER_SAMMANTAGET,
            id="short of its raise, and enough together with the others'",
        ),
        pytest.param(AGGREGAT, Begar.REVIDERAT_ARSMAL, med("70"), Svarsskal.RACKER, id="its raise is enough alone"),
        pytest.param(
            UNDER,
            Begar.REVIDERAT_ARSMAL,
            Svar(svar="text"),
            Svarsskal.TEXT_FOR_VARDE,
            id="a text where a value was asked",
        ),
        pytest.param(
            Grund.SAKNAD_AKTIVITET,
            Begar.AKTIVITET,
            Svar(svar="text"),
            Svarsskal.TEXT_FOR_AKTIVITET,
            id="a text where an activity was asked",
        ),
        pytest.param(
            Grund.SAKNAD_AKTIVITET,
            Begar.AKTIVITET,
            Svar(aktivitet="aktivitet"),
            Svarsskal.LAMNAT,
            id="an activity where one was asked",
        ),
        pytest.param(Grund.RIKTAD, Begar.ATGARD, Svar(svar="text"), Svarsskal.LAMNAT, id="a text where one was asked"),
        pytest.param(
            Grund.RIKTAD, Begar.ATGARD, Svar(aktivitet="aktivitet"), Svarsskal.UTAN_SVAR, id="no text where one was"
        ),
        pytest.param(
            UNDER,
            Begar.REVIDERAT_ARSMAL,
            med("69", svar="text", kan_inte=True),
            Svarsskal.FORKLARAT,
            id="cannot, and says why",
        ),
        pytest.param(
            Grund.RIKTAD, Begar.ATGARD, Svar(kan_inte=True), Svarsskal.UTAN_SVAR, id="cannot, and does not say why"
        ),
    ],
)
def test_why_an_answer_was_judged_as_it_was(grund, begar, svar, vantat):
    dom = doma(begar, svar, grund=grund, mot=MOT)
    assert reason_for_svar(grund, begar, svar, MOT, dom) == vantat
