"""Does a year hold together? The checks across the files of the year folder (kontrakt section 2)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd

from rules.grupper import okanda, organ_i
from rules.tal import antal_decimaler
from schemas.avsnitt import FAKTAAVSNITT, TEXTAVSNITT
from schemas.begrepp import (
    VARDEBEGAR,
    Aggregering,
    Bidragsslag,
    Grund,
    Grupp,
    Justering,
    Omgangsslag,
    Vardeslag,
)
from schemas.omgangar import DAGAR, kalendernycklar, standardrader
from schemas.problem import Problem, problem

Filer = Mapping[str, pd.DataFrame]

OMGANGAR = "omgangar.csv"
_OMGANGSKOD = re.compile(r"[A-Z0-9]{1,8}")
_EPOST = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\].]+(\.[^\s@<>,;:\"()\[\].]+)*")
_KANALNAMN = re.compile(r"[\w-]+")
#: what a file name and a group expression can hold
_KOD = re.compile(r"[^\s+\-/\\:*?\"<>|=][^+/\\:*?\"<>|=\x00-\x1f]*")


def check_ar(
    kalender: Mapping[str, date | None], referenser: Iterable[tuple[str, str, str]], filer: Filer
) -> list[Problem]:
    """Every fault across the files of a year.

    Args:
        kalender: the dates of ar.yaml.
        referenser: (file, column, what its values refer to).
        filer: file name → frame with the file's headers; labels are the rows of the file. Files that are
            not there are left out.
    """
    egna_omgangar = omgangsrader(filer) is not None
    return [
        *(_omgangar(filer[OMGANGAR], kalender) if egna_omgangar else _kalender(kalender)),
        *_referenser(referenser, filer),
        *_organ(filer["organ.csv"]),
        *_kontakter(filer),
        *_mal(filer["mal.csv"]),
        *_indikatorer(filer),
        *_riktade(filer),
        *_utgar(filer),
        *_statsbidrag(filer),
        *_avsnitt(filer),
    ]


def omgangsrader(filer: Filer) -> list[dict[str, Any]] | None:
    """The rows of omgangar.csv, in their order; None where the year has none of its own."""
    ram = filer.get(OMGANGAR)
    return None if ram is None or ram.empty else [varden for _, varden in _rader(ram)]


def omgangskoder(filer: Filer) -> list[str]:
    """The codes of the year's rounds, in the order of time."""
    egna = omgangsrader(filer)
    return [str(r["omgang"]) for r in (standardrader() if egna is None else egna)]


