"""`arshjul start` as operators run it: everything of prefect.yaml is deployed, and every schedule gets its runs."""

import asyncio
import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests_stod import ROOT

PATIENCE_SECONDS = 180


class Server:
    """A running `arshjul start`: what its API answers."""

    def __init__(self, om: dict[str, str]) -> None:
        self.api = om["api"]
        self._auth = base64.b64encode(om["auth"].encode()).decode()

    def fraga(self, vag: str, om: dict[str, Any]) -> Any:
        """POST a filter; the answer."""
        huvuden = {"Content-Type": "application/json", "Authorization": f"Basic {self._auth}"}
        huvuden |= self._csrf()
        begaran = urllib.request.Request(f"{self.api}{vag}", json.dumps(om).encode(), huvuden)
        with urllib.request.urlopen(begaran, timeout=30) as svar:
            return json.load(svar)

    def _csrf(self) -> dict[str, str]:
        begaran = urllib.request.Request(
            f"{self.api}/csrf-token?client=test", headers={"Authorization": f"Basic {self._auth}"}
        )
        with urllib.request.urlopen(begaran, timeout=30) as svar:
            return {"Prefect-Csrf-Token": json.load(svar)["token"], "Prefect-Csrf-Client": "test"}


def _vanta(pa: Any, vad: str) -> Any:
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        if svar := pa():
            return svar
        time.sleep(1)
    raise AssertionError(f"{vad} within {PATIENCE_SECONDS} s")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`arshjul start` on a port of its own, up until the module's tests are done."""
    hem = tmp_path_factory.mktemp("start") / "hem"
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = str(s.getsockname()[1])
    miljo = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
    miljo |= {"ARSHJUL_HEM": str(hem), "ARSHJUL_PORT": port}
    program = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "start"], cwd=ROOT, env=miljo, stdout=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout
        assert "Årshjulet kör på" in program.stdout.readline()
        yield Server(json.loads((hem / "start.json").read_text("utf-8")))
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(timeout=60)


def _deployments() -> list[dict[str, Any]]:
    return list(yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"])


def test_everything_in_prefect_yaml_is_deployed(server: Server) -> None:
    fick = {d["name"]: d["entrypoint"] for d in server.fraga("/deployments/filter", {})}
    assert fick == {d["name"]: d["entrypoint"] for d in _deployments()}


def test_every_schedule_has_runs_waiting(server: Server) -> None:
    schemalagda = {d["name"] for d in _deployments() if d.get("schedules")}
    namn = {d["id"]: d["name"] for d in server.fraga("/deployments/filter", {})}
    om = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}

    def har_korningar() -> bool:
        return {namn[k["deployment_id"]] for k in server.fraga("/flow_runs/filter", om)} >= schemalagda

    assert schemalagda
    _vanta(har_korningar, "every schedule has runs")


def test_the_worker_takes_a_run_and_completes_it(server: Server, tmp_path: Path) -> None:
    till = tmp_path / "Ar.xlsx"
    alla = {d["name"]: d["id"] for d in server.fraga("/deployments/filter", {})}
    korning = server.fraga(f"/deployments/{alla['nytt-ar']}/create_flow_run", {"parameters": {"ut": str(till)}})
    om = {"flow_runs": {"id": {"any_": [korning["id"]]}}}

    def slut() -> str | None:
        tillstand = server.fraga("/flow_runs/filter", om)[0]["state_type"]
        return tillstand if tillstand in ("COMPLETED", "FAILED", "CRASHED") else None

    assert _vanta(slut, "the run ends") == "COMPLETED"
    assert till.exists()


@pytest.mark.parametrize("d", [d for d in _deployments() if d.get("schedules")], ids=lambda d: d["name"])
def test_a_schedule_keeps_swedish_time_over_both_changes_of_the_clock(d: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from prefect.server.schemas.schedules import CronSchedule

    for plan in d["schedules"]:
        schema = CronSchedule(cron=plan["cron"], timezone=plan["timezone"])
        dagar = asyncio.run(
            schema.get_dates(end=datetime(2028, 1, 1, tzinfo=UTC), start=datetime(2027, 1, 1, tzinfo=UTC))
        )
        assert len({x.isoformat() for x in dagar}) == len(dagar)
        assert all(x.hour not in (1, 2, 3, 4) for x in dagar)
