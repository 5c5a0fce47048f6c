"""Which sheet of a workbook is meant, and where its headings stand (kontrakt section 3).

A sheet is found by its name, else by its headings: people rename a sheet, copy it, and put a title above the headings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name

from schemas.arbetsbocker import MALLVERSION, ORGANBLAD, Blad
from schemas.falt import Kolumn, kolumner
from schemas.ord import Ordbok
from schemas.problem import Problem, problem
from tasks.bocker.lasbok import Lastblad, Lastbok, bladnyckel, clean_kod

#: the rows on which the headings may stand: some put a title above them
RUBRIKRADER = 5


@dataclass
class Valtblad:
    """The sheet that is read for a kind of sheet.

    Attributes:
        blad: what was read of it; rubrikrad: the row of its headings, from 1.
        lagen: attribute → the place of its column, from 0.
        fragor: what the sender is told; problem: why it cannot be read.
    """

    blad: Lastblad = field(default_factory=Lastblad)
    rubrikrad: int = 1
    lagen: dict[str, int] = field(default_factory=dict)
    fragor: list[str] = field(default_factory=list)
    problem: list[Problem] = field(default_factory=list)

    def bokstaver(self) -> dict[str, str]:
        """Attribute → the letter of its column."""
        return {falt: xl_col_to_name(n) for falt, n in self.lagen.items()}


def rubriknyckel(text: object) -> str:
    """A heading as it is compared: line breaks, stars, colons, case and what stands in parentheses mean nothing."""
    ren = clean_kod(str(text)).strip(" *:").casefold()
    return (ren.partition("(")[0].strip(" *:") or ren) if ren.endswith(")") else ren


def demanded(modell: type[Blad], version: int) -> list[Kolumn]:
    """The columns without which a sheet cannot be read, in a workbook of a version of the template."""
    return [k for k in kolumner(modell) if not (k.locked and not k.krav) and k.sedan <= (version or MALLVERSION)]


def choose(
    bok: Lastbok, modell: type[Blad], modellerna: Iterable[type[Blad]], o: Ordbok, fil: str, version: int = 0, *,
    kravs: bool | None = None,
) -> Valtblad | None:  # fmt: skip
    """The sheet of a workbook that is of a kind; None where there is none and there need not be.

    Args:
        modellerna: every kind that the workbook has: a sheet with the name of one is not read as another.
        version: of our template, that the workbook was made by.
        kravs: whether it must be there; default as the kind says.
    """
    med_namnet = bok.get(bladnyckel(modell.BLAD))
    upptagna = {bladnyckel(m.BLAD) for m in modellerna} | {bladnyckel(ORGANBLAD)}
    lika = [b for nyckel, b in bok.items() if nyckel not in upptagna and _carries(b, modell, o, version)]
    synliga = [b for b in lika if not b.dolt]
    if med_namnet is not None:
        return _named(med_namnet, synliga, modell, o, fil, version)
    kandidater = synliga or lika
    if len(kandidater) == 1:
        valt = _read_rubriker(kandidater[0], modell, o, fil, version)
        valt.fragor.append(
            f"Bladet {modell.BLAD} finns inte under det namnet. Bladet ”{kandidater[0].namn}” har dess rubriker och är "
            "läst i stället."
        )
        return valt
    if len(kandidater) > 1:
        namn = ", ".join(f"”{b.namn}”" for b in kandidater)
        return Valtblad(problem=[problem("blad-tva", fil, blad=modell.BLAD, bladen=namn)])
    if modell.KRAVS if kravs is None else kravs:
        andra = [b.namn for nyckel, b in bok.items() if nyckel not in upptagna and not b.dolt]
        rad = f"Döp om bladet ”{andra[0]}” till {modell.BLAD}, om det är det" if len(andra) == 1 else ""
        rad = rad or f"Döp bladet till {modell.BLAD}, eller kopiera in det ur den utskickade mallen"
        return Valtblad(problem=[problem("blad-saknas", fil, blad=modell.BLAD, rad_om=rad)])
    return None


def _named(
    blad: Lastblad, andra: Sequence[Lastblad], modell: type[Blad], o: Ordbok, fil: str, version: int
) -> Valtblad:
    valt = _read_rubriker(blad, modell, o, fil, version)
    if blad.dolt and andra:
        synligt = f"”{andra[0].namn}”"
        valt.problem.append(problem("dolt-original", fil, blad=modell.BLAD, bladen=synligt))
    elif andra:
        namn = ", ".join(f"”{b.namn}”" for b in andra)
        valt.fragor.append(f"{namn} har samma rubriker som bladet {modell.BLAD} och är inte läst.")
    return valt


def _carries(blad: Lastblad, modell: type[Blad], o: Ordbok, version: int) -> bool:
    """Whether a sheet has every heading of a kind."""
    kravs = {k.falt for k in demanded(modell, version)}
    return any(kravs <= set(lagen) for _, lagen in _rows_of_rubriker(blad, modell, o))


def _rows_of_rubriker(blad: Lastblad, modell: type[Blad], o: Ordbok) -> Iterable[tuple[int, dict[str, int]]]:
    """The first rows as headings: (row, attribute → place of its column)."""
    kanda = known_rubriker(modell, o)
    for nr, rad in enumerate(blad.rader[:RUBRIKRADER], 1):
        lagen: dict[str, int] = {}
        for n, text in enumerate(rad):
            if text is not None and (falt := kanda.get(rubriknyckel(text))):
                lagen.setdefault(falt, n)
        yield nr, lagen


@lru_cache(maxsize=256)
def known_rubriker(modell: type[Blad], o: Ordbok) -> Mapping[str, str]:
    """Heading as it is compared → attribute: the fixed headings, and the city's own."""
    return {rubriknyckel(r): k.falt for k in kolumner(modell) for r in k.rubriker(o)}


