"""Making the avstämning: read the basis, let the rules propose, save the proposals (kontrakt sections 5 and 6)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from notifications.texter import skriv_text
from rules.avstamning import Avstamning as Utfall
from rules.avstamning import foresla_uppmaningar, stam_av
from rules.bedomning import Malbedomning
from rules.tal import skriv
from rules.uppmaningar import Uppmaning, begarda_varden, numrera
from schemas.arbetsbocker import VpBudget
from schemas.arsmapp import Budgetjustering
from schemas.begrepp import Aggregering, Bedomning, Fas, Indikatorslag, Riktning, Senast, Uppmaningsstatus
from schemas.tabeller import Avstamning, Framstallning, Indikatorutfall, Malbeslut, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag
from tasks.ar import Oppet, beslutad, rader, senaste
from tasks.handelser import AVSTAMNING_FORESLAGEN, logga
from tasks.underlag import avtryck, godkanda, inneh, las_underlag
from tasks.uppgift import uppgift


@dataclass(frozen=True)
class Gjord:
    """An avstämning as it stands, and whether this run made it."""

    rad: Avstamning
    ny: bool


@uppgift("Stäm av årsmålen", korning="Avstämning")
def gor_avstamning(session: Session, oppet: Oppet, idag: datetime.date) -> Gjord:
    """Aggregate and propose; nothing new is made where nothing that it rests on has changed, or once it is decided."""
    if klar := beslutad(session, oppet.ar, Fas.VP):
        return Gjord(klar, ny=False)
    planer = {organ: i.id for organ, i in godkanda(session, oppet.ar, Fas.VP).items()}
    underlag = las_underlag(session, oppet, planer)
    framstallningar = _framstallningar(session, oppet, planer)
    stampel = avtryck(underlag, [f.model_dump(exclude={"id", "avstamning_id"}) for f in framstallningar])
    forra = senaste(session, oppet.ar, Fas.VP)
    if forra and forra.underlag == stampel:
        return Gjord(forra, ny=False)
    rad = ny_avstamning(session, oppet.ar, Fas.VP, stampel, planer, idag)
    utfall = stam_av(underlag)
    spara_utfall(session, rad, underlag, utfall)
    for f in framstallningar:
        f.avstamning_id = rad.id
        session.add(f)
    _rensa_forslag(session, oppet.ar)
    uppmaningar = foresla_uppmaningar(underlag, utfall)
    spara_uppmaningar(session, rad, oppet, underlag, utfall, uppmaningar)
    antal: dict[str, Any] = {"indikatorer": len(utfall.utfall), "mal": len(utfall.mal), "uppmaningar": len(uppmaningar)}
    logga(session, AVSTAMNING_FORESLAGEN, dag=idag, ar=oppet.ar, version=rad.version, underlag=stampel, **antal)
    return Gjord(rad, ny=True)


def ny_avstamning(
    session: Session, ar: int, fas: Fas, stampel: str, inlamningar: Mapping[str, int], idag: datetime.date
) -> Avstamning:
    """The row of a new version of a phase's avstämning."""
    forra = senaste(session, ar, fas)
    version = forra.version + 1 if forra else 1
    rad = Avstamning(ar=ar, fas=fas, version=version, skapad=idag, underlag=stampel, inlamningar=dict(inlamningar))
    session.add(rad)
    session.flush()
    return rad


def spara_utfall(session: Session, rad: Avstamning, underlag: Underlag, utfall: Utfall) -> None:
    """Save the aggregates and the proposals for the goals."""
    hojningar = utfall.hojningar(underlag)
    angivna: dict[str, dict[str, str]] = {kod: {} for kod in underlag.indikatorer.index}
    med = underlag.innehav[underlag.innehav["arsmal"].notna()]
    for indikator, organ, varde in zip(med["indikator"], med["organ"], med["arsmal"], strict=True):
        angivna[indikator][organ] = skriv(varde) or ""
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
                hojning={o: skriv(v) or "" for o, v in hojningar[kod].items()},
                arsmal=angivna[kod],
            )
        )
    for m in utfall.mal:
        antal = {k: getattr(m, k) for k in ("helt", "delvis", "inte", "av", "namnder", "bolag", "namndmal")}
        skal = skal_for(m, underlag, utfall)
        session.add(Malbeslut(avstamning_id=rad.id, kod=m.kod, forslag=str(m.forslag), skal=skal, **antal))


