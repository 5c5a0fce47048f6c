"""The archive of a backup: a zip file with a manifest of what lies in it, there whole or not at all."""

import datetime
import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pydantic import BaseModel, Field, ValidationError

from schemas.problem import ArshjulFel
from tasks.grund.filer import CHUNK

MANIFEST = "manifest.json"
MOST_MANIFEST_BYTES = 200_000_000
#: what is compressed already
PACKADE = (".xlsx", ".docx", ".pdf", ".zip", ".bin")
#: tells how far it has come: of what, so much, of so much
Framsteg = Callable[[str, int, int], None]


class Arkivfil(BaseModel):
    """A file of the archive."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    byte: int = Field(ge=0)


class Databaskopia(BaseModel):
    """A database in the archive: how many rows each table has; in a PostgreSQL its schema and its sequences."""

    namn: Literal["arshjul", "prefect"]
    rader: dict[str, int]
    schemanamn: str | None = Field(None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    sekvenser: dict[str, int] = {}


class Manifest(BaseModel):
    """What an archive holds, and what made it."""

    format: Literal[1] = 1
    program: str
    revision: str
    skapad: datetime.datetime
    slag: Literal["sqlite", "postgresql"]
    databaser: list[Databaskopia]
    mappar: list[str] = []
    filer: dict[str, Arkivfil] = {}

    @property
    def antal_rader(self) -> int:
        """How many rows of its databases it holds."""
        return sum(sum(d.rader.values()) for d in self.databaser)

    @property
    def antal_filer(self) -> int:
        """How many files of the work folder it holds; the databases are not of them."""
        return sum(namn.startswith("hem/") for namn in self.filer)


class Arkivskrivare:
    """An archive that is being written."""

    def __init__(self, arkiv: zipfile.ZipFile) -> None:
        self._arkiv = arkiv
        self.filer: dict[str, Arkivfil] = {}

    def add(self, namn: str, fil: Path) -> bool:
        """Add a file as it is now; False where it is gone."""
        try:
            kalla = fil.open("rb")
        except FileNotFoundError:
            return False
        post = zipfile.ZipInfo(namn)
        post.external_attr = 0o600 << 16
        post.compress_type = zipfile.ZIP_STORED if namn.endswith(PACKADE) else zipfile.ZIP_DEFLATED
        with kalla, self._arkiv.open(post, "w", force_zip64=True) as ut:
            self.filer[namn] = _copy(kalla, ut)
        return True

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest, last."""
        manifest.filer = self.filer
        self._arkiv.writestr(MANIFEST, manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)


def _copy(fran: IO[bytes], till: IO[bytes] | None) -> Arkivfil:
    summa, antal = hashlib.sha256(), 0
    while bit := fran.read(CHUNK):
        summa.update(bit)
        antal += len(bit)
        if till:
            till.write(bit)
    return Arkivfil(sha256=summa.hexdigest(), byte=antal)


@contextmanager
def new_archive(till: Path) -> Iterator[Arkivskrivare]:
    """Write an archive that only its owner may read; it gets its name when it is whole and has been read again."""
    halv = till.with_name(f".{till.name}.del")
    halv.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(halv, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as fil:
            with zipfile.ZipFile(fil, "w", compresslevel=6) as arkiv:
                yield Arkivskrivare(arkiv)
            fil.flush()
            os.fsync(fil.fileno())
        with open_archive(halv) as (arkiv, manifest):
            for namn in manifest.filer:
                read_out(arkiv, manifest, namn, None)
        os.link(halv, till)  # and not over one that has come meanwhile
    finally:
        halv.unlink(missing_ok=True)


@contextmanager
def open_archive(fil: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive and its manifest, which names exactly what lies in it.

    Raises:
        ArshjulFel: it is no archive of ours, or it is not whole, or a name in it leads out of its folder.
    """
    try:
        with zipfile.ZipFile(fil) as arkiv:
            yield arkiv, _manifest(arkiv, fil)
    except FileNotFoundError:
        raise ArshjulFel(f"Filen {fil} finns inte.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValidationError) as fel:
        raise ArshjulFel(
            f"{fil} är ingen hel säkerhetskopia av Årshjulet: den är avkortad, ändrad eller något annat. Inget är "
            "ändrat. Ta en annan kopia."
        ) from fel


def _manifest(arkiv: zipfile.ZipFile, fil: Path) -> Manifest:
    poster = arkiv.infolist()
    namn = [p.filename for p in poster]
    if MANIFEST not in namn or arkiv.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        raise zipfile.BadZipFile("no manifest")
    manifest = Manifest.model_validate_json(arkiv.read(MANIFEST))
    if sorted(namn) != sorted([*manifest.filer, MANIFEST]):
        raise ArshjulFel(f"{fil} innehåller inte det som dess manifest säger. Inget är ändrat. Ta en annan kopia.")
    farliga = [n for n in (*namn, *manifest.mappar) if not is_safe(n)]
    if farliga or any((p.external_attr >> 16) & 0o170000 == 0o120000 for p in poster):
        raise ArshjulFel(f"{fil} innehåller en sökväg som leder ut ur arbetsmappen. Inget är ändrat. Använd den inte.")
    return manifest


def is_safe(namn: str) -> bool:
    """Whether a name in an archive stays in the folder that it is unpacked in."""
    delar = PurePosixPath(namn).parts
    return bool(delar) and not (
        namn.startswith("/") or ".." in delar or re.search(r"[\\\x00-\x1f]", namn) or re.match(r"[A-Za-z]:", namn)
    )


def read_out(arkiv: zipfile.ZipFile, manifest: Manifest, namn: str, till: Path | None) -> None:
    """Read a file of the archive, and hold it to the manifest.

    Args:
        till: where it is written; None to read only.

    Raises:
        ArshjulFel: it is not what the manifest says.
    """
    vantad = manifest.filer[namn]
    if arkiv.getinfo(namn).file_size == vantad.byte:  # a bomb is never unpacked
        with arkiv.open(namn) as kalla:
            if till is None:
                fick = _copy(kalla, None)
            else:
                till.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with os.fdopen(os.open(till, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as ut:
                    fick = _copy(kalla, ut)
        if fick == vantad:
            return
    raise ArshjulFel(
        f"Säkerhetskopian är skadad eller ändrad: {namn} har inte den kontrollsumma som manifestet säger. Inget är "
        "ändrat. Ta en annan kopia."
    )
