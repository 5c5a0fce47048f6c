"""Taking personal data out of a kept workbook or Word file, part by part; figures and formulas stand as they are.

The same file always gives the same bytes, so that a removal that was killed can be done again.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from schemas.arbetsbocker import EXEMPEL, ORGANFALT
from schemas.gallring import GALLRAD
from schemas.personuppgift import has_personuppgift, without_personuppgifter
from tasks.bocker.paket import parse_xml
from tasks.grund.filer import FIXED

ETIKETT = next(etikett for etikett, falt in ORGANFALT.items() if falt == "uppgiftslamnare")
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: of the properties of a file, those that name nobody
UTAN_NAMN = {
    "created", "modified", "revision", "Application", "AppVersion", "DocSecurity", "TitlesOfParts", "HeadingPairs",
    "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "Pages", "Words", "Lines",
}  # fmt: skip
#: what leads to a person or to a person's disk
LEDER_TILL = re.compile(r"^(mailto:|tel:|sip:|file:|\\\\|[a-z]:\\|/(users|home)/)", re.IGNORECASE)
INGENSTANS = "about:blank"
#: the headings of a year's contacts, and how far down a sheet its headings may stand
KONTAKTRUBRIKER = {"organ", "roll", "adress"}
MOST_ROWS_ABOVE = 10


def clean_file(fil: Path) -> bytes | None:
    """The file without personal data; None where it holds none.

    Args:
        fil: a workbook or a Word file that has been found to be one.
    """
    with zipfile.ZipFile(fil) as arkiv:
        delar = {post.filename: arkiv.read(post) for post in arkiv.infolist() if not post.is_dir()}
    nya = {namn: _cleaned(namn, innehall) for namn, innehall in delar.items()}
    _clean_cells(nya)
    if nya == delar:
        return None
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as till:
        for namn, innehall in nya.items():
            post = zipfile.ZipInfo(namn, FIXED)
            post.compress_type, post.create_system, post.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            till.writestr(post, innehall)
    return ut.getvalue()


def _cleaned(namn: str, innehall: bytes) -> bytes:
    """A part, cleaned by what it is: by its root, since names are free."""
    if not namn.lower().endswith((".xml", ".rels")):
        return innehall
    rot = parse_xml(innehall)
    andrade = [regel(rot) for regel in _rules(namn, etree.QName(rot).localname)]  # all of them, whatever each did
    return _as_bytes(rot) if any(andrade) else innehall


def _as_bytes(rot: Any) -> bytes:
    return bytes(etree.tostring(rot, xml_declaration=True, encoding="UTF-8", standalone=True))


#: changes a part in place; whether it did
Regel = Callable[[Any], bool]


def _rules(namn: str, slag: str) -> list[Regel]:
    if namn.lower().startswith("customxml/") and not namn.lower().endswith(".rels"):
        return [_empty]
    regler: dict[str, list[Regel]] = {
        "coreProperties": [_keep_nameless],
        "Properties": [_keep_nameless],
        "Relationships": [_cut_links],
        "comments": [_clean_comments],
        "ThreadedComments": [_texts],
        "personList": [_persons],
        "people": [_empty],
        "users": [_empty],
        "workbook": [_without("customWorkbookViews", "absPath", "fileSharing")],
        "worksheet": [_without("headerFooter", "customSheetViews"), _hints],
    }
    return [*regler.get(slag, ()), _authors]


def _empty(rot: Any) -> bool:
    """Take everything out."""
    hade = len(rot) > 0
    for nod in list(rot):
        rot.remove(nod)
    return hade


def _keep_nameless(rot: Any) -> bool:
    """Leave only such properties as name nobody; an empty one is left too."""
    bort = [n for n in rot if etree.QName(n).localname not in UTAN_NAMN and "".join(n.itertext()).strip()]
    for nod in bort:
        rot.remove(nod)
    return bool(bort)


def _cut_links(rot: Any) -> bool:
    leder = [
        n for n in rot
        if (n.get("TargetMode") or "").lower() == "external"
        and (LEDER_TILL.match(n.get("Target") or "") or has_personuppgift(n.get("Target") or ""))
    ]  # fmt: skip
    for nod in leder:
        nod.set("Target", INGENSTANS)
    return bool(leder)


def _clean_comments(rot: Any) -> bool:
    """Comments of Excel and of Word: that there was one stands, not by whom and not what."""
    for nod in rot.iter("{*}author"):
        nod.text = GALLRAD
    return _texts(rot)


def _texts(rot: Any) -> bool:
    gjort = False
    for nod in rot.iter("{*}t", "{*}text"):
        if nod.text and nod.text.strip() and nod.text != GALLRAD:
            nod.text, gjort = GALLRAD, True
    return gjort


def _persons(rot: Any) -> bool:
    gjort = False
    for nod in rot:
        if nod.get("displayName") != GALLRAD:
            nod.set("displayName", GALLRAD)
            nod.set("userId", GALLRAD)
            nod.set("providerId", "None")
            gjort = True
    return gjort


def _without(*namn: str) -> Regel:
    """Takes out elements of these names."""

    def regel(rot: Any) -> bool:
        bort = [nod for n in namn for nod in rot.iter(f"{{*}}{n}")]
        for nod in bort:
            nod.getparent().remove(nod)
        return bool(bort)

    return regel


def _hints(rot: Any) -> bool:
    """What a link shows beside its cell."""
    gjort = False
    for nod in rot.iter("{*}hyperlink"):
        for namn in ("display", "tooltip"):
            if nod.get(namn) and has_personuppgift(nod.get(namn)):
                del nod.attrib[namn]
                gjort = True
    return gjort


def _authors(rot: Any) -> bool:
    """Who made a tracked change or a comment in Word."""
    gjort = False
    for nod in rot.iter("{*}ins", "{*}del", "{*}comment", "{*}rPrChange", "{*}pPrChange", "{*}moveFrom", "{*}moveTo"):
        for namn in (f"{_W}author", f"{_W}initials"):
            if nod.get(namn, GALLRAD) != GALLRAD:
                nod.set(namn, GALLRAD)
                gjort = True
    return gjort


def _clean_cells(delar: dict[str, bytes]) -> None:
    """Addresses and telephone numbers in the cells of a workbook, who filled it in, and whom a year writes to."""
    rotter = {n: parse_xml(i) for n, i in delar.items() if n.lower().endswith(".xml") and _S.strip("{}").encode() in i}
    delad = next(((n, r) for n, r in rotter.items() if r.tag == f"{_S}sst"), None)
    texter = delad[1].findall(f"{_S}si") if delad else []
    blad = {n: r for n, r in rotter.items() if r.tag == f"{_S}worksheet"}
    if not blad:
        return
    andrade = {n for n, r in blad.items() if _clean_sheet(r, texter)}
    anvands = Counter(int(v.text or -1) for r in blad.values() for v in r.iterfind(f".//{_S}c[@t='s']/{_S}v"))
    for nr, si in enumerate(texter):
        ny = "" if andrade and not anvands[nr] else without_personuppgifter(_text(si))
        if ny != _text(si):
            _set_text(si, ny)
            andrade.add(delad[0] if delad else "")
    for namn in andrade:
        delar[namn] = _as_bytes(rotter[namn])


def _clean_sheet(rot: Any, texter: list[Any]) -> bool:
    """Clean what stands in the cells themselves; whether anything was changed."""
    gjort = False
    rader = [[(c, _shown(c, texter)) for c in rad.iterfind(f"{_S}c")] for rad in rot.iter(f"{_S}row")]
    personliga = _personal_columns(rader)
    for rad in rader:
        forsta = rad[0][1].strip(" :").casefold() if rad else ""
        for nr, (c, text) in enumerate(rad):
            namnger = nr == 1 and forsta == ETIKETT.casefold() and text not in ("", EXEMPEL, GALLRAD)
            kontakt = _letters(c) in personliga and text not in ("", "adress", GALLRAD)
            ny = GALLRAD if namnger or kontakt else without_personuppgifter(text)
            if ny != text and (ny == GALLRAD or c.get("t") in ("inlineStr", "str")):
                _set_cell(c, ny)
                gjort = True
    return gjort


def _personal_columns(rader: list[list[tuple[Any, str]]]) -> set[str]:
    """The columns with addresses, where the sheet is a year's contacts."""
    for rad in rader[:MOST_ROWS_ABOVE]:
        rubriker = {text.strip(): _letters(c) for c, text in rad}
        if rubriker.keys() >= KONTAKTRUBRIKER:
            return {rubriker["adress"]}
    return set()


