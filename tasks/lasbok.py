"""Reading workbooks: a gate first, then every cell as it stands, errors and percent formats told apart."""

import zipfile
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
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_IDS = {9, 10}


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
        if d.filename.endswith((".xml", ".rels")):
            with arkiv.open(d) as del_:
                if b"<!DOCTYPE" in del_.read(2048):
                    return nej("filen innehåller en dokumenttyp, som en arbetsbok aldrig har")
    return None


def las_bok(sokvag: Path) -> dict[str, Lastblad]:
    """Every sheet by name. The file has passed the gate.

    Raises:
        ValueError: the file passed the gate and yet cannot be read.
    """
    try:
        bok = CalamineWorkbook.from_path(str(sokvag))
        svar = {
            namn: Lastblad(bok.get_sheet_by_name(namn).to_python(skip_empty_area=False)) for namn in bok.sheet_names
        }
        with zipfile.ZipFile(sokvag) as arkiv:
            _markera(arkiv, svar)
    except (Exception, BaseExceptionGroup) as fel:
        raise ValueError(str(fel)) from fel
    return svar


def _markera(arkiv: zipfile.ZipFile, blad: dict[str, Lastblad]) -> None:
    """Find what calamine does not tell: formula errors, and cells with a percent format."""
    procentstilar = _procentstilar(arkiv)
    for namn, del_ in _delar(arkiv).items():
        if namn not in blad:
            continue
        with arkiv.open(del_) as fil:
            for _, c in etree.iterparse(fil, tag=f"{{{_NS['m']}}}c", resolve_entities=False, no_network=True):
                ref, typ, stil = c.get("r"), c.get("t"), c.get("s")
                if typ == "e":
                    blad[namn].fel[ref] = c.findtext("m:v", namespaces=_NS) or "#FEL!"
                elif stil is not None and int(stil) in procentstilar:
                    blad[namn].procent.add(ref)
                c.clear()


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
