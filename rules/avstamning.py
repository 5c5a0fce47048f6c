"""The avstämning of one year and phase: aggregate, judge, find what must be asked for (kontrakt section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from rules.aggregering import aggregate_all
from rules.bedomning import Malbedomning, judge_inriktningsmalen, judge_malen
from rules.hojning import hojningar
from rules.uppmaningar import Uppmaning, av_fynd, find, order_and_name, riktade, widen
from schemas.begrepp import Bedomning
from schemas.underlag import Underlag


@dataclass(frozen=True)
class Avstamning:
    """What an avstämning found.

    Attributes:
        utfall: by indikator: aggregerat, uppfyllelse, antal, saknas.
        hojning: aligned with underlag.innehav: the årsmål to come to, or None.
        mal: the proposals for the verksamhetsområdesmål, then for the inriktningsmål.
    """

    utfall: pd.DataFrame
    hojning: pd.Series
    mal: list[Malbedomning]

    def hojningar(self, underlag: Underlag) -> dict[str, dict]:
        """Indikator → {organ: årsmål to come to}."""
        hojda = underlag.innehav.assign(hojning=self.hojning)[self.hojning.notna()]
        svar: dict[str, dict] = {kod: {} for kod in underlag.indikatorer.index}
        for indikator, organ, varde in zip(hojda["indikator"], hojda["organ"], hojda["hojning"], strict=True):
            svar[indikator][organ] = varde
        return svar


def reconcile(underlag: Underlag, beslut: Mapping[str, Bedomning] | None = None) -> Avstamning:
    """Aggregate and propose.

    Args:
        beslut: verksamhetsområdesmål → its decided bedömning of this phase; the inriktningsmål rest on it.
    """
    utfall = aggregate_all(underlag.innehav, underlag.indikatorer, underlag.trosklar.indikator_delvis_inom)
    hojning = hojningar(underlag.innehav, underlag.indikatorer, utfall)
    malen = judge_malen(underlag, utfall)
    under = {m.kod: m.forslag for m in malen} | dict(beslut or {})
    return Avstamning(utfall, hojning, malen + judge_inriktningsmalen(underlag.mal, under))


def propose_uppmaningar(underlag: Underlag, avstamning: Avstamning) -> list[Uppmaning]:
    """Every uppmaning of phase VP in the order of its number, named."""
    fynd = widen(underlag, find(underlag, avstamning.utfall, avstamning.hojning))
    return order_and_name(underlag, av_fynd(underlag, fynd) + riktade(underlag))
