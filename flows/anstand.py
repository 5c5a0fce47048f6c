"""Anstånd: a later due date for one organ's answer, or for its workbook."""

from flows.dag import today
from flows.falt import Ar, Handlaggare, Idag, Motivering, NummerEllerOmgang, NyDag, Organkod
from flows.flode import flode
from tasks.beslut.anstand import grant_anstand
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flode("anstand", korning="Anstånd {galler} {organ}")
def anstand(
    galler: NummerEllerOmgang,
    organ: Organkod,
    dag: NyDag,
    motivering: Motivering,
    handlaggare: Handlaggare,
    ar: Ar = None,
    idag: Idag = None,
) -> str:
    """Give one organ until `dag`; it is told.

    Args:
        galler: the number of an uppmaning, or the code of an omgång for the whole workbook.

    Raises:
        ArshjulFel: there is no such question, or the day is not later.
    """
    with write() as session:
        oppet = the_year(session, ar)
        svar = grant_anstand(session, oppet, galler, organ, dag, motivering, handlaggare, today(idag))
    write_everything(oppet, today(idag))
    return svar
