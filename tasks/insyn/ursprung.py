"""Where a figure stands: the cell of an organ's workbook, or the row of the year (kontrakt section 6, `spara`)."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from schemas.arbetsbocker import VARDEBLAD, Bladrad, PlanArsmal, SvarRad
from schemas.handelseslag import Handelseslag
from schemas.inlamning import BLADNAMN
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Inlamning
from tasks.grund.handelser import events_of
from tasks.grund.mottaget import MOTTAGET, stored
from tasks.laget.inlamnat import Nyckel, Val, basis, content, counted, revised
from tasks.laget.oppet import Oppet


@dataclass(frozen=True)
class Cell:
    """A cell of a received workbook, or the workbook alone.

    Attributes:
        fil: the name that it came with; lagrad: where it is kept, relative to the work folder.
    """

    fil: str
    version: int
    blad: str
    cell: str
    sha256: str
    lagrad: str

    def __str__(self) -> str:
        plats = f", bladet {self.blad}" + (f", cell {self.cell}" if self.cell else "") if self.blad else ""
        return f"{self.fil}, version {self.version}{plats}"

    def uppgifter(self) -> dict[str, str | int | None]:
        """As it stands in JSON."""
        return {
            "fil": self.lagrad, "ursprungligt_namn": self.fil, "version": self.version, "blad": self.blad or None,
            "cell": self.cell or None, "sha256": self.sha256,
        }  # fmt: skip


@dataclass(frozen=True)
class Arsruta:
    """Where a fact of the year stands: file, row and column of its folder, or sheet and row of its workbook."""

    fil: str
    rad: int | None
    kolumn: str | None
    arbetsbok: str | None

    def __str__(self) -> str:
        var = self.fil if self.arbetsbok is None else f"{self.arbetsbok}, bladet {self.fil.rpartition('.')[0]}"
        plats = [f"rad {self.rad}"] if self.rad else []
        plats += [f"{'kolumn' if self.rad else 'nyckel'} {self.kolumn}"] if self.kolumn else []
        return ", ".join([var, *plats])

    def uppgifter(self) -> dict[str, str | int | None]:
        """As it stands in JSON."""
        return {"arsfil": self.fil, "rad": self.rad, "kolumn": self.kolumn, "arbetsbok": self.arbetsbok}


def stored_at(ar: int, sha256: str) -> str:
    """Where what was received is kept, relative to the work folder."""
    return stored(Path(str(ar)) / MOTTAGET, sha256).as_posix()


def opened_from(session: Session, oppet: Oppet) -> Cell | None:
    """The year folder (as one zip file) or workbook that the year stands in now, as it was opened.

    None where it is not kept, or not any longer.
    """
    slagen = (Handelseslag.ARET_OPPNADES, Handelseslag.ARET_ANDRADES)
    alla = sorted((h for slag in slagen for h in events_of(session, oppet.ar, slag)), key=lambda h: h.nr)
    if not alla or not alla[-1].fil or not alla[-1].fil_sha256:
        return None
    cell = Cell(alla[-1].fil, len(alla), "", "", alla[-1].fil_sha256, stored_at(oppet.ar, alla[-1].fil_sha256))
    return cell if (oppet.mapp.parent / cell.lagrad).exists() else None


def bokcell(i: Inlamning, blad: str = "", falt: str = "", rad: int | None = None) -> Cell:
    """The cell of an attribute of a row of a submission; its sheet, or the workbook, where less is known."""
    kolumner = i.kolumner.get(blad, {})
    bokstav = kolumner.get(falt)
    cell = f"{bokstav}{rad}" if bokstav and rad else ""
    return Cell(i.filnamn, i.version, kolumner.get(BLADNAMN, blad), cell, i.sha256, stored_at(i.ar, i.sha256))


def cells(session: Session, modell: type[Bladrad], falt: str, inlamningar: Val) -> dict[Nyckel, Cell]:
    """(organ, indikator) → the cell of a column in the submissions: the last that is filled in, or an empty one.

    Several uppmaningar may ask for one indicator, each on a row of its own.
    """
    bocker = basis(session, inlamningar)
    svar = {}
    for organ, r in content(session, modell, inlamningar):
        i = bocker[r.inlamning_id]
        kod = r.indikatorkod  # type: ignore[attr-defined]
        forst = (organ, kod) not in svar or getattr(r, falt) is not None
        if kod and forst and falt in i.kolumner[modell.BLAD]:
            svar[organ, kod] = bokcell(i, modell.BLAD, falt, r.rad)
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


def arsrad(oppet: Oppet, fil: str, rad: int | None, kolumn: str | None = None) -> Arsruta:
    """Where a fact of the year stands."""
    return Arsruta(fil, rad, kolumn, oppet.arbetsbok)
