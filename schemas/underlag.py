"""What the rules work on: the year and the organs' plans as validated frames (kontrakt sections 2, 3 and 5).

Values are exact decimals in object columns, None where nothing is stated. Organs, goals and indicators
stand in the order of their files, which is the order in which everything is listed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Index, Series

from schemas.begrepp import Aggregering, Indikatorslag, Organslag, Riktning
from schemas.omgangar import Omgang
from schemas.ord import Ordbok


@dataclass(frozen=True)
class Trosklar:
    """The thresholds of a year (kontrakt section 5); the values stand in ar.yaml."""

    indikator_delvis_inom: Decimal
    mal_helt: Decimal
    mal_delvis: Decimal
    stor_avvikelse: Decimal


def _ar_decimaler(tal: pd.Series) -> pd.Series:
    """Which of the stated numbers are exact decimals."""
    return tal.map(lambda v: isinstance(v, Decimal))


class OrganRam(pa.DataFrameModel):
    """Organs by kod. har_plan = the organ has an accepted plan."""

    kod: Index[str] = pa.Field(unique=True)
    namn: Series[object]
    kortnamn: Series[object]
    slag: Series[object] = pa.Field(isin=list(Organslag))
    genom: Series[object] = pa.Field(nullable=True)
    har_plan: Series[bool]


class MalRam(pa.DataFrameModel):
    """Goals by kod; overordnat is None for a goal at the top. A goal with no goal below it is a leaf."""

    kod: Index[str] = pa.Field(unique=True)
    namn: Series[object]
    overordnat: Series[object] = pa.Field(nullable=True)


class IndikatorRam(pa.DataFrameModel):
    """Indicators by kod; kf_arsmal is a Decimal or None, provas `+`-separated names of rules."""

    kod: Index[str] = pa.Field(unique=True)
    mal: Series[object]
    namn: Series[object]
    slag: Series[object] = pa.Field(isin=list(Indikatorslag))
    decimaler: Series[int] = pa.Field(ge=0, le=15)
    riktning: Series[object] = pa.Field(isin=list(Riktning))
    aggregering: Series[object] = pa.Field(isin=list(Aggregering))
    kf_arsmal: Series[object] = pa.Field(nullable=True)
    faststalls_senare: Series[bool]
    ingar_i_bedomning: Series[bool]
    provas: Series[object] = pa.Field(nullable=True)

    @pa.check("kf_arsmal")
    @classmethod
    def ar_exakta(cls, tal: pd.Series) -> pd.Series:
        """Numbers are exact decimals."""
        return _ar_decimaler(tal)


class InnehavRam(pa.DataFrameModel):
    """One row per holder of an indicator (utgar = nej), in the order of the indicators and the organs.

    varde is what is aggregated in the omgång (an årsmål, a prognos or an utfall), arsmal the årsmål in force in it;
    beskriven and aktivitet say whether the plan has a "Så når vi målet" and an activity for the indicator.
    """

    indikator: Series[object]
    organ: Series[object]
    vikt: Series[object]
    utfall: Series[object] = pa.Field(nullable=True)
    varde: Series[object] = pa.Field(nullable=True)
    arsmal: Series[object] = pa.Field(nullable=True)
    beskriven: Series[bool]
    aktivitet: Series[bool]

    @pa.check("vikt", "utfall", "varde", "arsmal")
    @classmethod
    def ar_exakta(cls, tal: pd.Series) -> pd.Series:
        """Numbers are exact decimals."""
        return _ar_decimaler(tal)


class BidragRam(pa.DataFrameModel):
    """What accepted plans say of a goal: bidrar = Ja, beskriven = Ja with a description, namndmal = one is stated."""

    organ: Series[object]
    mal: Series[object]
    bidrar: Series[bool]
    beskriven: Series[bool]
    namndmal: Series[bool]


class KontrollRam(pa.DataFrameModel):
    """Processes of the accepted plans' internal control; komplett = all three descriptions are there."""

    organ: Series[object]
    mal: Series[object] = pa.Field(nullable=True)
    process: Series[object]
    komplett: Series[bool]


class ProcessRam(pa.DataFrameModel):
    """Processes that an organ must have under a goal."""

    organ: Series[object]
    mal: Series[object]
    process: Series[object]


class RiktadRam(pa.DataFrameModel):
    """Rows of riktade_uppmaningar.csv in the order of the file, then those added in the review."""

    mal: Series[object] = pa.Field(nullable=True)
    indikator: Series[object] = pa.Field(nullable=True)
    begar: Series[object] = pa.Field(nullable=True)
    senast: Series[object] = pa.Field(nullable=True)
    mottagare: Series[object]
    avser: Series[object] = pa.Field(nullable=True)
    grund: Series[object] = pa.Field(nullable=True)


@dataclass(frozen=True)
class Underlag:
    """Everything that an avstämning of one omgång rests on; `riktade` are the rows that its decision issues."""

    ar: int
    omgang: Omgang
    ordbok: Ordbok
    trosklar: Trosklar
    organ: pd.DataFrame
    mal: pd.DataFrame
    indikatorer: pd.DataFrame
    innehav: pd.DataFrame
    bidrag: pd.DataFrame
    kontroll: pd.DataFrame
    processer: pd.DataFrame
    riktade: pd.DataFrame
    innehavare: dict[str, list[str]] = field(init=False)
    lov: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        over = set(self.mal["overordnat"].dropna())
        object.__setattr__(self, "lov", tuple(str(kod) for kod in self.mal.index if kod not in over))
        grupper = self.innehav.groupby("indikator", sort=False, observed=True)["organ"]
        object.__setattr__(self, "innehavare", {str(kod): list(organ) for kod, organ in grupper})

    def med(self, **andrat: Any) -> "Underlag":
        """The same basis with some parts exchanged, e.g. other årsmål."""
        return replace(self, **andrat)


RAMAR: dict[str, type[pa.DataFrameModel]] = {
    "organ": OrganRam,
    "mal": MalRam,
    "indikatorer": IndikatorRam,
    "innehav": InnehavRam,
    "bidrag": BidragRam,
    "kontroll": KontrollRam,
    "processer": ProcessRam,
    "riktade": RiktadRam,
}


def build(namn: str, rader: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """A frame of `RAMAR` from rows: object columns with None, bool and int where the frame says so.

    Args:
        namn: which frame; if it is indexed by kod, the rows have a kod.
        rader: one mapping per row, with at least the columns of the frame.
    """
    schema = RAMAR[namn].to_schema()
    kolumner = list(schema.columns)
    med_kod = ["kod", *kolumner] if schema.index is not None else kolumner
    ram = pd.DataFrame([[r[k] for k in med_kod] for r in rader], columns=med_kod, dtype=object)
    for kolumn in kolumner:
        if str(schema.columns[kolumn].dtype) != "object":
            ram[kolumn] = ram[kolumn].astype(str(schema.columns[kolumn].dtype))
    return ram.set_index(pd.Index(ram["kod"].astype(str), name="kod"))[kolumner] if schema.index is not None else ram


def validate(underlag: Underlag) -> Underlag:
    """Validate every frame once, at the border; afterwards they are trusted.

    Raises:
        pandera.errors.SchemaErrors: with every fault of the first frame that has one.
    """
    for namn, ram in RAMAR.items():
        ram.to_schema().validate(getattr(underlag, namn), lazy=True)
    return underlag
