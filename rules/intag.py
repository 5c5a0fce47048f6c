"""The checks across the rows and sheets of one workbook (kontrakt section 4)."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem

HALVA = 2

Rad = dict[str, Any]
#: a check of one sheet: what was read, the file's name, what the year says, the sheet's name
Kontroll = Callable[[Tolkning, str, Sammanhang, str], Iterator[Problem]]


def check_rader(tolkning: Tolkning, fil: str, s: Sammanhang) -> None:
    """Add what is wrong across rows and sheets to `tolkning.problem`, and what to ask about to `tolkning.fragor`."""
    redan = {(p.blad, p.cell) for p in tolkning.problem}
    for blad in tolkning.rader:
        for kontroll in (*KONTROLLER.get(blad, ()), _koder):
            tolkning.problem += [p for p in kontroll(tolkning, fil, s, blad) if (p.blad, p.cell) not in redan]
    if not tolkning.problem:
        for blad, falt in VARDEN.items():
            tolkning.fragor += _stora_steg(tolkning, s, blad, falt)


def _cell(t: Tolkning, blad: str, falt: str, rad: Rad) -> str:
    return f"{t.kolumner[blad].get(falt, 'A')}{rad['rad']}"


def _dubbla(falt: str) -> Kontroll:
    """The same code on two rows."""

    def kontroll(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
        sedda: dict[str, str] = {}
        for rad in t.rader[blad]:
            om = {"blad": blad, "cell": _cell(t, blad, falt, rad), "varde": rad[falt]}
            if rad[falt] in sedda:
                yield problem("dubbel-rad", fil, **om, forst=sedda[rad[falt]])
            elif rad[falt]:
                sedda[rad[falt]] = str(om["cell"])

    return kontroll


def _ej_tilldelade(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """An indicator that the organ does not hold."""
    egna = s.tilldelade.get(t.organ or "", {})
    for rad in t.rader[blad]:
        kod = rad["indikatorkod"]
        if kod and kod not in egna:
            om = {"blad": blad, "cell": _cell(t, blad, "indikatorkod", rad), "varde": kod}
            yield problem("indikator-ej-tilldelad", fil, koder=", ".join(egna), **om)


def _utelamnade_mal(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """Every goal must have its row: an organ that does not contribute says so."""
    if "malkod" not in t.kolumner.get(blad, {}):
        return
    cell = f"{t.kolumner[blad]['malkod']}1"
    finns = {rad["malkod"] for rad in t.rader[blad]}
    for mal, namn in s.lov.items():
        if mal not in finns:
            yield problem("mal-saknas", fil, blad=blad, cell=cell, malet=f"{mal} {namn}")


def _lov(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """A goal that has goals below it, where a leaf belongs."""
    for rad in t.rader[blad]:
        if rad["malkod"] in s.mal and rad["malkod"] not in s.lov:
            yield problem("okant-mal", fil, blad=blad, cell=_cell(t, blad, "malkod", rad), varde=rad["malkod"])


def _koder(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """Goals and indicators that the year does not have, on any sheet that names them."""
    for rad in t.rader[blad]:
        if rad.get("malkod") and rad["malkod"] not in s.mal:
            yield problem("okant-mal", fil, blad=blad, cell=_cell(t, blad, "malkod", rad), varde=rad["malkod"])
        kod = rad.get("indikatorkod")
        if kod and _ej_tilldelade not in KONTROLLER.get(blad, ()) and kod not in s.indikatorer:
            om = {"blad": blad, "cell": _cell(t, blad, "indikatorkod", rad), "varde": kod}
            yield problem("okand-indikator", fil, **om)


def _svaren(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """Answers to what was not asked, without a reason, and two different values for one indicator."""
    fragor = s.fragor.get(t.organ or "", {})
    forst: dict[str, Rad] = {}
    for rad in t.rader[blad]:
        if rad["nummer"] and rad["nummer"] not in fragor:
            yield problem("okant-nummer", fil, blad=blad, cell=_cell(t, blad, "nummer", rad), varde=rad["nummer"])
            continue
        if rad["kan_inte"] and not rad["svar"]:
            yield problem("kan-inte-utan-svar", fil, blad=blad, cell=_cell(t, blad, "svar", rad))
        rad["indikatorkod"] = fragor[rad["nummer"]].indikator if rad["nummer"] else None
        varde = rad["reviderat_arsmal"]
        if varde is None:
            continue
        om: dict[str, Any] = {"blad": blad, "cell": _cell(t, blad, "reviderat_arsmal", rad), "varde": varde}
        if rad["indikatorkod"] is None:
            yield problem("varde-utan-indikator", fil, **om)
            continue
        tidigare = forst.setdefault(rad["indikatorkod"], rad)
        if tidigare["reviderat_arsmal"] != varde:
            forsta = {
                "forst": _cell(t, blad, "reviderat_arsmal", tidigare),
                "varde_forst": tidigare["reviderat_arsmal"],
            }
            yield problem("olika-reviderade", fil, **om, **forsta)


#: sheet → its checks, beside `_koder`, which is every sheet's
KONTROLLER: dict[str, tuple[Kontroll, ...]] = {
    "Årsmål": (_dubbla("indikatorkod"), _ej_tilldelade),
    "Mål": (_dubbla("malkod"), _utelamnade_mal, _lov),
    "Svar": (_dubbla("nummer"), _svaren),
    "Prognos": (_dubbla("indikatorkod"), _ej_tilldelade),
    "Utfall": (_dubbla("indikatorkod"), _ej_tilldelade),
}
#: sheet → the column with a value of the row's indicator
VARDEN: dict[str, str] = {"Årsmål": "arsmal", "Prognos": "varde", "Utfall": "varde"}


def is_far_from(varde: Decimal, utfall: Decimal) -> bool:
    """Whether a value is more than half away from last year's outcome (kontrakt section 4)."""
    return HALVA * abs(varde - utfall) > abs(utfall)


def _stora_steg(t: Tolkning, s: Sammanhang, blad: str, falt: str) -> Iterator[str]:
    """A value more than half away from last year's outcome is taken in, and asked about."""
    egna = s.tilldelade.get(t.organ or "", {})
    for rad in t.rader.get(blad, ()):
        varde, utfall = rad[falt], egna[rad["indikatorkod"]].utfall
        if varde is not None and utfall is not None and is_far_from(varde, utfall):
            yield (
                f"Bladet {blad}, cell {_cell(t, blad, falt, rad)}: värdet {_svensk(varde)} för {rad['indikatorkod']} "
                f"ligger långt från föregående års utfall {_svensk(utfall)}. Stämmer det?"
            )


def _svensk(tal: object) -> str:
    return str(tal).replace(".", ",")
