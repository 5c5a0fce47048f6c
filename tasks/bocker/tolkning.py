"""From cells to values: one workbook read exactly (kontrakt sections 3 and 4)."""

import datetime
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from rules.tal import MOST, EjTal, parse_tal, svensk, ur_cell
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
from schemas.inlamning import Indikatoruppgift, Sammanhang, Tolkning
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.problem import ETT_TAL, Problem, cellfel, problem
from tasks.bocker.bladval import Valtblad, choose
from tasks.bocker.lasbok import Lastblad, Lastbok, bladnyckel, clean_kod, clean_text, read_fil

KANDA_BLAD = {ORGANBLAD, *(m.BLAD for m in ALLA_BLAD)}
#: how people say yes and no; a ticked box is a truth value
JA_NEJ = {
    "ja": True,
    "j": True,
    "x": True,
    "✓": True,
    "✔": True,
    "nej": False,
    "n": False,
}
#: what stands on the sheet Organ and is text, whatever Excel makes of it
NUMMERFALT = "diarienummer"
MANADER = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
           "november", "december")  # fmt: skip


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
    return svar


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
        return _kodtext(self.ravarden.get(falt))


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
            h["beslutad"] = _datum(huvud.ravarden["beslutad"], beslutad).isoformat()
        except _EjVarde:
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


def _text(varde: Any) -> str | None:
    if varde is None or varde == "":
        return None
    if isinstance(varde, float) and varde.is_integer():
        varde = int(varde)
    if isinstance(varde, datetime.datetime):
        varde = varde.date()
    return clean_text(str(varde)) or None


def _kodtext(varde: Any) -> str | None:
    """A cell as a code: no invisible characters, one space between words."""
    text = _text(varde)
    return clean_kod(text) or None if text else None


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
        self.koder = known_codes(s, svar.organ or "")
        self.osynliga: list[str] = []
        self.last: list[str] = []

    def cell(self, falt: str, nr: int) -> str:
        """Where an attribute of a row stands; empty where it has no column."""
        return f"{self.bokstav[falt]}{nr}" if falt in self.bokstav else ""

    def read(self, nr: int, cellrad: Sequence[Any]) -> None:
        """Add a row, if anything is filled in on it, or what is wrong with it."""
        lagen = self.valt.lagen
        ra = {k.falt: cellrad[n] if (n := lagen.get(k.falt, len(cellrad))) < len(cellrad) else None for k in self.kols}
        if not any(_text(ra[f]) is not None or self.cell(f, nr) in self.blad.fel for f in self.tittas):
            return
        fraga = self.fragade.get(_kodtext(ra.get("nummer")) or "")
        kod = fraga.indikator if fraga else _kodtext(ra.get("indikatorkod"))
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
            return _varde(ra, k, cell, self.blad, om, self.s.ordbok, self.koder.get(k.ref or k.falt, {}))
        except _EjVarde as fel:
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


def _locked_number(star: object, *, procent: bool) -> Decimal | None:
    """What a locked cell says, where it is a number."""
    try:
        varde, _ = parse_tal(clean_kod(str(star)), punkt_ar_decimal=True)
    except EjTal:
        return None
    return varde * 100 if procent else varde


def known_codes(s: Sammanhang, organ: str) -> dict[str, Mapping[str, str]]:
    """Kind of code → code → the name that people put behind it."""
    indikatorer = {kod: i.namn for kod, i in s.indikatorer.items()}
    fragor = {nummer: f.text for nummer, f in s.fragor.get(organ, {}).items()}
    mal = {kod: s.lov.get(kod, "") for kod in s.mal}
    return {"mal": mal, "indikatorer": indikatorer, "indikatorkod": indikatorer, "nummer": fragor}


def _touches(omrade: str, kolumner_: set[int]) -> bool:
    """Whether a merged area touches any of the columns."""
    forsta, sista = (xl_cell_to_rowcol(ref)[1] for ref in omrade.split(":"))
    return any(forsta <= n <= sista for n in kolumner_)


class _EjVarde(ValueError):
    def __init__(self, kod: str, varde: object = None, **om: Any) -> None:
        self.kod, self.varde, self.om = kod, varde, om
        super().__init__(kod)


def _varde(
    ra: Any, k: Kolumn, cell: str, blad: Lastblad, om: Indikatoruppgift | None, o: Ordbok, kanda: Mapping[str, str]
) -> Any:
    """One cell as a value of its column.

    Args:
        kanda: the codes that a column of codes may name.
    """
    if cell in blad.fel and not (k.locked and not k.krav):
        if k.typ in ("tal", "heltal") and cell in blad.olasliga:
            raise _EjVarde("ej-tal", blad.fel[cell], exempel=_exempel(k), skal="det går inte att läsa som ett tal")
        raise _EjVarde("cellfel", **cellfel(blad.fel[cell]))
    text = _text(ra)
    if text is None:
        return None
    match k.typ:
        case "janej":
            svar = JA_NEJ.get(clean_kod(text).strip(" .!").lower())
            if svar is None:
                raise _EjVarde("ej-ja-nej", text)
            return svar
        case "datum":
            return _datum(ra, text)
        case "tal" | "heltal":
            return _talvarde(ra, text, k, cell, blad, om)
    if kanda:
        return _kod_av(ra, text, kanda)
    if k.koder:
        return _i_listan(clean_kod(text), k, o)
    return clean_kod(text) if k.ref or k.enrads else text


