"""The page that goes with a document: where each of its figures comes from, found by the figure's key."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.kedjehuvud import Kedjehuvud
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Sparnyckel
from tasks.dokument.framstallning import SKRIPT, STIL, miljo, skal
from tasks.dokument.skrift import Skrift
from tasks.dokument.typografi import MALLAR
from tasks.dokument.underlag import Aret
from tasks.insyn.spar import Spar
from tasks.insyn.sparning import remembering, trace

SPARMALL = MALLAR / "harledning.html.j2"


@dataclass(frozen=True)
class Harledningssida:
    """The derivations of a document, as they are when it is made.

    Attributes:
        dokument: the name of the document's web page, beside this one.
        vagar: (key, the lines of its derivation).
        kedja: where the trail ended when it was decided.
    """

    skrift: Skrift
    dokument: str
    vagar: tuple[tuple[str, tuple[Spar, ...]], ...]
    kedja: Kedjehuvud | None


def harledningssida(a: Aret, skrift: Skrift, dokument: str) -> Harledningssida:
    """The derivation of every key of a document, in the order in which the document has them."""
    with remembering(a.session):
        vagar = tuple((n, tuple(_vagen(a, n))) for n in skrift.nycklar)
    return Harledningssida(skrift, dokument, vagar, a.kedja)


def _vagen(a: Aret, nyckel: str) -> Iterable[Spar]:
    try:
        return trace(a.session, a.oppet, nyckel)
    except ArshjulFel as fel:
        return [Spar(nyckel, om=str(fel))]


def render_harledning(sida: Harledningssida) -> bytes:
    """The page."""
    pa_sidan = {nyckel for nyckel, _ in sida.vagar}
    uppgifter = {"sida": sida, "skrift": sida.skrift, "pa_sidan": pa_sidan, "kort": lambda n: _kortast(n, pa_sidan)}
    return (miljo().get_template(SPARMALL.name).render(**uppgifter, **skal(STIL, SKRIPT)).strip() + "\n").encode()


def _kortast(n: Sparnyckel, pa_sidan: set[str]) -> str:
    """A key as the page has it: by its code alone, where that is a place on it."""
    ensam = n.delar[0] if len(n.delar) == 1 else ""
    return ensam if ensam in pa_sidan else str(n)
