"""The pandera schema of a table, made from the declaration of its columns, and its failures as Problems."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors
from sqlmodel import SQLModel

from schemas.falt import Kolumn, kolumner
from schemas.problem import Problem, problem

#: (row label of the frame, column name or None) → the file, sheet, cell, row and column of a Problem
Plats = Callable[[int, str | None], dict[str, Any]]


@cache
def schema(modell: type[SQLModel]) -> pa.DataFrameSchema:
    """What a frame of this model must satisfy: required values, codes, limits and unique keys. Columns by header.

    A column of which nothing is demanded is left out: that it is there has been seen where it was read.
    """
    nyckel = _nyckel(modell)
    unik = [pa.Check(lambda ram: ~ram.duplicated(nyckel, keep="first"), error="dubblett")] if nyckel else []
    return pa.DataFrameSchema({k.namn: _kolumn(k) for k in kolumner(modell) if _kraver(k)}, checks=unik, strict=False)


def _nyckel(modell: type[SQLModel]) -> list[str]:
    """The columns that together are unique in a file of the year folder; sheets have rules of their own."""
    return [k.namn for k in kolumner(modell) if hasattr(modell, "FIL") and k.falt in getattr(modell, "NYCKEL", ())]


def _kraver(k: Kolumn) -> bool:
    return bool(k.krav or k.koder or k.minst is not None or k.storst is not None)


def _kolumn(k: Kolumn) -> pa.Column:
    krav = []
    if k.koder:
        krav.append(pa.Check(lambda s: s.map(lambda v: okanda_koder(v, k) == []), error="okand-kod"))
    if k.minst is not None or k.storst is not None:
        krav.append(pa.Check(lambda s: s.map(lambda v: _inom(v, k)), error="utanfor-granser"))
    return pa.Column(object, krav, nullable=not k.krav)


def okanda_koder(varde: Any, k: Kolumn) -> list[str]:
    """The parts of a value that are not among the column's codes."""
    delar = str(varde).split("+") if k.flera else [str(varde)]
    return [d for d in delar if d.strip() not in k.koder]


def _inom(varde: Any, k: Kolumn) -> bool:
    return (k.minst is None or varde >= k.minst) and (k.storst is None or varde <= k.storst)


def granser(k: Kolumn) -> str:
    """The limits of a column in words."""
    if k.storst is None:
        return f"minst {k.minst}"
    return f"{k.minst} till {k.storst}"


def check(modell: type[SQLModel], ram: pd.DataFrame, plats: Plats) -> list[Problem]:
    """Validate a whole frame lazily; every failure as a Problem.

    Args:
        ram: columns by header, values converted, None where nothing stands; labels are the rows of the file.
        plats: where a row and a column are.
    """
    if ram.empty:
        return []
    try:
        schema(modell).validate(ram, lazy=True)
    except SchemaErrors as fel:
        return _problem(modell, ram, fel.failure_cases, plats)
    return []


def _problem(modell: type[SQLModel], ram: pd.DataFrame, fall: pd.DataFrame, plats: Plats) -> list[Problem]:
    per_namn = {k.namn: k for k in kolumner(modell)}
    nyckel = _nyckel(modell)
    svar: dict[tuple[str, int, str], Problem] = {}
    for rad in fall[fall["index"].notna()].itertuples():
        index = int(rad.index)
        if rad.check == "dubblett":
            if ("dubblett", index, "") not in svar:
                svar["dubblett", index, ""] = _dubblett(ram, index, nyckel, plats)
            continue
        kod = "tomt-falt" if rad.check == "not_nullable" else str(rad.check)
        k = per_namn[str(rad.column)]
        varde = None if kod == "tomt-falt" else ram.at[index, k.namn]
        om: dict[str, Any] = {"koder": ", ".join(k.koder), "grans": granser(k) if k.minst is not None else ""}
        svar[kod, index, k.namn] = problem(kod, **plats(index, k.namn), varde=varde, **om)
    return [p for _, p in sorted(svar.items(), key=lambda s: (s[0][1], s[0][2]))]


def _dubblett(ram: pd.DataFrame, index: int, nyckel: Sequence[str], plats: Plats) -> Problem:
    lika = (ram[list(nyckel)] == ram.loc[index, list(nyckel)]).all(axis=1)
    varde = ", ".join(str(v) for v in ram.loc[index, list(nyckel)])
    om: dict[str, Any] = {"nyckel": " och ".join(nyckel), "forst": int(ram.index[lika][0])}
    return problem("dubblett", **plats(index, nyckel[-1]), varde=varde, **om)
