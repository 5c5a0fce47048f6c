"""Who must raise their årsmål, and by how much: the smallest even raise that reaches KF's (kontrakt section 5)."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from rules.tal import exakt, round_towards_better
from schemas.begrepp import Aggregering, Bedomning, Riktning


def vattenniva(arsmal: np.ndarray, vikter: np.ndarray, kf_arsmal: Decimal) -> Fraction | None:
    """The level L for which the weighted mean of max(v, L) is exactly `kf_arsmal`.

    Args:
        arsmal: stated values whose mean is below `kf_arsmal`; for `lagre` everything is given negated.
        vikter: their weights, ≥ 0; weight 0 never moves and never counts.

    Returns:
        The exact level, or None where no weight counts.
    """
    raknas = vikter > 0
    varden, tyngder = arsmal[raknas], vikter[raknas]
    if len(varden) == 0:
        return None
    ordning = np.argsort(varden, kind="stable")
    varden, tyngder = varden[ordning], tyngder[ordning]
    tyngd_under = np.cumsum(tyngder)
    summa_under = np.cumsum(varden * tyngder)
    behov = kf_arsmal * tyngd_under[-1] - (summa_under[-1] - summa_under)
    racker = np.append(behov[:-1] <= varden[1:] * tyngd_under[:-1], True)
    k = int(np.argmax(racker))
    return Fraction(behov[k]) / Fraction(tyngd_under[k])


def distribute_summa(arsmal: np.ndarray, kf_arsmal: Decimal, decimaler: int) -> np.ndarray | None:
    """Every value scaled by kf/Σ, rounded down, the units left over by largest remainder: the sum is exact.

    Returns:
        The new values in the same order (ties go to the first), or None where no raise can be given:
        Σ ≤ 0 or a negative value.
    """
    summa = arsmal.sum()
    if summa <= 0 or (arsmal < 0).any():
        return None
    skala = Fraction(kf_arsmal) / Fraction(summa) * 10**decimaler
    exponent = max(0, *(-v.as_tuple().exponent for v in arsmal))
    taljare = np.array([int(v.scaleb(exponent)) for v in arsmal], dtype=object) * skala.numerator
    namnare = skala.denominator * 10**exponent
    enheter, rester = taljare // namnare, taljare % namnare
    over = int(kf_arsmal.scaleb(decimaler)) - int(enheter.sum())
    enheter[np.argsort(-rester, kind="stable")[:over]] += 1
    return np.array([Decimal(int(e)).scaleb(-decimaler) for e in enheter], dtype=object)


def raise_arsmal(
    arsmal: np.ndarray, vikter: np.ndarray, kf_arsmal: Decimal, decimaler: int, aggregering: str, riktning: str
) -> np.ndarray:
    """The årsmål that each organ must come to, None for those that need not (or cannot) move.

    Args:
        arsmal: stated values, as stated (not rounded), of an indicator that is delvis or inte.
        vikter: their weights.
        kf_arsmal: KF's årsmål in the indicator's unit.
    """
    plus = 1 if riktning == Riktning.HOGRE else -1
    mal: np.ndarray | Decimal | None
    match aggregering:
        case Aggregering.SUMMA:
            mal = distribute_summa(arsmal, kf_arsmal, decimaler)
        case Aggregering.MINST | Aggregering.STORST:
            mal = kf_arsmal
        case _:
            tyngder = (
                vikter if aggregering == Aggregering.VAGT_MEDEL else np.full(len(arsmal), Decimal(1), dtype=object)
            )
            niva = vattenniva(arsmal * plus, tyngder, kf_arsmal * plus)
            mal = None if niva is None else round_towards_better(niva * plus, decimaler, riktning)
    nya = np.full(len(arsmal), None, dtype=object)
    if mal is None:
        return nya
    malen = np.broadcast_to(np.asarray(mal, dtype=object), arsmal.shape)
    battre = (malen * plus > arsmal * plus).astype(bool)
    if aggregering == Aggregering.VAGT_MEDEL:
        battre &= (vikter > 0).astype(bool)
    nya[battre] = malen[battre]
    return nya


def hojningar(innehav: pd.DataFrame, indikatorer: pd.DataFrame, utfall: pd.DataFrame) -> pd.Series:
    """The raise of every holder, aligned with `innehav`: a Decimal, or None where nothing is asked for.

    Args:
        utfall: the outcome of `aggregering.aggregate_all` for the same frames.
    """
    svar = np.full(len(innehav), None, dtype=object)
    brister = utfall.index[utfall["uppfyllelse"].isin([Bedomning.DELVIS, Bedomning.INTE])]
    lagen = innehav.groupby("indikator", sort=False, observed=True).indices
    arsmal, vikter = innehav["arsmal"].to_numpy(), innehav["vikt"].to_numpy()
    angivna = innehav["arsmal"].notna().to_numpy()
    with exakt():
        for kod in brister:
            i, rader = indikatorer.loc[kod], lagen[kod]
            rader = rader[angivna[rader]]
            svar[rader] = raise_arsmal(
                arsmal[rader], vikter[rader], i.kf_arsmal, int(i.decimaler), i.aggregering, i.riktning
            )
    return pd.Series(svar, index=innehav.index, dtype=object)