def skal_for(m: Malbedomning, underlag: Underlag, utfall: Utfall) -> str:
    """Why a goal is proposed as it is: the counts, the threshold, and where silence looks like success."""
    ovriga = m.av - m.helt - m.delvis - m.inte
    vad = "verksamhetsområdesmål" if m.namnder is None else "av KF:s indikatorer"
    text = f"{m.helt} av {m.av} {vad} helt, {m.delvis} delvis, {m.inte} inte, {ovriga} kan inte bedömas."
    if m.namnder is None:
        return text
    t = underlag.trosklar
    text += (
        f" Helt kräver minst {t.mal_helt * 100:.0f} procent helt och ingen inte; "
        f"delvis minst {t.mal_delvis * 100:.0f} procent helt eller delvis."
    )
    egna = underlag.indikatorer[
        (underlag.indikatorer["mal"] == m.kod) & (underlag.indikatorer["slag"] == Indikatorslag.KF)
    ]
    for i in egna.join(utfall.utfall).itertuples():
        if i.saknas:
            text += f" {i.Index}: årsmål saknas från {len(i.saknas)} organ."
            if i.aggregering == Aggregering.SUMMA and i.riktning == Riktning.LAGRE:
                text += " Summan är bättre ju lägre den är, så det som saknas ser ut som framgång."
    return text


def spara_uppmaningar(
    session: Session, rad: Avstamning, oppet: Oppet, underlag: Underlag, utfall: Utfall, uppmaningar: list[Uppmaning]
) -> list[Uppmaningsrad]:
    """Save uppmaningar as proposals, numbered after those that there are."""
    begarda = begarda_varden(underlag, utfall.hojning, uppmaningar)
    nummer = numrera(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar))
    return [
        spara_uppmaning(session, rad, oppet, underlag, u, nr, begarda)
        for u, nr in zip(uppmaningar, nummer, strict=True)
    ]


def spara_uppmaning(
    session: Session,
    rad: Avstamning,
    oppet: Oppet,
    underlag: Underlag,
    u: Uppmaning,
    nummer: str,
    begarda: Mapping[tuple[str, str], Decimal],
) -> Uppmaningsrad:
    """Save one uppmaning with its recipients."""
    senast = oppet.yaml.kalender.tertialrapport_1_senast if u.senast == Senast.T1 else None
    ny = Uppmaningsrad(
        ar=oppet.ar,
        avstamning_id=rad.id,
        nummer=nummer,
        grund=str(u.grund),
        begar=str(u.begar),
        mal=u.mal,
        indikator=u.indikator,
        avser=u.avser,
        senast=senast,
        till=u.till,
        text=uppmaningstext(oppet.ar, underlag, u, senast),
    )
    session.add(ny)
    session.flush()
    varde = "arsmal" in u.begar
    for organ in u.mottagare:
        begart = begarda.get((organ, u.indikator or "")) if varde else None
        session.add(Mottagare(uppmaning_id=ny.id, organ=organ, senast=senast, begart=begart))
    return ny


def uppmaningstext(ar: int, underlag: Underlag, u: Uppmaning, senast: datetime.date | None) -> str:
    """The sentence of an uppmaning."""
    i: Any = underlag.indikatorer.loc[u.indikator] if u.indikator else None
    return skriv_text(
        "uppmaningstext",
        ar=ar,
        till=u.till,
        grund=str(u.grund),
        begar=str(u.begar),
        avser=u.avser,
        senast=senast,
        indikatornamn=None if i is None else i["namn"],
        kf_arsmal=None if i is None else i["kf_arsmal"],
        enhet=None if i is None else i.get("enhet"),
        malnamn=underlag.mal.at[u.mal, "namn"] if u.mal else None,
    )


def hogsta_nummer(session: Session, ar: int) -> int:
    """The highest number in use; 0 where there is none."""
    alla = session.exec(select(Uppmaningsrad.nummer).where(Uppmaningsrad.ar == ar))
    return max((int(n.rpartition("-")[2]) for n in alla), default=0)


def _rensa_forslag(session: Session, ar: int) -> None:
    """Proposals of an avstämning that was never decided give their numbers back."""
    gamla = select(Uppmaningsrad.id).where(Uppmaningsrad.ar == ar, Uppmaningsrad.status == Uppmaningsstatus.FORSLAG)
    session.exec(delete(Mottagare).where(col(Mottagare.uppmaning_id).in_(gamla)))
    session.exec(delete(Uppmaningsrad).where(col(Uppmaningsrad.id).in_(gamla)))


def _framstallningar(session: Session, oppet: Oppet, planer: Mapping[str, int]) -> list[Framstallning]:
    """Every budget request, with the row of budgetjusteringar.csv that answers it (else 0); then the other rows."""
    rader_ = rader(session, Budgetjustering, oppet.ar)
    svarar = {(b.organ, b.slag, b.andamal): b for b in rader_}
    svar, besvarade = [], set()
    ordning = list(planer)
    for organ, r in sorted(inneh(session, VpBudget, planer), key=lambda x: ordning.index(x[0])):
        nyckel = (organ, r.slag, r.andamal)
        b = svarar.get(nyckel)
        besvarade.add(nyckel)
        forslag = (b.beviljat if b else None) or Decimal(0)
        svar.append(
            Framstallning(
                avstamning_id=0, organ=organ, slag=r.slag or "", andamal=r.andamal or "", sokt=_sokt(r),
                forslag=forslag, finansiering=b.finansiering if b else None, motivering=None,
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
