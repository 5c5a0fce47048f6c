"""Making documents of their content: web pages, Word files and workbooks, each in a child process."""

import base64
import datetime
import io
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate
from jinja2 import Environment
from markupsafe import Markup

from notifications.texter import environment
from schemas.ord import standardord
from schemas.problem import ArshjulFel
from tasks.dokument.skrift import Skrift
from tasks.dokument.typografi import marke, ren
from tasks.grund.barn import ForTung, all_in_children
from tasks.grund.filer import without_time

MALLAR = Path(__file__).parent / "mallar"
WEBBMALL = MALLAR / "skrift.html.j2"
ORDMALL, BRODTEXT = MALLAR / "dokument.docx", MALLAR / "skrift.xml.j2"
#: everything that a web page or a Word file is made with
MALLFILER = (ORDMALL, BRODTEXT, WEBBMALL)
#: when every document says that it was made; a real time would make two equal documents differ
SKAPAD = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
#: a document of a city with thousands of organs takes minutes
MOST_SECONDS = 1_800
#: how many files a message names
FEW_NAMES = 3

#: how a document is made, and of what
Arbete = tuple[Callable[..., bytes], tuple[Any, ...]]


def render_all(dokument: Mapping[str, Arbete]) -> dict[str, bytes]:
    """Make documents on every core; file name → bytes.

    Raises:
        ArshjulFel: one took too long, or more memory than a child may have.
    """
    try:
        return dict(zip(dokument, all_in_children(_render, dokument.values(), MOST_SECONDS), strict=True))
    except ForTung as fel:
        namn = ", ".join(list(dokument)[:FEW_NAMES]) + (" med flera" if len(dokument) > FEW_NAMES else "")
        raise ArshjulFel(
            f"Filerna {namn} gick inte att göra: någon av dem tog mer än {MOST_SECONDS // 60} minuter eller mer minne "
            "än den får. Det som har räknats ut eller beslutats är sparat. Kör kommandot igen."
        ) from fel


def _render(gor: Callable[..., bytes], av: tuple[Any, ...]) -> bytes:
    return gor(*av)


def _as_data(svg: str) -> str:
    """A picture as an address, so that a page needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@cache
def _miljo() -> Environment:
    """The content is finished text in the city's words; the templates only say how it looks."""
    env = environment([MALLAR], standardord(), html=True).overlay(finalize=ren)
    env.filters |= {"marke": marke, "dxa": lambda cm: Cm(cm).twips, "som_data": _as_data}
    return env


def render_html(skrift: Skrift) -> bytes:
    """A document as one self-contained web page."""
    sida = _miljo().get_template(WEBBMALL.name).render(skrift=skrift)
    return (re.sub(r"\n\s*\n+", "\n", sida).strip() + "\n").encode()


def render_docx(skrift: Skrift) -> bytes:
    """A document as a Word file, on the template that the office may edit in Word."""
    dokument = DocxTemplate(ORDMALL)
    dokument.init_docx()
    stilar = {s.name: s.style_id for s in dokument.docx.styles}
    env = _miljo().overlay()
    env.filters = env.filters | {"stil": lambda namn: stilar.get(namn, namn)}
    brodtext = Markup(env.get_template(BRODTEXT.name).render(skrift=skrift))
    dokument.render({"skrift": skrift, "brodtext": brodtext}, jinja_env=env, autoescape=True)
    egenskaper = dokument.docx.core_properties
    egenskaper.title = skrift.titel
    egenskaper.created = egenskaper.modified = SKAPAD
    ut = io.BytesIO()
    dokument.save(ut)
    return without_time(ut.getvalue())
