"""Skicka: deliver the outbox."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from schemas.problem import ArshjulFel
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import read
from tasks.laget.oppet import Oppet, the_years
from tasks.utskick.leverans import Sandning, send_all, to_send


@flow(name="skicka", flow_run_name=run_name("Skicka {idag}"))
def skicka(ar: int | None = None, idag: datetime.date | None = None, ja: bool = False) -> Sandning:
    """Deliver what waits, of every year; a workbook that is to go with it and is missing is made first.

    Args:
        ja: send also when there are more than `utskick.bekrafta_over` of ar.yaml.

    Raises:
        ArshjulFel: there are more than that, and nobody has said yes.
    """
    dag = today(idag)
    with read() as session:
        aren = the_years(session, ar)
    for oppet in aren:
        antal, grans = len(to_send(oppet.ar)), oppet.yaml.utskick.bekrafta_over
        if antal > grans and not ja:
            raise ArshjulFel(
                f"{antal} meddelanden väntar, fler än {grans}. Se dem med arshjul skicka --torrkor, "
                "och skicka med arshjul skicka --ja."
            )
    for oppet in aren:
        if _lacks_bilaga(oppet):
            write_everything(oppet, dag)
    return sum((send_all(oppet, dag) for oppet in aren), Sandning())


def _lacks_bilaga(oppet: Oppet) -> bool:
    """Whether a message is to go with a file that is not there."""
    return any(not (oppet.mapp / bilaga).is_file() for u in to_send(oppet.ar) for bilaga in u.bilagor)
