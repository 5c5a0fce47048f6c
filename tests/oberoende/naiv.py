"""An independent, naive computation of kontrakt section 5 from a year folder (section 2), row by row.

It shares no code with the program it checks: plain loops, exact fractions, dicts. Every workbook of the CSVs is taken
as handed in on its day of `inlamningar.csv` (else the due date); it counts where that is no later than the day on which
its omgång is decided. Every proposal is decided as it stands, and every omgång is carried to its decision.

    python tests/oberoende/naiv.py FOLDER [EXPECTED.json]

`rakna` gives what an expected JSON holds, no more; `rakna_allt` the same for any year, with what else the export has.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import yaml

Rad = dict[str, str]
Varden = dict[str, Fraction]
Nyckel = tuple[str, str]

# Grund in the order of the contract's table, with what it asks for and when it is due: t1 = with the first omgång after
# the plan, nasta = with the omgång after the one that asks.
GRUNDER: dict[str, tuple[str, str]] = {
    "saknat_arsmal": ("arsmal", "t1"),
    "kf_arsmal_faststallt": ("arsmal", "t1"),
    "sankt_ambition": ("reviderat_arsmal", "t1"),
    "under_kf_arsmal": ("reviderat_arsmal", "t1"),
    "aggregat_under_kf": ("reviderat_arsmal", "t1"),
    "stor_avvikelse": ("intensifierat_arbete", ""),
    "saknad_beskrivning": ("beskrivning", "t1"),
    "saknad_aktivitet": ("aktivitet", ""),
    "ofullstandig_internkontroll": ("komplettering", "t1"),
    "prognos_under_arsmal": ("atgard", "nasta"),
    "riktad": ("", ""),
}
SJALVVERKANDE = ("saknat_arsmal", "aggregat_under_kf")  # apply without being named in `provas`
UTAN_PROVAS = ("kf_arsmal_faststallt", "ofullstandig_internkontroll")  # naming them in `provas` changes nothing
AV_PLANEN = [g for g in GRUNDER if g not in ("prognos_under_arsmal", "riktad", *UTAN_PROVAS)]  # asked of the plan
VARDEN = ("arsmal", "reviderat_arsmal")  # what asks for a value
STANGER = ("tillracklig", "besvarad", "motiverad")  # what closes a recipient's part
TROSKLAR = {"indikator_delvis_inom": 0.10, "mal_helt": 0.60, "mal_delvis": 0.50, "stor_avvikelse": 0.10}
ORDET = {
    "namnd": "nämnder",
    "stadsdelsnamnd": "stadsdelsnämnder",
    "facknamnd": "facknämnder",
    "bolagsstyrelse": "bolagsstyrelser",
}


# ---- reading and numbers -------------------------------------------------------------------------------------------


def stada(text: str | None) -> str:
    """NFC and trimmed; nothing for a cell that is not there."""
    return unicodedata.normalize("NFC", text or "").strip()


def las(fil: Path) -> list[Rad]:
    """The rows of a CSV with `,` or `;` between its cells; none where the file is not there."""
    if not fil.is_file():
        return []
    text = fil.read_text("utf-8-sig")
    tecken = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    rader = csv.DictReader(text.splitlines(keepends=True), delimiter=tecken)
    return [{stada(k): stada(v) for k, v in rad.items() if isinstance(k, str)} for rad in rader]


def tal(text: str | None) -> Fraction | None:
    """A number as stated; None where nothing stands."""
    rent = "".join((text or "").split()).replace("\u2212", "-").replace(",", ".")
    return Fraction(rent) if rent else None


def skriv(varde: Fraction | None, decimaler: int | None = None) -> str | None:
    """Plain notation, with a fixed number of decimals where given."""
    if varde is None:
        return None
    exakt = Decimal(varde.numerator) / Decimal(varde.denominator)
    return f"{exakt:f}" if decimaler is None else f"{exakt:.{decimaler}f}"


def avrunda(varde: Fraction, decimaler: int) -> Fraction:
    """Half away from zero."""
    steg = Fraction(1, 10**decimaler)
    antal = floor(abs(varde) / steg + Fraction(1, 2))
    return antal * steg if varde >= 0 else -antal * steg


def dag(varde: Any) -> date:
    """A date from YAML or ISO text."""
    return varde if isinstance(varde, date) else date.fromisoformat(str(varde))


@dataclass(frozen=True)
class Omgang:
    """A round of the year."""

    kod: str
    senast: date
    sammanstalls: date
    beslutas: date
    varde: str


def las_omgangar(mapp: Path, kalender: dict[str, date]) -> list[Omgang]:
    """The omgångar in the order of time; without `omgangar.csv` the calendar's two."""
    if not (mapp / "omgangar.csv").is_file():
        k, f = kalender, kalender["uppfoljning"]
        plan = Omgang("VP", k["verksamhetsplan_senast"], k["avstamning"], k["beslut"], "arsmal")
        return [plan, Omgang("T1", k["tertialrapport_1_senast"], f, f, "arsmal")]
    omgangar = []
    for r in las(mapp / "omgangar.csv"):
        varde = r.get("varde") or ("utfall" if r["slag"] == "bokslut" else "arsmal")
        beslutas = dag(r.get("beslutas") or r["sammanstalls"])
        omgangar.append(Omgang(r["omgang"], dag(r["senast"]), dag(r["sammanstalls"]), beslutas, varde))
    return omgangar


@dataclass
class Del:
    """One recipient's part of an uppmaning: when it is due now, and what the latest omgång that judged it found."""

    senast: date | None
    status: str = "oppen"
    sen: bool = False
    varde: Fraction | None = None
    omgang: str | None = None


@dataclass
class Uppmaning:
    """One grund for one indicator, goal or text."""

    grund: str
    begar: str
    mal: str
    indikator: str
    avser: str
    senast: date | None
    mottagare: set[str]
    rad: int = 0
    nummer: str = ""
    omgang: str = ""
    delar: dict[str, Del] = field(default_factory=dict)


@dataclass
class Fas:
    """What one omgång comes to, on its own values, and the årsmål that are in force in it."""

    omgang: Omgang
    arsmal: dict[Nyckel, Fraction]
    nya: dict[Nyckel, Fraction]
    varden: dict[str, Varden] = field(default_factory=dict)
    aggregerat: dict[str, Fraction | None] = field(default_factory=dict)
    uppfyllelse: dict[str, str] = field(default_factory=dict)
    hojning: dict[str, Varden] = field(default_factory=dict)
    arsmalen_ar: dict[str, str] = field(default_factory=dict)  # the uppfyllelse of the aggregated årsmål in force


