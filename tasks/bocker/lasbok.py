"""Reading workbooks: every cell once, by one reader, as a person sees it, or named as what cannot be read."""

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601
from openpyxl.utils.escape import unescape
from xlsxwriter.utility import xl_col_to_name

from schemas.problem import Problem, problem
from tasks.bocker.paket import Avvisad, Paket, open_paket

#: no sheet that was sent out reaches beyond column ZZ or this row
MOST_COLUMNS = 702
MOST_ROWS = 20_000
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _C, _V, _F, _IS, _T, _R = (f"{_NS}{namn}" for namn in ("row", "c", "v", "f", "is", "t", "r"))
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOKSTAVER = re.compile(r"[A-Z]{1,3}")
_ANTAL_CELLER = etree.XPath("count(//m:c)", namespaces={"m": _NS.strip("{}")})
_TAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
#: characters of a format code that stand for themselves, and its conditions and colours
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
#: a comma behind the last digit: the number is shown divided by a thousand
_SKALA = re.compile(r"[0#?],+(?![0#?,])")
_JA = ("1", "true")
#: what no XML, and so no document of ours, can hold; Excel keeps such as `_x000B_`
_STYRTECKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: what is there and is not seen: zero width, soft hyphen, byte order mark, direction marks
_OSYNLIGT = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class ForStort(Exception):
    """A cell lies where no sheet that was sent out reaches."""

    def __init__(self, blad: str, cell: str) -> None:
        self.blad, self.cell = blad, cell
        super().__init__(f"{blad}!{cell}")


@dataclass(frozen=True)
class Visning:
    """How a number format shows a number, where that is not as the number that it is.

    Attributes:
        datum: as a date or a time; tid: as hours that may be more than a day.
        procent: times a hundred, with the sign; procenttecken: with the sign only put behind it, as in `0,0"%"`.
        skalad: divided by a thousand or a million; osynlig: not at all, as by `;;;`.
    """

    datum: bool = False
    tid: bool = False
    procent: bool = False
    procenttecken: bool = False
    skalad: bool = False
    osynlig: bool = False


@dataclass
class Lastblad:
    """A sheet as read: its rows from A1, and what needs a second look.

    Attributes:
        namn: the sheet's name letter for letter.
        rader: numbers as float, dates as dates, texts, truth values; None where nothing stands.
        fel: cell → the error that stands in it, or `=` and the formula that has no value; olasliga: those of them
            that are neither, but no number either, such as 1E999.
        procent: cells with a percent format; procenttecken: those that only show the sign.
        skalade: cells shown divided by a thousand or a million; osynliga: cells whose format shows nothing.
        sammanslagna: merged areas below the header row, `B3:B5`.
        dolda: hidden rows, dolda_kolumner: hidden columns by letter; they are read as any other.
        dolt: the sheet is hidden.
        for_stort: the cell by which a sheet that nobody asked for reaches too far to be read.
    """

    namn: str = ""
    rader: list[list[Any]] = field(default_factory=list)
    fel: dict[str, str] = field(default_factory=dict)
    olasliga: set[str] = field(default_factory=set)
    procent: set[str] = field(default_factory=set)
    procenttecken: set[str] = field(default_factory=set)
    skalade: set[str] = field(default_factory=set)
    osynliga: set[str] = field(default_factory=set)
    sammanslagna: list[str] = field(default_factory=list)
    dolda: set[int] = field(default_factory=set)
    dolda_kolumner: set[str] = field(default_factory=set)
    dolt: bool = False
    for_stort: str = ""


#: name as it is compared (`bladnyckel`) → sheet
Lastbok = dict[str, Lastblad]


def clean_text(text: str) -> str:
    """A text as it is kept: NFC, trimmed, without control characters; one of nothing that is seen is empty."""
    if text.isascii() and text.isprintable():
        return text.strip()
    ren = _STYRTECKEN.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return ren if _OSYNLIGT.sub("", ren).strip() else ""


