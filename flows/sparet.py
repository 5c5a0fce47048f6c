"""A derivation in the terminal: lines that can be copied, with where the files lie and how they are opened."""

import shlex
from collections.abc import Sequence

from rich.console import Console

from schemas.installningar import installningar
from tasks.insyn.spar import Spar
from tasks.insyn.ursprung import Arsruta, Cell

INDRAG = "  "
SA_OPPNAS = (
    "Filerna ligger kvar som de togs emot, under sin SHA-256. Så öppnas en: kopiera den och ge kopian ändelsen .xlsx. "
    "En årsmapp ligger som en .zip."
)


def show_spar(ut: Console, alla: Sequence[Spar], aret: Cell | None) -> None:
    """The lines, what leads on as commands, and the files at the end; no line is broken.

    Args:
        aret: what the year was opened from, where that is kept.
    """

    def skriv(text: str = "") -> None:
        ut.print(text, markup=False, highlight=False, soft_wrap=True)

    for s in alla:
        fore = INDRAG * s.djup
        skriv(f"{fore}{': '.join(x for x in (s.vad, s.varde) if x)}{f' ({s.om})' if s.om and s.varde else ''}")
        egna = [s.om] if s.om and not s.varde else []
        egna += [f"står i {s.kalla}"] if s.kalla else []
        egna += [f"vidare: arshjul spara {shlex.quote(str(s.vidare))}"] if s.vidare else []
        for rad in egna:
            skriv(f"{fore}{INDRAG * 2}{rad}")
    filer = {f"{s.kalla.fil}, version {s.kalla.version}": s.kalla for s in alla if isinstance(s.kalla, Cell)}
    if aret and any(isinstance(s.kalla, Arsruta) for s in alla):
        filer[f"{aret.fil}, som året senast öppnades ur"] = aret
    if filer:
        skriv()
        skriv(SA_OPPNAS)
        for namn, cell in filer.items():
            skriv(f"{INDRAG}{namn}:")
            skriv(f"{INDRAG * 2}{installningar().hem / cell.lagrad}")
