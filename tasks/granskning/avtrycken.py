"""Every unit of state against its last fingerprint in the trail, and every fingerprint against the one before."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from schemas.handelseslag import ANDRAR, Handelseslag
from schemas.tabeller import Handelse
from tasks.granskning.enheter import Namngivning
from tasks.granskning.fynd import Fynd
from tasks.granskning.revision import nar
from tasks.grund.avtryck import AVTRYCK, Enhet, all_units, fingerprints, unit_name, unit_of

#: the fingerprint of what cannot be read
SKADAD = "skadad"


def check_fingerprints(session: Session, handelser: Sequence[Handelse], raknat: Counter[str]) -> Iterator[Fynd]:
    """What has been changed, added or taken away past the program, and between which events.

    Args:
        handelser: the whole trail, in its order.
        raknat: how many units were looked at is added to it.
    """
    forbindelse = session.connection()
    namn = Namngivning(forbindelse)
    senast: dict[Enhet, tuple[str, Handelse]] = {}
    yield from _through_the_trail(handelser, senast, namn)
    alla = all_units(forbindelse)
    raknat["enheter"] += len(alla)
    if handelser and not senast and alla:
        yield Fynd("inga avtryck är tagna, så uppgifterna kan inte hållas mot händelserna", "Händelsekedjan")
        return
    nu = _now(forbindelse, dict.fromkeys([*alla, *senast]))
    for enhet, avtryck in nu.items():
        fore, h = senast.get(enhet, ("", None))
        if avtryck == fore:
            continue
        if avtryck == SKADAD:
            yield Fynd("går inte att läsa: uppgifterna är skadade. Mer står i loggen", namn.name(enhet), _efter(h))
        elif not fore:
            yield Fynd("finns i databasen, men ingen händelse säger det", namn.name(enhet), _efter(h))
        elif not avtryck:
            yield Fynd("finns inte längre i databasen", namn.name(enhet), _efter(h, "Borttaget"))
        else:
            yield Fynd("har ändrats vid sidan av programmet", namn.name(enhet), _efter(h))


def _efter(h: Handelse | None, vad: str = "Ändrat") -> str:
    return f"{vad} efter {nar(h)}" if h else ""


def _through_the_trail(
    handelser: Sequence[Handelse], senast: dict[Enhet, tuple[str, Handelse]], namn: Namngivning
) -> Iterator[Fynd]:
    """Fill in the last fingerprint of each unit; what was not, when it was changed, as it had last been left.

    Args:
        senast: unit → its fingerprint and the event that has it.
    """
    tillsammans: list[Handelse] = []
    for h in handelser:
        tillsammans.append(h)
        if h.vad not in ANDRAR:
            yield Fynd("är av ett slag som programmet inte skriver", f"Händelse {h.nr} ({h.dag}, {h.vem}: {h.vad})")
        if AVTRYCK not in h.uppgifter:
            continue
        lovade = {t for x in tillsammans for t in ANDRAR.get(x.vad, ())}
        tillsammans = []
        tagna = h.vad == Handelseslag.AVTRYCK_TAGNA and not senast
        for enhet, fore, efter in _units(h):
            kant, sist = senast.get(enhet, ("", None))
            if not (tagna or enhet[0] in lovade):
                yield Fynd(f"ändrades enligt {nar(h)}, som inte kan ändra det", namn.name(enhet), _efter(sist))
            if fore != kant[: len(fore)] or bool(fore) != bool(kant):
                vad = "hade ändrats vid sidan av programmet när det ändrades"
                mellan = f"Ändrat mellan {nar(sist)} och {nar(h)}" if sist else f"Ändrat före {nar(h)}"
                yield Fynd(vad, namn.name(enhet), mellan)
            senast[enhet] = efter, h


def _units(h: Handelse) -> Iterator[tuple[Enhet, str, str]]:
    """(unit, the beginning of its fingerprint before, its fingerprint) of an event."""
    avtryck: Mapping[str, Sequence[str]] = h.uppgifter[AVTRYCK]
    for namn, (fore, efter) in avtryck.items():
        yield unit_of(namn), fore, efter


def _now(forbindelse: sa.Connection, enheter: Iterable[Enhet]) -> dict[Enhet, str]:
    """The fingerprints as things stand; what cannot be read hides nothing else."""
    per_tabell: dict[str, list[Enhet]] = {}
    for enhet in enheter:
        per_tabell.setdefault(enhet[0], []).append(enhet)
    svar: dict[Enhet, str] = {}
    for egna in per_tabell.values():
        try:
            with forbindelse.begin_nested():
                svar |= fingerprints(forbindelse, egna)
        except Exception:
            logging.getLogger(__name__).exception("Tabellen %s har skadade rader", egna[0][0])
            svar |= {enhet: _one(forbindelse, enhet) for enhet in egna}
    return svar


def _one(forbindelse: sa.Connection, enhet: Enhet) -> str:
    try:
        with forbindelse.begin_nested():
            return fingerprints(forbindelse, [enhet])[enhet]
    except Exception:
        logging.getLogger(__name__).exception("%s går inte att läsa", unit_name(enhet))
        return SKADAD
