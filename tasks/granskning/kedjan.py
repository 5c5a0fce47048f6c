"""The trail against itself: whole, in order, protected, and the one of which somebody has kept the end."""

import datetime
import logging
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.kedjehuvud import Kedjehuvud
from schemas.tabeller import Handelse, Kedja
from tasks.granskning.fynd import Fynd, obs
from tasks.grund.handelser import kedjehash

#: how far back a clock may be set without anybody being told
CLOCK = datetime.timedelta(hours=1)
KEDJAN = "Händelsekedjan"
SKYDDET = "Databasens skydd för händelserna"
#: SQLite's triggers as the migration makes them
_TRIGGER = (
    "CREATE TRIGGER handelse_skrivskydd_{0} BEFORE {1} ON handelse "
    "BEGIN SELECT RAISE(ABORT, 'handelse is append-only'); END"
)
#: PostgreSQL's: before, for each row, at update and delete
_FORE_RAD_ANDRA_TA_BORT = 1 | 2 | 8 | 16


def read_trail(session: Session) -> tuple[list[Handelse], list[Fynd]]:
    """The whole trail in its order, and the rows of it that cannot be read."""
    fraga = select(Handelse).order_by(col(Handelse.nr))
    try:
        with session.begin_nested():
            return list(session.exec(fraga)), []
    except Exception:
        logging.getLogger(__name__).exception("Händelserna gick inte att läsa i ett svep")
    alla, fel = [], []
    for nr in session.exec(select(Handelse.nr).order_by(col(Handelse.nr))).all():
        try:
            with session.begin_nested():
                alla.append(session.exec(fraga.where(Handelse.nr == nr)).one())
        except Exception:
            logging.getLogger(__name__).exception("Händelse %s gick inte att läsa", nr)
            fel.append(Fynd("går inte att läsa: uppgifterna är skadade. Mer står i loggen", f"Händelse {nr}"))
    return alla, fel


def check_chain(session: Session, handelser: Sequence[Handelse], huvud: Kedjehuvud | None) -> Iterator[Fynd]:
    """The trail's numbers, links, hashes, days, end and protection.

    Args:
        handelser: the trail in its order.
        huvud: an end that somebody has kept, to be found in it.
    """
    yield from _links(handelser)
    yield from _order(handelser)
    yield from _end(session, handelser)
    yield from _protection(session)
    if huvud:
        yield from _kept(handelser, huvud)


def _vilken(rad: Handelse) -> str:
    return f"Händelse {rad.nr} ({rad.dag}, {rad.vem}: {rad.vad})"


def _links(handelser: Sequence[Handelse]) -> Iterator[Fynd]:
    fore, vantat = "", 1
    for rad in handelser:
        if rad.nr != vantat:
            saknas = f"Händelse {vantat}" if rad.nr == vantat + 1 else f"Händelserna {vantat}–{rad.nr - 1}"
            yield Fynd(f"saknas; nästa rad har nummer {rad.nr}", saknas, f"Borttaget mellan {_mellan(handelser, rad)}")
        elif rad.fore != fore:
            yield Fynd("följer inte på händelsen före", _vilken(rad))
        if rad.hash != kedjehash(rad):
            yield Fynd("har ändrats efter att den skrevs", _vilken(rad))
        fore, vantat = rad.hash, rad.nr + 1


def _mellan(handelser: Sequence[Handelse], rad: Handelse) -> str:
    plats = handelser.index(rad)
    return f"{handelser[plats - 1].dag if plats else 'början'} och {rad.dag}"


def _order(handelser: Sequence[Handelse]) -> Iterator[Fynd]:
    """Days that go backwards may be somebody who stood on another day; a clock that does, somebody who set it."""
    for fore, rad in pairwise(handelser):
        if rad.ar == fore.ar and rad.dag < fore.dag:
            yield obs(f"har en tidigare dag än händelse {fore.nr} ({fore.dag})", _vilken(rad))
        if _tid(rad) < _tid(fore) - CLOCK:
            yield obs(f"är skriven {rad.tid}, före händelse {fore.nr} ({fore.tid})", _vilken(rad))


def _tid(rad: Handelse) -> datetime.datetime:
    return datetime.datetime.fromisoformat(rad.tid)


def _end(session: Session, handelser: Sequence[Handelse]) -> Iterator[Fynd]:
    slut = session.exec(select(Kedja)).one_or_none()
    sist = (handelser[-1].nr, handelser[-1].hash) if handelser else (0, "")
    if slut is None:
        yield Fynd("uppgiften om var den slutar saknas", KEDJAN)
    elif slut.antal != sist[0]:
        yield Fynd(f"ska sluta med händelse {slut.antal}, men slutar med händelse {sist[0]}", KEDJAN)
    elif slut.hash != sist[1]:
        yield Fynd(f"slutar med en annan händelse {sist[0]} än den som skrevs", KEDJAN)


def _protection(session: Session) -> Iterator[Fynd]:
    """The database itself refuses to change or remove a row of the trail, unless somebody has taken that away."""
    pg = session.connection().dialect.name == "postgresql"
    borta = _missing_postgres(session) if pg else _missing_sqlite(session)
    if borta:
        yield Fynd(f"saknas, är avstängt eller ändrat ({', '.join(borta)})", SKYDDET)


def _missing_sqlite(session: Session) -> list[str]:
    fraga = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'handelse'")
    finns = {" ".join(sql.split()) for sql in session.connection().execute(fraga).scalars()}
    return [vad for vad in ("UPDATE", "DELETE") if _TRIGGER.format(vad.lower(), vad) not in finns]


def _missing_postgres(session: Session) -> list[str]:
    fraga = sa.text("""
        SELECT t.tgenabled, t.tgtype, t.tgqual IS NULL AS alltid, p.prosrc FROM pg_trigger t
        JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = 'handelse'::regclass AND t.tgname = 'handelse_skrivskydd'""")
    rad = session.connection().execute(fraga).one_or_none()
    nekar = rad is not None and re.fullmatch(r"\s*BEGIN RAISE EXCEPTION '[^']*'; END\s*", rad.prosrc)
    if rad and nekar and rad.alltid and rad.tgenabled in ("O", "A") and rad.tgtype == _FORE_RAD_ANDRA_TA_BORT:
        return []
    return ["UPDATE", "DELETE"]


def _kept(handelser: Sequence[Handelse], huvud: Kedjehuvud) -> Iterator[Fynd]:
    rad = next((h for h in handelser if h.nr == huvud.nr), None)
    if rad is None:
        sist = handelser[-1].nr if handelser else 0
        yield Fynd(
            f"har ingen händelse {huvud.nr}; den slutar med nr {sist}, så den är kapad eller omräknad sedan huvudet "
            "sparades", KEDJAN,
        )  # fmt: skip
    elif not huvud.is_of(rad.nr, rad.hash):
        yield Fynd(
            f"har vid händelse {huvud.nr} ({rad.dag}) hashen {rad.hash}, men ni har sparat {huvud.hash}: kedjan är "
            "omräknad från den händelsen eller tidigare sedan huvudet sparades", KEDJAN,
        )  # fmt: skip
