"""The follow-up of tertialrapport 1: how every answer was judged, and what changed from VP to T1."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import select

from schemas.begrepp import Fas, Svarsstatus
from schemas.tabeller import Indikatorutfall, Malbeslut, Uppmaningsrad
from tasks.bocker.mallar import fragor
from tasks.dokument.mal import Indikatorrad, Uppmaningskallor, indikatorer
from tasks.dokument.underlag import Aret, read_aret, samlad
from tasks.laget.oppet import beslutad


@dataclass(frozen=True)
class Svarsrad:
    """One organ's answer to one uppmaning, as judged.

    nuvarande = its årsmål in the plan; andrad = the office judged otherwise than the rule; skal = why the rule judged
    so; decimaler as in `Uppmaningssvar`.
    """

    nummer: str
    organ: str
    senast: datetime.date | None
    status: str
    sen: bool
    decimaler: int | None
    nuvarande: Decimal | None
    begart: Decimal | None
    varde: Decimal | None
    svar: str | None
    andrad: bool
    motivering: str | None
    skal: str | None


@dataclass(frozen=True)
class Uppmaningssvar:
    """An uppmaning with the answers to it; antal = (status, how many), those that occur.

    aterkallade = names of the organs from which it was withdrawn; decimaler is of its indicator, None without one.
    """

    nummer: str
    text: str
    mal: str | None
    indikator: str | None
    decimaler: int | None
    enhet: str | None
    varde_begart: bool
    senast: datetime.date | None
    svar: tuple[Svarsrad, ...]
    antal: tuple[tuple[str, int], ...]
    aterkallad: bool
    aterkallade: tuple[str, ...]
    kalla: str | None


def count_status(statusar: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """(status, how many) in the order of the statuses, those that occur."""
    alla = list(statusar)
    return tuple((str(s), alla.count(s)) for s in Svarsstatus if s in alla)


def uppmaningssvar(a: Aret) -> tuple[Uppmaningssvar, ...]:
    """Every issued uppmaning with how its recipients answered."""
    per_nummer: dict[str, tuple[Uppmaningsrad, list]] = {}
    for u, m in fragor(a.session, a.oppet.ar):
        per_nummer.setdefault(u.nummer, (u, []))[1].append(m)
    enheter = {i["kod"]: (int(i["decimaler"]), i["enhet"]) for i in a.filer["indikatorer.csv"].to_dict("records")}
    kallor = Uppmaningskallor(a)
    arsmal = _planernas_arsmal(a)
    svar = []
    for u, alla in per_nummer.values():
        kvar = [m for m in alla if not (u.aterkallad or m.aterkallad)]
        decimaler, enhet = enheter.get(u.indikator or "", (None, None))
        rader = tuple(
            Svarsrad(
                u.nummer, a.namn(m.organ), m.senast, str(m.status), m.sen, decimaler,
                arsmal.get((u.indikator, m.organ)), m.begart, m.varde, m.svar,
                m.forslag is not None and m.status != m.forslag, m.motivering, m.skal,
            )
            for m in kvar
        )  # fmt: skip
        svar.append(
            Uppmaningssvar(
                u.nummer, u.text, u.mal, u.indikator, decimaler, enhet, "arsmal" in u.begar, u.senast, rader,
                count_status(r.status for r in rader), u.aterkallad,
                tuple(a.namn(m.organ) for m in alla if m.aterkallad),
                kallor.for_(u, [m.organ for m in alla]),
            )
        )  # fmt: skip
    return tuple(svar)


def _planernas_arsmal(a: Aret) -> dict[tuple[str | None, str], Decimal]:
    """(indikator, organ) → the årsmål of its plan, as the avstämning took it."""
    vp = beslutad(a.session, a.oppet.ar, Fas.VP)
    alla = a.session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == (vp.id if vp else -1)))
    return {(u.kod, organ): Decimal(v) for u in alla for organ, v in u.arsmal.items()}


def med_status(alla: Iterable[Uppmaningssvar], status: Svarsstatus) -> tuple[Svarsrad, ...]:
    """Every answer that was judged so, by uppmaning."""
    return tuple(r for u in alla for r in u.svar if r.status == status)


def per_organ(a: Aret, rader: Iterable[Svarsrad]) -> list[tuple[str, list[str]]]:
    """(organ, the numbers), in the order of organ.csv."""
    nummer: dict[str, list[str]] = {}
    for r in rader:
        nummer.setdefault(r.organ, []).append(r.nummer)
    return [(namn, nummer[namn]) for namn in map(a.namn, a.organ.index) if namn in nummer]


@dataclass(frozen=True)
class Hojningsrad:
    """What one organ would have to come to for KF's årsmål to be reached, after tertialrapport 1."""

    kod: str
    namn: str
    organ: str
    enhet: str | None
    decimaler: int
    nu: Decimal | None
    behover: Decimal


