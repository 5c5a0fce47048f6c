"""How soon `arshjul start` is ready and answers: a form from Submit to finished, a command through it, its memory."""

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from intagsbank import ORGAN, skriv_ar, skriv_bocker

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests")]
#: an opened year is put into the lists of the forms, which is work of its own
LUGN_SECONDS = 60


def mat(mapp: Path) -> dict[str, float]:
    """What was measured, each by its name with its unit (seconds, MB)."""
    from startprogram import arshjul_start

    svar: dict[str, float] = {}
    for gang in ("första gången", "andra gången"):
        start = time.perf_counter()
        with arshjul_start(mapp) as program:
            svar[f"redo {gang}, s"] = time.perf_counter() - start
            if gang == "andra gången":
                svar |= _ask(program, mapp)
                svar |= _memory(program)
    return svar


def _ask(program: Any, mapp: Path) -> dict[str, float]:
    """A year opened, then the same things from a form and as commands."""
    miljo = os.environ | {"ARSHJUL_HEM": str(program.hem), "ARSHJUL_PORT": program.port, "PYTHONPATH": str(ROOT)}

    def kommando(*argument: str) -> float:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "flows.cli", *argument], cwd=ROOT, env=miljo, check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - start

    def formular(namn: str, **val: Any) -> tuple[float, float]:
        start = time.perf_counter()
        korning = program.run(namn, **val)
        while (lage := program.state(korning)).get("type") not in {"COMPLETED", "FAILED", "CRASHED"}:
            time.sleep(0.05)
        tog = time.perf_counter() - start
        assert lage["type"] == "COMPLETED", lage["message"]
        lagen = program.api.get(f"/flow_run_states/?flow_run_id={korning}")
        nar = {s["type"]: datetime.datetime.fromisoformat(s["timestamp"]) for s in lagen}
        return tog, (nar["COMPLETED"] - nar["RUNNING"]).total_seconds()

    data = skriv_ar(mapp / "data")
    svar = {"kommandot oppna, s": kommando("oppna", str(data), "--handlaggare", "mätning")}
    svar["formuläret status, s"] = formular("Status")[0]
    time.sleep(LUGN_SECONDS)
    skriv_bocker(data, program.hem / "2030" / "inkorg", ORGAN)
    for antal in (ORGAN, 0):
        form = f"formuläret intag av {antal}"
        svar[f"{form}, s"], svar[f"{form}, flödets eget, s"] = formular("Intag")
    svar["kommandot intag, s"] = kommando("intag")
    svar["kommandot status, s"] = kommando("status")
    return svar


def _memory(program: Any) -> dict[str, float]:
    """Resident memory of each of its processes that lives on."""
    vad = {"flows.server": "servern", "flows.arbetare": "arbetaren"}
    svar = {}
    for p in [psutil.Process(program.process.pid), *psutil.Process(program.process.pid).children(recursive=True)]:
        namn = next((v for k, v in vad.items() if k in p.cmdline()), None)
        if p.pid == program.process.pid:
            namn = "arshjul start"
        if namn:
            svar[f"minne, {namn}, MB"] = p.memory_info().rss / 1e6
    return svar
