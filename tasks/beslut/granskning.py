"""The planning office's review workbooks: proposals and reasons out, decisions back (kontrakt section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session
from xlsxwriter.utility import xl_col_to_name

from notifications.texter import render_text, tal
from rules.intag import odd_amount
from schemas.arbetsbocker import ORGANBLAD, Blad
from schemas.arsmapp import Mal, Organ, Text
from schemas.avsnitt import TEXTAVSNITT, UPPFOLJNINGENS
from schemas.begrepp import Inlamningsstatus, Svarsstatus
from schemas.former import granskningsblad
from schemas.granskningsbok import (
    GranskaAvvikelse,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.inlamning import Sammanhang, Tolkning
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.problem import Avvisat, Problem, problem
from schemas.tabeller import Avstamning, Svarsdom, Uppmaningsrad
from tasks.bocker.bladval import choose
from tasks.bocker.lasbok import Lastblad, Lastbok, bladnyckel, clean_kod
from tasks.bocker.lasning import read_bok_in_child
from tasks.bocker.skrivbok import EMPTY_ROWS, Bladinnehall, Bokinnehall
from tasks.bocker.tolkning import read_blad
from tasks.grund.filer import avtryck
from tasks.intag.kontroll import check_blad, order_problem
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import framstallningar_i, malbeslut
from tasks.laget.fragat import judged_in, parts, proposals
from tasks.laget.inlamnat import received
from tasks.laget.oppet import Oppet
from tasks.laget.pengar import arets_avvikelser

Rad = dict[str, Any]
Beslutsrader = dict[type[Blad], list[Rad]]

#: sheets of the review whose rows the office adds itself, and how many empty ones they get
FRIA: dict[type[Blad], int] = {GranskaNyUppmaning: EMPTY_ROWS, GranskaText: 20}
#: what the office looks at first
ATT_SE_OVER = (Svarsstatus.OTILLRACKLIG, Svarsstatus.MOTIVERAD)
#: beside a request for an amount that may be in kronor
VARNING = "Mycket stort belopp: är det i miljoner kronor?"
#: a year or a version has fewer digits than this
MOST_DIGITS = 9
#: the section of the document that only a follow-up has
UPPFOLJNINGENS_TEXT = next(a.nyckel for a in UPPFOLJNINGENS if a.text)


@dataclass
class Granskning:
    """A review workbook as read: the file, whose avstämning it judges, and its rows by sheet.

    kolumner = sheet → attribute → column letter, to say where a fault is; problem = what cannot be read.
    """

    omgang: Omgang
    version: int
    fil: str
    sha256: str
    rader: Beslutsrader = field(default_factory=dict)
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)
    problem: list[Problem] = field(default_factory=list)


def shown(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> Beslutsrader:
    """What the review workbook of an avstämning shows, by sheet: everything that a decision can be about."""
    gor = {
        GranskaBedomning: _bedomningar,
        GranskaUppmaning: _uppmaningar,
        GranskaNyUppmaning: _inga,
        GranskaBudget: _budget,
        GranskaResultatenhet: _resultatenheter,
        GranskaAvvikelse: _avvikelser,
        GranskaSvar: _svar,
        GranskaText: _texter,
        GranskaVantande: _vantande,
    }
    return {modell: gor[modell](session, oppet, o, rad) for modell in granskningsblad(o)}


def _inga(*_: Any) -> list[Rad]:
    return []


def _bedomningar(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    namn = {m.kod: m.namn for m in rows(session, Mal, oppet.ar)}
    alla = malbeslut(session, rad).values()
    return [{"kod": m.kod, "namn": namn[m.kod], "forslag": m.forslag, "skal": m.skal} for m in alla]


def key_of(u: Uppmaningsrad) -> str:
    """What an uppmaning is about, whatever its number is: to know it again in a newer review."""
    return "|".join(x or "" for x in (u.grund, u.mal, u.indikator, u.begar, u.avser))


def _uppmaningar(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    return [
        {"nummer": u.nummer, "text": u.text, "mottagare": u.till, "nyckel": key_of(u), "foreslagen": u.regeltext}
        for u in proposals(session, rad)
    ]


def _namn(session: Session, oppet: Oppet) -> dict[str, str]:
    return {r.kod: r.kortnamn or r.namn for r in rows(session, Organ, oppet.ar)}


def _budget(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    namn = _namn(session, oppet)
    falt = {"organ", "slag", "andamal", "onskan", "sokt", "forslag", "finansiering"}
    alla = framstallningar_i(session, rad)
    per_organ: dict[str | None, list[tuple[int | None, Decimal]]] = {}
    for f in alla:
        per_organ.setdefault(f.organ, []).append((f.id, f.sokt or Decimal(0)))
    return [
        f.model_dump(include=falt)
        | {
            "namn": namn.get(f.organ or ""),
            "arets_finansiering": f.finansiering,
            "varning": VARNING
            if f.sokt and odd_amount(f.sokt, [b for nr, b in per_organ[f.organ] if nr != f.id])
            else None,
        }
        for f in alla
    ]


def _resultatenheter(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    namn = _namn(session, oppet)
    return [
        {"organ": e["organ"], "namn": namn.get(e["organ"]), "resultatenhet": e["resultatenhet"],
         "forandring": e["forandring"]}
        for e in rad.resultatenheter
    ]  # fmt: skip


def _avvikelser(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    alla = arets_avvikelser(session, oppet, rad)
    return [{"slag": str(a.slag), "nyckel": a.nyckel or None, "vad": a.text, "skillnad": a.belopp} for a in alla]


def _texter(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    """What the office may write: its own texts of the year; for a follow-up, the section that it has of its own."""
    alla = {t.avsnitt: t.text for t in rows(session, Text, oppet.ar)}
    egna = [k for k in alla if k != UPPFOLJNINGENS_TEXT] if o.ar_plan else [UPPFOLJNINGENS_TEXT]
    return [{"avsnitt": k, "text": alla.get(k), "arets_text": alla.get(k)} for k in egna]


def known_avsnitt(session: Session, oppet: Oppet) -> list[str]:
    """What a text may be for: the document's sections, or a goal."""
    return [*TEXTAVSNITT, *(m.kod for m in rows(session, Mal, oppet.ar))]


