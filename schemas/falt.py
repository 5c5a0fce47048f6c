"""Declaring a column once: the table, the year folder, the workbooks and the checks all follow from it."""

import datetime
import types
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from schemas.begrepp import Organslag
from schemas.ord import Ordbok

Typ = Literal["text", "tal", "heltal", "datum", "janej"]


class Exakt(TypeDecorator[Decimal]):
    """A decimal kept as it was stated, digit by digit: SQLite would make it a float."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """Decimal → plain text."""
        return None if value is None else format(Decimal(value), "f")

    def process_result_value(self, value: Any, dialect: Any) -> Decimal | None:
        """Plain text → Decimal."""
        return None if value is None else Decimal(value)


@dataclass(frozen=True)
class Kolumn:
    """What is known of one column.

    Attributes:
        falt: the attribute of the model.
        namn: the header, letter for letter.
        koder: the allowed values, in order; spelt with å ä ö where people see them, unless they are keys.
        flera: several codes joined by `+`.
        ref: `organ`, `mal`, `indikatorer` …: the file whose kod it names; `grupper` = a group expression.
        standard: what an empty cell means.
        locked: known beforehand and locked in a workbook.
        andel: a share: 80 % in Excel is 0,80, not 80.
        visas: the header with the city's and the organ's words, where another may be shown than `namn`:
            `{organet.genitiv} {arsmal}`.
        sedan: the version of the templates since which the column is there; older workbooks do without it.
        dold: the program's own, hidden in the workbook.
        enrads: a name by which rows are told apart: spaces of any kind and number between its words mean the same.
    """

    falt: str
    namn: str
    typ: Typ
    krav: bool
    hjalp: str
    koder: tuple[str, ...] = ()
    nycklar: bool = False
    flera: bool = False
    ref: str | None = None
    standard: Any = None
    minst: Decimal | None = None
    storst: Decimal | None = None
    locked: bool = False
    bredd: int = 14
    andel: bool = False
    visas: str | None = None
    sedan: int = 1
    dold: bool = False
    enrads: bool = False

    def rubrik(self, o: Ordbok, organslag: str) -> str:
        """The header as it is shown to an organ of a kind."""
        return self.namn if self.visas is None else self.text(self.visas, o, organslag)

    def text(self, mall: str, o: Ordbok, organslag: str = Organslag.FACKNAMND) -> str:
        """A sentence about the column with the city's words, as an organ of a kind is spoken to."""
        return in_words(mall, o, organslag)

    def stavad(self, kod: str, o: Ordbok) -> str:
        """A code as it stands in a workbook."""
        return kod if self.nycklar else o.stavad(kod)

    def rubriker(self, o: Ordbok) -> tuple[str, ...]:
        """Every header by which the column is known in this city: the fixed one, and those that are shown."""
        return tuple(dict.fromkeys((self.namn, *(self.rubrik(o, slag) for slag in Organslag))))


def in_words(mall: str, o: Ordbok, organslag: str = Organslag.FACKNAMND) -> str:
    """A sentence with the city's words; `{organet.genitiv}` is nämndens or bolagets."""
    text = mall.format_map({**o, "organet": o.organet(organslag), "organmal": o.organmal(organslag)})
    return text[:1].upper() + text[1:]


def falt(
    hjalp: str,
    *,
    namn: str | None = None,
    krav: bool = False,
    koder: type[StrEnum] | tuple[str, ...] = (),
    nycklar: bool = False,
    flera: bool = False,
    ref: str | None = None,
    standard: Any = None,
    minst: int | None = None,
    storst: int | None = None,
    locked: bool = False,
    bredd: int = 14,
    andel: bool = False,
    visas: str | None = None,
    sedan: int = 1,
    dold: bool = False,
    enrads: bool = False,
    exakt: bool = False,
) -> Any:
    """A column of a table that people also see; see `Kolumn` for what the arguments mean."""
    om = {
        "hjalp": hjalp,
        "namn": namn,
        "krav": krav,
        "koder": tuple(str(k) for k in koder),
        "nycklar": nycklar,
        "flera": flera,
        "ref": ref,
        "standard": standard,
        "minst": None if minst is None else Decimal(minst),
        "storst": None if storst is None else Decimal(storst),
        "locked": locked,
        "bredd": bredd,
        "andel": andel,
        "visas": visas,
        "sedan": sedan,
        "dold": dold,
        "enrads": enrads,
    }
    val: dict[str, Any] = {"schema_extra": {"json_schema_extra": {"arshjul": om}}}
    if exakt:
        val["sa_type"] = Exakt
    return Field(**val) if krav else Field(default=standard, **val)


def tal(hjalp: str, **val: Any) -> Any:
    """A column with an exact number."""
    return falt(hjalp, exakt=True, **val)


_TYPER: dict[Any, Typ] = {str: "text", Decimal: "tal", int: "heltal", datetime.date: "datum", bool: "janej"}


@cache
def kolumner(modell: type[SQLModel]) -> tuple[Kolumn, ...]:
    """The columns of a model that people see, in the order of declaration."""
    svar = []
    for attribut, info in modell.model_fields.items():
        om = ((info.json_schema_extra or {}) if isinstance(info.json_schema_extra, dict) else {}).get("arshjul")
        if isinstance(om, dict):
            namn = om["namn"] or attribut
            ovrigt = {k: v for k, v in om.items() if k not in ("namn",)}
            svar.append(Kolumn(falt=attribut, namn=namn, typ=_TYPER[_grundtyp(info.annotation)], **ovrigt))  # type: ignore[arg-type]
    return tuple(svar)


def _grundtyp(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(a for a in get_args(annotation) if a is not type(None))
    return annotation
