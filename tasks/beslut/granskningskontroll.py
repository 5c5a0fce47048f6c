"""Checking a review workbook against the year: what it names exists, and what differs has a motivering."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlmodel import Session

from rules.arsmapp import check_riktade
from rules.bedomning import judge_overordnade
from rules.grupper import okanda
from schemas.arbetsbocker import Blad
from schemas.arsmapp import Indikator, Mal, Organ
from schemas.begrepp import Bedomning
from schemas.falt import kolumner
from schemas.granskningsbok import (
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
from schemas.personuppgift import has_personuppgift
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Avstamning
from schemas.underlag import build
from tasks.beslut.granskning import Beslutsrader, Granskning, Rad, known_avsnitt, shown
from tasks.beslut.overforing import ROWS, same_text, typed
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import malbeslut
from tasks.laget.oppet import Oppet

#: the program's own rows of a sheet, whose absence would decide something unseen
FASTA = (GranskaBedomning, GranskaUppmaning, GranskaBudget, GranskaResultatenhet, GranskaSvar)
#: where the office decides in its own words
SKRIVS = ("motivering", "forklaring", "avser", "text")


@dataclass(frozen=True)
class _Bok:
    """The workbook under checking: where its cells are."""

    fil: str
    kolumner: Mapping[str, Mapping[str, str]]

    def cell(self, modell: type[Blad], rad: Rad, falt: str) -> str:
        """Where an attribute of a row stands."""
        return f"{self.kolumner.get(modell.BLAD, {}).get(falt, 'A')}{rad['rad']}"

    def fel(self, modell: type[Blad], rad: Rad, falt: str, kod: str, **om: Any) -> Problem:
        """A problem at the cell of a row."""
        cell = self.cell(modell, rad, falt)
        return problem(kod, self.fil, blad=modell.BLAD, cell=cell, varde=rad.get(falt), **om)


def check_granskning(session: Session, oppet: Oppet, g: Granskning, rad: Avstamning) -> None:
    """Check a review workbook against the avstämning that it judges, and tell what its cells lack in the same breath.

    Raises:
        Avvisat: with every problem, by sheet and cell.
    """
    bok, visat = _Bok(g.fil, g.kolumner), shown(session, oppet, g.omgang, rad)
    funna = [
        *_rader(bok, g, visat),
        *_texter(bok, g, known_avsnitt(session, oppet)),
        *_vantande(bok, g),
        *_utan_motivering(bok, g, _forslagna(session, oppet, g, rad)),
        *_personuppgifter(bok, g),
        *_nya_uppmaningar(session, oppet, bok, g),
    ]
    daliga = {(p.blad, p.cell) for p in g.problem}
    funna = [*g.problem, *(p for p in funna if (p.blad, p.cell) not in daliga)]
    if funna:
        raise Avvisat(f"Granskningen har {len(funna)} fel; inget är beslutat.", funna)


def _rader(bok: _Bok, g: Granskning, visat: Beslutsrader) -> Iterator[Problem]:
    """Every row of the program's is there once, as it was written where it is locked, and no other."""
    for modell, (nycklar, _) in ROWS.items():
        if modell not in visat or modell is GranskaText or not g.kolumner.get(modell.BLAD):
            continue  # a sheet that is not there, or without its headings, is told as that
        egna = [k for k in kolumner(modell) if k.locked and not k.dold and k.falt not in nycklar]
        synlig = next(k.falt for k in kolumner(modell) if not k.dold and k.krav)
        kanda = {tuple(r.get(n) for n in nycklar): r for r in visat[modell]}
        sedda: dict[tuple[Any, ...], str] = {}
        for rad in g.rader.get(modell, ()):
            nyckel = tuple(rad[n] for n in nycklar)
            if nyckel in sedda:
                yield bok.fel(modell, rad, synlig, "dubbel-rad", forst=sedda[nyckel])
                continue
            sedda[nyckel] = bok.cell(modell, rad, synlig)
            if nyckel not in kanda:
                if modell is not GranskaVantande or typed(modell, rad):
                    yield bok.fel(modell, rad, synlig, "okand-referens", mal="det som granskningen skrevs med")
                continue
            if modell is GranskaUppmaning and rad["text"] is None:
                yield bok.fel(modell, rad, "text", "tomt-falt", kolumn="Text")
            for k in egna:
                skrivet = kanda[nyckel].get(k.falt)
                if not same_text(rad[k.falt], skrivet):
                    om = {"kolumn": k.namn, "skrivet": "tomt" if skrivet is None else str(skrivet)}
                    yield bok.fel(modell, rad, k.falt, "last-cell", **om)
        for nyckel, r in kanda.items():
            if modell in FASTA and nyckel not in sedda:
                yield problem("rad-saknas", g.fil, blad=modell.BLAD, cell="A1", vad=str(r.get(synlig)))


def _texter(bok: _Bok, g: Granskning, avsnitt: list[str]) -> Iterator[Problem]:
    sedda: dict[str, str] = {}
    for rad in g.rader.get(GranskaText, ()):
        if rad["avsnitt"] in sedda:
            yield bok.fel(GranskaText, rad, "avsnitt", "dubbel-rad", forst=sedda[rad["avsnitt"]])
        sedda.setdefault(rad["avsnitt"], bok.cell(GranskaText, rad, "avsnitt"))
        if rad["avsnitt"] not in avsnitt:
            yield bok.fel(GranskaText, rad, "avsnitt", "okand-kod", koder=", ".join(avsnitt))


