"""Making documents of their content: web pages, Word files and workbooks, each in a child process."""

import datetime
import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from notifications.texter import environment, tal
from rules.tal import round_tal
from schemas.begrepp import Kalla
from schemas.problem import ArshjulFel
from tasks.grund.barn import ForTung, all_in_children
from tasks.grund.filer import without_time

MALLAR = Path(__file__).parent / "mallar"
#: when every document says that it was made; a real time would make two equal documents differ
SKAPAD = datetime.datetime(2000, 1, 1)  # noqa: DTZ001
#: how a row's source is marked in print
MARKEN: dict[str, str] = {Kalla.REKONSTRUERAD: "°", Kalla.ANTAGANDE: "†"}
#: a document of a city with thousands of organs takes minutes
MOST_SECONDS = 1_800

_STYRTECKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

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
        raise ArshjulFel(
            f"Dokumenten {', '.join(dokument)} gick inte att göra: något av dem tog mer än {MOST_SECONDS // 60} "
            "minuter eller mer minne än det får. Det som har räknats ut eller beslutats är sparat."
        ) from fel


def _render(gor: Callable[..., bytes], av: tuple[Any, ...]) -> bytes:
    return gor(*av)


def _varde(v: Decimal | None, decimaler: int) -> str:
    """An indicator's value, rounded to its decimals."""
    return tal(None if v is None else round_tal(v, decimaler), decimaler)


def _utan_nollor(v: Decimal | int) -> str:
    return tal(format(Decimal(v).normalize(), "f"))


def _ren(v: Any) -> Any:
    """Characters that neither XML nor HTML can hold are left out of what is printed."""
    return type(v)(_STYRTECKEN.sub("", v)) if isinstance(v, str) and _STYRTECKEN.search(v) else v


@cache
def _miljo() -> Environment:
    env = environment([MALLAR], html=True).overlay(finalize=_ren)
    env.filters |= {"marke": lambda kalla: MARKEN.get(kalla, ""), "varde": _varde}
    env.globals["satser"] = env.get_template("satser.j2").module
    return env


def render_html(mall: str, innehall: dict[str, Any]) -> bytes:
    """A document as one self-contained web page."""
    sida = _miljo().get_template(f"{mall}.html.j2").render(innehall)
    return (re.sub(r"\n\s*\n+", "\n", sida).strip() + "\n").encode()


def render_docx(mall: str, innehall: dict[str, Any]) -> bytes:
    """A document as a Word file, made from the template of that name."""
    dokument = DocxTemplate(MALLAR / f"{mall}.docx")
    dokument.render(innehall, jinja_env=_miljo(), autoescape=True)
    egenskaper = dokument.docx.core_properties
    satser: Any = _miljo().globals["satser"]
    egenskaper.title = str((satser.rubrik_t1 if mall == "uppfoljning" else satser.rubrik)(innehall["huvud"]))
    egenskaper.created = egenskaper.modified = SKAPAD
    ut = io.BytesIO()
    dokument.save(ut)
    return without_time(ut.getvalue())
