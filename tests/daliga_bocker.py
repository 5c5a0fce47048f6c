"""A generator of bad workbooks: each kind is a good workbook, damaged in one way, with the verdict it must get.

The good ones are an organ's verksamhetsplan of data/2024 and a tertialrapport 1 of the example year liten-2026.
"""

import datetime
import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

#: the good workbook's bytes → the bad one's
Skada = Callable[[bytes], bytes]

ARSMAL, MAL, AKTIVITETER, RISKER = "Årsmål", "Mål", "Aktiviteter", "Risker"
KONTROLL, BUDGET, ENHETER, ORGAN, SVAR = "Intern kontroll", "Budget", "Resultatenheter", "Organ", "Svar"


@dataclass(frozen=True)
class Fall:
    """A kind of bad workbook.

    Attributes:
        skada: how the good one is damaged.
        kod, blad, cell: the one problem that must be found; without sheet and cell where the gate refuses the file.
        skal: words that the reason must hold.
    """

    skada: Skada
    kod: str
    blad: str | None = None
    cell: str | None = None
    skal: str = ""


# ---- damaging with openpyxl -----------------------------------------------------------------------------------------


def bok(gor: Callable[[Workbook], object]) -> Skada:
    """Do something to the workbook."""

    def skada(bra: bytes) -> bytes:
        b = load_workbook(io.BytesIO(bra))
        gor(b)
        ut = io.BytesIO()
        b.save(ut)
        return ut.getvalue()

    return skada


def satt(blad: str, **celler: Any) -> Skada:
    """Write into cells of a sheet."""

    def gor(b: Workbook) -> None:
        for ref, varde in celler.items():
            b[blad][ref] = varde

    return bok(gor)


def formaterat(blad: str, ref: str, varde: Any, format_: str) -> Skada:
    """Write into a cell and give it a number format."""

    def gor(b: Workbook) -> None:
        b[blad][ref] = varde
        b[blad][ref].number_format = format_

    return bok(gor)


def pa_blad(blad: str, gor: Callable[[Worksheet], object]) -> Skada:
    """Do something to one sheet."""
    return bok(lambda b: gor(b[blad]))


def utan_blad(blad: str) -> Skada:
    """Remove a sheet."""
    return bok(lambda b: b.remove(b[blad]))


# ---- damaging the parts of the archive ------------------------------------------------------------------------------


def delar(bra: bytes) -> dict[str, bytes]:
    """Every member of the archive by name."""
    with zipfile.ZipFile(io.BytesIO(bra)) as z:
        return {n: z.read(n) for n in z.namelist()}


def packa(delar_: dict[str, bytes]) -> bytes:
    """An archive with these members."""
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as z:
        for namn, innehall in delar_.items():
            z.writestr(namn, innehall)
    return ut.getvalue()


def arkiv(gor: Callable[[dict[str, bytes]], object]) -> Skada:
    """Do something to the members of the archive."""

    def skada(bra: bytes) -> bytes:
        alla = delar(bra)
        gor(alla)
        return packa(alla)

    return skada


def bladdel(alla: dict[str, bytes], blad: str) -> str:
    """The member that holds a sheet."""
    bladen = etree.fromstring(alla["xl/workbook.xml"]).iter("{*}sheet")
    rid = next(v for b in bladen if b.get("name") == blad for k, v in b.items() if k.endswith("}id"))
    mal = next(r.get("Target") for r in etree.fromstring(alla["xl/_rels/workbook.xml.rels"]) if r.get("Id") == rid)
    return mal.lstrip("/") if mal.startswith("/") else f"xl/{mal}"


def cellxml(blad: str, ref: str, xml: str) -> Skada:
    """Put another element in the place of a cell."""

    def gor(alla: dict[str, bytes]) -> None:
        del_ = bladdel(alla, blad)
        text, antal = re.subn(rf'<c r="{ref}"[^>]*?(/>|>.*?</c>)', lambda _: xml, alla[del_].decode(), count=1)
        assert antal == 1, ref
        alla[del_] = text.encode()

    return arkiv(gor)


