"""The database: connections that keep what they are told, and one commit per step."""

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
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

import schemas.tabeller  # noqa: F401
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BUSY_SECONDS = 60


@cache
def _engine(url: str) -> sa.Engine:
    adress = sa.make_url(url)
    if adress.get_backend_name() == "postgresql":
        return sa.create_engine(adress.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if adress.database:
        Path(adress.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(adress, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
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
    return _engine(installningar().databas)


def release() -> None:
    """Close every connection, e.g. before the database is moved."""
    if _engine.cache_info().currsize:
        engine().dispose()
    _engine.cache_clear()


def alembic_config(forbindelse: sa.Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = forbindelse
    return config


def migrate() -> None:
    """Bring the database to the newest revision; at once done where it is there already."""
    huvud = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with engine().connect() as forbindelse, _without_references(forbindelse), forbindelse.begin():
        if MigrationContext.configure(forbindelse).get_current_revision() != huvud:
            command.upgrade(alembic_config(forbindelse), "head")


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
    try:
        with Session(engine(), expire_on_commit=False) as session:
            yield session
            session.commit()
    except OperationalError as fel:
        raise ArshjulFel(f"Databasen svarar inte eller är upptagen: {fel.orig}. Försök igen om en stund.") from fel


@contextmanager
def read() -> Iterator[Session]:
    """A session that only reads.

    Raises:
        ArshjulFel: the database cannot be reached.
    """
    migrate_once(installningar().databas)
    try:
        forbindelse = engine().connect().execution_options(bara_las=True)
        with forbindelse, Session(forbindelse) as session:
            yield session
    except OperationalError as fel:
        raise ArshjulFel(f"Databasen svarar inte: {fel.orig}.") from fel


@cache
def migrate_once(url: str) -> None:
    """Migrate once per process and database.

    Raises:
        ArshjulFel: the database cannot be reached.
    """
    try:
        migrate()
    except OperationalError as fel:
        raise ArshjulFel(f"Databasen går inte att nå: {fel.orig}. Se efter ARSHJUL_DATABASE_URL.") from fel
