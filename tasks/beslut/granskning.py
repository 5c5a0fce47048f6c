"""The planning office's review workbooks: proposals and reasons out, decisions back (kontrakt section 3)."""

from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from notifications.texter import tal
from schemas.arbetsbocker import (
    GRANSKNINGSBLAD,
    ORGANBLAD,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
    granskningens_namn,
)
from schemas.arsmapp import Mal, Organ, Text
from schemas.begrepp import AVSNITT, Fas, Inlamningsstatus
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Avstamning, Framstallning, Inlamning, Malbeslut, Mottagare
from tasks.avstamning.uppmaningar import forslag
from tasks.beslut.granskningskontroll import Granskning
from tasks.bocker.lasning import read_bok_in_child
from tasks.bocker.mallar import fragor
from tasks.bocker.skrivbok import EMPTY_ROWS, Bladinnehall, Bokinnehall, write_bok
from tasks.bocker.tolkning import read_blad
from tasks.grund.filer import avtryck
from tasks.grund.uppgift import uppgift
from tasks.intag.kontroll import check_blad, order_problem
from tasks.laget.oppet import Oppet, rows

ANVISNINGAR: dict[Fas, tuple[str, ...]] = {
    Fas.VP: (
        "Uppmaningar: skriv Ja under Stryk för det som inte ska ställas, med motivering. Numret används inte igen.",
        "Nya uppmaningar: kolumnerna är de i riktade_uppmaningar.csv. Mottagare är grupper eller organkoder, t.ex. "
        "sdn, namnder, berorda, jarva+farsta eller sdn+-farsta. En regels namn under grund vidgar vad regeln fann.",
        "Budget: varje framställning med det som föreslås; 0 är avslag. Resultatenheter: tomt beslut = godkänns.",
        "Väntande: inlämningar som väntar på ert ord. En som godtas räknas in, och förslagen görs då om.",
    ),
    Fas.T1: (
        "Svar: varje organs svar på varje uppmaning, hur det bedöms och varför. Ändra under Beslut, med motivering.",
        "Väntande: inlämningar som väntar på ert ord. En som godtas räknas in, och förslagen görs då om.",
    ),
}
#: the section of the document that only the follow-up has
UPPFOLJNINGENS = "uppfoljning"


@uppgift("Skriv granskningen", korning="Granskning {fas}")
def write_granskning(session: Session, oppet: Oppet, avstamning: Avstamning, fas: Fas) -> Path:
    """Write the review workbook of an avstämning into the year's folder."""
    innehall = {
        GranskaBedomning: _bedomningar(session, oppet, avstamning),
        GranskaUppmaning: _uppmaningar(session, avstamning),
        GranskaNyUppmaning: [],
        GranskaBudget: _budget(session, oppet, avstamning),
        GranskaResultatenhet: _resultatenheter(session, oppet, avstamning),
        GranskaSvar: _svar(session, oppet),
        GranskaText: _texter(session, oppet, fas),
        GranskaVantande: _vantande(session, oppet),
    }
    fria = {GranskaNyUppmaning: EMPTY_ROWS, GranskaText: 20}
    val = {"avsnitt": kanda_avsnitt(session, oppet)}
    blad = [Bladinnehall(m, innehall[m], fria.get(m, 0), val) for m in GRANSKNINGSBLAD[fas]]
    vad = "Avstämning" if fas == Fas.VP else "Uppföljning av tertialrapport 1"
    uppgifter = {"År": oppet.ar, "Fas": str(fas), "Version": avstamning.version}
    kommando = f"arshjul besluta --granskning {granskningens_namn(fas, oppet.ar)} --handlaggare NAMN"
    anvisning = [
        "Gå igenom bladen. Grå celler är förslag och skäl; gula celler är era beslut.",
        "Ett tomt beslut betyder att förslaget gäller. Ett beslut som skiljer sig från förslaget ska ha en motivering.",
        *ANVISNINGAR[fas],
        f"Spara filen och kör: {kommando}",
    ]
    sokvag = oppet.mapp / "dokument" / granskningens_namn(fas, oppet.ar)
    return write_bok(Bokinnehall(sokvag, f"{vad} {oppet.ar}: granskning", uppgifter, anvisning, blad, dolda=()))


def _bedomningar(session: Session, oppet: Oppet, a: Avstamning) -> list[dict[str, Any]]:
    namn = {m.kod: m.namn for m in rows(session, Mal, oppet.ar)}
    alla = session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == a.id).order_by(col(Malbeslut.id)))
    return [{"kod": m.kod, "namn": namn[m.kod], "forslag": m.forslag, "skal": m.skal} for m in alla]


def _uppmaningar(session: Session, a: Avstamning) -> list[dict[str, Any]]:
    return [{"nummer": u.nummer, "text": u.text, "mottagare": u.till} for u in forslag(session, a)]


