"""The planning office's review workbooks: proposals and reasons out, decisions back (kontrakt section 3)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from schemas.arbetsbocker import (
    GRANSKNINGSBLAD,
    ORGANBLAD,
    Blad,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
    granskningens_namn,
)
from schemas.arsmapp import Mal, Organ, Text
from schemas.begrepp import Fas, Inlamningsstatus, Uppmaningsstatus
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Avstamning, Framstallning, Inlamning, Malbeslut, Mottagare, Uppmaningsrad
from tasks.ar import Oppet, rader
from tasks.kontroll import granska_blad
from tasks.lasning import las_bok_i_barn
from tasks.skrivbok import EMPTY_ROWS, Bladinnehall, Bokinnehall, skriv_bok
from tasks.tolkning import las_blad
from tasks.uppgift import uppgift

Beslutsrader = dict[type[Blad], list[dict[str, Any]]]


@dataclass
class Granskning:
    """A review workbook as read: whose avstämning it judges, and its rows by sheet."""

    fas: Fas
    version: int
    rader: Beslutsrader = field(default_factory=dict)


@uppgift("Skriv granskningen", korning="Granskning {fas}")
def skriv_granskning(session: Session, oppet: Oppet, avstamning: Avstamning, fas: Fas) -> Path:
    """Write the review workbook of an avstämning into the year's folder."""
    innehall = {
        GranskaBedomning: _bedomningar(session, oppet, avstamning),
        GranskaUppmaning: _uppmaningar(session, avstamning),
        GranskaNyUppmaning: [],
        GranskaBudget: _budget(session, avstamning),
        GranskaSvar: _svar(session, oppet),
        GranskaText: [{"avsnitt": t.avsnitt, "text": t.text} for t in rader(session, Text, oppet.ar)],
        GranskaVantande: _vantande(session, oppet),
    }
    fria = {GranskaNyUppmaning: EMPTY_ROWS, GranskaText: 20}
    blad = [Bladinnehall(m, innehall[m], fria.get(m, 0)) for m in GRANSKNINGSBLAD[fas]]
    vad = "Avstämning" if fas == Fas.VP else "Uppföljning av tertialrapport 1"
    uppgifter = {"År": oppet.ar, "Fas": str(fas), "Version": avstamning.version}
    kommando = f"arshjul besluta --granskning {granskningens_namn(fas, oppet.ar)} --handlaggare NAMN"
    anvisning = [
        "Gå igenom bladen. Grå celler är förslag och skäl; gula celler är era beslut.",
        "Ett tomt beslut betyder att förslaget gäller. Ett beslut som skiljer sig från förslaget ska ha en motivering.",
        f"Spara filen och kör: {kommando}",
    ]
    sokvag = oppet.mapp / "dokument" / granskningens_namn(fas, oppet.ar)
    return skriv_bok(Bokinnehall(sokvag, f"{vad} {oppet.ar}: granskning", uppgifter, anvisning, blad, dolda=()))


def _bedomningar(session: Session, oppet: Oppet, a: Avstamning) -> list[dict[str, Any]]:
    namn = {m.kod: m.namn for m in rader(session, Mal, oppet.ar)}
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == a.id).order_by(col(Malbeslut.id)))
    return [{"kod": m.kod, "namn": namn[m.kod], "forslag": m.forslag, "skal": m.skal} for m in alla]


def _uppmaningar(session: Session, a: Avstamning) -> list[dict[str, Any]]:
    fraga = select(Uppmaningsrad).where(
        Uppmaningsrad.avstamning_id == a.id, Uppmaningsrad.status == Uppmaningsstatus.FORSLAG
    )
    return [
        {"nummer": u.nummer, "text": u.text, "mottagare": u.till}
        for u in session.exec(fraga.order_by(col(Uppmaningsrad.id)))
    ]


def _budget(session: Session, a: Avstamning) -> list[dict[str, Any]]:
    alla = session.exec(
        select(Framstallning).where(Framstallning.avstamning_id == a.id).order_by(col(Framstallning.id))
    )
    return [f.model_dump() | {"beviljat": None} for f in alla]


def _svar(session: Session, oppet: Oppet) -> list[dict[str, Any]]:
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    return [
        {"nummer": u.nummer, "organ": m.organ, "svar": _svarstext(m), "forslag": m.forslag}
        for u, m in session.exec(fraga)
        if not (u.aterkallad or m.aterkallad)
    ]


