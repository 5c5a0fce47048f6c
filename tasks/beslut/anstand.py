"""Giving one organ more time, and withdrawing what should not have been asked (kontrakt section 6)."""

import datetime
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arsmapp import Organ
from schemas.begrepp import Fas, Roll, Utskicksslag
from schemas.problem import ArshjulFel
from schemas.tabeller import Mottagare, Uppmaningsrad
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import set_begart
from tasks.bocker.mallar import fragor
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, beslutad, rows


def _find(session: Session, oppet: Oppet, nummer: str, organ: str | None) -> list[tuple[Uppmaningsrad, Mottagare]]:
    """The uppmaning's recipients, or the one that is meant.

    Raises:
        ArshjulFel: it is not issued, not asked of the organ, withdrawn, or the follow-up is decided.
    """
    if beslutad(session, oppet.ar, Fas.T1):
        raise ArshjulFel("Uppföljningen är beslutad, så uppmaningarna kan inte längre ändras.")
    alla = [(u, m) for u, m in fragor(session, oppet.ar) if u.nummer == nummer]
    if not alla:
        raise ArshjulFel(f"Uppmaning {nummer} är inte utfärdad.")
    egna = [(u, m) for u, m in alla if organ in (None, m.organ) and not (u.aterkallad or m.aterkallad)]
    if not egna:
        vad = f"är inte ställd till {organ}, eller är återkallad" if organ else "är redan återkallad"
        raise ArshjulFel(f"Uppmaning {nummer} {vad}.")
    return egna


@uppgift("Ge anstånd", korning="Anstånd {nummer} {organ}")
def grant_anstand(
    session: Session,
    oppet: Oppet,
    nummer: str,
    organ: str,
    dag: datetime.date,
    motivering: str,
    handlaggare: str,
    idag: datetime.date,
) -> str:
    """A later due date for one organ's answer; the organ is told.

    Raises:
        ArshjulFel: the uppmaning has no due date, or the new one is not later.
    """
    u, m = _find(session, oppet, nummer, organ)[0]
    if m.senast is None:
        raise ArshjulFel(f"Uppmaning {nummer} har ingen sista dag, så det finns inget att skjuta upp.")
    if dag == m.senast:
        return f"{organ} har redan anstånd med {nummer} till {dag}."
    if dag < m.senast:
        raise ArshjulFel(f"{dag} ligger före den nuvarande sista dagen {m.senast}.")
    fore, m.senast, m.tillfragad = m.senast, dag, idag
    om: dict[str, Any] = {"nummer": nummer, "motivering": motivering, "text": u.text, "senast": dag}
    nyckel = f"uppmaning/{organ}/{nummer}/anstand/{dag}"
    _enqueue_brev(session, oppet, "anstand", organ, nyckel, Utskicksslag.UPPMANING, idag, **om)
    log(session, "Anstånd givet", dag=idag, ar=oppet.ar, vem=handlaggare, organ=organ, fore=fore, **om)
    return f"{organ} har fått anstånd med {nummer} till {dag}."


@uppgift("Flytta sista dagen", korning="Ny sista dag {idag}")
def follow_kalender(session: Session, oppet: Oppet, fore: datetime.date, idag: datetime.date, vem: str) -> str:
    """More time for everybody, where the year's last day for tertialrapport 1 has been moved; the organs are told.

    The uppmaningar stand as decided. An organ that has anstånd beyond the new day keeps it, and an earlier day than
    the one they were given is not imposed on anybody.

    Args:
        fore: the last day until now.

    Returns:
        A word about what was done; empty where nothing was.
    """
    dag = oppet.forfallodag(Fas.T1)
    if dag <= fore or beslutad(session, oppet.ar, Fas.T1):
        return ""
    flyttade: dict[str, list[str]] = {}
    for u, m in fragor(session, oppet.ar):
        if m.senast is not None and m.senast < dag and not (u.aterkallad or m.aterkallad):
            m.senast, m.tillfragad = dag, idag
            flyttade.setdefault(m.organ, []).append(u.nummer)
    for organ, nummer in flyttade.items():
        nyckel = f"uppmaning/{organ}/sista-dag/{dag}/{idag}"
        om: dict[str, Any] = {"nummer": nummer, "senast": dag}
        _enqueue_brev(session, oppet, "ny_sista_dag", organ, nyckel, Utskicksslag.UPPMANING, idag, **om)
    if not flyttade:
        return ""
    log(session, "Sista dagen flyttad", dag=idag, ar=oppet.ar, vem=vem, fore=fore, senast=dag, organ=flyttade)
    return f"Sista dagen för svar är flyttad till {dag} för {len(flyttade)} organ, och de får veta det."


@uppgift("Återkalla uppmaning", korning="Återkallelse {nummer}")
def withdraw_uppmaning(
    session: Session,
    oppet: Oppet,
    nummer: str,
    organ: str | None,
    motivering: str,
    handlaggare: str,
    idag: datetime.date,
) -> str:
    """Withdraw an uppmaning from one organ or from all; they are told, and no longer reminded."""
    egna = _find(session, oppet, nummer, organ)
    alla = [(u, m) for u, m in fragor(session, oppet.ar) if u.nummer == nummer]
    for u, m in egna:
        m.aterkallad = True
        om: dict[str, Any] = {"nummer": nummer, "motivering": motivering, "text": u.text}
        nyckel = f"aterkallelse/{m.organ}/{nummer}"
        _enqueue_brev(session, oppet, "aterkallelse", m.organ, nyckel, Utskicksslag.ATERKALLELSE, idag, **om)
    uppmaning = egna[0][0]
    uppmaning.aterkallad = all(m.aterkallad for _, m in alla)
    organen = [m.organ for _, m in egna]
    session.flush()
    if vp := beslutad(session, oppet.ar, Fas.VP):
        set_begart(session, vp, read_underlag(session, oppet, vp.inlamningar), organen)
    om = {"nummer": nummer, "organ": organen, "motivering": motivering}
    log(session, "Uppmaning återkallad", dag=idag, ar=oppet.ar, vem=handlaggare, **om)
    return f"Uppmaning {nummer} är återkallad för {', '.join(organen)}."


def _enqueue_brev(
    session: Session,
    oppet: Oppet,
    mall: str,
    organ: str,
    nyckel: str,
    slag: Utskicksslag,
    idag: datetime.date,
    **om: object,
) -> None:
    namn = next(o.namn for o in rows(session, Organ, oppet.ar) if o.kod == organ)
    stad = {"kommun": oppet.yaml.kommun, "diarienummer": oppet.yaml.diarienummer}
    amne, text = render_brev(mall, organ=namn, **om, **stad)
    enqueue(
        session, oppet.ar, adressbok(session, oppet.ar), [Brev(nyckel, organ, Roll.REGISTRATOR, slag, amne, text)], idag
    )
