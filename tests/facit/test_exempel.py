"""The example years: other organs, goals, dates, rounds and words. The whole export, field by field."""

import json
from collections.abc import Callable

import pytest

from rules.paminnelser import stegar
from tasks.aret.arsmapp import read_mapp
from tests_stod import DELAR, EXEMPEL

AREN = sorted(p.stem for p in EXEMPEL.glob("*.json"))
#: what an expected year may hold beside parts of the export: the ladders of an organ that never answers
STEG = {"steg", "stegen"}


@pytest.fixture(scope="module", params=AREN)
def ar(request: pytest.FixtureRequest) -> str:
    """The name of an example year."""
    return request.param


@pytest.fixture(scope="module")
def vantat(ar: str) -> dict:
    """What must come out of it."""
    return json.loads((EXEMPEL / f"{ar}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def stegen(ar: str, vantat: dict) -> dict[str, dict[str, dict[str, str]]]:
    """Omgång → role → step → the day when it is sent to an organ that never answers."""
    forsta = read_mapp(EXEMPEL / ar).omgangar[1]
    return vantat.get("stegen") or {forsta.kod: vantat["steg"]}


@pytest.mark.parametrize("del_", DELAR)
def test_the_export_of_an_example_year_is_the_expected_one(
    ar: str, vantat: dict, del_: str, aren: Callable, jamfor: Callable
) -> None:
    if del_ not in vantat:
        pytest.skip("years of the old kind do not say")
    assert jamfor(vantat[del_], aren(EXEMPEL / ar).export[del_], del_) == []


def test_nothing_is_expected_that_is_not_compared(vantat: dict) -> None:
    assert set(vantat) - STEG <= set(DELAR)


def test_uppmaningar_stand_in_the_order_of_their_numbers(ar: str, vantat: dict, aren: Callable) -> None:
    fick = [u["nummer"] for u in aren(EXEMPEL / ar).export["uppmaningar"]]
    assert fick == [u["nummer"] for u in vantat["uppmaningar"]]


def test_the_three_ladders_of_an_organ_that_never_answers(ar: str, stegen: dict) -> None:
    innehall = read_mapp(EXEMPEL / ar)
    p = innehall.yaml.paminnelser
    fick = {}
    for fore, o in zip(innehall.omgangar, innehall.omgangar[1:], strict=False):
        alla = stegar(o.senast, p.fore, p.efter, p.eskalering)
        fick[o.kod] = {
            roll: {s.namn: s.dag.isoformat() for s in stege if fore.beslutas <= s.dag <= o.beslutas}
            for roll, stege in alla.items()
        }
    assert {kod: fick[kod] for kod in stegen} == stegen


def test_an_organ_that_never_answers_is_sent_every_step_on_its_day(ar: str, stegen: dict, aren: Callable) -> None:
    """In every omgång, whoever was asked by the decision before and hands in nothing."""
    export = aren(EXEMPEL / ar).export
    antal = 0
    for o in read_mapp(EXEMPEL / ar).omgangar[1:]:
        svarade = {i["organ"] for i in export["inlamningar"] if i["slag"] == o.kod}
        fragade = {s["organ"] for s in export["svar"] if s["omgang"] == o.kod and s["status"] == "utebliven"}
        for organ in fragade - svarade if o.kod in stegen else ():
            antal += 1
            for roll in ("registrator", "forvaltningschef"):
                egna = [
                    u
                    for u in export["utskick"]
                    if (u["organ"], u["roll"], u["forfallo"]) == (organ, roll, o.senast.isoformat())
                    and u["slag"] in ("paminnelse", "eskalering")
                ]
                assert {u["steg"]: u["dag"] for u in egna} == stegen[o.kod][roll]
                assert len(egna) == len(stegen[o.kod][roll])
    assert antal


def test_the_independent_computation_agrees(ar: str, oberoende: Callable, aren: Callable, jamfor: Callable) -> None:
    raknat = oberoende(EXEMPEL / ar)
    assert [f for d in DELAR for f in jamfor(raknat[d], aren(EXEMPEL / ar).export[d], d)] == []


def test_the_day_of_every_workbook_is_the_stated_one(ar: str, aren: Callable) -> None:
    """A workbook comes in on the day of `inlamningar.csv`, else on the due date, and not before it can."""
    innehall = read_mapp(EXEMPEL / ar)
    sagt = innehall.filer.get("inlamningar.csv")
    dagar = {} if sagt is None else {(r.organ, r.slag): r.inkom for r in sagt.itertuples()}
    inlamnade = aren(EXEMPEL / ar).export["inlamningar"]
    assert inlamnade
    for i in inlamnade:
        o = innehall.omgangar.med_kod(i["slag"])
        assert i["inkom"] == dagar.get((i["organ"], o.kod), o.senast).isoformat()
