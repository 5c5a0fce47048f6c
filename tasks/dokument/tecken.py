"""The signs of Swedish print: what may not be broken over two lines, minus, ranges, and dates in words.

One pass over a document that is ready, so that what the office has written gets the same care as the sentences.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from notifications.texter import MINUS, datum
from tasks.dokument.siffror import MANADER, around_keys
from tasks.dokument.skrift import Block, Lista, Rubrik, Skrift, Stycke, Tabell, Tabellrad, Text

#: a space at which no line is broken
FAST = "\u00a0"
ENHETER = "mnkr|mdkr|tkr|kr|kronor|öre|procent|procentenheter|%|GWh|MWh|kWh|ton|kvm"

_ISO = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_ARTAL = re.compile(r"(?<![\w-])((?:19|20)\d\d)-((?:19|20)\d\d)(?![\w-])")
_KLOCKAN = re.compile(r"(?<![\w.])(\d{1,2}\.\d\d)-(\d{1,2}\.\d\d)(?![\w.])")
_MINUS = re.compile(r"(?<![\w,.)\-–/])-(?=\d)")
#: what belongs together: thousands, a number and its unit, a day and its month, a register and its number, a reference
_HALLER = (
    re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))"),
    re.compile(rf"(\d) (?=(?:{ENHETER})(?!\w))"),
    re.compile(rf"(?<!\d)(\d{{1,2}}) (?=(?:{MANADER})(?!\w))"),
    re.compile(r"\b([Dd]nr) (?=\S)"),
    re.compile(r"\b([A-ZÅÄÖ]{2,5}) (?=\d{2,4}/\d)"),
    re.compile(r"\b((?:[Bb]ilaga|[Pp]unkt|[Mm]ål)) (?=\d)"),
)


def tecken(text: str) -> str:
    """A text of a document with the right signs.

    `2024-2026` → `2024–2026`, `-5` → `−5`, `2023-12-29` → `29 december 2023`; no line breaks in `57,9 mnkr`,
    `30 april`, `Dnr KS 2024/1` or `bilaga 3`.
    """
    for mellan in (_ARTAL, _KLOCKAN):
        text = mellan.sub(r"\1–\2", text)
    text = _MINUS.sub(MINUS, _ISO.sub(_dag, text))
    for haller in _HALLER:
        text = haller.sub(rf"\1{FAST}", text)
    return text


def _dag(traff: re.Match[str]) -> str:
    try:
        return datum(datetime.date.fromisoformat(traff[0]))
    except ValueError:
        return traff[0]


def with_signs(skrift: Skrift) -> Skrift:
    """A document with the right signs everywhere but in codes and addresses."""
    return replace(
        skrift,
        titel=tecken(skrift.titel),
        uppgifter=tuple((vad, tecken(varde)) for vad, varde in skrift.uppgifter),
        ruta=tuple(tecken(s) for s in skrift.ruta),
        block=tuple(_block(b) for b in skrift.block),
    )


def _text(text: Text) -> Text:
    return tuple(b if b.svag else replace(b, text=around_keys(tecken, b.text)) for b in text)


def _block(block: Block) -> Block:
    gor: dict[type, Callable[..., Block]] = {
        Rubrik: lambda b: replace(b, text=_text(b.text)),
        Stycke: lambda b: replace(b, text=_text(b.text)),
        Lista: lambda b: replace(b, rader=tuple((nummer, _text(t)) for nummer, t in b.rader)),
        Tabell: lambda b: replace(b, rubrik=tecken(b.rubrik), rader=tuple(_rad(r) for r in b.rader)),
    }
    return gor[type(block)](block) if type(block) in gor else block


def _rad(r: Tabellrad) -> Tabellrad:
    return replace(r, celler=tuple(_text(c) for c in r.celler))
