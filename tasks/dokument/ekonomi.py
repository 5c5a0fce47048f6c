"""The money of the documents: resultatbudget, amounts, requests, investments (mnkr) and grants (whole kronor)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlmodel import col, select

from rules import ekonomi
from rules.statsbidrag import distribute, per_antal
from schemas.arbetsbocker import VpResultatenhet
from schemas.arsmapp import (
    Arende,
    Beslutsbelopp,
    Budgetjustering,
    Investering,
    Projektmedel,
    Resultatbudgetrad,
    Resultatenhet,
    Statsbidrag,
    StatsbidragOrgan,
)
from schemas.begrepp import Bidragsslag, Investeringsslag, svenska
from schemas.tabeller import Framstallning
from tasks.avstamning.underlag import inneh
from tasks.dokument.underlag import Aret, Rad, samlad

FLERA = "Flera, ej namngivna"
HELA_STADEN = "Hela kommunen"


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
    """An amount of the decision beside the sum of the justeringar behind it; skillnad = summa − belopp."""

    punkt: str
    avser: str
    slag: str
    finansiering: str | None
    belopp: Decimal | None
    summa: Decimal | None
    skillnad: Decimal | None
    kalla: str | None

    @property
    def galler(self) -> Decimal | None:
        """As decided; where no amount is stated, the sum is it."""
        return self.summa if self.belopp is None else self.belopp


def beslutsbelopp(a: Aret) -> tuple[Beslutsrad, ...]:
    """The amounts of the decision."""
    justeringar = _ram(a, Budgetjustering)
    svar = []
    for r in a.rader(Beslutsbelopp):
        summa = ekonomi.beslutssumma(r, justeringar)
        skillnad = summa - r["belopp"] if summa is not None and r["belopp"] is not None else None
        avser = r["avser"] or svenska(r["slag"])
        svar.append(
            Beslutsrad(
                r["punkt"], avser, r["slag"], r["finansiering"], r["belopp"], summa, skillnad, samlad([r["kalla"]])
            )
        )
    return tuple(svar)


@dataclass(frozen=True)
class Avvikelserad:
    """Two figures that should agree and do not."""

    slag: str
    text: str
    belopp: Decimal


def avvikelser(a: Aret) -> tuple[Avvikelserad, ...]:
    """Everything that does not add up, in the order of the rules."""
    alla: list[ekonomi.Avvikelse] = []
    if Beslutsbelopp.FIL in a.filer:
        alla += ekonomi.beslutsavvikelser(a.filer[Beslutsbelopp.FIL], _ram(a, Budgetjustering))
    if Resultatbudgetrad.FIL in a.filer:
        alla += ekonomi.budgetavvikelser(a.filer[Resultatbudgetrad.FIL])
    if Investering.FIL in a.filer:
        alla += ekonomi.ramavvikelser(a.filer[Investering.FIL], a.organ)
        alla += ekonomi.projektavvikelser(a.filer[Investering.FIL])
    return tuple(Avvikelserad(str(v.slag), v.text.replace("kf_budget", "KF:s budget"), v.belopp) for v in alla)


def _ram(a: Aret, modell: type[Budgetjustering]) -> pd.DataFrame:
    ram = a.filer.get(modell.FIL)
    return pd.DataFrame(columns=["slag", "finansiering", "beviljat"]) if ram is None else ram


@dataclass(frozen=True)
class Begaran:
    """A budget request, or a justering that nobody asked for.

    beviljat = as decided, or as proposed while nothing is; avslas = asked for in vain; onskan = why the organ asks.
    """

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


def framstallningar(a: Aret) -> tuple[Begaran, ...]:
    """Every request and justering, in the order in which they stand in the review."""
    kallor = {(b["organ"], b["slag"], b["andamal"]): b["kalla"] for b in a.rader(Budgetjustering)}
    fraga = select(Framstallning).where(Framstallning.avstamning_id == a.rad.id).order_by(col(Framstallning.id))
    svar = []
    for f in a.session.exec(fraga):
        beviljat = f.forslag if f.beviljat is None else f.beviljat
        svar.append(
            Begaran(
                a.grupp(f.organ, FLERA), f.slag, f.andamal, f.sokt, beviljat, f.finansiering, f.onskan, f.motivering,
                f.sokt is not None and not beviljat, samlad([kallor.get((f.organ, f.slag, f.andamal))]),
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


def investeringar(a: Aret) -> tuple[Investeringsrad, ...]:
    """The rows of investeringar.csv with names."""
    return tuple(
        Investeringsrad(
            **{k: r[k] for k in Investeringsrad.__dataclass_fields__ if k not in ("organ", "kalla")},
            organ=a.namn(r["organ"], HELA_STADEN),
            kalla=samlad([r["kalla"]]),
        )
        for r in a.rader(Investering)
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
    def avser(self) -> str | None:
        """What is counted, where all parts say the same."""
        alla = {d.avser for d in self.delar}
        return alla.pop() if len(alla) == 1 else None


def statsbidrag(a: Aret) -> tuple[Bidrag, ...]:
    """Every statsbidrag, divided by the rule where it is to be divided, in the order of organ.csv."""
    plats = {kod: n for n, kod in enumerate(a.organ.index)}
    alla = a.rader(StatsbidragOrgan)
    svar = []
    for b in a.rader(Statsbidrag):
        egna = [r for r in alla if r["bidrag"] == b["bidrag"]]
        if b["slag"] == Bidragsslag.FORDELAT:
            egna.sort(key=lambda r: plats.get(r["organ"].split("+")[0].strip(), len(plats)))
        svar.append(_bidrag(a, b, egna))
    return tuple(svar)


def _bidrag(a: Aret, b: Rad, rader: list[Rad]) -> Bidrag:
    fordelat = b["slag"] == Bidragsslag.FORDELAT
    noll = Decimal(0)
    if fordelat:
        pott = (b["rekvirerat"] or noll) - (b["riktade_insatser"] or noll) - (b["avvecklat"] or noll)
        antal, index = [r["antal"] or noll for r in rader], [r["index"] or noll for r in rader]
        fordelning = distribute(pott, antal, index, b["andel_antal"] or noll, b["andel_index"] or noll)
        belopp: list[Decimal | None] = [Decimal(v) for v in fordelning]
    else:
        belopp = [r["belopp"] for r in rader]
        pott = sum((v for v in belopp if v is not None), noll)
    delar = tuple(
        Bidragsdel(
            a.kluster(r["organ"]) if "+" in r["organ"] else a.namn(r["organ"]), r["antal"], r["index"], v,
            per_antal(v, r["antal"]) if v is not None else None, r["avser"], samlad([b["kalla"], r["kalla"]]),
        )
        for r, v in zip(rader, belopp, strict=True)
    )  # fmt: skip
    return Bidrag(
        b["bidrag"], fordelat, b["diarienummer"], b["rekvirerat"], b["riktade_insatser"], b["avvecklat"], pott,
        b["andel_antal"], b["andel_index"], delar, samlad([b["kalla"]]),
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


def projektmedel(a: Aret) -> tuple[Projektrad, ...]:
    """The rows of projektmedel.csv with names."""
    return tuple(
        Projektrad(
            p["projekt"], a.namn(p["organ"]), a.grupp(p["medsokande"], ""), p["ar"], p["sokt"], p["beviljat"],
            p["diarienummer"], samlad([p["kalla"]]),
        )
        for p in a.rader(Projektmedel)
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


def arenden(a: Aret) -> tuple[Arenderad, ...]:
    """The rows of arenden.csv."""
    namn = tuple(Arenderad.__dataclass_fields__)
    return tuple(Arenderad(**{k: r[k] for k in namn} | {"kalla": samlad([r["kalla"]])}) for r in a.rader(Arende))


@dataclass(frozen=True)
class Enhetsrad:
    """A resultatenhet and what its nämnd says of it; forandring None = the plan says nothing."""

    organ: str
    resultatenhet: str
    forandring: str | None
    beslut: str | None
    motivering: str | None
    kalla: str | None


def resultatenheter(a: Aret) -> tuple[Enhetsrad, ...]:
    """Those that exist as the year opens, with what the plans change, then those that the plans add; by organ."""
    planer: dict[tuple[str, str], str | None] = {
        (organ, r.resultatenhet or ""): r.forandring
        for organ, r in inneh(a.session, VpResultatenhet, a.rad.inlamningar)
    }
    kanda: dict[tuple[str, str], Any] = {(r["organ"], r["resultatenhet"]): r["kalla"] for r in a.rader(Resultatenhet)}
    plats = {kod: n for n, kod in enumerate(a.organ.index)}
    alla = sorted({**kanda, **planer}, key=lambda k: plats[k[0]])
    beslut = {(e["organ"], e["resultatenhet"]): e for e in a.rad.resultatenheter if a.rad.beslutad}
    return tuple(
        Enhetsrad(
            a.namn(o), enhet, planer.get((o, enhet)), beslut.get((o, enhet), {}).get("beslut"),
            beslut.get((o, enhet), {}).get("motivering"), samlad([kanda.get((o, enhet))]),
        )
        for o, enhet in alla
    )  # fmt: skip
