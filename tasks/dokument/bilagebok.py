"""Writing the workbooks that go with a document: tables with headings, formats, real sums, sources and print set-up."""

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from schemas.begrepp import Kalla
from tasks.bocker.skrivbok import CREATED
from tasks.grund.filer import without_time

Form = Literal["text", "mnkr", "kr", "antal", "index", "tal"]

#: number formats; Excel shows them with the reader's own signs
FORMAT: dict[Form, str] = {
    "text": "@",
    "mnkr": "#,##0.0##;-#,##0.0##;0.0",
    "kr": "#,##0",
    "antal": "0",
    "index": "0.0000",
    "tal": "#,##0",
}
FORKLARING = {
    Kalla.REKONSTRUERAD: "rekonstruerad: inte hämtad ur ett beslutat dokument, eller bygger på sådana uppgifter.",
    Kalla.ANTAGANDE: "antagande: uppgiften är antagen.",
}
HUVUDRAD = 3
#: rows below the table that are printed with it
ROOM_FOR_NOTES = 8
#: letters of the font that fit into one unit of column width
CHARS_PER_WIDTH = 1.2


@dataclass(frozen=True)
class Kol:
    """A column: its heading, its width and how its numbers are shown; summeras = it has a sum at the foot."""

    rubrik: str
    bredd: int
    form: Form = "text"
    summeras: bool = False


@dataclass(frozen=True)
class Formel:
    """A cell with a formula and what it comes to. `{r}` stands for the row's number, `{a}`…: see `Blad.formel`."""

    text: str
    varde: Decimal | None


@dataclass(frozen=True)
class Bokrad:
    """A row: its cells, where it comes from, how many decimals its `tal` have, and whether it is a sum.

    nycklar = what its figures are traced by.
    """

    celler: Sequence[Any]
    kalla: str | None = None
    decimaler: int = 0
    summa: bool = False
    nycklar: Sequence[str] = ()


@dataclass(frozen=True)
class Tabellblad:
    """A sheet with one table."""

    namn: str
    rubrik: str
    kolumner: Sequence[Kol]
    rader: Sequence[Bokrad]
    noter: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Tabellbok:
    """A workbook to write; underrubrik stands under the heading of every sheet, sidhuvud on every page, sist last."""

    titel: str
    underrubrik: str
    sidhuvud: str
    blad: Sequence[Tabellblad]
    sist: str = ""


#: the column with what the figures of a row are traced by
SPARAS_MED = Kol("Spåras med", 40)


def render_xlsx(innehall: Tabellbok) -> bytes:
    """The workbook as a file: the same content gives the same bytes."""
    bok = _Bok(innehall)
    for blad in innehall.blad:
        bok.blad(blad)
    return bok.klar()


