"""The checks across the sheets of one workbook (kontrakt section 4)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from schemas.begrepp import Fas
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem

HALVA = 2


def check_rader(tolkning: Tolkning, fil: str, s: Sammanhang) -> None:
    """Add what is wrong across sheets to `tolkning.problem`, and what to ask about to `tolkning.fragor`."""
    granskare = _check_vp if tolkning.slag == Fas.VP else _check_t1
    redan = {(p.blad, p.cell) for p in tolkning.problem}
    tolkning.problem += [p for p in granskare(tolkning, fil, s) if (p.blad, p.cell) not in redan]
    if tolkning.slag == Fas.VP and not tolkning.problem:
        tolkning.fragor += _stora_steg(tolkning, s)


def _cell(t: Tolkning, blad: str, falt: str, rad: dict[str, Any]) -> str:
    return f"{t.kolumner[blad].get(falt, 'A')}{rad['rad']}"


def _check_vp(t: Tolkning, fil: str, s: Sammanhang) -> Iterator[Problem]:
    egna = s.tilldelade.get(t.organ or "", {})
    yield from _dubbla(t, fil, "Årsmål", "indikatorkod")
    yield from _dubbla(t, fil, "Mål", "malkod")
    for rad in t.rader.get("Årsmål", ()):
        if rad["indikatorkod"] and rad["indikatorkod"] not in egna:
            om = {"blad": "Årsmål", "cell": _cell(t, "Årsmål", "indikatorkod", rad), "varde": rad["indikatorkod"]}
            yield problem("indikator-ej-tilldelad", fil, koder=", ".join(egna), **om)
    yield from _utelamnade_mal(t, fil, s)
    for blad, rader in t.rader.items():
        for rad in rader:
            malen = s.mal.keys() if blad == "Mål" else s.mal.keys() | s.inriktningsmal
            if rad.get("malkod") and rad["malkod"] not in malen:
                yield problem("okant-mal", fil, blad=blad, cell=_cell(t, blad, "malkod", rad), varde=rad["malkod"])
            kod = rad.get("indikatorkod")
            if kod and blad != "Årsmål" and kod not in s.indikatorer:
                yield problem("okand-indikator", fil, blad=blad, cell=_cell(t, blad, "indikatorkod", rad), varde=kod)


def _utelamnade_mal(t: Tolkning, fil: str, s: Sammanhang) -> Iterator[Problem]:
    """Every goal must have its row: an organ that does not contribute says so."""
    if "malkod" not in t.kolumner.get("Mål", {}):
        return
    cell = f"{t.kolumner['Mål']['malkod']}1"
    finns = {rad["malkod"] for rad in t.rader.get("Mål", ())}
    for mal, namn in s.mal.items():
        if mal not in finns:
            yield problem("mal-saknas", fil, blad="Mål", cell=cell, malet=f"{mal} {namn}")


def _check_t1(t: Tolkning, fil: str, s: Sammanhang) -> Iterator[Problem]:
    fragor = s.fragor.get(t.organ or "", {})
    yield from _dubbla(t, fil, "Svar", "nummer")
    forst: dict[str, dict[str, Any]] = {}
    for rad in t.rader.get("Svar", ()):
        if rad["nummer"] and rad["nummer"] not in fragor:
            yield problem("okant-nummer", fil, blad="Svar", cell=_cell(t, "Svar", "nummer", rad), varde=rad["nummer"])
            continue
        if rad["kan_inte"] and not rad["svar"]:
            yield problem("kan-inte-utan-svar", fil, blad="Svar", cell=_cell(t, "Svar", "svar", rad))
        rad["indikatorkod"] = fragor[rad["nummer"]].indikator if rad["nummer"] else None
        varde = rad["reviderat_arsmal"]
        if varde is None:
            continue
        om: dict[str, Any] = {"blad": "Svar", "cell": _cell(t, "Svar", "reviderat_arsmal", rad), "varde": varde}
        if rad["indikatorkod"] is None:
            yield problem("varde-utan-indikator", fil, **om)
            continue
        tidigare = forst.setdefault(rad["indikatorkod"], rad)
        if tidigare["reviderat_arsmal"] != varde:
            forsta = {
                "forst": _cell(t, "Svar", "reviderat_arsmal", tidigare),
                "varde_forst": tidigare["reviderat_arsmal"],
            }
            yield problem("olika-reviderade", fil, **om, **forsta)


def _dubbla(t: Tolkning, fil: str, blad: str, falt: str) -> Iterator[Problem]:
    sedda: dict[str, str] = {}
    for rad in t.rader.get(blad, ()):
        if rad[falt] in sedda:
            yield problem(
                "dubbel-rad", fil, blad=blad, cell=_cell(t, blad, falt, rad), varde=rad[falt], forst=sedda[rad[falt]]
            )
        elif rad[falt]:
            sedda[rad[falt]] = _cell(t, blad, falt, rad)


def is_far_from(arsmal: Decimal, utfall: Decimal) -> bool:
    """Whether a value is more than half away from last year's outcome (kontrakt section 4)."""
    return HALVA * abs(arsmal - utfall) > abs(utfall)


def _stora_steg(t: Tolkning, s: Sammanhang) -> Iterator[str]:
    """A value more than half away from last year's outcome is taken in, and asked about."""
    egna = s.tilldelade.get(t.organ or "", {})
    for rad in t.rader.get("Årsmål", ()):
        varde, utfall = rad["arsmal"], egna[rad["indikatorkod"]].utfall
        if varde is not None and utfall is not None and is_far_from(varde, utfall):
            cell = _cell(t, "Årsmål", "arsmal", rad)
            yield (
                f"Bladet Årsmål, cell {cell}: årsmålet {_svensk(varde)} för {rad['indikatorkod']} ligger långt från "
                f"föregående års utfall {_svensk(utfall)}. Stämmer det?"
            )


def _svensk(tal: object) -> str:
    return str(tal).replace(".", ",")
