"""The goals of the documents: indicators with their aggregates, uppmaningar, bedömningar, and changes of indicators."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlmodel import col, select

from schemas.begrepp import Aggregering, Bedomning, Grund, Indikatorslag, Riktning, Uppmaningsstatus
from schemas.tabeller import Indikatorutfall, Malbeslut, Mottagare, Uppmaningsrad
from tasks.dokument.underlag import Aret, Textavsnitt, samlad


@dataclass(frozen=True)
class Indikatorrad:
    """An indicator and its aggregate.

    raknas = it counts in the goal's bedömning; saknas = names of holders without a stated årsmål;
    tyst_framgang = a sum that is better the lower it is, so that what is missing looks like success.
    """

    kod: str
    namn: str
    obligatorisk: bool
    raknas: bool
    enhet: str | None
    decimaler: int
    aggregerat: Decimal | None
    kf_arsmal: Decimal | None
    faststalls_senare: bool
    uppfyllelse: str
    antal: int
    saknas: tuple[str, ...]
    tyst_framgang: bool
    arsmal: Mapping[str, str]
    kalla: str | None


def indikatorer(a: Aret) -> dict[str, list[Indikatorrad]]:
    """Goal → its indicators with their aggregates, in the order of indikatorer.csv."""
    utfall = {
        u.kod: u for u in a.session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == a.rad.id))
    }
    kallor: dict[str, list[str | None]] = {}
    for t in a.tilldelningar:
        kallor.setdefault(t["indikator"], []).append(t["kalla"])
    svar: dict[str, list[Indikatorrad]] = {}
    for i in a.filer["indikatorer.csv"].to_dict("records"):
        u = utfall[i["kod"]]
        kf = i["slag"] == Indikatorslag.KF
        tyst = i["aggregering"] == Aggregering.SUMMA and i["riktning"] == Riktning.LAGRE and bool(u.saknas)
        rad = Indikatorrad(
            kod=i["kod"], namn=i["namn"], obligatorisk=not kf, raknas=kf and bool(i["ingar_i_bedomning"]),
            enhet=i["enhet"], decimaler=int(i["decimaler"]), aggregerat=u.aggregerat, kf_arsmal=u.kf_arsmal,
            faststalls_senare=bool(i["faststalls_senare"]), uppfyllelse=u.uppfyllelse, antal=u.antal,
            saknas=tuple(a.kortnamn(o) for o in u.saknas), tyst_framgang=tyst, arsmal=u.arsmal,
            kalla=samlad([i["kalla"], *kallor.get(i["kod"], [])]),
        )  # fmt: skip
        svar.setdefault(i["mal"], []).append(rad)
    return svar


@dataclass(frozen=True)
class Uppmaningstext:
    """An uppmaning as it is printed."""

    nummer: str
    text: str
    till: str
    mal: str | None
    indikator: str | None
    grund: str
    begar: str
    senast: datetime.date | None
    mottagare: tuple[str, ...]
    kalla: str | None


def uppmaningar(a: Aret) -> tuple[Uppmaningstext, ...]:
    """Every uppmaning of the avstämning, struck ones and those that a later day brought left out, by number."""
    fraga = select(Uppmaningsrad).where(
        Uppmaningsrad.avstamning_id == a.rad.id, Uppmaningsrad.status != Uppmaningsstatus.STRUKEN
    )
    alla = [
        u
        for u in a.session.exec(fraga.order_by(col(Uppmaningsrad.id)))
        if a.rad.beslutad is None or u.utfardad is None or u.utfardad <= a.rad.beslutad
    ]
    mottagare: dict[int, list[str]] = {}
    for m in a.session.exec(
        select(Mottagare).join(Uppmaningsrad).where(Uppmaningsrad.avstamning_id == a.rad.id).order_by(col(Mottagare.id))
    ):
        mottagare.setdefault(m.uppmaning_id, []).append(m.organ)
    kalla = Uppmaningskallor(a)
    return tuple(
        Uppmaningstext(
            u.nummer, u.text, u.till, u.mal, u.indikator, u.grund, u.begar, u.senast,
            tuple(mottagare.get(u.id or 0, ())), kalla.for_(u, mottagare.get(u.id or 0, ())),
        )
        for u in alla
    )  # fmt: skip


class Uppmaningskallor:
    """Where an uppmaning comes from: the row that directs it, or the rows that the rule looked at."""

    def __init__(self, a: Aret) -> None:
        ramar = a.filer
        self._riktade = {
            (r["mal"], r["indikator"], r["avser"]): r["kalla"] for r in _records(ramar.get("riktade_uppmaningar.csv"))
        }
        self._processer = [r["kalla"] for r in _records(ramar.get("obligatoriska_processer.csv"))]
        self._indikatorer = {r["kod"]: r["kalla"] for r in _records(ramar["indikatorer.csv"])}
        self._tilldelningar = {(t["indikator"], t["organ"]): t["kalla"] for t in a.tilldelningar}

    def for_(self, u: Uppmaningsrad, mottagare: Iterable[str]) -> str | None:
        """The weakest source of an uppmaning."""
        if u.grund == Grund.RIKTAD:
            nycklar = ((u.mal, u.indikator, u.avser), (None, u.indikator, u.avser))
            return samlad(self._riktade.get(n) for n in nycklar)
        if u.indikator is None:
            return samlad(self._processer)
        egna = [self._tilldelningar.get((u.indikator, o)) for o in mottagare]
        return samlad([self._indikatorer.get(u.indikator), *egna])


def _records(ram: pd.DataFrame | None) -> list[Any]:
    return [] if ram is None else list(ram.to_dict("records"))


@dataclass(frozen=True)
class Malavsnitt:
    """A goal: its bedömning, what it rests on, and the goals below it.

    bedomning = what holds: decided, or proposed while it is not; avviker = decided otherwise than proposed;
    ej = how many (indicators, or goals) could not be judged. namnder, bolag, namndmal are None for an inriktningsmål.
    """

    kod: str
    namn: str
    forslag: str
    bedomning: str
    avviker: bool
    motivering: str | None
    helt: int
    delvis: int
    inte: int
    ej: int
    av: int
    namnder: int | None
    bolag: int | None
    namndmal: int | None
    indikatorer: tuple[Indikatorrad, ...]
    uppmaningar: tuple[Uppmaningstext, ...]
    text: Textavsnitt | None
    under: tuple["Malavsnitt", ...]
    kalla: str | None


def malavsnitt(
    a: Aret, texter_: Mapping[str, Textavsnitt], alla_uppmaningar: Iterable[Uppmaningstext]
) -> tuple[Malavsnitt, ...]:
    """The inriktningsmål with the goals below them, in the order of mal.csv."""
    beslut = {m.kod: m for m in a.session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == a.rad.id))}
    per_mal = indikatorer(a)
    uppmaningar_ = list(alla_uppmaningar)
    malen = list(a.filer["mal.csv"].to_dict("records"))

    def bygg_ett(m: Mapping[Any, Any]) -> Malavsnitt:
        b = beslut[m["kod"]]
        gallande = b.beslut or b.forslag
        return Malavsnitt(
            kod=m["kod"], namn=m["namn"], forslag=b.forslag, bedomning=gallande, avviker=gallande != b.forslag,
            motivering=b.motivering, helt=b.helt, delvis=b.delvis, inte=b.inte, ej=b.av - b.helt - b.delvis - b.inte,
            av=b.av, namnder=b.namnder, bolag=b.bolag, namndmal=b.namndmal,
            indikatorer=tuple(per_mal.get(m["kod"], ())),
            uppmaningar=tuple(u for u in uppmaningar_ if u.mal == m["kod"]),
            text=texter_.get(m["kod"]),
            under=tuple(bygg_ett(u) for u in malen if u["overordnat"] == m["kod"]),
            kalla=samlad([m["kalla"]]),
        )  # fmt: skip

    return tuple(bygg_ett(m) for m in malen if m["overordnat"] is None)


@dataclass(frozen=True)
class Justeringsrad:
    """A change of an indicator or of a target (bilaga 3)."""

    indikator: str
    namn: str
    organ: str
    justering: str
    varde: str | None
    skal: str | None
    kalla: str | None


def indikatorjusteringar(a: Aret) -> tuple[Justeringsrad, ...]:
    """The rows of indikatorjusteringar.csv with names."""
    namn = {i["kod"]: i["namn"] for i in _records(a.filer["indikatorer.csv"])}
    svar = []
    for j in _records(a.filer.get("indikatorjusteringar.csv")):
        alla = [t["organ"] for t in a.tilldelningar if t["indikator"] == j["indikator"]]
        organ = a.grupp(j["organ"], "Samtliga som har indikatorn", alla)
        svar.append(
            Justeringsrad(
                j["indikator"], namn[j["indikator"]], organ, j["justering"], j["varde"], j["skal"], samlad([j["kalla"]])
            )
        )
    return tuple(svar)


def per_bedomning(alla: Iterable[str]) -> dict[str, int]:
    """Bedömning → how many, all of them there."""
    lista = list(alla)
    return {str(b): lista.count(b) for b in Bedomning}
