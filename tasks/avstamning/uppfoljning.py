"""The follow-up of tertialrapport 1: judge the answers, aggregate again (kontrakt section 5, T1 answers)."""

import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from notifications.texter import render_text
from rules.avstamning import reconcile
from rules.svar import Jamforelse, Svar, is_empty, judge_svar, krav, reason_for_svar
from schemas.begrepp import VARDEBEGAR, Bedomning, Begar, Fas, Grund, Inlamningsstatus
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Indikatorutfall, Inlamning, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag
from tasks.avstamning.avstamning import Gjord, new_avstamning, save_utfall
from tasks.avstamning.svar import svar_i
from tasks.avstamning.underlag import avtryck, godkanda, read_underlag, reviderade, with_reviderade
from tasks.bocker.mallar import fragor
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, beslutad, senaste


@uppgift("Följ upp tertialrapport 1", korning="Uppföljning {idag}")
def make_uppfoljning(session: Session, oppet: Oppet, idag: datetime.date) -> Gjord:
    """Judge and aggregate again; nothing new is made where nothing has changed, or once it is decided.

    Raises:
        ArshjulFel: the avstämning is not decided yet.
    """
    vp = beslutad(session, oppet.ar, Fas.VP)
    if vp is None:
        raise ArshjulFel("Avstämningen är inte beslutad ännu, så det finns inget att följa upp. Kör: arshjul besluta")
    if klar := beslutad(session, oppet.ar, Fas.T1):
        return Gjord(klar, ny=False)
    inlamningar = {organ: i.id for organ, i in godkanda(session, oppet.ar, Fas.T1).items()}
    planer = read_underlag(session, oppet, vp.inlamningar)
    underlag = with_reviderade(planer, reviderade(session, inlamningar))
    utfall = reconcile(underlag)
    helt = set(utfall.utfall.index[utfall.utfall["uppfyllelse"] == Bedomning.HELT])
    domar = _judge_all(session, oppet, vp, planer, helt, inlamningar, idag)
    stampel = avtryck(underlag, [(u.nummer, m.organ, *d.values()) for u, m, d in domar])
    forra = senaste(session, oppet.ar, Fas.T1)
    if forra and forra.underlag == stampel:
        return Gjord(forra, ny=False)
    rad = new_avstamning(session, oppet.ar, Fas.T1, stampel, inlamningar, idag)
    save_utfall(session, rad, underlag, utfall)
    for _, m, dom in domar:
        for falt, varde in dom.items():
            setattr(m, falt, varde)
    antal: dict[str, int] = {}
    for _, _, dom in domar:
        antal[str(dom["status"])] = antal.get(str(dom["status"]), 0) + 1
    log(session, "Uppföljning föreslagen", dag=idag, ar=oppet.ar, version=rad.version, underlag=stampel, svar=antal)
    return Gjord(rad, ny=True)


def _judge_all(
    session: Session,
    oppet: Oppet,
    vp: Avstamning,
    planer: Underlag,
    helt: set[str],
    inlamningar: dict[str, int],
    idag: datetime.date,
) -> list[tuple[Uppmaningsrad, Mottagare, dict[str, Any]]]:
    """Every recipient of every uppmaning that stands, with what it answered and how that is judged."""
    svar = svar_i(session, inlamningar.values())
    hojning = {
        u.kod: u.hojning for u in session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == vp.id))
    }
    innehav = planer.innehav.set_index(["organ", "indikator"])[["arsmal", "utfall"]].to_dict("index")
    forsta = _forsta_svar(session, oppet)
    domar = []
    for u, m in fragor(session, oppet.ar):
        if u.aterkallad or m.aterkallad:
            continue
        givet = (svar.pa(m.organ, u.nummer, u.indikator) or [Svar()])[-1]
        egna = innehav.get((m.organ, u.indikator), {})
        mot = Jamforelse()
        if u.indikator:
            i = planer.indikatorer.loc[u.indikator]
            hojs = hojning.get(u.indikator, {}).get(m.organ)
            mot = Jamforelse(
                i.riktning, int(i.decimaler), i.kf_arsmal, egna.get("utfall"), egna.get("arsmal"),
                Decimal(hojs) if hojs is not None else None, u.indikator in helt,
            )  # fmt: skip
        begar = Begar(u.begar)
        status = judge_svar(Grund(u.grund), begar, givet, mot, m.senast, idag)
        inkom = forsta.get((m.organ, u.nummer))
        sen = m.senast is not None and inkom is not None and inkom > m.senast and not is_empty(begar, givet)
        dom = {
            "status": status,
            "forslag": status,
            "sen": sen,
            "varde": givet.varde if begar in VARDEBEGAR else None,
            "svar": givet.svar or givet.aktivitet,
            "skal": render_text(
                "svarsskal", skal=str(reason_for_svar(Grund(u.grund), begar, givet, mot, status)), status=str(status),
                varde=givet.varde, krav=krav(Grund(u.grund), mot), forut=mot.forut, senast=m.senast,
            ),
        }  # fmt: skip
        domar.append((u, m, dom))
    return domar


def _forsta_svar(session: Session, oppet: Oppet) -> dict[tuple[str, str], datetime.date]:
    """(organ, nummer) → when the first workbook with an answer came."""
    fraga = select(Inlamning).where(
        Inlamning.ar == oppet.ar, Inlamning.slag == Fas.T1, Inlamning.status == Inlamningsstatus.GODKAND
    )
    alla = list(session.exec(fraga.order_by(col(Inlamning.version))))
    bocker = svar_i(session, [i.id for i in alla])
    inkom: dict[str, list[datetime.date]] = {}
    for i in alla:
        inkom.setdefault(str(i.organ), []).append(i.inkom)
    forsta = {}
    for u, m in fragor(session, oppet.ar):
        givna = zip(bocker.pa(m.organ, u.nummer, u.indikator), inkom.get(m.organ, ()), strict=True)
        dagar = [dag for svar, dag in givna if not is_empty(Begar(u.begar), svar)]
        if dagar:
            forsta[m.organ, u.nummer] = dagar[0]
    return forsta
