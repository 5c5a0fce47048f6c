"""Reading workbooks: a gate first, then every cell as it stands, errors and percent formats told apart."""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
#: no sheet that was sent out reaches beyond column ZZ or this row
MOST_COLUMN_LETTERS = 2
MOST_ROWS = 20_000
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_IDS = {9, 10}


class ForStort(Exception):
    """A cell lies where no sheet that was sent out reaches."""

    def __init__(self, blad: str, cell: str) -> None:
        self.blad, self.cell = blad, cell
        super().__init__(f"{blad}!{cell}")


#: sheet → cell → the error that stands in it
Felceller = dict[str, dict[str, str]]
#: sheet → cells with a percent format
Procentceller = dict[str, set[str]]


@dataclass
class Lastblad:
    """A sheet as read: its rows from A1, and the cells that need a second look."""

    rader: list[list[Any]]
    fel: dict[str, str] = field(default_factory=dict)
    procent: set[str] = field(default_factory=set)


def ej_arbetsbok(sokvag: Path) -> Problem | None:
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
            return _granska_delar(arkiv, nej)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        return nej("filen är skadad eller avklippt")


def _granska_delar(arkiv: zipfile.ZipFile, nej: Any) -> Problem | None:
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
    if any("vbaProject" in n for n in namn):
        return nej("filen innehåller makron")
    if any(n.startswith("xl/externalLinks/") for n in namn):
        return nej("filen har länkar till andra arbetsböcker")
    for d in delar:
        if d.filename.endswith((".xml", ".rels")) and (skal := _farlig_xml(arkiv, d)):
            return nej(skal)
    return None


def _farlig_xml(arkiv: zipfile.ZipFile, d: zipfile.ZipInfo) -> str | None:
    with arkiv.open(d) as del_:
        borjan = del_.read(PROLOG_BYTES)
    if borjan.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "filens text är inte i UTF-8"
    if b"<!DOCTYPE" in borjan or b"<!ENTITY" in borjan:
        return "filen innehåller en dokumenttyp, som en arbetsbok aldrig har"
    return None


def las_bok(sokvag: Path, bara: Collection[str] | None = None) -> dict[str, Lastblad]:
    """Every sheet by name. The file has passed the gate.

    Args:
        bara: only these sheets, where they are there.

    Raises:
        ForStort: a sheet reaches further than any that was sent out.
        ValueError: the file passed the gate and yet cannot be read.
    """
    try:
        with zipfile.ZipFile(sokvag) as arkiv:
            fel, procent = _markera(arkiv, bara)
        bok = CalamineWorkbook.from_path(str(sokvag))
        return {
            namn: Lastblad(bok.get_sheet_by_name(namn).to_python(skip_empty_area=False), fel[namn], procent[namn])
            for namn in bok.sheet_names
            if namn in fel
        }
    except ForStort:
        raise
    except (Exception, BaseExceptionGroup) as undantag:
        raise ValueError(str(undantag)) from undantag
    except BaseException as panik:
        if type(panik).__name__ == "PanicException":
            raise ValueError(str(panik)) from panik
        raise


def _markera(arkiv: zipfile.ZipFile, bara: Collection[str] | None) -> tuple[Felceller, Procentceller]:
    """By sheet, what calamine does not tell: formula errors, cells with a percent format. Refuses absurd areas."""
    procentstilar = _procentstilar(arkiv)
    fel: dict[str, dict[str, str]] = {}
    procent: dict[str, set[str]] = {}
    for namn, del_ in _delar(arkiv).items():
        if bara is not None and namn not in bara:
            continue
        fel[namn], procent[namn] = {}, set()
        with arkiv.open(del_) as fil:
            for _, c in etree.iterparse(fil, tag=f"{{{_NS['m']}}}c", resolve_entities=False, no_network=True):
                ref, typ, stil = c.get("r") or "", c.get("t"), c.get("s")
                if len(c) and _ligger_langt_bort(ref):
                    raise ForStort(namn, ref)
                if typ == "e":
                    fel[namn][ref] = c.findtext("m:v", namespaces=_NS) or "#FEL!"
                elif stil is not None and int(stil) in procentstilar:
                    procent[namn].add(ref)
                c.clear()
                while c.getprevious() is not None:
                    del c.getparent()[0]
    return fel, procent


def _ligger_langt_bort(ref: str) -> bool:
    bokstaver = ref.rstrip("0123456789")
    return len(bokstaver) > MOST_COLUMN_LETTERS or int(ref[len(bokstaver) :] or 0) > MOST_ROWS


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
    egna = {int(f.get("numFmtId")) for f in rot.findall("m:numFmts/m:numFmt", _NS) if "%" in f.get("formatCode", "")}
    return {
        n
        for n, xf in enumerate(rot.findall("m:cellXfs/m:xf", _NS))
        if int(xf.get("numFmtId", 0)) in egna | _PERCENT_IDS
    }
