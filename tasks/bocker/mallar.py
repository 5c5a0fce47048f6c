"""The workbooks that go out to the organs: what stands in them before they are filled in (kontrakt section 3)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import Session

from notifications.texter import datum, render_text, tal
from notifications.uppmaningstext import ANTAL
from schemas.arbetsbocker import (
    VARDEBLAD,
    Bladrad,
    PlanAktivitet,
    PlanArsmal,
    PlanKontroll,
    PlanMal,
    PlanResultatenhet,
    PlanRisk,
    SvarRad,
)
from schemas.arsmapp import Kontakt, Organ
from schemas.begrepp import VARDEBEGAR, Aggregering, Begar, Kalla, Roll
from schemas.falt import kolumner
from schemas.former import blad_i
from schemas.hur import hur
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.problem import ArshjulFel
from tasks.bocker.skrivbok import EMPTY_ROWS, Bladinnehall, Bokinnehall
from tasks.bocker.tolkning import mallversion
from tasks.laget.arsdata import arets_filer, ram, rows
from tasks.laget.beslutat import has_begun
from tasks.laget.fragat import Del, due, to_answer
from tasks.laget.inlamnat import in_force
from tasks.laget.oppet import Oppet
from tasks.laget.tilltal import hos_er

Filer = Mapping[str, pd.DataFrame]
Rader = dict[type[Bladrad], list[dict[str, Any]]]
MAPP = "mallar"


@dataclass(frozen=True)
class Avsandare:
    """What every workbook of an omgång says of where it belongs: the year, the round, and to whom it is sent back."""

    ar: int
    omgang: Omgang
    o: Ordbok
    svara_till: str
    anstand: Mapping[str, datetime.date] = field(default_factory=dict)

    def forfallo(self, organ: str) -> datetime.date:
        """When an organ's workbook is due."""
        return self.anstand.get(organ, self.omgang.senast)


def sender(ar: int, omgang: Omgang, o: Ordbok, kontakter: pd.DataFrame | None) -> Avsandare:
    """Where workbooks are sent back to: the planning office's address, or as an answer to the message."""
    adresser = [] if kontakter is None else list(kontakter["adress"][kontakter["roll"] == Roll.PLANERINGSKONTORET])
    epost = next((a for a in adresser if "@" in a), None)
    meddelandet = "som svar på meddelandet som den kom med"
    till = f"{epost}, gärna {meddelandet}" if epost else f"{o.kontoret.bestamd} {meddelandet}"
    return Avsandare(ar, omgang, o, till)


def plan_rows(filer: Filer, o: Ordbok) -> dict[str, Rader]:
    """Organ → what stands in its plan before it is filled in."""
    tilldelade, processer, enheter = (
        per_organ(filer.get(f)) for f in ("tilldelningar.csv", "obligatoriska_processer.csv", "resultatenheter.csv")
    )
    mal = filer["mal.csv"]
    over = set(mal["overordnat"].dropna())
    malen = [{"malkod": m.kod, "mal": m.namn} for m in mal.itertuples() if m.kod not in over]
    indikatorer = filer["indikatorer.csv"].to_dict("records")
    svar: dict[str, Rader] = {}
    for organ in filer["organ.csv"]["kod"]:
        egna = {t["indikator"]: t for t in tilldelade.get(organ, ())}
        svar[organ] = {
            PlanArsmal: [_indikatorrad(i, egna[i["kod"]], o) for i in indikatorer if i["kod"] in egna],
            PlanMal: malen,
            PlanKontroll: [
                {"malkod": r["mal"], "process": r["process"], "obligatorisk": True, "lasta": PlanKontroll.FORIFYLLT}
                for r in processer.get(organ, ())
            ],
            PlanResultatenhet: [{"resultatenhet": r["resultatenhet"]} for r in enheter.get(organ, ())],
        }
    return svar


def per_organ(ram: pd.DataFrame | None) -> dict[str, list[dict[Any, Any]]]:
    """Organ → its rows, by header."""
    svar: dict[str, list[dict[Any, Any]]] = {}
    for r in [] if ram is None else ram.to_dict("records"):
        svar.setdefault(r["organ"], []).append(r)
    return svar


