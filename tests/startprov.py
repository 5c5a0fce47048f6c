"""A running `arshjul start` for a test, however the program is installed."""

import base64
import contextlib
import json
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 300


class Startad:
    """What its server answers."""

    def __init__(self, om: dict[str, str]) -> None:
        self._api = om["api"]
        self._huvuden = {"Authorization": f"Basic {base64.b64encode(om['auth'].encode()).decode()}"}

    def fraga(self, vag: str, om: dict[str, Any]) -> Any:
        """POST a filter; the answer."""
        token = json.loads(self._hamta(f"{self._api}/csrf-token?client=test"))["token"]
        csrf = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test", "Content-Type": "application/json"}
        return json.loads(self._hamta(f"{self._api}{vag}", json.dumps(om).encode(), csrf))

    def sida(self, vag: str) -> str:
        """A page of the UI."""
        return self._hamta(self._api.removesuffix("/api") + vag).decode()

    def _hamta(self, url: str, innehall: bytes | None = None, huvuden: dict[str, str] | None = None) -> bytes:
        begaran = urllib.request.Request(url, innehall, self._huvuden | (huvuden or {}))
        with urllib.request.urlopen(begaran, timeout=30) as svar:
            return bytes(svar.read())


@contextlib.contextmanager
def started(kommando: list[str], miljo: dict[str, str], cwd: Path) -> Iterator[Startad]:
    """`arshjul start` on a port of its own, for the length of the block; it ends by itself, without fault."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        miljo = miljo | {"ARSHJUL_PORT": str(s.getsockname()[1])}
    program = subprocess.Popen(kommando, cwd=cwd, env=miljo, stdout=subprocess.PIPE, text=True)
    try:
        _vanta_pa_deployments(startad := _svarar(program, Path(miljo["ARSHJUL_HEM"]) / "start.json"))
        yield startad
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(timeout=PATIENCE_SECONDS)
    assert program.returncode == 0


def _svarar(program: subprocess.Popen[str], startfil: Path) -> Startad:
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut and program.poll() is None:
        if startfil.exists() and (text := startfil.read_text("utf-8")):
            return Startad(json.loads(text))
        time.sleep(0.5)
    raise AssertionError("arshjul start did not start")


def _vanta_pa_deployments(startad: Startad) -> None:
    """Wait until the last of them is there: they come one by one."""
    antal, slut = -1, time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        nu = len(startad.fraga("/deployments/filter", {}))
        if nu and nu == antal:
            return
        antal = nu
        time.sleep(5)
    raise AssertionError("nothing was deployed")
