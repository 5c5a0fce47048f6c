"""The export: one JSON object with everything that was received, judged, asked and sent (kontrakt section 7)."""

import datetime
import json
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from rules.ekonomi import beslutsavvikelser, beslutssumma, budgetavvikelser, justerad, projektavvikelser, ramavvikelser
from rules.tal import plain
from schemas.arsmapp import (
    Beslutsbelopp,
    Budgetjustering,
    Indikator,
    Investering,
    Mal,
    Organ,
    Resultatbudgetrad,
)
from schemas.begrepp import Fas, Uppmaningsstatus
from schemas.tabeller import (
    Avstamning,
    Framstallning,
    Indikatorutfall,
    Inlamning,
    Malbeslut,
    Mottagare,
    Uppmaningsrad,
    Utskick,
)
from tasks.laget.oppet import Oppet, beslutad, ram, rows, senaste
from tasks.laget.pengar import fordelade_bidrag

Rader = list[dict[str, Any]]


def export(session: Session, oppet: Oppet, idag: datetime.date) -> dict[str, Any]:
    """Everything of kontrakt section 7. Numbers that are not counts are strings in plain notation."""
    ar = oppet.ar
    faser = {fas: rad for fas in Fas if (rad := senaste(session, ar, fas))}
    return {
        "ar": ar,
        "idag": idag.isoformat(),
        "inlamningar": _inlamningar(session, ar),
        "indikatorer": [r for fas, rad in faser.items() for r in _indikatorer(session, ar, fas, rad)],
        "mal": [r for fas, rad in faser.items() for r in _mal(session, ar, fas, rad)],
        "uppmaningar": _uppmaningar(session, ar),
        "utskick": _utskick(session, ar),
        **_pengar(session, ar),
        "statsbidrag": _statsbidrag(session, ar),
        "framstallningar": _framstallningar(session, ar, faser.get(Fas.VP)),
    }


def as_text(export: dict[str, Any]) -> str:
    """The export as the bytes of its file: keys sorted, the same state always the same text."""
    return json.dumps(export, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def _iso(dag: datetime.date | None) -> str | None:
    return dag.isoformat() if dag else None


def _inlamningar(session: Session, ar: int) -> Rader:
    alla = session.exec(select(Inlamning).where(Inlamning.ar == ar).order_by(col(Inlamning.id)))
    falt = {"organ", "slag", "version", "status", "sen", "sha256", "problem"}
    return [i.model_dump(include=falt) | {"inkom": i.inkom.isoformat()} for i in alla]


def _indikatorer(session: Session, ar: int, fas: Fas, rad: Avstamning) -> Rader:
    decimaler = {i.kod: i.decimaler for i in rows(session, Indikator, ar)}
    alla = session.exec(
        select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id).order_by(col(Indikatorutfall.id))
    )
    return [
        {
            "kod": u.kod,
            "fas": str(fas),
            "aggregerat": plain(u.aggregerat, decimaler.get(u.kod)),
            "kf_arsmal": plain(u.kf_arsmal),
            "uppfyllelse": u.uppfyllelse,
            "antal": u.antal,
            "saknas": sorted(u.saknas),
            "hojning": u.hojning,
        }
        for u in alla
    ]


def _mal(session: Session, ar: int, fas: Fas, rad: Avstamning) -> Rader:
    ordning = {m.kod: (m.overordnat is None, n) for n, m in enumerate(rows(session, Mal, ar))}
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id)).all()
    falt = {"kod", "forslag", "beslut", "motivering", "helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal"}
    return [m.model_dump(include=falt) | {"fas": str(fas)} for m in sorted(alla, key=lambda m: ordning[m.kod])]


