"""A workbook on its way in: what the reader must know of the year, and what it makes of the file."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from schemas.problem import Problem


@dataclass(frozen=True)
class Indikatoruppgift:
    """What the reading of a value needs to know of an indicator, for one organ.

    Attributes:
        vantas: an årsmål is expected: the indicator is not dropped for the organ, and KF's own is not set later.
        beskrivs: the organ will be asked for "Så når vi målet" where it is empty.
    """

    kod: str
    namn: str
    procent: bool
    kf_arsmal: Decimal | None
    utfall: Decimal | None = None
    vantas: bool = True
    beskrivs: bool = False


@dataclass(frozen=True)
class Fraga:
    """One uppmaning to one organ, as far as its answer is concerned."""

    nummer: str
    text: str
    begar: str
    indikator: str | None
    senast: datetime.date | None
    aterkallad: bool


@dataclass(frozen=True)
class Sammanhang:
    """What the year says of every organ, for reading its workbooks.

    Attributes:
        organ: organ → its name; namnder: those that are nämnder.
        mal: verksamhetsområdesmål → its name; inriktningsmal: the codes of the goals above them.
        processer: organ → (goal, process) of what must stand in its internal control.
        tilldelade: organ → indikator → what is known of it (dropped ones too: their årsmål are kept).
        fragor: organ → nummer → what it has been asked in phase T1, withdrawn ones too.
    """

    ar: int
    organ: dict[str, str] = field(default_factory=dict)
    namnder: frozenset[str] = frozenset()
    mal: dict[str, str] = field(default_factory=dict)
    inriktningsmal: frozenset[str] = frozenset()
    processer: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    indikatorer: dict[str, Indikatoruppgift] = field(default_factory=dict)
    tilldelade: dict[str, dict[str, Indikatoruppgift]] = field(default_factory=dict)
    fragor: dict[str, dict[str, Fraga]] = field(default_factory=dict)


@dataclass
class Tolkning:
    """What was read: whose it is, the rows of every sheet, and every problem; rattad = a copy shows the bad cells."""

    organ: str | None = None
    slag: str | None = None
    huvud: dict[str, str | None] = field(default_factory=dict)
    rader: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)
    problem: list[Problem] = field(default_factory=list)
    fragor: list[str] = field(default_factory=list)
    rattad: bool = False
