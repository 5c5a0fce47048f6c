"""Deciding a follow-up, and what happens to what has been asked on the way there (kontrakt sections 3, 5 and 6)."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from flows.anstand import anstand
from flows.aterkalla import aterkalla
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.oppna import oppna
from flows.uppfoljning import uppfoljning
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Mottagare, Svarsdom, Uppmaningsrad, Utskick
from tasks.grund.databas import read
from tests_stod import EXEMPEL, exportera_nu

DATA = EXEMPEL / "liten-2026"
BESLUT, T1_DAG, UPPFOLJNING = datetime.date(2026, 3, 10), datetime.date(2026, 5, 14), datetime.date(2026, 6, 25)


@pytest.fixture
def hem(avstamt_hem: Path) -> Path:
    """A work folder with a year whose avstämning is proposed; one plan is held back, in `sen/`."""
    return avstamt_hem


def _uppmaningar(export: dict) -> dict[str, dict]:
    return {u["nummer"]: u for u in export["uppmaningar"]}


def _beslutat(granskning: Path | None = None) -> dict:
    besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=granskning, idag=BESLUT)
    return exportera_nu()


@pytest.fixture
def uppfoljt(hem: Path, ta_in_den_sena: Callable[..., str]) -> Path:
    """The follow-up is proposed."""
    ta_in_den_sena()
    avstamning.fn(idag=BESLUT)
    _beslutat()
    exempel.fn(omgang="T1", data=DATA, ut=hem / "2026" / "inkorg")
    intag.fn(idag=T1_DAG)
    uppfoljning.fn(idag=UPPFOLJNING)
    return hem


def test_an_untouched_review_of_a_follow_up_decides_what_it_shows(uppfoljt: Path, fyll: Callable[..., Path]) -> None:
    fore = exportera_nu()
    besluta.fn(fatta=True, handlaggare="Bo", granskning=fyll({}, "Granskning-T1-2026.xlsx"), idag=UPPFOLJNING)
    efter = exportera_nu()
    assert [(m["kod"], m["beslut"]) for m in efter["mal"] if m["fas"] == "T1"] == [
        (m["kod"], m["forslag"]) for m in fore["mal"] if m["fas"] == "T1"
    ]
    assert (efter["svar"], efter["uppmaningar"]) == (fore["svar"], fore["uppmaningar"])


def test_the_office_may_overrule_a_judgement_with_a_motivering(uppfoljt: Path, fyll: Callable[..., Path]) -> None:
    u, m = next((u, m) for u in exportera_nu()["uppmaningar"] for m in u["mottagare"] if m["status"] == "otillracklig")
    namn = "Granskning-T1-2026.xlsx"
    bok = load_workbook(uppfoljt / "2026" / "dokument" / namn)
    ark = bok["Svar"]
    rubriker = {c.value: c.column for c in ark[1]}
    rad = next(
        r
        for r in range(2, ark.max_row + 1)
        if (ark.cell(r, rubriker["Nummer"]).value, ark.cell(r, rubriker["Organ"]).value) == (u["nummer"], m["organ"])
    )
    assert ark.cell(rad, rubriker["Skäl"]).value
    ark.cell(rad, rubriker["Beslut"]).value = "tillräcklig"
    bok.save(uppfoljt / "g.xlsx")
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="Bo", granskning=uppfoljt / "g.xlsx", idag=UPPFOLJNING)
    assert [(p.kod, p.blad) for p in fel.value.problem] == [("motivering-saknas", "Svar")]
    ark.cell(rad, rubriker["Motivering"]).value = "Nära nog"
    bok.save(uppfoljt / "g.xlsx")
    besluta.fn(fatta=True, handlaggare="Bo", granskning=uppfoljt / "g.xlsx", idag=UPPFOLJNING)
    efter = next(x for x in _uppmaningar(exportera_nu())[u["nummer"]]["mottagare"] if x["organ"] == m["organ"])
    assert efter["status"] == "tillracklig"
    with read() as session:
        dom = session.exec(
            select(Svarsdom)
            .join(Mottagare)
            .join(Uppmaningsrad)
            .where(Uppmaningsrad.nummer == u["nummer"], Mottagare.organ == m["organ"])
        ).one()
    assert (dom.omgang, dom.forslag, dom.status, dom.motivering) == ("T1", "otillracklig", "tillracklig", "Nära nog")


def test_an_answer_that_came_after_the_follow_up_makes_the_review_old(
    uppfoljt: Path, fyll: Callable[..., Path], tmp_path: Path
) -> None:
    gransk = fyll({}, "Granskning-T1-2026.xlsx")
    tyst = next(
        m["organ"]
        for u in exportera_nu()["uppmaningar"]
        for m in u["mottagare"]
        if m["status"] in ("oppen", "utebliven")
    )
    mall = uppfoljt / "2026" / "mallar" / f"T1-2026-{tyst}.xlsx"
    bok = load_workbook(mall)
    rubriker = {c.value: c.column for c in bok["Svar"][1]}
    for rad in range(2, bok["Svar"].max_row + 1):
        bok["Svar"].cell(rad, rubriker["Svar"]).value = "Vi återkommer."
    bok.save(uppfoljt / "2026" / "inkorg" / mall.name)
    intag.fn(idag=UPPFOLJNING)
    with pytest.raises(ArshjulFel, match=r"Tertialrapport 1 är inte beslutad.*ny granskning"):
        besluta.fn(fatta=True, handlaggare="Bo", granskning=gransk, idag=UPPFOLJNING)
    assert all(m["beslut"] is None for m in exportera_nu()["mal"] if m["fas"] == "T1")
    with pytest.raises(ArshjulFel, match=r"version 1, men den senaste är version 2.*arshjul uppfoljning"):
        besluta.fn(fatta=True, handlaggare="Bo", granskning=gransk, idag=UPPFOLJNING)
    besluta.fn(fatta=True, handlaggare="Bo", granskning=fyll({}, "Granskning-T1-2026.xlsx"), idag=UPPFOLJNING)
    assert all(m["beslut"] for m in exportera_nu()["mal"] if m["fas"] == "T1")


def test_a_withdrawn_uppmaning_no_longer_asks_for_a_value(hem: Path, fyll: Callable[..., Path]) -> None:
    u = next(u for u in exportera_nu()["uppmaningar"] if u["grund"] == "aggregat_under_kf")
    ny = {"indikator": u["indikator"], "begar": "reviderat_arsmal", "mottagare": "berorda", "avser": "Se över"}
    export = _beslutat(fyll({"Nya uppmaningar": [(None, ny)]}))
    egna = [x for x in export["uppmaningar"] if x["indikator"] == u["indikator"]]
    andra = {m["organ"] for x in egna if x["grund"] in ("sankt_ambition", "under_kf_arsmal") for m in x["mottagare"]}
    organ = next(m["organ"] for m in u["mottagare"] if m["organ"] not in andra)
    egen = next(x["nummer"] for x in egna if x["avser"] == "Se över")

    def begart() -> str | None:
        return next(m["begart"] for m in _uppmaningar(exportera_nu())[egen]["mottagare"] if m["organ"] == organ)

    assert begart() is not None
    aterkalla.fn(nummer=u["nummer"], organ=organ, motivering="Fel", handlaggare="Bo", idag=BESLUT)
    assert organ not in {m["organ"] for m in _uppmaningar(exportera_nu())[u["nummer"]]["mottagare"]}
    assert begart() is None


def _med_t1_dag(mapp: Path, dag: str) -> Path:
    """The year with another last day for tertialrapport 1."""
    ny = Path(shutil.copytree(DATA, mapp / dag))
    yaml = (ny / "ar.yaml").read_text("utf-8")
    (ny / "ar.yaml").write_text(yaml.replace("tertialrapport_1_senast: 2026-05-14", f"tertialrapport_1_senast: {dag}"))
    return ny


def _sista_dagar() -> dict[tuple[str, str], str | None]:
    return {(u["nummer"], m["organ"]): m["senast"] for u in exportera_nu()["uppmaningar"] for m in u["mottagare"]}


def test_a_later_last_day_gives_everybody_more_time_and_is_told_once(hem: Path, tmp_path: Path) -> None:
    _beslutat()
    fore = _sista_dagar()
    forsta, andra = [k for k, senast in fore.items() if senast][:2]
    langt = datetime.date(2026, 5, 28)
    anstand.fn(galler=forsta[0], organ=forsta[1], dag=langt, motivering="Sjuk", handlaggare="Bo", idag=BESLUT)
    ny = _med_t1_dag(tmp_path, "2026-05-21")
    svar = [oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=T1_DAG) for _ in range(2)]
    vantat = {k: senast and "2026-05-21" for k, senast in fore.items()} | {forsta: "2026-05-28"}
    assert _sista_dagar() == vantat
    organ = {o for (_, o), senast in vantat.items() if senast == "2026-05-21"}
    vad = "Sista dagen för svar i tertialrapport 1 är flyttad till 2026-05-21"
    assert svar[0].endswith(f"{vad} för {len(organ)} organ, och de får veta det.")
    assert "flyttad" not in svar[1]
    with read() as session:
        brev = [u for u in session.exec(select(Utskick)) if "/sista-dag/" in u.nyckel]
    assert [u.organ for u in brev] == sorted(organ, key=[u.organ for u in brev].index)
    assert "flyttad till den 21 maj 2026" in next(u.text for u in brev if u.organ == andra[1])


def test_an_earlier_last_day_is_imposed_on_nobody(hem: Path, tmp_path: Path) -> None:
    _beslutat()
    fore = _sista_dagar()
    assert "flyttad" not in oppna.fn(handlaggare="Åsa Öberg", data=_med_t1_dag(tmp_path, "2026-05-07"), idag=BESLUT)
    assert _sista_dagar() == fore
