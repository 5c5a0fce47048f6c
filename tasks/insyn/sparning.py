"""Where a figure or an uppmaning comes from, down to file, sheet and cell (kontrakt section 6, `spara`)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from notifications.texter import tal
from rules.harledning import JAMFORT
from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import T1Svar, VpArsmal
from schemas.arsmapp import (
    Beslutsbelopp,
    Budgetjustering,
    Indikator,
    Mal,
    Organ,
    Resultatbudgetrad,
    Statsbidrag,
    StatsbidragOrgan,
    Tilldelning,
)
from schemas.begrepp import Aggregering, Fas, Grund, Indikatorslag, svenska
from schemas.problem import ArshjulFel
from schemas.regler import REGLERNA
from schemas.tabeller import (
    Avstamning,
    Framstallning,
    Indikatorutfall,
    Inlamning,
    Malbeslut,
    Mottagare,
    Uppmaningsrad,
)
from tasks.avstamning.underlag import reviderade
from tasks.insyn.ursprung import Cell, arsrad, celler
from tasks.laget.oppet import Oppet, rows, senaste
from tasks.laget.pengar import fordelade_bidrag


@dataclass(frozen=True)
class Spar:
    """A line of a derivation: what, its value, and where it stands."""

    vad: str
    varde: str
    kalla: str = ""


def trace(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    """The derivation of an indicator, a goal, an uppmaning, an organ, or a figure of the money.

    Raises:
        ArshjulFel: there is nothing by that code.
    """
    vagar: list[tuple[set[str], Callable[[Session, Oppet, str], list[Spar]]]] = [
        (set(session.exec(select(Uppmaningsrad.nummer).where(Uppmaningsrad.ar == oppet.ar))), _uppmaning),
        ({i.kod for i in rows(session, Indikator, oppet.ar)}, _indikator),
        ({m.kod for m in rows(session, Mal, oppet.ar)}, _mal),
        ({o.kod for o in rows(session, Organ, oppet.ar)}, _organ),
        ({r.rad_namn for r in rows(session, Resultatbudgetrad, oppet.ar)}, _budgetrad),
        ({f"punkt {b.punkt}" for b in rows(session, Beslutsbelopp, oppet.ar)}, _punkt),
        ({b.bidrag for b in rows(session, Statsbidrag, oppet.ar)}, _bidrag),
    ]
    for koder, spara in vagar:
        if kod in koder:
            return spara(session, oppet, kod)
    raise ArshjulFel(
        f"Det finns inget med koden {kod}. Ange en indikator, ett mål, en uppmaning, ett organ, en rad i "
        "resultatbudgeten, ”punkt N” eller ett statsbidrag."
    )


def _tal(text: str) -> str:
    """A stored value as a Swede writes it; words as they stand."""
    try:
        return tal(parse_tal(text, punkt_ar_decimal=True)[0])
    except EjTal:
        return text


def _utfall(session: Session, rad: Avstamning, kod: str) -> Indikatorutfall | None:
    fraga = select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id, Indikatorutfall.kod == kod)
    return session.exec(fraga).first()


def _troskel(oppet: Oppet, troskel: str) -> Spar:
    varde = getattr(oppet.yaml.trosklar, troskel)
    return Spar(f"Tröskel {troskel}", tal(varde), arsrad(oppet, "ar.yaml", None, f"trosklar.{troskel}"))


def _arsmalsceller(session: Session, oppet: Oppet, fas: Fas) -> dict[tuple[str, str], Cell]:
    """(organ, indikator) → the cell that a phase's årsmål comes from."""
    vp, t1 = senaste(session, oppet.ar, Fas.VP), senaste(session, oppet.ar, Fas.T1)
    svar = celler(session, VpArsmal, "arsmal", vp.inlamningar if vp else {})
    if fas == Fas.T1 and t1:
        nya, angivna = celler(session, T1Svar, "reviderat_arsmal", t1.inlamningar), reviderade(session, t1.inlamningar)
        svar |= {nyckel: cell for nyckel, cell in nya.items() if nyckel in angivna}
    return svar