def clean_kod(text: str) -> str:
    """A code, a number, a choice or a name as it is compared: no invisible characters, and one space between words."""
    ren = clean_text(text)
    return " ".join((ren if ren.isascii() else _OSYNLIGT.sub("", ren)).split())


def bladnyckel(namn: str) -> str:
    """A sheet's name as it is compared: case, spaces around it and Unicode form make no difference."""
    return clean_kod(namn).casefold()


def read_fil(sokvag: Path, namn: str, kanda: Collection[str] | None = None) -> Lastbok | Problem:
    """Every sheet by name, or why the file is refused.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with, for the problem.
        kanda: the sheets that are looked for; another one may be as large as it likes. Default all of them.
    """
    try:
        with open_paket(sokvag, namn) as paket:
            return _Lasare(paket).alla(None if kanda is None else {bladnyckel(b) for b in kanda})
    except ForStort as fel:
        return problem("for-stort-blad", namn, blad=fel.blad, cell=fel.cell)
    except Avvisad as fel:
        return problem("ej-arbetsbok", namn, skal=str(fel))


class _Lasare:
    """What the sheets of a workbook share: its texts, its formats, how it counts days."""

    def __init__(self, paket: Paket) -> None:
        self.paket = paket
        self.bok = paket.rot(paket.arbetsbok)
        self.relationer = paket.relationer(paket.arbetsbok)
        self.texter = self._texter()
        self.visning = self._visning()
        egenskaper, berakning = self.bok.find(f"{_NS}workbookPr"), self.bok.find(f"{_NS}calcPr")
        mac = egenskaper is not None and egenskaper.get("date1904") in _JA
        self.epok = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
        #: the program that wrote the file has calculated nothing: the value of a formula is only a place for one
        self.oraknad = berakning is not None and berakning.get("fullCalcOnLoad") in _JA

    def _del(self, slag: str) -> Any | None:
        """The root of the one part of a kind that the workbook leads to."""
        delar = {mal for s, mal in self.relationer.values() if s.endswith(slag)}
        if len(delar) > 1:
            raise Avvisad("samma del finns två gånger i den, så att den kan läsas på två sätt")
        return self.paket.rot(delar.pop()) if delar else None

    def _texter(self) -> list[str]:
        rot = self._del("/sharedstrings")
        return [] if rot is None else [_rik_text(si) for si in rot]

    def _visning(self) -> dict[str, Visning]:
        """Style of a cell → how it is shown, of those that show a number as something else."""
        rot = self._del("/styles")
        if rot is None:
            return {}
        koder = {int(f.get("numFmtId")): f.get("formatCode") or "" for f in rot.iterfind(f"{_NS}numFmts/{_NS}numFmt")}
        format_ = [int(xf.get("numFmtId") or 0) for xf in rot.iterfind(f"{_NS}cellXfs/{_NS}xf")]
        alla = {str(n): _visas(koder.get(f, BUILTIN_FORMATS.get(f, "General"))) for n, f in enumerate(format_)}
        return {stil: v for stil, v in alla.items() if v != Visning()}

    def alla(self, kanda: Collection[str] | None) -> Lastbok:
        """Every sheet."""
        svar: Lastbok = {}
        for blad in self.bok.iterfind(f"{_NS}sheets/{_NS}sheet"):
            slag, del_ = self.relationer.get(blad.get(_REL) or "", ("", ""))
            if not slag.endswith("/worksheet"):
                continue
            namn, nyckel = blad.get("name") or "", bladnyckel(blad.get("name") or "")
            if nyckel in svar:
                raise Avvisad(f"två blad i den heter {clean_text(namn)}, så att den kan läsas på två sätt")
            svar[nyckel] = Lastblad(namn, dolt=(blad.get("state") or "visible") != "visible")
            try:
                self._read_blad(svar[nyckel], del_)
            except ForStort as fel:
                if kanda is None or nyckel in kanda:
                    raise
                svar[nyckel].for_stort = fel.cell
        return svar

    def _read_blad(self, svar: Lastblad, del_: str) -> None:
        rot = self.paket.rot(del_)
        data = rot.findall(f"{_NS}sheetData")
        if len(data) != 1 and rot.find(f".//{_C}") is not None:
            raise Avvisad("ett blad kan läsas på två sätt")
        if data:
            _Bladlasare(self, svar).read(data[0])
            if _ANTAL_CELLER(rot) != sum(len(r) for r in data[0]):
                raise Avvisad("ett blad kan läsas på två sätt")
        svar.sammanslagna = [
            r for r in (m.get("ref") or "" for m in rot.iter(f"{_NS}mergeCell")) if _rad_i(r.partition(":")[2]) > 1
        ]
        for kol in rot.iterfind(f"{_NS}cols/{_NS}col"):
            if kol.get("hidden") in _JA:
                forsta, sista = int(kol.get("min") or 1), int(kol.get("max") or 1)
                svar.dolda_kolumner |= {xl_col_to_name(n - 1) for n in range(forsta, min(sista, MOST_COLUMNS) + 1)}


