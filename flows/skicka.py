"""Skicka: deliver the outbox."""

import datetime

from prefect import flow

from flows.dag import dagens, korning
from schemas.problem import ArshjulFel
from tasks.grund.databas import las
from tasks.laget.oppet import oppet_ar
from tasks.utskick.leverans import Sandning, att_skicka, skicka_alla


@flow(name="skicka", flow_run_name=korning("Skicka {idag}"))
def skicka(idag: datetime.date | None = None, ja: bool = False) -> Sandning:
    """Deliver what waits.

    Args:
        ja: send also when there are more than `utskick.bekrafta_over` of ar.yaml.

    Raises:
        ArshjulFel: there are more than that, and nobody has said yes.
    """
    with las() as session:
        oppet = oppet_ar(session)
    antal, grans = len(att_skicka(oppet.ar)), oppet.yaml.utskick.bekrafta_over
    if antal > grans and not ja:
        raise ArshjulFel(
            f"{antal} meddelanden väntar, fler än {grans}. Se dem med arshjul skicka --torrkor, "
            "och skicka med arshjul skicka --ja."
        )
    return skicka_alla(oppet, dagens(idag))
