"""Avstämning: add up the plans, propose, write the review workbook and the documents as a proposal."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from tasks.avstamning.avstamning import make_avstamning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flow(name="avstamning", flow_run_name=run_name("Avstämning {idag}"))
def avstamning(ar: int | None = None, idag: datetime.date | None = None) -> list[str]:
    """Propose, and write what the planning office reviews; run again it only does what is left to do.

    Returns:
        The paths of what was written now.
    """
    dag = today(idag)
    with write() as session:
        oppet = the_year(session, ar)
        make_avstamning(session, oppet, oppet.omgangar.plan, dag)
    return [str(fil) for fil in write_everything(oppet, dag)]
