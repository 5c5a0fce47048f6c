"""The year workbook: the same year as the folder, bad ones refused by sheet and cell, and a year from it."""

import csv
import datetime
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from openpyxl import Workbook, load_workbook
from sqlmodel import select

import daliga_bocker as db
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.intag import intag
from flows.mallar import mallar
from flows.nytt_ar import nytt_ar
from flows.oppna import oppna
from schemas.arsmapp import ARSFILER
from schemas.falt import kolumner
from schemas.problem import PROBLEMTYPER, Avvisat
from schemas.tabeller import Ar, Handelse
from tasks.aret.arsbok import read_ar
from tasks.aret.arsmapp import read_mapp
from tasks.grund.databas import read
from tests_stod import AR_2024, EXEMPEL, Genomgatt, exportera_nu, i_miljo

LITEN, HELA = EXEMPEL / "liten-2026", EXEMPEL / "hela-2034"
#: the fixed rounds, rounds of its own, and words of its own
ARSMAPPAR = (AR_2024, LITEN, HELA, EXEMPEL / "kommun-2033")


# ---- filling in a workbook as a person would, from the folder's CSV -------------------------------------------------


def _cellvarde(text: str, typ: str) -> Any:
    if not text:
        return None
    match typ:
        case "tal":
            return float(text.replace(",", "."))
        case "heltal":
            return int(text)
        case "datum":
            return datetime.date.fromisoformat(text)
        case "janej":
            return text.capitalize()
    return text


def _fyll_i(bok: Workbook, mapp: Path) -> None:
    for modell in ARSFILER:
        if not (mapp / modell.FIL).exists():
            continue
        blad, typer = bok[modell.blad()], {k.namn: k.typ for k in kolumner(modell)}
        plats = {cell.value: cell.column for cell in blad[1]}
        with (mapp / modell.FIL).open(encoding="utf-8-sig", newline="") as fil:
            for nr, rad in enumerate(csv.DictReader(fil), 2):
                for rubrik, text in rad.items():
                    blad.cell(nr, plats[rubrik]).value = _cellvarde(text, typer[rubrik])


def _fyll_i_ar(bok: Workbook, mapp: Path) -> None:
    varden: dict[str, Any] = {}
    for nyckel, varde in yaml.safe_load((mapp / "ar.yaml").read_text("utf-8")).items():
        varden |= {f"{nyckel}.{k}": v for k, v in varde.items()} if isinstance(varde, dict) else {nyckel: varde}
    for rad in bok["ar"].iter_rows(min_row=2):
        varde = varden.get(rad[0].value)
        if isinstance(varde, list):
            varde = ", ".join(map(str, varde))
        if isinstance(varde, dict):
            varde = ", ".join(f"{dag}: {roll}" for dag, roll in varde.items())
        rad[1].value = varde


def _ifylld(tom: Path, mapp: Path, ut: Path) -> Path:
    bok = load_workbook(tom)
    _fyll_i_ar(bok, mapp)
    _fyll_i(bok, mapp)
    bok.save(ut)
    return ut