def _svarstext(m: Mottagare) -> str:
    return "; ".join(
        d for d in (f"reviderat årsmål {m.varde}".replace(".", ",") if m.varde is not None else "", m.svar or "") if d
    )


def _vantande(session: Session, oppet: Oppet) -> list[dict[str, Any]]:
    fraga = select(Inlamning).where(Inlamning.ar == oppet.ar, Inlamning.status == Inlamningsstatus.VANTAR)
    return [
        {"organ": i.organ, "fil": i.filnamn, "skal": i.skal} for i in session.exec(fraga.order_by(col(Inlamning.id)))
    ]


def las_granskning(sokvag: Path, oppet: Oppet, session: Session) -> Granskning:
    """Read a review workbook back.

    Raises:
        Avvisat: with every problem, by sheet and cell.
    """
    if not sokvag.exists():
        raise Avvisat(f"Filen {sokvag} finns inte.", [problem("fil-saknas", sokvag.name)])
    bok = las_bok_i_barn(sokvag, sokvag.name)
    if isinstance(bok, Problem):
        raise Avvisat("Granskningen kan inte läsas.", [bok])
    huvud = {str(r[0]): r[1] for r in bok[ORGANBLAD].rader if len(r) > 1} if ORGANBLAD in bok else {}
    try:
        svar = Granskning(Fas(str(huvud.get("Fas"))), int(huvud.get("Version") or 0))
    except ValueError:
        raise Avvisat("Filen är inte en granskning.", [problem("blad-saknas", sokvag.name, blad=ORGANBLAD)]) from None
    if str(huvud.get("År")).removesuffix(".0") != str(oppet.ar):
        fel = problem("fel-ar", sokvag.name, blad=ORGANBLAD, cell="B3", varde=huvud.get("År"), ar=oppet.ar)
        raise Avvisat("Granskningen gäller ett annat år.", [fel])
    tolkning = Tolkning()
    tomt = Sammanhang(oppet.ar)
    for modell in GRANSKNINGSBLAD[svar.fas]:
        las_blad(bok, modell, sokvag.name, tomt, tolkning)
        granska_blad([(sokvag.name, tolkning)], modell)
        svar.rader[modell] = tolkning.rader.get(modell.BLAD, [])
    funna = tolkning.problem + _kontrollera(session, oppet, svar, tolkning, sokvag.name)
    if funna:
        raise Avvisat(f"Granskningen har {len(funna)} fel; inget är beslutat.", funna)
    return svar


def _kontrollera(session: Session, oppet: Oppet, g: Granskning, t: Tolkning, fil: str) -> list[Problem]:
    """A decision that differs from its proposal needs a motivering; codes must exist."""
    funna = []
    organ = {o.kod for o in rader(session, Organ, oppet.ar)}
    mal = {m.kod for m in rader(session, Mal, oppet.ar)}

    def fel(modell: type[Blad], rad: dict[str, Any], falt: str, kod: str, **om: Any) -> None:
        cell = f"{t.kolumner[modell.BLAD].get(falt, 'A')}{rad['rad']}"
        funna.append(problem(kod, fil, blad=modell.BLAD, cell=cell, varde=rad.get(falt), **om))

    for modell in (GranskaBedomning, GranskaSvar):
        for rad in g.rader.get(modell, ()):
            if rad["beslut"] and rad["beslut"] != rad["forslag"] and not rad["motivering"]:
                fel(modell, rad, "motivering", "motivering-saknas")
    for rad in g.rader.get(GranskaBedomning, ()):
        if rad["kod"] not in mal:
            fel(GranskaBedomning, rad, "kod", "okand-referens", mal="mal.csv")
    for rad in g.rader.get(GranskaUppmaning, ()):
        if rad["stryk"] and not rad["motivering"]:
            fel(GranskaUppmaning, rad, "motivering", "motivering-saknas")
    for rad in g.rader.get(GranskaBudget, ()):
        if rad["beviljat"] is not None and rad["beviljat"] != rad["forslag"] and not rad["motivering"]:
            fel(GranskaBudget, rad, "motivering", "motivering-saknas")
    for rad in g.rader.get(GranskaVantande, ()):
        if rad["godta"] is not None and not rad["motivering"]:
            fel(GranskaVantande, rad, "motivering", "motivering-saknas")
    for rad in g.rader.get(GranskaSvar, ()):
        if rad["organ"] not in organ:
            fel(GranskaSvar, rad, "organ", "okand-referens", mal="organ.csv")
    return funna
