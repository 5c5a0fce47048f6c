"""How every answer to the uppmaningar was judged, who has not answered, and what is still missing of what was asked."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rules.tal import is_worse, round_tal
from schemas.arsmapp import Indikator
from schemas.begrepp import NAMNDSLAG, VARDEBEGAR, Svarsstatus
from schemas.tabeller import Indikatorutfall, Svarsdom
from tasks.dokument.loften import asked_so_far
from tasks.dokument.mal import Uppmaningskallor
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret, Rad
from tasks.laget.beslutat import decision, utfall_i
from tasks.laget.fragat import Del, asked_before, granted


@dataclass(frozen=True)
class Svarsrad:
    """One organ's answer to one uppmaning, as judged.

    Attributes:
        kod: the organ's code, organ: its name.
        senast: the day that it was judged against; anstand: it had been given that day, where others had another.
        nuvarande: its årsmål in force before the omgång.
        andrad: the office judged otherwise than the rule; skal: why the rule judged so.
        decimaler: as in `Uppmaningssvar`.
    """

    nummer: str
    kod: str
    organ: str
    senast: datetime.date | None
    anstand: bool
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
    nyckel: str


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
    givna, svar = granted(a.session, a.oppet), []
    for alla in per_nummer.values():
        u = alla[0][0].u
        decimaler, enhet = enheter.get(u.indikator or "", (None, None))
        rader = tuple(
            Svarsrad(
                u.nummer, d.m.organ, a.namn(d.m.organ), dom.senast, _has_anstand(a, d, dom, givna), str(dom.status),
                dom.sen, decimaler,
                arsmal.get((u.indikator or "", d.m.organ)), d.m.begart, dom.varde, dom.svar,
                dom.status != dom.forslag, dom.motivering, dom.skal,
                spar("svar", a.omgang, u.nummer, d.m.organ),
            )
            for d, dom in alla
            if dom and not d.aterkallad
        )  # fmt: skip
        svar.append(
            Uppmaningssvar(
                u.nummer, u.text, u.mal, u.indikator, decimaler, enhet, u.begar in VARDEBEGAR, rader,
                count_status(r.status for r in rader), u.aterkallad,
                tuple(a.namn(d.m.organ) for d, _ in alla if d.aterkallad),
                kallor.for_(u, [d.m.organ for d, _ in alla]),
            )
        )  # fmt: skip
    return tuple(svar)


def _has_anstand(a: Aret, d: Del, dom: Svarsdom, givna: set[tuple[str, str, datetime.date]]) -> bool:
    """Whether the day that a part was judged against was given to that organ, and was not everybody's by then."""
    if dom.senast is None or dom.senast == a.omgang.senast:
        return False
    return any((vad, d.m.organ, dom.senast) in givna for vad in (d.u.nummer, a.omgang.kod))


def med_status(alla: Iterable[Uppmaningssvar], status: Svarsstatus) -> tuple[Svarsrad, ...]:
    """Every answer that was judged so, by uppmaning."""
    return tuple(r for u in alla for r in u.svar if r.status == status)


@dataclass(frozen=True)
class Skara:
    """Some organs, in the order of organ.csv: their names, and how many of them are nämnder and bolag."""

    namn: tuple[str, ...]
    namnder: int
    bolag: int
    nycklar: tuple[str, str] = ("", "")


def skara(a: Aret, koder: Iterable[str], nycklar: tuple[str, str] = ("", "")) -> Skara:
    """The organs with these codes.

    Args:
        nycklar: what the counts of nämnder and of bolag are traced by.
    """
    egna = [k for k in a.organ.index if k in set(koder)]
    namnder = int(a.organ.loc[egna, "slag"].isin(NAMNDSLAG).sum())
    return Skara(tuple(a.namn(k) for k in egna), namnder, len(egna) - namnder, nycklar)


@dataclass(frozen=True)
class Tystnad:
    """Who is silent in an omgång, as codes.

    Attributes:
        skulle: who had something to answer or to report.
        ej_rapporterat: of them, those without an accepted workbook.
        obesvarade: organ → the numbers that it has left unanswered, of those that have reported; a question whose day
            has not come, or that has none, is not among them.
        ej_rapporterats: the same of those that have not.
    """

    skulle: tuple[str, ...]
    ej_rapporterat: tuple[str, ...]
    obesvarade: dict[str, tuple[str, ...]]
    ej_rapporterats: dict[str, tuple[str, ...]]


def tystnad(a: Aret, alla: Iterable[Uppmaningssvar]) -> Tystnad:
    """Who has not reported, and who has but left questions unanswered: two different things."""
    nummer: dict[str, list[str]] = {}
    skulle = set()
    for r in (r for u in alla for r in u.svar):
        if r.status != Svarsstatus.OPPEN:
            skulle.add(r.kod)
        if r.status == Svarsstatus.UTEBLIVEN:
            nummer.setdefault(r.kod, []).append(r.nummer)
    if a.omgang.fragar_varden:
        skulle |= {t["organ"] for t in a.tilldelningar if not t["utgar"]}
    ordnade = tuple(k for k in a.organ.index if k in skulle)
    tysta = tuple(k for k in ordnade if k not in a.rad.inlamningar)
    return Tystnad(
        ordnade,
        tysta,
        {k: tuple(nummer[k]) for k in ordnade if k in nummer and k not in tysta},
        {k: tuple(nummer.get(k, ())) for k in tysta},
    )


#: the ways in which what was asked is not met, in the order in which they are told
EJ_NADDA = (Svarsstatus.UTEBLIVEN, Svarsstatus.OPPEN, Svarsstatus.OTILLRACKLIG, Svarsstatus.MOTIVERAD)


