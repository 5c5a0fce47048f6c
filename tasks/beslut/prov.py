"""What a decision would be, shown before it is made: the same decision, which is then not kept."""

from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Session

from notifications.texter import stor_bokstav, tal
from schemas.arsmapp import Mal, Organ
from schemas.begrepp import Uppmaningsstatus, Utskicksstatus
from tasks.beslut.beslut import Beslutslage
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import framstallningar_i, malbeslut
from tasks.laget.fragat import judged_in, mottagare_av, parts, uppmaningar_av
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import how_many

#: title, headings, rows
Provtabell = tuple[str, list[str], list[list[object]]]


@dataclass(frozen=True)
class Beslutsprov:
    """What would be decided: in a sentence, and table by table."""

    mening: str
    tabeller: list[Provtabell] = field(default_factory=list)

    def __str__(self) -> str:
        return self.mening


def describe(session: Session, oppet: Oppet, lage: Beslutslage, brev_fore: int) -> Beslutsprov:
    """The decision that has just been made in a session that will be rolled back.

    Args:
        brev_fore: how many messages waited in the outbox before it.
    """
    if lage.stopp:
        return Beslutsprov(f"Inget skulle beslutas. {lage.stopp}")
    tabeller = [
        t for t in (_malen(session, oppet, lage), *_begart(session, oppet, lage), _bidrag(session, oppet, lage)) if t[2]
    ]
    tabeller += [t for t in [_svar(session, oppet, lage)] if t[2]]
    brev = how_many(session, oppet.ar, Utskicksstatus.VANTAR) - brev_fore
    varav = Counter(titel for titel, _, rader in tabeller for _ in rader)
    delar = [f"{titel.lower()}: {n}" for titel, n in varav.items()]
    ur = f"enligt {lage.granskning.fil}" if lage.granskning else "enligt förslagen, utan ändringar"
    vad = stor_bokstav("; ".join([*delar, f"brev i utkorgen: {brev}"]))
    return Beslutsprov(f"{lage.omgang.i_text} {oppet.ar} skulle beslutas {ur}. {vad}. Inget är beslutat.", tabeller)


def _malen(session: Session, oppet: Oppet, lage: Beslutslage) -> Provtabell:
    o, namn = oppet.o, {m.kod: m.namn for m in rows(session, Mal, oppet.ar)}
    rader: list[list[object]] = [
        [m.kod, namn[m.kod], o.kod(m.forslag), o.kod(m.beslut or m.forslag), m.motivering]
        for m in malbeslut(session, lage.rad).values()
    ]
    return "Bedömningar", ["Mål", "Namn", "Förslag", "Beslut", "Motivering"], rader


def _begart(session: Session, oppet: Oppet, lage: Beslutslage) -> list[Provtabell]:
    ord_ = oppet.o.uppmaning
    utfardade = uppmaningar_av(session, lage.rad, Uppmaningsstatus.UTFARDAD)
    till = mottagare_av(session, utfardade)
    rader: list[list[object]] = [[u.nummer, u.till, len(till.get(u.id, ())), u.senast, u.text] for u in utfardade]
    strukna: list[list[object]] = [
        [u.nummer, u.till, u.motivering, u.text] for u in uppmaningar_av(session, lage.rad, Uppmaningsstatus.STRUKEN)
    ]
    return [
        (stor_bokstav(ord_.flera), ["Nummer", "Till", "Antal", "Senast", "Text"], rader),
        (f"Strukna {ord_.flera}", ["Nummer", "Till", "Motivering", "Text"], strukna),
    ]


def _bidrag(session: Session, oppet: Oppet, lage: Beslutslage) -> Provtabell:
    namn = {r.kod: r.kortnamn or r.namn for r in rows(session, Organ, oppet.ar)}
    rader: list[list[object]] = [
        [
            namn.get(f.organ or "", "–"),
            oppet.o.kod(f.slag),
            f.andamal,
            *map(_belopp, (f.sokt, f.forslag, f.beviljat)),
            f.motivering,
        ]
        for f in framstallningar_i(session, lage.rad)
    ]
    rubriker = ["Organ", "Slag", "Ändamål", "Sökt", "Förslag", "Beviljat", "Motivering"]
    return "Framställningar", rubriker, rader


def _belopp(varde: object) -> object:
    return None if varde is None else tal(varde)  # type: ignore[arg-type]


def _svar(session: Session, oppet: Oppet, lage: Beslutslage) -> Provtabell:
    """Judgements of answers that the office overrules."""
    o = oppet.o
    rader: list[list[object]] = [
        [d.u.nummer, d.m.organ, o.kod(dom.forslag), o.kod(dom.status), dom.motivering]
        for d, dom in judged_in(parts(session, oppet), lage.omgang)
        if dom.status != dom.forslag
    ]
    return "Ändrade svarsbedömningar", ["Nummer", "Organ", "Förslag", "Beslut", "Motivering"], rader
