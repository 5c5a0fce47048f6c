"""When each flow last ran, and how it went: what `status` tells without asking Prefect."""

import contextlib
import datetime

from sqlmodel import Session, col, select

from schemas.problem import ArshjulFel
from schemas.tabeller import Korning
from tasks.grund.databas import write


def note_korning(flode: str, borjade: datetime.datetime, *, lyckad: bool, mening: str) -> None:
    """Remember the newest run of a flow; where the database does not answer, the run's own outcome stands all the same.

    Args:
        borjade: when it began, UTC.
        mening: what it said when it ended.
    """
    with contextlib.suppress(ArshjulFel), write() as session:
        session.merge(Korning(flode=flode, borjade=borjade.isoformat(), lyckad=lyckad, mening=mening))


def newest_korningar(session: Session) -> list[Korning]:
    """The newest run of each flow that has run on a schedule or from a form."""
    return list(session.exec(select(Korning).order_by(col(Korning.flode))))
