"""The outbox as it lies in the tables: what waits, what has been sent, what is uncertain."""

import datetime
from collections.abc import Iterable, Sequence

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from notifications.utkorg import PAMINNER
from schemas.begrepp import Utskicksslag, Utskicksstatus
from schemas.tabeller import Utskick

#: a thousand texts need not be read to settle who gets them
UTAN_TEXT = defer(Utskick.text, raiseload=True)  # type: ignore[arg-type]


def messages(session: Session, ar: int, *statusar: Utskicksstatus) -> list[Utskick]:
    """The messages of a year with one of the statuses (none given: all), in the order they were put there."""
    fraga = select(Utskick).where(Utskick.ar == ar).order_by(col(Utskick.id))
    return list(session.exec(fraga.where(col(Utskick.status).in_(statusar)) if statusar else fraga))


def waiting(session: Session, ar: int, efter: int, antal: int) -> tuple[list[Utskick], int | None]:
    """Some of what waits, in the order it was put there, and the last number looked at; None where nothing waits.

    Without its texts: they are read as it leaves (`letters`). What may go in one mail with the last comes along.

    Args:
        efter: only rows with a higher number.
        antal: how many.
    """
    fraga = select(Utskick).where(Utskick.ar == ar, Utskick.status == Utskicksstatus.VANTAR)
    fraga = fraga.options(UTAN_TEXT).order_by(col(Utskick.id))
    rader = list(session.exec(fraga.where(col(Utskick.id) > efter).limit(antal)))
    if not rader:
        return [], None
    sist = rader[-1]
    if len(rader) == antal:
        samma = (Utskick.slag == sist.slag, Utskick.roll == sist.roll, Utskick.dag == sist.dag)
        rader += session.exec(fraga.where(col(Utskick.id) > sist.id, *samma))
    return rader, sist.id


def letters(session: Session, nummer: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Row → its subject and text."""
    fraga = select(Utskick.id, Utskick.amne, Utskick.text).where(col(Utskick.id).in_(nummer))
    return {nr: (amne, text) for nr, amne, text in session.exec(fraga)}


def how_many(session: Session, ar: int, status: Utskicksstatus) -> int:
    """How many messages of a year have a status."""
    return session.exec(select(func.count()).where(Utskick.ar == ar, Utskick.status == status)).one()


def replacing(session: Session, ar: int) -> list[Utskick]:
    """What may take the place of something earlier, sent or waiting: reminders, new days and withdrawals."""
    slag = (*PAMINNER, str(Utskicksslag.UPPMANING), str(Utskicksslag.ATERKALLELSE))
    fraga = select(Utskick).where(Utskick.ar == ar, Utskick.status != Utskicksstatus.STRUKEN)
    return list(session.exec(fraga.options(UTAN_TEXT).where(col(Utskick.slag).in_(slag)).order_by(col(Utskick.id))))


def sent_as(session: Session, meddelanden: Iterable[str]) -> list[Utskick]:
    """The rows that left with one of these Message-IDs, of any year."""
    return list(session.exec(select(Utskick).where(col(Utskick.meddelande).in_(list(meddelanden)))))


def asked_days(session: Session, ar: int, omgang: str) -> dict[str, datetime.date]:
    """Organ → the day when it was asked for its workbook of an omgång."""
    fraga = select(col(Utskick.organ), col(Utskick.dag)).where(
        Utskick.ar == ar, Utskick.slag == Utskicksslag.FORFRAGAN, Utskick.omgang == omgang
    )
    return {str(organ): dag for organ, dag in session.exec(fraga)}


def bring_bok(session: Session, ar: int, omgang: str) -> bool:
    """Whether messages ask or remind of the workbooks of an omgång, and bring them."""
    slag = (Utskicksslag.FORFRAGAN, *PAMINNER)
    fraga = select(Utskick.id).where(Utskick.ar == ar, Utskick.omgang == omgang, col(Utskick.slag).in_(slag))
    return session.exec(fraga.limit(1)).first() is not None


#: (organ, None for a collected one; role; due date)
Stegnyckel = tuple[str | None, str, datetime.date]


def sent_steps(session: Session, ar: int) -> dict[Stegnyckel, set[str]]:
    """Whom, in which role and about which due date → the steps of the ladder that were sent, or wait to be."""
    svar: dict[Stegnyckel, set[str]] = {}
    fraga = select(col(Utskick.organ), col(Utskick.roll), col(Utskick.forfallo), col(Utskick.steg))
    galler = (col(Utskick.slag).in_(PAMINNER), Utskick.status != Utskicksstatus.STRUKEN)
    for organ, roll, forfallo, steg in session.exec(fraga.where(Utskick.ar == ar, *galler)):
        if forfallo and steg:
            svar.setdefault((organ, roll, forfallo), set()).add(steg)
    return svar
