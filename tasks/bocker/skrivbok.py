"""Writing workbooks: sheets from their declarations, with dropdowns, locked headings and validation."""

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from schemas.arbetsbocker import IFYLLS, ORGANBLAD, Blad
from schemas.arsmapp import Arsfil
from schemas.begrepp import Organslag
from schemas.falt import Kolumn, kolumner
from schemas.ord import Ordbok, standardord
from tasks.grund.barn import all_in_children
from tasks.grund.filer import write_whole

#: a workbook made twice from the same data is the same file
CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
EMPTY_ROWS = 25
#: the sheet that says what has changed since an earlier version
ANDRAT = "Ändrat"
#: so many workbooks are not worth a child process
FEW = 4
FIRST_ROW = 1
#: how far down the rules of an open sheet reach
OPEN_ROWS = 5_000
EJ_I_LISTAN = {"error_title": "Inte i listan", "error_message": "Välj ett värde i listan."}
LINE_HEIGHT = 15
#: how XlsxWriter knows the paper
A4, A3 = 9, 8
#: the widest sheet, in characters, that can be read on A4
WIDEST_ON_A4 = 130
#: a sheet with more rows gets a filter
FEW_ROWS = 20
#: a number with more digits than Excel keeps is written as text, so that nothing is lost
EXCEL_DIGITS = 15


@dataclass
class Bladinnehall:
    """A sheet to write: its declaration, its rows by attribute, and how many empty rows follow.

    Attributes:
        rader: each by attribute; `decimaler`, where it is there, is how many its locked numbers show, and `antaget`
            the attributes whose numbers are assumed, which the cell says; `lasta` those that are locked in it alone;
            `fore` what is shown before a number.
        val: attribute → what its dropdown offers, or the range that it is taken from (`=organ!$A$2:$A$900`).
        kommentarer: (row counted from 0, attribute) → a comment on the cell.
        oppet: nothing is locked, and the rules reach far below the last row: a sheet of the office's own.
    """

    modell: type[Blad] | type[Arsfil]
    rader: Sequence[Mapping[str, Any]]
    tomma: int = 0
    val: Mapping[str, Sequence[str] | str] = field(default_factory=dict)
    kommentarer: Mapping[tuple[int, str], str] = field(default_factory=dict)
    oppet: bool = False

    @property
    def namn(self) -> str:
        """The sheet's name."""
        return self.modell.blad() if issubclass(self.modell, Arsfil) else self.modell.BLAD


