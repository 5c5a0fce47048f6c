"""Golden cases: what the office asks itself, and the rows that widen a rule (kontrakt section 5, Uppmaningar)."""

import pytest

from rules.avstamning import reconcile
from rules.harledning import Jamforare
from rules.uppmaningar import Uppmaning, find_faststallda, widen
from schemas.begrepp import Begar, Grund
from schemas.regler import Frist
from schemas.tabeller import Ar
from tasks.avstamning.uppmaningar import answered_in
from tasks.laget.oppet import Oppet

TVA_INDIKATORER = [{"kod": "k1"}, {"kod": "k2"}, {"kod": "k3", "mal": "1.2"}]
TRE_INNEHAV = [
    {"indikator": "k1", "organ": "alby", "arsmal": "1"},
    {"indikator": "k2", "organ": "gata", "arsmal": "1"},
    {"indikator": "k3", "organ": "hamn", "arsmal": "1"},
]


# ---- riktad ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param({"mottagare": "alby"}, "alby", id="one organ by its code"),
        pytest.param({"mottagare": "gata+alby"}, "alby gata", id="several, in the order of organ.csv"),
        pytest.param({"mottagare": "sdn"}, "alby berga cisa dala", id="sdn"),
        pytest.param({"mottagare": "fack"}, "fritid gata", id="fack"),
        pytest.param({"mottagare": "namnder"}, "alby berga cisa dala fritid gata", id="namnder are sdn and fack"),
        pytest.param({"mottagare": "bolag"}, "hamn", id="bolag"),
        pytest.param({"mottagare": "sdn+-berga"}, "alby cisa dala", id="sdn with one taken out"),
        pytest.param({"mottagare": "-berga+sdn"}, "alby cisa dala", id="what is taken out wins wherever it stands"),
        pytest.param({"mottagare": "berga+-sdn+gata"}, "gata", id="what is taken out wins over one named"),
        pytest.param({"mottagare": "namnder+-fack"}, "alby berga cisa dala", id="a group taken out of a group"),
        pytest.param({"mottagare": "berorda", "indikator": "k1"}, "alby", id="berorda of an indicator: its holders"),
        pytest.param(
            {"mottagare": "berorda", "mal": "1.1"}, "alby gata", id="berorda of a goal: holders of any indicator of it"
        ),
        pytest.param(
            {"mottagare": "berorda", "mal": "1"},
            "alby gata hamn",
            id="berorda of a goal with goals below it: holders of any indicator of a leaf below",
        ),
        pytest.param(
            {"mottagare": "berorda", "mal": "1.1", "indikator": "k2"},
            "gata",
            id="berorda where both are stated: the holders of the indicator",
        ),
        pytest.param({"mottagare": "berorda+-alby", "mal": "1.1"}, "gata", id="berorda with one taken out"),
        pytest.param({"mottagare": "berorda+bolag", "mal": "1.1"}, "alby gata hamn", id="berorda and the bolag"),
        pytest.param({"mottagare": "berga", "indikator": "k1"}, "berga", id="one that does not hold the indicator"),
        pytest.param({"mottagare": "cisa", "mal": "1.1"}, "cisa", id="one without a plan"),
        pytest.param({"mottagare": "berorda", "mal": "2.1"}, None, id="berorda of a goal that nobody has: none"),
        pytest.param({"mottagare": "berorda"}, None, id="berorda with neither mal nor indikator: none"),
        pytest.param({"mottagare": "alby+-sdn"}, None, id="none left where all are taken out"),
    ],
)
def test_whom_a_riktad_uppmaning_asks(gor_underlag, organen, fragade, rad, vantat):
    underlag = gor_underlag(
        indikatorer=TVA_INDIKATORER,
        innehav=TRE_INNEHAV,
        organ=organen(utan_plan="cisa"),
        riktade=[{"begar": Begar.ATGARD, **rad}],
    )
    assert fragade(underlag, Grund.RIKTAD) == vantat


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param(
            {"indikator": "k3", "begar": Begar.REVIDERAT_ARSMAL, "senast": "T1"},
            (Begar.REVIDERAT_ARSMAL, "T1", "1.2", "k3", None),
            id="with an indicator it has the goal of the indicator",
        ),
        pytest.param(
            {"mal": "1.1", "begar": Begar.PRIORITERING},
            (Begar.PRIORITERING, None, "1.1", None, None),
            id="with a goal alone it has no indicator",
        ),
        pytest.param(
            {"avser": "fler laddplatser", "begar": Begar.UPPFOLJNING},
            (Begar.UPPFOLJNING, None, None, None, "fler laddplatser"),
            id="with a text alone it has neither",
        ),
        pytest.param(
            {"begar": Begar.ATGARD, "grund": Grund.RIKTAD},
            (Begar.ATGARD, None, None, None, None),
            id="riktad may be written out as its grund",
        ),
    ],
)
def test_a_riktad_uppmaning_asks_for_what_it_states(gor_underlag, uppmaningarna, rad, vantat):
    underlag = gor_underlag(indikatorer=TVA_INDIKATORER, innehav=TRE_INNEHAV, riktade=[{"mottagare": "alby", **rad}])
    [u] = uppmaningarna(underlag)
    assert (u.begar, u.senast, u.mal, u.indikator, u.avser) == vantat
    assert (u.grund, u.frist) == (Grund.RIKTAD, None)


