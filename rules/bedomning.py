"""The bedömning of goals: leaves over their indicators, the others over the goals below them (kontrakt section 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from schemas.begrepp import NAMNDSLAG, Bedomning, Indikatorslag
from schemas.underlag import Trosklar, Underlag


@dataclass(frozen=True)
class Malbedomning:
    """What the program proposes for one goal, with the counts that the proposal rests on.

    The counts are of a leaf's indicators, or of the goals directly below; namnder, bolag and namndmal are a leaf's.
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

    @property
    def ar_lov(self) -> bool:
        """Whether it has no goal below it."""
        return self.namnder is not None


def judge_lov(helt: int, delvis: int, inte: int, av: int, trosklar: Trosklar) -> Bedomning:
    """The proposal for a leaf with `av` indicators, of which those many are helt, delvis and inte."""
    if helt + delvis + inte == 0:
        return Bedomning.EJ_BEDOMBAR
    if inte == 0 and Decimal(helt) >= trosklar.mal_helt * av:
        return Bedomning.HELT
    if Decimal(helt + delvis) >= trosklar.mal_delvis * av:
        return Bedomning.DELVIS
    return Bedomning.INTE


def judge_over(under: Iterable[Bedomning]) -> Bedomning:
    """The proposal for a goal over the bedömningar of the goals directly below it."""
    alla = list(under)
    kvar = [b for b in alla if b != Bedomning.EJ_BEDOMBAR]
    if not kvar or 2 * len(kvar) < len(alla):
        return Bedomning.EJ_BEDOMBAR
    if set(kvar) == {Bedomning.HELT}:
        return Bedomning.HELT
    return Bedomning.INTE if set(kvar) == {Bedomning.INTE} else Bedomning.DELVIS


def judge_lovren(underlag: Underlag, utfall: pd.DataFrame) -> list[Malbedomning]:
    """Propose a bedömning for every leaf, in the order of mal.csv.

    Args:
        utfall: the outcome of `aggregering.aggregate_all`.
    """
    bidrar = count_bidrag(underlag)
    raknas = underlag.indikatorer["ingar_i_bedomning"] & (underlag.indikatorer["slag"] == Indikatorslag.KF)
    per_mal = utfall["uppfyllelse"][raknas].groupby(underlag.indikatorer["mal"][raknas], sort=False)
    antal = {mal: bedomningar.value_counts().to_dict() for mal, bedomningar in per_mal}
    svar = []
    for kod in underlag.lov:
        n = antal.get(kod, {})
        h, d, i = (int(n.get(b, 0)) for b in (Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE))
        av = int(sum(n.values()))
        svar.append(Malbedomning(kod, judge_lov(h, d, i, av, underlag.trosklar), h, d, i, av, *bidrar[kod]))
    return svar


def judge_overordnade(
    mal: pd.DataFrame, lov: Mapping[str, Bedomning], beslut: Mapping[str, Bedomning] | None = None
) -> list[Malbedomning]:
    """Propose a bedömning for every goal that has goals below it, from the bottom up.

    Args:
        mal: the goals by kod, with overordnat.
        lov: leaf → its decided bedömning of the omgång where there is one, else the proposal.
        beslut: goal with goals below it → its decided bedömning; what lies above rests on that.
    """
    under: dict[str, list[str]] = {}
    for kod, over in mal["overordnat"].dropna().items():
        under.setdefault(str(over), []).append(str(kod))
    gallande = dict(lov)
    svar = []
    for kod in bottom_up(mal):
        delar = [gallande[m] for m in under[kod]]
        h, d, i = (delar.count(b) for b in (Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE))
        forslag = judge_over(delar)
        gallande[kod] = (beslut or {}).get(kod, forslag)
        svar.append(Malbedomning(kod, forslag, h, d, i, len(delar)))
    return svar


def bottom_up(mal: pd.DataFrame) -> list[str]:
    """The goals that have goals below them, each after those below it."""
    over = mal["overordnat"].to_dict()

    def djup(kod: str) -> int:
        return 0 if over[kod] is None else 1 + djup(over[kod])

    inre = [str(kod) for kod in mal.index if kod in set(mal["overordnat"].dropna())]
    return sorted(inre, key=djup, reverse=True)


def leaves_under(mal: pd.DataFrame, kod: str) -> set[str]:
    """The leaves at any depth below a goal; the goal itself where it is one."""
    under = [str(m) for m in mal.index[mal["overordnat"] == kod]]
    return {kod} if not under else {lov for m in under for lov in leaves_under(mal, m)}


def count_bidrag(underlag: Underlag) -> dict[str, tuple[int, int, int]]:
    """Goal → how many nämnder and bolag say how they contribute, and how many of those that state a nämndmål."""
    beskrivna = underlag.bidrag[underlag.bidrag["beskriven"]]
    ar_namnd = beskrivna["organ"].map(underlag.organ["slag"]).isin(NAMNDSLAG)
    namnder = beskrivna[ar_namnd].groupby("mal").size()
    bolag = beskrivna[~ar_namnd].groupby("mal").size()
    namndmal = beskrivna[beskrivna["namndmal"]].groupby("mal").size()
    return {m: tuple(int(s.get(m, 0)) for s in (namnder, bolag, namndmal)) for m in underlag.mal.index}  # type: ignore[misc]