def _indikator(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    i = next(i for i in rows(session, Indikator, oppet.ar) if i.kod == kod)
    plats = arsrad(oppet, "indikatorer.csv", i.rad)
    svar = [Spar(f"{kod} {i.namn}", f"{svenska(i.aggregering)}, {svenska(i.riktning)}", plats)]
    vikter = {t.organ: t for t in rows(session, Tilldelning, oppet.ar) if t.indikator == kod}
    for fas in Fas:
        rad = senaste(session, oppet.ar, fas)
        u = _utfall(session, rad, kod) if rad else None
        if rad is None or u is None:
            continue
        varde = f"{tal(u.aggregerat)} ({svenska(u.uppfyllelse)}), {u.antal} årsmål, {len(u.saknas)} saknas"
        svar.append(Spar(f"Aggregerat årsmål, {svenska(fas)}", varde, f"version {rad.version}, {rad.skapad}"))
        kolumn = arsrad(oppet, "indikatorer.csv", i.rad, "kf_arsmal")
        svar += [Spar("KF:s årsmål", tal(u.kf_arsmal), kolumn), _troskel(oppet, "indikator_delvis_inom")]
        platser = _arsmalsceller(session, oppet, fas)
        for organ, v in u.arsmal.items():
            vikt = f", vikt {tal(vikter[organ].vikt)}" if i.aggregering == Aggregering.VAGT_MEDEL else ""
            hoj = f", behöver nå {_tal(u.hojning[organ])}" if organ in u.hojning else ""
            svar.append(Spar(f"  {organ}", f"{tal(Decimal(v))}{vikt}{hoj}", str(platser.get((organ, kod), ""))))
        svar += [Spar(f"  {organ}", "saknas", str(platser.get((organ, kod), "ej inlämnad"))) for organ in u.saknas]
    return svar


def _mal(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    m = next(m for m in rows(session, Mal, oppet.ar) if m.kod == kod)
    svar = [Spar(f"{kod} {m.namn}", "", arsrad(oppet, "mal.csv", m.rad))]
    for fas in Fas:
        rad = senaste(session, oppet.ar, fas)
        if rad is None:
            continue
        alla = {b.kod: b for b in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))}
        b = alla[kod]
        beslut = f", beslut {svenska(b.beslut)} av {rad.handlaggare}" if b.beslut else ""
        motivering = f" Motivering: {b.motivering}" if b.motivering else ""
        svar.append(Spar(f"Bedömning, {svenska(fas)}", f"förslag {svenska(b.forslag)}{beslut}", b.skal + motivering))
        if m.overordnat:
            svar += [_troskel(oppet, t) for t in ("mal_helt", "mal_delvis")]
        for i in rows(session, Indikator, oppet.ar):
            u = _utfall(session, rad, i.kod) if i.mal == kod else None
            if u:
                utanfor = "" if i.ingar_i_bedomning and i.slag == Indikatorslag.KF else ", ingår inte"
                varde = f"{tal(u.aggregerat)}: {svenska(u.uppfyllelse)}, {len(u.saknas)} saknas{utanfor}"
                svar.append(Spar(f"  {i.kod} {i.namn}", varde, f"arshjul spara {i.kod}"))
        for under in rows(session, Mal, oppet.ar):
            if under.overordnat == kod:
                varde = svenska(alla[under.kod].beslut or alla[under.kod].forslag)
                svar.append(Spar(f"  {under.kod} {under.namn}", varde, f"arshjul spara {under.kod}"))
    return svar


def _uppmaning(session: Session, oppet: Oppet, nummer: str) -> list[Spar]:
    u = session.exec(select(Uppmaningsrad).where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.nummer == nummer)).one()
    regel = REGLERNA[Grund(u.grund)]
    svar = [
        Spar(u.nummer, f"{svenska(u.grund)}, {svenska(u.status)}", u.text),
        Spar("Regel", svenska(u.grund), f"{regel.text} (handboken, Avstämningen)"),
    ]
    if regel.troskel:
        svar.append(_troskel(oppet, regel.troskel))
    if u.motivering:
        svar.append(Spar("Struken", "", u.motivering))
    platser = _arsmalsceller(session, oppet, Fas.VP)
    svarsplatser = _arsmalsceller(session, oppet, Fas.T1)
    for m in session.exec(select(Mottagare).where(Mottagare.uppmaning_id == u.id).order_by(col(Mottagare.id))):
        varden = [f"{JAMFORT[k]} {_tal(v)}" for k, v in m.jamfort.items()]
        varden += [f"begärt {tal(m.begart)}"] if m.begart is not None else []
        varden += ["återkallad"] if m.aterkallad else []
        nyckel = (m.organ, u.indikator or "")
        svar.append(Spar(f"  {m.organ}", ", ".join(varden), str(platser.get(nyckel, ""))))
        if m.forslag or m.svar:
            vad = [svenska(m.status), m.skal or "", m.svar or "", m.motivering or ""]
            plats = str(svarsplatser.get(nyckel, "")) if m.varde is not None else ""
            svar.append(Spar("    svar", ". ".join(x.rstrip(".") for x in vad if x), plats))
    return svar + (_indikator(session, oppet, u.indikator) if u.indikator else [])


