"""The commands as a person runs them: words, exit codes, and never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests_stod import EXEMPEL, ROOT, Genomgatt

KOMMANDON = (
    "demo nytt-ar oppna mallar exempel intag avstamning besluta paminn skicka uppfoljning anstand aterkalla status "
    "spara vadom granska exportera schema brevmallar start sakerhetskopia aterstall"
).split()


def arshjul(*arg: str, hem: Path, **miljo: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    val = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arg],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=val | {"ARSHJUL_HEM": str(hem), "COLUMNS": "200", **miljo},
        timeout=300,
    )


@pytest.fixture(scope="module")
def klart(aren, tmp_path_factory: pytest.TempPathFactory) -> Path:  # type: ignore[no-untyped-def]
    """The work folder of an example year that has been run through; to be read only."""
    ar: Genomgatt = aren(EXEMPEL / "liten-2026")
    return ar.hem


def test_help_is_swedish_and_names_every_command(tmp_path: Path) -> None:
    svar = arshjul("--help", hem=tmp_path)
    assert svar.returncode == 0
    assert all(f"  {k} " in svar.stdout for k in KOMMANDON)
    assert "Usage" not in svar.stdout
    assert "Användning" in svar.stdout


@pytest.mark.parametrize("kommando", KOMMANDON)
def test_every_command_explains_itself_in_swedish(kommando: str, tmp_path: Path) -> None:
    svar = arshjul(kommando, "--help", hem=tmp_path)
    assert svar.returncode == 0
    assert "Användning" in svar.stdout
    assert "Show this" not in svar.stdout


@pytest.mark.parametrize("arg", [("inget-sadant",), ("mallar",), ("status", "--idag", "i går")])
def test_wrong_usage_ends_with_two(arg: tuple[str, ...], tmp_path: Path) -> None:
    svar = arshjul(*arg, hem=tmp_path)
    assert svar.returncode == 2
    assert "Traceback" not in svar.stderr


@pytest.mark.parametrize("arg", [("status",), ("mallar", "VP"), ("spara", "1.1"), ("exportera", "--ut", "x.json")])
def test_without_an_open_year_a_command_says_so(arg: tuple[str, ...], tmp_path: Path) -> None:
    svar = arshjul(*arg, hem=tmp_path)
    assert svar.returncode == 1
    assert "Inget år är öppnat" in svar.stderr


def test_a_bad_year_is_refused_with_file_row_column_and_remedy(tmp_path: Path) -> None:
    mapp = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "ar"))
    text = (mapp / "organ.csv").read_text("utf-8")
    (mapp / "organ.csv").write_text(text.replace("facknamnd", "facknämnd", 1), "utf-8")
    svar = arshjul("oppna", str(mapp), "--handlaggare", "Åsa Öberg", hem=tmp_path / "hem")
    assert svar.returncode == 1
    assert "organ.csv, rad 5, kolumn slag" in svar.stderr
    assert "facknämnd" in svar.stderr
    assert "Byt till en av de tillåtna koderna." in svar.stderr
    assert "Traceback" not in svar.stderr


def test_a_setting_of_the_wrong_shape_is_a_sentence_without_the_secret(tmp_path: Path) -> None:
    svar = arshjul("status", hem=tmp_path, ARSHJUL_KANALER="json://hemligt")
    assert svar.returncode == 1
    assert svar.stderr.startswith("ARSHJUL_KANALER ska vara JSON")
    assert "hemligt" not in svar.stdout + svar.stderr
    assert "Traceback" not in svar.stderr


def test_a_database_that_cannot_be_reached_is_told_in_words(tmp_path: Path) -> None:
    svar = arshjul("status", hem=tmp_path, ARSHJUL_DATABASE_URL="postgresql://nobody@127.0.0.1:1/nowhere")
    assert svar.returncode == 1
    assert "Databasen" in svar.stderr
    assert "Traceback" not in svar.stderr


@pytest.mark.parametrize(
    ("arg", "vantat"),
    [
        (("status",), "Verksamhetsplan: beslutad 2026-03-10 av demo"),
        (("spara", "i0011"), "VP-2026-o00001.xlsx, version 1, bladet Årsmål, cell F"),
        (("spara", "2026-02"), "cell F"),
        (("spara", "1.3"), "förslag inte, beslut inte"),
        (("spara", "antal:VP/ej-inlamnade"), "Antal ej inlamnade, verksamhetsplanen: "),
        (("spara", "i0011"), "kopiera den och ge kopian ändelsen .xlsx."),
        (("vadom", "i0011", "o00001=1"), "Aggregerat årsmål"),
        (("granska",), "Allt stämmer."),
    ],
)
def test_the_reading_commands_tell_of_the_year(arg: tuple[str, ...], vantat: str, klart: Path) -> None:
    svar = arshjul(*arg, hem=klart)
    assert (svar.returncode, svar.stderr) == (0, "")
    assert vantat in svar.stdout


def test_a_trace_is_also_json_and_its_paths_are_whole(klart: Path) -> None:
    rader = json.loads(arshjul("spara", "i0011", "--json", hem=klart).stdout)
    cell = next(r["kalla"] for r in rader if r["kalla"] and r["kalla"].get("cell"))
    assert set(cell) == {"fil", "ursprungligt_namn", "version", "blad", "cell", "sha256"}
    assert (klart / cell["fil"]).is_file()
    ruta = next(r["kalla"] for r in rader if r["kalla"] and "arsfil" in r["kalla"])
    assert ruta == {"arsfil": "indikatorer.csv", "rad": ruta["rad"], "kolumn": "aggregering", "arbetsbok": None}
    assert str(klart / cell["fil"]) in [rad.strip() for rad in arshjul("spara", "i0011", hem=klart).stdout.splitlines()]


@pytest.mark.parametrize(
    ("arg", "skal"),
    [
        (("spara", "x99"), "x99"),
        (("vadom", "i0011", "o00000=1"), "o00000 har inte indikatorn i0011"),
        (("vadom", "x", "o00000=1"), "ingen indikator med koden x"),
        (("status", "--ar", "2027"), "Året 2027 är inte öppnat. Öppnade år: 2026."),
    ],
)
def test_asking_for_what_is_not_there_is_refused(arg: tuple[str, ...], skal: str, klart: Path) -> None:
    svar = arshjul(*arg, hem=klart)
    assert (svar.returncode, svar.stdout) == (1, "")
    assert skal in svar.stderr


def test_the_templates_are_copied_and_tried_and_a_bad_one_is_refused(tmp_path: Path) -> None:
    svar = arshjul("brevmallar", hem=tmp_path)
    assert (svar.returncode, svar.stderr) == (0, "")
    assert "mallar i " in svar.stdout
    assert "Alla mallar går att använda." in arshjul("brevmallar", "--prova", hem=tmp_path).stdout
    (tmp_path / "texter" / "tack.txt.j2").write_text("Ämne: Tack\nHej {{ organt }}!\n", "utf-8")
    svar = arshjul("brevmallar", "--prova", hem=tmp_path)
    assert svar.returncode == 1
    assert "tack.txt.j2, rad 2: Namnet ”organt” finns inte i det här meddelandet. Menade ni ”organ”?" in svar.stderr
    assert "Ändrade av er, och orörda: tack.txt.j2." in arshjul("brevmallar", hem=tmp_path).stdout


def test_an_omgang_that_the_year_does_not_have_is_refused_and_the_years_own_are_named(klart: Path) -> None:
    svar = arshjul("mallar", "T2", hem=klart)
    assert svar.returncode == 1
    assert "Året 2026 har ingen omgång T2. Omgångarna är VP, T1." in svar.stderr
    assert "Traceback" not in svar.stderr


def test_the_reading_commands_do_without_prefect(klart: Path) -> None:
    kod = (
        "import sys; sys.argv = ['arshjul', 'status']\n"
        "from flows.cli import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "sys.exit('prefect' in sys.modules)"
    )
    miljo = os.environ | {"ARSHJUL_HEM": str(klart)}
    assert subprocess.run([sys.executable, "-c", kod], cwd=ROOT, env=miljo, capture_output=True).returncode == 0


def test_the_export_is_the_same_twice_and_valid_by_its_schema(klart: Path, tmp_path: Path) -> None:
    for namn in ("a.json", "b.json"):
        svar = arshjul("exportera", "--ut", str(tmp_path / namn), "--idag", "2026-06-25", hem=klart)
        assert svar.returncode == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    schema = json.loads(arshjul("schema", hem=klart).stdout)
    import jsonschema

    jsonschema.validate(json.loads((tmp_path / "a.json").read_text("utf-8")), schema["export"])


def test_an_unexpected_fault_is_logged_and_not_shown(tmp_path: Path) -> None:
    hem = tmp_path / "hem"
    hem.mkdir()
    (hem / "arshjul.sqlite").write_bytes(b"not a database at all" * 100)
    svar = arshjul("status", hem=hem)
    assert svar.returncode == 1
    assert "Traceback" not in svar.stdout + svar.stderr
