"""One at a time: what may not run beside itself waits for its turn, whoever started it and on which machine."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

import sqlalchemy as sa

from schemas.installningar import installningar
from schemas.problem import Upptaget
from tasks.grund.databas import engine

PATIENCE_SECONDS = 600
POLL_SECONDS = 0.2


@contextmanager
def only_one(namn: str) -> Iterator[None]:
    """Hold the turn of a kind of work for the length of the block; the system lets it go when its holder dies.

    With PostgreSQL the turn is the database's, for every machine that uses it; with SQLite a file of the work folder's.

    Raises:
        Upptaget: someone has held it for too long.
    """
    with (_turn_of_database if engine().dialect.name == "postgresql" else _turn_of_folder)(namn) as ta:
        slut = time.monotonic() + PATIENCE_SECONDS
        while not ta():
            if time.monotonic() > slut:
                raise Upptaget(f"En annan körning av {namn} pågår och blev inte klar på tio minuter.")
            time.sleep(POLL_SECONDS)
        yield


@contextmanager
def _turn_of_folder(namn: str) -> Iterator[Callable[[], bool]]:
    fil = installningar().hem / "las" / namn
    fil.parent.mkdir(parents=True, exist_ok=True)
    with fil.open("w") as las:
        yield lambda: _take(las)


def _take(las: IO[str]) -> bool:
    try:
        fcntl.flock(las, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _turn_of_database(namn: str) -> Iterator[Callable[[], bool]]:
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as forbindelse:
        fraga = sa.text("SELECT pg_try_advisory_lock(hashtext(:vad))").bindparams(vad=f"arshjul {namn}")
        try:
            yield lambda: bool(forbindelse.scalar(fraga))
        finally:
            forbindelse.invalidate()
