"""The letters about the answers of an omgång: the thanks to each organ, and the office's summary."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev
from schemas.arsmapp import Mal, Organ
from schemas.begrepp import STANGER, Roll, Svarsstatus, Utskicksslag
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision, malbeslut
from tasks.laget.fragat import Del, judged_in, parts, standing
from tasks.laget.oppet import Oppet
from tasks.laget.tilltal import korta, tilltal

#: what an organ still owes, in the order that letters say it
KVARSTAR = (Svarsstatus.OTILLRACKLIG, Svarsstatus.UTEBLIVEN)
#: what tells that it has answered
SVARADE = (*STANGER, Svarsstatus.OTILLRACKLIG)


@dataclass(frozen=True)
class Bedomt:
    """How one part was judged in an omgång, as the letters say it.

    Attributes:
        kort: what was asked, in a few words.
        skal: what the office says of it, else what was lacking.
        kvarstar: it goes on to the next omgång with the day `senast`.
    """

    nummer: str
    kort: str
    status: str
    sen: bool
    skal: str | None
    senast: datetime.date | None
    kvarstar: bool


def judged(session: Session, oppet: Oppet, o: Omgang) -> dict[str, list[Bedomt]]:
    """Organ → how its answers were judged in an omgång."""
    kort = korta(session, oppet)
    svar: dict[str, list[Bedomt]] = {}
    for d, dom in judged_in(standing(parts(session, oppet)), o):
        skal = dom.motivering or (dom.skal if dom.status == Svarsstatus.OTILLRACKLIG else None)
        kvarstar = goes_on(d, o, oppet) and dom.status in KVARSTAR
        rad = Bedomt(d.u.nummer, kort(d.u), str(dom.status), dom.sen, skal, d.m.senast, kvarstar)
        svar.setdefault(d.m.organ, []).append(rad)
    return svar


def goes_on(d: Del, o: Omgang, oppet: Oppet) -> bool:
    """Whether a part that an omgång leaves open goes on to the next: it has a date, and there is a next."""
    return oppet.omgangar.efter(o) is not None and d.m.senast is not None


def kvarstaende(session: Session, oppet: Oppet, o: Omgang) -> dict[str, list[Bedomt]]:
    """Organ → what stands over from an omgång to the next."""
    alla = judged(session, oppet, o)
    return {organ: egna for organ, domar in alla.items() if (egna := [x for x in domar if x.kvarstar])}


def avslutande_brev(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Brev]:
    """The thanks to each organ that has answered, with what follows from each answer, and the office's summary."""
    if o.ar_plan:
        return []
    domar = judged(session, oppet, o)
    besvarade = {k: d for k, d in domar.items() if any(x.status in SVARADE for x in d)}
    till = tilltal(session, oppet.ar)
    brev = [_tack(oppet, o, kod, besvarade[kod], till[kod]) for kod in till if kod in besvarade]
    return [*brev, _sammandrag(session, oppet, o, rad, domar)]


def _tack(oppet: Oppet, o: Omgang, kod: str, domar: list[Bedomt], till: dict[str, str | None]) -> Brev:
    amne, text = render_brev(
        oppet.o, "tack", omgang=o, nasta=oppet.omgangar.efter(o), antal=len(domar),
        klara=[x for x in domar if x.status in STANGER],
        **{str(s): _with(domar, s) for s in (*KVARSTAR, Svarsstatus.OPPEN)}, **till, **oppet.stad,
    )  # fmt: skip
    slag = Utskicksslag.TACK
    return Brev(f"tack/{o.kod}/{kod}", kod, Roll.REGISTRATOR, slag, amne, text, omgang=o.kod)


def _with(domar: Iterable[Bedomt], status: str) -> list[Bedomt]:
    return [x for x in domar if x.status == status]


def _sammandrag(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, domar: dict[str, list[Bedomt]]) -> Brev:
    alla = [x for egna in domar.values() for x in egna]
    antal = Counter(x.status for x in alla)
    organ = [(r.namn, domar[r.kod]) for r in rows(session, Organ, oppet.ar) if r.kod in domar]
    skyldiga = {
        str(s): [(namn, nummer) for namn, egna in organ if (nummer := [x.nummer for x in _with(egna, s)])]
        for s in KVARSTAR
    }
    andrade, oforandrade = _goals(session, oppet, o, rad)
    svar = [(str(s), antal[s]) for s in STANGER if antal[s]]
    hur_manga = {"antal": len(alla), "oppna": antal[Svarsstatus.OPPEN], "kvarstar": sum(x.kvarstar for x in alla)}
    amne, text = render_brev(
        oppet.o, "sammandrag", omgang=o, nasta=oppet.omgangar.efter(o), beslutad=rad.beslutad, svar=svar,
        skyldiga=sum(antal[s] for s in KVARSTAR), mal=andrade, oforandrade=oforandrade, **hur_manga, **skyldiga,
        **oppet.stad,
    )  # fmt: skip
    slag, roll = Utskicksslag.SAMMANDRAG, Roll.PLANERINGSKONTORET
    return Brev(f"sammandrag/{o.kod}", None, roll, slag, amne, text, omgang=o.kod)


def _goals(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> tuple[list[dict[str, Any]], int]:
    """The goals whose bedömning is another than in the omgång before, and how many are as they were."""
    fore = malbeslut(session, decision(session, oppet.ar, oppet.omgangar.fore(o)))
    efter = malbeslut(session, rad)
    alla = [
        {"kod": m.kod, "namn": m.namn, "fore": fore[m.kod].beslut if m.kod in fore else None,
         "efter": efter[m.kod].beslut}
        for m in rows(session, Mal, oppet.ar)
    ]  # fmt: skip
    andrade = [m for m in alla if m["fore"] != m["efter"]]
    return andrade, len(alla) - len(andrade)