def _rader(ram: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row of the file, values by column)."""
    for rad, varden in zip(ram.index, ram.to_dict("records"), strict=True):
        yield int(rad), varden


def _fel(fil: str, rad: int, kolumn: str, varde: object, vad: str, rad_om: str) -> Problem:
    return problem("oforenligt", fil, rad=int(rad), kolumn=kolumn, varde=varde, vad=vad, rad_om=rad_om)


def _kalender(kalender: Mapping[str, date | None]) -> Iterator[Problem]:
    """Without rounds of its own a year needs every day of the kalender, in the order of time."""
    nycklar = kalendernycklar()
    for nyckel in nycklar:
        if kalender[nyckel] is None:
            yield problem("tomt-falt", "ar.yaml", kolumn=f"kalender.{nyckel}")
    dagar = [(n, d) for n in ("oppnas", *nycklar) if (d := kalender[n]) is not None]
    for (fore, dag), (efter, nasta) in pairwise(dagar):
        if dag > nasta:
            yield problem("fel-i-kalender", "ar.yaml", kolumn=f"kalender.{efter}", varde=nasta, fore=fore, efter=efter)


def _omgangar(ram: pd.DataFrame, kalender: Mapping[str, date | None]) -> Iterator[Problem]:
    """The rounds come in the order of time: first the plan, and at most one bokslut, last."""
    for nyckel in kalendernycklar():
        if kalender[nyckel] is not None:
            vad = "en tom cell: årets dagar står i omgångarna"
            yield _fel("ar.yaml", 0, f"kalender.{nyckel}", kalender[nyckel], vad, "Ta bort dagen.")
    sista = len(ram) - 1
    forra = None if kalender["oppnas"] is None else ("kalender.oppnas", kalender["oppnas"])
    for n, (rad, r) in enumerate(_rader(ram)):
        if not _OMGANGSKOD.fullmatch(str(r["omgang"])):
            vad = "1–8 tecken av A–Z och 0–9"
            yield _fel(OMGANGAR, rad, "omgang", r["omgang"], vad, "Välj en annan kod; den används i filnamn.")
        if (r["slag"] == Omgangsslag.PLAN) != (n == 0):
            vad = "plan på den första raden, och bara där"
            yield _fel(OMGANGAR, rad, "slag", r["slag"], vad, "Rätta slaget eller radernas ordning.")
        if r["slag"] == Omgangsslag.BOKSLUT and n != sista:
            yield _fel(OMGANGAR, rad, "slag", r["slag"], "högst ett bokslut, sist", "Rätta radernas ordning.")
        if n == 0 and r["varde"] not in (None, Vardeslag.ARSMAL):
            yield _fel(OMGANGAR, rad, "varde", r["varde"], "arsmal för planen", "Töm cellen.")
        for dag in DAGAR:
            if r[dag] is None:
                continue
            strikt = dag == "senast" and n > 0
            if forra and (r[dag] < forra[1] or (strikt and r[dag] == forra[1])):
                om = {"varde": r[dag], "fore": forra[0], "efter": dag}
                yield problem("omgangar-i-oordning", OMGANGAR, rad=rad, kolumn=dag, **om)
            forra = (f"{dag} för {r['omgang']}", r[dag])


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
        "omgangar": (OMGANGAR, set(omgangskoder(filer))),
    }
    for fil, kolumn, ref in referenser:
        mal, koder = kanda[ref]
        if mal not in filer and ref != "omgangar":
            continue  # what belongs to a file that is not there is left out of the year
        for rad, varde in filer[fil][kolumn].dropna().items() if fil in filer else ():
            for fel in _okanda(ref, str(varde), koder):
                yield problem("okand-referens", fil, rad=int(rad), kolumn=kolumn, varde=fel, mal=mal)


def _okanda(ref: str, varde: str, koder: set[str]) -> list[str]:
    if ref == "grupper":
        return okanda(varde, koder)
    if ref == "omgangar":
        return [] if varde.upper() in koder else [varde]
    delar = [d.strip() for d in varde.split("+")] if ref in ("kluster", "rader") else [varde]
    return [d for d in delar if d not in koder]


def _organ(organ: pd.DataFrame) -> Iterator[Problem]:
    for rad, kod in organ["kod"].dropna().items():
        if not _KOD.fullmatch(kod) or kod in set(Grupp):
            vad = 'en kod utan + = / \\ : * ? " < > |, som inte börjar med bindestreck och inte är ett gruppord'
            yield _fel("organ.csv", rad, "kod", kod, vad, "Välj en annan kod; den används i filnamn.")


def _kontakter(filer: Filer) -> Iterator[Problem]:
    """An address is one e-mail address, or the name of a secret channel."""
    ram = filer.get("kontakter.csv")
    for rad, adress in () if ram is None else ram["adress"].dropna().items():
        if not (_EPOST.fullmatch(adress) if "@" in adress else _KANALNAMN.fullmatch(adress)):
            vad = "exakt en e-postadress (namn@doman), eller namnet på en hemlig kanal"
            rad_om = "Skriv adressen utan namn, radbrytning eller fler adresser; flera adresser får var sin rad."
            yield _fel("kontakter.csv", rad, "adress", adress, vad, rad_om)


def _mal(mal: pd.DataFrame) -> Iterator[Problem]:
    """No goal lies above itself."""
    over = {r["kod"]: r["overordnat"] for _, r in _rader(mal)}
    for rad, r in _rader(mal):
        sedda, kod = set(), r["kod"]
        while kod is not None and kod not in sedda:
            sedda.add(kod)
            kod = over.get(kod)
        if kod == r["kod"]:
            vad = "ett mål som inte självt ligger under det här"
            yield _fel("mal.csv", rad, "overordnat", r["overordnat"], vad, "Rätta vilket mål som ligger ovanför.")


def _indikatorer(filer: Filer) -> Iterator[Problem]:
    ram, mal = filer["indikatorer.csv"], filer["mal.csv"]
    over = set(mal["overordnat"].dropna())
    for rad, i in _rader(ram):
        if i["mal"] in over:
            vad = "ett mål som inte har mål under sig"
            yield _fel("indikatorer.csv", rad, "mal", i["mal"], vad, "Ange ett av målen under det.")
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
        mal_av = filer["indikatorer.csv"].set_index("kod")["mal"].to_dict()
        yield from check_riktade(ram, mal_av, omgangskoder(filer), "riktade_uppmaningar.csv")


def check_riktade(ram: pd.DataFrame, mal_av: Mapping[str, str], omgangar: Sequence[str], fil: str) -> Iterator[Problem]:
    """Rows of riktade_uppmaningar.csv that ask for nothing, too late, or contradict themselves.

    Args:
        mal_av: indikator → its goal.
        omgangar: the codes of the year's rounds, in the order of time.
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
        yield from _fel_omgang(rad, r, list(omgangar), fil)


def _fel_omgang(rad: int, r: Mapping[str, Any], omgangar: list[str], fil: str) -> Iterator[Problem]:
    """It is asked in a round that another follows, and answered in a later one."""
    fragas = (r["omgang"] or omgangar[0]).upper()
    if fragas not in omgangar:
        return
    if fragas == omgangar[-1] and r["omgang"]:
        vad = "en omgång som följs av en annan: det som frågas i den sista blir aldrig besvarat"
        yield _fel(fil, rad, "omgang", r["omgang"], vad, "Ange en tidigare omgång.")
    senare = omgangar[omgangar.index(fragas) + 1 :]
    if r["senast"] and r["senast"].upper() in omgangar and r["senast"].upper() not in senare:
        vad = f"en omgång efter den som frågar: {', '.join(senare)}" if senare else "tomt, när ingen omgång följer"
        yield _fel(fil, rad, "senast", r["senast"], vad, "Ange en senare omgång, eller töm cellen.")


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


def _avsnitt(filer: Filer) -> Iterator[Problem]:
    """Texts and facts are for a goal, or for a section that the document has."""
    mal = set(filer["mal.csv"]["kod"])
    for fil, kanda in (("texter.csv", TEXTAVSNITT), ("fakta.csv", FAKTAAVSNITT)):
        for rad, avsnitt in filer[fil]["avsnitt"].dropna().items() if fil in filer else ():
            if avsnitt not in mal and avsnitt not in kanda:
                koder = "ett måls kod, " + ", ".join(kanda)
                yield problem("okand-kod", fil, rad=int(rad), kolumn="avsnitt", varde=avsnitt, koder=koder)
