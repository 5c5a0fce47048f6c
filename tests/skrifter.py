"""A document that holds every kind of block, with a text of one's choice in every place that takes a text."""

import re
from pathlib import Path

from tasks.dokument.skrift import Bild, Bit, Innehall, Lista, Rubrik, Skrift, Spalt, Stycke, bitar, rad, tabell

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60" viewBox="0 0 200 60">'
    '<rect width="120" height="20" fill="#1f3a5f"/><text x="4" y="50" font-size="12">57,9 mnkr</text></svg>'
)
#: what is not to be seen, or changes how the rest is seen
_OSYNLIGT = re.compile("[\\s\x00-\x1f\x7f-\x9f\ufffe\u202a-\u202e\u2066-\u2069\u200b\u00ad]")


def synligt(text: str) -> str:
    """A text as it is compared: only what can be seen."""
    return _OSYNLIGT.sub("", text)


def med(text: str, kort: str | None = None) -> Skrift:
    """A document with the text everywhere.

    Args:
        kort: where a place is not for organs' texts: title, headings, captions; the text where it is not given.
    """
    namn = text if kort is None else kort
    spalter = [Spalt(f"Organ {namn}", 5.0), Spalt("Värde", 3.0, tal=True), Spalt("Svar", 6.0), Spalt("Tom", 3.0)]
    rader = [
        rad(Bit(text, "rekonstruerad", lank="#ett"), "1 327", text, "–"),
        rad(bitar(Bit("Delvis", bedomning="delvis")), "−5", Bit(text, fet=True), ""),
        rad("Summa", "1 322", Bit(text, svag=True), "", fet=True),
    ]
    block = (
        Innehall(((namn, "ett"), ("Två", "tva"))),
        Rubrik(1, bitar(namn), "ett"),
        Stycke(bitar(text, Bit("bilaga", lank="bilaga 1 – åtgärder.xlsx"), Bit(" två", lank="#tva"))),
        Stycke(bitar(Bit(text, "antagande")), "not"),
        Rubrik(2, bitar("Två"), "tva"),
        Lista((("1", bitar(text)), ("2", bitar("kort")))),
        Lista((("2024-01", bitar(text)), ("2024-02", bitar(Bit(text, "rekonstruerad")))), "uppmaning"),
        *tabell(f"Tabell {namn}", spalter, rader),
        Bild(SVG, f"Staplar: {text}", f"Diagram {namn}", 8.0),
    )
    return Skrift(f"Prov {namn}", f"Staden {namn}", f"KS {namn}", (("Läge", text),), (text,), block)


def dokumenten(hem: Path, slag: str) -> list[Path]:
    """The documents of a year of one kind (`html`, `pdf`), and the pages of a few of its organs."""
    organens = sorted(hem.glob(f"*/dokument/organ/*.{slag}"))
    return sorted(hem.glob(f"*/dokument/*.{slag}")) + organens[:2] + organens[-1:]
