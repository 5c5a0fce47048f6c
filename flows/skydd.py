"""What keeps an installation to its owner: the password, the rights of its files, and one `arshjul start` at a time."""

import contextlib
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from flows.motor import lasfil, startfil
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

#: nobody but the owner reads what is written
UMASK = 0o077
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _losenordsfil() -> Path:
    return installningar().hem / "prefect-losenord"


def auth(*, nytt: bool = False) -> str:
    """User and password of this installation's server, `arshjul:…`; made once, and kept for its owner only.

    Args:
        nytt: make another; it holds from the next start.
    """
    fil = _losenordsfil()
    if nytt or not fil.exists():
        fil.parent.mkdir(parents=True, exist_ok=True)
        ny = fil.with_name(f".{fil.name}.ny")
        ny.unlink(missing_ok=True)
        ny.touch(mode=0o600)
        ny.write_text(secrets.token_urlsafe(18), "utf-8")
        ny.replace(fil)
    return f"arshjul:{fil.read_text('utf-8').strip()}"


def repair_rights() -> int:
    """Take the rights of others off everything in the work folder; how many things had them."""
    hem, antal = installningar().hem, 0
    for mapp, _, filer in os.walk(hem):
        for plats in [Path(mapp), *(Path(mapp) / f for f in filer)]:
            with contextlib.suppress(OSError):  # gone meanwhile, or another's
                lage = plats.lstat().st_mode
                if not stat.S_ISLNK(lage) and lage & UMASK:
                    plats.chmod(stat.S_IMODE(lage) & ~UMASK)
                    antal += 1
    return antal


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Be the only `arshjul start` of the work folder; the kernel lets go of it, however this process ends.

    Raises:
        ArshjulFel: another runs, and where.
    """
    fil = lasfil()
    fil.parent.mkdir(parents=True, exist_ok=True)
    with fil.open("a+") as las:
        try:
            fcntl.flock(las, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ArshjulFel(_who_runs()) from None
        startfil().unlink(missing_ok=True)
        yield


def _who_runs() -> str:
    try:
        om = json.loads(startfil().read_text("utf-8"))
        return f"Årshjulet kör redan för den här arbetsmappen, på {om['adress']} (process {om['pid']})."
    except (OSError, ValueError, KeyError):
        return "Årshjulet håller redan på att starta för den här arbetsmappen."


def check_open(vard: str, proxyn: list[str]) -> None:
    """Refuse to listen to the world where no proxy stands in front.

    Raises:
        ArshjulFel: it would.
    """
    if vard not in LOOPBACK and not proxyn:
        raise ArshjulFel(
            f"Årshjulet lyssnar bara på den egna datorn. För att lyssna på {vard} måste en proxy med TLS stå framför: "
            "ange dess namn med --bakom-proxy, till exempel --bakom-proxy arshjul.staden.se. Se docs/drift.md."
        )
