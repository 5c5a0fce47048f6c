"""One cell as a value of its column: texts, codes, dates, numbers (kontrakt section 4)."""

import datetime
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.tal import MOST, EjTal, parse_tal, svensk, ur_cell
from schemas.falt import Kolumn
from schemas.inlamning import Indikatoruppgift
from schemas.ord import Ordbok
from schemas.problem import ETT_TAL, cellfel
from tasks.bocker.lasbok import Lastblad, clean_kod, clean_text

#: how people say yes and no; a ticked box is a truth value
JA_NEJ = {
    "ja": True,
    "j": True,
    "x": True,
    "✓": True,
    "✔": True,
    "nej": False,
    "n": False,
}
MANADER = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip


def cell_text(varde: Any) -> str | None:
    """What stands in a cell, as a text; None where nothing that is seen does."""
    if varde is None or varde == "":
        return None
    if isinstance(varde, float) and varde.is_integer():
        varde = int(varde)
    if isinstance(varde, datetime.datetime):
        varde = varde.date()
    return clean_text(str(varde)) or None


def kodtext(varde: Any) -> str | None:
    """A cell as a code: no invisible characters, one space between words."""
    text = cell_text(varde)
    return clean_kod(text) or None if text else None


class Cellfel(ValueError):
    """A cell is no value of its column: the kind of problem, what stands there, and what its text needs to know."""

    def __init__(self, kod: str, varde: object = None, **om: Any) -> None:
        self.kod, self.varde, self.om = kod, varde, om
        super().__init__(kod)


def to_value(
    ra: Any, k: Kolumn, cell: str, blad: Lastblad, om: Indikatoruppgift | None, o: Ordbok, kanda: Mapping[str, str]
) -> Any:
    """One cell as a value of its column.

    Args:
        kanda: the codes that a column of codes may name.
    """
    if cell in blad.fel and not (k.locked and not k.krav):
        if k.typ in ("tal", "heltal") and cell in blad.olasliga:
            raise Cellfel("ej-tal", blad.fel[cell], exempel=_exempel(k), skal="det går inte att läsa som ett tal")
        raise Cellfel("cellfel", **cellfel(blad.fel[cell]))
    text = cell_text(ra)
    if text is None:
        return None
    match k.typ:
        case "janej":
            svar = JA_NEJ.get(clean_kod(text).strip(" .!").lower())
            if svar is None:
                raise Cellfel("ej-ja-nej", text)
            return svar
        case "datum":
            return to_datum(ra, text)
        case "tal" | "heltal":
            return _talvarde(ra, text, k, cell, blad, om)
    if kanda:
        return _kod_av(ra, text, kanda)
    if k.koder:
        return _i_listan(clean_kod(text), k, o)
    return clean_kod(text) if k.ref or k.enrads else text


def _talvarde(ra: Any, text: str, k: Kolumn, cell: str, blad: Lastblad, om: Indikatoruppgift | None) -> Any:
    om = om if k.typ == "tal" else None
    if cell in blad.skalade:
        raise Cellfel("tal-visas-skalat", text)
    try:
        varde = _tal(ra, text, procentformat=cell in blad.procent, tecken=cell in blad.procenttecken, om=om)
    except Cellfel as fel:
        fel.om.setdefault("exempel", _exempel(k))
        raise
    if k.typ == "tal":
        return varde
    if varde != varde.to_integral_value():
        raise Cellfel("ej-heltal", text, grans=_exempel(k))
    return int(varde)


def _exempel(k: Kolumn) -> str:
    """What a column of numbers takes."""
    if k.typ == "tal":
        return ETT_TAL
    return "ett heltal" if k.minst is None else f"ett heltal från {k.minst} till {k.storst}"


def _i_listan(text: str, k: Kolumn, o: Ordbok) -> str:
    kod = o.kod_av(text, k.koder)
    if kod is None:
        raise Cellfel("ej-i-listan", text, koder=", ".join(o.kod(c) for c in k.koder))
    return kod


