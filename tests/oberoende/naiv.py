"""An independent, naive computation of kontrakt section 5 from a year folder (section 2), row by row.

It shares no code with the program it checks: plain loops, exact fractions, dicts. Every VP and T1 of the CSVs is taken
as handed in on its day of `inlamningar.csv` (else the due date) and accepted, and every proposal as decided.

    python tests/oberoende/naiv.py FOLDER [EXPECTED.json]
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

# Grund in the order of the contract's table, with what it asks for and whether it is due with T1.
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
    "riktad": ("", ""),
}
SJALVVERKANDE = ("saknat_arsmal", "aggregat_under_kf")  # apply without being named in `provas`
UTAN_PROVAS = ("kf_arsmal_faststallt", "ofullstandig_internkontroll")  # naming them in `provas` changes nothing
VARDEN = ("arsmal", "reviderat_arsmal")  # what asks for a value
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


@dataclass
class Fas:
    """What one phase (VP or T1) comes to."""

    varden: dict[str, Varden] = field(default_factory=dict)
    aggregerat: dict[str, Fraction | None] = field(default_factory=dict)
    uppfyllelse: dict[str, str] = field(default_factory=dict)
    hojning: dict[str, Varden] = field(default_factory=dict)


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
        self._tilldelningar()
        self._inlamningar()
        self._verksamhetsplaner()
        self.svar = [r for r in las(mapp / "tertialrapport1" / "svar.csv") if r["organ"] in self.t1]

    def _tilldelningar(self) -> None:
        """Holders per indicator in the order of organ.csv, their weights and last year's utfall."""
        rader = las(self.mapp / "tilldelningar.csv")
        har = {(r["indikator"], r["organ"]) for r in rader if r.get("utgar") != "ja"}
        self.innehavare = {i: [o for o in self.organ if (i, o) in har] for i in self.indikatorer}
        vikter = {(r["indikator"], r["organ"]): tal(r.get("vikt")) for r in rader}
        self.vikt = {k: Fraction(1) if v is None else v for k, v in vikter.items()}
        self.utfall = {(r["indikator"], r["organ"]): tal(r.get("utfall_foregaende")) for r in rader}

    def _inlamningar(self) -> None:
        """The organs whose VP, and T1, count, with the day of arrival."""
        inkom = {(r["organ"], r["slag"]): dag(r["inkom"]) for r in las(self.mapp / "inlamningar.csv")}
        vp = {r["organ"] for fil in sorted((self.mapp / "verksamhetsplaner").glob("*.csv")) for r in las(fil)}
        t1 = {r["organ"] for r in las(self.mapp / "tertialrapport1" / "svar.csv")}
        forfaller, beslut = self.kalender["verksamhetsplan_senast"], self.kalender["beslut"]
        self.vp = {o for o in self.organ if o in vp and inkom.get((o, "VP"), forfaller) <= beslut}
        forfaller, beslut = self.kalender["tertialrapport_1_senast"], self.kalender["uppfoljning"]
        dagar = {o: inkom.get((o, "T1"), forfaller) for o in self.organ if o in t1}
        self.t1 = {o: d for o, d in dagar.items() if d <= beslut}

    def _verksamhetsplaner(self) -> None:
        """What the accepted VPs say."""
        vp = {
            n: [r for r in las(self.mapp / "verksamhetsplaner" / f"{n}.csv") if r["organ"] in self.vp]
            for n in ("arsmal", "mal", "aktiviteter", "intern_kontroll")
        }
        self.vp_mal, self.vp_processer = vp["mal"], vp["intern_kontroll"]
        stallda = [(r["Indikatorkod"], r["organ"], tal(r.get("Nämndens årsmål"))) for r in vp["arsmal"]]
        self.arsmal: dict[Nyckel, Fraction] = {(i, o): v for i, o, v in stallda if v is not None}
        self.beskrivna = {(r["Indikatorkod"], r["organ"]) for r in vp["arsmal"] if r.get("Så når vi målet")}
        self.aktiva = {(r["Indikatorkod"], r["organ"]) for r in vp["aktiviteter"] if r.get("Aktivitet")}

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


def rakna_fas(ar: Ar, arsmal: dict[Nyckel, Fraction]) -> Fas:
    """All indicators of one phase."""
    fas = Fas()
    for kod, ind in ar.indikatorer.items():
        varden = {o: arsmal[kod, o] for o in ar.innehavare[kod] if (kod, o) in arsmal}
        exakt = aggregera(ar, ind, varden)
        aggregerat = None if exakt is None else avrunda(exakt, int(ind["decimaler"]))
        utfall = uppfyllelse(ar, ind, aggregerat)
        fas.varden[kod], fas.aggregerat[kod], fas.uppfyllelse[kod] = varden, aggregerat, utfall
        fas.hojning[kod] = hojning(ar, ind, varden) if utfall in ("delvis", "inte") else {}
    return fas


