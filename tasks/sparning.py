"""Where a figure or an uppmaning comes from, down to file, sheet and cell (kontrakt section 6, `spara`)."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from notifications.texter import tal
from schemas.arbetsbocker import T1Svar, VpArsmal
from schemas.arsmapp import Indikator, Mal
from schemas.begrepp import Fas, svenska
from schemas.problem import ArshjulFel
from schemas.tabeller import Indikatorutfall, Inlamning, Malbeslut, Mottagare, Uppmaningsrad
from tasks.ar import Oppet, rader, senaste
from tasks.underlag import inneh


@dataclass(frozen=True)
class Spar:
    """A line of a derivation: what, its value, and where it stands."""

    vad: str
    varde: str
    kalla: str = ""


def spara_kod(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    """The derivation of an indicator, a goal or an uppmaning.

    Raises:
        ArshjulFel: there is nothing by that code.
    """
    uppmaning = session.exec(
        select(Uppmaningsrad).where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.nummer == kod)
    ).first()
    if uppmaning:
        return _uppmaning(session, oppet, uppmaning)
    if kod in {i.kod for i in rader(session, Indikator, oppet.ar)}:
        return _indikator(session, oppet, kod)
    if kod in {m.kod for m in rader(session, Mal, oppet.ar)}:
        return _mal(session, oppet, kod)
    raise ArshjulFel(f"Det finns ingen indikator, inget mål och ingen uppmaning med koden {kod}.")


def _celler(session: Session, modell: type, inlamningar: dict[str, int], falt: str, kod: str) -> dict[str, str]:
    """Organ → file, sheet, cell and hash of the value that it stated for an indicator."""
    svar = {}
    for organ, r in inneh(session, modell, inlamningar):
        if r.indikatorkod == kod and getattr(r, falt) is not None:
            i = session.get_one(Inlamning, r.inlamning_id)
            cell = f"{i.kolumner[modell.BLAD][falt]}{r.rad}"  # type: ignore[attr-defined]
            svar[organ] = f"{i.filnamn}, version {i.version}, bladet {modell.BLAD}, cell {cell}, sha256 {i.sha256}"  # type: ignore[attr-defined]
    return svar


def _indikator(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    i = next(i for i in rader(session, Indikator, oppet.ar) if i.kod == kod)
    svar = [
        Spar(f"{kod} {i.namn}", f"{svenska(i.aggregering)}, {svenska(i.riktning)}", f"indikatorer.csv, rad {i.rad}")
    ]
    for fas in Fas:
        rad = senaste(session, oppet.ar, fas)
        if rad is None:
            continue
        u = session.exec(
            select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id, Indikatorutfall.kod == kod)
        ).one()
        svar.append(
            Spar(
                f"Aggregerat årsmål, {svenska(fas)}",
                f"{tal(u.aggregerat)} ({svenska(u.uppfyllelse)})",
                f"version {rad.version}",
            )
        )
        svar.append(Spar("KF:s årsmål", tal(u.kf_arsmal), f"indikatorer.csv, rad {i.rad}, kolumn kf_arsmal"))
        vp = senaste(session, oppet.ar, Fas.VP)
        celler = _celler(session, VpArsmal, vp.inlamningar if vp else {}, "arsmal", kod)
        if fas == Fas.T1:
            celler |= _celler(session, T1Svar, rad.inlamningar, "reviderat_arsmal", kod)
        svar += [Spar(f"  {organ}", tal(Decimal(v)), celler.get(organ, "")) for organ, v in u.arsmal.items()]
        svar += [Spar(f"  {organ}", "saknas") for organ in u.saknas]
    return svar


def _mal(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    m = next(m for m in rader(session, Mal, oppet.ar) if m.kod == kod)
    svar = [Spar(f"{kod} {m.namn}", "", f"mal.csv, rad {m.rad}")]
    for fas in Fas:
        rad = senaste(session, oppet.ar, fas)
        if rad is None:
            continue
        b = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id, Malbeslut.kod == kod)).one()
        beslut = f", beslut {svenska(b.beslut)}" if b.beslut else ""
        svar.append(Spar(f"Bedömning, {svenska(fas)}", f"förslag {svenska(b.forslag)}{beslut}", b.skal))
        for i in rader(session, Indikator, oppet.ar):
            if i.mal == kod:
                fraga = select(Indikatorutfall).where(
                    Indikatorutfall.avstamning_id == rad.id, Indikatorutfall.kod == i.kod
                )
                u = session.exec(fraga).one()
                svar.append(
                    Spar(
                        f"  {i.kod} {i.namn}",
                        f"{tal(u.aggregerat)}: {svenska(u.uppfyllelse)}",
                        f"arshjul spara {i.kod}",
                    )
                )
    return svar


def _uppmaning(session: Session, oppet: Oppet, u: Uppmaningsrad) -> list[Spar]:
    svar = [Spar(u.nummer, svenska(u.grund), u.text)]
    for m in session.exec(select(Mottagare).where(Mottagare.uppmaning_id == u.id).order_by(col(Mottagare.id))):
        begart = f", begärt {tal(m.begart)}" if m.begart is not None else ""
        svar.append(
            Spar(f"  {m.organ}", f"{svenska(m.status)}{begart}{', återkallad' if m.aterkallad else ''}", m.svar or "")
        )
    return svar + (_indikator(session, oppet, u.indikator) if u.indikator else [])
