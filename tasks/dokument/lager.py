"""Files that follow from the state: made where they are not current, and never over what a person has changed.

A file is registered, with the stamp of what it shows and the hash of its bytes, before it is written. So a run that is
killed at any line is mended by the next: what is registered and not there is written again, and what is there with a
hash that the register knows is the program's own, to be replaced.
"""

import datetime
import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path, PurePosixPath
from typing import Any

from sqlmodel import Session, select

from schemas.handelseslag import Handelseslag
from schemas.problem import Ofullstandigt
from schemas.tabeller import Dokument
from tasks.dokument.framstallning import FEW_NAMES, Arbete, Ogjord, render_all
from tasks.grund.databas import read, write
from tasks.grund.filer import avtryck, write_whole
from tasks.grund.handelser import log
from tasks.grund.mottaget import MOTTAGET, keep
from tasks.laget.oppet import Oppet

#: the stamp of a file that an earlier version of the program printed of something decided: it stands
TIDIGARE = ""
#: how a file is called that lies beside one that a person has changed
BREDVID = re.compile(r"(.+) \(([2-9]|[1-9]\d+)\)")


@dataclass(frozen=True)
class Verk:
    """A file: where it lies in the year's folder, and how it is made, in a child process, of what."""

    sokvag: str
    gor: Callable[..., bytes]
    av: tuple[Any, ...]


@dataclass(frozen=True)
class Filgrupp:
    """Files that follow from the same state.

    Attributes:
        sokvag: the first of them, which is always there.
        stampel: of everything that they show: while it is the same they are current.
        bygg: what they are to be; only asked where they are not current.
        skyddad: a person may change one, and then it is left alone and a new one lands beside it.
        sparas: what kind of thing they are that is kept as it was written, besides where it lies; nothing = they are
            not: they can be made again.
    """

    sokvag: str
    stampel: str
    bygg: Callable[[], list[Verk]]
    skyddad: bool = True
    sparas: str | None = None


def stampel(*visar: Any) -> str:
    """The stamp of what files show."""
    return hashlib.sha256(repr(visar).encode()).hexdigest()


def names(sokvag: str, *, skyddad: bool = True) -> Iterator[str]:
    """Where a file may lie: under its name, or beside one that a person has changed."""
    if not skyddad:
        yield sokvag
        return
    p = PurePosixPath(sokvag)
    yield from (str(p if n == 1 else p.with_name(f"{p.stem} ({n}){p.suffix}")) for n in count(1))


def edited_before(fil: Path) -> Path | None:
    """The file that a person has changed, where a new one was written beside it."""
    traff = BREDVID.fullmatch(fil.stem)
    if not traff:
        return None
    namn = islice(names(f"{traff[1]}{fil.suffix}"), int(traff[2]) - 2, None)
    fore = fil.with_name(next(namn))
    return fore if fore.is_file() else None


@dataclass(frozen=True)
class Plats:
    """A file that is to be written: where, the stamp of its group, the hash of what lies there now, if it is kept."""

    verk: Verk
    sokvag: str
    stampel: str
    pa_disk: str | None
    sparas: str | None = None


class Register:
    """What is on disk beside what is registered, of one year."""

    def __init__(self, session: Session, oppet: Oppet) -> None:
        self.oppet = oppet
        self.rader = {d.sokvag: d for d in session.exec(select(Dokument).where(Dokument.ar == oppet.ar))}

    def pa_disk(self, sokvag: str) -> str | None:
        """The hash of a file as it lies there; None where it does not."""
        fil = self.oppet.mapp / sokvag
        return avtryck(fil) if fil.is_file() else None

    def ar_var(self, sokvag: str, pa_disk: str) -> bool:
        """Whether a file is as the program left it, this time or the time before."""
        rad = self.rader.get(sokvag)
        return rad is not None and pa_disk in (rad.sha256, rad.fore)

    def ar_andrad(self, sokvag: str) -> bool:
        """Whether a person has changed the file, or put one there."""
        pa_disk = self.pa_disk(sokvag)
        return pa_disk is not None and not self.ar_var(sokvag, pa_disk)

    def is_current(self, grupp: Filgrupp) -> bool:
        """Whether all files of a group are there and show what they should."""
        forsta = self.rader.get(grupp.sokvag)
        if forsta and forsta.underlag == TIDIGARE and self.pa_disk(grupp.sokvag):
            return True
        egna = [sokvag for sokvag, rad in self.rader.items() if rad.underlag == grupp.stampel]
        return bool(egna) and all(self._stands(sokvag, grupp) for sokvag in egna)

    def _stands(self, sokvag: str, grupp: Filgrupp) -> bool:
        """Whether a file that was made for a group lies as it was left, or as a person has changed it since."""
        rad, pa_disk = self.rader[sokvag], self.pa_disk(sokvag)
        if pa_disk is None or rad.underlag != grupp.stampel:
            return False
        return pa_disk == rad.sha256 or (grupp.skyddad and pa_disk != rad.fore)

    def plats(self, verk: Verk, grupp: Filgrupp) -> Plats | None:
        """Where a file is to lie; None where it lies there already and is current."""
        for sokvag in names(verk.sokvag, skyddad=grupp.skyddad):
            if sokvag in self.rader and self._stands(sokvag, grupp):
                return None
            pa_disk = self.pa_disk(sokvag)
            if pa_disk is None or not grupp.skyddad or self.ar_var(sokvag, pa_disk):
                return Plats(verk, sokvag, grupp.stampel, pa_disk, grupp.sparas)
        raise AssertionError("unreachable")