# ---- bedömning of the goals ----------------------------------------------------------------------------------------


def bedom_mal(ar: Ar, fas: Fas, namn: str) -> list[dict[str, Any]]:
    """Every verksamhetsområdesmål and then every inriktningsmål."""
    under = [verksamhetsmal(ar, fas, kod) for kod, r in ar.mal.items() if r.get("overordnat")]
    forslag = {m["kod"]: m["forslag"] for m in under}
    over = [inriktningsmal(ar, kod, forslag) for kod, r in ar.mal.items() if not r.get("overordnat")]
    return [m | {"fas": namn} for m in under + over]


def verksamhetsmal(ar: Ar, fas: Fas, kod: str) -> dict[str, Any]:
    """The proposal over KF's indicators, with who contributes."""
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


def inriktningsmal(ar: Ar, kod: str, forslag: dict[str, str]) -> dict[str, Any]:
    """The proposal over the goals below, those that cannot be judged left aside."""
    under = [forslag[k] for k, r in ar.mal.items() if r.get("overordnat") == kod]
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
        malen = {mal} | {k for k, r in ar.mal.items() if mal and r.get("overordnat") == mal}
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


def regelns(ar: Ar, grund: str, indikator: str, mottagare: set[str]) -> Uppmaning:
    """An uppmaning of a rule."""
    begar, forfaller = GRUNDER[grund]
    mal = ar.indikatorer[indikator]["mal"] if indikator else ""
    senast = ar.kalender["tertialrapport_1_senast"] if forfaller else None
    return Uppmaning(grund, begar, mal, indikator, "", senast, mottagare)


def finn_uppmaningar(ar: Ar, fas: Fas) -> list[Uppmaning]:
    """All uppmaningar of the avstämning, in the order of their numbers."""
    alla = []
    for kod, ind in ar.indikatorer.items():
        provas = set(SJALVVERKANDE) | {stada(p) for p in ind.get("provas", "").split("+")} - set(UTAN_PROVAS)
        for grund in GRUNDER:
            if grund in provas:
                traff = {o for o in ar.innehavare[kod] if o in ar.vp and traffar(ar, fas, grund, ind, o)}
                alla.append(regelns(ar, grund, kod, traff))
    brister = {o for o in ar.grupp("namnd") if o in ar.vp and ofullstandig(ar, o)}
    alla.append(regelns(ar, "ofullstandig_internkontroll", "", brister))
    alla = [u for u in alla if u.mottagare]
    ta_in_riktade(ar, alla)
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


def ta_in_riktade(ar: Ar, alla: list[Uppmaning]) -> None:
    """Adds the riktade, and widens what the rules found."""
    t1 = ar.kalender["tertialrapport_1_senast"]
    for nr, rad in enumerate(las(ar.mapp / "riktade_uppmaningar.csv")):
        indikator, mottagare = rad.get("indikator", ""), expandera(ar, rad["mottagare"], rad)
        grund = rad.get("grund") or "riktad"
        if grund == "riktad":
            mal = ar.indikatorer[indikator]["mal"] if indikator else rad.get("mal", "")
            senast = t1 if rad.get("senast") == "t1" else None
            alla.append(Uppmaning(grund, rad["begar"], mal, indikator, rad.get("avser", ""), senast, mottagare, nr))
            continue
        mottagare &= ar.vp & set(ar.innehavare[indikator] if indikator else ar.organ)
        for u in alla:
            ratt_mal = indikator or rad.get("mal", "") in ("", u.mal)
            if (u.grund, u.indikator) == (grund, indikator) and ratt_mal:
                u.mottagare |= mottagare


def begart(ar: Ar, fas: Fas, alla: list[Uppmaning], u: Uppmaning, o: str) -> Fraction | None:
    """The strictest value that the rules which asked o give for the indicator."""
    if u.begar not in VARDEN or not u.indikator:
        return None
    ind = ar.indikatorer[u.indikator]
    ger = {
        "aggregat_under_kf": fas.hojning[u.indikator].get(o),
        "under_kf_arsmal": tal(ind.get("kf_arsmal")),
        "sankt_ambition": ar.utfall.get((u.indikator, o)),
    }
    fragade = {v.grund for v in alla if v.indikator == u.indikator and o in v.mottagare}
    varden = [v for g in fragade if (v := ger.get(g)) is not None]
    if not varden:
        return None
    return max(varden) if ind["riktning"] == "hogre" else min(varden)


