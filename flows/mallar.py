"""Mallar: write the workbooks to send out; for the plan, ask every organ for it."""

from flows.dag import today
from flows.falt import Ar, EttOrgan, Idag, Omgangskod
from flows.flode import flode
from flows.redovisning import show_written, written
from schemas.arsmapp import Organ
from schemas.problem import ArshjulFel
from tasks.beslut.brev import enqueue_forfragningar
from tasks.dokument.lager import write_current
from tasks.dokument.skriv import arbetsbocker
from tasks.grund.databas import read, write
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision
from tasks.laget.oppet import find_omgang, the_year


@flode("mallar", korning="Mallar {omgang} {organ}", sager=written, redovisar=show_written)
def mallar(omgang: Omgangskod, organ: EttOrgan = None, ar: Ar = None, idag: Idag = None) -> list[str]:
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
