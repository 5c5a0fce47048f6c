"""Deploying what prefect.yaml lists, to the server of `arshjul start`.

`prefect deploy --all` of 3.8.8 asks the server for the workers of a pool in a form that the server refuses (422).
"""

import importlib
from pathlib import Path
from typing import Any

import yaml
from prefect.deployments.runner import EntrypointType
from prefect.flows import Flow
from prefect.schedules import Cron, Schedule

ROOT = Path(__file__).parents[1]


def driftsatt() -> list[str]:
    """Deploy every flow of prefect.yaml; their names."""
    alla = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    for d in alla:
        modul, _, namn = d["entrypoint"].rpartition(".")
        flode: Flow[Any, Any] = getattr(importlib.import_module(modul), namn)
        deployment: Any = flode.to_deployment(
            name=d["name"],
            description=d["description"],
            tags=d["tags"],
            schedules=[_schema(s) for s in d.get("schedules", ())],
            concurrency_limit=d.get("concurrency_limit"),
            work_pool_name=d["work_pool"]["name"],
            job_variables={"working_dir": str(ROOT)},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        deployment.apply()
    return [d["name"] for d in alla]


def _schema(s: dict[str, Any]) -> Schedule:
    return Cron(s["cron"], timezone=s["timezone"], active=s["active"])


if __name__ == "__main__":
    driftsatt()
