"""The outbox as it lies in the tables: what waits, what has been sent, what is uncertain."""

import datetime

from sqlmodel import Session, col, select

from notifications.utkorg import INGEN
from schemas.begrepp import Utskicksslag, Utskicksstatus
from schemas.tabeller import Utskick


def messages(session: Session, ar: int, *statusar: Utskicksstatus) -> list[Utskick]:
    """The messages of a year with one of the statuses (none given: all), in the order they were put there."""
    fraga = select(Utskick).where(Utskick.ar == ar).order_by(col(Utskick.id))
    return list(session.exec(fraga.where(col(Utskick.status).in_(statusar)) if statusar else fraga))


def waiting(session: Session, ar: int) -> list[Utskick]:
    """What waits and has somewhere to go."""
    return [u for u in messages(session, ar, Utskicksstatus.VANTAR) if u.kanal != INGEN]


def asked_days(session: Session, ar: int, omgang: str) -> dict[str, datetime.date]:
    """Organ → the day when it was asked for its workbook of an omgång."""
    fraga = select(col(Utskick.organ), col(Utskick.dag)).where(
        Utskick.ar == ar, Utskick.slag == Utskicksslag.FORFRAGAN, Utskick.omgang == omgang
    )
    return {str(organ): dag for organ, dag in session.exec(fraga)}


#: (organ, None for a collected one; role; due date)
Stegnyckel = tuple[str | None, str, datetime.date]


def sent_steps(session: Session, ar: int) -> dict[Stegnyckel, set[str]]:
    """Whom, in which role and about which due date → the steps of the ladder that have been put into the outbox."""
    slag = (Utskicksslag.PAMINNELSE, Utskicksslag.ESKALERING)
    svar: dict[Stegnyckel, set[str]] = {}
    fraga = select(col(Utskick.organ), col(Utskick.roll), col(Utskick.forfallo), col(Utskick.steg))
    for organ, roll, forfallo, steg in session.exec(fraga.where(Utskick.ar == ar, col(Utskick.slag).in_(slag))):
        if forfallo and steg:
            svar.setdefault((organ, roll, forfallo), set()).add(steg)
    return svar
