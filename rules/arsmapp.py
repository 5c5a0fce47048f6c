"""Does a year hold together? The checks across the files of the year folder (kontrakt section 2)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd

from rules.grupper import okanda, organ_i
from rules.tal import antal_decimaler
from schemas.begrepp import AVSNITT, VARDEBEGAR, Aggregering, Bidragsslag, Grund, Grupp, Justering
from schemas.problem import Problem, problem

Filer = Mapping[str, pd.DataFrame]

#: what a file name and a group expression can hold
_KOD = re.compile(r"[^\s+\-/\\:*?\"<>|=][^+/\\:*?\"<>|=\x00-\x1f]*")


def check_ar(kalender: Mapping[str, date], referenser: Iterable[tuple[str, str, str]], filer: Filer) -> list[Problem]:
    """Every fault across the files of a year.

    Args:
        kalender: the dates of ar.yaml, in the order in which they must come.
        referenser: (file, column, what its values refer to).
        filer: file name → frame with the file's headers; labels are the rows of the file. Files that are
            not there are left out.
    """
    return [
        *_kalender(kalender),
        *_referenser(referenser, filer),
        *_organ(filer["organ.csv"]),
        *_mal(filer["mal.csv"]),
        *_indikatorer(filer),
        *_riktade(filer),
        *_utgar(filer),
        *_statsbidrag(filer),
        *_texter(filer),
    ]


def _rader(ram: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row of the file, values by column)."""
    for rad, varden in zip(ram.index, ram.to_dict("records"), strict=True):
        yield int(rad), varden


def _fel(fil: str, rad: int, kolumn: str, varde: object, vad: str, rad_om: str) -> Problem:
    return problem("oforenligt", fil, rad=int(rad), kolumn=kolumn, varde=varde, vad=vad, rad_om=rad_om)


def _kalender(kalender: Mapping[str, date]) -> Iterator[Problem]:
    dagar = list(kalender.items())
    for (fore, dag), (efter, nasta) in pairwise(dagar):
        if dag > nasta:
            yield problem("fel-i-kalender", "ar.yaml", kolumn=f"kalender.{efter}", varde=nasta, fore=fore, efter=efter)


def _referenser(referenser: Iterable[tuple[str, str, str]], filer: Filer) -> Iterator[Problem]:
    organ = set(filer["organ.csv"]["kod"])

    def kolumn_i(fil: str, kolumn: str) -> tuple[str, set[str]]:
        return fil, set(filer[fil][kolumn]) if fil in filer else set()

    kanda = {
        "organ": ("organ.csv", organ),
        "mal": kolumn_i("mal.csv", "kod"),
        "indikatorer": kolumn_i("indikatorer.csv", "kod"),
        "statsbidrag": kolumn_i("statsbidrag.csv", "bidrag"),
        "rader": kolumn_i("resultatbudget.csv", "rad"),
        "kluster": ("organ.csv", organ),
        "grupper": ("organ.csv", organ),
    }
    for fil, kolumn, ref in referenser:
        mal, koder = kanda[ref]
        if mal not in filer:
            continue  # what belongs to a file that is not there is left out of the year
        for rad, varde in filer[fil][kolumn].dropna().items() if fil in filer else ():
            for fel in _okanda(ref, str(varde), koder):
                yield problem("okand-referens", fil, rad=int(rad), kolumn=kolumn, varde=fel, mal=mal)


def _okanda(ref: str, varde: str, koder: set[str]) -> list[str]:
    if ref == "grupper":
        return okanda(varde, koder)
    delar = [d.strip() for d in varde.split("+")] if ref in ("kluster", "rader") else [varde]
    return [d for d in delar if d not in koder]


def _organ(organ: pd.DataFrame) -> Iterator[Problem]:
    for rad, kod in organ["kod"].dropna().items():
        if not _KOD.fullmatch(kod) or kod in set(Grupp):
            vad = 'en kod utan + = / \\ : * ? " < > |, som inte börjar med bindestreck och inte är ett gruppord'
            yield _fel("organ.csv", rad, "kod", kod, vad, "Välj en annan kod; den används i filnamn.")


def _mal(mal: pd.DataFrame) -> Iterator[Problem]:
    inriktning = set(mal["kod"][mal["overordnat"].isna()])
    for rad, kod in mal["overordnat"].dropna().items():
        if kod in set(mal["kod"]) and kod not in inriktning:
            yield _fel(
                "mal.csv", rad, "overordnat", kod, "ett inriktningsmål", "Målen har två nivåer: ange inriktningsmålet."
            )


def _indikatorer(filer: Filer) -> Iterator[Problem]:
    ram, mal = filer["indikatorer.csv"], filer["mal.csv"]
    inriktning = set(mal["kod"][mal["overordnat"].isna()])
    for rad, i in _rader(ram):
        if i["mal"] in inriktning:
            yield _fel(
                "indikatorer.csv",
                rad,
                "mal",
                i["mal"],
                "ett verksamhetsområdesmål",
                "Ange målet under inriktningsmålet.",
            )
        if None not in (i["kf_arsmal"], i["decimaler"]) and antal_decimaler(i["kf_arsmal"]) > i["decimaler"]:
            om = {"rad": rad, "kolumn": "kf_arsmal", "varde": i["kf_arsmal"], "decimaler": i["decimaler"]}
            yield problem("for-manga-decimaler", "indikatorer.csv", **om)
        provas = (i["provas"] or "").split("+")
        if Grund.UNDER_KF_ARSMAL in provas and i["aggregering"] == Aggregering.SUMMA:
            vad = "att under_kf_arsmal inte prövas på en summa: ett organs del är aldrig hela"
            yield _fel("indikatorer.csv", rad, "provas", i["provas"], vad, "Ta bort under_kf_arsmal för indikatorn.")


