"""Making the avstämning: read the basis, let the rules propose, save the proposals (kontrakt sections 5 and 6)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from notifications.texter import render_text
from rules.avstamning import Avstamning as Utfall
from rules.avstamning import propose_uppmaningar, reconcile
from rules.bedomning import Malbedomning
from rules.intag import is_far_from
from rules.tal import plain
from schemas.arbetsbocker import Enhetsbeslut, VpBudget, VpResultatenhet
from schemas.arsmapp import Budgetjustering
from schemas.begrepp import Aggregering, Bedomning, Fas, Forandring, Indikatorslag, Riktning, Uppmaningsstatus
from schemas.tabeller import Avstamning, Framstallning, Indikatorutfall, Malbeslut, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag
from tasks.avstamning.underlag import avtryck, godkanda, inneh, read_underlag
from tasks.avstamning.uppmaningar import save_uppmaningar, set_begart, set_jamfort
from tasks.grund.handelser import AVSTAMNING_FORESLAGEN, log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, beslutad, rows, senaste

#: how many organs a reason names before it counts the rest
FEW_NAMES = 5


@dataclass(frozen=True)
class Gjord:
    """An avstämning as it stands, and whether this run made it."""

    rad: Avstamning
    ny: bool


@uppgift("Stäm av årsmålen", korning="Avstämning")
def make_avstamning(session: Session, oppet: Oppet, idag: datetime.date) -> Gjord:
    """Aggregate and propose; nothing new is made where nothing that it rests on has changed, or once it is decided."""
    if klar := beslutad(session, oppet.ar, Fas.VP):
        return Gjord(klar, ny=False)
    planer = {organ: i.id for organ, i in godkanda(session, oppet.ar, Fas.VP).items()}
    underlag = read_underlag(session, oppet, planer)
    framstallningar = _framstallningar(session, oppet, planer)
    enheter = _enheter(session, planer)
    stampel = avtryck(underlag, [f.model_dump(exclude={"id", "avstamning_id"}) for f in framstallningar], enheter)
    forra = senaste(session, oppet.ar, Fas.VP)
    if forra and forra.underlag == stampel:
        return Gjord(forra, ny=False)
    rad = new_avstamning(session, oppet.ar, Fas.VP, stampel, planer, idag)
    rad.resultatenheter = enheter
    utfall = reconcile(underlag)
    save_utfall(session, rad, underlag, utfall)
    for f in framstallningar:
        f.avstamning_id = rad.id
        session.add(f)
    _clear_forslag(session, oppet.ar)
    uppmaningar = propose_uppmaningar(underlag, utfall)
    save_uppmaningar(session, rad, oppet, underlag, uppmaningar)
    session.flush()
    set_begart(session, rad, underlag)
    set_jamfort(session, rad, underlag)
    antal: dict[str, Any] = {"indikatorer": len(utfall.utfall), "mal": len(utfall.mal), "uppmaningar": len(uppmaningar)}
    log(session, AVSTAMNING_FORESLAGEN, dag=idag, ar=oppet.ar, version=rad.version, underlag=stampel, **antal)
    return Gjord(rad, ny=True)


def new_avstamning(
    session: Session, ar: int, fas: Fas, stampel: str, inlamningar: Mapping[str, int], idag: datetime.date
) -> Avstamning:
    """The row of a new version of a phase's avstämning."""
    forra = senaste(session, ar, fas)
    version = forra.version + 1 if forra else 1
    rad = Avstamning(ar=ar, fas=fas, version=version, skapad=idag, underlag=stampel, inlamningar=dict(inlamningar))
    session.add(rad)
    session.flush()
    return rad


def save_utfall(session: Session, rad: Avstamning, underlag: Underlag, utfall: Utfall) -> None:
    """Save the aggregates and the proposals for the goals."""
    hojningar = utfall.hojningar(underlag)
    angivna: dict[str, dict[str, str]] = {kod: {} for kod in underlag.indikatorer.index}
    med = underlag.innehav[underlag.innehav["arsmal"].notna()]
    for indikator, organ, varde in zip(med["indikator"], med["organ"], med["arsmal"], strict=True):
        angivna[indikator][organ] = plain(varde) or ""
    for i in underlag.indikatorer.join(utfall.utfall).itertuples():
        kod = str(i.Index)
        session.add(
            Indikatorutfall(
                avstamning_id=rad.id,
                kod=kod,
                aggregerat=i.aggregerat,
                kf_arsmal=i.kf_arsmal,
                uppfyllelse=str(i.uppfyllelse),
                antal=i.antal,
                saknas=i.saknas,
                hojning={o: plain(v) or "" for o, v in hojningar[kod].items()},
                arsmal=angivna[kod],
            )
        )
    langt = _langt_fran_utfallet(underlag)
    for m in utfall.mal:
        antal = {k: getattr(m, k) for k in ("helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal")}
        skal = reason_for(m, underlag, utfall, langt)
        session.add(Malbeslut(avstamning_id=rad.id, kod=m.kod, forslag=str(m.forslag), skal=skal, **antal))


