"""The UI in a real browser: it asks nobody but us, and both of its versions work behind what is closed around them.

Needs Debian's chromium, Node.js and playwright-core: `make webblasare`.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.skydd import auth
from startprogram import Program, arshjul_start, vanta
from tests_stod import i_miljo

pytestmark = pytest.mark.program
HAR = Path(__file__).parent


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server to look at."""
    assert shutil.which("chromium"), "apt-get install chromium"
    with arshjul_start(tmp_path_factory.mktemp("webblasare")) as p:
        yield p


def look(program: Program, namn: str, formular: str, *vagar: str) -> dict[str, Any]:
    """What a browser sees, and whom it asks."""
    with i_miljo(ARSHJUL_HEM=str(program.hem)):
        losenord = auth()
    adress = f"http://{namn}:{program.port}"
    svar = subprocess.run(
        ["node", str(HAR / "hemma.mjs"), adress, losenord, formular, *vagar],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert svar.returncode == 0, svar.stderr
    return dict(json.loads(svar.stdout))


@pytest.mark.parametrize("namn", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("ui", ["", "/v2"])
def test_the_browser_asks_nobody_but_us(program: Program, ui: str, namn: str) -> None:
    svar = look(program, namn, "", *(f"{ui}/{sida}" for sida in ("dashboard", "deployments", "runs", "automations")))
    assert svar["utat"] == []
    assert not [f for f in svar["fel"] if "/api/" in f]
    assert "intag" in svar["sidor"][f"{ui}/deployments"]
    assert "markeras som avbruten" in svar["sidor"][f"{ui}/automations"]
    assert not any("Upgrade" in text or "Prefect Cloud" in text for text in svar["sidor"].values())


def test_a_form_starts_a_run(program: Program) -> None:
    vem = program.deployment("sjalvtest")["id"]
    om = {"flow_runs": {"deployment_id": {"any_": [vem]}, "state": {"type": {"any_": ["COMPLETED"]}}}}
    program.wait_until_said("Självtest: arbetaren tog emot en körning.")
    assert len(program.api.filter("flow_runs", **om)) == 1
    assert look(program, "127.0.0.1", f"/v2/deployments/deployment/{vem}/run")["utat"] == []
    vanta(lambda: len(program.api.filter("flow_runs", **om)) == 2, "the run of the form is completed")
