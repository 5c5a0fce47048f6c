"""Avstämning: aggregate, propose, write the review workbook and the documents as a proposal."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from schemas.arbetsbocker import granskningens_namn
from schemas.begrepp import Fas
from tasks.avstamning.avstamning import make_avstamning
from tasks.beslut.granskning import write_granskning
from tasks.dokument.lager import aktuella_dokument
from tasks.dokument.skriv import write_avstamningsdokument
from tasks.grund.databas import write
from tasks.laget.oppet import oppet_ar


@flow(name="avstamning", flow_run_name=run_name("Avstämning {idag}"))
def avstamning(idag: datetime.date | None = None) -> list[str]:
    """Propose, and write what the planning office reviews; run again it only does what has changed."""
    dag = today(idag)
    with write() as session:
        oppet = oppet_ar(session)
        gjord = make_avstamning(session, oppet, dag)
    if gjord.rad.beslutad:
        return []
    with write() as session:
        # a review workbook that the office may have begun to fill in is only replaced by a newer avstämning
        finns = (oppet.mapp / "dokument" / granskningens_namn(Fas.VP, oppet.ar)).exists()
        granskning = [] if finns and not gjord.ny else [write_granskning(session, oppet, gjord.rad, Fas.VP)]
        if not gjord.ny and (klara := aktuella_dokument(session, oppet)):
            return [str(d) for d in klara]
        return [str(d) for d in [*granskning, *write_avstamningsdokument(session, oppet, gjord.rad, dag)]]
