"""Reading a year folder: files → frames with a source, or every problem at once (kontrakt section 2)."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import ValidationError
from sqlmodel import SQLModel

from rules.arsmapp import check_ar
from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import EXEMPELFILER, Exempelsvar
from schemas.arsmapp import ARSFILER, ArYaml, Kalender
from schemas.begrepp import Kalla
from schemas.falt import Kolumn, kolumner
from schemas.kontroll import check
from schemas.problem import Avvisat, Problem, problem

YAMLFIL = "ar.yaml"
JA_NEJ = {"ja": True, "nej": False}


@dataclass
class Arsinnehall:
    """A year as read: ar.yaml, and one frame per file with the file's headers and rows as labels.

    Attributes:
        arbetsbok: the name of the workbook that it was read from; None for a folder.
        sha256: the hash of that workbook.
    """

    yaml: ArYaml
    filer: dict[str, pd.DataFrame]
    saknade: list[str] = field(default_factory=list)
    arbetsbok: str | None = None
    sha256: str | None = None


class EjVarde(ValueError):
    """A cell that cannot be converted; `kod` and `om` make the Problem."""

    def __init__(self, kod: str, **om: Any) -> None:
        self.kod, self.om = kod, om
        super().__init__(kod)


def read_mapp(mapp: Path) -> Arsinnehall:
    """Read and check a whole year folder.

    Raises:
        Avvisat: with every problem found, by file, row and column.
    """
    if not mapp.is_dir():
        raise Avvisat(f"Mappen {mapp} finns inte.", [problem("fil-saknas", YAMLFIL)])
    funna: list[Problem] = []
    innehall = _read_yaml(mapp / YAMLFIL, funna)
    filer: dict[str, pd.DataFrame] = {}
    saknade = []
    for modell in ARSFILER:
        if (mapp / modell.FIL).exists():
            filer[modell.FIL] = read_csv(mapp / modell.FIL, modell, funna)
        elif modell.OBLIGATORISK:
            funna.append(problem("fil-saknas", modell.FIL))
        else:
            saknade.append(modell.FIL)
    if not funna and innehall:
        funna = [*check_whole(innehall, filer), *_check_exempel(mapp, filer)]
    if funna or innehall is None:
        raise Avvisat(f"Året i {mapp} kan inte öppnas: {len(funna)} fel.", funna)
    return Arsinnehall(innehall, filer, saknade)


def read_kalender(mapp: Path) -> Kalender:
    """The dates of a year folder, without the rest of it.

    Raises:
        Avvisat: ar.yaml is not there or has faults.
    """
    funna: list[Problem] = []
    innehall = _read_yaml(mapp / YAMLFIL, funna)
    if innehall is None:
        raise Avvisat(f"Året i {mapp} kan inte öppnas: {len(funna)} fel.", funna)
    return innehall.kalender


def check_whole(innehall: ArYaml, filer: dict[str, pd.DataFrame]) -> list[Problem]:
    """Every fault across the files of a year, each of which is sound in itself."""
    referenser = [(m.FIL, k.namn, k.ref) for m in ARSFILER for k in kolumner(m) if k.ref]
    return check_ar(innehall.kalender.model_dump(), referenser, filer)


def _check_exempel(mapp: Path, filer: dict[str, pd.DataFrame]) -> list[Problem]:
    """The example files are checked as far as a year goes: columns, keys and codes; their values are intake's."""
    funna: list[Problem] = []
    kanda = {
        "organ": ("organ.csv", set(filer["organ.csv"]["kod"])),
        "mal": ("mal.csv", set(filer["mal.csv"]["kod"])),
        "indikatorer": ("indikatorer.csv", set(filer["indikatorer.csv"]["kod"])),
    }
    for namn, modell in EXEMPELFILER.items():
        ram = read_exempelfil(mapp, f"verksamhetsplaner/{namn}", modell, funna)
        refs = {"organ": "organ"} | {k.namn: k.ref for k in kolumner(modell) if k.ref}
        funna += _okanda_i(ram, f"verksamhetsplaner/{namn}", refs, kanda)
    svar = read_svar(mapp, funna)
    refs = {k.namn: k.ref for k in kolumner(Exempelsvar) if k.ref}
    return funna + _okanda_i(svar, "tertialrapport1/svar.csv", refs, kanda)


def _okanda_i(
    ram: pd.DataFrame, fil: str, refs: dict[str, str], kanda: dict[str, tuple[str, set[str]]]
) -> list[Problem]:
    return [
        problem("okand-referens", fil, rad=int(rad), kolumn=kolumn, varde=varde, mal=kanda[ref][0])
        for kolumn, ref in refs.items()
        if kolumn in ram
        for rad, varde in ram[kolumn].dropna().items()
        if varde not in kanda[ref][1]
    ]


