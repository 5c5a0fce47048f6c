"""Prefect's own database: a file in the work folder, or a schema of its own in the city's PostgreSQL."""

import os

import sqlalchemy as sa

from schemas.installningar import installningar
from tasks.grund.adress import database_url, is_postgres
from tasks.grund.databasfel import told_in_words
from tasks.grund.prefectschema import prepare_schema

EGEN_ADRESS = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
_PREFIX = "PREFECT_SERVER_DATABASE_"
#: a statement or a connection may take this long on a slow or loaded machine; Prefect's own are 10 and 5
STATEMENT_SECONDS, CONNECT_SECONDS = "60", "30"
#: what libpq takes in an address and asyncpg as well
GEMENSAMMA = {"host", "port", "target_session_attrs"}
#: what asyncpg takes from the environment only
I_MILJON = {"sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "passfile": "PGPASSFILE"}


def prefect_database() -> dict[str, str]:
    """Prefect's settings for its database and how long it keeps its history.

    With PostgreSQL the schema is made where it is missing, since Prefect expects it to be there. An operator who sets
    `PREFECT_SERVER_DATABASE_CONNECTION_URL` has chosen another database; it is left as it is.

    Raises:
        ArshjulFel: the database cannot be reached, or the user may not make a schema in it.
    """
    val = _history() | {f"{_PREFIX}TIMEOUT": STATEMENT_SECONDS, f"{_PREFIX}CONNECTION_TIMEOUT": CONNECT_SECONDS}
    url = database_url()
    if EGEN_ADRESS in os.environ or not is_postgres(url):
        return val
    with told_in_words(database_url):
        sokvag = prepare_schema()
    return val | _address(url) | {f"{_PREFIX}SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH": sokvag}


def _history() -> dict[str, str]:
    sekunder = str(installningar().historik_dagar * 86_400)
    return {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": sekunder,
    }


def _address(url: sa.URL) -> dict[str, str]:
    """The same database for Prefect's driver, which takes other words than libpq in its address."""
    fraga = {k: v for k, v in url.query.items() if k in GEMENSAMMA}
    if "sslmode" in url.query:
        fraga["ssl"] = url.query["sslmode"]
    adress = url.set(drivername="postgresql+asyncpg", query=fraga).render_as_string(hide_password=False)
    return {EGEN_ADRESS: adress} | {I_MILJON[k]: str(v) for k, v in url.query.items() if k in I_MILJON}
