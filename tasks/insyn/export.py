"""The export: one JSON object with everything that was received, judged, asked and sent (kontrakt section 7)."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlmodel import Session

from rules.ekonomi import justerad
from rules.tal import plain
from schemas.arsmapp import Indikator, Resultatbudgetrad, Tilldelning
from schemas.begrepp import Uppmaningsstatus
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning
from tasks.laget.arsdata import ram, rows
from tasks.laget.beslutat import framstallningar_i, malbeslut, newest, newest_of_all, utfall_i
from tasks.laget.fragat import Del, asked_in_omgang, mottagare_av, parts, uppmaningar_i
from tasks.laget.inlamnat import counted, received, reported
from tasks.laget.oppet import Oppet
from tasks.laget.pengar import arets_avvikelser, beslutsbelopp, distribute_bidrag
from tasks.laget.utkorg import messages

Rader = list[dict[str, Any]]


def export(session: Session, oppet: Oppet, idag: datetime.date) -> dict[str, Any]:
    """Everything of kontrakt section 7. Numbers that are not counts are strings in plain notation."""
    ar = oppet.ar
    ronder = newest_of_all(session, oppet)
    delar = parts(session, oppet)
    plan = newest(session, ar, oppet.omgangar.plan)
    return {
        "ar": ar,
        "idag": idag.isoformat(),
        "inlamningar": _inlamningar(session, ar),
        "indikatorer": [r for o, rad in ronder.items() for r in _indikatorer(session, ar, o, rad)],
        "mal": [r for o, rad in ronder.items() for r in _mal(session, o, rad)],
        "uppmaningar": _uppmaningar(session, oppet, delar),
        "svar": _svar(delar),
        "varden": _varden(session, oppet),
        "utskick": _utskick(session, ar),
        **_pengar(session, oppet, plan),
        "statsbidrag": _statsbidrag(session, ar),
        "framstallningar": _framstallningar(session, plan),
    }


def as_text(export: dict[str, Any]) -> str:
    """The export as the bytes of its file: keys sorted, the same state always the same text."""
    return json.dumps(export, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def _iso(dag: datetime.date | None) -> str | None:
    return dag.isoformat() if dag else None


def _inlamningar(session: Session, ar: int) -> Rader:
    alla = received(session, ar)
    falt = {"organ", "version", "status", "sen", "sha256", "problem"}
    return [i.model_dump(include=falt) | {"slag": i.omgang, "inkom": i.inkom.isoformat()} for i in alla]


def _indikatorer(session: Session, ar: int, o: Omgang, rad: Avstamning) -> Rader:
    decimaler = {i.kod: i.decimaler for i in rows(session, Indikator, ar)}
    return [
        {
            "kod": u.kod,
            "fas": o.kod,
            "aggregerat": plain(u.aggregerat, decimaler.get(u.kod)),
            "kf_arsmal": plain(u.kf_arsmal),
            "uppfyllelse": u.uppfyllelse,
            "antal": u.antal,
            "saknas": sorted(u.saknas),
            "hojning": u.hojning,
        }
        for u in utfall_i(session, rad).values()
    ]


def _mal(session: Session, o: Omgang, rad: Avstamning) -> Rader:
    falt = {"kod", "forslag", "beslut", "motivering", "helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal"}
    return [m.model_dump(include=falt) | {"fas": o.kod} for m in malbeslut(session, rad).values()]


def _uppmaningar(session: Session, oppet: Oppet, delar: Iterable[Del]) -> Rader:
    """Proposed and issued ones; of one that is withdrawn for some organs alone, those are no longer recipients."""
    omgangar = asked_in_omgang(session, oppet)
    alla = [u for u in uppmaningar_i(session, oppet.ar) if u.status != Uppmaningsstatus.STRUKEN]
    stallda: dict[int, list[Del]] = {}
    for d in delar:
        if d.u.aterkallad or not d.m.aterkallad:
            stallda.setdefault(d.u.id, []).append(d)
    foreslagna = mottagare_av(session, [u for u in alla if u.id not in stallda])
    falt = {"nummer", "grund", "begar", "mal", "indikator", "avser", "till", "text", "aterkallad"}
    return [
        u.model_dump(include=falt)
        | {
            "omgang": omgangar[u.avstamning_id],
            "senast": _iso(u.senast),
            "mottagare": sorted(
                (
                    _mottagare(d)
                    for d in stallda.get(u.id, [Del(u, m) for m in foreslagna.get(u.id, ()) if not m.aterkallad])
                ),
                key=lambda m: m["organ"],
            ),
        }
        for u in alla
    ]


def _mottagare(d: Del) -> dict[str, Any]:
    return {
        "organ": d.m.organ,
        "senast": _iso(d.m.senast),
        "begart": plain(d.m.begart),
        "status": d.status,
        "omgang": d.dom.omgang if d.dom else None,
        "sen": d.dom.sen if d.dom else False,
        "varde": plain(d.dom.varde) if d.dom else None,
        "svar": d.dom.svar if d.dom else None,
    }


def _svar(delar: Iterable[Del]) -> Rader:
    return [
        {
            "nummer": d.u.nummer,
            "organ": d.m.organ,
            "omgang": dom.omgang,
            "status": str(dom.status),
            "sen": dom.sen,
            "varde": plain(dom.varde),
            "svar": dom.svar,
        }
        for d in delar
        for dom in d.domar
    ]


def _varden(session: Session, oppet: Oppet) -> Rader:
    """Every stated prognos and utfall that counts: of holders, in the workbooks that the omgång rests on."""
    innehav = {(t.organ, t.indikator) for t in rows(session, Tilldelning, oppet.ar) if not t.utgar}
    return [
        {"omgang": o.kod, "organ": organ, "indikator": indikator, "varde": plain(varde)}
        for o in oppet.omgangar
        if o.fragar_varden
        for (organ, indikator), varde in sorted(reported(session, o, counted(session, oppet, o)).items())
        if (organ, indikator) in innehav
    ]


def _utskick(session: Session, ar: int) -> Rader:
    falt = {"organ", "roll", "slag", "omgang", "steg", "kanal", "status", "nyckel", "brev"}
    alla = messages(session, ar)
    return [u.model_dump(include=falt) | {"forfallo": _iso(u.forfallo), "dag": _iso(u.dag)} for u in alla]


def _pengar(session: Session, oppet: Oppet, plan: Avstamning | None) -> dict[str, Rader]:
    budget = ram(session, Resultatbudgetrad, oppet.ar)
    return {
        "resultatbudget": [
            {
                "rad": r["rad"],
                **{k: plain(r[k]) for k in ("kf_budget", "justeringar", "omslutning")},
                "justerad": plain(justerad(r)),
            }
            for r in _in_order(budget)
        ],
        "beslutsbelopp": [
            {"punkt": b.rad.punkt, "belopp": plain(b.galler), "summa": plain(b.summa)}
            for b in beslutsbelopp(session, oppet.ar, plan)
        ],
        "avvikelser": [
            {"slag": str(a.slag), "nyckel": a.nyckel, "text": a.text, "belopp": plain(a.belopp)}
            for a in arets_avvikelser(session, oppet, plan)
        ],
    }


def _in_order(budget: pd.DataFrame) -> Iterable[dict[Any, Any]]:
    sist = len(budget)
    return sorted(budget.to_dict("records"), key=lambda r: r["ordning"] if r["ordning"] is not None else sist)


def _statsbidrag(session: Session, ar: int) -> Rader:
    return [
        {
            "bidrag": f.bidrag.bidrag,
            "organ": a.rad.organ,
            "belopp": plain(a.belopp),
            "per_antal": plain(a.per_antal),
        }
        for f in distribute_bidrag(session, ar)
        for a in f.andelar
    ]


def _framstallningar(session: Session, plan: Avstamning | None) -> Rader:
    return [
        {
            **f.model_dump(include={"organ", "slag", "andamal", "finansiering", "motivering"}),
            "sokt": plain(f.sokt),
            "beviljat": plain(f.beviljat),
        }
        for f in framstallningar_i(session, plan)
    ]