def att_hoja(a: Aret) -> tuple[Hojningsrad, ...]:
    """What is still missing to reach KF's årsmål, organ by organ, in the order of indikatorer.csv."""
    alla = a.session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == a.rad.id))
    utfall = {u.kod: u for u in alla}
    return tuple(
        Hojningsrad(
            i["kod"], i["namn"], a.namn(organ), i["enhet"], int(i["decimaler"]),
            Decimal(utfall[i["kod"]].arsmal[organ]), Decimal(behover),
        )
        for i in a.filer["indikatorer.csv"].to_dict("records")
        for organ, behover in utfall[i["kod"]].hojning.items()
    )  # fmt: skip


@dataclass(frozen=True)
class Indikatorforandring:
    """An indicator before (phase VP) and after (phase T1); andrad = the aggregate or its uppfyllelse changed."""

    fore: Indikatorrad
    efter: Indikatorrad
    andrad: bool


@dataclass(frozen=True)
class Malforandring:
    """A goal before and after; under = the goals below it. The counts are of indicators, or of goals."""

    kod: str
    namn: str
    fore: str
    efter: str
    motivering: str | None
    helt_fore: int
    helt_efter: int
    av: int
    indikatorer: tuple[Indikatorforandring, ...]
    under: tuple["Malforandring", ...]
    kalla: str | None

    @property
    def andrad(self) -> bool:
        """Whether the bedömning changed."""
        return self.fore != self.efter


def malforandringar(a: Aret) -> tuple[Malforandring, ...]:
    """Every inriktningsmål with the goals below it, from VP to T1."""
    vp = beslutad(a.session, a.oppet.ar, Fas.VP)
    fore_ar = read_aret(a.session, a.oppet, vp) if vp else a
    malen = list(a.filer["mal.csv"].to_dict("records"))
    beslut_fore, beslut_efter = _beslut(fore_ar), _beslut(a)
    fore, efter = indikatorer(fore_ar), indikatorer(a)

    def par(kod: str) -> tuple[Indikatorforandring, ...]:
        return tuple(
            Indikatorforandring(f, e, (f.aggregerat, f.uppfyllelse) != (e.aggregerat, e.uppfyllelse))
            for f, e in zip(fore.get(kod, ()), efter.get(kod, ()), strict=True)
        )

    def ett(m: dict) -> Malforandring:
        f, e = beslut_fore[m["kod"]], beslut_efter[m["kod"]]
        under = tuple(ett(u) for u in malen if u["overordnat"] == m["kod"])
        return Malforandring(
            m["kod"], m["namn"], f.beslut or f.forslag, e.beslut or e.forslag, e.motivering, f.helt, e.helt, e.av,
            par(m["kod"]), under, samlad([m["kalla"]]),
        )  # fmt: skip

    return tuple(ett(m) for m in malen if m["overordnat"] is None)


def _beslut(a: Aret) -> dict[str, Malbeslut]:
    return {m.kod: m for m in a.session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == a.rad.id))}
