"""What Prefect keeps of the runs (database, logs, artifacts) and our own log name nobody but who decided."""

import email.message
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from schemas.arbetsbocker import ORGANBLAD
from tests_stod import EXEMPEL, ROOT

NAMNET, AVSANDAREN, TELEFON, HANDLAGGAREN = "Beda Lindqvist", "gun.vestlund@privat.example", "070-123 45 67", "Ann Ek"
PLANTERADE = (NAMNET, AVSANDAREN, TELEFON, "@example.org", "Gun Vestlund", "en hemlig rubrik")


def kor(hem: Path, *argument: str, kod: int = 0) -> str:
    """A command, with Prefect's temporary server; what it said."""
    miljo = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    ut = subprocess.run(
        [sys.executable, "-m", "flows.cli", *argument],
        capture_output=True, text=True, cwd=ROOT, env=miljo | {"ARSHJUL_HEM": str(hem)}, timeout=300,
    )  # fmt: skip
    assert ut.returncode == kod, ut.stdout + ut.stderr
    return ut.stdout + ut.stderr


@pytest.fixture(scope="module")
def hem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder in which commands have been run on what people have sent."""
    hem = tmp_path_factory.mktemp("prefect") / "hem"
    inkorg = hem / "2026" / "inkorg"
    kor(hem, "oppna", str(EXEMPEL / "liten-2026"), "--handlaggare", HANDLAGGAREN, "--idag", "2025-12-01")
    kor(hem, "exempel", "VP", "--data", str(EXEMPEL / "liten-2026"), "--ut", str(inkorg))
    ett, tva, tre = sorted(inkorg.iterdir())[:3]
    bok = load_workbook(ett)
    for rad in bok[ORGANBLAD].iter_rows():
        if str(rad[0].value).strip(" :") == "Uppgiftslämnare":
            rad[1].value = NAMNET
    bok["Årsmål"]["F2"] = f"Ring {TELEFON}"  # where a number belongs: the problem repeats it
    bok.save(ett)
    tre.write_bytes(b"ingen arbetsbok")
    for namn, bilaga in (("ett.eml", tva), ("tva.eml", None)):
        m = email.message.EmailMessage()
        m["From"], m["To"], m["Subject"] = f"Gun Vestlund <{AVSANDAREN}>", "planering@example.org", "en hemlig rubrik"
        m.set_content(f"Ring mig på {TELEFON}")
        if bilaga:
            m.add_attachment(bilaga.read_bytes(), maintype="application", subtype="octet-stream", filename=bilaga.name)
            bilaga.unlink()
        (inkorg / namn).write_bytes(m.as_bytes())
    kor(hem, "intag", "--idag", "2026-01-15")
    kor(hem, "avstamning", "--idag", "2026-03-01")
    granskning = hem / "2026" / "dokument" / "Granskning-2026.xlsx"
    bok = load_workbook(granskning)
    blad = bok["Bedömningar"]
    kolumn = {c.value: c.column for c in blad[1]}
    blad.cell(2, kolumn["Beslut"]).value, blad.cell(2, kolumn["Motivering"]).value = "inte", f"Enligt {AVSANDAREN}"
    bok.save(granskning)
    vagrad = ("besluta", "--handlaggare", HANDLAGGAREN, "--granskning", str(granskning), "--idag", "2026-03-15")
    kor(hem, *vagrad, kod=1)  # refused, with what stands in the cell
    kor(hem, "besluta", "--handlaggare", HANDLAGGAREN, "--enligt-forslagen", "--idag", "2026-03-15")
    kor(hem, "paminn", "--idag", "2026-05-10")
    kor(hem, "skicka", "--ja", "--idag", "2026-05-10")
    return hem


def texter(fil: Path) -> str:
    """Everything in a file; of a database every value of every row."""
    if fil.suffix not in (".db", ".sqlite"):
        return fil.read_bytes().decode("utf-8", "replace")
    with sqlite3.connect(fil) as c:
        tabeller = [n for (n,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(rad) for t in tabeller for rad in c.execute(f'SELECT * FROM "{t}"'))


def test_prefects_database_and_the_logs_name_nobody_who_sent_something(hem: Path) -> None:
    db = hem / "prefect" / "prefect.db"
    filer = [f for m in ("prefect", "logg") for f in (hem / m).rglob("*") if f.is_file() and "ui" not in f.parts]
    assert db in filer
    assert HANDLAGGAREN in texter(db)  # so it is read: a parameter of a run
    assert {p: funna for p in PLANTERADE if (funna := [f.name for f in filer if p in texter(f)])} == {}


def test_the_documents_of_the_runs_name_nobody_either(hem: Path) -> None:
    filer = [f for f in (hem / "2026" / "dokument").rglob("*") if f.is_file() and not f.name.startswith("Granskning")]

    def allt(fil: Path) -> str:
        if fil.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(fil) as z:
                return "".join(z.read(n).decode("utf-8", "replace") for n in z.namelist())
        return texter(fil)

    assert {p: funna for p in PLANTERADE if (funna := [f.name for f in filer if p in allt(f)])} == {}
