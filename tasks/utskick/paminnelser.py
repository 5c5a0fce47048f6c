"""Reminding organs of what they owe, once (kontrakt section 5, Reminders)."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from notifications.texter import render_brev, tal
from notifications.utkorg import Brev, adressbok, enqueue
from rules.paminnelser import aktuellt_steg, stegar
from rules.svar import is_empty
from schemas.arsmapp import Organ, Tilldelning
from schemas.begrepp import Inlamningsstatus, Roll, Utskicksslag
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from tasks.bocker.mallar import bilaga
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision
from tasks.laget.fragat import Del, anstanden, to_answer
from tasks.laget.inlamnat import answers, reported, submissions
from tasks.laget.oppet import Oppet, current
from tasks.laget.tilltal import korta
from tasks.laget.utkorg import asked_days, sent_steps

#: what is handed in and not refused: it counts, or waits
INNE = (Inlamningsstatus.GODKAND, Inlamningsstatus.VANTAR)


@dataclass
class Skuld:
    """What one organ owes at one due date, and when it was asked.

    Attributes:
        rader: each thing that is missing, in a few words; slag: what kinds of things, in words (svar, prognos …).
    """

    organ: str
    omgang: Omgang
    forfallo: datetime.date
    tillfragad: datetime.date
    rader: list[str] = field(default_factory=list)
    slag: list[str] = field(default_factory=list)

    def add(self, slag: str, rad: str, tillfragad: datetime.date) -> None:
        """One more thing that is owed."""
        self.rader.append(rad)
        self.tillfragad = min(self.tillfragad, tillfragad)
        if slag not in self.slag:
            self.slag.append(slag)


def debts(session: Session, oppet: Oppet) -> list[Skuld]:
    """Everything that is owed in the omgång that the year stands in, by due date and organ, in the order of organ.csv.

    A part that an earlier answer left open, and one whose day lies further on, are owed in that omgång too.
    """
    o = current(session, oppet)
    if o is None:
        return []
    skulder: dict[tuple[str, datetime.date], Skuld] = {}
    gor = _plan if o.ar_plan else _senare
    for organ, forfallo, tillfragad, slag, rad in gor(session, oppet, o):
        skuld = skulder.setdefault((organ, forfallo), Skuld(organ, o, forfallo, tillfragad))
        skuld.add(slag, rad, tillfragad)
    plats = {r.kod: n for n, r in enumerate(rows(session, Organ, oppet.ar))}
    return sorted((s for s in skulder.values() if s.organ in plats), key=lambda s: (s.forfallo, plats[s.organ]))


#: organ, due date, when it was asked, what kind of thing, and the thing in words
En = tuple[str, datetime.date, datetime.date, str, str]


def _plan(session: Session, oppet: Oppet, o: Omgang) -> Iterator[En]:
    """The plan of every organ that has not handed one in."""
    inne = {i.organ for i in submissions(session, oppet.ar, o, *INNE)}
    fragade, anstand = asked_days(session, oppet.ar, o.kod), anstanden(session, oppet, o)
    for r in rows(session, Organ, oppet.ar):
        if r.kod not in inne:
            egen = anstand.get(r.kod)
            asked = egen.givet if egen else fragade.get(r.kod) or r.tillagd or oppet.oppnad
            yield r.kod, egen.dag if egen else o.senast, asked, "plan", f"{o.bestamd} {oppet.ar}"


def _senare(session: Session, oppet: Oppet, o: Omgang) -> Iterator[En]:
    """Answers to dated uppmaningar, and the values that the omgång asks for, that are in no workbook of it."""
    bocker = submissions(session, oppet.ar, o, *INNE)
    svar = answers(session, bocker)
    kort = korta(session, oppet)
    for d in to_answer(session, oppet, o):
        m = d.m
        if m.senast is None or m.tillfragad is None:
            continue
        if all(is_empty(d.begar, bok.pa(d.u.nummer, d.u.indikator)) for bok in svar.get(m.organ, ())):
            yield m.organ, m.senast, m.tillfragad, "svar", f"{d.u.nummer}: {kort(d.u)}{_begart(d)}"
    if o.fragar_varden:
        yield from _varden(session, oppet, o, {str(i.organ): i.id for i in bocker})


def _begart(d: Del) -> str:
    return f" (begärt värde: {tal(d.m.begart)})" if d.m.begart is not None else ""


def _varden(session: Session, oppet: Oppet, o: Omgang, bocker: dict[str, int]) -> Iterator[En]:
    lamnade = {organ for organ, _ in reported(session, o, bocker)}
    fore = decision(session, oppet.ar, oppet.omgangar.fore(o))
    asked = fore.beslutad if fore and fore.beslutad else oppet.oppnad
    anstand = anstanden(session, oppet, o)
    antal: dict[str, int] = {}
    for t in rows(session, Tilldelning, oppet.ar):
        antal[t.organ] = antal.get(t.organ, 0) + (not t.utgar)
    vad = oppet.o.vardet(o.varde)
    for organ, n in antal.items():
        if n and organ not in lamnade:
            egen = anstand.get(organ)
            rad = f"{vad} för {oppet.o.indikator.antal(n)}"
            yield organ, egen.dag if egen else o.senast, egen.givet if egen else asked, str(vad), rad


@uppgift("Lägg dagens påminnelser i utkorgen", korning="Påminnelser {idag}")
def enqueue_paminnelser(session: Session, oppet: Oppet, idag: datetime.date) -> int:
    """Put today's reminders and escalations into the outbox; how many there were."""
    p, bok, organ = oppet.yaml.paminnelser, adressbok(session, oppet.ar), organs(session, oppet)
    sanda = sent_steps(session, oppet.ar)
    brev: list[Brev] = []
    samlade: dict[tuple[datetime.date, str], list[Skuld]] = {}
    for s in debts(session, oppet):
        for roll, stege in stegar(s.forfallo, p.fore, p.efter, p.eskalering).items():
            mottagare = None if roll == Roll.PLANERINGSKONTORET else s.organ
            steg = aktuellt_steg(stege, idag, s.tillfragad, sanda.get((mottagare, roll, s.forfallo), set()))
            if steg and mottagare is None:
                samlade.setdefault((s.forfallo, steg.namn), []).append(s)
            elif steg:
                brev.append(_brev(oppet, [s], Roll(roll), steg.namn, organ, idag))
    brev += [_brev(oppet, alla, Roll.PLANERINGSKONTORET, steg, organ, idag) for (_, steg), alla in samlade.items()]
    nya = enqueue(session, oppet.ar, bok, brev, idag)
    if nya:
        log(session, Handelseslag.PAMINNELSER, dag=idag, ar=oppet.ar, nycklar=[n.nyckel for n in nya])
    return len(nya)


