"""What an avstämning rests on, read from the database as validated frames."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlmodel import Session, col, select

from schemas.arbetsbocker import Bladrad, T1Svar, VpAktivitet, VpArsmal, VpKontroll, VpMal
from schemas.arsmapp import Indikator, Mal, ObligatoriskProcess, Organ, RiktadUppmaning, Tilldelning
from schemas.begrepp import Fas, Inlamningsstatus
from schemas.regler import REGELVERSION
from schemas.tabeller import Inlamning
from schemas.underlag import Underlag, build, validate
from tasks.laget.oppet import Oppet, plain_rows, rows, rows_of


def godkanda(session: Session, ar: int, slag: Fas) -> dict[str, Inlamning]:
    """Organ → its newest accepted workbook of a kind."""
    fraga = (
        select(Inlamning)
        .where(Inlamning.ar == ar, Inlamning.slag == slag, Inlamning.status == Inlamningsstatus.GODKAND)
        .order_by(col(Inlamning.version))
    )
    return {str(i.organ): i for i in session.exec(fraga)}


def inneh(session: Session, modell: type[Bladrad], inlamningar: Mapping[str, int]) -> list[tuple[str, Any]]:
    """(organ, row) of every row of a sheet in the given submissions (organ → id of its submission)."""
    organ = {nr: kod for kod, nr in inlamningar.items()}
    var = col(modell.inlamning_id)
    fraga = plain_rows(modell).where(var.in_(organ)).order_by(var, col(modell.rad))
    return [(organ[r.inlamning_id], r) for r in rows_of(session, fraga)]


def read_underlag(session: Session, oppet: Oppet, planer: Mapping[str, int]) -> Underlag:
    """The basis of phase VP: the year and the given plans (organ → id of its accepted submission)."""
    ar = oppet.ar
    organ = rows(session, Organ, ar)
    indikatorer = rows(session, Indikator, ar)
    arsmal = {(o, r.indikatorkod): r for o, r in inneh(session, VpArsmal, planer)}
    aktiviteter = {(o, r.indikatorkod) for o, r in inneh(session, VpAktivitet, planer) if r.aktivitet}
    underlag = Underlag(
        ar=ar,
        trosklar=oppet.yaml.trosklar.trosklar(),
        organ=build(
            "organ",
            [{**vars(o), "kortnamn": o.kortnamn or o.namn, "har_vp": o.kod in planer} for o in organ],
        ),
        mal=build("mal", [vars(m) for m in rows(session, Mal, ar)]),
        indikatorer=build("indikatorer", [vars(i) for i in indikatorer]),
        innehav=_innehav(rows(session, Tilldelning, ar), organ, indikatorer, arsmal, aktiviteter),
        bidrag=build("bidrag", [_bidrag(o, r) for o, r in inneh(session, VpMal, planer)]),
        kontroll=build("kontroll", [_kontroll(o, r) for o, r in inneh(session, VpKontroll, planer) if r.process]),
        processer=build("processer", [vars(p) for p in rows(session, ObligatoriskProcess, ar)]),
        riktade=build("riktade", [vars(r) for r in rows(session, RiktadUppmaning, ar)]),
    )
    return validate(underlag)


def _innehav(tilldelningar: list, organ: list, indikatorer: list, arsmal: Mapping, aktiviteter: set) -> pd.DataFrame:
    organplats = {o.kod: n for n, o in enumerate(organ)}
    indikatorplats = {i.kod: n for n, i in enumerate(indikatorer)}
    giltiga = [t for t in tilldelningar if not t.utgar]
    giltiga.sort(key=lambda t: (indikatorplats[t.indikator], organplats[t.organ]))
    rader_ = []
    for t in giltiga:
        plan = arsmal.get((t.organ, t.indikator))
        rader_.append(
            {
                "indikator": t.indikator,
                "organ": t.organ,
                "vikt": t.vikt,
                "utfall": t.utfall_foregaende,
                "arsmal": plan.arsmal if plan else None,
                "beskriven": bool(plan and plan.sa_nar_vi),
                "aktivitet": (t.organ, t.indikator) in aktiviteter,
            }
        )
    return build("innehav", rader_)


def _bidrag(organ: str, rad: VpMal) -> dict[str, Any]:
    bidrar = bool(rad.bidrar)
    return {
        "organ": organ,
        "mal": rad.malkod,
        "bidrar": bidrar,
        "beskriven": bidrar and bool(rad.hur),
        "namndmal": bool(rad.namndmal),
    }


def _kontroll(organ: str, rad: VpKontroll) -> dict[str, Any]:
    komplett = bool(rad.arbetssatt and rad.kontroll and rad.handelse)
    return {"organ": organ, "mal": rad.malkod, "process": rad.process, "komplett": komplett}


def reviderade(session: Session, svar: Mapping[str, int]) -> dict[tuple[str, str], Decimal]:
    """(organ, indikator) → the reviderat årsmål in the given T1 workbooks."""
    return {
        (organ, r.indikatorkod): r.reviderat_arsmal
        for organ, r in inneh(session, T1Svar, svar)
        if r.indikatorkod and r.reviderat_arsmal is not None
    }


def with_reviderade(underlag: Underlag, nya: Mapping[tuple[str, str], Decimal]) -> Underlag:
    """The basis of phase T1: the revised årsmål in place of the plans'."""
    innehav = underlag.innehav.copy()
    nycklar = zip(innehav["organ"], innehav["indikator"], strict=True)
    plain_rows = [nya.get(nyckel, gammalt) for nyckel, gammalt in zip(nycklar, innehav["arsmal"], strict=True)]
    innehav["arsmal"] = pd.Series(plain_rows, index=innehav.index, dtype=object)
    return underlag.med(innehav=innehav)


def avtryck(underlag: Underlag, *ovrigt: object) -> str:
    """A hash of everything that the rules look at, and of which rules they are: equal bases, equal hashes."""
    summa = hashlib.sha256(repr((REGELVERSION, underlag.ar, underlag.trosklar, ovrigt)).encode())
    for namn in ("organ", "mal", "indikatorer", "innehav", "bidrag", "kontroll", "processer", "riktade"):
        summa.update(getattr(underlag, namn).to_csv().encode())
    return summa.hexdigest()
