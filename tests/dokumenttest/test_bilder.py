"""The handbook's pictures of documents: a page of each kind, as it is read on paper, on a screen and on a phone."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from skrifter import dokumenten
from tests_stod import EXEMPEL
from webbperson import BILDER, SKRIV, compress

pytestmark = [
    pytest.mark.dokument,
    pytest.mark.skipif(not SKRIV, reason="pictures are made by `make bilder`"),
]
#: pixels: how wide a page of paper is pictured, and the windows of a screen and a phone
SIDBREDD, SKARM, TELEFON = 760, (1100, 900), (390, 780)
#: bytes: a picture of a page with nothing on it is smaller
BLANK = 8_000


def page_as_picture(pdf: Path, namn: str) -> Path:
    """The first page of a PDF."""
    skala = ["-scale-to-x", str(SIDBREDD), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", "-f", "1", "-singlefile", *skala, pdf, BILDER / namn], check=True)
    compress(BILDER / f"{namn}.png")
    return BILDER / f"{namn}.png"


def screen_as_picture(sida: Path, namn: str, matt: tuple[int, int], profil: Path) -> Path:
    """What a web page shows before anybody scrolls."""
    flaggor = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profil}"]
    ut = [f"--window-size={matt[0]},{matt[1]}", f"--screenshot={BILDER / namn}.png"]
    subprocess.run(["chromium", *flaggor, *ut, sida.as_uri()], check=True, capture_output=True)
    compress(BILDER / f"{namn}.png")
    return BILDER / f"{namn}.png"


def test_the_documents_are_pictured(aren: Callable, tmp_path: Path) -> None:
    hem = aren(EXEMPEL / "hela-2034").hem
    pdf = {f.name: f for f in dokumenten(hem, "pdf")}
    [oversikt] = [f for f in dokumenten(hem, "html") if f.name.startswith("oversikt")]
    bilder = [
        page_as_picture(pdf["avstamning-2034.pdf"], "dokument-avstamning"),
        page_as_picture(pdf["uppfoljning-t1-2034.pdf"], "dokument-uppfoljning"),
        page_as_picture(next(f for n, f in sorted(pdf.items()) if "-vp-" in n), "dokument-organblad"),
        screen_as_picture(oversikt, "dokument-oversikt", SKARM, tmp_path / "skarm"),
        screen_as_picture(oversikt, "dokument-oversikt-telefon", TELEFON, tmp_path / "telefon"),
    ]
    assert [b.name for b in bilder if b.stat().st_size < BLANK] == []
