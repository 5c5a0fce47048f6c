"""A workbook on its way in: what the reader must know of the year, and what it makes of the file."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from schemas.omgangar import Omgang, Omgangar
from schemas.ord import Ordbok, standardord
from schemas.problem import Problem


@dataclass(frozen=True)
class Indikatoruppgift:
    """What the reading of a value needs to know of an indicator, for one organ.

    Attributes:
        medel: it is a mean of the organs' values: each of them may be compared with KF's.
        utgar: dropped for the organ in the avstämning: it reports no value for it later.
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
    utgar: bool = False
    enhet: str = ""
    medel: bool = False


@dataclass(frozen=True)
class Fraga:
    """One uppmaning to one organ, as far as its answer is concerned.

    Attributes:
        kort: what it asks for, in a few words.
        oppen: it has to be answered: it is not withdrawn, and no earlier answer has closed it.
    """

    nummer: str
    text: str
    kort: str
    begar: str
    indikator: str | None
    senast: datetime.date | None
    oppen: bool


@dataclass(frozen=True)
class Sammanhang:
    """What the year says of every organ, for reading its workbooks.

    Attributes:
        organ: organ → its name; genom: organ → the name of the one through which it is written to, where it has one;
            namnder: those that are nämnder.
        omgangar: the rounds of the year; oppna: the codes of those that have begun: the one before is decided.
        ordbok: the city's words.
        lov: leaf of the goal tree → its name; mal: the codes of all goals.
        processer: organ → (goal, process) of what must stand in its internal control.
        tilldelade: organ → indikator → what is known of it (dropped ones too: their årsmål are kept).
        fragor: organ → nummer → what it has been asked so far, also what is closed or withdrawn.
    """

    ar: int
    omgangar: Omgangar
    ordbok: Ordbok = field(default_factory=standardord)
    oppna: frozenset[str] = frozenset()
    organ: dict[str, str] = field(default_factory=dict)
    genom: dict[str, str] = field(default_factory=dict)
    namnder: frozenset[str] = frozenset()
    lov: dict[str, str] = field(default_factory=dict)
    mal: frozenset[str] = frozenset()
    processer: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    indikatorer: dict[str, Indikatoruppgift] = field(default_factory=dict)
    tilldelade: dict[str, dict[str, Indikatoruppgift]] = field(default_factory=dict)
    fragor: dict[str, dict[str, Fraga]] = field(default_factory=dict)

    def koder(self, organ: str) -> dict[str, Mapping[str, str]]:
        """Kind of code → code → the name that people put behind it, of what an organ may name."""
        return {**self._arets_koder, "nummer": {nummer: f.text for nummer, f in self.fragor.get(organ, {}).items()}}

    @cached_property
    def _arets_koder(self) -> dict[str, Mapping[str, str]]:
        indikatorer = {kod: i.namn for kod, i in self.indikatorer.items()}
        mal = {kod: self.lov.get(kod, "") for kod in self.mal}
        return {"mal": mal, "indikatorer": indikatorer, "indikatorkod": indikatorer}


@dataclass(frozen=True)
class Otillrackligt:
    """An answer that does not do, as things stand: to which uppmaning, and why."""

    nummer: str
    skal: str


#: where, among the columns of a sheet, what it is called in the workbook stands, where that is something else
BLADNAMN = ""


@dataclass
class Tolkning:
    """What was read: whose it is, the rows of every sheet, and every problem; rattad = a copy shows the bad cells.

    Attributes:
        ar: the year that it belongs to.
        mallversion: the version of our template that it was made by; 0 where that is not known.
        bladnamn: sheet → what it is called in the workbook, where that is something else.
        tappat: what the version before answered and this one does not: numbers and codes.
        otillrackligt: the answers that do not do, as things stand.
    """

    ar: int
    organ: str | None = None
    omgang: Omgang | None = None
    huvud: dict[str, str | None] = field(default_factory=dict)
    rader: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)
    problem: list[Problem] = field(default_factory=list)
    fragor: list[str] = field(default_factory=list)
    rattad: bool = False
    mallversion: int = 0
    bladnamn: dict[str, str] = field(default_factory=dict)
    tappat: list[str] = field(default_factory=list)
    otillrackligt: list[Otillrackligt] = field(default_factory=list)
