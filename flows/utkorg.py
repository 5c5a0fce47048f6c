"""The outbox in the terminal: what waits, and what is uncertain."""

import datetime

from rich.console import Console

from flows.dag import today
from flows.tabeller import tabell
from schemas.begrepp import Utskicksstatus
from schemas.problem import ArshjulFel
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


def show_or_settle(
    ut: Console, ar: int | None, nyckel: str | None, som: str | None, idag: datetime.date | None, vem: str
) -> None:
    """List the uncertain messages, or settle one.

    Raises:
        ArshjulFel: `som` is missing or something else than skickat and om, or no year has such a message.
    """
    with read() as session:
        aren = the_years(session, ar)
        osakra = [(o, u) for o in aren for u in messages(session, o.ar, Utskicksstatus.OSAKERT)]
    if nyckel is None:
        rader = [[u.ar, u.nyckel, o.o.kod(u.slag), ", ".join(u.till), u.fel] for o, u in osakra]
        rubriker = ["År", "Nyckel", "Slag", "Till", "Skäl"]
        ut.print(tabell("Osäkra meddelanden", rubriker, rader) if rader else "Inga osäkra meddelanden.")
        return
    if som not in ("skickat", "om"):
        raise ArshjulFel("Ange --som skickat (det kom fram) eller --som om (skicka en gång till).")
    egna = [o for o, u in osakra if u.nyckel == nyckel]
    if not egna:
        raise ArshjulFel(f"Det finns inget osäkert meddelande med nyckeln {nyckel}.")
    if len(egna) > 1:
        raise ArshjulFel(f"Flera år har ett osäkert meddelande med nyckeln {nyckel}. Välj ett med --ar.")
    ut.print(settle_osaker(egna[0], nyckel, som, today(idag), vem))
