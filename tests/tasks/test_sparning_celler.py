"""Every cell and row that a derivation names holds the value that it tells of."""

import csv
import datetime
import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from notifications.texter import datum
from rules.tal import EjTal, parse_tal
from schemas.ord import Ordbok
from tasks.grund.databas import read, release
from tasks.insyn.spar import Spar
from tasks.insyn.sparning import all_keys, remembering, trace
from tasks.insyn.ursprung import Arsruta, Cell
from tasks.laget.oppet import all_years
from tests_stod import AR_2024, EXEMPEL, i_miljo

#: how a cell that holds nothing is told of
TOMT = ("", "saknas", "inget", "–")
#: what an empty cell of the year may mean
STANDARD = ("1", "Ja", "Nej")
ARTAL = (EXEMPEL / "kommun-2033", EXEMPEL / "hela-2034", AR_2024)


@dataclass(frozen=True)
class Sparat:
    """A finished year: its folder, the work folder, the city's words, and every derivation by key."""

    data: Path
    hem: Path
    o: Ordbok
    alla: dict[str, list[Spar]]

    @property
    def rader(self) -> list[Spar]:
        """Every line of every derivation."""
        return [s for spar in self.alla.values() for s in spar]


@pytest.fixture(scope="module", params=ARTAL, ids=lambda p: p.name)
def sparat(request: pytest.FixtureRequest, aren: Callable) -> Iterator[Sparat]:
    """A finished year with everything that can be traced in it."""
    ar = aren(request.param)
    with i_miljo(**ar.miljo):
        with read() as session, remembering(session):
            oppet = all_years(session)[-1]
            alla = {str(n): trace(session, oppet, n) for n in all_keys(session, oppet)}
        yield Sparat(request.param, ar.hem, oppet.o, alla)
        release()


def test_every_cell_holds_what_is_told(sparat: Sparat) -> None:
    rader = {(s.kalla, s.varde) for s in sparat.rader if isinstance(s.kalla, Cell) and s.kalla.cell}
    assert len(rader) > 200
    assert [
        (str(c), varde, fel) for c, varde in rader if (fel := _differs(sparat.o, _in_cell(sparat.hem, c), varde))
    ] == []


def test_every_file_is_kept_under_its_hash(sparat: Sparat) -> None:
    filer = {(s.kalla.lagrad, s.kalla.sha256) for s in sparat.rader if isinstance(s.kalla, Cell)}
    assert filer
    assert [f for f, sha in filer if hashlib.sha256((sparat.hem / f).read_bytes()).hexdigest() != sha] == []


def test_every_row_of_the_year_holds_what_is_told(sparat: Sparat) -> None:
    rutor = {
        (s.kalla, s.varde) for s in sparat.rader if isinstance(s.kalla, Arsruta) and s.kalla.rad and s.kalla.kolumn
    }
    assert len(rutor) > 200
    assert [
        (str(r), varde, fel) for r, varde in rutor if (fel := _differs(sparat.o, _in_row(sparat.data, r), varde))
    ] == []


def _in_cell(hem: Path, c: Cell) -> Any:
    return _bok(hem / c.lagrad)[c.blad][c.cell].value


@cache
def _bok(fil: Path) -> Workbook:
    return load_workbook(io.BytesIO(fil.read_bytes()))


@cache
def _csv(fil: Path) -> list[dict[str, str]]:
    text = fil.read_text("utf-8-sig")
    skiljetecken = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=skiljetecken))


def _in_row(data: Path, r: Arsruta) -> Any:
    assert r.rad
    assert r.kolumn
    return _csv(data / r.fil)[r.rad - 2].get(r.kolumn)


def _differs(o: Ordbok, star: Any, sagt: str) -> str | None:
    """What stands there, where that is something else than what is told; what an empty cell means may be told."""
    text = "" if star is None else str(star).strip()
    if not text:
        return None if sagt in (*TOMT, *STANDARD) else "tomt"
    a, b = _tal(text), _tal(sagt)
    if a is not None and b is not None:
        return None if b in (a, a * 100) else text
    return None if _ord(sagt) in {_ord(x) for x in (text, o.kod(text), o.stavad(text), _dag(text))} else text


def _tal(text: str) -> Decimal | None:
    try:
        return parse_tal(text, punkt_ar_decimal=True)[0]
    except EjTal:
        return None


def _dag(text: str) -> str:
    return datum(datetime.date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def _ord(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()
