"""Fixtures that every room's tests share: a work folder of their own, and years that have been run through once."""

import fcntl
import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
