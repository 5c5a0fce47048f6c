"""Osäkra: settle a message of which nobody knows whether it came through."""

from flows.dag import today
from flows.falt import Ar, Avgors, Handlaggare, Idag, Nyckel
from flows.flode import flode
from flows.utkorg import settle


@flode("osakra", korning="Avgör osäkert meddelande")
def osakra(nyckel: Nyckel, som: Avgors, handlaggare: Handlaggare, ar: Ar = None, idag: Idag = None) -> str:
    """Count an uncertain message as sent, or let it be sent again.

    Raises:
        ArshjulFel: there is no such message, or several years have one.
    """
    return settle(nyckel, som, handlaggare, ar, today(idag))
