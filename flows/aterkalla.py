"""Återkalla: withdraw an issued uppmaning; the organ is told."""

import datetime

from prefect import flow

from flows.dag import today
from tasks.beslut.anstand import withdraw_uppmaning
from tasks.grund.databas import write
from tasks.laget.oppet import oppet_ar


@flow(name="aterkalla", flow_run_name="Återkalla {nummer}")
def aterkalla(
    nummer: str, motivering: str, handlaggare: str, organ: str | None = None, idag: datetime.date | None = None
) -> str:
    """Withdraw an uppmaning from one organ, or from all.

    Raises:
        ArshjulFel: it is not issued, or not asked of the organ.
    """
    with write() as session:
        return withdraw_uppmaning(session, oppet_ar(session), nummer, organ, motivering, handlaggare, today(idag))
