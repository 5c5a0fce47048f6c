"""What has been handed in: accepted workbooks, their rows, what they answer, and the values in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from rules.svar import Svar
from schemas.arbetsbocker import EXEMPEL, VARDEBLAD, Bladrad, PlanArsmal, SvarRad
from schemas.begrepp import Inlamningsstatus
from schemas.omgangar import Omgang
from schemas.tabeller import Inlamning
from tasks.laget.arsdata import plain_rows, rows_of
from tasks.laget.beslutat import decision
from tasks.laget.oppet import Oppet

B = TypeVar("B", bound=Bladrad)

#: organ → the id of one of its submissions
Val = Mapping[str, int]
#: (organ, indikator)
Nyckel = tuple[str, str]


def received(session: Session, ar: int, o: Omgang | None = None) -> list[Inlamning]:
    """Everything that has been received, of one omgång or of all, whatever was said of it, in the order it came."""
    fraga = select(Inlamning).where(Inlamning.ar == ar).order_by(col(Inlamning.id))
    return list(session.exec(fraga.where(Inlamning.omgang == o.kod) if o else fraga))


def submissions(session: Session, ar: int, o: Omgang, *statusar: Inlamningsstatus) -> list[Inlamning]:
    """The workbooks of an omgång with one of the statuses, each organ's in the order of its versions."""
    fraga = select(Inlamning).where(Inlamning.ar == ar, Inlamning.omgang == o.kod, col(Inlamning.status).in_(statusar))
    return list(session.exec(fraga.order_by(col(Inlamning.version), col(Inlamning.id))))


def accepted(session: Session, ar: int, o: Omgang) -> dict[str, Inlamning]:
    """Organ → its newest accepted workbook of an omgång."""
    return {str(i.organ): i for i in submissions(session, ar, o, Inlamningsstatus.GODKAND)}


def counted(session: Session, oppet: Oppet, o: Omgang) -> dict[str, int]:
    """Organ → the submission that counts in an omgång: what its decision rests on, else the newest accepted."""
    rad = decision(session, oppet.ar, o)
    return dict(rad.inlamningar) if rad else {organ: i.id for organ, i in accepted(session, oppet.ar, o).items()}


def content(session: Session, modell: type[B], inlamningar: Val) -> list[tuple[str, B]]:
    """(organ, row) of every row of a sheet in the given submissions."""
    organ = {nr: kod for kod, nr in inlamningar.items()}
    var = col(modell.inlamning_id)
    fraga = plain_rows(modell).where(var.in_(organ)).order_by(var, col(modell.rad))
    return [(organ[r.inlamning_id], r) for r in rows_of(session, modell, fraga)]


def answered(
    session: Session, modell: type[B], nyckel: str, falten: Iterable[str], inlamningar: Val
) -> dict[str, list[str]]:
    """Organ → the codes of a sheet's rows on which any of some columns is filled in, in the given submissions.

    Args:
        nyckel: the column with the code.
    """
    organ = {nr: kod for kod, nr in inlamningar.items()}
    var, kod = col(modell.inlamning_id), col(getattr(modell, nyckel))
    ifyllt = or_(*(col(getattr(modell, f)).is_not(None) for f in falten))
    svar: dict[str, list[str]] = {}
    for nr, k in session.exec(select(var, kod).where(var.in_(organ), ifyllt).order_by(var, col(modell.rad))):
        svar.setdefault(organ[nr], []).append(k)
    return svar


def newest_received(session: Session, ar: int) -> dict[tuple[str | None, str | None], Inlamning]:
    """(organ, omgång) → the newest workbook of a year, whatever was said of it."""
    nyast = (
        select(func.max(Inlamning.id)).where(Inlamning.ar == ar).group_by(col(Inlamning.organ), col(Inlamning.omgang))
    )
    return {(i.organ, i.omgang): i for i in session.exec(select(Inlamning).where(col(Inlamning.id).in_(nyast)))}


