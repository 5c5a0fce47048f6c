"""Skicka: deliver the outbox."""

import datetime

from prefect import flow

from flows.dag import run_name, today
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.laget.oppet import oppet_ar
from tasks.utskick.leverans import Sandning, send_all, waiting


@flow(name="skicka", flow_run_name=run_name("Skicka {idag}"))
def skicka(idag: datetime.date | None = None, ja: bool = False) -> Sandning:
    """Deliver what waits.

    Args:
        ja: send also when there are more than `utskick.bekrafta_over` of ar.yaml.

    Raises:
        ArshjulFel: there are more than that, and nobody has said yes.
    """
    with read() as session:
        oppet = oppet_ar(session)
    antal, grans = len(waiting(oppet.ar)), oppet.yaml.utskick.bekrafta_over
    if antal > grans and not ja:
        raise ArshjulFel(
            f"{antal} meddelanden väntar, fler än {grans}. Se dem med arshjul skicka --torrkor, "
            "och skicka med arshjul skicka --ja."
        )
    return send_all(oppet, today(idag))
