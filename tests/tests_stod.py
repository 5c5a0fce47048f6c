"""Helpers that every room's tests share: an environment of their own, a year run through, two exports compared."""

import contextlib
import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
#: the parts of the export that the rules decide, each of which the naive computation has too
DELAR = (
    "indikatorer",
    "mal",
    "uppmaningar",
    "svar",
    "varden",
    "resultatbudget",
    "beslutsbelopp",
    "avvikelser",
    "statsbidrag",
)
EXEMPEL = ROOT / "tests" / "facit" / "exempel"
AR_2024 = ROOT / "data" / "2024"


@contextlib.contextmanager
def i_miljo(**val: str) -> Iterator[None]:
    """Only these ARSHJUL_ variables, for the length of the block."""
    undan = {k: os.environ.pop(k) for k in list(os.environ) if k.startswith("ARSHJUL_")}
    os.environ.update(val)
    try:
        yield
    finally:
        for k in val:
            os.environ.pop(k, None)
        os.environ.update(undan)


@contextlib.contextmanager
def forbi_sparet() -> Iterator[Any]:
    """A session that changes the state past the trail, so that a test can stand where it must."""
    from sqlmodel import Session

    from tasks.grund.databas import engine, read

    with read():  # the database is there
        pass
    with Session(engine(), expire_on_commit=False) as session:
        yield session
        session.commit()


@dataclass(frozen=True)
class Genomgatt:
    """A year that has been run through: its work folder, the environment to stand in it, and its export."""

    hem: Path
    miljo: dict[str, str]
    export: dict[str, Any]


def ga_genom(data: Path, hem: Path, **miljo: str) -> Genomgatt:
    """Run a whole year with the flows called as plain functions."""
    val = {"ARSHJUL_HEM": str(hem), **miljo}
    with i_miljo(**val):
        from flows.demo import step_through

        step_through(data, lambda flode, **argument: flode.fn(**argument))
        return Genomgatt(hem, val, exportera_nu())


def ga_genom_en_gang(data: Path, mapp: Path) -> Genomgatt:
    """A year run through in a folder where another process may have done it."""
    klar = mapp / "export.json"
    if klar.exists():
        hem = mapp / "hem"
        return Genomgatt(hem, {"ARSHJUL_HEM": str(hem)}, json.loads(klar.read_text("utf-8")))
    genomgatt = ga_genom(data, mapp / "hem")
    klar.write_text(json.dumps(genomgatt.export), "utf-8")
    return genomgatt


def exportera_nu(ar: int | None = None, idag: datetime.date = datetime.date(2040, 1, 1)) -> dict[str, Any]:
    """The export of a year of this environment; the only one where none is named."""
    from tasks.grund.databas import read
    from tasks.insyn.export import export
    from tasks.laget.oppet import the_year

    with read() as session:
        return export(session, the_year(session, ar), idag)


def lika(a: Any, b: Any) -> bool:
    """Whether two exported values are the same; numbers compare by value."""
    try:
        return Decimal(a) == Decimal(b)
    except (InvalidOperation, TypeError, ValueError):
        return bool(a == b)


def skillnader(vantat: Any, fick: Any, plats: str = "") -> list[str]:
    """Every place where what came out is not what must come out; what is not expected is not looked at."""
    if isinstance(vantat, dict):
        if not isinstance(fick, dict):
            return [f"{plats}: {fick!r} i stället för {vantat!r}"]
        extra = set(fick) - set(vantat) if plats.endswith("hojning") else set()
        svar = [f"{plats}.{k}: oväntat" for k in sorted(extra)]
        for k, v in vantat.items():
            svar += skillnader(v, fick.get(k, "saknas"), f"{plats}.{k}")
        return svar
    if isinstance(vantat, list) and any(isinstance(r, dict) for r in [*vantat, *fick]):
        nycklar = [
            k
            for k in NYCKLAR
            if k in (vantat or fick)[0] and not ("nummer" in (vantat or fick)[0] and k == "indikator")
        ]
        return _listskillnader(vantat, fick, nycklar, plats)
    if isinstance(vantat, list):
        return [] if sorted(vantat) == sorted(fick) else [f"{plats}: {fick!r} i stället för {vantat!r}"]
    return [] if lika(vantat, fick) else [f"{plats}: {fick!r} i stället för {vantat!r}"]


#: what tells the rows of a list apart; an uppmaning by its number alone, a recipient by its organ
NYCKLAR = ("kod", "fas", "nummer", "omgang", "organ", "indikator", "rad", "punkt", "bidrag", "slag", "nyckel")


def _listskillnader(vantat: list[Any], fick: list[Any], nycklar: list[str], plats: str) -> list[str]:
    def per_nyckel(rader: list[Any]) -> dict[tuple[Any, ...], Any]:
        return {tuple(r[k] for k in nycklar): r for r in rader}

    a, b = per_nyckel(vantat), per_nyckel(fick)
    svar = [] if len(vantat) == len(fick) else [f"{plats}: {len(fick)} rader i stället för {len(vantat)}"]
    svar += [f"{plats}{list(k)}: saknas" for k in a if k not in b]
    svar += [f"{plats}{list(k)}: oväntat" for k in b if k not in a]
    for k in a.keys() & b.keys():
        svar += skillnader(a[k], b[k], f"{plats}{list(k)}")
    return svar


def kedjefel(session: Any) -> list[str]:
    """What is wrong with the trail, in sentences."""
    from tasks.granskning.kedjan import check_chain, read_trail

    handelser, fel = read_trail(session)
    return [str(f) for f in (*fel, *check_chain(session, handelser, None))]
