"""Påminn: put today's reminders and escalations into the outbox."""

from flows.dag import today
from flows.falt import Aren, Idag
from flows.flode import flode
from tasks.grund.databas import write
from tasks.laget.oppet import the_years
from tasks.utskick.paminnelser import enqueue_paminnelser


def _sager(antal: int) -> str:
    return f"{antal} {'ny påminnelse' if antal == 1 else 'nya påminnelser'} i utkorgen."


@flode("paminn", korning="Påminnelser", sager=_sager, ensam=True)
def paminn(ar: Aren = None, idag: Idag = None) -> int:
    """Today's reminders of every year, each once however often this runs; how many were added."""
    with write() as session:
        return sum(enqueue_paminnelser(session, oppet, today(idag)) for oppet in the_years(session, ar))
