"""The checks across the rows and sheets of one workbook (kontrakt section 4)."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

from rules.tal import svensk
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem

HALVA = 2
HUNDRA = 100

Rad = dict[str, Any]
#: a check of one sheet: what was read, the file's name, what the year says, the sheet's name
Kontroll = Callable[[Tolkning, str, Sammanhang, str], Iterator[Problem]]


def check_rader(tolkning: Tolkning, fil: str, s: Sammanhang) -> None:
    """Add what is wrong across rows and sheets to `tolkning.problem`, and what to ask about to `tolkning.fragor`."""
    redan = {(p.blad, p.cell) for p in tolkning.problem}
    for blad in UNIKA.keys() & tolkning.rader.keys():
        tolkning.fragor += _drop_identical(tolkning, blad)
    for blad in tolkning.rader:
        for kontroll in (*KONTROLLER.get(blad, ()), _koder):
            tolkning.problem += [p for p in kontroll(tolkning, fil, s, blad) if (p.blad, p.cell) not in redan]
    if not tolkning.problem:
        steg = [f for blad, falt in VARDEN.items() for f in _stora_steg(tolkning, s, blad, falt)]
        tolkning.fragor[:0] = [*steg, *_stora_belopp(tolkning)]  # at the head: they may decide a goal


def _cell(t: Tolkning, blad: str, falt: str, rad: Rad) -> str:
    return f"{t.kolumner[blad].get(falt, 'A')}{rad['rad']}"


def _drop_identical(t: Tolkning, blad: str) -> Iterator[str]:
    """The same row twice, letter for letter, is one row; that is told."""
    sedda: dict[tuple[Any, ...], Rad] = {}
    for rad in t.rader[blad]:
        nyckel = tuple((falt, v) for falt, v in rad.items() if falt != "rad")
        if nyckel in sedda:
            yield f"Bladet {blad}: rad {rad['rad']} är som rad {sedda[nyckel]['rad']} och räknas en gång."
        sedda.setdefault(nyckel, rad)
    t.rader[blad] = list(sedda.values())


def _dubbla(t: Tolkning, fil: str, s: Sammanhang, blad: str) -> Iterator[Problem]:
    """The same code on two rows that differ."""
    falt, sedda = UNIKA[blad], dict[str, str]()
    for rad in t.rader[blad]:
        om = {"blad": blad, "cell": _cell(t, blad, falt, rad), "varde": rad[falt]}
        if rad[falt] in sedda:
            yield problem("dubbel-rad", fil, **om, forst=sedda[rad[falt]])
        elif rad[falt]:
            sedda[rad[falt]] = str(om["cell"])


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


#: the sheets on which a code stands once, and by what
UNIKA: dict[str, str] = {
    "Årsmål": "indikatorkod",
    "Mål": "malkod",
    "Svar": "nummer",
    "Prognos": "indikatorkod",
    "Utfall": "indikatorkod",
}
#: sheet → its checks, beside `_koder`, which is every sheet's
KONTROLLER: dict[str, tuple[Kontroll, ...]] = {
    "Årsmål": (_dubbla, _ej_tilldelade),
    "Mål": (_dubbla, _utelamnade_mal, _lov),
    "Svar": (_dubbla, _svaren),
    "Prognos": (_dubbla, _ej_tilldelade),
    "Utfall": (_dubbla, _ej_tilldelade),
}
#: sheet → the column with a value of the row's indicator
VARDEN: dict[str, str] = {"Årsmål": "arsmal", "Svar": "reviderat_arsmal", "Prognos": "varde", "Utfall": "varde"}


def is_far_from(varde: Decimal, utfall: Decimal) -> bool:
    """Whether a value is more than half away from last year's outcome (kontrakt section 4)."""
    return HALVA * abs(varde - utfall) > abs(utfall)


#: mnkr: no request of a board is as large
STORSTA_BELOPP = 100_000
#: as many times an organ's other amounts: kronor were meant, or thousands
GANGER = 100


class Orimligt(StrEnum):
    """Why a value is asked about."""

    UTFALL = "långt från föregående års utfall"
    KF = "långt från årsmålet för alla"
    PROCENT = "ingen procentsats mellan 0 och 100"


def odd_value(
    varde: Decimal, utfall: Decimal | None, kf_arsmal: Decimal | None, *, procent: bool, medel: bool
) -> Orimligt | None:
    """Whether a value is asked about, and why (kontrakt section 4).

    Args:
        utfall: the organ's own, of the year before. medel: whether the indicator is a mean of the organs' values.
    """
    if utfall is not None:
        return Orimligt.UTFALL if is_far_from(varde, utfall) else None
    if procent and not 0 <= varde <= HUNDRA:
        return Orimligt.PROCENT
    if medel and kf_arsmal is not None and is_far_from(varde, kf_arsmal):
        return Orimligt.KF
    return None


def odd_amount(belopp: Decimal, andra: Iterable[Decimal]) -> bool:
    """Whether an amount in mnkr is asked about: beyond any request, or a hundred times the organ's others."""
    storst = max((abs(b) for b in andra if b), default=None)
    return abs(belopp) > STORSTA_BELOPP or (storst is not None and abs(belopp) > GANGER * storst)


def _stora_belopp(t: Tolkning) -> Iterator[str]:
    """An amount that may be in kronor is taken in, and asked about."""
    falten = ("intakter", "kostnader", "avskrivningar", "investering")
    alla = [(rad, f, rad[f]) for rad in t.rader.get("Budget", ()) for f in falten if rad.get(f)]
    for n, (rad, falt, belopp) in enumerate(alla):
        if odd_amount(belopp, [b for m, (*_, b) in enumerate(alla) if m != n]):
            yield (
                f"Bladet Budget, cell {_cell(t, 'Budget', falt, rad)}: {svensk(belopp)} är ett mycket stort belopp, "
                "läst som miljoner kronor. Stämmer det?"
            )


def _stora_steg(t: Tolkning, s: Sammanhang, blad: str, falt: str) -> Iterator[str]:
    """A value that looks odd is taken in, and asked about."""
    egna = s.tilldelade.get(t.organ or "", {})
    for rad in t.rader.get(blad, ()):
        varde, i = rad[falt], egna.get(rad["indikatorkod"] or "")
        if varde is None or i is None:
            continue
        om = odd_value(varde, i.utfall, i.kf_arsmal, procent=i.procent, medel=i.medel)
        vad = {
            Orimligt.UTFALL: f"ligger långt från föregående års utfall {svensk(i.utfall)}",
            Orimligt.KF: f"ligger långt från {svensk(i.kf_arsmal)}, som är målet för alla tillsammans",
            Orimligt.PROCENT: "är ingen procentsats mellan 0 och 100",
        }
        if om:
            yield (
                f"Bladet {blad}, cell {_cell(t, blad, falt, rad)}: värdet {svensk(varde)} för {rad['indikatorkod']} "
                f"{vad[om]}. Stämmer det?"
            )
