"""On which days of a year something is due: what a simulated clock has to stop at."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from rules.paminnelser import stegar
from schemas.omgangar import Omgangar


def inlamningsdagar(organ: Iterable[str], dagar: Mapping[str, date], forfallo: date, tidigast: date) -> dict[str, date]:
    """Organ → the day its workbook comes in: as listed, else on the due date; never before `tidigast`."""
    return {kod: max(dagar.get(kod, forfallo), tidigast) for kod in organ}


def paminnelsedagar(
    forfallo: date, fore: Sequence[int], efter: Sequence[int], eskalering: Mapping[int, str]
) -> set[date]:
    """Every day on which some ladder of a due date has a step."""
    return {s.dag for stege in stegar(forfallo, fore, efter, eskalering).values() for s in stege}


def arets_dagar(
    oppnas: date, omgangar: Omgangar, inlamningar: Iterable[date], paminnelser: Iterable[date]
) -> list[date]:
    """The days to stop at, in order, from the opening of the year to the decision of its last omgång."""
    sista = omgangar[-1].beslutas
    stopp = {oppnas, *inlamningar, *paminnelser}
    stopp |= {dag for o in omgangar for dag in (o.sammanstalls, o.beslutas)}
    return sorted(d for d in stopp if oppnas <= d <= sista)


def begins(omgangar: Omgangar, nr: int, oppnas: date) -> date:
    """The first day on which something can come in for an omgång: when the year opens, or the one before is decided."""
    return oppnas if nr == 0 else omgangar[nr - 1].beslutas + timedelta(days=1)
