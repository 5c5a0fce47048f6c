"""The database's address: what may stand in ARSHJUL_DATABASE_URL, and how it is said without its password."""

import re

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from schemas.installningar import installningar
from schemas.problem import ArshjulFel

EXEMPEL = "postgresql://användare:lösenord@server/databas, eller sqlite:////mapp/fil.sqlite"
#: dialect → the driver that the program uses
DRIVRUTINER = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}
KODA = "Tecken som @ : / # ? % i namn och lösenord skrivs %40 %3A %2F %23 %3F %25"


def database_url() -> sa.URL:
    """The address of the configured database, with the driver that the program uses.

    Raises:
        ArshjulFel: it is no address, or that of a database of another kind. Its text, which may hold a password,
            is never repeated.
    """
    return parse(installningar().databas)


def parse(text: str) -> sa.URL:
    """An address as written.

    Raises:
        ArshjulFel: as for `database_url`.
    """
    try:
        url = sa.make_url(text.strip())
    except (ArgumentError, ValueError):
        raise ArshjulFel(f"ARSHJUL_DATABASE_URL går inte att läsa som en adress: {EXEMPEL}. {KODA}.") from None
    slag = url.drivername.partition("+")[0]
    if slag not in DRIVRUTINER:
        namn = slag if re.fullmatch(r"[a-z0-9]{1,20}", slag) else "något annat"
        raise ArshjulFel(f"ARSHJUL_DATABASE_URL är {namn}, men Årshjulet använder PostgreSQL eller SQLite: {EXEMPEL}.")
    if slag == "sqlite" and (not url.database or url.database == ":memory:" or url.host):
        raise ArshjulFel("ARSHJUL_DATABASE_URL saknar en fil. Skriv sqlite:/// och filens namn.")
    if slag != "sqlite" and ("@" in (url.host or "") or not url.database):
        raise ArshjulFel(f"ARSHJUL_DATABASE_URL saknar databasens namn, eller har ett @ för mycket: {EXEMPEL}. {KODA}.")
    return url.set(drivername=DRIVRUTINER[slag])


def is_postgres(url: sa.URL) -> bool:
    """Whether the address is that of a PostgreSQL."""
    return url.get_backend_name() == "postgresql"


def named(url: sa.URL) -> str:
    """The database in words for a sentence: never its password."""
    if not is_postgres(url):
        return f"databasen {url.database}"
    vard = url.host or url.query.get("host") or "den här datorn"
    return f"databasen {url.database} på {vard}"