@pytest.fixture(scope="module")
def arsbocker(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The year workbooks of some folders, filled in from an empty one."""
    mapp = tmp_path_factory.mktemp("arsbocker")
    with i_miljo(ARSHJUL_HEM=str(mapp / "hem")):
        tom = Path(nytt_ar.fn(ut=mapp / "tom.xlsx"))
    return {m.name: _ifylld(tom, m, mapp / f"Ar-{m.name}.xlsx") for m in ARSMAPPAR}


@pytest.mark.parametrize("mapp", ARSMAPPAR, ids=lambda m: m.name)
def test_a_workbook_filled_in_from_a_folder_is_the_same_year(mapp: Path, arsbocker: dict[str, Path]) -> None:
    ur_mapp, ur_bok = read_mapp(mapp), read_ar(arsbocker[mapp.name])
    assert ur_bok.yaml == ur_mapp.yaml
    tomma = {fil for fil, ram in ur_mapp.filer.items() if ram.empty}  # a sheet without rows is a file that is not there
    med_rader = {fil: ram for fil, ram in ur_mapp.filer.items() if fil not in tomma}
    assert list(ur_bok.filer) == list(med_rader)
    assert set(ur_bok.saknade) == set(ur_mapp.saknade) | tomma
    assert list(ur_bok.omgangar) == list(ur_mapp.omgangar)
    assert ur_bok.o == ur_mapp.o
    for fil, ram in med_rader.items():
        pd.testing.assert_frame_equal(ur_bok.filer[fil], ram, obj=fil)


def test_opening_the_workbook_of_an_open_folder_changes_nothing(hem: Path, arsbocker: dict[str, Path]) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN)
    assert "inget skiljer sig" in oppna.fn(handlaggare="Åsa Öberg", data=arsbocker["liten-2026"])


def test_what_is_shown_in_swedish_is_read_back_as_its_code(arsbocker: dict[str, Path], tmp_path: Path) -> None:
    bok = tmp_path / "ar.xlsx"
    gor = db.satt("organ", D2="Stadsdelsnämnd", D5=" facknämnd ")
    bok.write_bytes(gor(db.satt("ar", B17="5: Förvaltningschef; 10: planeringskontoret")(_liten(arsbocker))))
    last = read_ar(bok)
    assert list(last.filer["organ.csv"]["slag"])[:4] == [*["stadsdelsnamnd"] * 3, "facknamnd"]
    assert last.yaml == read_mapp(LITEN).yaml


@pytest.mark.parametrize(
    ("blad", "ref", "varde", "format_", "fil", "kolumn", "vantat"),
    [
        ("statsbidrag", "G2", 0.8, "0%", "statsbidrag.csv", "andel_antal", "0.8"),
        ("indikatorer", "I2", 0.08, "0%", "indikatorer.csv", "kf_arsmal", "8"),
        ("indikatorer", "I2", "8 ", None, "indikatorer.csv", "kf_arsmal", "8"),
        ("indikatorer", "I3", 407.2, '0.0"%"', "indikatorer.csv", "kf_arsmal", "407.2"),
        ("tilldelningar", "D2", "−5,5", None, "tilldelningar.csv", "utfall_foregaende", "-5.5"),
        ("tilldelningar", "D2", "11\u00a0000", None, "tilldelningar.csv", "utfall_foregaende", "11000"),
        ("tilldelningar", "D2", 0.1 + 0.2, None, "tilldelningar.csv", "utfall_foregaende", "0.3"),
    ],
)
def test_numbers_are_read_as_they_are_shown(
    blad: str, ref: str, varde: object, format_: str | None, fil: str, kolumn: str, vantat: str,
    arsbocker: dict[str, Path], tmp_path: Path,
) -> None:  # fmt: skip
    bok = tmp_path / "ar.xlsx"
    bok.write_bytes(db.formaterat(blad, ref, varde, format_ or "General")(_liten(arsbocker)))
    assert read_ar(bok).filer[fil][kolumn].loc[int(ref[1:])] == Decimal(vantat)


def _liten(arsbocker: dict[str, Path]) -> bytes:
    return arsbocker["liten-2026"].read_bytes()


# ---- bad year workbooks ---------------------------------------------------------------------------------------------

Vantat = tuple[str, str | None, str | None]


def _tom(blad: str) -> db.Skada:
    return db.pa_blad(blad, lambda b: b.delete_rows(2, b.max_row))


def _ett(skada: db.Skada, kod: str, blad: str | None = None, cell: str | None = None) -> tuple[db.Skada, set[Vantat]]:
    return skada, {(kod, blad, cell)}


DAG = datetime.date(2026, 5, 17)
FALL: dict[str, tuple[db.Skada, set[Vantat]]] = {
    # sheets and headers
    "an unknown sheet": _ett(db.bok(lambda b: b.create_sheet("anteckningar")), "okant-blad", "anteckningar", "A1"),
    "a required sheet missing": _ett(db.utan_blad("mal"), "blad-saknas", "mal"),
    "the sheet ar missing": _ett(db.utan_blad("ar"), "blad-saknas", "ar"),
    "a required sheet empty": _ett(_tom("organ"), "blad-tomt", "organ", "A2"),
    "an unknown header": _ett(db.satt("organ", C1="smeknamn"), "okand-kolumn", "organ", "C1"),
    "values under no header": _ett(db.satt("inlamningar", F3="hej"), "okand-kolumn", "inlamningar", "F1"),
    "a header twice": _ett(db.satt("kontakter", D1="roll"), "dubbel-kolumn", "kontakter", "D1"),
    "a required header missing": (
        db.satt("tilldelningar", B1=None),
        {("okand-kolumn", "tilldelningar", "B1"), ("kolumn-saknas", "tilldelningar", "A1")},
    ),
    "merged cells": _ett(
        db.pa_blad("resultatbudget", lambda b: b.merge_cells("B2:B3")), "sammanslagna-celler", "resultatbudget", "B2"
    ),
    # cells
    "an unknown slag": _ett(db.satt("organ", D2="stadsdel"), "okand-kod", "organ", "D2"),
    "an unknown role": _ett(db.satt("kontakter", B2="chef"), "okand-kod", "kontakter", "B2"),
    "an unknown rule": _ett(db.satt("indikatorer", L6="under_kf_arsmal+nagot"), "okand-kod", "indikatorer", "L6"),
    "a utgar that is kanske": _ett(db.satt("tilldelningar", E3="kanske"), "okand-kod", "tilldelningar", "E3"),
    "an empty required cell": _ett(db.satt("mal", B2=None), "tomt-falt", "mal", "B2"),
    "a number in words": _ett(db.satt("indikatorer", I3="ca 407"), "ej-tal", "indikatorer", "I3"),
    "a number with a unit": _ett(db.satt("statsbidrag", D2="12 mnkr"), "ej-tal", "statsbidrag", "D2"),
    "TRUE for a number": _ett(db.satt("indikatorer", I3=True), "ej-tal", "indikatorer", "I3"),
    "a date for a number": _ett(db.satt("tilldelningar", D3=DAG), "datum-som-tal", "tilldelningar", "D3"),
    "a date for a whole number": _ett(db.satt("indikatorer", F2=DAG), "datum-som-tal", "indikatorer", "F2"),
    "decimals that are no whole number": _ett(db.satt("indikatorer", F2=0.5), "ej-heltal", "indikatorer", "F2"),
    "sixteen decimals": _ett(db.satt("indikatorer", F2=16), "utanfor-granser", "indikatorer", "F2"),
    "a weight below zero": _ett(db.satt("tilldelningar", C3=-1), "utanfor-granser", "tilldelningar", "C3"),
    "an error cell": _ett(db.felcell("tilldelningar", "C2", "#REF!"), "cellfel", "tilldelningar", "C2"),
    "an error in a key": _ett(db.felcell("inlamningar", "A2", "#N/A"), "cellfel", "inlamningar", "A2"),
    "a formula that nobody has calculated": _ett(db.satt("tilldelningar", C2="=1+1"), "cellfel", "tilldelningar", "C2"),
    "a date that is none": _ett(db.satt("inlamningar", C2="2026-04-31"), "ej-datum", "inlamningar", "C2"),
    # keys and references
    "an organ twice": _ett(db.satt("organ", A3="o00000"), "dubblett", "organ", "A3"),
    "a tilldelning twice": _ett(db.satt("tilldelningar", B3="o00000"), "dubblett", "tilldelningar", "B3"),
    "an unknown goal": _ett(db.satt("indikatorer", B2="9.9"), "okand-referens", "indikatorer", "B2"),
    "an unknown organ": _ett(db.satt("tilldelningar", B2="o99"), "okand-referens", "tilldelningar", "B2"),
    "an unknown organ to go through": _ett(db.satt("organ", E9="o77"), "okand-referens", "organ", "E9"),
    "an unknown word among groups": _ett(
        db.satt("riktade_uppmaningar", E2="sdn+-alla"), "okand-referens", "riktade_uppmaningar", "E2"
    ),
    "an unknown row to be summed": _ett(
        db.satt("resultatbudget", F5="Intäkter+Utgifter"), "okand-referens", "resultatbudget", "F5"
    ),
    # the year as a whole
    "an indicator under an inriktningsmål": _ett(db.satt("indikatorer", B2="2"), "oforenligt", "indikatorer", "B2"),
    "a goal above itself": (
        db.satt("mal", C2="1.1"),
        {("oforenligt", "mal", "C2"), ("oforenligt", "mal", "C5")},
    ),
    "too many decimals": _ett(db.satt("indikatorer", I13=58.5), "for-manga-decimaler", "indikatorer", "I13"),
    "under_kf_arsmal on a sum": _ett(db.satt("indikatorer", L13="under_kf_arsmal"), "oforenligt", "indikatorer", "L13"),
    "a riktad that asks for nothing": _ett(
        db.satt("riktade_uppmaningar", C6=None), "tomt-falt", "riktade_uppmaningar", "C6"
    ),
    "a value asked for without an indicator": _ett(
        db.satt("riktade_uppmaningar", C3="arsmal"), "oforenligt", "riktade_uppmaningar", "C3"
    ),
    "shares that are not the whole": _ett(db.satt("statsbidrag", H2=0.3), "oforenligt", "statsbidrag", "H2"),
    "a part of a grant without a number": _ett(
        db.satt("statsbidrag_organ", C2=None), "tomt-falt", "statsbidrag_organ", "C2"
    ),
    "rounds in the wrong order": (
        db.satt("omgangar", A2="VP", B2="plan", C2="Plan", E2=DAG, F2=DAG, A3="T1", B3="plan", C3="T", E3=DAG, F3=DAG),
        {("oforenligt", "omgangar", "B3"), ("omgangar-i-oordning", "omgangar", "E3")}
        | {("oforenligt", "ar", f"B{rad}") for rad in range(6, 11)},
    ),
    "an unknown word": _ett(db.satt("ord", A2="stadshuset", B2="rådhus"), "okand-kod", "ord", "A2"),
    "two addresses in a cell": _ett(
        db.satt("kontakter", C2="a@example.org; b@example.org"), "oforenligt", "kontakter", "C2"
    ),
    # the sheet ar
    "an unknown key": _ett(db.satt("ar", A20="kalender.paus"), "okand-kod", "ar", "A20"),
    "a key twice": _ett(db.satt("ar", A20="kommun", B20="Lillåker"), "dubblett", "ar", "A20"),
    "a key without its value": _ett(db.satt("ar", B3=None), "tomt-falt", "ar", "B3"),
    "a date without its value": _ett(db.satt("ar", B8=None), "tomt-falt", "ar", "B8"),
    "a missing key": _ett(db.pa_blad("ar", lambda b: b.delete_rows(2)), "tomt-falt", "ar", "B1"),
    "a bad date in ar": _ett(db.satt("ar", B8="2026-03-40"), "ej-datum", "ar", "B8"),
    "a calendar in the wrong order": _ett(db.satt("ar", B7=datetime.date(2026, 1, 2)), "fel-i-kalender", "ar", "B7"),
    "a year in words": _ett(db.satt("ar", B2="nästa"), "utanfor-granser", "ar", "B2"),
    "a threshold above one": _ett(db.satt("ar", B12="1,5"), "troskel-over-ett", "ar", "B12"),
    "a threshold in words": _ett(db.satt("ar", B12="mest"), "utanfor-granser", "ar", "B12"),
    "a day of reminding in words": _ett(db.satt("ar", B15="28, ofta"), "utanfor-granser", "ar", "B15"),
    "an unknown role to escalate to": _ett(db.satt("ar", B17="5: kungen"), "okand-kod", "ar", "B17"),
    "an error in ar": _ett(db.felcell("ar", "B12", "#REF!"), "cellfel", "ar", "B12"),
    # the file
    "a value in the last cell of all": _ett(db.satt("organ", XFD1048576="x"), "for-stort-blad", "organ", "XFD1048576"),
    "macros": _ett(db.med_del("xl/vbaProject.bin"), "ej-arbetsbok"),
    "an encrypted workbook": _ett(lambda _: db.OLE, "ej-arbetsbok"),
    "an empty file": _ett(lambda _: b"", "ej-arbetsbok"),
}


@pytest.fixture(scope="module")
def utan_ar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A work folder in which no year is ever opened."""
    with i_miljo(ARSHJUL_HEM=str(tmp_path_factory.mktemp("utan-ar") / "hem")):
        yield


@pytest.mark.parametrize("namn", FALL)
def test_a_bad_year_workbook_is_refused_with_its_place_and_nothing_is_opened(
    namn: str, arsbocker: dict[str, Path], utan_ar: None, tmp_path: Path
) -> None:
    skada, vantat = FALL[namn]
    bok = tmp_path / "ar.xlsx"
    bok.write_bytes(skada(_liten(arsbocker)))
    with pytest.raises(Avvisat) as fel:
        oppna.fn(handlaggare="Åsa Öberg", data=bok)
    assert {(p.kod, p.blad, p.cell) for p in fel.value.problem} == vantat
    for p in fel.value.problem:
        assert PROBLEMTYPER[p.kod].rubrik in p.text
        assert "{" not in p.text
        assert ".csv" not in p.text
    with read() as session:
        assert session.exec(select(Ar)).all() == []
        assert session.exec(select(Handelse)).all() == []
        assert all(session.exec(select(m)).first() is None for m in ARSFILER)


def test_all_problems_are_told_at_once(arsbocker: dict[str, Path], tmp_path: Path) -> None:
    bok = tmp_path / "ar.xlsx"
    skada = db.satt("indikatorer", I3="många")(db.satt("organ", D2="fack", B3=None)(_liten(arsbocker)))
    bok.write_bytes(db.satt("ar", B12="mest")(skada))
    with pytest.raises(Avvisat) as fel:
        read_ar(bok)
    assert {(p.blad, p.cell) for p in fel.value.problem} == {
        ("organ", "D2"),
        ("organ", "B3"),
        ("indikatorer", "I3"),
        ("ar", "B12"),
    }


def test_a_workbook_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Avvisat) as fel:
        read_ar(tmp_path / "ingen.xlsx")
    assert [p.kod for p in fel.value.problem] == ["fil-saknas"]