def felcell(blad: str, ref: str, fel: str) -> Skada:
    """A formula that has come to an error, as Excel keeps it."""
    return cellxml(blad, ref, f'<c r="{ref}" t="e"><f>1/0</f><v>{fel}</v></c>')


def ny_rad(blad: str, fore: str, xml: str) -> Skada:
    """Put rows into a sheet, before the first that begins so."""

    def gor(alla: dict[str, bytes]) -> None:
        del_ = bladdel(alla, blad)
        assert fore.encode() in alla[del_]
        alla[del_] = alla[del_].replace(fore.encode(), xml.encode() + fore.encode(), 1)

    return arkiv(gor)


def med_del(namn: str, innehall: bytes = b"x") -> Skada:
    """Add a member."""
    return arkiv(lambda alla: alla.update({namn: innehall}))


def i_del(namn: str, gor: Callable[[bytes], bytes]) -> Skada:
    """Change a member."""
    return arkiv(lambda alla: alla.update({namn: gor(alla[namn])}))


def _bomb(alla: dict[str, bytes]) -> None:
    alla["xl/media/image1.png"] = bytes(90_000_000)


def _omatchad_bomb(bra: bytes) -> bytes:
    """A member that says it is small and is not."""
    alla = delar(bra) | {"xl/sharedStrings.xml": b"<sst>" + b" " * 90_000_000 + b"</sst>"}
    svar = bytearray(packa(alla))
    for signatur, storlek, namn in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        plats = svar.find(signatur)
        while plats >= 0:
            if svar[plats + namn :].startswith(b"xl/sharedStrings.xml"):
                svar[plats + storlek : plats + storlek + 4] = struct.pack("<I", 1_000)
            plats = svar.find(signatur, plats + 4)
    return bytes(svar)


def _krypterad_del(bra: bytes) -> bytes:
    """The flag bit that says that a member is encrypted, in the directory and before the member."""
    svar = bytearray(bra)
    for signatur, flagga in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        svar[svar.find(signatur) + flagga] |= 1
    return bytes(svar)


def _dubbel_del(bra: bytes) -> bytes:
    """The same sheet twice, one of which a reader may take for the other."""
    ut = io.BytesIO(bra)
    with zipfile.ZipFile(ut, "a") as z:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            z.writestr("xl/worksheets/sheet2.xml", z.read("xl/worksheets/sheet2.xml"))
    return ut.getvalue()


def _trasig_deflate(bra: bytes) -> bytes:
    """A byte of a compressed sheet is another."""
    svar = bytearray(bra)
    with zipfile.ZipFile(io.BytesIO(bra)) as z:
        d = z.getinfo("xl/worksheets/sheet2.xml")
    svar[d.header_offset + 30 + len(d.filename) + 10] ^= 0xFF
    return bytes(svar)


ENTITETER = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)


def _med_dokumenttyp(xml: bytes) -> bytes:
    huvud, slut, rest = xml.partition(b"?>")
    return huvud + slut + ENTITETER + rest


def _utf16(xml: bytes) -> bytes:
    return xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def _skuggdel(alla: dict[str, bytes]) -> None:
    """Another sheet under the same name in other letters: one reader takes the one, another the other."""
    alla["XL/WORKSHEETS/SHEET2.XML"] = alla["xl/worksheets/sheet2.xml"]


def _tva_blad_av_ett_namn(alla: dict[str, bytes]) -> None:
    alla["xl/workbook.xml"] = alla["xl/workbook.xml"].replace(f'name="{RISKER}"'.encode(), f'name="{ARSMAL} "'.encode())


def _dolt_original(b: Workbook) -> None:
    b.copy_worksheet(b[ARSMAL]).title = "Årsmål (2)"
    b[ARSMAL].sheet_state = "hidden"


