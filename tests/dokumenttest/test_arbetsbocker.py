"""Every workbook that goes with a document, recalculated by LibreOffice: its formulas come to what is stored."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests_stod import AR_2024, EXEMPEL

AREN = {"stockholm-2024": AR_2024, "kommun-2033": EXEMPEL / "kommun-2033"}
#: LibreOffice trusts the values of a file that Excel says it has written, unless it is told not to
RAKNA_OM = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)

pytestmark = pytest.mark.dokument


def omraknade(filer: list[Path], mapp: Path) -> list[Path]:
    """The workbooks, opened, calculated and saved by LibreOffice."""
    assert shutil.which("soffice"), "apt-get install libreoffice-calc-nogui"
    (mapp / "profil" / "user").mkdir(parents=True)
    (mapp / "profil" / "user" / "registrymodifications.xcu").write_text(RAKNA_OM, "utf-8")
    profil = f"-env:UserInstallation=file://{mapp / 'profil'}"
    som = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", mapp / "ut"]
    subprocess.run(["soffice", profil, *som, *filer], capture_output=True, check=True, timeout=600)
    return [mapp / "ut" / f.name for f in filer]


def formler(fil: Path) -> Iterator[tuple[str, str, Any]]:
    """Every formula of a workbook: (sheet, cell, the value stored beside it)."""
    varden = load_workbook(fil, data_only=True)
    for blad in load_workbook(fil):
        for rad in blad.iter_rows():
            for cell in rad:
                if cell.data_type == "f":
                    yield blad.title, cell.coordinate, varden[blad.title][cell.coordinate].value


def skiljer(fore: Path, efter: Path) -> list[tuple[str, str, Any, Any]]:
    """The formulas that come to something else when they are calculated."""
    nya = load_workbook(efter, data_only=True)
    svar = []
    for blad, cell, lagrat in formler(fore):
        raknat = nya[blad][cell].value
        lika = (lagrat or 0) == pytest.approx(raknat or 0, abs=1e-6) if _is_tal(lagrat, raknat) else lagrat == raknat
        svar += [] if lika else [(blad, cell, lagrat, raknat)]
    return svar


def _is_tal(*varden: Any) -> bool:
    return all(v is None or isinstance(v, int | float) for v in varden)


@pytest.mark.parametrize("namn", AREN)
def test_every_sum_is_what_is_stored(namn: str, aren: Callable, tmp_path: Path) -> None:
    filer = sorted(aren(AREN[namn]).hem.glob("*/dokument/*.xlsx"))
    efter = omraknade(filer, tmp_path)
    assert {f.name: s for f, e in zip(filer, efter, strict=True) if (s := skiljer(f, e))} == {}
    assert sum(1 for f in filer for _ in formler(f)) > 0


def test_a_wrong_sum_is_seen(aren: Callable, tmp_path: Path) -> None:
    fil = next(f for f in sorted(aren(AR_2024).hem.glob("*/dokument/*.xlsx")) if any(formler(f)))
    fel = tmp_path / fil.name
    with zipfile.ZipFile(fil) as fran, zipfile.ZipFile(fel, "w") as till:
        for post in fran.namelist():
            text = fran.read(post)
            till.writestr(post, re.sub(rb"(</f><v>)[^<]*", rb"\g<1>987654.25", text) if "sheet" in post else text)
    assert skiljer(fel, *omraknade([fel], tmp_path))
