"""Uppmaningar from proposal to issued: save, strike, add, widen, and what each organ is asked to reach."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from notifications.texter import render_text
from rules.harledning import Jamforare
from rules.uppmaningar import Uppmaning, begarda_varden, number, order_and_name, riktade, widen
from schemas.begrepp import BEGAR_AV_GRUND, VARDEBEGAR, Begar, Grund, Senast, Uppmaningsstatus
from schemas.tabeller import Avstamning, Indikatorutfall, Mottagare, Uppmaningsrad
from schemas.underlag import Underlag, build
from tasks.laget.oppet import Oppet


def forslag(session: Session, rad: Avstamning) -> list[Uppmaningsrad]:
    """The proposals of an avstämning that are neither struck nor issued."""
    fraga = select(Uppmaningsrad).where(
        Uppmaningsrad.avstamning_id == rad.id, Uppmaningsrad.status == Uppmaningsstatus.FORSLAG
    )
    return list(session.exec(fraga.order_by(col(Uppmaningsrad.id))))


def mottagare_av(session: Session, u: Uppmaningsrad) -> Sequence[Mottagare]:
    """The recipients of an uppmaning, in the order of organ.csv."""
    return session.exec(select(Mottagare).where(Mottagare.uppmaning_id == u.id).order_by(col(Mottagare.id))).all()


def save_uppmaningar(
    session: Session, rad: Avstamning, oppet: Oppet, underlag: Underlag, uppmaningar: list[Uppmaning]
) -> list[Uppmaningsrad]:
    """Save uppmaningar as proposals, numbered after those that there are."""
    nummer = number(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar))
    return [save_uppmaning(session, rad, oppet, underlag, u, nr) for u, nr in zip(uppmaningar, nummer, strict=True)]


def save_uppmaning(
    session: Session, rad: Avstamning, oppet: Oppet, underlag: Underlag, u: Uppmaning, nummer: str
) -> Uppmaningsrad:
    """Save one uppmaning with its recipients; what each is asked to reach is set over all of them at once."""
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
        rad=u.rad if u.rad >= 0 else None,
    )
    session.add(ny)
    session.flush()
    session.add_all([Mottagare(uppmaning_id=ny.id, organ=organ, senast=senast) for organ in u.mottagare])
    return ny


def uppmaningstext(ar: int, underlag: Underlag, u: Uppmaning, senast: datetime.date | None) -> str:
    """The sentence of an uppmaning."""
    i: Any = underlag.indikatorer.loc[u.indikator] if u.indikator else None
    return render_text(
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


def strike(session: Session, rad: Avstamning, strukna: Mapping[str, str | None]) -> list[str]:
    """Strike proposals: number → why. Their numbers are not used again."""
    traffade = [u for u in forslag(session, rad) if u.nummer in strukna]
    for u in traffade:
        u.status, u.motivering = Uppmaningsstatus.STRUKEN, strukna[u.nummer]
    session.flush()
    return [u.nummer for u in traffade]


def add_nya(
    session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag, nya: Sequence[Mapping[str, Any]]
) -> None:
    """Rows of `Nya uppmaningar`: new ones continue the series, rows with a rule's name widen what it found."""
    egna = underlag.med(riktade=build("riktade", nya))
    _widen_forslag(session, oppet, rad, egna)
    uppmaningar = order_and_name(egna, riktade(egna))
    for u, nr in zip(uppmaningar, number(oppet.ar, len(uppmaningar), hogsta_nummer(session, oppet.ar)), strict=True):
        save_uppmaning(session, rad, oppet, egna, u, nr)
    session.flush()


def _widen_forslag(session: Session, oppet: Oppet, rad: Avstamning, underlag: Underlag) -> None:
    egna = {(Grund(u.grund), u.indikator): u for u in forslag(session, rad) if u.grund != Grund.RIKTAD}
    organ = {nyckel: [m.organ for m in mottagare_av(session, u)] for nyckel, u in egna.items()}
    for nyckel, vidgat in widen(underlag, organ).items():
        tillkomna = [k for k in vidgat if k not in organ[nyckel]]
        if tillkomna:
            u = egna[nyckel]
            begar, senast = BEGAR_AV_GRUND[nyckel[0]]
            ny = order_and_name(underlag, [Uppmaning(nyckel[0], begar, u.mal, u.indikator, senast, tuple(vidgat))])[0]
            u.till, u.text = ny.till, uppmaningstext(oppet.ar, underlag, ny, u.senast)
            session.add_all([Mottagare(uppmaning_id=u.id, organ=k, senast=u.senast) for k in tillkomna])
    session.flush()


def som_regel(u: Uppmaningsrad, organ: Iterable[str]) -> Uppmaning:
    """An uppmaning of the state as the rules know it."""
    return Uppmaning(Grund(u.grund), Begar(u.begar), u.mal, u.indikator, None, tuple(organ))


def set_begart(
    session: Session, rad: Avstamning, underlag: Underlag, bara: Collection[str] | None = None
) -> list[Mottagare]:
    """What each organ is asked to reach, over all uppmaningar that are proposed or issued and stand.

    Args:
        rad: the avstämning of phase VP, whose hojning is asked for.
        bara: only for these organs.

    Returns:
        The recipients whose value changed.
    """
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == rad.ar, Uppmaningsrad.status != Uppmaningsstatus.STRUKEN)
    )
    staende = [(u, m) for u, m in session.exec(fraga) if not (u.aterkallad or m.aterkallad)]
    alla = [(u, m) for u, m in staende if bara is None or m.organ in bara]
    begarda = begarda_varden(underlag, _hojning(session, rad, underlag), [som_regel(u, [m.organ]) for u, m in alla])
    andrade = []
    for u, m in alla:
        nytt = begarda.get((m.organ, u.indikator or "")) if u.begar in VARDEBEGAR else None
        if m.begart != nytt:
            m.begart = nytt
            andrade.append(m)
    return andrade


def _hojning(session: Session, rad: Avstamning, underlag: Underlag) -> pd.Series:
    """The raises of an avstämning as it was saved, aligned with the holders."""
    alla = session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id))
    hojt = {u.kod: u.hojning for u in alla}
    innehav = underlag.innehav
    varden = [hojt.get(i, {}).get(o) for i, o in zip(innehav["indikator"], innehav["organ"], strict=True)]
    return pd.Series([Decimal(v) if v is not None else None for v in varden], index=innehav.index, dtype=object)


def set_jamfort(session: Session, rad: Avstamning, underlag: Underlag, nummer: Collection[str] | None = None) -> None:
    """Keep with every recipient the values that the rule compared.

    Args:
        nummer: only these uppmaningar.
    """
    alla = session.exec(select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id))
    aggregerat = {u.kod: u.aggregerat for u in alla}
    index = underlag.indikatorer.index
    utfall = pd.DataFrame({"aggregerat": [aggregerat.get(k) for k in index]}, index=index, dtype=object)
    jamforare = Jamforare(underlag, utfall, _hojning(session, rad, underlag))
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.avstamning_id == rad.id)
    )
    for u, m in session.exec(fraga):
        if nummer is None or u.nummer in nummer:
            m.jamfort = jamforare.jamfort(som_regel(u, [m.organ]), m.organ)


def issue(session: Session, rad: Avstamning, idag: datetime.date) -> list[str]:
    """Issue every proposal that was not struck; their numbers."""
    alla = forslag(session, rad)
    for u in alla:
        u.status, u.utfardad = Uppmaningsstatus.UTFARDAD, idag
        for m in mottagare_av(session, u):
            m.tillfragad = idag
    session.flush()
    return [u.nummer for u in alla]
