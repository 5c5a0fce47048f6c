"""A document as tagged PDF that can be kept (PDF/UA-1 and PDF/A-2a).

Its content goes as data to a fixed Typst template, which shows it as text.
"""

import datetime
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from tasks.dokument.skrift import Bild, Bit, Block, Innehall, Lista, Rubrik, Skrift, Stycke, Tabell, Tabellrad, Text
from tasks.dokument.typografi import (
    MALLAR,
    SKAPAD,
    adress,
    forklaring,
    form,
    fottext,
    langa_ord,
    marke,
    ren,
)

PDFMALL, BILDMALL = MALLAR / "skrift.typ", MALLAR / "bild.typ"
#: a row with more lines than this may be divided between two pages
MOST_LINES = 30
#: of a table's type
CHARACTERS_PER_CM = 6
#: sharp on paper too
PIXELS_PER_INCH = 200
#: for who listens, and for the archive
PDF_STANDARDS = ["ua-1", "a-2a"]
#: how a text is shown that the typefaces have no sign for
SAKNAD = "\ufffd"

_VANLIGT = re.compile(r"[\n\t -~\u00a0-\u017f–—−’”…•°†●◆□×]*")

Data = dict[str, Any]


def render_pdf(skrift: Skrift) -> bytes:
    """A document as PDF/UA-1 and PDF/A-2a, the same bytes each time."""
    data = json.dumps(_Data(skrift).all(), ensure_ascii=False)
    skapad = SKAPAD.replace(tzinfo=datetime.UTC)
    return _compile(PDFMALL, {"skrift": data}, pdf_standards=PDF_STANDARDS, timestamp=skapad)


def render_png(svg: str, bredd: float) -> bytes:
    """A chart as pixels, for a reader that shows no SVG; bredd in cm."""
    return _compile(BILDMALL, {"svg": ren(svg), "bredd": str(bredd)}, format="png", ppi=PIXELS_PER_INCH)


def _compile(mall: Path, varden: dict[str, str], **val: Any) -> bytes:
    svar: bytes = typst.compile(
        mall, root=MALLAR, font_paths=[_typsnitt()], ignore_system_fonts=True, sys_inputs=varden, **val
    )  # fmt: skip
    return svar


def _typsnitt() -> Path:
    """DejaVu, which comes with matplotlib; the text's own, Libertinus Serif, comes with typst."""
    hem = find_spec("matplotlib")
    assert hem is not None
    assert hem.origin is not None
    return Path(hem.origin).parent / "mpl-data" / "fonts" / "ttf"


@cache
def _tecken() -> frozenset[int]:
    """The characters that there is a sign for."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(_typsnitt() / "DejaVuSans.ttf", lazy=True).getBestCmap())


def _visbar(text: str) -> str:
    """A text as it can be set: PDF/UA allows no character without a sign."""
    text = "\u200b".join(langa_ord(ren(text)))
    if _VANLIGT.fullmatch(text):
        return text
    return "".join(c if c in "\n\t\u200b" or ord(c) in _tecken() else SAKNAD for c in text)


class _Data:
    """A document as plain values for the template."""

    def __init__(self, skrift: Skrift) -> None:
        self.skrift = skrift
        self.ankare = {b.ankare for b in skrift.block if isinstance(b, Rubrik) and b.ankare}
        self._kvar = set(self.ankare)

    def all(self) -> Data:
        """The whole document."""
        s = self.skrift
        return {
            "titel": _visbar(s.titel),
            "kommun": _visbar(s.kommun),
            "beskrivning": _visbar(f"{s.titel}, {s.kommun}"),
            "dnr": _visbar(f"Dnr\u00a0{s.diarienummer}") if s.diarienummer else "",
            "fot": fottext(s) or None,
            "uppgifter": [{"vad": _visbar(vad), "varde": _visbar(varde)} for vad, varde in s.uppgifter],
            "ruta": [_visbar(r) for r in s.ruta],
            "block": [{"typ": b.typ} | self._block(b) for b in s.block],
        }

    def _block(self, b: Block) -> Data:
        match b:
            case Rubrik():
                return {"niva": b.niva, "text": self._text(b.text), "ankare": self._forsta(b.ankare)}
            case Stycke():
                return {"stil": b.stil, "text": self._text(b.text)}
            case Lista():
                rader = [{"nummer": _visbar(n), "text": self._text(t)} for n, t in b.rader]
                return {"stil": b.stil, "rader": rader}
            case Tabell():
                return self._tabell(b)
            case Bild():
                return {"svg": ren(b.svg), "alt": _visbar(b.alt), "rubrik": _visbar(b.rubrik), "bredd": b.bredd}
            case Innehall():
                return {"rubrik": "Innehåll"}

    def _forsta(self, ankare: str | None) -> str | None:
        """An anchor where it is first used: a place has one name and a name one place."""
        if ankare not in self._kvar:
            return None
        self._kvar.remove(ankare)
        return ankare

    def _tabell(self, b: Tabell) -> Data:
        return {
            "rubrik": _visbar(b.rubrik),
            "om": forklaring(b.kallor) or None,
            "spalter": [{"rubrik": _visbar(s.rubrik), "andel": s.bredd, "tal": s.tal} for s in b.spalter],
            "rader": [
                {"fet": r.fet, "bryts": _is_long(b, r), "celler": [self._text(cell) for cell in r.celler]}
                for r in b.rader
            ],
        }

    def _text(self, text: Text) -> list[Data]:
        return [self._bit(b) for b in text]

    def _bit(self, b: Bit) -> Data:
        till = b.lank[1:] if b.lank and b.lank[1:] in self.ankare and b.lank[0] == "#" else None
        return {
            "text": _visbar(b.text),
            "marke": marke(b.kalla),
            "fet": b.fet,
            "svag": b.svag,
            "bedomning": b.bedomning,
            "form": form(b.bedomning),
            "till": till,
            "adress": adress(b.lank) if b.lank and not b.lank.startswith("#") else None,
        }


def _is_long(b: Tabell, r: Tabellrad) -> bool:
    """Whether a row may not find room on one page."""
    return any(
        sum(len(bit.text) for bit in cell) > MOST_LINES * CHARACTERS_PER_CM * s.bredd
        for s, cell in zip(b.spalter, r.celler, strict=True)
    )
