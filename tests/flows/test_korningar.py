"""What a run says when it ends, in the terminal and in the Prefect UI, on a real Prefect server."""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests_stod import EXEMPEL, forbi_sparet, i_miljo

LITEN = EXEMPEL / "liten-2026"
OPPNAT, INNE, FORESLAGET, BESLUT = (
    datetime.date(2025, 12, 1),
    datetime.date(2026, 1, 15),
    datetime.date(2026, 3, 1),
    datetime.date(2026, 3, 10),
)


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A Prefect server for the module's runs."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="module")
def foreslaget(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with a year whose avstämning is proposed."""
    from flows.avstamning import avstamning
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.oppna import oppna
    from tasks.grund.databas import release

    hem = tmp_path_factory.mktemp("foreslaget") / "hem"
    with i_miljo(ARSHJUL_HEM=str(hem)):
        oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=OPPNAT)
        mallar.fn(omgang="VP", idag=OPPNAT)
        exempel.fn(omgang="VP", data=LITEN, ut=hem / "2026" / "inkorg")
        intag.fn(idag=INNE)
        avstamning.fn(idag=FORESLAGET)
        release()
    return hem


@pytest.fixture
def aret(foreslaget: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to stand in."""
    from tasks.grund.databas import release

    shutil.copytree(foreslaget, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


def ur_formularet(flode: Callable[..., Any], **val: Any) -> Any:
    """Run a flow as from its form; its final state."""
    from schemas.hur import in_the_ui

    with in_the_ui():
        return flode(**val, return_state=True)


def artefakter() -> dict[str, str]:
    """The newest artifact by key."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as klient:
        svar = klient.request("POST", "/artifacts/latest/filter", json={})
    return {a["key"]: str(a["data"]) for a in svar.json()}


def test_without_a_year_a_scheduled_run_ends_well_and_a_person_is_told(prefect: None, hem: Path) -> None:
    from flows.dagens import dagens
    from schemas.problem import IngetAr

    slut = ur_formularet(dagens)
    assert (slut.is_completed(), slut.message) == (True, "Inget år är öppet.")
    with pytest.raises(IngetAr, match="arshjul oppna"):
        dagens.fn()


def test_the_morning_says_what_each_of_its_steps_did(prefect: None, aret: Path) -> None:
    from flows.dagens import dagens

    slut = ur_formularet(dagens, idag=datetime.date(2026, 3, 2))
    assert slut.message.startswith("Intag: Inget nytt har kommit in. Påminnelser: 0 nya i utkorgen. Utskick: ")
    assert "Verksamhetsplan" in artefakter()["status-2026"]


def test_a_refusal_is_red_with_its_sentence_and_every_finding_in_a_table(prefect: None, aret: Path) -> None:
    from flows.oppna import oppna

    fel = Path(shutil.copytree(LITEN, aret.parent / "data"))
    (fel / "organ.csv").write_text("kod,namn,slag\na,A,fel\nb,,facknamnd\n", "utf-8")
    slut = ur_formularet(oppna, data=fel, prov=False, handlaggare="Anna")
    assert slut.is_failed()
    assert "organ.csv, rad 2, kolumn slag" in slut.message
    assert "fel till" in slut.message
    tabell = artefakter()["avvisat"]
    assert "organ.csv, rad 3, kolumn namn" in tabell
    assert tabell.count("\n|") > 3


def test_what_nobody_thought_of_says_where_the_details_are_and_shows_no_trace(
    prefect: None, aret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import status as modul

    def brister(*_: Any) -> None:
        raise ZeroDivisionError("hemligt@example.se")

    monkeypatch.setattr(modul, "arets_status", brister)
    slut = ur_formularet(modul.status)
    assert slut.is_failed()
    assert "arshjul.log" in slut.message
    assert "hemligt" not in slut.message


def test_intake_tells_how_many_and_what_was_wrong_cell_by_cell(prefect: None, aret: Path) -> None:
    from openpyxl import load_workbook

    from flows.intag import intag
    from flows.mallar import mallar

    mallar.fn(omgang="VP", idag=FORESLAGET)
    bok = load_workbook(next((aret / "2026" / "mallar").glob("VP-*.xlsx")))
    rad = next(r for r in bok["Årsmål"].iter_rows(min_row=2) if r[0].value)
    rad[5].value = "ca 70"
    inkorg = aret / "2026" / "inkorg"
    bok.save(inkorg / "dalig.xlsx")
    slut = ur_formularet(intag, idag=FORESLAGET)
    assert slut.message == "1 mottagen: 1 avvisad."
    assert slut.is_completed()
    visat = artefakter()["intag"]
    assert "Årsmål" in visat
    assert rad[5].coordinate in visat


def test_a_long_run_tells_how_far_it_has_come(prefect: None) -> None:
    from prefect import flow

    from flows.redovisning import Framsteg

    @flow(name="langt")
    def langt() -> None:
        framsteg = Framsteg("Prov", 50)
        for _ in range(50):
            framsteg.step()

    ur_formularet(langt)
    assert float(artefakter()["framsteg"]) == 100


def test_a_file_that_nobody_can_be_told_of_makes_the_intake_red(prefect: None, aret: Path) -> None:
    from flows.intag import intag

    (aret / "2026" / "inkorg" / "okand.xlsx").write_bytes(b"nonsens")
    slut = ur_formularet(intag, idag=FORESLAGET)
    assert slut.is_failed()
    assert slut.message.startswith("1 mottagen: 1 avvisad. ")
    assert "okand.xlsx" in slut.message
    with i_miljo(**{k: v for k, v in os.environ.items() if k.startswith("ARSHJUL_")}):
        (aret / "2026" / "inkorg" / "annan.xlsx").write_bytes(b"annat nonsens")
        assert [m.status for m in intag(idag=FORESLAGET)] == ["avvisad"]


def test_what_would_be_decided_is_shown_and_nothing_is(prefect: None, aret: Path) -> None:
    from flows.besluta import besluta
    from tests_stod import exportera_nu

    fore = exportera_nu()
    slut = ur_formularet(besluta, handlaggare="Anna", granskning="Besluta enligt förslagen", idag=BESLUT)
    assert slut.is_completed()
    assert slut.message.endswith("Inget är beslutat.")
    assert exportera_nu() == fore
    visat = artefakter()["beslutsprov"]
    assert all(f"## {titel}" in visat for titel in ("Bedömningar", "Uppmaningar", "Framställningar"))
    antal = sum(1 for u in fore["uppmaningar"])
    assert visat.count("2026-") >= antal


def test_the_decision_is_what_was_shown(prefect: None, aret: Path) -> None:
    from flows.besluta import besluta
    from tests_stod import exportera_nu

    om = {"handlaggare": "Anna", "granskning": "Besluta enligt förslagen", "idag": BESLUT}
    prov = besluta.fn(**om)
    assert besluta.fn(**om, fatta=True) == "Verksamhetsplanen 2026 är beslutad 2026-03-10 av Anna."
    utfardade = next(rader for titel, _, rader in prov.tabeller if titel == "Uppmaningar")
    assert [r[0] for r in utfardade] == [u["nummer"] for u in exportera_nu()["uppmaningar"]]


def test_a_review_that_somebody_has_filled_in_is_not_passed_over(prefect: None, aret: Path) -> None:
    from openpyxl import load_workbook

    from flows.besluta import besluta
    from tests_stod import exportera_nu

    fil = aret / "2026" / "dokument" / "Granskning-2026.xlsx"
    bok = load_workbook(fil)
    bok["Texter"].cell(2, 2).value = "Vår egen text."
    bok.save(fil)
    slut = ur_formularet(besluta, handlaggare="Anna", fatta=True, idag=BESLUT)
    assert slut.is_failed()
    assert "Granskning-2026.xlsx har ändrats" in slut.message
    assert "Välj den i formuläret" in slut.message
    assert all(m["beslut"] is None for m in exportera_nu()["mal"])
    val = next(rad for rad in _val("granskningar") if rad.startswith("2026/dokument/Granskning-2026.xlsx (sparad"))
    prov = ur_formularet(besluta, handlaggare="Anna", granskning=val, idag=BESLUT)
    assert "Granskningen" in prov.message or "Granskning-2026.xlsx" in prov.message


def _val(lista: str) -> list[str]:
    from flows import listor

    return list(getattr(listor, lista)())


def test_showing_the_outbox_sends_nothing(prefect: None, aret: Path) -> None:
    from flows.skicka import skicka
    from tests_stod import exportera_nu

    fore = exportera_nu()["utskick"]
    slut = ur_formularet(skicka, visa="Visa bara vad som skulle skickas", idag=FORESLAGET)
    assert slut.message.endswith("skulle skickas. Inget är skickat.")
    assert exportera_nu()["utskick"] == fore
    assert "Till" in artefakter()["torrkorning"]


def test_too_many_messages_are_refused_with_the_forms_own_advice(prefect: None, aret: Path) -> None:
    from flows.skicka import skicka
    from schemas.tabeller import Ar

    with forbi_sparet() as session:
        rad = session.get(Ar, 2026)
        assert rad
        rad.yaml = rad.yaml | {"utskick": {"bekrafta_over": 1}}
    slut = ur_formularet(skicka, idag=INNE)
    assert slut.is_failed()
    assert "Även om de är många" in slut.message
    assert "--ja" not in slut.message
    assert ur_formularet(skicka, ja=True, idag=INNE).is_completed()
    assert "skickat" in artefakter()["utskick-2026"]


def test_status_tells_when_each_scheduled_flow_last_ran(prefect: None, aret: Path) -> None:
    from rich.console import Console

    from flows.dagens import dagens
    from flows.senast import show_senast

    ut = Console(record=True, width=200)
    show_senast(ut)
    assert ut.export_text() == ""
    ur_formularet(dagens, idag=FORESLAGET)
    show_senast(ut)
    text = ut.export_text()
    assert "Sammandrag" in text
    assert "har aldrig kört" in text
    assert "Påminnelser: 0 nya" in text


def test_the_weeks_summary_is_queued_once(prefect: None, aret: Path) -> None:
    from flows.sammandrag import sammandrag
    from tests_stod import exportera_nu

    for dag in (datetime.date(2026, 3, 2), datetime.date(2026, 3, 4)):
        (mening,) = sammandrag.fn(idag=dag)
        assert mening.startswith("Lillåker 2026: Verksamhetsplan: föreslagen")
    assert [u["nyckel"] for u in exportera_nu()["utskick"] if "vecka" in u["nyckel"]] == ["sammandrag/vecka/2026-10"]


def test_an_uncertain_message_is_settled_from_the_form(prefect: None, aret: Path) -> None:
    from flows.osakra import osakra
    from schemas.begrepp import Utskicksstatus
    from tasks.laget.utkorg import messages
    from tests_stod import exportera_nu

    with forbi_sparet() as session:
        rad = messages(session, 2026, Utskicksstatus.VANTAR)[0]
        rad.status = str(Utskicksstatus.OSAKERT)
        nyckel = rad.nyckel
    (val,) = _val("osakra")
    assert val.endswith(f"({nyckel})")
    slut = ur_formularet(osakra, nyckel=val, som="Skicka en gång till", handlaggare="Anna")
    assert "skickas om" in slut.message
    assert next(u for u in exportera_nu()["utskick"] if u["nyckel"] == nyckel)["status"] == "vantar"


def test_a_run_is_named_by_what_it_does_and_when(prefect: None, aret: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.mallar import mallar

    slut = ur_formularet(mallar, omgang="Verksamhetsplan (VP)", organ="Alla organ", idag=FORESLAGET)
    with get_client(sync_client=True) as klient:
        namn = klient.read_flow_run(slut.state_details.flow_run_id).name
    assert namn == "Mallar VP 2026-03-01"