class Ar:
    """A year folder, read into dicts."""

    def __init__(self, mapp: Path) -> None:
        self.mapp = mapp
        self.yaml: dict[str, Any] = yaml.safe_load((mapp / "ar.yaml").read_text("utf-8"))
        self.kalender = {k: dag(v) for k, v in self.yaml["kalender"].items() if v}
        trosklar = TROSKLAR | (self.yaml.get("trosklar") or {})
        self.trosklar = {k: Fraction(str(v)) for k, v in trosklar.items()}
        self.organ = {r["kod"]: r for r in las(mapp / "organ.csv")}
        self.mal = {r["kod"]: r for r in las(mapp / "mal.csv")}
        self.indikatorer = {r["kod"]: r for r in las(mapp / "indikatorer.csv")}
        self.ord = {r["nyckel"]: r for r in las(mapp / "ord.csv")}
        self.har_omgangar = (mapp / "omgangar.csv").is_file()
        self.omgangar = las_omgangar(mapp, self.kalender)
        self._ifyllt: dict[Nyckel, list[Rad]] = {}
        self._tilldelningar()
        self._inlamningar()
        self._verksamhetsplaner()

    def nasta(self, omgang: Omgang) -> Omgang | None:
        """The omgång that follows, if any."""
        efter = self.omgangar[self.omgangar.index(omgang) + 1 :]
        return efter[0] if efter else None

    def mapp_for(self, omgang: Omgang) -> list[Path]:
        """Where what the organs fill in stands."""
        if omgang is self.omgangar[0]:
            return [self.mapp / "verksamhetsplaner"]
        return [self.mapp / omgang.kod] + ([self.mapp / "tertialrapport1"] if omgang.kod == "T1" else [])

    def ifyllt(self, omgang: Omgang, fil: str) -> list[Rad]:
        """The rows of one sheet of an omgång, of the organs whose workbook counts."""
        if (omgang.kod, fil) not in self._ifyllt:
            rader = [r for mapp in self.mapp_for(omgang) for r in las(mapp / f"{fil}.csv")]
            self._ifyllt[omgang.kod, fil] = [r for r in rader if r["organ"] in self.inlamnade[omgang.kod]]
        return self._ifyllt[omgang.kod, fil]

    def _tilldelningar(self) -> None:
        """Holders per indicator in the order of organ.csv, their weights and last year's utfall."""
        rader = las(self.mapp / "tilldelningar.csv")
        har = {(r["indikator"], r["organ"]) for r in rader if r.get("utgar") != "ja"}
        self.innehavare = {i: [o for o in self.organ if (i, o) in har] for i in self.indikatorer}
        vikter = {(r["indikator"], r["organ"]): tal(r.get("vikt")) for r in rader}
        self.vikt = {k: Fraction(1) if v is None else v for k, v in vikter.items()}
        self.utfall = {(r["indikator"], r["organ"]): tal(r.get("utfall_foregaende")) for r in rader}

    def _inlamningar(self) -> None:
        """The organs whose workbook of each omgång counts, with the day of arrival."""
        inkom = {(r["organ"], r["slag"]): dag(r["inkom"]) for r in las(self.mapp / "inlamningar.csv")}
        self.inlamnade: dict[str, dict[str, date]] = {}
        for omgang in self.omgangar:
            filer = [fil for mapp in self.mapp_for(omgang) for fil in sorted(mapp.glob("*.csv"))]
            fyllda = {r["organ"] for fil in filer for r in las(fil)}
            dagar = {o: inkom.get((o, omgang.kod), omgang.senast) for o in self.organ if o in fyllda}
            self.inlamnade[omgang.kod] = {o: d for o, d in dagar.items() if d <= omgang.beslutas}
        self.vp = set(self.inlamnade[self.omgangar[0].kod])

    def _verksamhetsplaner(self) -> None:
        """What the accepted VPs say."""
        namnen = ("arsmal", "mal", "aktiviteter", "intern_kontroll")
        vp = {n: self.ifyllt(self.omgangar[0], n) for n in namnen}
        self.vp_mal, self.vp_processer = vp["mal"], vp["intern_kontroll"]
        stallda = [(r["Indikatorkod"], r["organ"], tal(r.get("Nämndens årsmål"))) for r in vp["arsmal"]]
        self.arsmal: dict[Nyckel, Fraction] = {(i, o): v for i, o, v in stallda if v is not None}
        self.beskrivna = {(r["Indikatorkod"], r["organ"]) for r in vp["arsmal"] if r.get("Så når vi målet")}
        self.aktiva = {(r["Indikatorkod"], r["organ"]) for r in vp["aktiviteter"] if r.get("Aktivitet")}

    def barn(self, mal: str) -> list[str]:
        """The goals directly below a goal; a leaf has none."""
        return [k for k, r in self.mal.items() if r.get("overordnat") == mal]

    def ar_namnd(self, organ: str) -> bool:
        """Whether the organ is a nämnd of either kind."""
        return self.organ[organ]["slag"] != "bolagsstyrelse"

    def grupp(self, slag: str) -> list[str]:
        """The organs of a kind, in order; `namnd` is both kinds of nämnd."""
        return [o for o, r in self.organ.items() if r["slag"] == slag or (slag == "namnd" and self.ar_namnd(o))]


# ---- comparing and aggregating -------------------------------------------------------------------------------------


def battre(ind: Rad, a: Fraction, b: Fraction) -> bool:
    """Is a strictly better than b, both taken as they are?"""
    return a > b if ind["riktning"] == "hogre" else a < b


def samre_avrundat(ind: Rad, a: Fraction, b: Fraction | None) -> bool:
    """Is a worse than b, both rounded? Not where b is missing."""
    n = int(ind["decimaler"])
    return b is not None and battre(ind, avrunda(b, n), avrunda(a, n))


def aggregera(ar: Ar, ind: Rad, varden: Varden) -> Fraction | None:
    """The aggregate of the stated values, unrounded."""
    alla = list(varden.values())
    if not alla:
        return None
    if ind["aggregering"] == "vagt_medel":
        vikt = sum((ar.vikt[ind["kod"], o] for o in varden), Fraction(0))
        return sum((ar.vikt[ind["kod"], o] * v for o, v in varden.items()), Fraction(0)) / vikt if vikt else None
    summa = sum(alla, Fraction(0))
    return {"summa": summa, "medel": summa / len(alla), "minst": min(alla), "storst": max(alla)}[ind["aggregering"]]


def uppfyllelse(ar: Ar, ind: Rad, aggregerat: Fraction | None) -> str:
    """helt, delvis, inte or ej_bedombar for a rounded aggregate."""
    kf = tal(ind.get("kf_arsmal"))
    if kf is None or aggregerat is None:
        return "ej_bedombar"
    if not battre(ind, kf, aggregerat):
        return "helt"
    return "delvis" if abs(kf - aggregerat) <= ar.trosklar["indikator_delvis_inom"] * abs(kf) else "inte"


def hojning(ar: Ar, ind: Rad, varden: Varden) -> Varden:
    """The smallest even raise that reaches KF's årsmål: organ -> new value. Empty where none can be given."""
    kf = tal(ind.get("kf_arsmal")) or Fraction(0)
    if ind["aggregering"] == "summa":
        nya = fordela_summa(kf, varden, int(ind["decimaler"]))
    elif ind["aggregering"] in ("minst", "storst"):
        nya = dict.fromkeys(varden, kf)
    else:
        vagt = ind["aggregering"] == "vagt_medel"
        vikt = {o: ar.vikt[ind["kod"], o] if vagt else Fraction(1) for o in varden}
        ror_sig = [o for o in varden if vikt[o] > 0]
        niva = jamn_niva(ind, kf, {o: varden[o] for o in ror_sig}, vikt)
        nya = dict.fromkeys(ror_sig, niva)
    return {o: v for o, v in nya.items() if battre(ind, v, varden[o])}


