"""How a statsbidrag is divided (kontrakt section 5, Money)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rules.tal import round_tal


def storsta_rest(delar: Sequence[Fraction], pott: int) -> list[int]:
    """Whole kronor by largest remainder: the parts add up to the pot; ties go to the first.

    Args:
        delar: the exact parts in kronor, adding up to `pott`.
        pott: whole kronor.
    """
    hela = [d.numerator // d.denominator for d in delar]
    rest = sorted(range(len(delar)), key=lambda n: (-(delar[n] - hela[n]), n))
    for n in rest[: pott - sum(hela)]:
        hela[n] += 1
    return hela


def distribute(
    pott: Decimal, antal: Sequence[Decimal], index: Sequence[Decimal], andel_antal: Decimal, andel_index: Decimal
) -> list[int]:
    """Each organ's part of the pot, by number and by number × index.

    Args:
        pott: whole kronor: rekvirerat − riktade_insatser − avvecklat.
        antal: e.g. children enrolled, in the order of organ.csv.
        index: the socio-economic index of the same organs.
        andel_antal, andel_index: the shares of the pot, adding up to 1.
    """
    n = [Fraction(a) for a in antal]
    vagt = [a * Fraction(i) for a, i in zip(n, index, strict=True)]

    def andelar(varden: list[Fraction], andel: Decimal) -> list[Fraction]:
        summa = sum(varden)
        return [Fraction(andel) * v / summa * Fraction(pott) if summa else Fraction(0) for v in varden]

    delar = [a + b for a, b in zip(andelar(n, andel_antal), andelar(vagt, andel_index), strict=True)]
    return storsta_rest(delar, int(sum(delar)))


def per_antal(belopp: Decimal | None, antal: Decimal | None) -> Decimal | None:
    """Whole kronor per child, or whatever is counted; None where there is nothing to divide, or to divide by."""
    return round_tal(Fraction(belopp) / Fraction(antal), 0) if belopp is not None and antal else None
