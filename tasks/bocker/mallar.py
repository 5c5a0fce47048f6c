"""The workbooks that go out to the organs, and those filled in from a year folder's examples."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from notifications.texter import datum
from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import (
    BLAD_I,
    EXEMPEL,
    EXEMPELFILER,
    Bladrad,
    T1Svar,
    VpAktivitet,
    VpArsmal,
    VpKontroll,
    VpMal,
    VpResultatenhet,
    VpRisk,
    filnamn,
)
from schemas.arsmapp import Indikator, Kontakt, Organ
from schemas.begrepp import VARDEBEGAR, Begar, Fas, Roll, Uppmaningsstatus, is_procent
from schemas.falt import kolumner
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Indikatorutfall, Mottagare, Uppmaningsrad
from tasks.aret.arsmapp import read_exempelfil, read_mapp, read_svar
from tasks.bocker.skrivbok import EMPTY_ROWS, Bladinnehall, Bokinnehall, write_all
from tasks.bocker.tolkning import mallversion
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, arets_filer, beslutad, ram
from tasks.laget.oppet import rows as rader_i

Filer = Mapping[str, pd.DataFrame]
Rader = dict[type[Bladrad], list[dict[str, Any]]]


def vp_rader(filer: Filer) -> dict[str, Rader]:
    """Organ → what stands in its verksamhetsplan before it is filled in."""
    tilldelade = _per_organ(filer["tilldelningar.csv"])
    processer = _per_organ(filer.get("obligatoriska_processer.csv"))
    enheter = _per_organ(filer.get("resultatenheter.csv"))
    mal = filer["mal.csv"]
    malen = [{"malkod": m.kod, "mal": m.namn} for m in mal[mal["overordnat"].notna()].itertuples()]
    indikatorer = filer["indikatorer.csv"].to_dict("records")
    svar: dict[str, Rader] = {}
    for organ in filer["organ.csv"]["kod"]:
        utfall = {t["indikator"]: t["utfall_foregaende"] for t in tilldelade.get(organ, ())}
        svar[organ] = {modell: [] for modell in BLAD_I[Fas.VP]} | {
            VpArsmal: [_arsmalsrad(i, utfall[i["kod"]]) for i in indikatorer if i["kod"] in utfall],
            VpMal: malen,
            VpKontroll: [
                {"malkod": r["mal"], "process": r["process"], "obligatorisk": True} for r in processer.get(organ, ())
            ],
            VpResultatenhet: [{"resultatenhet": r["resultatenhet"]} for r in enheter.get(organ, ())],
        }
    return svar


def _per_organ(ram: pd.DataFrame | None) -> dict[str, list[dict[Any, Any]]]:
    """Organ → its rows, by header."""
    svar: dict[str, list[dict[Any, Any]]] = {}
    for r in [] if ram is None else ram.to_dict("records"):
        svar.setdefault(r["organ"], []).append(r)
    return svar


def _arsmalsrad(i: Mapping[Any, Any], utfall: Decimal | None) -> dict[str, Any]:
    senare = "fastställs senare" if i["faststalls_senare"] else None
    return {
        "indikatorkod": i["kod"],
        "indikator": i["namn"],
        "enhet": i["enhet"],
        "kf_arsmal": i["kf_arsmal"] if i["kf_arsmal"] is not None else senare,
        "utfall_foregaende": utfall,
        "decimaler": int(i["decimaler"]),
    }


@dataclass(frozen=True)
class Avsandare:
    """What a workbook says of where it belongs: the year, when it is due, and to whom it is sent back."""

    ar: int
    forfallo: datetime.date
    svara_till: str


def vp_bok(mapp: Path, fran: Avsandare, organ: Any, rows: Rader, huvud: Mapping[str, Any]) -> Bokinnehall:
    """One verksamhetsplan, ready to be written.

    Args:
        organ: a row of organ.csv.
        huvud: what stands under Uppgiftslämnare, Beslutad and Diarienummer.
    """
    malkoder = [r["malkod"] for r in rows[VpMal]]
    koder = [r["indikatorkod"] for r in rows[VpArsmal]]
    val = {"malkod": malkoder, "indikatorkod": koder}
    fria = {m: EMPTY_ROWS for m in rows if m not in (VpArsmal, VpMal)}
    blad = [
        Bladinnehall(m, r, fria.get(m, 0), val if m in (VpAktivitet, VpRisk, VpKontroll) else {})
        for m, r in rows.items()
    ]
    anvisning = [
        "Fyll i de gula cellerna på bladen; kolumner med brun rubrik är era. Grå celler är låsta och redan ifyllda.",
        f"Skicka tillbaka filen senast den {datum(fran.forfallo)} till {fran.svara_till}.",
        "Årsmål: skriv ett tal i indikatorns enhet (70,5 betyder 70,5 procent när enheten är procent). "
        "Lämna tomt om ni inte har något årsmål.",
        "Mål: svara Ja eller Nej för varje mål. Vid Ja beskriver ni hur nämnden bidrar.",
        "Intern kontroll: varje mål som ni bidrar till behöver minst en process, och varje process ett arbetssätt, "
        "en systematisk kontroll och en oönskad händelse.",
        "När filen har kommit in får ni en kvittens. Ändrar ni er skickar ni in filen på nytt; den senaste gäller.",
    ]
    uppgifter = _huvud(fran.ar, organ, Fas.VP, huvud)
    titel = f"Verksamhetsplan {fran.ar}, {organ.namn}"
    return Bokinnehall(mapp / filnamn(Fas.VP, fran.ar, organ.kod), titel, uppgifter, anvisning, blad)


def _huvud(ar: int, organ: Any, slag: Fas, huvud: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "Organkod": organ.kod,
        "Organ": organ.namn,
        "År": ar,
        "Slag av inlämning": str(slag),
        "Uppgiftslämnare": huvud.get("Uppgiftslämnare", ""),
        "Beslutad": huvud.get("Beslutad", ""),
        "Diarienummer": huvud.get("Diarienummer", ""),
        "Mallversion": mallversion(ar, organ.kod, slag),
    }


def t1_bok(
    mapp: Path, fran: Avsandare, organ: Any, rows: Sequence[dict[str, Any]], huvud: Mapping[str, Any]
) -> Bokinnehall:
    """One tertialrapport 1, ready to be written: one row per uppmaning to the organ."""
    anvisning = [
        "På bladet Svar står uppmaningarna till er, en på varje rad. Fyll i de gula cellerna.",
        f"Skicka tillbaka filen senast den {datum(fran.forfallo)}, eller den dag ni har anstånd till, "
        f"till {fran.svara_till}.",
        "Begärs ett årsmål skriver ni det under Reviderat årsmål. I kolumnen Begärt står värdet att nå.",
        "Begärs en beskrivning eller åtgärd skriver ni den under Svar, och en aktivitet under Aktivitet.",
        "Kan ni inte göra det som begärs väljer ni Ja under Kan inte och motiverar under Svar.",
        "När filen har kommit in får ni en kvittens. Ändrar ni er skickar ni in filen på nytt; den senaste gäller.",
    ]
    uppgifter = _huvud(fran.ar, organ, Fas.T1, huvud)
    titel = f"Tertialrapport 1 {fran.ar}, {organ.namn}"
    sokvag = mapp / filnamn(Fas.T1, fran.ar, organ.kod)
    return Bokinnehall(sokvag, titel, uppgifter, anvisning, [Bladinnehall(T1Svar, rows)])


def avsandare(ar: int, forfallo: datetime.date, kontakter: pd.DataFrame | None) -> Avsandare:
    """Where workbooks are sent back to: the planning office's address, or as an answer to the message."""
    adresser = [] if kontakter is None else list(kontakter["adress"][kontakter["roll"] == Roll.PLANERINGSKONTORET])
    epost = next((a for a in adresser if "@" in a), None)
    meddelandet = "som svar på meddelandet som den kom med"
    return Avsandare(ar, forfallo, f"{epost}, gärna {meddelandet}" if epost else f"planeringskontoret {meddelandet}")


