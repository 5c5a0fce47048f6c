"""Reading a year folder: files → frames with a source, or every problem at once (kontrakt section 2)."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import ValidationError

from rules.arsmapp import check_ar, omgangsrader
from schemas.arsmapp import ARSFILER, Omgangsrad
from schemas.aryaml import OPPNAS_FORE, ArYaml
from schemas.falt import kolumner
from schemas.omgangar import Omgangar, omgangar, ur_kalendern
from schemas.ord import Ordbok, ordbok
from schemas.problem import Avvisat, Problem, problem
from tasks.aret.csvfil import read_csv
from tasks.aret.exempelfiler import check_exempel
from tasks.grund.filer import avtryck

YAMLFIL = "ar.yaml"
JA_NEJ = {"ja": True, "nej": False}


@dataclass
class Arsinnehall:
    """A year as read: ar.yaml, and one frame per file with the file's headers and rows as labels.

    Attributes:
        arbetsbok: the name of the workbook that it was read from; None for a folder.
        sha256: the hash of that workbook.
        kalla: the folder or the workbook; lasta: the files of the folder → the hash of each as it was read.
    """

    yaml: ArYaml
    filer: dict[str, pd.DataFrame]
    saknade: list[str] = field(default_factory=list)
    arbetsbok: str | None = None
    sha256: str | None = None
    kalla: Path = Path()
    lasta: dict[str, str] = field(default_factory=dict)

    @cached_property
    def omgangar(self) -> Omgangar:
        """The rounds of the year: its own, or those of its kalender."""
        egna = omgangsrader(self.filer)
        return ur_kalendern(self.yaml.kalender.model_dump()) if egna is None else omgangar(egna)

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        ram = self.filer.get("ord.csv")
        return ordbok([] if ram is None else ram.to_dict("records"))

    @property
    def oppnas(self) -> datetime.date:
        """The day when the organs get their workbooks."""
        return self.yaml.kalender.oppnas or self.omgangar.plan.senast - OPPNAS_FORE


def read_mapp(mapp: Path) -> Arsinnehall:
    """Read and check a whole year folder.

    Raises:
        Avvisat: with every problem found, by file, row and column.
    """
    if not mapp.is_dir():
        raise Avvisat(f"Mappen {mapp} finns inte.", [problem("fil-saknas", YAMLFIL)])
    funna: list[Problem] = []
    namnen = (YAMLFIL, *(m.FIL for m in ARSFILER))
    lasta = {namn: avtryck(mapp / namn) for namn in namnen if (mapp / namn).is_file()}
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
        funna = check_whole(innehall, filer)
        if not funna:
            funna = check_exempel(mapp, Arsinnehall(innehall, filer).omgangar, filer)
    if funna or innehall is None:
        raise Avvisat(f"Året i {mapp} kan inte öppnas: {len(funna)} fel.", funna)
    return Arsinnehall(innehall, filer, saknade, kalla=mapp, lasta=lasta)


def read_rundor(mapp: Path) -> Arsinnehall:
    """Only what says when the year's rounds are: ar.yaml and omgangar.csv, each sound in itself.

    Raises:
        Avvisat: one of them is not.
    """
    funna: list[Problem] = []
    innehall = _read_yaml(mapp / YAMLFIL, funna)
    egna = mapp / Omgangsrad.FIL
    filer = {Omgangsrad.FIL: read_csv(egna, Omgangsrad, funna)} if egna.exists() else {}
    if funna or innehall is None:
        raise Avvisat(f"Året i {mapp} kan inte läsas: {len(funna)} fel.", funna)
    return Arsinnehall(innehall, filer)


def check_whole(innehall: ArYaml, filer: dict[str, pd.DataFrame]) -> list[Problem]:
    """Every fault across the files of a year, each of which is sound in itself."""
    referenser = [(m.FIL, k.namn, k.ref) for m in ARSFILER for k in kolumner(m) if k.ref]
    return check_ar(innehall.kalender.model_dump(), referenser, filer)


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


#: how YAML writes that nothing stands there
INGET_I_YAML = (None, "", "null", "Null", "NULL", "~")


def without_empty(varden: Any) -> Any:
    """The keys of ar.yaml under which something stands: an empty one is as one that is not there."""
    if not isinstance(varden, dict):
        return varden or {}
    return {k: without_empty(v) if isinstance(v, dict) else v for k, v in varden.items() if v not in INGET_I_YAML}


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
    if fel["loc"][0] == "trosklar" and fel["type"] == "less_than_equal":
        forslag = format(Decimal(str(fel["input"])) / 100, "f").replace(".", ",")
        return problem("troskel-over-ett", YAMLFIL, varde=fel["input"], forslag=forslag, **om)
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
