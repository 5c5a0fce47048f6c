"""Every web page as axe-core in Chromium finds it, at 1280, 390 and 320 px; run by `make dokument-test`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sidgranskning import granska
from skrifter import dokumenten
from tests_stod import AR_2024, EXEMPEL

AREN = {"stockholm-2024": AR_2024, "kommun-2033": EXEMPEL / "kommun-2033", "hela-2034": EXEMPEL / "hela-2034"}

pytestmark = pytest.mark.dokument


@pytest.mark.parametrize("namn", AREN)
def test_a_page_has_no_fault_that_a_machine_finds(namn: str, aren: Callable) -> None:
    filer = dokumenten(aren(AREN[namn]).hem, "html")
    sidor = granska(filer)
    assert {s["fil"]: s["fel"] for s in sidor if s["fel"]} == {}
    assert [s["fil"] for s in sidor] == [f.name for f in filer]
    assert all("content=\"default-src 'none';" in f.read_text("utf-8") for f in filer)


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    bred = "<div class=rullar style='overflow-x:auto'><table><tr><td style='min-width:2000px'>x</table></div>"
    fel = f"<!doctype html><title>x</title><h1>A</h1><h3></h3><img src='http://x.se/a.png'>{bred}"
    (tmp_path / "fel.html").write_text(fel, "utf-8")
    [sida] = granska([tmp_path / "fel.html"])
    funnet = " ".join(text for _, text in sida["fel"])
    for vad in ("html-has-lang", "image-alt", "cannot be reached", "a heading says nothing", "asks for http://x.se"):
        assert vad in funnet
