"""The Word template of the documents: page, styles, header and footer. `python -m tasks.dokument.mallar.ordmall`.

The office may edit dokument.docx in Word: its styles, its header and footer, and what stands before and after
`{{p brodtext }}`, where the document itself goes. The template says so itself, in a note that no document shows.
"""

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from schemas.begrepp import Bedomning
from tasks.dokument.typografi import SKAPAD
from tasks.grund.filer import without_time

FONT = "Arial"
BLA = RGBColor(0x1F, 0x3A, 0x5F)
TABELLSTIL = "Årshjulets tabell"
BREDD_CM = 17.0
#: the colour of a bedömning, beside its word and its shape
FARGER = {
    Bedomning.HELT: "14532D", Bedomning.DELVIS: "7A4A00", Bedomning.INTE: "8F1414", Bedomning.EJ_BEDOMBAR: "3D3D3D",
}  # fmt: skip
#: the colour of what no city has said
EXEMPELFARG = "5B2A86"
#: between marks that leave it out of every document
LASHJALP = (
    "{#p Det här är mallen för årshjulets dokument. Typsnitt, färger, sidhuvud och sidfot ändras som i vilket "
    "Word-dokument som helst: ändra formatmallarna (Rubrik 1, Normal, Tabelltext, Årshjulets tabell …), inte texten. "
    "Det som står inom dubbla klamrar fylls i av programmet. Raden brodtext nedanför ska stå kvar: där hamnar "
    "dokumentet. Du kan skriva egen text före och efter den. Den här hjälptexten kommer inte med. #}"
)


