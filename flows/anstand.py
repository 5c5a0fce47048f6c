"""Anstånd: a later due date for one organ's answer."""

import datetime

from prefect import flow

from flows.dag import today
from tasks.beslut.anstand import grant_anstand
from tasks.grund.databas import write
from tasks.laget.oppet import oppet_ar


@flow(name="anstand", flow_run_name="Anstånd {nummer} {organ}")
def anstand(
    nummer: str, organ: str, dag: datetime.date, motivering: str, handlaggare: str, idag: datetime.date | None = None
) -> str:
    """Give one organ until `dag` with one uppmaning; it is told.

    Raises:
        ArshjulFel: there is no such question, or the day is not later.
    """
    with write() as session:
        return grant_anstand(session, oppet_ar(session), nummer, organ, dag, motivering, handlaggare, today(idag))
