"""Where a figure or an uppmaning comes from, down to file, sheet and cell (kontrakt section 6, `spara`)."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import Session

from notifications.texter import stor_bokstav, tal
from rules.tal import EjTal, parse_tal
from schemas.arsmapp import (
    Beslutsbelopp,
    Indikator,
    Mal,
    Organ,
    Resultatbudgetrad,
    Statsbidrag,
    Tilldelning,
)
from schemas.begrepp import Aggregering, Grund, Indikatorslag
from schemas.problem import ArshjulFel
from schemas.regler import JAMFORT, REGEL
from schemas.tabeller import Indikatorutfall, Mottagare
from tasks.insyn.ursprung import arsmal_cells as read_arsmal_cells
from tasks.insyn.ursprung import arsrad
from tasks.insyn.ursprung import varde_cells as read_varde_cells
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import framstallningar_i, malbeslut, newest
from tasks.laget.beslutat import newest_of_all as read_newest
from tasks.laget.beslutat import utfall_i as read_utfall
from tasks.laget.fragat import asked_in_omgang, domar_av, mottagare_av, uppmaningar_i
from tasks.laget.inlamnat import received
from tasks.laget.oppet import Oppet
from tasks.laget.pengar import Beviljat, beslutsbelopp, distribute_bidrag


@dataclass(frozen=True)
class Spar:
    """A line of a derivation: what, its value, and where it stands."""

    vad: str
    varde: str
    kalla: str = ""


Vag = Callable[[Session, Oppet, str], list[Spar]]
R = TypeVar("R")
#: where a session keeps what many derivations ask for
MINNE = "sparning"


@contextlib.contextmanager
def _remembering(session: Session) -> Iterator[None]:
    """What is read for one derivation is at hand for the next, until the block ends."""
    session.info[MINNE] = {}
    try:
        yield
    finally:
        del session.info[MINNE]


def _once(las: Callable[..., R]) -> Callable[..., R]:
    """Reads again unless the session remembers."""

    def read(session: Session, *av: Any) -> R:
        minne = session.info.get(MINNE)
        if minne is None:
            return las(session, *av)
        nyckel = (las, *map(id, av))
        if nyckel not in minne:
            minne[nyckel] = (las(session, *av), av)
        svar: R = minne[nyckel][0]
        return svar

    return read


utfall_i, newest_of_all = _once(read_utfall), _once(read_newest)
varde_cells, arsmal_cells = _once(read_varde_cells), _once(read_arsmal_cells)


def trace_all(session: Session, oppet: Oppet) -> dict[str, list[Spar]]:
    """The derivation of everything that has one, by code; that of an uppmaning without its indicator's."""
    svar: dict[str, list[Spar]] = {}
    with _remembering(session):
        for koder, spara in _vagar(session, oppet):
            for kod in sorted(koder - set(svar)):
                svar[kod] = _uppmaningens(session, oppet, kod) if spara is _uppmaning else spara(session, oppet, kod)
    return svar