def _talvarde(ra: Any, text: str, k: Kolumn, cell: str, blad: Lastblad, om: Indikatoruppgift | None) -> Any:
    om = om if k.typ == "tal" else None
    if cell in blad.skalade:
        raise _EjVarde("tal-visas-skalat", text)
    try:
        varde = _tal(ra, text, procentformat=cell in blad.procent, tecken=cell in blad.procenttecken, om=om)
    except _EjVarde as fel:
        fel.om.setdefault("exempel", _exempel(k))
        raise
    if k.typ == "tal":
        return varde
    if varde != varde.to_integral_value():
        raise _EjVarde("ej-heltal", text, grans=_exempel(k))
    return int(varde)


def _exempel(k: Kolumn) -> str:
    """What a column of numbers takes."""
    if k.typ == "tal":
        return ETT_TAL
    return "ett heltal" if k.minst is None else f"ett heltal från {k.minst} till {k.storst}"


def _i_listan(text: str, k: Kolumn, o: Ordbok) -> str:
    kod = o.kod_av(text, k.koder)
    if kod is None:
        raise _EjVarde("ej-i-listan", text, koder=", ".join(o.kod(c) for c in k.koder))
    return kod


def _kod_av(ra: Any, text: str, kanda: Mapping[str, str]) -> str:
    """The one code that a cell can mean; what is none is left as it stands, for the checks to name.

    Excel makes 1.10 a number and 1.2 a date: what it then looks like may be another code.
    """
    if isinstance(ra, datetime.datetime | datetime.date):
        liknar = [f for f in (f"{ra.day}.{ra.month}", f"{ra.month}.{ra.day}", f"{ra:%Y-%m}", f"{ra.month}.{ra:%y}")
                  if f in kanda]  # fmt: skip
        menade = f"; menade du {' eller '.join(dict.fromkeys(liknar))}?" if liknar else ""
        raise _EjVarde("kod-som-datum", text, menade=menade)
    ren = clean_kod(text)
    if isinstance(ra, float):
        lika = [k for k in kanda if _as_number(k) == ur_cell(ra)]
        if len(lika) > 1:
            raise _EjVarde("kod-som-tal", text, forslag=" eller ".join(lika))
        return lika[0] if lika else ren
    if ren in kanda:
        return ren
    utan_slut = ren.rstrip(".:,;")
    forsta, _, resten = ren.partition(" ")
    namn = clean_kod(kanda.get(forsta.rstrip(".:,;"), "")).casefold()
    resten = resten.strip(" –-…:.").casefold()
    if namn and resten and (namn.startswith(resten) or resten.startswith(namn)):
        return forsta.rstrip(".:,;")
    per_nyckel: dict[str, list[str]] = {}
    for k in kanda:
        per_nyckel.setdefault(k.casefold(), []).append(k)
    for forsok in (ren, utan_slut, utan_slut.replace(",", ".")):
        if len(svar := per_nyckel.get(forsok.casefold(), [])) == 1:
            return svar[0]
    return ren


def _as_number(kod: str) -> Decimal | None:
    """A code such as 1.10 as the number that Excel makes of it."""
    return Decimal(kod) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", kod, re.ASCII) else None


def _datum(ra: Any, text: str) -> datetime.date:
    if isinstance(ra, datetime.datetime):
        return ra.date()
    if isinstance(ra, datetime.date):
        return ra
    try:
        return parse_datum(clean_kod(text))
    except ValueError:
        raise _EjVarde("ej-datum", text) from None


_DATUM = (
    re.compile(r"(?P<ar>\d{4})[-/.](?P<manad>\d{1,2})[-/.](?P<dag>\d{1,2})", re.ASCII),
    re.compile(r"(?P<ar>\d{4})(?P<manad>\d{2})(?P<dag>\d{2})", re.ASCII),
    re.compile(r"(?P<dag>\d{1,2})[/.](?P<manad>\d{1,2})[ \-/.]+(?P<ar>\d{4})", re.ASCII),
    re.compile(r"(?:den )?(?P<dag>\d{1,2})\.?(?::?e)? (?P<namn>[a-zåäö]{3,9})\.?,? (?P<ar>\d{4})", re.IGNORECASE),
)


def parse_datum(text: str) -> datetime.date:
    """A date as a Swede writes it: 2027-03-15, 15/3 2027, 15 mars 2027 (kontrakt section 4).

    Raises:
        ValueError: it is none.
    """
    for monster in _DATUM:
        if traff := monster.fullmatch(text.strip(" .")):
            delar = traff.groupdict()
            manad = _manad(delar["namn"]) if "namn" in delar else int(delar["manad"])
            return datetime.date(int(delar["ar"]), manad, int(delar["dag"]))
    raise ValueError(text)


def _manad(namn: str) -> int:
    """The number of a month by its name, or by as much of it as tells it apart."""
    lika = [n for n, m in enumerate(MANADER, 1) if m.startswith(namn.lower())]
    if len(lika) != 1:
        raise ValueError(namn)
    return lika[0]


def _tal(ra: Any, text: str, *, procentformat: bool, tecken: bool = False, om: Indikatoruppgift | None) -> Decimal:
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
            varde, procent = parse_tal(clean_kod(text))
        except EjTal as fel:
            raise _EjVarde("ej-tal", text, skal=str(fel)) from None
    if (procent or tecken) and not (om and om.procent):
        raise _EjVarde("procent-fel-enhet", text, enheten=f" i {om.enhet}" if om and om.enhet else "")
    if abs(varde) >= MOST:
        raise _EjVarde("utanfor-granser", text, grans="ett tal med högst 15 siffror före decimaltecknet")
    if om and om.procent and not procent and 0 < abs(varde) <= 1 and not _is_small(om):
        raise _EjVarde("procent-oklar", svensk(varde), forslag=svensk(varde * 100))
    return varde


def _is_small(om: Indikatoruppgift) -> bool:
    return any(v is not None and abs(v) <= 1 for v in (om.kf_arsmal, om.utfall))