def jamn_niva(ind: Rad, kf: Fraction, varden: Varden, vikt: Varden) -> Fraction:
    """The level L where the (weighted) mean of max(v, L) is KF's (min for lagre), rounded to the better side."""
    tecken = 1 if ind["riktning"] == "hogre" else -1
    samst_forst = sorted(varden, key=lambda o: tecken * varden[o])
    behov = kf * sum((vikt[o] for o in varden), Fraction(0))
    niva = kf
    for antal in range(1, len(samst_forst) + 1):
        lyfta, kvar = samst_forst[:antal], samst_forst[antal:]
        rest = sum((vikt[o] * varden[o] for o in kvar), Fraction(0))
        niva = (behov - rest) / sum((vikt[o] for o in lyfta), Fraction(0))
        if not kvar or tecken * niva <= tecken * varden[kvar[0]]:
            break
    skala = 10 ** int(ind["decimaler"])
    return Fraction(ceil(niva * skala) if tecken > 0 else floor(niva * skala), skala)


def fordela_summa(kf: Fraction, varden: Varden, decimaler: int) -> Varden:
    """Every value scaled to KF's sum, rounded down, the units left over by largest remainder."""
    summa = sum(varden.values(), Fraction(0))
    if summa <= 0 or min(varden.values()) < 0:
        return {}
    skala = 10**decimaler
    delar = storsta_rest({o: v * kf / summa * skala for o, v in varden.items()}, int(kf * skala))
    return {o: Fraction(n, skala) for o, n in delar.items()}


def storsta_rest(andelar: Varden, helhet: int) -> dict[str, int]:
    """Whole units by largest remainder; ties in the order given."""
    delar = {o: floor(a) for o, a in andelar.items()}
    efter_rest = sorted(andelar, key=lambda o: delar[o] - andelar[o])
    for o in efter_rest[: helhet - sum(delar.values())]:
        delar[o] += 1
    return delar


def i_kraft(ar: Ar, omgang: Omgang) -> dict[Nyckel, Fraction]:
    """The årsmål in force: the plan's, replaced by the newest revised one up to and including the omgång."""
    gallande = dict(ar.arsmal)
    for tidigare in ar.omgangar[1 : ar.omgangar.index(omgang) + 1]:
        gallande |= revidera(ar, tidigare)
    return gallande


def revidera(ar: Ar, omgang: Omgang) -> dict[Nyckel, Fraction]:
    """The revised årsmål of the workbooks of an omgång that count."""
    rader = [r for r in ar.ifyllt(omgang, "svar") if r.get("indikator")]
    stallda = [(r["indikator"], r["organ"], tal(r.get("reviderat_arsmal"))) for r in rader]
    return {(i, o): v for i, o, v in stallda if v is not None}


def rapporterat(ar: Ar, omgang: Omgang) -> dict[Nyckel, Fraction]:
    """The prognoser, or utfall, of the workbooks of an omgång that count, for the indicators that the organ holds."""
    rader = ar.ifyllt(omgang, omgang.varde)
    stallda = [(r["Indikatorkod"], r["organ"], tal(r.get(omgang.varde.title()))) for r in rader]
    return {(i, o): v for i, o, v in stallda if v is not None and o in ar.innehavare[i]}


def innehavarnas(ar: Ar, kod: str, varden: dict[Nyckel, Fraction]) -> Varden:
    """The values of an indicator's holders."""
    return {o: varden[kod, o] for o in ar.innehavare[kod] if (kod, o) in varden}


def avrundat_aggregat(ar: Ar, ind: Rad, varden: Varden) -> Fraction | None:
    """The aggregate, rounded."""
    exakt = aggregera(ar, ind, varden)
    return None if exakt is None else avrunda(exakt, int(ind["decimaler"]))


def rakna_fas(ar: Ar, omgang: Omgang) -> Fas:
    """All indicators of one omgång."""
    fas = Fas(omgang, i_kraft(ar, omgang), {} if omgang is ar.omgangar[0] else revidera(ar, omgang))
    alla = fas.arsmal if omgang.varde == "arsmal" else rapporterat(ar, omgang)
    for kod, ind in ar.indikatorer.items():
        varden = innehavarnas(ar, kod, alla)
        aggregerat = avrundat_aggregat(ar, ind, varden)
        utfall = uppfyllelse(ar, ind, aggregerat)
        fas.varden[kod], fas.aggregerat[kod], fas.uppfyllelse[kod] = varden, aggregerat, utfall
        hojs = omgang.varde == "arsmal" and utfall in ("delvis", "inte")
        fas.hojning[kod] = hojning(ar, ind, varden) if hojs else {}
        gallande = innehavarnas(ar, kod, fas.arsmal)
        fas.arsmalen_ar[kod] = uppfyllelse(ar, ind, avrundat_aggregat(ar, ind, gallande))
    return fas


# ---- bedömning of the goals ----------------------------------------------------------------------------------------


def bedom_mal(ar: Ar, fas: Fas) -> list[dict[str, Any]]:
    """Every goal: in the order of mal.csv, or in a year without omgangar.csv the leaves first."""
    klara: dict[str, dict[str, Any]] = {}
    for kod in ar.mal:
        bedom(ar, fas, kod, klara)
    ordning = list(ar.mal) if ar.har_omgangar else sorted(ar.mal, key=lambda kod: bool(ar.barn(kod)))
    return [klara[kod] | {"fas": fas.omgang.kod} for kod in ordning]


def bedom(ar: Ar, fas: Fas, kod: str, klara: dict[str, dict[str, Any]]) -> str:
    """The proposal for one goal, those below it first."""
    if kod not in klara:
        under = [bedom(ar, fas, barn, klara) for barn in ar.barn(kod)]
        klara[kod] = inriktningsmal(kod, under) if under else verksamhetsmal(ar, fas, kod)
    return klara[kod]["forslag"]


def verksamhetsmal(ar: Ar, fas: Fas, kod: str) -> dict[str, Any]:
    """The proposal for a leaf over KF's indicators, with who contributes."""
    raknas = [
        i
        for i, r in ar.indikatorer.items()
        if r["mal"] == kod and r["slag"] == "kf" and r.get("ingar_i_bedomning") != "nej"
    ]
    utfall = [fas.uppfyllelse[i] for i in raknas]
    h, d, i, n = utfall.count("helt"), utfall.count("delvis"), utfall.count("inte"), len(utfall)
    if h + d + i == 0:
        forslag = "ej_bedombar"
    elif Fraction(h, n) >= ar.trosklar["mal_helt"] and i == 0:
        forslag = "helt"
    else:
        forslag = "delvis" if Fraction(h + d, n) >= ar.trosklar["mal_delvis"] else "inte"
    egna = [r for r in ar.vp_mal if r["Målkod"] == kod]
    bidrar = {r["organ"] for r in egna if r.get("Bidrar") == "Ja" and r.get("Hur nämnden bidrar")}
    namndmal = len({r["organ"] for r in egna if r["organ"] in bidrar and r.get("Nämndmål")})
    namnder = sum(ar.ar_namnd(o) for o in bidrar)
    raknat = {"helt": h, "delvis": d, "inte": i, "av": n, "namnder": namnder, "bolag": len(bidrar) - namnder}
    return {"kod": kod, "forslag": forslag, **raknat, "namndmal": namndmal}


