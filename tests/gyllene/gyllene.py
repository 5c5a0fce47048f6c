"""Golden texts: files beside the tests. `make gyllene` writes them anew; the diff then shows what has changed."""

import difflib
import os
import re
from collections.abc import Iterable
from pathlib import Path

MAPP = Path(__file__).parent
SKRIV = os.environ.get("GYLLENE") == "skriv"


def jamfor(namn: str, rader: Iterable[str]) -> None:
    """Hold lines against a golden file, or write it."""
    fil, text = MAPP / f"{namn}.txt", without_kedja("\n".join(rader).rstrip()) + "\n"
    if SKRIV:
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.write_text(text, "utf-8")
    vantat = fil.read_text("utf-8") if fil.exists() else ""
    skillnad = difflib.unified_diff(vantat.splitlines(), text.splitlines(), str(fil), "nu", lineterm="", n=1)
    assert vantat == text, "\n".join(skillnad)


def without_kedja(text: str) -> str:
    """A text without the numbers and hashes of the trail, which differ from run to run."""
    text = re.sub(r"(Händelsekedjan:\snr)\s\d+,\s[0-9a-f]{64}", r"\1 NR, HASH", text)
    return re.sub(r"(--huvud)\s\d+\s[0-9a-f]{16,64}", r"\1 NR HASH", text)


def kvar(mapp: str, namn: Iterable[str]) -> list[str]:
    """The golden files of a folder that no test holds anything against any more."""
    return sorted({f.stem for f in (MAPP / mapp).glob("*.txt")} - set(namn))