def t1_rader(session: Session, ar: int) -> dict[str, list[dict[str, Any]]]:
    """Organ → what stands in its T1 workbook before it is filled in."""
    vp = beslutad(session, ar, Fas.VP)
    arsmal = {}
    if vp:
        utfall = session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == vp.id))
        arsmal = {u.kod: u.arsmal for u in utfall}
    decimaler = {i.kod: i.decimaler for i in rader_i(session, Indikator, ar)}
    svar: dict[str, list[dict[str, Any]]] = {}
    for u, m in fragor(session, ar):
        if u.aterkallad or m.aterkallad:
            continue
        nu = arsmal.get(u.indikator or "", {}).get(m.organ)
        rad = {
            "nummer": u.nummer,
            "uppmaning": _med_anvisning(u, m),
            "indikatorkod": u.indikator,
            "nuvarande": Decimal(nu) if nu is not None else None,
            "begart": m.begart,
            "decimaler": decimaler.get(u.indikator or ""),
        }
        svar.setdefault(m.organ, []).append(rad)
    return svar


def _med_anvisning(u: Uppmaningsrad, m: Mottagare) -> str:
    """The text of an uppmaning, with what is missing at this organ, where the answer goes and by when."""
    brister = f" Hos er saknas: {m.jamfort['brister']}." if m.jamfort.get("brister") else ""
    kolumn = "Reviderat årsmål" if u.begar in VARDEBEGAR else "Aktivitet" if u.begar == Begar.AKTIVITET else "Svar"
    nar = f", senast den {datum(m.senast)}" if m.senast else "; ingen sista dag är satt"
    return f"{u.text}{brister} Svaret skrivs under {kolumn}{nar}."