class _Bladlasare:
    """The cells of one sheet."""

    def __init__(self, bok: _Lasare, svar: Lastblad) -> None:
        self.bok, self.svar = bok, svar
        self.celler: dict[int, dict[int, Any]] = {}

    def read(self, data: Any) -> None:
        """Fill in the rows of the sheet."""
        rad = 0
        for r in data.iterchildren(_ROW):
            rad = int(r.get("r") or rad + 1)
            if r.get("hidden") in _JA:
                self.svar.dolda.add(rad)
            self._read_rad(rad, r)
        sista = max((n for n, celler in self.celler.items() if celler), default=0)
        self.svar.rader = [_utlagd(self.celler.get(n, {})) for n in range(1, sista + 1)]

    def _read_rad(self, rad: int, r: Any) -> None:
        forst, siffror = self.celler.get(rad, {}), str(rad)
        celler, sedda, kol = dict[int, Any](), set[int](), 0
        fore: str | None = None  # the cell before, where only its look is stated: most cells are such
        for c in r.iterchildren(_C):
            ref = c.get("r")
            if len(c) == 0 and ref is not None:
                fore = ref
                continue
            if ref is None:
                kol = (kol if fore is None else self._kolumn(fore, siffror)) + 1
                ref = f"{xl_col_to_name(kol - 1)}{rad}"
            else:
                kol = self._kolumn(ref, siffror)
            fore = None
            if len(c) == 0:
                continue
            if kol in sedda:
                raise Avvisad(f"cellen {ref} på bladet {self.svar.namn} finns två gånger")
            sedda.add(kol)
            if kol > MOST_COLUMNS or rad > MOST_ROWS:
                raise ForStort(self.svar.namn, ref)
            varde = self._varde(c, ref)
            if varde is not None and varde != "":
                celler[kol] = varde
        if forst and celler:
            raise Avvisad(f"rad {rad} på bladet {self.svar.namn} finns två gånger, så att den kan läsas på två sätt")
        self.celler[rad] = forst or celler

    def _kolumn(self, ref: str, siffror: str) -> int:
        """The column of a cell, from 1, which stands on the row that it says."""
        kol = _kolumn(ref[: -len(siffror)]) if ref.endswith(siffror) else 0
        if kol == 0:
            if _kolumn(ref.rstrip("0123456789")) > MOST_COLUMNS:
                raise ForStort(self.svar.namn, ref)
            raise Avvisad(f"cellen {ref} på bladet {self.svar.namn} står på fel rad")
        return kol

    def _varde(self, c: Any, ref: str) -> Any:
        """What stands in a cell; None where nothing does or it cannot be read, which is noted."""
        formel = inne = v = None
        for e in c:
            if e.tag == _V:
                if v is not None:
                    raise Avvisad(f"cellen {ref} på bladet {self.svar.namn} har två värden")
                v = e.text or ""
            elif e.tag == _F:
                formel = e
            elif e.tag == _IS:
                inne = e
        typ, text = c.get("t") or "n", (v or "").strip()
        if typ == "inlineStr":
            return None if inne is None else _rik_text(inne)
        if typ == "e":
            self.svar.fel[ref] = text or "#FEL!"
            return None
        if formel is not None and (v is None or (typ != "str" and not text) or self._is_plats(typ, text)):
            self.svar.fel[ref] = f"={formel.text or '…'}"
            return None
        if v is None or (typ != "str" and not text):
            return None
        if typ == "s":
            return self.bok.texter[_heltal(text, len(self.bok.texter))]
        if typ == "n" and _TAL.fullmatch(text):
            return self._tal(text, c.get("s") or "0", ref)
        if typ == "str":
            return unescape(v)
        if typ == "b" and text in ("0", "1", "true", "false"):
            return text in _JA
        return self._iso(text, ref) if typ == "d" else self._olasligt(ref, text)

    def _olasligt(self, ref: str, text: str) -> None:
        self.svar.fel[ref] = text
        self.svar.olasliga.add(ref)

    def _is_plats(self, typ: str, text: str) -> bool:
        """Whether the value of a formula is only the place for one: nothing in the file has been calculated."""
        return self.bok.oraknad and typ == "n" and text in ("0", "0.0", "-0")

    def _tal(self, text: str, stil: str, ref: str) -> Any:
        tal = float(text)
        if not math.isfinite(tal):
            return self._olasligt(ref, text)
        visas = self.bok.visning.get(stil)
        if visas is None:
            return tal
        if visas.datum or visas.tid:
            try:
                return from_excel(tal, self.bok.epok, timedelta=visas.tid)
            except (ValueError, OverflowError):
                return self._olasligt(ref, text)
        for sa, celler in (
            (visas.procent, self.svar.procent),
            (visas.procenttecken, self.svar.procenttecken),
            (visas.skalad, self.svar.skalade),
            (visas.osynlig, self.svar.osynliga),
        ):
            if sa:
                celler.add(ref)
        return tal

    def _iso(self, text: str, ref: str) -> Any:
        try:
            return from_ISO8601(text)
        except ValueError:
            return self._olasligt(ref, text)