def inriktningsmal(kod: str, under: list[str]) -> dict[str, Any]:
    """The proposal over those of the goals directly below, the ones that cannot be judged left aside."""
    h, d, i = under.count("helt"), under.count("delvis"), under.count("inte")
    kvar = h + d + i
    if kvar == 0 or 2 * kvar < len(under):
        svar = "ej_bedombar"
    else:
        svar = "helt" if h == kvar else "inte" if i == kvar else "delvis"
    raknat = {"helt": h, "delvis": d, "inte": i, "av": len(under)}
    return {"kod": kod, "forslag": svar, **raknat, "namnder": None, "bolag": None, "namndmal": None}


# ---- uppmaningar ---------------------------------------------------------------------------------------------------


def traffar(ar: Ar, fas: Fas, grund: str, ind: Rad, o: str) -> bool:
    """Does the rule hold for this holder, which has an accepted VP?"""
    nyckel = (ind["kod"], o)
    varde, kf = ar.arsmal.get(nyckel), tal(ind.get("kf_arsmal"))
    brister = fas.uppfyllelse[ind["kod"]] in ("delvis", "inte")
    if grund == "saknat_arsmal":
        return varde is None and ind.get("faststalls_senare") != "ja"
    if grund == "saknad_beskrivning":
        return nyckel not in ar.beskrivna
    if grund == "saknad_aktivitet":
        return brister and nyckel not in ar.aktiva
    if varde is None:
        return False
    if grund == "aggregat_under_kf":
        hojs = fas.hojning[ind["kod"]]
        return ind["slag"] == "kf" and brister and (o in hojs or not hojs)
    if grund == "stor_avvikelse":
        return avviker_stort(ar, ind, varde, ar.utfall[nyckel])
    return samre_avrundat(ind, varde, kf if grund == "under_kf_arsmal" else ar.utfall[nyckel])


def avviker_stort(ar: Ar, ind: Rad, varde: Fraction, utfall: Fraction | None) -> bool:
    """Better than last year's utfall (not 0) by more than the threshold's share of it."""
    if utfall is None:
        return False
    n = int(ind["decimaler"])
    a, u = avrunda(varde, n), avrunda(utfall, n)
    return u != 0 and battre(ind, a, u) and abs(a - u) > ar.trosklar["stor_avvikelse"] * abs(u)


def ofullstandig(ar: Ar, organ: str) -> bool:
    """Does the nämnd's väsentlighets- och riskanalys lack something?"""
    rader = [r for r in ar.vp_processer if r["organ"] == organ and r.get("Process")]
    finns = {(r["Målkod"], r["Process"]) for r in rader}
    delar = ("Arbetssätt", "Systematisk kontroll", "Oönskad händelse")
    if any(not r.get(d) for r in rader for d in delar):
        return True
    bidrar = {r["Målkod"] for r in ar.vp_mal if r["organ"] == organ and r.get("Bidrar") == "Ja"}
    if bidrar - {mal for mal, _ in finns}:
        return True
    return any(
        r["organ"] == organ and (r["mal"], r["process"]) not in finns
        for r in las(ar.mapp / "obligatoriska_processer.csv")
    )


def expandera(ar: Ar, cell: str, rad: Rad) -> set[str]:
    """The organs of a cell that allows groups; what has `-` in front is taken out and wins."""
    if rad.get("indikator"):
        berorda = set(ar.innehavare[rad["indikator"]])
    else:
        mal = rad.get("mal", "")
        malen = nedanfor(ar, mal) if mal else []
        berorda = {o for i, r in ar.indikatorer.items() if r["mal"] in malen for o in ar.innehavare[i]}
    grupper = {
        "sdn": set(ar.grupp("stadsdelsnamnd")),
        "fack": set(ar.grupp("facknamnd")),
        "berorda": berorda,
        "namnder": set(ar.grupp("namnd")),
        "bolag": set(ar.grupp("bolagsstyrelse")),
    }
    med: set[str] = set()
    utan: set[str] = set()
    for del_ in (stada(d) for d in cell.split("+")):
        namn = stada(del_.removeprefix("-"))
        (utan if del_.startswith("-") else med).update(grupper.get(namn, {namn} if namn else set()))
    return med - utan


def nedanfor(ar: Ar, mal: str) -> list[str]:
    """A goal and every goal below it, however deep."""
    return [mal] + [djupare for barn in ar.barn(mal) for djupare in nedanfor(ar, barn)]


def regelns(ar: Ar, omgang: Omgang, grund: str, indikator: str, mottagare: set[str]) -> Uppmaning:
    """An uppmaning of a rule. Those of the plan are due with the omgång after it, so all of them with the next."""
    begar, forfaller = GRUNDER[grund]
    mal = ar.indikatorer[indikator]["mal"] if indikator else ""
    nasta = ar.nasta(omgang)
    senast = nasta.senast if forfaller and nasta else None
    return Uppmaning(grund, begar, mal, indikator, "", senast, mottagare)


def finn_uppmaningar(ar: Ar, fas: Fas) -> list[Uppmaning]:
    """All uppmaningar that an omgång's decision issues, in the order of their numbers."""
    alla = av_planen(ar, fas) if fas.omgang is ar.omgangar[0] else av_prognosen(ar, fas)
    alla = [u for u in alla if u.mottagare]
    ta_in_riktade(ar, fas.omgang, alla)
    mal, ind_, grunder = list(ar.mal), list(ar.indikatorer), list(GRUNDER)
    return sorted(
        (u for u in alla if u.mottagare),
        key=lambda u: (
            mal.index(u.mal) if u.mal else len(mal),
            ind_.index(u.indikator) if u.indikator else len(ind_),
            grunder.index(u.grund),
            u.rad,
        ),
    )


def provas(ind: Rad) -> set[str]:
    """The rules that apply to an indicator."""
    return set(SJALVVERKANDE) | {stada(p) for p in ind.get("provas", "").split("+")}


def av_planen(ar: Ar, fas: Fas) -> list[Uppmaning]:
    """What the rules that look at the plan find."""
    alla = []
    for kod, ind in ar.indikatorer.items():
        for grund in (g for g in AV_PLANEN if g in provas(ind)):
            traff = {o for o in ar.innehavare[kod] if o in ar.vp and traffar(ar, fas, grund, ind, o)}
            alla.append(regelns(ar, fas.omgang, grund, kod, traff))
    brister = {o for o in ar.grupp("namnd") if o in ar.vp and ofullstandig(ar, o)}
    return [*alla, regelns(ar, fas.omgang, "ofullstandig_internkontroll", "", brister)]


