"""Random but legal year folders (kontrakt section 2): the same seed always gives the same folder.

    python tests/slumpar.py SEED FOLDER

About a third are of the old kind, VP and T1 in the calendar of `ar.yaml`; the others have an `omgangar.csv`. A whole
year is made by `skriv_allt(Slump(SEED), FOLDER, rakna)`. In steps: `skriv_ar` writes all but the answers, which must
answer what is asked; then, for each of `slump.uppfoljningar` in order, `skriv_svar` writes one omgång's answers, given
the uppmaningar that what stands in the folder so far leads to, however they were found.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

Rad = dict[str, Any]

DAG = datetime.timedelta(days=1)
SLAG = ("stadsdelsnamnd", "facknamnd", "bolagsstyrelse")
PROVAS = ("sankt_ambition", "under_kf_arsmal", "stor_avvikelse", "saknad_beskrivning", "saknad_aktivitet")
PROGNOSREGELN = "prognos_under_arsmal"
SJALVVERKANDE = ("saknat_arsmal", "kf_arsmal_faststallt", "aggregat_under_kf", "ofullstandig_internkontroll")
AGGREGERINGAR = ("summa", "vagt_medel", "medel", "minst", "storst")
VARDEN = ("arsmal", "reviderat_arsmal")
TEXTER = ("beskrivning", "aktivitet", "atgard", "prioritering", "uppfoljning", "komplettering", "intensifierat_arbete")
PROCESSER = ("Inköp", "Rekrytering", "Löneutbetalning", "Ärendehandläggning")
KOLUMNER = ("kf_budget", "justeringar", "omslutning")
MOST_INDICATORS = 30
MOST_LEAVES = 14
STANGER = ("tillracklig", "besvarad", "motiverad")
KODER = (("VP", "T1", "T2", "VB"), ("NP", "D1", "D2", "D3"), ("BUDGET", "T1", "DELAR", "T3"), ("0", "30", "08", "2"))
#: words of other cities, by the key in ord.csv: obestamd, bestamd, flera, flera_bestamd
ORD = {
    "kommunfullmaktige": ("regionfullmäktige", "regionfullmäktige", "", ""),
    "staden": ("kommun", "kommunen", "kommuner", "kommunerna"),
    "kontoret": ("kommunledningskontor", "kommunledningskontoret", "", ""),
    "inriktningsmal": ("målområde", "målområdet", "målområden", "målområdena"),
    "verksamhetsomradesmal": ("fokusmål", "fokusmålet", "fokusmål", "fokusmålen"),
    "stadsdelsnamnd": ("kommundelsnämnd", "kommundelsnämnden", "kommundelsnämnder", "kommundelsnämnderna"),
    "facknamnd": ("utskott", "utskottet", "utskott", "utskotten"),
    "bolagsstyrelse": ("styrelse", "styrelsen", "styrelser", "styrelserna"),
    "avstamning": ("avstämning av nämndsplanerna", "avstämningen av nämndsplanerna", "", ""),
    "arsmal": ("målvärde", "målvärdet", "målvärden", "målvärdena"),
    "uppmaning": ("uppdrag", "uppdraget", "uppdrag", "uppdragen"),
}


@dataclass(frozen=True)
class Omgang:
    """A round of the year."""

    kod: str
    slag: str
    senast: datetime.date
    sammanstalls: datetime.date
    beslutas: datetime.date
    varde: str
    mapp: str


def avrundat(varde: Decimal | float, decimaler: int) -> Decimal:
    """A number with so many decimals, near to another."""
    return Decimal(round(Decimal(varde) * 10**decimaler)).scaleb(-decimaler)


def ar_procent(i: Mapping[str, Any]) -> bool:
    """Whether an indicator is in procent."""
    return i["enhet"] in ("procent", "%")


def laglig(i: Mapping[str, Any], t: Mapping[str, Any] | None, varde: Decimal) -> Decimal:
    """The value, or one further from 0 where a workbook would be asked about it: 0.7 in procent may mean 70.

    Args:
        i: the indicator.
        t: the organ's tilldelning; None where it has none.
        varde: what the organ would state.
    """
    kanda = (i["kf_arsmal"], None if t is None else t["utfall_foregaende"])
    sma = [v for v in kanda if v is not None and 0 < abs(v) <= 1]
    if not ar_procent(i) or sma or not 0 < abs(varde) <= 1:
        return varde
    return varde + (1 if varde > 0 else -1)


class Slump:
    """One random year: draws everything from one generator, in one order; the answers from one for each omgång."""

    def __init__(self, fro: int) -> None:
        self.fro = fro
        self.r = random.Random(fro)
        self.ar = self.r.randint(2015, 2045)
        self.skilje = self.r.choice(",;")
        self.punkt = self.r.choice(".,")
        self.filer: dict[str, list[Rad]] = {}
        self.gammal = self.kanske(0.35)
        self._omgangar()
        self._yaml()
        self._organ()
        self._mal()
        self._indikatorer()
        self._tilldelningar()
        self._riktade()
        self._inlamningar()
        self._verksamhetsplaner()
        self._rapporter()
        self._pengar()
        self._ovrigt()

    def kanske(self, chans: float) -> bool:
        """True so often."""
        return self.r.random() < chans

    def nagra(self, av: Sequence[Any], mest: int | None = None) -> list[Any]:
        """Some of a sequence, in its order."""
        antal = self.r.randint(0, len(av) if mest is None else min(mest, len(av)))
        valda = set(self.r.sample(range(len(av)), antal))
        return [v for n, v in enumerate(av) if n in valda]

    # ---- the year ---------------------------------------------------------------------------------------------------

    def _omgangar(self) -> None:
        """The rounds in the order of time, each due after the one before is decided."""
        antal = 1 if self.gammal else self.r.choice([1, 2, 3, 3, 4, 5])
        bokslut = not self.gammal and self.kanske(0.6)
        forra = datetime.date(self.ar, 1, 1) + DAG * self.r.randint(-90, 0)
        self.omgangar: list[Omgang] = []
        for n, kod in enumerate(self._koder(antal + 1)):
            slag = "plan" if n == 0 else "bokslut" if bokslut and n == antal else "uppfoljning"
            self.omgangar.append(self._omgang(kod, slag, forra))
            forra = self.omgangar[-1].beslutas
        self.plan, *self.uppfoljningar = self.omgangar
        if not self.gammal:
            self.filer["omgangar.csv"] = [self._omgangsrad(n, o) for n, o in enumerate(self.omgangar)]

    def _koder(self, antal: int) -> list[str]:
        """So many codes, the usual ones or any."""
        if self.gammal:
            return ["VP", "T1"]
        tecken = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        koder = list(self.r.choice(KODER)) if self.kanske(0.8) else []
        while len(set(koder)) < antal:
            koder.append("".join(self.r.choices(tecken, k=self.r.choice([2, 4, 8]))))
        return list(dict.fromkeys(koder))[:antal]

    def _omgang(self, kod: str, slag: str, forra: datetime.date) -> Omgang:
        r = self.r
        senast = forra + DAG * r.choice([r.randint(15, 90), r.randint(15, 90), r.randint(2, 15), 1])
        if slag == "plan":
            sammanstalls = senast + DAG * r.choice([0, r.randint(3, 60), r.randint(3, 60)])
        else:
            sammanstalls = senast + DAG * r.choice([0, 1, r.randint(2, 60)])
        beslutas = sammanstalls + DAG * r.choice([0, r.randint(1, 20)])
        if self.gammal:
            beslutas = sammanstalls if slag != "plan" else beslutas
            return Omgang(kod, slag, senast, sammanstalls, beslutas, "arsmal", self._mapp(kod, slag, True))
        varden = {"plan": ["arsmal"], "bokslut": ["utfall"], "uppfoljning": ["arsmal", "prognos", "prognos", "utfall"]}
        varde = r.choice(varden[slag])
        return Omgang(kod, slag, senast, sammanstalls, beslutas, varde, self._mapp(kod, slag, varde == "arsmal"))

    def _mapp(self, kod: str, slag: str, bara_svar: bool) -> str:
        """The folder of what the organs fill in; that of T1 may have its old name where it holds answers alone."""
        if slag == "plan":
            return "verksamhetsplaner"
        return "tertialrapport1" if kod == "T1" and bara_svar and self.kanske(0.5) else kod

    def _omgangsrad(self, n: int, o: Omgang) -> Rad:
        given = {"plan": "arsmal", "bokslut": "utfall", "uppfoljning": "arsmal"}[o.slag]
        return {
            "omgang": o.kod,
            "slag": o.slag,
            "namn": f"Rapport {n} – åäö" if n else "Nämndsplan",
            "bestamd": self.r.choice(["", f"rapporten {n}"]),
            "senast": o.senast.isoformat(),
            "sammanstalls": o.sammanstalls.isoformat(),
            "beslutas": "" if o.beslutas == o.sammanstalls and self.kanske(0.6) else o.beslutas.isoformat(),
            "varde": "" if o.varde == given and self.kanske(0.5) else o.varde,
        }

    def senare(self, omgang: Omgang) -> list[Omgang]:
        """The omgångar after one."""
        return self.omgangar[self.omgangar.index(omgang) + 1 :]

    def dagen_efter_forra(self, omgang: Omgang) -> datetime.date:
        """The first day on which a workbook of an omgång can come in."""
        n = self.omgangar.index(omgang)
        return self.omgangar[n - 1].beslutas + DAG if n else omgang.senast - DAG * 12

    def _kalender(self) -> Rad:
        oppnas = (self.plan.senast - DAG * self.r.randint(20, 70)).isoformat() if self.kanske(0.5) else None
        if not self.gammal:
            return {"oppnas": oppnas}
        plan, t1 = self.omgangar
        dagar = {
            "verksamhetsplan_senast": plan.senast,
            "avstamning": plan.sammanstalls,
            "beslut": plan.beslutas,
            "tertialrapport_1_senast": t1.senast,
            "uppfoljning": t1.sammanstalls,
        }
        return ({"oppnas": oppnas} if oppnas else {}) | {k: v.isoformat() for k, v in dagar.items()}

    def _yaml(self) -> None:
        r = self.r
        efter = sorted(r.sample([1, 3, 5, 10], r.randint(0, 2)))
        roller = ("forvaltningschef", "planeringskontoret")
        self.yaml = {
            "ar": self.ar,
            "kommun": "Slumpköping",
            "kalender": self._kalender(),
            "paminnelser": {
                "fore": sorted(r.sample([28, 14, 7, 1], r.randint(0, 2)), reverse=True),
                "efter": efter,
                "eskalering": dict(zip(efter, roller, strict=False)),
            },
        }
        if self.kanske(0.7):
            self.yaml["trosklar"] = {
                "indikator_delvis_inom": r.choice([0, 0.05, 0.10, 0.25, 1]),
                "mal_helt": r.choice([0, 0.5, 0.60, 0.75, 1]),
                "mal_delvis": r.choice([0, 0.25, 0.50, 0.6, 1]),
                "stor_avvikelse": r.choice([0, 0.05, 0.10, 0.5]),
            }

    def _organ(self) -> None:
        r = self.r
        vikter = r.choice([(5, 5, 4), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (2, 0, 3), (1, 6, 2)])
        slagen = r.choices(SLAG, vikter, k=r.randint(3, 25))
        if self.kanske(0.5):
            slagen.sort(key=SLAG.index)
        koder = [f"{r.choice(['o', 'ö', 'n-', 'org '])}{n}" for n in r.sample(range(100), len(slagen))]
        self.slag = dict(zip(koder, slagen, strict=True))
        self.utan_plan = {o for o in koder if self.kanske(0.08)}
        ombud = r.sample(koder, min(3, len(koder)))
        self.filer["organ.csv"] = [
            {
                "kod": kod,
                "namn": f"{kod.title()} {dict(zip(SLAG, ('stadsdelsnämnd', 'facknämnd', 'AB'), strict=True))[slag]}",
                "kortnamn": kod.upper() if self.kanske(0.6) else "",
                "slag": slag,
                "genom": r.choice(ombud) if self.kanske(0.5 if slag == SLAG[2] else 0.02) else "",
            }
            for kod, slag in self.slag.items()
        ]

    def _mal(self) -> None:
        """A tree of one, two or three levels, or of leaves at any depth."""
        r = self.r
        djup = r.choice([1, 2, 2, 3, 3, 0])  # 0 = as it comes
        rader: list[Rad] = []
        for n in range(1, r.randint(2, 6 if djup == 1 else 3) + 1):
            rader += self._gren(f"{n}", "", djup - 1 if djup else r.randint(0, 3))
        fler = {m["overordnat"] for m in rader}
        if self.kanske(0.5):
            r.shuffle(rader)
        self.filer["mal.csv"] = rader
        self.bladen = [m["kod"] for m in rader if m["kod"] not in fler]
        self.alla_mal = [m["kod"] for m in rader]

    def _gren(self, kod: str, over: str, djup: int) -> list[Rad]:
        """A goal and what is below it; now and then a branch ends early."""
        rader = [{"kod": kod, "namn": f"{'Inriktning' if djup else 'Mål'} {kod}", "overordnat": over}]
        antal = 0 if not djup or self.kanske(0.1) else self.r.randint(1, 4 if djup == 1 else 2)
        for n in range(1, antal + 1):
            rader += self._gren(f"{kod}.{n}", kod, djup - 1)
        return rader

    def _indikatorer(self) -> None:
        r = self.r
        mest = 6 if len(self.bladen) <= MOST_LEAVES else 3
        malen = [mal for mal in self.bladen for _ in range(r.randint(0, mest))]
        r.shuffle(malen)
        self.filer["indikatorer.csv"] = [self._indikator(n, mal) for n, mal in enumerate(malen[:MOST_INDICATORS])]
        self.indikatorer = {i["kod"]: i for i in self.filer["indikatorer.csv"]}

    def _indikator(self, n: int, mal: str) -> Rad:
        r = self.r
        aggregering, decimaler = r.choice(AGGREGERINGAR), r.randint(0, 3)
        provas = [p for p in PROVAS if self.kanske(0.45) and (p, aggregering) != ("under_kf_arsmal", "summa")]
        provas += [PROGNOSREGELN] if self.kanske(0.1 if self.gammal else 0.5) else []
        provas += [r.choice(SJALVVERKANDE)] if self.kanske(0.1) else []
        r.shuffle(provas)
        i = {
            "kod": f"{r.choice(['i', 'å', '1'])}{n:02d}",
            "mal": mal,
            "namn": f"Indikator {n}",
            "slag": r.choice(["kf", "kf", "kf", "obligatorisk"]),
            "enhet": r.choice(["procent", "%", "antal", ""]),
            "decimaler": decimaler,
            "riktning": r.choice(["hogre", "lagre"]),
            "aggregering": aggregering,
            "kf_arsmal": None,
            "lika": self.kanske(0.1),
            "faststalls_senare": r.choice(["ja", "nej"]) if self.kanske(0.2) else "",
            "ingar_i_bedomning": r.choice(["ja", "nej"]) if self.kanske(0.4) else "",
            "provas": r.choice(["+", " + "]).join(provas),
        }
        return i | {"kf_arsmal": self._kf(decimaler)}

    def _kf(self, decimaler: int) -> Decimal | None:
        r = self.r
        slag = r.choices(["saknas", "noll", "negativt", "vanligt"], [12, 8, 10, 70])[0]
        storlek = avrundat(r.choice([1, 7, 50, 80, 1000, 12_345]) * r.uniform(0.5, 1.5), decimaler)
        return {"saknas": None, "noll": Decimal(0), "negativt": -storlek, "vanligt": storlek}[slag]

    def _tilldelningar(self) -> None:
        r = self.r
        rader = []
        for kod, i in self.indikatorer.items():
            organ = self.nagra(list(self.slag)) if self.kanske(0.7) else list(self.slag)
            if self.kanske(0.3):  # exactly the organs of some kind, so that groups are named
                valda = set(self.nagra(SLAG))
                organ = [o for o in self.slag if self.slag[o] in valda]
            utan_vikt = self.kanske(0.05)
            i["delar"] = len(organ) if i["aggregering"] == "summa" else 1
            for o in organ:
                utfall = self._nara(i) if self.kanske(0.8) else None
                if self.kanske(0.08):
                    utfall = Decimal(0)
                vikt = r.choice(["", 1, 2, Decimal("17.5"), Decimal("0.25"), Decimal("0.333"), 0])
                utgar = self.kanske(0.06)
                rader.append(
                    {
                        "indikator": kod,
                        "organ": o,
                        "vikt": 0 if utan_vikt else vikt,
                        "utfall_foregaende": utfall,
                        "utgar": "ja" if utgar else r.choice(["", "nej"]),
                    }
                )
        if self.kanske(0.5):
            r.shuffle(rader)
        self.filer["tilldelningar.csv"] = rader
        self.innehav = {(t["indikator"], t["organ"]): t for t in rader}
        utgar = [t for t in rader if t["utgar"] == "ja"]
        self.filer["indikatorjusteringar.csv"] = [
            {"indikator": t["indikator"], "organ": t["organ"], "justering": "utgar", "skal": "Mäts inte"} for t in utgar
        ]

    def _nara(self, i: Mapping[str, Any]) -> Decimal:
        """A value of about the size of an organ's part of KF's årsmål, now and then with more decimals."""
        r, decimaler = self.r, i["decimaler"]
        hela = i["kf_arsmal"] if i["kf_arsmal"] is not None else Decimal(r.randint(1, 100))
        del_ = hela / max(1, i["delar"]) if hela else Decimal(r.randint(-3, 3))
        finare = decimaler + (r.randint(1, 2) if self.kanske(0.25) else 0)
        return avrundat(del_ * Decimal(r.choice([1, r.uniform(0.97, 1.03), r.uniform(0.7, 1.3)])), finare)

    def _uttryck(self) -> str:
        r = self.r
        ord_ = ["sdn", "fack", "namnder", "bolag", "berorda", *self.slag]
        if self.kanske(0.5):
            delar = [r.choice(ord_[:5])]
            delar += [f"-{k}" for k in r.sample(list(self.slag), min(len(self.slag), r.randint(0, 3)))]
            delar += [r.choice(ord_[:5])] if self.kanske(0.3) else []
        else:
            delar = [("-" if self.kanske(0.2) else "") + r.choice(ord_) for _ in range(r.randint(1, 5))]
        return r.choice(["+", " + "]).join(delar)

    def _riktade(self) -> None:
        self.filer["riktade_uppmaningar.csv"] = [self._riktad(n) for n in range(self.r.randint(0, 14))]

    def _riktad(self, n: int) -> Rad:
        """A row for some omgång that another follows, asking or widening."""
        r = self.r
        form = r.choice(["mal", "indikator", "indikator", "inget", "vidga", "vidga", "utan plan"])
        if form == "utan plan" and self.indikatorer:
            return self._riktad_till_dem_utan_plan()
        fragar = [o for o in self.omgangar if self.senare(o)]
        prognoser = [o for o in fragar if o.varde == "prognos"]
        grund = r.choice(
            [*PROVAS, *SJALVVERKANDE, "ofullstandig_internkontroll", *[PROGNOSREGELN] * 5 * len(prognoser)]
        )
        omgang = r.choice(fragar)
        if form == "vidga":
            omgang = r.choice(prognoser) if grund == PROGNOSREGELN else self.plan
        rad: Rad = {"mottagare": self._uttryck(), "senast": self._riktad_senast(omgang)}
        rad["omgang"] = "" if omgang == self.plan and self.kanske(0.7) else omgang.kod
        if form == "vidga":
            rad["grund"] = grund
            rad["indikator"] = r.choice([*self._de_som_provar(grund), ""]) if self.kanske(0.8) else ""
            rad["mal"] = r.choice(self.alla_mal) if self.kanske(0.1) and not rad["indikator"] else ""
            rad["begar"] = r.choice(TEXTER) if self.kanske(0.1) else ""
        else:
            rad["grund"] = r.choice(["", "", "riktad"])
            rad["indikator"] = r.choice([*self.indikatorer, ""]) if form == "indikator" else ""
            rad["mal"] = r.choice(self.alla_mal) if form == "mal" else ""
            rad["begar"] = r.choice([*TEXTER, *VARDEN * 3] if rad["indikator"] else TEXTER)
            rad["avser"] = f"saken {n}" if self.kanske(0.7) else ""
        if rad["indikator"] and self.kanske(0.3):
            rad["mal"] = self.indikatorer[rad["indikator"]]["mal"]
        return rad

    def _riktad_till_dem_utan_plan(self) -> Rad:
        """A value asked of all that hold an indicator, so that one without a plan has an årsmål in force too."""
        r = self.r
        indikator = r.choice(self._de_som_provar(PROGNOSREGELN))
        mottagare = r.choice(["berorda", "+".join(sorted(self.utan_plan)) or "berorda"])
        rad = {"indikator": indikator, "begar": r.choice(VARDEN), "mottagare": mottagare}
        return rad | {"senast": self._riktad_senast(self.plan)}

    def _riktad_senast(self, omgang: Omgang) -> str:
        """No day, or a later omgång; T1 also as it was written before."""
        koder = [o.kod for o in self.senare(omgang)]
        return self.r.choice(["", *koder, *koder[:1], *(["t1"] if "T1" in koder else [])])

    def _de_som_provar(self, grund: str) -> list[str]:
        """Mostly the indicators that name the rule, so that there is something to widen."""
        namner = [k for k, i in self.indikatorer.items() if grund in i["provas"]]
        return namner if namner and self.kanske(0.8) else list(self.indikatorer)

    # ---- what the organs hand in ------------------------------------------------------------------------------------

    def _inlamningar(self) -> None:
        """Early, on the last day, late, and after the omgång is decided; never before it can be handed in."""
        r = self.r
        rader = []
        for omgang in self.omgangar:
            forst, senast, beslut = self.dagen_efter_forra(omgang), omgang.senast, omgang.beslutas
            for o in self.slag:
                tidigt, sent = senast - DAG * r.randint(0, 12), beslut + DAG * r.randint(1, 5)
                dagar = [tidigt, senast + DAG, omgang.sammanstalls, beslut, sent, beslut + DAG]
                if self.kanske(0.4):
                    dag = max(forst, r.choices(dagar, [5, 4, 2, 2, 0.5, 0.5])[0])
                    rader.append({"organ": o, "slag": omgang.kod, "inkom": dag.isoformat()})
        self.filer["inlamningar.csv"] = rader

    def _verksamhetsplaner(self) -> None:
        ifyllt: dict[str, list[Rad]] = {b: [] for b in ("arsmal", "mal", "aktiviteter", "risker", "intern_kontroll")}
        saknas = self.r.choice([0, 0.05, 0.3])
        self.filer["obligatoriska_processer.csv"] = [
            {"organ": o, "mal": self.r.choice(self.bladen), "process": p}
            for o in self.slag
            for p in self.nagra(PROCESSER, 1)
            if self.kanske(0.4)
        ]
        for o in self.slag:
            if o in self.utan_plan:
                continue  # does not submit
            ifyllt["risker"].append({"organ": o, "Målkod": self.r.choice(self.alla_mal), "Risk": "Personalbrist"})
            if self.kanske(0.97):
                self._plan(o, ifyllt, saknas)
        for blad, rader in ifyllt.items():
            self.filer[f"verksamhetsplaner/{blad}.csv"] = rader
        self.planerat = {(r["Indikatorkod"], r["organ"]): r["Nämndens årsmål"] for r in ifyllt["arsmal"]}
        self.filer["verksamhetsplaner/budget.csv"] = [
            {"organ": r["organ"], "Slag": "drift", "Ändamål": "Ökade kostnader", "Kostnader": Decimal("1.5")}
            for r in ifyllt["risker"]
            if self.kanske(0.3)
        ]

    def _plan(self, o: str, ifyllt: dict[str, list[Rad]], saknas: float) -> None:
        r = self.r
        for kod, i in self.indikatorer.items():
            t = self.innehav.get((kod, o))
            if t is None:
                continue
            if self.kanske(0.95):
                varde = None if self.kanske(saknas) else self._arsmal(i, t)
                hur = "" if self.kanske(0.15) else "Vi arbetar systematiskt."
                ifyllt["arsmal"].append(
                    {"organ": o, "Indikatorkod": kod, "Nämndens årsmål": varde, "Så når vi målet": hur}
                )
            if self.kanske(0.6):
                mal = i["mal"] if self.kanske(0.8) else ""
                vad = "Aktivitet" if self.kanske(0.9) else ""
                ifyllt["aktiviteter"].append({"organ": o, "Målkod": mal, "Indikatorkod": kod, "Aktivitet": vad})
        ordentlig = self.kanske(0.5)
        for mal in self.bladen:
            bidrar = r.choices(["Ja", "Nej", ""], [7, 2, 1])[0]
            if self.kanske(0.95):
                hur = "Genom samverkan." if self.kanske(0.8) else ""
                namndmal = "Ett eget mål" if self.kanske(0.5) else ""
                rad = {"Bidrar": bidrar, "Hur nämnden bidrar": hur, "Nämndmål": namndmal}
                ifyllt["mal"].append({"organ": o, "Målkod": mal, **rad})
            if ordentlig or self.kanske(0.6):
                ifyllt["intern_kontroll"].append(self._process(o, mal, r.choice(PROCESSER), ordentlig))
        for p in self.filer["obligatoriska_processer.csv"]:
            if p["organ"] == o and (ordentlig or self.kanske(0.7)):
                ifyllt["intern_kontroll"].append(self._process(o, p["mal"], p["process"], ordentlig))
        if self.kanske(0.1):
            ifyllt["intern_kontroll"].append(self._process(o, "", r.choice([*PROCESSER, ""]), ordentlig))

    def _process(self, o: str, mal: str, process: str, ordentlig: bool) -> Rad:
        delar = {
            k: "Finns" if ordentlig or self.kanske(0.97) else ""
            for k in ("Arbetssätt", "Systematisk kontroll", "Oönskad händelse")
        }
        return {"organ": o, "Målkod": mal, "Process": process, **delar}

    def _arsmal(self, i: Mapping[str, Any], t: Mapping[str, Any]) -> Decimal:
        """An organ's årsmål: somewhere about, or exactly where a rule changes its mind."""
        r, utfall = self.r, t["utfall_foregaende"]
        if i["lika"]:  # every organ the same, so that all is a tie
            return laglig(i, t, avrundat((i["kf_arsmal"] or Decimal(7)) / (i["delar"] + 1), i["decimaler"]))
        lika = [v for v in (i["kf_arsmal"], utfall) if v is not None]
        slag = r.choices(["nara", "lika", "tio procent", "halv", "noll", "negativt"], [50, 25, 10, 8, 4, 3])[0]
        varde = self._nara(i)
        if slag == "lika" and lika:
            varde = r.choice(lika)
        elif slag == "tio procent" and utfall:
            varde = avrundat(utfall * r.choice([Decimal("1.1"), Decimal("0.9"), Decimal("1.05")]), i["decimaler"] + 1)
        elif slag == "halv":  # exactly between two units of the last decimal
            halv = Decimal(5).scaleb(-i["decimaler"] - 1)
            varde = avrundat(varde, i["decimaler"]) + r.choice([halv, -halv])
        elif slag in ("noll", "negativt"):
            varde = Decimal(0) if slag == "noll" else -abs(varde)
        return laglig(i, t, varde)

    def _rapporter(self) -> None:
        """What the organs report where an omgång asks for prognos or utfall."""
        self.tysta = {omgang.kod: {o for o in self.slag if self.kanske(0.1)} for omgang in self.uppfoljningar}
        self.rapporterar: dict[str, set[str]] = {omgang.kod: set() for omgang in self.uppfoljningar}
        for omgang in (o for o in self.uppfoljningar if o.varde != "arsmal"):
            rader = []
            for o in (o for o in self.slag if o not in self.tysta[omgang.kod]):
                rader += self._rapport(o, omgang)
            self.filer[f"{omgang.mapp}/{omgang.varde}.csv"] = rader
            self.rapporterar[omgang.kod] = {rad["organ"] for rad in rader}

    def _rapport(self, o: str, omgang: Omgang) -> list[Rad]:
        """One organ's values of what it still holds; none where none would be stated."""
        kolumn, saknas = omgang.varde.title(), self.r.choice([0, 0.05, 0.4])
        rader = []
        for kod, i in self.indikatorer.items():
            t = self.innehav.get((kod, o))
            if t is not None and t["utgar"] != "ja" and self.kanske(0.95):
                varde = None if self.kanske(saknas) else self._rapporterat(i, t)
                kommentar = self.r.choice(["", "Enligt plan."])
                rader.append({"organ": o, "Indikatorkod": kod, kolumn: varde, "Kommentar": kommentar})
        return rader if any(rad[kolumn] is not None for rad in rader) else []

    def _rapporterat(self, i: Mapping[str, Any], t: Mapping[str, Any]) -> Decimal:
        """A prognos or utfall: often the organ's own årsmål, or next to it."""
        egna = [self.planerat.get((i["kod"], t["organ"])), i["kf_arsmal"], self._nara(i)]
        bas = self.r.choices(egna, [6, 1, 3])[0]
        if bas is None:
            return self._arsmal(i, t)
        enhet = Decimal(1).scaleb(-i["decimaler"])
        plus = enhet * self.r.choice([0, 0, 1, -1, Decimal("0.5"), Decimal("-0.5"), Decimal("0.4"), 12, -12])
        return laglig(i, t, bas + plus)

    # ---- money ------------------------------------------------------------------------------------------------------

    def _mnkr(self) -> Decimal:
        return avrundat(self.r.uniform(-200, 400), 1)

    def _kanske_mnkr(self, saknas: float = 0.15) -> Decimal | None:
        return None if self.kanske(saknas) else self._mnkr()

    def _pengar(self) -> None:
        self._resultatbudget()
        r = self.r
        slagen = ("drift", "investering", "internranta", "omdisponering", "omslutning")
        self.filer["budgetjusteringar.csv"] = [
            {
                "andamal": f"Ändamål {n}",
                "organ": r.choice(["", "namnder", "sdn+bolag", r.choice(list(self.slag))]),
                "slag": r.choice(slagen),
                "finansiering": r.choice(["", "CM2", "CM4"]),
                "sokt": self._kanske_mnkr(),
                "beviljat": self._kanske_mnkr(),
            }
            for n in range(r.randint(0, 12))
        ]
        self.filer["beslutsbelopp.csv"] = [
            {"punkt": f"{n}", "belopp": None, "slag": r.choice(slagen), "finansiering": r.choice(["", "CM2", "CM4"])}
            for n in range(2, r.randint(2, 6))
        ]
        for rad in self.filer["beslutsbelopp.csv"]:
            beviljat = [
                b["beviljat"] or 0
                for b in self.filer["budgetjusteringar.csv"]
                if b["slag"] == rad["slag"] and rad["finansiering"] in ("", b["finansiering"])
            ]
            rad["belopp"] = r.choice([None, self._mnkr(), sum(beviljat, Decimal(0))])
        self._investeringar()
        self._statsbidrag()

    def _resultatbudget(self) -> None:
        r = self.r
        rader: list[Rad] = []
        for n in range(r.randint(0, 7)):
            rad: Rad = {"rad": f"Rad {n}", "ordning": r.choice(["", n]), **{k: self._kanske_mnkr() for k in KOLUMNER}}
            delar = self.nagra(rader, 3) if self.kanske(0.5) else []
            rad["summerar"] = "+".join(d["rad"] for d in delar)
            for k in KOLUMNER if delar else ():
                angivna = [d[k] for d in delar if d[k] is not None]
                rad[k] = sum(angivna, Decimal(0)) if self.kanske(0.7) else rad[k]
            rader.append(rad)
        if self.kanske(0.5):
            r.shuffle(rader)
        self.filer["resultatbudget.csv"] = rader

    def _investeringar(self) -> None:
        r = self.r
        rader: list[Rad] = []
        alla = self.kanske(0.6)
        for o, slag in self.slag.items():
            if alla or self.kanske(0.4):
                delar = [self._mnkr() for _ in range(r.choice([0, 1, 2]))]
                netto = sum(delar, Decimal(0)) if delar and self.kanske(0.7) else self._kanske_mnkr(0.05)
                ram = {"organ": o, "slag": "ram", "netto": netto}
                rader += [] if slag == SLAG[2] and self.kanske(0.6) else [ram]
                rader += [{"organ": o, "post": f"Del {n}", "slag": "del", "netto": d} for n, d in enumerate(delar)]
        if self.kanske(0.7):
            ramar = [x["netto"] or Decimal(0) for x in rader if x["slag"] == "ram" and self.slag[x["organ"]] != SLAG[2]]
            hela = sum(ramar, Decimal(0))
            rader.append({"organ": "", "slag": "ram", "netto": r.choice([hela, hela + 1, None])})
        for n in range(r.randint(0, 4)):
            netto = self._kanske_mnkr()
            prognos = r.choice([netto, self._kanske_mnkr()])
            organ = r.choice(["", *self.slag])
            rad = {"organ": organ, "post": f"Projekt {n}", "slag": "projekt", "netto": netto, "prognos": prognos}
            rader.append(rad)
        self.filer["investeringar.csv"] = rader

    def _statsbidrag(self) -> None:
        r = self.r
        bidrag, delar = [], []
        for n in range(r.randint(0, 3)):
            namn, slag = f"Bidrag {n}", r.choice(["fordelat", "fast"])
            organ = r.sample(list(self.slag), r.randint(1, len(self.slag)))
            kluster = ["+".join(r.sample(list(self.slag), min(3, len(self.slag))))] if self.kanske(0.4) else []
            rad: Rad = {"bidrag": namn, "slag": slag}
            if slag == "fordelat":
                rad["rekvirerat"] = r.randint(10**5, 10**9)
                rad["riktade_insatser"] = r.choice([None, r.randint(0, 10**4)])
                rad["avvecklat"] = r.choice([None, r.randint(0, 10**4)])
                rad["andel_antal"], rad["andel_index"] = r.choice(
                    [
                        (Decimal("0.80"), Decimal("0.20")),
                        (1, None),
                        (1, 0),
                        (None, 1),
                        (Decimal("0.55"), Decimal("0.45")),
                    ]
                )
            bidrag.append(rad)
            alla_lika = self.kanske(0.2)
            for plats, o in enumerate([*organ, *kluster]):
                olika = plats and not alla_lika
                antal = r.choice([r.randint(1, 9000), r.randint(1, 5), Decimal("12.5"), 0]) if olika else 17
                index = r.choice([avrundat(r.uniform(0.1, 3), 3), 1, 0]) if olika else Decimal("0.9")
                fast = {"belopp": r.randint(0, 10**6), "antal": r.choice([None, antal])}
                fordelat = {"antal": antal, "index": index}
                delar.append({"bidrag": namn, "organ": o, **(fordelat if slag == "fordelat" else fast)})
        if self.kanske(0.5):
            r.shuffle(delar)
        self.filer["statsbidrag.csv"], self.filer["statsbidrag_organ.csv"] = bidrag, delar

    def _ovrigt(self) -> None:
        r = self.r
        self.filer["kontakter.csv"] = [
            {"organ": o, "roll": roll, "adress": f"{roll}.{n}@example.org"}
            for n, o in enumerate(self.slag)
            for roll in ("registrator", "controller", "forvaltningschef")
            if self.kanske(0.8)
        ]
        if self.kanske(0.9):
            self.filer["kontakter.csv"].append({"roll": "planeringskontoret", "adress": "planering@example.org"})
        self.filer["beslutspunkter.csv"] = [
            {"punkt": b["punkt"], "text": "Justeringar om {belopp} mnkr beviljas."}
            for b in self.filer["beslutsbelopp.csv"]
        ]
        if self.kanske(0.35):
            formerna = ("obestamd", "bestamd", "flera", "flera_bestamd")
            valda = self.nagra(list(ORD))
            self.filer["ord.csv"] = [{"nyckel": k, **dict(zip(formerna, ORD[k], strict=True))} for k in valda]
        for fil in ("indikatorjusteringar.csv", "obligatoriska_processer.csv", "riktade_uppmaningar.csv"):
            if not self.filer[fil] and self.kanske(0.5):
                del self.filer[fil]
        if self.kanske(0.1):
            r.shuffle(self.filer["verksamhetsplaner/arsmal.csv"])

    # ---- writing ----------------------------------------------------------------------------------------------------

    def cell(self, varde: Any) -> str:
        """A value as it stands in a file: some numbers with a comma, thousands apart or a long minus."""
        if not isinstance(varde, Decimal):
            return "" if varde is None else str(varde)
        text = format(varde, "f").replace(".", self.punkt)
        if self.punkt == "," and abs(varde) >= 1000:
            text = f"{varde:,f}".replace(",", " ").replace(".", ",")
        return text.replace("-", "\u2212") if self.punkt == "," else text

    def fil(self, rader: Sequence[Rad], kolumner: Sequence[str]) -> str:
        """A CSV of rows, the columns that no row has left out."""
        anvands = [k for k in kolumner if not rader or any(k in r for r in rader)]
        ut = io.StringIO(newline="")
        skrivare = csv.writer(ut, delimiter=self.skilje, lineterminator="\n")
        skrivare.writerow(anvands)
        skrivare.writerows([self.cell(r.get(k)) for k in anvands] for r in rader)
        return ut.getvalue()