def _namn(session: Session, oppet: Oppet) -> dict[str, str]:
    return {o.kod: o.kortnamn or o.namn for o in rows(session, Organ, oppet.ar)}


def _budget(session: Session, oppet: Oppet, a: Avstamning) -> list[dict[str, Any]]:
    namn = _namn(session, oppet)
    return [f.model_dump() | {"namn": namn.get(f.organ or ""), "beviljat": None} for f in _framstallningar(session, a)]


def _framstallningar(session: Session, a: Avstamning) -> list[Framstallning]:
    fraga = select(Framstallning).where(Framstallning.avstamning_id == a.id)
    return list(session.exec(fraga.order_by(col(Framstallning.id))))


def _resultatenheter(session: Session, oppet: Oppet, a: Avstamning) -> list[dict[str, Any]]:
    namn = _namn(session, oppet)
    return [e | {"namn": namn.get(e["organ"]), "beslut": None} for e in a.resultatenheter]


def _texter(session: Session, oppet: Oppet, fas: Fas) -> list[dict[str, Any]]:
    """What the office may write: its own texts of the year; for the follow-up, the section that it has of its own."""
    alla = {t.avsnitt: t.text for t in rows(session, Text, oppet.ar)}
    visas = [UPPFOLJNINGENS] if fas == Fas.T1 else [k for k in alla if k != UPPFOLJNINGENS]
    return [{"avsnitt": k, "text": alla.get(k)} for k in visas]


def kanda_avsnitt(session: Session, oppet: Oppet) -> list[str]:
    """What a text may be for: the document's sections, or a goal."""
    return [*AVSNITT, *(m.kod for m in rows(session, Mal, oppet.ar))]


def _svar(session: Session, oppet: Oppet) -> list[dict[str, Any]]:
    namn = _namn(session, oppet)
    return [
        {
            "nummer": u.nummer, "uppmaning": u.text, "organ": m.organ, "namn": namn.get(m.organ),
            "svar": _svarstext(m), "forslag": m.forslag, "skal": m.skal,
        }
        for u, m in fragor(session, oppet.ar)
        if not (u.aterkallad or m.aterkallad)
    ]  # fmt: skip


def _svarstext(m: Mottagare) -> str:
    varde = f"reviderat årsmål {tal(m.varde)}" if m.varde is not None else ""
    begart = f" (begärt {tal(m.begart)})" if m.begart is not None else ""
    delar = (varde + begart if varde else "", m.svar or "", "inkom efter sista dagen" if m.sen else "")
    return "; ".join(d for d in delar if d)


def _vantande(session: Session, oppet: Oppet) -> list[dict[str, Any]]:
    fraga = select(Inlamning).where(Inlamning.ar == oppet.ar, Inlamning.status == Inlamningsstatus.VANTAR)
    return [
        {"organ": i.organ, "fil": i.filnamn, "skal": i.skal} for i in session.exec(fraga.order_by(col(Inlamning.id)))
    ]


def read_granskning(sokvag: Path, oppet: Oppet) -> Granskning:
    """Read a review workbook back: its cells as values. What they name is checked when it is decided on.

    Raises:
        Avvisat: with every problem, by sheet and cell.
    """
    if not sokvag.is_file():
        raise Avvisat(f"Filen {sokvag} finns inte.", [problem("fil-saknas", sokvag.name)])
    bok = read_bok_in_child(sokvag, sokvag.name)
    if isinstance(bok, Problem):
        raise Avvisat("Granskningen kan inte läsas.", [bok])
    huvud = {str(r[0]): r[1] for r in bok[ORGANBLAD].rader if len(r) > 1} if ORGANBLAD in bok else {}
    try:
        svar = Granskning(Fas(str(huvud.get("Fas"))), int(huvud.get("Version") or 0), sokvag.name, avtryck(sokvag))
    except ValueError:
        raise Avvisat("Filen är inte en granskning.", [problem("blad-saknas", sokvag.name, blad=ORGANBLAD)]) from None
    if str(huvud.get("År")).removesuffix(".0") != str(oppet.ar):
        fel = problem("fel-ar", sokvag.name, blad=ORGANBLAD, cell="B3", varde=huvud.get("År"), ar=oppet.ar)
        raise Avvisat("Granskningen gäller ett annat år.", [fel])
    tolkning = Tolkning()
    for modell in GRANSKNINGSBLAD[svar.fas]:
        read_blad(bok, modell, sokvag.name, Sammanhang(oppet.ar), tolkning)
        check_blad([(sokvag.name, tolkning)], modell)
        svar.rader[modell] = tolkning.rader.get(modell.BLAD, [])
    svar.kolumner = tolkning.kolumner
    if tolkning.problem:
        order_problem(tolkning, GRANSKNINGSBLAD[svar.fas])
        raise Avvisat(f"Granskningen har {len(tolkning.problem)} fel; inget är beslutat.", tolkning.problem)
    return svar
