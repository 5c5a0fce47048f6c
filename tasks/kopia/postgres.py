"""PostgreSQL: everything of our schemas as one snapshot saw it, and back in one transaction.

`pg_dump` writes how the tables are made, before and after their rows; the rows go by COPY in the same snapshot. So
reading back needs no program, is one transaction with the old tables' end, and is counted before it is committed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql

from schemas.problem import ArshjulFel
from tasks.grund.adress import database_url, named
from tasks.grund.databasfel import in_words
from tasks.grund.filer import CHUNK
from tasks.grund.prefectschema import prefect_schema
from tasks.kopia.arkiv import Databaskopia

LOCK_SECONDS = 15
SAKNAS = "Installera PostgreSQL:s klientprogram (Debian: apt install postgresql-client), samma version som servern."
_TABELLER = """
    SELECT relname FROM pg_class c WHERE relnamespace = %s::regnamespace AND relkind = 'r' AND NOT EXISTS
    (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY relname"""
_TOM = """
DO $$ DECLARE sats text; BEGIN
FOR sats IN
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) FROM pg_class c
    WHERE relkind IN ('r', 'p') AND relnamespace = SCHEMA::regnamespace AND NOT EXISTS
        (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE pronamespace = SCHEMA::regnamespace AND NOT EXISTS
        (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype) FROM pg_type t
    WHERE typtype IN ('e', 'd') AND typnamespace = SCHEMA::regnamespace AND NOT EXISTS
        (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
LOOP EXECUTE sats; END LOOP; END $$"""


def _connect(url: sa.URL) -> psycopg.Connection:
    try:
        return psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    except psycopg.Error as fel:
        raise in_words(fel, url) from fel


@contextmanager
def snapshot(till: Path) -> Iterator[Callable[[], list[Databaskopia]]]:
    """Hold on to the state of this moment; what is given writes it out, however long after.

    Args:
        till: the folder, which gets one for each schema.

    Raises:
        ArshjulFel: `pg_dump` is missing or too old, or the database cannot be read.
    """
    url = database_url()
    try:
        with _connect(url) as c:
            c.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            c.read_only = True
            bild = _one(c, "SELECT pg_export_snapshot()")
            eget = _one(c, "SELECT coalesce(current_schema(), 'public')")
            yield lambda: [_write_out(c, url, till, s, bild) for s in _schemas(c, eget)]
    except psycopg.Error as fel:
        raise in_words(fel, url) from fel


def _one(c: psycopg.Connection, fraga: LiteralString) -> str:
    rad = c.execute(fraga).fetchone()
    assert rad
    return str(rad[0])


def _schemas(c: psycopg.Connection, eget: str) -> list[tuple[str, str]]:
    """(name, schema): ours, and Prefect's where it is there."""
    svar = [("arshjul", eget)]
    if c.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [prefect_schema(eget)]).fetchone():
        svar.append(("prefect", prefect_schema(eget)))
    return svar


def _write_out(c: psycopg.Connection, url: sa.URL, till: Path, om: tuple[str, str], bild: str) -> Databaskopia:
    namn, schema = om
    mapp = till / namn
    mapp.mkdir(parents=True, mode=0o700)
    for del_ in ("pre-data", "post-data"):
        _pg_dump(url, schema, del_, bild, mapp / f"{del_}.sql")
    rader = {}
    for (tabell,) in c.execute(_TABELLER, [schema]).fetchall():
        fraga = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, tabell))
        cur = c.cursor()
        with (mapp / f"{tabell}.copy").open("wb") as ut, cur.copy(fraga) as rad:
            for bit in rad:
                ut.write(bit)
        rader[tabell] = cur.rowcount
    sekvenser = c.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s AND last_value IS NOT NULL", [schema]
    )
    kopia = {"namn": namn, "schemanamn": schema, "rader": rader, "sekvenser": dict(sekvenser.fetchall())}
    return Databaskopia.model_validate(kopia)


