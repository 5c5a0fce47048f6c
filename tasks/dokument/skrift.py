"""What a document consists of: declared once, written as a web page and as a Word file by the templates in mallar/."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

#: what a cell holds that has nothing to say
TOMT = ("", "–")


@dataclass(frozen=True)
class Bit:
    """A run of text.

    Attributes:
        kalla: where it comes from, where that is not a document: it is marked in print.
        fet: bold; svag: a code beside its name.
        bedomning: the code of the bedömning that it is the word of.
        lank: where it leads, `#anchor` or a file beside the document.
        nyckel: what the figures in it are traced by.
    """

    text: str
    kalla: str | None = None
    fet: bool = False
    svag: bool = False
    bedomning: str | None = None
    lank: str | None = None
    nyckel: str | None = None


Text = tuple[Bit, ...]


def _kallor(text: Iterable[Bit]) -> tuple[str, ...]:
    return tuple(sorted({b.kalla for b in text if b.kalla}, reverse=True))


def bitar(*delar: str | Bit) -> Text:
    """Runs of text, of which plain strings are plain."""
    return tuple(Bit(d) if isinstance(d, str) else d for d in delar)


def med_nyckel(text: str | Bit | Text, nyckel: str | None) -> Text:
    """A text whose figures are traced by a key, where they have none of their own."""
    egna = text if isinstance(text, tuple) else bitar(text)
    return tuple(replace(b, nyckel=nyckel) if b.nyckel is None else b for b in egna) if nyckel else egna


@dataclass(frozen=True)
class Rubrik:
    """A heading of level 1 (a section) to 4."""

    niva: int
    text: Text
    ankare: str | None = None
    typ: Literal["rubrik"] = "rubrik"


@dataclass(frozen=True)
class Stycke:
    """A paragraph; `not` is a note, in small print, `exempel` what no city has said, in a colour of its own."""

    text: Text
    stil: Literal["", "not", "exempel"] = ""
    typ: Literal["stycke"] = "stycke"


@dataclass(frozen=True)
class Lista:
    """Numbered rows: the points of a decision, or uppmaningar."""

    rader: tuple[tuple[str, Text], ...]
    stil: Literal["punkt", "uppmaning"] = "punkt"
    typ: Literal["lista"] = "lista"


@dataclass(frozen=True)
class Spalt:
    """A column of a table: its width in cm, whether it holds numbers, and whether it names the row."""

    rubrik: str
    bredd: float
    tal: bool = False
    namn: bool = False


@dataclass(frozen=True)
class Tabellrad:
    """A row of a table; a bold one is a sum, or stands above the others."""

    celler: tuple[Text, ...]
    fet: bool = False


@dataclass(frozen=True)
class Tabell:
    """A table with its caption."""

    rubrik: str
    spalter: tuple[Spalt, ...]
    rader: tuple[Tabellrad, ...]
    typ: Literal["tabell"] = "tabell"

    @property
    def kallor(self) -> tuple[str, ...]:
        """The sources that are marked on its rows."""
        return _kallor(b for r in self.rader for cell in r.celler for b in cell)


@dataclass(frozen=True)
class Bild:
    """A chart.

    Attributes:
        svg: the picture.
        alt: what it shows, for whoever does not see it: the point and the figures.
        rubrik: its caption.
        bredd: cm in print; on a screen never wider than its column.
        nycklar: what its figures are traced by.
    """

    svg: str
    alt: str
    rubrik: str
    bredd: float = 17.0
    nycklar: tuple[str, ...] = ()
    typ: Literal["bild"] = "bild"


@dataclass(frozen=True)
class Innehall:
    """The list of sections: (heading, anchor)."""

    rader: tuple[tuple[str, str], ...]
    typ: Literal["innehall"] = "innehall"


Block = Rubrik | Stycke | Lista | Tabell | Bild | Innehall


@dataclass(frozen=True)
class Skrift:
    """A document.

    Attributes:
        uppgifter: what stands in the title block, (what, value).
        ruta: reservations that stand before everything else.
        harledning: the page on which its figures are traced, as its web page finds it.
    """

    titel: str
    kommun: str
    diarienummer: str | None
    uppgifter: tuple[tuple[str, str], ...]
    ruta: tuple[str, ...]
    block: tuple[Block, ...]
    harledning: str = ""

    @property
    def kallor(self) -> tuple[str, ...]:
        """The sources that are marked anywhere in it."""
        return _kallor(self._bitar())

    @property
    def nycklar(self) -> tuple[str, ...]:
        """What its figures are traced by, each once, in their order."""
        listor = (b for b in self.block if isinstance(b, Lista) and b.stil == "uppmaning")
        bilder = (n for b in self.block if isinstance(b, Bild) for n in b.nycklar)
        alla = (*(b.nyckel for b in self._bitar() if b.nyckel), *(nr for b in listor for nr, _ in b.rader), *bilder)
        return tuple(dict.fromkeys(alla))

    def _bitar(self) -> Iterator[Bit]:
        for block in self.block:
            if isinstance(block, Rubrik | Stycke):
                yield from block.text
            elif isinstance(block, Lista):
                yield from (b for _, text in block.rader for b in text)
            elif isinstance(block, Tabell):
                yield from (b for r in block.rader for cell in r.celler for b in cell)


def tabell(rubrik: str, spalter: Sequence[Spalt], rader: Iterable[Tabellrad]) -> list[Block]:
    """A table, where it has rows, without the columns in which no row says anything.

    The first column names the row unless another does; what is left out gives its room to the others.
    """
    alla = tuple(rader)
    if not alla:
        return []
    if not any(s.namn for s in spalter):
        spalter = [replace(spalter[0], namn=True), *spalter[1:]]
    kvar = [n for n, s in enumerate(spalter) if s.namn or any(_says(r.celler[n]) for r in alla)]
    vaxt = sum(s.bredd for s in spalter) / sum(spalter[n].bredd for n in kvar)
    return [
        Tabell(
            rubrik,
            tuple(replace(spalter[n], bredd=round(spalter[n].bredd * vaxt, 2)) for n in kvar),
            tuple(replace(r, celler=tuple(r.celler[n] for n in kvar)) for r in alla),
        )
    ]


def _says(cell: Text) -> bool:
    return "".join(b.text for b in cell).strip() not in TOMT


def rad(*celler: str | Bit | Text, fet: bool = False, nyckel: str | None = None) -> Tabellrad:
    """A row of a table.

    Args:
        nyckel: what its figures are traced by, where a cell does not say otherwise.
    """
    return Tabellrad(tuple(med_nyckel(c, nyckel) for c in celler), fet)
