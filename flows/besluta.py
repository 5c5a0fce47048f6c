"""Besluta: record the decisions, lock the phase, issue what is to be asked."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import dagens
from schemas.begrepp import Fas
from schemas.problem import ArshjulFel
from tasks.beslut.beslut import VAD, besluta_t1, besluta_vp, forbered_beslut
from tasks.beslut.granskning import las_granskning, skriv_granskning
from tasks.bocker.mallar import skriv_t1_mallar
from tasks.dokument.skriv import skriv_avstamningsdokument, skriv_uppfoljningsdokument
from tasks.grund.databas import skriv
from tasks.laget.oppet import oppet_ar


@flow(name="besluta", flow_run_name="Beslut av {handlaggare}")
def besluta(handlaggare: str, granskning: Path | None = None, idag: datetime.date | None = None) -> str:
    """Decide the phase that waits for it; without a review workbook the proposals stand as they are.

    Args:
        handlaggare: who decides.
        granskning: the review workbook, filled in.

    Raises:
        Avvisat: the review workbook has faults. ArshjulFel: nothing waits for a decision, the review was made from
            older figures, or what it accepts changes proposals that it does not decide.
    """
    dag = dagens(idag)
    with skriv() as session:
        oppet = oppet_ar(session)
        last = las_granskning(granskning, oppet) if granskning else None
        lage = forbered_beslut(session, oppet, last, handlaggare, dag)
        if not lage.stopp:
            (besluta_vp if lage.rad.fas == Fas.VP else besluta_t1)(session, oppet, lage, handlaggare, dag)
    rad = lage.rad
    with skriv() as session:
        if lage.stopp:
            skriv_granskning(session, oppet, rad, Fas(rad.fas))
        elif rad.fas == Fas.VP:
            skriv_t1_mallar(session, oppet)
            skriv_avstamningsdokument(session, oppet, rad, dag)
        else:
            skriv_uppfoljningsdokument(session, oppet, rad, dag)
    if lage.stopp:
        raise ArshjulFel(lage.stopp)
    return f"{VAD[Fas(rad.fas)][0]} {oppet.ar} är beslutad {dag} av {handlaggare}."
