"""Validating what workbooks say: a whole batch of them as one frame per sheet, then the rules across sheets."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from rules.intag import check_rader
from schemas.arbetsbocker import ALLA_BLAD, Blad
from schemas.falt import kolumner
from schemas.former import blad_i
from schemas.inlamning import Sammanhang, Tolkning
from schemas.kontroll import check
from schemas.problem import Problem

#: (the name the file came with, what was read of it)
Last = tuple[str, Tolkning]


def check_all(lasta: Sequence[Last], s: Sammanhang) -> None:
    """Add what is wrong with each workbook's rows to its problems, in the order of its sheets and cells."""
    for modell in ALLA_BLAD:
        check_blad([(namn, t) for namn, t in lasta if modell.BLAD in t.rader], modell)
    for namn, t in lasta:
        if t.omgang and t.kolumner:
            check_rader(t, namn, s)
            order_problem(t, blad_i(t.omgang))


def check_blad(lasta: Sequence[Last], modell: type[Blad]) -> None:
    """One sheet of many workbooks through pandera at once: a frame of its own for each would cost ten times as much."""
    kols = kolumner(modell)
    varifran = [(namn, t, rad) for namn, t in lasta for rad in t.rader.get(modell.BLAD, ())]
    data = [[rad[k.falt] for k in kols] for _, _, rad in varifran]
    ram = pd.DataFrame(data, columns=[k.namn for k in kols], dtype=object)
    falt = {k.namn: k.falt for k in kols}
    redan = {id(t): {(p.blad, p.cell) for p in t.problem} for _, t in lasta}

    def plats(nr: int, kolumn: str | None) -> dict[str, Any]:
        _, t, rad = varifran[nr]
        bokstav = t.kolumner[modell.BLAD].get(falt.get(kolumn or "", ""), "A")
        return {"fil": str(nr), "blad": modell.BLAD, "cell": f"{bokstav}{rad['rad']}", "kolumn": kolumn}

    for p in check(modell, ram, plats):
        namn, t, _ = varifran[int(p.fil)]
        if (p.blad, p.cell) not in redan[id(t)]:
            redan[id(t)].add((p.blad, p.cell))
            t.problem.append(p.i_fil(namn))


def order_problem(t: Tolkning, bladen: Sequence[type[Blad]]) -> None:
    """The problems in the order in which a person goes through the workbook."""
    plats = {m.BLAD: n for n, m in enumerate(bladen)}

    def nyckel(p: Problem) -> tuple[int, int, int, str]:
        kolumn = (p.cell or "").rstrip("0123456789")
        return plats.get(p.blad or "", -1), int((p.cell or "")[len(kolumn) :] or 0), len(kolumn), kolumn

    t.problem.sort(key=nyckel)