def _pg_dump(url: sa.URL, schema: str, del_: str, bild: str, till: Path) -> None:
    """How the tables are made; the password goes by the environment, where other users do not see it."""
    program = shutil.which("pg_dump")
    if not program:
        raise ArshjulFel(f"Programmet pg_dump behövs för en säkerhetskopia av PostgreSQL, men finns inte. {SAKNAS}")
    adress = url.set(drivername="postgresql", password=None).render_as_string()
    arg = [program, "-d", adress, "-n", f'"{schema}"', f"--section={del_}", f"--snapshot={bild}", "-f", str(till)]
    losen = {"PGPASSWORD": str(url.password)} if url.password else {}
    svar = subprocess.run(
        [*arg, "--no-owner", "--no-privileges", "--no-comments", "--no-password"],
        env=os.environ | losen | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
    )
    if svar.returncode:
        gammal = "server version mismatch" in svar.stderr
        skal = "är äldre än servern" if gammal else "kunde inte läsa databasen"
        raise ArshjulFel(f"Programmet pg_dump {skal}, så säkerhetskopian blev inte av. {SAKNAS}")


@contextmanager
def read_back(fran: Path, kopior: list[Databaskopia], framsteg: Callable[[str], None]) -> Iterator[None]:
    """Replace our schemas with those of a copy; committed when the block ends well, and otherwise nothing is changed.

    Args:
        fran: the folder that `snapshot` wrote.

    Raises:
        ArshjulFel: somebody uses the database, or what was read is not what was written.
    """
    url = database_url()
    try:
        with _connect(url) as c:
            _refuse_if_used(c, url)
            c.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(f"{LOCK_SECONDS}s"))
            for kopia in kopior:
                _read_one(c, fran / kopia.namn, kopia, framsteg)
            yield
    except psycopg.Error as fel:
        raise ArshjulFel(f"Inget är ändrat. {in_words(fel, url)}") from fel


def _refuse_if_used(c: psycopg.Connection, url: sa.URL) -> None:
    eget = _one(c, "SELECT coalesce(current_schema(), 'public')")
    fraga = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    andra = int(_one(c, cast(LiteralString, f"{fraga} AND pid <> pg_backend_pid()")))
    if andra and eget == "public":
        raise ArshjulFel(
            f"Inget är ändrat: {named(url)} används av {andra} andra förbindelser. Stoppa arshjul start och andra "
            "kommandon, också på andra datorer, och försök igen."
        )


def _read_one(c: psycopg.Connection, mapp: Path, kopia: Databaskopia, framsteg: Callable[[str], None]) -> None:
    schema = str(kopia.schemanamn)
    c.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    if kopia.namn == "prefect":
        c.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    c.execute(sql.SQL(cast(LiteralString, _TOM.replace("SCHEMA", "{}"))).format(schema, schema, schema))
    _run(c, mapp / "pre-data.sql")
    for tabell, antal in kopia.rader.items():
        framsteg(f"Läser in {tabell}")
        fraga = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(schema, tabell))
        cur = c.cursor()
        with (mapp / f"{tabell}.copy").open("rb") as fil, cur.copy(fraga) as rad:
            while bit := fil.read(CHUNK):
                rad.write(bit)
        if cur.rowcount != antal:
            raise ArshjulFel(f"Tabellen {tabell} fick {cur.rowcount} rader i stället för {antal}. Inget är ändrat.")
    for sekvens, varde in kopia.sekvenser.items():
        c.execute("SELECT setval(%s::regclass, %s)", [f'"{schema}"."{sekvens}"', varde])
    _run(c, mapp / "post-data.sql")


def _run(c: psycopg.Connection, fil: Path) -> None:
    """Run what pg_dump wrote, without what belongs to psql, to another version, or makes the schema itself."""
    text = fil.read_text("utf-8")
    bort = r"^(\\(un)?restrict .*|SET (transaction|idle|statement|lock)\w* = .*|CREATE SCHEMA .*)$"
    sats = re.sub(bort, "", text, flags=re.MULTILINE)
    c.execute(cast(LiteralString, sats))
    c.execute("RESET search_path")
