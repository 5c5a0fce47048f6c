"""From cells to values: one workbook read exactly (kontrakt sections 3 and 4)."""

import datetime
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from rules.tal import MOST, EjTal, parse_tal, ur_cell
from schemas.arbetsbocker import ALLA_BLAD, MALLVERSION, ORGANBLAD, ORGANFALT, Blad
from schemas.falt import Kolumn, kolumner
from schemas.former import blad_i
from schemas.inlamning import Indikatoruppgift, Sammanhang, Tolkning
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.problem import Problem, problem
from tasks.bocker.lasbok import Lastblad, clean_text, read_fil

KANDA_BLAD = {ORGANBLAD, *(m.BLAD for m in ALLA_BLAD)}
JA_NEJ = {"ja": True, "nej": False}


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
    celler, ravarden = _huvudceller(bok)
    angivet = _text(ravarden.get("ar"))
    sammanhang = next((s for s in aren if str(s.ar) == angivet), aren[0])
    svar = Tolkning(sammanhang.ar)
    svar.problem += _read_huvud(bok, namn, sammanhang, svar, celler, ravarden)
    if any(p.kod != "ej-datum" for p in svar.problem) or svar.organ is None or svar.omgang is None:
        return svar
    for modell in blad_i(svar.omgang):
        read_blad(bok, modell, namn, sammanhang, svar)
    return svar


def _huvudceller(bok: dict[str, Lastblad]) -> tuple[dict[str, str], dict[str, Any]]:
    """The cells of the sheet Organ and what stands in them, by attribute."""
    celler: dict[str, str] = {}
    ravarden: dict[str, Any] = {}
    for nr, rad in enumerate(bok[ORGANBLAD].rader if ORGANBLAD in bok else (), 1):
        etikett = _text(rad[0]) if rad else None
        if etikett in ORGANFALT:
            celler[ORGANFALT[etikett]] = f"B{nr}"
            ravarden[ORGANFALT[etikett]] = rad[1] if len(rad) > 1 else None
    return celler, ravarden


def _read_huvud(
    bok: dict[str, Lastblad],
    namn: str,
    s: Sammanhang,
    svar: Tolkning,
    celler: Mapping[str, str],
    ravarden: Mapping[str, Any],
) -> list[Problem]:
    if ORGANBLAD not in bok:
        return [problem("blad-saknas", namn, blad=ORGANBLAD)]
    svar.huvud |= {falt: _text(ra) for falt, ra in ravarden.items()}
    h = svar.huvud
    svar.organ = h.get("organ") if h.get("organ") in s.organ else None
    svar.omgang = s.omgangar.finn(h.get("slag"))

    def fel(kod: str, falt: str, **om: Any) -> Problem:
        return problem(kod, namn, blad=ORGANBLAD, cell=celler.get(falt), varde=h.get(falt), **om)

    funna = []
    if svar.organ is None:
        funna.append(fel("okant-organ", "organ"))
    if svar.omgang is None:
        funna.append(fel("fel-slag", "slag", slag=" eller ".join(o.kod for o in s.omgangar)))
    elif svar.omgang.kod not in s.oppna:
        funna.append(fel("ej-borjat", "slag", omgang=svar.omgang.i_text))
    if h.get("ar") != str(s.ar):
        funna.append(fel("fel-ar", "ar", ar=s.ar))
    if svar.omgang and not funna:
        svar.mallversion = _version(h.get("mallversion"), s.ar, svar.omgang, svar.organ or "")
        if not svar.mallversion:
            vantad = mallversion(s.ar, svar.organ or "", svar.omgang)
            funna.append(fel("fel-mall", "mallversion", mallversion=vantad))
    if beslutad := h.get("beslutad"):
        try:
            h["beslutad"] = _datum(ravarden["beslutad"], beslutad).isoformat()
        except _EjVarde as undantag:
            funna.append(fel(undantag.kod, "beslutad"))
    return funna


def mallversion(ar: int, organ: str, o: Omgang, version: int = MALLVERSION) -> str:
    """The hidden code of a template: which year, organ and omgång it was made for, and by which version."""
    return f"{version}/{ar}/{o.kod}/{organ}"


