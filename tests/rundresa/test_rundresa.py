"""A filled-in workbook, opened and saved by the programs that people use, says the same (kontrakt section 4).

LibreOffice, ExcelJS and SheetJS are installed by `make rundresa`, which runs what is marked `program`.
"""

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from flows.oppna import oppna
from schemas.inlamning import Sammanhang, Tolkning
from tasks.aret.exempel import plan_exempel
from tasks.bocker.lasbok import read_fil
from tasks.bocker.skrivbok import write_all
from tasks.bocker.tolkning import parse_fil
from tasks.grund.databas import read, release
from tasks.intag.kontroll import check_all
from tasks.intag.sammanhang import sammanhang
from tasks.laget.oppet import the_year
from tests_stod import AR_2024, EXEMPEL, Genomgatt, i_miljo

HAR = Path(__file__).parent
MODULER = HAR / "node_modules"
Spara = Callable[[Path, Path], None]


def _openpyxl(fran: Path, till: Path) -> None:
    load_workbook(fran).save(till)


def _pandas(motor: str) -> Spara:
    """Every sheet as a frame, written by one of pandas' engines: no formats are left."""

    def spara(fran: Path, till: Path) -> None:
        with pd.ExcelWriter(till, engine=motor) as ut:  # type: ignore[arg-type]
            for namn, ram in pd.read_excel(fran, sheet_name=None, header=None, dtype=object).items():
                ram.to_excel(ut, sheet_name=str(namn), header=False, index=False)

    return spara


def _libreoffice(fran: Path, till: Path) -> None:
    profil = f"-env:UserInstallation=file://{till.parent / 'profil'}"
    arg = [
        "soffice",
        profil,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        till.parent,
        fran,
    ]
    subprocess.run(arg, check=True, capture_output=True, timeout=180)
    (till.parent / fran.name).replace(till)


def _node(program: str) -> Spara:
    def spara(fran: Path, till: Path) -> None:
        subprocess.run(["node", HAR / "spara.mjs", program, fran, till], check=True, capture_output=True, timeout=180)

    return spara


PROGRAM: list[Any] = [
    pytest.param(_openpyxl, id="openpyxl"),
    pytest.param(_pandas("openpyxl"), id="pandas"),
    pytest.param(_pandas("xlsxwriter"), id="XlsxWriter"),
    pytest.param(_libreoffice, id="LibreOffice", marks=pytest.mark.program),
    pytest.param(_node("exceljs"), id="ExcelJS", marks=pytest.mark.program),
    pytest.param(_node("sheetjs"), id="SheetJS", marks=pytest.mark.program),
]


@pytest.fixture(scope="module")
def planerna(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Sammanhang]:
    """Three plans of 2024, and what their reading needs to know."""
    mapp = tmp_path_factory.mktemp("rundresa")
    with i_miljo(ARSHJUL_HEM=str(mapp / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=datetime.date(2023, 12, 1))
        with read() as session:
            s = sammanhang(session, the_year(session))
        release()
    alla = write_all(plan_exempel(AR_2024, mapp / "vp"))
    return [f for f in alla if f.stem.split("-")[2] in ("bromma", "idrottsnamnden", "svoa")], s


@pytest.fixture(scope="module")
def svaren(aren: Callable[[Path], Genomgatt]) -> tuple[list[Path], Sammanhang]:
    """The answers of a follow-up."""
    ar = aren(EXEMPEL / "liten-2026")
    with i_miljo(**ar.miljo), read() as session:
        s = sammanhang(session, the_year(session))
    return sorted((ar.hem / "2026" / "exempel" / "T1").glob("*.xlsx"))[:3], s


def _las(fil: Path, s: Sammanhang) -> Tolkning:
    t = parse_fil(fil, fil.name, [s])
    check_all([(fil.name, t)], s)
    return t


@pytest.mark.parametrize("spara", PROGRAM)
@pytest.mark.parametrize("bocker", ["planerna", "svaren"])
def test_what_was_filled_in_is_what_is_read(
    spara: Spara, bocker: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    filer, s = request.getfixturevalue(bocker)
    assert len(filer) == 3
    for fil in filer:
        till = tmp_path / f"sparad-{fil.name}"
        spara(fil, till)
        fore, efter = _las(fil, s), _las(till, s)
        assert efter.problem == []
        assert efter.huvud == fore.huvud
        assert efter.rader == fore.rader


def test_every_cell_is_read_as_openpyxl_reads_it(
    planerna: tuple[list[Path], Sammanhang], svaren: tuple[list[Path], Sammanhang]
) -> None:
    antal = 0
    for fil in (*planerna[0], *svaren[0]):
        lasta = read_fil(fil, fil.name)
        assert isinstance(lasta, dict)
        for blad in load_workbook(fil, data_only=True):
            rader = lasta[blad.title.casefold()].rader
            for rad in blad.iter_rows():
                for cell in rad:
                    star = rader[cell.row - 1] if cell.row <= len(rader) else []
                    egen = star[cell.column - 1] if cell.column <= len(star) else None
                    plats = f"{fil.name} {blad.title}!{get_column_letter(cell.column)}{cell.row}"
                    assert (egen or None) == (cell.value or None) or egen == cell.value, plats
                    antal += 1
    assert antal > 3_000
