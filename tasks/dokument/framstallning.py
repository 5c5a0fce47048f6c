"""Making files of their content, each in a child process; and documents as web pages."""

import base64
import hashlib
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from notifications.texter import environment
from schemas.ord import standardord
from schemas.problem import ArshjulFel
from tasks.dokument.skrift import Skrift
from tasks.dokument.typografi import MALLAR, adress, ankare, forklaring, form, fottext, langa_ord, marke, plats, px, ren
from tasks.grund.barn import ForTung, all_in_children

WEBBMALL, STIL, SKRIPT = MALLAR / "skrift.html.j2", MALLAR / "skrift.css", MALLAR / "skrift.js"
#: what says how a web page looks
WEBBFILER = (WEBBMALL, STIL, SKRIPT)
#: a document of a city with thousands of organs takes minutes
MOST_SECONDS = 1_800
#: how many files a message names
FEW_NAMES = 3

#: how a document is made, and of what
Arbete = tuple[Callable[..., bytes], tuple[Any, ...]]


@dataclass(frozen=True)
class Ogjord:
    """A file that could not be made; spar = where it stopped, for whoever mends it."""

    spar: str


def render_all(dokument: Mapping[str, Arbete]) -> dict[str, bytes | Ogjord]:
    """Make documents on every core; file name → bytes. One that cannot be made does not stop the others.

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


def _render(gor: Callable[..., bytes], av: tuple[Any, ...]) -> bytes | Ogjord:
    try:
        return gor(*av)
    except (ForTung, MemoryError):
        raise
    except Exception:
        return Ogjord(traceback.format_exc())


def som_data(svg: str) -> str:
    """A picture as an address, so that a page needs no other file."""
    return "data:image/svg+xml;base64," + base64.b64encode(ren(svg).encode()).decode()


def csp(*, stil: str = "", skript: str = "") -> str:
    """The policy of a page that asks for nothing beside itself, and runs nothing but the script that it came with."""
    delar = ["default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"]
    for vad, text in (("style-src", stil), ("script-src", skript)):
        delar += [f"{vad} 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"] if text else []
    return "; ".join(delar)


def _brytbar(text: str) -> Markup:
    """A text in which a word that no line can hold may be broken."""
    return Markup("<wbr>").join(langa_ord(ren(text)))


@cache
def miljo() -> Environment:
    """The content is finished text in the city's words; the templates only say how it looks."""
    env = environment([MALLAR], standardord(), html=True).overlay(finalize=ren)
    env.filters |= {
        "adress": adress,
        "ankare": ankare,
        "brytbar": _brytbar,
        "forklaring": forklaring,
        "form": form,
        "fottext": fottext,
        "marke": marke,
        "plats": plats,
        "px": px,
        "som_data": som_data,
    }
    return env


@cache
def skal(stilmall: Path, manus: Path) -> dict[str, Markup]:
    """What every page of a kind holds: its style, its script and its policy."""
    stil, skript = stilmall.read_text("utf-8"), manus.read_text("utf-8")
    return {"stil": Markup(stil), "skript": Markup(skript), "csp": Markup(csp(stil=stil, skript=skript))}


def render_html(skrift: Skrift) -> bytes:
    """A document as one self-contained web page."""
    sida = miljo().get_template(WEBBMALL.name).render(skrift=skrift, **skal(STIL, SKRIPT))
    return (sida.strip() + "\n").encode()
