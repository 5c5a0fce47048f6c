"""The gate: what a file is, by its content types and relationships, before anything in it is believed.

A part is known by what the package says that it is, never by its name: names are free (ECMA-376 part 2). What one
reader could take in one way and another in another is refused: two parts of one name but for case or slashes.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from lxml import etree

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
MOST_BYTES = 20_000_000
MOST_MEMBERS = 500
MOST_UNPACKED = 100_000_000
MOST_RATIO = 200
#: how much of a file is looked through to say what it is
SNIFFED_BYTES = 65_536
CONTENT_TYPES = "[content_types].xml"
ROOT_RELS = "_rels/.rels"
#: the namespace of the strict kind of Open XML, which Excel offers and hardly anything else reads
STRIKT = "http://purl.oclc.org/ooxml/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
#: what stands in a content type or a kind of relationship → why the file is refused
FARLIGT: tuple[tuple[str, str], ...] = (
    ("vbaproject", "filen innehåller makron"),
    ("macroenabled", "filen innehåller makron"),
    ("macrosheet", "filen innehåller makron"),
    ("dialogsheet", "filen innehåller makron"),
    ("activex", "filen innehåller makron"),
    ("externallink", "filen har länkar till andra arbetsböcker"),
    ("attachedtoolbars", "filen innehåller makron"),
)
#: the kind of the relationship that leads to the workbook
HUVUD = "/officedocument"
#: a link that a person may follow and that no reader does
HYPERLANK = "/hyperlink"
ANNAT = "innehållet är något annat än en arbetsbok"
#: bytes of a file's beginning → what it is
_BORJAN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "en PDF"),
    (b"{\\rtf", "ett textdokument (.rtf)"),
    (b"\x1f\x8b", "ett packat arkiv"),
    (b"7z\xbc\xaf", "ett packat arkiv"),
    (b"Rar!", "ett packat arkiv"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
)
_MSG = "filen är ett sparat meddelande ur Outlook (.msg); spara arbetsboken som låg i det"
#: the name of a stream in an old Office file → what it is
_OLE: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "filen är lösenordsskyddad; ta bort lösenordet under Arkiv, Info, Skydda arbetsboken"),
    ("__properties_version1.0", _MSG),
    ("WordDocument", "filen är ett Worddokument (.doc)"),
    ("PowerPoint Document", "filen är en presentation (.ppt)"),
    ("Workbook", "filen är i det gamla formatet .xls"),
    ("Book", "filen är i det gamla formatet .xls"),
)
#: how such a file ends, where no stream tells
_OLE_SLUT = {".msg": _MSG, ".xls": "filen är i det gamla formatet .xls", ".doc": "filen är ett Worddokument (.doc)"}
#: what stands in the content type of the main part of another kind of document → what it is
_ANDRA: tuple[tuple[str, str], ...] = (
    ("binary.macroenabled", "filen är i formatet .xlsb"),
    ("macroenabled", "filen innehåller makron"),
    ("sheet.template", "filen är en Excelmall (.xltx)"),
    ("wordprocessingml", "filen är ett Worddokument"),
    ("presentationml", "filen är en presentation"),
)
_DOCTYPE = re.compile(
    b"|".join(
        re.escape(ord_.encode(kod)) for ord_ in ("<!DOCTYPE", "<!ENTITY") for kod in ("ascii", "utf-16-le", "utf-16-be")
    ),
    re.IGNORECASE,
)


#: what the libraries raise where a file is damaged
TRASIG = (
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, NotImplementedError, OSError, EOFError,
    UnicodeError, ValueError, KeyError,
)  # fmt: skip


class Avvisad(Exception):
    """The file is refused; the message says why, in Swedish."""


@dataclass(frozen=True)
class Paket:
    """A package that has passed the gate.

    Attributes:
        xml: the bytes of the XML parts, by name as it is compared: the gate has read them all.
        arbetsbok: the name of the part that is the workbook.
    """

    xml: dict[str, bytes]
    arbetsbok: str

    def rot(self, namn: str) -> Any:
        """The root of an XML part.

        Raises:
            Avvisad: there is none, or it is in another encoding than every program reads.
        """
        if (text := self.xml.get(_jamforbart(namn))) is None:
            raise Avvisad("filen är skadad: delar av arbetsboken saknas")
        if text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in text[:SNIFFED_BYTES]:
            raise Avvisad("filens text är inte i UTF-8")
        return parse_xml(text)

    def relationer(self, namn: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part: Id → (kind, the part that it leads to)."""
        p = PurePosixPath(namn)
        rels = str(p.parent / "_rels" / f"{p.name}.rels")
        if _jamforbart(rels) not in self.xml:
            return {}
        return {i: (slag, mal) for i, slag, mal, utat in _relationer(self.rot(rels), str(p.parent)) if not utat}


