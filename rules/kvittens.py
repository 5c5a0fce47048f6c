"""What an accepted workbook still lacks, told at once so that it can be mended before the avstämning (section 4)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas.begrepp import VARDEBEGAR, Fas
from schemas.inlamning import Sammanhang, Tolkning


class Brist(StrEnum):
    """The kinds of things that may be missing."""

    ARSMAL = "arsmal"
    BESKRIVNING = "beskrivning"
    BIDRAR = "bidrar"
    HUR = "hur"
    PROCESS = "process"
    OFULLSTANDIG = "ofullstandig"
    OBLIGATORISK = "obligatorisk"
    SVAR = "svar"


@dataclass(frozen=True)
class Saknad:
    """One thing that is missing: of which indicator, goal, process or uppmaning, and by when it is asked for."""

    brist: Brist
    kod: str
    namn: str
    senast: datetime.date | None = None


def angivna_arsmal(t: Tolkning) -> set[str]:
    """The indicators for which a verksamhetsplan states an årsmål."""
    return {r["indikatorkod"] for r in t.rader.get("Årsmål", ()) if r["arsmal"] is not None}


def saknas(t: Tolkning, s: Sammanhang) -> list[Saknad]:
    """Everything that a workbook still lacks, in the order of its sheets."""
    if t.slag == Fas.T1:
        return list(_svar(t, s))
    return [*_arsmal(t, s), *_mal(t, s), *(_processer(t, s) if t.organ in s.namnder else ())]


def _arsmal(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    angivna = angivna_arsmal(t)
    beskrivna = {r["indikatorkod"] for r in t.rader.get("Årsmål", ()) if r["sa_nar_vi"]}
    for i in s.tilldelade.get(t.organ or "", {}).values():
        if i.vantas and i.kod not in angivna:
            yield Saknad(Brist.ARSMAL, i.kod, i.namn)
        if i.beskrivs and i.kod not in beskrivna:
            yield Saknad(Brist.BESKRIVNING, i.kod, i.namn)


def _mal(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    rader = {r["malkod"]: r for r in t.rader.get("Mål", ())}
    for kod, namn in s.mal.items():
        rad = rader.get(kod, {})
        if rad.get("bidrar") is None:
            yield Saknad(Brist.BIDRAR, kod, namn)
        elif rad["bidrar"] and not rad["hur"]:
            yield Saknad(Brist.HUR, kod, namn)


def _processer(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    """The same faults as `internkontroll.brister_i_internkontroll` finds at the avstämning."""
    rader = [r for r in t.rader.get("Intern kontroll", ()) if r["process"]]
    finns = {(r["malkod"], r["process"]) for r in rader}
    med_process = {mal for mal, _ in finns}
    bidrar = {r["malkod"] for r in t.rader.get("Mål", ()) if r["bidrar"]}
    yield from (Saknad(Brist.PROCESS, kod, namn) for kod, namn in s.mal.items() if kod in bidrar - med_process)
    yield from (Saknad(Brist.OFULLSTANDIG, r["malkod"] or "–", r["process"]) for r in rader if not _komplett(r))
    krav = s.processer.get(t.organ or "", ())
    yield from (Saknad(Brist.OBLIGATORISK, mal, process) for mal, process in krav if (mal, process) not in finns)


def _komplett(rad: dict[str, Any]) -> bool:
    return all(rad[falt] for falt in ("arbetssatt", "kontroll", "handelse"))


def _svar(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    svar = t.rader.get("Svar", ())
    varden = {r["indikatorkod"] for r in svar if r["reviderat_arsmal"] is not None}
    falt = ("svar", "aktivitet", "kan_inte")
    besvarade = {r["nummer"] for r in svar if r["reviderat_arsmal"] is not None or any(r[f] for f in falt)}
    for f in s.fragor.get(t.organ or "", {}).values():
        har_varde = f.begar in VARDEBEGAR and f.indikator in varden
        if not (f.aterkallad or f.nummer in besvarade or har_varde):
            yield Saknad(Brist.SVAR, f.nummer, f.text, f.senast)
