"""What the Word templates are built of: page, styles, header and footer, paragraphs and tables with their loops."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from tasks.dokument.framstallning import SKAPAD
from tasks.grund.filer import without_time

FONT = "Arial"
BLA = RGBColor(0x1F, 0x3A, 0x5F)
TABELLSTIL = "Årshjulets tabell"
BREDD_CM = 17.0


class K(NamedTuple):
    """A column of a table: heading, what stands in its cells, width in cm, and whether it holds numbers."""

    rubrik: str
    cell: str
    bredd: float
    tal: bool = False


class Mall:
    """A Word template under way."""

    def __init__(self, titel: str) -> None:
        self.doc: Any = Document()
        self._sida()
        self._sprak()
        self._stilar()
        self._tabellstil()
        self._sidhuvud(titel)

    # layout

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
        for namn, storlek in (("Tabelltext", 8.5), ("Not", 8.5), ("Punkt", 10.5), ("Uppmaning", 10.5), ("Ruta", 10)):
            stil = stilar.add_style(namn, WD_STYLE_TYPE.PARAGRAPH)
            stil.base_style = stilar["Normal"]
            self._font(stil, storlek)
        stilar["Tabelltext"].paragraph_format.space_before = stilar["Tabelltext"].paragraph_format.space_after = Pt(1.5)
        stilar["Tabelltext"].paragraph_format.line_spacing = 1.0
        for namn, indrag in (("Punkt", 0.9), ("Uppmaning", 1.8)):
            f = stilar[namn].paragraph_format
            f.left_indent, f.first_line_indent = Cm(indrag), Cm(-indrag)
            f.tab_stops.add_tab_stop(Cm(indrag))
        ram = '<w:pBdr {}><w:left w:val="single" w:sz="36" w:space="8" w:color="B35900"/></w:pBdr>'
        stilar["Ruta"].element.get_or_add_pPr().append(parse_xml(ram.format(nsdecls("w"))))
        stilar["Ruta"].paragraph_format.left_indent = Cm(0.4)

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

    def _sidhuvud(self, titel: str) -> None:
        s = self.doc.sections[0]
        p = s.header.paragraphs[0]
        p.paragraph_format.tab_stops.add_tab_stop(Cm(BREDD_CM), WD_TAB_ALIGNMENT.RIGHT)
        for stopp in ("center", "right"):
            self._rensa_tabb(s.header.paragraphs[0].style, stopp)
        p.add_run("{{ huvud.kommun }}").bold = True
        p.add_run("\t{{ 'Dnr ' ~ huvud.diarienummer if huvud.diarienummer else '' }}")
        s.header.add_paragraph(titel)
        fot = s.footer.paragraphs[0]
        fot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for text, falt in (("Sida ", "PAGE"), (" av ", "NUMPAGES")):
            fot.add_run(text)
            self._falt(fot, falt)
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

    # content

    def p(self, text: str, stil: str = "Normal") -> None:
        """A paragraph; `**` around a part makes it bold."""
        stycke = self.doc.add_paragraph(style=stil)
        for n, bit in enumerate(text.split("**")):
            if bit:
                stycke.add_run(bit).bold = True if n % 2 else None

    def rubrik(self, text: str, niva: int) -> None:
        """A heading of level 1–4."""
        self.doc.add_paragraph(text, style=f"Heading {niva}")

    def tagg(self, *taggar: str) -> None:
        """Paragraphs that only steer what follows: `if x`, `endif`, `for x in y`, `endfor`."""
        for t in taggar:
            self.doc.add_paragraph(f"{{%p {t} %}}")

    def text(self, uttryck: str) -> None:
        """The office's text at an expression, where there is one."""
        self.tagg(f"if {uttryck}", f"for s in {uttryck}.stycken")
        self.p(f"{{{{ s }}}}{{{{ {uttryck}.kalla|marke if loop.last else '' }}}}")
        self.tagg("endfor", "endif")

    def avsnitt(self, nyckel: str, niva: int = 1) -> None:
        """A section of the office's, with its heading, where there is a text."""
        self.tagg(f"if texter.get('{nyckel}')")
        self.rubrik(f"{{{{ texter['{nyckel}'].rubrik }}}}", niva)
        self.text(f"texter['{nyckel}']")
        self.tagg("endif")

    def tabell(
        self, rubrik: str, kolumner: Sequence[K], rader: str, fet: str | None = None, summa: Sequence[str] = ()
    ) -> None:
        """A table with its caption.

        Args:
            rader: the loop, e.g. `r in resultatbudget`.
            fet: a condition under which a row is bold.
            summa: the cells of a last row.
        """
        self.p(rubrik, "Caption")
        t = self.doc.add_table(rows=0, cols=len(kolumner))
        t.style = self.doc.styles[TABELLSTIL]
        t.autofit = False
        for kolumn, k in zip(t.columns, kolumner, strict=True):
            kolumn.width = Cm(k.bredd)
        pr = t._tbl.tblPr
        look = pr.find(qn("w:tblLook"))
        if look is not None:
            pr.remove(look)
        pr.append(parse_xml(f'<w:tblLook {nsdecls("w")} w:val="0020" w:firstRow="1" w:firstColumn="0" w:noVBand="1"/>'))
        huvud = self._rad(t, kolumner, [k.rubrik for k in kolumner])
        huvud._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._styrrad(t, kolumner, f"for {rader}")
        if fet:
            self._styrrad(t, kolumner, f"if {fet}")
            self._rad(t, kolumner, [k.cell for k in kolumner], fet=True)
            self._styrrad(t, kolumner, "else")
        self._rad(t, kolumner, [k.cell for k in kolumner])
        if fet:
            self._styrrad(t, kolumner, "endif")
        self._styrrad(t, kolumner, "endfor")
        if summa:
            self._rad(t, kolumner, summa, fet=True)
        self.doc.add_paragraph(style="Tabelltext")

    def _styrrad(self, t: Any, kolumner: Sequence[K], tagg: str) -> None:
        self._rad(t, kolumner, [f"{{%tr {tagg} %}}", *[""] * (len(kolumner) - 1)])

    def _rad(self, t: Any, kolumner: Sequence[K], celler: Sequence[str], *, fet: bool = False) -> Any:
        rad = t.add_row()
        rad._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, k, text in zip(rad.cells, kolumner, celler, strict=True):
            cell.width = Cm(k.bredd)
            p = cell.paragraphs[0]
            p.style = self.doc.styles["Tabelltext"]
            if k.tal:
                p.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if text:
                p.add_run(text).bold = True if fet else None
        return rad

    def spara(self, sokvag: Path, titel: str) -> None:
        """Write the template, the same bytes each time."""
        c = self.doc.core_properties
        c.title, c.author, c.language, c.comments, c.last_modified_by = titel, "Årshjulet", "sv-SE", "", "Årshjulet"
        c.created = c.modified = SKAPAD
        c.revision = 1
        ut = io.BytesIO()
        self.doc.save(ut)
        sokvag.write_bytes(without_time(ut.getvalue()))


