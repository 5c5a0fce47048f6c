"""A closed year on PostgreSQL: archived, cleaned of personal data, copied and put back; the audit holds throughout."""

import datetime
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from tasks.arkiv import gallra
from tasks.arkiv.arkivera import archive
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import look
from tasks.grund.databas import release, snapshot
from tasks.kopia.aterstall import restore
from tasks.kopia.kopiera import make_backup
from tests_stod import EXEMPEL, ga_genom, i_miljo

DAGEN = datetime.date(2028, 10, 1)


def fel() -> list[str]:
    """What an audit finds that does not hold."""
    with snapshot() as session:
        return [str(f) for f in look(session).fynd if f.slag == Fyndslag.FEL]


def tyst(*_: object) -> None:
    """Nobody is told how far it has come."""


def test_a_closed_year_is_archived_cleaned_and_put_back(ny_databas: Callable[[str], str], tmp_path: Path) -> None:
    hem = tmp_path / "hem"
    ar = ga_genom(EXEMPEL / "liten-2026", hem, ARSHJUL_DATABASE_URL=ny_databas("avslutat"))
    with i_miljo(**ar.miljo):
        assert fel() == []
        arkiv = archive(2026, tmp_path / "ar.zip", "Anna Ek", DAGEN, tyst)
        gallra.remove(2026, "Anna Ek", DAGEN, tyst)
        assert fel() == []
        kopia = make_backup(tmp_path / "kopia.zip", tyst).fil
        release()
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "nytt"), ARSHJUL_DATABASE_URL=ny_databas("tillbaka")):
        restore(kopia, ersatt=False, framsteg=tyst)
        assert fel() == []
        release()
    with zipfile.ZipFile(arkiv.fil) as fil:
        fil.extractall(tmp_path / "upp")
    (rot,) = (tmp_path / "upp").iterdir()
    subprocess.run([sys.executable, "-I", "-S", "kontrollera.py"], cwd=rot, check=True, capture_output=True)
