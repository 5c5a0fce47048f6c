"""A person goes through the year in Prefect's UI, from forms alone, and is told in Swedish what there is to know.

The tests stand in the order of the year and lean on each other. With `BILDER=skriv` (`make bilder`) they make the
pictures of the handbook.
"""

import contextlib
import re
import shutil
from collections.abc import Iterator

import pytest

from almviken import AR, DALIG, EGEN_TEXT, GRANSKNING
from smtpserver import Smtpserver
from startprogram import Program, vanta
from webbperson import Webbperson

pytestmark = pytest.mark.webb
ANNA = "Anna Lind"
DOKUMENT = f"{AR}/dokument/{GRANSKNING}"
VAD = "Vad_ska_göras"
#: what no person is to meet: a library's words, a trace, a name of the code
ENGELSKA = re.compile(r"Traceback|[Ee]xception|[a-z]Error\b|exited|is a required property|Finished in state|flow run '")


@contextlib.contextmanager
def paused(program: Program, namn: str) -> Iterator[None]:
    """A deployment that does not run by itself meanwhile: it would take what the person is to take."""
    vag = f"/deployments/{program.deployment(namn)['id']}"
    program.api.patch(vag, {"paused": True})
    vem = {"deployment_id": {"any_": [program.deployment(namn)["id"]]}}
    pagar = vem | {"state": {"type": {"any_": ["SCHEDULED", "PENDING", "RUNNING"]}}}
    vanta(lambda: not program.api.filter("flow_runs", flow_runs=pagar), "the runs that have begun are over")
    yield
    program.api.patch(vag, {"paused": False})


def test_what_can_be_done_stands_in_swedish(anna: Webbperson) -> None:
    anna.do("go", vag="/v2/dashboard", till="Flow Runs")
    text = anna.do("go", vag="/v2/deployments", till="Dagens")
    assert all(namn in text for namn in ("Anstånd", "Avstämning", "Besluta", "Intag", "varje dag", "årets gång"))
    anna.picture("floden", 830)
    anna.do("follow", namn="Dagens")
    assert "Varje vardagsmorgon" in anna.do("tab", namn="Description", till="Varje vardagsmorgon")
    assert "08:00" in anna.do("text")


def test_the_runs_to_come_say_what_they_are_and_when(anna: Webbperson) -> None:
    vem = anna.program.deployment("Dagens")["id"]
    anna.do("go", vag=f"/v2/deployments/deployment/{vem}?tab=Upcoming", till="Dagens 20")
    assert re.search(r"Dagens \d{4}-\d{2}-\d{2} 08:00", anna.do("text"))
    anna.picture("kommande", 620)


def test_an_empty_field_is_refused_before_any_run_starts(anna: Webbperson) -> None:
    text = anna.form("Besluta")
    for vantat in ("Handläggare", "Vem som gör det", "Beslutsunderlag", "går inte att ta tillbaka"):
        assert vantat in text
    assert "Stå på en annan dag" not in text
    anna.do("press", namn="Submit")
    text = anna.do("wait", till="Handläggare: Välj eller fyll i något här.")
    assert not ENGELSKA.search(text.replace("Error creating flow run:", ""))
    assert anna.runs("Besluta") == []


def test_the_review_is_chosen_by_name(anna: Webbperson) -> None:
    anna.form("Besluta")
    val = anna.do("choices", falt="Beslutsunderlag")
    assert val[0].startswith(f"{DOKUMENT} (sparad ")
    assert val[-1] == "Besluta enligt förslagen"
    anna.do("escape")
    anna.do("fill", falt="Handläggare", med=ANNA)
    anna.do("choose", falt="Beslutsunderlag", val=DOKUMENT)
    anna.picture("besluta-formular", 870)


def test_what_would_be_decided_is_shown(anna: Webbperson) -> None:
    prov = anna.run("Besluta", Handläggare=ANNA, Beslutsunderlag=DOKUMENT)
    assert prov["state"]["type"] == "COMPLETED", prov["state"]
    assert prov["state"]["message"].endswith("Inget är beslutat.")
    assert prov["name"].startswith("Beslut ")
    logg = anna.look_at(prov)
    assert f"skulle beslutas enligt {GRANSKNING}" in logg
    assert not ENGELSKA.search(logg)
    anna.picture("besluta-korning", 560)
    text = anna.artifact(prov, "beslutsprov", f"{AR}-01")
    assert "Två av tre nämnder ligger under" in text
    assert f"{AR}-01" in text
    anna.picture("besluta-prov", 700, artefakt=True)


def test_the_decision_is_made(anna: Webbperson) -> None:
    om = {"Handläggare": ANNA, "Beslutsunderlag": DOKUMENT, VAD: "Besluta"}
    beslut = anna.run("Besluta", **om)
    assert beslut["state"]["type"] == "COMPLETED", beslut["state"]
    assert "är beslutad" in beslut["state"]["message"]
    assert EGEN_TEXT in (anna.program.hem / str(AR) / "dokument" / f"avstamning-{AR}.html").read_text("utf-8")
    text = anna.artifact(beslut, f"laget-{AR}", "Skrivna filer")
    assert "beslutad" in text
    anna.picture("beslutat", 700, artefakt=True)


