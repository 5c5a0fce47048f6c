"""The pages in docs/ that are made from declarations say what the declarations say."""

import importlib.util
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_error_codes_is_made_from_the_declarations() -> None:
    spec = importlib.util.spec_from_file_location("skriv_felkoder", DOCS / "skriv_felkoder.py")
    assert spec
    assert spec.loader
    modul = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modul)
    assert (DOCS / "felkoder.md").read_text("utf-8") == modul.sidan()
