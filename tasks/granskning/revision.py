"""What every part of an audit looks at: the trail as read, one year, and the words for what it names."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlmodel import Session

from notifications.texter import tal
from schemas.arsmapp import Organ
from schemas.tabeller import Handelse
from tasks.laget.arsdata import rows
from tasks.laget.gallrat import now
from tasks.laget.oppet import Oppet

#: how much of a text a finding quotes
MOST_QUOTED = 60


@dataclass
class Revision:
    """One audit of one year.

    Attributes:
        handelser: the whole trail, in its order.
        raknat: how much has been held against something, by what it is called.
    """

    session: Session
    oppet: Oppet
    handelser: list[Handelse]
    raknat: Counter[str] = field(default_factory=Counter)

    @property
    def ar(self) -> int:
        """The year."""
        return self.oppet.ar

    @cached_property
    def arets(self) -> list[Handelse]:
        """The events of the year."""
        return [h for h in self.handelser if h.ar == self.ar]

    @cached_property
    def nu(self) -> Callable[[str], str]:
        """Hash of a kept file → the one that stands for it now: another where personal data has been taken out of it,
        "" where it is gone with them."""
        return now(self.session, self.ar)

    @cached_property
    def _organ(self) -> dict[str, str]:
        return {r.kod: r.kortnamn or r.namn for r in rows(self.session, Organ, self.ar)}

    def organ(self, kod: str | None) -> str:
        """What an organ is called."""
        return self._organ.get(kod or "", kod or "okänt organ")

    def omgang(self, kod: str | None) -> str:
        """What an omgång is called in running text."""
        o = self.oppet.omgangar.finn(kod or "")
        return o.bestamd if o else f"omgången {kod}"

    def av(self, *vad: str) -> Iterator[Handelse]:
        """The year's events of some kinds."""
        return (h for h in self.arets if h.vad in vad)


def nar(h: Handelse | None) -> str:
    """An event as a finding names it."""
    return f"händelse {h.nr} ({h.dag}, {h.vem}: {h.vad})" if h else "någon händelse som går att se"


def quoted(varde: Any) -> str:
    """A value as a finding quotes it."""
    if varde is None or varde in ("", [], {}):
        return "inget"
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, str | datetime.date | list | dict):
        text = " ".join(str(varde).split())
        return f"”{text[:MOST_QUOTED]}{'…' if len(text) > MOST_QUOTED else ''}”"
    return tal(varde)


def differs(star: Any, vantat: Any, i: str = "i databasen", dar: str = "det") -> str:
    """What stands there and what should: two long texts are quoted from where they part."""
    if isinstance(star, str) and isinstance(vantat, str):
        n = next(
            (k for k, (a, b) in enumerate(zip(star, vantat, strict=False)) if a != b), min(map(len, (star, vantat)))
        )
        if n > MOST_QUOTED // 2:
            star, vantat = ("…" + t[n - 15 :] for t in (star, vantat))
    return f"{i} står {quoted(star)}, men {dar} ska vara {quoted(vantat)}"