def _indikatorrad(i: Mapping[Any, Any], t: Mapping[Any, Any], o: Ordbok) -> dict[str, Any]:
    """What is known of an organ's indicator, on the sheets that ask for a value of it."""
    kf = i["kf_arsmal"] if i["kf_arsmal"] is not None else "fastställs senare" if i["faststalls_senare"] else None
    allas = {"kf_arsmal": f"hela {o.staden.bestamd}: "} if i["aggregering"] == Aggregering.SUMMA else {}
    return {
        "indikatorkod": i["kod"],
        "indikator": i["namn"],
        "enhet": i["enhet"],
        "kf_arsmal": kf,
        "fore": allas,
        "utfall_foregaende": t["utfall_foregaende"],
        "decimaler": int(i["decimaler"]),
        "antaget": ("utfall_foregaende",) if t.get("kalla") == Kalla.ANTAGANDE else (),
    }


def answer_rows(session: Session, oppet: Oppet, o: Omgang) -> dict[str, Rader]:
    """Organ → what stands in its workbook of an omgång after the plan: one row per uppmaning that is not closed, and
    one per indicator where values are asked for. Organs with neither are left out.
    """
    filer = arets_filer(session, oppet.ar)
    indikatorer = {i["kod"]: i for i in filer["indikatorer.csv"].to_dict("records")}
    arsmal = in_force(session, oppet, o, {})
    svar: dict[str, Rader] = {}
    for d in to_answer(session, oppet, o):
        i = indikatorer.get(d.u.indikator)
        rad = {
            "nummer": d.u.nummer,
            "uppmaning": _with_anvisning(d, oppet.o),
            "indikatorkod": d.u.indikator,
            "nuvarande": arsmal.get((d.m.organ, d.u.indikator or "")),
            "begart": _with_enhet(d.m.begart, i),
            "decimaler": int(i["decimaler"]) if i else None,
        }
        svar.setdefault(d.m.organ, {}).setdefault(SvarRad, []).append(rad)
    if o.varde in VARDEBLAD:
        for organ, rader in per_organ(filer["tilldelningar.csv"]).items():
            egna = {t["indikator"]: t for t in rader if not t["utgar"]}
            varden = [
                _indikatorrad(i, egna[kod], oppet.o) | {"arsmal": arsmal.get((organ, kod))}
                for kod, i in indikatorer.items()
                if kod in egna
            ]
            if varden:
                svar.setdefault(organ, {})[VARDEBLAD[o.varde]] = varden
    return svar


def _with_enhet(begart: Decimal | None, i: Mapping[Any, Any] | None) -> str | None:
    """What is asked for, in the unit of its indicator."""
    if begart is None or i is None:
        return None
    enhet = f" {i['enhet']}" if i["enhet"] and i["enhet"] != ANTAL else ""
    return f"{tal(begart)}{enhet}"


def _with_anvisning(d: Del, o: Ordbok) -> str:
    """The text of an uppmaning, with what is missing at this organ, where the answer goes and by when."""
    om_er = " ".join((d.u.text, hos_er(o, d))).strip()
    rubriker = {k.falt: k.rubrik(o, "") for k in kolumner(SvarRad)}
    falt = "reviderat_arsmal" if d.begar in VARDEBEGAR else "aktivitet" if d.begar == Begar.AKTIVITET else "svar"
    nar = f", senast den {datum(d.m.senast)}" if d.m.senast else "; ingen sista dag är satt"
    return f"{om_er} Svaret skrivs under {rubriker[falt]}{nar}."


def plan_bok(mapp: Path, fran: Avsandare, organ: Organ, rader: Rader, huvud: Mapping[str, Any]) -> Bokinnehall:
    """One plan, ready to be written.

    Args:
        huvud: what stands under Uppgiftslämnare, Beslutad and Diarienummer.
    """
    val = {
        "malkod": [r["malkod"] for r in rader[PlanMal]],
        "indikatorkod": [r["indikatorkod"] for r in rader[PlanArsmal]],
    }
    valbara = (PlanAktivitet, PlanRisk, PlanKontroll)
    blad = [
        Bladinnehall(
            m, rader.get(m, []), 0 if m in (PlanArsmal, PlanMal) else EMPTY_ROWS, val if m in valbara else {}
        )
        for m in blad_i(fran.omgang)
    ]  # fmt: skip
    antaget = any(r["antaget"] for r in rader[PlanArsmal] if "antaget" in r)
    return _bok(mapp, fran, organ, blad, huvud, "anvisning_plan", antaget=antaget)