def parse_xml(text: bytes) -> Any:
    """The root of an XML document; nothing outside it is fetched and no entity is expanded."""
    val: dict[str, Any] = {"remove_comments": True, "remove_pis": True}  # they would cut a value in two
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, **val))


@contextmanager
def open_paket(sokvag: Path, namn: str = "") -> Iterator[Paket]:
    """Open a file that is a workbook.

    Args:
        namn: the name that it came with, where that is not its own.

    Raises:
        Avvisad: it is none, or one that is not taken in, or damaged, or one that can be read in two ways.
    """
    _sniff(sokvag, Path(namn or sokvag.name).suffix.lower())
    try:
        with zipfile.ZipFile(sokvag) as arkiv:
            yield _check(arkiv)
    except TRASIG as fel:
        raise Avvisad("filen är skadad eller avklippt") from fel


def _sniff(sokvag: Path, slut: str) -> None:
    """What the file is by its first bytes, where it is no archive."""
    storlek = sokvag.stat().st_size
    if storlek == 0:
        raise Avvisad("filen är tom")
    if storlek > MOST_BYTES:
        raise Avvisad(f"filen är större än {MOST_BYTES // 1_000_000} MB")
    with sokvag.open("rb") as fil:
        borjan = fil.read(SNIFFED_BYTES)
        if borjan.startswith(OLE_MAGIC):
            raise Avvisad(_ole(borjan + fil.read(MOST_BYTES), slut))
    if borjan.startswith(ZIP_MAGIC):
        return
    for bytes_, vad in _BORJAN:
        if borjan.startswith(bytes_):
            raise Avvisad(f"{ANNAT}: {vad}")
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*<(!doctype html|html|\?xml|table)", borjan, re.IGNORECASE):
        raise Avvisad(f"{ANNAT}: en webbsida eller XML")
    if b"\0" not in borjan and (b";" in borjan or b"," in borjan or b"\t" in borjan):
        raise Avvisad(f"{ANNAT}: en textfil, till exempel .csv")
    raise Avvisad(ANNAT)


def _ole(innehall: bytes, slut: str) -> str:
    for strom, vad in _OLE:
        if f"{strom}\0".encode("utf-16-le") in innehall:
            return vad
    if slut in _OLE_SLUT:
        return _OLE_SLUT[slut]
    return "filen är lösenordsskyddad eller i det gamla formatet .xls"


def _jamforbart(namn: str) -> str:
    """A part's name as names are compared: case, slashes and escapes make no difference."""
    delar: list[str] = []
    for d in unquote(namn).replace("\\", "/").split("/"):
        if d == "..":
            delar = delar[:-1]
        elif d not in ("", "."):
            delar.append(d)
    return "/".join(delar).casefold()


def _check(arkiv: zipfile.ZipFile) -> Paket:
    alla = [d for d in arkiv.infolist() if not d.is_dir()]
    uppackat, packat = sum(d.file_size for d in alla), sum(d.compress_size for d in alla) or 1
    if len(alla) > MOST_MEMBERS or uppackat > MOST_UNPACKED or uppackat / packat > MOST_RATIO:
        raise Avvisad("den packade storleken är orimlig")
    if any(d.flag_bits & 1 for d in alla):
        raise Avvisad("filen är krypterad")
    delar = {_jamforbart(d.filename): d.filename for d in alla}
    if len(delar) < len(alla):
        raise Avvisad("samma del finns två gånger i den, så att den kan läsas på två sätt")
    if annat := _other_kind(arkiv, delar):
        raise Avvisad(annat)
    if CONTENT_TYPES not in delar or ROOT_RELS not in delar:
        raise Avvisad("delarna av en arbetsbok saknas")
    slag = _slag(parse_xml(arkiv.read(delar[CONTENT_TYPES])), delar)
    xml = {n: arkiv.read(hel) for n, hel in delar.items() if _is_xml(n, slag[n])}
    if any(_DOCTYPE.search(text) for text in xml.values() if b"!" in text):
        raise Avvisad("filen innehåller en dokumenttyp, som en arbetsbok aldrig har")
    huvud = [mal for _, s, mal, _ in _relationer(parse_xml(xml[ROOT_RELS]), "") if s.endswith(HUVUD)]
    if len(huvud) != 1 or _jamforbart(huvud[0]) not in xml:
        raise Avvisad("delarna av en arbetsbok saknas")
    _check_slag(slag, slag.get(_jamforbart(huvud[0]), ""))
    for text in (text for n, text in xml.items() if n.endswith(".rels")):
        _check_relationer(parse_xml(text))
    paket = Paket(xml, huvud[0])
    if paket.rot(huvud[0]).tag.startswith("{" + STRIKT):
        raise Avvisad("filen är sparad som strikt Open XML; spara om den som Excel-arbetsbok (.xlsx)")
    return paket