def _version(text: str | None, ar: int, o: Omgang, organ: str) -> int:
    """Which version of our template a workbook was made by; 0 where it is none of ours."""
    alla = {mallversion(ar, organ, o, v): v for v in range(1, MALLVERSION + 1)}
    return alla.get(text or "", 0)


def _text(varde: Any) -> str | None:
    if varde is None or varde == "":
        return None
    if isinstance(varde, float) and varde.is_integer():
        varde = int(varde)
    if isinstance(varde, datetime.datetime):
        varde = varde.date()
    return clean_text(str(varde)) or None


def read_blad(bok: dict[str, Lastblad], modell: type[Blad], namn: str, s: Sammanhang, svar: Tolkning) -> None:
    """One sheet: find its headers, convert its cells. The rows are validated by `kontroll`, with those of others."""
    svar.rader[modell.BLAD], svar.kolumner[modell.BLAD] = [], {}
    if modell.BLAD not in bok:
        if modell.KRAVS:
            svar.problem.append(problem("blad-saknas", namn, blad=modell.BLAD))
        return
    blad, kols = bok[modell.BLAD], kolumner(modell)
    rubriker = {rubrik: k.namn for k in kols for rubrik in k.rubriker(s.ordbok)}
    rubrikrad = [rubriker.get(r, r) if (r := _text(c)) else None for c in (blad.rader[0] if blad.rader else [])]
    lagen = {r: n for n, r in reversed(list(enumerate(rubrikrad)))}
    kravs = [k for k in kols if not (k.locked and not k.krav) and k.sedan <= (svar.mallversion or MALLVERSION)]
    saknas = [k for k in kravs if k.namn not in lagen]
    svar.problem += [problem("rubrik-saknas", namn, blad=modell.BLAD, cell="A1", kolumn=k.namn) for k in saknas]
    if saknas:
        return
    bokstav = {k.falt: xl_col_to_name(lagen[k.namn]) for k in kols if k.namn in lagen}
    svar.kolumner[modell.BLAD] = bokstav
    for n, rubrik in enumerate(rubrikrad):
        if rubrik in {k.namn for k in kols} and lagen[rubrik] != n:
            cell = f"{xl_col_to_name(n)}1"
            svar.problem.append(problem("dubbel-kolumn", namn, blad=modell.BLAD, cell=cell, varde=rubrik))
    for omrade in blad.sammanslagna:
        if _touches(omrade, {lagen[k.namn] for k in kols if k.namn in lagen}):
            cell = omrade.partition(":")[0]
            svar.problem.append(problem("sammanslagna-celler", namn, blad=modell.BLAD, cell=cell, varde=omrade))
    tilldelade, fragor = s.tilldelade.get(svar.organ or "", {}), s.fragor.get(svar.organ or "", {})
    rader = []
    for nr, cellrad in enumerate(blad.rader[1:], 2):
        ravarden = {
            k.falt: cellrad[lagen[k.namn]] if k.namn in lagen and lagen[k.namn] < len(cellrad) else None for k in kols
        }
        if not _ifylld(ravarden, kols, modell, blad, bokstav, nr):
            continue
        fraga = fragor.get(_text(ravarden.get("nummer")) or "")
        kod = fraga.indikator if fraga else _text(ravarden.get("indikatorkod"))
        rad: dict[str, Any] = {"rad": nr}
        for k in kols:
            cell = f"{bokstav[k.falt]}{nr}" if k.falt in bokstav else ""
            try:
                rad[k.falt] = _varde(
                    ravarden[k.falt], k, cell, blad, tilldelade.get(kod or "") or s.indikatorer.get(kod or ""), s.ordbok
                )
            except _EjVarde as fel:
                svar.problem.append(
                    problem(fel.kod, namn, blad=modell.BLAD, cell=cell, kolumn=k.namn, varde=fel.varde, **fel.om)
                )
                rad[k.falt] = None
        rader.append(rad)
    svar.rader[modell.BLAD] = rader
    if lasta := sorted(blad.dolda.intersection(r["rad"] for r in rader)):
        svar.fragor.append(f"Bladet {modell.BLAD}: dolda rader är lästa som andra ({', '.join(map(str, lasta))}).")


