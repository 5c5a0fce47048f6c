"""The money of a year: how grants are divided, and which budgetjusteringar count (kontrakt section 5, Money)."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from sqlmodel import Session

from rules.statsbidrag import distribute, per_antal
from schemas.arsmapp import Budgetjustering, Organ, Statsbidrag, StatsbidragOrgan
from schemas.begrepp import Bidragsslag
from schemas.tabeller import Avstamning
from tasks.laget.arsdata import ram, rows
from tasks.laget.beslutat import framstallningar_i

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


def counted_justeringar(session: Session, ar: int, plan: Avstamning | None) -> pd.DataFrame:
    """The budgetjusteringar that the amounts of the decision are the sums of.

    Args:
        plan: the plan's avstämning; once it is decided its grants and cuts are what counts, before that the year's.
    """
    if plan is None or plan.beslutad is None:
        return ram(session, Budgetjustering, ar)[["slag", "finansiering", "beviljat"]]
    egna = {(b.organ, b.slag, b.andamal) for b in rows(session, Budgetjustering, ar)}
    alla = [f for f in framstallningar_i(session, plan) if f.beviljat or (f.organ, f.slag, f.andamal) in egna]
    data = [[f.slag, f.finansiering, f.beviljat] for f in alla]
    return pd.DataFrame(data, columns=["slag", "finansiering", "beviljat"], dtype=object)
