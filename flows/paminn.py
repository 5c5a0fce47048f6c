"""Påminn: put today's reminders and escalations into the outbox."""

import datetime

from prefect import flow

from flows.dag import dagens, korning
from tasks.grund.databas import skriv
from tasks.laget.oppet import oppet_ar
from tasks.utskick.paminnelser import lagg_paminnelser


@flow(name="paminn", flow_run_name=korning("Påminnelser {idag}"))
def paminn(idag: datetime.date | None = None) -> int:
    """Today's reminders, each once however often this runs; how many were added."""
    with skriv() as session:
        return lagg_paminnelser(session, oppet_ar(session), dagens(idag))
