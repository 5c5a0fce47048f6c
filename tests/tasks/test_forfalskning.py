"""A forged year is found, named and dated; an untouched one is not accused."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from forfalskare import Forfalskare
from forfalskningar import FORFALSKNINGAR, Forfalskning
from rikt_ar import AR, run_rich_year
from schemas.kedjehuvud import Kedjehuvud, read_kedjehuvud
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import Granskat, look
from tasks.grund.databas import release, snapshot
from tests_stod import i_miljo


@pytest.fixture(scope="session")
def rikt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich year's work folder, run through once however many processes test."""
    bas = tmp_path_factory.getbasetemp()
    delad = (bas.parent if "PYTEST_XDIST_WORKER" in os.environ else bas) / "rikt"
    delad.mkdir(exist_ok=True)
    with (delad / "las").open("w") as las:
        fcntl.flock(las, fcntl.LOCK_EX)
        if not (delad / "klar").exists():
            run_rich_year(delad / "hem")
            (delad / "klar").touch()
    return delad / "hem"


@pytest.fixture
def hem(rikt: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to forge in."""
    shutil.copytree(rikt, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


@pytest.fixture
def forfalskare(hem: Path) -> Forfalskare:
    """The clerk."""
    return Forfalskare(f"sqlite:///{hem / 'arshjul.sqlite'}", hem / str(AR))


def _granska(huvud: Kedjehuvud | None = None) -> Granskat:
    with snapshot() as session:
        return look(session, huvud=huvud)


def _fel(granskat: Granskat) -> list[str]:
    return [str(f) for f in granskat.fynd if f.slag == Fyndslag.FEL]


def test_an_untouched_year_is_not_accused(hem: Path) -> None:
    granskat = _granska()
    assert _fel(granskat) == []
    assert all("Granskning" in f.var for f in granskat.fynd)  # the reviews that were filled in


@pytest.mark.parametrize("f", FORFALSKNINGAR, ids=str)
def test_a_forgery_is_found_named_and_dated(f: Forfalskning, forfalskare: Forfalskare) -> None:
    fore = _end(forfalskare)
    f.gor(forfalskare)
    utan = _fel(_granska())
    med = _fel(_granska(fore)) if f.huvud else utan
    assert [t for t in med if re.search(f.sags, t)], med
    assert not f.daterad or [t for t in med if re.search(r"händelse \d+|\d{4}-\d\d-\d\d", t)], med


def _end(f: Forfalskare) -> Kedjehuvud:
    """The end of the trail, as somebody may have kept it."""
    rad = f.sql("SELECT nr, hash FROM handelse ORDER BY nr DESC LIMIT 1")[0]
    return read_kedjehuvud(rad["nr"], rad["hash"][:16])
