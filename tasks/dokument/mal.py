"""The goals of the documents: indicators with their aggregates, uppmaningar, bedömningar, and changes of indicators."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rules.aggregering import aggregate_over, share_of, shortfall
from schemas.arsmapp import Indikator, Indikatorjustering, Mal, ObligatoriskProcess
from schemas.begrepp import Aggregering, Bedomning, Grund, Indikatorslag, Riktning, Uppmaningsstatus
from schemas.tabeller import Uppmaningsrad
from tasks.dokument.siffror import rutan, spar
from tasks.dokument.underlag import RADNUMMER, Aret, Textavsnitt, Uppgiftsrad, fakta, samlad, texter
from tasks.laget.beslutat import malbeslut, utfall_i
from tasks.laget.fragat import mottagare_av, uppmaningar_av

#: how many shortfalls the first page of a document names
STORSTA = 3


@dataclass(frozen=True)
class Indikatorrad:
    """An indicator and its aggregate in one omgång.

    Attributes:
        raknas: it counts in the goal's bedömning.
        aggregerat: of the omgång's values; arsmal_aggregerat: of the årsmål in force.
        saknas: names of holders without a value; tyst_framgang: a sum that is better the lower it is, so that what is
            missing looks like success.
        varden: organ → its value; arsmal: organ → its årsmål in force, both as stated.
        behover: organ → the årsmål to come to.
        utfall_foregaende: last year's, aggregated over the organs that have a value; utfall_antal: how many of them
            have one.
        hogre: whether higher is better; del_av_summa: one organ's value is a part of a sum.
        utfall: organ → last year's, of the organs that have a value or should.
        nyckel: what its figures of the omgång are traced by.
        fattas: how much the aggregate lacks to reach KF's årsmål; andel: the same as a share of it.
    """

    kod: str
    namn: str
    obligatorisk: bool
    raknas: bool
    enhet: str | None
    decimaler: int
    aggregerat: Decimal | None
    arsmal_aggregerat: Decimal | None
    kf_arsmal: Decimal | None
    faststalls_senare: bool
    uppfyllelse: str
    antal: int
    saknas: tuple[str, ...]
    tyst_framgang: bool
    varden: Mapping[str, str]
    arsmal: Mapping[str, str]
    behover: Mapping[str, str]
    kalla: str | None
    nyckel: str
    utfall_foregaende: Decimal | None = None
    utfall_antal: int = 0
    hogre: bool = True
    del_av_summa: bool = False
    utfall: Mapping[str, Decimal | None] = field(default_factory=dict)
    fattas: Decimal | None = None
    andel: Fraction | None = None

    @property
    def de_flesta_saknas(self) -> bool:
        """Whether more than half of the holders are silent."""
        return len(self.saknas) > self.antal


def indikatorer(a: Aret) -> dict[str, list[Indikatorrad]]:
    """Goal → its indicators with their aggregates, in the order of indikatorer.csv."""
    utfall = utfall_i(a.session, a.rad)
    kallor: dict[str, list[str | None]] = {}
    innehav: dict[str, dict[str, Mapping[str, Any]]] = {}
    for t in a.tilldelningar:
        kallor.setdefault(t["indikator"], []).append(t["kalla"])
        innehav.setdefault(t["indikator"], {})[t["organ"]] = t
    svar: dict[str, list[Indikatorrad]] = {}
    for i in a.rader(Indikator):
        u = utfall[i["kod"]]
        kf = i["slag"] == Indikatorslag.KF
        alla = innehav.get(i["kod"], {})
        fore, antal_fore = _foregaende(i, {o: t for o, t in alla.items() if o in u.varden})
        fattas = shortfall(u.aggregerat, u.kf_arsmal, i["riktning"])
        tyst = i["aggregering"] == Aggregering.SUMMA and i["riktning"] == Riktning.LAGRE and bool(u.saknas)
        rad = Indikatorrad(
            kod=i["kod"], namn=i["namn"], obligatorisk=not kf, raknas=kf and bool(i["ingar_i_bedomning"]),
            enhet=i["enhet"], decimaler=int(i["decimaler"]), aggregerat=u.aggregerat,
            arsmal_aggregerat=u.arsmal_aggregerat, kf_arsmal=u.kf_arsmal,
            faststalls_senare=bool(i["faststalls_senare"]), uppfyllelse=u.uppfyllelse, antal=u.antal,
            saknas=tuple(a.kortnamn(o) for o in u.saknas), tyst_framgang=tyst, varden=u.varden, arsmal=u.arsmal,
            behover=u.hojning, kalla=samlad([i["kalla"], *kallor.get(i["kod"], [])]),
            nyckel=spar("aggregat", a.omgang, i["kod"]), utfall_foregaende=fore,
            utfall_antal=antal_fore, hogre=i["riktning"] == Riktning.HOGRE,
            del_av_summa=i["aggregering"] == Aggregering.SUMMA,
            utfall={o: t["utfall_foregaende"] for o, t in alla.items() if not t["utgar"]}, fattas=fattas,
            andel=share_of(fattas, u.kf_arsmal),
        )  # fmt: skip
        svar.setdefault(i["mal"], []).append(rad)
    return svar


def _foregaende(i: Mapping[str, Any], innehav: Mapping[str, Mapping[str, Any]]) -> tuple[Decimal | None, int]:
    """Last year's utfall of an indicator, aggregated over these holders, and how many of them have one."""
    varden = {o: t["utfall_foregaende"] for o, t in innehav.items()}
    vikter = {o: Decimal(1) if t["vikt"] is None else t["vikt"] for o, t in innehav.items()}
    return aggregate_over(varden, vikter, i["aggregering"], int(i["decimaler"]))


