"""On which days of a year something is due: what a simulated clock has to stop at."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from rules.paminnelser import stegar


def inlamningsdagar(organ: Iterable[str], dagar: Mapping[str, date], forfallo: date, tidigast: date) -> dict[str, date]:
    """Organ → the day its workbook comes in: as listed, else on the due date; never before `tidigast`."""
    return {kod: max(dagar.get(kod, forfallo), tidigast) for kod in organ}


def paminnelsedagar(
    forfallo: date, fore: Sequence[int], efter: Sequence[int], eskalering: Mapping[int, str]
) -> set[date]:
    """Every day on which some ladder of a due date has a step."""
    return {s.dag for stege in stegar(forfallo, fore, efter, eskalering).values() for s in stege}


def arets_dagar(kalender: Mapping[str, date], inlamningar: Iterable[date], paminnelser: Iterable[date]) -> list[date]:
    """The days to stop at, in order, from the opening of the year to the follow-up.

    Args:
        kalender: the dates of ar.yaml.
    """
    forsta, sista = kalender["oppnas"], kalender["uppfoljning"]
    stopp = {forsta, kalender["avstamning"], kalender["beslut"], sista, *inlamningar, *paminnelser}
    return sorted(d for d in stopp if forsta <= d <= sista)


def dagen_efter(dag: date) -> date:
    """The next day."""
    return dag + timedelta(days=1)
