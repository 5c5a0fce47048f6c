"""What a new version says beside the one before, and which of its answers do, as things stand (kontrakt section 4)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session

from rules.avstamning import reconcile
from schemas.arbetsbocker import PlanArsmal, PlanMal, PrognosRad, SvarRad, UtfallRad
from schemas.begrepp import Inlamningsstatus, Svarsstatus
from schemas.former import blad_i
from schemas.inlamning import Otillrackligt, Tolkning
from schemas.omgangar import Omgang
from schemas.tabeller import Inlamning
from tasks.avstamning.svar import judge_all
from tasks.avstamning.underlag import read_underlag
from tasks.laget.inlamnat import accepted, answered
from tasks.laget.oppet import Oppet

#: sheet → what its rows are known by, and where an answer may stand
SVAR: dict[type[Any], tuple[str, tuple[str, ...]]] = {
    PlanArsmal: ("indikatorkod", ("arsmal", "sa_nar_vi")),
    PlanMal: ("malkod", ("bidrar", "hur", "namndmal")),
    SvarRad: ("nummer", ("reviderat_arsmal", "svar", "aktivitet", "kan_inte")),
    PrognosRad: ("indikatorkod", ("varde",)),
    UtfallRad: ("indikatorkod", ("varde",)),
}


def tell_lost(session: Session, oppet: Oppet, nya: Sequence[tuple[Inlamning, Tolkning]]) -> None:
    """Note what the version before answered and the new one does not. To be called before the new ones are saved."""
    godkanda = [(rad, t) for rad, t in nya if rad.status == Inlamningsstatus.GODKAND and t.omgang]
    for o in {t.omgang.kod: t.omgang for _, t in godkanda if t.omgang}.values():
        egna = [(str(rad.organ), t) for rad, t in godkanda if t.omgang == o]
        forra = {organ: i.id for organ, i in accepted(session, oppet.ar, o).items() if organ in dict(egna)}
        for modell, (nyckel, falten) in SVAR.items():
            if modell.BLAD not in {m.BLAD for m in blad_i(o)}:
                continue
            svarade = answered(session, modell, nyckel, falten, forra) if forra else {}
            for organ, t in egna:
                nu = _answered(t.rader.get(modell.BLAD, ()), nyckel, falten)
                t.tappat += [kod for kod in svarade.get(organ, ()) if kod not in set(nu)]
                svarade[organ] = nu  # the next of the same organ comes after this one


def _answered(rader: Iterable[Any], nyckel: str, falten: Sequence[str]) -> list[str]:
    return [r[nyckel] for r in rader if any(r.get(f) is not None for f in falten)]


def judge_answers(session: Session, oppet: Oppet, nya: Sequence[tuple[Inlamning, Tolkning]]) -> None:
    """Note which answers of newly accepted workbooks do not do, with the values that the others have stated so far."""
    per_omgang: dict[str, tuple[Omgang, dict[str, Tolkning]]] = {}
    for rad, t in nya:
        if rad.status == Inlamningsstatus.GODKAND and t.omgang and t.rader.get(SvarRad.BLAD):
            per_omgang.setdefault(t.omgang.kod, (t.omgang, {}))[1][str(rad.organ)] = t
    for o, tolkade in per_omgang.values():
        inlamningar = {organ: i.id for organ, i in accepted(session, oppet.ar, o).items()}
        underlag = read_underlag(session, oppet, o, inlamningar)
        for d, dom in judge_all(session, oppet, o, underlag, reconcile(underlag).helt_i_kraft, inlamningar):
            if d.m.organ in tolkade and dom.status == Svarsstatus.OTILLRACKLIG:
                tolkade[d.m.organ].otillrackligt.append(Otillrackligt(d.u.nummer, dom.skal or ""))
