"""The database: connections that keep what they are told, and one commit per step."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlmodel import Session

import schemas.tabeller  # noqa: F401
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.grund.adress import database_url, is_postgres, parse
from tasks.grund.avtryck import seal, take_all, watch, watched
from tasks.grund.databasfel import check_kind, told_in_words
from tasks.grund.handelser import append_pending

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BUSY_SECONDS = 60
#: since this revision every change leaves a fingerprint
FINGERPRINTED = "0007"
#: every engine that was made and is not released
_oppnade: list[sa.Engine] = []


@cache
def _engine(url: str) -> sa.Engine:
    adress = parse(url)
    if is_postgres(adress):
        engine = sa.create_engine(adress, pool_pre_ping=True)
        watch(engine)
        return engine
    mapp = Path(adress.database or "").parent
    try:
        mapp.mkdir(parents=True, exist_ok=True)
    except OSError as fel:
        raise ArshjulFel(f"Mappen {mapp} för databasen går inte att skapa: {fel.strerror}.") from None
    engine = sa.create_engine(adress, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    watch(engine)
    return engine


def _pragmas(forbindelse, _) -> None:  # type: ignore[no-untyped-def]
    """Rollback journal and full sync (the WAL of Debian 12's SQLite has the reset bug); foreign keys on."""
    forbindelse.isolation_level = None
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON"):
        forbindelse.execute(f"PRAGMA {pragma}")


def _begin(forbindelse: sa.Connection) -> None:
    """Take the write lock at once where something will be written: a read that turns into a write fails."""
    last = forbindelse.get_execution_options().get("bara_las", False)
    forbindelse.exec_driver_sql("BEGIN" if last else "BEGIN IMMEDIATE")


def engine() -> sa.Engine:
    """The engine of the configured database."""
    svar = _engine(installningar().databas)
    if svar not in _oppnade:
        _oppnade.append(svar)
    return svar


def release() -> None:
    """Close every connection and forget what was seen, e.g. before the database is moved."""
    migrate_once.cache_clear()
    while _oppnade:
        _oppnade.pop().dispose()
    _engine.cache_clear()


def alembic_config(forbindelse: sa.Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = forbindelse
    return config


def known_revisions() -> list[str]:
    """The revisions that this version of the program knows, oldest first."""
    return [r.revision for r in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]


def revision(forbindelse: sa.Connection) -> str | None:
    """The revision of a database; None where it is empty. It is not changed.

    Raises:
        ArshjulFel: it belongs to another program, or to a newer version of this one.
    """
    tabeller = own_tables(forbindelse)
    noterade = set(MigrationContext.configure(forbindelse).get_current_heads()) if tabeller else set()
    check_kind(database_url(), tabeller, noterade, set(known_revisions()))
    return max(noterade, default=None)


def own_tables(forbindelse: sa.Connection, schema: str | None = None) -> set[str]:
    """The tables of a database, but not those of PostgreSQL's extensions.

    Args:
        schema: of PostgreSQL; default the one that the connection stands in.
    """
    if forbindelse.dialect.name == "sqlite":
        return set(sa.inspect(forbindelse).get_table_names())
    fraga = sa.text("""
        SELECT relname FROM pg_class c WHERE relkind IN ('r', 'p')
        AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = coalesce(:schema, current_schema()))
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')""")
    return set(forbindelse.execute(fraga, {"schema": schema}).scalars())


def migrate() -> None:
    """Bring the database to the newest revision; at once done where it is there already.

    Raises:
        ArshjulFel: it belongs to another program, or to a newer version of this one.
    """
    with engine().connect() as forbindelse, _without_references(forbindelse), forbindelse.begin():
        fran = revision(forbindelse)
        if fran != known_revisions()[-1]:
            command.upgrade(alembic_config(forbindelse), "head")
            if fran and fran < FINGERPRINTED:
                _take_fingerprints(forbindelse)


def _take_fingerprints(forbindelse: sa.Connection) -> None:
    """From here on the trail answers for what is there."""
    with Session(forbindelse) as session:
        take_all(session, datetime.datetime.now(datetime.UTC).date())
        append_pending(session)
        session.commit()


@contextmanager
def _without_references(forbindelse: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, during which what refers to it refers to nothing."""
    if forbindelse.dialect.name != "sqlite":
        yield
        return
    direkt: Any = forbindelse.connection.driver_connection
    direkt.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        direkt.execute("PRAGMA foreign_keys=ON")


@contextmanager
def write() -> Iterator[Session]:
    """A session that commits once, when the block ends well, and otherwise changes nothing.

    Raises:
        ArshjulFel: the database cannot be reached or is locked by someone else for too long.
    """
    migrate_once(installningar().databas)
    with told_in_words(database_url), Session(engine(), expire_on_commit=False) as session, watched(session):
        yield session
        seal(session)
        session.commit()


@contextmanager
def read() -> Iterator[Session]:
    """A session that only reads.

    Raises:
        ArshjulFel: the database cannot be reached.
    """
    with _reading() as session:
        yield session


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session that only reads, and sees the state as it was at its first question, whatever is written meanwhile.

    Raises:
        ArshjulFel: the database cannot be reached.
    """
    with _reading(postgresql_isolation_level="REPEATABLE READ") as session:
        yield session


@contextmanager
def _reading(postgresql_isolation_level: str | None = None) -> Iterator[Session]:
    """A session of a connection that writes nothing; SQLite's readers keep what they have begun to read."""
    migrate_once(installningar().databas)
    with told_in_words(database_url):
        forbindelse = engine().connect().execution_options(bara_las=True)
        if postgresql_isolation_level and forbindelse.dialect.name == "postgresql":
            forbindelse = forbindelse.execution_options(isolation_level=postgresql_isolation_level)
        with forbindelse, Session(forbindelse) as session:
            yield session


@cache
def migrate_once(url: str) -> None:
    """Migrate once per process and database.

    Raises:
        ArshjulFel: the database cannot be reached, belongs to another program or to a newer version of this one.
    """
    with told_in_words(database_url):
        migrate()
