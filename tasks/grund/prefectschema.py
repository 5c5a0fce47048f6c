"""The schema that Prefect has beside ours in a PostgreSQL."""

import sqlalchemy as sa

from tasks.grund.databas import engine


def own_schema(forbindelse: sa.Connection) -> str:
    """The schema where our tables are."""
    return str(forbindelse.execute(sa.text("SELECT coalesce(current_schema(), 'public')")).scalar_one())


def prefect_schema(schema: str) -> str:
    """Prefect's schema beside ours: two cities in one database, each in a schema of its own, never share it."""
    return "prefect" if schema == "public" else f"{schema}_prefect"


def prepare_schema() -> str:
    """Make Prefect's schema and what it expects to find; the search path that it is to have.

    An empty `alembic_version` is made too: with `public` in the search path, Prefect's Alembic would else find ours,
    and stop at a revision that it does not know.
    """
    with engine().begin() as c:
        schema = prefect_schema(own_schema(c))
        c.execute(sa.text("SELECT pg_advisory_xact_lock(20151)"))  # two commands at once make it once
        c.execute(sa.text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
        c.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        c.execute(
            sa.text(
                f'CREATE TABLE IF NOT EXISTS "{schema}".alembic_version '
                "(version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)"
            )
        )
        fraga = "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'"
        return ", ".join(dict.fromkeys((f'"{schema}"', c.execute(sa.text(fraga)).scalar_one())))