def av_prognosen(ar: Ar, fas: Fas) -> list[Uppmaning]:
    """Holders whose prognos is worse than their årsmål in force, where another omgång follows."""
    if fas.omgang.varde != "prognos" or ar.nasta(fas.omgang) is None:
        return []
    alla = []
    for kod, ind in ar.indikatorer.items():
        if "prognos_under_arsmal" in provas(ind):
            prognoser = [(o, v) for o, v in fas.varden[kod].items() if o in ar.vp]
            traff = {o for o, v in prognoser if samre_avrundat(ind, v, fas.arsmal.get((kod, o)))}
            alla.append(regelns(ar, fas.omgang, "prognos_under_arsmal", kod, traff))
    return alla


def ta_in_riktade(ar: Ar, omgang: Omgang, alla: list[Uppmaning]) -> None:
    """Adds the riktade of an omgång, and widens what the rules found in it."""
    senast_i = {o.kod: o.senast for o in ar.omgangar}
    for nr, rad in enumerate(las(ar.mapp / "riktade_uppmaningar.csv")):
        if (rad.get("omgang") or ar.omgangar[0].kod) != omgang.kod:
            continue
        indikator, mottagare = rad.get("indikator", ""), expandera(ar, rad["mottagare"], rad)
        grund = rad.get("grund") or "riktad"
        if grund == "riktad":
            mal = ar.indikatorer[indikator]["mal"] if indikator else rad.get("mal", "")
            senast = senast_i[rad["senast"].upper()] if rad.get("senast") else None
            alla.append(Uppmaning(grund, rad["begar"], mal, indikator, rad.get("avser", ""), senast, mottagare, nr))
            continue
        mottagare &= ar.vp & set(ar.innehavare[indikator] if indikator else ar.organ)
        for u in alla:
            ratt_mal = indikator or rad.get("mal", "") in ("", u.mal)
            if (u.grund, u.indikator) == (grund, indikator) and ratt_mal:
                u.mottagare |= mottagare


def begart(ar: Ar, plan: Fas, alla: list[Uppmaning], u: Uppmaning, o: str) -> Fraction | None:
    """The strictest value that the rules which asked o, in whichever omgång, give for the indicator."""
    if u.begar not in VARDEN or not u.indikator:
        return None
    ind = ar.indikatorer[u.indikator]
    ger = {
        "aggregat_under_kf": plan.hojning[u.indikator].get(o),
        "under_kf_arsmal": tal(ind.get("kf_arsmal")),
        "sankt_ambition": ar.utfall.get((u.indikator, o)),
    }
    fragade = {v.grund for v in alla if v.indikator == u.indikator and o in v.mottagare}
    varden = [v for g in fragade if (v := ger.get(g)) is not None]
    if not varden:
        return None
    return max(varden) if ind["riktning"] == "hogre" else min(varden)


# ---- naming --------------------------------------------------------------------------------------------------------


def flera(ar: Ar, slag: str) -> str:
    """The city's word for the organs of a kind."""
    return ar.ord.get(slag, {}).get("flera") or ORDET[slag]


def rakna_upp(namn: list[str]) -> str:
    """A, B och C."""
    return namn[0] if len(namn) == 1 else f"{', '.join(namn[:-1])} och {namn[-1]}"


def namn(ar: Ar, organ: list[str], kort: bool = False) -> str:
    """The organs by name, or by kortnamn after "utom"."""
    return rakna_upp([(ar.organ[o].get("kortnamn") if kort else "") or ar.organ[o]["namn"] for o in organ])


@dataclass
class Led:
    """One part of `till`: what it says, whom it leaves out, and through whom it goes."""

    text: str
    utom: str = ""
    genom: str = ""


def samtliga(ar: Ar, slag: str, mottagare: set[str], utom: bool = True) -> Led | None:
    """ "Samtliga …" for all of a group of at least 3, or (where `utom`) all but at most 3 and fewer than half."""
    grupp = ar.grupp(slag)
    borta = [o for o in grupp if o not in mottagare]
    if len(grupp) < 3 or (borta and (not utom or len(borta) > 3 or 2 * len(borta) >= len(grupp))):
        return None
    return Led(f"Samtliga {flera(ar, slag)}", namn(ar, borta, kort=True) if borta else "")


def berorda(ar: Ar, slag: str, mottagare: set[str], u: Uppmaning) -> Led | None:
    """ "Samtliga berörda …": exactly the holders of that kind, more than 3."""
    har = set(ar.innehavare[u.indikator]) & set(ar.grupp(slag)) if u.indikator else set()
    return Led(f"Samtliga berörda {flera(ar, slag)}") if mottagare == har and len(har) > 3 else None


def led_namnder(ar: Ar, u: Uppmaning) -> list[Led]:
    """The parts that name nämnder."""
    alla = {o for o in u.mottagare if ar.ar_namnd(o)}
    if not alla:
        return []
    for slag in ("namnd", "stadsdelsnamnd", "facknamnd"):
        hela = samtliga(ar, slag, alla, utom=False) if alla <= set(ar.grupp(slag)) else None
        if hela:
            return [hela]
    ett = berorda(ar, "namnd", alla, u) or samtliga(ar, "namnd", alla)
    if ett:
        return [ett]
    enskilda: list[str] = []
    fraser: list[Led] = []
    for slag in ("stadsdelsnamnd", "facknamnd"):
        fras = samtliga(ar, slag, alla)
        fraser += [fras] if fras else []
        enskilda += [] if fras else [o for o in ar.grupp(slag) if o in alla]
    enskilda.sort(key=list(ar.organ).index)
    return ([Led(namn(ar, enskilda))] if enskilda else []) + fraser


def led_bolag(ar: Ar, u: Uppmaning) -> list[Led]:
    """The parts that name bolagsstyrelser, with whom they are addressed through."""
    alla = [o for o in ar.grupp("bolagsstyrelse") if o in u.mottagare]
    if not alla:
        return []
    via = {o: g for o in alla if (g := ar.organ[o].get("genom", "")) and g != o}
    genom = [g for g in ar.organ if g in via.values()]
    mangd = set(alla)
    fras = samtliga(ar, "bolagsstyrelse", mangd, utom=False) or berorda(ar, "bolagsstyrelse", mangd, u)
    fras = fras or samtliga(ar, "bolagsstyrelse", mangd)
    if fras:
        fras.genom = namn(ar, genom) if genom else ""
        return [fras]
    direkt = [o for o in alla if o not in via]
    grupper = [Led(namn(ar, [o for o in alla if via.get(o) == g]), genom=namn(ar, [g])) for g in genom]
    return ([Led(namn(ar, direkt))] if direkt else []) + grupper


def till(ar: Ar, u: Uppmaning) -> str:
    """The recipients the short way the city names them."""
    led = led_namnder(ar, u) + led_bolag(ar, u)
    delar = []
    for i, ett in enumerate(led):
        text = ett.text if i == 0 else ett.text.replace("Samtliga", "samtliga", 1)
        text += f" (utom {ett.utom})" if ett.utom and len(led) > 1 else f" utom {ett.utom}" if ett.utom else ""
        delar.append(text + (f", genom {ett.genom}" if ett.genom else ""))
    return " samt ".join(delar)


# ---- answers -------------------------------------------------------------------------------------------------------