#: cells of a table of indicators; %s stands for the name of the indicator in the loop
INDIKATOR = (
    "{{ %s.kod }} {{ %s.namn }}{{ ' (obligatorisk nämndindikator)' if %s.obligatorisk else "
    "' (ingår inte i bedömningen)' if not %s.raknas else '' }}{{ %s.kalla|marke }}"
)
KF_ARSMAL = (
    "{{ 'fastställs senare' if %s.kf_arsmal is none and %s.faststalls_senare else %s.kf_arsmal|varde(%s.decimaler) }}"
)


def om(mall: str, namn: str) -> str:
    """A cell with the name of its loop variable filled in."""
    return mall.replace("%s", namn)


def titel(m: Mall, rubrik: str) -> None:
    """The title block: heading, city, decided or proposed, and what is reconstructed."""
    m.p(f"{{{{ satser.{rubrik}(huvud) }}}}", "Title")
    m.p("**{{ huvud.kommun }}**{{ ', dnr ' ~ huvud.diarienummer if huvud.diarienummer else '' }}")
    m.p("{{ satser.lage(huvud) }}")
    m.tagg("if forbehall.rekonstruerat or forbehall.antaget")
    m.p("{{ satser.forbehall(forbehall)|trim }}", "Ruta")
    m.p("{{ satser.teckenforklaring() }}", "Ruta")
    m.tagg("endif")