def _oraknad(alla: dict[str, bytes]) -> None:
    """As XlsxWriter leaves a formula: with 0 in the place of its value, to be calculated when it is opened."""
    alla |= delar(cellxml(ARSMAL, "F6", '<c r="F6"><f>70+2</f><v>0</v></c>')(packa(alla)))
    bok_ = re.sub(rb"<calcPr[^>]*/>", b"", alla["xl/workbook.xml"])
    alla["xl/workbook.xml"] = bok_.replace(b"</workbook>", b'<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>')


def _externlank(alla: dict[str, bytes]) -> None:
    """A link to another workbook, under a name that says nothing."""
    alla["xl/annat/del.xml"] = b"<x/>"
    typ = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    alla["[Content_Types].xml"] = alla["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/annat/del.xml" ContentType="{typ}"/></Types>'.encode()
    )


def _xlm(alla: dict[str, bytes]) -> None:
    """A relationship to a macro sheet of the old kind."""
    typ = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    rel = f'<Relationship Id="rIdX" Type="{typ}" Target="a/b.xml"/></Relationships>'
    del_ = "xl/_rels/workbook.xml.rels"
    alla[del_] = alla[del_].replace(b"</Relationships>", rel.encode())


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


# ---- the verksamhetsplan --------------------------------------------------------------------------------------------
# Idrottsnämnden 2024: F6 is the årsmål (71) of 1.5-04, in procent; F3 that of 1.1-03, antal; 1.5-03 stands in row 5.


def _tal(varde: Any, kod: str = "ej-tal") -> Fall:
    return Fall(satt(ARSMAL, F6=varde), kod, ARSMAL, "F6")


