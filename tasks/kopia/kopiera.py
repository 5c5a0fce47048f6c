"""Making a backup of everything while everything runs (docs/beslut/0015)."""

import datetime
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sqlalchemy as sa

from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.grund.adress import database_url, is_postgres
from tasks.grund.databas import engine, revision
from tasks.grund.databasfel import told_in_words
from tasks.kopia import postgres
from tasks.kopia.arkiv import Arkivskrivare, Databaskopia, Framsteg, Manifest, new_archive
from tasks.kopia.sqlite import BREDVID, copy_sqlite

#: what belongs to the running program and its machine, and not to the year
UTELAMNAT = ("prefect", "prefect-losenord", "start.json", "start.las")
#: what tells of that which is not in the database yet: copied in the moment that the database is copied in
I_STUNDEN = ("hamtat", "inkorg")
PREFECTS_FIL = Path("prefect") / "prefect.db"


@dataclass(frozen=True)
class Kopierat:
    """What a backup holds."""

    fil: Path
    filer: int
    rader: int
    byte: int


def make_backup(till: Path, framsteg: Framsteg) -> Kopierat:
    """Copy the database, Prefect's and the work folder to an archive, whole or not at all.

    Args:
        till: the archive, which must not be there.

    Raises:
        ArshjulFel: there is nothing to copy, it cannot be read, or the archive cannot be written.
    """
    hem = installningar().hem.absolute()
    _refuse(till.absolute(), hem)
    rev = _revision()
    try:
        till.parent.mkdir(parents=True, exist_ok=True)
        _sweep(till.parent)
        with tempfile.TemporaryDirectory(prefix=".arshjul-", dir=till.parent) as undan, new_archive(till) as arkiv:
            framsteg("Kopierar databasen", 0, 0)
            manifest = _manifest(rev, _stand_still(Path(undan), hem))
            manifest.mappar = _add_all(arkiv, Path(undan), hem, framsteg)
            framsteg("Kontrollerar kopian", 0, 0)
            arkiv.finish(manifest)
    except OSError as fel:
        raise ArshjulFel(f"Säkerhetskopian blev inte av: {till.parent} går inte att skriva ({fel.strerror}).") from fel
    return Kopierat(till, manifest.antal_filer, manifest.antal_rader, till.stat().st_size)


def _refuse(till: Path, hem: Path) -> None:
    if till.exists():
        raise ArshjulFel(f"{till} finns redan. Välj ett annat namn.")
    if till.is_relative_to(hem):
        raise ArshjulFel(f"Lägg säkerhetskopian utanför arbetsmappen {hem}, helst på en annan disk.")


def _sweep(mapp: Path) -> None:
    """Remove what a copy that was killed left behind, a day ago or more."""
    for rest in mapp.glob(".arshjul-*"):
        if time.time() - rest.stat().st_mtime > 86_400:
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink()


def _revision() -> str:
    """The revision of the database, which is copied as it is: an older one is not upgraded on the way.

    Raises:
        ArshjulFel: there is no database, or it is not ours.
    """
    url = database_url()
    if is_postgres(url) or Path(str(url.database)).exists():
        with told_in_words(database_url), engine().connect().execution_options(bara_las=True) as c:
            if rev := revision(c):
                return rev
    raise ArshjulFel(f"Här finns inget att säkerhetskopiera: inget år har öppnats i {installningar().hem.absolute()}.")


def _manifest(rev: str, databaser: list[Databaskopia]) -> Manifest:
    slag = "postgresql" if is_postgres(database_url()) else "sqlite"
    nu = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return Manifest.model_validate(
        {"program": program_version(), "revision": rev, "skapad": nu, "slag": slag, "databaser": databaser}
    )


def program_version() -> str:
    """The version of the program."""
    try:
        return version("arshjul")
    except PackageNotFoundError:
        return "okänd"


def _stand_still(undan: Path, hem: Path) -> list[Databaskopia]:
    """Copy the database, and what is on its way into it, while nothing can be committed."""
    databaser = undan / "databas"
    if not is_postgres(database_url()):
        with _no_commits():
            egen = copy_sqlite(Path(str(database_url().database)), databaser / "arshjul.sqlite")
            _copy_moment(hem, undan / "hem")
        svar = [Databaskopia(namn="arshjul", rader=egen)]
        if (hem / PREFECTS_FIL).exists():
            prefects = copy_sqlite(hem / PREFECTS_FIL, databaser / "prefect.sqlite")
            svar.append(Databaskopia(namn="prefect", rader=prefects))
        return svar
    with _no_commits() as slapp, postgres.snapshot(databaser) as skriv_ut:
        _copy_moment(hem, undan / "hem")
        slapp()
        return skriv_ut()


@contextmanager
def _no_commits() -> Iterator[Callable[[], None]]:
    """Nobody can commit a change of the state until what is given is called, or the block ends.

    Every change adds to the trail, whose end is one row; SQLite has one lock for everything.
    """
    with told_in_words(database_url), engine().connect() as c, c.begin() as t:
        if c.dialect.name == "postgresql":
            c.execute(sa.text("LOCK TABLE kedja IN EXCLUSIVE MODE"))
        yield t.rollback
        if t.is_active:
            t.rollback()


def _copy_moment(hem: Path, till: Path) -> None:
    """What has come in and is not in the database yet: first what says that a mail is fetched, then the mails."""
    for moment in I_STUNDEN:
        for mapp in (hem / moment, *hem.glob(f"[0-9]*/{moment}")):
            for rel in _files(mapp):
                (till / mapp.relative_to(hem) / rel).parent.mkdir(parents=True, exist_ok=True)
                try:
                    shutil.copyfile(mapp / rel, till / mapp.relative_to(hem) / rel)
                except FileNotFoundError:
                    continue  # its intake was committed before


def _in_the_moment(rel: Path) -> bool:
    return rel.parts[0] in I_STUNDEN or (len(rel.parts) > 1 and rel.parts[1] in I_STUNDEN)


def _files(mapp: Path) -> Iterator[Path]:
    """Every ordinary file of a folder; links are not followed, and a file that is half written is not taken."""
    for rot, _, namn in os.walk(mapp):
        for n in sorted(namn):
            fil = Path(rot) / n
            halv = n.startswith(".") and n.endswith(".del")
            try:
                if not halv and stat.S_ISREG(fil.lstat().st_mode):
                    yield fil.relative_to(mapp)
            except FileNotFoundError:
                continue


def _folders(hem: Path) -> list[str]:
    """Every folder that is copied, empty ones too: a mailbox has some."""
    alla = (Path(rot).relative_to(hem) for rot, _, _ in os.walk(hem))
    return sorted(f"hem/{m.as_posix()}" for m in alla if m.parts and m.parts[0] not in UTELAMNAT)


def _add_all(arkiv: Arkivskrivare, undan: Path, hem: Path, framsteg: Framsteg) -> list[str]:
    """Add what was set aside, and then the rest of the work folder; its folders."""
    for rel in sorted(_files(undan)):
        arkiv.add(rel.as_posix(), undan / rel)
    fil = database_url().database
    databasen = {Path(f"{fil}{slut}") for slut in ("", *BREDVID)}
    resten = [
        rel for rel in sorted(_files(hem))
        if rel.parts[0] not in UTELAMNAT and not _in_the_moment(rel) and hem / rel not in databasen
    ]  # fmt: skip
    for n, rel in enumerate(resten, 1):
        arkiv.add(f"hem/{rel.as_posix()}", hem / rel)
        framsteg("Kopierar filerna", n, len(resten))
    return _folders(hem)
