"""The example files of a year folder: what the organs would have filled in (kontrakt section 2)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import SQLModel

from schemas.arbetsbocker import SVARSFIL, Exempelsvar
from schemas.begrepp import Kalla
from schemas.falt import kolumner
from schemas.former import exempelfiler
from schemas.omgangar import Omgang, Omgangar
from schemas.problem import Problem, problem
from tasks.aret.csvfil import read_csv, read_rader

#: what a column may refer to → the file, and the codes that it has
Kanda = Mapping[str, tuple[str, set[str]]]


def exempelmapp(mapp: Path, o: Omgang) -> str:
    """The folder in which the examples of an omgång lie: the first by one of its names that is there."""
    return next((namn for namn in o.mappar if (mapp / namn).is_dir()), o.mappar[0])


def check_exempel(mapp: Path, omgangar: Omgangar, filer: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """The example files are checked as far as a year goes: columns, keys and codes; their values are intake's."""
    funna: list[Problem] = []
    kanda: Kanda = {
        ref: (fil, set(filer[fil]["kod"]))
        for ref, fil in (("organ", "organ.csv"), ("mal", "mal.csv"), ("indikatorer", "indikatorer.csv"))
    }
    for o in omgangar:
        for fil, modell in exempelfiler(o).items():
            namn = f"{exempelmapp(mapp, o)}/{fil}"
            refs = {"organ": "organ"} | {k.namn: k.ref for k in kolumner(modell) if k.ref}
            funna += _okanda_i(read_exempelfil(mapp, namn, modell, funna), namn, refs, kanda)
        if not o.ar_plan:
            refs = {k.namn: k.ref for k in kolumner(Exempelsvar) if k.ref}
            namn = f"{exempelmapp(mapp, o)}/{SVARSFIL}"
            funna += _okanda_i(read_svar(mapp, o, funna), namn, refs, kanda)
    return funna


def _okanda_i(ram: pd.DataFrame, fil: str, refs: dict[str, str], kanda: Kanda) -> list[Problem]:
    return [
        problem("okand-referens", fil, rad=int(rad), kolumn=kolumn, varde=varde, mal=kanda[ref][0])
        for kolumn, ref in refs.items()
        if kolumn in ram
        for rad, varde in ram[kolumn].dropna().items()
        if varde not in kanda[ref][1]
    ]


def read_exempelfil(mapp: Path, namn: str, modell: type[SQLModel], funna: list[Problem]) -> pd.DataFrame:
    """An example file keyed by a sheet: organ and the sheet's headers, every value as it is written."""
    rubriker = ["organ", *(k.namn for k in kolumner(modell))]
    sokvag = mapp / namn
    if not sokvag.exists():
        return pd.DataFrame(columns=rubriker, dtype=object)
    ram = read_rader(sokvag, namn, [*rubriker, "kalla"], funna)
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


def read_svar(mapp: Path, o: Omgang, funna: list[Problem]) -> pd.DataFrame:
    """The answers of an omgång; empty where there are none."""
    namn = f"{exempelmapp(mapp, o)}/{SVARSFIL}"
    if (mapp / namn).exists():
        return read_csv(mapp / namn, Exempelsvar, funna, namn)
    return pd.DataFrame(columns=[k.namn for k in kolumner(Exempelsvar)], dtype=object)
