"""Besluta: record the decisions, lock the phase, issue what is to be asked."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import dagens
from schemas.begrepp import Fas
from tasks.ar import oppet_ar
from tasks.beslut import att_besluta, besluta_t1, besluta_vp
from tasks.databas import skriv
from tasks.dokument.skriv import skriv_avstamningsdokument, skriv_uppfoljningsdokument
from tasks.granskning import las_granskning
from tasks.mallar import skriv_t1_mallar


@flow(name="besluta", flow_run_name="Beslut av {handlaggare}")
def besluta(handlaggare: str, granskning: Path | None = None, idag: datetime.date | None = None) -> str:
    """Decide the phase that waits for it; without a review workbook the proposals stand as they are.

    Args:
        handlaggare: who decides.

    Raises:
        Avvisat: the review workbook has faults. ArshjulFel: nothing waits for a decision.
    """
    dag = dagens(idag)
    with skriv() as session:
        oppet = oppet_ar(session)
        last = las_granskning(granskning, oppet, session) if granskning else None
        rad = att_besluta(session, oppet, last)
        beslut = besluta_vp if rad.fas == Fas.VP else besluta_t1
        beslut(session, oppet, rad, last, handlaggare, dag)
    with skriv() as session:
        if rad.fas == Fas.VP:
            skriv_t1_mallar(session, oppet)
            skriv_avstamningsdokument(session, oppet, rad, dag)
        else:
            skriv_uppfoljningsdokument(session, oppet, rad, dag)
    vad = "Avstämningen" if rad.fas == Fas.VP else "Uppföljningen"
    return f"{vad} {oppet.ar} är beslutad {dag} av {handlaggare}."
