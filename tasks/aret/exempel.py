"""Workbooks filled in from a year folder's examples, as the organs would have sent them (kontrakt section 2)."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import Session

from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import EXEMPEL, SVARSFIL, Bladrad, SvarRad
from schemas.arsmapp import Indikator, Organ
from schemas.begrepp import is_procent
from schemas.falt import kolumner
from schemas.former import exempelfiler
from schemas.omgangar import Omgang
from schemas.problem import Avvisat, Problem, problem
from tasks.aret.arsmapp import read_mapp
from tasks.aret.exempelfiler import exempelmapp, read_exempelfil, read_svar
from tasks.bocker.mallar import Rader, answer_bok, answer_rows, per_organ, plan_bok, plan_rows, sender, sender_of
from tasks.bocker.skrivbok import Bokinnehall
from tasks.laget.arsdata import rows
from tasks.laget.fragat import Del, parts, standing, to_answer
from tasks.laget.oppet import Oppet

HUVUD = {"Uppgiftslämnare": EXEMPEL}
#: sheet → its column with a value in the indicator's unit
VARDEN = ("arsmal", "varde", "reviderat_arsmal")


def plan_exempel(data: Path, ut: Path) -> list[Bokinnehall]:
    """The plans that the organs of a year folder would have handed in.

    Raises:
        Avvisat: the folder has faults.
    """
    innehall = read_mapp(data)
    o = innehall.omgangar.plan
    exempel = _read(data, o, innehall.filer)
    mall = plan_rows(innehall.filer, innehall.o)
    fran = sender(innehall.yaml.ar, o, innehall.o, innehall.filer.get("kontakter.csv"))
    bocker = []
    for organ in innehall.filer["organ.csv"].itertuples(index=False, name="Organ"):
        egna = {m: alla.get(str(organ.kod), []) for m, alla in exempel.items()}
        if any(egna.values()):
            bocker.append(plan_bok(ut, fran, organ, _filled(mall[str(organ.kod)], egna), HUVUD))
    return bocker


def answer_exempel(session: Session, oppet: Oppet, o: Omgang, data: Path, ut: Path) -> list[Bokinnehall]:
    """The workbooks of a later omgång that the organs of a year folder would have handed in.

    Raises:
        Avvisat: a row answers nothing that was asked of its organ.
    """
    funna: list[Problem] = []
    mall = answer_rows(session, oppet, o)
    enheter = {i.kod: i.enhet for i in rows(session, Indikator, oppet.ar)}
    svarade = _answers(session, oppet, o, data, mall, enheter, funna)
    exempel = {m: per_organ(ram) for m, ram in _frames(data, o, funna).items()}
    if funna:
        raise Avvisat(f"Svaren i {data} passar inte det som har frågats: {len(funna)} fel.", funna)
    fran = sender_of(session, oppet, o)
    bocker = []
    for organ in rows(session, Organ, oppet.ar):
        egna = {m: alla.get(organ.kod, []) for m, alla in exempel.items()}
        if organ.kod in svarade or any(egna.values()):
            tomma = mall.get(organ.kod, {})
            rader = {SvarRad: tomma.get(SvarRad, [])} | _filled({m: tomma.get(m, []) for m in exempel}, egna)
            bocker.append(answer_bok(ut, fran, organ, rader, HUVUD))
    return bocker


def _read(data: Path, o: Omgang, filer: Mapping[str, pd.DataFrame]) -> dict[type[Bladrad], dict[str, list[dict]]]:
    funna: list[Problem] = []
    return {m: per_organ(ram) for m, ram in _frames(data, o, funna).items()}


def _frames(data: Path, o: Omgang, funna: list[Problem]) -> dict[type[Bladrad], pd.DataFrame]:
    mapp = exempelmapp(data, o)
    return {m: read_exempelfil(data, f"{mapp}/{fil}", m, funna) for fil, m in exempelfiler(o).items()}


def _answers(
    session: Session, oppet: Oppet, o: Omgang, data: Path, mall: Mapping[str, Rader], enheter: Mapping[str, str | None],
    funna: list[Problem],
) -> set[str]:  # fmt: skip
    """Write the answers of svar.csv into the template's rows: a row answers every open part that fits."""
    fil = f"{exempelmapp(data, o)}/{SVARSFIL}"
    exempel = read_svar(data, o, funna)
    per_rad = {(organ, r["nummer"]): r for organ, alla in mall.items() for r in alla.get(SvarRad, ())}
    oppna, stallda = to_answer(session, oppet, o), standing(parts(session, oppet))
    svarade = set()
    for nr, s in zip(exempel.index, exempel.to_dict("records"), strict=True):
        if not any(_fits(d, s) for d in stallda):
            vad = ", ".join(str(s[k]) for k in ("grund", "indikator", "mal", "avser") if s[k])
            funna.append(problem("svar-utan-fraga", fil, rad=int(nr), varde=vad))
            continue
        varden = {k: s[k] for k in ("svar", "aktivitet") if s[k]}
        varden["kan_inte"] = True if s["kan_inte"] else None
        varden["reviderat_arsmal"] = _cell(s["reviderat_arsmal"], "tal")
        for d in oppna:
            if _fits(d, s):
                egna = _clear_percent(varden, enheter.get(d.u.indikator or ""))
                per_rad[d.m.organ, d.u.nummer].update(egna)
        svarade.add(str(s["organ"]))
    return svarade


def _fits(d: Del, svar: Mapping[str, Any]) -> bool:
    """Whether a row of svar.csv speaks of a part; mal and avser only where they are stated."""
    return (
        d.m.organ == svar["organ"]
        and d.u.grund == svar["grund"]
        and d.u.indikator == svar["indikator"]
        and svar["mal"] in (None, d.u.mal)
        and svar["avser"] in (None, d.u.avser)
    )


def _filled(mall: Rader, egna: Mapping[type[Bladrad], Sequence[Mapping[Any, Any]]]) -> Rader:
    """The template's rows with the example's cells over them; rows that the template lacks are added."""
    svar: Rader = {}
    for modell, exempel_rader in egna.items():
        kols, rader = kolumner(modell), mall.get(modell, [])
        nyckel = next((k.falt for k in kols if k.locked and k.krav), None)
        exempel = [{k.falt: _cell(r[k.namn], k.typ) for k in kols} for r in exempel_rader]
        if nyckel is None:
            svar[modell] = exempel
            continue
        per_kod = {r[nyckel]: {f: v for f, v in r.items() if v is not None} for r in exempel}
        kanda = {r[nyckel] for r in rader}
        svar[modell] = [_clear_percent(r | per_kod.get(r[nyckel], {}) | _known(r), r.get("enhet")) for r in rader]
        svar[modell] += [r for r in exempel if r[nyckel] not in kanda]
    return svar


def _clear_percent(rad: dict[str, Any], enhet: str | None) -> dict[str, Any]:
    """A value of at most one procent with its % sign: without it nobody can tell 0,9 procent from 90."""
    oklara = {f: rad.get(f) for f in VARDEN if is_procent(enhet) and isinstance(rad.get(f), Decimal)}
    return rad | {f: f"{v} %".replace(".", ",") for f, v in oklara.items() if v is not None and 0 < abs(v) <= 1}


def _known(rad: Mapping[str, Any]) -> dict[str, Any]:
    return {f: v for f, v in rad.items() if v is not None}


def _cell(text: str | None, typ: str) -> Any:
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
