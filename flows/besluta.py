"""Besluta: show what would be decided, or record the decisions, lock the omgång and issue what is to be asked."""

import datetime
from pathlib import Path

from sqlmodel import Session

from flows.dag import today
from flows.falt import Ar, Fatta, Granskningsval, Handlaggare, Idag
from flows.flode import flode
from flows.redovisning import show_beslutsprov, show_forslag
from schemas.begrepp import Utskicksstatus
from schemas.hur import hur
from schemas.problem import ArshjulFel
from tasks.beslut.beslut import Beslutslage, RedanBeslutat, decide, prepare_beslut
from tasks.beslut.granskning import parse_granskning
from tasks.beslut.prov import Beslutsprov, describe
from tasks.dokument.skriv import changed_granskning, write_everything
from tasks.grund.databas import read, write
from tasks.grund.mottaget import MOTTAGET, keep_file
from tasks.laget.oppet import Oppet, the_year
from tasks.laget.utkorg import how_many


@flode("besluta", korning="Beslut", redovisar=show_beslutsprov, ensam=True)
def besluta(
    handlaggare: Handlaggare,
    granskning: Granskningsval = None,
    fatta: Fatta = False,
    ar: Ar = None,
    idag: Idag = None,
) -> Beslutsprov | str:
    """Decide the omgång that waits for it; without a review workbook the proposals stand as they are.

    Run again after it was killed, it writes what follows from the decision and is not there.

    Args:
        handlaggare: who decides.
        granskning: the review workbook, filled in; `FORSLAGEN` = the proposals, although one has been changed.
        fatta: decide; else what would be decided is only shown.

    Raises:
        Avvisat: the review workbook has faults. ArshjulFel: nothing waits for a decision, a review has been changed
            and not chosen, the review was made from older figures, or what it accepts changes what it shows; then a
            new one is written.
    """
    dag = today(idag)
    with read() as session:
        oppet = the_year(session, ar)
        if granskning is None and (andrad := changed_granskning(session, oppet)):
            raise ArshjulFel(
                f"{andrad.name} har ändrats sedan den skrevs, men är inte vald. "
                f"{hur('valj_granskning', fil=andrad)} Inget är beslutat."
            )
    ifylld = granskning if isinstance(granskning, Path) else None
    if not fatta:
        return _try(oppet, handlaggare, ifylld, dag)
    try:
        with write() as session:
            lage = _decide(session, oppet, handlaggare, ifylld, dag)
            if ifylld and lage.granskning:
                keep_file(oppet.mapp / MOTTAGET, ifylld, lage.granskning.sha256)
    except RedanBeslutat as fel:
        if mended := write_everything(oppet, dag):
            return f"{fel} Det som saknades är nu skrivet: {len(mended)} filer."
        raise
    show_forslag(oppet, [str(fil) for fil in write_everything(oppet, dag, ifylld=ifylld)])
    if lage.stopp:
        raise ArshjulFel(lage.stopp)
    return f"{lage.omgang.i_text} {oppet.ar} är beslutad {dag} av {handlaggare}."


class _Provat(Exception):
    """What was tried and is not to be kept."""

    def __init__(self, prov: Beslutsprov) -> None:
        self.prov = prov


def _try(oppet: Oppet, handlaggare: str, granskning: Path | None, dag: datetime.date) -> Beslutsprov:
    """Make the decision, look at it, and take it back."""
    try:
        with write() as session:
            fore = how_many(session, oppet.ar, Utskicksstatus.VANTAR)
            lage = _decide(session, oppet, handlaggare, granskning, dag)
            session.flush()
            raise _Provat(describe(session, oppet, lage, fore))
    except _Provat as provat:
        return provat.prov


def _decide(
    session: Session, oppet: Oppet, handlaggare: str, granskning: Path | None, dag: datetime.date
) -> Beslutslage:  # fmt: skip
    ifylld = parse_granskning(granskning, oppet) if granskning else None
    lage = prepare_beslut(session, oppet, ifylld, handlaggare, dag)
    if not lage.stopp:
        decide(session, oppet, lage, handlaggare, dag)
    return lage
