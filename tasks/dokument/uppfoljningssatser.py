"""The sentences of the follow-up, of mallar/satser_uppfoljning.j2."""

import re
from functools import lru_cache
from typing import Any

from notifications.texter import environment
from schemas.ord import Ordbok
from tasks.dokument.satser import MALLAR

#: what must not stand at the end of a line: a number before its unit or month, a word before its number
_BINDS = re.compile(
    r"(?<=\d) (?=(?:procent|mnkr|kronor|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november"
    r"|december)\b)|(?<=\bmål) (?=\d)|(?<=\bDnr) (?=\S)"
)


def bind(text: str) -> str:
    """No-break spaces where a line must not end."""
    return _BINDS.sub("\u00a0", text)


@lru_cache(maxsize=8)
def _satserna(o: Ordbok) -> Any:
    return environment([MALLAR], o, html=False).get_template("satser_uppfoljning.j2").module


class Uppfoljningssatser:
    """The sentences in a city's words: `u.svarslage(svar, h)`."""

    def __init__(self, o: Ordbok) -> None:
        self.o = o

    def __getattr__(self, namn: str) -> Any:
        makro = getattr(_satserna(self.o), namn)
        return lambda *av: bind(re.sub(r"[ \n]+", " ", str(makro(*av))).strip(" \n"))
