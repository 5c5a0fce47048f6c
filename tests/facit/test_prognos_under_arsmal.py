"""Golden cases: whom a prognos that is worse than the årsmål asks (kontrakt section 5, Uppmaningar)."""

import pytest

from rules.avstamning import reconcile
from rules.harledning import Jamforare
from schemas.begrepp import Aggregering, Begar, Grund, Indikatorslag, Riktning
from schemas.regler import Frist

HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
PROGNOS = Grund.PROGNOS_UNDER_ARSMAL
TVA = {"arsmal": {"alby": "70", "berga": "70"}, "varde": {"alby": "69", "berga": "70"}}


@pytest.fixture
def i_t2(en_indikator, omgang):
    """The basis of an omgång on prognos that another follows; the indicator names the rule."""

    def av(arsmal, varde, **om):
        return en_indikator(arsmal, varde=varde, omgangen=omgang("T2"), **{"provas": PROGNOS, **om})

    return av


@pytest.mark.parametrize(
    ("prognos", "arsmal", "riktning", "decimaler", "fragas"),
    [
        pytest.param("69.9", "70", HOGRE, 1, True, id="a prognos just under the arsmal is asked about"),
        pytest.param("70", "70", HOGRE, 1, False, id="a prognos equal to the arsmal is not"),
        pytest.param("70.1", "70", HOGRE, 1, False, id="a prognos over the arsmal is not"),
        pytest.param("69.9", "70", LAGRE, 1, False, id="lower is better: under the arsmal is not asked about"),
        pytest.param("70", "70", LAGRE, 1, False, id="lower is better: equal to the arsmal is not"),
        pytest.param("70.1", "70", LAGRE, 1, True, id="lower is better: just over the arsmal is"),
        pytest.param("69.5", "70", HOGRE, 0, False, id="69.5 is rounded to 70 before it is compared"),
        pytest.param("69.4", "70", HOGRE, 0, True, id="69.4 is rounded to 69 before it is compared"),
        pytest.param("70", "70.4", HOGRE, 0, False, id="an arsmal of 70.4 is rounded to 70 too"),
        pytest.param("70", "70.5", HOGRE, 0, True, id="an arsmal of 70.5 is rounded to 71"),
        pytest.param("-1", "0", HOGRE, 0, True, id="a prognos under an arsmal of 0 is asked about"),
        pytest.param("0", "70", HOGRE, 0, True, id="a prognos of 0 is a prognos"),
        pytest.param(None, "70", HOGRE, 0, False, id="without a prognos there is nothing to compare"),
        pytest.param("1", None, HOGRE, 0, False, id="without an arsmal there is nothing to compare with"),
    ],
)
def test_prognos_under_arsmal(i_t2, fragade, prognos, arsmal, riktning, decimaler, fragas):
    underlag = i_t2({"alby": arsmal}, {"alby": prognos}, riktning=riktning, decimaler=decimaler)
    assert fragade(underlag, PROGNOS) == ("alby" if fragas else None)


@pytest.mark.parametrize(
    ("om", "vantat"),
    [
        pytest.param({}, "alby", id="only the one that is under is asked"),
        pytest.param({"provas": None}, None, id="not asked where provas is empty"),
        pytest.param({"provas": "under_kf_arsmal"}, None, id="not asked where provas names others alone"),
        pytest.param({"provas": f"under_kf_arsmal+{PROGNOS}"}, "alby", id="asked where provas names it among others"),
        pytest.param({"kf_arsmal": "50"}, "alby", id="though the prognos reaches KF's arsmal"),
        pytest.param({"kf_arsmal": "90"}, "alby", id="nor is it held against KF's arsmal"),
        pytest.param({"slag": Indikatorslag.OBLIGATORISK}, "alby", id="an obligatorisk indicator asks too"),
        pytest.param({"ingar_i_bedomning": False}, "alby", id="one outside the bedomning asks too"),
        pytest.param({"faststalls_senare": True}, "alby", id="one that KF sets later asks too"),
        pytest.param({"aggregering": Aggregering.SUMMA}, "alby", id="of a summa each is held against its own arsmal"),
        pytest.param({"utan_plan": "alby"}, None, id="an organ without an accepted plan is not asked"),
    ],
)
def test_whom_it_asks(i_t2, fragade, om, vantat):
    assert fragade(i_t2(**TVA, **om), PROGNOS) == vantat


