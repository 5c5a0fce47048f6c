"""The files of the year: its documents, and what was received, under names that a person can read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from schemas.arsmapp import Kontakt
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Handelse
from tasks.aret.arsmapp import YAMLFIL
from tasks.arkiv.paket import Arspaket
from tasks.arkiv.platser import ARET, DOKUMENT, GRANSKNINGAR, HANDELSER, INLAMNINGAR, OVRIGT, POST
from tasks.grund.mottaget import MOTTAGET
from tasks.laget.arsdata import arets_filer
from tasks.laget.gallrat import now
from tasks.laget.helheten import trail
from tasks.laget.oppet import Oppet

#: kind of event → the folder of what it brought; whatever else a person sends in is a review
MAPPAR = {
    Handelseslag.ARET_OPPNADES: ARET,
    Handelseslag.ARET_ANDRADES: ARET,
    Handelseslag.POST_MOTTAGEN: POST,
}
#: how a file begins → what it is, for one that no event names
BORJAN = ((b"PK\x03\x04", ".xlsx"), (b"%PDF", ".pdf"))


@dataclass(frozen=True)
class Mottagen:
    """A file that an event tells of: where it lies in the package, or why it does not."""

    nr: int
    sha256: str
    fil: str = ""
    varfor: str = ""


@dataclass(frozen=True)
class Omtalad:
    """A file as an event tells of it.

    Attributes:
        sparad: the program kept it of itself, and nobody sent it in.
        personligt: it holds whom to write to, and nothing else.
    """

    sha256: str
    namn: str
    sparad: bool = False
    personligt: bool = False


def add_dokument(paket: Arspaket, oppet: Oppet) -> None:
    """Everything in the year's folder of documents, as it lies there."""
    mapp = oppet.mapp / "dokument"
    for fil in sorted(f for f in mapp.rglob("*") if f.is_file() and not _is_half(f)):
        paket.add(f"{DOKUMENT}/{fil.relative_to(mapp).as_posix()}", fil)


def _is_half(fil: Path) -> bool:
    return fil.name.startswith((".", "~$"))


def add_mottaget(session: Session, paket: Arspaket, oppet: Oppet) -> None:
    """What was received and kept, each file once, with the list of which event tells of which file."""
    mapp, gallrat = oppet.mapp / MOTTAGET, now(session, oppet.ar)
    packade: dict[str, str] = {}
    lista: list[Mottagen] = []
    for h in trail(session, oppet.ar):
        for f in told_of(h):
            nu = gallrat(f.sha256)
            fil = mapp / f"{nu}.bin"
            if not nu:
                lista.append(Mottagen(h.nr, f.sha256, varfor="gallrad"))
            elif f.personligt:
                lista.append(Mottagen(h.nr, f.sha256, varfor="kontaktuppgifter arkiveras inte"))
                packade.setdefault(nu, "")
            elif not fil.is_file():
                lista.append(Mottagen(h.nr, f.sha256, varfor="den fanns inte i mottaget när arkivet gjordes"))
            else:
                packade[nu] = packade.get(nu) or paket.add(_place(h, f), fil)
                lista.append(Mottagen(h.nr, f.sha256, packade[nu]))
    for fil in sorted(mapp.glob("*.bin")):
        if fil.stem not in packade:
            paket.add(f"{OVRIGT}/{fil.stem[:16]}{_ending(fil)}", fil)
    om = {"ar": oppet.ar, "filer": [asdict(m) for m in lista]}
    paket.add_text(f"{HANDELSER}/filer.json", [json.dumps(om, ensure_ascii=False, indent=1, sort_keys=True), "\n"])


def told_of(h: Handelse) -> Iterator[Omtalad]:
    """The files that an event tells of."""
    sparade = h.uppgifter.get("sparat") or []
    egna = {s["sha256"] for s in sparade}
    if h.fil_sha256 and h.fil_sha256 not in egna:
        yield Omtalad(h.fil_sha256, h.fil or "")
    for s in sparade:
        yield Omtalad(s["sha256"], s["namn"], sparad=True, personligt=s["namn"] == Kontakt.FIL)


def _place(h: Handelse, f: Omtalad) -> str:
    """Where a file is put, by the event that tells of it first."""
    om: Mapping[str, Any] = h.uppgifter
    namn = f.namn or "fil"
    if h.vad == Handelseslag.INLAMNING_MOTTAGEN:
        vem = om.get("organ") or "okand"
        return (
            f"{INLAMNINGAR}/{om.get('omgang') or 'okand'}/{vem}/version-{om.get('version')}-{om.get('status')}/{namn}"
        )
    return f"{MAPPAR.get(Handelseslag(h.vad), GRANSKNINGAR)}/handelse-{h.nr}-{h.dag}/{namn}"


def _ending(fil: Path) -> str:
    with fil.open("rb") as f:
        borjan = f.read(4)
    return next((slut for tecken, slut in BORJAN if borjan == tecken), ".eml")


def add_aret(session: Session, paket: Arspaket, oppet: Oppet) -> None:
    """The year as it stands at last: its settings and the rows of its files, without whom to write to."""
    om = oppet.yaml.model_dump(mode="json")
    paket.add_text(f"{ARET}/gallande/{YAMLFIL}", [yaml.safe_dump(om, allow_unicode=True, sort_keys=False)])
    for namn, ram in arets_filer(session, oppet.ar).items():
        if namn != Kontakt.FIL:
            paket.add_text(f"{ARET}/gallande/{namn}", [ram.to_csv(index=False)])
