"""Where a figure stands: the cell of an organ's workbook, or the row of the year (kontrakt section 6, `spara`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from schemas.arbetsbocker import Bladrad
from schemas.tabeller import Inlamning
from tasks.avstamning.underlag import inneh
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


def celler(
    session: Session, modell: type[Bladrad], falt: str, inlamningar: Mapping[str, int]
) -> dict[tuple[str, str], Cell]:
    """(organ, indikator) → the cell of a column, filled in or empty, in the given submissions.

    Args:
        inlamningar: organ → id of its submission.
    """
    fraga = select(Inlamning).where(col(Inlamning.id).in_(inlamningar.values()))
    bocker = {i.id: i for i in session.exec(fraga)}
    svar = {}
    for organ, r in inneh(session, modell, inlamningar):
        i = bocker[r.inlamning_id]
        bokstav = i.kolumner[modell.BLAD].get(falt)
        if r.indikatorkod and bokstav:
            svar[organ, r.indikatorkod] = Cell(i.filnamn, i.version, modell.BLAD, f"{bokstav}{r.rad}", i.sha256)
    return svar


def arsrad(oppet: Oppet, fil: str, rad: int | None, kolumn: str | None = None) -> str:
    """Where a fact of the year stands: file, row and column of its folder, or sheet and row of its workbook."""
    var = fil if oppet.arbetsbok is None else f"{oppet.arbetsbok}, bladet {fil.rpartition('.')[0]}"
    return ", ".join([var, *([f"rad {rad}"] if rad else []), *([f"kolumn {kolumn}"] if kolumn else [])])
