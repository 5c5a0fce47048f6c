"""Besluta: record the decisions, lock the omgång, issue what is to be asked."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import today
from schemas.problem import ArshjulFel
from tasks.beslut.beslut import Beslutslage, RedanBeslutat, decide, prepare_beslut
from tasks.beslut.granskning import parse_granskning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import read, write
from tasks.laget.oppet import Oppet, the_year


@flow(name="besluta", flow_run_name="Beslut av {handlaggare}")
def besluta(
    handlaggare: str, granskning: Path | None = None, ar: int | None = None, idag: datetime.date | None = None
) -> str:
    """Decide the omgång that waits for it; without a review workbook the proposals stand as they are.

    Run again after it was killed, it writes what follows from the decision and is not there.

    Args:
        handlaggare: who decides.
        granskning: the review workbook, filled in.

    Raises:
        Avvisat: the review workbook has faults. ArshjulFel: nothing waits for a decision, the review was made from
            older figures, or what it accepts changes what it shows; then a new one is written.
    """
    dag = today(idag)
    with read() as session:
        oppet = the_year(session, ar)
    try:
        lage = _decide(oppet, handlaggare, granskning, dag)
    except RedanBeslutat as fel:
        if mended := write_everything(oppet, dag):
            return f"{fel} Det som saknades är nu skrivet: {len(mended)} filer."
        raise
    write_everything(oppet, dag, ifylld=granskning)
    if lage.stopp:
        raise ArshjulFel(lage.stopp)
    return f"{lage.omgang.i_text} {oppet.ar} är beslutad {dag} av {handlaggare}."


def _decide(oppet: Oppet, handlaggare: str, granskning: Path | None, dag: datetime.date) -> Beslutslage:
    with write() as session:
        ifylld = parse_granskning(granskning, oppet) if granskning else None
        lage = prepare_beslut(session, oppet, ifylld, handlaggare, dag)
        if not lage.stopp:
            decide(session, oppet, lage, handlaggare, dag)
    return lage