VP: dict[str, Fall] = {
    # numbers
    "a number with ca": _tal("ca 70"),
    "a number with a unit word": _tal("70 procent"),
    "a number with st": Fall(satt(ARSMAL, F3="2 885 st"), "ej-tal", ARSMAL, "F3"),
    "two numbers in a cell": _tal("70 75"),
    "a span": _tal("70–75"),
    "a point that may part thousands": _tal("1.234", "ej-tal"),
    "a word": _tal("oförändrat"),
    "a percent sign where the unit is mnkr": Fall(satt(BUDGET, D2="14,5 %"), "procent-fel-enhet", BUDGET, "D2"),
    "a percent format where the unit is mnkr": Fall(
        formaterat(BUDGET, "D2", 0.145, "0.0%"), "procent-fel-enhet", BUDGET, "D2"
    ),
    "a percent sign put behind where the unit is mnkr": Fall(
        formaterat(BUDGET, "D2", 14.5, '0.0"%"'), "procent-fel-enhet", BUDGET, "D2"
    ),
    "a percent format where the unit is antal": Fall(
        formaterat(ARSMAL, "F3", 0.7, "0%"), "procent-fel-enhet", ARSMAL, "F3"
    ),
    "thousands shown as ones": Fall(formaterat(BUDGET, "D2", 14_500, "#,##0.0,"), "tal-visas-skalat", BUDGET, "D2"),
    "kronor shown as millions": Fall(
        formaterat(BUDGET, "D2", 14_500_000, '#,##0.0,,"mnkr"'), "tal-visas-skalat", BUDGET, "D2"
    ),
    "a text formula without a value": Fall(
        cellxml(ARSMAL, "F6", '<c r="F6" t="str"><f>TEXT(72,"0")</f></c>'), "cellfel", ARSMAL, "F6"
    ),
    "a zero that nobody has calculated": Fall(arkiv(_oraknad), "cellfel", ARSMAL, "F6"),
    "an error of a newer Excel": Fall(felcell(ARSMAL, "F6", "#SPILL!"), "cellfel", ARSMAL, "F6"),
    "an error of LibreOffice": Fall(felcell(ARSMAL, "F6", "Err:502"), "cellfel", ARSMAL, "F6"),
    "a question mark": _tal("78?"),
    "a comma too many": _tal("7,8,5"),
    "a number with an exponent as text": _tal("7e1"),
    "a number in other digits": _tal("٧٨"),
    "an absurdly large number": _tal(1e30, "utanfor-granser"),
    "a number of two hundred digits": _tal("7" * 200, "utanfor-granser"),
    "a number that is infinite": Fall(cellxml(ARSMAL, "F6", '<c r="F6"><v>1E999</v></c>'), "ej-tal", ARSMAL, "F6"),
    "a number that is none": Fall(cellxml(ARSMAL, "F6", '<c r="F6"><v>NaN</v></c>'), "ej-tal", ARSMAL, "F6"),
    "TRUE in a number column": _tal(True),
    "a date in a number column": _tal(datetime.date(2024, 5, 17), "datum-som-tal"),
    "a number that Excel shows as a date": Fall(
        formaterat(ARSMAL, "F6", 70, "yyyy-mm-dd"), "datum-som-tal", ARSMAL, "F6"
    ),
    "a time in a number column": _tal(datetime.time(7, 30), "datum-som-tal"),
    "hours in a number column": _tal(datetime.timedelta(hours=70, minutes=30), "datum-som-tal"),
    "a share without a format": _tal(0.705, "procent-oklar"),
    "a share as text": _tal("0,705", "procent-oklar"),
    "a negative share": _tal(-0.5, "procent-oklar"),
    "one where percent is meant": _tal(1, "procent-oklar"),
    "a share behind which a percent sign is only put": Fall(
        formaterat(ARSMAL, "F6", 0.705, '0.0"%"'), "procent-oklar", ARSMAL, "F6"
    ),
    "a word among money": Fall(satt(BUDGET, D2="tolv"), "ej-tal", BUDGET, "D2"),
    "a date among money": Fall(satt(BUDGET, F2=datetime.date(2024, 1, 1)), "datum-som-tal", BUDGET, "F2"),
    # error cells
    **{
        f"a formula that has come to {fel}": Fall(felcell(ARSMAL, "F6", fel), "cellfel", ARSMAL, "F6")
        for fel in ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")
    },
    "an error in a text": Fall(felcell(ARSMAL, "G6", "#REF!"), "cellfel", ARSMAL, "G6"),
    "an error in a key": Fall(felcell(AKTIVITETER, "A2", "#REF!"), "cellfel", AKTIVITETER, "A2"),
    "an error under Bidrar": Fall(felcell(MAL, "C2", "#N/A"), "cellfel", MAL, "C2"),
    "an error among dates": Fall(felcell(AKTIVITETER, "D2", "#N/A"), "cellfel", AKTIVITETER, "D2"),
    "a formula that nobody has calculated": Fall(satt(ARSMAL, F6="=70+0.5"), "cellfel", ARSMAL, "F6"),
    # dates
    "a Beslutad that is an error": Fall(felcell(ORGAN, "B8", "#DIV/0!"), "cellfel", ORGAN, "B8"),
    "a Beslutad that nobody has calculated": Fall(satt(ORGAN, B8="=TODAY()"), "cellfel", ORGAN, "B8"),
    # risks
    "a text under Sannolikhet": Fall(satt(RISKER, C2="hög"), "ej-tal", RISKER, "C2"),
    "a six under Sannolikhet": Fall(satt(RISKER, C2=6), "utanfor-granser", RISKER, "C2"),
    "a zero under Konsekvens": Fall(satt(RISKER, D2=0), "utanfor-granser", RISKER, "D2"),
    "two and a half under Sannolikhet": Fall(satt(RISKER, C2=2.5), "ej-heltal", RISKER, "C2"),
    "a date under Konsekvens": Fall(satt(RISKER, D2=datetime.date(2024, 5, 4)), "datum-som-tal", RISKER, "D2"),
    # lists
    "a Bidrar that is Kanske": Fall(satt(MAL, C2="Kanske"), "ej-ja-nej", MAL, "C2"),
    "a Bidrar that is TRUE": Fall(satt(MAL, C2=True), "ej-ja-nej", MAL, "C2"),
    "an I internkontrollplanen that is 1": Fall(satt(KONTROLL, G2=1), "ej-ja-nej", KONTROLL, "G2"),
    "an unknown Slag": Fall(satt(BUDGET, A2="lokaler"), "ej-i-listan", BUDGET, "A2"),
    "an unknown Förändring": Fall(satt(ENHETER, B2="Kanske"), "ej-i-listan", ENHETER, "B2"),
    # codes
    "an indicator of others": Fall(satt(ARSMAL, A6="1.2-01"), "indikator-ej-tilldelad", ARSMAL, "A6"),
    "an indicator that is nowhere": Fall(satt(ARSMAL, A6="9.9-99"), "indikator-ej-tilldelad", ARSMAL, "A6"),
    "an indicator twice": Fall(satt(ARSMAL, A6="1.1-01"), "dubbel-rad", ARSMAL, "A6"),
    "an indicator twice in other letters": Fall(satt(ARSMAL, A19=" 1.5-03\u00a0", F19=70), "dubbel-rad", ARSMAL, "A19"),
    "a value without its indicator": Fall(satt(ARSMAL, A6=None), "tomt-falt", ARSMAL, "A6"),
    "a value in a row of its own": Fall(satt(ARSMAL, F60=70), "tomt-falt", ARSMAL, "A60"),
    "an answer without its goal": Fall(satt(MAL, C30="Ja"), "tomt-falt", MAL, "A30"),
    "a goal twice": Fall(satt(MAL, A18="1.1", C18="Ja"), "dubbel-rad", MAL, "A18"),
    "a goal that is nowhere": Fall(satt(MAL, A18="9.9", C18="Ja"), "okant-mal", MAL, "A18"),
    "an inriktningsmål among the goals": Fall(satt(MAL, A18="1", C18="Ja"), "okant-mal", MAL, "A18"),
    "a goal left out": Fall(pa_blad(MAL, lambda b: b.delete_rows(17)), "mal-saknas", MAL, "A1"),
    "an unknown goal of an activity": Fall(satt(AKTIVITETER, A2="7.1"), "okant-mal", AKTIVITETER, "A2"),
    "a goal that Excel made a date": Fall(
        satt(AKTIVITETER, A2=datetime.date(2024, 1, 1)), "kod-som-datum", AKTIVITETER, "A2"
    ),
    "an unknown goal of a risk": Fall(satt(RISKER, A2="7.1"), "okant-mal", RISKER, "A2"),
    "an unknown goal of a process": Fall(satt(KONTROLL, A2="7.1"), "okant-mal", KONTROLL, "A2"),
    "an unknown indicator of an activity": Fall(satt(AKTIVITETER, B2="9.9-9"), "okand-indikator", AKTIVITETER, "B2"),
    # sheets and headers
    "an original that is hidden beside a copy": Fall(bok(_dolt_original), "dolt-original", ARSMAL),
    "no sheet Organ": Fall(utan_blad(ORGAN), "blad-saknas", ORGAN),
    "no sheet Årsmål": Fall(utan_blad(ARSMAL), "blad-saknas", ARSMAL),
    "no sheet Mål": Fall(utan_blad(MAL), "blad-saknas", MAL),
    "no header Nämndens årsmål": Fall(satt(ARSMAL, F1="Årsmål"), "rubrik-saknas", ARSMAL, "F1"),
    "no header Indikatorkod": Fall(satt(ARSMAL, A1=None), "rubrik-saknas", ARSMAL, "A1"),
    "no header Bidrar": Fall(satt(MAL, C1="svar"), "rubrik-saknas", MAL, "C1"),
    "no header Aktivitet": Fall(satt(AKTIVITETER, C1="Vad"), "rubrik-saknas", AKTIVITETER, "C1"),
    "no header Konsekvens": Fall(satt(RISKER, D1=None), "rubrik-saknas", RISKER, "D1"),
    "no header Motivering": Fall(satt(BUDGET, G1="Skäl"), "rubrik-saknas", BUDGET, "G1"),
    "a header twice": Fall(satt(ARSMAL, H1="Nämndens årsmål", H6=70), "dubbel-kolumn", ARSMAL, "H1"),
    "merged cells in a column to fill in": Fall(
        pa_blad(ARSMAL, lambda b: b.merge_cells("F6:F8")), "sammanslagna-celler", ARSMAL, "F6"
    ),
    "cells merged across columns": Fall(
        pa_blad(RISKER, lambda b: b.merge_cells("C2:E2")), "sammanslagna-celler", RISKER, "C2"
    ),
    # the workbook as a whole
    "last year's workbook": Fall(satt(ORGAN, B5=2023), "fel-ar", ORGAN, "B5"),
    "a year in words": Fall(satt(ORGAN, B5="nästa år"), "fel-ar", ORGAN, "B5"),
    "another organ's code": Fall(satt(ORGAN, B3="farsta", B4="Farsta"), "fel-mall", ORGAN, "B10"),
    "an organ that is nowhere": Fall(satt(ORGAN, B3="idrottsnamden"), "okant-organ", ORGAN, "B3"),
    "no organ": Fall(satt(ORGAN, B3=None), "okant-organ", ORGAN, "B3"),
    "a verksamhetsplan that calls itself T1": Fall(satt(ORGAN, B6="T1"), "ej-borjat", ORGAN, "B6"),
    "an unknown kind": Fall(satt(ORGAN, B6="T2"), "fel-slag", ORGAN, "B6"),
    "no kind": Fall(satt(ORGAN, B6=None), "fel-slag", ORGAN, "B6"),
    "an older template": Fall(satt(ORGAN, B10="0/2024/VP/idrottsnamnden"), "fel-mall", ORGAN, "B10"),
    "no template code": Fall(satt(ORGAN, B10=None), "fel-mall", ORGAN, "B10"),
    # cells far away
    "a value in the last cell of all": Fall(satt(RISKER, XFD1048576="x"), "for-stort-blad", RISKER, "XFD1048576"),
    "a value in the last cell, where no cell comes in order": Fall(
        ny_rad(MAL, '<row r="5"', '<row r="4"><c r="XFD1048576"><v>1</v></c><c r="B4"><v>2</v></c></row>'),
        "for-stort-blad",
        MAL,
        "XFD1048576",
    ),
    "a value far down": Fall(satt(ARSMAL, B500000="x"), "for-stort-blad", ARSMAL, "B500000"),
    "a value far out": Fall(satt(BUDGET, AAA2="x"), "for-stort-blad", BUDGET, "AAA2"),
}

