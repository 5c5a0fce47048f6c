"""What a removal of personal data changes in the tables: row by row, of the kinds that the plan declares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel

from schemas.arbetsbocker import EXEMPEL
from schemas.arsmapp import Kontakt
from schemas.gallring import GALLRAD
from schemas.personuppgift import without_personuppgifter
from schemas.tabeller import Inlamning, Post, Utskick
from tasks.laget.helheten import every_row

#: in the key of a message that repeats what others have written in mails
OM_BREV = ("/post/", "sammandrag/vecka/")


@dataclass(frozen=True)
class Radandring:
    """A row that changes: what its columns become; None = it is removed."""

    kod: str
    rad: SQLModel
    blir: dict[str, Any] | None

    def apply(self, session: Session) -> None:
        """Change it."""
        if self.blir is None:
            session.delete(self.rad)
        for namn, varde in (self.blir or {}).items():
            setattr(self.rad, namn, varde)


#: row → what its columns become, whether or not they are so already
Blir = Callable[[Any], dict[str, Any]]


def _cleaned(*kolumner: str) -> Blir:
    return lambda rad: {k: without_personuppgifter(getattr(rad, k)) for k in kolumner}


def _answered_by(i: Inlamning) -> dict[str, Any]:
    return {"uppgiftslamnare": i.uppgiftslamnare if i.uppgiftslamnare in (None, "", EXEMPEL) else GALLRAD}


def _as_sent(u: Utskick) -> dict[str, Any]:
    """A message without whom it names; of one that tells of mails that came in, nothing is left."""
    if any(om in u.nyckel for om in OM_BREV):
        return {"amne": GALLRAD, "text": GALLRAD, "fel": without_personuppgifter(u.fel)}
    return _cleaned("amne", "text", "fel")(u)


#: the kinds whose rows stand, but for what is personal in them: kind, table, what becomes of a row
REGLER: tuple[tuple[str, type[SQLModel], Blir], ...] = (
    ("avsandare", Inlamning, lambda i: {"avsandare": None} | _cleaned("skal")(i)),
    ("uppgiftslamnare", Inlamning, _answered_by),
    ("problem", Inlamning, _cleaned("problem", "fragor", "filnamn")),
    ("mottagare", Utskick, lambda _: {"till": [], "kopia": []}),
    ("brevtexter", Utskick, _as_sent),
    ("post", Post, lambda _: {"avsandare": "", "amne": "", "text": "", "bilagor": [], "adresser": []}),
)


def row_changes(session: Session, ar: int) -> Iterator[Radandring]:
    """Every row of a year that holds personal data, and what becomes of it. Nothing is changed."""
    for kontakt in every_row(session, Kontakt, ar):
        yield Radandring("kontakter", kontakt, None)
    for kod, modell, blir in REGLER:
        for rad in every_row(session, modell, ar):
            nytt = {k: v for k, v in blir(rad).items() if v != getattr(rad, k)}
            if nytt:
                yield Radandring(kod, rad, nytt)
