"""The bilagor as Excel opens them: tables of its own, sums that are formulas, and how they are printed."""

import io
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from tasks.dokument.bilagebok import Bokrad, Kol, Tabellblad, Tabellbok, render_xlsx

KOLUMNER = [Kol("Organ", 20), Kol("Drift", 10, "mnkr", True), Kol("Investering", 10, "mnkr", True)]
RADER = [Bokrad(["A", Decimal("1.5"), None]), Bokrad(["B", Decimal(2), None], "rekonstruerad")]


@pytest.fixture(scope="module")
def bok() -> Workbook:
    """A workbook with a sheet of sums, and an empty one."""
    blad = [
        Tabellblad("Per organ", "Det som ändras", KOLUMNER, RADER, ["En not."]),
        Tabellblad("Tomt", "Inget", KOLUMNER, []),
    ]
    return load_workbook(io.BytesIO(render_xlsx(Tabellbok("Bilaga 1", "Staden", "Staden KS 1", blad))))


def test_the_rows_are_a_table_with_headings_and_sums(bok: Workbook) -> None:
    tabell = bok["Per organ"].tables["Tabell_Per_organ"]
    assert tabell.ref == "A4:D7"
    assert [k.name for k in tabell.tableColumns] == ["Organ", "Drift", "Investering", "Källa"]
    assert tabell.totalsRowCount == 1
    assert tabell.autoFilter.ref == "A4:D6"


def test_a_sum_is_a_formula_and_none_stands_over_blanks(bok: Workbook) -> None:
    assert [c.value for c in bok["Per organ"][7]] == ["Summa", "=SUM(B5:B6)", None, None]


def test_a_sheet_is_printed_in_its_width_with_its_headings_on_every_page(bok: Workbook) -> None:
    blad = bok["Per organ"]
    assert blad.freeze_panes == "B5"
    assert blad.print_title_rows == "$4:$4"
    assert blad.sheet_properties.pageSetUpPr.fitToPage
    assert (blad.page_setup.orientation, blad.page_setup.fitToHeight) == ("landscape", 0)
    assert blad.oddHeader.left.text == "Staden KS 1"
    assert (blad.oddFooter.left.text, blad.oddFooter.right.text) == ("Bilaga 1", "Sida &P av &N")


def test_a_sheet_without_rows_has_no_table(bok: Workbook) -> None:
    assert dict(bok["Tomt"].tables) == {}