def racker(ar: Ar, faser: dict[str, Fas], nu: Fas, u: Uppmaning, o: str, nytt: Fraction) -> bool:
    """Does a new value do what the uppmaning asked?"""
    if not u.indikator:
        return True
    ind, nyckel, fragade = ar.indikatorer[u.indikator], (u.indikator, o), faser[u.omgang]
    if u.grund == "sankt_ambition":
        return not samre_avrundat(ind, nytt, ar.utfall[nyckel])
    if u.grund == "under_kf_arsmal":
        return not samre_avrundat(ind, nytt, tal(ind.get("kf_arsmal")))
    if u.grund != "aggregat_under_kf":
        return True
    mal, gammalt = fragade.hojning[u.indikator].get(o), fragade.arsmal.get(nyckel)
    if mal is not None and not samre_avrundat(ind, nytt, mal):
        return True
    if gammalt is None or (mal is None and samre_avrundat(ind, gammalt, nytt)):
        return True
    return not samre_avrundat(ind, nytt, gammalt) and nu.arsmalen_ar[u.indikator] == "helt"


def rad_for(ar: Ar, omgang: Omgang, u: Uppmaning, o: str) -> Rad:
    """The row of the organ's workbook that answers the uppmaning; empty where there is none."""
    rader = [
        r
        for r in ar.ifyllt(omgang, "svar")
        if r["organ"] == o
        and r["grund"] == u.grund
        and r.get("indikator", "") == u.indikator
        and r.get("mal", "") in ("", u.mal)
        and r.get("avser", "") in ("", u.avser)
    ]
    return rader[0] if rader else {}


def besvarar(u: Uppmaning, rad: Rad) -> bool:
    """Does the row give the activity or the text that was asked for?"""
    if u.begar == "aktivitet":
        return bool(rad.get("aktivitet"))
    return u.begar not in VARDEN and bool(rad.get("svar")) and rad.get("kan_inte") != "ja"


def doma(ar: Ar, faser: dict[str, Fas], nu: Fas, u: Uppmaning, o: str) -> tuple[str, bool, Fraction | None]:
    """Status, lateness and new value of one organ's answer, on the workbook of one omgång alone."""
    omgang, senast = nu.omgang, u.delar[o].senast
    rad = rad_for(ar, omgang, u, o)
    nytt = nu.nya.get((u.indikator, o)) if u.begar in VARDEN else None
    ifyllt = [rad.get(k) for k in ("reviderat_arsmal", "svar", "aktivitet")]
    kan_inte = rad.get("kan_inte") == "ja"
    if nytt is None and not any(ifyllt) and not kan_inte:
        return "utebliven" if senast and senast < omgang.sammanstalls else "oppen", False, None
    sen = senast is not None and ar.inlamnade[omgang.kod][o] > senast
    if nytt is not None and racker(ar, faser, nu, u, o, nytt):
        return "tillracklig", sen, nytt
    if besvarar(u, rad):
        return "besvarad", sen, nytt
    return "motiverad" if kan_inte and rad.get("svar") else "otillracklig", sen, nytt


def doma_alla(ar: Ar, faser: dict[str, Fas], nu: Fas, alla: list[Uppmaning]) -> list[dict[str, Any]]:
    """Judge every part that is not closed, and give what remains the next omgång's senast."""
    domar, nasta = [], ar.nasta(nu.omgang)
    for u in alla:
        for o, part in u.delar.items():
            if part.status in STANGER:
                continue
            part.status, part.sen, part.varde = doma(ar, faser, nu, u, o)
            part.omgang = nu.omgang.kod
            dom = {"nummer": u.nummer, "organ": o, "omgang": part.omgang, "status": part.status, "sen": part.sen}
            domar.append(dom | {"varde": skriv(part.varde)})
            if nasta and part.senast and part.status in ("utebliven", "otillracklig"):
                part.senast = max(part.senast, nasta.senast)
    return domar


# ---- the year, omgång by omgång ------------------------------------------------------------------------------------


@dataclass
class Forlopp:
    """What has happened when every omgång is decided."""

    faser: dict[str, Fas] = field(default_factory=dict)
    uppmaningar: list[Uppmaning] = field(default_factory=list)
    domar: list[dict[str, Any]] = field(default_factory=list)


def ga_igenom(ar: Ar) -> Forlopp:
    """Every omgång in the order of time: aggregate, judge what is open, issue what is new."""
    allt = Forlopp()
    for omgang in ar.omgangar:
        fas = allt.faser[omgang.kod] = rakna_fas(ar, omgang)
        allt.domar += doma_alla(ar, allt.faser, fas, allt.uppmaningar)
        for u in finn_uppmaningar(ar, fas):
            u.omgang = omgang.kod
            u.nummer = f"{ar.yaml['ar']}-{len(allt.uppmaningar) + 1:02d}"
            u.delar = {o: Del(u.senast) for o in ar.organ if o in u.mottagare}
            allt.uppmaningar.append(u)
    return allt


def visa_mottagare(ar: Ar, allt: Forlopp, u: Uppmaning) -> list[dict[str, Any]]:
    """The recipients with what the latest omgång found of each."""
    plan = allt.faser[ar.omgangar[0].kod]
    return [
        {
            "organ": o,
            "senast": part.senast.isoformat() if part.senast else None,
            "begart": skriv(begart(ar, plan, allt.uppmaningar, u, o)),
            "status": part.status,
            "sen": part.sen,
            "omgang": part.omgang,
            "varde": skriv(part.varde),
        }
        for o, part in u.delar.items()
    ]


def visa_uppmaningar(ar: Ar, allt: Forlopp) -> list[dict[str, Any]]:
    """The uppmaningar as the export shows them; senast is the day for which each was issued."""
    return [
        {
            "nummer": u.nummer,
            "grund": u.grund,
            "begar": u.begar,
            "mal": u.mal or None,
            "indikator": u.indikator or None,
            "avser": u.avser or None,
            "till": till(ar, u),
            "senast": u.senast.isoformat() if u.senast else None,
            "omgang": u.omgang,
            "mottagare": visa_mottagare(ar, allt, u),
        }
        for u in allt.uppmaningar
    ]


def visa_varden(ar: Ar) -> list[dict[str, Any]]:
    """Every stated prognos and utfall that counts, by omgång, organ and indicator."""
    ut = []
    for omgang in (o for o in ar.omgangar if o.varde != "arsmal"):
        varden = rapporterat(ar, omgang)
        for o, i in ((o, i) for o in ar.organ for i in ar.indikatorer if (i, o) in varden):
            ut.append({"omgang": omgang.kod, "organ": o, "indikator": i, "varde": skriv(varden[i, o])})
    return ut


# ---- reminders -----------------------------------------------------------------------------------------------------