def trace(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    """The derivation of an indicator, a goal, an uppmaning, an organ, or a figure of the money.

    Raises:
        ArshjulFel: there is nothing by that code.
    """
    for koder, spara in _vagar(session, oppet):
        if kod in koder:
            return spara(session, oppet, kod)
    o = oppet.o
    raise ArshjulFel(
        f"Det finns inget med koden {kod} i {oppet.ar}. Ange {o.indikator.en} {o.indikator}, ett mål, "
        f"{o.uppmaning.en} {o.uppmaning}, ett organ, en rad i resultatbudgeten, ”punkt N” eller ett statsbidrag."
    )


def _vagar(session: Session, oppet: Oppet) -> Iterator[tuple[set[str], Vag]]:
    ar = oppet.ar
    yield {u.nummer for u in uppmaningar_i(session, ar)}, _uppmaning
    yield {i.kod for i in rows(session, Indikator, ar)}, _indikator
    yield {m.kod for m in rows(session, Mal, ar)}, _mal
    yield {r.kod for r in rows(session, Organ, ar)}, _organ
    yield {r.rad_namn for r in rows(session, Resultatbudgetrad, ar)}, _budgetrad
    yield {f"punkt {b.punkt}" for b in rows(session, Beslutsbelopp, ar)}, _punkt
    yield {b.bidrag for b in rows(session, Statsbidrag, ar)}, _bidrag


def _tal(text: str) -> str:
    """A stored value as a Swede writes it; words as they stand."""
    try:
        return tal(parse_tal(text, punkt_ar_decimal=True)[0])
    except EjTal:
        return text


def _troskel(oppet: Oppet, troskel: str) -> Spar:
    varde = getattr(oppet.yaml.trosklar, troskel)
    return Spar(f"Tröskel {troskel}", tal(varde), arsrad(oppet, "ar.yaml", None, f"trosklar.{troskel}"))


def _saknas(u: Indikatorutfall) -> str:
    """How many holders are silent; said beside every bedömning, and more loudly where it is most of them."""
    return f"{len(u.saknas)} saknas{', mer än hälften' if len(u.saknas) > u.antal else ''}"


def _indikator(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    o = oppet.o
    i = next(i for i in rows(session, Indikator, oppet.ar) if i.kod == kod)
    vikter = {t.organ: t for t in rows(session, Tilldelning, oppet.ar) if t.indikator == kod}
    svar = [Spar(f"{kod} {i.namn}", o.kod(i.aggregering), arsrad(oppet, "indikatorer.csv", i.rad))]
    for omgang, rad in newest_of_all(session, oppet).items():
        u = utfall_i(session, rad)[kod]
        vardet = o.vardet(omgang.varde)
        varde = f"{tal(u.aggregerat)} ({o.kod(u.uppfyllelse)}), {vardet.antal(u.antal)}, {_saknas(u)}"
        vad = f"Aggregerat: {vardet}, {omgang.bestamd}"
        svar.append(Spar(vad, varde, f"version {rad.version}, {rad.skapad}"))
        kolumn = arsrad(oppet, "indikatorer.csv", i.rad, "kf_arsmal")
        kf = f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
        svar += [Spar(kf, tal(u.kf_arsmal), kolumn), _troskel(oppet, "indikator_delvis_inom")]
        platser = varde_cells(session, oppet, omgang, rad)
        for organ, v in u.varden.items():
            vikt = f", vikt {tal(vikter[organ].vikt)}" if i.aggregering == Aggregering.VAGT_MEDEL else ""
            hoj = f", behöver nå {_tal(u.hojning[organ])}" if organ in u.hojning else ""
            svar.append(Spar(f"  {organ}", f"{tal(Decimal(v))}{vikt}{hoj}", str(platser.get((organ, kod), ""))))
        svar += [Spar(f"  {organ}", "saknas", str(platser.get((organ, kod), "ej inlämnad"))) for organ in u.saknas]
    return svar


def _mal(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    o, malen = oppet.o, rows(session, Mal, oppet.ar)
    m = next(m for m in malen if m.kod == kod)
    under = [u for u in malen if u.overordnat == kod]
    svar = [Spar(f"{kod} {m.namn}", "", arsrad(oppet, "mal.csv", m.rad))]
    for omgang, rad in newest_of_all(session, oppet).items():
        alla, utfall = malbeslut(session, rad), utfall_i(session, rad)
        b = alla[kod]
        beslut = f", beslut {o.kod(b.beslut)} av {rad.handlaggare}" if b.beslut else ""
        motivering = f" Motivering: {b.motivering}" if b.motivering else ""
        vad = f"Bedömning, {omgang.bestamd}"
        svar.append(Spar(vad, f"förslag {o.kod(b.forslag)}{beslut}", b.skal + motivering))
        if not under:
            svar += [_troskel(oppet, t) for t in ("mal_helt", "mal_delvis")]
        for i in rows(session, Indikator, oppet.ar):
            if i.mal == kod:
                u = utfall[i.kod]
                utanfor = "" if i.ingar_i_bedomning and i.slag == Indikatorslag.KF else ", ingår inte"
                varde = f"{tal(u.aggregerat)}: {o.kod(u.uppfyllelse)}, {_saknas(u)}{utanfor}"
                svar.append(Spar(f"  {i.kod} {i.namn}", varde, f"arshjul spara {i.kod}"))
        for x in under:
            varde = o.kod(alla[x.kod].beslut or alla[x.kod].forslag)
            svar.append(Spar(f"  {x.kod} {x.namn}", varde, f"arshjul spara {x.kod}"))
    return svar


def _uppmaning(session: Session, oppet: Oppet, nummer: str) -> list[Spar]:
    u = next(u for u in uppmaningar_i(session, oppet.ar) if u.nummer == nummer)
    return _uppmaningens(session, oppet, nummer) + (_indikator(session, oppet, u.indikator) if u.indikator else [])


def _uppmaningens(session: Session, oppet: Oppet, nummer: str) -> list[Spar]:
    o = oppet.o
    u = next(u for u in uppmaningar_i(session, oppet.ar) if u.nummer == nummer)
    regel = REGEL[Grund(u.grund)]
    svar = [
        Spar(u.nummer, f"{o.kod(u.grund)}, {o.kod(u.status)}", u.text),
        Spar("Regel", o.kod(u.grund), f"{stor_bokstav(o.text(regel.text))} (handboken, Avstämningen)"),
    ]
    if u.text != u.regeltext:
        svar.append(Spar("Ursprunglig text", f"ändrad av {o.kontoret.bestamd}", u.regeltext))
    if regel.troskel:
        svar.append(_troskel(oppet, regel.troskel))
    if u.motivering:
        svar.append(Spar("Motivering", o.kod(u.status), u.motivering))
    fragas = oppet.omgangar.med_kod(asked_in_omgang(session, oppet)[u.avstamning_id])
    rad = newest(session, oppet.ar, fragas)
    platser = varde_cells(session, oppet, fragas, rad) if rad else {}
    for m in mottagare_av(session, [u]).get(u.id, ()):
        varden = [f"{o.text(JAMFORT[k])} {_tal(v)}" for k, v in m.jamfort.items()]
        varden += [f"begärt {tal(m.begart)}"] if m.begart is not None else []
        varden += [o.uppmaning.adj("återkallad", "återkallat")] if m.aterkallad else []
        nyckel = (m.organ, u.indikator or "")
        svar.append(Spar(f"  {m.organ}", ", ".join(varden), str(platser.get(nyckel, ""))))
        svar += _domar(session, oppet, m, nyckel)
    return svar


def _domar(session: Session, oppet: Oppet, m: Mottagare, nyckel: tuple[str, str]) -> Iterator[Spar]:
    """How a part was judged, omgång by omgång."""
    domar = domar_av(session, m)
    for omgang in oppet.omgangar:
        if dom := domar.get(omgang.kod):
            vad = [oppet.o.kod(dom.status), dom.skal or "", dom.svar or "", dom.motivering or ""]
            rad = newest(session, oppet.ar, omgang)
            platser = arsmal_cells(session, oppet, omgang, rad) if dom.varde is not None else {}
            text = ". ".join(x.rstrip(".") for x in vad if x)
            yield Spar(f"    svar, {omgang.bestamd}", text, str(platser.get(nyckel, "")))


def _organ(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    o = oppet.o
    r = next(r for r in rows(session, Organ, oppet.ar) if r.kod == kod)
    svar = [Spar(r.namn, o.kod(r.slag), arsrad(oppet, "organ.csv", r.rad))]
    for i in (i for i in received(session, oppet.ar) if i.organ == kod):
        omgang = oppet.omgangar.finn(i.omgang)
        vad = f"{omgang.bestamd if omgang else i.omgang}, version {i.version}"
        sen = ", sen" if i.sen else ""
        svar.append(Spar(vad, f"{o.kod(i.status)} {i.inkom}{sen}", f"{i.filnamn}, sha256 {i.sha256}"))
    for f in framstallningar_i(session, newest(session, oppet.ar, oppet.omgangar.plan)):
        if f.organ == kod:
            varde = f"sökt {tal(f.sokt)}, beviljat {tal(f.beviljat)} mnkr"
            svar.append(Spar(f"Framställning: {f.andamal}", varde, f.motivering or ""))
    return svar


def _budgetrad(session: Session, oppet: Oppet, namn: str) -> list[Spar]:
    alla = {r.rad_namn: r for r in rows(session, Resultatbudgetrad, oppet.ar)}

    def spar(r: Resultatbudgetrad, indrag: str = "") -> Spar:
        delar = [
            (oppet.o.kommunfullmaktige.kort, r.kf_budget),
            ("justeringar", r.justeringar),
            ("omslutning", r.omslutning),
        ]
        varde = ", ".join(f"{k} {tal(v)}" for k, v in delar if v is not None)
        return Spar(f"{indrag}{r.rad_namn}", f"{varde} mnkr", arsrad(oppet, "resultatbudget.csv", r.rad))

    r = alla[namn]
    return [spar(r), *(spar(alla[d.strip()], "  ") for d in (r.summerar or "").split("+") if d.strip())]


def _punkt(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    """An amount of the decision, and what it is the sum of: the year's rows, or what was decided."""
    plan = newest(session, oppet.ar, oppet.omgangar.plan)
    b = next(b for b in beslutsbelopp(session, oppet.ar, plan) if f"punkt {b.rad.punkt}" == kod)
    plats = arsrad(oppet, "beslutsbelopp.csv", b.rad.rad, "belopp" if b.rad.belopp is not None else "")
    summan = "" if b.rad.belopp is not None else "; inget belopp är angivet, så summan gäller"
    svar = [Spar(f"Punkt {b.rad.punkt}", f"{tal(b.galler)} mnkr", f"{plats}{summan}")]
    if b.rad.belopp is not None and b.summa is not None:
        svar.append(Spar("  Summan av justeringarna", f"{tal(b.summa)} mnkr", "räknad ur raderna nedan"))
    return svar + [_justering(oppet, j) for j in b.justeringar if j.beviljat is not None]


def _justering(oppet: Oppet, j: Beviljat) -> Spar:
    """What is granted for a purpose: where the decision grants something else than the year's row, that is told."""
    arets = arsrad(oppet, "budgetjusteringar.csv", j.rad, "beviljat") if j.rad else ""
    plats = arets
    if j.andrad:
        plats = "beviljat i granskningen" + (f"; {tal(j.arets)} mnkr i {arets}" if arets else "")
    return Spar(f"  {j.andamal}", f"{tal(j.beviljat)} mnkr", plats)


def _bidrag(session: Session, oppet: Oppet, kod: str) -> list[Spar]:
    f = next(f for f in distribute_bidrag(session, oppet.ar) if f.bidrag.bidrag == kod)
    svar = [Spar(kod, oppet.o.kod(f.bidrag.slag), arsrad(oppet, "statsbidrag.csv", f.bidrag.rad))]
    for a in f.andelar:
        d = a.rad
        grund = f" (antal {tal(d.antal)}, index {tal(d.index)})" if d.antal is not None else ""
        plats = arsrad(oppet, "statsbidrag_organ.csv", d.rad)
        svar.append(Spar(f"  {d.organ}", f"{tal(a.belopp)} kr{grund}", plats))
    return svar
