"""What operators copy from drift/: each file is held to the checker of its own program, where that is at hand."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

from schemas.installningar import Installningar
from tests_stod import ROOT

DRIFT = ROOT / "drift"
ENHETER = sorted(f.name for f in DRIFT.glob("arshjul*@.*"))


def _behover(program: str) -> str:
    """A program of the machine; without it the test is skipped, and says so."""
    if not (sokvag := shutil.which(program, path="/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin")):
        pytest.skip(f"{program} is not installed here: NOT checked")
    return sokvag


def _godtar(*kommando: str, cwd: Path | None = None) -> None:
    svar = subprocess.run(kommando, cwd=cwd, capture_output=True, text=True)
    assert svar.returncode == 0, svar.stdout + svar.stderr


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = _behover("systemd-analyze")
    for enhet in ENHETER:
        # what they run lies in /opt: here it is any program
        text = (DRIFT / enhet).read_text("utf-8").replace("/opt/arshjul/nu/bin/arshjul", sys.executable)
        for namn in (enhet, enhet.replace("@.", "@stad.")):
            (tmp_path / namn).write_text(text, "utf-8")
    _godtar(program, "verify", *(f"./{e.replace('@.', '@stad.')}" for e in ENHETER), cwd=tmp_path)


def test_the_service_is_little_exposed(tmp_path: Path) -> None:
    """systemd's own measure, from 0 (nothing) to 10; at most 2."""
    program = _behover("systemd-analyze")
    shutil.copyfile(DRIFT / "arshjul@.service", tmp_path / "arshjul@stad.service")
    _godtar(program, "security", "--offline=true", "--threshold=20", "./arshjul@stad.service", cwd=tmp_path)


def test_the_shell_script_is_sound() -> None:
    _godtar(_behover("sh"), "-n", str(DRIFT / "arshjul-kor"))
    _godtar(_behover("shellcheck"), str(DRIFT / "arshjul-kor"))


def test_hadolint_takes_the_containerfile() -> None:
    _godtar(str(Path(sys.executable).with_name("hadolint")), str(DRIFT / "Containerfile"))


def test_what_the_containerfile_copies_is_there_and_let_through() -> None:
    slapps = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    kopieras = set()
    for rad in re.findall(r"^COPY (?!--from)(.+) \S+$", (DRIFT / "Containerfile").read_text("utf-8"), re.MULTILINE):
        kopieras |= set(rad.split())
    assert kopieras == slapps
    assert all((ROOT / namn).exists() for namn in kopieras)


def test_compose_hangs_together() -> None:
    om = yaml.safe_load((DRIFT / "compose.yaml").read_text("utf-8"))
    for namn, tjanst in om["services"].items():
        assert set(tjanst.get("depends_on", {})) <= set(om["services"]), namn
        assert set(tjanst.get("secrets", [])) <= set(om["secrets"]), namn
        assert {v.split(":")[0] for v in tjanst.get("volumes", [])} <= set(om["volumes"]), namn
        assert all(p.startswith("127.0.0.1:") for p in tjanst.get("ports", [])), namn


def test_the_compose_specification_takes_the_file() -> None:
    innehall = PyCompose.from_yaml((DRIFT / "compose.yaml").read_text("utf-8"))
    innehall.validate()
    assert set(innehall.service_names()) == {"arshjul", "databas"}


def test_every_setting_of_the_examples_exists() -> None:
    namnda = set()
    for fil in DRIFT.iterdir():
        namnda |= set(re.findall(r"\b(ARSHJUL_[A-Z_]*[A-Z])\b", fil.read_text("utf-8")))
    assert namnda - {f"ARSHJUL_{falt.upper()}" for falt in Installningar.model_fields} == set()


def test_every_command_of_the_units_exists() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    from kommandotabeller import kommandon

    korda = {k for e in ENHETER for k in re.findall(r"/bin/arshjul (\S+)", (DRIFT / e).read_text("utf-8"))}
    assert korda
    assert korda <= set(kommandon())
