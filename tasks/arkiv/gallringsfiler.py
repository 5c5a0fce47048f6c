"""What a removal of personal data changes among the kept files: some are cleaned, some go."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from tasks.arkiv.handlingar import told_of
from tasks.arkiv.tvatt import clean_file
from tasks.bocker.paket import TRASIG, Avvisad, open_paket
from tasks.dokument.lager import Register
from tasks.grund.filer import avtryck, write_whole
from tasks.grund.mottaget import MOTTAGET
from tasks.laget.helheten import trail
from tasks.laget.oppet import Oppet

WORDFIL = "word/document.xml"


@dataclass(frozen=True)
class Filandring:
    """A file that changes: its hash, and what it becomes; None = it is removed.

    Attributes:
        sha256: under which the trail may know it; empty where the trail does not.
    """

    kod: str
    fil: Path
    sha256: str
    blir: bytes | None

    @property
    def ny(self) -> str:
        """The hash that stands for it then."""
        return "" if self.blir is None else hashlib.sha256(self.blir).hexdigest()

    def apply(self) -> None:
        """Change it; done again, it changes nothing more. What is kept under its hash is kept under its new one."""
        if self.blir is not None:
            kvar = self.fil.parent.name != MOTTAGET
            write_whole(self.fil if kvar else self.fil.with_name(f"{self.ny}.bin"), self.blir)
            if kvar or self.ny == self.sha256:
                return
        self.fil.unlink(missing_ok=True)


def file_changes(session: Session, oppet: Oppet) -> Iterator[Filandring]:
    """Every kept file of a year that holds personal data, and what becomes of it, one at a time. Nothing is changed."""
    yield from _received(session, oppet)
    yield from _edited(session, oppet)
    for kod, mapp, monster in (("brev", "utskick", "*.eml"), ("rattningar", "rattning", "*")):
        for fil in sorted(f for f in (oppet.mapp / mapp).glob(monster) if f.is_file()):
            yield Filandring(kod, fil, "", None)


def _received(session: Session, oppet: Oppet) -> Iterator[Filandring]:
    """What was received: workbooks are cleaned; a mail, and what was refused as no workbook, goes."""
    personliga = {f.sha256: f.personligt for h in trail(session, oppet.ar) for f in told_of(h) if f.sparad}
    for fil in sorted((oppet.mapp / MOTTAGET).glob("*.bin")):
        sha = fil.stem
        if not _is_workbook(fil):
            if personliga.get(sha, True):
                yield Filandring("kontakter" if sha in personliga else "mottagna", fil, sha, None)
        elif (ren := clean_file(fil)) is not None:
            yield Filandring("arbetsbocker", fil, sha, ren)


def _edited(session: Session, oppet: Oppet) -> Iterator[Filandring]:
    """Documents that a person has changed: the program's own name nobody but who decided."""
    register = Register(session, oppet)
    mapp = oppet.mapp / "dokument"
    for fil in sorted(f for f in mapp.rglob("*") if f.is_file() and not f.name.startswith(".")):
        if not register.ar_andrad(fil.relative_to(oppet.mapp).as_posix()):
            continue
        if (_is_workbook(fil) or _is_word(fil)) and (ren := clean_file(fil)) is not None:
            yield Filandring("arbetsbocker", fil, avtryck(fil), ren)


def _is_workbook(fil: Path) -> bool:
    try:
        with open_paket(fil):
            return True
    except Avvisad:
        return False


def _is_word(fil: Path) -> bool:
    try:
        with zipfile.ZipFile(fil) as arkiv:
            return WORDFIL in arkiv.namelist()
    except TRASIG:
        return False