def _touches(omrade: str, kolumner_: set[int]) -> bool:
    """Whether a merged area touches any of the columns."""
    forsta, sista = (xl_cell_to_rowcol(ref)[1] for ref in omrade.split(":"))
    return any(forsta <= n <= sista for n in kolumner_)


def _ifylld(
    varden: dict[str, Any],
    kols: tuple[Kolumn, ...],
    modell: type[Blad],
    blad: Lastblad,
    bokstav: dict[str, str],
    nr: int,
) -> bool:
    """Whether a row counts: something stands in a key or an open cell."""
    tittas = [k.falt for k in kols if not k.locked or k.falt in modell.NYCKEL]
    return any(_text(varden[f]) is not None or f"{bokstav.get(f)}{nr}" in blad.fel for f in tittas)


class _EjVarde(ValueError):
    def __init__(self, kod: str, varde: object, **om: Any) -> None:
        self.kod, self.varde, self.om = kod, varde, om
        super().__init__(kod)


def _varde(ra: Any, k: Kolumn, cell: str, blad: Lastblad, om: Indikatoruppgift | None, o: Ordbok) -> Any:
    """One cell as a value of its column."""
    if cell in blad.fel and not (k.locked and not k.krav):
        raise _EjVarde("cellfel", blad.fel[cell])
    text = _text(ra)
    if text is None:
        return None
    match k.typ:
        case "janej":
            if text.lower() not in JA_NEJ:
                raise _EjVarde("ej-ja-nej", text)
            return JA_NEJ[text.lower()]
        case "datum":
            return _datum(ra, text)
        case "tal" | "heltal":
            tal = _tal(ra, text, procentformat=cell in blad.procent, om=om if k.typ == "tal" else None)
            if k.typ == "tal":
                return tal
            if tal != tal.to_integral_value():
                raise _EjVarde("ej-heltal", text)
            return int(tal)
    return _kod(text, k, o) if k.koder else text


def _kod(text: str, k: Kolumn, o: Ordbok) -> str:
    kod = o.kod_av(text, k.koder)
    if kod is None:
        raise _EjVarde("ej-i-listan", text, koder=", ".join(o.kod(c) for c in k.koder))
    return kod


def _datum(ra: Any, text: str) -> datetime.date:
    if isinstance(ra, datetime.datetime):
        return ra.date()
    if isinstance(ra, datetime.date):
        return ra
    for tolk in (datetime.date.fromisoformat, _svenskt_datum):
        try:
            return tolk(text)
        except (ValueError, OverflowError):
            continue
    raise _EjVarde("ej-datum", text)


def _svenskt_datum(text: str) -> datetime.date:
    """`17/5 2024`, the other way that a Swede writes a date."""
    dag, _, rest = text.partition("/")
    manad, ar = rest.split()
    return datetime.date(int(ar), int(manad), int(dag))


def _tal(ra: Any, text: str, *, procentformat: bool, om: Indikatoruppgift | None) -> Decimal:
    if isinstance(ra, bool):
        raise _EjVarde("ej-tal", "Sant" if ra else "Falskt", skal="det är ett sanningsvärde")
    if isinstance(ra, datetime.date | datetime.time | datetime.timedelta):
        raise _EjVarde("datum-som-tal", text)
    if isinstance(ra, int | float):
        if not math.isfinite(ra):
            raise _EjVarde("ej-tal", text, skal="det går inte att läsa som ett tal")
        varde, procent = ur_cell(ra) if isinstance(ra, float) else Decimal(ra), procentformat
        varde = Decimal(format((varde * 100 if procentformat else varde).normalize(), "f"))
    else:
        try:
            varde, procent = parse_tal(text)
        except EjTal as fel:
            raise _EjVarde("ej-tal", text, skal=str(fel)) from None
    if abs(varde) >= MOST:
        raise _EjVarde("utanfor-granser", text, grans="ett tal med högst 15 siffror före decimaltecknet")
    if om and om.procent and not procent and 0 < abs(varde) <= 1 and not _is_small(om):
        raise _EjVarde("procent-oklar", text, forslag=format((varde * 100).normalize(), "f").replace(".", ","))
    return varde


def _is_small(om: Indikatoruppgift) -> bool:
    return any(v is not None and abs(v) <= 1 for v in (om.kf_arsmal, om.utfall))