def reason_for(m: Malbedomning, underlag: Underlag, utfall: Utfall, langt: Mapping[str, Sequence[str]]) -> str:
    """Why a goal is proposed as it is: the counts, the threshold, where silence looks like success, and odd values.

    Args:
        langt: indikator → the organs whose årsmål lies far from last year's utfall.
    """
    ar_inriktningsmal = m.namnder is None
    egna = underlag.indikatorer[underlag.indikatorer["mal"] == m.kod].join(utfall.utfall)
    kf = egna[egna["slag"] == Indikatorslag.KF]
    return render_text(
        "skal",
        **{k: getattr(m, k) for k in ("helt", "delvis", "inte", "av")},
        ej=m.av - m.helt - m.delvis - m.inte,
        trosklar=None if ar_inriktningsmal else underlag.trosklar,
        saknas=[
            (i.Index, len(i.saknas), i.aggregering == Aggregering.SUMMA and i.riktning == Riktning.LAGRE)
            for i in kf.itertuples()
            if i.saknas
        ],
        langt=[(kod, _nagra(langt[kod])) for kod in egna.index if kod in langt],
    )


def _nagra(organ: Sequence[str]) -> list[str]:
    """A few names, and how many more."""
    return [*organ[:FEW_NAMES], *([f"{len(organ) - FEW_NAMES} till"] if len(organ) > FEW_NAMES else [])]


def _langt_fran_utfallet(underlag: Underlag) -> dict[str, list[str]]:
    """Indikator → the organs whose årsmål is more than half away from last year's utfall (kontrakt section 4)."""
    innehav = underlag.innehav
    bada = innehav[innehav["arsmal"].notna() & innehav["utfall"].notna()]
    svar: dict[str, list[str]] = {}
    for kod, organ, arsmal, utfall in zip(
        bada["indikator"], bada["organ"], bada["arsmal"], bada["utfall"], strict=True
    ):
        if is_far_from(arsmal, utfall):
            svar.setdefault(kod, []).append(str(underlag.organ.at[organ, "kortnamn"]))
    return svar


def _clear_forslag(session: Session, ar: int) -> None:
    """Proposals of an avstämning that was never decided give their numbers back."""
    gamla = select(Uppmaningsrad.id).where(Uppmaningsrad.ar == ar, Uppmaningsrad.status == Uppmaningsstatus.FORSLAG)
    session.exec(delete(Mottagare).where(col(Mottagare.uppmaning_id).in_(gamla)))
    session.exec(delete(Uppmaningsrad).where(col(Uppmaningsrad.id).in_(gamla)))


def _framstallningar(session: Session, oppet: Oppet, planer: Mapping[str, int]) -> list[Framstallning]:
    """Every budget request, with the row of budgetjusteringar.csv that answers it (else 0); then the other rows."""
    rader_ = rows(session, Budgetjustering, oppet.ar)
    svarar = {(b.organ, b.slag, b.andamal): b for b in rader_}
    svar, besvarade = [], set()
    ordning = list(planer)
    for organ, r in sorted(inneh(session, VpBudget, planer), key=lambda x: ordning.index(x[0])):
        nyckel = (organ, r.slag, r.andamal)
        b = None if nyckel in besvarade else svarar.get(nyckel)
        besvarade.add(nyckel)
        forslag = (b.beviljat if b else None) or Decimal(0)
        svar.append(
            Framstallning(
                avstamning_id=0, organ=organ, slag=r.slag or "", andamal=r.andamal or "", sokt=_sokt(r),
                forslag=forslag, finansiering=b.finansiering if b else None, onskan=r.motivering,
            )
        )  # fmt: skip
    for b in rader_:
        if (b.organ, b.slag, b.andamal) not in besvarade:
            svar.append(
                Framstallning(
                    avstamning_id=0, organ=b.organ, slag=b.slag, andamal=b.andamal, sokt=b.sokt,
                    forslag=b.beviljat, finansiering=b.finansiering,
                )
            )  # fmt: skip
    return svar


def _enheter(session: Session, planer: Mapping[str, int]) -> list[dict[str, Any]]:
    """The changes of resultatenheter that the plans ask for; each is granted unless the office says otherwise."""
    ordning = {organ: n for n, organ in enumerate(planer)}
    oforandrade = (None, Forandring.OFORANDRAD)
    alla = [(o, r) for o, r in inneh(session, VpResultatenhet, planer) if r.forandring not in oforandrade]
    beslut = {"beslut": str(Enhetsbeslut.GODKANNS), "motivering": None}
    return [
        {"organ": o, "resultatenhet": r.resultatenhet, "forandring": r.forandring, **beslut}
        for o, r in sorted(alla, key=lambda x: ordning[x[0]])
    ]


def _sokt(r: VpBudget) -> Decimal:
    """What a request amounts to, in mnkr: an investment, or the higher net cost; for omslutning its turnover."""
    if r.slag == "investering":
        return r.investering or Decimal(0)
    kostnader = abs(r.kostnader or Decimal(0)) + abs(r.avskrivningar or Decimal(0))
    if r.slag == "omslutning":
        return Decimal(max(abs(r.intakter or Decimal(0)), kostnader))
    return Decimal(kostnader - abs(r.intakter or Decimal(0)))


def bedomda(session: Session, avstamning_id: int) -> dict[str, Bedomning]:
    """Goal → its decided bedömning in an avstämning, where there is one."""
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == avstamning_id))
    return {m.kod: Bedomning(m.beslut) for m in alla if m.beslut}
