"""What did not go out as it should: claims that nobody works on, failures, and what is uncertain."""

import contextlib
import datetime
import os
import secrets
import socket
from collections.abc import Iterator

from sqlmodel import Session

from notifications.kanaler import is_repeatable
from notifications.utkorg import adressbok
from schemas.begrepp import Roll, Utskicksstatus
from schemas.handelseslag import Handelseslag
from schemas.problem import ArshjulFel
from tasks.grund.databas import write
from tasks.grund.handelser import log
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import messages

#: how old a claim is that nobody can be working on any longer, whatever its process says
STALE = datetime.timedelta(hours=1)
#: how the time of a claim is written
TID = "%Y%m%dT%H%M%S"


#: the runs of this process that are under way
_pagar: set[str] = set()


@contextlib.contextmanager
def claimant() -> Iterator[str]:
    """A run of this process, as its claims name it, for the length of the block."""
    jag = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
    _pagar.add(jag)
    try:
        yield jag
    finally:
        _pagar.discard(jag)


def claim_mark(jag: str) -> str:
    """What stands on the rows that a process claims now."""
    return f"{jag}/{datetime.datetime.now(datetime.UTC):{TID}}"


def release_stuck(session: Session, ar: int, idag: datetime.date) -> int:
    """Messages that a killed run left under way: files are written again, mail is uncertain. How many are uncertain."""
    fast = [u for u in messages(session, ar, Utskicksstatus.SANDS) if not _is_alive(u.sandare)]
    for u in fast:
        igen = is_repeatable(u.kanal)
        u.status, u.sandare = str(Utskicksstatus.VANTAR if igen else Utskicksstatus.OSAKERT), None
        u.fel = None if igen else "körningen dödades medan meddelandet lämnades över"
    osakra = [u.nyckel for u in fast if u.status == Utskicksstatus.OSAKERT]
    filer = [u.nyckel for u in fast if u.status == Utskicksstatus.VANTAR]
    for vad, nycklar in ((Handelseslag.AVBRUTNA, osakra), (Handelseslag.AVBRUTNA_FILER, filer)):
        if nycklar:
            log(session, vad, dag=idag, ar=ar, nycklar=nycklar)
    return len(osakra)


def _is_alive(sandare: str | None) -> bool:
    """Whether the run that claimed a message may still be sending it."""
    jag, _, nar = (sandare or "").rpartition("/")
    if not jag:
        return False
    vard, pid, _ = jag.split("/")
    tagen = datetime.datetime.strptime(nar, TID).replace(tzinfo=datetime.UTC)
    if datetime.datetime.now(datetime.UTC) - tagen > STALE:
        return False
    if vard != socket.gethostname():
        return True
    if int(pid) == os.getpid():
        return jag in _pagar
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def requeue(session: Session, oppet: Oppet, idag: datetime.date, *, om: bool) -> None:
    """Let failed messages wait again: all of them, or those whose address has been corrected since."""
    bok, igen = adressbok(session, oppet.ar), []
    for u in messages(session, oppet.ar, Utskicksstatus.MISSLYCKAT):
        alla = bok.hitta(u.organ, Roll(u.roll)).sandningar()
        if om or not any((u.kanal, tuple(u.till)) == (kanal, till) for kanal, till, _ in alla):
            u.status, u.forsok, u.forst = str(Utskicksstatus.VANTAR), 0, None
            igen.append(u.nyckel)
    if igen:
        log(session, Handelseslag.VANTAR_IGEN, dag=idag, ar=oppet.ar, nycklar=igen)


def settle_osaker(oppet: Oppet, nyckel: str, som: str, idag: datetime.date, vem: str) -> str:
    """Settle an uncertain message: it counts as sent, or is sent again; with all that went in the same mail.

    Raises:
        ArshjulFel: there is no uncertain message with that key.
    """
    ny = Utskicksstatus.SKICKAT if som == "skickat" else Utskicksstatus.VANTAR
    with write() as session:
        alla = messages(session, oppet.ar, Utskicksstatus.OSAKERT)
        brev = next((u.brev or u.nyckel for u in alla if u.nyckel == nyckel), None)
        egna = [u for u in alla if (u.brev or u.nyckel) == brev]
        for u in egna:
            u.status = str(ny)
            u.forsok, u.forst = (u.forsok, u.forst) if som == "skickat" else (0, None)
        if brev is None:
            raise ArshjulFel(f"Det finns inget osäkert meddelande med nyckeln {nyckel}.")
        om = {"nyckel": nyckel, "som": som, "nycklar": [u.nyckel for u in egna]}
        om |= {"fore": str(Utskicksstatus.OSAKERT), "efter": str(ny)}
        log(session, Handelseslag.OSAKERT_AVGJORT, dag=idag, ar=oppet.ar, vem=vem, **om)
    return f"{nyckel}: {'räknas som skickat' if som == 'skickat' else 'skickas om vid nästa körning'}."
