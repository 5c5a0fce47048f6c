"""The money of the documents: resultatbudget, amounts, requests, investments (mnkr) and grants (whole kronor)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rules import ekonomi
from schemas.arbetsbocker import PlanResultatenhet
from schemas.arsmapp import (
    Arende,
    Budgetjustering,
    Investering,
    Projektmedel,
    Resultatbudgetrad,
    Resultatenhet,
    StatsbidragOrgan,
)
from schemas.begrepp import Investeringsslag
from tasks.dokument.siffror import rutan, spar
from tasks.dokument.underlag import RADNUMMER, Aret, samlad
from tasks.laget.beslutat import framstallningar_i
from tasks.laget.inlamnat import content
from tasks.laget.pengar import Fordelning, arets_avvikelser, distribute_bidrag, forklaringar
from tasks.laget.pengar import beslutsbelopp as beslutsbelopp_i

FLERA = "Flera, ej namngivna"


@dataclass(frozen=True)
class Resultatrad:
    """A row of the resultatbudget; delar = the rows that it is the sum of."""

    rad: str
    kf_budget: Decimal | None
    justeringar: Decimal | None
    omslutning: Decimal | None
    justerad: Decimal | None
    delar: tuple[str, ...]
    kalla: str | None


def resultatbudget(a: Aret) -> tuple[Resultatrad, ...]:
    """The resultatbudget in its order."""
    rader = sorted(a.rader(Resultatbudgetrad), key=lambda r: r["ordning"] if r["ordning"] is not None else 10**9)
    return tuple(
        Resultatrad(
            r["rad"], r["kf_budget"], r["justeringar"], r["omslutning"], ekonomi.justerad(r),
            tuple(d.strip() for d in (r["summerar"] or "").split("+") if d.strip()), samlad([r["kalla"]]),
        )
        for r in rader
    )  # fmt: skip


@dataclass(frozen=True)
class Beslutsrad:
    """An amount of the decision, `galler`, beside the sum of the justeringar behind it; skillnad = how far it is."""

    punkt: str
    avser: str
    slag: str
    finansiering: str | None
    galler: Decimal | None
    summa: Decimal | None
    skillnad: Decimal | None
    kalla: str | None


def beslutsbelopp(a: Aret) -> tuple[Beslutsrad, ...]:
    """The amounts of the decision."""
    return tuple(
        Beslutsrad(
            b.rad.punkt, b.rad.avser or a.o.kod(b.rad.slag), b.rad.slag, b.rad.finansiering, b.galler, b.summa,
            b.skillnad, samlad([b.rad.kalla]),
        )
        for b in beslutsbelopp_i(a.session, a.oppet.ar, a.rad)
    )  # fmt: skip


@dataclass(frozen=True)
class Avvikelserad:
    """Two figures that should agree and do not, with what the office says of it."""

    slag: str
    text: str
    belopp: Decimal
    forklaring: str
    nyckel: str


def avvikelser(a: Aret) -> tuple[Avvikelserad, ...]:
    """Everything that does not add up, in the order of the rules, with what the office says of it."""
    sagt, alla = forklaringar(a.rad), arets_avvikelser(a.session, a.oppet, a.rad)
    return tuple(
        Avvikelserad(str(v.slag), v.text, v.belopp, sagt.get(v.galler, ""), spar("avvikelse", v.slag, v.nyckel))
        for v in alla
    )


@dataclass(frozen=True)
class Begaran:
    """A budget request, or a justering that nobody asked for.

    kod = the organ's, or the group's; beviljat = as decided, or as proposed while nothing is; avslas = asked for in
    vain; onskan = why the organ asks.
    """

    kod: str | None
    organ: str
    slag: str
    andamal: str
    sokt: Decimal | None
    beviljat: Decimal | None
    finansiering: str | None
    onskan: str | None
    motivering: str | None
    avslas: bool
    kalla: str | None

    @property
    def nyckel(self) -> str:
        """What its amounts are traced by."""
        return spar("framstallning", self.kod or "", self.slag, self.andamal)


def framstallningar(a: Aret) -> tuple[Begaran, ...]:
    """Every request and justering: those of an organ in the order of organ.csv, then those of a group, then others."""
    kallor = {(b["organ"], b["slag"], b["andamal"]): b["kalla"] for b in a.rader(Budgetjustering)}
    svar = []
    for f in sorted(framstallningar_i(a.session, a.rad), key=lambda f: (not f.organ, a.plats(f.organ))):
        beviljat = f.forslag if f.beviljat is None else f.beviljat
        svar.append(
            Begaran(
                f.organ, a.grupp(f.organ, FLERA), f.slag, f.andamal, f.sokt, beviljat, f.finansiering, f.onskan,
                f.motivering, f.sokt is not None and not beviljat, samlad([kallor.get((f.organ, f.slag, f.andamal))]),
            )
        )  # fmt: skip
    return tuple(svar)


@dataclass(frozen=True)
class Investeringsrad:
    """An investment frame, a part of one, or a project (mnkr)."""

    organ: str
    post: str | None
    slag: str
    utgifter: Decimal | None
    inkomster: Decimal | None
    netto: Decimal | None
    prognos: Decimal | None
    ej_aktiverbara_utgifter: Decimal | None
    ej_aktiverbara_inkomster: Decimal | None
    kalla: str | None
    radnummer: int

    def nyckel(self, falt: str | None = None) -> str:
        """What an amount, or all of the row, is traced by."""
        return rutan(Investering.FIL, self.radnummer, falt)


def investeringar(a: Aret) -> tuple[Investeringsrad, ...]:
    """The rows of investeringar.csv with names: the city's, then by organ in the order of organ.csv."""
    return tuple(
        Investeringsrad(
            **{k: r[k] for k in Investeringsrad.__dataclass_fields__ if k not in ("organ", "kalla", "radnummer")},
            organ=a.namn(r["organ"], f"Hela {a.o.staden.bestamd}"),
            kalla=samlad([r["kalla"]]),
            radnummer=r[RADNUMMER],
        )
        for r in sorted(a.rader(Investering), key=lambda r: a.plats(r["organ"]))
    )


