"""A document as a Word file, on the template that the office may edit in Word."""

import io
from functools import cached_property
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Cm
from docxtpl import DocxTemplate
from markupsafe import Markup

from tasks.dokument.framstallning import miljo
from tasks.dokument.pdf import render_png
from tasks.dokument.skrift import Bild, Rubrik, Skrift
from tasks.dokument.typografi import MALLAR, SKAPAD, adress, fottext, ren
from tasks.grund.filer import without_time

ORDMALL, BRODTEXT = MALLAR / "dokument.docx", MALLAR / "skrift.xml.j2"
#: the levels of headings that the contents list
I_INNEHALLET = 2
#: of a property of a Word file
MOST_CHARACTERS = 255


def render_docx(skrift: Skrift) -> bytes:
    """A document as a Word file, the same bytes each time."""
    dokument = DocxTemplate(ORDMALL)
    dokument.init_docx()
    env = miljo().overlay()
    env.filters = env.filters | _Ordfil(skrift, dokument.docx).filter()
    brodtext = Markup(env.get_template(BRODTEXT.name).render(skrift=skrift))
    varden = {"skrift": skrift, "brodtext": brodtext, "fottext": fottext(skrift)}
    dokument.render(varden, jinja_env=env, autoescape=True)
    egenskaper = dokument.docx.core_properties
    egenskaper.title = ren(skrift.titel)[:MOST_CHARACTERS]
    egenskaper.created = egenskaper.modified = SKAPAD
    ut = io.BytesIO()
    dokument.save(ut)
    return without_time(ut.getvalue())


class _Ordfil:
    """What the body of a Word file refers to: its styles, the names of its places, its links and its pictures."""

    def __init__(self, skrift: Skrift, docx: Any) -> None:
        self.skrift, self.docx = skrift, docx
        self._antal_bilder = 0

    def filter(self) -> dict[str, Any]:
        """What the template asks with."""
        return {
            "stil": lambda namn: self._stilar.get(namn, namn),
            "dxa": lambda cm: Cm(cm).twips,
            "bokmarke": lambda rubrik: self._bokmarken.get(id(rubrik)),
            "till": lambda lank: self._ankare.get(lank[1:]) if lank.startswith("#") else None,
            "rel": self._rel,
            "bild": self._bild,
            "innehall": self._innehall,
        }

    @cached_property
    def _stilar(self) -> dict[str, str]:
        return {s.name: s.style_id for s in self.docx.styles}

    @cached_property
    def _bokmarken(self) -> dict[int, tuple[int, str]]:
        """A number and a name for every heading, in the form that Word gives those that its contents lead to."""
        rubriker = [b for b in self.skrift.block if isinstance(b, Rubrik)]
        return {id(b): (n, f"_Toc{n:08}") for n, b in enumerate(rubriker, 1)}

    @cached_property
    def _ankare(self) -> dict[str, str]:
        """anchor → the name of its place; the first where it is used twice."""
        alla = [b for b in self.skrift.block if isinstance(b, Rubrik) and b.ankare]
        return {b.ankare or "": self._bokmarken[id(b)][1] for b in reversed(alla)}

    def _innehall(self, _: Any) -> list[tuple[int, Rubrik, str]]:
        """What the contents list: (level, heading, the name of its place)."""
        alla = (b for b in self.skrift.block if isinstance(b, Rubrik) and b.niva <= I_INNEHALLET)
        return [(b.niva, b, self._bokmarken[id(b)][1]) for b in alla]

    def _rel(self, lank: str) -> str | None:
        return None if lank.startswith("#") else str(self.docx.part.relate_to(adress(lank), RT.HYPERLINK, True))

    def _bild(self, b: Bild) -> dict[str, Any]:
        """A chart's two parts, and its size: Word shows the SVG, others the pixels."""
        rid, bild = self.docx.part.get_or_add_image(io.BytesIO(render_png(b.svg, b.bredd)))
        self._antal_bilder += 1
        nummer = self._antal_bilder
        namn = PackURI(f"/word/media/diagram{nummer}.svg")
        svg = Part(namn, "image/svg+xml", ren(b.svg).encode(), self.docx.part.package)
        bredd = Cm(b.bredd)
        hojd = bredd * bild.px_height // bild.px_width
        return {"png": rid, "svg": self.docx.part.relate_to(svg, RT.IMAGE), "cx": bredd, "cy": hojd, "nr": nummer}
