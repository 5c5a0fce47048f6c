"""A backup of everything while others write, on both kinds of database, and back: counted and hashed."""

import datetime
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from schemas.tabeller import Handelse, Inlamning
from tasks.grund.databas import engine, own_tables, read, release, write
from tasks.grund.filer import avtryck
from tasks.grund.handelser import log
from tasks.kopia.arkiv import MANIFEST, Manifest, is_safe
from tasks.kopia.aterstall import restore
from tasks.kopia.kopiera import make_backup
from tests_stod import EXEMPEL, ROOT, forbi_sparet, kedjefel

DAG = datetime.date(2026, 1, 10)


def tyst(*_: object) -> None:
    """No progress."""


def filer(hem: Path) -> dict[str, str]:
    """Every file of a work folder but those of the database, by name: its hash."""
    alla = (f for f in hem.rglob("*") if f.is_file() and "prefect" not in f.parts)
    return {f.relative_to(hem).as_posix(): avtryck(f) for f in alla if "arshjul.sqlite" not in f.name}


def rader() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with engine().connect().execution_options(bara_las=True) as c:
        return {
            t: sorted(str(tuple(r)) for r in c.execute(sa.text(f'SELECT * FROM "{t}"'))) for t in sorted(own_tables(c))
        }


@pytest.fixture
def oppnat(databas: str) -> Path:
    """A work folder where a year is open and its workbooks wait, in a database of either kind."""
    from flows.exempel import exempel
    from flows.mallar import mallar
    from flows.oppna import oppna

    hem = installningar().hem
    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
    mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
    exempel.fn(omgang="VP", data=EXEMPEL / "liten-2026", ut=hem / "2026" / "inkorg")
    (hem / "hamtat").mkdir()
    (hem / "hamtat" / "abc").touch()
    (hem / "prefect-losenord").write_text("hemligt", "utf-8")
    (hem / "start.json").write_text("{}", "utf-8")
    return hem


@pytest.fixture
def kopia(oppnat: Path, tmp_path: Path) -> Path:
    """A backup of it, with everything taken in."""
    from flows.intag import intag

    intag.fn(idag=DAG)
    make_backup(tmp_path / "kopia.zip", tyst)
    return tmp_path / "kopia.zip"


@pytest.fixture
def fil_kopia(avstamt_hem: Path, tmp_path: Path) -> Path:
    """A backup of a year that waits for its decision, in a file of SQLite."""
    make_backup(tmp_path / "kopia.zip", tyst)
    return tmp_path / "kopia.zip"


def test_what_comes_back_is_what_was_there(kopia: Path, tmp_path: Path) -> None:
    hem = installningar().hem
    fore, radernas = filer(hem), rader()
    assert kopia.stat().st_mode & 0o777 == 0o600
    with write() as session:
        log(session, "Efteråt", dag=DAG, ar=2026)
    (hem / "2026" / "senare.txt").touch()
    svar = restore(kopia, ersatt=True, framsteg=tyst)
    assert filer(hem) == {k: v for k, v in fore.items() if k != "start.json"}
    assert (hem / "prefect-losenord").read_text("utf-8") == "hemligt"
    assert rader() == radernas
    assert svar.manifest.databaser[0].rader == {t: len(r) for t, r in radernas.items()}
    with read() as session:
        assert kedjefel(session) == []
    with forbi_sparet() as session:  # numbers go on where they were
        session.add(Inlamning(ar=2026, status="avvisad", inkom=DAG, sha256="f" * 64, filnamn="x"))
    release()
    assert svar.undan
    restore(svar.undan, ersatt=True, framsteg=tyst)  # what was replaced can be had back too
    with read() as session:
        assert session.exec(select(Handelse.vad).where(Handelse.vad == "Efteråt")).one()
    assert (hem / "2026" / "senare.txt").exists()
    kvar = {f.name for f in tmp_path.iterdir()} - {"kopia.zip", "hem"}
    assert all(n.startswith("hem-fore-aterstallning-") and n.endswith(".zip") for n in kvar)


def test_the_files_are_named_and_counted_and_secrets_are_left_out(kopia: Path) -> None:
    with zipfile.ZipFile(kopia) as z:
        namn, manifest = z.namelist(), Manifest.model_validate_json(z.read(MANIFEST))
    assert "hem/hamtat/abc" in namn
    assert not [n for n in namn if "losenord" in n or "start.json" in n]
    assert "hem/2026/inkorg" in manifest.mappar
    assert manifest.revision