def fragor(session: Session, ar: int) -> list[tuple[Uppmaningsrad, Mottagare]]:
    """Every issued uppmaning with each of its recipients, in the order of the numbers."""
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    return list(session.exec(fraga))


@uppgift("Skriv mallar för verksamhetsplanen", korning="Mallar VP")
def write_vp_mallar(session: Session, oppet: Oppet, bara: str | None = None) -> list[Path]:
    """Write the organs' verksamhetsplan workbooks into the year's folder."""
    filer = arets_filer(session, oppet.ar)
    fran = avsandare(oppet.ar, oppet.forfallodag(Fas.VP), filer.get("kontakter.csv"))
    rows = vp_rader(filer)
    valda = [o for o in filer["organ.csv"].itertuples(index=False, name="Organ") if bara in (None, o.kod)]
    return write_all([vp_bok(oppet.mapp / "mallar", fran, o, rows[str(o.kod)], {}) for o in valda])


@uppgift("Skriv mallar för tertialrapport 1", korning="Mallar T1")
def write_t1_mallar(session: Session, oppet: Oppet, bara: str | None = None) -> list[Path]:
    """Write the T1 workbooks of the organs that have been asked something."""
    rows = t1_rader(session, oppet.ar)
    valda = {kod: r for kod, r in rows.items() if bara in (None, kod)}
    return _write_t1(session, oppet, oppet.mapp / "mallar", valda, {})


def _write_t1(
    session: Session,
    oppet: Oppet,
    mapp: Path,
    rows: Mapping[str, Sequence[dict[str, Any]]],
    huvud: Mapping[str, Any],
) -> list[Path]:
    """Write the T1 workbooks of some organs, in the order of organ.csv."""
    fran = avsandare(oppet.ar, oppet.forfallodag(Fas.T1), ram(session, Kontakt, oppet.ar))
    organ = rader_i(session, Organ, oppet.ar)
    return write_all([t1_bok(mapp, fran, o, rows[o.kod], huvud) for o in organ if o.kod in rows])


@uppgift("Skriv exempel på verksamhetsplaner", korning="Exempel VP")
def write_vp_exempel(data: Path, ut: Path) -> list[Path]:
    """Write the workbooks that the organs of a year folder would have handed in.

    Raises:
        Avvisat: the folder has faults.
    """
    innehall = read_mapp(data)
    funna: list[Problem] = []
    exempel = {
        m: _per_organ(read_exempelfil(data, f"verksamhetsplaner/{f}", m, funna)) for f, m in EXEMPELFILER.items()
    }
    mall = vp_rader(innehall.filer)
    forfallo = innehall.yaml.kalender.verksamhetsplan_senast
    fran = avsandare(innehall.yaml.ar, forfallo, innehall.filer.get("kontakter.csv"))
    bocker = []
    for o in innehall.filer["organ.csv"].itertuples(index=False, name="Organ"):
        egna = {m: per_organ.get(str(o.kod), []) for m, per_organ in exempel.items()}
        if any(egna.values()):
            rows = _ifyllda(mall[str(o.kod)], egna)
            bocker.append(vp_bok(ut, fran, o, rows, {"Uppgiftslämnare": EXEMPEL}))
    return write_all(bocker)


