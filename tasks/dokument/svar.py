"""What an omgång after the plan shows: how every answer was judged, and what changed since the omgång before."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from rules.aggregering import uppfyllelse
from schemas.arsmapp import Indikator
from schemas.begrepp import VARDEBEGAR, Svarsstatus
from schemas.omgangar import Omgang
from schemas.tabeller import Svarsdom
from tasks.dokument.mal import Indikatorrad, Malavsnitt, Uppmaningskallor, indikatorer, malavsnitt
from tasks.dokument.underlag import Aret, read_aret
from tasks.laget.beslutat import decision, utfall_i
from tasks.laget.fragat import Del, asked_before


@dataclass(frozen=True)
class Svarsrad:
    """One organ's answer to one uppmaning, as judged.

    Attributes:
        nuvarande: its årsmål in force before the omgång.
        andrad: the office judged otherwise than the rule; skal: why the rule judged so.
        decimaler: as in `Uppmaningssvar`.
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
    """Every uppmaning that stood to be answered in the omgång, with how its recipients answered."""
    per_nummer: dict[str, list[tuple[Del, Svarsdom | None]]] = {}
    for d in asked_before(a.session, a.oppet, a.omgang):
        dom = next((x for x in d.domar if x.omgang == a.omgang.kod), None)
        per_nummer.setdefault(d.u.nummer, []).append((d, dom))
    enheter = {i["kod"]: (int(i["decimaler"]), i["enhet"]) for i in a.rader(Indikator)}
    kallor = Uppmaningskallor(a)
    fore = utfall_i(a.session, decision(a.session, a.oppet.ar, a.oppet.omgangar.fore(a.omgang)))
    arsmal = {(u.kod, organ): Decimal(v) for u in fore.values() for organ, v in u.arsmal.items()}
    svar = []
    for alla in per_nummer.values():
        u = alla[0][0].u
        decimaler, enhet = enheter.get(u.indikator or "", (None, None))
        rader = tuple(
            Svarsrad(
                u.nummer, a.namn(d.m.organ), dom.senast, str(dom.status), dom.sen, decimaler,
                arsmal.get((u.indikator or "", d.m.organ)), d.m.begart, dom.varde, dom.svar,
                dom.status != dom.forslag, dom.motivering, dom.skal,
            )
            for d, dom in alla
            if dom and not d.aterkallad
        )  # fmt: skip
        svar.append(
            Uppmaningssvar(
                u.nummer, u.text, u.mal, u.indikator, decimaler, enhet, u.begar in VARDEBEGAR, _senast(alla), rader,
                count_status(r.status for r in rader), u.aterkallad,
                tuple(a.namn(d.m.organ) for d, _ in alla if d.aterkallad),
                kallor.for_(u, [d.m.organ for d, _ in alla]),
            )
        )  # fmt: skip
    return tuple(svar)


def _senast(alla: list[tuple[Del, Svarsdom | None]]) -> datetime.date | None:
    """The last day that most of the recipients had; a part with another one had anstånd."""
    dagar = [dom.senast for _, dom in alla if dom and dom.senast]
    return max(set(dagar), key=lambda dag: (dagar.count(dag), -dag.toordinal())) if dagar else alla[0][0].u.senast


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
    """What one organ would have to come to for KF's årsmål to be reached, after the omgång."""

    kod: str
    namn: str
    organ: str
    enhet: str | None
    decimaler: int
    nu: Decimal
    behover: Decimal


def att_hoja(a: Aret) -> tuple[Hojningsrad, ...]:
    """What is still missing to reach KF's årsmål, organ by organ, in the order of indikatorer.csv."""
    utfall = utfall_i(a.session, a.rad)
    return tuple(
        Hojningsrad(
            i["kod"], i["namn"], a.namn(organ), i["enhet"], int(i["decimaler"]),
            Decimal(utfall[i["kod"]].arsmal[organ]), Decimal(behover),
        )
        for i in a.rader(Indikator)
        for organ, behover in utfall[i["kod"]].hojning.items()
    )  # fmt: skip


@dataclass(frozen=True)
class Indikatorforandring:
    """An indicator before and after; andrad = the aggregate or its uppfyllelse changed."""

    fore: Indikatorrad
    efter: Indikatorrad

    @property
    def andrad(self) -> bool:
        """Whether the aggregate or its uppfyllelse changed."""
        fore, efter = self.fore, self.efter
        return (fore.aggregerat, fore.uppfyllelse) != (efter.aggregerat, efter.uppfyllelse)


@dataclass(frozen=True)
class Malforandring:
    """A goal before and after."""

    fore: Malavsnitt
    efter: Malavsnitt
    indikatorer: tuple[Indikatorforandring, ...]

    @property
    def andrad(self) -> bool:
        """Whether the bedömning changed."""
        return self.fore.bedomning != self.efter.bedomning


@dataclass(frozen=True)
class Forandringar:
    """The goals of an omgång beside what they are compared with.

    Attributes:
        fore: the omgång before, whose bedömningar stand beside.
        arsmalet: the indicators' values are compared with the årsmål in force, and not with the omgång before.
    """

    fore: Omgang
    arsmalet: bool
    mal: tuple[Malforandring, ...]


def jamforelse(a: Aret, efter: Iterable[Malavsnitt]) -> Forandringar:
    """Every goal of an omgång beside the omgång before; årsmål beside årsmål, a prognos or utfall beside the årsmål.

    Args:
        efter: the goals of the omgång.
    """
    fore = a.oppet.omgangar.fore(a.omgang) or a.omgang
    rad = decision(a.session, a.oppet.ar, fore)
    arets = read_aret(a.session, a.oppet, rad) if rad else a
    forra = {m.kod: m for t in malavsnitt(arets) for m in t.alla()}
    tidigare = {i.kod: i for egna in indikatorer(arets).values() for i in egna}
    riktning = {i["kod"]: i["riktning"] for i in a.rader(Indikator)}

    def fore_for(i: Indikatorrad) -> Indikatorrad:
        if not a.omgang.fragar_varden and not fore.fragar_varden:
            return tidigare[i.kod]
        i = i if a.omgang.fragar_varden else tidigare[i.kod]
        delvis_inom = a.oppet.yaml.trosklar.indikator_delvis_inom
        return replace(
            i,
            aggregerat=i.arsmal_aggregerat,
            uppfyllelse=str(uppfyllelse(i.arsmal_aggregerat, i.kf_arsmal, riktning[i.kod], delvis_inom)),
        )

    alla = [m for t in efter for m in t.alla()]
    return Forandringar(
        fore,
        a.omgang.fragar_varden,
        tuple(
            Malforandring(forra[m.kod], m, tuple(Indikatorforandring(fore_for(i), i) for i in m.indikatorer))
            for m in alla
        ),
    )
