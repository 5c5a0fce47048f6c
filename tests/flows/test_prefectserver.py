"""Prefect's server on SQLite: many may ask for runs at once, and each gets one."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests_stod import ROOT

PATIENCE_SECONDS = 180


@pytest.fixture
def api(tmp_path: Path) -> Iterator[str]:
    """A server with a new database; where it answers."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = str(s.getsockname()[1])
    miljo = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    miljo |= {"PREFECT_HOME": str(tmp_path), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    arg = [sys.executable, "-m", "flows.server", "--port", port]
    server = subprocess.Popen(arg, cwd=ROOT, env=miljo, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    adress = f"http://127.0.0.1:{port}/api"
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        try:
            urllib.request.urlopen(f"{adress}/health", timeout=2).close()
            break
        except OSError:
            assert server.poll() is None
            time.sleep(0.5)
    yield adress
    server.send_signal(signal.SIGINT)
    server.wait(timeout=60)


def post(adress: str, om: dict[str, Any]) -> tuple[int, Any]:
    """Ask, once; the status and the answer."""
    begaran = urllib.request.Request(adress, json.dumps(om).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(begaran, timeout=PATIENCE_SECONDS) as svar:
            return svar.status, json.load(svar)
    except urllib.error.HTTPError as fel:
        return fel.code, None


def test_four_at_once_get_every_run_they_ask_for(api: str) -> None:
    flode = post(f"{api}/flows/", {"name": "f"})[1]["id"]
    deployment = post(f"{api}/deployments/", {"name": "d", "flow_id": flode})[1]["id"]

    def bestall(_: int) -> list[int]:
        status, korning = post(f"{api}/deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}})
        steg = ("PENDING", "RUNNING", "COMPLETED") if korning else ()
        return [status, *(post(f"{api}/flow_runs/{korning['id']}/set_state", {"state": {"type": s}})[0] for s in steg)]

    with ThreadPoolExecutor(4) as tradar:
        svar = Counter(s for alla in tradar.map(bestall, range(40)) for s in alla)
    assert svar == {201: 160}
