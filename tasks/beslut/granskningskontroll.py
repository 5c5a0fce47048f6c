"""Checking a review workbook against the year: what it names exists, and what differs has a motivering."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from sqlmodel import Session, select

from rules.arsmapp import check_riktade
from rules.bedomning import judge_inriktningsmalen
from rules.grupper import okanda
from schemas.arbetsbocker import (
    Blad,
    Enhetsbeslut,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.arsmapp import Indikator, Mal, Organ
from schemas.begrepp import AVSNITT, Bedomning, Fas, Inlamningsstatus
from schemas.falt import kolumner
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Framstallning, Inlamning, Malbeslut
from schemas.underlag import build
from tasks.avstamning.uppmaningar import forslag
from tasks.bocker.mallar import fragor
from tasks.laget.oppet import Oppet, rows, senaste

Rad = dict[str, Any]
Beslutsrader = dict[type[Blad], list[Rad]]


@dataclass
class Granskning:
    """A review workbook as read: the file, whose avstämning it judges, and its rows by sheet.

    kolumner = sheet → attribute → column letter, to say where a fault is.
    """

    fas: Fas
    version: int
    fil: str
    sha256: str
    rader: Beslutsrader = field(default_factory=dict)
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Bok:
    """The workbook under checking: where its cells are."""

    fil: str
    kolumner: Mapping[str, Mapping[str, str]]

    def fel(self, modell: type[Blad], rad: Rad, falt: str, kod: str, **om: Any) -> Problem:
        """A problem at the cell of a row."""
        cell = f"{self.kolumner[modell.BLAD].get(falt, 'A')}{rad['rad']}"
        return problem(kod, self.fil, blad=modell.BLAD, cell=cell, varde=rad.get(falt), **om)


def check_granskning(session: Session, oppet: Oppet, g: Granskning) -> None:
    """Check a review workbook whose cells are sound.

    Raises:
        Avvisat: with every problem, by sheet and cell.
    """
    bok = _Bok(g.fil, g.kolumner)
    kanda = _kanda(session, oppet, g.fas)
    funna = [
        *_okanda(bok, g, kanda),
        *_dubbla(bok, g),
        *_utan_motivering(bok, g, _forslagna(session, oppet, g)),
        *_nya_uppmaningar(session, oppet, bok, g),
    ]
    if funna:
        raise Avvisat(f"Granskningen har {len(funna)} fel; inget är beslutat.", funna)


def _kanda(session: Session, oppet: Oppet, fas: Fas) -> dict[type[Blad], tuple[tuple[str, ...], Collection[Any], str]]:
    """Sheet → the attributes that name something, what there is by that name, and what it is called."""
    rad = senaste(session, oppet.ar, fas)
    mal = {m.kod for m in rows(session, Mal, oppet.ar)}
    if rad is None:
        return {}
    fraga = select(Framstallning).where(Framstallning.avstamning_id == rad.id)
    vantande = select(Inlamning).where(Inlamning.ar == oppet.ar, Inlamning.status == Inlamningsstatus.VANTAR)
    return {
        GranskaBedomning: (("kod",), {(k,) for k in mal}, "mal.csv"),
        GranskaUppmaning: (("nummer",), {(u.nummer,) for u in forslag(session, rad)}, "granskningens uppmaningar"),
        GranskaBudget: (
            ("organ", "slag", "andamal"),
            {(f.organ, f.slag, f.andamal) for f in session.exec(fraga)},
            "granskningens framställningar",
        ),
        GranskaResultatenhet: (
            ("organ", "resultatenhet"),
            {(e["organ"], e["resultatenhet"]) for e in rad.resultatenheter},
            "granskningens resultatenheter",
        ),
        GranskaText: (("avsnitt",), {(k,) for k in (*AVSNITT, *mal)}, "avsnitten i handboken och mal.csv"),
        GranskaVantande: (
            ("organ", "fil"),
            {(i.organ, i.filnamn) for i in session.exec(vantande)},
            "de inlämningar som väntar",
        ),
        GranskaSvar: (
            ("nummer", "organ"),
            {(u.nummer, m.organ) for u, m in fragor(session, oppet.ar)},
            "de uppmaningar som är ställda till organet",
        ),
    }


def _okanda(bok: _Bok, g: Granskning, kanda: Mapping[type[Blad], Any]) -> Iterator[Problem]:
    for modell, (falten, finns, vad) in kanda.items():
        for rad in g.rader.get(modell, ()):
            if tuple(rad[f] for f in falten) not in finns and not _utan_beslut(modell, rad):
                yield bok.fel(modell, rad, falten[-1], "okand-referens", mal=vad)


def _utan_beslut(modell: type[Blad], rad: Rad) -> bool:
    """A row of Väntande that decides nothing may speak of what has been settled since."""
    return modell is GranskaVantande and rad["godta"] is None


def _dubbla(bok: _Bok, g: Granskning) -> Iterator[Problem]:
    for modell in (GranskaBedomning, GranskaUppmaning, GranskaSvar, GranskaText):
        falten = modell.NYCKEL
        sedda: dict[tuple[Any, ...], str] = {}
        for rad in g.rader.get(modell, ()):
            nyckel = tuple(rad[f] for f in falten)
            if nyckel in sedda:
                yield bok.fel(modell, rad, falten[-1], "dubbel-rad", forst=sedda[nyckel])
            sedda.setdefault(nyckel, f"{bok.kolumner[modell.BLAD].get(falten[-1], 'A')}{rad['rad']}")


def _forslagna(session: Session, oppet: Oppet, g: Granskning) -> dict[str, set[str]]:
    """Goal → what is proposed for it; for an inriktningsmål also what follows from the goals as decided here."""
    rad = senaste(session, oppet.ar, g.fas)
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == (rad.id if rad else -1)))
    svar = {m.kod: {m.forslag} for m in alla}
    egna = {r["kod"]: r["beslut"] for r in g.rader[GranskaBedomning] if r["beslut"]}
    malen = rows(session, Mal, oppet.ar)
    malen_under = [m.kod for m in malen if m.overordnat]
    under = {kod: Bedomning(egna.get(kod) or next(iter(svar[kod]))) for kod in malen_under if kod in svar}
    if len(under) == len(malen_under):
        for ny in judge_inriktningsmalen(build("mal", [vars(m) for m in malen]), under):
            svar.setdefault(ny.kod, set()).add(str(ny.forslag))
    return svar


def _utan_motivering(bok: _Bok, g: Granskning, forslagna: Mapping[str, set[str]]) -> Iterator[Problem]:
    avviker: dict[type[Blad], Callable[[Rad], object]] = {
        GranskaBedomning: lambda r: r["beslut"] and r["beslut"] not in forslagna.get(r["kod"], {r["forslag"]}),
        GranskaSvar: lambda r: r["beslut"] and r["beslut"] != r["forslag"],
        GranskaUppmaning: lambda r: r["stryk"],
        GranskaBudget: lambda r: r["beviljat"] is not None and r["beviljat"] != r["forslag"],
        GranskaResultatenhet: lambda r: r["beslut"] == Enhetsbeslut.AVSLAS,
        GranskaVantande: lambda r: r["godta"] is False,
    }
    for modell, skiljer in avviker.items():
        for rad in g.rader.get(modell, ()):
            if skiljer(rad) and not rad["motivering"]:
                yield bok.fel(modell, rad, "motivering", "motivering-saknas")


def _nya_uppmaningar(session: Session, oppet: Oppet, bok: _Bok, g: Granskning) -> Iterator[Problem]:
    """The rows are checked as those of riktade_uppmaningar.csv."""
    nya = g.rader.get(GranskaNyUppmaning, [])
    if not nya:
        return
    organ = {o.kod for o in rows(session, Organ, oppet.ar)}
    mal = {m.kod for m in rows(session, Mal, oppet.ar)}
    mal_av = {i.kod: i.mal for i in rows(session, Indikator, oppet.ar)}
    for rad in nya:
        for falt, finns, fil in (("mal", mal, "mal.csv"), ("indikator", mal_av, "indikatorer.csv")):
            if rad[falt] and rad[falt] not in finns:
                yield bok.fel(GranskaNyUppmaning, rad, falt, "okand-referens", mal=fil)
        if okanda(rad["mottagare"], organ):
            yield bok.fel(GranskaNyUppmaning, rad, "mottagare", "okand-referens", mal="organ.csv, eller en grupp")
    alla = [k.falt for k in kolumner(GranskaNyUppmaning)]
    ram = pd.DataFrame([[r[f] for f in alla] for r in nya], columns=alla, index=[r["rad"] for r in nya], dtype=object)
    bokstaver = bok.kolumner[GranskaNyUppmaning.BLAD]
    for p in check_riktade(ram, mal_av, bok.fil):
        cell = f"{bokstaver.get(p.kolumn or '', 'A')}{p.rad}"
        yield replace(p, blad=GranskaNyUppmaning.BLAD, cell=cell, rad=None)
