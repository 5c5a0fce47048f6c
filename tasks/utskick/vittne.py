"""Telling the witness, once a day, where the trail ends."""

import datetime

from notifications.utfall import Leverans
from notifications.vittne import vittnet, write_head
from schemas.handelseslag import Handelseslag
from schemas.problem import Ofullstandigt
from tasks.grund.databas import read, write
from tasks.grund.handelser import chain_head, last_day, log
from tasks.grund.uppgift import uppgift


@uppgift("Lämna kedjehuvudet till vittnet", korning="Vittnet {idag}")
def tell_vittne(kommun: str, idag: datetime.date) -> str:
    """Tell the witness where the trail ends, unless it has been told today; a word about it.

    It is told before that is noted: a run that is killed between the two tells it once more.

    Raises:
        ArshjulFel: the setting is not what it must be.
        Ofullstandigt: it could not be told.
    """
    kanal = vittnet()
    if kanal is None:
        return "inget vittne är inställt."
    with read() as session:
        if last_day(session, Handelseslag.VITTNET_UNDERRATTAT) == idag:
            return "har redan fått dagens kedjehuvud."
        huvud = chain_head(session)
    try:
        kanal.hand_over(*write_head(huvud, kommun, idag))
    except Leverans as fel:
        vad = f"vittnet har inte fått händelsekedjans huvud: {fel}"
        raise Ofullstandigt(f"{vad}. Nästa körning försöker igen.") from None
    with write() as session:
        log(session, Handelseslag.VITTNET_UNDERRATTAT, dag=idag, ar=None, huvud=str(huvud))
    return f"har fått händelsekedjans huvud, nr {huvud.nr}."