def furthest(alla: Iterable[Indikatorrad]) -> list[Indikatorrad]:
    """The indicators that do not reach KF's årsmål, the one that lacks the largest share of it first.

    Where KF's årsmål is 0 there is no share, and any lack counts as larger. Ties in the order of indikatorer.csv.
    """
    return sorted(
        (i for i in alla if i.fattas is not None),
        key=lambda i: (i.andel is not None, -(i.andel or 0), 0 if i.andel else -(i.fattas or 0)),
    )


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
    alla = [
        u
        for u in uppmaningar_av(a.session, a.rad, Uppmaningsstatus.FORSLAG, Uppmaningsstatus.UTFARDAD)
        if a.rad.beslutad is None or u.utfardad is None or u.utfardad <= a.rad.beslutad
    ]
    mottagare = {u: tuple(m.organ for m in egna) for u, egna in mottagare_av(a.session, alla).items()}
    kalla = Uppmaningskallor(a)
    return tuple(
        Uppmaningstext(
            u.nummer, u.text, u.till, u.mal, u.indikator, u.grund, u.begar, u.senast,
            mottagare.get(u.id, ()), kalla.for_(u, mottagare.get(u.id, ())),
        )
        for u in alla
    )  # fmt: skip


class Uppmaningskallor:
    """Where an uppmaning comes from: the row that directs it, or the rows that the rule looked at."""

    def __init__(self, a: Aret) -> None:
        riktade = a.filer.get("riktade_uppmaningar.csv")
        self._riktade: dict[int, str | None] = {} if riktade is None else riktade["kalla"].to_dict()
        self._processer = [r["kalla"] for r in a.rader(ObligatoriskProcess)]
        self._indikatorer = {r["kod"]: r["kalla"] for r in a.rader(Indikator)}
        self._tilldelningar = {(t["indikator"], t["organ"]): t["kalla"] for t in a.tilldelningar}

    def for_(self, u: Uppmaningsrad, mottagare: Iterable[str]) -> str | None:
        """The weakest source of an uppmaning."""
        if u.grund == Grund.RIKTAD:
            return samlad([self._riktade.get(u.rad or 0)])
        if u.indikator is None:
            return samlad(self._processer)
        egna = [self._tilldelningar.get((u.indikator, o)) for o in mottagare]
        return samlad([self._indikatorer.get(u.indikator), *egna])


