"""Skicka: deliver the outbox."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from schemas.problem import ArshjulFel
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import read
from tasks.laget.oppet import Oppet, the_years
from tasks.utskick.leverans import Sandning, how_many_failed, planned, send_all


@flow(name="skicka", flow_run_name=run_name("Skicka {idag}"))
def skicka(ar: int | None = None, idag: datetime.date | None = None, ja: bool = False, om: bool = False) -> Sandning:
    """Deliver what waits and still holds, of every year; a workbook that is to go with it and is missing is made first.

    Args:
        ja: send also when there are more than `utskick.bekrafta_over` of ar.yaml.
        om: try again what has failed.

    Raises:
        ArshjulFel: there are more than that, and nobody has said yes; or something did not go out, and what.
    """
    dag = today(idag)
    with read() as session:
        aren = the_years(session, ar)
    utan_bilaga = [oppet.ar for oppet in aren if _check(oppet, dag, ja=ja, om=om)]
    svar = Sandning()
    for oppet in aren:
        if oppet.ar in utan_bilaga:
            write_everything(oppet, dag)
        svar += send_all(oppet, dag, om)
    if not svar.allt_gick_ut:
        raise ArshjulFel(f"Allt gick inte ut: {svar}")
    return svar


def _check(oppet: Oppet, dag: datetime.date, *, ja: bool, om: bool) -> bool:
    """Whether a message is to go with a file that is not there; refuse where there are too many for one run."""
    antal, grans, saknas = how_many_failed(oppet.ar) if om else 0, oppet.yaml.utskick.bekrafta_over, False
    for lage in planned(oppet, dag):
        antal += len(lage.mejl)
        bilagor = (oppet.mapp / bilaga for m in lage.mejl for u in m.rader for bilaga in u.bilagor)
        saknas = saknas or any(not b.is_file() for b in bilagor)
    if antal > grans and not ja:
        raise ArshjulFel(
            f"{antal} meddelanden väntar, fler än {grans}. Se dem med arshjul skicka --torrkor, "
            "och skicka med arshjul skicka --ja."
        )
    return saknas
