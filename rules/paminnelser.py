"""The three ladders of reminders (kontrakt section 5, Reminders). Nobody is nagged wrongly."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.kalender import arbetsdag_efter, arbetsdag_fore
from schemas.begrepp import Roll


@dataclass(frozen=True)
class Steg:
    """A step of a ladder: its name (`-28` … `+10`) and the working day when it is taken."""

    namn: str
    dag: date


def stege(forfallo: date, fore: Sequence[int] = (), efter: Sequence[int] = ()) -> list[Steg]:
    """The steps of one ladder, earliest first; before-steps move back to a working day, after-steps forward.

    Args:
        forfallo: the due date, which never moves.
        fore, efter: calendar days before and after it.
    """
    steg = [Steg(f"-{d}", arbetsdag_fore(forfallo - timedelta(days=d))) for d in sorted(fore, reverse=True)]
    return steg + [Steg(f"+{d}", arbetsdag_efter(forfallo + timedelta(days=d))) for d in sorted(efter)]


def stegar(
    forfallo: date, fore: Sequence[int], efter: Sequence[int], eskalering: Mapping[int, str]
) -> dict[str, list[Steg]]:
    """Role → its ladder: all steps for the registrator, for every other role those that `eskalering` gives it."""
    svar = {str(Roll.REGISTRATOR): stege(forfallo, fore, efter)}
    for roll in dict.fromkeys(eskalering.values()):
        svar[str(roll)] = stege(forfallo, (), [d for d, r in eskalering.items() if r == roll])
    return svar


def aktuellt_steg(steg: Sequence[Steg], idag: date, tillfragad: date, sanda: Collection[str]) -> Steg | None:
    """The step to send on a run, if any: the latest whose day has come, unless it or a later one has been sent.

    Args:
        tillfragad: the day when the organ was asked; a step whose day lies before it is not taken.
        sanda: the names of the steps of this ladder that have been sent.
    """
    komna = [s for s in steg if s.dag <= idag]
    if not komna or komna[-1].dag < tillfragad:
        return None
    redan = max((n for n, s in enumerate(steg) if s.namn in sanda), default=-1)
    return komna[-1] if len(komna) - 1 > redan else None
