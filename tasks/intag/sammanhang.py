"""What the reading of a workbook needs to know of the year that it belongs to."""

from dataclasses import replace

from sqlmodel import Session

from schemas.arsmapp import Indikator, Mal, ObligatoriskProcess, Organ, Tilldelning
from schemas.begrepp import MEDELVARDEN, NAMNDSLAG, Grund, is_procent
from schemas.inlamning import Fraga, Indikatoruppgift, Sammanhang
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import has_begun
from tasks.laget.fragat import parts, to_answer
from tasks.laget.oppet import Oppet, current
from tasks.laget.tilltal import genom_namn, korta


def sammanhang(session: Session, oppet: Oppet) -> Sammanhang:
    """What the year says of every organ, for reading its workbooks."""
    organ, mal = rows(session, Organ, oppet.ar), rows(session, Mal, oppet.ar)
    over = {m.overordnat for m in mal}
    processer: dict[str, list[tuple[str, str]]] = {}
    for p in rows(session, ObligatoriskProcess, oppet.ar):
        processer.setdefault(p.organ, []).append((p.mal, p.process))
    indikatorer = {i.kod: _uppgift(i) for i in rows(session, Indikator, oppet.ar)}
    return Sammanhang(
        ar=oppet.ar,
        omgangar=oppet.omgangar,
        ordbok=oppet.o,
        oppna=frozenset(o.kod for o in oppet.omgangar if has_begun(session, oppet, o)),
        organ={o.kod: o.namn for o in organ},
        genom=genom_namn(session, oppet.ar),
        namnder=frozenset(o.kod for o in organ if o.slag in NAMNDSLAG),
        lov={m.kod: m.namn for m in mal if m.kod not in over},
        mal=frozenset(m.kod for m in mal),
        processer=processer,
        indikatorer=indikatorer,
        tilldelade=_tilldelade(session, oppet, indikatorer),
        fragor=_fragor(session, oppet),
    )


def _uppgift(i: Indikator) -> Indikatoruppgift:
    return Indikatoruppgift(
        kod=i.kod,
        namn=i.namn,
        procent=is_procent(i.enhet),
        kf_arsmal=i.kf_arsmal,
        enhet=i.enhet or "",
        medel=i.aggregering in MEDELVARDEN,
        vantas=not i.faststalls_senare,
        beskrivs=Grund.SAKNAD_BESKRIVNING in (i.provas or "").split("+"),
    )


def _tilldelade(
    session: Session, oppet: Oppet, indikatorer: dict[str, Indikatoruppgift]
) -> dict[str, dict[str, Indikatoruppgift]]:
    svar: dict[str, dict[str, Indikatoruppgift]] = {}
    for t in rows(session, Tilldelning, oppet.ar):
        i = indikatorer[t.indikator]
        svar.setdefault(t.organ, {})[t.indikator] = replace(
            i,
            utfall=t.utfall_foregaende,
            vantas=i.vantas and not t.utgar,
            beskrivs=i.beskrivs and not t.utgar,
            utgar=t.utgar,
        )
    return svar


def _fragor(session: Session, oppet: Oppet) -> dict[str, dict[str, Fraga]]:
    """Everything that has been asked; open is what stands to be answered in the omgång that the year stands in."""
    nu = current(session, oppet)
    oppna = {d.nyckel for d in to_answer(session, oppet, nu)} if nu else set()
    svar: dict[str, dict[str, Fraga]] = {}
    kort = korta(session, oppet)
    for d in parts(session, oppet):
        fraga = Fraga(d.u.nummer, d.u.text, kort(d.u), d.u.begar, d.u.indikator, d.m.senast, d.nyckel in oppna)
        svar.setdefault(d.m.organ, {})[d.u.nummer] = fraga
    return svar
