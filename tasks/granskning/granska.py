"""An audit of everything: each part by itself, so that what is damaged in one hides nothing in another."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from schemas.kedjehuvud import Kedjehuvud
from schemas.problem import ArshjulFel
from schemas.tabeller import Ar, Handelse
from tasks.granskning.aret import check_year
from tasks.granskning.avtrycken import check_fingerprints
from tasks.granskning.berattat import check_told
from tasks.granskning.bocker import check_books
from tasks.granskning.filer import check_files
from tasks.granskning.fynd import Fynd, Fyndslag
from tasks.granskning.kedjan import check_chain, read_trail
from tasks.granskning.meddelanden import check_messages
from tasks.granskning.regler import check_rules
from tasks.granskning.revision import Revision
from tasks.laget.oppet import the_year, year_numbers, year_of

#: what is held against what, of each year: what it is called, in definite form, and how
DELAR: tuple[tuple[str, Callable[[Revision], Iterator[Fynd]]], ...] = (
    ("Årets uppgifter", check_year),
    ("Det beslutade", check_told),
    ("Inlämningarna", check_books),
    ("Det uträknade", check_rules),
    ("Filerna", check_files),
    ("Meddelandena", check_messages),
)


@dataclass
class Granskat:
    """What was looked at, and what was found.

    Attributes:
        raknat: how much was held against something, by what it is called.
        slut: the last row of the trail.
    """

    fynd: list[Fynd] = field(default_factory=list)
    raknat: Counter[str] = field(default_factory=Counter)
    slut: Handelse | None = None

    @property
    def haller(self) -> bool:
        """Whether nothing was found that does not hold."""
        return all(f.slag != Fyndslag.FEL for f in self.fynd)


def look(
    session: Session,
    ar: int | None = None,
    huvud: Kedjehuvud | None = None,
    steg: Callable[[str], None] = lambda vad: None,
) -> Granskat:
    """Hold everything against everything else; nothing is changed, and no damage stops it.

    Args:
        session: of a snapshot.
        ar: the year that is looked at, default every one; the trail is always looked at whole.
        huvud: an end of the trail that somebody has kept.
        steg: is told what is looked at.

    Raises:
        ArshjulFel: there is nothing to audit, or no such year.
    """
    svar = Granskat()
    aren = [the_year(session, ar).ar] if ar is not None else year_numbers(session)
    steg("Händelsekedjan")
    handelser: list[Handelse] = []

    def kedjan() -> Iterator[Fynd]:
        lasta, fel = read_trail(session)
        handelser.extend(lasta)
        yield from fel
        yield from check_chain(session, handelser, huvud)

    svar.fynd += _collected(session, "Händelsekedjan", kedjan)
    if not aren and not handelser and not svar.fynd:
        raise ArshjulFel("Det finns inget att granska: inget år är öppnat.")
    svar.raknat["händelser"] = len(handelser)
    svar.slut = handelser[-1] if handelser else None
    steg("Avtrycken")
    svar.fynd += _collected(session, "Avtrycken", lambda: check_fingerprints(session, handelser, svar.raknat))
    for ett in aren:
        svar.fynd += _collected(session, f"Året {ett}", lambda e=ett: _the_year(session, e, handelser, svar, steg))  # type: ignore[misc]
    return svar


def _the_year(
    session: Session, ar: int, handelser: list[Handelse], svar: Granskat, steg: Callable[[str], None]
) -> Iterator[Fynd]:
    """One year, part by part."""
    r = Revision(session, year_of(session, session.get_one(Ar, ar)), handelser, svar.raknat)
    for namn, del_ in DELAR:
        steg(f"{namn} {ar}")
        yield from _collected(session, f"{namn} {ar}", lambda d=del_: d(r))  # type: ignore[misc]


def _collected(session: Session, vad: str, gor: Callable[[], Iterable[Fynd]]) -> list[Fynd]:
    """What a part finds; where something that nobody thought of stops it, what it had found, and that it stopped."""
    funna: list[Fynd] = []
    try:
        with session.begin_nested():
            for f in gor():
                funna.append(f)
    except Exception:
        logging.getLogger(__name__).exception("%s gick inte att granska", vad)
        funna.append(Fynd("gick inte att granska: uppgifterna är skadade. Mer står i loggen", vad))
    return funna
