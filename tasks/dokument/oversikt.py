"""The översikt as one self-contained web page: no request leaves it, and nothing in it runs but its own script."""

from typing import Any

from tasks.dokument.framstallning import miljo, skal
from tasks.dokument.oversiktsunderlag import Oversikt
from tasks.dokument.satser import Satser
from tasks.dokument.typografi import MALLAR

MALL, STIL, SKRIPT = "oversikt.html.j2", MALLAR / "oversikt.css", MALLAR / "oversikt.js"


def render_oversikt(o: Oversikt) -> bytes:
    """The page; its charts are drawn here."""
    ankare = {h.kod: f"h{n}" for n, h in enumerate(o.harledningar, 1)}
    uppgifter: dict[str, Any] = {"v": o, "ankare": ankare, "forbehall": Satser(o.o).forbehall(o.forbehall)}
    return (miljo().get_template(MALL).render(**uppgifter, **skal(STIL, SKRIPT)).strip() + "\n").encode()