def read_exempelfil(mapp: Path, namn: str, modell: type[SQLModel], funna: list[Problem]) -> pd.DataFrame:
    """A file of verksamhetsplaner/: organ and the sheet's headers, every value as it is written."""
    rubriker = ["organ", *(k.namn for k in kolumner(modell))]
    sokvag = mapp / namn
    if not sokvag.exists():
        return pd.DataFrame(columns=rubriker, dtype=object)
    ram = _read_rader(sokvag, namn, [*rubriker, "kalla"], funna)
    nyckel = ["organ", *(k.namn for k in kolumner(modell) if k.falt in modell.NYCKEL and k.krav)]  # type: ignore[attr-defined]
    if "organ" in ram:
        funna += [problem("tomt-falt", namn, rad=int(r), kolumn="organ") for r in ram.index[ram["organ"].isna()]]
    for rad, kalla in ram["kalla"].dropna().items() if "kalla" in ram else ():
        if kalla not in set(Kalla):
            koder = ", ".join(Kalla)
            funna.append(problem("okand-kod", namn, rad=int(rad), kolumn="kalla", varde=kalla, koder=koder))
    if len(nyckel) > 1 and set(nyckel) <= set(ram):
        for rad in ram.index[ram.duplicated(nyckel) & ram[nyckel].notna().all(axis=1)]:
            forst = int(ram.index[(ram[nyckel] == ram.loc[rad, nyckel]).all(axis=1)][0])
            om: dict[str, Any] = {
                "varde": ", ".join(ram.loc[rad, nyckel]),
                "nyckel": " och ".join(nyckel),
                "forst": forst,
            }
            funna.append(problem("dubblett", namn, rad=int(rad), kolumn=nyckel[-1], **om))
    return ram


def read_svar(mapp: Path, funna: list[Problem]) -> pd.DataFrame:
    """tertialrapport1/svar.csv; empty where it is not there."""
    sokvag = mapp / "tertialrapport1" / "svar.csv"
    if sokvag.exists():
        return read_csv(sokvag, Exempelsvar, funna, "tertialrapport1/svar.csv")
    return pd.DataFrame(columns=[k.namn for k in kolumner(Exempelsvar)], dtype=object)


def _read_yaml(sokvag: Path, funna: list[Problem]) -> ArYaml | None:
    if not sokvag.exists():
        funna.append(problem("fil-saknas", YAMLFIL))
        return None
    try:
        text = sokvag.read_text("utf-8-sig")
        trad = yaml.compose(text, Loader=yaml.BaseLoader)
        return ArYaml.model_validate(without_empty(yaml.load(text, Loader=yaml.BaseLoader)))
    except UnicodeDecodeError:
        funna.append(problem("fil-olaslig", YAMLFIL, vad="text i UTF-8"))
    except yaml.YAMLError as fel:
        rad = getattr(getattr(fel, "problem_mark", None), "line", 0) + 1
        funna.append(problem("fil-olaslig", YAMLFIL, rad=rad, vad="YAML med nycklar och värden"))
    except ValidationError as fel:
        funna += [yamlproblem(f, _yamlrad(trad, [str(d) for d in f["loc"]])) for f in fel.errors()]
    return None


def without_empty(varden: Any) -> Any:
    """The keys of ar.yaml under which something stands: an empty one is as one that is not there."""
    if not isinstance(varden, dict):
        return varden or {}
    return {k: without_empty(v) if isinstance(v, dict) else v for k, v in varden.items() if v not in (None, "")}


def yamlproblem(fel: Any, rad: int | None = None) -> Problem:
    """A pydantic error of `ArYaml` as a Problem; its column is the key's path."""
    om: dict[str, Any] = {"kolumn": ".".join(str(d) for d in fel["loc"]), "rad": rad}
    if fel["type"] == "missing":
        return problem("tomt-falt", YAMLFIL, **om)
    if fel["type"] == "extra_forbidden":
        return problem("okand-kolumn", YAMLFIL, kolumner="de nycklar som handboken nämner för ar.yaml", **om)
    if "date" in fel["type"]:
        return problem("ej-datum", YAMLFIL, varde=fel["input"], **om)
    if "enum" in fel["type"] or "literal" in fel["type"]:
        return problem("okand-kod", YAMLFIL, varde=fel["input"], koder=fel["ctx"]["expected"], **om)
    grans = "ett värde av rätt slag och storlek"
    return problem("utanfor-granser", YAMLFIL, varde=fel["input"], grans=grans, **om)


def _yamlrad(nod: yaml.Node | None, stig: list[str]) -> int | None:
    rad = None
    for steg in stig:
        if not isinstance(nod, yaml.MappingNode):
            break
        par = next(((k, v) for k, v in nod.value if k.value == steg), None)
        if par is None:
            break
        rad, nod = par[0].start_mark.line + 1, par[1]
    return rad


