"""What `arshjul brevmallar` tells: which templates were copied, and what is wrong in those that were changed."""

from rich.console import Console

from notifications import egna
from notifications.brevmallar import copy_mallar, prova
from notifications.exempel import Stad
from schemas.ord import standardord
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.laget.oppet import years_to_show

#: the year of the examples where none is open
EXEMPELAR = 2030


def copy_and_tell(ut: Console, _ar: int | None) -> None:
    """Copy the templates to the work folder, and tell what was done and what to do next."""
    k = copy_mallar()
    mapp = egna.mapp()
    ut.print(f"Skrev {len(k.skrivna)} mallar i {mapp}." if k.skrivna else f"Mallarna ligger redan i {mapp}.")
    if k.egna:
        ut.print(f"Ändrade av er, och orörda: {', '.join(k.egna)}.")
    if k.nyare:
        ut.print(
            f"Programmets mall är nyare än er kopia: {', '.join(k.nyare)}. Flytta undan er fil och kör kommandot igen, "
            "så får ni den nya att jämföra med."
        )
    ut.print("En mall som ni ändrar används från nästa meddelande. Prova den först: arshjul brevmallar --prova")


def try_and_tell(ut: Console, ar: int | None) -> None:
    """Try the templates of the work folder in the city's own words.

    Raises:
        ArshjulFel: some cannot be used; it says which, where, and how they are mended.
    """
    fel, till = prova(_stad(ar))
    if fel:
        rader = "\n".join(f"• {f}" for f in fel)
        raise ArshjulFel(
            f"Det här behöver rättas i {egna.mapp()}. Tills dess används standardmallen i stället:\n{rader}"
        )
    ut.print(f"Alla mallar går att använda. Läs hur meddelandena blir i {till}")


def _stad(ar: int | None) -> Stad:
    """The city of the year, or one in the standard words where no year is open."""
    try:
        with read() as session:
            oppet = years_to_show(session, ar)[-1]
    except ArshjulFel:
        if ar is not None:
            raise
        return Stad(standardord(), EXEMPELAR, "Provköping")
    return Stad(oppet.o, oppet.ar, oppet.kommun, oppet.fragor_till or "planering@example.org")
