"""The three doors for workbooks, an organ's, the year's and the review's, refuse the same with the same words."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import daliga_bocker as db
from flows.besluta import besluta
from flows.nytt_ar import nytt_ar
from flows.oppna import oppna
from schemas.problem import Avvisat
from tasks.bocker.lasning import pack, read_in_child
from tasks.grund.databas import read
from tasks.intag.sammanhang import sammanhang
from tasks.laget.oppet import the_year
from tests_stod import EXEMPEL, exportera_nu

BESLUT = datetime.date(2026, 3, 10)


def _plan(hem: Path, fil: Path) -> list[str]:
    with read() as session:
        s = sammanhang(session, the_year(session))
    return [f"{p.kod} {p.forvantat}" for p in read_in_child(fil, fil.name, pack([s]), 2026).problem]


def _aret(hem: Path, fil: Path) -> list[str]:
    with pytest.raises(Avvisat) as fel:
        oppna.fn(handlaggare="Åsa Öberg", data=fil, idag=BESLUT)
    return [f"{p.kod} {p.forvantat}" for p in fel.value.problem]


def _granskningen(hem: Path, fil: Path) -> list[str]:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="Anna", granskning=fil, idag=BESLUT)
    return [f"{p.kod} {p.forvantat}" for p in fel.value.problem]


@pytest.fixture(scope="module")
def bra(avstamt: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A good workbook for each door."""
    mapp = tmp_path_factory.mktemp("dorrar")
    arsbok = Path(nytt_ar.fn(ut=mapp / "Ar-2027.xlsx", fran=EXEMPEL / "liten-2026"))
    return {
        "plan": next((avstamt / "sen").iterdir()).read_bytes(),
        "aret": arsbok.read_bytes(),
        "granskning": (avstamt / "2026" / "dokument" / "Granskning-2026.xlsx").read_bytes(),
    }


#: what is damaged in the sheets of a plan is not in those of the others
ALLMANNA = ("a picture", "an encrypted workbook", "an encrypted member", "a truncated archive", "an OpenDocument sheet",
            "thousands of members", "macros by another name", "links to other workbooks under another name",
            "macros of the old kind under another name", "a part whose name differs in case",
            "a compressed stream that is broken", "entities among the relations")  # fmt: skip


@pytest.mark.parametrize("namn", ALLMANNA)
def test_the_three_doors_refuse_the_same(namn: str, bra: dict[str, bytes], avstamt_hem: Path, tmp_path: Path) -> None:
    fore, svar = exportera_nu(), {}
    for vad, dorr in (("plan", _plan), ("aret", _aret), ("granskning", _granskningen)):
        fil = tmp_path / f"{vad}.xlsx"
        fil.write_bytes(db.PORTEN[namn].skada(bra[vad]))
        svar[vad] = dorr(avstamt_hem, fil)
    assert svar["plan"] == svar["aret"] == svar["granskning"]
    assert svar["plan"][0].startswith("ej-arbetsbok ")
    assert db.PORTEN[namn].skal in svar["plan"][0]
    assert exportera_nu() == fore


def test_a_version_that_is_no_number_is_told_at_its_cell(
    bra: dict[str, bytes], avstamt_hem: Path, tmp_path: Path
) -> None:
    for xml, star in (("<v>1E999</v>", "1E999"), ("<v>1.5</v>", "1.5")):
        fil = tmp_path / "Granskning-2026.xlsx"
        fil.write_bytes(db.cellxml("Organ", "B5", f'<c r="B5">{xml}</c>')(bra["granskning"]))
        with pytest.raises(Avvisat) as fel:
            besluta.fn(fatta=True, handlaggare="Anna", granskning=fil, idag=BESLUT)
        assert [(p.blad, p.cell, p.varde) for p in fel.value.problem] == [("Organ", "B5", star)]


@pytest.mark.parametrize(
    ("blad", "cell", "varde", "kod"),
    [
        ("indikatorer", "I2", "11.000", "ej-tal"),
        ("indikatorer", "I2", 1e308, "utanfor-granser"),
        ("ar", "B15", 10**9, "utanfor-granser"),
    ],
)
def test_a_number_that_the_year_cannot_have_is_told_at_its_cell(
    blad: str, cell: str, varde: object, kod: str, bra: dict[str, bytes], avstamt_hem: Path, tmp_path: Path
) -> None:
    fil = tmp_path / "Ar-2027.xlsx"
    fil.write_bytes(bra["aret"])
    bok = load_workbook(fil)
    bok[blad][cell].value = varde
    bok.save(fil)
    with pytest.raises(Avvisat) as fel:
        oppna.fn(handlaggare="Åsa Öberg", data=fil, idag=BESLUT)
    assert (kod, blad, cell) in {(p.kod, p.blad, p.cell) for p in fel.value.problem}


@pytest.mark.parametrize(
    ("enhet", "form", "varde", "kod"),
    [
        ("procent", "General", 0.74, "procent-oklar"),
        ("antal", "0%", 0.7, "procent-fel-enhet"),
        ("antal", "General", "70 %", "procent-fel-enhet"),
    ],
)
def test_per_cent_in_kfs_arsmal_is_told_where_it_cannot_be_meant(
    enhet: str, form: str, varde: object, kod: str, bra: dict[str, bytes], avstamt_hem: Path, tmp_path: Path
) -> None:
    fil = tmp_path / "Ar-2027.xlsx"
    fil.write_bytes(bra["aret"])
    bok = load_workbook(fil)
    rad = next(r for r in bok["indikatorer"].iter_rows(min_row=2) if r[4].value == enhet)
    rad[8].value, rad[8].number_format = varde, form
    for t in bok["tilldelningar"].iter_rows(min_row=2):
        if t[0].value == rad[0].value:
            t[3].value = None
    bok.save(fil)
    with pytest.raises(Avvisat) as fel:
        oppna.fn(handlaggare="Åsa Öberg", data=fil, idag=BESLUT)
    assert (kod, "indikatorer", rad[8].coordinate) in {(p.kod, p.blad, p.cell) for p in fel.value.problem}


def test_one_fault_of_a_sheet_does_not_hide_the_others(
    bra: dict[str, bytes], avstamt_hem: Path, tmp_path: Path
) -> None:
    fil = tmp_path / "Ar-2027.xlsx"
    fil.write_bytes(bra["aret"])
    bok = load_workbook(fil)
    bok["indikatorer"]["N1"], bok["indikatorer"]["F2"], bok["indikatorer"]["I3"] = "smeknamn", "ett", "ca 70"
    bok.save(fil)
    with pytest.raises(Avvisat) as fel:
        oppna.fn(handlaggare="Åsa Öberg", data=fil, idag=BESLUT)
    assert {("okand-kolumn", "N1"), ("ej-tal", "F2"), ("ej-tal", "I3")} <= {(p.kod, p.cell) for p in fel.value.problem}


def test_the_review_tells_all_its_faults_at_once(avstamt_hem: Path, fyll: Callable[..., Path]) -> None:
    egna = {
        "Bedömningar": [("1.1", {"Beslut": "kanske"})],
        "Uppmaningar": [("2026-01", {"Stryk": "Ja"})],
        "Texter": [(None, {"Avsnitt": "finns inte", "Text": "x"})],
    }
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="Anna", granskning=fyll(egna), idag=BESLUT)
    assert {p.kod for p in fel.value.problem} >= {"ej-i-listan", "motivering-saknas", "okand-kod"}
