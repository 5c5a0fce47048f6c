"""Deciding: record who decided what, lock the avstämning, issue the uppmaningar (kontrakt section 6, `besluta`)."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import update
from sqlmodel import Session, col, select

from notifications.texter import skriv_brev
from notifications.utkorg import Brev, adressbok, lagg
from rules.bedomning import bedom_inriktningsmalen
from rules.grupper import okanda
from rules.uppmaningar import Uppmaning, begarda_varden, numrera, ordna_och_namnge, riktade, vidga
from schemas.arbetsbocker import (
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
    filnamn,
)
from schemas.arsmapp import Indikator, Mal, Organ, Text
from schemas.begrepp import (
    BEGAR_AV_GRUND,
    Bedomning,
    Begar,
    Fas,
    Grund,
    Inlamningsstatus,
    Roll,
    Svarsstatus,
    Uppmaningsstatus,
    Utskicksslag,
)
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Framstallning, Indikatorutfall, Inlamning, Malbeslut, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag, bygg
from tasks.ar import Oppet, beslutad, rader, senaste
from tasks.avstamning import hogsta_nummer, spara_uppmaning, uppmaningstext
from tasks.granskning import Granskning
from tasks.handelser import AVSTAMNINGEN_BESLUTAD, logga
from tasks.mallar import fragor, t1_rader
from tasks.underlag import las_underlag
from tasks.uppgift import uppgift


def att_besluta(session: Session, oppet: Oppet, granskning: Granskning | None) -> Avstamning:
    """The avstämning that is to be decided.

    Raises:
        ArshjulFel: nothing is waiting for a decision, or the review was made from older figures.
    """
    fas = granskning.fas if granskning else Fas.T1 if beslutad(session, oppet.ar, Fas.VP) else Fas.VP
    rad = senaste(session, oppet.ar, fas)
    vad, kommando = ("Avstämningen", "avstamning") if fas == Fas.VP else ("Uppföljningen", "uppfoljning")
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


def _las_beslutet(session: Session, rad: Avstamning, handlaggare: str, idag: datetime.date) -> None:
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
def besluta_vp(
    session: Session,
    oppet: Oppet,
    rad: Avstamning,
    granskning: Granskning | None,
    handlaggare: str,
    idag: datetime.date,
) -> None:
    """Record the decisions of phase VP, lock it, issue the uppmaningar and put the letters into the outbox."""
    _las_beslutet(session, rad, handlaggare, idag)
    _besluta_malen(session, oppet, rad, granskning)
    _besluta_budget(session, rad, granskning)
    _spara_texter(session, oppet, granskning, idag)
    _avgor_vantande(session, oppet, granskning, handlaggare, idag)
    strukna = _stryk(session, rad, granskning)
    if granskning:
        _lagg_till(session, oppet, rad, granskning)
    utfardade = _utfarda(session, rad, idag)
    lagg(session, oppet.ar, adressbok(session, oppet.ar), beslutsbrev(session, oppet, rad), idag)
    logga(
        session, AVSTAMNINGEN_BESLUTAD, dag=idag, ar=oppet.ar, vem=handlaggare,
        version=rad.version, underlag=rad.underlag, utfardade=utfardade, strukna=strukna,
    )  # fmt: skip


def _besluta_malen(session: Session, oppet: Oppet, rad: Avstamning, granskning: Granskning | None) -> None:
    """What is not decided otherwise is decided as proposed; inriktningsmål rest on the decided goals."""
    egna = {r["kod"]: r for r in granskning.rader[GranskaBedomning]} if granskning else {}
    alla = {m.kod: m for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))}
    mal = bygg("mal", [m.model_dump() for m in _malrader(session, oppet)])

    def besluta(m: Malbeslut) -> None:
        eget = egna.get(m.kod, {})
        m.beslut = eget.get("beslut") or m.forslag
        m.motivering = eget.get("motivering")

    for kod in mal.index[mal["overordnat"].notna()]:
        besluta(alla[kod])
    under = {kod: Bedomning(alla[kod].beslut or "") for kod in mal.index[mal["overordnat"].notna()]}
    for ny in bedom_inriktningsmalen(mal, under):
        m = alla[ny.kod]
        m.forslag, m.helt, m.delvis, m.inte, m.av = str(ny.forslag), ny.helt, ny.delvis, ny.inte, ny.av
        besluta(m)


def _malrader(session: Session, oppet: Oppet) -> list:
    return rader(session, Mal, oppet.ar)


def _besluta_budget(session: Session, rad: Avstamning, granskning: Granskning | None) -> None:
    egna = {(r["organ"], r["slag"], r["andamal"]): r for r in granskning.rader[GranskaBudget]} if granskning else {}
    for f in session.exec(select(Framstallning).where(Framstallning.avstamning_id == rad.id)):
        eget = egna.get((f.organ, f.slag, f.andamal), {})
        beviljat = eget.get("beviljat")
        f.beviljat = f.forslag if beviljat is None else beviljat
        f.finansiering = eget.get("finansiering") or f.finansiering
        f.motivering = eget.get("motivering")


def _spara_texter(session: Session, oppet: Oppet, granskning: Granskning | None, idag: datetime.date) -> None:
    if granskning is None:
        return
    gamla = {t.avsnitt: t for t in rader(session, Text, oppet.ar)}
    for n, r in enumerate(granskning.rader[GranskaText]):
        if r["avsnitt"] in gamla:
            gamla[r["avsnitt"]].text = r["text"] or ""
        elif r["text"]:
            session.add(Text(ar=oppet.ar, rad=10_000 + n, tillagd=idag, avsnitt=r["avsnitt"], text=r["text"]))


def _avgor_vantande(
    session: Session, oppet: Oppet, granskning: Granskning | None, handlaggare: str, idag: datetime.date
) -> None:
    for r in granskning.rader[GranskaVantande] if granskning else ():
        if r["godta"] is None:
            continue
        fraga = select(Inlamning).where(
            Inlamning.ar == oppet.ar, Inlamning.filnamn == r["fil"], Inlamning.organ == r["organ"]
        )
        for i in session.exec(fraga.where(Inlamning.status == Inlamningsstatus.VANTAR)):
            i.status = Inlamningsstatus.GODKAND if r["godta"] else Inlamningsstatus.AVVISAD
            vad = "Väntande inlämning godtagen" if r["godta"] else "Väntande inlämning avvisad"
            om = {"organ": i.organ, "motivering": r["motivering"]}
            logga(session, vad, dag=idag, ar=oppet.ar, vem=handlaggare, fil=i.filnamn, fil_sha256=i.sha256, **om)


def _forslag(session: Session, rad: Avstamning) -> list[Uppmaningsrad]:
    fraga = select(Uppmaningsrad).where(
        Uppmaningsrad.avstamning_id == rad.id, Uppmaningsrad.status == Uppmaningsstatus.FORSLAG
    )
    return list(session.exec(fraga.order_by(col(Uppmaningsrad.id))))


def _stryk(session: Session, rad: Avstamning, granskning: Granskning | None) -> list[str]:
    strukna = (
        {r["nummer"]: r["motivering"] for r in granskning.rader[GranskaUppmaning] if r["stryk"]} if granskning else {}
    )
    for u in _forslag(session, rad):
        if u.nummer in strukna:
            u.status, u.motivering = Uppmaningsstatus.STRUKEN, strukna[u.nummer]
    return list(strukna)


def _lagg_till(session: Session, oppet: Oppet, rad: Avstamning, granskning: Granskning) -> None:
    """Rows of `Nya uppmaningar`: new ones continue the series, rows with a rule's name widen what it found.

    Raises:
        ArshjulFel: a row names an organ or an indicator that does not exist, or asks for nothing.
    """
    nya = granskning.rader[GranskaNyUppmaning]
    if not nya:
        return
    underlag = las_underlag(session, oppet, rad.inlamningar)
    for r in nya:
        if fel := okanda(r["mottagare"], set(underlag.organ.index)):
            raise ArshjulFel(f"Bladet Nya uppmaningar, rad {r['rad']}: okända mottagare {', '.join(fel)}.")
        if r["grund"] in (None, Grund.RIKTAD) and not r["begar"]:
            raise ArshjulFel(f"Bladet Nya uppmaningar, rad {r['rad']}: ange vad som begärs.")
        if r["indikator"] and r["indikator"] not in underlag.indikatorer.index:
            raise ArshjulFel(f"Bladet Nya uppmaningar, rad {r['rad']}: indikatorn {r['indikator']} finns inte.")
    egna = underlag.med(riktade=bygg("riktade", nya))
    _vidga_forslag(session, oppet, rad, egna)
    uppmaningar = ordna_och_namnge(egna, riktade(egna))
    for u, nr in zip(uppmaningar, numrera(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar)), strict=True):
        spara_uppmaning(session, rad, oppet, egna, u, nr, {})
    _satt_begart(session, rad, egna)


def _vidga_forslag(session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag) -> None:
    forslag = {(Grund(u.grund), u.indikator): u for u in _forslag(session, rad) if u.grund != Grund.RIKTAD}
    organ = {nyckel: [m.organ for m in mottagare_av(session, u)] for nyckel, u in forslag.items()}
    for nyckel, vidgat in vidga(underlag, organ).items():
        tillkomna = [k for k in vidgat if k not in organ[nyckel]]
        if tillkomna:
            u = forslag[nyckel]
            begar, senast = BEGAR_AV_GRUND[nyckel[0]]
            ny = ordna_och_namnge(underlag, [Uppmaning(nyckel[0], begar, u.mal, u.indikator, senast, tuple(vidgat))])[0]
            u.till, u.text = ny.till, uppmaningstext(oppet.ar, underlag, ny, u.senast)
            session.add_all([Mottagare(uppmaning_id=u.id, organ=k, senast=u.senast) for k in tillkomna])
    session.flush()


def mottagare_av(session: Session, u: Uppmaningsrad) -> Sequence[Mottagare]:
    """The recipients of an uppmaning, in the order of organ.csv."""
    return session.exec(select(Mottagare).where(Mottagare.uppmaning_id == u.id).order_by(col(Mottagare.id))).all()


def _satt_begart(session: Session, rad: Avstamning, underlag: Underlag) -> None:
    """What is asked for, anew over all the uppmaningar that will be issued."""
    hojt = {
        u.kod: u.hojning for u in session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id))
    }
    innehav = underlag.innehav
    varden = [hojt[i].get(o) for i, o in zip(innehav["indikator"], innehav["organ"], strict=True)]
    hojning = pd.Series([Decimal(v) if v is not None else None for v in varden], index=innehav.index, dtype=object)
    alla = {u.nummer: (u, mottagare_av(session, u)) for u in _forslag(session, rad)}
    som_regel = [
        Uppmaning(Grund(u.grund), Begar(u.begar), u.mal, u.indikator, None, tuple(m.organ for m in ms))
        for u, ms in alla.values()
    ]
    begarda = begarda_varden(underlag, hojning, som_regel)
    for u, ms in alla.values():
        for m in ms:
            m.begart = begarda.get((m.organ, u.indikator or "")) if "arsmal" in u.begar else None


def _utfarda(session: Session, rad: Avstamning, idag: datetime.date) -> list[str]:
    """Issue every proposal that was not struck."""
    forslag = _forslag(session, rad)
    for u in forslag:
        u.status, u.utfardad = Uppmaningsstatus.UTFARDAD, idag
        for m in mottagare_av(session, u):
            m.tillfragad = idag
    session.flush()
    return [u.nummer for u in forslag]


def beslutsbrev(session: Session, oppet: Oppet, rad: Avstamning, bara: set[str] | None = None) -> list[Brev]:
    """A letter to each organ with its uppmaningar, its T1 workbook, and what was decided on its requests.

    Args:
        bara: only these numbers, for uppmaningar that a later day brings.
    """
    utfall = {u.kod: u for u in session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id))}
    enheter = {i.kod: i.enhet for i in rader(session, Indikator, oppet.ar)}
    begarda: dict[str, list[dict]] = {}
    for u, m in fragor(session, oppet.ar):
        if bara is not None and u.nummer not in bara:
            continue
        nu = utfall[u.indikator].arsmal.get(m.organ) if u.indikator in utfall else None
        begarda.setdefault(m.organ, []).append(
            {
                "nummer": u.nummer,
                "text": u.text,
                "senast": m.senast,
                "begart": m.begart,
                "nuvarande": nu,
                "enhet": enheter.get(u.indikator or ""),
            }
        )
    sokta: dict[str, list[Framstallning]] = {}
    for f in session.exec(select(Framstallning).where(Framstallning.avstamning_id == rad.id)) if bara is None else ():
        if f.organ and f.sokt is not None:
            sokta.setdefault(f.organ, []).append(f)
    svarsrader = t1_rader(session, oppet.ar)
    brev = []
    for o in rader(session, Organ, oppet.ar):
        if o.kod not in begarda and o.kod not in sokta:
            continue
        amne, text = skriv_brev(
            "uppmaning", organ=o.namn, uppmaningar=begarda.get(o.kod, []), framstallningar=sokta.get(o.kod, []),
            ar=oppet.ar, beslutad=rad.beslutad, kommun=oppet.yaml.kommun, diarienummer=oppet.yaml.diarienummer,
        )  # fmt: skip
        nyckel = f"uppmaning/{o.kod}" if bara is None else f"uppmaning/{o.kod}/{min(bara)}"
        bilagor = [f"mallar/{filnamn(Fas.T1, oppet.ar, o.kod)}"] if o.kod in svarsrader else []
        brev.append(Brev(nyckel, o.kod, Roll.REGISTRATOR, Utskicksslag.UPPMANING, amne, text, bilagor=bilagor))
    return brev


@uppgift("Besluta uppföljningen", korning="Beslut T1 av {handlaggare}")
def besluta_t1(
    session: Session,
    oppet: Oppet,
    rad: Avstamning,
    granskning: Granskning | None,
    handlaggare: str,
    idag: datetime.date,
) -> None:
    """Record the decisions of the follow-up, close the phase and thank each organ with how it was judged."""
    _las_beslutet(session, rad, handlaggare, idag)
    _besluta_malen(session, oppet, rad, granskning)
    _spara_texter(session, oppet, granskning, idag)
    _avgor_vantande(session, oppet, granskning, handlaggare, idag)
    egna = {(r["nummer"], r["organ"]): r for r in granskning.rader[GranskaSvar]} if granskning else {}
    andrade = []
    for u, m in fragor(session, oppet.ar):
        eget = egna.get((u.nummer, m.organ), {})
        if eget.get("beslut") and eget["beslut"] != m.forslag:
            m.status, m.motivering = Svarsstatus(eget["beslut"]), eget["motivering"]
            andrade.append(f"{u.nummer} {m.organ}")
    session.flush()
    lagg(session, oppet.ar, adressbok(session, oppet.ar), _avslutande_brev(session, oppet, rad), idag)
    om: dict[str, Any] = {"version": rad.version, "underlag": rad.underlag, "andrade_svar": andrade}
    logga(session, "Uppföljningen beslutad", dag=idag, ar=oppet.ar, vem=handlaggare, **om)


def _avslutande_brev(session: Session, oppet: Oppet, rad: Avstamning) -> list[Brev]:
    om = {"ar": oppet.ar, "kommun": oppet.yaml.kommun, "diarienummer": oppet.yaml.diarienummer}
    per_organ: dict[str, list[dict]] = {}
    antal: dict[str, int] = {}
    for u, m in fragor(session, oppet.ar):
        if u.aterkallad or m.aterkallad:
            continue
        vad = {"nummer": u.nummer, "text": u.text, "status": str(m.status), "sen": m.sen, "motivering": m.motivering}
        per_organ.setdefault(m.organ, []).append(vad)
        antal[str(m.status)] = antal.get(str(m.status), 0) + 1
    brev = []
    for o in rader(session, Organ, oppet.ar):
        svarat = any(x["status"] not in (Svarsstatus.UTEBLIVEN, Svarsstatus.OPPEN) for x in per_organ.get(o.kod, ()))
        if svarat:
            amne, text = skriv_brev("tack", organ=o.namn, uppmaningar=per_organ[o.kod], **om)
            brev.append(Brev(f"tack/{o.kod}", o.kod, Roll.REGISTRATOR, Utskicksslag.TACK, amne, text))
    vp = beslutad(session, oppet.ar, Fas.VP)
    fore = {
        m.kod: m.beslut for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == (vp.id if vp else -1)))
    }
    efter = {m.kod: m.beslut for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))}
    mal = [
        {"kod": m.kod, "namn": m.namn, "fore": fore.get(m.kod), "efter": efter.get(m.kod)}
        for m in _malrader(session, oppet)
    ]
    svar = [(s, antal[s]) for s in map(str, Svarsstatus) if s in antal]
    amne, text = skriv_brev("sammandrag", svar=svar, mal=mal, **om)
    return [*brev, Brev("sammandrag/T1", None, Roll.PLANERINGSKONTORET, Utskicksslag.SAMMANDRAG, amne, text)]
