"""Everything of a kind that a year holds, row by row: for what packs it or removes from it."""

from collections.abc import Iterator
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from schemas.tabeller import Handelse

M = TypeVar("M", bound=SQLModel)
#: rows that are held at a time
WINDOW = 500


def trail(session: Session, ar: int | None = None) -> Iterator[Handelse]:
    """The events in their order, some at a time; of one year, or of all."""
    fraga = select(Handelse).order_by(col(Handelse.nr)).execution_options(yield_per=WINDOW)
    yield from session.exec(fraga.where(Handelse.ar == ar) if ar is not None else fraga)


def every_row(session: Session, modell: type[M], ar: int) -> Iterator[M]:
    """The rows of a table that belong to a year, in the order they were put there, some at a time."""
    fraga = select(modell).where(modell.ar == ar).order_by(modell.id)  # type: ignore[attr-defined]
    yield from session.exec(fraga.execution_options(yield_per=WINDOW))
