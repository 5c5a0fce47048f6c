"""Exempel: workbooks filled in from the CSV of a year folder."""

from flows.falt import Ar, Arsmapp, Omgangskod, Utmapp
from flows.flode import flode
from flows.redovisning import written
from tasks.aret.arsmapp import read_rundor
from tasks.aret.exempel import answer_exempel, plan_exempel
from tasks.bocker.skrivbok import write_all
from tasks.grund.databas import read
from tasks.laget.oppet import find_omgang, the_year


@flode("exempel", korning="Exempel {omgang}", sager=written)
def exempel(omgang: Omgangskod, data: Arsmapp, ut: Utmapp, ar: Ar = None) -> list[str]:
    """Write the workbooks that the organs of a year folder would have handed in.

    Raises:
        Avvisat: the folder has faults, or an answer fits nothing that was asked. ArshjulFel: there is no such omgång.
    """
    if omgang.upper() == read_rundor(data).omgangar.plan.kod:
        bocker = plan_exempel(data, ut)
    else:
        with read() as session:
            oppet = the_year(session, ar)
            bocker = answer_exempel(session, oppet, find_omgang(oppet, omgang), data, ut)
    return [str(fil) for fil in write_all(bocker)]