# ---- a year that begins with a workbook -----------------------------------------------------------------------------


def _kf_arsmal_2024() -> dict[str, float]:
    with (AR_2024 / "indikatorer.csv").open(encoding="utf-8") as fil:
        return {r["kod"]: float(r["kf_arsmal"]) for r in csv.DictReader(fil) if r["kf_arsmal"]}


def _fyll_i_plan(mall: Path, ut: Path) -> None:
    """Fill in a verksamhetsplan: KF's årsmål as one's own, and a word about every goal."""
    bok = load_workbook(mall)
    for rad in bok[db.ARSMAL].iter_rows(min_row=2):
        rad[5].value, rad[6].value = (50 if rad[4].value is None else rad[4].value), "Vi arbetar med det."
    for rad in bok[db.MAL].iter_rows(min_row=2):
        rad[2].value, rad[3].value = "Ja", "Genom samverkan."
    bok["Organ"]["B7"] = "Anna Ek"
    bok.save(ut)


def test_a_year_made_by_nytt_ar_and_filled_in_by_hand_runs_to_its_decision(hem: Path, tmp_path: Path) -> None:
    arsbok = Path(nytt_ar.fn(ut=tmp_path / "Ar-2025.xlsx", fran=AR_2024))
    kf = _kf_arsmal_2024()
    bok = load_workbook(arsbok)
    for rad in bok["indikatorer"].iter_rows(min_row=2):
        rad[8].value = kf.get(rad[0].value)
    bok["ar"]["B4"] = "KS 2024/1"
    bok.save(arsbok)

    assert "2025" in oppna.fn(handlaggare="Åsa Öberg", data=arsbok, idag=datetime.date(2024, 12, 1))
    with read() as session:
        oppnat = session.exec(select(Ar)).one()
        assert (oppnat.ar, oppnat.diarienummer) == (2025, "KS 2024/1")
    skrivna = {Path(p).stem: Path(p) for p in mallar.fn(omgang="VP", idag=datetime.date(2024, 12, 1))}
    assert len(skrivna) == 45
    inkorg = hem / "2025" / "inkorg"
    inkorg.mkdir()
    egna = ("bromma", "idrottsnamnden", "svoa")
    for organ in egna:
        _fyll_i_plan(skrivna[f"VP-2025-{organ}"], inkorg / f"VP-2025-{organ}.xlsx")
    svar = intag.fn(idag=datetime.date(2025, 1, 10))
    assert {(m.organ, m.status) for m in svar} == {(o, "godkand") for o in egna}

    avstamning.fn(idag=datetime.date(2025, 2, 12))
    besluta.fn(fatta=True, handlaggare="Anna Ek", idag=datetime.date(2025, 3, 6))
    ut = exportera_nu(idag=datetime.date(2025, 3, 6))
    assert ut["ar"] == 2025
    assert {i["kod"]: float(i["kf_arsmal"]) for i in ut["indikatorer"] if i["kf_arsmal"] is not None} == kf
    assert all(i["uppfyllelse"] in ("helt", "ej_bedombar") or i["antal"] for i in ut["indikatorer"])
    assert all(m["beslut"] for m in ut["mal"])
    assert {m["organ"] for u in ut["uppmaningar"] for m in u["mottagare"]} <= set(egna)
    assert ut["uppmaningar"]


