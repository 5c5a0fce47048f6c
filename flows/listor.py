"""What can be chosen in the forms, as the year stands now; read anew when it changes."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from flows.dag import SWEDEN
from schemas.arsmapp import Organ
from schemas.begrepp import Utskicksstatus
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.laget.arsdata import rows
from tasks.laget.fragat import parts, standing
from tasks.laget.oppet import Oppet, open_years
from tasks.laget.utkorg import messages

#: how much of a text stands in a line of a list
MOST_SIGNS = 160


def _per_ar(fraga: Callable[[Session, Oppet], Iterator[str]]) -> list[str]:
    """The lines of every open year, each once; none where there is no state to ask."""
    with contextlib.suppress(ArshjulFel), read() as session:
        return list(dict.fromkeys(rad for oppet in open_years(session) for rad in fraga(session, oppet)))
    return []


def ar() -> list[str]:
    """The open years."""
    return _per_ar(lambda session, oppet: iter([str(oppet.ar)]))


def organ() -> list[str]:
    """The organs, by name."""
    return _per_ar(lambda session, oppet: (f"{r.namn} ({r.kod})" for r in rows(session, Organ, oppet.ar)))


def omgangar() -> list[str]:
    """The rounds of the year."""
    return _per_ar(lambda session, oppet: (f"{o.namn} ({o.kod})" for o in oppet.omgangar))


def uppmaningar() -> list[str]:
    """What has been asked and is not withdrawn or answered."""

    def fraga(session: Session, oppet: Oppet) -> Iterator[str]:
        for d in standing(parts(session, oppet)):
            yield f"{_short(d.u.text)} ({d.u.nummer})"

    return _per_ar(fraga)


def begart() -> list[str]:
    """What an anstånd can be about: what has been asked, and the workbook of a round."""
    return [*omgangar(), *uppmaningar()]


def osakra() -> list[str]:
    """The messages of which nobody knows whether they came through."""

    def fraga(session: Session, oppet: Oppet) -> Iterator[str]:
        for u in messages(session, oppet.ar, Utskicksstatus.OSAKERT):
            yield f"{oppet.o.kod(u.slag)} till {u.organ or oppet.o.kontoret.bestamd} {u.dag} ({u.nyckel})"

    return _per_ar(fraga)


def granskningar() -> list[str]:
    """The review workbooks of the open years, newest first, with when each was last saved."""
    return _files(f"{a}/dokument/Granskning-*.xlsx" for a in ar())


def arsbocker() -> list[str]:
    """Year workbooks and year folders in the work folder."""
    bocker = (f"{mapp}Ar-*.xlsx" for mapp in ("", "inkorg/", "*/inkorg/", "*/dokument/"))
    return [*_files(bocker), *(str(m.parent.relative_to(_hem())) for m in sorted(_hem().glob("*/ar.yaml")))]


def _files(monster: Iterator[str]) -> list[str]:
    filer = {f for m in monster for f in _hem().glob(m) if f.is_file() and not f.name.startswith("~$")}
    return [_line(f) for f in sorted(filer, key=lambda f: f.stat().st_mtime, reverse=True)]


def _line(fil: Path) -> str:
    sparad = datetime.fromtimestamp(fil.stat().st_mtime, SWEDEN).strftime("%Y-%m-%d %H:%M")
    return f"{fil.relative_to(_hem())} (sparad {sparad})"


def _hem() -> Path:
    return installningar().hem


def _short(text: str) -> str:
    text = " ".join(text.replace("(", "[").replace(")", "]").split())
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS].rstrip()} …"
