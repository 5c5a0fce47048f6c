"""The bedömning of goals: verksamhetsområdesmål over their indicators, inriktningsmål over their goals (section 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from schemas.begrepp import NAMNDSLAG, Bedomning, Indikatorslag
from schemas.underlag import Trosklar, Underlag


@dataclass(frozen=True)
class Malbedomning:
    """What the program proposes for one goal, with the counts that the proposal rests on.

    For an inriktningsmål the counts are of goals, and namnder, bolag and namndmal are None.
    """

    kod: str
    forslag: Bedomning
    helt: int
    delvis: int
    inte: int
    av: int
    namnder: int | None = None
    bolag: int | None = None
    namndmal: int | None = None


def judge_mal(helt: int, delvis: int, inte: int, av: int, trosklar: Trosklar) -> Bedomning:
    """The proposal for a verksamhetsområdesmål with `av` indicators, of which those many are helt, delvis and inte."""
    if helt + delvis + inte == 0:
        return Bedomning.EJ_BEDOMBAR
    if inte == 0 and Decimal(helt) >= trosklar.mal_helt * av:
        return Bedomning.HELT
    if Decimal(helt + delvis) >= trosklar.mal_delvis * av:
        return Bedomning.DELVIS
    return Bedomning.INTE


def judge_inriktningsmal(under: Iterable[Bedomning]) -> Bedomning:
    """The proposal for an inriktningsmål over the bedömningar of the goals below it."""
    alla = list(under)
    kvar = [b for b in alla if b != Bedomning.EJ_BEDOMBAR]
    if not kvar or 2 * len(kvar) < len(alla):
        return Bedomning.EJ_BEDOMBAR
    if set(kvar) == {Bedomning.HELT}:
        return Bedomning.HELT
    return Bedomning.INTE if set(kvar) == {Bedomning.INTE} else Bedomning.DELVIS


def judge_malen(underlag: Underlag, utfall: pd.DataFrame) -> list[Malbedomning]:
    """Propose a bedömning for every verksamhetsområdesmål, in the order of mal.csv.

    Args:
        utfall: the outcome of `aggregering.aggregera`.
    """
    bidrar = count_bidrag(underlag)
    raknas = underlag.indikatorer["ingar_i_bedomning"] & (underlag.indikatorer["slag"] == Indikatorslag.KF)
    per_mal = utfall["uppfyllelse"][raknas].groupby(underlag.indikatorer["mal"][raknas], sort=False)
    antal = {mal: bedomningar.value_counts().to_dict() for mal, bedomningar in per_mal}
    svar = []
    for kod in underlag.mal.index[underlag.mal["overordnat"].notna()]:
        n = antal.get(kod, {})
        h, d, i = (int(n.get(b, 0)) for b in (Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE))
        av = int(sum(n.values()))
        svar.append(Malbedomning(kod, judge_mal(h, d, i, av, underlag.trosklar), h, d, i, av, *bidrar[kod]))
    return svar


def judge_inriktningsmalen(mal: pd.DataFrame, under: Mapping[str, Bedomning]) -> list[Malbedomning]:
    """Propose a bedömning for every inriktningsmål.

    Args:
        mal: the goals by kod, with overordnat.
        under: verksamhetsområdesmål → its decided bedömning of the phase where there is one, else the proposal.
    """
    svar = []
    for kod in mal.index[mal["overordnat"].isna()]:
        delar = [under[m] for m in mal.index[mal["overordnat"] == kod]]
        h, d, i = (delar.count(b) for b in (Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE))
        svar.append(Malbedomning(kod, judge_inriktningsmal(delar), h, d, i, len(delar)))
    return svar


def count_bidrag(underlag: Underlag) -> dict[str, tuple[int, int, int]]:
    """Goal → how many nämnder and bolag say how they contribute, and how many of those that state a nämndmål."""
    beskrivna = underlag.bidrag[underlag.bidrag["beskriven"]]
    ar_namnd = beskrivna["organ"].map(underlag.organ["slag"]).isin(NAMNDSLAG)
    namnder = beskrivna[ar_namnd].groupby("mal").size()
    bolag = beskrivna[~ar_namnd].groupby("mal").size()
    namndmal = beskrivna[beskrivna["namndmal"]].groupby("mal").size()
    return {m: tuple(int(s.get(m, 0)) for s in (namnder, bolag, namndmal)) for m in underlag.mal.index}  # type: ignore[misc]