# ---- files that are refused at the gate -----------------------------------------------------------------------------


def _port(skada: Skada, skal: str) -> Fall:
    return Fall(skada, "ej-arbetsbok", skal=skal)


PORTEN: dict[str, Fall] = {
    "an empty file": _port(lambda _: b"", "tom"),
    "a picture": _port(lambda _: PNG, "något annat"),
    "a text": _port(lambda _: "Vårt årsmål är 70.".encode(), "något annat"),
    "a web page that calls itself a workbook": _port(lambda _: b"<html><table><tr><td>70</td></tr>", "något annat"),
    "the old format": _port(lambda _: OLE + b"Workbook", "lösenordsskyddad"),
    "an encrypted workbook": _port(
        lambda _: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(900), "lösenordsskyddad"
    ),
    "an encrypted member": _port(_krypterad_del, "krypterad"),
    "a truncated archive": _port(lambda bra: bra[: len(bra) // 2], "skadad"),
    "an archive of which the end is noise": _port(lambda bra: bra[:-200] + bytes(200), "skadad"),
    "an empty archive": _port(lambda _: b"PK\x05\x06" + bytes(18), "något annat"),
    "no workbook.xml": _port(arkiv(lambda alla: alla.pop("xl/workbook.xml")), "delarna"),
    "no list of content types": _port(arkiv(lambda alla: alla.pop("[Content_Types].xml")), "delarna"),
    "a folder that has been packed": _port(lambda bra: packa({f"VP/{n}": d for n, d in delar(bra).items()}), "delarna"),
    "a Word document": _port(
        lambda _: packa({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "delarna"
    ),
    "an OpenDocument sheet": _port(
        lambda _: packa({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        ".ods",
    ),
    "a zip bomb": _port(arkiv(_bomb), "orimlig"),
    "a zip bomb that gives a false size": _port(_omatchad_bomb, "skadad"),
    "thousands of members": _port(
        arkiv(lambda alla: alla.update({f"xl/media/{n}.png": b"x" for n in range(5_000)})), "orimlig"
    ),
    "the same member twice": _port(_dubbel_del, "två gånger"),
    "macros": _port(med_del("xl/vbaProject.bin"), "makron"),
    "macros by another name": _port(
        i_del(
            "[Content_Types].xml",
            lambda x: x.replace(
                b"</Types>",
                b'<Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
            ),
        ),
        "makron",
    ),
    "links to other workbooks under another name": _port(arkiv(_externlank), "länkar"),
    "macros of the old kind under another name": _port(arkiv(_xlm), "makron"),
    "a part whose name differs in case": _port(arkiv(_skuggdel), "två gånger"),
    "two sheets of one name": _port(arkiv(_tva_blad_av_ett_namn), "två blad"),
    "two cells of one name": _port(
        cellxml(ARSMAL, "F6", '<c r="F6"><v>71</v></c><c r="F6"><v>99</v></c>'), "två gånger"
    ),
    "a cell with two values": _port(cellxml(ARSMAL, "F6", '<c r="F6"><v>71</v><v>99</v></c>'), "två värden"),
    "a cell on another row": _port(cellxml(ARSMAL, "F6", '<c r="F7"><v>71</v></c>'), "fel rad"),
    "rows twice": _port(ny_rad(ARSMAL, '<row r="7"', '<row r="6"><c r="F6"><v>99</v></c></row>'), "två gånger"),
    "entities after much else": _port(
        i_del(
            "xl/worksheets/sheet2.xml",
            lambda x: _med_dokumenttyp(b"<?xml version='1.0'?>" + b" " * 90_000 + x[x.find(b"<worksheet") :]),
        ),
        "dokumenttyp",
    ),
    "a compressed stream that is broken": _port(_trasig_deflate, "skadad"),
    "macros of the old kind": _port(med_del("xl/macrosheets/sheet1.xml", b"<x/>"), "makron"),
    "links to other workbooks": _port(med_del("xl/externalLinks/externalLink1.xml", b"<x/>"), "länkar"),
    "entities in a sheet": _port(i_del("xl/worksheets/sheet1.xml", _med_dokumenttyp), "dokumenttyp"),
    "entities among the texts": _port(i_del("xl/sharedStrings.xml", _med_dokumenttyp), "dokumenttyp"),
    "entities among the relations": _port(i_del("xl/_rels/workbook.xml.rels", _med_dokumenttyp), "dokumenttyp"),
    "a sheet in UTF-16": _port(i_del("xl/worksheets/sheet1.xml", _utf16), "UTF-8"),
    "a sheet in UTF-16 that does not say so": _port(
        i_del("xl/worksheets/sheet2.xml", lambda x: x.decode().encode("utf-16-le")), "UTF-8"
    ),
    "the strict kind of Open XML": _port(
        i_del(
            "xl/workbook.xml", lambda x: x.replace(b"http://schemas.openxmlformats.org", b"http://purl.oclc.org/ooxml")
        ),
        "strikt",
    ),
    "a sheet that is no XML": _port(i_del("xl/worksheets/sheet2.xml", lambda x: x[:500]), "skadad"),
    "a sheet that is not there": _port(arkiv(lambda alla: alla.pop("xl/worksheets/sheet2.xml")), "skadad"),
    "a text that is not there": _port(cellxml(ARSMAL, "G6", '<c r="G6" t="s"><v>999999</v></c>'), "skadad"),
}

# ---- tertialrapport 1 -----------------------------------------------------------------------------------------------
# o00003 in liten-2026: rows 2–6 hold 2026-03 (i0011, procent), -05 (no indicator), -06 and -07 (both i0000), -10.

T1: dict[str, Fall] = {
    "a number that is nowhere": Fall(satt(SVAR, A2="2026-99"), "okant-nummer", SVAR, "A2"),
    "a number of others": Fall(satt(SVAR, A2="2026-01"), "okant-nummer", SVAR, "A2"),
    "the same number twice": Fall(satt(SVAR, A3="2026-03"), "dubbel-rad", SVAR, "A3"),
    "an answer without its number": Fall(satt(SVAR, A6=None), "tomt-falt", SVAR, "A6"),
    "Kan inte without Svar": Fall(satt(SVAR, G3=None), "kan-inte-utan-svar", SVAR, "G3"),
    "a Svar of spaces only": Fall(satt(SVAR, G3=" \u00a0"), "kan-inte-utan-svar", SVAR, "G3"),
    "two årsmål for an indicator": Fall(satt(SVAR, F4=9, F5=10), "olika-reviderade", SVAR, "F5"),
    "a value where there is no indicator": Fall(satt(SVAR, F3=9), "varde-utan-indikator", SVAR, "F3"),
    "a value with ca": Fall(satt(SVAR, F2="ca 5"), "ej-tal", SVAR, "F2"),
    "a share without a format, T1": Fall(satt(SVAR, F2=0.705), "procent-oklar", SVAR, "F2"),
    "a share whose indicator has been taken away": Fall(satt(SVAR, F2=0.705, C2=None), "procent-oklar", SVAR, "F2"),
    "a date as a value": Fall(satt(SVAR, F2=datetime.date(2026, 5, 17)), "datum-som-tal", SVAR, "F2"),
    "an error as a value": Fall(felcell(SVAR, "F2", "#REF!"), "cellfel", SVAR, "F2"),
    "a Kan inte that is Kanske": Fall(satt(SVAR, I2="Kanske"), "ej-ja-nej", SVAR, "I2"),
    "no sheet Svar": Fall(utan_blad(SVAR), "blad-saknas", SVAR),
    "no header Reviderat årsmål": Fall(satt(SVAR, F1="Nytt"), "rubrik-saknas", SVAR, "F1"),
    "merged answers": Fall(pa_blad(SVAR, lambda b: b.merge_cells("G5:G6")), "sammanslagna-celler", SVAR, "G5"),
    "a T1 that calls itself VP": Fall(satt(ORGAN, B6="VP"), "fel-mall", ORGAN, "B10"),
    "another organ's T1": Fall(satt(ORGAN, B3="o00004"), "fel-mall", ORGAN, "B10"),
    "another year's T1": Fall(satt(ORGAN, B5=2025), "fel-ar", ORGAN, "B5"),
}


def nfd(text: str) -> str:
    """A text as a Mac may write it."""
    return unicodedata.normalize("NFD", text)


def skriv(fall: dict[str, Fall], bra: Path, mapp: Path) -> dict[str, Path]:
    """Make every kind from a good workbook; kind → file."""
    mapp.mkdir(parents=True, exist_ok=True)
    innehall = bra.read_bytes()
    svar = {}
    for n, (namn, f) in enumerate(fall.items()):
        svar[namn] = mapp / f"{n:03d} {re.sub(r'[^a-zåäö0-9]+', ' ', namn.lower()).strip()}.xlsx"
        svar[namn].write_bytes(f.skada(innehall))
    return svar
