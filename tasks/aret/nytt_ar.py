"""Next year's workbook: one sheet per file of the year folder, with help, dropdowns and what carries over."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta
from sqlmodel import Session

from notifications.texter import render_text, tal
from rules.intag import is_far_from
from schemas.arsmapp import (
    ARSFILER,
    LASMIG,
    Arsfil,
    Indikator,
    Kontakt,
    Mal,
    ObligatoriskProcess,
    Omgangsrad,
    Ordrad,
    Organ,
    Resultatenhet,
    Tilldelning,
)
from schemas.aryaml import Arsnyckel, yamlnycklar
from schemas.begrepp import Forandring, Kalla
from schemas.falt import kolumner
from schemas.granskningsbok import Enhetsbeslut
from schemas.omgangar import kalendernycklar
from schemas.ord import standardord
from tasks.aret.arsbok import read_ar
from tasks.aret.arsmapp import Arsinnehall
from tasks.bocker.skrivbok import Bladinnehall, Bokinnehall, write_bok
from tasks.grund.uppgift import uppgift
from tasks.laget.arsdata import arets_filer, rows
from tasks.laget.beslutat import decision
from tasks.laget.inlamnat import counted, in_force, reported
from tasks.laget.oppet import Oppet

#: how many empty rows are coloured on each sheet; the rules reach further
TOMMA = 30
#: what carries over from one year to the next
FOLJER_MED = (Omgangsrad, Ordrad, Organ, Kontakt, Mal, Indikator, Tilldelning, ObligatoriskProcess, Resultatenhet)
#: columns that belong to one year only
ARETS = ("kf_arsmal", "faststalls_senare", "utfall_foregaende", "utgar", "kalla")
REFERENSBLAD: Mapping[str, type[Arsfil]] = {
    "organ": Organ,
    "mal": Mal,
    "indikatorer": Indikator,
    "omgangar": Omgangsrad,
}


@dataclass(frozen=True)
class Varde:
    """What stands as last year's utfall of one organ and indicator, with where it comes from.

    antaget = it is an årsmål, since the utfall is not known; not = what the cell's comment says.
    """

    varde: Decimal | None
    antaget: bool
    not_: str


Varden = Mapping[tuple[str, str], Varde]


@uppgift("Skriv årsarbetsbok", korning="Årsarbetsbok")
def write_arsbok(session: Session, ut: Path, fran: Path | None, oppet: Oppet | None) -> Path:
    """Write the workbook of the year after `fran`, or after the open year; empty where there is neither.

    Args:
        fran: last year's folder or workbook.
        oppet: the year of the state; what its organs reported or last had accepted stands as last year's utfall.

    Raises:
        Avvisat: `fran` has faults.
    """
    forra = read_ar(fran) if fran else Arsinnehall(oppet.yaml, arets_filer(session, oppet.ar)) if oppet else None
    kand = oppet if oppet and forra and forra.yaml.ar == oppet.ar else None
    varden = carried(session, kand) if kand else {}
    if forra and kand:
        forra.filer[Resultatenhet.FIL] = _enheter(session, kand, forra)
    blad = [_yamlblad(forra), *(_blad(m, forra, varden) for m in ARSFILER)]
    o = forra.o if forra else standardord()
    rubrik = f"Årsarbetsbok {forra.yaml.ar + 1}, {forra.yaml.kommun}" if forra else "Årsarbetsbok"
    bokslut = kand.omgangar.bokslut if kand else None
    text = render_text(
        o, "anvisning_ar", fil=ut.name, forra=forra and forra.yaml.ar, bokslut=bokslut and bokslut.bestamd,
        utfall=any(not v.antaget for v in varden.values()), antaget=any(v.antaget for v in varden.values()),
        bladen=[{"namn": m.blad(), "hjalp": m.HJALP, "obligatorisk": m.OBLIGATORISK} for m in ARSFILER],
    )  # fmt: skip
    return write_bok(Bokinnehall(ut, rubrik, {}, text.splitlines(), blad, (), LASMIG, o=o))


def carried(session: Session, oppet: Oppet) -> dict[tuple[str, str], Varde]:
    """(organ, indikator) → what the year leaves to the next: utfall once the bokslut is decided, else the årsmål."""
    bokslut = oppet.omgangar.bokslut
    innehav = [(t.organ, t.indikator) for t in rows(session, Tilldelning, oppet.ar) if not t.utgar]
    if bokslut and bokslut.fragar_varden and decision(session, oppet.ar, bokslut):
        utfall = reported(session, bokslut, counted(session, oppet, bokslut))
        fraga = _asked_about(session, oppet, utfall)
        lamnat = f"Utfall enligt {bokslut.bestamd} {oppet.ar}."
        inget = f"Inget utfall lämnades i {bokslut.bestamd} {oppet.ar}."
        return {n: Varde(utfall.get(n), False, (lamnat if n in utfall else inget) + fraga.get(n, "")) for n in innehav}
    arsmal = {n: v for n, v in in_force(session, oppet, oppet.omgangar[-1]).items() if n in set(innehav)}
    fraga = _asked_about(session, oppet, arsmal)
    o = oppet.o
    text = f"Antagande: {o.arsmal.bestamd} som senast godkändes för {oppet.ar}; {o.utfall.bestamd} är inte känt än."
    return {n: Varde(v, True, text + fraga.get(n, "")) for n, v in arsmal.items()}


def _asked_about(
    session: Session, oppet: Oppet, varden: Mapping[tuple[str, str], Decimal]
) -> dict[tuple[str, str], str]:
    """(organ, indikator) → a word about a value that the organ was asked about, and that still stands."""
    fore = {(t.organ, t.indikator): t.utfall_foregaende for t in rows(session, Tilldelning, oppet.ar)}
    langt = f" Värdet ligger långt från {oppet.o.utfall.bestamd} {oppet.ar - 1}"
    return {
        n: f"{langt} ({tal(utfall)}), och organet har inte rättat det."
        for n, v in varden.items()
        if (utfall := fore.get(n)) is not None and is_far_from(v, utfall)
    }


def _enheter(session: Session, oppet: Oppet, forra: Arsinnehall) -> pd.DataFrame:
    """The resultatenheter that go on: without those that are wound up, with those that are new, as was decided."""
    plan = decision(session, oppet.ar, oppet.omgangar.plan)
    godkanda = [e for e in plan.resultatenheter if e["beslut"] == Enhetsbeslut.GODKANNS] if plan else []
    bort = {(e["organ"], e["resultatenhet"]) for e in godkanda if e["forandring"] == Forandring.AVVECKLAS}
    nya = [(e["organ"], e["resultatenhet"]) for e in godkanda if e["forandring"] == Forandring.NY]
    ram = forra.filer.get(Resultatenhet.FIL, pd.DataFrame(columns=["organ", "resultatenhet", "kalla"], dtype=object))
    finns = list(zip(ram["organ"], ram["resultatenhet"], strict=True))
    kvar = [*(n for n in finns if n not in bort), *(n for n in nya if n not in finns)]
    return pd.DataFrame([[*n, None] for n in kvar], columns=["organ", "resultatenhet", "kalla"], dtype=object)


def _yamlblad(forra: Arsinnehall | None) -> Bladinnehall:
    gamla = forra.yaml.model_dump(mode="json") if forra else {}
    egna_rundor = forra is not None and Omgangsrad.FIL in forra.filer
    rader = []
    for n in yamlnycklar():
        del_, _, under = n.namn.partition(".")
        if egna_rundor and under in kalendernycklar():
            continue  # their days stand on the sheet omgangar
        gammalt = gamla.get(del_, {}).get(under) if under else gamla.get(del_)
        rader.append({"nyckel": n.namn, "varde": _ett_ar_senare(n.namn, gammalt, n.standard), "vad": n.hjalp})
    return Bladinnehall(Arsnyckel, rader, oppet=True)


def _ett_ar_senare(nyckel: str, gammalt: Any, standard: Any) -> str | None:
    if nyckel == "diarienummer":
        return None
    if gammalt is not None and nyckel == "ar":
        return str(gammalt + 1)
    if gammalt is not None and nyckel.startswith("kalender."):
        return a_year_later(datetime.date.fromisoformat(gammalt)).isoformat()
    return _som_text(standard if gammalt is None else gammalt)


def _som_text(varde: Any) -> str | None:
    match varde:
        case None:
            return None
        case list() | tuple():
            return ", ".join(str(v) for v in varde)
        case dict():
            return ", ".join(f"{k}: {standardord().stavad(v)}" for k, v in varde.items())
        case Decimal():
            return format(varde, "f").replace(".", ",")
    return str(varde).replace(".", ",") if str(varde).replace(".", "", 1).isdigit() else str(varde)


def a_year_later(dag: datetime.date) -> datetime.date:
    """The same day of the next year; 28 February for a leap day."""
    return dag + relativedelta(years=1)


def _blad(modell: type[Arsfil], forra: Arsinnehall | None, varden: Varden) -> Bladinnehall:
    rader = _rader(modell, forra)
    kommentarer = {}
    for n, r in enumerate(rader if modell is Tilldelning else ()):
        if v := varden.get((r["organ"], r["indikator"])):
            r |= {"utfall_foregaende": v.varde, "kalla": str(Kalla.ANTAGANDE) if v.antaget else None}
            kommentarer[n, "utfall_foregaende"] = v.not_
    val = {k.falt: f"={m.blad()}!$A$2:$A$2000" for k in kolumner(modell) if (m := REFERENSBLAD.get(k.ref or ""))}
    return Bladinnehall(modell, rader, TOMMA, val, kommentarer, oppet=True)


def _rader(modell: type[Arsfil], forra: Arsinnehall | None) -> list[dict[str, Any]]:
    if forra is None or modell not in FOLJER_MED or modell.FIL not in forra.filer:
        return []
    ram = forra.filer[modell.FIL]
    behall: Callable[[Any], bool] = (lambda r: not r["utgar"]) if modell is Tilldelning else (lambda _: True)
    falt = {k.namn: k.falt for k in kolumner(modell) if k.namn not in ARETS}

    def senare(v: Any) -> Any:
        return a_year_later(v) if isinstance(v, datetime.date) else v

    poster = [{str(k): v for k, v in r.items()} for r in ram.to_dict("records")]
    return [{f: senare(r[namn]) for namn, f in falt.items()} for r in poster if behall(r)]
