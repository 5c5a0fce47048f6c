"""What the web page, the Word file and the PDF have in common: clean text, marks, shapes and addresses."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from schemas.begrepp import Bedomning, Kalla
from tasks.dokument.skrift import Skrift

MALLAR = Path(__file__).parent / "mallar"
#: when every document says that it was made; a real time would make two equal documents differ
SKAPAD = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
#: how a source is marked in print
MARKEN: dict[str, str] = {Kalla.REKONSTRUERAD: "°", Kalla.ANTAGANDE: "†"}
#: what a mark stands for, and what a document that holds it holds
OM_MARKEN: dict[str, tuple[str, str]] = {
    Kalla.REKONSTRUERAD: ("rekonstruerad uppgift", "rekonstruerade uppgifter"),
    Kalla.ANTAGANDE: ("antagande", "antaganden"),
}
#: the shape of a bedömning, beside its word and its colour; the charts draw the same
FORMER: dict[str, str] = {
    Bedomning.HELT: "●", Bedomning.DELVIS: "◆", Bedomning.INTE: "□", Bedomning.EJ_BEDOMBAR: "×",
}  # fmt: skip
#: longer than any Swedish word: may be broken anywhere
LANGT_ORD = 40

#: what neither XML nor HTML can hold, and what turns the text after it around
_OSKRIVBART = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_RADSLUT = re.compile("\r\n?")
_LANGT = re.compile(rf"\S{{{LANGT_ORD}}}(?=\S)")


def ren(v: Any) -> Any:
    """A text without the characters that cannot be printed, or that change how others are."""
    if not isinstance(v, str) or not _OSKRIVBART.search(v):
        return v
    return type(v)(_OSKRIVBART.sub("", _RADSLUT.sub("\n", v)))


def langa_ord(text: str) -> list[str]:
    """A text in parts between which it may be broken, where a word is longer than a line."""
    return _LANGT.sub("\\g<0>\0", text).split("\0")


def form(bedomning: str | None) -> str:
    """The shape of a bedömning."""
    return FORMER.get(bedomning or "", "")


def marke(kalla: str | None) -> str:
    """The mark of a source; none for what comes from a document."""
    return MARKEN.get(kalla or "", "")


def forklaring(kallor: Iterable[str]) -> str:
    """What the marks of a table mean: `(° = rekonstruerad uppgift)`."""
    om = ", ".join(f"{MARKEN[k]} = {OM_MARKEN[k][0]}" for k in kallor if k in MARKEN)
    return f"({om})" if om else ""


def fottext(skrift: Skrift) -> str:
    """What the foot of every page says of where the figures come from; nothing where all come from documents."""
    om = [OM_MARKEN[k][1] for k in skrift.kallor if k in OM_MARKEN]
    return f"Innehåller {' och '.join(om)}" if om else ""


def adress(lank: str) -> str:
    """Where a link leads, as an address: a place in the document, a file beside it, or a page."""
    return lank if lank.startswith(("https://", "http://", "mailto:")) else quote(lank, safe="#/.")


def plats(nyckel: str) -> str:
    """Where a key stands on the page that traces it: an anchor, which no space may be in, as an address."""
    return quote(ankare(nyckel), safe="/:=")


def ankare(nyckel: str) -> str:
    """A key as the name of a place."""
    return nyckel.replace(" ", "_")


def px(cm: float) -> int:
    """A width on a screen."""
    return round(cm / 2.54 * 96)