def write_current(
    oppet: Oppet, grupperna: Callable[[Session], Iterable[Filgrupp]], idag: datetime.date
) -> list[Path]:  # fmt: skip
    """See that files are there and show what holds; what is current is left as it is.

    Args:
        grupperna: what the state calls for.
        idag: the day that is recorded.

    Returns:
        The paths of those that were written now.

    Raises:
        Ofullstandigt: one could not be made. The others are written, but for those that follow from the same state.
        ArshjulFel: one took too long. What was decided is saved, and a new run makes them.
    """
    with read() as session:
        register = Register(session, oppet)
        nya = [g for g in grupperna(session) if not register.is_current(g)]
        platser = [p for g in nya for verk in g.bygg() if (p := register.plats(verk, g))]
    if not platser:
        return []
    arbeten: dict[str, Arbete] = {p.sokvag: (p.verk.gor, p.verk.av) for p in platser}
    gjorda = render_all(arbeten)
    innehall = {sokvag: gjord for sokvag, gjord in gjorda.items() if not isinstance(gjord, Ogjord)}
    halva = {p.stampel for p in platser if p.sokvag not in innehall}
    hela = [p for p in platser if p.stampel not in halva]
    for p in (p for p in hela if p.sparas):
        keep(oppet.mapp / MOTTAGET, innehall[p.sokvag])
    with write() as session:
        _register(session, oppet, hela, innehall, idag)
    skrivna = [write_whole(oppet.mapp / p.sokvag, innehall[p.sokvag]) for p in hela]
    if ogjorda := {sokvag: gjord for sokvag, gjord in gjorda.items() if isinstance(gjord, Ogjord)}:
        raise _not_made(ogjorda, len(skrivna))
    return skrivna


def _not_made(ogjorda: dict[str, Ogjord], antal: int) -> Ofullstandigt:
    """What is said of files that could not be made; where each stopped is in the log."""
    for sokvag, ogjord in ogjorda.items():
        logging.getLogger(__name__).error("Filen %s gick inte att göra\n%s", sokvag, ogjord.spar)
    namn = ", ".join(list(ogjorda)[:FEW_NAMES]) + (" med flera" if len(ogjorda) > FEW_NAMES else "")
    return Ofullstandigt(
        f"{len(ogjorda)} {'fil' if len(ogjorda) == 1 else 'filer'} gick inte att göra: {namn}. "
        f"De andra är skrivna ({antal}), och det som har räknats ut eller beslutats är sparat. Visa den som sköter "
        "installationen detta: skälet står i logg/arshjul.log i arbetsmappen. När det är rättat, kör en gång till."
    )


def _register(
    session: Session, oppet: Oppet, platser: list[Plats], innehall: dict[str, bytes], idag: datetime.date
) -> None:
    """Note what is about to be written: whoever comes after a kill knows that the file is the program's."""
    kanda = Register(session, oppet).rader
    andrade = {}
    for p in platser:
        sha = hashlib.sha256(innehall[p.sokvag]).hexdigest()
        rad = kanda.get(p.sokvag)
        if rad is None:
            session.add(
                Dokument(ar=oppet.ar, sokvag=p.sokvag, underlag=p.stampel, sha256=sha, fore=p.pa_disk, dag=idag)
            )  # fmt: skip
            andrade[p.sokvag] = sha
            continue
        if rad.sha256 != sha:
            andrade[p.sokvag] = sha
            rad.sha256, rad.dag = sha, idag
        rad.fore, rad.underlag = p.pa_disk, p.stampel
    if andrade:
        sparat = [
            {"namn": PurePosixPath(p.sokvag).name, "sha256": andrade[p.sokvag], "slag": p.sparas,
             "personuppgifter": True}
            for p in platser
            if p.sparas and p.sokvag in andrade
        ]  # fmt: skip
        om = {"filer": andrade} | ({"sparat": sparat} if sparat else {})
        log(session, Handelseslag.FILER_SKRIVNA, dag=idag, ar=oppet.ar, **om)
