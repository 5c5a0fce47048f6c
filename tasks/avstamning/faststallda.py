"""KF's årsmål set after the decision: those that stated none are asked (kontrakt section 5, kf_arsmal_faststallt)."""

import datetime
from dataclasses import replace

from sqlmodel import Session

from rules.uppmaningar import av_fynd, finn_faststallda, numrera, ordna_och_namnge, vidga
from schemas.begrepp import Uppmaningsstatus
from schemas.tabeller import Avstamning
from tasks.avstamning.underlag import las_underlag
from tasks.avstamning.uppmaningar import hogsta_nummer, mottagare_av, satt_begart, satt_jamfort, spara_uppmaning
from tasks.grund.handelser import logga
from tasks.laget.oppet import Oppet


def utfarda_faststallda(
    session: Session, oppet: Oppet, vp: Avstamning, indikatorer: list[str], idag: datetime.date
) -> list[str]:
    """Issue the uppmaningar that late-set årsmål bring; their numbers. Phase VP stays as decided."""
    underlag = las_underlag(session, oppet, vp.inlamningar)
    senare = [kod for kod in indikatorer if underlag.indikatorer.at[kod, "faststalls_senare"]]
    uppmaningar = av_fynd(underlag, vidga(underlag, finn_faststallda(underlag, senare)))
    if idag > oppet.yaml.kalender.tertialrapport_1_senast:
        uppmaningar = [replace(u, senast=None) for u in uppmaningar]
    uppmaningar = ordna_och_namnge(underlag, uppmaningar)
    nummer = numrera(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar))
    for u, nr in zip(uppmaningar, nummer, strict=True):
        rad = spara_uppmaning(session, vp, oppet, underlag, u, nr)
        rad.status, rad.utfardad = Uppmaningsstatus.UTFARDAD, idag
        for m in mottagare_av(session, rad):
            m.tillfragad = idag
        logga(session, "Uppmaning utfärdad", dag=idag, ar=oppet.ar, nummer=nr, grund=str(u.grund))
    session.flush()
    satt_begart(session, vp, underlag, {organ for u in uppmaningar for organ in u.mottagare})
    satt_jamfort(session, vp, underlag, nummer)
    return nummer
