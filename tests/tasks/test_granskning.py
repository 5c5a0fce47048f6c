"""The review workbook as the office's own file: never written over, carried over where it fits, and told where not.

It is filled in where it lies, in `dokument/`, as a person does (kontrakt sections 3 and 6).
"""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.oppna import oppna
from tests_stod import EXEMPEL, exportera_nu

DATA = EXEMPEL / "liten-2026"
DAG, BESLUT = datetime.date(2026, 3, 2), datetime.date(2026, 3, 10)
FORSTA, ANDRA, TREDJE = "Granskning-2026.xlsx", "Granskning-2026 (2).xlsx", "Granskning-2026 (3).xlsx"
Ifyll = Callable[..., Path]


@pytest.fixture
def ifyll(avstamt_hem: Path, fyll: Callable[..., Path]) -> Ifyll:
    """Fills in a review workbook where it lies."""

    def gor(andringar: dict[str, Any], namn: str = FORSTA, **om: Any) -> Path:
        return Path(shutil.copy(fyll(andringar, namn, **om), avstamt_hem / "2026" / "dokument" / namn))

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


# Never written over


def test_an_untouched_review_is_replaced_where_it_lies(avstamt_hem: Path, ta_in_den_sena: Callable[..., str]) -> None:
    ta_in_den_sena()
    avstamning.fn(idag=DAG)
    assert granskningar(avstamt_hem) == [FORSTA]
    bok = load_workbook(avstamt_hem / "2026" / "dokument" / FORSTA)
    assert ("Version", 2) in {r[:2] for r in bok["Organ"].values}
    assert "Ändrat" not in bok.sheetnames


def test_each_changed_review_is_left_and_the_new_one_lands_beside_the_last(
    avstamt_hem: Path, ifyll: Ifyll, ta_in_den_sena: Callable[..., str], tmp_path: Path
) -> None:
    forsta = ifyll({"Bedömningar": [("1.1", {"Motivering": "Första"})]}).read_bytes()
    ta_in_den_sena()
    avstamning.fn(idag=DAG)
    assert granskningar(avstamt_hem) == [ANDRA, FORSTA]
    andra = ifyll({"Bedömningar": [("1.5", {"Motivering": "Andra"})]}, ANDRA).read_bytes()
    data = Path(shutil.copytree(DATA, tmp_path / "bytt"))
    yaml = (data / "ar.yaml").read_text("utf-8")
    (data / "ar.yaml").write_text(yaml.replace("mal_helt: 0.60", "mal_helt: 0.40"), "utf-8")
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=DAG)
    avstamning.fn(idag=DAG)
    assert granskningar(avstamt_hem) == [ANDRA, TREDJE, FORSTA]
    mapp = avstamt_hem / "2026" / "dokument"
    assert [(mapp / n).read_bytes() for n in (FORSTA, ANDRA)] == [forsta, andra]
    motiveringar = {r["Kod"]: r["Motivering"] for r in rader(avstamt_hem, "Bedömningar", TREDJE)}
    assert {k: v for k, v in motiveringar.items() if v} == {"1.1": "Första", "1.5": "Andra"}


def test_a_changed_review_is_left_alone_while_nothing_new_has_come(avstamt_hem: Path, ifyll: Ifyll) -> None:
    fil = ifyll({"Bedömningar": [("1.1", {"Motivering": "Första"})]})
    fore = fil.read_bytes()
    skrivna = avstamning.fn(idag=DAG)
    assert [s for s in skrivna if "Granskning" in s] == []
    assert (granskningar(avstamt_hem), fil.read_bytes()) == ([FORSTA], fore)


# Carried over, or told

SKRIVET: dict[str, list[tuple[str | None, dict[str, Any]]]] = {
    "Bedömningar": [
        ("1.1", {"Beslut": "helt", "Motivering": "Ny kunskap"}),
        ("2.3", {"Beslut": "helt", "Motivering": "Nära"}),
    ],
    "Uppmaningar": [
        ("2026-01", {"Text": "Borta."}),
        ("2026-07", {"Text": "Ange ett årsmål nu."}),
        ("2026-12", {"Stryk": "Ja", "Motivering": "Gjort"}),
        ("2026-11", {"Stryk": "Ja", "Motivering": "Onödig"}),
    ],
    "Nya uppmaningar": [(None, {"begar": "atgard", "mottagare": "namnder", "avser": "Spara energi"})],
    "Budget": [("o00001", {"Beviljat": 0.5, "Finansiering": "CM9", "Motivering": "Delvis"})],
    "Resultatenheter": [("o00002", {"Beslut": "Avslås", "Motivering": "För liten"})],
    "Avvikelser": [("Projekt A", {"Förklaring": "Dyrare betong"})],
    "Texter": [(None, {"Avsnitt": "sammanfattning", "Text": "Året i korthet."})],
}  # fmt: skip