def organs(session: Session, oppet: Oppet) -> dict[str, Organ]:
    """Code → organ, in the order of organ.csv."""
    return {r.kod: r for r in rows(session, Organ, oppet.ar)}


def _brev(
    oppet: Oppet, alla: Sequence[Skuld], roll: Roll, steg: str, organ: dict[str, Organ], idag: datetime.date
) -> Brev:
    s = alla[0]
    mottagare = None if roll == Roll.PLANERINGSKONTORET else s.organ
    slag = Utskicksslag.PAMINNELSE if roll == Roll.REGISTRATOR else Utskicksslag.ESKALERING
    amne, text = render_skulder(oppet, alla, roll, organ, idag)
    nyckel = f"{slag}/{s.omgang.kod}/{mottagare or 'samlat'}/{roll}/{s.forfallo}/{steg}"
    bilagor = [bilaga(oppet, s.omgang, s.organ)] if mottagare else []
    return Brev(nyckel, mottagare, roll, slag, amne, text, s.omgang.kod, steg, s.forfallo, bilagor)


def render_skulder(
    oppet: Oppet, alla: Sequence[Skuld], roll: str, organ: dict[str, Organ], idag: datetime.date
) -> tuple[str, str]:
    """The subject and the text of one message about what organs owe at one due date, as of a day.

    Args:
        alla: what each of the organs owes, all at the same due date.
        roll: to whom it is written.
    """
    mall = {str(Roll.REGISTRATOR): "paminnelse", str(Roll.PLANERINGSKONTORET): "eskalering_samlad"}
    s, egna = alla[0], [organ[x.organ] for x in alla]
    ombud = {r.genom or r.kod for r in egna}
    via = organ[ombud.pop()].namn if len(ombud) == 1 else None
    return render_brev(
        oppet.o, mall.get(roll, "eskalering"), omgang=s.omgang, forfallo=s.forfallo, kvar=(s.forfallo - idag).days,
        lika=len({tuple(d.rader) for d in alla}) == 1 == len(s.rader),
        skuld=list(dict.fromkeys(x for d in alla for x in d.slag)),
        delar=[{"namn": r.namn, "saknas": d.rader} for r, d in zip(egna, alla, strict=True)],
        via=via if [r.namn for r in egna] != [via] else None,
        mottagaren=oppet.o.roll(Roll(roll), egna[0].slag), **oppet.stad,
    )  # fmt: skip
