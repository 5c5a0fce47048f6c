"""Deciding an omgång: record who decided what, lock it, issue what is asked, move on what remains (section 6)."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from notifications.utkorg import adressbok, enqueue
from rules.bedomning import judge_overordnade
from rules.svar import next_senast
from schemas.arbetsbocker import Blad
from schemas.arsmapp import Mal, Text
from schemas.begrepp import Bedomning, Svarsstatus
from schemas.former import granskningsblad
from schemas.granskningsbok import (
    GranskaAvvikelse,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.handelseslag import Handelseslag
from schemas.hur import hur
from schemas.omgangar import Omgang
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning
from schemas.underlag import build
from tasks.avstamning.avstamning import make_avstamning
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import add_nya, edit_texts, issue, set_begart, set_jamfort, strike
from tasks.beslut.brev import beslutsbrev
from tasks.beslut.granskning import Beslutsrader, Granskning, Rad, shown
from tasks.beslut.granskningskontroll import check_granskning
from tasks.beslut.overforing import typed
from tasks.beslut.svarsbrev import avslutande_brev
from tasks.beslut.vantande import settle_vantande
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.arsdata import rows
from tasks.laget.berattelse import changes, decided, proposed
from tasks.laget.beslutat import framstallningar_i, malbeslut, newest
from tasks.laget.fragat import judged_in, parts, standing
from tasks.laget.oppet import Oppet, current
from tasks.laget.rorligt import watched


class RedanBeslutat(ArshjulFel):
    """What was to be decided is decided; what follows from it may still have to be written."""


@dataclass
class Beslutslage:
    """What is to be decided.

    Attributes:
        rad: the avstämning of the omgång.
        stopp: why nothing can be decided yet, although something was settled on the way.
    """

    omgang: Omgang
    rad: Avstamning
    granskning: Granskning | None
    stopp: str | None = None

    def rader(self, blad: type[Blad]) -> list[Rad]:
        """The rows of a sheet of the review; none where there is no review."""
        return self.granskning.rader.get(blad, []) if self.granskning else []

    @property
    def varifran(self) -> dict[str, Any]:
        """The review workbook that the decision comes from, for the trail."""
        g = self.granskning
        if g is None:
            return {}
        sparat = {"namn": g.fil, "sha256": g.sha256, "slag": "granskning", "personuppgifter": True}
        return {"fil": g.fil, "fil_sha256": g.sha256, "sparat": [sparat]}

    @property
    def granskad(self) -> dict[str, Any]:
        """The same, for an event that is about another file."""
        return (
            {"granskning": {"namn": self.granskning.fil, "sha256": self.granskning.sha256}} if self.granskning else {}
        )


def prepare_beslut(
    session: Session, oppet: Oppet, granskning: Granskning | None, handlaggare: str, idag: datetime.date
) -> Beslutslage:
    """Settle what waits, and see that what is decided is what the review shows.

    Where a submission that the review accepts, or anything else, changes a proposal, an uppmaning or a recipient,
    nothing is decided: a new review is to be written.

    Raises:
        ArshjulFel: nothing waits for a decision, or the review was made from older figures.
        Avvisat: the review names what is not there, or lacks a motivering.
    """
    lage = _waiting(session, oppet, granskning)
    if granskning:
        check_granskning(session, oppet, granskning, lage.rad)
    fore = _issued_by(session, oppet, lage)
    vantande = lage.rader(GranskaVantande)
    godtagna = settle_vantande(session, oppet, lage.omgang, vantande, handlaggare, idag, lage.granskad)
    gjord = make_avstamning(session, oppet, lage.omgang, idag)
    lage.rad = gjord.rad
    if not gjord.ny or _issued_by(session, oppet, lage) == fore:
        return lage
    vad = "De väntande inlämningarna är godtagna, och" if godtagna else "Något har kommit in eller ändrats sedan, och"
    lage.stopp = (
        f"{vad} förslagen har ändrats av det. {lage.omgang.i_text} är inte beslutad. En ny granskning är skriven: "
        "se igenom den och besluta."
    )
    return lage


def _waiting(session: Session, oppet: Oppet, granskning: Granskning | None) -> Beslutslage:
    """The omgång that waits for its decision."""
    o = granskning.omgang if granskning else current(session, oppet)
    if o is None:
        raise RedanBeslutat(f"{_decided(session, oppet, oppet.omgangar[-1])} Inget mer väntar på beslut.")
    rad = newest(session, oppet.ar, o)
    if rad is None:
        vad = f"{o.i_text} är inte sammanställd ännu. {hur('sammanstall', kommando=o.kommando, formular=o.formular)}"
        if fore := oppet.omgangar.fore(o):
            raise RedanBeslutat(f"{_decided(session, oppet, fore)} {vad}")
        raise ArshjulFel(vad)
    if rad.beslutad:
        raise RedanBeslutat(_decided(session, oppet, o))
    if granskning and granskning.version != rad.version:
        raise ArshjulFel(
            f"Granskningen bygger på version {granskning.version}, men den senaste är version {rad.version}. "
            f"{hur('sammanstall_om', kommando=o.kommando, formular=o.formular)}"
        )
    return Beslutslage(o, rad, granskning)


def _decided(session: Session, oppet: Oppet, o: Omgang) -> str:
    rad = newest(session, oppet.ar, o)
    return f"{o.i_text} är redan beslutad {rad.beslutad} av {rad.handlaggare}." if rad else ""


def _issued_by(session: Session, oppet: Oppet, lage: Beslutslage) -> Beslutsrader:
    """Everything that the review of an avstämning shows, but for what waits."""
    visat = shown(session, oppet, lage.omgang, lage.rad)
    return {blad: rader for blad, rader in visat.items() if blad is not GranskaVantande}


def _claim(session: Session, rad: Avstamning, handlaggare: str, idag: datetime.date) -> None:
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


@uppgift("Besluta", korning="Beslut av {handlaggare}")
def decide(session: Session, oppet: Oppet, lage: Beslutslage, handlaggare: str, idag: datetime.date) -> None:
    """Record the decisions of an omgång, lock it, issue its uppmaningar, move on what remains, write the letters."""
    o, rad = lage.omgang, lage.rad
    fore = proposed(session, oppet, o, rad)
    _claim(session, rad, handlaggare, idag)
    with watched(session, oppet.ar, "delar") as rort:
        for blad in granskningsblad(o):
            if blad in BESLUT:
                BESLUT[blad](session, oppet, lage)
        session.flush()
        issue(session, rad, idag)
        kvarstar = _move_on(session, oppet, o, idag)
    brev = [*beslutsbrev(session, oppet, o, rad), *avslutande_brev(session, oppet, o, rad)]
    utskick = enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
    efter = decided(session, oppet, o, rad)
    om = efter | rort | {"kvarstar": kvarstar, "utskick": [u.nyckel for u in utskick], **lage.varifran}
    om |= changes(fore, efter, {t.avsnitt: t.text for t in rows(session, Text, oppet.ar)})
    om |= {"nya_rader": [_stated(r) for r in lage.rader(GranskaNyUppmaning)]}
    log(
        session, Handelseslag.BESLUT_FATTAT, dag=idag, ar=oppet.ar, vem=handlaggare, omgang=o.kod, version=rad.version,
        underlag=rad.underlag, **om,
    )  # fmt: skip


def _stated(rad: Rad) -> dict[str, Any]:
    """A row of `Nya uppmaningar` as the office wrote it; `rad` = its row in the review."""
    return {k: v for k, v in rad.items() if v is not None}


def _decide_malen(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """What is not decided otherwise is decided as proposed; a goal with goals below rests on those as decided."""
    egna = {r["kod"]: r for r in lage.rader(GranskaBedomning)}
    alla = malbeslut(session, lage.rad)
    mal = build("mal", [vars(m) for m in rows(session, Mal, oppet.ar)])
    beslut = {kod: Bedomning(r["beslut"]) for kod, r in egna.items() if r.get("beslut")}
    lov = {kod: beslut.get(kod) or Bedomning(m.forslag) for kod, m in alla.items() if m.namnder is not None}
    for ny in judge_overordnade(mal, lov, beslut):
        m = alla[ny.kod]
        m.forslag, m.helt, m.delvis, m.inte, m.av = str(ny.forslag), ny.helt, ny.delvis, ny.inte, ny.av
    for m in alla.values():
        eget = egna.get(m.kod, {})
        m.beslut, m.motivering = eget.get("beslut") or m.forslag, eget.get("motivering")


def _decide_uppmaningar(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """Strike, let edited texts stand, add and widen."""
    egna = lage.rader(GranskaUppmaning)
    strukna = strike(session, lage.rad, {r["nummer"]: r["motivering"] for r in egna if r["stryk"]})
    skrivna = {r["nummer"]: r["text"] for r in egna if "text" in typed(GranskaUppmaning, r)}
    edit_texts(session, lage.rad, skrivna)
    nya = lage.rader(GranskaNyUppmaning)
    if nya or strukna:
        underlag = read_underlag(session, oppet, lage.omgang, lage.rad.inlamningar)
        add_nya(session, oppet, lage.rad, underlag, nya)
        set_begart(session, oppet, underlag)
        set_jamfort(session, lage.rad, underlag)


def _decide_budget(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    egna = {(r["organ"], r["slag"], r["andamal"]): r for r in lage.rader(GranskaBudget)}
    for f in framstallningar_i(session, lage.rad):
        eget = egna.get((f.organ, f.slag, f.andamal), {})
        beviljat = eget.get("beviljat")
        f.beviljat = f.forslag if beviljat is None else beviljat
        f.finansiering = eget.get("finansiering") or f.finansiering
        f.motivering = eget.get("motivering")


def _decide_resultatenheter(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """A change that nobody objects to is granted."""
    egna = {(r["organ"], r["resultatenhet"]): r for r in lage.rader(GranskaResultatenhet)}
    lage.rad.resultatenheter = [
        e | {"beslut": eget.get("beslut") or e["beslut"], "motivering": eget.get("motivering")}
        for e in lage.rad.resultatenheter
        for eget in [egna.get((e["organ"], e["resultatenhet"]), {})]
    ]


def _decide_avvikelser(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """The office's explanations of what does not add up."""
    falt = ("slag", "nyckel", "vad", "forklaring")
    forklarade = [r for r in lage.rader(GranskaAvvikelse) if r["forklaring"]]
    lage.rad.forklaringar = [{f: r[f] for f in falt} for r in forklarade]