@cache
def _visas(kod: str) -> Visning:
    """How a format code shows a number."""
    if kod.strip().lower() in ("general", "standard", "@", ""):
        return Visning()
    if is_timedelta_format(kod):
        return Visning(tid=True)
    if is_date_format(kod):
        return Visning(datum=True)
    ren = _LITERAL.sub("", kod)
    return Visning(
        procent="%" in ren,
        procenttecken="%" in kod and "%" not in ren,
        skalad=bool(_SKALA.search(ren.partition(";")[0])),
        osynlig=";" in kod and not re.search(r"[0#?@]|general", ren, re.IGNORECASE),
    )


def _rik_text(si: Any) -> str:
    """A text with its parts of different looks put together; how it is pronounced is left out."""
    delar = [t.text or "" for e in si for t in ([e] if e.tag == _T else e.iterchildren(_T) if e.tag == _R else ())]
    return unescape("".join(delar))


def _heltal(text: str, antal: int) -> int:
    """The place of a shared text."""
    if not text.isdecimal() or int(text) >= antal:
        raise Avvisad("filen är skadad: en text saknas i den")
    return int(text)


def _utlagd(celler: Mapping[int, Any]) -> list[Any]:
    """A row as a list from column A."""
    rad = [None] * max(celler, default=0)
    for kol, varde in celler.items():
        rad[kol - 1] = varde
    return rad


@lru_cache(maxsize=20_000)
def _kolumn(bokstaver: str) -> int:
    """The number of a column by its letters, from 1; 0 where they are none."""
    if not _BOKSTAVER.fullmatch(bokstaver):
        return 0
    svar = 0
    for b in bokstaver:
        svar = svar * 26 + ord(b) - 64
    return svar


def _rad_i(ref: str) -> int:
    """The row of a cell reference; 0 where it has none."""
    return int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$").replace("$", "") or 0)
