"""The avstämning of one omgång: aggregate, judge, find what must be asked for (kontrakt section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from rules.aggregering import aggregate_all
from rules.bedomning import Malbedomning, judge_lovren, judge_overordnade
from rules.hojning import hojningar
from rules.uppmaningar import Uppmaning, av_fynd, find, order_and_name, riktade, widen
from schemas.begrepp import Bedomning
from schemas.regler import REGLER, Fragas, Regel
from schemas.underlag import Underlag


@dataclass(frozen=True)
class Sammanstallning:
    """What an avstämning found.

    Attributes:
        utfall: by indikator, of the omgång's values: aggregerat, uppfyllelse, antal, saknas.
        i_kraft: the same of the årsmål in force; the very same frame where those are the omgång's values.
        hojning: aligned with underlag.innehav: the årsmål to come to, or None.
        mal: the proposals, in the order of mal.csv.
    """

    utfall: pd.DataFrame
    i_kraft: pd.DataFrame
    hojning: pd.Series
    mal: list[Malbedomning]

    def hojningar(self, underlag: Underlag) -> dict[str, dict[str, Decimal]]:
        """Indikator → {organ: årsmål to come to}."""
        hojda = underlag.innehav.assign(hojning=self.hojning)[self.hojning.notna()]
        svar: dict[str, dict[str, Decimal]] = {str(kod): {} for kod in underlag.indikatorer.index}
        for indikator, organ, varde in zip(hojda["indikator"], hojda["organ"], hojda["hojning"], strict=True):
            svar[indikator][organ] = varde
        return svar

    @property
    def helt_i_kraft(self) -> set[str]:
        """The indicators whose aggregated årsmål in force is as good as KF's."""
        return {str(kod) for kod in self.i_kraft.index[self.i_kraft["uppfyllelse"] == Bedomning.HELT]}


def reconcile(underlag: Underlag, beslut: Mapping[str, Bedomning] | None = None) -> Sammanstallning:
    """Aggregate and propose.

    Args:
        beslut: goal → its decided bedömning of this omgång; the goals above rest on it.
    """
    delvis_inom = underlag.trosklar.indikator_delvis_inom
    utfall = aggregate_all(underlag.innehav, underlag.indikatorer, delvis_inom)
    i_kraft = utfall
    if underlag.omgang.fragar_varden:
        i_kraft = aggregate_all(underlag.innehav, underlag.indikatorer, delvis_inom, "arsmal")
        hojning = pd.Series(None, index=underlag.innehav.index, dtype=object)
    else:
        hojning = hojningar(underlag.innehav, underlag.indikatorer, utfall)
    lovren = judge_lovren(underlag, utfall)
    beslutade = dict(beslut or {})
    alla = {m.kod: m for m in lovren}
    gallande = {m.kod: beslutade.get(m.kod, m.forslag) for m in lovren}
    alla |= {m.kod: m for m in judge_overordnade(underlag.mal, gallande, beslutade)}
    return Sammanstallning(utfall, i_kraft, hojning, [alla[kod] for kod in underlag.mal.index])


def asked_in(underlag: Underlag) -> list[Regel]:
    """The rules that ask when the omgång is decided."""
    o = underlag.omgang
    fragas = {Fragas.PLANEN} if o.ar_plan else {Fragas.PROGNOSEN} if o.fragar_prognos and o.foljs else set()
    return [r for r in REGLER if r.fragas in fragas]


def propose_uppmaningar(underlag: Underlag, avstamning: Sammanstallning) -> list[Uppmaning]:
    """Every uppmaning that the decision of the omgång would issue, in the order of its number, named."""
    fynd = widen(underlag, find(underlag, asked_in(underlag), avstamning.utfall, avstamning.hojning))
    return order_and_name(underlag, av_fynd(underlag, fynd) + riktade(underlag))
