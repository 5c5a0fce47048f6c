"""Giving more time, and withdrawing what should not have been asked (kontrakt section 6)."""

import datetime
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arsmapp import Organ
from schemas.begrepp import Roll, Utskicksslag
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang, Omgangar
from schemas.problem import ArshjulFel
from schemas.tabeller import Anstand
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import set_begart
from tasks.beslut.brev import moved
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.arsdata import rows
from tasks.laget.fragat import Del, anstanden, parts, standing
from tasks.laget.oppet import Oppet, current, decided
from tasks.laget.rorligt import watched
from tasks.laget.tilltal import korta, tilltal


def _organ(session: Session, oppet: Oppet, kod: str) -> Organ:
    organ = next((r for r in rows(session, Organ, oppet.ar) if r.kod == kod), None)
    if organ is None:
        raise ArshjulFel(f"Det finns inget organ med koden {kod}.")
    return organ


def _find(session: Session, oppet: Oppet, nummer: str, organ: str | None) -> list[Del]:
    """The uppmaning's recipients, or the one that is meant.

    Raises:
        ArshjulFel: it is not issued, not asked of the organ, withdrawn, or the year is closed.
    """
    vad = f"{oppet.o.uppmaning.obestamd[:1].upper()}{oppet.o.uppmaning.obestamd[1:]} {nummer}"
    if current(session, oppet) is None:
        raise ArshjulFel(
            f"Årets sista omgång är beslutad, så {oppet.o.uppmaning.flera_bestamd} kan inte längre ändras."
        )
    alla = [d for d in parts(session, oppet) if d.u.nummer == nummer]
    if not alla:
        raise ArshjulFel(f"{vad} är inte {oppet.o.uppmaning.adj('utfärdad', 'utfärdat')}.")
    egna = [d for d in standing(alla) if organ in (None, d.m.organ)]
    if not egna:
        hur = oppet.o.uppmaning.adj("återkallad", "återkallat")
        om = f"är inte ställd till {organ}, eller är {hur}" if organ else f"är redan {hur}"
        raise ArshjulFel(f"{vad} {om}.")
    return egna


@uppgift("Ge anstånd", korning="Anstånd {vad} {organ}")
def grant_anstand(
    session: Session,
    oppet: Oppet,
    vad: str,
    organ: str,
    dag: datetime.date,
    motivering: str,
    handlaggare: str,
    idag: datetime.date,
) -> str:
    """A later due date for one organ's answer, or for its workbook of an omgång; the organ is told.

    Args:
        vad: the number of an uppmaning, or the code of an omgång.

    Raises:
        ArshjulFel: there is no such question, it has no due date, or the new one is not later.
    """
    o = oppet.omgangar.finn(vad)
    om_nar = (organ, dag, idag)
    with watched(session, oppet.ar, "delar", "anstand") as rort:
        fore = _for_bok(session, oppet, o, *om_nar) if o else _for_svar(session, oppet, vad, *om_nar)
    if fore == dag:
        return f"{organ} har redan anstånd med {o.bestamd if o else vad} till {dag}."
    om: dict[str, Any] = {"nummer": None if o else vad, "omgang": o, "motivering": motivering, "senast": dag}
    om |= {"fore": fore, "kort": None if o else korta(session, oppet)(_find(session, oppet, vad, organ)[0].u)}
    nyckel = f"uppmaning/{o.kod if o else vad}/{organ}/anstand/{dag}"
    _enqueue(session, oppet, "anstand", organ, nyckel, Utskicksslag.UPPMANING, idag, o, **om)
    log(
        session, Handelseslag.ANSTAND_GIVET, dag=idag, ar=oppet.ar, vem=handlaggare, organ=organ, fore=fore, senast=dag,
        motivering=motivering, galler=o.kod if o else vad, **rort,
    )  # fmt: skip
    return f"{organ} har fått anstånd med {o.bestamd if o else vad} till {dag}."


def _for_svar(
    session: Session, oppet: Oppet, nummer: str, organ: str, dag: datetime.date, idag: datetime.date
) -> datetime.date:
    m = _find(session, oppet, nummer, organ)[0].m
    if m.senast is None:
        raise ArshjulFel(f"{nummer} har ingen sista dag, så det finns inget att skjuta upp.")
    fore = _later(m.senast, dag)
    if fore != dag:
        m.senast, m.tillfragad = dag, idag
    return fore


