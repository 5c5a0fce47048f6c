"""Uppmaningar from proposal to issued: save, strike, edit, add, widen, and what each organ is asked to reach."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import delete
from sqlmodel import Session, col, select

from notifications.uppmaningstext import uppmaningstext
from rules.harledning import Jamforare
from rules.uppmaningar import Uppmaning, begarda_varden, number, order_and_name, riktade, widen
from schemas.begrepp import Grund, Uppmaningsstatus
from schemas.omgangar import Omgang
from schemas.regler import REGEL, Frist
from schemas.tabeller import Avstamning, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag
from tasks.avstamning.underlag import build_riktade
from tasks.laget.beslutat import utfall_i
from tasks.laget.fragat import (
    highest_number,
    mottagare_av,
    proposals,
    uppmaningar_av,
    value_questions,
)
from tasks.laget.oppet import Oppet

#: those that ask: proposed or issued
STALLDA = (Uppmaningsstatus.FORSLAG, Uppmaningsstatus.UTFARDAD)


def clear_proposals(session: Session, oppet: Oppet, o: Omgang) -> None:
    """Proposals of an omgång that was never decided give their numbers back."""
    omgangens = select(Avstamning.id).where(Avstamning.ar == oppet.ar, Avstamning.omgang == o.kod)
    gamla = select(Uppmaningsrad.id).where(
        col(Uppmaningsrad.avstamning_id).in_(omgangens), Uppmaningsrad.status == Uppmaningsstatus.FORSLAG
    )
    session.exec(delete(Mottagare).where(col(Mottagare.uppmaning_id).in_(gamla)))
    session.exec(delete(Uppmaningsrad).where(col(Uppmaningsrad.id).in_(gamla)))


def save_uppmaningar(
    session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag, uppmaningar: Sequence[Uppmaning]
) -> list[Uppmaningsrad]:
    """Save uppmaningar as proposals, numbered after those that there are."""
    nummer = number(oppet.ar, len(uppmaningar), highest_number(session, oppet.ar))
    return [_save(session, oppet, rad, underlag, u, nr) for u, nr in zip(uppmaningar, nummer, strict=True)]


def answered_in(oppet: Oppet, o: Omgang, u: Uppmaning) -> Omgang | None:
    """The omgång with which an uppmaning is to be answered; None where no date is set.

    Args:
        o: the omgång whose decision asks.
    """
    if u.senast:
        return oppet.omgangar.finn(u.senast)
    return {Frist.FORSTA: oppet.omgangar.forsta_uppfoljning, Frist.NASTA: oppet.omgangar.efter(o), None: None}[u.frist]


def _save(
    session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag, u: Uppmaning, nummer: str
) -> Uppmaningsrad:
    """Save one uppmaning with its recipients; what each is asked to reach is set over all of them at once."""
    ny = uppmaningsrad(oppet, underlag, u, nummer)
    ny.avstamning_id = rad.id
    session.add(ny)
    session.flush()
    session.add_all([Mottagare(uppmaning_id=ny.id, organ=organ, senast=ny.senast) for organ in u.mottagare])
    return ny


def uppmaningsrad(oppet: Oppet, underlag: Underlag, u: Uppmaning, nummer: str) -> Uppmaningsrad:
    """An uppmaning as it is saved, which belongs to no avstämning yet."""
    besvaras = answered_in(oppet, underlag.omgang, u)
    text = _text(underlag, u, besvaras)
    return Uppmaningsrad(
        ar=oppet.ar, avstamning_id=0, nummer=nummer, grund=str(u.grund), begar=str(u.begar), mal=u.mal,
        indikator=u.indikator, avser=u.avser, senast=besvaras.senast if besvaras else None, till=u.till, text=text,
        regeltext=text, rad=u.rad if u.rad >= 0 else None,
    )  # fmt: skip


def _text(underlag: Underlag, u: Uppmaning, besvaras: Omgang | None) -> str:
    i: Any = underlag.indikatorer.loc[u.indikator] if u.indikator else {}
    return uppmaningstext(
        underlag.ordbok, ar=underlag.ar, till=u.till, grund=u.grund, begar=u.begar, avser=u.avser,
        indikatornamn=i.get("namn"), kf_arsmal=i.get("kf_arsmal"), enhet=i.get("enhet"),
        riktning=i.get("riktning"), malnamn=underlag.mal.at[u.mal, "namn"] if u.mal else None, omgang=besvaras,
        senast=besvaras.senast if besvaras else None,
    )  # fmt: skip


def strike(session: Session, rad: Avstamning, strukna: Mapping[str, str | None]) -> list[str]:
    """Strike proposals: number → why. Their numbers are not used again."""
    traffade = [u for u in proposals(session, rad) if u.nummer in strukna]
    for u in traffade:
        u.status, u.motivering = Uppmaningsstatus.STRUKEN, strukna[u.nummer]
    session.flush()
    return [u.nummer for u in traffade]


def edit_texts(session: Session, rad: Avstamning, texter: Mapping[str, str]) -> list[str]:
    """Let the office's words stand: number → text. The program's own is kept beside it. The numbers that changed."""
    andrade = [u for u in proposals(session, rad) if texter.get(u.nummer) and texter[u.nummer] != u.text]
    for u in andrade:
        u.text = texter[u.nummer]
    session.flush()
    return [u.nummer for u in andrade]


def add_nya(
    session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag, nya: Sequence[Mapping[str, Any]]
) -> None:
    """Rows of `Nya uppmaningar`: new ones continue the series, rows with a rule's name widen what it found."""
    rader = [dict(r) | {"senast": r["senast"] and r["senast"].upper()} for r in nya]
    egna = underlag.med(riktade=build_riktade(rader))
    _widen_proposals(session, oppet, rad, egna)
    save_uppmaningar(session, oppet, rad, egna, order_and_name(egna, riktade(egna)))
    session.flush()


