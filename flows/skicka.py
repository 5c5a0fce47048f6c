"""Skicka: deliver the outbox, or show what would be delivered."""

import datetime
from dataclasses import dataclass, field

from flows.dag import today
from flows.falt import Aren, Idag, Igen, Manga, Visa
from flows.flode import flode
from flows.redovisning import Framsteg, show_torrkorning, show_utskick
from schemas.hur import hur
from schemas.problem import ArshjulFel, Ofullstandigt, Upptaget
from tasks.dokument.skriv import write_everything
from tasks.grund.databas import read
from tasks.laget.oppet import Oppet, the_years
from tasks.utskick.leverans import Sandning, how_many_failed, planned, send_all


@flode("skicka", korning="Skicka", ensam=True)
def skicka(
    visa: Visa = False, ja: Manga = False, om: Igen = False, ar: Aren = None, idag: Idag = None
) -> Sandning | str:
    """Deliver what waits and still holds, of every year; a workbook that is to go with it and is missing is made first.

    Args:
        visa: only show it.
        ja: send also when there are more than `utskick.bekrafta_over` of ar.yaml.
        om: try again what has failed.

    Raises:
        ArshjulFel: there are more than that, and nobody has said yes.
        Ofullstandigt: something did not go out, and what.
        Upptaget: all that did not go out waits for the mail server.
    """
    dag = today(idag)
    with read() as session:
        aren = the_years(session, ar)
    if visa:
        return show_torrkorning(aren, dag)
    vantande = [(oppet, _look(oppet, dag)) for oppet in aren]
    for oppet, vantar in vantande:
        _check_number(oppet, vantar, ja=ja, om=om)
    svar = Sandning()
    for oppet, vantar in vantande:
        if vantar.saknar_bilaga:
            write_everything(oppet, dag)
        svar += send_all(oppet, dag, om, Framsteg("Skicka", vantar.antal).step)
        show_utskick(oppet, vantar.rader)
    if not svar.allt_gick_ut:
        raise (Upptaget if svar.bara_vantar else Ofullstandigt)(f"Allt gick inte ut: {svar}")
    return svar


@dataclass
class _Vantar:
    """What waits in a year's outbox: how many mails, of which rows, and whether a file to go with one is gone."""

    antal: int = 0
    rader: set[int] = field(default_factory=set)
    saknar_bilaga: bool = False


def _look(oppet: Oppet, dag: datetime.date) -> _Vantar:
    v = _Vantar()
    for lage in planned(oppet, dag):
        v.antal += len(lage.mejl)
        alla = [u for m in lage.mejl for u in m.rader]
        v.rader.update(u.id for u in (*alla, *(u for u, _ in lage.strukna)))
        bilagor = {oppet.mapp / bilaga for u in alla for bilaga in u.bilagor}
        v.saknar_bilaga = v.saknar_bilaga or not all(b.is_file() for b in bilagor)
    return v


def _check_number(oppet: Oppet, vantar: _Vantar, *, ja: bool, om: bool) -> None:
    """Refuse where there are too many for one run."""
    antal, grans = vantar.antal + (how_many_failed(oppet.ar) if om else 0), oppet.yaml.utskick.bekrafta_over
    if antal > grans and not ja:
        raise ArshjulFel(f"{antal} meddelanden väntar, fler än {grans}. Inget är skickat. {hur('skicka_manga')}")
