"""Dagens: what every morning is for: take in what has come, remind of what is missing, send, tell the witness."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flows.dag import today
from flows.falt import Idag
from flows.flode import flode
from flows.intag import intag
from flows.paminn import paminn
from flows.redovisning import sentence_of_intag, show_aret
from flows.skicka import skicka
from schemas.installningar import installningar
from schemas.problem import ArshjulFel, IngetAr, Ofullstandigt
from tasks.grund.databas import read
from tasks.laget.oppet import the_years
from tasks.utskick.vittne import tell_vittne


@flode("dagens", korning="Dagens", ensam=True)
def dagens(idag: Idag = None) -> str:
    """The morning's work of every open year, in its order; what one step could not do does not stop the next.

    Raises:
        IngetAr: no year is open. Ofullstandigt: some step ended badly, and what the others did.
    """
    dag = today(idag)
    with read() as session:
        aren = the_years(session)
    if not aren:
        raise IngetAr
    steg: list[tuple[str, Callable[..., Any], Callable[[Any], str]]] = [
        ("Intag", intag, sentence_of_intag),
        ("Påminnelser", paminn, "{} nya i utkorgen.".format),
        ("Utskick", skicka, str),
    ]
    if installningar().vittne:
        steg.append(("Vittnet", partial(tell_vittne, aren[-1].kommun), str))
    gick, fel = [], []
    for namn, flode_, sager in steg:
        try:
            gick.append(f"{namn}: {sager(flode_(idag=dag))}")
        except ArshjulFel as f:
            fel.append(f"{namn}: {f}")
    show_aret(None, dag)
    if fel:
        raise Ofullstandigt(" ".join([*fel, *gick]))
    return " ".join(gick)