def _for_bok(
    session: Session, oppet: Oppet, o: Omgang, organ: str, dag: datetime.date, idag: datetime.date
) -> datetime.date:
    _organ(session, oppet, organ)
    if o.kod in decided(session, oppet.ar):
        raise ArshjulFel(f"{o.i_text} är redan beslutad, så det finns inget att skjuta upp.")
    givet = anstanden(session, oppet, o).get(organ)
    fore = _later(givet.dag if givet else o.senast, dag)
    if fore == dag:
        return fore
    if givet:
        givet.dag, givet.givet = dag, idag
    else:
        session.add(Anstand(ar=oppet.ar, omgang=o.kod, organ=organ, dag=dag, givet=idag))
    for d in standing(parts(session, oppet)):  # the answers stand in the same workbook
        if d.m.organ == organ and d.m.senast == fore and not d.stangd:
            d.m.senast, d.m.tillfragad = dag, idag
    return fore


def _later(fore: datetime.date, dag: datetime.date) -> datetime.date:
    if dag < fore:
        raise ArshjulFel(f"{dag} ligger före den nuvarande sista dagen {fore}.")
    return fore


@uppgift("Flytta sista dagen", korning="Ny sista dag {idag}")
def follow_kalender(session: Session, oppet: Oppet, fore: Omgangar, idag: datetime.date, vem: str) -> list[str]:
    """More time for everybody, where the last day of an omgång to come has been moved; the organs are told.

    The uppmaningar stand as decided. An organ that has anstånd beyond the new day keeps it, and an earlier day than
    the one they were given is not imposed on anybody. What has been answered in the omgång that is under way has the
    new day as well: a proposal of how it is to be judged closes nothing.

    Args:
        fore: the rounds until now.

    Returns:
        A word about each omgång whose day was moved.
    """
    klara, nu, svar = decided(session, oppet.ar), current(session, oppet), []
    for o in oppet.omgangar:
        gammal = fore.finn(o.kod)
        if nu is None or gammal is None or o.kod in klara or o.senast <= gammal.senast:
            continue
        flyttade: dict[str, list[str]] = {}
        with watched(session, oppet.ar, "delar") as rort:
            for d in standing(parts(session, oppet)):
                if d.m.senast is not None and gammal.senast <= d.m.senast < o.senast and not d.fore(nu, oppet).stangd:
                    d.m.senast, d.m.tillfragad = o.senast, idag
                    flyttade.setdefault(d.m.organ, []).append(d.u.nummer)
        brev = [moved(session, oppet, o, kod, nummer, o.senast, idag) for kod, nummer in flyttade.items()]
        enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
        if flyttade:
            om: dict[str, Any] = {"omgang": o.kod, "fore": gammal.senast, "senast": o.senast, "organ": flyttade, **rort}
            log(session, Handelseslag.SISTA_DAGEN_FLYTTAD, dag=idag, ar=oppet.ar, vem=vem, **om)
            vad = f"Sista dagen för svar i {o.bestamd} är flyttad till {o.senast}"
            svar.append(f"{vad} för {len(flyttade)} organ, och de får veta det.")
    return svar


@uppgift("Återkalla", korning="Återkallelse {nummer}")
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
    with watched(session, oppet.ar, "delar") as rort:
        for d in egna:
            d.m.aterkallad = True
            om: dict[str, Any] = {"nummer": nummer, "motivering": motivering, "text": d.u.text}
            nyckel = f"aterkallelse/{nummer}/{d.m.organ}"
            _enqueue(session, oppet, "aterkallelse", d.m.organ, nyckel, Utskicksslag.ATERKALLELSE, idag, None, **om)
        uppmaning = egna[0].u
        uppmaning.aterkallad = all(d.m.aterkallad for d in parts(session, oppet) if d.u.nummer == nummer)
        organen = [d.m.organ for d in egna]
        session.flush()
        if nu := current(session, oppet):
            set_begart(session, oppet, read_underlag(session, oppet, nu), organen)
    om = {"nummer": nummer, "organ": organen, "motivering": motivering, "text": uppmaning.text}
    om |= {"aterkallad": uppmaning.aterkallad, **rort}
    log(session, Handelseslag.UPPMANING_ATERKALLAD, dag=idag, ar=oppet.ar, vem=handlaggare, **om)
    vad = oppet.o.uppmaning
    return f"{str(vad).capitalize()} {nummer} är {vad.adj('återkallad', 'återkallat')} för {', '.join(organen)}."


def _enqueue(
    session: Session,
    oppet: Oppet,
    mall: str,
    organ: str,
    nyckel: str,
    slag: Utskicksslag,
    idag: datetime.date,
    o: Omgang | None,
    **om: object,
) -> None:
    amne, text = render_brev(oppet.o, mall, **om, **tilltal(session, oppet.ar)[organ], **oppet.stad)
    brev = Brev(nyckel, organ, Roll.REGISTRATOR, slag, amne, text, omgang=o.kod if o else None)
    enqueue(session, oppet.ar, adressbok(session, oppet.ar), [brev], idag)
