"""The flows on a real Prefect server: names, second runs, and the demo as a person sees it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests_stod import EXEMPEL, ROOT

TRASIGT = re.compile(r"Traceback|Error|WARNING|Warning|\bINFO\b|prefect", re.IGNORECASE)


def _demo(hem: Path) -> subprocess.CompletedProcess[str]:
    miljo = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "demo", "--data", str(EXEMPEL / "liten-2026"), "--hem", str(hem)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=miljo | {"COLUMNS": "200"},
        timeout=600,
    )


def _export(hem: Path, till: Path) -> dict:
    miljo = os.environ | {"ARSHJUL_HEM": str(hem)}
    arg = [sys.executable, "-m", "flows.cli", "exportera", "--ut", str(till), "--idag", "2026-06-25"]
    subprocess.run(arg, cwd=ROOT, env=miljo, check=True, capture_output=True)
    return json.loads(till.read_text("utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demo that has been run through Prefect's temporary server."""
    hem = tmp_path_factory.mktemp("demo") / "hem"
    return hem, _demo(hem)


def test_the_demo_ends_well_and_tells_where_the_documents_lie(demo) -> None:  # type: ignore[no-untyped-def]
    hem, svar = demo
    assert svar.returncode == 0, svar.stderr
    assert f"Dokument: {hem / '2026' / 'dokument'}" in svar.stdout


def test_no_library_speaks_in_the_terminal(demo) -> None:  # type: ignore[no-untyped-def]
    _, svar = demo
    assert TRASIGT.findall(svar.stdout) == []
    assert svar.stderr == ""


def test_through_prefect_comes_out_what_comes_out_without(demo, aren, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hem, _ = demo
    med = _export(hem, tmp_path / "med.json")
    utan = dict(aren(EXEMPEL / "liten-2026").export)
    assert med | {"idag": ""} == utan | {"idag": ""}


DOKUMENT = [
    "avstamning-*.docx",
    "avstamning-*[0-9].html",
    "avstamning-*-harledning.html",
    "avstamning-*.pdf",
    *(f"bilaga-{n}-*.xlsx" for n in range(1, 7)),
    "uppfoljning-*.docx",
    "uppfoljning-*[0-9].html",
    "uppfoljning-*-harledning.html",
    "uppfoljning-*.pdf",
    "Granskning-2*.xlsx",
    "Granskning-T1-*.xlsx",
]


@pytest.mark.parametrize("sort", DOKUMENT)
def test_every_kind_of_document_is_there(sort: str, ar_2024) -> None:  # type: ignore[no-untyped-def]
    assert len(list((ar_2024.hem / "2024" / "dokument").glob(sort))) == 1


def test_a_second_demo_changes_nothing_and_sends_nothing(demo, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hem, _ = demo
    fore = _export(hem, tmp_path / "fore.json")
    filer = {p: p.read_bytes() for p in (hem / "2026").rglob("*") if p.is_file()}
    andra = _demo(hem)
    assert andra.returncode == 0, andra.stderr
    assert _export(hem, tmp_path / "efter.json") == fore
    assert {p: p.read_bytes() for p in (hem / "2026").rglob("*") if p.is_file()} == filer


def test_prefect_yaml_names_flows_that_exist() -> None:
    import importlib

    alla = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    for d in alla:
        modul, _, namn = d["entrypoint"].rpartition(".")
        flode = getattr(importlib.import_module(modul), namn)
        assert flode.name == namn.replace("_", "-")
        assert d["name"][0].isupper()
        assert d["description"]
        assert d["tags"]
    assert len({d["name"] for d in alla}) == len(alla)
    ingangar = {d["entrypoint"].rpartition(".")[2].replace("_", "-") for d in alla}
    assert "demo" not in ingangar
    assert ingangar >= set(
        "dagens sammandrag osakra nytt-ar oppna mallar exempel intag avstamning besluta paminn skicka uppfoljning "
        "anstand aterkalla status".split()
    )


def test_no_schedule_falls_between_one_and_four() -> None:
    for d in yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]:
        for s in d.get("schedules", ()):
            timme = s["cron"].split()[1]
            assert int(timme.split("-")[0]) >= 4
            assert s["timezone"] == "Europe/Stockholm"


def test_a_demo_writes_to_nobody_whatever_channels_are_set(hem: Path) -> None:
    from flows.demo import demo
    from smtpserver import smtpserver
    from tests_stod import exportera_nu, i_miljo

    kanaler = json.dumps({"teams": "json://127.0.0.1:1"})
    with smtpserver() as post:
        om = {"ARSHJUL_EPOST": f"smtp://127.0.0.1:{post.port}", "ARSHJUL_AVSANDARE": "a@stad.example"}
        with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_KANALER=kanaler, ARSHJUL_INKORG="maildir:///finns/inte", **om):
            demo.fn(data=EXEMPEL / "liten-2026")
            assert os.environ["ARSHJUL_KANALER"] == kanaler
            assert {u["status"] for u in exportera_nu()["utskick"]} <= {"skickat", "struken"}
        assert post.anslutningar == 0
    assert len(list((hem / "2026" / "utskick").glob("*.eml"))) > 20


@pytest.mark.parametrize("data", ["liten-2026", "kommun-2033"])
def test_a_demo_refuses_a_work_folder_that_holds_a_real_year(hem: Path, data: str) -> None:
    import datetime

    from flows.demo import demo
    from flows.oppna import oppna
    from schemas.problem import ArshjulFel
    from tests_stod import exportera_nu

    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
    fore = exportera_nu(2026)
    with pytest.raises(ArshjulFel, match=r"innehåller redan 2026.*arshjul demo --hem"):
        demo.fn(data=EXEMPEL / data)
    assert exportera_nu(2026) == fore
