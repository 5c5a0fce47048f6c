"""What the review and the year both change, and what a filled-in review decides (kontrakt sections 3, 5 and 6)."""

import datetime
import email.message
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.intag import intag
from flows.oppna import oppna
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Uppmaningsrad
from tasks.grund.databas import read
from tests_stod import EXEMPEL, exportera_nu, i_miljo

DATA = EXEMPEL / "liten-2026"
DAG, BESLUT = datetime.date(2026, 3, 2), datetime.date(2026, 3, 10)
FORSTA, ANDRA = "Granskning-2026.xlsx", "Granskning-2026 (2).xlsx"
Ifyll = Callable[..., Path]


@pytest.fixture
def ifyll(avstamt_hem: Path, fyll: Callable[..., Path]) -> Ifyll:
    """Fills in a review workbook where it lies."""

    def gor(andringar: dict[str, Any], namn: str = FORSTA, **om: Any) -> Path:
        return Path(shutil.copy(fyll(andringar, namn, **om), avstamt_hem / "2026" / "dokument" / namn))

    return gor


@pytest.fixture
def byt(tmp_path: Path) -> Callable[..., None]:
    """Opens the year again with cells changed: file, what stands there, what is to stand there; then proposes anew."""

    def gor(*byten: tuple[str, str, str]) -> None:
        mapp = tmp_path / "bytt"
        if not mapp.exists():
            shutil.copytree(DATA, mapp)
        for fil, gammalt, nytt in byten:
            text = (mapp / fil).read_text("utf-8") if (mapp / fil).exists() else ""
            assert gammalt in text
            (mapp / fil).write_text(text.replace(gammalt, nytt, 1) if gammalt else nytt, "utf-8")
        oppna.fn(handlaggare="Åsa Öberg", data=mapp, idag=DAG)
        avstamning.fn(idag=DAG)

    return gor


def granskningar(hem: Path) -> list[str]:
    """The names of the review workbooks of the plan."""
    return sorted(p.name for p in (hem / "2026" / "dokument").glob("Granskning-2026*.xlsx"))


def rader(hem: Path, blad: str, namn: str = FORSTA) -> list[dict[str, Any]]:
    """The rows of a sheet, by header."""
    rubriker, *andra = load_workbook(hem / "2026" / "dokument" / namn)[blad].values
    return [dict(zip(rubriker, r, strict=True)) for r in andra if any(c is not None for c in r)]


def rad(hem: Path, blad: str, nyckel: str, namn: str = FORSTA) -> dict[str, Any]:
    """The row of a sheet in which something stands."""
    return next(r for r in rader(hem, blad, namn) if nyckel in r.values())


def andrat(hem: Path, namn: str = ANDRA) -> str:
    """What the sheet Ändrat tells."""
    return "\n".join(str(c) for r in load_workbook(hem / "2026" / "dokument" / namn)["Ändrat"].values for c in r if c)


# Where both have changed it

NAMNET = ("indikatorer.csv", "Indikator 0 – åäö", "Indikator noll")