class _Bok:
    """A workbook under way, written to memory."""

    def __init__(self, innehall: Tabellbok) -> None:
        self._ut = io.BytesIO()
        val = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._bok = xlsxwriter.Workbook(self._ut, val)
        self._bok.set_properties({"title": innehall.titel, "author": "Årshjulet", "created": CREATED})
        self._bok.set_calc_mode("auto")
        self._titel, self._underrubrik, self._sidhuvud = innehall.titel, innehall.underrubrik, innehall.sidhuvud
        self._sist = innehall.sist
        self._format: dict[tuple[Any, ...], Any] = {}

    def _f(self, **val: Any) -> Any:
        nyckel = tuple(sorted(val.items()))
        if nyckel not in self._format:
            bas = {"font_name": "Arial", "font_size": 10, "valign": "top"}
            self._format[nyckel] = self._bok.add_format(bas | val)
        return self._format[nyckel]

    def blad(self, t: Tabellblad) -> None:
        """Write a sheet."""
        har_kalla = any(r.kalla for r in t.rader)
        har_nyckel = any(r.nycklar for r in t.rader)
        kolumner = [*t.kolumner, *([Kol("Källa", 15)] if har_kalla else []), *([SPARAS_MED] if har_nyckel else [])]
        blad = self._bok.add_worksheet(t.namn)
        blad.write_string(0, 0, t.rubrik, self._f(bold=True, font_size=14))
        blad.write_string(1, 0, self._underrubrik, self._f(font_color="#4A4A4A"))
        for n, k in enumerate(kolumner):
            blad.set_column(n, n, k.bredd)
        blad.set_row(HUVUDRAD, _hojd([k.rubrik for k in kolumner], kolumner))
        for nr, rad in enumerate(t.rader, HUVUDRAD + 1):
            celler = [*rad.celler, *([rad.kalla or ""] if har_kalla else [])]
            celler += ["\n".join(dict.fromkeys(n for n in rad.nycklar if n))] if har_nyckel else []
            blad.set_row(nr, _hojd(celler, kolumner))
            for n, (k, varde) in enumerate(zip(kolumner, celler, strict=True)):
                self._cell(blad, nr, n, varde, k, rad)
        slut = HUVUDRAD + 1 + len(t.rader)
        if t.rader:
            slut = self._tabell(blad, slut, kolumner, t)
        self._noter(blad, slut + 1, t, har_kalla)
        self._utskrift(blad, slut, len(kolumner))

    def _tabell(self, blad: Any, slut: int, kolumner: Sequence[Kol], t: Tabellblad) -> int:
        """Make a table of Excel's own of the rows, with its sums as its last row; the row after it."""
        summor = [_summan(n, k, t.rader) for n, k in enumerate(kolumner)]
        har_summor = any(v is not None for v in summor)
        rubrik = {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True, "bottom": 1}
        egenskaper = []
        for n, (k, summa) in enumerate(zip(kolumner, summor, strict=True)):
            plats = {"align": "left", "indent": 1 if n else 0} if k.form == "text" else {"align": "right"}
            kol: dict[str, Any] = {"header": k.rubrik, "header_format": self._f(**rubrik, **plats, valign="bottom")}
            if har_summor and n == 0:
                kol["total_string"] = "Summa"
            if summa is not None:
                omrade = f"{xl_rowcol_to_cell(HUVUDRAD + 1, n)}:{xl_rowcol_to_cell(slut - 1, n)}"
                kol |= {"total_function": f"=SUM({omrade})", "total_value": float(summa)}
            egenskaper.append(kol)
        sist = slut if har_summor else slut - 1
        namn = f"Tabell_{re.sub(r'[^0-9A-Za-zÅÄÖåäö]+', '_', t.namn)}"
        val = {"name": namn, "style": None, "columns": egenskaper, "total_row": har_summor, "description": t.rubrik}
        blad.add_table(HUVUDRAD, 0, sist, len(kolumner) - 1, val)
        if har_summor:
            self._summarad(blad, slut, kolumner, summor)
        return sist + 1

    def _cell(self, blad: Any, rad: int, kol: int, varde: Any, k: Kol, r: Bokrad) -> None:
        val: dict[str, Any] = {"bottom": 1, "bottom_color": "#D0D5DA"}
        if r.summa:
            val |= {"bold": True, "bg_color": "#EEF2F6"}
        if k.form == "text":
            val |= {"text_wrap": True, "align": "left", "indent": 1 if kol else 0}
        else:
            monster = "#,##0." + "0" * r.decimaler if k.form == "tal" and r.decimaler else FORMAT[k.form]
            val |= {"num_format": monster, "align": "right"}
        form = self._f(**val)
        match varde:
            case None | "":
                blad.write_blank(rad, kol, None, form)
            case Formel():
                blad.write_formula(rad, kol, varde.text, form, "" if varde.varde is None else float(varde.varde))
            case Decimal() | int():
                blad.write_number(rad, kol, float(varde), form)
            case _:
                blad.write_string(rad, kol, str(varde)[:32767], form)

    def _summarad(self, blad: Any, rad: int, kolumner: Sequence[Kol], summor: Sequence[Decimal | None]) -> None:
        """The look of the row of sums, over what the table has written there."""
        fet = {"bold": True, "bg_color": "#EEF2F6", "top": 1}
        blad.write_string(rad, 0, "Summa", self._f(**fet))
        for n, (k, summa) in enumerate(zip(kolumner, summor, strict=True)):
            if n and summa is None:
                blad.write_blank(rad, n, None, self._f(**fet))
            elif summa is not None:
                omrade = f"{xl_rowcol_to_cell(HUVUDRAD + 1, n)}:{xl_rowcol_to_cell(rad - 1, n)}"
                form = self._f(**fet, num_format=FORMAT[k.form], align="right")
                blad.write_formula(rad, n, f"=SUM({omrade})", form, float(summa))

    def _noter(self, blad: Any, rad: int, t: Tabellblad, har_kalla: bool) -> None:
        kallor = {r.kalla for r in t.rader}
        noter = [*t.noter, *((text for kalla, text in FORKLARING.items() if kalla in kallor) if har_kalla else ())]
        noter += [self._sist] if self._sist else []
        for n, text in enumerate(noter, rad):
            blad.write_string(n, 0, text, self._f(italic=True, font_color="#4A4A4A"))

    def _utskrift(self, blad: Any, slut: int, bredd: int) -> None:
        blad.freeze_panes(HUVUDRAD + 1, 1)
        blad.set_landscape()
        blad.set_paper(9)
        blad.fit_to_pages(1, 0)
        blad.repeat_rows(HUVUDRAD)
        blad.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        blad.set_header("&L" + self._sidhuvud.replace("&", "&&") + "&R&A")
        blad.set_footer("&L" + self._titel.replace("&", "&&") + "&RSida &P av &N")
        blad.print_area(0, 0, max(slut, HUVUDRAD) + ROOM_FOR_NOTES, bredd - 1)
        blad.hide_gridlines(2)

    def klar(self) -> bytes:
        """Close the workbook; its bytes, the same each time."""
        self._bok.close()
        return without_time(self._ut.getvalue())


def _summan(n: int, k: Kol, rader: Sequence[Bokrad]) -> Decimal | None:
    """What a column comes to; None where it has no sum, or nothing to add up."""
    celler = [r.celler[n] for r in rader] if k.summeras else []
    varden = [v.varde if isinstance(v, Formel) else v for v in celler]
    tal = [Decimal(v) for v in varden if isinstance(v, Decimal | int)]
    return sum(tal, Decimal(0)) if tal else None


def _hojd(celler: Sequence[Any], kolumner: Sequence[Kol]) -> float:
    """The height that a row's wrapped texts need, in points; programs do not agree on finding it themselves."""
    rader = [
        sum(max(1, math.ceil(len(rad) / (k.bredd * CHARS_PER_WIDTH))) for rad in v.split("\n"))
        for v, k in zip(celler, kolumner, strict=True)
        if isinstance(v, str)
    ]
    return 3 + 13 * max([1, *rader])


def kolumnbokstav(n: int) -> str:
    """0 → A."""
    return str(xl_col_to_name(n))


def radnummer(n: int) -> int:
    """The number in the sheet of the table's n:th row, from 0."""
    return HUVUDRAD + 2 + n


def per_rad(rader: Sequence[Any], gor: Callable[[int, Any], Bokrad]) -> list[Bokrad]:
    """Rows that need to know their own number in the sheet."""
    return [gor(radnummer(n), r) for n, r in enumerate(rader)]
