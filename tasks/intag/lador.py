"""What a mailbox is to the intake, and the one that is a folder of this machine: a Maildir."""

import datetime
import hashlib
import os
import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from schemas.problem import ArshjulFel

#: the parts of a Maildir; mails that are being delivered lie in `tmp`
DELAR = ("cur", "new", "tmp")


@dataclass(frozen=True)
class Inkommet:
    """A mail that lies in a mailbox.

    Attributes:
        nyckel: what it is known by in every run, and what its file is called; sorts as the mails came in.
        plats: where the mailbox finds it: its UID, or its file.
        storlek: bytes.
        last: whether it is marked as seen.
    """

    nyckel: str
    plats: int | Path
    storlek: int
    last: bool


class OmarktFel(Exception):
    """A mail that the mailbox will not mark as seen; the message says why."""


class OlastFel(Exception):
    """A mail that the mailbox will not give; the message says why."""


class Brevlada(Protocol):
    """A mailbox that mails are copied from; nothing is moved out of it or deleted."""

    def list_new(self, kanda: Container[str]) -> Iterator[Inkommet]:
        """The mails whose keys are not known, oldest first."""

    def read(self, brev: Inkommet, bara_huvud: bool = False) -> bytes | None:
        """A mail or its headers, without marking it; None where it has been taken away meanwhile.

        Raises:
            OlastFel: the mailbox will not give it.
        """

    def mark_seen(self, brev: Inkommet) -> None:
        """Mark a mail as seen.

        Raises:
            OmarktFel: the mailbox refuses.
        """


def mailbox_key(*delar: object) -> str:
    """A short name for a mailbox, or for a mail in one, that tells it from every other."""
    return hashlib.sha256("\0".join(map(str, delar)).encode()).hexdigest()[:12]


def is_maildir(mapp: Path) -> bool:
    """Whether a folder is a Maildir."""
    return all((mapp / d).is_dir() for d in DELAR)


class Maildirlada:
    """A Maildir, told apart by the unique names that outlive every mark a mail reader sets.

    The standard library's `mailbox.Maildir` cannot mark a mail before Python 3.13 but by writing it anew, which may
    change its bytes; so the mails are read, and renamed within the Maildir, as its specification says.
    """

    def __init__(self, mapp: Path, sedan: datetime.date | None = None) -> None:
        self.mapp, self.sedan = mapp, sedan
        self._lada = mailbox_key(mapp.resolve())

    def list_new(self, kanda: Container[str]) -> Iterator[Inkommet]:
        """The mails whose keys are not known and that came in since the day, oldest first."""
        filer = {self._key(f): f for del_ in ("new", "cur") for f in (self.mapp / del_).iterdir()}
        for nyckel, fil in sorted(filer.items()):
            if nyckel in kanda or fil.name.startswith(".") or not fil.is_file():
                continue
            try:
                om = fil.stat()
            except FileNotFoundError:  # a mail reader has just renamed it; the next run finds it
                continue
            dag = datetime.datetime.fromtimestamp(om.st_mtime, datetime.UTC).date()
            if self.sedan is None or dag >= self.sedan:
                yield Inkommet(nyckel, fil, om.st_size, "S" in fil.name.partition(":2,")[2])

    def _key(self, fil: Path) -> str:
        unikt = fil.name.partition(":")[0]
        sekund = re.match(r"\d{1,12}", unikt)
        return f"mejl-{self._lada}-{int(sekund[0]) if sekund else 0:012d}-{mailbox_key(unikt)}"

    def _find(self, brev: Inkommet) -> Path | None:
        """The file of a mail, also where a mail reader has just renamed it."""
        fil = Path(brev.plats if isinstance(brev.plats, Path) else "")
        unikt = fil.name.partition(":")[0]
        andra = (f for d in ("new", "cur") for f in (self.mapp / d).iterdir() if f.name.partition(":")[0] == unikt)
        return fil if fil.exists() else next(andra, None)

    def read(self, brev: Inkommet, bara_huvud: bool = False) -> bytes | None:
        """A mail, or as much of its beginning as holds its headers."""
        fil = self._find(brev)
        if fil is None:
            return None
        with fil.open("rb") as f:
            return f.read(1 << 16) if bara_huvud else f.read()

    def mark_seen(self, brev: Inkommet) -> None:
        """Move a mail to `cur` with the flag S, as a mail reader does."""
        fil = self._find(brev)
        if fil is None:
            return
        unikt, _, marken = fil.name.partition(":2,")
        try:
            fil.rename(self.mapp / "cur" / f"{unikt.partition(':')[0]}:2,{''.join(sorted({*marken, 'S'}))}")
        except FileNotFoundError:  # a mail reader was quicker
            return
        except OSError as fel:
            raise OmarktFel(os.strerror(fel.errno or 0)) from None


@contextmanager
def open_maildir(mapp: Path, sedan: datetime.date | None = None) -> Iterator[Brevlada]:
    """A Maildir to copy from.

    Args:
        sedan: only what has come in since that day.

    Raises:
        ArshjulFel: it is none, or may not be read.
    """
    try:
        if not is_maildir(mapp):
            raise ArshjulFel(
                f"{mapp} är ingen Maildir: en sådan mapp har undermapparna cur, new och tmp. "
                "Rätta sökvägen i ARSHJUL_INKORG (maildir:///sökväg)."
            )
        yield Maildirlada(mapp, sedan)
    except OSError as fel:
        raise ArshjulFel(
            f"Brevlådan {mapp} går inte att läsa ({os.strerror(fel.errno or 0)}). "
            "Ge programmets användare rätt att läsa och skriva i den."
        ) from None
