"""The rounds of a year, declared once (kontrakt sections 1, 2 and 5): everything else about a round follows from this.

The default rounds stand in standard/omgangar.csv, with the key of `kalender` in ar.yaml that gives each of their days.
"""

import csv
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, overload

from schemas.begrepp import Omgangsslag, Vardeslag

STANDARDFIL = Path(__file__).parent / "standard" / "omgangar.csv"
#: where the examples of the plan lie, whatever its code
PLANENS_MAPP = "verksamhetsplaner"
#: where the pages of the organs lie
ORGANMAPP = "dokument/organ"
DAGAR = ("senast", "sammanstalls", "beslutas")
#: what is aggregated where the row does not say
STANDARDVARDE = {
    Omgangsslag.PLAN: Vardeslag.ARSMAL,
    Omgangsslag.UPPFOLJNING: Vardeslag.ARSMAL,
    Omgangsslag.BOKSLUT: Vardeslag.UTFALL,
}


@dataclass(frozen=True)
class Omgang:
    """A round of the year in which organs hand something in.

    Attributes:
        kod: as in file names and the export.
        namn, bestamd: its name, and its form in running text.
        senast: when the organs hand in; sammanstalls: when it is added up; beslutas: when it is decided.
        varde: what is aggregated.
        nr: its place in the year, from 0.
        foljs: whether another omgång follows.
    """

    kod: str
    slag: Omgangsslag
    namn: str
    bestamd: str
    senast: datetime.date
    sammanstalls: datetime.date
    beslutas: datetime.date
    varde: Vardeslag
    nr: int
    foljs: bool

    def __str__(self) -> str:
        return self.kod

    @property
    def ar_plan(self) -> bool:
        """Whether it is the plan, with which the year begins."""
        return self.slag == Omgangsslag.PLAN

    @property
    def i_text(self) -> str:
        """Its form at the head of a sentence."""
        return self.bestamd[:1].upper() + self.bestamd[1:]

    @property
    def fragar_varden(self) -> bool:
        """Whether the organs report a value for each indicator in it, a prognos or an utfall."""
        return self.varde != Vardeslag.ARSMAL

    @property
    def fragar_prognos(self) -> bool:
        """Whether what they report is a prognos."""
        return self.varde == Vardeslag.PROGNOS

    def filnamn(self, ar: int, organ: str) -> str:
        """The name of an organ's workbook: the code first."""
        return f"{self.kod}-{ar}-{organ}.xlsx"

    def granskning(self, ar: int) -> str:
        """The name of its review workbook."""
        return f"Granskning-{ar}.xlsx" if self.ar_plan else f"Granskning-{self.kod}-{ar}.xlsx"

    def dokument(self, ar: int) -> str:
        """The name of its document, without the ending."""
        return f"avstamning-{ar}" if self.ar_plan else f"uppfoljning-{self.kod.lower()}-{ar}"

    def organblad(self, ar: int, organ: str) -> str:
        """Where an organ's page after its decision lies, relative to the year's folder: the organ first."""
        return f"{ORGANMAPP}/{organ}-{self.kod.lower()}-{ar}.pdf"

    def harledning(self, ar: int) -> str:
        """The name of the workbook that tells where a follow-up's figures come from."""
        return f"harledning-{self.kod.lower()}-{ar}.xlsx"

    def harledningssida(self, ar: int) -> str:
        """The name of the page on which every figure of its document is traced."""
        return f"{self.dokument(ar)}-harledning.html"

    @property
    def mappar(self) -> tuple[str, ...]:
        """The folders of the year folder in which its examples may lie; the plan's have one of their own."""
        if self.ar_plan:
            return (PLANENS_MAPP,)
        andra = [r["mapp"] for r in standardrader() if r["omgang"] == self.kod and r["mapp"]]
        return (self.kod, *andra)

    @property
    def kommando(self) -> str:
        """The command that makes its proposals."""
        return "avstamning" if self.ar_plan else "uppfoljning"

    @property
    def formular(self) -> str:
        """The form of the Prefect UI that makes them."""
        return "Avstämning" if self.ar_plan else "Uppföljning"


