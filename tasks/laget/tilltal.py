"""How an organ and what it has been asked are spoken of in a letter."""

from collections.abc import Callable

from sqlmodel import Session

from notifications.texter import render_text
from notifications.uppmaningstext import kort_text
from schemas.arsmapp import Indikator, Mal, Organ
from schemas.begrepp import Begar, Grund
from schemas.ord import Ordbok
from schemas.tabeller import Uppmaningsrad
from tasks.laget.arsdata import rows
from tasks.laget.fragat import Del
from tasks.laget.oppet import Oppet


def genom_namn(session: Session, ar: int) -> dict[str, str]:
    """Organ → the name of the one through which it is written to, where that is another."""
    organ = {r.kod: r for r in rows(session, Organ, ar)}
    return {r.kod: organ[r.genom].namn for r in organ.values() if r.genom and r.genom != r.kod}


def tilltal(session: Session, ar: int) -> dict[str, dict[str, str | None]]:
    """Organ → what every letter to it says of whom it is to: `organ` its name, `genom` that of the one in between."""
    genom = genom_namn(session, ar)
    return {r.kod: {"organ": r.namn, "genom": genom.get(r.kod)} for r in rows(session, Organ, ar)}


def korta(session: Session, oppet: Oppet) -> Callable[[Uppmaningsrad], str]:
    """Tells of an uppmaning in a few words."""
    indikatorer = {i.kod: i.namn for i in rows(session, Indikator, oppet.ar)}
    mal = {m.kod: m.namn for m in rows(session, Mal, oppet.ar)}
    return lambda u: kort_text(
        oppet.o, grund=Grund(u.grund), begar=Begar(u.begar), avser=u.avser,
        indikatornamn=indikatorer.get(u.indikator or ""), malnamn=mal.get(u.mal or ""),
    )  # fmt: skip


def hos_er(o: Ordbok, d: Del) -> str:
    """What is lacking at one recipient, or that nothing is; empty where the text of the uppmaning says all."""
    om = {"brister": d.m.jamfort.get("brister"), "vidgad": "vidgad" in d.m.jamfort}
    return render_text(o, "hos_er", till=d.u.till, **om)
