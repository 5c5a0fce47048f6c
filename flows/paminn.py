"""Påminn: put today's reminders and escalations into the outbox."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from tasks.grund.databas import write
from tasks.laget.oppet import the_years
from tasks.utskick.paminnelser import enqueue_paminnelser


@flow(name="paminn", flow_run_name=run_name("Påminnelser {idag}"))
def paminn(ar: int | None = None, idag: datetime.date | None = None) -> int:
    """Today's reminders of every year, each once however often this runs; how many were added."""
    with write() as session:
        return sum(enqueue_paminnelser(session, oppet, today(idag)) for oppet in the_years(session, ar))
