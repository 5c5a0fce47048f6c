"""What the documents show, read from the tables: one function per section, plain frozen values, no rules of its own.

The goals are in tasks/dokumentmal.py, the money in tasks/dokumentekonomi.py, the follow-up in tasks/dokumentt1.py.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from sqlmodel import Session, select

from notifications.texter import tal, uppraknat
from rules.grupper import organ_i
from rules.namngivning import name_mottagare
from schemas.arbetsbocker import EXEMPEL
from schemas.arsmapp import ARSFILER, Arsfil, Text, Tilldelning, Troskelvarden
from schemas.begrepp import AVSNITT, NAMNDSLAG, Fas, Kalla
from schemas.tabeller import Avstamning, Inlamning
from schemas.underlag import build
from tasks.laget.oppet import Oppet, arets_filer

Rad = dict[str, Any]

#: what is said to be reconstructed or assumed, by file; a file that is not here is not printed
VAD_I_FILEN: dict[str, str] = {
    "organ.csv": "förteckningen över organ",
    "mal.csv": "målen",
    "indikatorer.csv": "indikatorerna",
    "tilldelningar.csv": "indikatorernas fördelning på organ med vikter och utfall",
    "obligatoriska_processer.csv": "de obligatoriska processerna",
    "riktade_uppmaningar.csv": "de riktade uppmaningarna",
    "texter.csv": "texterna",
    "beslutspunkter.csv": "beslutspunkternas lydelse",
    "resultatbudget.csv": "resultatbudgeten",
    "budgetjusteringar.csv": "budgetjusteringarna",
    "beslutsbelopp.csv": "beslutsbeloppen",
    "investeringar.csv": "investeringarna",
    "resultatenheter.csv": "resultatenheterna",
    "indikatorjusteringar.csv": "förändringarna av indikatorer",
    "statsbidrag.csv": "statsbidragen",
    "statsbidrag_organ.csv": "underlaget för statsbidragens fördelning",
    "projektmedel.csv": "projektmedlen",
    "arenden.csv": "ärendena",
}


def samlad(kallor: Iterable[str | None]) -> str | None:
    """The weakest source of several rows: antagande before rekonstruerad; None where all come from a document."""
    alla = set(kallor)
    return next((str(k) for k in (Kalla.ANTAGANDE, Kalla.REKONSTRUERAD) if k in alla), None)


@dataclass(frozen=True)
class Aret:
    """One avstämning and the year that it rests on, read once for all sections."""

    session: Session
    oppet: Oppet
    rad: Avstamning
    filer: Mapping[str, pd.DataFrame]
    organ: pd.DataFrame

    def rader(self, modell: type[Arsfil]) -> list[Rad]:
        """The rows of a file by header; empty where the year does not have it."""
        ram = self.filer.get(modell.FIL)
        return [] if ram is None else [{str(k): v for k, v in r.items()} for r in ram.to_dict("records")]

    @cached_property
    def _namnen(self) -> dict[str, tuple[str, str]]:
        """Organ → its full name and its short name."""
        return dict(zip(self.organ.index, zip(self.organ["namn"], self.organ["kortnamn"], strict=True), strict=True))

    def namn(self, kod: str | None, tomt: str = "") -> str:
        """The full name of an organ."""
        return tomt if kod is None else self._namnen.get(kod, (kod, kod))[0]

    def kortnamn(self, kod: str) -> str:
        """The short name of an organ."""
        return self._namnen.get(kod, (kod, kod))[1]

    def grupp(self, uttryck: str | None, tomt: str, berorda: Collection[str] = ()) -> str:
        """The organs of a group expression in words, without through whom they are addressed."""
        organ = self.organ.assign(genom=None)
        return name_mottagare(organ_i(uttryck, organ, berorda), organ, berorda) if uttryck else tomt

    def kluster(self, uttryck: str) -> str:
        """`Kungsholmen, Norra innerstaden och Södermalm`, in the order of the cell."""
        return uppraknat(self.kortnamn(k.strip()) for k in uttryck.split("+"))

    def innehavare(self, indikator: str | None) -> list[str]:
        """The holders of an indicator."""
        return [t["organ"] for t in self.tilldelningar if t["indikator"] == indikator and not t["utgar"]]

    @cached_property
    def tilldelningar(self) -> list[Rad]:
        """The rows of tilldelningar.csv."""
        return self.rader(Tilldelning)


def read_aret(session: Session, oppet: Oppet, rad: Avstamning) -> Aret:
    """Read the year that an avstämning belongs to."""
    filer = arets_filer(session, oppet.ar)
    organ = [
        {**r, "kortnamn": r["kortnamn"] or r["namn"], "har_vp": r["kod"] in rad.inlamningar}
        for r in filer["organ.csv"].to_dict("records")
    ]
    return Aret(session, oppet, rad, filer, build("organ", organ))


@dataclass(frozen=True)
class Huvud:
    """The title block. dag = when it was decided, or proposed while it is not decided."""

    kommun: str
    ar: int
    diarienummer: str | None
    dag: datetime.date
    beslutad: bool
    handlaggare: str | None
    antal_namnder: int
    antal_bolag: int
    inlamnade: int
    ej_inlamnade: tuple[str, ...]
    t1_senast: datetime.date
    trosklar: Troskelvarden


def huvud(a: Aret) -> Huvud:
    """What stands at the top: city, diarienummer, dates, and who has handed in."""
    namnder = int(a.organ["slag"].isin(NAMNDSLAG).sum())
    return Huvud(
        kommun=a.oppet.yaml.kommun,
        ar=a.oppet.ar,
        diarienummer=a.oppet.yaml.diarienummer,
        dag=a.rad.beslutad or a.rad.skapad,
        beslutad=a.rad.beslutad is not None,
        handlaggare=a.rad.handlaggare,
        antal_namnder=namnder,
        antal_bolag=len(a.organ) - namnder,
        inlamnade=len(a.rad.inlamningar),
        ej_inlamnade=tuple(a.namn(k) for k in a.organ.index if k not in a.rad.inlamningar),
        t1_senast=a.oppet.yaml.kalender.tertialrapport_1_senast,
        trosklar=a.oppet.yaml.trosklar,
    )


#: what the follow-up shows something of
FILER_I_UPPFOLJNINGEN = (
    "organ.csv",
    "mal.csv",
    "indikatorer.csv",
    "tilldelningar.csv",
    "obligatoriska_processer.csv",
    "riktade_uppmaningar.csv",
)


@dataclass(frozen=True)
class Forbehall:
    """What of the year is reconstructed or assumed, in words, and whether the organs' årsmål therefore are.

    exempel = the kinds of workbooks that were made as examples, and not by the organs.
    """

    rekonstruerat: tuple[str, ...]
    antaget: tuple[str, ...]
    arsmal: bool
    exempel: tuple[str, ...]


def forbehall(a: Aret, filer: Collection[str] = tuple(VAD_I_FILEN)) -> Forbehall:
    """Which kinds of facts do not come from a document; empty where all of them do.

    Args:
        filer: the files that the document shows something of.
    """

    def vilka(kalla: Kalla) -> tuple[str, ...]:
        traffar = [m.FIL for m in ARSFILER if m.FIL in a.filer and (a.filer[m.FIL]["kalla"] == kalla).any()]
        return tuple(VAD_I_FILEN[f] for f in traffar if f in filer)

    rekonstruerat, antaget = vilka(Kalla.REKONSTRUERAD), vilka(Kalla.ANTAGANDE)
    arsmal = {VAD_I_FILEN["tilldelningar.csv"], VAD_I_FILEN["indikatorer.csv"]} & {*rekonstruerat, *antaget}
    return Forbehall(rekonstruerat, antaget, bool(arsmal), _exempel(a))


def _exempel(a: Aret) -> tuple[str, ...]:
    """Which kinds of workbooks behind the figures were made as examples, in words."""
    bocker = select(Inlamning.slag).where(Inlamning.ar == a.oppet.ar, Inlamning.uppgiftslamnare == EXEMPEL)
    finns = set(a.session.exec(bocker))
    slagen = {Fas.VP: "verksamhetsplanerna"} | ({Fas.T1: "svaren i tertialrapport 1"} if a.rad.fas == Fas.T1 else {})
    return tuple(ord_ for slag, ord_ in slagen.items() if slag in finns)


@dataclass(frozen=True)
class Textavsnitt:
    """What the office has written for a section or a goal, by paragraph."""

    rubrik: str
    stycken: tuple[str, ...]
    kalla: str | None


def texter(a: Aret) -> dict[str, Textavsnitt]:
    """Section or goal code → its text, as decided where it is; a section without text is not there."""
    arets = {str(t["avsnitt"]): (str(t["text"] or ""), t["kalla"]) for t in a.rader(Text)}
    alla = {k: (text, arets[k][1] if arets.get(k, ("",))[0] == text else None) for k, text in a.rad.texter.items()}
    svar = {}
    for avsnitt, (text, kalla) in (alla if a.rad.beslutad else arets).items():
        stycken = tuple(s.strip() for s in text.splitlines() if s.strip())
        if stycken:
            svar[avsnitt] = Textavsnitt(AVSNITT.get(avsnitt, ""), stycken, samlad([kalla]))
    return svar


@dataclass(frozen=True)
class Punkt:
    """A point of the decision, with its amount filled in."""

    punkt: str
    text: str
    kalla: str | None


def beslutspunkter(rader: Iterable[Rad], belopp: Mapping[str, Decimal | None]) -> tuple[Punkt, ...]:
    """The points of the decision.

    Args:
        rader: the rows of beslutspunkter.csv.
        belopp: punkt → its amount in mnkr.
    """

    def ifylld(r: Rad) -> str:
        varde = belopp.get(r["punkt"])
        return str(r["text"]).replace("{belopp}", tal(varde) if varde is not None else "[belopp saknas]")

    return tuple(Punkt(r["punkt"], ifylld(r), samlad([r["kalla"]])) for r in rader)