def test_an_edited_text_whose_proposal_has_changed_stands_beside_it(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    ifyll({"Uppmaningar": [("2026-07", {"Text": "Ange ett årsmål nu."})]})
    byt(NAMNET)
    ny = rad(avstamt_hem, "Uppmaningar", "2026-07", ANDRA)
    assert ny["Text"] == "Ange ett årsmål nu."
    assert "Indikator noll" in ny["Föreslagen text"]


def test_that_the_proposed_text_has_changed_under_an_edited_one_is_told(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    ifyll({"Uppmaningar": [("2026-07", {"Text": "Ange ett årsmål nu."})]})
    byt(NAMNET)
    assert "2026-07" in andrat(avstamt_hem)
    assert "Indikator noll" in andrat(avstamt_hem)


def test_both_texts_are_kept_by_the_decision(avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]) -> None:
    ifyll({"Uppmaningar": [("2026-07", {"Text": "Ange ett årsmål nu."})]})
    byt(NAMNET)
    besluta.fn(fatta=True, handlaggare="Anna", granskning=avstamt_hem / "2026" / "dokument" / ANDRA, idag=BESLUT)
    with read() as session:
        texter = {u.nummer: (u.text, u.regeltext) for u in session.exec(select(Uppmaningsrad))}
    assert texter["2026-07"][0] == "Ange ett årsmål nu."
    assert "Indikator noll" in texter["2026-07"][1]
    assert "Indikator noll" in texter["2026-08"][0] == texter["2026-08"][1]


def test_a_last_day_that_is_moved_before_the_decision_is_the_one_that_is_proposed(
    avstamt_hem: Path, byt: Callable[..., None]
) -> None:
    """t1 = the senast of the first omgång after the plan (kontrakt section 5)."""
    byt(("ar.yaml", "tertialrapport_1_senast: 2026-05-14", "tertialrapport_1_senast: 2026-05-21"))
    besluta.fn(fatta=True, handlaggare="Anna", idag=BESLUT)
    u = next(u for u in exportera_nu()["uppmaningar"] if u["nummer"] == "2026-07")
    assert {u["senast"], *(m["senast"] for m in u["mottagare"])} == {"2026-05-21"}
    assert "den 21 maj 2026" in u["text"]


TEXTEN = ("texter.csv", "", "avsnitt,text\nbakgrund,Den gamla.\nekonomi,Pengarna.\n")


def test_a_section_that_the_office_did_not_touch_follows_the_year(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    byt(TEXTEN)
    ifyll({"Bedömningar": [("1.1", {"Motivering": "Första"})]})
    byt(("texter.csv", "Den gamla.", "Den nya."))
    assert rad(avstamt_hem, "Texter", "bakgrund", ANDRA)["Text"] == "Den nya."


def test_a_section_that_both_have_changed_is_the_offices_and_that_is_told(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    byt(TEXTEN)
    ifyll({"Texter": [("bakgrund", {"Text": "Kontorets."})]})
    byt(("texter.csv", "Den gamla.", "Den nya."))
    assert rad(avstamt_hem, "Texter", "bakgrund", ANDRA)["Text"] == "Kontorets."
    assert "bakgrund" in andrat(avstamt_hem)
    assert "Den nya." in andrat(avstamt_hem)


def test_a_section_that_the_office_took_away_does_not_come_back_unsaid(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    byt(TEXTEN)
    ifyll({"Texter": [("bakgrund", {"Text": None})]})
    byt(("ar.yaml", "mal_helt: 0.60", "mal_helt: 0.40"))
    texter = {r["Avsnitt"]: r["Text"] for r in rader(avstamt_hem, "Texter", ANDRA)}
    assert texter["ekonomi"] == "Pengarna."
    assert texter.get("bakgrund") is None or "bakgrund" in andrat(avstamt_hem)


def test_a_financing_that_the_office_did_not_touch_follows_the_year(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    ifyll({"Bedömningar": [("1.1", {"Motivering": "Första"})]})
    byt(("budgetjusteringar.csv", "CM4", "CM7"))
    assert rad(avstamt_hem, "Budget", "Ändamål 0", ANDRA)["Finansiering"] == "CM7"


# Deciding


def _motiveras(fel: pytest.ExceptionInfo[Avvisat]) -> list[str | None]:
    assert {(p.kod, p.blad) for p in fel.value.problem} == {("motivering-saknas", "Budget")}
    return [p.cell for p in fel.value.problem]


def test_every_request_that_is_not_granted_in_full_needs_a_motivering(
    avstamt_hem: Path, ifyll: Ifyll, byt: Callable[..., None]
) -> None:
    """What the year grants in full needs none, unless the office grants less."""
    byt(("budgetjusteringar.csv", "Ändamål 0,", "Ökade intäkter,o00001,omslutning,,1.5\nÄndamål 0,"))
    sokta = [r["Organ"] for r in rader(avstamt_hem, "Budget") if r["Sökt"] is not None]
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="A", granskning=ifyll({}, motivera=False), idag=BESLUT)
    assert _motiveras(fel) == [f"K{n}" for n, organ in enumerate(sokta, 2) if organ != "o00001"] != []
    with pytest.raises(Avvisat) as fel:
        besluta.fn(
            fatta=True, handlaggare="A", granskning=ifyll({"Budget": [("o00001", {"Beviljat": 1})]}), idag=BESLUT
        )
    assert _motiveras(fel) == [f"K{sokta.index('o00001') + 2}"]
    assert all(m["beslut"] is None for m in exportera_nu()["mal"])


def test_an_untouched_review_decides_exactly_what_no_review_does(
    avstamt_hem: Path, ifyll: Ifyll, tmp_path: Path
) -> None:
    """But for the motivering that it asks for where a request is not granted."""
    utan = Path(shutil.copytree(avstamt_hem, tmp_path / "utan"))
    besluta.fn(fatta=True, handlaggare="Anna", granskning=ifyll({}), idag=BESLUT)
    med = exportera_nu()
    with i_miljo(ARSHJUL_HEM=str(utan)):
        besluta.fn(fatta=True, handlaggare="Anna", idag=BESLUT)
        vantat = exportera_nu()
    assert {f.pop("motivering") for f in med["framstallningar"] if f["sokt"]} == {"Ryms inte"}
    for f in (*vantat["framstallningar"], *med["framstallningar"]):
        f.pop("motivering", None)
    assert med == vantat
    assert all(m["beslut"] == m["forslag"] for m in med["mal"])


def _mejla(hem: Path, fil: Path, namn: str) -> None:
    """Somebody whom the city does not know mails a workbook; it waits."""
    brev = email.message.EmailMessage()
    brev["From"], brev["To"], brev["Subject"] = "okand@exempel.se", "plan@staden.se", "VP"
    brev.set_content("Hej")
    brev.add_attachment(fil.read_bytes(), maintype="application", subtype="octet-stream", filename=namn)
    (hem / "2026" / "inkorg" / "brev.eml").write_bytes(brev.as_bytes())
    intag.fn(idag=DAG)
    avstamning.fn(idag=DAG)


def test_accepting_what_changes_a_proposal_decides_nothing_and_carries_the_rest_over(
    avstamt_hem: Path, ifyll: Ifyll
) -> None:
    fil = next((avstamt_hem / "sen").iterdir())
    _mejla(avstamt_hem, fil, fil.name)
    egna = {"Bedömningar": [("1.1", {"Beslut": "helt", "Motivering": "M"})], "Väntande": [(fil.name, {"Godta": "Ja"})]}
    gransk = ifyll(egna)
    fore = gransk.read_bytes()
    with pytest.raises(ArshjulFel, match="är inte beslutad"):
        besluta.fn(fatta=True, handlaggare="A", granskning=gransk, idag=BESLUT)
    assert (granskningar(avstamt_hem), gransk.read_bytes()) == ([ANDRA, FORSTA], fore)
    export = exportera_nu()
    assert {m["beslut"] for m in export["mal"]} == {None}
    assert {u["slag"] for u in export["utskick"]} == {"forfragan", "kvittens"}  # nobody is asked anything
    besluta.fn(fatta=True, handlaggare="A", granskning=ifyll({}, ANDRA), idag=BESLUT)
    assert {m["kod"] for m in exportera_nu()["mal"] if m["beslut"] != m["forslag"]} == {"1.1"}


def test_accepting_what_changes_no_proposal_decides_at_once(avstamt_hem: Path, ifyll: Ifyll, tmp_path: Path) -> None:
    """The same plan again, from another person."""
    i = next(i for i in exportera_nu()["inlamningar"] if i["status"] == "godkand")
    shutil.copy(next((avstamt_hem / "2026" / "mottaget").glob(f"{i['sha256']}*")), tmp_path / "bok.xlsx")
    bok = load_workbook(tmp_path / "bok.xlsx")
    cell = next(r[1] for r in bok["Organ"].iter_rows() if r[0].value == "Uppgiftslämnare")
    cell.value = "Någon annan"
    bok.save(tmp_path / "bok.xlsx")
    namn = f"VP-2026-{i['organ']}.xlsx"
    _mejla(avstamt_hem, tmp_path / "bok.xlsx", namn)
    besluta.fn(fatta=True, handlaggare="A", granskning=ifyll({"Väntande": [(namn, {"Godta": "Ja"})]}), idag=BESLUT)
    export = exportera_nu()
    assert [x["status"] for x in export["inlamningar"] if x["organ"] == i["organ"]] == ["godkand", "godkand"]
    assert all(m["beslut"] == m["forslag"] for m in export["mal"])
    assert granskningar(avstamt_hem) == [FORSTA]
