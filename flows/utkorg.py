"""The outbox in the terminal: what waits, and what is uncertain."""

import datetime

from rich.console import Console

from flows.tabeller import tabell
from schemas.begrepp import Utskicksstatus
from schemas.hur import hur
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tasks.laget.oppet import Oppet, the_years
from tasks.laget.utkorg import messages
from tasks.utskick.aktuellt import Laget, written_today
from tasks.utskick.fastnat import settle_osaker
from tasks.utskick.leverans import planned


def show_waiting(ut: Console, ar: int | None, idag: datetime.date) -> None:
    """Every recipient and text that would be sent, of every year where none is named; sends nothing."""
    with read() as session:
        aren = the_years(session, ar)
    antal = 0
    for oppet in aren:
        for lage in planned(oppet, idag):
            _show(ut, oppet, lage, idag)
            antal += len(lage.mejl)
    ut.print(f"{antal} meddelanden skulle skickas. Inget är skickat.")


def _show(ut: Console, oppet: Oppet, lage: Laget, idag: datetime.date) -> None:
    for m in lage.mejl:
        with read() as session:
            amne, text, bilagor = written_today(session, oppet, idag, m, lage.organ)
        ut.print(f"[{m.nyckel}]", markup=False, style="bold")
        ut.print(f"Till: {', '.join(m.till)}" + (f"\nKopia: {', '.join(m.kopia)}" if m.kopia else ""), markup=False)
        ut.print(f"Ämne: {amne}", *([f"Bilagor: {', '.join(bilagor)}"] if bilagor else []), markup=False, sep="\n")
        ut.print(f"\n{text}\n", markup=False)
    for u, skal in lage.strukna:
        ut.print(f"Stryks: {u.nyckel} ({skal})", markup=False)
    for u in lage.utan_adress:
        ut.print(f"Utan adress: {u.nyckel}", markup=False)


def show_osakra(ut: Console, ar: int | None) -> None:
    """List the uncertain messages."""
    rader = [[u.ar, u.nyckel, oppet.o.kod(u.slag), ", ".join(u.till), u.fel] for oppet, u in _osakra(ar)]
    rubriker = ["År", "Nyckel", "Slag", "Till", "Skäl"]
    ut.print(tabell("Osäkra meddelanden", rubriker, rader) if rader else "Inga osäkra meddelanden.")


def _osakra(ar: int | None) -> list[tuple[Oppet, Utskick]]:
    with read() as session:
        aren = the_years(session, ar)
        return [(o, u) for o in aren for u in messages(session, o.ar, Utskicksstatus.OSAKERT)]


def settle(nyckel: str, som: str | None, vem: str, ar: int | None, idag: datetime.date) -> str:
    """Settle an uncertain message; what became of it, in a sentence.

    Args:
        som: skickat (it came through) or om (send it again).
        vem: who says so.

    Raises:
        ArshjulFel: `som` is missing or something else, or not exactly one year has such a message.
    """
    if som not in ("skickat", "om"):
        raise ArshjulFel(hur("avgor_som"))
    egna = [o for o, u in _osakra(ar) if u.nyckel == nyckel]
    if not egna:
        raise ArshjulFel(f"Det finns inget osäkert meddelande med nyckeln {nyckel}.")
    if len(egna) > 1:
        raise ArshjulFel(f"Flera år har ett osäkert meddelande med nyckeln {nyckel}. {hur('valj_ar')}")
    return settle_osaker(egna[0], nyckel, som, idag, vem)