def _widen_proposals(session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag) -> None:
    egna = {(Grund(u.grund), u.indikator): u for u in proposals(session, rad) if u.grund != Grund.RIKTAD}
    mottagare = mottagare_av(session, egna.values())
    organ = {nyckel: [m.organ for m in mottagare[u.id]] for nyckel, u in egna.items()}
    for (grund, indikator), vidgat in widen(underlag, organ).items():
        u = egna[grund, indikator]
        tillkomna = [k for k in vidgat if k not in organ[grund, indikator]]
        if not tillkomna:
            continue
        som = _as_rule(u, vidgat)
        ny = order_and_name(underlag, [som])[0]
        regeltext = _text(underlag, ny, answered_in(oppet, underlag.omgang, ny))
        # what the office has written itself keeps its words, with the new recipients at its head
        u.text = regeltext if u.text == u.regeltext else u.text.replace(u.till, ny.till, 1)
        u.till, u.regeltext = ny.till, regeltext
        session.add_all([Mottagare(uppmaning_id=u.id, organ=k, senast=u.senast) for k in tillkomna])
    session.flush()


def _as_rule(u: Uppmaningsrad, organ: Collection[str]) -> Uppmaning:
    """A rule's uppmaning of the state as the rules know it."""
    regel = REGEL[Grund(u.grund)]
    assert regel.begar is not None
    return Uppmaning(regel.grund, regel.begar, u.mal, u.indikator, tuple(organ), regel.frist)


def set_begart(
    session: Session, oppet: Oppet, underlag: Underlag, bara: Collection[str] | None = None
) -> list[Mottagare]:
    """What each organ is asked to reach, over everything that has been asked of it in whichever omgång, closed or not.

    Args:
        bara: only for these organs.

    Returns:
        The recipients whose value changed.
    """
    stallda = value_questions(session, oppet, STALLDA)
    varden = begarda_varden([s for _, _, s in stallda], underlag.indikatorer["riktning"].to_dict())
    andrade = []
    for _, m, s in stallda:
        begart = varden.get((s.organ, s.indikator))
        if (bara is None or m.organ in bara) and m.begart != begart:
            m.begart = begart
            andrade.append(m)
    session.flush()
    return andrade


def set_jamfort(session: Session, rad: Avstamning, underlag: Underlag, nummer: Collection[str] | None = None) -> None:
    """The values that each rule compared, organ by organ.

    Args:
        nummer: only for these uppmaningar.
    """
    jamforare = jamforare_av(session, rad, underlag)
    egna = uppmaningar_av(session, rad, *STALLDA)
    mottagare = mottagare_av(session, egna)
    for u in egna:
        for m in mottagare.get(u.id, ()) if nummer is None or u.nummer in nummer else ():
            m.jamfort = jamforare.jamfort(Grund(u.grund), u.indikator, m.organ)


def jamforare_av(session: Session, rad: Avstamning, underlag: Underlag) -> Jamforare:
    """What tells the values behind each uppmaning of an avstämning, from what it has saved."""
    alla, index = utfall_i(session, rad), underlag.indikatorer.index
    aggregerat = [alla[k].arsmal_aggregerat if underlag.omgang.fragar_varden else alla[k].aggregerat for k in index]
    uppfyllelse = [alla[k].uppfyllelse for k in index]
    utfall = pd.DataFrame({"aggregerat": aggregerat, "uppfyllelse": uppfyllelse}, index=index, dtype=object)
    return Jamforare(underlag, utfall, _hojning(underlag, alla))


def _hojning(underlag: Underlag, alla: Mapping[str, Any]) -> pd.Series:
    """The raises of an avstämning, aligned with the holders."""
    par = zip(underlag.innehav["indikator"], underlag.innehav["organ"], strict=True)
    hojda = [alla[i].hojning.get(o) for i, o in par]
    varden = [None if h is None else Decimal(h) for h in hojda]
    return pd.Series(varden, index=underlag.innehav.index, dtype=object)


def issue(session: Session, rad: Avstamning, idag: datetime.date) -> list[Uppmaningsrad]:
    """Issue every proposal that was not struck."""
    alla = proposals(session, rad)
    mottagare = mottagare_av(session, alla)
    for u in alla:
        u.status, u.utfardad = Uppmaningsstatus.UTFARDAD, idag
        for m in mottagare.get(u.id, ()):
            m.tillfragad = idag
    session.flush()
    return alla


def without_date(uppmaningar: Sequence[Uppmaning]) -> list[Uppmaning]:
    """The same without a day by which they are to be answered."""
    return [replace(u, frist=None, senast=None) for u in uppmaningar]
