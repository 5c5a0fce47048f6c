"""The outbox in the terminal: what waits, and what is uncertain."""

import datetime

from rich.console import Console
from sqlmodel import col, select

from flows.dag import today
from flows.tabeller import tabell
from schemas.begrepp import Utskicksstatus, svenska
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tasks.laget.oppet import oppet_ar
from tasks.utskick.leverans import settle_osaker, waiting


def show_waiting(ut: Console) -> None:
    """Every recipient and text that would be sent; sends nothing."""
    with read() as session:
        ar = oppet_ar(session).ar
    vantande = waiting(ar)
    for u in vantande:
        ut.print(f"[{u.nyckel}]", markup=False, style="bold")
        ut.print(f"Till: {', '.join(u.till)}" + (f"\nKopia: {', '.join(u.kopia)}" if u.kopia else ""), markup=False)
        ut.print(f"Ämne: {u.amne}\n\n{u.text}\n", markup=False)
    ut.print(f"{len(vantande)} meddelanden skulle skickas. Inget är skickat.")


def show_or_settle(ut: Console, nyckel: str | None, som: str | None, idag: datetime.date | None, vem: str) -> None:
    """List the uncertain messages, or settle one.

    Raises:
        ArshjulFel: `som` is missing or something else than skickat and om.
    """
    with read() as session:
        oppet = oppet_ar(session)
        fraga = select(Utskick).where(Utskick.ar == oppet.ar, Utskick.status == Utskicksstatus.OSAKERT)
        osakra = list(session.exec(fraga.order_by(col(Utskick.id))))
    if nyckel is None:
        rader = [[u.nyckel, svenska(u.slag), ", ".join(u.till), u.fel] for u in osakra]
        ut.print(
            tabell("Osäkra meddelanden", ["Nyckel", "Slag", "Till", "Skäl"], rader)
            if rader
            else "Inga osäkra meddelanden."
        )
        return
    if som not in ("skickat", "om"):
        raise ArshjulFel("Ange --som skickat (det kom fram) eller --som om (skicka en gång till).")
    ut.print(settle_osaker(oppet, nyckel, som, today(idag), vem))
