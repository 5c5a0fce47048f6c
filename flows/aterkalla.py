"""Återkalla: withdraw an issued uppmaning; the organ is told."""

from flows.dag import today
from flows.falt import Ar, EttOrgan, Handlaggare, Idag, Motivering, Nummer
from flows.flode import flode
from tasks.beslut.anstand import withdraw_uppmaning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flode("aterkalla", korning="Återkalla {nummer} {organ}")
def aterkalla(
    nummer: Nummer,
    motivering: Motivering,
    handlaggare: Handlaggare,
    organ: EttOrgan = None,
    ar: Ar = None,
    idag: Idag = None,
) -> str:
    """Withdraw an uppmaning from one organ, or from all.

    Raises:
        ArshjulFel: it is not issued, or not asked of the organ.
    """
    with write() as session:
        oppet = the_year(session, ar)
        svar = withdraw_uppmaning(session, oppet, nummer, organ, motivering, handlaggare, today(idag))
    write_everything(oppet, today(idag))
    return svar
