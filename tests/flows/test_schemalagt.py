"""`arshjul start` as operators run it: everything of prefect.yaml is deployed, and every schedule gets its runs."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from startprogram import Program, arshjul_start, vanta
from tests_stod import ROOT


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """`arshjul start` on a port of its own, up until the module's tests are done."""
    with arshjul_start(tmp_path_factory.mktemp("schemalagt")) as p:
        yield p


def _deployments() -> list[dict[str, Any]]:
    return list(yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"])


def test_everything_in_prefect_yaml_is_deployed(program: Program) -> None:
    fick = {d["name"]: d["entrypoint"] for d in program.api.filter("deployments")}
    assert fick == {d["name"]: d["entrypoint"] for d in _deployments()}


def test_every_schedule_has_runs_waiting(program: Program) -> None:
    schemalagda = {d["name"] for d in _deployments() if d.get("schedules")}
    namn = {d["id"]: d["name"] for d in program.api.filter("deployments")}
    om = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}

    def har_korningar() -> bool:
        return {namn[k["deployment_id"]] for k in program.api.filter("flow_runs", **om)} >= schemalagda

    assert schemalagda
    vanta(har_korningar, "every schedule has runs")


def test_the_runs_that_wait_say_what_they_are_and_when(program: Program) -> None:
    om = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
    namn = re.compile(r"(Dagens|Intag|Sammandrag) \d{4}-\d\d-\d\d \d\d:\d\d")

    def alla_har_namn() -> bool:
        vantar = program.api.filter("flow_runs", **om)
        return bool(vantar) and all(namn.fullmatch(k["name"]) for k in vantar)

    vanta(alla_har_namn, "every waiting run has a name")


def test_the_worker_takes_a_run_and_completes_it(program: Program, tmp_path: Path) -> None:
    till = tmp_path / "Ar.xlsx"
    program.wait_for_state(program.run("Nytt år", ut=str(till)), "COMPLETED", "FAILED", "CRASHED")
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
