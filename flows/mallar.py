"""Mallar: write the workbooks to send out; for the verksamhetsplan, ask every organ for it."""

import datetime
from typing import Literal

from prefect import flow

from flows.dag import today
from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arbetsbocker import filnamn
from schemas.arsmapp import Organ, Tilldelning
from schemas.begrepp import Fas, Roll, Utskicksslag
from schemas.problem import ArshjulFel
from tasks.bocker.mallar import write_t1_mallar, write_vp_mallar
from tasks.grund.databas import read, write
from tasks.grund.handelser import log
from tasks.laget.oppet import beslutad, oppet_ar, rows


@flow(name="mallar", flow_run_name="Mallar {slag}")
def mallar(slag: Literal["VP", "T1"], organ: str | None = None, idag: datetime.date | None = None) -> list[str]:
    """Write the workbooks of a phase; those for the verksamhetsplan are also sent, with a request.

    Args:
        organ: only this organ's.

    Raises:
        ArshjulFel: there is no such organ, or nothing to write yet.
    """
    dag = today(idag)
    with read() as session:
        oppet = oppet_ar(session)
        if organ and organ not in {o.kod for o in rows(session, Organ, oppet.ar)}:
            raise ArshjulFel(f"Det finns inget organ med koden {organ}.")
        skrivna = (write_vp_mallar if slag == Fas.VP else write_t1_mallar)(session, oppet, organ)
        be_om = slag == Fas.VP and not beslutad(session, oppet.ar, Fas.VP)
    if not skrivna:
        raise ArshjulFel("Det finns inga uppmaningar att svara på ännu. De utfärdas med: arshjul besluta")
    if be_om:
        _enqueue_forfragningar(dag, organ)
    return [str(s) for s in skrivna]


def _enqueue_forfragningar(dag: datetime.date, bara: str | None) -> None:
    with write() as session:
        oppet = oppet_ar(session)
        antal: dict[str, int] = {}
        for t in rows(session, Tilldelning, oppet.ar):
            antal[t.organ] = antal.get(t.organ, 0) + 1
        brev = []
        for o in rows(session, Organ, oppet.ar):
            if bara not in (None, o.kod):
                continue
            amne, text = render_brev(
                "forfragan", ar=oppet.ar, organ=o.namn, forfallo=oppet.forfallodag(Fas.VP),
                antal_indikatorer=antal.get(o.kod, 0), kommun=oppet.yaml.kommun, diarienummer=oppet.yaml.diarienummer,
            )  # fmt: skip
            bilaga = f"mallar/{filnamn(Fas.VP, oppet.ar, o.kod)}"
            om = {"forfallo": oppet.forfallodag(Fas.VP), "bilagor": [bilaga]}
            brev.append(Brev(f"forfragan/{o.kod}", o.kod, Roll.REGISTRATOR, Utskicksslag.FORFRAGAN, amne, text, **om))  # type: ignore[arg-type]
        nya = enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, dag)
        if nya:
            log(session, "Förfrågningar lagda i utkorgen", dag=dag, ar=oppet.ar, organ=[n.organ for n in nya])
