"""Anstånd: a later due date for one organ's answer, or for its workbook."""

import datetime

from prefect import flow

from flows.dag import today
from tasks.beslut.anstand import grant_anstand
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flow(name="anstand", flow_run_name="Anstånd {galler} {organ}")
def anstand(
    galler: str,
    organ: str,
    dag: datetime.date,
    motivering: str,
    handlaggare: str,
    ar: int | None = None,
    idag: datetime.date | None = None,
) -> str:
    """Give one organ until `dag`; it is told.

    Args:
        galler: the number of an uppmaning, or the code of an omgång for the whole workbook.

    Raises:
        ArshjulFel: there is no such question, or the day is not later.
    """
    with write() as session:
        oppet = the_year(session, ar)
        svar = grant_anstand(session, oppet, galler, organ, dag, motivering, handlaggare, today(idag))
    write_everything(oppet, today(idag))
    return svar
