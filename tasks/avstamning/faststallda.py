"""KF's årsmål set after the decision: those that stated none are asked (kontrakt section 5, kf_arsmal_faststallt)."""

import datetime
from dataclasses import replace

from sqlmodel import Session

from rules.uppmaningar import av_fynd, find_faststallda, number, order_and_name, widen
from schemas.begrepp import Uppmaningsstatus
from schemas.tabeller import Avstamning
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import hogsta_nummer, mottagare_av, save_uppmaning, set_begart, set_jamfort
from tasks.grund.handelser import log
from tasks.laget.oppet import Oppet


def issue_faststallda(
    session: Session, oppet: Oppet, vp: Avstamning, indikatorer: list[str], idag: datetime.date
) -> list[str]:
    """Issue the uppmaningar that late-set årsmål bring; their numbers. Phase VP stays as decided."""
    underlag = read_underlag(session, oppet, vp.inlamningar)
    senare = [kod for kod in indikatorer if underlag.indikatorer.at[kod, "faststalls_senare"]]
    uppmaningar = av_fynd(underlag, widen(underlag, find_faststallda(underlag, senare)))
    if idag > oppet.yaml.kalender.tertialrapport_1_senast:
        uppmaningar = [replace(u, senast=None) for u in uppmaningar]
    uppmaningar = order_and_name(underlag, uppmaningar)
    nummer = number(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar))
    for u, nr in zip(uppmaningar, nummer, strict=True):
        rad = save_uppmaning(session, vp, oppet, underlag, u, nr)
        rad.status, rad.utfardad = Uppmaningsstatus.UTFARDAD, idag
        for m in mottagare_av(session, rad):
            m.tillfragad = idag
        log(session, "Uppmaning utfärdad", dag=idag, ar=oppet.ar, nummer=nr, grund=str(u.grund))
    session.flush()
    set_begart(session, vp, underlag, {organ for u in uppmaningar for organ in u.mottagare})
    set_jamfort(session, vp, underlag, nummer)
    return nummer
