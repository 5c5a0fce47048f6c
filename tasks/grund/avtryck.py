"""Fingerprints of the state: what every change left, kept in the event that tells of it.

A *unit* is what one key holds of one table, `malbeslut/12` the goals of avstämning 12. Of every unit that a transaction
changed, its last event carries the fingerprint and the beginning of the one that stood there before: so a change past
the program is seen, also where the program itself changed the same unit afterwards (docs/beslut/0018).
"""

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, SQLModel, col, select

from schemas.handelseslag import ANDRAR, ARETS, INLAMNAT, TILLSTANDET, Handelseslag
from schemas.tabeller import Handelse
from tasks.grund.handelser import PENDING, append_pending, log

#: where an event keeps the fingerprints: unit → [the beginning of the one before, the new one]; "" = nothing is there
AVTRYCK = "avtryck"
#: how much of the fingerprint before is kept
FORE = 12
#: units whose content can be guessed (addresses, names): nobody can try guesses against their fingerprints
SALTADE = frozenset({"kontakt", "utskick", "post", "inlamning"})
#: table → the columns by which its rows are one unit; the others by their id
_NYCKEL = MappingProxyType(
    {
        **dict.fromkeys(ARETS, "ar"),
        **dict.fromkeys(INLAMNAT - {"inlamning"}, "inlamning_id"),
        **dict.fromkeys(("indikatorutfall", "malbeslut", "framstallning"), "avstamning_id"),
        "mottagare": "uppmaning_id",
        "svarsdom": "mottagare_id",
    }
)
#: table → columns that say nothing of the state: what a run notes for itself, and the numbers of rows made anew
_UTOM = MappingProxyType(
    {
        **dict.fromkeys(ARETS - {"ar"} | INLAMNAT - {"inlamning"}, frozenset({"id"})),
        "utskick": frozenset({"sandare"}),
        "dokument": frozenset({"underlag", "fore"}),
    }
)
#: how many units are read in one question
_MANGA = 400

Enhet = tuple[str, int]


class Oberattat(AssertionError):
    """A change of the state that no event tells of: a fault of the program."""


def unit_name(enhet: Enhet) -> str:
    """A unit as the trail has it: `malbeslut/12`."""
    return f"{enhet[0]}/{enhet[1]}"


def unit_of(namn: str) -> Enhet:
    """The unit of a name in the trail."""
    tabell, _, nyckel = namn.partition("/")
    return tabell, int(nyckel)


def _table(namn: str) -> sa.Table:
    return SQLModel.metadata.tables[namn]


def _key(tabell: sa.Table) -> sa.Column[Any]:
    return tabell.c[_NYCKEL.get(tabell.name, "id")]


