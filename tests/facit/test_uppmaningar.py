"""Golden cases: when each of the grunder asks whom, and for what (kontrakt section 5, Uppmaningar).

The rule on prognos stands in test_prognos_under_arsmal.py, that on internal control in test_internkontroll.py, what the
office asks itself and widens in test_riktade.py, order and numbers in test_uppmaningar_ordning.py, Begärt in
test_begart.py.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.uppmaningar import av_fynd, find_faststallda
from schemas.begrepp import Aggregering, Begar, Grund, Indikatorslag, Riktning
from schemas.regler import Frist

HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
OBLIGATORISK = Indikatorslag.OBLIGATORISK


# ---- saknat_arsmal --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "om", "vantat"),
    [
        pytest.param({"alby": None, "berga": "70"}, {}, "alby", id="one whose plan states no arsmal is asked"),
        pytest.param({"alby": "0", "berga": "70"}, {}, None, id="a stated 0 is an arsmal"),
        pytest.param({"alby": None}, {"faststalls_senare": True}, None, id="none is asked where KF sets its own later"),
        pytest.param(
            {"alby": None},
            {"faststalls_senare": True, "kf_arsmal": "70"},
            None,
            id="none is asked of an indicator that is set later, though it now is set",
        ),
        pytest.param({"alby": None}, {"kf_arsmal": None}, "alby", id="asked though KF has no arsmal of its own"),
        pytest.param({"alby": None}, {"slag": OBLIGATORISK}, "alby", id="an obligatorisk indicator asks too"),
        pytest.param({"alby": None}, {"ingar_i_bedomning": False}, "alby", id="one outside the bedomning asks too"),
        pytest.param({"alby": None}, {"utan_plan": "alby"}, None, id="an organ without an accepted plan is not asked"),
        pytest.param(
            {"alby": None, "hamn": None}, {"utan_plan": "alby"}, "hamn", id="a bolagsstyrelse is asked as a namnd is"
        ),
        pytest.param({}, {}, None, id="organs that do not hold the indicator are not asked"),
    ],
)
def test_saknat_arsmal(en_indikator, fragade, arsmal, om, vantat):
    assert fragade(en_indikator(arsmal, **om), Grund.SAKNAT_ARSMAL) == vantat


# ---- kf_arsmal_faststallt -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "utan_plan", "vantat"),
    [
        pytest.param({"alby": None}, "", {"alby"}, id="one that has stated none is asked"),
        pytest.param({"alby": "70"}, "", set(), id="one that has stated an arsmal is not asked"),
        pytest.param({"alby": "0"}, "", set(), id="one that has stated 0 is not asked"),
        pytest.param({"alby": None, "berga": None}, "berga", {"alby"}, id="one without an accepted plan is not asked"),
        pytest.param({"alby": None, "berga": None, "cisa": "7"}, "", {"alby", "berga"}, id="all that have stated none"),
        pytest.param({}, "", set(), id="nobody is asked where nobody holds it"),
    ],
)
def test_kf_arsmal_faststallt(en_indikator, arsmal, utan_plan, vantat):
    underlag = en_indikator(arsmal, utan_plan=utan_plan, faststalls_senare=True, kf_arsmal="70")
    fynd = find_faststallda(underlag, ["k1"])
    assert {o for organ in fynd.values() for o in organ} == vantat
    assert set(fynd) == ({(Grund.KF_ARSMAL_FASTSTALLT, "k1")} if vantat else set())


def test_only_the_indicators_that_now_are_set_ask(en_indikator):
    assert find_faststallda(en_indikator({"alby": None}, faststalls_senare=True), []) == {}


def test_kf_arsmal_faststallt_is_not_found_by_the_avstamning_itself(en_indikator, fragade):
    underlag = en_indikator({"alby": None}, faststalls_senare=True, kf_arsmal="70")
    assert fragade(underlag, Grund.KF_ARSMAL_FASTSTALLT) is None


# ---- sankt_ambition -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "utfall", "riktning", "decimaler", "fragas"),
    [
        pytest.param("69.9", "70", HOGRE, 1, True, id="an arsmal just under last year's utfall is asked about"),
        pytest.param("70", "70", HOGRE, 1, False, id="an arsmal equal to last year's utfall is not"),
        pytest.param("70.1", "70", HOGRE, 1, False, id="an arsmal over last year's utfall is not"),
        pytest.param("69.9", "70", LAGRE, 1, False, id="lower is better: under the utfall is not asked about"),
        pytest.param("70", "70", LAGRE, 1, False, id="lower is better: equal to the utfall is not"),
        pytest.param("70.1", "70", LAGRE, 1, True, id="lower is better: just over the utfall is"),
        pytest.param("69.5", "70", HOGRE, 0, False, id="69.5 is rounded to 70 before it is compared"),
        pytest.param("69.4", "70", HOGRE, 0, True, id="69.4 is rounded to 69 before it is compared"),
        pytest.param("70", "70.4", HOGRE, 0, False, id="an utfall of 70.4 is rounded to 70 too"),
        pytest.param("70", "70.5", HOGRE, 0, True, id="an utfall of 70.5 is rounded to 71"),
        pytest.param("-1", "0", HOGRE, 0, True, id="an arsmal under an utfall of 0 is asked about"),
        pytest.param("0", "0", HOGRE, 0, False, id="an arsmal of 0 after an utfall of 0 is not"),
        pytest.param("-71", "-70", HOGRE, 0, True, id="a more negative arsmal is worse where higher is better"),
        pytest.param("-71", "-70", LAGRE, 0, False, id="and better where lower is better"),
        pytest.param("1", None, HOGRE, 0, False, id="without an utfall there is nothing to compare with"),
        pytest.param(None, "70", HOGRE, 0, False, id="without an arsmal neither"),
    ],
)
def test_sankt_ambition(en_indikator, fragade, arsmal, utfall, riktning, decimaler, fragas):
    utfallen = {"alby": utfall} if utfall else {}
    underlag = en_indikator(
        {"alby": arsmal}, utfall=utfallen, riktning=riktning, decimaler=decimaler, provas="sankt_ambition"
    )
    assert fragade(underlag, Grund.SANKT_AMBITION) == ("alby" if fragas else None)


def test_sankt_ambition_asks_each_by_its_own_utfall(en_indikator, fragade):
    underlag = en_indikator(
        {"alby": "70", "berga": "70", "cisa": "70"}, utfall={"alby": "71", "berga": "69"}, provas="sankt_ambition"
    )
    assert fragade(underlag, Grund.SANKT_AMBITION) == "alby"


# ---- under_kf_arsmal ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "kf", "riktning", "decimaler", "fragas"),
    [
        pytest.param("69.9", "70", HOGRE, 1, True, id="an arsmal just under KF's is asked about"),
        pytest.param("70", "70", HOGRE, 1, False, id="an arsmal equal to KF's is not"),
        pytest.param("70.1", "70", HOGRE, 1, False, id="an arsmal over KF's is not"),
        pytest.param("69.9", "70", LAGRE, 1, False, id="lower is better: under KF's is not asked about"),
        pytest.param("70", "70", LAGRE, 1, False, id="lower is better: equal to KF's is not"),
        pytest.param("70.1", "70", LAGRE, 1, True, id="lower is better: just over KF's is"),
        pytest.param("69.5", "70", HOGRE, 0, False, id="69.5 is rounded to 70 before it is compared"),
        pytest.param("69.4", "70", HOGRE, 0, True, id="69.4 is rounded to 69 before it is compared"),
        pytest.param("1", None, HOGRE, 0, False, id="without KF's there is nothing to compare with"),
        pytest.param(None, "70", HOGRE, 0, False, id="without an arsmal neither"),
    ],
)
def test_under_kf_arsmal(en_indikator, fragade, arsmal, kf, riktning, decimaler, fragas):
    underlag = en_indikator(
        {"alby": arsmal}, kf_arsmal=kf, riktning=riktning, decimaler=decimaler, provas="under_kf_arsmal"
    )
    assert fragade(underlag, Grund.UNDER_KF_ARSMAL) == ("alby" if fragas else None)


def test_under_kf_arsmal_asks_the_one_that_is_under_though_the_aggregate_is_helt(en_indikator, fragade):
    underlag = en_indikator({"alby": "60", "berga": "80"}, kf_arsmal="70", provas="under_kf_arsmal")
    assert fragade(underlag, Grund.UNDER_KF_ARSMAL) == "alby"
    assert fragade(underlag, Grund.AGGREGAT_UNDER_KF) is None


# ---- aggregat_under_kf ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "om", "vantat"),
    [
        pytest.param({"alby": "60", "berga": "80"}, {}, None, id="nobody is asked where the aggregate is exactly KF's"),
        # the mean 69.5 in tenths; 2·70 − 80 = 60
        pytest.param(
            {"alby": "59", "berga": "80"}, {"decimaler": 1}, "alby", id="only the one that must raise is asked"
        ),
        pytest.param({"alby": "63", "berga": "63"}, {}, "alby berga", id="at delvis those that must raise are asked"),
        pytest.param({"alby": "62", "berga": "62"}, {}, "alby berga", id="at inte those that must raise are asked"),
        pytest.param({"alby": "60", "berga": None}, {}, "alby", id="one that has stated none is not asked to raise"),
        pytest.param({"alby": "60"}, {"slag": OBLIGATORISK}, None, id="an obligatorisk indicator asks nobody"),
        pytest.param({"alby": "60"}, {"ingar_i_bedomning": False}, "alby", id="one outside the bedomning asks too"),
        pytest.param({"alby": "60"}, {"kf_arsmal": None}, None, id="without KF's arsmal nobody is asked"),
        pytest.param(
            {"alby": "0", "berga": "0", "cisa": None},
            {"aggregering": Aggregering.SUMMA},
            "alby berga",
            id="where the sum is 0 no raise can be given and all with a stated arsmal are asked",
        ),
        pytest.param(
            {"alby": "-5", "berga": "60", "cisa": None},
            {"aggregering": Aggregering.SUMMA},
            "alby berga",
            id="where one is negative no raise can be given and all with a stated arsmal are asked",
        ),
        # 10·70/60 = 11.67 and 50·70/60 = 58.33
        pytest.param(
            {"alby": "10", "berga": "50", "cisa": "0"},
            {"aggregering": Aggregering.SUMMA},
            "alby berga",
            id="in a sum the one whose part is 0 is not asked",
        ),
    ],
)
def test_aggregat_under_kf(en_indikator, fragade, arsmal, om, vantat):
    assert fragade(en_indikator(arsmal, **{"kf_arsmal": "70", **om}), Grund.AGGREGAT_UNDER_KF) == vantat


def test_aggregat_under_kf_does_not_ask_one_with_weight_0(en_indikator, fragade):
    underlag = en_indikator(
        {"alby": "10", "berga": "60"}, vikt={"alby": "0"}, kf_arsmal="70", aggregering=Aggregering.VAGT_MEDEL
    )
    assert fragade(underlag, Grund.AGGREGAT_UNDER_KF) == "berga"


# ---- stor_avvikelse -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "utfall", "riktning", "fragas"),
    [
        pytest.param("109.9", "100", HOGRE, False, id="less than ten per cent better is not asked about"),
        pytest.param("110", "100", HOGRE, False, id="exactly ten per cent better is not"),
        pytest.param("110.1", "100", HOGRE, True, id="just over ten per cent better is"),
        pytest.param("50", "100", HOGRE, False, id="however much worse is not"),
        pytest.param("90.1", "100", LAGRE, False, id="lower is better: less than ten per cent lower is not"),
        pytest.param("90", "100", LAGRE, False, id="lower is better: exactly ten per cent lower is not"),
        pytest.param("89.9", "100", LAGRE, True, id="lower is better: just over ten per cent lower is"),
        pytest.param("150", "100", LAGRE, False, id="lower is better: however much higher is not"),
        # 0.10 × 7.2 = 0.72 is not rounded to 0.7
        pytest.param("7.9", "7.2", HOGRE, False, id="0.7 better than 7.2 is within 0.72"),
        pytest.param("8.0", "7.2", HOGRE, True, id="0.8 better than 7.2 is over 0.72"),
        # 110.04 is 110.0 in tenths, 110.05 is 110.1
        pytest.param("110.04", "100", HOGRE, False, id="the arsmal is rounded first: 110.04 is 110.0"),
        pytest.param("110.05", "100", HOGRE, True, id="the arsmal is rounded first: 110.05 is 110.1"),
        pytest.param("-90", "-100", HOGRE, False, id="a negative utfall: ten per cent of its size better is not"),
        pytest.param("-89.9", "-100", HOGRE, True, id="a negative utfall: more than that is"),
        pytest.param("-110.1", "-100", LAGRE, True, id="a negative utfall, lower is better: more than that is"),
        pytest.param("0.1", "0", HOGRE, False, id="an utfall of 0 has no tenth to compare with"),
        pytest.param("500", None, HOGRE, False, id="without an utfall there is nothing to compare with"),
        pytest.param(None, "100", LAGRE, False, id="without an arsmal neither"),
    ],
)
def test_stor_avvikelse(en_indikator, fragade, arsmal, utfall, riktning, fragas):
    utfallen = {"alby": utfall} if utfall else {}
    underlag = en_indikator({"alby": arsmal}, utfall=utfallen, riktning=riktning, decimaler=1, provas="stor_avvikelse")
    assert fragade(underlag, Grund.STOR_AVVIKELSE) == ("alby" if fragas else None)


@pytest.mark.parametrize(
    ("troskel", "fragas"),
    [
        pytest.param("0.24", True, id="over a threshold of 24 per cent"),
        pytest.param("0.25", False, id="at a threshold of 25 per cent"),
        pytest.param("0.26", False, id="under a threshold of 26 per cent"),
    ],
)
def test_stor_avvikelse_of_a_quarter_goes_by_the_threshold_of_the_year(
    en_indikator, fragade, trosklar, troskel, fragas
):
    underlag = en_indikator(
        {"alby": "125"},
        utfall={"alby": "100"},
        provas="stor_avvikelse",
        troskel=replace(trosklar, stor_avvikelse=Decimal(troskel)),
    )
    assert fragade(underlag, Grund.STOR_AVVIKELSE) == ("alby" if fragas else None)


# ---- saknad_beskrivning and saknad_aktivitet ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arsmal", "utan", "utan_plan", "vantat"),
    [
        pytest.param("70", "", "", None, id="one that has described how is not asked"),
        pytest.param("70", "alby", "", "alby", id="one with an arsmal and no description is asked"),
        pytest.param(None, "alby", "", "alby", id="one without an arsmal and no description is asked too"),
        pytest.param("70", "alby", "alby", None, id="one without an accepted plan is not"),
    ],
)
def test_saknad_beskrivning(en_indikator, fragade, arsmal, utan, utan_plan, vantat):
    underlag = en_indikator({"alby": arsmal}, utan_beskrivning=utan, utan_plan=utan_plan, provas="saknad_beskrivning")
    assert fragade(underlag, Grund.SAKNAD_BESKRIVNING) == vantat


@pytest.mark.parametrize(
    ("arsmal", "om", "vantat"),
    [
        pytest.param("70", {}, None, id="helt: nobody is asked for an activity"),
        pytest.param("69", {}, "alby", id="delvis: one without an activity is asked"),
        pytest.param("62", {}, "alby", id="inte: one without an activity is asked"),
        pytest.param("62", {"slag": OBLIGATORISK}, "alby", id="an obligatorisk indicator asks too"),
        pytest.param("62", {"kf_arsmal": None}, None, id="ej bedombar without KF's arsmal: nobody is asked"),
        pytest.param(None, {}, None, id="ej bedombar without any value: nobody is asked"),
        pytest.param("62", {"utan_aktivitet": ""}, None, id="one that has an activity is not asked"),
    ],
)
def test_saknad_aktivitet(en_indikator, fragade, arsmal, om, vantat):
    om = {"kf_arsmal": "70", "utan_aktivitet": "alby", "provas": "saknad_aktivitet", **om}
    assert fragade(en_indikator({"alby": arsmal}, **om), Grund.SAKNAD_AKTIVITET) == vantat


def test_saknad_aktivitet_asks_one_that_need_not_raise_and_one_that_has_stated_none(en_indikator, fragade):
    arsmal = {"alby": "10", "berga": "90", "cisa": None}
    underlag = en_indikator(arsmal, kf_arsmal="70", utan_aktivitet="berga cisa", provas="saknad_aktivitet")
    assert fragade(underlag, Grund.SAKNAD_AKTIVITET) == "berga cisa"


# ---- provas ---------------------------------------------------------------------------------------------------------

# alby's 60 is worse than its utfall 61 and than KF's 70, berga's 75 more than ten per cent better than its 60;
# the mean 67.5, rounded 68, is delvis
ALLT = {"utfall": {"alby": "61", "berga": "60"}, "utan_beskrivning": "alby", "utan_aktivitet": "alby"}
PROVAS = {
    Grund.SANKT_AMBITION: "alby",
    Grund.UNDER_KF_ARSMAL: "alby",
    Grund.STOR_AVVIKELSE: "berga",
    Grund.SAKNAD_BESKRIVNING: "alby",
    Grund.SAKNAD_AKTIVITET: "alby",
}


@pytest.mark.parametrize("grund", PROVAS)
@pytest.mark.parametrize(
    ("provas", "galler"),
    [
        pytest.param(None, False, id="not tried where provas is empty"),
        pytest.param("de andra", False, id="not tried where provas names the others"),
        pytest.param("bara den", True, id="tried where provas names it alone"),
        pytest.param("alla", True, id="tried where provas names it among others"),
    ],
)
def test_a_rule_is_tried_where_the_indicator_names_it(en_indikator, fragade, grund, provas, galler):
    namn = {"de andra": [g for g in PROVAS if g != grund], "bara den": [grund], "alla": list(PROVAS)}
    uttryck = "+".join(namn[provas]) if provas else None
    underlag = en_indikator({"alby": "60", "berga": "75"}, kf_arsmal="70", provas=uttryck, **ALLT)
    assert fragade(underlag, grund) == (PROVAS[grund] if galler else None)


def test_saknat_arsmal_and_aggregat_under_kf_apply_without_being_named(en_indikator, fragade):
    underlag = en_indikator({"alby": "60", "berga": None}, kf_arsmal="70")
    assert fragade(underlag, Grund.SAKNAT_ARSMAL) == "berga"
    assert fragade(underlag, Grund.AGGREGAT_UNDER_KF) == "alby"


@pytest.mark.parametrize(
    "grund",
    [Grund.SAKNAT_ARSMAL, Grund.KF_ARSMAL_FASTSTALLT, Grund.AGGREGAT_UNDER_KF, Grund.OFULLSTANDIG_INTERNKONTROLL],
)
def test_naming_a_rule_that_always_applies_changes_nothing(en_indikator, uppmaningarna, grund):
    om = {"kf_arsmal": "70", "slag": OBLIGATORISK}
    utan = uppmaningarna(en_indikator({"alby": "60", "berga": None}, **om))
    assert [(u.grund, u.mottagare) for u in utan] == [(Grund.SAKNAT_ARSMAL, ("berga",))]
    assert uppmaningarna(en_indikator({"alby": "60", "berga": None}, provas=grund, **om)) == utan


def test_a_rule_that_one_indicator_names_is_not_tried_on_another(gor_underlag, fragade):
    underlag = gor_underlag(
        indikatorer=[{"kod": "k1"}, {"kod": "k2", "provas": "saknad_beskrivning"}],
        innehav=[
            {"indikator": "k1", "organ": "alby", "arsmal": "1", "beskriven": False},
            {"indikator": "k2", "organ": "berga", "arsmal": "1", "beskriven": False},
        ],
    )
    assert fragade(underlag, Grund.SAKNAD_BESKRIVNING) == "berga"


# ---- what is asked for, and by when ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grund", "begar", "frist"),
    [
        pytest.param(Grund.SAKNAT_ARSMAL, Begar.ARSMAL, Frist.FORSTA),
        pytest.param(Grund.SANKT_AMBITION, Begar.REVIDERAT_ARSMAL, Frist.FORSTA),
        pytest.param(Grund.UNDER_KF_ARSMAL, Begar.REVIDERAT_ARSMAL, Frist.FORSTA),
        pytest.param(Grund.AGGREGAT_UNDER_KF, Begar.REVIDERAT_ARSMAL, Frist.FORSTA),
        pytest.param(Grund.STOR_AVVIKELSE, Begar.INTENSIFIERAT_ARBETE, None),
        pytest.param(Grund.SAKNAD_BESKRIVNING, Begar.BESKRIVNING, Frist.FORSTA),
        pytest.param(Grund.SAKNAD_AKTIVITET, Begar.AKTIVITET, None),
    ],
)
def test_what_each_grund_asks_for_and_by_when(en_indikator, uppmaningarna, grund, begar, frist):
    arsmal = {"alby": "60", "berga": "75", "cisa": None}
    underlag = en_indikator(arsmal, kf_arsmal="70", provas="+".join(PROVAS), **ALLT)
    [u] = [u for u in uppmaningarna(underlag) if u.grund == grund]
    assert (u.begar, u.frist, u.senast, u.mal, u.indikator) == (begar, frist, None, "1.1", "k1")


def test_kf_arsmal_faststallt_asks_for_an_arsmal_by_the_first_omgang_after_the_plan(en_indikator):
    underlag = en_indikator({"alby": None}, faststalls_senare=True, kf_arsmal="70")
    [u] = av_fynd(underlag, find_faststallda(underlag, ["k1"]))
    assert (u.begar, u.frist, u.mal, u.indikator) == (Begar.ARSMAL, Frist.FORSTA, "1.1", "k1")


def test_an_organ_without_an_accepted_plan_gets_none_but_riktad(en_indikator, uppmaningarna):
    underlag = en_indikator(
        {"alby": None},
        utan_plan="alby",
        utan_beskrivning="alby",
        utan_aktivitet="alby",
        kf_arsmal="70",
        provas="+".join(PROVAS),
        riktade=[{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": "berorda"}],
    )
    assert [(u.grund, u.mottagare) for u in uppmaningarna(underlag)] == [(Grund.RIKTAD, ("alby",))]
