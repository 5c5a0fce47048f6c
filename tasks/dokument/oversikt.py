"""The översikt as one self-contained web page: no request leaves it, and nothing in it runs but its own script."""

import base64
import hashlib
import re
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from notifications.texter import environment
from schemas.ord import standardord
from tasks.dokument.framstallning import MALLAR
from tasks.dokument.oversiktsunderlag import Oversikt
from tasks.dokument.satser import Satser
from tasks.dokument.typografi import FORMER, ren

MALL, STIL, SKRIPT = "oversikt.html.j2", "oversikt.css", "oversikt.js"


@cache
def _miljo() -> Environment:
    """The content is finished text in the city's words; the template only says how it looks."""
    env = environment([MALLAR], standardord(), html=True).overlay(finalize=ren)
    env.filters |= {"som_data": _as_data}
    return env


def _as_data(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _utan_tomrader(text: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", text)


@cache
def _del(namn: str) -> tuple[Markup, str]:
    """A part of the page that is ours, and the hash by which the page allows it."""
    text = _utan_tomrader((MALLAR / namn).read_text("utf-8")).strip()
    return Markup(text), base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def csp() -> str:
    """What the page may do: show its own style and pictures, and run its own script."""
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_del(STIL)[1]}'; "
        f"script-src 'sha256-{_del(SKRIPT)[1]}'; base-uri 'none'; form-action 'none'"
    )


def render_oversikt(o: Oversikt) -> bytes:
    """The page; its charts are drawn here."""
    ankare = {h.kod: f"h{n}" for n, h in enumerate(o.harledningar, 1)}
    uppgifter: dict[str, Any] = {
        "v": o, "csp": csp(), "stil": _del(STIL)[0], "skript": _del(SKRIPT)[0], "ankare": ankare, "former": FORMER,
        "forbehall": Satser(o.o).forbehall(o.forbehall), "o": o.o,
    }  # fmt: skip
    sida = _miljo().get_template(MALL).render(**uppgifter)
    return (_utan_tomrader(sida).strip() + "\n").encode()
