"""Påminn: put today's reminders and escalations into the outbox."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from tasks.grund.databas import write
from tasks.laget.oppet import oppet_ar
from tasks.utskick.paminnelser import enqueue_paminnelser


@flow(name="paminn", flow_run_name=run_name("Påminnelser {idag}"))
def paminn(idag: datetime.date | None = None) -> int:
    """Today's reminders, each once however often this runs; how many were added."""
    with write() as session:
        return enqueue_paminnelser(session, oppet_ar(session), today(idag))