def _riktade(filer: Filer) -> Iterator[Problem]:
    ram = filer.get("riktade_uppmaningar.csv")
    if ram is not None:
        yield from check_riktade(
            ram, filer["indikatorer.csv"].set_index("kod")["mal"].to_dict(), "riktade_uppmaningar.csv"
        )


def check_riktade(ram: pd.DataFrame, mal_av: Mapping[str, str], fil: str) -> Iterator[Problem]:
    """Rows of riktade_uppmaningar.csv that ask for nothing, for a value without an indicator, or contradict themselves.

    Args:
        mal_av: indikator → its goal.
    """
    for rad, r in _rader(ram):
        egen = r["grund"] in (None, Grund.RIKTAD)
        if egen and r["begar"] is None:
            yield problem("tomt-falt", fil, rad=int(rad), kolumn="begar")
        if egen and r["begar"] in VARDEBEGAR and r["indikator"] is None:
            yield _fel(
                fil, rad, "begar", r["begar"], "en indikator på raden", "Ett värde kan bara begäras för en indikator."
            )
        mal = mal_av.get(r["indikator"])
        if r["mal"] is not None and mal is not None and r["mal"] != mal:
            yield _fel(fil, rad, "mal", r["mal"], f"indikatorns mål {mal}, eller tomt", "Rätta målet eller indikatorn.")


def _utgar(filer: Filer) -> Iterator[Problem]:
    ram = filer.get("indikatorjusteringar.csv")
    if ram is None:
        return
    tilldelningar, organ = filer["tilldelningar.csv"], filer["organ.csv"].set_index("kod")
    utgar = set(zip(tilldelningar["indikator"], tilldelningar["organ"], tilldelningar["utgar"], strict=True))
    for rad in ram.index[(ram["justering"] == Justering.UTGAR) & ram["organ"].notna()]:
        indikator, uttryck = ram.at[rad, "indikator"], ram.at[rad, "organ"]
        berorda = set(tilldelningar["organ"][tilldelningar["indikator"] == indikator])
        for kod in organ_i(uttryck, organ, berorda):
            if (indikator, kod, True) not in utgar:
                vad = f"utgar = ja för {indikator} och {kod} i tilldelningar.csv"
                yield _fel("indikatorjusteringar.csv", rad, "organ", kod, vad, "Gör de två filerna överens.")


def _statsbidrag(filer: Filer) -> Iterator[Problem]:
    bidrag, delar = filer.get("statsbidrag.csv"), filer.get("statsbidrag_organ.csv")
    if bidrag is None:
        return
    for rad, r in _rader(bidrag):
        if r["slag"] != Bidragsslag.FORDELAT:
            continue
        if r["rekvirerat"] is None:
            yield problem("tomt-falt", "statsbidrag.csv", rad=rad, kolumn="rekvirerat")
        avdrag = sum(r[k] or Decimal(0) for k in ("riktade_insatser", "avvecklat"))
        if r["rekvirerat"] is not None and avdrag > r["rekvirerat"]:
            vad = f"minst {str(avdrag).replace('.', ',')}, som riktade_insatser och avvecklat tar av det"
            yield _fel("statsbidrag.csv", rad, "rekvirerat", r["rekvirerat"], vad, "Rätta beloppen.")
        andelar = {k: r[k] or Decimal(0) for k in ("andel_antal", "andel_index")}
        if sum(andelar.values()) != 1:
            vad = "att andel_antal och andel_index tillsammans är 1"
            yield _fel("statsbidrag.csv", rad, "andel_index", r["andel_index"], vad, "Rätta andelarna.")
        egna = None if delar is None else delar[delar["bidrag"] == r["bidrag"]]
        if egna is not None and len(egna):
            yield from _delningstal(egna, r["bidrag"], ["antal", *(["index"] if andelar["andel_index"] else [])])


def _delningstal(egna: pd.DataFrame, bidrag: str, kolumner: list[str]) -> Iterator[Problem]:
    """What a grant is divided by must be there, and be more than nothing in all: Σ antal, and Σ antal × index."""
    tomma = [(int(rad), k) for k in kolumner for rad in egna.index[egna[k].isna()]]
    yield from (problem("tomt-falt", "statsbidrag_organ.csv", rad=rad, kolumn=k) for rad, k in tomma)
    if tomma:
        return
    vagt = egna["antal"]
    for kolumn in kolumner:
        vagt = vagt if kolumn == "antal" else vagt * egna[kolumn]
        if sum(vagt) <= 0:
            vad = f"minst en rad med {kolumn} större än 0 för {bidrag}"
            vad += "" if kolumn == "antal" else " där även antal är det"
            om = (int(egna.index[0]), kolumn, egna[kolumn].iloc[0], vad, "Fyll i värdena.")
            yield _fel("statsbidrag_organ.csv", *om)
            return


def _texter(filer: Filer) -> Iterator[Problem]:
    ram = filer.get("texter.csv")
    if ram is None:
        return
    kanda = set(AVSNITT) | set(filer["mal.csv"]["kod"])
    for rad, avsnitt in ram["avsnitt"].dropna().items():
        if avsnitt not in kanda:
            koder = "ett måls kod, " + ", ".join(AVSNITT)
            yield problem("okand-kod", "texter.csv", rad=int(rad), kolumn="avsnitt", varde=avsnitt, koder=koder)