def _read_rubriker(blad: Lastblad, modell: type[Blad], o: Ordbok, fil: str, version: int) -> Valtblad:
    """The headings of a sheet that is to be read: the first row that has them all, else the one that has most."""
    if blad.for_stort:
        return Valtblad(blad, problem=[problem("for-stort-blad", fil, blad=blad.namn, cell=blad.for_stort)])
    kravs = demanded(modell, version)
    alla = list(_rows_of_rubriker(blad, modell, o)) or [(1, {})]
    rubrikrad, lagen = max(alla, key=lambda x: (sum(k.falt in x[1] for k in kravs), -x[0]))
    valt, kanda = Valtblad(blad, rubrikrad, lagen), known_rubriker(modell, o)
    for k in kravs:
        if k.falt not in lagen:
            cell = _where(blad, rubrikrad, k, modell, kanda)
            valt.problem.append(
                problem("rubrik-saknas", fil, blad=modell.BLAD, cell=cell, kolumn=k.namn, radnr=rubrikrad)
            )
    for n, text in enumerate(blad.rader[rubrikrad - 1] if blad.rader else ()):
        falt = kanda.get(rubriknyckel(text)) if text is not None else None
        if falt and lagen[falt] != n:
            cell = f"{xl_col_to_name(n)}{rubrikrad}"
            valt.problem.append(problem("dubbel-kolumn", fil, blad=modell.BLAD, cell=cell, varde=clean_kod(str(text))))
    return valt


def _where(blad: Lastblad, rubrikrad: int, k: Kolumn, modell: type[Blad], kanda: Mapping[str, str]) -> str:
    """The cell of a heading that is missing: where the template has it, if something else or nothing stands there."""
    plats = kolumner(modell).index(k)
    rad = blad.rader[rubrikrad - 1] if blad.rader else []
    star = rad[plats] if plats < len(rad) else None
    annan = star is not None and rubriknyckel(star) in kanda
    return f"{xl_col_to_name(len(rad) if annan else plats)}{rubrikrad}"
