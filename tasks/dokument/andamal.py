"""What is granted, purpose by purpose (mnkr)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from schemas.sparnyckel import INGEN
from tasks.dokument.ekonomi import Begaran
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import samlad


@dataclass(frozen=True)
class Andamalsrad:
    """What a purpose is granted, by slag (mnkr), with where the money comes from."""

    andamal: str
    organ: str
    finansiering: tuple[str, ...]
    per_slag: dict[str, Decimal]
    kalla: str | None
    kod: str | None

    def nyckel(self, slag: str | None = None) -> str:
        """What it is granted, of a slag or in all, is traced by."""
        return spar("beviljat", slag, None, self.kod or INGEN, self.andamal)


def per_andamal(alla: Iterable[Begaran]) -> list[Andamalsrad]:
    """What is granted, purpose by purpose and organ by organ."""
    grupper: dict[tuple[str, str], list[Begaran]] = {}
    for f in alla:
        if f.beviljat:
            grupper.setdefault((f.andamal, f.organ), []).append(f)
    return [
        Andamalsrad(
            andamal, organ, tuple(dict.fromkeys(f.finansiering for f in egna if f.finansiering)),
            _per_slag(egna), samlad(f.kalla for f in egna), egna[0].kod,
        )
        for (andamal, organ), egna in grupper.items()
    ]  # fmt: skip


def _per_slag(alla: Iterable[Begaran]) -> dict[str, Decimal]:
    svar: dict[str, Decimal] = {}
    for f in alla:
        svar[f.slag] = svar.get(f.slag, Decimal(0)) + (f.beviljat or 0)
    return svar


def summa(rader: Iterable[Andamalsrad], slag: str) -> Decimal:
    """What is granted of a slag in all."""
    return sum((r.per_slag.get(slag, Decimal(0)) for r in rader), Decimal(0))
