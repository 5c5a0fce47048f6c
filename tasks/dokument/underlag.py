"""What the documents show, read from the tables: one function per section, plain frozen values, no rules of its own.

The goals are in mal.py, the answers in svar.py, the money in ekonomi.py.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd
from sqlmodel import Session

from notifications.texter import tal, uppraknat
from rules.grupper import organ_i
from rules.namngivning import Namngivare
from schemas.arsmapp import ARSFILER, Arsfil, Beslutspunkt, Fakta, Text, Tilldelning
from schemas.aryaml import Troskelvarden
from schemas.begrepp import NAMNDSLAG, Kalla
from schemas.kedjehuvud import Kedjehuvud
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.tabeller import Avstamning
from tasks.dokument.siffror import antalet, rutan, spar, sparas
from tasks.laget.arsdata import arets_filer
from tasks.laget.beslutat import decision_head
from tasks.laget.inlamnat import example_rounds
from tasks.laget.oppet import Oppet, find_omgang

Rad = dict[str, Any]
#: under what the number of a row stands, in its file
RADNUMMER = "#"

#: what is said to be reconstructed or assumed, by file, in the city's words; a file that is not here is not printed
VAD_I_FILEN: dict[str, str] = {
    "organ.csv": "förteckningen över organ",
    "mal.csv": "målen",
    "indikatorer.csv": "{indikator.flera_bestamd}",
    "tilldelningar.csv": "{indikator.flera_bestamd_genitiv} fördelning på organ med vikter och utfall",
    "obligatoriska_processer.csv": "de obligatoriska processerna",
    "riktade_uppmaningar.csv": "de riktade {uppmaning.flera_bestamd}",
    "texter.csv": "texterna",
    "fakta.csv": "de övriga uppgifterna",
    "beslutspunkter.csv": "beslutspunkternas lydelse",
    "resultatbudget.csv": "resultatbudgeten",
    "budgetjusteringar.csv": "budgetjusteringarna",
    "beslutsbelopp.csv": "beslutsbeloppen",
    "investeringar.csv": "investeringarna",
    "resultatenheter.csv": "{resultatenhet.flera_bestamd}",
    "indikatorjusteringar.csv": "förändringarna av {indikator.flera}",
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

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        return self.oppet.o

    @cached_property
    def omgang(self) -> Omgang:
        """The omgång of the avstämning."""
        return find_omgang(self.oppet, self.rad.omgang)

    @cached_property
    def organ(self) -> pd.DataFrame:
        """The organs by kod, with a kortnamn each."""
        ram = self.filer["organ.csv"].set_index("kod")
        return ram.assign(kortnamn=[k or n for k, n in zip(ram["kortnamn"], ram["namn"], strict=True)])

    def rader(self, modell: type[Arsfil]) -> list[Rad]:
        """The rows of a file by header, each with its number; empty where the year does not have it."""
        ram = self.filer.get(modell.FIL)
        if ram is None:
            return []
        alla = zip(ram.index, ram.to_dict("records"), strict=True)
        return [{str(k): v for k, v in r.items()} | {RADNUMMER: nr} for nr, r in alla]

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

    @cached_property
    def _namngivare(self) -> Namngivare:
        return Namngivare(self.organ.assign(genom=None), self.o)

    def grupp(self, uttryck: str | None, tomt: str, berorda: Collection[str] = ()) -> str:
        """The organs of a group expression in words, without through whom they are addressed."""
        return self._namngivare.name_mottagare(organ_i(uttryck, self.organ, berorda), berorda) if uttryck else tomt

    def kluster(self, uttryck: str) -> str:
        """`Kungsholmen, Norra innerstaden och Södermalm`, in the order of organ.csv."""
        return uppraknat(self.kortnamn(k) for k in sorted((k.strip() for k in uttryck.split("+")), key=self.plats))

    @cached_property
    def _platser(self) -> dict[str, int]:
        return {str(kod): n for n, kod in enumerate(self.organ.index)}

    def plats(self, uttryck: str | None) -> int:
        """Where an organ, or the first of a cluster, stands in organ.csv; first where none is named, a group last."""
        if not uttryck:
            return -1
        return min((self._platser[k] for x in uttryck.split("+") if (k := x.strip()) in self._platser), default=10**9)

    @cached_property
    def kedja(self) -> Kedjehuvud | None:
        """Where the trail ended when the avstämning was decided; None while it is not."""
        return decision_head(self.session, self.rad)

    @cached_property
    def tilldelningar(self) -> list[Rad]:
        """The rows of tilldelningar.csv."""
        return self.rader(Tilldelning)


def read_aret(session: Session, oppet: Oppet, rad: Avstamning) -> Aret:
    """Read the year that an avstämning belongs to."""
    return Aret(session, oppet, rad, arets_filer(session, oppet.ar))


@dataclass(frozen=True)
class Organslagen:
    """How many nämnder and bolagsstyrelser something is about, of how many there are, and what they are traced by."""

    namnder: int
    bolag: int
    av_namnder: int
    av_bolag: int
    nycklar: tuple[str, str] = ("", "")


def organslagen(a: Aret, koder: Iterable[str], vad: str) -> Organslagen:
    """The organs by what they are, each once; a code that is no organ's counts for nothing.

    Args:
        vad: what the key of the count says that they are.
    """
    ar_namnd = a.organ["slag"].isin(NAMNDSLAG)
    valda = ar_namnd[ar_namnd.index.isin(set(koder))]
    return Organslagen(
        int(valda.sum()), int((~valda).sum()), int(ar_namnd.sum()), int((~ar_namnd).sum()), per_slag(a.omgang, vad)
    )


def per_slag(omgang: Omgang, vad: str) -> tuple[str, str]:
    """The keys of a count of nämnder, and of bolagsstyrelser."""
    return antalet(omgang, vad, slag="namnder"), antalet(omgang, vad, slag="bolag")


@dataclass(frozen=True)
class Huvud:
    """The title block. dag = when it was decided, or proposed while it is not decided; nasta = the omgång after."""

    kommun: str
    ar: int
    omgang: Omgang
    diarienummer: str | None
    dag: datetime.date
    beslutad: bool
    handlaggare: str | None
    antal_namnder: int
    antal_bolag: int
    inlamnade: int
    ej_inlamnade: tuple[str, ...]
    nasta: Omgang | None
    trosklar: Troskelvarden

    @property
    def organslag(self) -> Organslagen:
        """All organs by what they are."""
        namnder, bolag = self.antal_namnder, self.antal_bolag
        return Organslagen(namnder, bolag, namnder, bolag, per_slag(self.omgang, "organ"))


def huvud(a: Aret) -> Huvud:
    """What stands at the top: city, diarienummer, dates, and who has handed in."""
    namnder = int(a.organ["slag"].isin(NAMNDSLAG).sum())
    return Huvud(
        kommun=a.oppet.kommun,
        ar=a.oppet.ar,
        omgang=a.omgang,
        diarienummer=a.oppet.yaml.diarienummer,
        dag=a.rad.beslutad or a.rad.skapad,
        beslutad=a.rad.beslutad is not None,
        handlaggare=a.rad.handlaggare,
        antal_namnder=namnder,
        antal_bolag=len(a.organ) - namnder,
        inlamnade=len(a.rad.inlamningar),
        ej_inlamnade=tuple(a.namn(k) for k in a.organ.index if k not in a.rad.inlamningar),
        nasta=a.oppet.omgangar.efter(a.omgang),
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

    exempel = the omgångar whose workbooks were made as examples, and not by the organs.
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

    def vilka(kalla: Kalla) -> dict[str, str]:
        traffar = [m.FIL for m in ARSFILER if m.FIL in a.filer and (a.filer[m.FIL]["kalla"] == kalla).any()]
        return {f: a.o.text(VAD_I_FILEN[f]) for f in traffar if f in filer}

    rekonstruerat, antaget = vilka(Kalla.REKONSTRUERAD), vilka(Kalla.ANTAGANDE)
    arsmal = {"tilldelningar.csv", "indikatorer.csv"} & {*rekonstruerat, *antaget}
    egna = example_rounds(a.session, a.oppet)
    exempel = tuple(o.bestamd for o in a.oppet.omgangar.till_och_med(a.omgang) if o.kod in egna)
    return Forbehall(tuple(rekonstruerat.values()), tuple(antaget.values()), bool(arsmal), exempel)


@dataclass(frozen=True)
class Textavsnitt:
    """What the office has written for a section or a goal, by paragraph."""

    stycken: tuple[str, ...]
    kalla: str | None
    nyckel: str


def texter(a: Aret) -> dict[str, Textavsnitt]:
    """Section or goal code → its text, as decided where it is; a section without text is not there."""
    arets = {str(t["avsnitt"]): (str(t["text"] or ""), t["kalla"]) for t in a.rader(Text)}
    alla = {k: (text, arets[k][1] if arets.get(k, ("",))[0] == text else None) for k, text in a.rad.texter.items()}
    svar = {}
    for avsnitt, (text, kalla) in (alla if a.rad.beslutad else arets).items():
        stycken = tuple(s.strip() for s in text.splitlines() if s.strip())
        if stycken:
            svar[avsnitt] = Textavsnitt(stycken, samlad([kalla]), spar("text", a.omgang, avsnitt))
    return svar


@dataclass(frozen=True)
class Uppgiftsrad:
    """A figure of the year that has no file of its own."""

    text: str
    organ: str
    varde: Decimal | None
    enhet: str | None
    kalla: str | None
    nyckel: str


def fakta(a: Aret) -> dict[str, list[Uppgiftsrad]]:
    """Section or goal code → its figures of fakta.csv, in the order of the file."""
    svar: dict[str, list[Uppgiftsrad]] = {}
    for r in a.rader(Fakta):
        nyckel = rutan(Fakta.FIL, r[RADNUMMER])
        rad = Uppgiftsrad(r["text"], a.namn(r["organ"]), r["varde"], r["enhet"], samlad([r["kalla"]]), nyckel)
        svar.setdefault(r["avsnitt"], []).append(rad)
    return svar


@dataclass(frozen=True)
class Punkt:
    """A point of the decision, with its amount filled in."""

    punkt: str
    text: str
    kalla: str | None
    nyckel: str


def beslutspunkter(rader: Iterable[Rad], belopp: Mapping[str, Decimal | None]) -> tuple[Punkt, ...]:
    """The points of the decision.

    Args:
        rader: the rows of beslutspunkter.csv.
        belopp: punkt → its amount in mnkr.
    """

    def ifylld(r: Rad) -> str:
        varde = belopp.get(r["punkt"])
        beloppet = "[belopp saknas]" if varde is None else sparas(tal(varde), f"punkt {r['punkt']}")
        return str(r["text"]).replace("{belopp}", beloppet)

    return tuple(
        Punkt(r["punkt"], ifylld(r), samlad([r["kalla"]]), rutan(Beslutspunkt.FIL, r[RADNUMMER])) for r in rader
    )
