"""A workbook on its way in: what the reader must know of the year, and what it makes of the file."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from schemas.problem import Problem


@dataclass(frozen=True)
class Indikatoruppgift:
    """What the reading of a value needs to know of an indicator, for one organ."""

    kod: str
    procent: bool
    kf_arsmal: Decimal | None
    utfall: Decimal | None


@dataclass(frozen=True)
class Sammanhang:
    """What the year says of every organ, for reading its workbooks.

    Attributes:
        tilldelade: organ → indikator → what is known of it (dropped ones too: their årsmål are kept).
        fragor: organ → nummer → indikator or None: what it has been asked in phase T1.
    """

    ar: int
    organ: frozenset[str]
    mal: frozenset[str]
    indikatorer: dict[str, Indikatoruppgift]
    tilldelade: dict[str, dict[str, Indikatoruppgift]]
    fragor: dict[str, dict[str, str | None]]


@dataclass
class Tolkning:
    """What was read: whose it is, the rows of every sheet, and every problem."""

    organ: str | None = None
    slag: str | None = None
    huvud: dict[str, str | None] = field(default_factory=dict)
    rader: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)
    problem: list[Problem] = field(default_factory=list)
    fragor: list[str] = field(default_factory=list)
