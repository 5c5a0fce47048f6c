"""Tables in the terminal."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text


def tabell(titel: str, rubriker: Sequence[str], rader: Sequence[Sequence[object]], tal: Sequence[int] = ()) -> Table:
    """A table; `tal` = the columns to align right."""
    t = Table(title=titel, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for n, r in enumerate(rubriker):
        t.add_column(r, justify="right" if n in tal else "left", overflow="fold")
    for rad in rader:
        t.add_row(*(Text("" if v is None else str(v)) for v in rad))
    return t