def test_the_forms_follow_what_was_asked(anna: Webbperson) -> None:
    def schema() -> str:
        return str(anna.program.deployment("Anstånd")["parameter_openapi_schema"])

    vanta(lambda: f"({AR}-01)" in schema(), "the form offers what was asked")
    anna.form("Anstånd")
    assert any(f"({AR}-01)" in v for v in anna.do("choices", falt="Gäller"))
    anna.picture("anstand-lista", 700)
    anna.do("escape")


def test_what_would_be_sent_is_shown_and_nothing_is(anna: Webbperson, post: Smtpserver) -> None:
    fore = len(post.brev)
    prov = anna.run("Skicka")
    assert prov["state"]["message"].endswith("skulle skickas. Inget är skickat.")
    assert len(post.brev) == fore
    anna.artifact(prov, "torrkorning", "uppmanas")
    anna.picture("skicka-prov", 700, artefakt=True)


def test_what_waits_is_sent_and_what_is_uncertain_stands_first(anna: Webbperson, post: Smtpserver) -> None:
    fore = len(post.brev)
    sant = anna.run("Skicka", **{VAD: "Skicka"})
    assert sant["state"]["type"] == "COMPLETED", sant["state"]
    assert len(post.brev) > fore
    assert "osäkert" in anna.artifact(sant, f"utskick-{AR}", "kvittens").partition("skickat")[0]
    anna.picture("skickat", 700, artefakt=True)
    assert not ENGELSKA.search(anna.look_at(sant))


def test_an_uncertain_message_is_settled(anna: Webbperson) -> None:
    anna.form("Avgör osäkert meddelande")
    (osakert,) = anna.do("choices", falt="Osäkert meddelande")
    assert "till kultur" in osakert
    anna.picture("osakert", 700)
    anna.do("escape")
    avgjort = anna.run(
        "Avgör osäkert meddelande",
        Osäkert_meddelande=osakert,
        Hur_det_avgörs="Det kom fram",
        Handläggare=ANNA,
    )
    assert avgjort["state"]["type"] == "COMPLETED", avgjort["state"]


def test_a_bad_workbook_gets_its_verdict_cell_by_cell(anna: Webbperson) -> None:
    with paused(anna.program, "Intag"):
        shutil.copyfile(anna.program.hem.parent / DALIG, anna.program.hem / str(AR) / "inkorg" / DALIG)
        inne = anna.run("Intag")
    assert "1 avvisad" in inne["state"]["message"]
    text = anna.artifact(inne, "intag", "ca 40")
    for vantat in (DALIG, "avvisad", "Årsmål", "ca 40", "Skriv talet med siffror"):
        assert vantat in text
    anna.picture("intag", 700, artefakt=True)


def test_a_broken_year_is_red_with_every_fault_in_a_table(anna: Webbperson) -> None:
    prov = anna.run("Öppna år", Årsarbetsbok_eller_årsmapp=f"Ar-{AR + 1}.xlsx", Handläggare=ANNA)
    assert prov["state"]["type"] == "FAILED", prov["state"]
    logg = anna.look_at(prov, "Vägrad")
    assert not ENGELSKA.search(logg)
    anna.picture("oppna-rott", 560)
    text = anna.artifact(prov, "avvisat", "bladet organ, cell")
    assert "bladet organ, cell" in text
    anna.picture("oppna-fel", 700, artefakt=True)


def test_the_year_and_the_morning(anna: Webbperson) -> None:
    laget = anna.run("Status")
    assert laget["state"]["type"] == "COMPLETED", laget["state"]
    text = anna.artifact(laget, f"status-{AR}", "Utbildningsnämnden")
    assert text.rindex("Miljö och bygg") < text.index("Utbildningsnämnden")
    anna.picture("status", 700, artefakt=True)
    morgon = anna.run("Dagens")
    assert "Intag:" in morgon["state"]["message"]
    assert morgon["state"]["type"] == "COMPLETED", morgon["state"]
    anna.do("go", vag="/v2/runs", till="Dagens")
    anna.picture("korningar", 900)


def test_the_browser_asked_nobody_and_met_no_fault(anna: Webbperson) -> None:
    assert anna.asked_others() == []
    funna = {re.sub(r"[0-9a-f-]{36}", "", f) for f in anna.faults()}
    assert funna == {"409 /api/deployments//create_flow_run"}  # the field that was empty


def test_no_run_said_anything_in_english(anna: Webbperson) -> None:
    rader = [rad["message"] for rad in anna.program.api.filter("logs")]
    assert rader
    assert [rad for rad in rader if ENGELSKA.search(rad)] == []
