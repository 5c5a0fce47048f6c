"""Mallar: write the workbooks to send out; for the plan, ask every organ for it."""

import datetime

from prefect import flow

from flows.dag import today
from schemas.arsmapp import Organ
from schemas.problem import ArshjulFel
from tasks.beslut.brev import enqueue_forfragningar
from tasks.dokument.lager import write_current
from tasks.dokument.skriv import arbetsbocker
from tasks.grund.databas import read, write
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision
from tasks.laget.oppet import find_omgang, the_year


@flow(name="mallar", flow_run_name="Mallar {omgang}")
def mallar(
    omgang: str, organ: str | None = None, ar: int | None = None, idag: datetime.date | None = None
) -> list[str]:
    """Write the workbooks of an omgång; those for the plan are also sent, with a request.

    Args:
        organ: only this organ's.

    Returns:
        The paths of the workbooks, written now or before.

    Raises:
        ArshjulFel: there is no such organ or omgång, or nothing to write yet.
    """
    dag = today(idag)
    with read() as session:
        oppet = the_year(session, ar)
        o = find_omgang(oppet, omgang)
        if organ and organ not in {r.kod for r in rows(session, Organ, oppet.ar)}:
            raise ArshjulFel(f"Det finns inget organ med koden {organ}.")
        bara = [organ] if organ else None
        bocker = arbetsbocker(session, oppet, o, bara)
        be_om = o.ar_plan and decision(session, oppet.ar, o) is None
    if not bocker:
        raise ArshjulFel(f"Det finns inget att fylla i {o.bestamd}.")
    write_current(oppet, lambda session: arbetsbocker(session, oppet, o, bara), dag)
    if be_om:
        with write() as session:
            enqueue_forfragningar(session, oppet, o, dag, organ)
    return [str(oppet.mapp / b.sokvag) for b in bocker]
