"""Where a figure stands: the cell of an organ's workbook, or the row of the year (kontrakt section 6, `spara`)."""

from dataclasses import dataclass

from sqlmodel import Session

from schemas.arbetsbocker import VARDEBLAD, Bladrad, PlanArsmal, SvarRad
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning
from tasks.laget.inlamnat import Nyckel, Val, basis, content, counted, revised
from tasks.laget.oppet import Oppet


@dataclass(frozen=True)
class Cell:
    """A cell of an accepted workbook, and the hash of the file that it stands in."""

    fil: str
    version: int
    blad: str
    cell: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.fil}, version {self.version}, bladet {self.blad}, cell {self.cell}, sha256 {self.sha256}"


def cells(session: Session, modell: type[Bladrad], falt: str, inlamningar: Val) -> dict[Nyckel, Cell]:
    """(organ, indikator) → the cell of a column, filled in or empty, in the given submissions."""
    bocker = basis(session, inlamningar)
    svar = {}
    for organ, r in content(session, modell, inlamningar):
        i = bocker[r.inlamning_id]
        bokstav = i.kolumner[modell.BLAD].get(falt)
        kod = r.indikatorkod  # type: ignore[attr-defined]
        if kod and bokstav:
            svar[organ, kod] = Cell(i.filnamn, i.version, modell.BLAD, f"{bokstav}{r.rad}", i.sha256)
    return svar


def arsmal_cells(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning | None = None) -> dict[Nyckel, Cell]:
    """(organ, indikator) → the cell that its årsmål in force in an omgång comes from.

    Args:
        rad: the avstämning of the omgång, whose submissions count.
    """
    svar: dict[Nyckel, Cell] = {}
    for rond in oppet.omgangar.till_och_med(o):
        egna = rad.inlamningar if rad and rond == o else counted(session, oppet, rond)
        if rond.ar_plan:
            svar = cells(session, PlanArsmal, "arsmal", egna)
        else:
            angivna = revised(session, egna)
            nya = cells(session, SvarRad, "reviderat_arsmal", egna)
            svar |= {nyckel: cell for nyckel, cell in nya.items() if nyckel in angivna}
    return svar


def varde_cells(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> dict[Nyckel, Cell]:
    """(organ, indikator) → the cell that the value that is aggregated in an omgång comes from."""
    if o.varde in VARDEBLAD:
        return cells(session, VARDEBLAD[o.varde], "varde", rad.inlamningar)
    return arsmal_cells(session, oppet, o, rad)


def arsrad(oppet: Oppet, fil: str, rad: int | None, kolumn: str | None = None) -> str:
    """Where a fact of the year stands: file, row and column of its folder, or sheet and row of its workbook."""
    var = fil if oppet.arbetsbok is None else f"{oppet.arbetsbok}, bladet {fil.rpartition('.')[0]}"
    return ", ".join([var, *([f"rad {rad}"] if rad else []), *([f"kolumn {kolumn}"] if kolumn else [])])