def answer_bok(mapp: Path, fran: Avsandare, organ: Organ, rader: Rader, huvud: Mapping[str, Any]) -> Bokinnehall:
    """One workbook of an omgång after the plan, ready to be written."""
    blad = [Bladinnehall(m, rader.get(m, [])) for m in blad_i(fran.omgang)]
    vardeblad = VARDEBLAD.get(fran.omgang.varde)
    varden = rader.get(vardeblad, []) if vardeblad else []
    return _bok(
        mapp, fran, organ, blad, huvud, "anvisning_svar",
        fragor=bool(rader.get(SvarRad)),
        vardet=fran.o.vardet(fran.omgang.varde).bestamd if varden else None,
        blad=vardeblad.BLAD if vardeblad else None,
        reviderat=next(k.rubrik(fran.o, organ.slag) for k in kolumner(SvarRad) if k.falt == "reviderat_arsmal"),
        antaget=any(r["antaget"] for r in varden if "antaget" in r),
    )  # fmt: skip


def _bok(
    mapp: Path, fran: Avsandare, organ: Organ, bladen: list[Bladinnehall], huvud: Mapping[str, Any], anvisning: str,
    **om: Any,
) -> Bokinnehall:  # fmt: skip
    text = render_text(
        fran.o, anvisning, ar=fran.ar, organet=fran.o.organet(organ.slag), svara_till=fran.svara_till,
        forfallo=fran.forfallo(organ.kod), **om,
    )  # fmt: skip
    uppgifter = {
        "Organkod": organ.kod,
        "Organ": organ.namn,
        "År": fran.ar,
        "Slag av inlämning": fran.omgang.kod,
        "Uppgiftslämnare": huvud.get("Uppgiftslämnare", ""),
        "Beslutad": huvud.get("Beslutad", ""),
        "Diarienummer": huvud.get("Diarienummer", ""),
        "Mallversion": mallversion(fran.ar, organ.kod, fran.omgang),
    }
    sokvag = mapp / fran.omgang.filnamn(fran.ar, organ.kod)
    titel = f"{fran.omgang.namn} {fran.ar}, {organ.namn}"
    return Bokinnehall(
        sokvag, titel, uppgifter, text.splitlines(), bladen, o=fran.o, organslag=organ.slag
    )  # fmt: skip


def mallar(
    session: Session, oppet: Oppet, o: Omgang, bara: Iterable[str] | None = None, *, med_adress: bool = True
) -> list[Bokinnehall]:
    """The workbooks of an omgång to send out, in the order of organ.csv: of every organ that has something to fill in.

    Args:
        bara: only these organs'.
        med_adress: the address to send it back to stands in it; not in what is published.

    Raises:
        ArshjulFel: the omgång before is not decided, so nobody knows yet what is asked in this one.
    """
    mapp = oppet.mapp / MAPP
    fran = sender_of(session, oppet, o, med_adress=med_adress)
    if o.ar_plan:
        rader, bok = plan_rows(arets_filer(session, oppet.ar), oppet.o), plan_bok
    elif has_begun(session, oppet, o):
        rader, bok = answer_rows(session, oppet, o), answer_bok
    else:
        raise ArshjulFel(f"{o.i_text} har inte börjat: omgången före är inte beslutad. {hur('besluta')}")
    valda = None if bara is None else set(bara)
    organ = [r for r in rows(session, Organ, oppet.ar) if r.kod in rader and (valda is None or r.kod in valda)]
    return [bok(mapp, fran, r, rader[r.kod], {}) for r in organ]


def sender_of(session: Session, oppet: Oppet, o: Omgang, *, med_adress: bool = True) -> Avsandare:
    """The same for a year of the state, with the anstånd that has been given."""
    fran = sender(oppet.ar, o, oppet.o, ram(session, Kontakt, oppet.ar) if med_adress else None)
    return Avsandare(fran.ar, fran.omgang, fran.o, fran.svara_till, due(session, oppet, o))


def organs_with_bok(session: Session, oppet: Oppet, o: Omgang | None) -> set[str]:
    """The organs that have something to fill in in an omgång."""
    if o is None:
        return set()
    return {r.kod for r in rows(session, Organ, oppet.ar)} if o.ar_plan else set(answer_rows(session, oppet, o))


def bilaga(oppet: Oppet, o: Omgang, organ: str) -> str:
    """Where an organ's workbook of an omgång lies, relative to the year's folder."""
    return f"{MAPP}/{o.filnamn(oppet.ar, organ)}"
