"""Återkalla: withdraw an issued uppmaning; the organ is told."""

import datetime

from prefect import flow

from flows.dag import today
from tasks.beslut.anstand import withdraw_uppmaning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flow(name="aterkalla", flow_run_name="Återkalla {nummer}")
def aterkalla(
    nummer: str,
    motivering: str,
    handlaggare: str,
    organ: str | None = None,
    ar: int | None = None,
    idag: datetime.date | None = None,
) -> str:
    """Withdraw an uppmaning from one organ, or from all.

    Raises:
        ArshjulFel: it is not issued, or not asked of the organ.
    """
    with write() as session:
        oppet = the_year(session, ar)
        svar = withdraw_uppmaning(session, oppet, nummer, organ, motivering, handlaggare, today(idag))
    write_everything(oppet, today(idag))
    return svar
