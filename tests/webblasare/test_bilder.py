"""The handbook's pictures of workbooks, through LibreOffice: the same workbooks that the city of these tests has."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from almviken import AR, DALIG, GRANSKNING
from startprogram import Program
from webbperson import BILDER, SKRIV, compress

pytestmark = pytest.mark.webb


def sheet_as_picture(bok: Path, blad: str, namn: str, mapp: Path, hojd: int) -> None:
    """A sheet on one landscape page with its rows and columns named, as a picture."""
    b = load_workbook(bok)
    for annat in [s for s in b.sheetnames if s != blad]:
        b[annat].sheet_state = "hidden"
    ark = b[blad]
    b.active = ark
    ark.print_options.headings = ark.print_options.gridLines = True
    ark.page_setup.orientation, ark.page_setup.fitToHeight = "landscape", 0
    ark.sheet_properties.pageSetUpPr.fitToPage = True
    ark.page_margins.left = ark.page_margins.right = ark.page_margins.top = 0.2
    ark.oddHeader.center.text = ark.oddFooter.center.text = None
    fil = mapp / f"{namn}.xlsx"
    b.save(fil)
    profil = f"-env:UserInstallation=file://{mapp / 'profil'}"
    subprocess.run(
        ["soffice", profil, "--headless", "--convert-to", "pdf", "--outdir", mapp, fil], check=True, timeout=300
    )
    ut = BILDER / namn
    skara = ["-x", "0", "-y", "0", "-W", "1100", "-H", str(hojd)]
    subprocess.run(
        [
            "pdftoppm",
            "-png",
            "-singlefile",
            "-scale-to-x",
            "1100",
            "-scale-to-y",
            "-1",
            *skara,
            fil.with_suffix(".pdf"),
            ut,
        ],
        check=True,
    )
    compress(BILDER / f"{namn}.png")


@pytest.mark.skipif(not SKRIV, reason="pictures are made by `make bilder`")
def test_the_workbooks_are_pictured(program: Program, tmp_path: Path) -> None:
    assert shutil.which("soffice"), "apt-get install libreoffice-calc-nogui"
    assert shutil.which("pdftoppm"), "apt-get install poppler-utils"
    aret = program.hem / str(AR)
    sheet_as_picture(aret / "dokument" / GRANSKNING, "Bedömningar", "granskning", tmp_path, 248)
    sheet_as_picture(aret / "mallar" / f"VP-{AR}-utb.xlsx", "Årsmål", "arbetsbok", tmp_path, 120)
    (rattad,) = (aret / "rattning").glob(f"*{Path(DALIG).stem}*.xlsx")
    sheet_as_picture(rattad, "Årsmål", "rattning", tmp_path, 94)