class Svarare:
    """The answers of one omgång: drawn from a generator of its own, so that only what is asked can change them."""

    def __init__(self, slump: Slump, omgang: Omgang) -> None:
        self.slump = slump
        self.omgang = omgang
        self.r = random.Random(f"{slump.fro} {omgang.kod}")
        self.lage = {
            kod: self.r.choice(["olika", "olika", "en lyfter", "alla som begärt"]) for kod in slump.indikatorer
        }

    def kanske(self, chans: float) -> bool:
        """True so often."""
        return self.r.random() < chans

    def svar(self, uppmaningar: Iterable[Mapping[str, Any]]) -> list[Rad]:
        """Answers of every kind to what stands open in the omgång.

        Args:
            uppmaningar: as `rakna` or the export has them: grund, begar, mal, indikator, avser, omgang (whose decision
                issued it; without it, an earlier one's) and mottagare with organ, begart and status.
        """
        fragat = self._oppna_delar(uppmaningar)
        svarar = self.r.choice([0.5, 0.85, 1])
        alla = [rad for o, egna in fragat.items() if egna and self.kanske(svarar) for rad in self._bok(o, egna)]
        if self.kanske(0.3):
            self.r.shuffle(alla)
        return alla

    def _oppna_delar(self, uppmaningar: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
        """Organ → what earlier omgångar have asked it and nothing has closed; silent organs have none."""
        senare = {self.omgang.kod, *(o.kod for o in self.slump.senare(self.omgang))}
        fragat: dict[str, list[Mapping[str, Any]]] = {o: [] for o in self.slump.slag}
        for u in (u for u in uppmaningar if u.get("omgang") not in senare):
            for m in (m for m in u["mottagare"] if m["status"] not in STANGER):
                fragat[m["organ"]].append({**u, "begart": m["begart"]})
        return {o: d for o, d in fragat.items() if o not in self.slump.tysta[self.omgang.kod]}

    def _bok(self, o: str, egna: list[Mapping[str, Any]]) -> list[Rad]:
        """One organ's rows: at most one value for each indicator, and no two rows that answer the same part."""
        varden: dict[str, Decimal] = {}
        for u in egna:
            if u["indikator"] and (u["begart"] is not None or u["indikator"] not in varden):
                varden[u["indikator"]] = self._reviderat(o, u)
        flit = self.r.choice([0.5, 0.9, 1])
        rader: list[Rad] = []
        besvarade: set[int] = set()
        for u in egna:
            nyckel = self._nyckel(u, egna, besvarade)
            if nyckel is not None and self.kanske(flit):
                rader.append({"organ": o, **nyckel, **self._ett_svar(u, varden)})
                besvarade |= self._passar(nyckel, egna)
        tom = not any(r.get(k) for r in rader for k in ("svar", "aktivitet")) and not any(
            r.get("reviderat_arsmal") is not None for r in rader
        )
        return [] if tom and o not in self.slump.rapporterar[self.omgang.kod] else rader

    @staticmethod
    def _passar(nyckel: Mapping[str, Any], egna: list[Mapping[str, Any]]) -> set[int]:
        """Which of the organ's open parts a row with these cells answers."""
        return {
            n
            for n, x in enumerate(egna)
            if (nyckel["grund"], nyckel.get("indikator")) == (x["grund"], x["indikator"])
            and all(nyckel.get(k) in (None, x[k]) for k in ("mal", "avser"))
        }

    def _nyckel(self, u: Mapping[str, Any], egna: list[Mapping[str, Any]], besvarade: set[int]) -> Rad | None:
        """The cells of a row for this part: mostly so many that it answers no other, else all that are left."""
        bas = {"grund": u["grund"], "indikator": u["indikator"]}
        med = [{}, {"mal": u["mal"]}, {"avser": u["avser"]}, {"mal": u["mal"], "avser": u["avser"]}]
        nycklar = [{k: v for k, v in {**bas, **extra}.items() if v} for extra in med]
        nycklar = [k for k in nycklar if not self._passar(k, egna) & besvarade]
        if self.kanske(0.2):
            nycklar.reverse()
        ensamma = [k for k in nycklar if len(self._passar(k, egna)) == 1]
        if ensamma and self.kanske(0.85):
            return ensamma[0]
        return self.r.choice(nycklar) if nycklar else None

    def _reviderat(self, o: str, u: Mapping[str, Any]) -> Decimal:
        r, i = self.r, self.slump.indikatorer[u["indikator"]]
        t = self.slump.innehav.get((i["kod"], o))
        enhet, plus = Decimal(1).scaleb(-i["decimaler"]), 1 if i["riktning"] == "hogre" else -1
        begart = None if u["begart"] is None else Decimal(u["begart"])
        if self.lage[i["kod"]] == "en lyfter":
            lyft = abs(i["kf_arsmal"] or 0) * len(self.slump.slag) + 100
            self.lage[i["kod"]] = "lyft"
            return laglig(i, t, avrundat((i["kf_arsmal"] or 0) + plus * lyft, i["decimaler"]))
        if self.lage[i["kod"]] == "alla som begärt" and begart is not None:
            return laglig(i, t, begart)
        forut = self.slump.planerat.get((i["kod"], o))
        nara = avrundat((i["kf_arsmal"] or Decimal(10)) / max(1, i["delar"]), i["decimaler"])
        bas = r.choice([v for v in (begart, begart, forut, i["kf_arsmal"], nara) if v is not None])
        steg = r.choice([0, 0, 1, -1, Decimal("0.5"), Decimal("-0.5"), Decimal("-0.4"), 20])
        return laglig(i, t, bas + plus * enhet * steg)

    def _ett_svar(self, u: Mapping[str, Any], varden: Mapping[str, Decimal]) -> Rad:
        r = self.r
        if u["begar"] in VARDEN:
            slag = r.choices(["varde", "text", "kan inte", "aktivitet", "blankt", "allt"], [55, 12, 10, 5, 11, 7])[0]
        else:
            slag = r.choices(["text", "aktivitet", "kan inte", "blankt", "allt", "varde"], [36, 25, 12, 14, 8, 5])[0]
        svar: Rad = {"kan_inte": r.choice(["", "nej"])}
        if slag in ("varde", "allt") and u["indikator"]:
            svar["reviderat_arsmal"] = varden[u["indikator"]]
        if slag in ("text", "allt"):
            svar["svar"] = "Vi beskriver här hur."
        if slag in ("aktivitet", "allt"):
            svar["aktivitet"] = "En ny aktivitet"
        if slag == "kan inte" or (slag == "allt" and self.kanske(0.5)):
            svar |= {"kan_inte": "ja", "svar": "Vi kan inte, därför att medel saknas."}
        return svar


#: file → its columns, in order
FILER: dict[str, tuple[str, ...]] = {
    "omgangar.csv": ("omgang", "slag", "namn", "bestamd", "senast", "sammanstalls", "beslutas", "varde"),
    "ord.csv": ("nyckel", "obestamd", "bestamd", "flera", "flera_bestamd"),
    "organ.csv": ("kod", "namn", "kortnamn", "slag", "genom"),
    "kontakter.csv": ("organ", "roll", "adress"),
    "mal.csv": ("kod", "namn", "overordnat"),
    "indikatorer.csv": (
        "kod", "mal", "namn", "slag", "enhet", "decimaler", "riktning", "aggregering", "kf_arsmal",
        "faststalls_senare", "ingar_i_bedomning", "provas",
    ),
    "tilldelningar.csv": ("indikator", "organ", "vikt", "utfall_foregaende", "utgar"),
    "obligatoriska_processer.csv": ("organ", "mal", "process"),
    "riktade_uppmaningar.csv": ("mal", "indikator", "begar", "omgang", "senast", "mottagare", "avser", "grund"),
    "inlamningar.csv": ("organ", "slag", "inkom"),
    "beslutspunkter.csv": ("punkt", "text"),
    "resultatbudget.csv": ("rad", "ordning", *KOLUMNER, "summerar"),
    "budgetjusteringar.csv": ("andamal", "organ", "slag", "finansiering", "sokt", "beviljat"),
    "beslutsbelopp.csv": ("punkt", "belopp", "slag", "finansiering"),
    "investeringar.csv": ("organ", "post", "slag", "netto", "prognos"),
    "indikatorjusteringar.csv": ("indikator", "organ", "justering", "skal"),
    "statsbidrag.csv": (
        "bidrag", "slag", "rekvirerat", "riktade_insatser", "avvecklat", "andel_antal", "andel_index",
    ),
    "statsbidrag_organ.csv": ("bidrag", "organ", "antal", "index", "belopp"),
    "verksamhetsplaner/arsmal.csv": ("organ", "Indikatorkod", "Nämndens årsmål", "Så når vi målet"),
    "verksamhetsplaner/mal.csv": ("organ", "Målkod", "Bidrar", "Hur nämnden bidrar", "Nämndmål"),
    "verksamhetsplaner/aktiviteter.csv": ("organ", "Målkod", "Indikatorkod", "Aktivitet"),
    "verksamhetsplaner/risker.csv": ("organ", "Målkod", "Risk"),
    "verksamhetsplaner/intern_kontroll.csv": (
        "organ", "Målkod", "Process", "Arbetssätt", "Systematisk kontroll", "Oönskad händelse",
    ),
    "verksamhetsplaner/budget.csv": ("organ", "Slag", "Ändamål", "Kostnader"),
    "svar.csv": ("organ", "grund", "indikator", "mal", "avser", "reviderat_arsmal", "svar", "aktivitet", "kan_inte"),
    "prognos.csv": ("organ", "Indikatorkod", "Prognos", "Kommentar"),
    "utfall.csv": ("organ", "Indikatorkod", "Utfall", "Kommentar"),
}  # fmt: skip


def skriv_fil(slump: Slump, mapp: Path, namn: str, rader: Sequence[Rad]) -> None:
    """Write one file; those of an omgång have the columns of their sheet, whatever the folder."""
    kolumner = FILER[namn] if namn in FILER else FILER[namn.rpartition("/")[2]]
    (mapp / namn).write_text(slump.fil(rader, kolumner), "utf-8")


def skriv_ar(slump: Slump, mapp: Path) -> None:
    """Write the folder, all but the answers; answers of an earlier time are taken away."""
    for omgang in slump.omgangar:
        (mapp / omgang.mapp).mkdir(parents=True, exist_ok=True)
        (mapp / omgang.mapp / "svar.csv").unlink(missing_ok=True)
    (mapp / "ar.yaml").write_text(yaml.safe_dump(slump.yaml, allow_unicode=True, sort_keys=False), "utf-8")
    for namn, rader in slump.filer.items():
        skriv_fil(slump, mapp, namn, rader)


def skriv_svar(slump: Slump, mapp: Path, omgang: Omgang, uppmaningar: Iterable[Mapping[str, Any]]) -> None:
    """Write one omgång's answers, given the uppmaningar that what is written so far leads to."""
    skriv_fil(slump, mapp, f"{omgang.mapp}/svar.csv", Svarare(slump, omgang).svar(uppmaningar))


def skriv_allt(slump: Slump, mapp: Path, rakna: Callable[[Path], Mapping[str, Any]]) -> None:
    """Write a whole year: the folder, and then omgång by omgång the answers to what stands open there.

    Args:
        slump: the year.
        mapp: where it goes.
        rakna: folder → at least `uppmaningar`, such as `rakna` of `tests/oberoende/naiv.py`.
    """
    skriv_ar(slump, mapp)
    for omgang in slump.uppfoljningar:
        skriv_svar(slump, mapp, omgang, rakna(mapp)["uppmaningar"])


if __name__ == "__main__":
    from oberoende.naiv import rakna

    skriv_allt(Slump(int(sys.argv[1])), Path(sys.argv[2]), rakna)
