"""Reading received workbooks in child processes that can be stopped (kontrakt section 4)."""

import logging
import pickle
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem
from tasks.bocker.lasbok import Lastblad, read_fil
from tasks.bocker.tolkning import parse_fil
from tasks.grund.barn import ForTung, in_child


def pack(aren: Sequence[Sammanhang]) -> bytes:
    """The years' contexts as the children take them: packed once, unpacked once per child."""
    return pickle.dumps(list(aren))


@lru_cache(maxsize=2)
def _unpack(paket: bytes) -> list[Sammanhang]:
    aren: list[Sammanhang] = pickle.loads(paket)
    return aren


def read_in_child(sokvag: Path, namn: str, paket: bytes, ar: int) -> Tolkning:
    """Read one organ's workbook in a child process.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with.
        paket: what `pack` made of the contexts.
        ar: the year that it counts to where nothing can be read.
    """
    try:
        return in_child(_parse, sokvag, namn, paket)
    except ForTung:
        return Tolkning(ar, problem=[problem("for-tung", namn)])
    except Exception:
        logging.getLogger(__name__).exception("Filen %s (%s) gick inte att läsa", namn, sokvag.name)
        return Tolkning(ar, problem=[problem("ej-arbetsbok", namn, skal="programmet kan inte läsa den")])


def _parse(sokvag: Path, namn: str, paket: bytes) -> Tolkning:
    return parse_fil(sokvag, namn, _unpack(paket))


def read_bok_in_child(sokvag: Path, namn: str) -> dict[str, Lastblad] | Problem:
    """Every sheet of the planning office's own workbook, or why it is refused; read in a child process."""
    try:
        return in_child(read_fil, sokvag, namn)
    except ForTung:
        return problem("for-tung", namn)


def mark_in_child(gor: Callable[..., None], *args: Any) -> bool:
    """Run something that may hang on an odd file; whether it ended well."""
    try:
        in_child(gor, *args)
    except Exception:
        logging.getLogger(__name__).exception("Ett steg i ett barn misslyckades: %s %s", gor.__name__, args[:1])
        return False
    return True
