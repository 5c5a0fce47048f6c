"""Submissions that wait for the planning office: settled by the review workbook (kontrakt sections 3 and 4)."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, select

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arsmapp import Organ
from schemas.begrepp import Inlamningsstatus, Roll, Utskicksslag
from schemas.tabeller import Inlamning
from tasks.grund.handelser import log
from tasks.laget.oppet import Oppet, rows


def settle_vantande(
    session: Session, oppet: Oppet, beslut: Iterable[Mapping[str, Any]], handlaggare: str, idag: datetime.date
) -> list[Inlamning]:
    """Accept or refuse waiting submissions; each organ is told. Those that were accepted.

    Args:
        beslut: rows of the sheet Väntande: organ, fil, godta, motivering.
    """
    namn = {o.kod: o.namn for o in rows(session, Organ, oppet.ar)}
    avgjorda = []
    for r in beslut:
        if r["godta"] is None:
            continue
        fraga = select(Inlamning).where(
            Inlamning.ar == oppet.ar, Inlamning.filnamn == r["fil"], Inlamning.organ == r["organ"]
        )
        for i in session.exec(fraga.where(Inlamning.status == Inlamningsstatus.VANTAR)):
            i.status = Inlamningsstatus.GODKAND if r["godta"] else Inlamningsstatus.AVVISAD
            vad = "Väntande inlämning godtagen" if r["godta"] else "Väntande inlämning avvisad"
            om = {"organ": i.organ, "motivering": r["motivering"]}
            log(session, vad, dag=idag, ar=oppet.ar, vem=handlaggare, fil=i.filnamn, fil_sha256=i.sha256, **om)
            avgjorda.append((i, r["motivering"]))
    brev = [_besked(oppet, i, namn[str(i.organ)], motivering) for i, motivering in avgjorda]
    enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
    session.flush()
    return [i for i, _ in avgjorda if i.status == Inlamningsstatus.GODKAND]


def _besked(oppet: Oppet, i: Inlamning, organ: str, motivering: str | None) -> Brev:
    om = i.model_dump(include={"slag", "status", "inkom", "version", "filnamn"})
    stad = {"ar": oppet.ar, "kommun": oppet.yaml.kommun, "diarienummer": oppet.yaml.diarienummer}
    amne, text = render_brev("besked", organ=organ, motivering=motivering, **om, **stad)
    nyckel = f"kvittens/{i.sha256}/besked"
    return Brev(nyckel, i.organ, Roll.REGISTRATOR, Utskicksslag.KVITTENS, amne, text)