def _kod_av(ra: Any, text: str, kanda: Mapping[str, str]) -> str:
    """The one code that a cell can mean; what is none is left as it stands, for the checks to name.

    Excel makes 1.10 a number and 1.2 a date: what it then looks like may be another code.
    """
    if isinstance(ra, datetime.datetime | datetime.date):
        liknar = [f for f in (f"{ra.day}.{ra.month}", f"{ra.month}.{ra.day}", f"{ra:%Y-%m}", f"{ra.month}.{ra:%y}")
                  if f in kanda]  # fmt: skip
        menade = f"; menade du {' eller '.join(dict.fromkeys(liknar))}?" if liknar else ""
        raise Cellfel("kod-som-datum", text, menade=menade)
    ren = clean_kod(text)
    if isinstance(ra, float):
        lika = [k for k in kanda if _as_number(k) == ur_cell(ra)]
        if len(lika) > 1:
            raise Cellfel("kod-som-tal", text, forslag=" eller ".join(lika))
        return lika[0] if lika else ren
    if ren in kanda:
        return ren
    utan_slut = ren.rstrip(".:,;")
    forsta, _, resten = ren.partition(" ")
    namn = clean_kod(kanda.get(forsta.rstrip(".:,;"), "")).casefold()
    resten = resten.strip(" –-…:.").casefold()
    if namn and resten and (namn.startswith(resten) or resten.startswith(namn)):
        return forsta.rstrip(".:,;")
    per_nyckel: dict[str, list[str]] = {}
    for k in kanda:
        per_nyckel.setdefault(k.casefold(), []).append(k)
    for forsok in (ren, utan_slut, utan_slut.replace(",", ".")):
        if len(svar := per_nyckel.get(forsok.casefold(), [])) == 1:
            return svar[0]
    return ren


def _as_number(kod: str) -> Decimal | None:
    """A code such as 1.10 as the number that Excel makes of it."""
    return Decimal(kod) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", kod, re.ASCII) else None


def to_datum(ra: Any, text: str) -> datetime.date:
    """A cell as a date: what Excel has made one of, or what is written as one.

    Raises:
        Cellfel: it is none.
    """
    if isinstance(ra, datetime.datetime):
        return ra.date()
    if isinstance(ra, datetime.date):
        return ra
    try:
        return parse_datum(clean_kod(text))
    except ValueError:
        raise Cellfel("ej-datum", text) from None


_DATUM = (
    re.compile(r"(?P<ar>\d{4})[-/.](?P<manad>\d{1,2})[-/.](?P<dag>\d{1,2})", re.ASCII),
    re.compile(r"(?P<ar>\d{4})(?P<manad>\d{2})(?P<dag>\d{2})", re.ASCII),
    re.compile(r"(?P<dag>\d{1,2})[/.](?P<manad>\d{1,2})[ \-/.]+(?P<ar>\d{4})", re.ASCII),
    re.compile(r"(?:den )?(?P<dag>\d{1,2})\.?(?::?e)? (?P<namn>[a-zåäö]{3,9})\.?,? (?P<ar>\d{4})", re.IGNORECASE),
)


def parse_datum(text: str) -> datetime.date:
    """A date as a Swede writes it: 2027-03-15, 15/3 2027, 15 mars 2027 (kontrakt section 4).

    Raises:
        ValueError: it is none.
    """
    for monster in _DATUM:
        if traff := monster.fullmatch(text.strip(" .")):
            delar = traff.groupdict()
            manad = _manad(delar["namn"]) if "namn" in delar else int(delar["manad"])
            return datetime.date(int(delar["ar"]), manad, int(delar["dag"]))
    raise ValueError(text)


def _manad(namn: str) -> int:
    """The number of a month by its name, or by as much of it as tells it apart."""
    lika = [n for n, m in enumerate(MANADER, 1) if m.startswith(namn.lower())]
    if len(lika) != 1:
        raise ValueError(namn)
    return lika[0]


def _tal(ra: Any, text: str, *, procentformat: bool, tecken: bool = False, om: Indikatoruppgift | None) -> Decimal:
    if isinstance(ra, bool):
        raise Cellfel("ej-tal", "Sant" if ra else "Falskt", skal="det är ett sanningsvärde")
    if isinstance(ra, datetime.date | datetime.time | datetime.timedelta):
        raise Cellfel("datum-som-tal", text)
    if isinstance(ra, int | float):
        if not math.isfinite(ra):
            raise Cellfel("ej-tal", text, skal="det går inte att läsa som ett tal")
        varde, procent = ur_cell(ra) if isinstance(ra, float) else Decimal(ra), procentformat
        varde = Decimal(format((varde * 100 if procentformat else varde).normalize(), "f"))
    else:
        try:
            varde, procent = parse_tal(clean_kod(text))
        except EjTal as fel:
            raise Cellfel("ej-tal", text, skal=str(fel)) from None
    if (procent or tecken) and not (om and om.procent):
        raise Cellfel("procent-fel-enhet", text, enheten=f" i {om.enhet}" if om and om.enhet else "")
    if abs(varde) >= MOST:
        raise Cellfel("utanfor-granser", text, grans="ett tal med högst 15 siffror före decimaltecknet")
    if om and om.procent and not procent and 0 < abs(varde) <= 1 and not _is_small(om):
        raise Cellfel("procent-oklar", svensk(varde), forslag=svensk(varde * 100))
    return varde


def _is_small(om: Indikatoruppgift) -> bool:
    return any(v is not None and abs(v) <= 1 for v in (om.kf_arsmal, om.utfall))
