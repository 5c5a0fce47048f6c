"""Deciding: record who decided what, lock the avstämning, issue the uppmaningar (kontrakt section 6, `besluta`)."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from notifications.utkorg import adressbok, enqueue
from rules.bedomning import judge_inriktningsmalen
from schemas.arbetsbocker import (
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.arsmapp import Mal, Text
from schemas.begrepp import Bedomning, Fas, Svarsstatus
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Framstallning, Malbeslut
from schemas.underlag import build
from tasks.avstamning.avstamning import make_avstamning
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppfoljning import make_uppfoljning
from tasks.avstamning.uppmaningar import add_nya, forslag, issue, set_begart, set_jamfort, strike
from tasks.beslut.brev import avslutande_brev, beslutsbrev
from tasks.beslut.granskningskontroll import Granskning, check_granskning
from tasks.beslut.vantande import settle_vantande
from tasks.bocker.mallar import fragor
from tasks.grund.handelser import AVSTAMNINGEN_BESLUTAD, log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, beslutad, rows, senaste

VAD = {Fas.VP: ("Avstämningen", "avstamning"), Fas.T1: ("Uppföljningen", "uppfoljning")}


@dataclass
class Beslutslage:
    """What is to be decided.

    Attributes:
        rad: the avstämning of the phase.
        strukna: number of a proposal → why it is struck.
        stopp: why nothing can be decided yet, although something was settled on the way.
    """

    rad: Avstamning
    granskning: Granskning | None
    strukna: dict[str, str | None] = field(default_factory=dict)
    stopp: str | None = None

    def rader(self, blad: Any) -> list[dict[str, Any]]:
        """The rows of a sheet of the review; none where there is no review."""
        return self.granskning.rader.get(blad, []) if self.granskning else []


def prepare_beslut(
    session: Session, oppet: Oppet, granskning: Granskning | None, handlaggare: str, idag: datetime.date
) -> Beslutslage:
    """Settle what waits, and see that the figures are those that the review was made from.

    Without a review, figures that have changed since are made anew, since they are decided as they stand. With one,
    only a submission that the review itself accepts may change them, and only where nobody is thereby taken to have
    decided something that was not in the review.

    Raises:
        ArshjulFel: nothing waits for a decision, or the review was made from older figures.
        Avvisat: the review names what is not there, or lacks a motivering.
    """
    lage = Beslutslage(_att_besluta(session, oppet, granskning), granskning)
    if granskning:
        check_granskning(session, oppet, granskning)
    lage.strukna = {r["nummer"]: r["motivering"] for r in lage.rader(GranskaUppmaning) if r["stryk"]}
    godtagna = settle_vantande(session, oppet, lage.rader(GranskaVantande), handlaggare, idag)
    fore = _nycklar(session, lage.rad)
    gor = make_avstamning if lage.rad.fas == Fas.VP else make_uppfoljning
    gjord = gor(session, oppet, idag)
    if not gjord.ny or granskning is None:
        lage.rad = gjord.rad
        return lage
    vad, kommando = VAD[Fas(lage.rad.fas)]
    if not godtagna:
        raise ArshjulFel(
            f"Granskningen bygger på äldre siffror: något har kommit till eller ändrats sedan den skrevs. Kör arshjul "
            f"{kommando} och gör besluten i den nya granskningen."
        )
    gamla, lage.rad = lage.rad, gjord.rad
    nya = {nyckel: nummer for nummer, nyckel in _nycklar(session, lage.rad).items()}
    lage.strukna = {nya[fore[nr]]: skal for nr, skal in lage.strukna.items() if fore.get(nr) in nya}
    decided = {r["kod"] for r in lage.rader(GranskaBedomning) if r["beslut"]}
    andrade = _andrade_forslag(session, gamla, lage.rad) - decided
    if andrade:
        lage.stopp = (
            f"De väntande inlämningarna är godtagna, och förslaget för mål {', '.join(sorted(andrade))} har ändrats av "
            f"det. {vad} är inte beslutad. En ny granskning är skriven; gör besluten i den."
        )
    return lage


def _att_besluta(session: Session, oppet: Oppet, granskning: Granskning | None) -> Avstamning:
    fas = granskning.fas if granskning else Fas.T1 if beslutad(session, oppet.ar, Fas.VP) else Fas.VP
    rad = senaste(session, oppet.ar, fas)
    vad, kommando = VAD[fas]
    if rad is None:
        raise ArshjulFel(f"{vad} är inte gjord ännu. Kör först: arshjul {kommando}")
    if rad.beslutad:
        raise ArshjulFel(f"{vad} är redan beslutad {rad.beslutad} av {rad.handlaggare}.")
    if granskning and granskning.version != rad.version:
        raise ArshjulFel(
            f"Granskningen bygger på version {granskning.version}, men den senaste är version {rad.version}. "
            f"Kör arshjul {kommando} och gör besluten i den nya granskningen."
        )
    return rad


def _nycklar(session: Session, rad: Avstamning) -> dict[str, tuple[Any, ...]]:
    """Number of a proposal → what it is about, whatever its number."""
    return {u.nummer: (u.grund, u.indikator, u.mal, u.avser, u.begar) for u in forslag(session, rad)}


def _andrade_forslag(session: Session, fore: Avstamning, efter: Avstamning) -> set[str]:
    """The goals whose proposal differs between two versions."""

    def forslagen(rad: Avstamning) -> set[tuple[str, str]]:
        alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))
        return {(m.kod, m.forslag) for m in alla if m.namnder is not None}

    return {kod for kod, _ in forslagen(fore) ^ forslagen(efter)}


def _claim_beslut(session: Session, rad: Avstamning, handlaggare: str, idag: datetime.date) -> None:
    """Claim the decision: exactly one can have it.

    Raises:
        ArshjulFel: someone else was first.
    """
    tagen = session.exec(
        update(Avstamning)
        .where(col(Avstamning.id) == rad.id, col(Avstamning.beslutad).is_(None))
        .values(beslutad=idag, handlaggare=handlaggare)
    )
    if tagen.rowcount != 1:
        raise ArshjulFel("Någon annan hann besluta samtidigt. Inget har ändrats av den här körningen.")
    session.refresh(rad)


@uppgift("Besluta avstämningen", korning="Beslut VP av {handlaggare}")
def decide_vp(session: Session, oppet: Oppet, lage: Beslutslage, handlaggare: str, idag: datetime.date) -> None:
    """Record the decisions of phase VP, lock it, issue the uppmaningar and put the letters into the outbox."""
    rad = lage.rad
    _claim_beslut(session, rad, handlaggare, idag)
    _decide_malen(session, oppet, lage)
    _decide_budget(session, lage)
    _decide_resultatenheter(lage)
    _keep_texter(session, oppet, lage)
    strukna = strike(session, rad, lage.strukna)
    nya = lage.rader(GranskaNyUppmaning)
    if nya or strukna:
        underlag = read_underlag(session, oppet, rad.inlamningar)
        add_nya(session, oppet, rad, underlag, nya)
        set_begart(session, rad, underlag)
        set_jamfort(session, rad, underlag)
    utfardade = issue(session, rad, idag)
    enqueue(session, oppet.ar, adressbok(session, oppet.ar), beslutsbrev(session, oppet, rad), idag)
    log(
        session, AVSTAMNINGEN_BESLUTAD, dag=idag, ar=oppet.ar, vem=handlaggare, **_varifran(lage),
        version=rad.version, underlag=rad.underlag, utfardade=utfardade, strukna=strukna,
        avvikande=_avvikande(session, rad),
    )  # fmt: skip


def _varifran(lage: Beslutslage) -> dict[str, Any]:
    """The review workbook that a decision came from, for the trail."""
    return {"fil": lage.granskning.fil, "fil_sha256": lage.granskning.sha256} if lage.granskning else {}


def _avvikande(session: Session, rad: Avstamning) -> list[str]:
    """The goals that were decided otherwise than proposed."""
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))
    return [f"{m.kod}: {m.forslag} → {m.beslut}" for m in alla if m.beslut != m.forslag]


def _decide_malen(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """What is not decided otherwise is decided as proposed; inriktningsmål rest on the decided goals."""
    egna = {r["kod"]: r for r in lage.rader(GranskaBedomning)}
    alla = {m.kod: m for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == lage.rad.id))}
    mal = build("mal", [vars(m) for m in rows(session, Mal, oppet.ar)])

    def besluta(m: Malbeslut) -> None:
        eget = egna.get(m.kod, {})
        m.beslut = eget.get("beslut") or m.forslag
        m.motivering = eget.get("motivering")

    for kod in mal.index[mal["overordnat"].notna()]:
        besluta(alla[kod])
    under = {kod: Bedomning(alla[kod].beslut or "") for kod in mal.index[mal["overordnat"].notna()]}
    for ny in judge_inriktningsmalen(mal, under):
        m = alla[ny.kod]
        m.forslag, m.helt, m.delvis, m.inte, m.av = str(ny.forslag), ny.helt, ny.delvis, ny.inte, ny.av
        besluta(m)


def _decide_budget(session: Session, lage: Beslutslage) -> None:
    egna = {(r["organ"], r["slag"], r["andamal"]): r for r in lage.rader(GranskaBudget)}
    for f in session.exec(select(Framstallning).where(Framstallning.avstamning_id == lage.rad.id)):
        eget = egna.get((f.organ, f.slag, f.andamal), {})
        beviljat = eget.get("beviljat")
        f.beviljat = f.forslag if beviljat is None else beviljat
        f.finansiering = eget.get("finansiering") or f.finansiering
        f.motivering = eget.get("motivering")


def _decide_resultatenheter(lage: Beslutslage) -> None:
    """A change that nobody objects to is granted."""
    egna = {(r["organ"], r["resultatenhet"]): r for r in lage.rader(GranskaResultatenhet)}
    lage.rad.resultatenheter = [
        e | {"beslut": eget.get("beslut") or e["beslut"], "motivering": eget.get("motivering")}
        for e in lage.rad.resultatenheter
        for eget in [egna.get((e["organ"], e["resultatenhet"]), {})]
    ]


def _keep_texter(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """The office's texts as decided: the review's where there is one, else the year's."""
    texter = {t.avsnitt: t.text for t in rows(session, Text, oppet.ar)}
    texter |= {r["avsnitt"]: r["text"] or "" for r in lage.rader(GranskaText)}
    lage.rad.texter = {avsnitt: text for avsnitt, text in texter.items() if text}


