"""Submissions that wait for the planning office: settled by the review workbook (kontrakt sections 3 and 4)."""

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.begrepp import Inlamningsstatus, Roll, Utskicksslag
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import Inlamning
from tasks.grund.handelser import log
from tasks.intag.kvittens import kvittens_nyckel
from tasks.laget.inlamnat import submissions
from tasks.laget.oppet import Oppet
from tasks.laget.rorligt import watched
from tasks.laget.tilltal import tilltal


def settle_vantande(
    session: Session,
    oppet: Oppet,
    o: Omgang,
    beslut: Iterable[Mapping[str, Any]],
    handlaggare: str,
    idag: datetime.date,
    granskning: Mapping[str, Any] = MappingProxyType({}),
) -> list[Inlamning]:
    """Accept or refuse waiting submissions of an omgång; each organ is told. Those that were accepted.

    Args:
        beslut: rows of the sheet Väntande: organ, fil, godta, motivering.
        granskning: what the trail says of the review that they stand in.
    """
    till = tilltal(session, oppet.ar)
    vantar = submissions(session, oppet.ar, o, Inlamningsstatus.VANTAR)
    avgjorda = []
    for r in beslut:
        for i in (i for i in vantar if (i.organ, i.filnamn) == (r["organ"], r["fil"]) and r["godta"] is not None):
            with watched(session, oppet.ar, "inlamning") as rort:
                i.status = Inlamningsstatus.GODKAND if r["godta"] else Inlamningsstatus.AVVISAD
            vad = Handelseslag.VANTANDE_GODTAGEN if r["godta"] else Handelseslag.VANTANDE_AVVISAD
            om = {"organ": i.organ, "omgang": o.kod, "version": i.version, "skal": i.skal, **rort}
            om |= {"motivering": r["motivering"], **granskning}
            log(session, vad, dag=idag, ar=oppet.ar, vem=handlaggare, fil=i.filnamn, fil_sha256=i.sha256, **om)
            avgjorda.append((i, r["motivering"]))
    brev = [_besked(oppet, o, i, till[str(i.organ)], motivering) for i, motivering in avgjorda]
    enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
    session.flush()
    return [i for i, _ in avgjorda if i.status == Inlamningsstatus.GODKAND]


def _besked(oppet: Oppet, o: Omgang, i: Inlamning, till: dict[str, str | None], motivering: str | None) -> Brev:
    om = i.model_dump(include={"status", "inkom", "version", "filnamn"})
    amne, text = render_brev(oppet.o, "besked", omgang=o, motivering=motivering, **om, **till, **oppet.stad)
    nyckel = f"{kvittens_nyckel(i)}/besked"
    return Brev(nyckel, i.organ, Roll.REGISTRATOR, Utskicksslag.KVITTENS, amne, text, omgang=o.kod)