def read_csv(sokvag: Path, modell: type[SQLModel], funna: list[Problem], namn: str | None = None) -> pd.DataFrame:
    """One CSV file: separator and decimal sign are found out; problems are added to `funna`.

    Returns:
        Columns by header, converted; None where nothing stands; labels are the rows of the file (the header is 1).
    """
    namn = namn or sokvag.name
    kols = kolumner(modell)
    ram = _read_rader(sokvag, namn, [k.namn for k in kols], funna, [k.namn for k in kols if k.krav])
    return convert(modell, ram, lambda rad, kolumn: {"fil": namn, "rad": rad, "kolumn": kolumn}, funna)


def convert(
    modell: type[SQLModel], ram: pd.DataFrame, plats: Callable[[int, str | None], dict[str, Any]], funna: list[Problem]
) -> pd.DataFrame:
    """Text cells → values by the declaration of the columns, then the whole frame through pandera."""
    svar, trasiga = {}, set()
    for k in kolumner(modell):
        varden = []
        for rad, text in ram[k.namn].items():
            try:
                varden.append(_varde(text, k))
            except EjVarde as fel:
                trasiga.add((rad, k.namn))
                funna.append(problem(fel.kod, **plats(int(rad), k.namn), varde=text, **fel.om))
                varden.append(None)
        svar[k.namn] = pd.Series(varden, index=ram.index, dtype=object)
    tolkad = pd.DataFrame(svar, index=ram.index, columns=[k.namn for k in kolumner(modell)], dtype=object)
    funna += [p for p in check(modell, tolkad, plats) if (p.rad, p.kolumn) not in trasiga or p.kod != "tomt-falt"]
    return tolkad


def _varde(text: str | None, k: Kolumn) -> Any:
    if text is None:
        return k.standard
    match k.typ:
        case "janej":
            if text.lower() not in JA_NEJ:
                raise EjVarde("okand-kod", koder="ja, nej")
            return JA_NEJ[text.lower()]
        case "datum":
            try:
                return datetime.date.fromisoformat(text)
            except ValueError:
                raise EjVarde("ej-datum") from None
        case "tal" | "heltal":
            return _tal(text, heltal=k.typ == "heltal")
    return "+".join(d.strip() for d in text.split("+")) if k.flera else text


def _tal(text: str, *, heltal: bool) -> Decimal | int:
    try:
        varde, procent = parse_tal(text, punkt_ar_decimal=True)
    except EjTal as fel:
        raise EjVarde("ej-tal", skal=str(fel)) from None
    if procent:
        raise EjVarde("ej-tal", skal="procenttecken hör inte hit")
    if heltal and varde != varde.to_integral_value():
        raise EjVarde("ej-heltal")
    return int(varde) if heltal else varde


def _read_rader(
    sokvag: Path, namn: str, kanda: list[str], funna: list[Problem], krav: list[str] | None = None
) -> pd.DataFrame:
    """The rows of a CSV file as text, NFC and trimmed, None for empty; one column for each known header."""
    tom = pd.DataFrame({k: pd.Series(dtype=object) for k in kanda})
    try:
        text = unicodedata.normalize("NFC", sokvag.read_text("utf-8-sig"))
    except (UnicodeDecodeError, OSError):
        funna.append(problem("fil-olaslig", namn, vad="en CSV-fil i UTF-8"))
        return tom
    rubrikrad = text.split("\n", 1)[0]
    skilje = ";" if rubrikrad.count(";") > rubrikrad.count(",") else ","
    try:
        rader = list(csv.reader(io.StringIO(text, newline=""), delimiter=skilje, strict=True))
    except csv.Error as fel:
        funna.append(problem("fil-olaslig", namn, vad=f"en hel CSV-fil ({fel})"))
        return tom
    if not rader and not krav:
        return tom
    rubriker = [r.strip() for r in rader[0]] if rader else []
    if _rubrikfel(namn, rubriker, kanda, krav or [], funna):
        return tom
    data, index = [], []
    for nr, rad in enumerate(rader[1:], 2):
        if not any(c.strip() for c in rad):
            continue
        if len(rad) != len(rubriker):
            funna.append(problem("trasig-rad", namn, rad=nr, varde=skilje.join(rad), antal=len(rubriker)))
            continue
        data.append([c.strip() or None for c in rad])
        index.append(nr)
    ram = pd.DataFrame(data, columns=rubriker, index=index, dtype=object)
    return ram.reindex(columns=kanda).astype(object).where(lambda r: r.notna(), None)


def _rubrikfel(namn: str, rubriker: list[str], kanda: list[str], krav: list[str], funna: list[Problem]) -> bool:
    fel = [
        problem(
            "dubbel-kolumn" if r in rubriker[:n] else "okand-kolumn", namn, rad=1, kolumn=r, kolumner=", ".join(kanda)
        )
        for n, r in enumerate(rubriker)
        if r not in kanda or r in rubriker[:n]
    ]
    fel += [problem("kolumn-saknas", namn, rad=1, kolumn=k) for k in krav if k not in rubriker]
    funna += fel
    return bool(fel)
