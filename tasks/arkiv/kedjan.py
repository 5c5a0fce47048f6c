"""The whole trail of the installation: what each hash is taken of, line by line, and the same to read."""

from collections.abc import Iterator
from typing import Any

import yaml
from sqlmodel import Session

from schemas.tabeller import Handelse
from tasks.arkiv.paket import Arspaket
from tasks.arkiv.platser import HANDELSER
from tasks.grund.handelser import kedjetext
from tasks.laget.helheten import trail

_SKRIV = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def add_handelser(session: Session, paket: Arspaket) -> tuple[int, str]:
    """The trail of every year, since each hash rests on the row before; its end: number and hash.

    A line of `handelser.jsonl` is the text that the hash of its event is taken of, and the next line holds that hash.
    """
    slut = (0, "")

    def rader() -> Iterator[str]:
        nonlocal slut
        for h in trail(session):
            slut = (h.nr, h.hash)
            yield f"{kedjetext(h)}\n"

    paket.add_text(f"{HANDELSER}/handelser.jsonl", rader())
    paket.add_text(f"{HANDELSER}/handelser.txt", (_as_read(h) for h in trail(session)))
    paket.add_text(f"{HANDELSER}/huvud.txt", [f"{slut[0]} {slut[1]}\n"])
    return slut


def _as_read(h: Handelse) -> str:
    """An event as a person reads it."""
    om: dict[str, Any] = {
        "dag": str(h.dag),
        "klockslag": h.tid,
        "vem": h.vem,
        "år": h.ar,
        "fil": h.fil,
        "filens sha256": h.fil_sha256,
    }
    om |= {"uppgifter": h.uppgifter, "hash": h.hash}
    rest = {namn: varde for namn, varde in om.items() if varde not in (None, {}, "")}
    text = yaml.dump(rest, Dumper=_SKRIV, allow_unicode=True, sort_keys=False, width=120)
    return f"{h.nr}. {h.vad}\n" + "".join(f"   {rad}\n" for rad in text.splitlines()) + "\n"