@uppgift("Besluta uppföljningen", korning="Beslut T1 av {handlaggare}")
def decide_t1(session: Session, oppet: Oppet, lage: Beslutslage, handlaggare: str, idag: datetime.date) -> None:
    """Record the decisions of the follow-up, close the phase and thank each organ with how it was judged."""
    rad = lage.rad
    _claim_beslut(session, rad, handlaggare, idag)
    _decide_malen(session, oppet, lage)
    _keep_texter(session, oppet, lage)
    egna = {(r["nummer"], r["organ"]): r for r in lage.rader(GranskaSvar)}
    andrade = []
    for u, m in fragor(session, oppet.ar):
        eget = egna.get((u.nummer, m.organ), {})
        if eget.get("beslut") and eget["beslut"] != m.forslag:
            m.status, m.motivering = Svarsstatus(eget["beslut"]), eget["motivering"]
            andrade.append(f"{u.nummer} {m.organ}: {m.forslag} → {m.status}")
    session.flush()
    enqueue(session, oppet.ar, adressbok(session, oppet.ar), avslutande_brev(session, oppet, rad), idag)
    om: dict[str, Any] = {"version": rad.version, "underlag": rad.underlag, "andrade_svar": andrade}
    om |= {"avvikande": _avvikande(session, rad), **_varifran(lage)}
    log(session, "Uppföljningen beslutad", dag=idag, ar=oppet.ar, vem=handlaggare, **om)
