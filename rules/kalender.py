"""Swedish working days (kontrakt section 5, Reminders)."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays


@cache
def rodadagar(ar: int) -> frozenset[date]:
    """The public holidays of a year, with midsommarafton, julafton and nyårsafton; Sundays not counted."""
    val: dict[str, Any] = {"include_sundays": False, "categories": ("public", "de_facto")}
    return frozenset(holidays.country_holidays("SE", years=ar, **val))


def is_arbetsdag(dag: date) -> bool:
    """Whether people are at work."""
    return dag.weekday() < 5 and dag not in rodadagar(dag.year)


def arbetsdag_fore(dag: date) -> date:
    """The day itself, or the working day before."""
    while not is_arbetsdag(dag):
        dag -= timedelta(days=1)
    return dag


def arbetsdag_efter(dag: date) -> date:
    """The day itself, or the next working day."""
    while not is_arbetsdag(dag):
        dag += timedelta(days=1)
    return dag
