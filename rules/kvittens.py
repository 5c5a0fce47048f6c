"""What an accepted workbook still lacks, told at once so that it can be mended before it is added up (section 4)."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.internkontroll import Kontrollbrist, Process, faults
from schemas.begrepp import VARDEBEGAR
from schemas.inlamning import Indikatoruppgift, Sammanhang, Tolkning


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
    VARDE = "varde"


_KONTROLLBRISTER = {
    Kontrollbrist.PROCESS_SAKNAS: Brist.PROCESS,
    Kontrollbrist.OFULLSTANDIG_PROCESS: Brist.OFULLSTANDIG,
    Kontrollbrist.OBLIGATORISK_SAKNAS: Brist.OBLIGATORISK,
}


@dataclass(frozen=True)
class Saknad:
    """One thing that is missing: of which indicator, goal, process or uppmaning, and by when it is asked for."""

    brist: Brist
    kod: str
    namn: str
    senast: datetime.date | None = None


def angivna(t: Tolkning, blad: str, falt: str) -> set[str]:
    """The indicators for which a column of a sheet states a value."""
    return {r["indikatorkod"] for r in t.rader.get(blad, ()) if r[falt] is not None}


def angivna_arsmal(t: Tolkning) -> set[str]:
    """The indicators for which a plan states an årsmål."""
    return angivna(t, "Årsmål", "arsmal")


def saknas(t: Tolkning, s: Sammanhang) -> list[Saknad]:
    """Everything that a workbook still lacks, in the order of its sheets."""
    return [x for blad, vad in SAKNAS.items() if blad in t.rader for x in vad(t, s)]


def _egna(t: Tolkning, s: Sammanhang) -> list[Indikatoruppgift]:
    return list(s.tilldelade.get(t.organ or "", {}).values())


def _arsmal(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    finns = angivna_arsmal(t)
    beskrivna = {r["indikatorkod"] for r in t.rader["Årsmål"] if r["sa_nar_vi"]}
    for i in _egna(t, s):
        if i.vantas and i.kod not in finns:
            yield Saknad(Brist.ARSMAL, i.kod, i.namn)
        if i.beskrivs and i.kod not in beskrivna:
            yield Saknad(Brist.BESKRIVNING, i.kod, i.namn)


def _varden(blad: str) -> Callable[[Tolkning, Sammanhang], Iterator[Saknad]]:
    def saknade(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
        finns = angivna(t, blad, "varde")
        yield from (Saknad(Brist.VARDE, i.kod, i.namn) for i in _egna(t, s) if not i.utgar and i.kod not in finns)

    return saknade


def _mal(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    rader = {r["malkod"]: r for r in t.rader["Mål"]}
    for kod, namn in s.lov.items():
        rad = rader.get(kod, {})
        if rad.get("bidrar") is None:
            yield Saknad(Brist.BIDRAR, kod, namn)
        elif rad["bidrar"] and not rad["hur"]:
            yield Saknad(Brist.HUR, kod, namn)


def _processer(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    """The same faults as the avstämning finds."""
    if t.organ not in s.namnder:
        return
    bidrar = {r["malkod"] for r in t.rader.get("Mål", ()) if r["bidrar"]}
    processer = [
        Process(r["malkod"], r["process"], all(r[f] for f in ("arbetssatt", "kontroll", "handelse")))
        for r in t.rader["Intern kontroll"]
        if r["process"]
    ]
    krav = [Process(mal, process) for mal, process in s.processer.get(t.organ or "", ())]
    for fel in faults([kod for kod in s.lov if kod in bidrar], processer, krav):
        yield Saknad(_KONTROLLBRISTER[fel.brist], fel.mal or "–", fel.process or s.lov[fel.mal or ""])


def _svar(t: Tolkning, s: Sammanhang) -> Iterator[Saknad]:
    svar = t.rader["Svar"]
    varden = {r["indikatorkod"] for r in svar if r["reviderat_arsmal"] is not None}
    falt = ("svar", "aktivitet", "kan_inte")
    besvarade = {r["nummer"] for r in svar if r["reviderat_arsmal"] is not None or any(r[f] for f in falt)}
    for f in s.fragor.get(t.organ or "", {}).values():
        har_varde = f.begar in VARDEBEGAR and f.indikator in varden
        if f.oppen and not (f.nummer in besvarade or har_varde):
            yield Saknad(Brist.SVAR, f.nummer, f.kort, f.senast)


#: sheet → what may be missing on it
SAKNAS: dict[str, Callable[[Tolkning, Sammanhang], Iterator[Saknad]]] = {
    "Årsmål": _arsmal,
    "Mål": _mal,
    "Intern kontroll": _processer,
    "Svar": _svar,
    "Prognos": _varden("Prognos"),
    "Utfall": _varden("Utfall"),
}
