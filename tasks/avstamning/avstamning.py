"""Making the avstämning of an omgång: read the basis, judge, let the rules propose, save (kontrakt section 5)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from notifications.texter import render_text
from rules.avstamning import Sammanstallning, propose_uppmaningar, reconcile
from rules.bedomning import Malbedomning
from rules.intag import odd_value
from rules.tal import plain
from schemas.arbetsbocker import PlanBudget, PlanResultatenhet
from schemas.arsmapp import Budgetjustering, Indikator, Organ
from schemas.begrepp import MEDELVARDEN, Aggregering, Budgetslag, Forandring, Indikatorslag, Riktning, is_procent
from schemas.granskningsbok import Enhetsbeslut
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import (
    Avstamning,
    Framstallning,
    Indikatorutfall,
    Malbeslut,
    Mottagare,
    Svarsdom,
    Uppmaningsrad,
)
from schemas.underlag import Underlag
from tasks.avstamning.svar import judge_all
from tasks.avstamning.underlag import fingerprint, read_underlag
from tasks.avstamning.uppmaningar import clear_proposals, save_uppmaningar, set_begart, set_jamfort
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.arsdata import rows
from tasks.laget.berattelse import proposed
from tasks.laget.beslutat import decision, newest, require_begun
from tasks.laget.fragat import Del
from tasks.laget.inlamnat import Val, accepted, content
from tasks.laget.oppet import Oppet
from tasks.laget.rorligt import watched

#: how many organs a reason names before it counts the rest
FEW_NAMES = 5


@dataclass(frozen=True)
class Gjord:
    """An avstämning as it stands, and whether this run made it."""

    rad: Avstamning
    ny: bool


@uppgift("Stäm av", korning="Stäm av {o}")
def make_avstamning(session: Session, oppet: Oppet, o: Omgang, idag: datetime.date) -> Gjord:
    """Judge the answers, aggregate and propose.

    Nothing new is made where nothing that it rests on has changed, or once it is decided.

    Raises:
        ArshjulFel: the omgång before is not decided yet.
    """
    if klar := decision(session, oppet.ar, o):
        return Gjord(klar, ny=False)
    require_begun(session, oppet, o)
    inlamningar = {organ: i.id for organ, i in accepted(session, oppet.ar, o).items()}
    underlag = read_underlag(session, oppet, o, inlamningar)
    utfall = reconcile(underlag)
    domar = judge_all(session, oppet, o, underlag, utfall.helt_i_kraft, inlamningar)
    planer = inlamningar if o.ar_plan else {}
    framstallningar = asked_money(session, oppet, planer) if o.ar_plan else []
    enheter = asked_units(session, oppet, planer)
    stampel = fingerprint(
        underlag,
        list(oppet.omgangar),  # what is asked is answered in a later one, by its day
        [f.model_dump(exclude={"id", "avstamning_id"}) for f in framstallningar],
        enheter,
        [(*d.nyckel, dom.model_dump(exclude={"id"})) for d, dom in domar],
    )
    forra = newest(session, oppet.ar, o)
    if forra and forra.underlag == stampel:
        return Gjord(forra, ny=False)
    rad = _new(session, oppet, o, forra, stampel, inlamningar, idag)
    rad.resultatenheter = enheter
    _save_domar(session, oppet, o, domar)
    for r in (*utfallsrader(underlag, utfall), *malrader(session, oppet, underlag, utfall), *framstallningar):
        r.avstamning_id = rad.id
        session.add(r)
    clear_proposals(session, oppet, o)
    uppmaningar = propose_uppmaningar(underlag, utfall)
    save_uppmaningar(session, oppet, rad, underlag, uppmaningar)
    session.flush()
    with watched(session, oppet.ar, "delar") as rort:
        set_begart(session, oppet, underlag)
    set_jamfort(session, rad, underlag)
    session.flush()
    om: dict[str, Any] = {"omgang": o.kod, "version": rad.version, "underlag": stampel}
    om |= proposed(session, oppet, o, rad) | rort
    log(session, Handelseslag.FORSLAG_GJORT, dag=idag, ar=oppet.ar, **om)
    return Gjord(rad, ny=True)


def _new(
    session: Session,
    oppet: Oppet,
    o: Omgang,
    forra: Avstamning | None,
    stampel: str,
    inlamningar: Val,
    idag: datetime.date,
) -> Avstamning:
    """The row of a new version."""
    om: dict[str, Any] = {"version": forra.version + 1 if forra else 1, "skapad": idag, "underlag": stampel}
    rad = Avstamning(ar=oppet.ar, omgang=o.kod, inlamningar=dict(inlamningar), **om)
    session.add(rad)
    session.flush()
    return rad


def _save_domar(session: Session, oppet: Oppet, o: Omgang, domar: Sequence[tuple[Del, Svarsdom]]) -> None:
    """The judgements of an omgång, in place of those of an earlier version."""
    arets = select(Mottagare.id).join(Uppmaningsrad).where(Uppmaningsrad.ar == oppet.ar)
    session.exec(delete(Svarsdom).where(col(Svarsdom.omgang) == o.kod, col(Svarsdom.mottagare_id).in_(arets)))
    session.add_all([dom for _, dom in domar])
    session.flush()


def utfallsrader(underlag: Underlag, utfall: Sammanstallning) -> list[Indikatorutfall]:
    """The aggregates of an omgång as they are saved, which belong to no avstämning yet."""
    hojningar = utfall.hojningar(underlag)
    varden, arsmal = (_per_indikator(underlag, kolumn) for kolumn in ("varde", "arsmal"))
    i_kraft = utfall.i_kraft["aggregerat"].to_dict()
    return [
        Indikatorutfall(
            avstamning_id=0, kod=kod, aggregerat=i.aggregerat, kf_arsmal=i.kf_arsmal,
            uppfyllelse=str(i.uppfyllelse), antal=i.antal, saknas=i.saknas,
            hojning={organ: plain(v) or "" for organ, v in hojningar[kod].items()},
            varden=varden[kod], arsmal_aggregerat=i_kraft[kod], arsmal=arsmal[kod],
        )
        for i in underlag.indikatorer.join(utfall.utfall).itertuples()
        for kod in [str(i.Index)]
    ]  # fmt: skip


def malrader(session: Session, oppet: Oppet, underlag: Underlag, utfall: Sammanstallning) -> list[Malbeslut]:
    """The proposals for the goals as they are saved, which belong to no avstämning yet."""
    langt = _odd_values(session, oppet, underlag)
    return [
        Malbeslut(
            avstamning_id=0, kod=m.kod, forslag=str(m.forslag), skal=reason_for(m, underlag, utfall, langt),
            **{k: getattr(m, k) for k in ("helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal")},
        )
        for m in utfall.mal
    ]  # fmt: skip


def _per_indikator(underlag: Underlag, kolumn: str) -> dict[str, dict[str, str]]:
    """Indikator → organ → what a column states, in plain notation."""
    svar: dict[str, dict[str, str]] = {str(kod): {} for kod in underlag.indikatorer.index}
    med = underlag.innehav[underlag.innehav[kolumn].notna()]
    for indikator, organ, varde in zip(med["indikator"], med["organ"], med[kolumn], strict=True):
        svar[indikator][organ] = plain(varde) or ""
    return svar


def reason_for(
    m: Malbedomning, underlag: Underlag, utfall: Sammanstallning, langt: Mapping[str, Mapping[str, Sequence[str]]]
) -> str:
    """Why a goal is proposed as it is: the counts, the threshold, where silence looks like success, and odd values.

    Args:
        langt: indikator → why a value is asked about → the organs whose value it is.
    """
    o = underlag.ordbok
    egna = underlag.indikatorer[underlag.indikatorer["mal"] == m.kod].join(utfall.utfall)
    kf = egna[egna["slag"] == Indikatorslag.KF]
    vardet = o.vardet(underlag.omgang.varde)
    return render_text(
        o,
        "skal",
        **{k: getattr(m, k) for k in ("helt", "delvis", "inte", "av")},
        ej=m.av - m.helt - m.delvis - m.inte,
        trosklar=underlag.trosklar if m.ar_lov else None,
        under=_under(m, underlag),
        vardet=str(vardet),
        vardet_bestamd=vardet.bestamd,
        saknas=[
            {
                "kod": i.Index,
                "antal": len(i.saknas),
                "de_flesta": len(i.saknas) > i.antal,
                "tyst": i.aggregering == Aggregering.SUMMA and i.riktning == Riktning.LAGRE,
            }
            for i in kf.itertuples()
            if i.saknas
        ],
        langt=[(kod, skal, _nagra(organ)) for kod in egna.index for skal, organ in langt.get(kod, {}).items()],
    )


def _under(m: Malbedomning, underlag: Underlag) -> str:
    """What the goals directly below a goal are called."""
    under = underlag.mal.index[underlag.mal["overordnat"] == m.kod]
    o = underlag.ordbok
    return o.verksamhetsomradesmal.flera if set(under) <= set(underlag.lov) else o.inriktningsmal.flera


def _nagra(organ: Sequence[str]) -> list[str]:
    """A few names, and how many more."""
    return [*organ[:FEW_NAMES], *([f"{len(organ) - FEW_NAMES} till"] if len(organ) > FEW_NAMES else [])]


def _odd_values(session: Session, oppet: Oppet, underlag: Underlag) -> dict[str, dict[str, list[str]]]:
    """Indikator → why a value is asked about → the organs whose value it is (kontrakt section 4)."""
    enheter = {i.kod: is_procent(i.enhet) for i in rows(session, Indikator, oppet.ar)}
    svar: dict[str, dict[str, list[str]]] = {}
    med = underlag.innehav[underlag.innehav["varde"].notna()]
    om = underlag.indikatorer[["kf_arsmal", "aggregering"]].to_dict("index")
    for kod, organ, varde, utfall in zip(med["indikator"], med["organ"], med["varde"], med["utfall"], strict=True):
        medel = om[kod]["aggregering"] in MEDELVARDEN
        if skal := odd_value(varde, utfall, om[kod]["kf_arsmal"], procent=enheter[kod], medel=medel):
            svar.setdefault(kod, {}).setdefault(str(skal), []).append(str(underlag.organ.at[organ, "kortnamn"]))
    return svar


def asked_money(session: Session, oppet: Oppet, planer: Val) -> list[Framstallning]:
    """Every budget request, with the row of budgetjusteringar.csv that answers it (else 0); then the other rows."""
    rader = rows(session, Budgetjustering, oppet.ar)
    svarar = {(b.organ, b.slag, b.andamal): b for b in rader}
    svar, besvarade = [], set()
    ordning = _ordning(session, oppet)
    for organ, r in sorted(content(session, PlanBudget, planer), key=lambda x: ordning[x[0]]):
        nyckel = (organ, r.slag, r.andamal)
        b = None if nyckel in besvarade else svarar.get(nyckel)  # type: ignore[arg-type]
        besvarade.add(nyckel)
        forslag = (b.beviljat if b else None) or Decimal(0)
        svar.append(
            Framstallning(
                avstamning_id=0, organ=organ, slag=r.slag or "", andamal=r.andamal or "", sokt=_sokt(r),
                forslag=forslag, finansiering=b.finansiering if b else None, onskan=r.motivering,
            )
        )  # fmt: skip
    for b in rader:
        if (b.organ, b.slag, b.andamal) not in besvarade:
            svar.append(
                Framstallning(
                    avstamning_id=0, organ=b.organ, slag=b.slag, andamal=b.andamal, sokt=b.sokt,
                    forslag=b.beviljat, finansiering=b.finansiering,
                )
            )  # fmt: skip
    return svar


def _ordning(session: Session, oppet: Oppet) -> dict[str, int]:
    """Organ → its place in organ.csv."""
    return {o.kod: n for n, o in enumerate(rows(session, Organ, oppet.ar))}


def asked_units(session: Session, oppet: Oppet, planer: Val) -> list[dict[str, Any]]:
    """The changes of resultatenheter that the plans ask for; each is granted unless the office says otherwise."""
    ordning = _ordning(session, oppet)
    oforandrade = (None, Forandring.OFORANDRAD)
    alla = [(o, r) for o, r in content(session, PlanResultatenhet, planer) if r.forandring not in oforandrade]
    beslut = {"beslut": str(Enhetsbeslut.GODKANNS), "motivering": None}
    return [
        {"organ": o, "resultatenhet": r.resultatenhet, "forandring": r.forandring, **beslut}
        for o, r in sorted(alla, key=lambda x: ordning[x[0]])
    ]


def _sokt(r: PlanBudget) -> Decimal:
    """What a request amounts to, in mnkr: an investment, or the higher net cost; for omslutning its turnover."""
    if r.slag == Budgetslag.INVESTERING:
        return r.investering or Decimal(0)
    kostnader = abs(r.kostnader or Decimal(0)) + abs(r.avskrivningar or Decimal(0))
    if r.slag == Budgetslag.OMSLUTNING:
        return Decimal(max(abs(r.intakter or Decimal(0)), kostnader))
    return Decimal(kostnader - abs(r.intakter or Decimal(0)))
