"""The package of a year: a zip of one folder, equal where its contents are, there whole or not at all."""

import hashlib
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tasks.grund.filer import CHUNK, FIXED, avtryck

#: what is compressed already
PACKADE = (".xlsx", ".xlsm", ".docx", ".pdf", ".zip")
#: of a file's name; with the folders a whole path stays below the 260 characters of Windows
MOST_CHARACTERS = 80
_OTILLATET = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_UPPTAGET = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Packad:
    """A file of the package: its hash and its size in bytes."""

    sha256: str
    byte: int


def safe_name(namn: str) -> str:
    """A name that every file system takes, Windows too; readable as it was."""
    ren = _OTILLATET.sub("-", unicodedata.normalize("NFC", namn)).strip()
    stam, punkt, slut = ren.rpartition(".")
    if punkt and stam and len(slut) <= 8:
        ren = f"{stam[: MOST_CHARACTERS - len(slut) - 1].strip()}.{slut}"
    ren = ren[:MOST_CHARACTERS].rstrip(". ") or "namnlös"
    return f"_{ren}" if _UPPTAGET.match(ren) else ren


def slug(text: str) -> str:
    """A name in small letters a–z, digits and hyphens."""
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-") or "kommun"


class Arspaket:
    """A package that is being written. Names are relative to its one folder, with `/`.

    Attributes:
        rot: the name of the folder.
        filer: what has been added.
    """

    def __init__(self, arkiv: zipfile.ZipFile, rot: str) -> None:
        self._arkiv = arkiv
        self.rot = rot
        self.filer: dict[str, Packad] = {}
        self._upptagna: set[str] = set()

    def add(self, namn: str, fil: Path) -> str:
        """Add a file; the name that it got, which is another where one that differs only in case is there."""
        with fil.open("rb") as kalla:
            return self._write(namn, iter(lambda: kalla.read(CHUNK), b""))

    def add_text(self, namn: str, rader: Iterable[str]) -> str:
        """Add a text, piece by piece; the name that it got."""
        return self._write(namn, (r.encode() for r in rader))

    def under(self, mapp: str) -> dict[str, Packad]:
        """What has been added under a folder."""
        return {namn: p for namn, p in self.filer.items() if namn.startswith(f"{mapp}/")}

    def _write(self, namn: str, bitar: Iterable[bytes]) -> str:
        namn = self._free("/".join(safe_name(d) for d in namn.split("/")))
        post = zipfile.ZipInfo(f"{self.rot}/{namn}", FIXED)
        post.external_attr, post.create_system = 0o100644 << 16, 3
        post.compress_type = zipfile.ZIP_STORED if namn.lower().endswith(PACKADE) else zipfile.ZIP_DEFLATED
        summa, antal = hashlib.sha256(), 0
        with self._arkiv.open(post, "w", force_zip64=True) as ut:
            for bit in bitar:
                summa.update(bit)
                antal += len(bit)
                ut.write(bit)
        self.filer[namn] = Packad(summa.hexdigest(), antal)
        return namn

    def _free(self, namn: str) -> str:
        """A name that is not taken; file systems that see no difference of case would write one over another."""
        stam, punkt, slut = namn.rpartition(".")
        fritt, n = namn, 1
        while fritt.casefold() in self._upptagna:
            n += 1
            fritt = f"{stam} ({n}).{slut}" if punkt and "/" not in slut else f"{namn} ({n})"
        self._upptagna.add(fritt.casefold())
        return fritt


@contextmanager
def half_written(till: Path) -> Iterator[Path]:
    """Where a package is written before it gets its name; gone when the block ends."""
    halv = till.with_name(f".{till.name}.del")
    till.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield halv
    finally:
        halv.unlink(missing_ok=True)


@contextmanager
def new_paket(halv: Path, rot: str) -> Iterator[Arspaket]:
    """Write a package to a file that only its owner may read."""
    halv.unlink(missing_ok=True)
    with _only_owner(halv) as fil:
        with zipfile.ZipFile(fil, "w", compresslevel=6) as arkiv:
            yield Arspaket(arkiv, rot)
        fil.flush()
        os.fsync(fil.fileno())


def _only_owner(fil: Path) -> IO[bytes]:
    return os.fdopen(os.open(fil, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def same_file(fil: Path, sha256: str) -> bool:
    """Whether a file is there and is that one."""
    return fil.is_file() and avtryck(fil) == sha256
