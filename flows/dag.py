"""Which day it is, unless told otherwise."""

import datetime
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def today(idag: datetime.date | None) -> datetime.date:
    """The day to stand on: the given one, or today's date in Sweden."""
    return idag or datetime.datetime.now(SWEDEN).date()
