"""What may move after it was decided or received, and what the trail tells of each move.

An event that moves something carries, before and after, `delar` (recipients of issued uppmaningar), `anstand` (later
days for whole workbooks) or `inlamning` (what became of a workbook). Put together in the order of the events they are
what the tables say now.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session, col, select

from schemas.begrepp import Uppmaningsstatus
from schemas.tabeller import Anstand, Handelse, Inlamning, Mottagare, Uppmaningsrad
from tasks.laget.berattelse import as_told

#: the columns of a recipient that may move: when it is due, what to reach, from when it is reminded, withdrawn
DEL = ("senast", "begart", "tillfragad", "aterkallad")
#: the columns of an anstånd with a workbook
BOKANSTAND = ("dag", "givet")
#: key → its columns; None where there is nothing
Lage = dict[tuple[str, ...], dict[str, Any]]
#: what an event tells of each → what its key is made of
NYCKLAR: Mapping[str, tuple[str, ...]] = {
    "delar": ("nummer", "organ"),
    "anstand": ("omgang", "organ"),
    "inlamning": ("organ", "omgang", "version"),
}


def parts_now(session: Session, ar: int) -> Lage:
    """(nummer, organ) → the columns `DEL`, of every recipient of an issued uppmaning."""
    fraga = (
        select(Uppmaningsrad.nummer, Mottagare.organ, *(getattr(Mottagare, f) for f in DEL))
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    return {(nummer, organ): as_told(dict(zip(DEL, r, strict=True))) for nummer, organ, *r in session.exec(fraga)}


def anstand_now(session: Session, ar: int) -> Lage:
    """(omgang, organ) → the columns `BOKANSTAND`, of every anstånd with a workbook."""
    alla = session.exec(select(Anstand).where(Anstand.ar == ar).order_by(col(Anstand.id)))
    return {(a.omgang, a.organ): as_told({f: getattr(a, f) for f in BOKANSTAND}) for a in alla}


def submissions_now(session: Session, ar: int) -> Lage:
    """(organ, omgang, version) → the status of every received workbook."""
    alla = session.exec(select(Inlamning).where(Inlamning.ar == ar).order_by(col(Inlamning.id)))
    return {(i.organ or "", i.omgang or "", str(i.version)): {"status": str(i.status)} for i in alla}


#: what events tell → what the tables say of it
NU = {"delar": parts_now, "anstand": anstand_now, "inlamning": submissions_now}


def moves(vad: str, fore: Lage, efter: Lage) -> list[dict[str, Any]]:
    """What an event tells: each key that is new or whose columns have changed, with `fore` (null where new) and
    `efter`."""
    namn = NYCKLAR[vad]
    return [
        {**dict(zip(namn, k, strict=True)), "fore": fore.get(k), "efter": v}
        for k, v in efter.items()
        if fore.get(k) != v
    ]


@contextmanager
def watched(session: Session, ar: int, *vad: str) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """What moves within the block, by `delar` and `anstand`, for its event; filled in as the block ends."""
    fore = {v: NU[v](session, ar) for v in vad}
    rort: dict[str, list[dict[str, Any]]] = {}
    yield rort
    session.flush()
    rort |= {v: moves(v, fore[v], NU[v](session, ar)) for v in vad}


def told_so_far(vad: str, handelser: Iterable[Handelse]) -> Lage:
    """What the events of a year say stands now: the same form as the tables are read in.

    Args:
        vad: delar, anstand or inlamning.
        handelser: the year's events, in their order.
    """
    svar: Lage = {}
    for h in handelser:
        for rort in h.uppgifter.get(vad) or ():
            svar[tuple(str(rort[n] or "") for n in NYCKLAR[vad])] = rort["efter"]
    return svar
