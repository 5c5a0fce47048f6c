"""Extracts of every document, of Stockholm and of a city that speaks otherwise; Word says what the web page says."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.gyllene.gyllene import jamfor, kvar
from tests.texter import arbetsbok, webbsida, wordfil
from tests_stod import AR_2024, EXEMPEL

AREN = {"stockholm-2024": (AR_2024, 2024), "kommun-2033": (EXEMPEL / "kommun-2033", 2033)}
#: of each section, so many lines
FORSTA = 30


def dokumenten(aren: Callable, namn: str) -> Path:
    """Where the documents of a year lie."""
    data, ar = AREN[namn]
    return aren(data).hem / str(ar) / "dokument"


def utdrag(rader: Iterable[str]) -> list[str]:
    """The beginning of every section, and every heading."""
    svar, kvar_ = [], FORSTA
    for rad in rader:
        if rad.startswith("#"):
            kvar_ = FORSTA if rad.startswith("##") else kvar_
            svar += ["", rad]
        elif kvar_ > 0:
            kvar_ -= 1
            svar.append(rad)
            if kvar_ == 0:
                svar.append("…")
    return svar


@pytest.mark.parametrize("namn", AREN)
def test_the_documents_of_a_year(namn: str, aren: Callable) -> None:
    alla = sorted(dokumenten(aren, namn).glob("*.html"))
    assert alla
    for fil in alla:
        rader = webbsida(fil)
        visas = rader[:FORSTA] if fil.stem.endswith("-harledning") else utdrag(rader)
        jamfor(f"dokument/{namn}/{fil.stem}", visas)
    assert kvar(f"dokument/{namn}", [f.stem for f in alla]) == []


@pytest.mark.parametrize("namn", AREN)
def test_the_word_file_says_what_the_web_page_says(namn: str, aren: Callable) -> None:
    for fil in sorted(dokumenten(aren, namn).glob("*.docx")):
        word = [bit for rad in wordfil(fil) for bit in (rad, rad.rpartition("\t")[2])]
        rader = iter(word)
        saknas = [r for r in _brodtext(webbsida(fil.with_suffix(".html"))) if r not in word]
        assert saknas == [], fil.name
        assert all(r in rader for r in (x.lstrip("# ") for x in _rubriker(webbsida(fil.with_suffix(".html"))))), (
            fil.name
        )


def _rubriker(rader: Iterable[str]) -> list[str]:
    return [r for r in rader if r.startswith("##") and r != "## Innehåll"]


def _brodtext(rader: list[str]) -> list[str]:
    """What stands from the first section on, as Word has it: numbers of points are set by a tab."""
    svar, i_innehallet = [], False
    for rad in rader[next(n for n, r in enumerate(rader) if r.startswith("##")) :]:
        if rad.startswith("#"):
            i_innehallet = rad == "## Innehåll"
        if not i_innehallet:
            svar.append(rad.lstrip("# "))
    return [r for r in svar if not r[:1].isdigit() or "-" not in r[:8]]


@pytest.mark.parametrize("namn", AREN)
def test_the_workbooks_that_go_with_the_documents(namn: str, aren: Callable) -> None:
    alla = sorted(f for f in dokumenten(aren, namn).glob("*.xlsx") if not f.name.startswith("Granskning"))
    for fil in alla:
        jamfor(f"bilagor/{namn}/{fil.stem}", _bladens_borjan(fil, 7))
    assert kvar(f"bilagor/{namn}", [f.stem for f in alla]) == []


@pytest.mark.parametrize("namn", AREN)
def test_the_review_workbooks(namn: str, aren: Callable) -> None:
    alla = sorted(dokumenten(aren, namn).glob("Granskning*.xlsx"))
    for fil in alla:
        jamfor(f"granskningar/{namn}/{fil.stem}", _bladens_borjan(fil, 12))
    assert kvar(f"granskningar/{namn}", [f.stem for f in alla]) == []


def _bladens_borjan(fil: Path, antal: int) -> list[str]:
    """The first rows of every sheet, without the hashes of files."""
    svar, n = [], 0
    for rad in arbetsbok(fil):
        n = 0 if rad.startswith("[") else n + 1
        if n <= antal:
            delar = [d for d in rad.split(" | ") if not (len(d) == 64 and set(d) <= set("0123456789abcdef"))]
            svar += ["", rad] if rad.startswith("[") else [" | ".join(delar)]
    return svar
