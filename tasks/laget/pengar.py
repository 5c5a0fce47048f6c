"""The money of a year: how grants are divided, and what the decided amounts rest on (kontrakt section 5, Money)."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from sqlmodel import Session

from rules.ekonomi import Avvikelse, avvikelser, behind, beslutssumma, what_differs
from rules.statsbidrag import distribute, per_antal
from schemas.arsmapp import Beslutsbelopp, Budgetjustering, Organ, Statsbidrag, StatsbidragOrgan
from schemas.begrepp import Bidragsslag
from schemas.tabeller import Avstamning
from tasks.laget.arsdata import arets_filer, rows
from tasks.laget.beslutat import framstallningar_i
from tasks.laget.oppet import Oppet

NOLL = Decimal(0)


@dataclass(frozen=True)
class Andel:
    """An organ's (or a cluster's) part of a statsbidrag: belopp in kronor, per_antal in whole kronor."""

    rad: StatsbidragOrgan
    belopp: Decimal | None
    per_antal: Decimal | None


@dataclass(frozen=True)
class Fordelning:
    """A statsbidrag and its parts; pott = what is divided, in kronor."""

    bidrag: Statsbidrag
    pott: Decimal
    andelar: tuple[Andel, ...]

    @property
    def fordelat(self) -> bool:
        """Whether it is divided by the rule, and not fixed."""
        return self.bidrag.slag == Bidragsslag.FORDELAT


def distribute_bidrag(session: Session, ar: int) -> list[Fordelning]:
    """Every statsbidrag, divided by the rule where it is to be divided, its parts then in the order of organ.csv."""
    plats = {o.kod: n for n, o in enumerate(rows(session, Organ, ar))}
    delar = rows(session, StatsbidragOrgan, ar)
    return [_en(b, [d for d in delar if d.bidrag == b.bidrag], plats) for b in rows(session, Statsbidrag, ar)]


def _en(b: Statsbidrag, egna: list[StatsbidragOrgan], plats: dict[str, int]) -> Fordelning:
    if b.slag != Bidragsslag.FORDELAT:
        andelar = tuple(Andel(d, d.belopp, per_antal(d.belopp, d.antal)) for d in egna)
        return Fordelning(b, sum((d.belopp for d in egna if d.belopp is not None), NOLL), andelar)
    egna = sorted(egna, key=lambda d: plats.get(d.organ.split("+")[0].strip(), len(plats)))
    pott = (b.rekvirerat or NOLL) - (b.riktade_insatser or NOLL) - (b.avvecklat or NOLL)
    antal, index = [d.antal or NOLL for d in egna], [d.index or NOLL for d in egna]
    kronor = distribute(pott, antal, index, b.andel_antal or NOLL, b.andel_index or NOLL) if egna else []
    belopp = [Decimal(k) for k in kronor]
    return Fordelning(
        b, pott, tuple(Andel(d, k, per_antal(k, d.antal)) for d, k in zip(egna, belopp, strict=True))
    )  # fmt: skip


@dataclass(frozen=True)
class Beviljat:
    """What is granted for a purpose (mnkr), as the year says while nothing is decided, then as decided.

    Attributes:
        rad: its row of budgetjusteringar.csv; None where the year has none.
        arets: what that row grants.
    """

    organ: str | None
    slag: str
    andamal: str
    finansiering: str | None
    beviljat: Decimal | None
    rad: int | None
    arets: Decimal | None

    @property
    def andrad(self) -> bool:
        """Whether the decision grants something else than the year's row."""
        return self.beviljat != self.arets


@dataclass(frozen=True)
class Beslutssumma:
    """An amount of the decision beside the justeringar behind it, all in mnkr.

    Attributes:
        rad: its row of beslutsbelopp.csv.
        summa: what is granted; None where nothing is of its slag and finansiering.
    """

    rad: Beslutsbelopp
    summa: Decimal | None
    justeringar: tuple[Beviljat, ...]

    @property
    def galler(self) -> Decimal | None:
        """The amount: as stated; where none is, the sum is it."""
        return self.summa if self.rad.belopp is None else self.rad.belopp

    @property
    def skillnad(self) -> Decimal | None:
        """How far the sum is from the stated amount."""
        return None if self.summa is None or self.rad.belopp is None else self.summa - self.rad.belopp


def justeringar(session: Session, ar: int, plan: Avstamning | None) -> list[Beviljat]:
    """The budgetjusteringar that the amounts of the decision are the sums of.

    Args:
        plan: the plan's avstämning; once it is decided its grants and cuts are what counts, before that the year's.
    """
    arets = rows(session, Budgetjustering, ar)
    if plan is None or plan.beslutad is None:
        return [Beviljat(b.organ, b.slag, b.andamal, b.finansiering, b.beviljat, b.rad, b.beviljat) for b in arets]
    egna = {(b.organ, b.slag, b.andamal): b for b in arets}
    svar = []
    for f in framstallningar_i(session, plan):
        b = egna.get((f.organ, f.slag, f.andamal))
        if f.beviljat or b:
            om = (b.rad, b.beviljat) if b else (None, None)
            svar.append(Beviljat(f.organ, f.slag, f.andamal, f.finansiering, f.beviljat, *om))
    return svar


def beslutsbelopp(session: Session, ar: int, plan: Avstamning | None) -> list[Beslutssumma]:
    """The amounts of the decision, each with what it is the sum of; by the rows of beslutsbelopp.csv."""
    alla = justeringar(session, ar, plan)
    ramen = _as_frame(alla)
    return [
        Beslutssumma(b, beslutssumma(vars(b), ramen), tuple(alla[n] for n in behind(vars(b), ramen).index))
        for b in rows(session, Beslutsbelopp, ar)
    ]


def arets_avvikelser(session: Session, oppet: Oppet, plan: Avstamning | None) -> list[Avvikelse]:
    """What of the year does not add up: what follows from the budget follows from what was decided."""
    ramen = _as_frame(justeringar(session, oppet.ar, plan))
    return avvikelser(arets_filer(session, oppet.ar), ramen, oppet.o)


def forklaringar(rad: Avstamning | None) -> dict[tuple[str, str, str], str]:
    """What the office has said of what does not add up, by what it is about (`Avvikelse.galler`).

    Not by the figures: the review that says it may itself have moved them.
    """
    sagt = rad.forklaringar if rad else []
    return {(f["slag"], f["nyckel"] or "", what_differs(f["vad"])): f["forklaring"] for f in sagt}


def _as_frame(alla: list[Beviljat]) -> pd.DataFrame:
    data = [[j.slag, j.finansiering, j.beviljat] for j in alla]
    return pd.DataFrame(data, columns=["slag", "finansiering", "beviljat"], dtype=object)
