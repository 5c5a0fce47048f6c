"""The sentences of the follow-up, of mallar/satser_uppfoljning.j2."""

import re
from functools import lru_cache
from typing import Any

from notifications.texter import environment
from schemas.ord import Ordbok
from tasks.dokument.satser import MALLAR


@lru_cache(maxsize=8)
def _satserna(o: Ordbok) -> Any:
    return environment([MALLAR], o, html=False).get_template("satser_uppfoljning.j2").module


class Uppfoljningssatser:
    """The sentences in a city's words: `u.svarslage(svar, h)`."""

    def __init__(self, o: Ordbok) -> None:
        self.o = o

    def __getattr__(self, namn: str) -> Any:
        makro = getattr(_satserna(self.o), namn)
        return lambda *av: re.sub(r"[ \n]+", " ", str(makro(*av))).strip(" \n")
