"""Random but legal year folders (kontrakt section 2): the same seed always gives the same folder.

    python tests/slumpar.py SEED FOLDER

`skriv_ar` writes all but the answers of tertialrapport 1, which must answer what is asked: `skriv_svar` takes the
uppmaningar that the rest of the folder leads to, however they were found.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

Rad = dict[str, Any]

DAG = datetime.timedelta(days=1)
SLAG = ("stadsdelsnamnd", "facknamnd", "bolagsstyrelse")
PROVAS = ("sankt_ambition", "under_kf_arsmal", "stor_avvikelse", "saknad_beskrivning", "saknad_aktivitet")
SJALVVERKANDE = ("saknat_arsmal", "kf_arsmal_faststallt", "aggregat_under_kf", "ofullstandig_internkontroll")
AGGREGERINGAR = ("summa", "vagt_medel", "medel", "minst", "storst")
VARDEN = ("arsmal", "reviderat_arsmal")
TEXTER = ("beskrivning", "aktivitet", "atgard", "prioritering", "uppfoljning", "komplettering", "intensifierat_arbete")
PROCESSER = ("Inköp", "Rekrytering", "Löneutbetalning", "Ärendehandläggning")
KOLUMNER = ("kf_budget", "justeringar", "omslutning")
MOST_INDICATORS = 30


def avrundat(varde: Decimal | float, decimaler: int) -> Decimal:
    """A number with so many decimals, near to another."""
    return Decimal(round(Decimal(varde) * 10**decimaler)).scaleb(-decimaler)


class Slump:
    """One random year: draws everything from one generator, in one order."""

    def __init__(self, fro: int) -> None:
        self.r = random.Random(fro)
        self.ar = self.r.randint(2015, 2045)
        self.skilje = self.r.choice(",;")
        self.punkt = self.r.choice(".,")
        self.filer: dict[str, list[Rad]] = {}
        self._kalender()
        self._organ()
        self._mal()
        self._indikatorer()
        self._tilldelningar()
        self._riktade()
        self._inlamningar()
        self._verksamhetsplaner()
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

    def _kalender(self) -> None:
        r = self.r
        vp = datetime.date(self.ar, 1, 1) + DAG * r.randint(-30, 50)
        avstamning = vp + DAG * r.randint(3, 60)
        beslut = avstamning + DAG * r.choice([0, r.randint(1, 20)])
        t1 = beslut + DAG * r.randint(15, 90)
        uppfoljning = t1 + DAG * r.choice([0, 1, r.randint(2, 60)])
        self.kalender = {
            **({"oppnas": vp - DAG * r.randint(20, 70)} if self.kanske(0.4) else {}),
            "verksamhetsplan_senast": vp,
            "avstamning": avstamning,
            "beslut": beslut,
            "tertialrapport_1_senast": t1,
            "uppfoljning": uppfoljning,
        }
        efter = sorted(r.sample([1, 3, 5, 10], r.randint(0, 2)))
        roller = ("forvaltningschef", "planeringskontoret")
        self.yaml = {
            "ar": self.ar,
            "kommun": "Slumpköping",
            "kalender": {k: v.isoformat() for k, v in self.kalender.items()},
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
        r = self.r
        rader = []
        for n in range(1, r.randint(2, 3) + 1):
            rader.append({"kod": f"{n}", "namn": f"Inriktning {n}", "overordnat": ""})
            antal = 0 if self.kanske(0.05) else r.randint(1, 4)
            rader += [{"kod": f"{n}.{m}", "namn": f"Mål {n}.{m}", "overordnat": f"{n}"} for m in range(1, antal + 1)]
        if self.kanske(0.5):
            r.shuffle(rader)
        self.filer["mal.csv"] = rader
        self.malen = [m["kod"] for m in rader if m["overordnat"]]
        self.alla_mal = [m["kod"] for m in rader]

    def _indikatorer(self) -> None:
        r = self.r
        malen = [mal for mal in self.malen for _ in range(r.randint(0, 6))]
        r.shuffle(malen)
        self.filer["indikatorer.csv"] = [self._indikator(n, mal) for n, mal in enumerate(malen[:MOST_INDICATORS])]
        self.indikatorer = {i["kod"]: i for i in self.filer["indikatorer.csv"]}

    def _indikator(self, n: int, mal: str) -> Rad:
        r = self.r
        aggregering, decimaler = r.choice(AGGREGERINGAR), r.randint(0, 3)
        provas = [p for p in PROVAS if self.kanske(0.45) and (p, aggregering) != ("under_kf_arsmal", "summa")]
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
        r = self.r
        rader = []
        for n in range(r.randint(0, 12)):
            form = r.choice(["mal", "indikator", "inget", "vidga", "vidga"])
            rad: Rad = {"mottagare": self._uttryck(), "senast": r.choice(["t1", ""])}
            if form == "vidga":
                rad["grund"] = r.choice([*PROVAS, *SJALVVERKANDE, "ofullstandig_internkontroll"])
                rad["indikator"] = r.choice([*self.indikatorer, ""]) if self.kanske(0.8) else ""
                rad["mal"] = r.choice(self.alla_mal) if self.kanske(0.1) and not rad["indikator"] else ""
                rad["begar"] = r.choice(TEXTER) if self.kanske(0.1) else ""
            else:
                rad["grund"] = r.choice(["", "", "riktad"])
                rad["indikator"] = r.choice([*self.indikatorer, ""]) if form == "indikator" else ""
                rad["mal"] = r.choice(self.alla_mal) if form == "mal" else ""
                rad["begar"] = r.choice([*TEXTER, *VARDEN] if rad["indikator"] else TEXTER)
                rad["avser"] = f"saken {n}" if self.kanske(0.7) else ""
            if rad["indikator"] and self.kanske(0.3):
                rad["mal"] = self.indikatorer[rad["indikator"]]["mal"]
            rader.append(rad)
        self.filer["riktade_uppmaningar.csv"] = rader

    # ---- what the organs hand in ------------------------------------------------------------------------------------

    def _inlamningar(self) -> None:
        r, k = self.r, self.kalender
        rader = []
        for slag, senast, beslut in (
            ("VP", k["verksamhetsplan_senast"], k["beslut"]),
            ("T1", k["tertialrapport_1_senast"], k["uppfoljning"]),
        ):
            for o in self.slag:
                dagar = [senast - DAG * r.randint(0, 12), senast + DAG, beslut, beslut + DAG, k["avstamning"]]
                if self.kanske(0.35):
                    dag = r.choices(dagar, [5, 3, 2, 1, 1 if slag == "VP" else 0])[0]
                    rader.append({"organ": o, "slag": slag, "inkom": dag.isoformat()})
        self.filer["inlamningar.csv"] = rader

    def _verksamhetsplaner(self) -> None:
        ifyllt: dict[str, list[Rad]] = {b: [] for b in ("arsmal", "mal", "aktiviteter", "risker", "intern_kontroll")}
        saknas = self.r.choice([0, 0.05, 0.3])
        self.filer["obligatoriska_processer.csv"] = [
            {"organ": o, "mal": self.r.choice(self.alla_mal), "process": p}
            for o in self.slag
            for p in self.nagra(PROCESSER, 1)
            if self.kanske(0.4)
        ]
        for o in self.slag:
            if self.kanske(0.08):
                continue  # does not submit
            ifyllt["risker"].append({"organ": o, "Målkod": self.r.choice(self.alla_mal), "Risk": "Personalbrist"})
            if self.kanske(0.97):
                self._plan(o, ifyllt, saknas)
        for blad, rader in ifyllt.items():
            self.filer[f"verksamhetsplaner/{blad}.csv"] = rader
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
                if self.kanske(0.03):
                    ifyllt["aktiviteter"].append({"organ": o, "Indikatorkod": kod, "Aktivitet": "Något annat"})
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
        for mal in self.malen:
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
        lika = [v for v in (i["kf_arsmal"], utfall) if v is not None]
        slag = r.choices(["nara", "lika", "tio procent", "halv", "noll", "negativt"], [50, 25, 10, 8, 4, 3])[0]
        if slag == "lika" and lika:
            return r.choice(lika)
        if slag == "tio procent" and utfall:
            return avrundat(utfall * r.choice([Decimal("1.1"), Decimal("0.9"), Decimal("1.05")]), i["decimaler"] + 1)
        if slag == "halv":  # exactly between two units of the last decimal
            halv = Decimal(5).scaleb(-i["decimaler"] - 1)
            return avrundat(self._nara(i), i["decimaler"]) + r.choice([halv, -halv])
        if slag == "noll":
            return Decimal(0)
        return -abs(self._nara(i)) if slag == "negativt" else self._nara(i)

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
            for plats, o in enumerate([*organ, *kluster]):
                antal = r.choice([r.randint(1, 9000), r.randint(1, 5), Decimal("12.5"), 0]) if plats else 17
                index = r.choice([avrundat(r.uniform(0.1, 3), 3), 1, 0]) if plats else Decimal("0.9")
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
        for fil in ("indikatorjusteringar.csv", "obligatoriska_processer.csv", "riktade_uppmaningar.csv"):
            if not self.filer[fil] and self.kanske(0.5):
                del self.filer[fil]
        if self.kanske(0.1):
            r.shuffle(self.filer["verksamhetsplaner/arsmal.csv"])

    # ---- tertialrapport 1 -------------------------------------------------------------------------------------------

    def svar(self, uppmaningar: Iterable[Mapping[str, Any]]) -> list[Rad]:
        """Answers of every kind to what has been asked.

        Args:
            uppmaningar: as in the export: grund, begar, mal, indikator, avser, mottagare with organ and begart.
        """
        fragat: dict[str, list[Mapping[str, Any]]] = {o: [] for o in self.slag}
        for u in uppmaningar:
            for m in u["mottagare"]:
                fragat[m["organ"]].append({**u, "begart": m["begart"]})
        self.lage = {kod: self.r.choice(["olika", "olika", "en lyfter", "alla som begärt"]) for kod in self.indikatorer}
        svarar = self.r.choice([0.5, 0.85, 1])
        alla = [rad for o, egna in fragat.items() if egna and self.kanske(svarar) for rad in self._tertial(o, egna)]
        if self.kanske(0.3):
            self.r.shuffle(alla)
        return alla

    def _tertial(self, o: str, egna: list[Mapping[str, Any]]) -> list[Rad]:
        """One organ's rows: at most one value for each indicator, and only rows that can answer just one uppmaning."""
        varden: dict[str, Decimal] = {}
        for u in egna:
            if u["indikator"] and (u["begart"] is not None or u["indikator"] not in varden):
                varden[u["indikator"]] = self._reviderat(o, u)
        flit = self.r.choice([0.5, 0.9, 1])
        rader = []
        for u in egna:
            nyckel = self._nyckel(u, egna)
            if nyckel and self.kanske(flit):
                rader.append({"organ": o, **nyckel, **self._ett_svar(u, varden)})
        return rader

    def _nyckel(self, u: Mapping[str, Any], egna: list[Mapping[str, Any]]) -> Rad | None:
        """The cells that tell this uppmaning from the organ's others; mal and avser mostly only where needed."""
        bas = {"grund": u["grund"], "indikator": u["indikator"]}
        med = [{}, {"mal": u["mal"]}, {"avser": u["avser"]}, {"mal": u["mal"], "avser": u["avser"]}]
        for extra in med if self.kanske(0.8) else med[::-1]:
            nyckel = {k: v for k, v in {**bas, **extra}.items() if v}
            passar = [
                x
                for x in egna
                if (x["grund"], x["indikator"]) == (u["grund"], u["indikator"])
                and all(nyckel.get(k) in (None, x[k]) for k in ("mal", "avser"))
            ]
            if len(passar) == 1:
                return nyckel
        return None

    def _reviderat(self, o: str, u: Mapping[str, Any]) -> Decimal:
        r, i = self.r, self.indikatorer[u["indikator"]]
        enhet, plus = Decimal(1).scaleb(-i["decimaler"]), 1 if i["riktning"] == "hogre" else -1
        forut = next(
            (
                x["Nämndens årsmål"]
                for x in self.filer["verksamhetsplaner/arsmal.csv"]
                if (x["organ"], x["Indikatorkod"]) == (o, u["indikator"])
            ),
            None,
        )
        begart = None if u["begart"] is None else Decimal(u["begart"])
        if self.lage[u["indikator"]] == "en lyfter":
            lyft = abs(i["kf_arsmal"] or 0) * len(self.slag) + 100
            self.lage[u["indikator"]] = "lyft"
            return avrundat((i["kf_arsmal"] or 0) + plus * lyft, i["decimaler"])
        if self.lage[u["indikator"]] == "alla som begärt" and begart is not None:
            return begart
        bas = r.choice([v for v in (begart, begart, forut, i["kf_arsmal"], self._nara(i)) if v is not None])
        return bas + plus * enhet * r.choice([0, 0, 1, -1, Decimal("0.5"), Decimal("-0.5"), Decimal("-0.4"), 20])

    def _ett_svar(self, u: Mapping[str, Any], varden: Mapping[str, Decimal]) -> Rad:
        r = self.r
        if u["begar"] in VARDEN:
            slag = r.choices(["varde", "text", "kan inte", "aktivitet", "blankt", "allt"], [60, 8, 12, 5, 8, 7])[0]
        else:
            slag = r.choices(["text", "aktivitet", "kan inte", "blankt", "allt", "varde"], [40, 25, 12, 10, 8, 5])[0]
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