class Omgangar(Sequence[Omgang]):
    """The rounds of a year in the order of time: the plan, then the others."""

    def __init__(self, alla: Iterable[Omgang]) -> None:
        self._alla = tuple(alla)
        self._per_kod = {o.kod: o for o in self._alla}

    @overload
    def __getitem__(self, n: int) -> Omgang: ...
    @overload
    def __getitem__(self, n: slice) -> tuple[Omgang, ...]: ...
    def __getitem__(self, n: int | slice) -> Omgang | tuple[Omgang, ...]:
        return self._alla[n]

    def __len__(self) -> int:
        return len(self._alla)

    def __iter__(self) -> Iterator[Omgang]:
        return iter(self._alla)

    @property
    def plan(self) -> Omgang:
        """The plan."""
        return self._alla[0]

    @property
    def forsta_uppfoljning(self) -> Omgang | None:
        """The first omgång after the plan: when what the plan's decision asks for is due (`t1`)."""
        return self._alla[1] if len(self._alla) > 1 else None

    @property
    def bokslut(self) -> Omgang | None:
        """The bokslut, where the year has one."""
        return next((o for o in self._alla if o.slag == Omgangsslag.BOKSLUT), None)

    def finn(self, kod: str | None) -> Omgang | None:
        """The omgång with a code, however it is written; None where there is none."""
        return self._per_kod.get((kod or "").upper())

    def med_kod(self, kod: str) -> Omgang:
        """The omgång with a code that is known to be there."""
        return self._per_kod[kod]

    def fore(self, o: Omgang) -> Omgang | None:
        """The omgång before."""
        return self._alla[o.nr - 1] if o.nr else None

    def efter(self, o: Omgang) -> Omgang | None:
        """The omgång after."""
        return self._alla[o.nr + 1] if o.foljs else None

    def till_och_med(self, o: Omgang) -> tuple[Omgang, ...]:
        """Every omgång up to and including one."""
        return self._alla[: o.nr + 1]


def omgangar(rader: Sequence[Mapping[str, Any]]) -> Omgangar:
    """The rounds of a year from the rows of omgangar.csv, in the order of the file.

    Args:
        rader: rows by column, checked; bestamd, beslutas and varde may be empty.
    """
    sista = len(rader) - 1
    return Omgangar(
        Omgang(
            kod=r["omgang"],
            slag=(slag := Omgangsslag(r["slag"])),
            namn=r["namn"],
            bestamd=r["bestamd"] or r["namn"][:1].lower() + r["namn"][1:],
            senast=r["senast"],
            sammanstalls=r["sammanstalls"],
            beslutas=r["beslutas"] or r["sammanstalls"],
            varde=Vardeslag(r["varde"]) if r["varde"] else STANDARDVARDE[slag],
            nr=n,
            foljs=n < sista,
        )
        for n, r in enumerate(rader)
    )


@cache
def standardrader() -> tuple[dict[str, str], ...]:
    """The default rounds: rows of omgangar.csv whose days are keys of `kalender`."""
    with STANDARDFIL.open(encoding="utf-8", newline="") as fil:
        return tuple(csv.DictReader(fil))


def kalendernycklar() -> tuple[str, ...]:
    """The days of `kalender` that a year without omgangar.csv must state, in the order of time."""
    return tuple(dict.fromkeys(r[dag] for r in standardrader() for dag in DAGAR))


def ur_kalendern(kalender: Mapping[str, datetime.date | None]) -> Omgangar:
    """The rounds of a year without omgangar.csv, with the days of its kalender."""
    return omgangar([r | {"varde": "", **{dag: kalender[r[dag]] for dag in DAGAR}} for r in standardrader()])