class Bok:
    """A workbook under way, in memory."""

    def __init__(self, titel: str, o: Ordbok, organslag: str) -> None:
        self.o, self.organslag = o, organslag
        self._ut = io.BytesIO()
        val = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
        self.bok = xlsxwriter.Workbook(self._ut, val)
        self.titel = titel
        self.bok.set_properties({"title": titel, "author": "Årshjulet", "created": CREATED})
        self._listor: list[tuple[str, ...]] = []
        bas = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
        rutad = bas | {"border": 1, "border_color": "#BFBFBF"}
        oppen = rutad | {"bg_color": "#FFF8E1", "locked": False}
        rubrik = bas | {"bold": True, "font_color": "#FFFFFF", "border": 1}
        f = self.bok.add_format
        self.rubrik, self.rubrik_ifylls = f(rubrik | {"bg_color": "#1F3A5F"}), f(rubrik | {"bg_color": "#7A4A00"})
        self.locked, self.locked_vanster = (
            f(rutad | {"bg_color": "#F2F2F2"}),
            f(rutad | {"bg_color": "#F2F2F2", "align": "left"}),
        )
        self.fri = f(bas | {"locked": False})
        self._tal: dict[tuple[int, str, bool], Any] = {}
        self._locked_bas = rutad | {"bg_color": "#F2F2F2", "align": "right"}
        self.oppen, self.tal = f(oppen | {"num_format": "@"}), f(oppen | {"align": "right"})
        self.datum = f(oppen | {"num_format": "yyyy-mm-dd"})
        self.rubrik_stor = f({"font_name": "Calibri", "font_size": 16, "bold": True})
        self.fet, self.text = f(bas | {"bold": True}), f(bas)

    def klar(self) -> bytes:
        """Close the workbook; its bytes, the same each time."""
        self._skriv_listor()
        self.bok.close()
        return self._ut.getvalue()

    def forsta_blad(
        self, namn: str, titel: str, uppgifter: Mapping[str, Any], rader: Sequence[str], dolda: Sequence[str]
    ) -> None:
        """The first sheet: what it is, what to do, and labels with values; `IFYLLS` are open cells."""
        blad = self.bok.add_worksheet(namn)
        blad.set_column(0, 0, 26, self.text)
        blad.set_column(1, 1, 70, self.text)
        blad.write(0, 0, titel, self.rubrik_stor)
        rad = 2
        for etikett, varde in uppgifter.items():
            blad.write(rad, 0, etikett, self.fet)
            ifylls = self.datum if etikett == "Beslutad" else self.oppen
            blad.write(rad, 1, varde, ifylls if etikett in IFYLLS else self.locked_vanster)
            if etikett in dolda:
                blad.set_row(rad, None, None, {"hidden": True})
            rad += 1
        for n, text in enumerate(rader, rad + 1):
            blad.merge_range(n, 0, n, 1, text, self.text)
            blad.set_row(n, 15 * (1 + len(text) // 95))
        blad.protect("", {"select_locked_cells": True, "format_columns": True})
        self._utskrift(blad, 0)

    def lista(self, namn: str, rader: Sequence[str]) -> None:
        """A sheet with a line of text on each row."""
        blad = self.bok.add_worksheet(namn)
        blad.set_column(0, 0, 130, self.text)
        for n, text in enumerate(rader):
            blad.write_string(n, 0, text, self.text)

    def blad(self, innehall: Bladinnehall) -> None:
        """A sheet with a header row, its rows, and empty rows to fill in."""
        kols = kolumner(innehall.modell)
        blad = self.bok.add_worksheet(innehall.namn)
        for n, k in enumerate(kols):
            blad.set_column(n, n, k.bredd, self.fri if innehall.tomma else None, {"hidden": k.dold})
            blad.write(0, n, k.rubrik(self.o, self.organslag), self.rubrik if k.locked else self.rubrik_ifylls)
            if k.hjalp:
                blad.write_comment(0, n, self._hjalp(k), {"author": "Årshjulet"})
        blad.set_row(0, 32)
        for r, rad in enumerate(innehall.rader, FIRST_ROW):
            blad.set_row(r, LINE_HEIGHT * max(_rader_text(rad.get(k.falt), k.bredd) for k in kols))
            for n, k in enumerate(kols):
                om: dict[str, Any] = {"decimaler": rad.get("decimaler"), "antaget": k.falt in rad.get("antaget", ())}
                om["fore"] = rad.get("fore", {}).get(k.falt, "")
                self._cell(blad, r, n, rad.get(k.falt), k, locked=k.locked or k.falt in rad.get("lasta", ()), **om)
        slut = FIRST_ROW + len(innehall.rader) + innehall.tomma
        for r in range(FIRST_ROW + len(innehall.rader), slut):
            for n, k in enumerate(kols):
                self._cell(blad, r, n, None, k, locked=False)
        for (r, falt), text in innehall.kommentarer.items():
            n = next(n for n, k in enumerate(kols) if k.falt == falt)
            blad.write_comment(FIRST_ROW + r, n, text, {"author": "Årshjulet"})
        sista = OPEN_ROWS if innehall.oppet else slut - 1
        for n, k in enumerate(kols):
            if sista >= FIRST_ROW and (innehall.tomma or not k.locked):
                self._regel(blad, n, sista, k, innehall.val.get(k.falt, ()))
        blad.freeze_panes(1, 1)
        self._utskrift(blad, sum(k.bredd for k in kols if not k.dold))
        blad.repeat_rows(0)
        if len(innehall.rader) > FEW_ROWS and not innehall.oppet:
            blad.autofilter(0, 0, slut - 1, len(kols) - 1)
        if innehall.oppet:
            return
        blad.protect(
            "", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "insert_rows": True}
        )

    def _utskrift(self, blad: Any, bredd: int) -> None:
        """A page that can be read on paper: whose it is, which sheet, and which page, on every one."""
        blad.set_landscape()
        blad.set_paper(A3 if bredd > WIDEST_ON_A4 else A4)
        blad.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        blad.fit_to_pages(1, 0)
        blad.set_footer(f"&L{self.titel.replace('&', '&&')}&C&A&RSida &P av &N")

    def _hjalp(self, k: Kolumn) -> str:
        """What a column is for, in the words of the organ that is to fill it in."""
        text = k.text(k.hjalp, self.o, self.organslag)
        return f"Obligatorisk: {text[:1].lower()}{text[1:]}" if k.krav and not k.locked and text else text

    def _locked_tal(self, decimaler: int, fore: str, *, antaget: bool) -> Any:
        """A locked number with so many decimals, spaces between thousands, and a word before it."""
        if (decimaler, fore, antaget) not in self._tal:
            monster = "#,##0" + ("." + "0" * decimaler if decimaler else "") + ('" (antagande)"' if antaget else "")
            monster = f'"{fore.replace(chr(34), "")}"{monster}' if fore else monster
            self._tal[decimaler, fore, antaget] = self.bok.add_format(self._locked_bas | {"num_format": monster})
        return self._tal[decimaler, fore, antaget]

    def _form(self, varde: Any, k: Kolumn, decimaler: int | None, fore: str, *, locked: bool, antaget: bool) -> Any:
        if locked and isinstance(varde, Decimal) and decimaler is not None:
            return self._locked_tal(decimaler, fore, antaget=antaget)
        if locked:
            return self.locked
        if k.typ == "datum":
            return self.datum
        if k.typ in ("tal", "heltal"):
            return self.tal
        return self.oppen

    def _cell(
        self,
        blad: Any,
        rad: int,
        kol: int,
        varde: Any,
        k: Kolumn,
        *,
        locked: bool,
        decimaler: int | None = None,
        antaget: bool = False,
        fore: str = "",
    ) -> None:
        form = self._form(varde, k, decimaler, fore, locked=locked, antaget=antaget)
        match varde:
            case None | "":
                blad.write_blank(rad, kol, None, form)
            case bool():
                blad.write_string(rad, kol, "Ja" if varde else "Nej", form)
            case Decimal() if len(varde.as_tuple().digits) > EXCEL_DIGITS:
                blad.write_string(rad, kol, format(varde, "f").replace(".", ","), form)
            case Decimal() | int() | float():
                blad.write_number(rad, kol, float(varde), form)
            case datetime.date():
                blad.write_datetime(rad, kol, datetime.datetime.combine(varde, datetime.time()), form)
            case str() if k.koder and not k.flera:
                blad.write_string(rad, kol, k.stavad(varde, self.o), form)
            case _:
                blad.write_string(rad, kol, str(varde), form)

    def _regel(self, blad: Any, kol: int, sista: int, k: Kolumn, egna: Sequence[str] | str) -> None:
        om = {"input_message": self._hjalp(k)[:250]} if k.hjalp else {}
        lista: Sequence[str] = [] if isinstance(egna, str) else list(egna)
        lista = lista or (["Ja", "Nej"] if k.typ == "janej" else [k.stavad(c, self.o) for c in k.koder])
        if isinstance(egna, str):
            blad.data_validation(FIRST_ROW, kol, sista, kol, {"validate": "list", "source": egna, **EJ_I_LISTAN, **om})
        elif lista and not k.flera:
            self._lista(blad, kol, sista, lista, om)
        elif k.typ in ("tal", "heltal"):
            grans = {
                "criteria": "between",
                "minimum": k.minst if k.minst is not None else -1e15,
                "maximum": k.storst or 1e15,
            }
            fel = {"error_title": "Inte ett tal", "error_message": "Skriv ett tal med siffror, till exempel 70,5."}
            blad.data_validation(
                FIRST_ROW,
                kol,
                sista,
                kol,
                {"validate": "integer" if k.typ == "heltal" else "decimal", **grans, **fel, **om},
            )

    def _lista(self, blad: Any, kol: int, sista: int, lista: Sequence[str], om: Mapping[str, Any]) -> None:
        kalla: Any = list(lista)
        if len(",".join(lista)) > 250:
            if tuple(lista) not in self._listor:
                self._listor.append(tuple(lista))
            n = self._listor.index(tuple(lista))
            bokstav = xlsxwriter.utility.xl_col_to_name(n)
            kalla = f"=Listor!${bokstav}$1:${bokstav}${len(lista)}"
        blad.data_validation(FIRST_ROW, kol, sista, kol, {"validate": "list", "source": kalla, **EJ_I_LISTAN, **om})

    def _skriv_listor(self) -> None:
        if self._listor:
            blad = self.bok.add_worksheet("Listor")
            blad.hide()
            for n, lista in enumerate(self._listor):
                blad.write_column(0, n, lista)


def _rader_text(varde: Any, bredd: int) -> int:
    """How many lines a text takes in a column, so that a row is as high as what stands in it."""
    return max(1, -(-len(str(varde)) // max(bredd - 1, 1))) if isinstance(varde, str) else 1


@dataclass(frozen=True)
class Bokinnehall:
    """A workbook to write.

    Attributes:
        uppgifter: labels and values of the first sheet.
        anvisning: what to do, a line each.
        dolda: labels whose rows are hidden.
        forsta: the name of the first sheet.
        o, organslag: the city's words, and the kind of organ that is spoken to.
        andrat: what has changed since an earlier version, a line each on a sheet of its own.
    """

    sokvag: Path
    titel: str
    uppgifter: Mapping[str, Any]
    anvisning: Sequence[str]
    blad: Sequence[Bladinnehall]
    dolda: Sequence[str] = ("Mallversion",)
    forsta: str = ORGANBLAD
    o: Ordbok = field(default_factory=standardord)
    organslag: str = Organslag.FACKNAMND
    andrat: Sequence[str] = ()


def render_bok(innehall: Bokinnehall) -> bytes:
    """A whole workbook as a file: the same content gives the same bytes."""
    bok = Bok(innehall.titel, innehall.o, innehall.organslag)
    bok.forsta_blad(innehall.forsta, innehall.titel, innehall.uppgifter, innehall.anvisning, innehall.dolda)
    if innehall.andrat:
        bok.lista(ANDRAT, innehall.andrat)
    for b in innehall.blad:
        bok.blad(b)
    return bok.klar()


def write_bok(innehall: Bokinnehall) -> Path:
    """Write a whole workbook; the file is replaced at once or not at all."""
    return write_whole(innehall.sokvag, render_bok(innehall))


def write_all(bocker: Sequence[Bokinnehall]) -> list[Path]:
    """Write workbooks in child processes, on every core; a few of them here and now."""
    if len(bocker) < FEW:
        return [write_bok(b) for b in bocker]
    return all_in_children(write_bok, [(b,) for b in bocker])
