"""From cells to values: one workbook read exactly (kontrakt sections 3 and 4)."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from rules.tal import EjTal, parse_tal, svensk
from schemas.arbetsbocker import (
    ALLA_BLAD,
    MALLVERSION,
    ORGANBLAD,
    ORGANFALT,
    VARDEBLAD,
    Blad,
    PlanArsmal,
    PlanKontroll,
)
from schemas.falt import Kolumn, kolumner
from schemas.former import blad_i
from schemas.inlamning import BLADNAMN, Indikatoruppgift, Sammanhang, Tolkning
from schemas.omgangar import Omgang
from schemas.personuppgift import has_personuppgift, without_personuppgifter
from schemas.problem import Problem, cellfel, problem
from tasks.bocker.bladval import Valtblad, choose
from tasks.bocker.lasbok import Lastblad, Lastbok, bladnyckel, clean_kod, clean_text, read_fil
from tasks.bocker.varden import Cellfel, cell_text, kodtext, to_datum, to_value

KANDA_BLAD = {ORGANBLAD, *(m.BLAD for m in ALLA_BLAD)}
#: what stands on the sheet Organ and is text, whatever Excel makes of it
NUMMERFALT = "diarienummer"


def parse_fil(sokvag: Path, namn: str, aren: Sequence[Sammanhang]) -> Tolkning:
    """Read one received file: its cells as values, and every cell that cannot be one.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with, for the problems.
        aren: the years that it may belong to; the first is that of the in-folder, and is meant where it does not say.
    """
    bok = read_fil(sokvag, namn, KANDA_BLAD)
    if isinstance(bok, Problem):
        return Tolkning(aren[0].ar, problem=[bok])
    huvud = _Huvud(bok.get(bladnyckel(ORGANBLAD)))
    sammanhang = next((s for s in aren if str(s.ar) == huvud.text("ar")), aren[0])
    svar = Tolkning(sammanhang.ar)
    svar.problem += _read_huvud(huvud, namn, sammanhang, svar)
    if any(p.kod not in ("cellfel",) for p in svar.problem) or svar.organ is None or svar.omgang is None:
        return svar
    bladen = blad_i(svar.omgang)
    for modell in bladen:
        read_blad(bok, modell, bladen, namn, sammanhang, svar)
    if not svar.problem and not _is_filled(svar, sammanhang):
        svar.problem.append(problem("tom-arbetsbok", namn))
    _leave_out_addresses(svar)
    return svar


def _leave_out_addresses(t: Tolkning) -> None:
    """What is written in a workbook is printed and kept: whom to call does not follow it. The organ is told."""
    for modell in ALLA_BLAD:
        fria = [k.falt for k in kolumner(modell) if k.typ == "text" and not (k.locked or k.ref or k.koder)]
        for rad in t.rader.get(modell.BLAD, ()):
            for falt in (f for f in fria if rad.get(f) and has_personuppgift(rad[f])):
                rad[falt] = without_personuppgifter(rad[falt])
                t.fragor.append(
                    f"Bladet {modell.BLAD}, cell {t.kolumner[modell.BLAD].get(falt, '')}{rad['rad']}: en e-postadress "
                    "eller ett telefonnummer är utelämnat ur texten, som kan komma att publiceras."
                )


def _is_filled(t: Tolkning, s: Sammanhang) -> bool:
    """Whether anything at all stands in an open cell: our own template coming back is no answer."""
    if any(t.huvud.get(f) for f in ("uppgiftslamnare", "beslutad", "diarienummer")):
        return True
    krav = set(s.processer.get(t.organ or "", ()))
    for modell in ALLA_BLAD:
        oppna = [k.falt for k in kolumner(modell) if not k.locked and k.falt not in modell.FORIFYLLT]
        for rad in t.rader.get(modell.BLAD, ()):
            egen = modell is PlanKontroll and (rad["malkod"], rad["process"]) not in krav
            if egen or any(rad[f] is not None for f in oppna):
                return True
    return False


class _Huvud:
    """The sheet Organ: its cells and what stands in them, by attribute."""

    def __init__(self, blad: Lastblad | None) -> None:
        self.blad = blad
        self.celler: dict[str, str] = {}
        self.ravarden: dict[str, Any] = {}
        etiketter = {e.casefold(): falt for e, falt in ORGANFALT.items()}
        for nr, rad in enumerate(blad.rader if blad else (), 1):
            falt = etiketter.get(clean_kod(str(rad[0])).strip(" :").casefold()) if rad else None
            if falt:
                self.celler[falt] = f"B{nr}"
                self.ravarden[falt] = rad[1] if len(rad) > 1 else None

    def text(self, falt: str) -> str | None:
        """What stands there, as a code."""
        return kodtext(self.ravarden.get(falt))


def _read_huvud(huvud: _Huvud, namn: str, s: Sammanhang, svar: Tolkning) -> list[Problem]:
    if huvud.blad is None:
        rad = "Kopiera in bladet ur den utskickade mallen, eller fyll i mallen på nytt"
        return [problem("blad-saknas", namn, blad=ORGANBLAD, rad_om=rad)]
    h = svar.huvud = {falt: huvud.text(falt) for falt in huvud.ravarden}
    svar.organ = h.get("organ") if h.get("organ") in s.organ else None
    svar.omgang = s.omgangar.finn(h.get("slag"))

    def fel(kod: str, falt: str, **om: Any) -> Problem:
        return problem(kod, namn, blad=ORGANBLAD, cell=huvud.celler.get(falt), **({"varde": h.get(falt)} | om))

    etiketter = {falt: e for e, falt in ORGANFALT.items()}
    funna = [
        fel("cellfel", falt, kolumn=etiketter[falt], **cellfel(huvud.blad.fel[cell]))
        for falt, cell in huvud.celler.items()
        if cell in huvud.blad.fel
    ]
    daliga = {p.cell for p in funna}
    if svar.organ is None and huvud.celler.get("organ") not in daliga:
        funna.append(fel("okant-organ", "organ"))
    if svar.omgang is None and huvud.celler.get("slag") not in daliga:
        funna.append(fel("fel-slag", "slag", slag=" eller ".join(o.kod for o in s.omgangar)))
    elif svar.omgang and svar.omgang.kod not in s.oppna:
        funna.append(fel("ej-borjat", "slag", omgang=svar.omgang.i_text))
    if h.get("ar") != str(s.ar) and huvud.celler.get("ar") not in daliga:
        funna.append(fel("fel-ar", "ar", ar=s.ar))
    if svar.omgang and not any(p.kod != "cellfel" for p in funna):
        svar.mallversion = _version(h.get("mallversion"), s.ar, svar.omgang, svar.organ or "")
        if not svar.mallversion:
            vantad = mallversion(s.ar, svar.organ or "", svar.omgang)
            funna.append(fel("fel-mall", "mallversion", mallversion=vantad))
    svar.fragor += _fraga_huvud(huvud, h)
    return funna


def _fraga_huvud(huvud: _Huvud, h: dict[str, str | None]) -> list[str]:
    """What is odd on the sheet Organ and yet taken in; a date under Beslutad is kept as one."""
    fragor = []
    if beslutad := h.get("beslutad"):
        try:
            h["beslutad"] = to_datum(huvud.ravarden["beslutad"], beslutad).isoformat()
        except Cellfel:
            fragor.append(
                f"Bladet {ORGANBLAD}, cell {huvud.celler['beslutad']}: ”{beslutad}” under Beslutad går inte att läsa "
                "som ett datum, och är sparat som det står. Vilken dag är planen beslutad?"
            )
    nummer = huvud.ravarden.get(NUMMERFALT)
    if isinstance(nummer, datetime.date | datetime.time | datetime.timedelta | float):
        star = "ett datum" if isinstance(nummer, datetime.date) else "ett tal"
        fragor.append(
            f"Bladet {ORGANBLAD}, cell {huvud.celler[NUMMERFALT]}: diarienumret har blivit {star} i Excel och är "
            f"sparat som ”{h[NUMMERFALT]}”. Stämmer det? Skriv det annars som text, med en apostrof först."
        )
    return fragor


def mallversion(ar: int, organ: str, o: Omgang, version: int = MALLVERSION) -> str:
    """The hidden code of a template: which year, organ and omgång it was made for, and by which version."""
    return f"{version}/{ar}/{o.kod}/{organ}"


def _version(text: str | None, ar: int, o: Omgang, organ: str) -> int:
    """Which version of our template a workbook was made by; 0 where it is none of ours."""
    alla = {mallversion(ar, organ, o, v): v for v in range(1, MALLVERSION + 1)}
    return alla.get(text or "", 0)


def read_blad(
    bok: Lastbok, modell: type[Blad], bladen: Iterable[type[Blad]], namn: str, s: Sammanhang, svar: Tolkning, *,
    kravs: bool | None = None,
) -> None:  # fmt: skip
    """One sheet: find it and its headings, convert its cells. The rows are validated later, with those of others.

    Args:
        bladen: every kind of sheet that the workbook has.
        kravs: whether it must be there; default as its kind says.
    """
    svar.rader[modell.BLAD], svar.kolumner[modell.BLAD] = [], {}
    valt = choose(bok, modell, bladen, s.ordbok, namn, svar.mallversion, kravs=kravs)
    if valt is None:
        return
    svar.problem += valt.problem
    svar.fragor += valt.fragor
    if any(p.kod != "dubbel-kolumn" for p in valt.problem):
        return
    kols, bokstav = kolumner(modell), valt.bokstaver()
    svar.kolumner[modell.BLAD] = bokstav
    if clean_text(valt.blad.namn) != modell.BLAD:
        svar.bladnamn[modell.BLAD] = clean_text(valt.blad.namn)
        svar.kolumner[modell.BLAD] = bokstav | {BLADNAMN: valt.blad.namn}
    for omrade in valt.blad.sammanslagna:
        if _touches(omrade, set(valt.lagen.values())):
            cell = omrade.partition(":")[0]
            svar.problem.append(problem("sammanslagna-celler", namn, blad=modell.BLAD, cell=cell, varde=omrade))
    lasare = _Radlasare(modell, kols, valt, s, svar, namn)
    for nr, cellrad in enumerate(valt.blad.rader[valt.rubrikrad :], valt.rubrikrad + 1):
        lasare.read(nr, cellrad)
    svar.fragor += lasare.fragor()


class _Radlasare:
    """The rows of one sheet as values."""

    def __init__(
        self, modell: type[Blad], kols: tuple[Kolumn, ...], valt: Valtblad, s: Sammanhang, svar: Tolkning, namn: str
    ) -> None:
        self.modell, self.kols, self.valt, self.s, self.svar, self.namn = modell, kols, valt, s, svar, namn
        self.blad, self.bokstav = valt.blad, valt.bokstaver()
        self.tilldelade = s.tilldelade.get(svar.organ or "", {})
        self.fragade = s.fragor.get(svar.organ or "", {})
        self.tittas = [k.falt for k in kols if not k.locked or k.falt in modell.NYCKEL]
        self.koder = s.koder(svar.organ or "")
        self.osynliga: list[str] = []
        self.last: list[str] = []

    def cell(self, falt: str, nr: int) -> str:
        """Where an attribute of a row stands; empty where it has no column."""
        return f"{self.bokstav[falt]}{nr}" if falt in self.bokstav else ""

    def read(self, nr: int, cellrad: Sequence[Any]) -> None:
        """Add a row, if anything is filled in on it, or what is wrong with it."""
        lagen = self.valt.lagen
        ra = {k.falt: cellrad[n] if (n := lagen.get(k.falt, len(cellrad))) < len(cellrad) else None for k in self.kols}
        if not any(cell_text(ra[f]) is not None or self.cell(f, nr) in self.blad.fel for f in self.tittas):
            return
        fraga = self.fragade.get(kodtext(ra.get("nummer")) or "")
        kod = fraga.indikator if fraga else kodtext(ra.get("indikatorkod"))
        om = self.tilldelade.get(kod or "") or self.s.indikatorer.get(kod or "")
        rad: dict[str, Any] = {"rad": nr}
        for k in self.kols:
            rad[k.falt] = self._varde(ra[k.falt], k, self.cell(k.falt, nr), om)
        self.svar.rader[self.modell.BLAD].append(rad)
        if om is not None:
            self._see_locked(rad, nr, om)

    def _varde(self, ra: Any, k: Kolumn, cell: str, om: Indikatoruppgift | None) -> Any:
        if cell in self.blad.osynliga and not k.locked:
            self.osynliga.append(cell)
        try:
            return to_value(ra, k, cell, self.blad, om, self.s.ordbok, self.koder.get(k.ref or k.falt, {}))
        except Cellfel as fel:
            om_: dict[str, Any] = {"varde": fel.varde} | fel.om
            self.svar.problem.append(
                problem(fel.kod, self.namn, blad=self.modell.BLAD, cell=cell, kolumn=k.namn, **om_)
            )
            return None

    def _see_locked(self, rad: Mapping[str, Any], nr: int, om: Indikatoruppgift) -> None:
        """A locked figure that says something else than the year does: what holds is told."""
        if self.modell.BLAD not in LASTA_TAL:
            return
        for falt, galler in (("kf_arsmal", om.kf_arsmal), ("utfall_foregaende", om.utfall)):
            star = rad.get(falt)
            tal_ = _locked_number(star, procent=self.cell(falt, nr) in self.blad.procent)
            if tal_ is not None and tal_ != galler:
                rubrik = next(k.namn for k in self.kols if k.falt == falt)
                vad = "inget" if galler is None else svensk(galler)
                self.last.append(
                    f"cell {self.cell(falt, nr)} ({rubrik} för {om.kod}: {svensk(tal_)} i stället för {vad})"
                )

    def fragor(self) -> list[str]:
        """What is odd and yet taken in: what is hidden is read, what is locked is not."""
        fragor, rader = [], [r["rad"] for r in self.svar.rader[self.modell.BLAD]]
        if dolda := sorted(self.blad.dolda.intersection(rader)):
            fragor.append(f"Bladet {self.modell.BLAD}: dolda rader är lästa som andra ({', '.join(map(str, dolda))}).")
        oppna = {self.bokstav[k.falt]: k.namn for k in self.kols if not k.locked and k.falt in self.bokstav}
        if dolda_k := [namn for b, namn in oppna.items() if b in self.blad.dolda_kolumner]:
            fragor.append(f"Bladet {self.modell.BLAD}: dolda kolumner är lästa som andra ({', '.join(dolda_k)}).")
        if self.osynliga:
            fragor.append(
                f"Bladet {self.modell.BLAD}: cellens format gör att talet inte syns, men det är läst "
                f"({', '.join(self.osynliga)})."
            )
        if self.last:
            fragor.append(
                f"Bladet {self.modell.BLAD}: det som är låst kan inte ändras här; det som gällde gäller än: "
                f"{'; '.join(self.last)}."
            )
        return fragor


#: the sheets whose locked figures are the year's own
LASTA_TAL = {PlanArsmal.BLAD, *(m.BLAD for m in VARDEBLAD.values())}


@lru_cache(maxsize=4096)
def _locked_number(star: object, *, procent: bool) -> Decimal | None:
    """What a locked cell says, where it is a number."""
    try:
        varde, _ = parse_tal(clean_kod(str(star)), punkt_ar_decimal=True)
    except EjTal:
        return None
    return varde * 100 if procent else varde


def _touches(omrade: str, kolumner_: set[int]) -> bool:
    """Whether a merged area touches any of the columns."""
    forsta, sista = (xl_cell_to_rowcol(ref)[1] for ref in omrade.split(":"))
    return any(forsta <= n <= sista for n in kolumner_)
