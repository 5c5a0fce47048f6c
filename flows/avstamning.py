"""Avstämning: add up the plans, propose, write the review workbook and the documents as a proposal."""

from flows.dag import today
from flows.falt import Ar, Idag
from flows.flode import flode
from flows.redovisning import show_forslag, written
from tasks.avstamning.avstamning import make_avstamning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import the_year


@flode("avstamning", korning="Avstämning", sager=written)
def avstamning(ar: Ar = None, idag: Idag = None) -> list[str]:
    """Propose, and write what the planning office reviews; run again it only does what is left to do.

    Returns:
        The paths of what was written now.
    """
    dag = today(idag)
    with write() as session:
        oppet = the_year(session, ar)
        make_avstamning(session, oppet, oppet.omgangar.plan, dag)
    filer = [str(fil) for fil in write_everything(oppet, dag)]
    show_forslag(oppet, filer)
    return filer
