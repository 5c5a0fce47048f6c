"""Reminding organs of what they owe, once (kontrakt section 5, Reminders)."""

import datetime
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from rules.paminnelser import Steg, aktuellt_steg, stegar
from rules.svar import is_empty
from schemas.arsmapp import Organ
from schemas.begrepp import Begar, Fas, Inlamningsstatus, Roll, Utskicksslag
from schemas.tabeller import Inlamning, Utskick
from tasks.avstamning.svar import svar_i
from tasks.bocker.mallar import fragor
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, beslutad, rows

VP_RAD = "Verksamhetsplanen (arbetsboken VP-{ar}-{organ}.xlsx)"


@dataclass
class Skuld:
    """What one organ owes at one due date, and when it was asked."""

    organ: str
    fas: Fas
    forfallo: datetime.date
    tillfragad: datetime.date
    rader: list[str] = field(default_factory=list)


def skulder(session: Session, oppet: Oppet) -> list[Skuld]:
    """Everything that is owed, by organ and due date, in the order of organ.csv."""
    svar = [] if beslutad(session, oppet.ar, Fas.VP) else _vp_skulder(session, oppet)
    if not beslutad(session, oppet.ar, Fas.T1):
        svar += _t1_skulder(session, oppet)
    plats = {o.kod: n for n, o in enumerate(rows(session, Organ, oppet.ar))}
    return sorted(svar, key=lambda s: (s.forfallo, plats[s.organ]))


def _inlamnade(session: Session, ar: int, slag: Fas) -> list[Inlamning]:
    fraga = select(Inlamning).where(
        Inlamning.ar == ar, Inlamning.slag == slag, Inlamning.status != Inlamningsstatus.AVVISAD
    )
    return list(session.exec(fraga.order_by(col(Inlamning.version))))


def _vp_skulder(session: Session, oppet: Oppet) -> list[Skuld]:
    klara = {i.organ for i in _inlamnade(session, oppet.ar, Fas.VP)}
    fraga = select(col(Utskick.organ), col(Utskick.dag)).where(
        Utskick.ar == oppet.ar, Utskick.slag == Utskicksslag.FORFRAGAN
    )
    fragade: dict[str | None, datetime.date] = dict(session.exec(fraga).all())
    return [
        Skuld(
            o.kod,
            Fas.VP,
            oppet.forfallodag(Fas.VP),
            fragade.get(o.kod) or o.tillagd or oppet.oppnad,
            [VP_RAD.format(ar=oppet.ar, organ=o.kod)],
        )
        for o in rows(session, Organ, oppet.ar)
        if o.kod not in klara
    ]


def _t1_skulder(session: Session, oppet: Oppet) -> list[Skuld]:
    svar = svar_i(session, [i.id for i in _inlamnade(session, oppet.ar, Fas.T1)])
    skuld: dict[tuple[str, datetime.date], Skuld] = {}
    for u, m in fragor(session, oppet.ar):
        if u.aterkallad or m.aterkallad or m.senast is None or m.tillfragad is None:
            continue
        if any(not is_empty(Begar(u.begar), s) for s in svar.pa(m.organ, u.nummer, u.indikator)):
            continue
        s = skuld.setdefault((m.organ, m.senast), Skuld(m.organ, Fas.T1, m.senast, m.tillfragad))
        s.tillfragad = min(s.tillfragad, m.tillfragad)
        s.rader.append(f"{u.nummer}  {u.text}")
    return list(skuld.values())


@uppgift("Lägg dagens påminnelser i utkorgen", korning="Påminnelser {idag}")
def enqueue_paminnelser(session: Session, oppet: Oppet, idag: datetime.date) -> int:
    """Put today's reminders and escalations into the outbox; how many there were."""
    bok, namn = adressbok(session, oppet.ar), {o.kod: o.namn for o in rows(session, Organ, oppet.ar)}
    sanda = _sanda(session, oppet.ar)
    brev: list[Brev] = []
    samlade: dict[tuple[Fas, datetime.date, str], list[Skuld]] = {}
    for s in skulder(session, oppet):
        p = oppet.yaml.paminnelser
        for roll, stege in stegar(s.forfallo, p.fore, p.efter, p.eskalering).items():
            mottagare = None if roll == Roll.PLANERINGSKONTORET else s.organ
            steg = aktuellt_steg(stege, idag, s.tillfragad, sanda.get((mottagare, roll, s.forfallo), set()))
            if steg and mottagare is None:
                samlade.setdefault((s.fas, s.forfallo, steg.namn), []).append(s)
            elif steg:
                brev.append(_brev(oppet, s, Roll(roll), steg, namn[s.organ], idag))
    brev += [_samlat(oppet, *nyckel, alla, namn) for nyckel, alla in samlade.items()]
    nya = enqueue(session, oppet.ar, bok, brev, idag)
    if nya:
        log(session, "Påminnelser lagda i utkorgen", dag=idag, ar=oppet.ar, nycklar=[n.nyckel for n in nya])
    return len(nya)


def _sanda(session: Session, ar: int) -> dict[tuple[str | None, str, datetime.date], set[str]]:
    slag = (Utskicksslag.PAMINNELSE, Utskicksslag.ESKALERING)
    svar: dict[tuple[str | None, str, datetime.date], set[str]] = {}
    fraga = select(col(Utskick.organ), col(Utskick.roll), col(Utskick.forfallo), col(Utskick.steg))
    for organ, roll, forfallo, steg in session.exec(fraga.where(Utskick.ar == ar, col(Utskick.slag).in_(slag))):
        if forfallo and steg:
            svar.setdefault((organ, roll, forfallo), set()).add(steg)
    return svar


def _brev(oppet: Oppet, s: Skuld, roll: Roll, steg: Steg, namn: str, idag: datetime.date) -> Brev:
    slag = Utskicksslag.PAMINNELSE if roll == Roll.REGISTRATOR else Utskicksslag.ESKALERING
    amne, text = render_brev(
        str(slag),
        organ=namn,
        roll=str(roll),
        fas=str(s.fas),
        forfallo=s.forfallo,
        kvar=(s.forfallo - idag).days,
        saknas=s.rader,
        ar=oppet.ar,
        kommun=oppet.yaml.kommun,
        diarienummer=oppet.yaml.diarienummer,
    )
    nyckel = f"{slag}/{s.organ}/{roll}/{s.forfallo}/{steg.namn}"
    return Brev(nyckel, s.organ, roll, slag, amne, text, steg.namn, s.forfallo)


def _samlat(
    oppet: Oppet, fas: Fas, forfallo: datetime.date, steg: str, alla: list[Skuld], namn: dict[str, str]
) -> Brev:
    amne, text = render_brev(
        "eskalering_samlad",
        fas=str(fas),
        forfallo=forfallo,
        organen=[(namn[s.organ], s.rader) for s in alla],
        ar=oppet.ar,
        kommun=oppet.yaml.kommun,
        diarienummer=oppet.yaml.diarienummer,
    )
    nyckel = f"{Utskicksslag.ESKALERING}/samlat/{Roll.PLANERINGSKONTORET}/{forfallo}/{steg}"
    return Brev(nyckel, None, Roll.PLANERINGSKONTORET, Utskicksslag.ESKALERING, amne, text, steg, forfallo)
