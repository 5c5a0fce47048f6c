"""The naive computation against the example years, and what must hold of any random year and what it comes to.

Nothing of the program is used here.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from oberoende.naiv import STANGER, VARDEN, Ar, jamforda, las, lika, rakna, rakna_allt, skillnader, tal

from slumpar import Slump, ar_procent, skriv_allt

EXEMPEL = Path(__file__).parents[1] / "facit" / "exempel"
#: example year → how many single values are compared, so that an empty file does not pass
AREN = {"liten-2026": 763, "mellan-2031": 2564, "kommun-2033": 1634, "hela-2034": 3560}
FRON = range(30)
STATUS = {"oppen", "utebliven", "otillracklig", *STANGER}


class Slumpat(NamedTuple):
    """A random year, where it stands, what the naive computation reads of it, and all that it comes to."""

    slump: Slump
    mapp: Path
    ar: Ar
    allt: dict[str, Any]


# ---- the example years ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("namn", AREN)
def test_every_value_of_an_example_year_agrees(namn: str) -> None:
    vantat = json.loads((EXEMPEL / f"{namn}.json").read_text("utf-8"))
    assert jamforda(vantat) == AREN[namn]
    assert skillnader(rakna(EXEMPEL / namn), vantat) == []


def test_the_comparison_reports_every_difference() -> None:
    rad = {"kod": "a", "aggregerat": "70", "saknas": ["x"], "hojning": {"y": "1"}}
    assert skillnader([rad], [rad | {"aggregerat": "70.0", "hojning": {"y": "1.00"}}]) == []
    annorlunda: tuple[dict[str, Any], ...] = (
        {"aggregerat": "70.1"},
        {"aggregerat": None},
        {"saknas": []},
        {"saknas": ["y"]},
        {"hojning": {}},
        {"hojning": {"y": "1", "z": "2"}},
        {"antal": 1},
        {"kod": "b"},
    )
    for annan in annorlunda:
        assert skillnader([rad], [rad | annan])
        assert skillnader([rad | annan], [rad])
    assert skillnader([rad], [])
    assert skillnader([], [rad])
    assert skillnader([rad, rad], [rad, rad])  # the same key twice tells nothing apart
    assert not lika("true", True)


# ---- random years: the folder --------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=FRON)
def slumpat(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Slumpat:
    """A random year."""
    mapp = tmp_path_factory.mktemp(f"slump{request.param}")
    slump = Slump(request.param)
    skriv_allt(slump, mapp, rakna)
    return Slumpat(slump, mapp, Ar(mapp), rakna_allt(mapp))


def innehall(mapp: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(f.relative_to(mapp)): f.read_bytes() for f in mapp.rglob("*") if f.is_file()}


def unika(rader: Iterable[Any]) -> bool:
    """Whether none comes twice."""
    return all(n == 1 for n in Counter(rader).values())


def test_the_same_seed_gives_the_same_folder(slumpat: Slumpat, tmp_path: Path) -> None:
    slump, mapp = slumpat.slump, slumpat.mapp
    skriv_allt(Slump(slump.fro), tmp_path, rakna)
    assert innehall(tmp_path) == innehall(mapp)
    skriv_allt(slump, tmp_path, rakna)  # the same object again, over what stands there
    assert innehall(tmp_path) == innehall(mapp)


def test_omgangar_follow_in_time(slumpat: Slumpat) -> None:
    mapp, omgangar = slumpat.mapp, slumpat.ar.omgangar
    rader = las(mapp / "omgangar.csv")
    assert 2 <= len(omgangar) <= 6
    assert unika(o.kod for o in omgangar)
    for o in omgangar:
        assert re.fullmatch("[A-Z0-9]{1,8}", o.kod)
        assert o.senast <= o.sammanstalls <= o.beslutas
    for forra, o in pairwise(omgangar):
        assert forra.beslutas < o.senast
    assert omgangar[0].varde == "arsmal"
    if rader:
        assert [n for n, r in enumerate(rader) if r["slag"] == "plan"] == [0]
        assert [n for n, r in enumerate(rader) if r["slag"] == "bokslut"] in ([], [len(rader) - 1])


def test_what_belongs_to_leaves_stands_at_leaves(slumpat: Slumpat) -> None:
    mapp, ar = slumpat.mapp, slumpat.ar
    blad = {kod for kod in ar.mal if not ar.barn(kod)}
    assert {r["mal"] for r in ar.indikatorer.values()} <= blad
    assert {r["mal"] for r in las(mapp / "obligatoriska_processer.csv")} <= blad
    assert {r["Målkod"] for r in las(mapp / "verksamhetsplaner" / "mal.csv")} <= blad
    assert {r["Målkod"] for r in las(mapp / "verksamhetsplaner" / "intern_kontroll.csv")} <= blad | {""}


def test_riktade_can_be_asked_and_answered(slumpat: Slumpat) -> None:
    koder = [o.kod for o in slumpat.ar.omgangar]
    for r in las(slumpat.mapp / "riktade_uppmaningar.csv"):
        fragar = koder.index(r.get("omgang") or koder[0])
        assert fragar < len(koder) - 1
        assert not r["senast"] or koder.index(r["senast"].upper()) > fragar
        assert r["begar"] or r["grund"]
        assert r["begar"] not in VARDEN or r["indikator"]


def test_no_key_stands_twice(slumpat: Slumpat) -> None:
    mapp = slumpat.mapp
    nycklar = {
        "organ.csv": ("kod",),
        "mal.csv": ("kod",),
        "indikatorer.csv": ("kod",),
        "tilldelningar.csv": ("indikator", "organ"),
        "inlamningar.csv": ("organ", "slag"),
        "statsbidrag_organ.csv": ("bidrag", "organ"),
        "resultatbudget.csv": ("rad",),
        "beslutsbelopp.csv": ("punkt",),
        "ord.csv": ("nyckel",),
        "verksamhetsplaner/arsmal.csv": ("organ", "Indikatorkod"),
        "verksamhetsplaner/mal.csv": ("organ", "Målkod"),
    }
    for namn, nyckel in nycklar.items():
        assert unika(tuple(r[k] for k in nyckel) for r in las(mapp / namn)), namn


def test_workbooks_come_in_when_they_can(slumpat: Slumpat) -> None:
    mapp, omgangar = slumpat.mapp, slumpat.ar.omgangar
    forst = {o.kod: forra.beslutas + timedelta(1) for forra, o in pairwise(omgangar)}
    for r in las(mapp / "inlamningar.csv"):
        assert r["inkom"] >= forst.get(r["slag"], omgangar[0].senast - timedelta(12)).isoformat()


def stallda(mapp: Path) -> Iterator[tuple[str, str, str]]:
    """Organ, indicator and value as stated, of every cell of a workbook where a value of an indicator belongs."""
    kolumner = ("Nämndens årsmål", "Prognos", "Utfall", "reviderat_arsmal")
    for fil in mapp.glob("*/*.csv"):
        for r in las(fil):
            for k in kolumner:
                if r.get(k):
                    yield r["organ"], r.get("Indikatorkod") or r["indikator"], r[k]


def test_no_value_is_one_that_the_intake_would_refuse(slumpat: Slumpat) -> None:
    mapp, ar = slumpat.mapp, slumpat.ar
    assert any(True for _ in stallda(mapp)) or not ar.indikatorer
    for organ, kod, text in stallda(mapp):
        varde, i = tal(text), ar.indikatorer[kod]
        assert varde is not None
        assert sum(t.isdigit() for t in text) <= 15
        sma = [v for v in (tal(i["kf_arsmal"]), ar.utfall.get((kod, organ))) if v is not None and 0 < abs(v) <= 1]
        assert sma or not ar_procent(i) or not 0 < abs(varde) <= 1


def test_reports_are_of_what_the_organ_holds(slumpat: Slumpat) -> None:
    slump, mapp, ar = slumpat.slump, slumpat.mapp, slumpat.ar
    varde_i = {o.mapp: o.varde for o in slump.uppfoljningar}
    for fil in [*mapp.glob("*/prognos.csv"), *mapp.glob("*/utfall.csv")]:
        assert varde_i[fil.parent.name] == fil.stem
        rader = las(fil)
        assert unika((r["organ"], r["Indikatorkod"]) for r in rader)
        assert all(r["organ"] in ar.innehavare[r["Indikatorkod"]] for r in rader)


def test_a_row_of_answers_answers_something_and_nothing_twice(slumpat: Slumpat) -> None:
    slump, mapp, allt = slumpat.slump, slumpat.mapp, slumpat.allt
    uppmaningar = {u["nummer"]: u for u in allt["uppmaningar"]}
    for omgang in slump.uppfoljningar:
        oppna: dict[str, list[dict[str, Any]]] = {o: [] for o in slump.slag}
        for dom in allt["svar"]:
            if dom["omgang"] == omgang.kod:
                oppna[dom["organ"]].append(uppmaningar[dom["nummer"]])
        besvarade: list[tuple[str, str]] = []
        for rad in las(mapp / omgang.mapp / "svar.csv"):
            passar = [
                (rad["organ"], u["nummer"])
                for u in oppna[rad["organ"]]
                if (rad["grund"], rad.get("indikator") or None) == (u["grund"], u["indikator"])
                and rad.get("mal") in (None, "", u["mal"])
                and rad.get("avser") in (None, "", u["avser"])
            ]
            assert passar, rad
            besvarade += passar
        assert unika(besvarade)


def test_answers_are_whole(slumpat: Slumpat) -> None:
    slump, mapp = slumpat.slump, slumpat.mapp
    for omgang in slump.uppfoljningar:
        rader = las(mapp / omgang.mapp / "svar.csv")
        assert all(r["svar"] for r in rader if r["kan_inte"] == "ja")
        varden = {
            (r["organ"], r.get("indikator"), tal(r["reviderat_arsmal"])) for r in rader if r.get("reviderat_arsmal")
        }
        assert unika((organ, indikator) for organ, indikator, _ in varden)
        fyllda = {r["organ"] for r in rader if any(r.get(k) for k in ("reviderat_arsmal", "svar", "aktivitet"))}
        for fil in ("Prognos", "Utfall"):
            rapporter = las(mapp / omgang.mapp / f"{fil.lower()}.csv")
            fyllda |= {r["organ"] for r in rapporter if r[fil]}
            assert {r["organ"] for r in rapporter} <= fyllda
        assert {r["organ"] for r in rader} <= fyllda


# ---- random years: what comes of them ------------------------------------------------------------------------------


def test_numbers_run_in_one_series(slumpat: Slumpat) -> None:
    slump, allt = slumpat.slump, slumpat.allt
    nummer = [u["nummer"] for u in allt["uppmaningar"]]
    assert nummer == [f"{slump.ar}-{n:02d}" for n in range(1, len(nummer) + 1)]
    koder = [o.kod for o in slump.omgangar]
    ordning = [koder.index(u["omgang"]) for u in allt["uppmaningar"]]
    assert ordning == sorted(ordning)


def test_statuses_are_those_of_the_latest_judgement(slumpat: Slumpat) -> None:
    slump, allt = slumpat.slump, slumpat.allt
    koder = [o.kod for o in slump.omgangar]
    domar: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for dom in allt["svar"]:
        domar.setdefault((dom["nummer"], dom["organ"]), []).append(dom)
    for u in allt["uppmaningar"]:
        assert u["mottagare"]
        assert u["till"]
        for m in u["mottagare"]:
            egna = domar.pop((u["nummer"], m["organ"]))
            assert {d["status"] for d in egna} <= STATUS
            assert all(d["status"] not in STANGER for d in egna[:-1])
            assert [m[k] for k in ("status", "sen", "omgang")] == [egna[-1][k] for k in ("status", "sen", "omgang")]
            forsta = koder.index(u["omgang"]) + 1
            assert [d["omgang"] for d in egna] == koder[forsta : forsta + len(egna)]
            assert m["status"] in STANGER or egna[-1]["omgang"] == koder[-1]
    assert not domar


def test_days_only_move_on(slumpat: Slumpat) -> None:
    slump, allt = slumpat.slump, slumpat.allt
    dagar = {o.senast.isoformat() for o in slump.uppfoljningar}
    for u in allt["uppmaningar"]:
        for m in u["mottagare"]:
            assert (m["senast"] is None) == (u["senast"] is None)
            assert m["senast"] is None or (m["senast"] >= u["senast"] and m["senast"] in dagar)
            assert not m["sen"] or m["senast"]
            assert m["status"] not in ("oppen", "utebliven") or not m["sen"]


def test_every_goal_and_indicator_stands_once_in_every_omgang(slumpat: Slumpat) -> None:
    slump, ar, allt = slumpat.slump, slumpat.ar, slumpat.allt
    for del_, koder in (("indikatorer", ar.indikatorer), ("mal", ar.mal)):
        par = [(r["kod"], r["fas"]) for r in allt[del_]]
        assert unika(par)
        assert set(par) == {(kod, o.kod) for kod in koder for o in slump.omgangar}
    for r in allt["indikatorer"]:
        assert not r["hojning"] or r["uppfyllelse"] in ("delvis", "inte")
        assert r["antal"] + len(r["saknas"]) == len(ar.innehavare[r["kod"]])


def test_the_shape_is_that_of_the_example_years(slumpat: Slumpat) -> None:
    slump, mapp = slumpat.slump, slumpat.mapp
    vantat = json.loads((EXEMPEL / ("liten-2026.json" if slump.gammal else "hela-2034.json")).read_text("utf-8"))
    fick = rakna(mapp)
    assert fick.keys() == vantat.keys()
    for del_, rader in fick.items():
        if isinstance(rader, list):
            assert all(r.keys() == vantat[del_][0].keys() for r in rader), del_
