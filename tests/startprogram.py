"""`arshjul start` as a program that a test starts, listens to, asks and stops."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import psutil
import yaml

from flows.serverapi import Serverapi
from smtpserver import free_port
from tests_stod import ROOT

PATIENCE_SECONDS = 300
T = TypeVar("T")

#: flows that are good for nothing but showing what happens
PROVFLODEN = """
import time
from prefect import flow
from schemas.problem import ArshjulFel

@flow(name="langsam", flow_run_name="langsam {nummer}")
def langsam(nummer: int = 0, sekunder: int = 600):
    time.sleep(sekunder)

@flow(name="trasig", flow_run_name="trasig")
def trasig():
    raise ArshjulFel("3 av 135 kom inte fram: rut.registrator@staden.example nekades. Kör arshjul skicka --om.")
"""


def vanta(pa: Callable[[], T], vad: str) -> T:
    """Wait for something to be so, with patience; what it was."""
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        with contextlib.suppress(OSError):
            if svar := pa():
                return svar
        time.sleep(0.5)
    raise AssertionError(f"{vad} within {PATIENCE_SECONDS} s")


class Program:
    """A command that runs until it is told to stop.

    Args:
        mapp: where its work folder and its flows for trying lie.
        kommando: how the program is called; as this tree has it where nothing is said.
        cwd: the folder that it is called in.
    """

    def __init__(
        self,
        mapp: Path,
        *argument: str,
        kommando: Sequence[str] = (sys.executable, "-m", "flows.cli"),
        cwd: Path = ROOT,
        **miljo: str,
    ) -> None:
        self.hem, self.port = mapp / "hem", miljo.get("ARSHJUL_PORT") or str(free_port())
        (mapp / "provfloden.py").write_text(PROVFLODEN, "utf-8")
        rest = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
        fasta = {"ARSHJUL_HEM": str(self.hem), "ARSHJUL_PORT": self.port, "PYTHONPATH": f"{ROOT}{os.pathsep}{mapp}"}
        self.process = subprocess.Popen(
            [*kommando, *(argument or ("start",))],
            cwd=cwd,
            env=rest | fasta | miljo,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.rader: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for rad in self.process.stdout:
            self.rader.append(rad.rstrip("\n"))

    def said(self, text: str) -> bool:
        """Whether it has said this."""
        return any(text in rad for rad in self.rader)

    def wait_until_said(self, text: str) -> None:
        """Wait until it says this."""
        vanta(lambda: self.said(text) or self.process.poll() is not None, f"”{text}”")
        assert self.said(text), self.rader

    @property
    def api(self) -> Serverapi:
        """Its server."""
        om = json.loads((self.hem / "start.json").read_text("utf-8"))
        return Serverapi(om["api"], om["auth"])

    def family(self) -> list[psutil.Process]:
        """Every process that it has started, and they in turn; found by the work folder in their environment."""
        return [p for p in psutil.process_iter() if self._is_ours(p)]

    def _is_ours(self, p: psutil.Process) -> bool:
        try:
            return p.status() != psutil.STATUS_ZOMBIE and p.environ().get("ARSHJUL_HEM") == str(self.hem)
        except (psutil.Error, OSError):
            return False

    def left(self) -> list[list[str]]:
        """What runs of the family, as commands."""
        kvar = []
        for p in self.family():
            with contextlib.suppress(psutil.Error):
                kvar.append(p.cmdline())
        return kvar

    def child(self, modul: str) -> psutil.Process:
        """The process that runs a module."""
        return vanta(lambda: next((p for p in self.family() if modul in p.cmdline()), None), modul)

    def stop(self, hur: int = signal.SIGTERM) -> int:
        """Tell it to stop; its exit code."""
        self.process.send_signal(hur)
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def deployment(self, namn: str) -> dict[str, Any]:
        """A deployment of its server."""
        return next(d for d in self.api.filter("deployments") if d["name"] == namn)

    def run(self, namn: str, **parametrar: Any) -> str:
        """Ask for a run of a deployment; its id."""
        return str(
            self.api.post(f"/deployments/{self.deployment(namn)['id']}/create_flow_run", {"parameters": parametrar})[
                "id"
            ]
        )

    def state(self, korning: str) -> dict[str, Any]:
        """The state of a run."""
        return dict(self.api.get(f"/flow_runs/{korning}")["state"] or {})

    def wait_for_state(self, korning: str, *slag: str) -> dict[str, Any]:
        """Wait until a run has one of these states."""
        vanta(lambda: self.state(korning).get("type") in slag, f"{slag}")
        return self.state(korning)

    def add_flow(self, namn: str, **val: Any) -> None:
        """Put one of the flows for trying on the server."""
        api = self.api
        flode = api.post("/flows/", {"name": namn})["id"]
        om = {
            "name": namn,
            "flow_id": flode,
            "entrypoint": f"provfloden.{namn}",
            "work_pool_name": "arshjul",
            "job_variables": yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["definitions"]["work_pool"][
                "job_variables"
            ],
            "path": str(ROOT),
        }
        api.post("/deployments/", om | val)


@contextlib.contextmanager
def arshjul_start(mapp: Path, *argument: str, **val: Any) -> Iterator[Program]:
    """`arshjul start`, ready; stopped at the end."""
    program = Program(mapp, "start", *argument, **val)
    try:
        program.wait_until_said("Årshjulet kör på")
        yield program
    finally:
        if program.process.poll() is None:
            program.stop()
