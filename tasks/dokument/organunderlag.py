"""What the page of each organ shows, read for all of them at once: plain frozen values, no figure of its own."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rules.harledning import INGET
from schemas.arsmapp import Indikator, Organ
from schemas.begrepp import Aggregering, Riktning, Vardeslag
from schemas.kedjehuvud import Kedjehuvud
from schemas.omgangar import Omgang
from schemas.ord import Ord, Ordbok
from schemas.tabeller import Indikatorutfall
from tasks.beslut.svarsbrev import Bedomt, judged
from tasks.bocker.mallar import mallar
from tasks.dokument.underlag import FILER_I_UPPFOLJNINGEN, Aret, Forbehall, Rad, forbehall, samlad
from tasks.laget.beslutat import framstallningar_i, utfall_i
from tasks.laget.fragat import Del, due, to_answer
from tasks.laget.inlamnat import Nyckel, in_force
from tasks.laget.tilltal import hos_er, korta


@dataclass(frozen=True)
class Egenrad:
    """One of the organ's indicators.

    Attributes:
        summa: KF's årsmål is for all organs together.
        fore: last year's utfall; varde: its prognos or utfall of the omgång, where it reports one.
        behover: the årsmål that it would have to come to for KF's to be reached.
    """

    kod: str
    namn: str
    enhet: str | None
    decimaler: int
    hogre: bool
    summa: bool
    fore: Decimal | None
    varde: Decimal | None
    arsmal: Decimal | None
    kf_arsmal: Decimal | None
    senare: bool
    behover: Decimal | None
    kalla: str | None


@dataclass(frozen=True)
class Bladfraga:
    """What the organ is asked, of one uppmaning.

    Attributes:
        jamfort: the values that its rule compared, those that are stated.
        status, skal: how its answer in the omgång was judged, and why, where it is not enough.
    """

    nummer: str
    kort: str
    text: str
    grund: str
    till: str
    begar: str
    jamfort: Mapping[str, str]
    hos_er: str
    senast: datetime.date | None
    indikator: str | None
    decimaler: int | None
    enhet: str | None
    begart: Decimal | None
    nuvarande: Decimal | None
    status: str = ""
    skal: str | None = None


@dataclass(frozen=True)
class Framstalld:
    """What was decided on one of its requests, mnkr."""

    andamal: str
    slag: str
    sokt: Decimal | None
    beviljat: Decimal | None
    motivering: str | None


@dataclass(frozen=True)
class Bladenhet:
    """What was decided on one of its resultatenheter."""

    resultatenhet: str
    forandring: str
    beslut: str
    motivering: str


@dataclass(frozen=True)
class Organblad:
    """Everything of an organ's page after the decision of an omgång.

    Attributes:
        nasta: the omgång in which it answers; senast: when its workbook is due; bok: the name of that.
        anvisning: how the workbook is filled in and sent back.
        svar: how its answers were judged in the omgång.
        kedja: where the trail ended when it was decided.
    """

    o: Ordbok
    kommun: str
    ar: int
    diarienummer: str | None
    beslutad: datetime.date
    omgang: Omgang
    nasta: Omgang | None
    senast: datetime.date | None
    kod: str
    namn: str
    slag: str
    genom: str | None
    inlamnad: bool
    fragor: tuple[Bladfraga, ...]
    indikatorer: tuple[Egenrad, ...]
    framstallningar: tuple[Framstalld, ...]
    enheter: tuple[Bladenhet, ...]
    svar: tuple[Bedomt, ...]
    bok: str | None
    anvisning: tuple[str, ...]
    forbehall: Forbehall
    kedja: Kedjehuvud | None = None

    @property
    def organet(self) -> Ord:
        """How it is spoken to: nämnden or bolaget."""
        return self.o.organet(self.slag)


def organblad(a: Aret) -> list[Organblad]:
    """The page of every organ after a decided omgång, in the order of organ.csv."""
    nasta = a.oppet.omgangar.efter(a.omgang)
    fragor, egna = _fragor(a, nasta), _indikatorer(a)
    pengar, enheter = _framstallningar(a), _enheter(a)
    domar = judged(a.session, a.oppet, a.omgang)
    bocker = (
        {str(b.uppgifter["Organkod"]): b for b in mallar(a.session, a.oppet, nasta, med_adress=False)} if nasta else {}
    )
    anstand = due(a.session, a.oppet, nasta) if nasta else {}
    allas = forbehall(a, FILER_I_UPPFOLJNINGEN)
    svar = []
    for r in a.rader(Organ):
        organ, bok = r["kod"], bocker.get(r["kod"])
        genom = a.namn(r["genom"]) if r["genom"] and r["genom"] != organ else None
        svar.append(
            Organblad(
                a.o, a.oppet.kommun, a.oppet.ar, a.oppet.yaml.diarienummer, a.rad.beslutad or a.rad.skapad, a.omgang,
                nasta, anstand.get(organ, nasta.senast) if nasta else None, organ, r["namn"], r["slag"],
                genom, organ in a.rad.inlamningar,
                tuple(fragor[organ]), tuple(egna[organ]), tuple(pengar[organ]), tuple(enheter[organ]),
                tuple(domar.get(organ, ())), bok.sokvag.name if bok else None,
                tuple(rad for rad in bok.anvisning if rad.strip()) if bok else (), allas, a.kedja,
            )
        )  # fmt: skip
    return svar


def _fragor(a: Aret, nasta: Omgang | None) -> dict[str, list[Bladfraga]]:
    """Organ → what it is to answer in the next omgång, by its last day, those without one last."""
    svar: dict[str, list[Bladfraga]] = defaultdict(list)
    if nasta is None:
        return svar
    indikatorer = {i["kod"]: i for i in a.rader(Indikator)}
    gallande, kort = in_force(a.session, a.oppet, a.omgang), korta(a.session, a.oppet)
    delar = to_answer(a.session, a.oppet, nasta)
    for d in sorted(delar, key=lambda d: (d.m.senast is None, d.m.senast or nasta.senast)):
        i = indikatorer.get(d.u.indikator or "", {})
        svar[d.m.organ].append(_fraga(a, d, i, gallande, kort(d.u)))
    return svar


def _fraga(a: Aret, d: Del, i: Rad, gallande: Mapping[Nyckel, Decimal], kort: str) -> Bladfraga:
    decimaler = int(i["decimaler"]) if i else None
    angivet = {k: v for k, v in d.m.jamfort.items() if v != INGET}
    return Bladfraga(
        d.u.nummer, kort, d.u.text, d.u.grund, d.u.till, d.u.begar, angivet, hos_er(a.o, d), d.m.senast,
        d.u.indikator, decimaler, i.get("enhet"), d.m.begart, gallande.get((d.m.organ, d.u.indikator or "")),
        d.status, (d.dom.motivering or d.dom.skal) if d.dom else None,
    )  # fmt: skip


def _indikatorer(a: Aret) -> dict[str, list[Egenrad]]:
    """Organ → its indicators, in the order of indikatorer.csv."""
    utfall, gallande = utfall_i(a.session, a.rad), in_force(a.session, a.oppet, a.omgang)
    plats = {i["kod"]: (n, i) for n, i in enumerate(a.rader(Indikator))}
    svar: dict[str, list[Egenrad]] = defaultdict(list)
    for t in sorted(a.tilldelningar, key=lambda t: plats[t["indikator"]][0]):
        if not t["utgar"]:
            i = plats[t["indikator"]][1]
            svar[t["organ"]].append(_egenrad(a, i, t, utfall[i["kod"]], gallande.get((t["organ"], i["kod"]))))
    return svar


def _egenrad(a: Aret, i: Rad, t: Rad, u: Indikatorutfall, arsmal: Decimal | None) -> Egenrad:
    organ, rapporterat = t["organ"], a.omgang.varde != Vardeslag.ARSMAL
    return Egenrad(
        i["kod"], i["namn"], i["enhet"], int(i["decimaler"]), i["riktning"] == Riktning.HOGRE,
        i["aggregering"] == Aggregering.SUMMA, t["utfall_foregaende"],
        _decimal(u.varden.get(organ)) if rapporterat else None, arsmal, i["kf_arsmal"], bool(i["faststalls_senare"]),
        _decimal(u.hojning.get(organ)), samlad([i["kalla"], t["kalla"]]),
    )  # fmt: skip


def _decimal(v: str | None) -> Decimal | None:
    return None if v is None else Decimal(v)


def _framstallningar(a: Aret) -> dict[str, list[Framstalld]]:
    """Organ → what was decided on its requests."""
    svar: dict[str, list[Framstalld]] = defaultdict(list)
    for f in framstallningar_i(a.session, a.rad):
        if f.organ and f.sokt is not None:
            svar[f.organ].append(Framstalld(f.andamal, f.slag, f.sokt, f.beviljat, f.motivering))
    return svar


def _enheter(a: Aret) -> dict[str, list[Bladenhet]]:
    """Organ → what was decided on its resultatenheter."""
    svar: dict[str, list[Bladenhet]] = defaultdict(list)
    for e in a.rad.resultatenheter:
        alla: dict[str, Any] = {k: e.get(k) or "" for k in Bladenhet.__dataclass_fields__}
        svar[e["organ"]].append(Bladenhet(**alla))
    return svar
