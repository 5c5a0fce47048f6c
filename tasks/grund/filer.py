"""Files that are there whole or not at all, and archives that are equal when their contents are."""

import hashlib
import io
import os
import re
import shutil
import zipfile
from pathlib import Path

CHUNK = 1 << 20
FIXED = (1980, 1, 1, 0, 0, 0)


def write_whole(plats: Path, innehall: bytes) -> Path:
    """Write a file that is there whole, or as it was."""
    plats.parent.mkdir(parents=True, exist_ok=True)
    halv = plats.with_name(f".{plats.name}.del")
    with halv.open("wb") as fil:
        fil.write(innehall)
        fil.flush()
        os.fsync(fil.fileno())
    return halv.replace(plats)


def avtryck(fil: Path) -> str:
    """The SHA-256 of a file's bytes, without holding them all."""
    with fil.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def copy_whole(fran: Path, till: Path) -> Path:
    """Copy a file of any size; the copy is there whole or not at all."""
    till.parent.mkdir(parents=True, exist_ok=True)
    halv = till.with_name(f".{till.name}.del")
    shutil.copyfile(fran, halv)
    return halv.replace(till)


def without_time(arkiv: bytes) -> bytes:
    """The same zip archive with a fixed time on every entry and in its properties: equal contents, equal files."""
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(arkiv)) as fran, zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as till:
        for post in fran.infolist():
            fast = zipfile.ZipInfo(post.filename, FIXED)
            fast.compress_type, fast.external_attr, fast.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            innehall = fran.read(post.filename)
            if post.filename == "docProps/core.xml":
                innehall = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", innehall)
            till.writestr(fast, innehall)
    return ut.getvalue()