def ramar(rader: Iterable[Investeringsrad]) -> tuple[Investeringsrad, ...]:
    """Only the frames."""
    return tuple(r for r in rader if r.slag == Investeringsslag.RAM)


def projekt(rader: Iterable[Investeringsrad]) -> tuple[Investeringsrad, ...]:
    """Only the projects."""
    return tuple(r for r in rader if r.slag == Investeringsslag.PROJEKT)


@dataclass(frozen=True)
class Bidragsdel:
    """An organ's (or a cluster's) part of a statsbidrag, in kronor."""

    organ: str
    antal: Decimal | None
    index: Decimal | None
    belopp: Decimal | None
    per_antal: Decimal | None
    avser: str | None
    kalla: str | None
    nyckel: str
    avsernyckel: str


@dataclass(frozen=True)
class Bidrag:
    """A statsbidrag and its parts, in kronor; pott = what is divided."""

    bidrag: str
    fordelat: bool
    diarienummer: str | None
    rekvirerat: Decimal | None
    riktade_insatser: Decimal | None
    avvecklat: Decimal | None
    pott: Decimal
    andel_antal: Decimal | None
    andel_index: Decimal | None
    delar: tuple[Bidragsdel, ...]
    kalla: str | None

    @property
    def nyckel(self) -> str:
        """What its own amounts are traced by."""
        return spar("bidrag", self.bidrag)

    @property
    def antalsnyckel(self) -> str:
        """What all its parts' numbers together are traced by."""
        return spar("summa", StatsbidragOrgan.FIL, "antal", f"bidrag={self.bidrag}")

    @property
    def avser(self) -> str | None:
        """What is counted, where all parts say the same."""
        alla = {d.avser for d in self.delar}
        return alla.pop() if len(alla) == 1 else None


def statsbidrag(a: Aret) -> tuple[Bidrag, ...]:
    """Every statsbidrag and its parts."""
    return tuple(_bidrag(a, f) for f in distribute_bidrag(a.session, a.oppet.ar))


