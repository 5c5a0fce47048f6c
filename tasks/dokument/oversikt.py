"""The översikt as one self-contained web page: no request leaves it, and nothing in it runs but its own script."""

from functools import cache
from typing import Any

from markupsafe import Markup

from tasks.dokument.framstallning import csp, miljo
from tasks.dokument.oversiktsunderlag import Oversikt
from tasks.dokument.satser import Satser
from tasks.dokument.typografi import MALLAR

MALL, STIL, SKRIPT = "oversikt.html.j2", MALLAR / "oversikt.css", MALLAR / "oversikt.js"


@cache
def _skal() -> dict[str, Markup]:
    """What is the same in every översikt: its style, its script and its policy."""
    stil, skript = STIL.read_text("utf-8"), SKRIPT.read_text("utf-8")
    return {"stil": Markup(stil), "skript": Markup(skript), "csp": Markup(csp(stil=stil, skript=skript))}


def render_oversikt(o: Oversikt) -> bytes:
    """The page; its charts are drawn here."""
    ankare = {h.kod: f"h{n}" for n, h in enumerate(o.harledningar, 1)}
    uppgifter: dict[str, Any] = {"v": o, "ankare": ankare, "forbehall": Satser(o.o).forbehall(o.forbehall), **_skal()}
    return (miljo().get_template(MALL).render(**uppgifter).strip() + "\n").encode()