def test_two_rows_for_the_same_indicator_are_two_uppmaningar(en_indikator, uppmaningarna):
    riktade = [{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": m} for m in ("alby", "alby+berga")]
    underlag = en_indikator({"alby": "1"}, riktade=riktade)
    assert [u.mottagare for u in uppmaningarna(underlag)] == [("alby",), ("alby", "berga")]


# ---- in which omgang, and by when -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kod", ["VP", "T1", "T2"])
@pytest.mark.parametrize("senast", ["VB", None])
def test_what_an_omgang_asks_itself_is_due_with_the_omgang_that_the_row_states(
    en_indikator, omgang, uppmaningarna, kod, senast
):
    rad = {"indikator": "k1", "begar": Begar.REVIDERAT_ARSMAL, "mottagare": "berorda", "senast": senast}
    underlag = en_indikator({"alby": "70"}, omgangen=omgang(kod), riktade=[rad])
    [u] = uppmaningarna(underlag)
    assert (u.grund, u.mottagare, u.senast, u.frist) == (Grund.RIKTAD, ("alby",), senast, None)


@pytest.fixture
def besvaras(omgangarna, stockholm):
    """The code of the omgång with which what an omgång asks is answered."""

    def av(kod, frist=None, senast=None, rundor=None):
        alla = omgangarna(rundor) if rundor else omgangarna()
        ar = Ar(ar=2026, kommun="Alby", yaml={"ar": 2026, "kommun": "Alby"}, oppnad=alla.plan.senast)
        u = Uppmaning(Grund.RIKTAD, Begar.ATGARD, None, None, ("alby",), frist, senast)
        svar = answered_in(Oppet(ar, alla, stockholm), alla.med_kod(kod), u)
        return svar and svar.kod

    return av


@pytest.mark.parametrize(
    ("kod", "frist", "senast", "vantat"),
    [
        pytest.param("VP", Frist.FORSTA, None, "T1", id="a rule of the plan: the first after the plan"),
        pytest.param("T2", Frist.NASTA, None, "VB", id="the rule on prognos: the next one"),
        pytest.param("T1", Frist.NASTA, None, "T2", id="the next one, not the last"),
        pytest.param("VP", None, None, None, id="no day is set"),
        pytest.param("VP", None, "T1", "T1", id="the next one, as its row states"),
        pytest.param("VP", None, "VB", "VB", id="a later one, as its row states"),
        pytest.param("T1", None, "VB", "VB", id="asked in a follow-up, a later one as its row states"),
        pytest.param("VP", None, "t1", "T1", id="its row may have it in small letters"),
    ],
)
def test_with_which_omgang_it_is_answered(besvaras, kod, frist, senast, vantat):
    assert besvaras(kod, frist, senast) == vantat


@pytest.mark.parametrize("frist", list(Frist))
def test_where_no_omgang_follows_no_day_is_set(besvaras, frist):
    assert besvaras("VP", frist, rundor="VP plan arsmal") is None


# ---- widening -------------------------------------------------------------------------------------------------------

SAKNAT = Grund.SAKNAT_ARSMAL
KONTROLL = Grund.OFULLSTANDIG_INTERNKONTROLL


@pytest.mark.parametrize(
    ("mottagare", "vantat"),
    [
        pytest.param("berga", "alby berga", id="a holder with a plan joins"),
        pytest.param("alby", "alby", id="one that the rule found already stands there once"),
        pytest.param("gata+berga", "alby berga gata", id="those that join stand in the order of organ.csv"),
        pytest.param("berorda", "alby berga gata", id="berorda are the holders, less the one without a plan"),
        pytest.param("cisa", "alby", id="a holder without a plan does not join"),
        pytest.param("dala", "alby", id="one with a plan that does not hold the indicator does not join"),
        pytest.param("sdn", "alby berga", id="of a group only the holders with a plan join"),
        pytest.param("berga+-alby", "alby berga", id="what the rule found is not taken out"),
    ],
)
def test_a_row_with_a_grund_widens_what_the_rule_found(en_indikator, fragade, mottagare, vantat):
    arsmal = {"alby": None, "berga": "70", "cisa": None, "gata": "70"}
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": mottagare}
    assert fragade(en_indikator(arsmal, utan_plan="cisa", riktade=[rad]), SAKNAT) == vantat


def test_begar_and_senast_stay_those_of_the_rule(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": "berga", "begar": Begar.ATGARD, "avser": "annat"}
    [u] = uppmaningarna(en_indikator({"alby": None, "berga": "70"}, riktade=[rad]))
    assert (u.grund, u.begar, u.frist, u.avser, u.mottagare) == (
        SAKNAT,
        Begar.ARSMAL,
        Frist.FORSTA,
        None,
        ("alby", "berga"),
    )


def test_two_rows_widen_the_same_uppmaning_together(en_indikator, fragade):
    riktade = [{"indikator": "k1", "grund": SAKNAT, "mottagare": m} for m in ("gata", "berga")]
    underlag = en_indikator({"alby": None, "berga": "70", "gata": "70"}, riktade=riktade)
    assert fragade(underlag, SAKNAT) == "alby berga gata"


def test_where_the_rule_found_nothing_nothing_is_issued(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": "berorda"}
    assert uppmaningarna(en_indikator({"alby": "70"}, riktade=[rad])) == []


def test_what_the_rule_found_for_another_indicator_is_not_widened(gor_underlag, fragade):
    innehav = [
        {"indikator": "k1", "organ": "alby", "arsmal": None},
        {"indikator": "k1", "organ": "berga", "arsmal": "1"},
        {"indikator": "k2", "organ": "berga", "arsmal": "1"},
    ]
    rad = {"indikator": "k2", "grund": SAKNAT, "mottagare": "berga"}
    underlag = gor_underlag(indikatorer=[{"kod": "k1"}, {"kod": "k2"}], innehav=innehav, riktade=[rad])
    assert fragade(underlag, SAKNAT) == "alby"


def test_what_another_rule_found_for_the_indicator_is_not_widened(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": Grund.SANKT_AMBITION, "mottagare": "berga"}
    underlag = en_indikator({"alby": None, "berga": "70"}, provas="sankt_ambition", riktade=[rad])
    assert [(u.grund, u.mottagare) for u in uppmaningarna(underlag)] == [(SAKNAT, ("alby",))]


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param({"mottagare": "gata"}, "alby gata", id="without an indicator it widens the one without indicator"),
        pytest.param({"mottagare": "gata+cisa"}, "alby gata", id="one without a plan does not join"),
        pytest.param({"mottagare": "sdn"}, "alby berga dala", id="a group joins, less the one without a plan"),
        pytest.param({"mottagare": "gata", "mal": "1.1"}, "alby", id="for a goal there is no such uppmaning to widen"),
        pytest.param({"mottagare": "gata", "indikator": "k1"}, "alby", id="for an indicator there is none either"),
    ],
)
def test_widening_an_uppmaning_without_indicator(gor_underlag, organen, fragade, rad, vantat):
    underlag = gor_underlag(
        innehav=[{"organ": "gata", "arsmal": "1"}],
        organ=organen(utan_plan="cisa"),
        processer=[{"organ": "alby"}],
        riktade=[{"grund": KONTROLL, **rad}],
    )
    assert fragade(underlag, KONTROLL) == vantat


def test_what_is_found_when_kf_sets_its_arsmal_late_is_widened_as_the_rest(en_indikator):
    rad = {"indikator": "k1", "grund": Grund.KF_ARSMAL_FASTSTALLT, "mottagare": "berga+dala"}
    arsmal = {"alby": None, "berga": "70"}
    underlag = en_indikator(arsmal, faststalls_senare=True, kf_arsmal="70", riktade=[rad])
    fynd = widen(underlag, find_faststallda(underlag, ["k1"]))
    assert fynd == {(Grund.KF_ARSMAL_FASTSTALLT, "k1"): ["alby", "berga"]}


def test_a_rule_that_found_something_for_an_indicator_only_is_not_widened_without_one(en_indikator, fragade):
    rad = {"grund": SAKNAT, "mottagare": "berga"}
    assert fragade(en_indikator({"alby": None, "berga": "70"}, riktade=[rad]), SAKNAT) == "alby"


def test_a_row_of_a_later_omgang_widens_nothing_that_the_plan_alone_asks(en_indikator, omgang, uppmaningarna):
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": "berorda"}
    underlag = en_indikator({"alby": None, "berga": "70"}, omgangen=omgang("T1"), riktade=[rad])
    assert uppmaningarna(underlag) == []


@pytest.mark.parametrize(
    ("grund", "indikator", "arsmal", "vantat"),
    [
        pytest.param(SAKNAT, {}, {"alby": None, "berga": "70"}, {"berga"}, id="one that has stated an årsmål"),
        pytest.param(SAKNAT, {}, {"alby": None, "berga": None}, set(), id="none where the rule found them all"),
        pytest.param(
            Grund.UNDER_KF_ARSMAL,
            {"provas": "under_kf_arsmal", "kf_arsmal": "70"},
            {"alby": "69", "berga": "70"},
            {"berga"},
            id="one at KF's årsmål",
        ),
    ],
)
def test_one_that_a_row_added_is_told_apart_from_those_that_the_rule_found(
    en_indikator, uppmaningarna, grund, indikator, arsmal, vantat
):
    underlag = en_indikator(arsmal, riktade=[{"indikator": "k1", "grund": grund, "mottagare": "berorda"}], **indikator)
    sammanlagt = reconcile(underlag)
    jamforare = Jamforare(underlag, sammanlagt.utfall, sammanlagt.hojning)
    [u] = [u for u in uppmaningarna(underlag) if u.grund == grund]
    jamfort = {organ: jamforare.jamfort(grund, "k1", organ) for organ in u.mottagare}
    assert {organ for organ, varden in jamfort.items() if "vidgad" in varden} == vantat
    assert all("arsmal" in varden for varden in jamfort.values())
