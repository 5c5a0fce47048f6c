"""Anstånd: a later due date for one organ's answer."""

import datetime

from prefect import flow

from flows.dag import dagens
from tasks.beslut.anstand import ge_anstand
from tasks.grund.databas import skriv
from tasks.laget.oppet import oppet_ar


@flow(name="anstand", flow_run_name="Anstånd {nummer} {organ}")
def anstand(
    nummer: str, organ: str, dag: datetime.date, motivering: str, handlaggare: str, idag: datetime.date | None = None
) -> str:
    """Give one organ until `dag` with one uppmaning; it is told.

    Raises:
        ArshjulFel: there is no such question, or the day is not later.
    """
    with skriv() as session:
        return ge_anstand(session, oppet_ar(session), nummer, organ, dag, motivering, handlaggare, dagens(idag))
