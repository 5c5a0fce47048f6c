"""The year's own data: the rows of its files, as plain values and as frames."""

from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import pandas as pd
from sqlmodel import Session, SQLModel, col, select

from schemas.arsmapp import ARSFILER, Arsfil
from schemas.falt import kolumner

A = TypeVar("A", bound=Arsfil)
M = TypeVar("M", bound=SQLModel)


#: where a session keeps the year's rows that it has read: only opening a year changes them
LASTA, RAMAR = "årets rader", "årets ramar"


def rows(session: Session, modell: type[A], ar: int) -> list[A]:
    """The rows of a file of the year, in the order of the file: to read and not to change."""
    lasta: dict[tuple[type[Arsfil], int], list[Any]] = session.info.setdefault(LASTA, {})
    if (modell, ar) not in lasta:
        fraga = plain_rows(modell).where(col(modell.ar) == ar).order_by(col(modell.rad), col(modell.id))
        lasta[modell, ar] = rows_of(session, modell, fraga)
    return lasta[modell, ar]


def forget_rows(session: Session) -> None:
    """To be called by what changes the year's own data."""
    for namn in (LASTA, RAMAR):
        session.info.pop(namn, None)


@cache
def plain_rows(modell: type[SQLModel]) -> Any:
    """A question for the rows of a table as plain values: to read and not to change, in half the time of objects."""
    return select(*modell.__table__.columns)  # type: ignore[attr-defined]


def rows_of(session: Session, modell: type[M], fraga: Any) -> list[M]:
    """The answer to such a question: rows with the attributes of the table, which `vars` makes into dicts."""
    svar = session.exec(fraga)
    namn = tuple(svar.keys())
    return cast(list[M], [SimpleNamespace(**dict(zip(namn, r, strict=True))) for r in svar])


def ram(session: Session, modell: type[Arsfil], ar: int) -> pd.DataFrame:
    """The rows of a file as a frame: columns by header, object with None; labels are the rows of the file."""
    ramar: dict[tuple[type[Arsfil], int], pd.DataFrame] = session.info.setdefault(RAMAR, {})
    if (modell, ar) not in ramar:
        alla, kols = rows(session, modell, ar), kolumner(modell)
        data = [[getattr(r, k.falt) for k in kols] for r in alla]
        ramar[modell, ar] = pd.DataFrame(
            data, columns=[k.namn for k in kols], index=[r.rad for r in alla], dtype=object
        )  # fmt: skip
    return ramar[modell, ar].copy(deep=False)  # what is changed in the copy is copied


def arets_filer(session: Session, ar: int) -> dict[str, pd.DataFrame]:
    """File name → frame, of the files that the year has rows of, and of those that every year has."""
    ramar = {m: ram(session, m, ar) for m in ARSFILER}
    return {m.FIL: r for m, r in ramar.items() if len(r) or m.OBLIGATORISK}