def rows_of(forbindelse: sa.Connection, tabell: str, nycklar: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Key → the rows of a unit, as they are fingerprinted: what belongs to the state, in order."""
    t, nyckel = _table(tabell), _key(_table(tabell))
    visas = [c for c in t.c if c.name not in _UTOM.get(tabell, ())]
    ordning = [t.c[n] for n in ("rad", "id") if n in t.c] or list(t.primary_key)
    svar: dict[int, list[dict[str, Any]]] = {}
    alla = list(nycklar)
    for n in range(0, len(alla), _MANGA):
        fraga = sa.select(nyckel.label("enhetens_nyckel"), *visas).where(nyckel.in_(alla[n : n + _MANGA]))
        for rad in forbindelse.execute(fraga.order_by(nyckel, *ordning)).mappings():
            svar.setdefault(rad["enhetens_nyckel"], []).append({c.name: rad[c.name] for c in visas})
    return svar


def _plain(varde: Any) -> Any:
    """A value as every database gives it."""
    if isinstance(varde, Decimal):
        return format(varde, "f")
    if isinstance(varde, datetime.date):
        return varde.isoformat()
    raise TypeError(f"{type(varde)} has no fingerprint")


def fingerprint(tabell: str, rader: Sequence[Mapping[str, Any]], salt: str = "") -> str:
    """The fingerprint of a unit's rows; "" where there are none."""
    if not rader:
        return ""
    text = json.dumps([tabell, salt, rader], sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt(enhet: str) -> str:
    """A salt for a unit, which nobody can guess."""
    return secrets.token_hex(16)


def _salts(forbindelse: sa.Connection, enheter: Iterable[Enhet]) -> dict[str, str]:
    namn = [unit_name(e) for e in enheter if e[0] in SALTADE]
    t, svar = _table("salt"), dict[str, str]()
    for n in range(0, len(namn), _MANGA):
        fraga = sa.select(t.c.enhet, t.c.salt).where(t.c.enhet.in_(namn[n : n + _MANGA]))
        svar |= {str(rad.enhet): str(rad.salt) for rad in forbindelse.execute(fraga)}
    return svar


def fingerprints(forbindelse: sa.Connection, enheter: Iterable[Enhet]) -> dict[Enhet, str]:
    """The fingerprints of units as they stand; "" of one that is not there."""
    alla = list(dict.fromkeys(enheter))
    salter = _salts(forbindelse, alla)
    per_tabell: dict[str, list[int]] = {}
    for tabell, nyckel in alla:
        per_tabell.setdefault(tabell, []).append(nyckel)
    svar: dict[Enhet, str] = {}
    for tabell, nycklar in per_tabell.items():
        rader = rows_of(forbindelse, tabell, nycklar)
        for k in nycklar:
            svar[tabell, k] = fingerprint(tabell, rader.get(k, []), salter.get(unit_name((tabell, k)), ""))
    return svar


def all_units(forbindelse: sa.Connection) -> list[Enhet]:
    """Every unit that is there."""
    svar: list[Enhet] = []
    for tabell in sorted(TILLSTANDET):
        nyckel = _key(_table(tabell))
        svar += [(tabell, k) for k in forbindelse.execute(sa.select(nyckel).distinct().order_by(nyckel)).scalars()]
    return svar


class Bevakning:
    """What a transaction changes: unit → the fingerprint that it had before the first change."""

    def __init__(self) -> None:
        self.fore: dict[Enhet, str] = {}

    def before(self, forbindelse: sa.Connection, sats: Any, rader: Sequence[Mapping[str, Any]]) -> None:
        """Keep what stands in the units that a statement is about to change."""
        tabell = sats.table.name
        if tabell not in TILLSTANDET:
            return
        if not self.fore and forbindelse.dialect.name == "postgresql":  # one changes the state at a time, as in SQLite
            kedja = _table("kedja")
            forbindelse.execute(sa.select(kedja.c.id).with_for_update())
        traffade = self._inserted(sats, rader) if sats.is_insert else self._matched(forbindelse, sats, rader)
        nya = [e for k in dict.fromkeys(traffade) if (e := (tabell, k)) not in self.fore]
        if nya:
            self.fore |= fingerprints(forbindelse, nya)

    @staticmethod
    def _inserted(sats: Any, rader: Sequence[Mapping[str, Any]]) -> list[int]:
        """The units that rows are added to; a row that is a unit of its own has no number yet (see `added`)."""
        nyckel = _NYCKEL.get(sats.table.name)
        return [int(r[nyckel]) for r in rader] if nyckel else []

    @staticmethod
    def _matched(forbindelse: sa.Connection, sats: Any, rader: Sequence[Mapping[str, Any]]) -> list[int]:
        fraga = sa.select(_key(sats.table)).distinct()
        if sats.whereclause is not None:
            fraga = fraga.where(sats.whereclause)
        return [k for r in rader or [{}] for k in forbindelse.execute(fraga, dict(r)).scalars()]

    def added(self, objekt: Iterable[Any]) -> None:
        """Units that rows make which have just got their numbers."""
        for o in objekt:
            tabell = str(getattr(o, "__tablename__", ""))
            if tabell in TILLSTANDET and tabell not in _NYCKEL:
                self.fore.setdefault((tabell, o.id), "")

    def changed(self, forbindelse: sa.Connection) -> dict[Enhet, str]:
        """The units that are not as they were, with their fingerprints now."""
        nu = fingerprints(forbindelse, self.fore)
        return {e: avtryck for e, avtryck in nu.items() if avtryck != self.fore[e]}


def watch(engine: sa.Engine) -> None:
    """Let every statement of an engine pass by the watch of its transaction, where it has one."""

    def before_execute(forbindelse: sa.Connection, sats: Any, flera: Any, en: Any, val: Any) -> None:
        bevakning: Bevakning | None = forbindelse.info.get(AVTRYCK)
        if bevakning is not None and getattr(sats, "is_dml", False):
            bevakning.before(forbindelse, sats, list(flera) or ([en] if en else []))

    event.listen(engine, "before_execute", before_execute)


@contextmanager
def watched(session: Session) -> Iterator[None]:
    """Within the block what the session changes is kept in mind; `seal` writes it into the trail."""
    bevakning = session.info[AVTRYCK] = Bevakning()
    sedda: list[sa.Connection] = []

    def after_begin(_: Session, transaktion: Any, forbindelse: sa.Connection) -> None:
        forbindelse.info[AVTRYCK] = bevakning
        sedda.append(forbindelse)

    event.listen(session, "after_begin", after_begin)
    event.listen(session, "after_flush", lambda s, _: bevakning.added(s.new))
    try:
        yield
    finally:
        for forbindelse in sedda:
            if not forbindelse.invalidated and not forbindelse.closed:
                forbindelse.info.pop(AVTRYCK, None)


def seal(session: Session) -> None:
    """Write the events of the transaction into the trail, the last with the fingerprints of what it changed.

    Raises:
        Oberattat: no event of the transaction tells of a change that it makes.
    """
    session.flush()
    bevakning: Bevakning = session.info[AVTRYCK]
    handelser: list[Handelse] = session.info.get(PENDING, [])
    if not (bevakning.fore or handelser):
        return
    forbindelse = session.connection()
    andrade = bevakning.changed(forbindelse)
    _check_told(andrade, handelser)
    nya = _salted(forbindelse, andrade)
    if handelser:
        tagna = {unit_name(e): [bevakning.fore[e][:FORE], nya[e]] for e in sorted(andrade)}
        handelser[-1].uppgifter = {**handelser[-1].uppgifter, AVTRYCK: tagna}
    append_pending(session)


def _check_told(andrade: Iterable[Enhet], handelser: Sequence[Handelse]) -> None:
    lovade = {t for h in handelser for t in ANDRAR.get(h.vad, ())}
    if oberattade := sorted({t for t, _ in andrade} - lovade):
        vad = ", ".join(h.vad for h in handelser) or "no event"
        raise Oberattat(f"{', '.join(oberattade)} changed with {vad} in the trail: see schemas/handelseslag.py")


def _salted(forbindelse: sa.Connection, andrade: Mapping[Enhet, str]) -> Mapping[Enhet, str]:
    """The fingerprints to keep: those that are salted get a new salt, so that the old one tells nothing any more."""
    egna = [e for e in andrade if e[0] in SALTADE]
    if not egna:
        return andrade
    t = _table("salt")
    namn = [{"namn": unit_name(e)} for e in egna]
    forbindelse.execute(sa.delete(t).where(t.c.enhet == sa.bindparam("namn")), namn)
    kvar = [e for e in egna if andrade[e]]
    if kvar:
        nya = [{"enhet": unit_name(e), "salt": new_salt(unit_name(e))} for e in kvar]
        forbindelse.execute(sa.insert(t), nya)
    return {**andrade, **fingerprints(forbindelse, egna)}


def take_all(session: Session, dag: datetime.date) -> None:
    """Take the fingerprints of everything that is there, of a database that has none."""
    forbindelse = session.connection()
    enheter = all_units(forbindelse)
    if not enheter:
        return
    nya = _salted(forbindelse, fingerprints(forbindelse, enheter))
    tagna = {unit_name(e): ["", nya[e]] for e in enheter}
    log(session, Handelseslag.AVTRYCK_TAGNA, dag=dag, ar=None, **{AVTRYCK: tagna})


def recorded(session: Session) -> Iterator[tuple[Handelse, Mapping[Enhet, tuple[str, str]]]]:
    """Every event that ends a transaction, in order, with what it says of the units: (before, after)."""
    for rad in session.exec(select(Handelse).order_by(col(Handelse.nr))):
        if AVTRYCK in rad.uppgifter:
            yield rad, {unit_of(namn): (fore, efter) for namn, (fore, efter) in rad.uppgifter[AVTRYCK].items()}
