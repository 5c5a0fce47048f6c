"""Where a figure or an uppmaning comes from, down to file, sheet and cell (kontrakt section 6, `spara`).

What can be traced, and how a key is written, stands in `schemas.sparnyckel`; the ways in `tasks.insyn.vagar`.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator

from sqlmodel import Session

from schemas.problem import ArshjulFel
from schemas.sparnyckel import DELAR, EjNyckel, Sparnyckel, Sparslag, parse, skrivs
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.sparnycklar import MED_KOD, coded, every_key
from tasks.insyn.vagar import antal, aret, bidrag, budget, fragat, framstallt, inlamnat, mal
from tasks.laget.oppet import Oppet

Vag = Callable[[Sparlasning, Sparnyckel], list[Spar]]
#: where a session keeps what many derivations ask for
MINNE = "sparning"

VAGAR: dict[Sparslag, Vag] = {
    Sparslag.INDIKATOR: mal.indikator,
    Sparslag.MAL: mal.mal,
    Sparslag.UPPMANING: fragat.uppmaning,
    Sparslag.ORGAN: inlamnat.organ,
    Sparslag.BUDGETRAD: budget.budgetrad,
    Sparslag.PUNKT: framstallt.punkt,
    Sparslag.BIDRAG: bidrag.bidrag,
    Sparslag.AGGREGAT: mal.aggregat,
    Sparslag.ARSMAL: mal.arsmal,
    Sparslag.VARDE: mal.varde,
    Sparslag.HOJNING: mal.hojning,
    Sparslag.FOREGAENDE: mal.foregaende,
    Sparslag.BEDOMNING: mal.bedomning,
    Sparslag.DEL: fragat.del_,
    Sparslag.SVAR: fragat.svar,
    Sparslag.ANTAL: antal.antalet,
    Sparslag.FRAMSTALLNING: framstallt.framstallning,
    Sparslag.BEVILJAT: framstallt.summan,
    Sparslag.SOKT: framstallt.summan,
    Sparslag.BUDGET: budget.budget,
    Sparslag.AVVIKELSE: budget.avvikelse,
    Sparslag.ANDEL: bidrag.andel,
    Sparslag.ENHET: framstallt.enhet,
    Sparslag.TEXT: aret.text,
    Sparslag.BESLUT: aret.beslut,
    Sparslag.DAG: aret.dag,
    Sparslag.INLAMNING: inlamnat.inlamning,
    Sparslag.AR: aret.ar,
    Sparslag.RAD: aret.rad,
    Sparslag.SUMMA: aret.summa,
    Sparslag.CELL: inlamnat.cell,
}


@contextlib.contextmanager
def remembering(session: Session) -> Iterator[None]:
    """What is read for one derivation is at hand for the next, until the block ends; the state may not change in it."""
    if MINNE in session.info:
        yield
        return
    session.info[MINNE] = {}
    try:
        yield
    finally:
        del session.info[MINNE]


def _lasning(session: Session, oppet: Oppet) -> Sparlasning:
    minne: dict[int, Sparlasning] = session.info.get(MINNE, {})
    return minne.setdefault(oppet.ar, Sparlasning(session, oppet))


def trace(session: Session, oppet: Oppet, vad: str | Sparnyckel) -> list[Spar]:
    """The derivation of what a key is of; of a code, of everything that has it.

    Raises:
        ArshjulFel: it is no key, or there is nothing by it.
    """
    try:
        n = parse(vad) if isinstance(vad, str) else vad
    except EjNyckel as fel:
        raise ArshjulFel(f"”{vad}” kan inte spåras: {fel}") from None
    las = _lasning(session, oppet)
    if n.slag != Sparslag.KOD:
        return VAGAR[n.slag](las, n)
    egna = [x for x in coded(las) if x.delar[0] == n.delar[0]]
    if not egna:
        raise ArshjulFel(_okand(oppet, n.delar[0]))
    return [s for x in egna for s in VAGAR[x.slag](las, x)]


def _okand(oppet: Oppet, kod: str) -> str:
    o = oppet.o
    slagen = "".join(f"\n  {skrivs(s)}: {o.text(DELAR[s].vad)}" for s in VAGAR if s not in MED_KOD)
    return (
        f"Det finns inget med koden {kod} i {oppet.ar}. Ange {o.indikator.en} {o.indikator}, ett mål, "
        f"{o.uppmaning.en} {o.uppmaning}, ett organ, en rad i resultatbudgeten, ”punkt N” eller ett statsbidrag, eller "
        f"en nyckel:{slagen}"
    )


def all_keys(session: Session, oppet: Oppet) -> list[Sparnyckel]:
    """Every key that a year has; of counts, those without conditions."""
    return list(dict.fromkeys(every_key(_lasning(session, oppet))))


def trace_all(session: Session, oppet: Oppet, nycklar: Iterable[Sparnyckel] | None = None) -> dict[str, list[Spar]]:
    """Key → its derivation, of these, else of everything that has a code of its own."""
    with remembering(session):
        las = _lasning(session, oppet)
        koder = coded(las) if nycklar is None else nycklar
        alla = {str(n) if nycklar is not None else _koden(n): n for n in koder}
        return {kod: trace(session, oppet, kod if nycklar is None else n) for kod, n in alla.items()}


def _koden(n: Sparnyckel) -> str:
    """How what has a code is written: the code alone."""
    return str(n) if n.slag == Sparslag.PUNKT else n.delar[0]
