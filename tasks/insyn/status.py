"""Where the year stands: who has submitted, what is open, late, waiting or undelivered."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from notifications.utkorg import adressbok
from schemas.arsmapp import Organ
from schemas.begrepp import Fas, Inlamningsstatus, Roll, Svarsstatus, Uppmaningsstatus, Utskicksstatus, svenska
from schemas.tabeller import Inlamning, Malbeslut, Mottagare, Uppmaningsrad, Utskick
from tasks.laget.oppet import Oppet, beslutad, rows, senaste


@dataclass(frozen=True)
class Organstatus:
    """One organ and one kind of workbook: `ej inlämnad`, or the status of its newest submission.

    galler is the version that counts, where that is another than the newest.
    """

    organ: str
    namn: str
    slag: Fas
    status: str
    version: int | None = None
    inkom: datetime.date | None = None
    sen: bool = False
    galler: int | None = None


@dataclass
class Arstatus:
    """The state of the year."""

    ar: int
    kommun: str
    faser: dict[str, str] = field(default_factory=dict)
    inlamningar: list[Organstatus] = field(default_factory=list)
    mal: list[tuple[str, str, Malbeslut]] = field(default_factory=list)
    svar: Counter[str] = field(default_factory=Counter)
    utskick: Counter[tuple[str, str]] = field(default_factory=Counter)
    anmarkningar: list[str] = field(default_factory=list)


def arets_status(session: Session, oppet: Oppet, idag: datetime.date) -> Arstatus:
    """Gather the state of the year as of a day."""
    s = Arstatus(oppet.ar, oppet.yaml.kommun)
    for fas, vad in ((Fas.VP, "Avstämningen"), (Fas.T1, "Uppföljningen")):
        rad = senaste(session, oppet.ar, fas)
        s.faser[vad] = (
            "inte gjord" if rad is None
            else f"beslutad {rad.beslutad} av {rad.handlaggare}" if rad.beslutad
            else f"föreslagen {rad.skapad}, version {rad.version}, väntar på beslut"
        )  # fmt: skip
    s.inlamningar = _inlamningar(session, oppet)
    for m in session.exec(
        select(Mottagare, Uppmaningsrad)
        .join(Uppmaningsrad, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
    ):
        if not (m[0].aterkallad or m[1].aterkallad):
            s.svar[str(m[0].status)] += 1
    for u in session.exec(select(Utskick).where(Utskick.ar == oppet.ar)):
        s.utskick[str(u.slag), str(u.status)] += 1
    s.anmarkningar = [*_utan_adress(session, oppet), *_olevererat(session, oppet), *_forsenat(s, oppet, idag)]
    if oppet.saknade_filer:
        s.anmarkningar.append(f"Årsmappen saknar {', '.join(oppet.saknade_filer)}; det som hör dit är utelämnat.")
    return s


def _inlamningar(session: Session, oppet: Oppet) -> list[Organstatus]:
    senast: dict[tuple[str | None, str | None], Inlamning] = {}
    galler: dict[tuple[str | None, str | None], int] = {}
    for inlamning in session.exec(select(Inlamning).where(Inlamning.ar == oppet.ar).order_by(col(Inlamning.version))):
        nyckel = inlamning.organ, inlamning.slag
        senast[nyckel] = inlamning
        if inlamning.status == Inlamningsstatus.GODKAND:
            galler[nyckel] = inlamning.version
    faser = [Fas.VP, *([Fas.T1] if beslutad(session, oppet.ar, Fas.VP) else [])]
    svar = []
    for slag in faser:
        for o in rows(session, Organ, oppet.ar):
            i, namn = senast.get((o.kod, slag)), o.kortnamn or o.namn
            if i is None:
                svar.append(Organstatus(o.kod, namn, slag, "ej inlämnad"))
                continue
            aldre = galler.get((o.kod, slag)) if i.status != Inlamningsstatus.GODKAND else None
            svar.append(Organstatus(o.kod, namn, slag, i.status, i.version, i.inkom, i.sen, aldre))
    return svar


def _utan_adress(session: Session, oppet: Oppet) -> list[str]:
    bok = adressbok(session, oppet.ar)
    if not bok.adresser(None, Roll.PLANERINGSKONTORET):
        return ["Planeringskontoret har ingen adress i kontakter.csv; det som faller till det kan inte skickas."]
    roller = [Roll.REGISTRATOR, *dict.fromkeys(oppet.yaml.paminnelser.eskalering.values())]
    svar = []
    for roll in [r for r in roller if r != Roll.PLANERINGSKONTORET]:
        fallna = [o.kortnamn or o.namn for o in rows(session, Organ, oppet.ar) if bok.hitta(o.kod, roll).fallit]
        if fallna:
            vad = f"Saknar {svenska(roll)}, så meddelanden till den går till planeringskontoret"
            svar.append(f"{vad}: {', '.join(fallna)}.")
    return svar


def _olevererat(session: Session, oppet: Oppet) -> list[str]:
    svar = []
    for status, vad in (
        (Utskicksstatus.OSAKERT, "osäkra, avgör med arshjul skicka --osakra"),
        (Utskicksstatus.MISSLYCKAT, "misslyckade"),
        (Utskicksstatus.VANTAR, "väntar på att skickas"),
    ):
        antal = len(session.exec(select(Utskick.id).where(Utskick.ar == oppet.ar, Utskick.status == status)).all())
        if antal:
            svar.append(f"{antal} meddelanden: {vad}.")
    return svar


def _forsenat(s: Arstatus, oppet: Oppet, idag: datetime.date) -> list[str]:
    svar = []
    saknar = [
        i.namn
        for i in s.inlamningar
        if i.slag == Fas.VP and not i.galler and i.status in ("ej inlämnad", Inlamningsstatus.AVVISAD)
    ]
    if saknar and idag > oppet.forfallodag(Fas.VP):
        svar.append(f"Verksamhetsplan saknas från: {', '.join(saknar)}.")
    if s.svar[Svarsstatus.UTEBLIVEN]:
        svar.append(f"{s.svar[Svarsstatus.UTEBLIVEN]} svar på uppmaningar har uteblivit.")
    return svar
