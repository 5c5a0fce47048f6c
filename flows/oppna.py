"""Öppna: check a year and open it, or apply what has changed."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import today
from notifications.utkorg import adressbok, enqueue
from schemas.begrepp import Fas
from tasks.aret.arsbok import read_ar
from tasks.aret.oppna import faststallda, open_ar, skillnader
from tasks.avstamning.faststallda import issue_faststallda
from tasks.beslut.anstand import follow_kalender
from tasks.beslut.beslut import beslutsbrev
from tasks.bocker.mallar import write_t1_mallar
from tasks.grund.databas import write
from tasks.laget.oppet import beslutad, oppet_ar, oppet_om_finns


@flow(name="oppna", flow_run_name="Öppna {data}")
def oppna(data: Path, idag: datetime.date | None = None, vem: str = "arshjul") -> str:
    """Check a year and open it, or apply what differs.

    Args:
        data: the year folder, or the year workbook.

    Raises:
        Avvisat: it has faults. ArshjulFel: what differs may no longer change.
    """
    dag = today(idag)
    innehall = read_ar(data)
    with write() as session:
        fore = oppet_om_finns(session)
        funna = skillnader(session, innehall)
        svar = open_ar(session, innehall, funna, dag, vem)
        session.flush()
        oppet = oppet_ar(session)
        vp = beslutad(session, oppet.ar, Fas.VP)
        nya = issue_faststallda(session, oppet, vp, faststallda(funna), dag) if vp else []
        if nya and vp:
            brev = beslutsbrev(session, oppet, vp, bara=set(nya))
            enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, dag)
        flyttad = follow_kalender(session, oppet, fore.forfallodag(Fas.T1), dag, vem) if vp and fore else ""
        if nya or flyttad:  # before the commit: a run that is killed here is run again whole
            session.flush()
            write_t1_mallar(session, oppet)
    ord_om_nya = f"Nya uppmaningar: {', '.join(nya)}." if nya else ""
    return " ".join(x for x in (svar, ord_om_nya, flyttad) if x)
