"""The commands that copy everything and put it back, as a person runs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gyllene.gyllene import without_kedja
from tests_stod import EXEMPEL, ROOT, Genomgatt, i_miljo

#: who restores
VEM = ("--handlaggare", "Åsa Öberg")


def arshjul(*arg: str, hem: Path, cwd: Path = ROOT, **miljo: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    val = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    val |= {"ARSHJUL_HEM": str(hem), "COLUMNS": "200", "PYTHONPATH": str(ROOT), **miljo}
    arg = (sys.executable, "-m", "flows.cli", *arg)
    svar = subprocess.run(arg, capture_output=True, text=True, cwd=cwd, env=val, timeout=300)
    assert "Traceback" not in svar.stderr
    return svar


@pytest.fixture
def eget(aren: Callable[[Path], Genomgatt], tmp_path: Path) -> Path:
    """A copy of a work folder whose year has been run through."""
    return Path(shutil.copytree(aren(EXEMPEL / "liten-2026").hem, tmp_path / "hem"))


def test_there_and_back(eget: Path, tmp_path: Path) -> None:
    svar = arshjul("sakerhetskopia", hem=eget, cwd=tmp_path)
    assert (svar.returncode, svar.stderr) == (0, "")
    assert "Förvara den som året självt." in svar.stdout
    kopia = next(tmp_path.glob("arshjul-hem-*.zip"))
    nytt = tmp_path / "nytt"
    svar = arshjul("aterstall", str(kopia), *VEM, "--till", str(nytt), hem=eget)
    assert (svar.returncode, svar.stderr) == (0, "")
    assert "Kontrollera med arshjul granska" in svar.stdout
    assert "Allt stämmer." in arshjul("granska", hem=nytt).stdout
    fore, efter = (without_kedja(arshjul("status", hem=h).stdout) for h in (eget, nytt))
    assert fore == efter  # but for the event that it was put back
    svar = arshjul("aterstall", str(kopia), *VEM, hem=eget)
    assert svar.returncode == 1
    assert "Inget är ändrat: databasen innehåller 2026. Med --ersatt tas en kopia" in svar.stderr


def test_they_do_without_prefect(eget: Path, tmp_path: Path) -> None:
    kod = (
        "import sys; sys.argv = ['arshjul', 'sakerhetskopia', '--ut', sys.argv[1]]\n"
        "from flows.cli import main\n"
        "try: main()\nexcept SystemExit as s: assert not s.code\n"
        "assert not {'prefect', 'pandas'} & set(sys.modules)"
    )
    miljo = os.environ | {"ARSHJUL_HEM": str(eget), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", kod, str(tmp_path / "k.zip")], env=miljo, check=True, timeout=120)


def test_where_there_is_nothing_it_says_so_and_inside_itself_it_refuses(eget: Path, tmp_path: Path) -> None:
    svar = arshjul("sakerhetskopia", "--ut", str(tmp_path), hem=tmp_path / "tom")
    assert svar.returncode == 1
    assert "Här finns inget att säkerhetskopiera" in svar.stderr
    svar = arshjul("sakerhetskopia", "--ut", str(eget / "k.zip"), hem=eget)
    assert svar.returncode == 1
    assert "utanför arbetsmappen" in svar.stderr
    (tmp_path / "k.zip").touch()
    assert "finns redan" in arshjul("sakerhetskopia", "--ut", str(tmp_path / "k.zip"), hem=eget).stderr
    assert "finns inte" in arshjul("aterstall", str(tmp_path / "borta.zip"), *VEM, hem=tmp_path / "tom").stderr


@contextmanager
def igang(hem: Path) -> Iterator[None]:
    """An `arshjul start` that has begun and does not answer yet, as far as the work folder tells."""
    from flows.skydd import alone

    with i_miljo(ARSHJUL_HEM=str(hem)), alone():
        yield


def test_nothing_is_put_back_under_a_running_server(eget: Path, tmp_path: Path) -> None:
    assert arshjul("sakerhetskopia", "--ut", str(tmp_path / "k.zip"), hem=eget).returncode == 0
    with igang(eget):
        svar = arshjul("aterstall", str(tmp_path / "k.zip"), *VEM, "--ersatt", hem=eget)
    assert svar.returncode == 1
    assert "arshjul start kör i den här arbetsmappen" in svar.stderr
    assert arshjul("aterstall", str(tmp_path / "k.zip"), *VEM, "--ersatt", hem=eget).returncode == 0


def test_without_pg_dump_it_says_what_to_install(ny_databas: Callable[[str], str], tmp_path: Path) -> None:
    url = ny_databas("utanprogram")
    assert "Inget år är öppnat" in arshjul("status", hem=tmp_path / "hem", ARSHJUL_DATABASE_URL=url).stderr
    ut = str(tmp_path / "k.zip")
    svar = arshjul("sakerhetskopia", "--ut", ut, hem=tmp_path / "hem", ARSHJUL_DATABASE_URL=url, PATH="/nonexistent")
    assert svar.returncode == 1
    assert "apt install postgresql-client" in svar.stderr
    assert not Path(ut).exists()


def test_a_database_of_another_kind_is_refused_by_a_command_that_writes(tmp_path: Path) -> None:
    svar = arshjul("paminn", hem=tmp_path, ARSHJUL_DATABASE_URL="mysql://a:hemligt@server/d")
    assert svar.returncode == 1
    assert "ARSHJUL_DATABASE_URL är mysql, men Årshjulet använder PostgreSQL eller SQLite" in svar.stderr
    assert "hemligt" not in svar.stderr + svar.stdout
