"""Every PDF as an assistive tool reads it: pikepdf goes through what Typst has written as PDF/UA-1 and PDF/A-2a."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from skrifter import SVG, dokumenten, med, synligt
from tasks.dokument.pdf import render_pdf
from tasks.dokument.skrift import Bild, Skrift
from tests.texter import webbsida
from tests_stod import AR_2024, EXEMPEL

AREN = {"stockholm-2024": AR_2024, "kommun-2033": EXEMPEL / "kommun-2033"}
#: the foot of a page and the head of the next
SIDBRYTNING = re.compile(r"[^\n]*\d+ \(\d+\)\n\f([^\n]*Dnr[^\n]*\n)?")


@pytest.fixture(params=AREN)
def filer(request: pytest.FixtureRequest, aren: Callable) -> list[Path]:
    """The PDF files of a year."""
    alla = dokumenten(aren(AREN[request.param]).hem, "pdf")
    assert alla
    return alla


def delar(nod: Any, *stig: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every element of the structure tree, with the kinds of what it stands in."""
    if isinstance(nod, pikepdf.Array):
        for n in nod:
            yield from delar(n, *stig)
    elif isinstance(nod, pikepdf.Dictionary) and "/S" in nod:
        egen = (*stig, str(nod.S))
        yield egen, nod
        yield from delar(nod.get("/K", pikepdf.Array()), *egen)


def bokmarken(poster: Any, niva: int = 1) -> Iterator[tuple[int, str]]:
    """The bookmarks, with their level."""
    for post in poster:
        yield niva, str(post.title)
        yield from bokmarken(post.children, niva + 1)


def brister(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What PDF/UA-1 and PDF/A-2a ask for and the file lacks, as far as its tree tells."""
    rot = pdf.Root
    with pdf.open_metadata() as m:
        ua, titel = m.get("pdfuaid:part"), m.get("dc:title")
        if m.pdfa_status != "2A":
            yield f"PDF/A {m.pdfa_status}"
    if ua != "1" or not titel or str(rot.get("/Lang", "")) != "sv-SE":
        yield f"ua {ua}, titel {titel}, språk {rot.get('/Lang')}"
    if not rot.MarkInfo.Marked or not rot.ViewerPreferences.DisplayDocTitle:
        yield "not tagged, or without its title at the top"
    alla = list(delar(rot.StructTreeRoot.K))
    for stig, nod in alla:
        if nod.S == "/Figure" and not str(nod.get("/Alt", "")).strip():
            yield "a figure without text"
        if nod.S in ("/TH", "/TD") and "/TR" not in stig:
            yield "a cell outside a row"
    rubriker = [int(str(nod.S)[2:]) for _, nod in alla if str(nod.S)[1:2] == "H" and str(nod.S)[2:].isdigit()]
    if any(b > a + 1 for a, b in zip([0, *rubriker], rubriker, strict=False)):
        yield f"levels of headings are skipped: {rubriker}"
    for sida in pdf.pages:
        if sida.get("/Tabs") != "/S":
            yield "the tab key does not follow the text"
        for lank in sida.get("/Annots", pikepdf.Array()):
            if "/StructParent" not in lank or not str(lank.get("/Contents", "")):
                yield "a link that says nothing"


def test_every_pdf_is_tagged_and_says_its_language_and_title(filer: list[Path]) -> None:
    for fil in filer:
        with pikepdf.open(fil) as pdf:
            assert list(brister(pdf)) == [], fil.name


def test_every_table_has_a_head_and_a_caption_in_it_or_before_it(filer: list[Path]) -> None:
    for fil in filer:
        with pikepdf.open(fil) as pdf:
            alla = list(delar(pdf.Root.StructTreeRoot.K))
        tabeller = [nod for _, nod in alla if nod.S == "/Table"]
        assert len(tabeller) == fil.with_suffix(".html").read_text("utf-8").count("<table>"), fil.name
        for tabell in tabeller:
            egna = [n for _, n in delar(tabell.K)]
            assert {"/THead", "/TH", "/TBody"} <= {str(n.S) for n in egna}, fil.name
        rubriker = sum(nod.S == "/Caption" for _, nod in alla)
        assert rubriker == len(tabeller) + sum(nod.S == "/Figure" for _, nod in alla), fil.name


def test_the_bookmarks_are_the_headings_of_the_web_page(filer: list[Path]) -> None:
    for fil in filer:
        rader = [r.partition(" ") for r in webbsida(fil.with_suffix(".html")) if r.startswith("##")]
        rubriker = [(len(grindar) - 1, text) for grindar, _, text in rader if text != "Innehåll"]
        with pikepdf.open(fil) as pdf, pdf.open_outline() as o:
            assert list(bokmarken(o.root)) == rubriker, fil.name


def test_every_page_says_how_many_there_are_and_the_first_what_is_reconstructed(ar_2024: Any) -> None:
    from tasks.dokument.typografi import fottext

    assert fottext(med("x")) == "Innehåller rekonstruerade uppgifter och antaganden"
    for fil in ar_2024.hem.glob("2024/dokument/*.html"):
        if fil.name.startswith("oversikt-") or fil.stem.endswith("-harledning"):
            continue
        assert "<strong>Innehåller rekonstruerade uppgifter och antaganden</strong></footer>" in fil.read_text("utf-8")


def test_the_same_document_is_the_same_bytes() -> None:
    assert render_pdf(med("Å")) == render_pdf(med("Å"))


def test_a_chart_without_a_text_is_no_document() -> None:
    utan = Skrift("T", "K", None, (), (), (Bild(SVG, "", "Staplar"),))
    with pytest.raises(RuntimeError, match="alt"):
        render_pdf(utan)


@pytest.mark.dokument
def test_the_pdf_says_what_the_web_page_says(filer: list[Path]) -> None:
    for fil in filer:
        ut = subprocess.run(["pdftotext", "-raw", fil, "-"], capture_output=True, check=True).stdout.decode()
        text = synligt(SIDBRYTNING.sub("", ut))
        rader = [synligt(r.lstrip("# ")) for r in webbsida(fil.with_suffix(".html"))[1:]]
        assert [r for r in rader if r not in text] == [], fil.name
