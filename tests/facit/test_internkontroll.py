"""Golden cases: is the väsentlighets- och riskanalys of a nämnd complete? (kontrakt section 5)"""

import pytest

from rules.internkontroll import Kontrollbrist, Kontrollfel, Process, all_faults, faults
from schemas.begrepp import Begar, Grund
from schemas.regler import Frist

GRUND = Grund.OFULLSTANDIG_INTERNKONTROLL


@pytest.mark.parametrize(
    ("bidrag", "kontroll", "vantat"),
    [
        pytest.param([{"organ": "alby"}], [{"organ": "alby"}], None, id="a goal that it contributes to has a process"),
        pytest.param([{"organ": "alby"}], [], "alby", id="a goal that it contributes to has no process"),
        pytest.param(
            [{"organ": "alby", "bidrar": False, "beskriven": False}],
            [],
            None,
            id="a goal that it does not contribute to needs no process",
        ),
        pytest.param(
            [{"organ": "alby", "beskriven": False}],
            [],
            "alby",
            id="a Ja without a description needs a process too",
        ),
        pytest.param([], [], None, id="one that says nothing of any goal needs no process"),
        pytest.param(
            [{"organ": "alby"}, {"organ": "alby", "mal": "1.2"}],
            [{"organ": "alby"}],
            "alby",
            id="one of its two goals has no process",
        ),
        pytest.param(
            [{"organ": "alby"}],
            [{"organ": "alby", "mal": "1.2"}],
            "alby",
            id="a process under another goal does not help",
        ),
        pytest.param([{"organ": "alby"}], [{"organ": "berga"}], "alby", id="another's process does not help"),
        pytest.param(
            [{"organ": "alby"}],
            [{"organ": "alby", "komplett": False}],
            "alby",
            id="a process that lacks one of its three descriptions",
        ),
        pytest.param(
            [{"organ": "alby"}],
            [{"organ": "alby"}, {"organ": "alby", "process": "Lön", "komplett": False}],
            "alby",
            id="one process of two that lacks a description",
        ),
        pytest.param(
            [],
            [{"organ": "alby", "komplett": False}],
            "alby",
            id="a process that lacks a description under a goal that it does not contribute to",
        ),
        pytest.param([{"organ": "hamn"}], [], None, id="a bolagsstyrelse is not asked, though it has no process"),
        pytest.param(
            [],
            [{"organ": "hamn", "komplett": False}],
            None,
            id="a bolagsstyrelse is not asked, though its process lacks a description",
        ),
        pytest.param([{"organ": "gata"}], [], "gata", id="a facknamnd is asked as a stadsdelsnamnd is"),
    ],
)
def test_whose_internal_control_is_incomplete(gor_underlag, fragade, bidrag, kontroll, vantat):
    assert fragade(gor_underlag(bidrag=bidrag, kontroll=kontroll), GRUND) == vantat


@pytest.mark.parametrize(
    ("kontroll", "vantat"),
    [
        pytest.param([{"organ": "alby"}], None, id="it is there under the same goal and name"),
        pytest.param([], "alby", id="it is not there"),
        pytest.param([{"organ": "alby", "mal": "1.2"}], "alby", id="it is there under another goal"),
        pytest.param([{"organ": "alby", "process": "Lön"}], "alby", id="another process is there under the goal"),
        pytest.param([{"organ": "berga"}], "alby", id="another namnd has it"),
        pytest.param([{"organ": "alby", "komplett": False}], "alby", id="it is there but lacks a description"),
    ],
)
def test_an_obligatory_process(gor_underlag, fragade, kontroll, vantat):
    assert fragade(gor_underlag(kontroll=kontroll, processer=[{"organ": "alby"}]), GRUND) == vantat


def test_a_bolagsstyrelse_is_not_asked_for_an_obligatory_process(gor_underlag, fragade):
    assert fragade(gor_underlag(processer=[{"organ": "hamn"}]), GRUND) is None


def test_a_namnd_without_an_accepted_plan_is_not_asked(gor_underlag, organen, fragade):
    processer = [{"organ": "alby"}, {"organ": "berga"}]
    assert fragade(gor_underlag(organ=organen(utan_plan="alby"), processer=processer), GRUND) == "berga"


def test_all_are_asked_in_one_uppmaning_without_mal_or_indicator(gor_underlag, uppmaningarna):
    processer = [{"organ": "gata", "mal": "1.2"}, {"organ": "alby"}, {"organ": "alby", "process": "Lön"}]
    [u] = uppmaningarna(gor_underlag(processer=processer, kontroll=[{"organ": "cisa", "komplett": False}]))
    assert (u.grund, u.mal, u.indikator, u.begar, u.frist) == (GRUND, None, None, Begar.KOMPLETTERING, Frist.FORSTA)
    assert (u.mottagare, u.senast) == (("alby", "cisa", "gata"), None)


def test_it_is_asked_in_the_plans_decision_alone(gor_underlag, omgang, fragade):
    underlag = gor_underlag(processer=[{"organ": "alby"}])
    assert fragade(underlag, GRUND) == "alby"
    assert [fragade(underlag.med(omgang=omgang(kod)), GRUND) for kod in ("T1", "T2", "VB")] == [None, None, None]


ALLA_FEL = {
    "bidrag": [{"organ": "alby", "mal": "1.2"}],
    "kontroll": [{"organ": "alby", "mal": "2.1", "process": "Lön", "komplett": False}],
    "processer": [{"organ": "alby"}],
}
FELEN = [
    Kontrollfel(Kontrollbrist.PROCESS_SAKNAS, "1.2", None),
    Kontrollfel(Kontrollbrist.OFULLSTANDIG_PROCESS, "2.1", "Lön"),
    Kontrollfel(Kontrollbrist.OBLIGATORISK_SAKNAS, "1.1", "Inköp"),
]


def test_every_fault_is_told_with_its_goal_and_process(gor_underlag):
    assert all_faults(gor_underlag(**ALLA_FEL)) == {"alby": FELEN}


def test_the_faults_of_a_plan_that_has_just_come_in_are_those_of_the_avstamning():
    har = [Process("2.1", "Lön", komplett=False)]
    assert list(faults(["1.2"], har, [Process("1.1", "Inköp")])) == FELEN


def test_namnder_without_a_fault_are_not_told_of(gor_underlag):
    kontroll = [{"organ": "alby"}, {"organ": "berga", "komplett": False}]
    assert list(all_faults(gor_underlag(kontroll=kontroll))) == ["berga"]


@pytest.mark.parametrize(
    ("fel", "vantat"),
    [
        pytest.param(FELEN[0], "mål 1.2 saknar process"),
        pytest.param(FELEN[1], "processen Lön är ofullständig"),
        pytest.param(FELEN[2], "den obligatoriska processen Inköp saknas (mål 1.1)"),
    ],
)
def test_a_fault_in_words(fel, vantat):
    assert fel.text == vantat
