"""The documents: what they point at is there."""

import re
from pathlib import Path

import pytest

from tests_stod import ROOT

SIDOR = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _ankare(sida: Path) -> set[str]:
    """The anchors of a page's headings, as the code hosts make them."""
    rubriker = re.findall(r"^#+ (.+)$", sida.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", r.lower()).strip().replace(" ", "-") for r in rubriker}


@pytest.mark.parametrize("sida", SIDOR, ids=lambda s: s.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(sida: Path) -> None:
    dit = re.findall(r"\]\(([^)\s]+)\)", sida.read_text("utf-8"))
    for lank in (d for d in dit if not d.startswith(("http:", "https:", "mailto:"))):
        fil, _, ankare = lank.partition("#")
        mal = (sida.parent / fil).resolve() if fil else sida
        assert mal.exists(), lank
        assert not ankare or ankare in _ankare(mal), lank


def test_operators_are_told_of_every_file_that_they_may_copy() -> None:
    text = (ROOT / "docs" / "drift.md").read_text("utf-8")
    for fil in (ROOT / "drift").iterdir():
        assert fil.name in text or fil.name in {"hemligt.env", "databasens-losenord"}, fil.name


def test_every_picture_is_shown_and_described() -> None:
    visas = [b for s in SIDOR for b in re.findall(r"!\[([^\]]*)\]\(bilder/([^)]+)\)", s.read_text("utf-8"))]
    assert {fil for _, fil in visas} == {b.name for b in (ROOT / "docs" / "bilder").iterdir()}
    assert all(len(beskrivning) > 20 for beskrivning, _ in visas), visas
