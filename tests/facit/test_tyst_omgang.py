"""A year with an omgång in which nobody answers differs from the year without it only where the contract says so.

What was answered, decided and counted is the same; the silent omgång has its own aggregates, of the årsmål in force,
and its own judgements, all of silence; what was due in it is due in the next.
"""

import csv
import datetime
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slumpar import Slump, skriv_allt
from tasks.aret.arsmapp import read_rundor
from tests_stod import DELAR, ROOT, i_miljo

#: random years with room for an omgång before the last, and in which none is added up on the day when it is due
FRON = (19, 41, 52, 62, 80, 101)
TYST = "TYST"
TYSTA = {"utebliven", "oppen"}


@pytest.fixture(scope="module")
def snabbt() -> Any:
    """The fast way through a year: rows made without workbooks."""
    sys.path.insert(0, str(ROOT / "tests" / "oberoende"))
    spec = importlib.util.spec_from_file_location("snabbt", ROOT / "tests" / "oberoende" / "snabbt.py")
    assert spec
    assert spec.loader
    modul = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modul)
    return modul


def med_tyst_omgang(data: Path) -> str:
    """Put a silent follow-up before the last omgång; the code of the one that it follows."""
    fil = data / "omgangar.csv"
    tecken = ";" if ";" in fil.read_text("utf-8").partition("\n")[0] else ","
    with fil.open(encoding="utf-8", newline="") as f:
        rader = list(csv.DictReader(f, delimiter=tecken))
    rundor = read_rundor(data).omgangar
    fore, sista = rundor[-2], rundor[-1]
    dag = [fore.beslutas + datetime.timedelta(days=n) for n in (1, 2, 3)]
    assert dag[2] < sista.senast
    ny = dict.fromkeys(rader[0], "") | {"omgang": TYST, "slag": "uppfoljning", "namn": "Tyst rapport"}
    ny |= {k: d.isoformat() for k, d in zip(("senast", "sammanstalls", "beslutas"), dag, strict=True)}
    with fil.open("w", encoding="utf-8", newline="") as f:
        ut = csv.DictWriter(f, list(rader[0]), delimiter=tecken)
        ut.writeheader()
        ut.writerows([*rader[:-1], ny, rader[-1]])
    return fore.kod


class Bada(NamedTuple):
    """The export of a year, that of the same year with a silent omgång after `fore`, and what the latter should be."""

    utan: dict[str, Any]
    med: dict[str, Any]
    fore: str
    raknat: dict[str, Any]


@pytest.fixture(scope="module", params=FRON)
def bada(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, snabbt: Any, oberoende: Callable
) -> Bada:
    """A year without and with a silent omgång."""
    mapp: Path = tmp_path_factory.mktemp(f"tyst{request.param}")
    utan, med = mapp / "utan", mapp / "med"
    for data in (utan, med):
        skriv_allt(Slump(request.param), data, oberoende)
    fore = med_tyst_omgang(med)
    exporter = []
    for data in (utan, med):
        with i_miljo(ARSHJUL_HEM=str(mapp / f"hem-{data.name}")):
            exporter.append(snabbt.ga_snabbt(data))
    return Bada(exporter[0], exporter[1], fore, oberoende(med))


def utan_tyst(rader: list[dict]) -> list[dict]:
    """The rows of the other omgångar."""
    return [r for r in rader if TYST not in (r.get("fas"), r.get("omgang"))]


@pytest.mark.parametrize(
    "del_", ["indikatorer", "mal", "svar", "varden", "resultatbudget", "avvikelser", "statsbidrag"]
)
def test_what_the_other_omgangar_found_is_the_same(bada: Bada, del_: str) -> None:
    utan, med = bada.utan, bada.med
    assert utan_tyst(med[del_]) == utan[del_]


def test_the_silent_omgang_adds_up_the_arsmal_in_force(bada: Bada, jamfor: Callable) -> None:
    """As the independent computation does, which knows of no such omgång in particular."""
    assert [r for r in bada.raknat["indikatorer"] if r["fas"] == TYST]
    assert [f for d in DELAR for f in jamfor(bada.raknat[d], bada.med[d], d)] == []


def test_silence_is_judged_as_silence(bada: Bada) -> None:
    med = bada.med
    tysta = [s for s in med["svar"] if s["omgang"] == TYST]
    assert tysta
    assert {s["status"] for s in tysta} <= TYSTA
    assert {(s["varde"], s["svar"], s["sen"]) for s in tysta} == {(None, None, False)}


def test_every_part_ends_as_it_would_have(bada: Bada) -> None:
    """Its last judgement, its last day and its answer; only an uppmaning that was due next was first due earlier."""
    utan, med, fore = bada.utan, bada.med, bada.fore

    def slut(u: dict) -> dict:
        nasta = u["omgang"] == fore and u["senast"]
        bort = ("senast", "text") if nasta else ()
        return {k: v for k, v in u.items() if k not in bort}

    assert [slut(u) for u in med["uppmaningar"]] == [slut(u) for u in utan["uppmaningar"]]