SKRIV = """
import datetime, shutil, sys
from pathlib import Path
from flows.exempel import exempel
from flows.intag import intag
from schemas.installningar import installningar
from tasks.grund.databas import write
from tasks.grund.handelser import log
inkorg, forrad = installningar().hem / "2026" / "inkorg", Path(sys.argv[1])
for fil in sorted(forrad.iterdir()):
    shutil.copyfile(fil, inkorg / f".{fil.name}"); (inkorg / f".{fil.name}").rename(inkorg / fil.name)
    print("in", fil.name, flush=True)
    intag.fn(idag=datetime.date(2026, 1, 10))
    for n in range(20):
        with write() as session:
            log(session, f"Slag {n}", dag=datetime.date(2026, 1, 10), ar=2026)
"""


@pytest.fixture
def skrivaren(oppnat: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that takes in one workbook after the other, and commits a lot between."""
    forrad = tmp_path / "forrad"
    shutil.move(oppnat / "2026" / "inkorg", forrad)
    (oppnat / "2026" / "inkorg").mkdir()
    miljo = os.environ | {"PYTHONPATH": str(ROOT)}
    arg = [sys.executable, "-c", SKRIV, str(forrad)]
    process = subprocess.Popen(arg, env=miljo, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    yield process
    assert process.wait(timeout=300) == 0


def test_nothing_that_has_come_in_is_lost_by_a_copy_taken_meanwhile(
    skrivaren: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Each copy is of one moment: what is in a row has its file, and what is in no row waits in the in-folder."""
    hem = installningar().hem
    kopior = []
    while skrivaren.poll() is None:
        kopior.append(tmp_path / f"{len(kopior)}.zip")
        make_backup(kopior[-1], tyst)
    assert len(kopior) > 2
    antal = []
    for fil in kopior:
        release()
        restore(fil, ersatt=True, framsteg=tyst)
        with read() as session:
            assert kedjefel(session) == []
            inne = {i.sha256 for i in session.exec(select(Inlamning))}
            handelser = session.exec(select(Handelse)).all()
        antal.append(len(handelser))
        arets = {s["sha256"] for h in handelser for s in h.uppgifter.get("sparat", ())}
        lagrade = {f.stem for f in (hem / "2026" / "mottaget").glob("*.bin")}
        vantar = {avtryck(f) for f in (hem / "2026" / "inkorg").iterdir() if not f.name.startswith(".")}
        assert inne <= lagrade
        assert all(f.stem == avtryck(f) for f in (hem / "2026" / "mottaget").glob("*.bin"))
        assert arets <= lagrade
        senare = lagrade - inne - vantar - arets
        forrad = {avtryck(f): f.name for f in sorted((tmp_path / "forrad").iterdir())}
        kanda = [s for s in forrad if s in inne | vantar]
        # what came after the moment may lie among the stored files; what came before is never missing
        assert all(list(forrad).index(s) >= len(kanda) for s in senare)
    assert antal == sorted(antal)
    assert len(set(antal)) > 1


@pytest.mark.parametrize("hur", ["avkortad", "andrad", "tillagg", "utan-manifest", "text"])
def test_an_archive_that_is_not_whole_changes_nothing(hur: str, fil_kopia: Path, tmp_path: Path) -> None:
    hem = installningar().hem
    fore, radernas = filer(hem), rader()
    dalig = tmp_path / "dalig.zip"
    _spoil(hur, fil_kopia, dalig)
    with pytest.raises(ArshjulFel, match=r"[Ii]nget är ändrat"):
        restore(dalig, ersatt=True, framsteg=tyst)
    assert (filer(hem), rader()) == (fore, radernas)
    assert {f.name for f in tmp_path.iterdir()} == {"kopia.zip", "dalig.zip", "hem"}


def _spoil(hur: str, kopia: Path, dalig: Path) -> None:
    if hur in ("avkortad", "text"):
        innehall = kopia.read_bytes()
        dalig.write_bytes(innehall[: len(innehall) // 2] if hur == "avkortad" else b"text")
        return
    with zipfile.ZipFile(kopia) as fran, zipfile.ZipFile(dalig, "w") as till:
        for post in fran.infolist():
            innehall = fran.read(post)
            if hur == "utan-manifest" and post.filename == MANIFEST:
                continue
            if hur == "andrad" and post.filename.endswith(".bin"):
                innehall = innehall[:-1] + b"!"
            till.writestr(post, innehall)
        if hur == "tillagg":
            till.writestr("hem/2026/extra.txt", b"x")


def test_a_copy_that_lacks_a_row_changes_nothing(kopia: Path, tmp_path: Path) -> None:
    """Also where that is seen in the middle of reading it back."""
    hem = installningar().hem
    fore, radernas = filer(hem), rader()
    dalig = tmp_path / "dalig.zip"
    with zipfile.ZipFile(kopia) as fran, zipfile.ZipFile(dalig, "w") as till:
        for post in fran.infolist():
            innehall = fran.read(post)
            if post.filename == MANIFEST:
                manifest = Manifest.model_validate_json(innehall)
                manifest.databaser[0].rader["organ"] += 1
                innehall = manifest.model_dump_json().encode()
            till.writestr(post, innehall)
    release()
    with pytest.raises(ArshjulFel, match=r"[Ii]nget är ändrat"):
        restore(dalig, ersatt=True, framsteg=tyst)
    assert (filer(hem), rader()) == (fore, radernas)
    release()


@pytest.mark.parametrize("namn", ["../ut.txt", "/etc/ut.txt", "hem/../../ut.txt", "C:/ut.txt", "hem\\..\\ut.txt"])
def test_a_name_that_leads_out_is_refused(namn: str, fil_kopia: Path, tmp_path: Path) -> None:
    assert not is_safe(namn)
    dalig = tmp_path / "dalig.zip"
    with zipfile.ZipFile(fil_kopia) as fran, zipfile.ZipFile(dalig, "w") as till:
        manifest = json.loads(fran.read(MANIFEST))
        for post in fran.infolist():
            if post.filename != MANIFEST:
                till.writestr(post, fran.read(post))
        manifest["filer"][namn] = {"sha256": "0" * 64, "byte": 1}
        till.writestr(namn, b"x")
        till.writestr(MANIFEST, json.dumps(manifest))
    with pytest.raises(ArshjulFel, match="leder ut ur arbetsmappen"):
        restore(dalig, ersatt=True, framsteg=tyst)


def test_what_is_there_is_not_replaced_unasked(fil_kopia: Path) -> None:
    radernas = rader()
    with pytest.raises(ArshjulFel, match=r"databasen innehåller 2026\. Med --ersatt"):
        restore(fil_kopia, ersatt=False, framsteg=tyst)
    assert rader() == radernas


def test_a_disk_that_is_full_leaves_no_half_archive(avstamt_hem: Path, tmp_path: Path) -> None:
    mjuk, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    radernas = rader()
    release()
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(ArshjulFel, match="disken är full"):
            make_backup(tmp_path / "ut" / "kopia.zip", tyst)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (mjuk, hard))
    assert list((tmp_path / "ut").iterdir()) == []
    assert rader() == radernas


def test_a_disk_that_is_full_leaves_no_half_restore(fil_kopia: Path, tmp_path: Path) -> None:
    hem = installningar().hem
    fore, radernas = filer(hem), rader()
    release()
    mjuk, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        with pytest.raises(ArshjulFel, match="Inget är ändrat"):
            restore(fil_kopia, ersatt=True, framsteg=tyst)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (mjuk, hard))
    assert (filer(hem), rader()) == (fore, radernas)
    assert {f.name for f in tmp_path.iterdir()} == {"kopia.zip", "hem"}


def test_a_damaged_database_is_replaced_and_kept(hem: Path, tmp_path: Path) -> None:
    with write() as session:
        log(session, "Något", dag=DAG, ar=None)
    make_backup(tmp_path / "kopia.zip", tyst)
    release()
    (hem / "arshjul.sqlite").write_bytes(b"skadad" * 1000)
    with pytest.raises(ArshjulFel, match="finns, men går inte att läsa"):
        restore(tmp_path / "kopia.zip", ersatt=False, framsteg=tyst)
    svar = restore(tmp_path / "kopia.zip", ersatt=True, framsteg=tyst)
    assert svar.undan
    assert (svar.undan / "arshjul.sqlite").read_bytes() == b"skadad" * 1000
    with read() as session:
        assert kedjefel(session) == []


def test_an_sqlite_file_elsewhere_comes_back_without_its_old_journal(
    hem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fil = tmp_path / "annan" / "d.sqlite"
    monkeypatch.setenv("ARSHJUL_DATABASE_URL", f"sqlite:///{fil}")
    with write() as session:
        log(session, "Något", dag=DAG, ar=None)
    make_backup(tmp_path / "kopia.zip", tyst)
    release()
    fil.with_name("d.sqlite-journal").write_bytes(b"gammal")
    restore(tmp_path / "kopia.zip", ersatt=True, framsteg=tyst)
    assert {f.name for f in fil.parent.iterdir()} == {"d.sqlite"}
    with read() as session:
        assert kedjefel(session) == []


def test_prefects_own_database_is_copied_while_it_is_written(hem: Path, tmp_path: Path) -> None:
    """It is in WAL mode: a copy of the file alone would lack what the log holds."""
    with write() as session:
        log(session, "Något", dag=DAG, ar=None)
    (hem / "prefect").mkdir()
    with sqlite3.connect(hem / "prefect" / "prefect.db") as c:
        c.execute("PRAGMA journal_mode=WAL")
        c.execute("CREATE TABLE flow_run (id INTEGER)")
        c.executemany("INSERT INTO flow_run VALUES (?)", [(n,) for n in range(100)])
        c.commit()
        make_backup(tmp_path / "kopia.zip", tyst)
    c.close()
    release()
    shutil.rmtree(hem)
    svar = restore(tmp_path / "kopia.zip", ersatt=False, framsteg=tyst)
    assert svar.manifest.databaser[1].rader == {"flow_run": 100}
    with sqlite3.connect(hem / "prefect" / "prefect.db") as c:
        assert c.execute("SELECT count(*) FROM flow_run").fetchone() == (100,)
    c.close()


def test_a_copy_of_another_kind_is_refused(
    hem: Path, tmp_path: Path, ny_databas: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with write() as session:
        log(session, "Något", dag=DAG, ar=None)
    make_backup(tmp_path / "kopia.zip", tyst)
    release()
    monkeypatch.setenv("ARSHJUL_DATABASE_URL", ny_databas("annatslag"))
    with pytest.raises(ArshjulFel, match="är av SQLite, men ARSHJUL_DATABASE_URL är PostgreSQL"):
        restore(tmp_path / "kopia.zip", ersatt=False, framsteg=tyst)
    release()


def test_an_older_database_is_copied_as_it_is(databas: str, tmp_path: Path) -> None:
    """A copy is taken before an upgrade; taking it does not upgrade."""
    from alembic import command

    from tasks.grund.databas import alembic_config

    with engine().begin() as c:
        command.upgrade(alembic_config(c), "0004")
    release()
    make_backup(tmp_path / "kopia.zip", tyst)
    with read():
        pass
    release()
    svar = restore(tmp_path / "kopia.zip", ersatt=True, framsteg=tyst)
    assert svar.manifest.revision == "0004"
    with engine().connect() as c:
        assert c.scalar(sa.text("SELECT version_num FROM alembic_version")) == "0004"
    with read() as session:
        assert kedjefel(session) == []


AVBRYT = """
import os, signal, sys, threading
from pathlib import Path
from tasks.kopia import aterstall, kopiera
kvar = int(sys.argv[2])
def tyst(*_):
    pass
rename = Path.rename
def dor(self, till):
    global kvar
    kvar -= 1
    if kvar < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, till)
Path.rename = dor
aterstall.restore(Path(sys.argv[1]), ersatt=True, framsteg=tyst)
"""


@pytest.mark.parametrize("efter", range(4))
def test_killed_between_any_two_steps_it_is_mended_by_running_it_again(
    efter: int, fil_kopia: Path, avstamt_hem: Path
) -> None:
    """Every change of place is a rename; before the first, nothing has changed."""
    fore, radernas = filer(avstamt_hem), rader()
    release()
    arg = [sys.executable, "-c", AVBRYT, str(fil_kopia), str(efter)]
    kod = subprocess.run(arg, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, timeout=120).returncode
    assert kod in (0, -9)
    if efter == 0:
        assert (filer(avstamt_hem), rader()) == (fore, radernas)
    release()
    restore(fil_kopia, ersatt=True, framsteg=tyst)
    assert (filer(avstamt_hem), rader()) == (fore, radernas)