# ---- the year after -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nasta_ar(aren: Callable[[Path], Genomgatt], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that follows on liten-2026, which has been run through."""
    ut = tmp_path_factory.mktemp("nasta") / "Ar-2027.xlsx"
    with i_miljo(**aren(LITEN).miljo):
        return Path(nytt_ar.fn(ut=ut))


def _senast_godkanda() -> dict[tuple[str, str], Decimal]:
    """(indikator, organ) → the årsmål last stated, read without the program.

    What is dropped for an organ does not follow into the next year.
    """
    svar = {}
    for fil, falt, kod in (
        ("verksamhetsplaner/arsmal.csv", "Nämndens årsmål", "Indikatorkod"),
        ("tertialrapport1/svar.csv", "reviderat_arsmal", "indikator"),
    ):
        svar |= _angivna(LITEN, fil, kod, falt)
    return svar


def _angivna(mapp: Path, fil: str, kod: str, falt: str) -> dict[tuple[str, str], Decimal]:
    """(indikator, organ) → what a file of a year states of those that are not dropped for the organ."""
    with (mapp / "tilldelningar.csv").open(encoding="utf-8") as f:
        kvar = {(r["indikator"], r["organ"]) for r in csv.DictReader(f) if r["utgar"] != "ja"}
    with (mapp / fil).open(encoding="utf-8") as f:
        alla = {(r[kod], r["organ"]): r[falt] for r in csv.DictReader(f) if r[falt]}
    return {n: Decimal(v.replace(",", ".")) for n, v in alla.items() if n in kvar}


