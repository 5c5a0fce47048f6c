"""What a person reads in a file that the program made, as lines of text, read by other means than it was written by."""

import email
import email.policy
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document

from tasks.dokument.satser import Satser
from tasks.dokument.siffror import utan_nycklar


class SynligaSatser(Satser):
    """The sentences as they are read, without the keys of their figures."""

    def __getattr__(self, namn: str) -> Any:
        sats = super().__getattr__(namn)
        return lambda *av: utan_nycklar(sats(*av))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: elements of a page that are a line of their own
RADER = {"p", "li", "th", "td", "h1", "h2", "h3", "h4", "h5", "caption", "dt", "dd", "title"}


class _Sida(HTMLParser):
    """A page as lines; a heading begins with as many # as its level."""

    def __init__(self) -> None:
        super().__init__()
        self.rader: list[str] = []
        self._text: list[str] = []
        self._tyst = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style" or ("class", "dold") in attrs or self._tyst:
            self._tyst += 1
        if tag in RADER:
            self._text = ["#" * int(tag[1]) + " "] if tag[0] == "h" and tag[1:].isdigit() else []

    def handle_endtag(self, tag: str) -> None:
        self._tyst -= bool(self._tyst)
        if tag in RADER:
            text = " ".join("".join(self._text).split(" ")).strip()
            self.rader += [" ".join(text.split("\n"))] if text.strip("# ") else []
            self._text = []

    def handle_data(self, data: str) -> None:
        if not self._tyst:
            self._text.append(data)


def webbsida(fil: Path) -> list[str]:
    """A web page."""
    sida = _Sida()
    sida.feed(fil.read_text("utf-8"))
    return sida.rader


def wordfil(fil: Path) -> list[str]:
    """A Word file: its paragraphs and the cells of its tables, in order."""
    return [t for p in Document(str(fil)).element.body.iter(f"{W}p") if (t := _stycke(p).strip())]


def _stycke(p) -> str:  # type: ignore[no-untyped-def]
    return "".join("\t" if e.tag == f"{W}tab" else e.text or "" for e in p.iter(f"{W}t", f"{W}tab"))


def arbetsbok(fil: Path) -> Iterator[str]:
    """A workbook: each sheet by name, then its rows."""
    for blad in openpyxl.load_workbook(fil).worksheets:
        yield f"[{blad.title}]{'' if blad.sheet_state == 'visible' else ' dold'}"
        for rad in blad.iter_rows(values_only=True):
            celler = ["" if c is None else str(c) for c in rad]
            while celler and not celler[-1]:
                celler.pop()
            if celler:
                yield " | ".join(celler)


def brev(fil: Path) -> list[str]:
    """A message: its headers, its text, and the names of what goes with it."""
    m = email.message_from_bytes(fil.read_bytes(), policy=email.policy.default)
    text = m.get_body(("plain",))
    huvud = [f"{h}: {m[h]}" for h in ("To", "Cc", "Subject") if m[h]]
    bilagor = [f"Bilaga: {b.get_filename()}" for b in m.iter_attachments()]
    return [*huvud, *bilagor, "", *(text.get_content().splitlines() if text else [])]


LASARE = {".html": webbsida, ".docx": wordfil, ".xlsx": arbetsbok, ".eml": brev}


def lasbart(mapp: Path) -> Iterator[tuple[Path, list[str]]]:
    """Every file of a folder that a person reads, with its lines."""
    for fil in sorted(mapp.rglob("*")):
        if fil.suffix in LASARE:
            yield fil, list(LASARE[fil.suffix](fil))
