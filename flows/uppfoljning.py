"""Uppföljning: judge the answers of the omgång that the year stands in, add up again, write what is reviewed."""

from flows.dag import today
from flows.falt import Ar, Idag
from flows.flode import flode
from flows.redovisning import show_forslag, written
from schemas.hur import hur
from schemas.problem import ArshjulFel
from tasks.avstamning.avstamning import make_avstamning
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import write
from tasks.laget.oppet import current, the_year


@flode("uppfoljning", korning="Uppföljning", sager=written)
def uppfoljning(ar: Ar = None, idag: Idag = None) -> list[str]:
    """Judge, propose, and write what the planning office reviews; run again it only does what is left to do.

    Returns:
        The paths of what was written now.

    Raises:
        ArshjulFel: the plan's omgång is not decided yet.
    """
    dag = today(idag)
    with write() as session:
        oppet = the_year(session, ar)
        o = current(session, oppet)
        if o is not None and o.ar_plan:
            raise ArshjulFel(f"{o.i_text} är inte beslutad ännu, så det finns inget att följa upp. {hur('besluta')}")
        if o is not None:
            make_avstamning(session, oppet, o, dag)
    filer = [str(fil) for fil in write_everything(oppet, dag)]
    show_forslag(oppet, filer)
    return filer