# ---- naming --------------------------------------------------------------------------------------------------------


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
    return Led(f"Samtliga {ORDET[slag]}", namn(ar, borta, kort=True) if borta else "")


def berorda(ar: Ar, slag: str, mottagare: set[str], u: Uppmaning) -> Led | None:
    """ "Samtliga berörda …": exactly the holders of that kind, more than 3."""
    har = set(ar.innehavare[u.indikator]) & set(ar.grupp(slag)) if u.indikator else set()
    return Led(f"Samtliga berörda {ORDET[slag]}") if mottagare == har and len(har) > 3 else None


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


# ---- T1 ------------------------------------------------------------------------------------------------------------


def revidera(ar: Ar) -> dict[Nyckel, Fraction]:
    """The revised årsmål of the T1s that count."""
    rader = [(r["indikator"], r["organ"], tal(r.get("reviderat_arsmal"))) for r in ar.svar if r.get("indikator")]
    return {(i, o): v for i, o, v in rader if v is not None}


def racker(ar: Ar, vp: Fas, t1: Fas, u: Uppmaning, o: str, nytt: Fraction) -> bool:
    """Does a new value do what the uppmaning asked?"""
    if not u.indikator:
        return True
    ind, gammalt = ar.indikatorer[u.indikator], ar.arsmal.get((u.indikator, o))
    if u.grund == "sankt_ambition":
        return not samre_avrundat(ind, nytt, ar.utfall[u.indikator, o])
    if u.grund == "under_kf_arsmal":
        return not samre_avrundat(ind, nytt, tal(ind.get("kf_arsmal")))
    if u.grund != "aggregat_under_kf":
        return True
    mal = vp.hojning[u.indikator].get(o)
    if mal is not None and not samre_avrundat(ind, nytt, mal):
        return True
    if gammalt is None or (mal is None and samre_avrundat(ind, gammalt, nytt)):
        return True
    return not samre_avrundat(ind, nytt, gammalt) and t1.uppfyllelse[u.indikator] == "helt"


def doma(ar: Ar, vp: Fas, t1: Fas, nya: dict[Nyckel, Fraction], u: Uppmaning, o: str) -> tuple[str, bool]:
    """Status and lateness of one organ's answer, on the day of the follow-up."""
    rader = [
        r
        for r in ar.svar
        if r["organ"] == o
        and r["grund"] == u.grund
        and r.get("indikator", "") == u.indikator
        and r.get("mal", "") in ("", u.mal)
        and r.get("avser", "") in ("", u.avser)
    ]
    egen = rader[0] if rader else {}
    vill_ha_varde = u.begar in VARDEN
    varde = nya.get((u.indikator, o)) if vill_ha_varde else tal(egen.get("reviderat_arsmal"))
    svar, aktivitet, kan_inte = egen.get("svar"), egen.get("aktivitet"), egen.get("kan_inte") == "ja"
    if varde is None and not svar and not aktivitet and not kan_inte:
        return "utebliven" if u.senast and u.senast < ar.kalender["uppfoljning"] else "oppen", False
    sen = u.senast is not None and ar.t1[o] > u.senast
    if vill_ha_varde and varde is not None and racker(ar, vp, t1, u, o, varde):
        return "tillracklig", sen
    if (u.begar == "aktivitet" and aktivitet) or (
        not vill_ha_varde and u.begar != "aktivitet" and svar and not kan_inte
    ):
        return "besvarad", sen
    return "motiverad" if kan_inte and svar else "otillracklig", sen


def visa_uppmaningar(ar: Ar, vp: Fas, t1: Fas, nya: dict[Nyckel, Fraction]) -> list[dict[str, Any]]:
    """The uppmaningar numbered, named and judged."""
    alla = finn_uppmaningar(ar, vp)
    ut = []
    for nr, u in enumerate(alla, 1):
        mottagare = []
        for o in (o for o in ar.organ if o in u.mottagare):
            status, sen = doma(ar, vp, t1, nya, u, o)
            varde = skriv(nya.get((u.indikator, o)) if u.begar in VARDEN else None)
            kravt = skriv(begart(ar, vp, alla, u, o))
            mottagare.append({"organ": o, "begart": kravt, "status": status, "sen": sen, "varde": varde})
        ut.append(
            {
                "nummer": f"{ar.yaml['ar']}-{nr:02d}",
                "grund": u.grund,
                "begar": u.begar,
                "mal": u.mal or None,
                "indikator": u.indikator or None,
                "avser": u.avser or None,
                "till": till(ar, u),
                "senast": u.senast.isoformat() if u.senast else None,
                "mottagare": mottagare,
            }
        )
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