def _ifyllda(mall: Rader, egna: Mapping[type[Bladrad], Sequence[Mapping[Any, Any]]]) -> Rader:
    """The template's rows with the example's cells over them; rows that the template lacks are added."""
    svar: Rader = {}
    for modell, rows in mall.items():
        kols = kolumner(modell)
        nyckel = next((k.falt for k in kols if k.last and k.krav), None)
        exempel = [{k.falt: _cellvarde(r[k.namn], k.typ) for k in kols} for r in egna[modell]]
        if nyckel is None:
            svar[modell] = exempel
            continue
        per_kod = {r[nyckel]: {f: v for f, v in r.items() if v is not None} for r in exempel}
        kanda = {r[nyckel] for r in rows}
        svar[modell] = [_entydig(r | per_kod.get(r[nyckel], {}) | _locked(r), "arsmal", r.get("enhet")) for r in rows]
        svar[modell] += [r for r in exempel if r[nyckel] not in kanda]
    return svar


def _entydig(rad: dict[str, Any], falt: str, enhet: str | None) -> dict[str, Any]:
    """A value of at most one procent with its % sign: without it nobody can tell 0,9 procent from 90."""
    varde = rad.get(falt)
    if is_procent(enhet) and isinstance(varde, Decimal) and 0 < abs(varde) <= 1:
        return rad | {falt: f"{varde} %".replace(".", ",")}
    return rad


def _locked(rad: Mapping[str, Any]) -> dict[str, Any]:
    return {f: v for f, v in rad.items() if v is not None}


def _cellvarde(text: str | None, typ: str) -> Any:
    """A cell as a person would have entered it: numbers and dates as such, anything else as it is written."""
    if text is None:
        return None
    if typ in ("tal", "heltal"):
        try:
            return parse_tal(text, punkt_ar_decimal=True)[0]
        except EjTal:
            return text
    if typ == "datum":
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return text
    return text


@uppgift("Skriv exempel på tertialrapporter", korning="Exempel T1")
def write_t1_exempel(session: Session, oppet: Oppet, data: Path, ut: Path) -> list[Path]:
    """Write the T1 workbooks that the organs of a year folder would have handed in.

    Raises:
        Avvisat: a row answers nothing that was asked of its organ.
    """
    funna: list[Problem] = []
    exempel = read_svar(data, funna)
    rows = t1_rader(session, oppet.ar)
    per_rad = {(organ, r["nummer"]): r for organ, alla in rows.items() for r in alla}
    alla = fragor(session, oppet.ar)
    enheter = {i.kod: i.enhet for i in rader_i(session, Indikator, oppet.ar)}
    besvarade = set()
    for nr, s in zip(exempel.index, exempel.to_dict("records"), strict=True):
        passar = [u.nummer for u, m in alla if m.organ == s["organ"] and not m.aterkallad and _fits(u, s)]
        if len(passar) != 1:
            vad = ", ".join(str(s[k]) for k in ("grund", "indikator", "mal", "avser") if s[k])
            funna.append(
                problem("svar-utan-fraga", "tertialrapport1/svar.csv", rad=int(nr), varde=vad, antal=len(passar))
            )
            continue
        varden = {k: s[k] for k in ("svar", "aktivitet") if s[k]}
        varden["kan_inte"] = True if s["kan_inte"] else None
        varden["reviderat_arsmal"] = _cellvarde(s["reviderat_arsmal"], "tal")
        per_rad[s["organ"], passar[0]].update(_entydig(varden, "reviderat_arsmal", enheter.get(s["indikator"])))
        besvarade.add(s["organ"])
    if funna:
        raise Avvisat(f"Svaren i {data} passar inte det som har frågats: {len(funna)} fel.", funna)
    valda = {kod: r for kod, r in rows.items() if kod in besvarade}
    return _write_t1(session, oppet, ut, valda, {"Uppgiftslämnare": EXEMPEL})


def _fits(u: Uppmaningsrad, svar: Mapping[str, Any]) -> bool:
    return (
        u.grund == svar["grund"]
        and u.indikator == svar["indikator"]
        and (svar["mal"] is None or u.mal == svar["mal"])
        and (svar["avser"] is None or u.avser == svar["avser"])
    )
