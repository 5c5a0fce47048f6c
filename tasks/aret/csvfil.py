"""Reading the CSV files of a year folder: text cells, then values by the declaration of the columns."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import SQLModel

from rules.tal import EjTal, parse_tal
from schemas.falt import Kolumn, kolumner
from schemas.kontroll import check
from schemas.problem import Problem, problem

#: what no figure of a city comes near, and how many digits a number of the year may have (kontrakt section 2)
MOST = Decimal(10) ** 12
MOST_DIGITS = 15
JA_NEJ = {"ja": True, "nej": False}


class EjVarde(ValueError):
    """A cell that cannot be converted; `kod` and `om` make the Problem."""

    def __init__(self, kod: str, **om: Any) -> None:
        self.kod, self.om = kod, om
        super().__init__(kod)


def read_csv(sokvag: Path, modell: type[SQLModel], funna: list[Problem], namn: str | None = None) -> pd.DataFrame:
    """One CSV file: separator and decimal sign are found out; problems are added to `funna`.

    Returns:
        Columns by header, converted; None where nothing stands; labels are the rows of the file (the header is 1).
    """
    namn = namn or sokvag.name
    kols = kolumner(modell)
    ram = read_rader(sokvag, namn, [k.namn for k in kols], funna, [k.namn for k in kols if k.krav])
    return convert(modell, ram, lambda rad, kolumn: {"fil": namn, "rad": rad, "kolumn": kolumn}, funna)


def convert(
    modell: type[SQLModel], ram: pd.DataFrame, plats: Callable[[int, str | None], dict[str, Any]], funna: list[Problem]
) -> pd.DataFrame:
    """Text cells → values by the declaration of the columns, then the whole frame through pandera."""
    svar, trasiga = {}, set()
    for k in kolumner(modell):
        varden = []
        for rad, text in ram[k.namn].items():
            try:
                varden.append(_varde(text, k))
            except EjVarde as fel:
                trasiga.add((rad, k.namn))
                funna.append(problem(fel.kod, **plats(int(rad), k.namn), varde=text, **fel.om))
                varden.append(None)
        svar[k.namn] = pd.Series(varden, index=ram.index, dtype=object)
    tolkad = pd.DataFrame(svar, index=ram.index, columns=[k.namn for k in kolumner(modell)], dtype=object)
    funna += [p for p in check(modell, tolkad, plats) if (p.rad, p.kolumn) not in trasiga or p.kod != "tomt-falt"]
    return tolkad


def _varde(text: str | None, k: Kolumn) -> Any:
    if text is None:
        return k.standard
    match k.typ:
        case "janej":
            if text.lower() not in JA_NEJ:
                raise EjVarde("okand-kod", koder="ja, nej")
            return JA_NEJ[text.lower()]
        case "datum":
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                raise EjVarde("ej-datum") from None
        case "tal" | "heltal":
            return _tal(text, heltal=k.typ == "heltal")
    return "+".join(d.strip() for d in text.split("+")) if k.flera else text


def _tal(text: str, *, heltal: bool) -> Decimal | int:
    try:
        varde, procent = parse_tal(text, punkt_ar_decimal=True)
    except EjTal as fel:
        raise EjVarde("ej-tal", skal=str(fel)) from None
    if procent:
        raise EjVarde("ej-tal", skal="procenttecken hör inte hit")
    if abs(varde) >= MOST or len(varde.as_tuple().digits) > MOST_DIGITS:
        raise EjVarde("utanfor-granser", grans=f"ett tal med högst {MOST_DIGITS} siffror och mindre än en biljon")
    if heltal and varde != varde.to_integral_value():
        raise EjVarde("ej-heltal", grans="ett heltal utan decimaler")
    return int(varde) if heltal else varde


def read_rader(
    sokvag: Path, namn: str, kanda: list[str], funna: list[Problem], krav: list[str] | None = None
) -> pd.DataFrame:
    """The rows of a CSV file as text, NFC and trimmed, None for empty; one column for each known header."""
    tom = pd.DataFrame({k: pd.Series(dtype=object) for k in kanda})
    try:
        text = unicodedata.normalize("NFC", sokvag.read_text("utf-8-sig"))
    except (UnicodeDecodeError, OSError):
        funna.append(problem("fil-olaslig", namn, vad="en CSV-fil i UTF-8"))
        return tom
    rubrikrad = text.split("\n", 1)[0]
    skilje = ";" if rubrikrad.count(";") > rubrikrad.count(",") else ","
    try:
        rader = list(csv.reader(io.StringIO(text, newline=""), delimiter=skilje, strict=True))
    except csv.Error as fel:
        funna.append(problem("fil-olaslig", namn, vad=f"en hel CSV-fil ({fel})"))
        return tom
    if not rader and not krav:
        return tom
    rubriker = [r.strip() for r in rader[0]] if rader else []
    if _rubrikfel(namn, rubriker, kanda, krav or [], funna):
        return tom
    data, index = [], []
    for nr, rad in enumerate(rader[1:], 2):
        if not any(c.strip() for c in rad):
            continue
        if len(rad) != len(rubriker):
            funna.append(problem("trasig-rad", namn, rad=nr, varde=skilje.join(rad), antal=len(rubriker)))
            continue
        data.append([c.strip() or None for c in rad])
        index.append(nr)
    ram = pd.DataFrame(data, columns=rubriker, index=index, dtype=object)
    return ram.reindex(columns=kanda).astype(object).where(lambda r: r.notna(), None)


def _rubrikfel(namn: str, rubriker: list[str], kanda: list[str], krav: list[str], funna: list[Problem]) -> bool:
    fel = [
        problem(
            "dubbel-kolumn" if r in rubriker[:n] else "okand-kolumn", namn, rad=1, kolumn=r, kolumner=", ".join(kanda)
        )
        for n, r in enumerate(rubriker)
        if r not in kanda or r in rubriker[:n]
    ]
    fel += [problem("kolumn-saknas", namn, rad=1, kolumn=k) for k in krav if k not in rubriker]
    funna += fel
    return bool(fel)