def revised(session: Session, inlamningar: Val) -> dict[Nyckel, Decimal]:
    """(organ, indikator) → the reviderat årsmål in the given workbooks."""
    return {
        (organ, r.indikatorkod): r.reviderat_arsmal
        for organ, r in content(session, SvarRad, inlamningar)
        if r.indikatorkod and r.reviderat_arsmal is not None
    }


def planned(session: Session, inlamningar: Val) -> dict[Nyckel, Decimal]:
    """(organ, indikator) → the årsmål that the given plans state."""
    alla = content(session, PlanArsmal, inlamningar)
    return {(organ, r.indikatorkod): r.arsmal for organ, r in alla if r.arsmal is not None}


def in_force(session: Session, oppet: Oppet, o: Omgang, egna: Val | None = None) -> dict[Nyckel, Decimal]:
    """(organ, indikator) → the årsmål in force in an omgång: the plan's, or the newest reviderade up to it.

    Args:
        egna: the submissions of the omgång itself, where they are not those that `counted` gives.
    """
    plan, *senare = oppet.omgangar.till_och_med(o)

    def av(rond: Omgang) -> Val:
        return egna if egna is not None and rond == o else counted(session, oppet, rond)

    varden = planned(session, av(plan))
    for rond in senare:
        varden |= revised(session, av(rond))
    return varden


def reported(session: Session, o: Omgang, inlamningar: Val) -> dict[Nyckel, Decimal]:
    """(organ, indikator) → the prognos or utfall that the given workbooks of an omgång state."""
    if o.varde not in VARDEBLAD:
        return {}
    alla = content(session, VARDEBLAD[o.varde], inlamningar)
    return {(organ, r.indikatorkod): r.varde for organ, r in alla if r.varde is not None}  # type: ignore[attr-defined]


@dataclass
class Svarsbok:
    """One workbook's answers: its rows by number, and its reviderade årsmål by indicator."""

    inlamning: Inlamning
    rader: dict[str, SvarRad] = field(default_factory=dict)
    varden: dict[str, Decimal] = field(default_factory=dict)

    def pa(self, nummer: str, indikator: str | None) -> Svar:
        """What it answers to one uppmaning; a value for the indicator answers wherever it stands."""
        varde = self.varden.get(indikator or "")
        r = self.rader.get(nummer)
        if r is None:
            return Svar(varde)
        return Svar(varde, r.svar, r.aktivitet, bool(r.kan_inte), r.reviderat_arsmal is not None)


def answers(session: Session, inlamningar: Iterable[Inlamning]) -> dict[str, list[Svarsbok]]:
    """Organ → what its workbooks answer, in the order that they are given."""
    bocker = {i.id: Svarsbok(i) for i in inlamningar}
    fraga = plain_rows(SvarRad).where(col(SvarRad.inlamning_id).in_(bocker)).order_by(col(SvarRad.id))
    for r in rows_of(session, SvarRad, fraga):
        bok = bocker[r.inlamning_id]
        bok.rader[r.nummer] = r
        if r.indikatorkod and r.reviderat_arsmal is not None:
            bok.varden[r.indikatorkod] = r.reviderat_arsmal
    per_organ: dict[str, list[Svarsbok]] = {}
    for bok in bocker.values():
        per_organ.setdefault(str(bok.inlamning.organ), []).append(bok)
    return per_organ


def basis(session: Session, inlamningar: Val) -> dict[int, Inlamning]:
    """The given submissions, by id."""
    alla = session.exec(select(Inlamning).where(col(Inlamning.id).in_(inlamningar.values())))
    return {i.id: i for i in alla}


def example_rounds(session: Session, oppet: Oppet) -> set[str]:
    """The codes of the omgångar whose workbooks were made as examples, and not by the organs."""
    fraga = select(Inlamning.omgang).where(Inlamning.ar == oppet.ar, Inlamning.uppgiftslamnare == EXEMPEL).distinct()
    return {kod for kod in session.exec(fraga) if kod}