@dataclass(frozen=True)
class Bristrad:
    """What one organ was asked to come to for an indicator and has not, or would need to though nobody has asked it.

    Attributes:
        status: how its answer was judged; None where it was not asked.
        nu: its årsmål in force; begart: what was asked; varde: what it answered; behover: what would now be needed,
            never less than was asked; blev: its prognos or utfall, where the omgång asks for one. All rounded.
        nycklar: what each of these figures is traced by.
    """

    kod: str
    namn: str
    enhet: str | None
    decimaler: int
    organ: str
    nummer: tuple[str, ...]
    status: str | None
    nu: Decimal | None
    begart: Decimal | None
    varde: Decimal | None
    behover: Decimal | None
    blev: Decimal | None
    nycklar: Mapping[str, str]

    @property
    def fattas(self) -> Decimal | None:
        """How far its årsmål is from what is needed."""
        return None if self.nu is None or self.behover is None else abs(self.behover - self.nu)

    @property
    def andel(self) -> Decimal:
        """The same as a share, to compare indicators by; an organ without an årsmål lacks all of it."""
        return Decimal(1) if self.fattas is None or not self.behover else self.fattas / abs(self.behover)


def bristrader(a: Aret) -> tuple[Bristrad, ...]:
    """What is still missing: those that did not answer first, then by the size of the shortfall; those not asked last.

    An organ that has met everything that it was asked about an indicator is not there: its part is closed.
    """
    fragade: dict[tuple[str, str], list[Del]] = {}
    for d in asked_so_far(a):
        if d.begar in VARDEBEGAR and d.u.indikator:
            fragade.setdefault((d.u.indikator, d.m.organ), []).append(d)
    utfall, svar = utfall_i(a.session, a.rad), []
    for i in a.rader(Indikator):
        hojning = utfall[i["kod"]].hojning
        for organ in a.organ.index:
            delar = fragade.get((i["kod"], organ), [])
            if _is_missing(a, delar, organ in hojning):
                svar.append(_bristrad(a, i, organ, delar, utfall[i["kod"]]))
    return tuple(sorted(svar, key=lambda r: (_turn(r.status), -r.andel)))


def _turn(status: str | None) -> int:
    return len(EJ_NADDA) if status is None else EJ_NADDA.index(Svarsstatus(status))


def _is_missing(a: Aret, delar: list[Del], maste_hoja: bool) -> bool:
    """Whether something asked was not met in this omgång, or more is needed of an organ that has not met it."""
    ej_nadda = [d for d in delar if d.status in EJ_NADDA]
    nu = any(d.dom and d.dom.omgang == a.omgang.kod for d in ej_nadda)
    return nu or (maste_hoja and (bool(ej_nadda) or not delar))


def _bristrad(a: Aret, i: Rad, organ: str, delar: list[Del], u: Indikatorutfall) -> Bristrad:
    decimaler, riktning = int(i["decimaler"]), i["riktning"]
    ej_nadda = sorted((d for d in delar if d.status in EJ_NADDA), key=lambda d: _turn(d.status))
    begarda = [d.m.begart for d in delar if d.m.begart is not None]
    hojning = [Decimal(u.hojning[organ])] if organ in u.hojning else []
    svarade = next((d for d in ej_nadda if d.dom and d.dom.varde is not None), None)
    svarat = svarade.dom.varde if svarade and svarade.dom else None
    begart = _strictest(begarda, decimaler, riktning)
    behover = _strictest([*begarda, *hojning], decimaler, riktning)
    nu, blev = (v.get(organ) for v in (u.arsmal, u.varden if a.omgang.fragar_varden else {}))
    return Bristrad(
        i["kod"], i["namn"], i["enhet"], decimaler, a.namn(organ), tuple(d.u.nummer for d in ej_nadda),
        ej_nadda[0].status if ej_nadda else None, _rounded(nu, decimaler), begart,
        _rounded(svarat, decimaler), behover, _rounded(blev, decimaler),
        _bristnycklar(a, i["kod"], organ, delar, svarade, maste_mer=behover != begart),
    )  # fmt: skip


def _bristnycklar(
    a: Aret, kod: str, organ: str, delar: list[Del], svarade: Del | None, *, maste_mer: bool
) -> dict[str, str]:  # fmt: skip
    """What the figures of what is missing are traced by.

    Args:
        maste_mer: more is needed than what was asked.
    """
    begart = next((spar("del", d.u.nummer, organ) for d in delar if d.m.begart is not None), "")
    nycklar = {falt: spar(slag, a.omgang, kod, organ) for falt, slag in BRISTSLAG.items()}
    if not maste_mer:
        nycklar["behover"] = begart
    if svarade and svarade.dom:
        nycklar["varde"] = spar("svar", svarade.dom.omgang, svarade.u.nummer, organ)
    return nycklar | {"begart": begart}


def _rounded(v: str | Decimal | None, decimaler: int) -> Decimal | None:
    return None if v is None else round_tal(Decimal(v), decimaler)


#: the field of what is missing → the kind of its key
BRISTSLAG = {"nu": "arsmal", "behover": "hojning", "blev": "varde"}


def _strictest(varden: Iterable[Decimal], decimaler: int, riktning: str) -> Decimal | None:
    """The value that is hardest to reach."""
    svar: Decimal | None = None
    for v in (round_tal(v, decimaler) for v in varden):
        svar = v if svar is None or is_worse(svar, v, riktning) else svar
    return svar