def _other_kind(arkiv: zipfile.ZipFile, delar: dict[str, str]) -> str | None:
    """What an archive is, where it is no Open XML at all."""
    if "mimetype" in delar:
        typ = arkiv.read(delar["mimetype"])[:100].decode("ascii", "replace")
        if "opendocument.spreadsheet" in typ:
            return "filen är ett kalkylark i formatet .ods; spara om den som .xlsx (Arkiv, Spara som)"
        if "opendocument" in typ:
            return "filen är ett dokument i OpenDocument-format"
    if any(n.startswith("index/") and n.endswith(".iwa") for n in delar) or "index.zip" in delar:
        return "filen är ett kalkylark ur Numbers; exportera det som .xlsx (Arkiv, Exportera till, Excel)"
    if CONTENT_TYPES not in delar and any(n.endswith((".xlsx", ".xlsm", ".xls", ".ods")) for n in delar):
        return "filen är ett packat arkiv (.zip) med arbetsböcker i; skicka arbetsboken själv"
    return None


def _slag(typer: Any, delar: dict[str, str]) -> dict[str, str]:
    """Part → its content type: of the parts that are there, and of those that are named though they are not."""
    standard, egna = {}, {}
    for e in typer:
        typ = (e.get("ContentType") or "").casefold()
        if e.tag.endswith("}Default"):
            standard[(e.get("Extension") or "").casefold()] = typ
        elif e.tag.endswith("}Override"):
            egna[_jamforbart(e.get("PartName") or "")] = typ
    return {d: standard.get(d.rpartition(".")[2], "") for d in delar} | egna


def _check_slag(slag: dict[str, str], huvudets: str) -> None:
    for del_, vad in _ANDRA:
        if del_ in huvudets:
            raise Avvisad(vad)
    if huvudets != XLSX:
        raise Avvisad("den är något annat än en arbetsbok")
    for typ in slag.values():
        for del_, skal in FARLIGT:
            if del_ in typ:
                raise Avvisad(skal)
    for namn in slag:
        for del_, skal in FARLIGT:
            if del_ in namn:
                raise Avvisad(skal)


def _is_xml(namn: str, slag: str) -> bool:
    """Whether a part is XML, by its name or by what the package says that it is."""
    return namn.endswith((".xml", ".rels", ".vml")) or slag.endswith(("+xml", "/xml"))


def _relationer(rot: Any, mapp: str) -> Iterator[tuple[str, str, str, bool]]:
    """(Id, kind in small letters, where it leads, whether out of the file) of the relationships of a part.

    Args:
        mapp: the folder of the part, from which its targets are counted.
    """
    for r in rot.iter("{*}Relationship"):
        mal, utat = r.get("Target") or "", (r.get("TargetMode") or "").casefold() == "external"
        hel = mal if utat or mal.startswith(("/", "\\")) else f"{mapp}/{mal}"
        yield r.get("Id") or "", (r.get("Type") or "").casefold(), hel, utat


def _check_relationer(rot: Any) -> None:
    for _, slag, _, utat in _relationer(rot, ""):
        for del_, skal in FARLIGT:
            if del_ in slag.rpartition("/")[2]:
                raise Avvisad(skal)
        if utat and not slag.endswith(HYPERLANK):
            raise Avvisad("filen har länkar till andra filer")