def _decide_texter(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """The office's texts as decided: the review's where there is one, else the year's."""
    texter = {t.avsnitt: t.text for t in rows(session, Text, oppet.ar)}
    texter |= {r["avsnitt"]: r["text"] or "" for r in lage.rader(GranskaText)}
    lage.rad.texter = {avsnitt: text for avsnitt, text in texter.items() if text}


def _decide_svar(session: Session, oppet: Oppet, lage: Beslutslage) -> None:
    """Judgements that the office overrules."""
    egna = {(r["nummer"], r["organ"]): r for r in lage.rader(GranskaSvar)}
    for d, dom in judged_in(parts(session, oppet), lage.omgang):
        eget = egna.get(d.nyckel, {})
        dom.motivering = eget.get("motivering")
        if eget.get("beslut") and eget["beslut"] != dom.forslag:
            dom.status = str(Svarsstatus(eget["beslut"]))


#: sheet of the review → how what stands in it is decided
BESLUT: Mapping[type[Blad], Callable[[Session, Oppet, Beslutslage], None]] = {
    GranskaBedomning: _decide_malen,
    GranskaUppmaning: _decide_uppmaningar,
    GranskaBudget: _decide_budget,
    GranskaResultatenhet: _decide_resultatenheter,
    GranskaAvvikelse: _decide_avvikelser,
    GranskaText: _decide_texter,
    GranskaSvar: _decide_svar,
}


def _move_on(session: Session, oppet: Oppet, o: Omgang, idag: datetime.date) -> list[dict[str, Any]]:
    """Give what the omgång leaves open the next omgång's day (kontrakt section 5, What remains); what was moved."""
    nasta = oppet.omgangar.efter(o)
    flyttade: list[dict[str, Any]] = []
    for d, dom in judged_in(standing(parts(session, oppet)), o) if nasta else ():
        ny = next_senast(dom.status, d.m.senast, nasta.senast)  # type: ignore[union-attr]
        if ny != d.m.senast:
            om = {"nummer": d.u.nummer, "organ": d.m.organ, "status": dom.status, "fore": d.m.senast, "senast": ny}
            flyttade.append(om)
            d.m.senast, d.m.tillfragad = ny, idag
    session.flush()
    return flyttade
