"""What a walk over the numbers of a year needs of it: its documents, its derivations, and what it calls things."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.arsmapp import Indikator, Mal, Organ
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.insyn.sparning import remembering, trace
from tasks.laget.arsdata import rows
from tasks.laget.oppet import the_year
from tests.talvandring import Harledning
from tests_stod import Genomgatt, i_miljo


@contextmanager
def spararen(ar: Genomgatt) -> Iterator[tuple[Harledning, set[str]]]:
    """Traces keys of a year, each once; and what the year calls its organs, omgångar, goals and indicators."""
    minne: dict[str, list[str]] = {}
    with i_miljo(**ar.miljo), read() as session, remembering(session):
        oppet = the_year(session, None)
        namn = {x for o in oppet.omgangar for x in (o.namn, o.bestamd)}
        namn |= {r.namn for m in (Organ, Mal, Indikator) for r in rows(session, m, oppet.ar)}
        namn |= {r.kortnamn for r in rows(session, Organ, oppet.ar) if r.kortnamn}

        def harledning(nyckel: str) -> list[str]:
            if nyckel not in minne:
                try:
                    minne[nyckel] = [
                        f"{' ' * s.djup}{s.vad} | {s.varde} | {s.om}" for s in trace(session, oppet, nyckel)
                    ]
                except ArshjulFel:
                    minne[nyckel] = []
            return minne[nyckel]

        yield harledning, namn


def sidorna(hem: Path) -> list[Path]:
    """The web pages of the documents, and those of the organs."""
    dokument = [f for f in hem.glob("*/dokument/*.html") if f.stem.startswith(("avstamning", "uppfoljning"))]
    utan = (f for f in dokument if not f.stem.endswith("-harledning"))
    return sorted(utan) + sorted(hem.glob("*/dokument/organ/*.html"))


def bockerna(hem: Path) -> list[Path]:
    """The workbooks that go with the documents."""
    return sorted(f for f in hem.glob("*/dokument/*.xlsx") if f.name.startswith(("bilaga", "harledning")))