def _organ(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    o = next(o for o in rows(session, Organ, oppet.ar) if o.kod == kod)
    svar = [Spar(o.namn, svenska(o.slag), arsrad(oppet, "organ.csv", o.rad))]
    fraga = select(Inlamning).where(Inlamning.ar == oppet.ar, Inlamning.organ == kod).order_by(col(Inlamning.id))
    for i in session.exec(fraga):
        sen = ", sen" if i.sen else ""
        svar.append(
            Spar(
                f"{svenska(i.slag)}, version {i.version}",
                f"{svenska(i.status)} {i.inkom}{sen}",
                f"{i.filnamn}, sha256 {i.sha256}",
            )
        )
    vp = senaste(session, oppet.ar, Fas.VP)
    fragor = select(Framstallning).where(
        Framstallning.avstamning_id == (vp.id if vp else -1), Framstallning.organ == kod
    )
    for f in session.exec(fragor):
        svar.append(Spar(f"Framställning: {f.andamal}", f"sökt {tal(f.sokt)}, beviljat {tal(f.beviljat)} mnkr"))
    return svar


def _budgetrad(session: Session, oppet: Oppet, namn: str) -> list[Spar]:
    alla = {r.rad_namn: r for r in rows(session, Resultatbudgetrad, oppet.ar)}

    def spar(r: Resultatbudgetrad, indrag: str = "") -> Spar:
        delar = [("KF", r.kf_budget), ("justeringar", r.justeringar), ("omslutning", r.omslutning)]
        varde = ", ".join(f"{k} {tal(v)}" for k, v in delar if v is not None)
        return Spar(f"{indrag}{r.rad_namn}", f"{varde} mnkr", arsrad(oppet, "resultatbudget.csv", r.rad))

    r = alla[namn]
    return [spar(r), *(spar(alla[d.strip()], "  ") for d in (r.summerar or "").split("+") if d.strip())]


def _punkt(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    p = next(b for b in rows(session, Beslutsbelopp, oppet.ar) if f"punkt {b.punkt}" == kod)
    svar = [Spar(f"Punkt {p.punkt}", f"{tal(p.belopp)} mnkr", arsrad(oppet, "beslutsbelopp.csv", p.rad))]
    for b in rows(session, Budgetjustering, oppet.ar):
        if b.slag == p.slag and p.finansiering in (None, b.finansiering) and b.beviljat is not None:
            plats = arsrad(oppet, "budgetjusteringar.csv", b.rad, "beviljat")
            svar.append(Spar(f"  {b.andamal}", f"{tal(b.beviljat)} mnkr", plats))
    return svar


def _bidrag(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    b = next(b for b in rows(session, Statsbidrag, oppet.ar) if b.bidrag == kod)
    delar = {d.organ: d for d in rows(session, StatsbidragOrgan, oppet.ar) if d.bidrag == kod}
    svar = [Spar(kod, svenska(b.slag), arsrad(oppet, "statsbidrag.csv", b.rad))]
    for bidrag, organ, belopp, _, _ in fordelade_bidrag(session, oppet.ar):
        if bidrag == kod:
            d = delar[organ]
            grund = f" (antal {tal(d.antal)}, index {tal(d.index)})" if d.antal is not None else ""
            plats = arsrad(oppet, "statsbidrag_organ.csv", d.rad)
            svar.append(Spar(f"  {organ}", f"{tal(belopp)} kr{grund}", plats))
    return svar