@pytest.mark.parametrize(
    ("rundor", "kod", "fragas"),
    [
        pytest.param(
            "VP plan arsmal, T1 uppfoljning prognos, VB bokslut utfall", "T1", True, id="prognos, and a bokslut follows"
        ),
        pytest.param("VP plan arsmal, T1 uppfoljning prognos", "T1", False, id="prognos, the last of the year"),
        pytest.param(
            "VP plan arsmal, T1 uppfoljning prognos, T2 uppfoljning prognos", "T2", False, id="the second, the last"
        ),
        pytest.param(
            "VP plan arsmal, T1 uppfoljning prognos, T2 uppfoljning prognos", "T1", True, id="the first of two"
        ),
        pytest.param(
            "VP plan arsmal, T1 uppfoljning utfall, VB bokslut utfall", "T1", False, id="a follow-up on utfall"
        ),
        pytest.param("VP plan arsmal, T1 uppfoljning arsmal, VB bokslut utfall", "T1", False, id="one on arsmal"),
        pytest.param("VP plan arsmal, VB bokslut prognos", "VB", False, id="a bokslut, which is the last"),
        pytest.param("VP plan arsmal, T1 uppfoljning prognos", "VP", False, id="the plan"),
    ],
)
def test_it_asks_in_an_omgang_on_prognos_that_another_follows(i_t2, omgangarna, fragade, rundor, kod, fragas):
    underlag = i_t2(**TVA).med(omgang=omgangarna(rundor).med_kod(kod))
    assert fragade(underlag, PROGNOS) == ("alby" if fragas else None)


def test_it_asks_for_an_atgard_by_the_next_omgang(i_t2, uppmaningarna):
    [u] = uppmaningarna(i_t2(**TVA))
    assert (u.grund, u.begar, u.frist, u.senast) == (PROGNOS, Begar.ATGARD, Frist.NASTA, None)
    assert (u.mal, u.indikator, u.mottagare, u.till) == ("1.1", "k1", ("alby",), "Alby stadsdelsnämnd")


def test_each_is_held_against_its_own_arsmal_in_force(i_t2, fragade):
    arsmal = {"alby": "60", "berga": "80", "cisa": "70", "hamn": "71"}
    assert fragade(i_t2(arsmal, dict.fromkeys(arsmal, "70")), PROGNOS) == "berga hamn"


def test_it_stands_before_what_the_office_asks_itself(i_t2, uppmaningarna):
    riktade = [{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": "berga", "senast": "VB"}]
    assert [(u.grund, u.frist, u.senast) for u in uppmaningarna(i_t2(**TVA, riktade=riktade))] == [
        (PROGNOS, Frist.NASTA, None),
        (Grund.RIKTAD, None, "VB"),
    ]


@pytest.mark.parametrize(
    ("mottagare", "vantat"),
    [
        pytest.param("berga", "alby berga", id="a holder with a plan joins"),
        pytest.param("dala", "alby", id="one that does not hold the indicator does not"),
        pytest.param("cisa", "alby", id="a holder without a plan does not"),
    ],
)
def test_a_row_widens_what_it_found(i_t2, fragade, mottagare, vantat):
    arsmal, varde = {**TVA["arsmal"], "cisa": "70"}, {**TVA["varde"], "cisa": "1"}
    rad = {"indikator": "k1", "grund": PROGNOS, "mottagare": mottagare}
    assert fragade(i_t2(arsmal, varde, utan_plan="cisa", riktade=[rad]), PROGNOS) == vantat


@pytest.mark.parametrize(
    ("organ", "vantat"),
    [
        pytest.param("alby", {"varde": "69", "arsmal": "70"}, id="its prognos and its arsmal in force"),
        pytest.param(
            "cisa",
            {"varde": "inget", "arsmal": "inget", "vidgad": "en rad som vidgar regeln"},
            id="one that was put among them and states nothing",
        ),
    ],
)
def test_what_it_compared_is_told_of_each_recipient(i_t2, organ, vantat):
    underlag = i_t2({**TVA["arsmal"], "cisa": None}, TVA["varde"], kf_arsmal="50")
    avstamning = reconcile(underlag)
    assert Jamforare(underlag, avstamning.utfall, avstamning.hojning).jamfort(PROGNOS, "k1", organ) == vantat
