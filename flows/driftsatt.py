"""Putting the deployments of `prefect.yaml` on the server, and leaving what operators have paused as it is.

A program of its own, run by `arshjul start` when something has changed: `python -m flows.driftsatt FINGERAVTRYCK`.
It reads Prefect in while the server starts, waits for it, deploys, and ends.
"""

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.paket import FLOWS, deployment_folder
from flows.serverapi import Serverapi, wait_for_api
from schemas.installningar import installningar
from tasks.grund.filer import write_whole

PATIENCE_SECONDS = 600.0
Deployment = dict[str, Any]


def fingerprint(listor: str = "") -> str:
    """What the deployments follow from: prefect.yaml, the flows with their parameters, and the lists in the forms.

    Args:
        listor: the lists, or a fingerprint of them.
    """
    return hashlib.sha256(f"{_code()} {installningar().hem.absolute()} {listor}".encode()).hexdigest()


def _prefect_yaml() -> Path:
    return deployment_folder() / "prefect.yaml"


@cache
def _code() -> str:
    """Read once: a program that is replaced while it runs is deployed when it starts anew."""
    h = hashlib.sha256()
    for fil in [_prefect_yaml(), *sorted(FLOWS.glob("*.py")), *sorted((FLOWS.parent / "schemas").glob("*.py"))]:
        h.update(fil.read_bytes())
    return h.hexdigest()


def _remembered() -> dict[str, Any]:
    """What was deployed last from this work folder."""
    try:
        return dict(json.loads(_minne().read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _minne() -> Path:
    return installningar().hem / "prefect" / "driftsatt.json"


def is_current(avtryck: str) -> bool:
    """Whether the last deployment was of this; says nothing of the server."""
    return bool(_remembered().get("fingeravtryck") == avtryck)


def is_whole(api: Serverapi) -> bool:
    """Whether the server has every deployment."""
    return _names(_wanted()) <= {d["name"] for d in api.filter("deployments")}


def _wanted() -> list[Deployment]:
    return list(yaml.safe_load(_prefect_yaml().read_text("utf-8"))["deployments"])


def _names(alla: list[Deployment]) -> set[str]:
    return {d["name"] for d in alla}


def with_pauses(vill: dict[str, Any], finns: list[Deployment]) -> dict[str, Any]:
    """A prefect.yaml in which what operators have paused stays so.

    Args:
        vill: prefect.yaml.
        finns: the deployments of the server.
    """
    per_namn = {d["name"]: d for d in finns}
    alla = []
    for d in vill["deployments"]:
        har = per_namn.get(d["name"])
        alla.append(d if har is None else d | {"paused": har["paused"]} | _schedules(d, har))
    return vill | {"deployments": alla}


def _schedules(d: Deployment, har: Deployment) -> Deployment:
    """Each schedule, inactive where it was."""
    vilande = {_when(s["schedule"]) for s in har["schedules"] if not s["active"]}
    if not d.get("schedules"):
        return {}
    return {"schedules": [s | {"active": False} if _when(s) in vilande else s for s in d["schedules"]]}


def _when(schema: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(schema.get(k) for k in ("cron", "interval", "rrule", "timezone"))


def main() -> None:
    """Deploy, and remember what."""
    import prefect.cli
    import prefect.cli.deploy
    import prefect.deployments.runner

    api = wait_for_api(os.environ["PREFECT_API_URL"], os.environ["PREFECT_API_AUTH_STRING"], PATIENCE_SECONDS)
    vill = yaml.safe_load(_prefect_yaml().read_text("utf-8"))
    finns = api.filter("deployments")
    with tempfile.TemporaryDirectory() as mapp:
        fil = Path(mapp) / "prefect.yaml"
        fil.write_text(yaml.safe_dump(with_pauses(vill, finns), allow_unicode=True), "utf-8")
        _deploy(prefect.cli.app, fil)
    _remove_retired(api, finns, vill["deployments"])
    minne = {"fingeravtryck": sys.argv[1], "namn": sorted(_names(vill["deployments"]))}
    write_whole(_minne(), json.dumps(minne, ensure_ascii=False).encode())


def _deploy(app: Any, fil: Path) -> None:
    """`prefect deploy --all`, in this process."""
    undan, sys.argv = sys.argv, ["prefect", "--no-prompt", "deploy", "--all", "--prefect-file", str(fil)]
    try:
        app()
    except SystemExit as slut:
        if slut.code:
            raise
    finally:
        sys.argv = undan


def _remove_retired(api: Serverapi, finns: list[Deployment], vill: list[Deployment]) -> None:
    """Take away what an earlier version deployed; not what somebody has made by hand."""
    utgangna = set(_remembered().get("namn", [])) - _names(vill)
    for d in finns:
        if d["name"] in utgangna:
            api.delete(f"/deployments/{d['id']}")


if __name__ == "__main__":
    main()