def _letters(c: Any) -> str:
    return re.sub(r"\d", "", c.get("r") or "")


def _shown(c: Any, texter: list[Any]) -> str:
    """The text of a cell; empty where it holds none."""
    if c.get("t") == "s":
        v = c.find(f"{_S}v")
        return _text(texter[int(v.text)]) if v is not None and v.text and int(v.text) < len(texter) else ""
    if c.get("t") == "inlineStr":
        return "".join(_text(i) for i in c.iterfind(f"{_S}is"))
    return (c.findtext(f"{_S}v") or "") if c.get("t") == "str" else ""


def _text(nod: Any) -> str:
    """What a text says, its runs put together, without what tells how it is pronounced."""
    return "".join(t.text or "" for t in nod.iter(f"{_S}t") if t.getparent().tag != f"{_S}rPh")


def _set_text(nod: Any, text: str) -> None:
    for barn in list(nod):
        nod.remove(barn)
    t = etree.SubElement(nod, f"{_S}t")
    t.text = text
    if text != text.strip():
        t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _set_cell(c: Any, text: str) -> None:
    """Put a text of its own in a cell."""
    for barn in list(c):
        c.remove(barn)
    c.set("t", "inlineStr")
    _set_text(etree.SubElement(c, f"{_S}is"), text)
