"""The week's summary to the planning office."""

import datetime

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.begrepp import Roll, Utskicksslag
from schemas.handelseslag import Handelseslag
from tasks.grund.handelser import log
from tasks.insyn.status import Arstatus


def enqueue_sammandrag(session: Session, s: Arstatus, idag: datetime.date) -> int:
    """Put the summary of the week that a day lies in into the outbox, once; how many were added."""
    ar, vecka, _ = idag.isocalendar()
    saknas = [(o.namn, [i.namn for i in s.inlamningar if i.omgang == o.kod and i.saknas]) for o, _ in s.omgangar]
    amne, text = render_brev(
        s.oppet.o,
        "veckan",
        vecka=vecka,
        omgangar=[(o.namn, hur) for o, hur in s.omgangar],
        saknas=[par for par in saknas if par[1]],
        anmarkningar=s.anmarkningar,
        **s.oppet.stad,
    )
    nyckel = f"sammandrag/vecka/{ar}-{vecka:02}"
    brev = Brev(nyckel, None, Roll.PLANERINGSKONTORET, Utskicksslag.SAMMANDRAG, amne, text)
    nya = enqueue(session, s.oppet.ar, adressbok(session, s.oppet.ar), [brev], idag)
    if nya:
        log(session, Handelseslag.SAMMANDRAG, dag=idag, ar=s.oppet.ar, nycklar=[n.nyckel for n in nya])
    return len(nya)
