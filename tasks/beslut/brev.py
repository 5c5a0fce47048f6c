"""The letters that follow a decision: what is asked, what was granted, how the answers were judged, what goes on."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arsmapp import Indikator, Mal, Organ, Tilldelning
from schemas.begrepp import Kalla, Roll, Svarsstatus, Utskicksslag
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Framstallning
from tasks.bocker.mallar import answer_rows, bilaga
from tasks.grund.handelser import log
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision, framstallningar_i, malbeslut
from tasks.laget.fragat import Del, judged_in, parts, standing
from tasks.laget.inlamnat import in_force
from tasks.laget.oppet import Oppet

KVARSTAR = (Svarsstatus.UTEBLIVEN, Svarsstatus.OTILLRACKLIG)


def beslutsbrev(
    session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, bara: Collection[str] | None = None
) -> list[Brev]:
    """A letter to each organ that has something to do after the decision of an omgång, with its next workbook.

    It says what is asked, what stands over from the omgång, which values are to be reported, and what was decided on
    its requests.

    Args:
        bara: only these numbers, for uppmaningar that a later day brings.
    """
    nasta = oppet.omgangar.efter(o)
    bocker = answer_rows(session, oppet, nasta) if nasta else {}
    fragor, kvar = _fragor(session, oppet, o, rad, bara), {} if bara else _kvarstar(session, oppet, o)
    sokta: dict[str, list[Framstallning]] = {}
    for f in framstallningar_i(session, rad) if bara is None else ():
        if f.organ and f.sokt is not None:
            sokta.setdefault(f.organ, []).append(f)
    enheter: dict[str, list[dict[str, Any]]] = {}
    for e in rad.resultatenheter if bara is None else ():
        enheter.setdefault(e["organ"], []).append(e)
    ska_rapportera = bocker if nasta and nasta.fragar_varden and bara is None else {}
    brev = []
    for r in rows(session, Organ, oppet.ar):
        om = {"uppmaningar": fragor.get(r.kod, []), "kvarstar": kvar.get(r.kod, [])}
        decisions = {"framstallningar": sokta.get(r.kod, []), "resultatenheter": enheter.get(r.kod, [])}
        if any(om.values()) or any(decisions.values()):
            varden = oppet.o.vardet(nasta.varde).bestamd if nasta and r.kod in ska_rapportera else None
            amne, text = render_brev(
                oppet.o, "uppmaning", organ=r.namn, omgang=o, nasta=nasta, beslutad=rad.beslutad, vardet=varden,
                forfallo=nasta and nasta.senast, **om, **decisions, **oppet.stad,
            )  # fmt: skip
            nyckel = f"uppmaning/{o.kod}/{r.kod}" + (f"/{min(bara)}" if bara else "")
            bilagor = [bilaga(oppet, nasta, r.kod)] if nasta and r.kod in bocker else []
            brev.append(_brev(nyckel, r.kod, Utskicksslag.UPPMANING, amne, text, o, bilagor))
        elif nasta and r.kod in ska_rapportera:
            brev.append(forfragan(session, oppet, nasta, r))
    return brev


def _brev(
    nyckel: str, organ: str, slag: Utskicksslag, amne: str, text: str, o: Omgang, bilagor: list[str] | None = None
) -> Brev:
    return Brev(nyckel, organ, Roll.REGISTRATOR, slag, amne, text, omgang=o.kod, bilagor=bilagor or [])


def forfragan(
    session: Session, oppet: Oppet, o: Omgang, organ: Organ, antal: int | None = None, antagna: int = 0
) -> Brev:
    """The request for an organ's workbook of an omgång.

    Args:
        antal: how many indicators it has; antagna: for how many of them last year's utfall is assumed.
    """
    if antal is None:
        antal = sum(len(r) for m, r in answer_rows(session, oppet, o)[organ.kod].items() if m.BLAD != "Svar")
    amne, text = render_brev(
        oppet.o, "forfragan", omgang=o, organ=organ.namn, forfallo=o.senast, antal_indikatorer=antal, antagna=antagna,
        vardet=oppet.o.vardet(o.varde).bestamd, **oppet.stad,
    )  # fmt: skip
    om: dict[str, Any] = {"omgang": o.kod, "forfallo": o.senast, "bilagor": [bilaga(oppet, o, organ.kod)]}
    slag = Utskicksslag.FORFRAGAN
    return Brev(f"forfragan/{o.kod}/{organ.kod}", organ.kod, Roll.REGISTRATOR, slag, amne, text, **om)


def forfragan_samlad(oppet: Oppet, o: Omgang, namn: Sequence[str]) -> tuple[str, str]:
    """The subject and the text of one request for the workbooks of several organs, by name."""
    vardet = oppet.o.vardet(o.varde).bestamd
    om: dict[str, Any] = {"omgang": o, "organen": namn, "forfallo": o.senast, "vardet": vardet}
    return render_brev(oppet.o, "forfragan_samlad", **om, **oppet.stad)


def enqueue_forfragningar(
    session: Session, oppet: Oppet, o: Omgang, idag: datetime.date, bara: str | None = None
) -> None:
    """Ask every organ for its plan, once.

    Args:
        bara: only this organ.
    """
    egna: dict[str, list[Tilldelning]] = {}
    for t in rows(session, Tilldelning, oppet.ar):
        egna.setdefault(t.organ, []).append(t)
    brev = []
    for r in rows(session, Organ, oppet.ar):
        if bara in (None, r.kod):
            alla = egna.get(r.kod, [])
            antagna = sum(t.kalla == Kalla.ANTAGANDE and t.utfall_foregaende is not None for t in alla)
            brev.append(forfragan(session, oppet, o, r, len(alla), antagna))
    nya = enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
    if nya:
        log(session, "Förfrågningar lagda i utkorgen", dag=idag, ar=oppet.ar, organ=[n.organ for n in nya])


def _fragor(
    session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, bara: Collection[str] | None
) -> dict[str, list[dict[str, Any]]]:
    """Organ → what the decision asks of it, as its letter says it."""
    enheter = {i.kod: i.enhet for i in rows(session, Indikator, oppet.ar)}
    arsmal = in_force(session, oppet, o)
    svar: dict[str, list[dict[str, Any]]] = {}
    for d in standing(parts(session, oppet)):
        if d.u.avstamning_id != rad.id or (bara is not None and d.u.nummer not in bara):
            continue
        svar.setdefault(d.m.organ, []).append(
            {
                "nummer": d.u.nummer,
                "text": d.u.text,
                "senast": d.m.senast,
                "begart": d.m.begart,
                "nuvarande": arsmal.get((d.m.organ, d.u.indikator or "")),
                "enhet": enheter.get(d.u.indikator or ""),
                "brister": d.m.jamfort.get("brister"),
            }
        )
    return svar


def _judged(session: Session, oppet: Oppet, o: Omgang) -> dict[str, list[dict[str, Any]]]:
    """Organ → how its answers were judged in an omgång, as its letters say it."""
    svar: dict[str, list[dict[str, Any]]] = {}
    for d, dom in judged_in(standing(parts(session, oppet)), o):
        svar.setdefault(d.m.organ, []).append(
            {
                "nummer": d.u.nummer,
                "text": d.u.text,
                "status": str(dom.status),
                "sen": dom.sen,
                "motivering": dom.motivering or dom.skal,
                "senast": d.m.senast,
                "kvarstar": goes_on(d, o, oppet) and dom.status in KVARSTAR,
            }
        )
    return svar


def goes_on(d: Del, o: Omgang, oppet: Oppet) -> bool:
    """Whether a part that an omgång leaves open goes on to the next: it has a date, and there is a next."""
    return oppet.omgangar.efter(o) is not None and d.m.senast is not None


def _kvarstar(session: Session, oppet: Oppet, o: Omgang) -> dict[str, list[dict[str, Any]]]:
    alla = _judged(session, oppet, o)
    return {organ: egna for organ, domar in alla.items() if (egna := [x for x in domar if x["kvarstar"]])}


def avslutande_brev(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Brev]:
    """The thanks to each organ that has answered, with how it was judged, and the office's summary."""
    if o.ar_plan:
        return []
    nasta = oppet.omgangar.efter(o)
    domar = _judged(session, oppet, o)
    brev = []
    for r in rows(session, Organ, oppet.ar):
        egna = domar.get(r.kod, [])
        if any(x["status"] not in (Svarsstatus.UTEBLIVEN, Svarsstatus.OPPEN) for x in egna):
            om: dict[str, Any] = {"organ": r.namn, "omgang": o, "nasta": nasta, "uppmaningar": egna}
            amne, text = render_brev(oppet.o, "tack", **om, **oppet.stad)
            brev.append(_brev(f"tack/{o.kod}/{r.kod}", r.kod, Utskicksslag.TACK, amne, text, o))
    antal = Counter(x["status"] for egna in domar.values() for x in egna)
    fore, efter = (malbeslut(session, a) for a in (decision(session, oppet.ar, oppet.omgangar.fore(o)), rad))
    mal = [
        {"kod": m.kod, "namn": m.namn, "fore": fore[m.kod].beslut if m.kod in fore else None,
         "efter": efter[m.kod].beslut}
        for m in rows(session, Mal, oppet.ar)
    ]  # fmt: skip
    kvarstar = sum(x["kvarstar"] for egna in domar.values() for x in egna)
    amne, text = render_brev(
        oppet.o, "sammandrag", omgang=o, nasta=nasta, kvarstar=kvarstar,
        svar=[(s, antal[s]) for s in map(str, Svarsstatus) if s in antal], mal=mal, **oppet.stad,
    )  # fmt: skip
    om = {"omgang": o.kod}
    slag = Utskicksslag.SAMMANDRAG
    return [*brev, Brev(f"sammandrag/{o.kod}", None, Roll.PLANERINGSKONTORET, slag, amne, text, **om)]


def moved(oppet: Oppet, o: Omgang, organ: Organ, nummer: list[str], dag: datetime.date, idag: datetime.date) -> Brev:
    """A word about a later last day in an omgång."""
    om: dict[str, Any] = {"organ": organ.namn, "omgang": o, "nummer": nummer, "senast": dag}
    amne, text = render_brev(oppet.o, "ny_sista_dag", **om, **oppet.stad)
    return _brev(
        f"uppmaning/{o.kod}/{organ.kod}/sista-dag/{dag}/{idag}", organ.kod, Utskicksslag.UPPMANING, amne, text, o
    )
