"""Uppföljning: judge the T1 answers, aggregate again, write the follow-up and its review workbook."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from schemas.arbetsbocker import granskningens_namn
from schemas.begrepp import Fas
from tasks.avstamning.uppfoljning import make_uppfoljning
from tasks.beslut.granskning import write_granskning
from tasks.dokument.skriv import write_uppfoljningsdokument
from tasks.grund.databas import write
from tasks.laget.oppet import oppet_ar


@flow(name="uppfoljning", flow_run_name=run_name("Uppföljning {idag}"))
def uppfoljning(idag: datetime.date | None = None) -> list[str]:
    """Judge, and write what the planning office reviews; run again it only does what has changed.

    Raises:
        ArshjulFel: the avstämning is not decided yet.
    """
    dag = today(idag)
    with write() as session:
        oppet = oppet_ar(session)
        gjord = make_uppfoljning(session, oppet, dag)
    if gjord.rad.beslutad:
        return []
    with write() as session:
        finns = (oppet.mapp / "dokument" / granskningens_namn(Fas.T1, oppet.ar)).exists()
        granskning = [] if finns and not gjord.ny else [write_granskning(session, oppet, gjord.rad, Fas.T1)]
        return [str(d) for d in [*granskning, *write_uppfoljningsdokument(session, oppet, gjord.rad, dag)]]
