"""The messages: a table of them all, the text of each, and the mails as they were written where they are kept.

To whom a message went is said by organ and role: the addresses are not for the archive.
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from notifications.kanaler import filnamn
from schemas.tabeller import Utskick
from tasks.arkiv.csvtext import as_csv
from tasks.arkiv.paket import Arspaket
from tasks.arkiv.platser import MEDDELANDEN
from tasks.laget.helheten import every_row
from tasks.laget.oppet import Oppet

RUBRIKER = (
    "nyckel", "dag", "slag", "organ", "roll", "omgang", "steg", "forfallo", "kanal", "antal_mottagare", "antal_kopior",
    "status", "meddelande_id", "i_brevet", "amne", "text",
)  # fmt: skip


def add_meddelanden(session: Session, paket: Arspaket, oppet: Oppet) -> None:
    """Every message of the year."""
    texter: dict[int, str] = {}
    for u in every_row(session, Utskick, oppet.ar):
        texter[u.id] = paket.add_text(f"{MEDDELANDEN}/text/{filnamn(u)}.txt", [f"{u.amne}\n\n{u.text}\n"])

    def rader() -> Iterator[list[Any]]:
        for u in every_row(session, Utskick, oppet.ar):
            text = texter[u.id].removeprefix(f"{MEDDELANDEN}/")
            yield [
                u.nyckel, u.dag, u.slag, u.organ, u.roll, u.omgang, u.steg, u.forfallo, u.kanal, len(u.till),
                len(u.kopia), u.status, u.meddelande, u.brev, u.amne, text,
            ]  # fmt: skip

    paket.add_text(f"{MEDDELANDEN}/meddelanden.csv", as_csv(RUBRIKER, rader()))
    for fil in sorted((oppet.mapp / "utskick").glob("*.eml")):
        paket.add(f"{MEDDELANDEN}/brev/{fil.name}", fil)
