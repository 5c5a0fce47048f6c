"""The office's own templates: used where they can be, and in nobody's way where they cannot."""

import logging
from pathlib import Path

import pytest

from notifications.egna import KOPIERAT, fingerprint
from notifications.html import to_html
from notifications.texter import MALLAR, render_brev
from schemas.ord import standardord

OM = {
    "organ": "Gatunämnden", "genom": None, "nummer": "2030-07", "text": "Gatunämnden uppmanas att röja.",
    "motivering": "Det är redan gjort.", "ar": 2030, "kommun": "Provköping", "diarienummer": None, "fragor_till": None,
}  # fmt: skip
MALL = "aterkallelse.txt.j2"


def aterkallelse() -> tuple[str, str]:
    return render_brev(standardord(), "aterkallelse", **OM)


@pytest.fixture
def mapp(hem: Path) -> Path:
    (hem / "texter").mkdir(parents=True)
    return hem / "texter"


def test_an_own_template_is_read_first_and_a_change_is_seen_at_once(mapp: Path) -> None:
    standard = aterkallelse()
    (mapp / MALL).write_text("Ämne: Ni slipper {{ nummer }}\nHej {{ organ }}!\n", "utf-8")
    assert aterkallelse() == ("Ni slipper 2030-07", "Hej Gatunämnden!\n")
    (mapp / MALL).write_text("Ämne: Ni slipper nu {{ nummer }}\nHej {{ organ }}!\n", "utf-8")
    assert aterkallelse()[0] == "Ni slipper nu 2030-07"
    (mapp / MALL).unlink()
    assert aterkallelse() == standard


def test_an_editor_may_save_it_in_its_own_way(mapp: Path) -> None:
    (mapp / MALL).write_bytes("﻿Ämne: Åter\r\nHej {{ organ }}!\r\n".encode())
    assert aterkallelse() == ("Åter", "Hej Gatunämnden!\n")


def test_an_own_signature_stands_under_the_standard_letter(mapp: Path) -> None:
    (mapp / "_fot.txt.j2").write_text("\nHälsningar från {{ kommun }}\n", "utf-8")
    assert aterkallelse()[1].endswith("\n\nHälsningar från Provköping\n")


@pytest.mark.parametrize(
    "trasig",
    [
        pytest.param("Ämne: {{ namn }}\nHej\n", id="a name that is not there"),
        pytest.param("Ämne: {% if organ %}\nHej\n", id="not closed"),
        pytest.param("Hej {{ organ }}\n", id="no subject"),
        pytest.param("Ämne: Åter\n\n", id="no text"),
        pytest.param("Ämne: {{ organ.__class__.__mro__ }}\nHej\n", id="reaching for Python"),
        pytest.param("{% include 'finns_inte.j2' %}", id="another file that is not there"),
    ],
)
def test_one_that_cannot_be_rendered_gives_way_and_the_log_says_so(
    mapp: Path, trasig: str, caplog: pytest.LogCaptureFixture
) -> None:
    standard = aterkallelse()
    (mapp / MALL).write_text(trasig, "utf-8")
    with caplog.at_level(logging.WARNING):
        assert aterkallelse() == standard
    assert "brevmallar --prova" in caplog.text


def test_one_that_is_not_text_gives_way(mapp: Path) -> None:
    standard = aterkallelse()
    (mapp / MALL).write_bytes("Ämne: Åter\nHej".encode("utf-16"))
    assert aterkallelse() == standard


def test_a_copy_that_nobody_changed_is_not_in_the_way_of_a_newer_standard(mapp: Path) -> None:
    gammal = "Ämne: En äldre lydelse\nHej\n"
    (mapp / MALL).write_text(gammal, "utf-8")
    (mapp / KOPIERAT).write_text(f"{fingerprint(gammal)}  {MALL}\n", "utf-8")
    assert aterkallelse()[0] != "En äldre lydelse"
    (mapp / MALL).write_text(gammal + "Ändrad.\n", "utf-8")
    assert aterkallelse()[0] == "En äldre lydelse"


def test_the_page_may_be_the_offices_own_and_a_bad_one_gives_way(mapp: Path) -> None:
    standard = to_html(standardord(), "Ämnet", "Hej\n")
    egen = (MALLAR / "brev.html.j2").read_text("utf-8").replace("#16181a", "#000000")
    (mapp / "brev.html.j2").write_text(egen, "utf-8")
    assert "#000000" in to_html(standardord(), "Ämnet", "Hej\n")
    (mapp / "brev.html.j2").write_text(egen.replace("{{ amne }}", "{{ rubrik }}"), "utf-8")
    assert to_html(standardord(), "Ämnet", "Hej\n") == standard
