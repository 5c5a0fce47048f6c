"""Runs that wait have names that say what and when, as those that have begun do; Prefect gives them two odd words."""

import datetime

from flows.dag import SWEDEN
from flows.serverapi import Serverapi

#: a run whose time is this near is on its way to begin, and names itself
NARA = datetime.timedelta(seconds=30)


def when(nar: datetime.datetime) -> str:
    """A moment as the name of a run has it: Swedish time, to the minute."""
    return nar.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")


def name_waiting(api: Serverapi) -> int:
    """Name the runs that wait for their time; how many were named now."""
    namn = {d["id"]: d["name"] for d in api.filter("deployments")}
    nu, antal = datetime.datetime.now(datetime.UTC), 0
    for k in api.filter("flow_runs", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}}):
        vad, nar = namn.get(k["deployment_id"]), datetime.datetime.fromisoformat(k["expected_start_time"])
        if vad and k["name"] != (ska := f"{vad} {when(nar)}") and abs(nar - nu) > NARA:
            api.patch(f"/flow_runs/{k['id']}", {"name": ska})
            antal += 1
    return antal