@pytest.fixture
def ny_bredvid(avstamt_hem: Path, ifyll: Ifyll, ta_in_den_sena: Callable[..., str]) -> Path:
    """A review filled in on every sheet, and the one that was written beside it when the late plan came."""
    ifyll(SKRIVET)
    ta_in_den_sena()
    avstamning.fn(idag=DAG)
    return avstamt_hem


@pytest.mark.parametrize(
    ("blad", "nyckel", "vantat"),
    [
        ("Bedömningar", "1.1", {"Beslut": "helt", "Motivering": "Ny kunskap"}),
        ("Uppmaningar", "saknat_arsmal|2.2|i0000|arsmal|", {"Text": "Ange ett årsmål nu.", "Nummer": "2026-06"}),
        ("Uppmaningar", "riktad|||uppfoljning|kostnaderna", {"Stryk": "Ja", "Motivering": "Gjort"}),
        ("Nya uppmaningar", "Spara energi", {"mottagare": "namnder"}),
        ("Budget", "o00001", {"Beviljat": 0.5, "Finansiering": "CM9", "Motivering": "Delvis"}),
        ("Resultatenheter", "o00002", {"Beslut": "Avslås", "Motivering": "För liten"}),
        ("Avvikelser", "Projekt A", {"Förklaring": "Dyrare betong"}),
        ("Texter", "sammanfattning", {"Text": "Året i korthet."}),
    ],
)
def test_what_was_typed_is_carried_over_where_it_fits(
    blad: str, nyckel: str, vantat: dict[str, Any], ny_bredvid: Path
) -> None:
    assert vantat.items() <= rad(ny_bredvid, blad, nyckel, ANDRA).items()


@pytest.mark.parametrize(
    "vantat",
    [
        "Bedömningar, 2.3: förslag var delvis, är nu helt. "
        "Det som stod (beslut: helt; motivering: Nära) är inte överfört.",
        "Uppmaningar, 2026-01: finns inte längre. Det som stod (text: Borta.) är inte överfört.",
        "Uppmaningar, 2026-10: mottagare var Samtliga nämnder utom Åäö000, är nu Samtliga nämnder. "
        "Det som stod (stryk: Ja; motivering: Onödig) är inte överfört.",
        "Budget, o00000, Ökade intäkter: är ny.",
    ],
)
def test_what_has_changed_and_what_no_longer_fits_is_told(vantat: str, ny_bredvid: Path) -> None:
    assert vantat in andrat(ny_bredvid)


def test_what_no_longer_fits_is_not_in_the_new_one(ny_bredvid: Path) -> None:
    assert rad(ny_bredvid, "Bedömningar", "2.3", ANDRA)["Beslut"] is None
    assert {r["Nummer"] for r in rader(ny_bredvid, "Uppmaningar", ANDRA) if r["Stryk"]} == {"2026-11"}
    assert "Borta." not in {r["Text"] for r in rader(ny_bredvid, "Uppmaningar", ANDRA)}


def test_what_was_carried_over_is_what_the_new_one_decides(ny_bredvid: Path, ifyll: Ifyll) -> None:
    besluta.fn(
        fatta=True, handlaggare="Anna", granskning=ifyll({"Budget": [("o00001", {"Motivering": "Delvis"})]}, ANDRA)
    )
    export = exportera_nu()
    avvikande = {m["kod"]: m["beslut"] for m in export["mal"] if m["beslut"] != m["forslag"]}
    assert avvikande == {"1.1": "helt"}
    assert {"Ange ett årsmål nu."} <= {u["text"] for u in export["uppmaningar"]}
    assert {u["avser"] for u in export["uppmaningar"]} >= {"Spara energi"}
    assert "kostnaderna" not in {u["avser"] for u in export["uppmaningar"]}


def test_a_cell_that_cannot_be_read_is_told_with_its_place(
    avstamt_hem: Path, ifyll: Ifyll, ta_in_den_sena: Callable[..., str]
) -> None:
    ifyll({"Uppmaningar": [("2026-05", {"Stryk": "kanske"})], "Bedömningar": [("1.1", {"Motivering": "Första"})]})
    ta_in_den_sena()
    avstamning.fn(idag=DAG)
    assert "Uppmaningar, cell D6, kolumn Stryk kunde inte läsas och är inte överfört: kanske" in andrat(avstamt_hem)
    assert rad(avstamt_hem, "Bedömningar", "1.1", ANDRA)["Motivering"] == "Första"


def test_a_review_that_cannot_be_read_is_left_and_told(avstamt_hem: Path, ta_in_den_sena: Callable[..., str]) -> None:
    fil = avstamt_hem / "2026" / "dokument" / FORSTA
    fil.write_bytes(b"inte en arbetsbok")
    ta_in_den_sena()
    avstamning.fn(idag=DAG)
    assert fil.read_bytes() == b"inte en arbetsbok"
    assert f"{FORSTA} gick inte att läsa" in andrat(avstamt_hem)
