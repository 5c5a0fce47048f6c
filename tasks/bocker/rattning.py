"""A copy of an organ's own workbook in which each bad cell is coloured and commented."""

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side

from schemas.problem import Problem
from tasks.bocker.lasbok import clean_text
from tasks.grund.filer import without_time, write_whole

RED = PatternFill("solid", fgColor="FFC7CE")
FRAME = Side("thick", color="9C0006")
AUTHOR = "Planeringskontoret"
MOST_COMMENTS = 500


def write_rattad(original: Path, till: Path, funna: Sequence[Problem]) -> None:
    """Write the copy. Colour never stands alone: every such cell has a thick frame and a comment that says what to do.

    Args:
        original: the received workbook.
        funna: what was wrong with it; those with a sheet and a cell are marked.
    """
    with original.open("rb") as fil:  # openpyxl takes no path that does not end in .xlsx
        bok = load_workbook(fil)
    bladnamn = {clean_text(namn): namn for namn in bok.sheetnames}
    per_cell: dict[tuple[str, str], list[Problem]] = {}
    for p in funna[:MOST_COMMENTS]:
        if p.cell and (blad := bladnamn.get(p.blad or "")):
            per_cell.setdefault((blad, p.cell), []).append(p)
    for (blad, ref), alla in per_cell.items():
        cell = bok[blad][ref]
        cell.fill = RED
        cell.border = Border(FRAME, FRAME, FRAME, FRAME)
        kommentar = Comment("\n\n".join(p.text for p in alla), AUTHOR, height=160, width=360)
        cell.comment = kommentar
    if per_cell:
        bok.active = bok.sheetnames.index(next(iter(per_cell))[0])
    ut = io.BytesIO()
    bok.save(ut)
    write_whole(till, without_time(ut.getvalue()))
