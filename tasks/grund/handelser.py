"""The audit trail: every state change writes one row, in the same commit, chained to the row before."""

import datetime
import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import Session, col, select

from schemas.handelseslag import Handelseslag
from schemas.kedjehuvud import Kedjehuvud
from schemas.personuppgift import without_personuppgifter
from schemas.tabeller import Handelse, Kedja

PROGRAMMET = "arshjul"
#: where a session keeps the events that are written when it commits
PENDING = "handelser"


_T: sa.Table = Kedja.__table__  # type: ignore[attr-defined]
_H: sa.Table = Handelse.__table__  # type: ignore[attr-defined]
# put together once: an event is written with every message that leaves
_SLUTET = sa.select(_T.c.antal, _T.c.hash)
_FLYTTA = sa.update(_T).where(_T.c.antal == sa.bindparam("fran"))
_FLYTTA = _FLYTTA.values(antal=sa.bindparam("till"), hash=sa.bindparam("sist"))
_LAGG_TILL = sa.insert(_H)
_ANNAT = sa.select(_H.c.nr).where(
    _H.c.nr > sa.bindparam("langd"), _H.c.vad.not_in(sa.bindparam("utom", expanding=True))
)
_ANNAT = _ANNAT.limit(1)


_INLOGGAD: ContextVar[str | None] = ContextVar("inloggad", default=None)


@contextmanager
def signed_in(vem: str) -> Iterator[None]:
    """Within the block this person is signed in, whoever is stated to decide."""
    fore = _INLOGGAD.set(vem)
    try:
        yield
    finally:
        _INLOGGAD.reset(fore)


def handelse(
    vad: Handelseslag,
    *,
    dag: datetime.date,
    ar: int | None,
    vem: str | None = None,
    fil: str | None = None,
    fil_sha256: str | None = None,
    **uppgifter: Any,
) -> Handelse:
    """An event that is not in the trail yet; beside who is stated stands who is signed in, where that can be told.

    Nothing can be taken out of the trail again, so no e-mail address or telephone number gets into it: one that stands
    in a text is struck out here, and of who is signed in only the name before the @ is kept.

    Args:
        vad: what was done.
        vem: who did it; the program itself where no person did.
        fil, fil_sha256: the file that the change came from.
        uppgifter: what was changed, JSON.
    """
    if vem and (inloggad := _INLOGGAD.get()):
        uppgifter["inloggad"] = inloggad.partition("@")[0]
    return Handelse(
        nr=0,
        dag=dag,
        tid=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        vem=without_personuppgifter(vem or PROGRAMMET),
        vad=str(vad),
        ar=ar,
        uppgifter=without_personuppgifter(json.loads(json.dumps(uppgifter, default=str))),
        fil=without_personuppgifter(fil),
        fil_sha256=fil_sha256,
        fore="",
        hash="",
    )


def log(session: Session, vad: Handelseslag, **uppgifter: Any) -> None:
    """Tell the trail of a change; it is written when the change is saved. The arguments are `handelse`'s."""
    log_all(session, [handelse(vad, **uppgifter)])


def log_all(session: Session, rader: Sequence[Handelse]) -> None:
    """Tell the trail of changes, in their order; they are written when the changes are saved."""
    session.info.setdefault(PENDING, []).extend(rader)


def append_pending(session: Session) -> None:
    """Append to the trail what has been told: each event with the hash of the one before."""
    tag = session.connection()
    rader: list[Handelse] = session.info.pop(PENDING, [])
    while rader:
        slut = tag.execute(_SLUTET).one()
        fore = slut.hash
        for nr, rad in enumerate(rader, slut.antal + 1):
            rad.nr, rad.fore = nr, fore
            rad.hash = fore = kedjehash(rad)
        if tag.execute(_FLYTTA, {"fran": slut.antal, "till": rader[-1].nr, "sist": fore}).rowcount == 1:
            tag.execute(_LAGG_TILL, [rad.model_dump() for rad in rader])
            return


def trail_length(session: Session) -> int:
    """How many rows the trail has, with those that are written when the session commits: every change adds one."""
    return head(session.connection())[0] + len(session.info.get(PENDING, ()))


def head(forbindelse: sa.Connection) -> tuple[int, str]:
    """The end of the trail: the number of its last row, and its hash."""
    slut = forbindelse.execute(_SLUTET).one()
    return int(slut.antal), str(slut.hash)


def chain_head(session: Session) -> Kedjehuvud:
    """Where the trail ends, before what is written when the session commits."""
    return Kedjehuvud(*head(session.connection()))


def happened_since(session: Session, langd: int, utom: Collection[Handelseslag]) -> bool:
    """Whether anything has happened since the trail was so long, but for some kinds of event."""
    if trail_length(session) == langd:
        return False
    annat = session.connection().execute(_ANNAT, {"langd": langd, "utom": list(utom)})
    return annat.first() is not None


def last_event(session: Session, ar: int, vad: Collection[Handelseslag]) -> int:
    """The number of the newest event of a year that is one of these; 0 where there is none."""
    fraga = select(func.max(Handelse.nr)).where(Handelse.ar == ar, col(Handelse.vad).in_(vad))
    return session.exec(fraga).one() or 0


def last_day(session: Session, vad: Handelseslag) -> datetime.date | None:
    """The day of the newest event of a kind; None where there is none."""
    return session.exec(select(func.max(Handelse.dag)).where(Handelse.vad == vad)).one()


def opened_by(session: Session, ar: int) -> str | None:
    """Who opened a year."""
    fraga = select(Handelse.vem).where(Handelse.ar == ar, Handelse.vad == Handelseslag.ARET_OPPNADES)
    return session.exec(fraga.order_by(col(Handelse.nr)).limit(1)).first()


def kedjehash(rad: Handelse) -> str:
    """The hash of a row: everything that stands in it, and the hash of the row before."""
    return hashlib.sha256(kedjetext(rad).encode()).hexdigest()


def kedjetext(rad: Handelse) -> str:
    """The text that a row's hash is taken of, on one line."""
    return json.dumps(rad.model_dump(exclude={"hash"}, mode="json"), sort_keys=True, ensure_ascii=False)


def events_of(session: Session, ar: int, vad: Handelseslag) -> list[Handelse]:
    """The events of one kind of a year, the newest first."""
    fraga = select(Handelse).where(Handelse.ar == ar, Handelse.vad == vad)
    return list(session.exec(fraga.order_by(col(Handelse.nr).desc())))