#: file → its columns, in order
FILER: dict[str, tuple[str, ...]] = {
    "organ.csv": ("kod", "namn", "kortnamn", "slag", "genom"),
    "kontakter.csv": ("organ", "roll", "adress"),
    "mal.csv": ("kod", "namn", "overordnat"),
    "indikatorer.csv": (
        "kod", "mal", "namn", "slag", "enhet", "decimaler", "riktning", "aggregering", "kf_arsmal",
        "faststalls_senare", "ingar_i_bedomning", "provas",
    ),
    "tilldelningar.csv": ("indikator", "organ", "vikt", "utfall_foregaende", "utgar"),
    "obligatoriska_processer.csv": ("organ", "mal", "process"),
    "riktade_uppmaningar.csv": ("mal", "indikator", "begar", "senast", "mottagare", "avser", "grund"),
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
    "tertialrapport1/svar.csv": (
        "organ", "grund", "indikator", "mal", "avser", "reviderat_arsmal", "svar", "aktivitet", "kan_inte",
    ),
}  # fmt: skip


def skriv_ar(slump: Slump, mapp: Path) -> None:
    """Write the folder, all but the answers of tertialrapport 1."""
    for undermapp in ("verksamhetsplaner", "tertialrapport1"):
        (mapp / undermapp).mkdir(parents=True, exist_ok=True)
    (mapp / "ar.yaml").write_text(yaml.safe_dump(slump.yaml, allow_unicode=True, sort_keys=False), "utf-8")
    for namn, rader in slump.filer.items():
        (mapp / namn).write_text(slump.fil(rader, FILER[namn]), "utf-8")


def skriv_svar(slump: Slump, mapp: Path, uppmaningar: Iterable[Mapping[str, Any]]) -> None:
    """Write the answers to the uppmaningar that the folder leads to."""
    namn = "tertialrapport1/svar.csv"
    (mapp / namn).write_text(slump.fil(slump.svar(uppmaningar), FILER[namn]), "utf-8")


if __name__ == "__main__":
    from oberoende.naiv import rakna

    ut = Path(sys.argv[2])
    aret = Slump(int(sys.argv[1]))
    skriv_ar(aret, ut)
    skriv_svar(aret, ut, rakna(ut)["uppmaningar"])
