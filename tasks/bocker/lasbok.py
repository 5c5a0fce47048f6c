"""Reading workbooks: a gate first, then every cell as it stands, errors and percent formats told apart."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lxml import etree
from python_calamine import CalamineWorkbook

from schemas.problem import Problem, problem

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
MOST_BYTES = 20_000_000
MOST_MEMBERS = 500
MOST_UNPACKED = 100_000_000
MOST_RATIO = 200
PROLOG_BYTES = 65_536
#: the namespace of the strict kind of Open XML, which Excel offers and hardly anything else reads
STRIKT = b'="http://purl.oclc.org/ooxml/'
#: no sheet that was sent out reaches beyond column ZZ or this row
MOST_COLUMN_LETTERS = 2
MOST_ROWS = 20_000
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_IDS = {9, 10}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: every cell is looked at: in a file made by no spreadsheet they may come in any order
_LANGT_BORT = (
    f"//m:c[*][string-length(@r) > {MOST_COLUMN_LETTERS + 1}]"
    f"[string-length(translate(@r, '0123456789', '')) > {MOST_COLUMN_LETTERS} "
    f"or translate(@r, '{_LETTERS}{_LETTERS.lower()}', '') > {MOST_ROWS}]/@r"
)
#: formulas that nobody has calculated; one whose value is an empty text says so
_EJ_UTRAKNAD = "//m:f[not(../@t='str' or ../@t='e')][not(normalize-space(../m:v))]/.."
STYLES_PER_PATH = 50
#: characters of a format code that stand for themselves
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].')
#: what no XML, and so no document of ours, can hold; Excel keeps such as `_x000B_`
_STYRTECKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ForStort(Exception):
    """A cell lies where no sheet that was sent out reaches."""

    def __init__(self, blad: str, cell: str) -> None:
        self.blad, self.cell = blad, cell
        super().__init__(f"{blad}!{cell}")


@dataclass
class Lastblad:
    """A sheet as read: its rows from A1, and what needs a second look.

    Attributes:
        namn: the sheet's name letter for letter; it is found by its name after NFC and trimming.
        fel: cell → the formula error that stands in it, or the formula that has no value.
        procent: cells with a percent format.
        sammanslagna: merged areas below the header row, `B3:B5`.
        dolda: hidden rows; they are read as any other.
    """

    namn: str = ""
    rader: list[list[Any]] = field(default_factory=list)
    fel: dict[str, str] = field(default_factory=dict)
    procent: set[str] = field(default_factory=set)
    sammanslagna: list[str] = field(default_factory=list)
    dolda: set[int] = field(default_factory=set)


def clean_text(text: str) -> str:
    """A text as it is kept and compared: NFC, trimmed, without control characters."""
    return _STYRTECKEN.sub(" ", unicodedata.normalize("NFC", text)).strip()


def refuse_fil(sokvag: Path) -> Problem | None:
    """The gate: what is not a plain .xlsx of sane size is refused before anything parses it."""

    def nej(skal: str) -> Problem:
        return problem("ej-arbetsbok", sokvag.name, skal=skal)

    storlek = sokvag.stat().st_size
    if storlek == 0:
        return nej("filen är tom")
    if storlek > MOST_BYTES:
        return nej(f"filen är större än {MOST_BYTES // 1_000_000} MB")
    with sokvag.open("rb") as fil:
        borjan = fil.read(4)
    if borjan == OLE_MAGIC:
        return nej("filen är lösenordsskyddad eller i det gamla formatet .xls")
    if borjan != ZIP_MAGIC:
        return nej("innehållet är något annat än en arbetsbok")
    try:
        with zipfile.ZipFile(sokvag) as arkiv:
            return _check_delar(arkiv, nej)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return nej("filen är skadad eller avklippt")


def _check_delar(arkiv: zipfile.ZipFile, nej: Any) -> Problem | None:
    delar = arkiv.infolist()
    namn = {d.filename for d in delar}
    uppackat = sum(d.file_size for d in delar)
    packat = sum(d.compress_size for d in delar) or 1
    if len(delar) > MOST_MEMBERS or uppackat > MOST_UNPACKED or uppackat / packat > MOST_RATIO:
        return nej("den packade storleken är orimlig")
    if any(d.flag_bits & 1 for d in delar):
        return nej("filen är krypterad")
    if "xl/workbook.xml" not in namn or "[Content_Types].xml" not in namn:
        return nej("delarna av en arbetsbok saknas")
    if len(namn) < len(delar):
        return nej("samma del finns två gånger i den")
    if any("vbaProject" in n or n.startswith("xl/macrosheets/") for n in namn) or _names_makron(arkiv):
        return nej("filen innehåller makron")
    if any(n.startswith("xl/externalLinks/") for n in namn):
        return nej("filen har länkar till andra arbetsböcker")
    with arkiv.open("xl/workbook.xml") as del_:
        if STRIKT in del_.read(PROLOG_BYTES):
            return nej("filen är sparad som strikt Open XML")
    for d in delar:
        if d.filename.endswith((".xml", ".rels")) and (skal := _farlig_xml(arkiv, d)):
            return nej(skal)
    return None


def _names_makron(arkiv: zipfile.ZipFile) -> bool:
    """Whether the list of parts tells of macros, whatever they are called."""
    with arkiv.open("[Content_Types].xml") as del_:
        lista = del_.read(MOST_UNPACKED)
    return b"vbaProject" in lista or b"macroEnabled" in lista or b"macrosheet" in lista


def _farlig_xml(arkiv: zipfile.ZipFile, d: zipfile.ZipInfo) -> str | None:
    with arkiv.open(d) as del_:
        borjan = del_.read(PROLOG_BYTES)
    if borjan.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in borjan:
        return "filens text är inte i UTF-8"
    if b"<!DOCTYPE" in borjan or b"<!ENTITY" in borjan:
        return "filen innehåller en dokumenttyp, som en arbetsbok aldrig har"
    return None


def read_fil(sokvag: Path, namn: str, bara: Collection[str] | None = None) -> dict[str, Lastblad] | Problem:
    """Every sheet by name, or why the file is refused.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with, for the problem.
        bara: only these sheets, where they are there.
    """
    if stopp := refuse_fil(sokvag):
        return stopp.i_fil(namn)
    try:
        return read_bok(sokvag, bara)
    except ForStort as fel:
        return problem("for-stort-blad", namn, blad=fel.blad, cell=fel.cell)
    except ValueError:
        return problem("ej-arbetsbok", namn, skal="filen är skadad")


def read_bok(sokvag: Path, bara: Collection[str] | None = None) -> dict[str, Lastblad]:
    """Every sheet by name. The file has passed the gate.

    Args:
        bara: only these sheets, where they are there.

    Raises:
        ForStort: a sheet reaches further than any that was sent out.
        ValueError: the file passed the gate and yet cannot be read.
    """
    try:
        with zipfile.ZipFile(sokvag) as arkiv:
            svar = _mark(arkiv, bara)
        bok = CalamineWorkbook.from_path(str(sokvag))
        for blad in svar.values():
            blad.rader = bok.get_sheet_by_name(blad.namn).to_python(skip_empty_area=False)
        return svar
    except ForStort:
        raise
    except (Exception, BaseExceptionGroup) as undantag:
        raise ValueError(str(undantag)) from undantag
    except BaseException as panik:
        if type(panik).__name__ == "PanicException":
            raise ValueError(str(panik)) from panik
        raise


def _mark(arkiv: zipfile.ZipFile, bara: Collection[str] | None) -> dict[str, Lastblad]:
    """By sheet, what calamine does not tell. Refuses absurd areas."""
    procentstilar = _procentstilar(arkiv)
    svar: dict[str, Lastblad] = {}
    delar = _delar(arkiv)
    for namn in sorted(delar, key=lambda n: n != clean_text(n)):  # where two are alike, the one letter for letter
        ren = clean_text(namn)
        if ren not in svar and (bara is None or ren in bara):
            with arkiv.open(delar[namn]) as fil:
                svar[ren] = _mark_blad(namn, fil, procentstilar)
    return svar


def _mark_blad(namn: str, fil: IO[bytes], procentstilar: set[int]) -> Lastblad:
    trad = etree.parse(fil, etree.XMLParser(resolve_entities=False, no_network=True))

    def finn(stig: str) -> list[Any]:
        svar: Any = trad.xpath(stig, namespaces=_NS)
        return list(svar)

    if finn("//m:c[not(@r)]"):
        raise ValueError("a cell that does not say where it is")
    for ref in finn(_LANGT_BORT):
        raise ForStort(namn, ref)
    return Lastblad(
        namn=namn,
        fel={c.get("r"): c.findtext("m:v", namespaces=_NS) or "#FEL!" for c in finn("//m:c[@t='e']")}
        | {c.get("r"): f"={c.findtext('m:f', namespaces=_NS) or '…'}" for c in finn(_EJ_UTRAKNAD)},
        procent=_med_stil(finn, procentstilar),
        sammanslagna=[r for r in finn("//m:mergeCell/@ref") if _rad_i(r.partition(":")[2]) > 1],
        dolda={int(r) for r in finn("//m:row[@hidden='1' or @hidden='true']/@r")},
    )


def _med_stil(finn: Callable[[str], list[Any]], stilar: set[int]) -> set[str]:
    """The cells with one of the styles."""
    alla = sorted(stilar)
    delar = (alla[n : n + STYLES_PER_PATH] for n in range(0, len(alla), STYLES_PER_PATH))
    return {ref for del_ in delar for ref in finn(f"//m:c[{' or '.join(f'@s={n}' for n in del_)}]/@r")}


def _rad_i(ref: str) -> int:
    """The row of a cell reference; 0 where it has none."""
    return int(ref.lstrip(_LETTERS + "$").replace("$", "") or 0)


def _rot(arkiv: zipfile.ZipFile, namn: str) -> Any:
    return etree.fromstring(arkiv.read(namn), etree.XMLParser(resolve_entities=False, no_network=True))


def _delar(arkiv: zipfile.ZipFile) -> dict[str, str]:
    mal = {r.get("Id"): r.get("Target").lstrip("/") for r in _rot(arkiv, "xl/_rels/workbook.xml.rels")}
    blad = _rot(arkiv, "xl/workbook.xml").find("m:sheets", _NS)
    hel = {s.get("name"): mal[s.get(_REL)] for s in blad}
    return {namn: d if d.startswith("xl/") else f"xl/{d}" for namn, d in hel.items()}


def _procentstilar(arkiv: zipfile.ZipFile) -> set[int]:
    if "xl/styles.xml" not in arkiv.namelist():
        return set()
    rot = _rot(arkiv, "xl/styles.xml")
    egna = {
        int(f.get("numFmtId")) for f in rot.findall("m:numFmts/m:numFmt", _NS) if _ar_procent(f.get("formatCode", ""))
    }
    return {
        n
        for n, xf in enumerate(rot.findall("m:cellXfs/m:xf", _NS))
        if int(xf.get("numFmtId", 0)) in egna | _PERCENT_IDS
    }


def _ar_procent(format_: str) -> bool:
    """Whether a format shows 0.705 as 70.5 %; in `0,0"%"` the sign is only put behind the number."""
    return "%" in _LITERAL.sub("", format_)