def _tilldelningar(bok: Path) -> dict[tuple[str, str], tuple[Any, str | None, str | None]]:
    """(indikator, organ) → last year's utfall, where it comes from, and the comment at it, in a year workbook."""
    rader = load_workbook(bok)["tilldelningar"].iter_rows(min_row=2, max_col=6)
    return {
        (i.value, o.value): (utfall.value, kalla.value, utfall.comment and utfall.comment.text)
        for i, o, _, utfall, _, kalla in rader
        if i.value
    }


def test_what_was_last_accepted_stands_as_last_years_utfall_and_says_so(nasta_ar: Path) -> None:
    senast, rader = _senast_godkanda(), _tilldelningar(nasta_ar)
    plan = _angivna(LITEN, "verksamhetsplaner/arsmal.csv", "Indikatorkod", "Nämndens årsmål")
    assert any(plan.get(n) != v for n, v in senast.items()), "some were revised"
    assert set(senast) <= set(rader)
    for nyckel, (utfall, kalla, kommentar) in rader.items():
        if nyckel in senast:
            assert Decimal(str(utfall)) == senast[nyckel]
            assert kalla == "antagande"
            assert "Antagande: årsmålet som senast godkändes för 2026" in kommentar
        else:
            assert (utfall, kalla, kommentar) == (None, None, None)


