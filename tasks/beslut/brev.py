"""The letters that ask: for a workbook, and after a decision for what it brings, with what was granted."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from sqlmodel import Session

from notifications.texter import render_brev
from notifications.utkorg import Brev, adressbok, enqueue
from schemas.arbetsbocker import SvarRad
from schemas.arsmapp import Indikator, Organ, Tilldelning
from schemas.begrepp import Kalla, Roll, Utskicksslag
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning
from tasks.beslut.svarsbrev import kvarstaende
from tasks.bocker.mallar import answer_rows, bilaga
from tasks.grund.handelser import log
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import framstallningar_i, newest_decided
from tasks.laget.fragat import due, parts, standing
from tasks.laget.inlamnat import in_force
from tasks.laget.oppet import Oppet, current
from tasks.laget.tilltal import hos_er, tilltal


def beslutsbrev(
    session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, bara: Collection[str] | None = None
) -> list[Brev]:
    """A letter to each organ that has something to do after the decision of an omgång, with its next workbook.

    It says what is asked, what stands over from the omgång, which values are to be reported, and what was decided on
    its requests.

    Args:
        bara: only these numbers, for uppmaningar that a later day brings.
    """
    nasta = current(session, oppet) if bara else oppet.omgangar.efter(o)
    bocker = answer_rows(session, oppet, nasta) if nasta else {}
    fragor, kvar = _fragor(session, oppet, o, rad, bara), {} if bara else kvarstaende(session, oppet, o)
    beslut = {} if bara else _beslut(session, rad)
    ska_rapportera = bocker if nasta and nasta.fragar_varden and bara is None else {}
    fragas = forfragningar(session, oppet, nasta) if nasta and ska_rapportera else {}
    dagar = due(session, oppet, nasta) if nasta else {}
    till, brev, bladens = tilltal(session, oppet.ar), [], _omgang_of_page(session, oppet) if bara else o
    for r in rows(session, Organ, oppet.ar):
        om: dict[str, Any] = {"uppmaningar": fragor.get(r.kod, []), "kvarstar": kvar.get(r.kod, [])}
        om |= beslut.get(r.kod, {"framstallningar": [], "resultatenheter": []})
        if any(om.values()):
            blad = bladens.organblad(oppet.ar, r.kod)
            varden = oppet.o.vardet(nasta.varde).bestamd if nasta and r.kod in ska_rapportera else None
            forfallo = nasta and dagar.get(r.kod, nasta.senast)
            amne, text = render_brev(
                oppet.o, "uppmaning", omgang=o, nasta=nasta, beslutad=rad.beslutad, vardet=varden,
                forfallo=forfallo, blad=blad.rpartition("/")[2], **om, **till[r.kod], **oppet.stad,
            )  # fmt: skip
            nyckel = f"uppmaning/{o.kod}/{r.kod}" + (f"/{min(bara)}" if bara else "")
            bilagor = [bilaga(oppet, nasta, r.kod)] if nasta and r.kod in bocker else []
            brev.append(_brev(nyckel, r.kod, Utskicksslag.UPPMANING, amne, text, o, [*bilagor, blad]))
        elif r.kod in ska_rapportera:
            brev.append(fragas[r.kod])
    return brev


def _omgang_of_page(session: Session, oppet: Oppet) -> Omgang:
    """The omgång whose pages are kept current: the last decided; before that the plan's."""
    senast = newest_decided(session, oppet)
    return oppet.omgangar.med_kod(senast.omgang) if senast else oppet.omgangar.plan


def _beslut(session: Session, rad: Avstamning) -> dict[str, dict[str, list[Any]]]:
    """Organ → what was decided on its requests and its resultatenheter, where it had any."""
    svar: dict[str, dict[str, list[Any]]] = {}

    def av(organ: str) -> dict[str, list[Any]]:
        return svar.setdefault(organ, {"framstallningar": [], "resultatenheter": []})

    for f in framstallningar_i(session, rad):
        if f.organ and f.sokt is not None:
            av(f.organ)["framstallningar"].append(f)
    for e in rad.resultatenheter:
        av(e["organ"])["resultatenheter"].append(e)
    return svar