def paskdagen(ar: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = ar % 19, divmod(ar, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    el = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    manad, rest = divmod(h + el - 7 * ((a + 11 * h + 22 * el) // 451) + 114, 31)
    return date(ar, manad, rest + 1)


def lediga(ar: int) -> set[date]:
    """Swedish public holidays with midsommarafton, julafton and nyårsafton."""
    fasta = {date(ar, m, d) for m, d in ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))}
    pask = {paskdagen(ar) + timedelta(d) for d in (-2, 0, 1, 39, 49)}
    midsommar = next(d for n in range(7) if (d := date(ar, 6, 20) + timedelta(n)).weekday() == 5)
    helgon = next(d for n in range(7) if (d := date(ar, 10, 31) + timedelta(n)).weekday() == 5)
    return fasta | pask | {midsommar, midsommar - timedelta(1), helgon}


def arbetsdag(dagen: date, riktning: int) -> date:
    """The day itself, or the nearest working day in the direction (-1 or +1)."""
    while dagen.weekday() >= 5 or dagen in lediga(dagen.year):
        dagen += timedelta(riktning)
    return dagen


def stege(fragad: date, forfaller: date, slut: date, steg: list[int]) -> dict[str, str]:
    """Day by day from when it was asked: the latest step whose day has come and that was not sent yet."""
    dagar = {s: arbetsdag(forfaller + timedelta(s), 1 if s > 0 else -1) for s in sorted(steg)}
    skickade: dict[int, date] = {}
    for n in range((slut - fragad).days + 1):
        idag = fragad + timedelta(n)
        aktuella = [s for s, d in dagar.items() if fragad <= d <= idag]
        if aktuella and aktuella[-1] > max(skickade, default=-(10**6)):
            skickade[aktuella[-1]] = idag
    return {f"{s:+d}": d.isoformat() for s, d in skickade.items()}


def stegar(ar: Ar, forra: Omgang, omgang: Omgang) -> dict[str, dict[str, str]]:
    """The three ladders of an organ that was asked when the omgång before was decided, and never answers."""
    p = ar.yaml.get("paminnelser") or {}
    fore, efter = p.get("fore", [28, 14, 7, 1]), p.get("efter", [1, 5, 10])
    eskalering = p.get("eskalering", {5: "forvaltningschef", 10: "planeringskontoret"})
    roller = {"registrator": [-n for n in fore] + list(efter)}
    for roll in ("forvaltningschef", "planeringskontoret"):
        roller[roll] = [n for n, r in eskalering.items() if r == roll]
    dagar = (forra.beslutas, omgang.senast, omgang.beslutas)
    return {roll: stege(*dagar, steg) for roll, steg in roller.items()}


def alla_stegar(ar: Ar) -> dict[str, dict[str, dict[str, str]]]:
    """The ladders of every omgång after the plan."""
    par = zip(ar.omgangar, ar.omgangar[1:], strict=False)
    return {omgang.kod: stegar(ar, forra, omgang) for forra, omgang in par}


# ---- money ---------------------------------------------------------------------------------------------------------


def resultatbudget(rader: list[Rad]) -> list[dict[str, Any]]:
    """Every row as adjusted."""
    ut = []
    for r in rader:
        delar = {k: tal(r.get(k)) for k in ("kf_budget", "justeringar", "omslutning")}
        angivna = [v for v in delar.values() if v is not None]
        justerad = sum(angivna, Fraction(0)) if angivna else None
        ut.append({"rad": r["rad"], **{k: skriv(v) for k, v in delar.items()}, "justerad": skriv(justerad)})
    return ut


def beslutsbelopp(ar: Ar) -> list[dict[str, Any]]:
    """Every amount to decide, with the sum of the adjustments behind it."""
    justeringar = las(ar.mapp / "budgetjusteringar.csv")
    ut = []
    for r in las(ar.mapp / "beslutsbelopp.csv"):
        egna = [
            tal(j.get("beviljat")) or Fraction(0)
            for j in justeringar
            if j["slag"] == r["slag"] and r.get("finansiering", "") in ("", j.get("finansiering", ""))
        ]
        summa, belopp = (sum(egna, Fraction(0)) if egna else None), tal(r.get("belopp"))
        ut.append({"punkt": r["punkt"], "belopp": skriv(summa if belopp is None else belopp), "summa": skriv(summa)})
    return ut


def avvikelser(ar: Ar, beslut: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where two figures that should agree do not."""
    par: list[tuple[str, str, Fraction | None, Fraction | None]] = []
    rader = {r["rad"]: r for r in las(ar.mapp / "resultatbudget.csv")}
    for r in (r for r in rader.values() if r.get("summerar")):
        for kolumn in ("kf_budget", "justeringar", "omslutning"):
            par.append(("resultatbudget", r["rad"], tal(r.get(kolumn)), summera([rader[d] for d in delar(r)], kolumn)))
    par += [("beslutsbelopp", b["punkt"], tal(b["summa"]), tal(b["belopp"])) for b in beslut]
    return [
        {"slag": s, "nyckel": n, "belopp": skriv(a - b)}
        for s, n, a, b in par + ramar(ar)
        if a is not None and b is not None and a != b
    ]


def delar(rad: Rad) -> list[str]:
    """The rows that a sum row is the sum of."""
    return [stada(d) for d in rad["summerar"].split("+")]


def summera(rader: list[Rad], kolumn: str) -> Fraction | None:
    """The sum of what is stated; None where nothing is."""
    stallda = [v for r in rader if (v := tal(r.get(kolumn))) is not None]
    return sum(stallda, Fraction(0)) if stallda else None


def ramar(ar: Ar) -> list[tuple[str, str, Fraction | None, Fraction | None]]:
    """Each organ's frame against its parts, the city's against the nämnders', and dearer projects."""
    rader = las(ar.mapp / "investeringar.csv")
    ram = {r.get("organ", ""): r for r in rader if r["slag"] == "ram" and tal(r.get("netto")) is not None}
    par: list[tuple[str, str, Fraction | None, Fraction | None]] = []
    for o in (o for o in ar.organ if o in ram):
        del_ = summera([r for r in rader if r["slag"] == "del" and r.get("organ") == o], "netto")
        par.append(("ram", o, del_, tal(ram[o].get("netto"))))
    if "" in ram and all(o in ram for o in ar.grupp("namnd")):
        par.append(("ram", "", summera([ram[o] for o in ar.grupp("namnd")], "netto"), tal(ram[""].get("netto"))))
    for r in (r for r in rader if r["slag"] == "projekt"):
        prognos, netto = tal(r.get("prognos")), tal(r.get("netto"))
        if prognos is not None and netto is not None and prognos > netto:
            par.append(("projekt", r["post"], prognos, netto))
    return par


def statsbidrag(ar: Ar) -> list[dict[str, Any]]:
    """Every grant by organ, in the order of organ.csv within each fordelat grant."""
    ut = []
    for b in las(ar.mapp / "statsbidrag.csv"):
        rader = [r for r in las(ar.mapp / "statsbidrag_organ.csv") if r["bidrag"] == b["bidrag"]]
        if b["slag"] == "fordelat":
            rader.sort(key=lambda r: list(ar.organ).index(r["organ"].split("+")[0]))
            belopp: dict[str, Fraction | None] = {o: Fraction(n) for o, n in fordelat(b, rader).items()}
        else:
            belopp = {r["organ"]: tal(r.get("belopp")) for r in rader}
        for r in rader:
            antal, kr = tal(r.get("antal")), belopp[r["organ"]]
            per = avrunda(kr / antal, 0) if kr is not None and antal else None
            ut.append({"bidrag": b["bidrag"], "organ": r["organ"], "belopp": skriv(kr), "per_antal": skriv(per)})
    return ut


def fordelat(b: Rad, rader: list[Rad]) -> dict[str, int]:
    """The pot by number and by index, in whole kronor."""
    pot = (tal(b["rekvirerat"]) or 0) - (tal(b.get("riktade_insatser")) or 0) - (tal(b.get("avvecklat")) or 0)
    n = {r["organ"]: tal(r.get("antal")) or Fraction(0) for r in rader}
    vagt = {r["organ"]: n[r["organ"]] * (tal(r.get("index")) or Fraction(0)) for r in rader}
    summa_n, summa_vagt = sum(n.values(), Fraction(0)) or 1, sum(vagt.values(), Fraction(0)) or 1
    p, q = tal(b["andel_antal"]) or Fraction(0), tal(b["andel_index"]) or Fraction(0)
    return storsta_rest({o: pot * (p * n[o] / summa_n + q * vagt[o] / summa_vagt) for o in n}, int(pot))


# ---- all of it -----------------------------------------------------------------------------------------------------


def visa_indikatorer(ar: Ar, fas: Fas) -> list[dict[str, Any]]:
    """The indicators of an omgång as the export shows them."""
    return [
        {
            "kod": kod,
            "fas": fas.omgang.kod,
            "aggregerat": skriv(fas.aggregerat[kod], int(ind["decimaler"])),
            "kf_arsmal": skriv(tal(ind.get("kf_arsmal"))),
            "uppfyllelse": fas.uppfyllelse[kod],
            "antal": len(fas.varden[kod]),
            "saknas": [o for o in ar.innehavare[kod] if o not in fas.varden[kod]],
            "hojning": {o: skriv(v) for o, v in fas.hojning[kod].items()},
        }
        for kod, ind in ar.indikatorer.items()
    ]


def rakna_allt(mapp: Path) -> dict[str, Any]:
    """All that the rules decide of a year folder, the same fields for a year with and without `omgangar.csv`."""
    ar = Ar(Path(mapp))
    allt = ga_igenom(ar)
    beslut = beslutsbelopp(ar)
    return {
        "indikatorer": [rad for fas in allt.faser.values() for rad in visa_indikatorer(ar, fas)],
        "mal": [rad for fas in allt.faser.values() for rad in bedom_mal(ar, fas)],
        "uppmaningar": visa_uppmaningar(ar, allt),
        "svar": allt.domar,
        "varden": visa_varden(ar),
        "stegen": alla_stegar(ar),
        "resultatbudget": resultatbudget(las(ar.mapp / "resultatbudget.csv")),
        "beslutsbelopp": beslut,
        "avvikelser": avvikelser(ar, beslut),
        "statsbidrag": statsbidrag(ar),
    }


def utan(rader: list[dict[str, Any]], *falt: str) -> list[dict[str, Any]]:
    """The rows without some of their fields."""
    return [{k: v for k, v in rad.items() if k not in falt} for rad in rader]


def rakna(mapp: Path) -> dict[str, Any]:
    """What `shared/exempel/<name>.json` holds of a year folder, in just that shape."""
    allt = rakna_allt(mapp)
    gammalt = not (Path(mapp) / "omgangar.csv").is_file()
    bort = ("varde", "omgang", "senast") if gammalt else ("varde",)
    for u in allt["uppmaningar"]:
        u["mottagare"] = utan(u["mottagare"], *bort)
    ut = allt | {
        "indikatorer": utan(allt["indikatorer"], "kf_arsmal"),
        "mal": utan(allt["mal"], "namndmal"),
        "uppmaningar": utan(allt["uppmaningar"], *(["omgang"] if gammalt else [])),
        "svar": utan(allt["svar"], "varde"),
        "resultatbudget": utan(allt["resultatbudget"], "kf_budget", "justeringar", "omslutning"),
    }
    if gammalt:  # as before the last revision: one ladder, and what was judged stands at the uppmaning alone
        ut["steg"] = ut["stegen"]["T1"]
        ut = {k: v for k, v in ut.items() if k not in ("svar", "varden", "stegen")}
    return ut


# ---- comparing -----------------------------------------------------------------------------------------------------

# What tells the rows of a list apart.
NYCKLAR = ("nummer", "kod", "fas", "rad", "punkt", "bidrag", "slag", "nyckel", "omgang", "organ", "indikator")


def lika(a: Any, b: Any) -> bool:
    """Equal, numbers in text by value."""
    if a == b or not isinstance(a, str) or not isinstance(b, str):
        return bool(a == b)
    try:
        return Decimal(a) == Decimal(b)
    except ArithmeticError:
        return False


def nyckla(rader: list[Any]) -> dict[tuple[Any, ...], Any]:
    """Rows by what tells them apart (the recipients of one uppmaning by organ); other values by where they stand."""
    if not all(isinstance(r, dict) for r in rader):
        return {(n,): r for n, r in enumerate(rader)}
    if all({"organ", "begart"} <= r.keys() for r in rader):
        namn_: tuple[str, ...] = ("organ",)
    else:
        namn_ = ("nummer",) if all("mottagare" in r for r in rader) else NYCKLAR
    return {tuple(r[k] for k in namn_ if k in r): r for r in rader}


def skillnader(fick: Any, vantat: Any, plats: str = "") -> list[str]:
    """Every place where the two differ, one line each: what is missing, what is there without being expected."""
    if isinstance(fick, list) and isinstance(vantat, list):
        a, b = nyckla(fick), nyckla(vantat)
        dubbla = [f"{plats}: dubbla nycklar"] if (len(a), len(b)) != (len(fick), len(vantat)) else []
        antal = [f"{plats}: {len(fick)} rader, väntade {len(vantat)}"] if len(fick) != len(vantat) else []
        return dubbla + antal + skillnader(dict(a), dict(b), plats)
    if isinstance(fick, dict) and isinstance(vantat, dict):
        alla = [*vantat, *(k for k in fick if k not in vantat)]
        return [
            rad
            for k in alla
            for rad in skillnader(fick.get(k, "(saknas)"), vantat.get(k, "(oväntad)"), f"{plats}/{visa(k)}")
        ]
    return [] if lika(fick, vantat) else [f"{plats}: {fick!r}, väntade {vantat!r}"]


def visa(nyckel: Any) -> str:
    """A key as it stands in a place."""
    return " ".join(str(k) for k in nyckel) if isinstance(nyckel, tuple) else str(nyckel)


def jamforda(vantat: Any) -> int:
    """How many single values a comparison with this looks at."""
    if isinstance(vantat, dict | list):
        return sum(jamforda(v) for v in (vantat.values() if isinstance(vantat, dict) else vantat))
    return 1


if __name__ == "__main__":
    raknat = rakna(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        vantat = json.loads(Path(sys.argv[2]).read_text("utf-8"))
        olika = skillnader(raknat, vantat)
        print("\n".join(olika) or f"inga skillnader i {jamforda(vantat)} värden")
        sys.exit(1 if olika else 0)
    print(json.dumps(raknat, ensure_ascii=False, indent=1))
