"""What `granska` says: what was held against what, and what does not hold."""

from rich.console import Console

from notifications.texter import tal
from schemas.kedjehuvud import Kedjehuvud
from schemas.problem import ArshjulFel
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import Granskat, look
from tasks.grund.databas import snapshot


def look_and_tell(ut: Console, vid_sidan: Console, ar: int | None, huvud: Kedjehuvud | None) -> None:
    """Audit and print the result.

    Args:
        vid_sidan: where it is told what is looked at, while it is.

    Raises:
        ArshjulFel: something does not hold.
    """
    with vid_sidan.status("Granskar …") as visar, snapshot() as session:
        granskat = look(session, ar, huvud, lambda vad: visar.update(f"Granskar: {vad} …"))
    ut.print(_extent(granskat))
    fel = [f for f in granskat.fynd if f.slag == Fyndslag.FEL]
    _list(ut, "Det här stämmer inte:", [str(f) for f in fel])
    _list(ut, "Det här är bra att veta:", [str(f) for f in granskat.fynd if f.slag == Fyndslag.OBS])
    if fel:
        raise ArshjulFel("En sak stämmer inte." if len(fel) == 1 else f"{tal(len(fel))} saker stämmer inte.")
    ut.print("Allt stämmer." if huvud is None else f"Allt stämmer, och händelse {huvud.nr} är den som ni har sparat.")


def _extent(granskat: Granskat) -> str:
    """How much was looked at, and how the trail ends."""
    vad = ", ".join(f"{tal(antal)} {namn}" for namn, antal in granskat.raknat.items() if antal)
    slut = granskat.slut
    return f"Granskat: {vad}." + (f" Kedjan slutar med nr {slut.nr}, {slut.hash}." if slut else "")


def _list(ut: Console, rubrik: str, rader: list[str]) -> None:
    if rader:
        ut.print(rubrik)
    for rad in rader:
        ut.print(f"  – {rad}", markup=False)
