"""Prefect gets the city's PostgreSQL from one setting, whatever its password; and a history that ends."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from flows.prefectdatabas import EGEN_ADRESS, prefect_database
from schemas.problem import ArshjulFel
from tasks.grund.databas import engine, own_tables, read, release
from tasks.kopia.aterstall import restore
from tasks.kopia.kopiera import make_backup
from tests_stod import i_miljo

SOKVAG = "PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH"

UPPGRADERA = ("server", "database", "upgrade", "-y")


async def _fraga(adress: str, sokvag: str, fraga: str) -> object:
    motor = create_async_engine(adress, connect_args={"server_settings": {"search_path": sokvag}})
    async with motor.connect() as c:
        svar = (await c.execute(sa.text(fraga))).scalar()
    await motor.dispose()
    return svar


def test_prefects_driver_takes_the_same_address_and_stands_in_its_own_schema(med_losenord: str, tmp_path: Path) -> None:
    url = med_losenord.replace("/postgres?", "/annas?") + "&sslmode=prefer&application_name=arshjul&connect_timeout=9"
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_DATABASE_URL=url):
        try:
            val = prefect_database()
        except ArshjulFel as fel:
            pytest.skip(str(fel))
        finally:
            release()
        with read():  # our tables, beside
            pass
        release()
        assert prefect_database() == val
        release()
    fragor = {"SELECT current_user": "anna", "SELECT current_schema()": "prefect", "SELECT similarity('a', 'a')": 1.0}
    assert {f: asyncio.run(_fraga(val[EGEN_ADRESS], val[SOKVAG], f)) for f in fragor} == fragor
    antal = "SELECT count(*) FROM alembic_version"  # not ours, which would stop Prefect's
    assert asyncio.run(_fraga(val[EGEN_ADRESS], val[SOKVAG], antal)) == 0


def test_with_sqlite_prefect_keeps_its_file(hem: Path) -> None:
    assert EGEN_ADRESS not in prefect_database()


def test_an_operator_may_choose_another(hem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EGEN_ADRESS, "postgresql+asyncpg://annan/annan")
    with i_miljo(ARSHJUL_DATABASE_URL="postgresql://ingen@127.0.0.1:1/ingen"):
        assert EGEN_ADRESS not in prefect_database()


@pytest.mark.parametrize(("dagar", "sekunder"), [("", 400 * 86_400), ("30", 30 * 86_400)])
def test_the_history_ends(dagar: str, sekunder: int, hem: Path) -> None:
    from prefect.settings import Settings

    with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_HISTORIK_DAGAR=dagar), pytest.MonkeyPatch.context() as miljo:
        for namn, varde in prefect_database().items():
            miljo.setenv(namn, varde)
        stad = Settings().server.services.db_vacuum
        assert stad.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
        assert stad.retention_period.total_seconds() == sekunder


def test_prefects_own_schema_is_copied_and_comes_back(ny_databas: Callable[[str], str], tmp_path: Path) -> None:
    """Prefect's own migrations make it: enumerations, indexes of an extension, and rows of its own."""
    kopia = tmp_path / "kopia.zip"
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem"), ARSHJUL_DATABASE_URL=ny_databas("medprefect")):
        try:
            miljo = os.environ | prefect_database() | {"PREFECT_HOME": str(tmp_path / "prefect")}
        except ArshjulFel as fel:
            release()
            pytest.skip(str(fel))
        with read():
            pass
        subprocess.run([sys.executable, "-m", "prefect", *UPPGRADERA], env=miljo, check=True, timeout=500)
        with engine().begin() as c:
            c.execute(sa.text("INSERT INTO prefect.flow (name) VALUES ('ett flöde')"))
        make_backup(kopia, lambda *_: None)
        with engine().begin() as c:
            c.execute(sa.text("DELETE FROM prefect.flow"))
        release()
        svar = restore(kopia, ersatt=True, framsteg=lambda *_: None)
        with engine().connect() as c:
            assert c.scalar(sa.text("SELECT name FROM prefect.flow")) == "ett flöde"
            fick = {t: c.scalar(sa.text(f'SELECT count(*) FROM prefect."{t}"')) for t in own_tables(c, "prefect")}
            index = c.scalar(sa.text("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%gin_trgm_ops%'"))
        release()
        assert fick == svar.manifest.databaser[1].rader
        assert index
        # Prefect finds its database as it left it
        subprocess.run([sys.executable, "-m", "prefect", *UPPGRADERA], env=miljo, check=True, timeout=500)
