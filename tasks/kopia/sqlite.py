"""SQLite: copies through its backup API, which sees one commit's state while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from schemas.problem import ArshjulFel
from tasks.grund.databas import BUSY_SECONDS

#: what SQLite lays beside a database
BREDVID = ("-journal", "-wal", "-shm")


def copy_sqlite(fil: Path, till: Path) -> dict[str, int]:
    """Copy a database that others use; how many rows each table of the copy has.

    Raises:
        ArshjulFel: it cannot be read, or is damaged.
    """
    till.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    adress = f"{fil.absolute().as_uri()}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(adress, uri=True, timeout=BUSY_SECONDS)) as fran,
            closing(sqlite3.connect(till)) as kopia,
        ):
            fran.backup(kopia)
            kopia.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fel:
        raise ArshjulFel(f"Databasen {fil} går inte att kopiera: {_why(fel)}.") from fel
    till.chmod(0o600)
    return rows_of(till)


def _why(fel: sqlite3.Error) -> str:
    text = str(fel)
    if "full" in text or "disk I/O" in text:
        return "disken är full, eller går inte att skriva"
    return "den är skadad" if "malformed" in text or "not a database" in text else "den går inte att öppna"


def rows_of(fil: Path) -> dict[str, int]:
    """How many rows each table of a database has.

    Raises:
        ArshjulFel: it is damaged.
    """
    try:
        with closing(sqlite3.connect(fil)) as c:
            if c.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("malformed")
            fraga = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            namn = [n for (n,) in c.execute(fraga)]
            return {n: c.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in sorted(namn)}
    except sqlite3.Error as fel:
        raise ArshjulFel(f"Databasen {fil.name} är skadad eller ingen SQLite-fil.") from fel
