"""The wheel: what `pip install` gives, away from any clone."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

from startprogram import arshjul_start
from tests_stod import AR_2024, ROOT

PAKET = ("flows", "tasks", "rules", "schemas", "notifications", "migrations")


@pytest.fixture(scope="module")
def hjulet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree."""
    mapp = tmp_path_factory.mktemp("hjul")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(mapp)], cwd=ROOT, check=True)
    return next(mapp.glob("arshjul-*.whl"))


@pytest.fixture(scope="module")
def installerat(hjulet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; what it depends on is lent by the one that runs the tests."""
    mapp = tmp_path_factory.mktemp("installerat")
    venv.create(mapp, with_pip=False, symlinks=True)
    egna = Path(sysconfig.get_path("purelib", vars={"base": str(mapp), "platbase": str(mapp)}))
    # a folder named in a .pth file: the .pth files in it, with the tests' own clone, are not read
    (egna / "lanade.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(mapp / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--ignore-installed", str(hjulet)], check=True)
    return mapp / "bin"


@pytest.fixture(scope="module")
def miljo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A work folder, and no trace of the clone."""
    hem = tmp_path_factory.mktemp("arbetsmapp") / "hem"
    utan = ("ARSHJUL_", "PREFECT_", "PYTHON")
    return {k: v for k, v in os.environ.items() if not k.startswith(utan)} | {"ARSHJUL_HEM": str(hem)}


def _kor(argument: list[str], miljo: dict[str, str], cwd: Path) -> str:
    svar = subprocess.run(argument, env=miljo, cwd=cwd, capture_output=True, text=True)
    assert svar.returncode == 0, svar.stderr
    return svar.stdout


def _i_tradet() -> set[str]:
    """Every file of the packages that is no Python, as the tree has it."""
    filer = {f for p in PAKET for f in (ROOT / p).rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc")}
    return {f.relative_to(ROOT).as_posix() for f in filer}


def test_every_file_that_is_no_code_is_in_the_wheel(hjulet: Path) -> None:
    i_hjulet = set(zipfile.ZipFile(hjulet).namelist())
    arsmappen = {f"flows/medfoljer/data/2024/{f.relative_to(AR_2024).as_posix()}" for f in AR_2024.rglob("*.*")}
    assert _i_tradet() | arsmappen | {"flows/medfoljer/prefect.yaml"} <= i_hjulet


def test_nothing_but_the_program_is_in_the_wheel(hjulet: Path) -> None:
    toppar = {n.split("/")[0] for n in zipfile.ZipFile(hjulet).namelist()}
    assert {t for t in toppar if not t.endswith(".dist-info")} == set(PAKET)


def test_the_licence_is_in_the_wheel(hjulet: Path) -> None:
    with zipfile.ZipFile(hjulet) as z:
        licensen = next(n for n in z.namelist() if n.endswith("/LICENSE"))
        assert z.read(licensen) == (ROOT / "LICENSE").read_bytes()
        metadata = next(n for n in z.namelist() if n.endswith("/METADATA"))
        assert "License-Expression: EUPL-1.2" in z.read(metadata).decode()


def test_it_is_the_wheel_that_runs(installerat: Path, miljo: dict[str, str], tmp_path: Path) -> None:
    fraga = "import flows, tasks, flows.paket as p; print(flows.__file__, tasks.__file__, p.deployment_folder())"
    for fil in _kor([str(installerat / "python"), "-c", fraga], miljo, tmp_path).split():
        assert Path(fil).is_relative_to(installerat.parent)


def test_help_anywhere(installerat: Path, miljo: dict[str, str], tmp_path: Path) -> None:
    assert "Användning: arshjul" in _kor([str(installerat / "arshjul"), "--help"], miljo, tmp_path)


def test_every_deployment_can_be_imported_where_it_is_deployed(
    installerat: Path, miljo: dict[str, str], tmp_path: Path
) -> None:
    python = str(installerat / "python")
    fraga = "import flows.paket as p; print(p.deployment_folder())"
    mapp = Path(_kor([python, "-c", fraga], miljo, tmp_path).strip())
    punkter = [d["entrypoint"] for d in yaml.safe_load((mapp / "prefect.yaml").read_text("utf-8"))["deployments"]]
    assert punkter
    _kor([python, "-c", f"import pydoc; assert all(map(pydoc.locate, {punkter!r}))"], miljo, mapp)


def test_a_year_is_opened_anywhere(installerat: Path, miljo: dict[str, str], tmp_path: Path) -> None:
    program = str(installerat / "arshjul")
    exempelaret = _kor(
        [str(installerat / "python"), "-c", "import flows.paket as p; print(p.example_year())"], miljo, tmp_path
    ).strip()
    assert "2024" in _kor([program, "oppna", exempelaret, "--handlaggare", "Åsa Öberg"], miljo, tmp_path)
    assert "Stockholm 2024" in _kor([program, "status"], miljo, tmp_path)


@pytest.mark.tal
def test_start_anywhere(installerat: Path, tmp_path: Path) -> None:
    program = [str(installerat / "arshjul")]
    with arshjul_start(tmp_path, kommando=program, cwd=tmp_path, PYTHONPATH="") as startat:
        i_paketet = [d["name"] for d in yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]]
        assert {d["name"] for d in startat.api.filter("deployments")} == set(i_paketet)
        startat.wait_for_state(startat.run("Självtest"), "COMPLETED")
        assert startat.stop() == 0
    assert (startat.hem / "prefect" / "ui").is_dir()
