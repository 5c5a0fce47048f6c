"""What did not go out as it should: claims that nobody works on, failures, and what is uncertain."""

import datetime
import os
import socket

from sqlmodel import Session

from notifications.kanaler import is_repeatable
from notifications.utkorg import adressbok
from schemas.begrepp import Roll, Utskicksstatus
from schemas.problem import ArshjulFel
from tasks.grund.databas import write
from tasks.grund.handelser import log
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import messages

#: how old a claim is that nobody can be working on any longer, whatever its process says
STALE = datetime.timedelta(hours=1)
#: how the time of a claim is written
TID = "%Y%m%dT%H%M%S"


def claimant() -> str:
    """This process, as a claim names it."""
    return f"{socket.gethostname()}/{os.getpid()}"


def claim_mark(jag: str) -> str:
    """What stands on the rows that a process claims now."""
    return f"{jag}/{datetime.datetime.now(datetime.UTC):{TID}}"


def release_stuck(session: Session, ar: int, jag: str) -> int:
    """Messages that a killed run left under way: files are written again, mail is uncertain. How many are uncertain.

    Args:
        jag: the process that asks, as `claimant` names it.
    """
    osakra = 0
    for u in messages(session, ar, Utskicksstatus.SANDS):
        if _is_alive(u.sandare, jag):
            continue
        igen = is_repeatable(u.kanal)
        u.status, u.sandare = str(Utskicksstatus.VANTAR if igen else Utskicksstatus.OSAKERT), None
        u.fel = None if igen else "körningen dödades medan meddelandet lämnades över"
        osakra += not igen
    return osakra


def _is_alive(sandare: str | None, jag: str) -> bool:
    """Whether the process that claimed a message may still be sending it."""
    vard, _, resten = (sandare or "").partition("/")
    pid, _, nar = resten.partition("/")
    if not nar or f"{vard}/{pid}" == jag:
        return False
    tagen = datetime.datetime.strptime(nar, TID).replace(tzinfo=datetime.UTC)
    if datetime.datetime.now(datetime.UTC) - tagen > STALE:
        return False
    if vard != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def requeue(session: Session, oppet: Oppet, *, om: bool) -> None:
    """Let failed messages wait again: all of them, or those whose address has been corrected since."""
    bok = adressbok(session, oppet.ar)
    for u in messages(session, oppet.ar, Utskicksstatus.MISSLYCKAT):
        alla = bok.hitta(u.organ, Roll(u.roll)).sandningar()
        if om or not any((u.kanal, tuple(u.till)) == (kanal, till) for kanal, till, _ in alla):
            u.status, u.forsok, u.forst = str(Utskicksstatus.VANTAR), 0, None


def settle_osaker(oppet: Oppet, nyckel: str, som: str, idag: datetime.date, vem: str) -> str:
    """Settle an uncertain message: it counts as sent, or is sent again; with all that went in the same mail.

    Raises:
        ArshjulFel: there is no uncertain message with that key.
    """
    ny = Utskicksstatus.SKICKAT if som == "skickat" else Utskicksstatus.VANTAR
    with write() as session:
        alla = messages(session, oppet.ar, Utskicksstatus.OSAKERT)
        brev = next((u.brev or u.nyckel for u in alla if u.nyckel == nyckel), None)
        for u in (u for u in alla if (u.brev or u.nyckel) == brev):
            u.status = str(ny)
        if brev is None:
            raise ArshjulFel(f"Det finns inget osäkert meddelande med nyckeln {nyckel}.")
        log(session, "Osäkert utskick avgjort", dag=idag, ar=oppet.ar, vem=vem, nyckel=nyckel, som=som)
    return f"{nyckel}: {'räknas som skickat' if som == 'skickat' else 'skickas om vid nästa körning'}."
