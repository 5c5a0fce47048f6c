"""Sammandrag: once a week, where the years stand, to the planning office."""

from flows.dag import today
from flows.falt import Idag
from flows.flode import flode
from flows.redovisning import show_aret
from tasks.grund.databas import read, write
from tasks.insyn.status import arets_status, sentence
from tasks.laget.oppet import years_to_show
from tasks.utskick.sammandrag import enqueue_sammandrag


@flode("sammandrag", korning="Sammandrag", sager=" ".join, ensam=True)
def sammandrag(idag: Idag = None) -> list[str]:
    """Put the week's summary of every open year in the outbox, once however often this runs; each in a sentence.

    Raises:
        IngetAr: no year is open.
    """
    dag = today(idag)
    with read() as session:
        lagen = [arets_status(session, oppet, dag) for oppet in years_to_show(session)]
    with write() as session:
        for s in lagen:
            enqueue_sammandrag(session, s, dag)
    show_aret(None, dag, nyckel="sammandrag")
    return [sentence(s) for s in lagen]
