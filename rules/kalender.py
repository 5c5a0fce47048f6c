"""Swedish working days (kontrakt section 5, Reminders)."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def rodadagar(ar: int) -> frozenset[date]:
    """The public holidays of a year, with midsommarafton, julafton and nyårsafton; Sundays not counted."""
    lediga = set(holidays.country_holidays("SE", years=ar, include_sundays=False))
    return frozenset(lediga | {date(ar, 12, 24), date(ar, 12, 31), _midsommarafton(ar)})


def _midsommarafton(ar: int) -> date:
    """The Friday between 19 and 25 June."""
    return next(d for n in range(19, 26) if (d := date(ar, 6, n)).weekday() == 4)


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