def stege(ar: Ar, steg: list[int]) -> dict[str, str]:
    """Day by day from the decision: the latest step whose day has come and that was not sent yet."""
    forfaller, fragad = ar.kalender["tertialrapport_1_senast"], ar.kalender["beslut"]
    dagar = {s: arbetsdag(forfaller + timedelta(s), 1 if s > 0 else -1) for s in sorted(steg)}
    skickade: dict[int, date] = {}
    for n in range((ar.kalender["uppfoljning"] - fragad).days + 1):
        idag = fragad + timedelta(n)
        aktuella = [s for s, d in dagar.items() if fragad <= d <= idag]
        if aktuella and aktuella[-1] > max(skickade, default=-(10**6)):
            skickade[aktuella[-1]] = idag
    return {f"{s:+d}": d.isoformat() for s, d in skickade.items()}


def stegar(ar: Ar) -> dict[str, dict[str, str]]:
    """The three ladders of an organ that never answers its T1."""
    p = ar.yaml.get("paminnelser") or {}
    fore, efter = p.get("fore", [28, 14, 7, 1]), p.get("efter", [1, 5, 10])
    eskalering = p.get("eskalering", {5: "forvaltningschef", 10: "planeringskontoret"})
    alla = {"registrator": stege(ar, [-n for n in fore] + list(efter))}
    for roll in ("forvaltningschef", "planeringskontoret"):
        alla[roll] = stege(ar, [n for n, r in eskalering.items() if r == roll])
    return alla


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


def visa_indikatorer(ar: Ar, fas: Fas, namn_: str) -> list[dict[str, Any]]:
    """The indicators of a phase as the export shows them."""
    return [
        {
            "kod": kod,
            "fas": namn_,
            "aggregerat": skriv(fas.aggregerat[kod], int(ind["decimaler"])),
            "kf_arsmal": skriv(tal(ind.get("kf_arsmal"))),
            "uppfyllelse": fas.uppfyllelse[kod],
            "antal": len(fas.varden[kod]),
            "saknas": [o for o in ar.innehavare[kod] if o not in fas.varden[kod]],
            "hojning": {o: skriv(v) for o, v in fas.hojning[kod].items()},
        }
        for kod, ind in ar.indikatorer.items()
    ]


def rakna(mapp: Path) -> dict[str, Any]:
    """All that the rules decide of a year folder, in the shape of `shared/exempel/<name>.json`."""
    ar = Ar(Path(mapp))
    nya = revidera(ar)
    vp, t1 = rakna_fas(ar, ar.arsmal), rakna_fas(ar, ar.arsmal | nya)
    beslut = beslutsbelopp(ar)
    return {
        "indikatorer": visa_indikatorer(ar, vp, "VP") + visa_indikatorer(ar, t1, "T1"),
        "mal": bedom_mal(ar, vp, "VP") + bedom_mal(ar, t1, "T1"),
        "uppmaningar": visa_uppmaningar(ar, vp, t1, nya),
        "resultatbudget": resultatbudget(las(ar.mapp / "resultatbudget.csv")),
        "beslutsbelopp": beslut,
        "avvikelser": avvikelser(ar, beslut),
        "statsbidrag": statsbidrag(ar),
        "steg": stegar(ar),
    }


def lika(a: Any, b: Any) -> bool:
    """Equal, numbers in text by value."""
    if a == b or not isinstance(a, str) or not isinstance(b, str):
        return bool(a == b)
    try:
        return Decimal(a) == Decimal(b)
    except ArithmeticError:
        return False


def skillnader(fick: Any, vantat: Any, plats: str = "") -> list[str]:
    """Where the two differ, one line each; fields that are not expected are not looked at."""
    if isinstance(fick, dict) and isinstance(vantat, dict):
        return [
            rad
            for k in sorted(vantat.keys() | (fick.keys() if plats.endswith("hojning") else set()))
            for rad in skillnader(fick.get(k, "(saknas)"), vantat.get(k, "(saknas)"), f"{plats}/{k}")
        ]
    if isinstance(fick, list) and isinstance(vantat, list):
        antal = [f"{plats}: {len(fick)} rader, väntade {len(vantat)}"] if len(fick) != len(vantat) else []
        return antal + [
            rad for n, (a, b) in enumerate(zip(fick, vantat, strict=False)) for rad in skillnader(a, b, f"{plats}/{n}")
        ]
    return [] if lika(fick, vantat) else [f"{plats}: {fick!r}, väntade {vantat!r}"]


if __name__ == "__main__":
    raknat = rakna(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        olika = skillnader(raknat, json.loads(Path(sys.argv[2]).read_text("utf-8")))
        print("\n".join(olika) or "inga skillnader")
        sys.exit(1 if olika else 0)
    print(json.dumps(raknat, ensure_ascii=False, indent=1))