@dataclass(frozen=True)
class Malavsnitt:
    """A goal: its bedömning, what it rests on, and the goals below it.

    Attributes:
        bedomning: what holds: decided, or proposed while it is not; avviker: it is decided otherwise than proposed.
        ej: how many (indicators, or goals directly below) could not be judged.
        namnder, bolag, namndmal: of a leaf; None for a goal that has goals below it.
        djup: how many goals it lies below.
        nyckel: what its bedömning and its counts are traced by.
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
    fakta: tuple[Uppgiftsrad, ...]
    under: tuple["Malavsnitt", ...]
    djup: int
    kalla: str | None
    nyckel: str

    @property
    def ar_lov(self) -> bool:
        """Whether it has no goal below it."""
        return self.namnder is not None

    @property
    def raknade(self) -> tuple[tuple[str, str], ...]:
        """The indicators that its own bedömning rests on: code, uppfyllelse."""
        return tuple((i.kod, i.uppfyllelse) for i in self.indikatorer if i.raknas)

    @property
    def tysta(self) -> tuple[str, ...]:
        """The indicators that its bedömning rests on, here or below, and that most holders are silent on."""
        egna = [i.kod for m in self.alla() for i in m.indikatorer if i.raknas and i.de_flesta_saknas]
        return tuple(egna)

    def alla(self) -> list["Malavsnitt"]:
        """Itself and every goal below it, each before those below it."""
        return [self, *(m for u in self.under for m in u.alla())]


def malavsnitt(a: Aret, alla_uppmaningar: Iterable[Uppmaningstext] = ()) -> tuple[Malavsnitt, ...]:
    """The top goals with the goals below them, in the order of mal.csv."""
    beslut = malbeslut(a.session, a.rad)
    per_mal, texter_, fakta_ = indikatorer(a), texter(a), fakta(a)
    uppmaningar_ = list(alla_uppmaningar)
    malen = a.rader(Mal)

    def ett(m: Mapping[str, Any], djup: int) -> Malavsnitt:
        b = beslut[m["kod"]]
        gallande = b.beslut or b.forslag
        return Malavsnitt(
            kod=m["kod"], namn=m["namn"], forslag=b.forslag, bedomning=gallande, avviker=gallande != b.forslag,
            motivering=b.motivering, helt=b.helt, delvis=b.delvis, inte=b.inte, ej=b.av - b.helt - b.delvis - b.inte,
            av=b.av, namnder=b.namnder, bolag=b.bolag, namndmal=b.namndmal,
            indikatorer=tuple(per_mal.get(m["kod"], ())),
            uppmaningar=tuple(u for u in uppmaningar_ if u.mal == m["kod"]),
            text=texter_.get(m["kod"]),
            fakta=tuple(fakta_.get(m["kod"], ())),
            under=tuple(ett(u, djup + 1) for u in malen if u["overordnat"] == m["kod"]),
            djup=djup,
            kalla=samlad([m["kalla"]]),
            nyckel=spar("bedomning", a.omgang, m["kod"]),
        )  # fmt: skip

    return tuple(ett(m, 0) for m in malen if m["overordnat"] is None)


@dataclass(frozen=True)
class Begard:
    """What is asked for, summed up: how many uppmaningar ask for it, of how many organs, and the one to the most."""

    begar: str
    antal: int
    organ: int
    storst: Uppmaningstext


def per_begaran(alla: Iterable[Uppmaningstext]) -> list[Begard]:
    """The uppmaningar by what they ask for, what most organs are asked first; ties as numbered."""
    grupper: dict[str, list[Uppmaningstext]] = {}
    for u in alla:
        grupper.setdefault(u.begar, []).append(u)
    svar = [
        Begard(begar, len(egna), len({o for u in egna for o in u.mottagare}), max(egna, key=lambda u: len(u.mottagare)))
        for begar, egna in grupper.items()
    ]
    return sorted(svar, key=lambda b: -b.organ)


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
    nyckel: str


def indikatorjusteringar(a: Aret) -> tuple[Justeringsrad, ...]:
    """The rows of indikatorjusteringar.csv with names."""
    namn = {i["kod"]: i["namn"] for i in a.rader(Indikator)}
    svar = []
    for j in a.rader(Indikatorjustering):
        alla = [t["organ"] for t in a.tilldelningar if t["indikator"] == j["indikator"]]
        organ = a.grupp(j["organ"], f"Samtliga som har {a.o.indikator.bestamd}", alla)
        svar.append(
            Justeringsrad(
                j["indikator"], namn[j["indikator"]], organ, j["justering"], j["varde"], j["skal"],
                samlad([j["kalla"]]), rutan(Indikatorjustering.FIL, j[RADNUMMER]),
            )
        )  # fmt: skip
    return tuple(svar)


def count_distinct(par: Iterable[tuple[str, str]]) -> list[tuple[str, int]]:
    """What → how many different ones of it, in the order in which they come."""
    per: dict[str, set[str]] = {}
    for vad, vilken in par:
        per.setdefault(vad, set()).add(vilken)
    return [(vad, len(vilka)) for vad, vilka in per.items()]


def per_bedomning(alla: Iterable[str]) -> dict[str, int]:
    """Bedömning → how many, all of them there."""
    lista = list(alla)
    return {str(b): lista.count(b) for b in Bedomning}
