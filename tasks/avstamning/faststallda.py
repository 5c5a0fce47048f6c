"""KF's årsmål set after the decision: those that stated none are asked (kontrakt section 5, kf_arsmal_faststallt)."""

import datetime
from typing import Any

from sqlmodel import Session

from rules.uppmaningar import av_fynd, find_faststallda, order_and_name, widen
from schemas.begrepp import Uppmaningsstatus
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Avstamning, Uppmaningsrad
from tasks.avstamning.underlag import read_underlag
from tasks.avstamning.uppmaningar import save_uppmaningar, set_begart, set_jamfort, without_date
from tasks.grund.handelser import log
from tasks.laget.berattelse import issued
from tasks.laget.fragat import mottagare_av
from tasks.laget.oppet import Oppet
from tasks.laget.rorligt import watched


def issue_faststallda(
    session: Session, oppet: Oppet, plan: Avstamning, indikatorer: list[str], idag: datetime.date, vem: str
) -> list[str]:
    """Issue the uppmaningar that late-set årsmål bring; their numbers. The plan's omgång stays as decided.

    They are due with the first omgång after the plan, or on no day where that is past.
    """
    underlag = read_underlag(session, oppet, oppet.omgangar.plan)
    senare = [kod for kod in indikatorer if underlag.indikatorer.at[kod, "faststalls_senare"]]
    uppmaningar = av_fynd(underlag, widen(underlag, find_faststallda(underlag, senare)))
    forsta = oppet.omgangar.forsta_uppfoljning
    if forsta is None or idag > forsta.senast:
        uppmaningar = without_date(uppmaningar)
    with watched(session, oppet.ar, "delar") as rort:
        nya = save_uppmaningar(session, oppet, plan, underlag, order_and_name(underlag, uppmaningar))
        mottagare = mottagare_av(session, nya)
        for u in nya:
            u.status, u.utfardad = Uppmaningsstatus.UTFARDAD, idag
            for m in mottagare[u.id]:
                m.tillfragad = idag
        session.flush()
        set_begart(session, oppet, underlag, {organ for u in uppmaningar for organ in u.mottagare})
    set_jamfort(session, plan, underlag, [u.nummer for u in nya])
    session.flush()
    for u in nya:
        om = issued(session, u) | {"delar": _of(u, nya, rort["delar"])}
        log(session, Handelseslag.UPPMANING_UTFARDAD, dag=idag, ar=oppet.ar, vem=vem, **om)
    return [u.nummer for u in nya]


def _of(u: Uppmaningsrad, nya: list[Uppmaningsrad], delar: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What moved with one of the new: its own recipients; with the first also what is asked anew by older ones."""
    egna = {u.nummer} if u is not nya[0] else {d["nummer"] for d in delar} - {n.nummer for n in nya[1:]}
    return [d for d in delar if d["nummer"] in egna]
