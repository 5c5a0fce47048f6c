"""Reading received workbooks in child processes that can be stopped (kontrakt section 4)."""

import logging
import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem
from tasks.bocker.lasbok import Lastblad, read_fil
from tasks.bocker.tolkning import parse_fil
from tasks.grund.barn import ForTung, in_child


def pack(s: Sammanhang) -> bytes:
    """The context as the children take it: packed once, unpacked once per child."""
    return pickle.dumps(s)


@lru_cache(maxsize=2)
def _unpack(paket: bytes) -> Sammanhang:
    sammanhang: Sammanhang = pickle.loads(paket)
    return sammanhang


def read_in_child(sokvag: Path, namn: str, paket: bytes) -> Tolkning:
    """Read one organ's workbook in a child process.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with.
        paket: what `packa` made of the context.
    """
    try:
        return in_child(_parse, sokvag, namn, paket)
    except ForTung:
        return Tolkning(problem=[problem("for-tung", namn)])
    except Exception:
        logging.getLogger(__name__).exception("Filen %s (%s) gick inte att läsa", namn, sokvag.name)
        return Tolkning(problem=[problem("ej-arbetsbok", namn, skal="programmet kan inte läsa den")])


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