def test_once_the_bokslut_is_decided_its_utfall_stands_there_and_is_no_assumption(
    aren: Callable[[Path], Genomgatt], tmp_path: Path
) -> None:
    with i_miljo(**aren(HELA).miljo):
        rader = _tilldelningar(Path(nytt_ar.fn(ut=tmp_path / "Ar-2035.xlsx")))
    utfallen = _angivna(HELA, "VB/utfall.csv", "Indikatorkod", "Utfall")
    assert utfallen
    assert {n: Decimal(str(utfall)) for n, (utfall, _, _) in rader.items() if utfall is not None} == utfallen
    for nyckel, (_, kalla, kommentar) in rader.items():
        assert kalla is None
        vad = "Utfall enligt" if nyckel in utfallen else "Inget utfall lämnades i"
        assert kommentar.startswith(f"{vad} verksamhetsberättelsen 2034.")


def test_the_year_after_can_be_opened_as_it_is_written(nasta_ar: Path, hem: Path) -> None:
    innehall, forra = read_ar(nasta_ar), read_mapp(LITEN)
    assert innehall.yaml.ar == 2027
    assert innehall.yaml.kalender.beslut == datetime.date(2027, 3, 10)
    assert innehall.yaml.trosklar == forra.yaml.trosklar
    assert innehall.yaml.paminnelser == forra.yaml.paminnelser
    assert innehall.filer["tilldelningar.csv"]["kalla"].dropna().unique().tolist() == ["antagande"]
    assert list(innehall.filer["organ.csv"]["kod"]) == list(forra.filer["organ.csv"]["kod"])
    assert innehall.filer["indikatorer.csv"]["kf_arsmal"].isna().all()
    assert "2027" in oppna.fn(handlaggare="Åsa Öberg", data=nasta_ar, idag=datetime.date(2026, 12, 1))


def test_the_workbook_of_an_open_year_is_not_written_over_by_its_reading(nasta_ar: Path, tmp_path: Path) -> None:
    kopia = shutil.copyfile(nasta_ar, tmp_path / "ar.xlsx")
    fore = kopia.read_bytes()
    read_ar(kopia)
    assert kopia.read_bytes() == fore