def _brev(
    nyckel: str, organ: str, slag: Utskicksslag, amne: str, text: str, o: Omgang, bilagor: list[str] | None = None
) -> Brev:
    return Brev(nyckel, organ, Roll.REGISTRATOR, slag, amne, text, omgang=o.kod, bilagor=bilagor or [])


def forfragningar(session: Session, oppet: Oppet, o: Omgang) -> dict[str, Brev]:
    """Organ → the request for its workbook of an omgång, of those that have one; due on its own day with anstånd."""
    till, anstand = tilltal(session, oppet.ar), due(session, oppet, o)
    svar: dict[str, Brev] = {}
    for organ, (antal, antagna) in _indicators_in_bok(session, oppet, o).items():
        forfallo = anstand.get(organ, o.senast)
        amne, text = render_brev(
            oppet.o, "forfragan", omgang=o, forfallo=forfallo, antal_indikatorer=antal, antagna=antagna,
            vardet=oppet.o.vardet(o.varde).bestamd, **till[organ], **oppet.stad,
        )  # fmt: skip
        om: dict[str, Any] = {"omgang": o.kod, "forfallo": forfallo, "bilagor": [bilaga(oppet, o, organ)]}
        nyckel, slag = f"forfragan/{o.kod}/{organ}", Utskicksslag.FORFRAGAN
        svar[organ] = Brev(nyckel, organ, Roll.REGISTRATOR, slag, amne, text, **om)
    return svar


def _indicators_in_bok(session: Session, oppet: Oppet, o: Omgang) -> dict[str, tuple[int, int]]:
    """Organ → how many indicators stand in its workbook, and for how many of them last year's utfall is assumed."""
    if not o.ar_plan:
        bocker = answer_rows(session, oppet, o).items()
        return {organ: (sum(len(r) for m, r in rader.items() if m is not SvarRad), 0) for organ, rader in bocker}
    egna: dict[str, list[Tilldelning]] = {r.kod: [] for r in rows(session, Organ, oppet.ar)}
    for t in rows(session, Tilldelning, oppet.ar):
        egna[t.organ].append(t)
    antagna = {
        organ: sum(t.kalla == Kalla.ANTAGANDE and t.utfall_foregaende is not None for t in alla)
        for organ, alla in egna.items()
    }
    return {organ: (len(alla), antagna[organ]) for organ, alla in egna.items()}


def forfragan_samlad(oppet: Oppet, o: Omgang, forfallo: datetime.date, namn: Sequence[str]) -> tuple[str, str]:
    """The subject and the text of one request for the workbooks of several organs, by name, due on the same day."""
    vardet = oppet.o.vardet(o.varde).bestamd
    om: dict[str, Any] = {"omgang": o, "organen": namn, "forfallo": forfallo, "vardet": vardet}
    return render_brev(oppet.o, "forfragan_samlad", **om, **oppet.stad)


def enqueue_forfragningar(
    session: Session, oppet: Oppet, o: Omgang, idag: datetime.date, bara: str | None = None
) -> None:
    """Ask every organ for its plan, once.

    Args:
        bara: only this organ.
    """
    brev = [b for organ, b in forfragningar(session, oppet, o).items() if bara in (None, organ)]
    nya = enqueue(session, oppet.ar, adressbok(session, oppet.ar), brev, idag)
    if nya:
        log(session, Handelseslag.FORFRAGNINGAR, dag=idag, ar=oppet.ar, organ=[n.organ for n in nya])


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
                "vidgad": "vidgad" in d.m.jamfort,
                "hos_er": hos_er(oppet.o, d),
            }
        )
    return svar


def moved(
    session: Session, oppet: Oppet, o: Omgang, organ: str, nummer: list[str], dag: datetime.date, idag: datetime.date
) -> Brev:
    """A word about a later last day in an omgång."""
    om: dict[str, Any] = {"omgang": o, "nummer": nummer, "senast": dag}
    amne, text = render_brev(oppet.o, "ny_sista_dag", **om, **tilltal(session, oppet.ar)[organ], **oppet.stad)
    nyckel = f"uppmaning/{o.kod}/{organ}/sista-dag/{dag}/{idag}"
    return _brev(nyckel, organ, Utskicksslag.UPPMANING, amne, text, o)
