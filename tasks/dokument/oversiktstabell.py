"""What the översikt consists of: tables to sort, search and filter, pictures to draw, and derivations to go back by."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from notifications.texter import tal
from rules.tal import round_tal
from tasks.dokument.skrift import Bild


@dataclass(frozen=True)
class Sidkolumn:
    """A column: whether it holds numbers, and whether its values can be chosen between."""

    rubrik: str
    tal: bool = False
    filtreras: bool = False


@dataclass(frozen=True)
class Ruta:
    """A cell.

    Attributes:
        varde: what it is sorted by and saved as, where that is another than what it says: a number as a number.
        kod: what its derivation is found by.
        bedomning: the code of the bedömning that it is the word of.
    """

    text: str
    varde: str | None = None
    kod: str | None = None
    bedomning: str | None = None


def siffra(v: Decimal | int | None, decimaler: int | None = None, kod: str | None = None) -> Ruta:
    """A number as a cell."""
    if v is None:
        return Ruta("–", "", kod)
    avrundat = round_tal(Decimal(v), decimaler) if decimaler is not None else Decimal(v)
    return Ruta(tal(avrundat, decimaler), format(avrundat, "f"), kod)


@dataclass(frozen=True)
class Datatabell:
    """A table with its caption; its first column names the row."""

    ankare: str
    rubrik: str
    kolumner: tuple[Sidkolumn, ...]
    rader: tuple[tuple[Ruta, ...], ...]


@dataclass(frozen=True)
class Ritning:
    """A chart to be drawn where the page is made: the function, and what it is given."""

    gor: Callable[..., Bild]
    av: tuple[Any, ...]

    def rita(self) -> Bild:
        """Draw it."""
        return self.gor(*self.av)


@dataclass(frozen=True)
class Sidavsnitt:
    """A section of the page."""

    ankare: str
    rubrik: str
    text: tuple[str, ...]
    bilder: tuple[Ritning, ...]
    tabeller: tuple[Datatabell, ...]


@dataclass(frozen=True)
class Sparsteg:
    """A line of a derivation: how far it is set in, what, its value, where it stands, and what leads on."""

    indrag: int
    vad: str
    varde: str
    kalla: str
    vidare: str | None = None


@dataclass(frozen=True)
class Harledning:
    """Where everything of one code comes from, with its chart where it has one."""

    kod: str
    rubrik: str
    steg: tuple[Sparsteg, ...]
    bild: Ritning | None = None
