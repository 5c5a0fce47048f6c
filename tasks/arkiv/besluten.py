"""Who decided what, when and why, as one table: each goal, uppmaning, request and answer of each decided omgång, and
whatever else a person has decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from schemas.begrepp import Uppmaningsstatus
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Handelse
from tasks.arkiv.csvtext import as_csv
from tasks.arkiv.paket import Arspaket
from tasks.arkiv.platser import DATA
from tasks.grund.handelser import PROGRAMMET
from tasks.laget.beslutat import decision, framstallningar_i, malbeslut
from tasks.laget.fragat import judged_in, parts, uppmaningar_av
from tasks.laget.helheten import trail
from tasks.laget.oppet import Oppet
from tasks.laget.rorligt import NYCKLAR

RUBRIKER = ("händelse", "dag", "vem", "vad", "omgång", "gäller", "organ", "före", "efter", "motivering")
#: in an event of a person's: what it is about, and why
GALLER = ("nummer", "nyckel", "omgang", "fil")


@dataclass(frozen=True)
class Beslutat:
    """One thing that was decided; fore = what stood or was proposed before."""

    vad: str
    galler: str
    organ: str | None = None
    fore: Any = None
    efter: Any = None
    motivering: str | None = None


def add_beslut(session: Session, paket: Arspaket, oppet: Oppet) -> None:
    """The table of decisions, in the order of the trail."""
    paket.add_text(f"{DATA}/beslut.csv", as_csv(RUBRIKER, _rader(session, oppet)))


def _rader(session: Session, oppet: Oppet) -> Iterator[list[Any]]:
    for h in trail(session, oppet.ar):
        if h.vem == PROGRAMMET:
            continue
        o = oppet.omgangar.finn(str(h.uppgifter.get("omgang") or ""))
        rad = decision(session, oppet.ar, o) if h.vad == Handelseslag.BESLUT_FATTAT else None
        alla = _decided(session, oppet, o, rad) if o and rad else _told(h)
        for b in alla:
            yield [h.nr, h.dag, h.vem, b.vad, o.kod if o else None, b.galler, b.organ, b.fore, b.efter, b.motivering]


def _told(h: Handelse) -> Iterator[Beslutat]:
    """What an event itself says: one row for each thing that it moved, else for each organ that it is about."""
    om = h.uppgifter
    galler = next((str(om[k]) for k in GALLER if om.get(k)), h.fil or "")
    why = om.get("motivering")
    if flyttat := [d for vad in NYCKLAR for d in om.get(vad) or ()]:
        for d in flyttat:
            yield Beslutat(h.vad, d.get("nummer") or d["omgang"], d["organ"], _kort(d["fore"]), _kort(d["efter"]), why)
        return
    organ = om.get("organ")
    for kod in [organ] if organ is None or isinstance(organ, str) else organ:
        efter = next((om[k] for k in ("efter", "dag", "senast", "som") if om.get(k)), None)
        yield Beslutat(h.vad, galler, kod, _kort(om.get("fore")), _kort(efter), why)


def _kort(varde: Any) -> str | None:
    """A value of an event in a cell."""
    if isinstance(varde, dict):
        return ", ".join(f"{k}: {v}" for k, v in varde.items() if v is not None)
    return None if varde is None else str(varde)


def _decided(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> Iterator[Beslutat]:
    yield Beslutat("Omgången beslutad", o.kod, efter=f"version {rad.version}")
    for m in malbeslut(session, rad).values():
        yield Beslutat("Bedömning", m.kod, fore=m.forslag, efter=m.beslut, motivering=m.motivering)
    for u in uppmaningar_av(session, rad, Uppmaningsstatus.UTFARDAD, Uppmaningsstatus.STRUKEN):
        vad = "Begärt av organen" if u.status == Uppmaningsstatus.UTFARDAD else "Struket förslag"
        fore = u.regeltext if u.regeltext != u.text else None
        yield Beslutat(vad, u.nummer, u.till, fore, u.text, u.motivering)
    for f in framstallningar_i(session, rad):
        fore = ", ".join(f"{vad} {v}" for vad, v in (("sökt", f.sokt), ("förslag", f.forslag)) if v is not None)
        yield Beslutat("Beviljat (mnkr)", f"{f.slag}: {f.andamal}", f.organ, fore, f.beviljat, f.motivering)
    for r in rad.resultatenheter:
        yield Beslutat(
            "Resultatenhet", r["resultatenhet"], r["organ"], r["forandring"], r.get("beslut"), r.get("motivering")
        )
    for f_ in rad.forklaringar:
        yield Beslutat("Avvikelse förklarad", f"{f_['slag']} {f_['nyckel']}", efter=f_.get("forklaring"))
    for d, dom in judged_in(parts(session, oppet), o):
        if dom.status != dom.forslag or dom.motivering:
            yield Beslutat("Svar bedömt", d.u.nummer, d.m.organ, dom.forslag, dom.status, dom.motivering)