def _svar(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    namn = _namn(session, oppet)
    alla = sorted(judged_in(parts(session, oppet), o), key=lambda x: x[1].forslag not in ATT_SE_OVER)
    return [
        {
            "nummer": d.u.nummer, "uppmaning": d.u.text, "organ": d.m.organ, "namn": namn.get(d.m.organ),
            "svar": _svarstext(d.m.begart, dom, oppet.o.arsmal.reviderad), "forslag": dom.forslag, "skal": dom.skal,
        }
        for d, dom in alla
        if not d.aterkallad
    ]  # fmt: skip


def _svarstext(begart: Any, dom: Svarsdom, reviderat: str) -> str:
    varde = f"{reviderat} {tal(dom.varde)}" if dom.varde is not None else ""
    mot = f" (begärt {tal(begart)})" if begart is not None else ""
    delar = (varde + mot if varde else "", dom.svar or "", "inkom efter sista dagen" if dom.sen else "")
    return "; ".join(d for d in delar if d)


def _vantande(session: Session, oppet: Oppet, o: Omgang, rad: Avstamning) -> list[Rad]:
    """What waits for the omgång: once it is decided nothing that waits can be counted in it any more."""
    vantar = [i for i in received(session, oppet.ar, o) if i.status == Inlamningsstatus.VANTAR]
    return [{"organ": i.organ, "fil": i.filnamn, "skal": i.skal} for i in vantar]


def review_bok(
    session: Session, oppet: Oppet, o: Omgang, rad: Avstamning, visat: Beslutsrader, andrat: Iterable[str] | None = None
) -> Bokinnehall:
    """The review workbook of an avstämning.

    Args:
        visat: what it shows, with what the office has typed before.
        andrat: what has changed since the one that the office had begun to fill in; None for the first.
    """
    val = {"avsnitt": known_avsnitt(session, oppet), "senast": [r.kod for r in oppet.omgangar[o.nr + 1 :]]}
    blad = [Bladinnehall(m, visat[m], FRIA.get(m, 0), val) for m in granskningsblad(o)]
    vad = oppet.o.avstamning.kort if o.ar_plan else f"Uppföljning av {o.bestamd}"
    fil = o.granskning(oppet.ar)
    text = render_text(
        oppet.o, "anvisning_granskning", blad=[m.BLAD for m in granskningsblad(o)], fil=fil, overfort=andrat is not None
    )  # fmt: skip
    return Bokinnehall(
        oppet.mapp / "dokument" / fil,
        f"{vad[:1].upper()}{vad[1:]} {oppet.ar}: granskning",
        {"År": oppet.ar, "Omgång": o.kod, "Version": rad.version},
        text.splitlines(),
        blad,
        dolda=(),
        o=oppet.o,
        andrat=tuple(andrat or ()),
    )  # fmt: skip


def parse_granskning(sokvag: Path, oppet: Oppet) -> Granskning:
    """Read a review workbook, with the problems of its cells beside what can be read.

    Raises:
        Avvisat: it is no review workbook of the year.
    """
    if not sokvag.is_file():
        raise Avvisat(f"Filen {sokvag} finns inte.", [problem("fil-saknas", sokvag.name)])
    sha = avtryck(sokvag)
    bok = read_bok_in_child(sokvag, sokvag.name)
    if isinstance(bok, Problem):
        raise Avvisat("Granskningen kan inte läsas.", [bok])
    blad = bok.get(bladnyckel(ORGANBLAD)) or Lastblad()
    huvud = {clean_kod(str(r[0])): (dict(enumerate(r)).get(1), f"B{n}") for n, r in enumerate(blad.rader, 1) if r}
    angivet, cell = huvud.get("År", (None, "A1"))
    if _whole(angivet) != oppet.ar:
        fel = problem("fel-ar", sokvag.name, blad=ORGANBLAD, cell=cell, varde=angivet, ar=oppet.ar)
        raise Avvisat("Filen är inte en granskning av året, eller gäller ett annat år.", [fel])
    fas, _ = huvud.get("Omgång") or huvud.get("Fas") or (None, "")
    o, (star, cell) = oppet.omgangar.finn(clean_kod(str(fas))), huvud.get("Version", (None, "A1"))
    version = _whole(star)
    if o is None or version < 1:
        star = next((v for c, v in blad.fel.items() if c == cell), star)
        om: dict[str, Any] = {
            "cell": cell,
            "varde": star,
            "kolumn": "Version",
            "grans": "granskningens version, ett heltal från 1",
        }
        fel = problem("ej-heltal", sokvag.name, blad=ORGANBLAD, **om)
        raise Avvisat("Filen är inte en granskning, eller så är dess version ändrad.", [fel])
    svar = Granskning(o, version, sokvag.name, sha)
    tolkning = Tolkning(oppet.ar)
    bladen = granskningsblad(o)
    for modell in bladen:
        sammanhang = Sammanhang(oppet.ar, oppet.omgangar, oppet.o)
        read_blad(bok, modell, bladen, sokvag.name, sammanhang, tolkning, kravs=True)
        check_blad([(sokvag.name, tolkning)], modell)
        svar.rader[modell] = tolkning.rader.get(modell.BLAD, [])
        tolkning.problem += _unused(bok, modell, bladen, oppet.o, sokvag.name, tolkning)
    order_problem(tolkning, bladen)
    svar.kolumner, svar.problem = tolkning.kolumner, tolkning.problem
    return svar


def _whole(varde: object) -> int:
    """A cell as a whole number; 0 where it is none."""
    text = clean_kod(str(varde)).removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS else 0


def _unused(
    bok: Lastbok, modell: type[Blad], bladen: Iterable[type[Blad]], o: Ordbok, fil: str, t: Tolkning
) -> Iterable[Problem]:
    """What is typed where nothing is read: it is told, not dropped."""
    kanda = set(t.kolumner.get(modell.BLAD, {}).values())
    valt = choose(bok, modell, bladen, o, fil) if kanda else None
    for nr, cellrad in enumerate(valt.blad.rader if valt else (), 1):
        for n, varde in enumerate(cellrad):
            bokstav = xl_col_to_name(n)
            if bokstav not in kanda and str("" if varde is None else varde).strip():
                yield problem("kan-inte-anvandas", fil, blad=modell.BLAD, cell=f"{bokstav}{nr}", varde=varde)
