"""Which day it is, unless told otherwise."""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def today(idag: datetime.date | None) -> datetime.date:
    """The day to stand on: the given one, or today's date in Sweden."""
    return idag or datetime.datetime.now(SWEDEN).date()


def run_name(mall: str) -> Callable[[], str]:
    """A name for flow runs, with the day they stand on: `Påminnelser {idag}`."""

    def namn() -> str:
        from prefect.runtime import flow_run

        val = flow_run.parameters or {}
        return mall.format_map(val | {"idag": today(val.get("idag"))})

    return namn