class Mall:
    """A Word template under way."""

    def __init__(self) -> None:
        self.doc: Any = Document()
        self._sida()
        self._sprak()
        self._stilar()
        self._tabellstil()
        self._teckenstilar()
        self._innehallsstilar()
        self._sidhuvud()
        self.doc.add_paragraph(LASHJALP, style="Not")
        self.doc.add_paragraph("{{p brodtext }}")

    def _sida(self) -> None:
        s = self.doc.sections[0]
        s.orientation = WD_ORIENT.PORTRAIT
        s.page_width, s.page_height = Cm(21.0), Cm(29.7)
        s.left_margin = s.right_margin = Cm(2.0)
        s.top_margin, s.bottom_margin = Cm(2.6), Cm(2.2)

    def _sprak(self) -> None:
        rpr = self.doc.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for gammal in rpr.findall(qn("w:lang")):
            rpr.remove(gammal)
        rpr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/>'))
        for gammal in self.doc.settings.element.findall(qn("w:themeFontLang")):
            gammal.set(qn("w:val"), "sv-SE")

    def _stilar(self) -> None:
        stilar = self.doc.styles
        for namn, storlek, fore, efter in (
            ("Normal", 10.5, 0, 6), ("Title", 22, 0, 6), ("Heading 1", 16, 22, 6), ("Heading 2", 13, 16, 4),
            ("Heading 3", 11.5, 14, 3), ("Heading 4", 10.5, 10, 2), ("Caption", 9.5, 10, 3),
        ):  # fmt: skip
            stil = stilar[namn]
            self._font(stil, storlek)
            stil.paragraph_format.space_before, stil.paragraph_format.space_after = Pt(fore), Pt(efter)
            if namn != "Normal":
                stil.font.bold, stil.font.italic = True, False
                stil.font.color.rgb = RGBColor(0, 0, 0) if namn == "Caption" else BLA
                stil.paragraph_format.keep_with_next = True
        for kant in stilar["Title"].element.iter(qn("w:pBdr")):
            kant.getparent().remove(kant)
            break
        stilar["Normal"].paragraph_format.line_spacing = 1.15
        for namn, storlek in (("Tabelltext", 8.5), ("Not", 8.5), ("Punkt", 10.5), ("Uppmaning", 10.5), ("Ruta", 10),
                              ("Uppgift", 10.5), ("Bild", 10.5), ("Exempeltext", 10.5)):  # fmt: skip
            stil = stilar.add_style(namn, WD_STYLE_TYPE.PARAGRAPH)
            stil.base_style = stilar["Normal"]
            self._font(stil, storlek)
        stilar["Tabelltext"].paragraph_format.space_before = stilar["Tabelltext"].paragraph_format.space_after = Pt(1.5)
        stilar["Tabelltext"].paragraph_format.line_spacing = 1.0
        for namn, indrag in (("Punkt", 0.9), ("Uppmaning", 1.8)):
            f = stilar[namn].paragraph_format
            f.left_indent, f.first_line_indent = Cm(indrag), Cm(-indrag)
            f.tab_stops.add_tab_stop(Cm(indrag))
        stilar["Uppgift"].paragraph_format.space_after = Pt(0)
        stilar["Bild"].paragraph_format.space_after = Pt(10)
        stilar["Exempeltext"].font.color.rgb = RGBColor.from_string(EXEMPELFARG)
        ram = '<w:pBdr {}><w:left w:val="single" w:sz="{}" w:space="8" w:color="{}"/></w:pBdr>'
        for namn, bredd, farg in (("Ruta", 36, "B35900"), ("Exempeltext", 18, EXEMPELFARG)):
            stilar[namn].element.get_or_add_pPr().append(parse_xml(ram.format(nsdecls("w"), bredd, farg)))
            stilar[namn].paragraph_format.left_indent = Cm(0.4)
        stilar["Ruta"].paragraph_format.space_before = Pt(6)

    def _font(self, stil: Any, storlek: float) -> None:
        stil.font.name, stil.font.size = FONT, Pt(storlek)
        rfonts = stil.element.get_or_add_rPr().get_or_add_rFonts()
        for namn in list(rfonts.attrib):
            if namn.endswith("Theme"):
                del rfonts.attrib[namn]
        for namn in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            rfonts.set(qn(namn), FONT)

    def _tabellstil(self) -> None:
        linje = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="B8C0C8"/>'
        kanter = "".join(linje.format(k) for k in ("top", "bottom", "insideH"))
        self.doc.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Arshjulstabell">'
                f'<w:name w:val="{TABELLSTIL}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
                f"<w:tblPr><w:tblBorders>{kanter}</w:tblBorders>"
                '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
                '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr><w:tcPr>'
                '<w:shd w:val="clear" w:color="auto" w:fill="1F3A5F"/></w:tcPr></w:tblStylePr></w:style>'
            )
        )

    def _teckenstilar(self) -> None:
        lank = self.doc.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        lank.font.color.rgb, lank.font.underline = RGBColor(0x0B, 0x4F, 0x8A), True
        for kod, farg in FARGER.items():
            stil = self.doc.styles.add_style(f"Bedömning {kod}", WD_STYLE_TYPE.CHARACTER)
            stil.font.color.rgb, stil.font.bold = RGBColor.from_string(farg), True

    def _innehallsstilar(self) -> None:
        """The contents: their heading, which they do not list, and a level of headings each."""
        rubrik = self.doc.styles["TOC Heading"]
        self._font(rubrik, 16)
        rubrik.font.bold, rubrik.font.color.rgb = True, BLA
        rubrik.paragraph_format.space_before, rubrik.paragraph_format.keep_with_next = Pt(22), True
        for niva, indrag in ((1, 0.0), (2, 0.6)):
            stil = self.doc.styles.add_style(f"toc {niva}", WD_STYLE_TYPE.PARAGRAPH)
            stil.base_style = self.doc.styles["Normal"]
            f = stil.paragraph_format
            f.left_indent, f.right_indent, f.space_after = Cm(indrag), Cm(1), Pt(3)
            f.tab_stops.add_tab_stop(Cm(BREDD_CM), WD_TAB_ALIGNMENT.RIGHT)

    def _sidhuvud(self) -> None:
        s = self.doc.sections[0]
        p = s.header.paragraphs[0]
        p.paragraph_format.tab_stops.add_tab_stop(Cm(BREDD_CM), WD_TAB_ALIGNMENT.RIGHT)
        for stopp in ("center", "right"):
            self._rensa_tabb(s.header.paragraphs[0].style, stopp)
        p.add_run("{{ skrift.kommun }}").bold = True
        p.add_run("\t{{ 'Dnr ' ~ skrift.diarienummer if skrift.diarienummer else '' }}")
        s.header.add_paragraph("{{ skrift.titel }}")
        fot = s.footer.paragraphs[0]
        fot.paragraph_format.tab_stops.add_tab_stop(Cm(BREDD_CM), WD_TAB_ALIGNMENT.RIGHT)
        for stopp in ("center", "right"):
            self._rensa_tabb(fot.style, stopp)
        fot.add_run("{{ fottext }}").bold = True
        fot.add_run("\t")
        self._falt(fot, "PAGE")
        fot.add_run(" (")
        self._falt(fot, "NUMPAGES")
        fot.add_run(")")
        for p in (*s.header.paragraphs, fot):
            for r in p.runs:
                r.font.size, r.font.name = Pt(8.5), FONT

    @staticmethod
    def _rensa_tabb(stil: Any, sort: str) -> None:
        for tabb in stil.element.findall(f".//{qn('w:tab')}"):
            if tabb.get(qn("w:val")) == sort:
                tabb.getparent().remove(tabb)

    @staticmethod
    def _falt(p: Any, kod: str) -> None:
        for typ, text in (("begin", None), (None, kod), ("separate", None), ("text", "1"), ("end", None)):
            r = p.add_run("1" if typ == "text" else "")
            if typ in ("begin", "separate", "end"):
                tecken = OxmlElement("w:fldChar")
                tecken.set(qn("w:fldCharType"), typ)
                r._r.append(tecken)
            elif typ is None:
                instr = OxmlElement("w:instrText")
                instr.set(qn("xml:space"), "preserve")
                instr.text = f" {text} "
                r._r.append(instr)

    def spara(self, sokvag: Path) -> None:
        """Write the template, the same bytes each time."""
        c = self.doc.core_properties
        c.title, c.author, c.language, c.comments, c.last_modified_by = "", "Årshjulet", "sv-SE", "", "Årshjulet"
        c.created = c.modified = SKAPAD
        c.revision = 1
        ut = io.BytesIO()
        self.doc.save(ut)
        sokvag.write_bytes(without_time(ut.getvalue()))


def main() -> None:
    """Write the template beside this file."""
    Mall().spara(Path(__file__).parent / "dokument.docx")


if __name__ == "__main__":
    main()
