"""Do the organs' values add up? The aggregate of an indicator, and how far it fulfils KF's (kontrakt section 5)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from rules.tal import exakt, is_worse, round_tal
from schemas.begrepp import Aggregering, Bedomning


def aggregat(varden: np.ndarray, vikter: np.ndarray, slag: str) -> Decimal | Fraction | None:
    """The aggregated value of one indicator, exact.

    Args:
        varden: the stated values as decimals, in the indicator's unit.
        vikter: the weights of the same organs, ≥ 0.
        slag: one of `Aggregering`.

    Returns:
        None where nothing is stated, or where all weights of a vagt_medel are 0.
    """
    if len(varden) == 0:
        return None
    match slag:
        case Aggregering.SUMMA:
            return varden.sum()
        case Aggregering.MEDEL:
            return Fraction(varden.sum()) / len(varden)
        case Aggregering.VAGT_MEDEL:
            summa = vikter.sum()
            return Fraction((varden * vikter).sum()) / Fraction(summa) if summa else None
        case Aggregering.MINST:
            return varden.min()
        case _:
            return varden.max()


def uppfyllelse(
    aggregerat: Decimal | None, kf_arsmal: Decimal | None, riktning: str, delvis_inom: Decimal
) -> Bedomning:
    """How far a rounded aggregate fulfils KF's årsmål.

    Args:
        aggregerat: rounded to the indicator's decimals, or None.
        kf_arsmal: KF's årsmål, or None where it is not set.
        riktning: which way is better.
        delvis_inom: the share of |kf_arsmal| within which a shortfall is `delvis`.
    """
    if aggregerat is None or kf_arsmal is None:
        return Bedomning.EJ_BEDOMBAR
    if not is_worse(aggregerat, kf_arsmal, riktning):
        return Bedomning.HELT
    if abs(kf_arsmal - aggregerat) <= delvis_inom * abs(kf_arsmal):
        return Bedomning.DELVIS
    return Bedomning.INTE


def shortfall(aggregerat: Decimal | None, kf_arsmal: Decimal | None, riktning: str) -> Decimal | None:
    """How much an aggregate lacks to reach KF's årsmål, in the indicator's unit; None where it reaches it, or one side
    is missing.

    Args:
        aggregerat: rounded to the indicator's decimals.
    """
    if aggregerat is None or kf_arsmal is None or not is_worse(aggregerat, kf_arsmal, riktning):
        return None
    return abs(kf_arsmal - aggregerat)


def share_of(brist: Decimal | None, kf_arsmal: Decimal | None) -> Fraction | None:
    """A shortfall as a share of KF's årsmål; None where there is none, or KF's is 0, of which nothing is a share."""
    return Fraction(brist) / Fraction(abs(kf_arsmal)) if brist is not None and kf_arsmal else None


def aggregate_over(
    varden: Mapping[str, Decimal | None], vikter: Mapping[str, Decimal], slag: str, decimaler: int
) -> tuple[Decimal | None, int]:
    """Aggregate an indicator over some of its holders, as their årsmål are.

    Args:
        varden: organ → its value, None where it has none; vikter: organ → its weight.

    Returns:
        The aggregate, rounded to `decimaler`, and how many values it is of.
    """
    med = [o for o, v in varden.items() if v is not None]
    with exakt():
        alla, vagda = (np.array([x[o] for o in med], dtype=object) for x in (varden, vikter))
        svar = aggregat(alla, vagda, slag)
        return (None if svar is None else round_tal(svar, decimaler)), len(med)


def aggregate_all(
    innehav: pd.DataFrame, indikatorer: pd.DataFrame, delvis_inom: Decimal, kolumn: str = "varde"
) -> pd.DataFrame:
    """Aggregate every indicator over its holders.

    Args:
        kolumn: what is added up: `varde`, the omgång's, or `arsmal`, the årsmål in force.

    Returns:
        By indikator: aggregerat (rounded Decimal or None), uppfyllelse, antal (values), saknas (organs without one).
    """
    grupper = dict(iter(innehav.groupby("indikator", sort=False, observed=True)))
    tom = innehav.iloc[:0]
    with exakt():
        rader = [_aggregate_one(grupper.get(i.Index, tom), i, delvis_inom, kolumn) for i in indikatorer.itertuples()]
    kolumner = ["aggregerat", "uppfyllelse", "antal", "saknas"]
    return pd.DataFrame(rader, index=indikatorer.index, columns=kolumner, dtype=object)


def _aggregate_one(innehav: pd.DataFrame, indikator, delvis_inom: Decimal, kolumn: str) -> tuple:  # type: ignore[no-untyped-def]
    angiven = innehav[kolumn].notna().to_numpy()
    varden = innehav[kolumn].to_numpy()[angiven]
    varde = aggregat(varden, innehav["vikt"].to_numpy()[angiven], indikator.aggregering)
    avrundat = None if varde is None else round_tal(varde, indikator.decimaler)
    uppfylld = uppfyllelse(avrundat, indikator.kf_arsmal, indikator.riktning, delvis_inom)
    return avrundat, uppfylld, int(angiven.sum()), innehav["organ"].to_numpy()[~angiven].tolist()
