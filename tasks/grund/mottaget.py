"""What the state came from, kept in the folder of its year under its hash: never under the name it came with."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from schemas.problem import ArshjulFel
from tasks.grund.filer import FIXED, avtryck, copy_whole, write_whole

#: in the folder of a year
MOTTAGET = "mottaget"


def stored(arkiv: Path, sha256: str) -> Path:
    """Where a file with a hash lies.

    Args:
        arkiv: the folder `MOTTAGET` of a year.
    """
    return arkiv / f"{sha256}.bin"


def keep(arkiv: Path, innehall: bytes) -> str:
    """Keep what a file held; its hash."""
    sha = hashlib.sha256(innehall).hexdigest()
    if not stored(arkiv, sha).exists():
        write_whole(stored(arkiv, sha), innehall)
    return sha


def keep_file(arkiv: Path, fil: Path, sha256: str) -> None:
    """Keep a file that was read when it had a hash.

    Raises:
        ArshjulFel: it has been changed since it was read.
    """
    till = stored(arkiv, sha256)
    if till.exists() and avtryck(till) == sha256:
        return
    halv = copy_whole(fil, till.with_suffix(".ny"))
    if avtryck(halv) != sha256:
        halv.unlink()
        raise ArshjulFel(f"{fil.name} ändrades medan den lästes. Inget är ändrat. Spara den, och kör igen.")
    shutil.move(halv, till)


def as_one(filer: Mapping[str, bytes]) -> bytes:
    """The files of a folder as one zip file; equal files make equal bytes."""
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for namn, innehall in sorted(filer.items()):
            post = zipfile.ZipInfo(namn, FIXED)
            post.compress_type, post.external_attr, post.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            arkiv.writestr(post, innehall)
    return ut.getvalue()