def _vantande(bok: _Bok, g: Granskning) -> Iterator[Problem]:
    """A motivering that settles nothing."""
    for rad in g.rader.get(GranskaVantande, ()):
        if rad["godta"] is None and rad["motivering"]:
            yield bok.fel(GranskaVantande, rad, "motivering", "kan-inte-anvandas")


def _forslagna(session: Session, oppet: Oppet, g: Granskning, rad: Avstamning) -> dict[str, set[str]]:
    """Goal → what is proposed for it; for one with goals below also what follows from those as decided here."""
    svar = {kod: {m.forslag} for kod, m in malbeslut(session, rad).items()}
    egna = {r["kod"]: Bedomning(r["beslut"]) for r in g.rader[GranskaBedomning] if r["beslut"]}
    mal = build("mal", [vars(m) for m in rows(session, Mal, oppet.ar)])
    gallande = {kod: egna.get(kod) or Bedomning(next(iter(f))) for kod, f in svar.items()}
    if set(mal.index) <= set(gallande):
        for ny in judge_overordnade(mal, gallande, egna):
            svar.setdefault(ny.kod, set()).add(str(ny.forslag))
    return svar


def _utan_motivering(bok: _Bok, g: Granskning, forslagna: Mapping[str, set[str]]) -> Iterator[Problem]:
    def granted(r: Rad) -> Any:
        return r["forslag"] if r["beviljat"] is None else r["beviljat"]

    avviker: dict[type[Blad], Callable[[Rad], object]] = {
        GranskaBedomning: lambda r: r["beslut"] and r["beslut"] not in forslagna.get(r["kod"], {r["forslag"]}),
        GranskaSvar: lambda r: r["beslut"] and r["beslut"] != r["forslag"],
        GranskaUppmaning: lambda r: r["stryk"],
        GranskaBudget: lambda r: (
            (r["beviljat"] is not None and r["beviljat"] != r["forslag"])
            or (r["sokt"] is not None and (granted(r) or 0) < r["sokt"])
        ),
        GranskaResultatenhet: lambda r: r["beslut"] == Enhetsbeslut.AVSLAS,
        GranskaVantande: lambda r: r["godta"] is False,
    }
    for modell, skiljer in avviker.items():
        for rad in g.rader.get(modell, ()):
            if skiljer(rad) and not rad["motivering"]:
                yield bok.fel(modell, rad, "motivering", "motivering-saknas")


def _personuppgifter(bok: _Bok, g: Granskning) -> Iterator[Problem]:
    """What the office decides in its own words stands in the trail, which nothing can be taken out of.

    Its texts for the document may say how it is reached.
    """
    for modell, rader in g.rader.items():
        skriver = {k.falt: k.namn for k in kolumner(modell) if k.falt in SKRIVS and modell is not GranskaText}
        for rad in rader:
            for falt, varde in typed(modell, rad).items():
                if falt in skriver and isinstance(varde, str) and has_personuppgift(varde):
                    yield bok.fel(modell, rad, falt, "personuppgift", kolumn=skriver[falt])


def _nya_uppmaningar(session: Session, oppet: Oppet, bok: _Bok, g: Granskning) -> Iterator[Problem]:
    """The rows are checked as those of riktade_uppmaningar.csv."""
    nya = g.rader.get(GranskaNyUppmaning, [])
    if not nya:
        return
    organ = {o.kod for o in rows(session, Organ, oppet.ar)}
    mal = {m.kod for m in rows(session, Mal, oppet.ar)}
    mal_av = {i.kod: i.mal for i in rows(session, Indikator, oppet.ar)}
    omgangar = {o.kod for o in oppet.omgangar}
    for rad in nya:
        kanda = (("mal", mal, "årets mål"), ("indikator", mal_av, "årets indikatorer"))
        for falt, finns, vad in (*kanda, ("senast", omgangar, "årets omgångar")):
            varde = rad[falt].upper() if falt == "senast" and rad[falt] else rad[falt]
            if varde and varde not in finns:
                yield bok.fel(GranskaNyUppmaning, rad, falt, "okand-referens", mal=vad)
        if okanda(rad["mottagare"], organ):
            yield bok.fel(GranskaNyUppmaning, rad, "mottagare", "okand-referens", mal="årets organ, eller en grupp")
        if rad["omgang"] and rad["omgang"].upper() != g.omgang.kod:
            yield bok.fel(GranskaNyUppmaning, rad, "omgang", "okand-kod", koder=g.omgang.kod)
    alla = [k.falt for k in kolumner(GranskaNyUppmaning)]
    data = [[g.omgang.kod if f == "omgang" else r[f] for f in alla] for r in nya]
    ram = pd.DataFrame(data, columns=alla, index=[r["rad"] for r in nya], dtype=object)
    bokstaver = bok.kolumner[GranskaNyUppmaning.BLAD]
    for p in check_riktade(ram, mal_av, [o.kod for o in oppet.omgangar], bok.fil):
        cell = f"{bokstaver.get(p.kolumn or '', 'A')}{p.rad}"
        yield replace(p, blad=GranskaNyUppmaning.BLAD, cell=cell, rad=None)
