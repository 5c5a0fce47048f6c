"""How a chart is drawn: matplotlib's figures as SVG that is the same, byte for byte, for the same figures.

Texts are texts in the picture, in the typeface of whoever shows it: nothing depends on what a machine has installed.
"""

import io
import math
import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

CM = 2.54
#: dark enough beside white (3:1 and more) and each of its own lightness, so that they differ in grey too
MORK, LINJE, SVAG, NAT = "#1f3a5f", "#b35900", "#6b6b6b", "#c9d0d8"
#: bedömning → (colour, matplotlib's marker, how it is filled): the shapes of `typografi.FORMER`, drawn
TECKEN: dict[str, tuple[str, str, str]] = {
    "helt": ("#14532d", "o", "full"),
    "delvis": ("#7a4a00", "D", "full"),
    "inte": ("#8f1414", "s", "none"),
    "ej_bedombar": ("#3d3d3d", "x", "full"),
}
#: points, and the cm between two lines of a label
PUNKTER, SMATT, MINST, RADHOJD = 8.5, 7.5, 6.8, 0.27
#: how far below the middle of a line its letters stand, of the size of the type
MITTHOJD = 0.36
_MATT, _VISAS = "'DejaVu Sans'", "'Liberation Sans', Arial, Helvetica, 'DejaVu Sans', sans-serif"
_STYRTECKEN = re.compile(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_STIL: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "arshjul",
    "font.family": "DejaVu Sans",
    "font.size": PUNKTER,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}


@dataclass
class Yta:
    """A figure being drawn, in cm from its lower left corner, and its picture when it is done.

    Everything is put straight on the figure: matplotlib's axes take ten times the time of what is drawn in them.
    """

    figur: "Figure"
    bredd: float
    hojd: float
    svg: str = ""
    _streck: dict[tuple[tuple[str, Any], ...], tuple[list[float], list[float]]] = field(default_factory=dict)

    def _i_cm(self) -> "Transform":
        from matplotlib.transforms import Affine2D

        return Affine2D().scale(1 / CM) + self.figur.dpi_scale_trans

    def linje(self, xn: Sequence[float], yn: Sequence[float], **hur: Any) -> None:
        """A line through points, or marks at them; what looks alike is put on the figure as one."""
        egna_x, egna_y = self._streck.setdefault(tuple(sorted(hur.items())), ([], []))
        egna_x += [*xn, math.nan]
        egna_y += [*yn, math.nan]

    def marken(self, platser: Sequence[tuple[float, float]], **hur: Any) -> None:
        """The same mark at many places."""
        if platser:
            hur = {"linestyle": "none", "markerfacecoloralt": "white", "zorder": 3} | hur
            self.linje([x for x, _ in platser], [y for _, y in platser], **hur)

    def streck(self) -> None:
        """Put the lines and marks on the figure."""
        from matplotlib.lines import Line2D

        for hur, (xn, yn) in self._streck.items():
            self.figur.add_artist(Line2D(xn, yn, transform=self._i_cm(), **dict(hur)))

    def ruta(self, x: float, y: float, bredd: float, hojd: float, **hur: Any) -> None:
        """A filled rectangle, by its lower left corner."""
        from matplotlib.patches import Rectangle

        self.figur.add_artist(Rectangle((x, y), bredd, hojd, transform=self._i_cm(), **hur))

    def text(self, x: float, y: float, text: str, **hur: Any) -> None:
        """A text at a place, its middle at the height that is given; lines are set one by one, so that they align."""
        rader = [ren(rad) for rad in text.split("\n")]
        storlek = {"fontsize": SMATT if len(rader) == 1 else MINST}
        for n, rad in enumerate(rader):
            hojd = y + RADHOJD * ((len(rader) - 1) / 2 - n)
            self.figur.add_artist(_textrad()(x, hojd, rad, transform=self._i_cm(), **{"zorder": 5, **storlek, **hur}))


@cache
def _textrad() -> Any:
    """A line of text that is not measured, which took most of the time: whoever shows the picture aligns it."""
    from matplotlib.text import Text

    class Textrad(Text):
        """Its middle at the height that is given."""

        def draw(self, renderer: Any) -> None:
            x, y = self.get_transform().transform(self.get_unitless_position())
            gc = renderer.new_gc()
            gc.set_foreground(self.get_color())
            baslinje = renderer.height - y + MITTHOJD * float(self.get_fontsize())
            renderer.draw_text(gc, x, baslinje, self.get_text(), self.get_fontproperties(), 0, mtext=self)
            gc.restore()

    return Textrad


@contextmanager
def yta(bredd: float, hojd: float) -> Iterator[Yta]:
    """A figure of so many cm, drawn when the block ends; matplotlib is loaded when a chart is."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with rc_context(_STIL):
        y = Yta(Figure(figsize=(bredd / CM, hojd / CM)), bredd, hojd)
        y.figur.patch.set_visible(False)
        yield y
        y.streck()
        fil = io.StringIO()
        FigureCanvasSVG(y.figur).print_svg(fil, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        y.svg = _standalone(fil.getvalue())


@dataclass(frozen=True)
class Skala:
    """From values to cm along a line of the figure."""

    lagst: float
    hogst: float
    fran: float
    till: float

    def __call__(self, v: float | Decimal | int) -> float:
        """Where a value lies."""
        return self.fran + (float(v) - self.lagst) / (self.hogst - self.lagst) * (self.till - self.fran)


def _standalone(svg: str) -> str:
    """The picture alone: without a document type that it would be looked up for."""
    svg = svg[svg.index("<svg") :].replace(_MATT, _VISAS)
    return re.sub(r"[ \t]+\n", "\n", re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.S))


def ren(text: str) -> str:
    """A text without what a picture cannot hold."""
    return _STYRTECKEN.sub(" ", text)


def brutet(text: str, tecken: int, rader: int = 2) -> str:
    """A name on at most so many lines of so many characters; what does not fit is cut with an ellipsis."""
    delar = textwrap.wrap(ren(text), tecken, break_long_words=True)
    if len(delar) > rader:
        delar = [*delar[: rader - 1], delar[rader - 1][: tecken - 1].rstrip() + "…"]
    return "\n".join(delar)


def jamna_steg(lagst: float, hogst: float, antal: int = 5) -> list[float]:
    """Round values for an axis."""
    from matplotlib.ticker import MaxNLocator

    return [float(x) for x in MaxNLocator(nbins=antal, steps=[1, 2, 2.5, 5, 10]).tick_values(lagst, hogst)]
