"""Runs that were killed unseen: the server knows them as under way, and nobody will ever say otherwise.

Prefect's automation on missing heartbeats sees those that had begun while it was there. This sees the rest: those that
never had a heartbeat, those killed with the server, those whose cancelling nobody carries out.
"""

import datetime
from typing import Any

from flows.larm import AVBRUTEN, HJARTSLAG
from flows.miljo import seconds
from flows.serverapi import Serverapi

#: a run that is alive has changed its state or had a heartbeat within this; heartbeats come every 30 s
TYST_SECONDS = 90
#: a command in a terminal has no heartbeats
KOMMANDO_SECONDS = 3600


def mark_dead_runs(api: Serverapi, sedan: datetime.datetime) -> list[str]:
    """Mark runs as crashed that nobody is working on, which lets go of their slots.

    Args:
        sedan: when the server came up; before it nobody could tell of a heartbeat.

    Returns:
        Their names.
    """
    nu = datetime.datetime.now(datetime.UTC)
    tyst = datetime.timedelta(seconds=seconds("TYST", TYST_SECONDS))
    if nu - sedan < tyst:
        return []
    om = {"flow_runs": {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}}}
    gamla = [k for k in api.filter("flow_runs", **om) if nu - _since(k) > _patience(k, tyst)]
    doda = [k for k in gamla if not _has_heartbeat(api, k, nu - tyst)]
    for k in doda:
        slag = "CANCELLED" if k["state_type"] == "CANCELLING" else "CRASHED"
        tillstand = {"type": slag, "name": slag.capitalize(), "message": AVBRUTEN}
        api.post(f"/flow_runs/{k['id']}/set_state", {"state": tillstand, "force": True})
    return [k["name"] for k in doda]


def _patience(korning: dict[str, Any], tyst: datetime.timedelta) -> datetime.timedelta:
    return tyst if korning["deployment_id"] else datetime.timedelta(seconds=KOMMANDO_SECONDS)


def _since(korning: dict[str, Any]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(korning["state"]["timestamp"])


def _has_heartbeat(api: Serverapi, korning: dict[str, Any], sedan: datetime.datetime) -> bool:
    filtret = {
        "event": {"name": [HJARTSLAG]},
        "occurred": {"since": sedan.isoformat()},
        "resource": {"id": [f"prefect.flow-run.{korning['id']}"]},
    }
    return bool(api.post("/events/filter", {"filter": filtret, "limit": 1})["events"])