def _bidrag(a: Aret, f: Fordelning) -> Bidrag:
    b = f.bidrag
    delar = tuple(
        Bidragsdel(
            a.kluster(d.rad.organ) if "+" in d.rad.organ else a.namn(d.rad.organ), d.rad.antal, d.rad.index,
            d.belopp, d.per_antal, d.rad.avser, samlad([b.kalla, d.rad.kalla]),
            spar("andel", b.bidrag, d.rad.organ), rutan(StatsbidragOrgan.FIL, d.rad.rad, "avser"),
        )
        for d in sorted(f.andelar, key=lambda d: a.plats(d.rad.organ))
    )  # fmt: skip
    return Bidrag(
        b.bidrag, f.fordelat, b.diarienummer, b.rekvirerat, b.riktade_insatser, b.avvecklat, f.pott,
        b.andel_antal, b.andel_index, delar, samlad([b.kalla]),
    )  # fmt: skip


@dataclass(frozen=True)
class Projektrad:
    """Project money that was applied for (mnkr)."""

    projekt: str
    organ: str
    medsokande: str
    ar: Decimal | None
    sokt: Decimal | None
    beviljat: Decimal | None
    diarienummer: str | None
    kalla: str | None
    radnummer: int

    def nyckel(self, falt: str | None = None) -> str:
        """What an amount, or all of the row, is traced by."""
        return rutan(Projektmedel.FIL, self.radnummer, falt)


def projektmedel(a: Aret) -> tuple[Projektrad, ...]:
    """The rows of projektmedel.csv with names."""
    return tuple(
        Projektrad(
            p["projekt"], a.namn(p["organ"]), a.grupp(p["medsokande"], ""), p["ar"], p["sokt"], p["beviljat"],
            p["diarienummer"], samlad([p["kalla"]]), p[RADNUMMER],
        )
        for p in sorted(a.rader(Projektmedel), key=lambda p: a.plats(p["organ"]))
    )  # fmt: skip


@dataclass(frozen=True)
class Arenderad:
    """Another matter that the decision takes up."""

    arende: str
    diarienummer: str | None
    forslag: str | None
    belopp: Decimal | None
    enhet: str | None
    kalla: str | None
    nyckel: str


def arenden(a: Aret) -> tuple[Arenderad, ...]:
    """The rows of arenden.csv."""
    return tuple(
        Arenderad(
            r["arende"], r["diarienummer"], r["forslag"], r["belopp"], r["enhet"], samlad([r["kalla"]]),
            rutan(Arende.FIL, r[RADNUMMER]),
        )
        for r in a.rader(Arende)
    )  # fmt: skip


@dataclass(frozen=True)
class Enhetsrad:
    """A resultatenhet and what its nämnd says of it; forandring None = the plan says nothing."""

    kod: str
    organ: str
    resultatenhet: str
    forandring: str | None
    beslut: str | None
    motivering: str | None
    kalla: str | None

    @property
    def nyckel(self) -> str:
        """What the figures in its name and its motivering are traced by."""
        return spar("resultatenhet", self.kod, self.resultatenhet)


def resultatenheter(a: Aret) -> tuple[Enhetsrad, ...]:
    """Those that exist as the year opens, with what the plans change, then those that the plans add; by organ."""
    planer: dict[tuple[str, str], str | None] = {
        (organ, r.resultatenhet or ""): r.forandring
        for organ, r in content(a.session, PlanResultatenhet, a.rad.inlamningar)
    }
    kanda: dict[tuple[str, str], Any] = {(r["organ"], r["resultatenhet"]): r["kalla"] for r in a.rader(Resultatenhet)}
    alla = sorted({**kanda, **planer}, key=lambda k: a.plats(k[0]))
    beslut = {(e["organ"], e["resultatenhet"]): e for e in a.rad.resultatenheter if a.rad.beslutad}
    return tuple(
        Enhetsrad(
            o, a.namn(o), enhet, planer.get((o, enhet)), beslut.get((o, enhet), {}).get("beslut"),
            beslut.get((o, enhet), {}).get("motivering"), samlad([kanda.get((o, enhet))]),
        )
        for o, enhet in alla
    )  # fmt: skip
