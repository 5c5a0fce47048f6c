"""Reading a year workbook: the same year and checks as from a folder; Problems by sheet and cell (section 2)."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError
from xlsxwriter.utility import xl_col_to_name

from rules.tal import EjTal, parse_tal, svensk, ur_cell
from schemas.arsmapp import ARSFILER, LASMIG, Arsfil
from schemas.aryaml import ArYaml, yamlnycklar
from schemas.begrepp import Roll, is_procent
from schemas.falt import Kolumn, kolumner
from schemas.ord import standardord
from schemas.problem import Avvisat, Problem, cellfel, problem
from tasks.aret.arsmapp import YAMLFIL, Arsinnehall, check_whole, read_mapp, yamlproblem
from tasks.aret.csvfil import convert
from tasks.bocker.lasbok import Lastblad, bladnyckel, clean_kod, clean_text
from tasks.bocker.lasning import read_bok_in_child
from tasks.grund.filer import avtryck

#: (sheet, column) of the numbers that are in the unit of an indicator, which may be per cent
I_ENHET = {("indikatorer", "kf_arsmal"), ("tilldelningar", "utfall_foregaende")}
YAMLBLAD = YAMLFIL.removesuffix(".yaml")
#: the sheet `ar` has the key in its first column and the value in its second
NYCKELKOLUMN, VARDEKOLUMN = "A", "B"
#: what helps where a sheet is missing
ATERSTALL = "Kopiera in bladet ur en ny årsarbetsbok (arshjul mallar --arsbok)"
_FIL = re.compile(r"\b([a-z_]+)\.(?:csv|yaml)\b")


def read_ar(kalla: Path) -> Arsinnehall:
    """Read and check a year, from its folder or from its workbook.

    Raises:
        Avvisat: with every problem found, by file, row and column, or by sheet and cell.
    """
    return read_arsbok(kalla) if kalla.is_file() or kalla.suffix.lower() == ".xlsx" else read_mapp(kalla)


@dataclass
class _Bok:
    """A year workbook under reading; `kolumner` = sheet → header → column letter, `nycklar` = key of ar.yaml → row.

    procent = (sheet, cell) of the numbers that were typed as per cent.
    """

    fil: str
    blad: Mapping[str, Lastblad]
    kolumner: dict[str, dict[str, str]] = field(default_factory=dict)
    nycklar: dict[str, int] = field(default_factory=dict)
    funna: list[Problem] = field(default_factory=list)
    procent: set[tuple[str, str]] = field(default_factory=set)

    def cell(self, blad: str, cell: str, kod: str, **om: Any) -> None:
        """Add a problem at a cell."""
        self.funna.append(problem(kod, self.fil, blad=blad, cell=cell, **om))


def read_arsbok(sokvag: Path) -> Arsinnehall:
    """Read and check a year workbook; a sheet without rows is a file that is not there.

    Raises:
        Avvisat: with every problem found, by sheet and cell.
    """
    if not sokvag.is_file():
        raise Avvisat(f"Filen {sokvag} finns inte.", [problem("fil-saknas", sokvag.name)])
    sha = avtryck(sokvag)
    last = read_bok_in_child(sokvag, sokvag.name)
    if isinstance(last, Problem):
        raise Avvisat(f"Årsarbetsboken {sokvag} kan inte läsas.", [last])
    kanda = {LASMIG, YAMLBLAD, *(m.blad() for m in ARSFILER)}
    namnen = {bladnyckel(namn): namn for namn in kanda}
    bok = _Bok(sokvag.name, {namnen.get(nyckel, blad.namn): blad for nyckel, blad in last.items()})
    for namn in set(bok.blad) - kanda - {"Listor"}:
        bok.cell(namn, "A1", "okant-blad", varde=namn, koder=", ".join(sorted(kanda)))
    yaml = _read_yamlblad(bok)
    filer, saknade = {}, []
    for modell in ARSFILER:
        ram = _read_blad(bok, modell)
        if len(ram):
            filer[modell.FIL] = ram
        elif modell.OBLIGATORISK and not any(p.blad == modell.blad() for p in bok.funna):
            bok.cell(modell.blad(), "A2", "blad-tomt")
        else:
            saknade.append(modell.FIL)
    _check_enheter(bok, filer)
    if not bok.funna and yaml:
        bok.funna += [_i_boken(bok, p) for p in check_whole(yaml, filer)]
    if bok.funna or yaml is None:
        raise Avvisat(f"Året i {sokvag.name} kan inte öppnas: {len(bok.funna)} fel.", bok.funna)
    return Arsinnehall(yaml, filer, saknade, sokvag.name, sha, kalla=sokvag)


def _i_boken(bok: _Bok, p: Problem) -> Problem:
    """A Problem of a file, row and column as one of a sheet and cell; file names in its words become sheets."""
    blad = re.sub(r"\.(csv|yaml)$", "", p.fil)
    if p.fil == YAMLFIL:
        nyckel = next(
            (n for n in bok.nycklar if p.kolumn in (n, n.partition(".")[0]) or (p.kolumn or "").startswith(n)), ""
        )
        cell = f"{VARDEKOLUMN}{bok.nycklar.get(nyckel, 1)}"
    else:
        cell = f"{bok.kolumner.get(blad, {}).get(p.kolumn or '', 'A')}{p.rad or 1}"
    ord_ = {falt: _FIL.sub(r"bladet \1", getattr(p, falt)) for falt in ("forvantat", "atgard")}
    return replace(p, fil=bok.fil, blad=blad, cell=cell, rad=None, kolumn=None, **ord_)


def _read_yamlblad(bok: _Bok) -> ArYaml | None:
    if YAMLBLAD not in bok.blad:
        bok.funna.append(problem("blad-saknas", bok.fil, blad=YAMLBLAD, rad_om=ATERSTALL))
        return None
    typer = {n.namn: n for n in yamlnycklar()}
    varden: dict[str, Any] = {}
    for nr, rad in enumerate(bok.blad[YAMLBLAD].rader[1:], 2):
        nyckel, text = (_text(c) for c in [*rad, None, None][:2])
        fel = {ref: bok.blad[YAMLBLAD].fel.get(ref) for ref in (f"{NYCKELKOLUMN}{nr}", f"{VARDEKOLUMN}{nr}")}
        for ref in (r for r, varde in fel.items() if varde):
            bok.cell(YAMLBLAD, ref, "cellfel", **cellfel(fel[ref] or ""), kolumn=nyckel or "nyckeln")
        if nyckel is None or any(fel.values()):
            continue
        if nyckel not in typer:
            bok.cell(YAMLBLAD, f"{NYCKELKOLUMN}{nr}", "okand-kod", varde=nyckel, koder=", ".join(typer))
        elif nyckel in bok.nycklar:
            forst = bok.nycklar[nyckel]
            bok.cell(YAMLBLAD, f"{NYCKELKOLUMN}{nr}", "dubblett", varde=nyckel, nyckel="nyckeln", forst=forst)
        else:
            bok.nycklar[nyckel] = nr
            if text is not None:
                _set(varden, nyckel, _yamlvarde(text, typer[nyckel].typ))
    try:
        return ArYaml.model_validate(varden)
    except ValidationError as fel:
        bok.funna += [_i_boken(bok, yamlproblem(f)) for f in fel.errors()]
        return None


def _set(varden: dict[str, Any], nyckel: str, varde: Any) -> None:
    del_, _, under = nyckel.partition(".")
    if under:
        varden.setdefault(del_, {})[under] = varde
    else:
        varden[del_] = varde


def _yamlvarde(text: str, typ: Any) -> Any:
    """A cell of the sheet `ar` as ar.yaml would have it: `28, 14, 7, 1`, `5: förvaltningschef`, `0,60`."""
    delar = [d.strip() for d in re.split(r"[,;]", text)]
    if str(typ).startswith("tuple"):
        return delar
    if str(typ).startswith("dict"):
        par = (d.partition(":") for d in delar)
        return {dag.strip(): _FRAN_SVENSKA.get(roll.strip().lower(), roll.strip()) for dag, _, roll in par}
    return text.replace(",", ".") if typ is Decimal else text


_FRAN_SVENSKA = {standardord().stavad(k): str(k) for k in Roll}


def _text(varde: Any) -> str | None:
    """A cell as a CSV file would have it: numbers exact, dates ISO, NFC and trimmed; None for empty."""
    if varde is None or varde == "":
        return None
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, float):
        return format(ur_cell(varde).normalize(), "f")
    if isinstance(varde, datetime.datetime):
        varde = varde.date()
    return clean_text(str(varde)) or None


def _read_blad(bok: _Bok, modell: type[Arsfil]) -> pd.DataFrame:
    """One sheet as the frame of its file, converted and checked."""
    namn, kols = modell.blad(), kolumner(modell)
    blad = bok.blad.get(namn)
    tom = pd.DataFrame(columns=[k.namn for k in kols], dtype=object)
    if blad is None:
        if modell.OBLIGATORISK:
            bok.funna.append(problem("blad-saknas", bok.fil, blad=namn, rad_om=ATERSTALL))
        return tom
    lagen = _rubriker(bok, modell, blad)
    if any(k.krav and k.namn not in lagen for k in kols):
        return tom
    bok.kolumner[namn] = {k: xl_col_to_name(n) for k, n in lagen.items()}
    data, index = [], []
    for nr, cellrad in enumerate(blad.rader[1:], 2):
        celler = {k.namn: _cell(bok, namn, blad, cellrad, nr, k, lagen) for k in kols}
        if any(v is not None for v in celler.values()):
            data.append([celler[k.namn] for k in kols])
            index.append(nr)
    ram = pd.DataFrame(data, columns=[k.namn for k in kols], index=index, dtype=object)
    funna: list[Problem] = []
    tolkad = convert(modell, ram, lambda rad, kolumn: {"fil": modell.FIL, "rad": rad, "kolumn": kolumn}, funna)
    redan = {(p.blad, p.cell) for p in bok.funna}
    bok.funna += [q for p in funna if ((q := _i_boken(bok, p)).blad, q.cell) not in redan]
    return tolkad


def _rubriker(bok: _Bok, modell: type[Arsfil], blad: Lastblad) -> dict[str, int]:
    """Header → its place. Columns without anything are passed over."""
    kols, lagen = {k.namn: k for k in kolumner(modell)}, dict[str, int]()
    rubrikrad = blad.rader[0] if blad.rader else []
    bredd = max(map(len, blad.rader), default=0)
    for n, varde in enumerate([*rubrikrad, *[None] * (bredd - len(rubrikrad))]):
        rubrik, cell = _text(varde), f"{xl_col_to_name(n)}1"
        if rubrik is None:
            if any(_text(r[n]) is not None for r in blad.rader if n < len(r)):
                bok.cell(modell.blad(), cell, "okand-kolumn", kolumner=", ".join(kols))
        elif rubrik not in kols:
            bok.cell(modell.blad(), cell, "okand-kolumn", varde=rubrik, kolumner=", ".join(kols))
        elif rubrik in lagen:
            bok.cell(modell.blad(), cell, "dubbel-kolumn", varde=rubrik)
        else:
            lagen[rubrik] = n
    if len(blad.rader) > 1 or modell.OBLIGATORISK:
        for k in kols.values():
            if k.krav and k.namn not in lagen:
                bok.cell(modell.blad(), "A1", "kolumn-saknas", kolumn=k.namn)
    for omrade in blad.sammanslagna if lagen else ():
        bok.cell(modell.blad(), omrade.partition(":")[0], "sammanslagna-celler", varde=omrade)
    return lagen


def _cell(
    bok: _Bok, namn: str, blad: Lastblad, cellrad: list[Any], nr: int, k: Kolumn, lagen: Mapping[str, int]
) -> str | None:
    n = lagen.get(k.namn)
    if n is None:
        return None
    ref = f"{xl_col_to_name(n)}{nr}"
    if ref in blad.fel:
        bok.cell(namn, ref, "cellfel", **cellfel(blad.fel[ref]), kolumn=k.namn)
        return None
    varde = cellrad[n] if n < len(cellrad) else None
    if k.typ in ("tal", "heltal") and isinstance(varde, datetime.date | datetime.time):
        bok.cell(namn, ref, "datum-som-tal", varde=_text(varde))
        return None
    text = _text(varde)
    if text is not None and k.typ in ("tal", "heltal"):
        return _talcell(bok, namn, ref, blad, varde, text, k)
    if text is not None and k.koder and not k.flera:
        return standardord().kod_av(text, k.koder) or text
    return text


def _talcell(
    bok: _Bok, namn: str, ref: str, blad: Lastblad, varde: object, text: str, k: Kolumn
) -> str | None:  # fmt: skip
    """A number as a CSV file would have it: what a person sees in the cell, or a problem.

    Per cent is taken for a share (80 % is 0,80) and for a value of an indicator, whose unit is looked at later.
    """
    procentformat = ref in blad.procent
    if ref in blad.skalade:
        bok.cell(namn, ref, "tal-visas-skalat", varde=text)
        return None
    if isinstance(varde, float):
        tal, procent = ur_cell(varde), procentformat
        tal = tal * 100 if procent and not k.andel else tal
    else:
        try:
            tal, procent = parse_tal(clean_kod(text))
        except EjTal:
            return _tvetydig(bok, namn, ref, text, k)
        tal = tal / 100 if procent and k.andel else tal
    if (procent or ref in blad.procenttecken) and not k.andel:
        if (namn, k.namn) not in I_ENHET:
            bok.cell(namn, ref, "procent-fel-enhet", varde=text, enheten="")
            return None
        bok.procent.add((namn, ref))
    return format(tal.normalize(), "f")


def _tvetydig(bok: _Bok, namn: str, ref: str, text: str, k: Kolumn) -> str | None:
    """A text that is no number, for the check of its column to name; `11.000` may be two and is named here."""
    try:
        parse_tal(clean_kod(text), punkt_ar_decimal=True)
    except EjTal:
        return text
    bok.cell(namn, ref, "ej-tal", varde=text, skal="punkten kan vara både tusentals- och decimaltecken")
    return None


def _check_enheter(bok: _Bok, filer: Mapping[str, pd.DataFrame]) -> None:
    """Per cent that was typed for an indicator in another unit, and a share where per cent is meant."""
    if "indikatorer.csv" not in filer:
        return
    indikatorer = filer["indikatorer.csv"]
    enhet = dict(zip(indikatorer["kod"], indikatorer["enhet"], strict=True))
    for namn, kolumn in sorted(I_ENHET):
        ram = filer.get(f"{namn}.csv")
        if ram is None or kolumn not in bok.kolumner.get(namn, {}):
            continue
        kod = ram["kod" if namn == "indikatorer" else "indikator"]
        for rad, indikator, varde in zip(ram.index, kod, ram[kolumn], strict=True):
            ref = f"{bok.kolumner[namn][kolumn]}{rad}"
            i_procent, sagt = is_procent(enhet.get(indikator)), (namn, ref) in bok.procent
            fraga = kolumn == "kf_arsmal" and i_procent and not sagt
            if sagt and not i_procent:
                om = f" i {enhet[indikator]}" if enhet.get(indikator) else ""
                bok.cell(namn, ref, "procent-fel-enhet", varde=svensk(varde), enheten=om)
            elif fraga and _may_be_share(varde, [u for u in _utfall(filer, indikator) if u is not None]):
                bok.cell(namn, ref, "procent-oklar", varde=svensk(varde), forslag=svensk(varde * 100))


def _may_be_share(varde: Decimal | None, utfall: list[Decimal]) -> bool:
    """Whether a value in per cent looks like a share: last year's outcomes lie nearer to a hundred times as much."""
    if varde is None or not 0 < abs(varde) <= 1:
        return False
    return all(abs(u - 100 * varde) < abs(u - varde) for u in utfall) if utfall else varde != 1


def _utfall(filer: Mapping[str, pd.DataFrame], indikator: str) -> Iterator[Decimal | None]:
    """Last year's outcomes of an indicator, by organ."""
    if (ram := filer.get("tilldelningar.csv")) is not None:
        yield from ram.loc[ram["indikator"] == indikator, "utfall_foregaende"]
