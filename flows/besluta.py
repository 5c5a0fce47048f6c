"""Besluta: record the decisions, lock the phase, issue what is to be asked."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import today
from schemas.begrepp import Fas
from schemas.problem import ArshjulFel
from tasks.beslut.beslut import VAD, decide_t1, decide_vp, prepare_beslut
from tasks.beslut.granskning import read_granskning, write_granskning
from tasks.bocker.mallar import write_t1_mallar
from tasks.dokument.skriv import write_avstamningsdokument, write_uppfoljningsdokument
from tasks.grund.databas import write
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
    dag = today(idag)
    with write() as session:
        oppet = oppet_ar(session)
        last = read_granskning(granskning, oppet) if granskning else None
        lage = prepare_beslut(session, oppet, last, handlaggare, dag)
        if not lage.stopp:
            (decide_vp if lage.rad.fas == Fas.VP else decide_t1)(session, oppet, lage, handlaggare, dag)
    rad = lage.rad
    with write() as session:
        if lage.stopp:
            write_granskning(session, oppet, rad, Fas(rad.fas))
        elif rad.fas == Fas.VP:
            write_t1_mallar(session, oppet)
            write_avstamningsdokument(session, oppet, rad, dag)
        else:
            write_uppfoljningsdokument(session, oppet, rad, dag)
    if lage.stopp:
        raise ArshjulFel(lage.stopp)
    return f"{VAD[Fas(rad.fas)][0]} {oppet.ar} är beslutad {dag} av {handlaggare}."