def _uppmaningar(session: Session, ar: int) -> Rader:
    fraga = select(Uppmaningsrad).where(Uppmaningsrad.ar == ar, Uppmaningsrad.status != Uppmaningsstatus.STRUKEN)
    mottagare: dict[int, Rader] = {}
    hela = {u.id for u in session.exec(fraga) if u.aterkallad}
    for m in session.exec(select(Mottagare).order_by(col(Mottagare.organ))):
        if m.aterkallad and m.uppmaning_id not in hela:
            continue  # withdrawn for this organ alone: it is no longer a recipient
        mottagare.setdefault(m.uppmaning_id, []).append(
            {
                "organ": m.organ,
                "senast": _iso(m.senast),
                "begart": plain(m.begart),
                "status": str(m.status),
                "sen": m.sen,
                "varde": plain(m.varde),
                "svar": m.svar,
            }
        )
    falt = {"nummer", "grund", "begar", "mal", "indikator", "avser", "till", "text", "aterkallad"}
    return [
        u.model_dump(include=falt) | {"senast": _iso(u.senast), "mottagare": mottagare.get(u.id, [])}
        for u in session.exec(fraga.order_by(col(Uppmaningsrad.id)))
    ]


def _utskick(session: Session, ar: int) -> Rader:
    falt = {"organ", "roll", "slag", "steg", "kanal", "status", "nyckel"}
    alla = session.exec(select(Utskick).where(Utskick.ar == ar).order_by(col(Utskick.id)))
    return [u.model_dump(include=falt) | {"forfallo": _iso(u.forfallo), "dag": _iso(u.dag)} for u in alla]


def _pengar(session: Session, ar: int) -> dict[str, Rader]:
    budget, justeringar = ram(session, Resultatbudgetrad, ar), ram(session, Budgetjustering, ar)
    belopp, investeringar = ram(session, Beslutsbelopp, ar), ram(session, Investering, ar)
    organ = ram(session, Organ, ar).set_index("kod")
    summor = [beslutssumma(p, justeringar) for p in belopp.to_dict("records")]
    avvikelser = [
        *budgetavvikelser(budget),
        *beslutsavvikelser(belopp, justeringar),
        *ramavvikelser(investeringar, organ),
        *projektavvikelser(investeringar),
    ]
    return {
        "resultatbudget": [
            {
                "rad": r["rad"],
                **{k: plain(r[k]) for k in ("kf_budget", "justeringar", "omslutning")},
                "justerad": plain(justerad(r)),
            }
            for r in _i_ordning(budget)
        ],
        "beslutsbelopp": [
            {
                "punkt": p["punkt"],
                "belopp": plain(p["belopp"] if p["belopp"] is not None else summa),
                "summa": plain(summa),
            }
            for p, summa in zip(belopp.to_dict("records"), summor, strict=True)
        ],
        "avvikelser": [
            {"slag": str(a.slag), "nyckel": a.nyckel, "text": a.text, "belopp": plain(a.belopp)} for a in avvikelser
        ],
    }


def _i_ordning(budget: Any) -> Iterable[dict[str, Any]]:
    sist = len(budget)
    return sorted(budget.to_dict("records"), key=lambda r: r["ordning"] if r["ordning"] is not None else sist)


def _statsbidrag(session: Session, ar: int) -> Rader:
    return [
        {"bidrag": bidrag, "organ": organ, "belopp": plain(belopp), "per_antal": plain(per)}
        for bidrag, organ, belopp, per, _ in fordelade_bidrag(session, ar)
    ]


def _framstallningar(session: Session, ar: int, vp: Avstamning | None) -> Rader:
    rad = beslutad(session, ar, Fas.VP) or vp
    if rad is None:
        return []
    alla = session.exec(
        select(Framstallning).where(Framstallning.avstamning_id == rad.id).order_by(col(Framstallning.id))
    )
    return [
        {
            **f.model_dump(include={"organ", "slag", "andamal", "finansiering", "motivering"}),
            "sokt": plain(f.sokt),
            "beviljat": plain(f.beviljat),
        }
        for f in alla
    ]
