"""The example years: other organs, other goals, other dates, another city. The whole export, field by field."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from rules.paminnelser import stegar
from schemas.arsmapp import ArYaml

EXEMPEL = Path(__file__).parent / "exempel"
AREN = sorted(p.stem for p in EXEMPEL.glob("*.json"))
DELAR = ("indikatorer", "mal", "uppmaningar", "resultatbudget", "beslutsbelopp", "avvikelser", "statsbidrag")


@pytest.fixture(scope="module", params=AREN)
def ar(request: pytest.FixtureRequest) -> str:
    """The name of an example year."""
    return request.param


@pytest.fixture(scope="module")
def vantat(ar: str) -> dict:
    """What must come out of it."""
    return json.loads((EXEMPEL / f"{ar}.json").read_text("utf-8"))


@pytest.mark.parametrize("del_", DELAR)
def test_the_export_of_an_example_year_is_the_expected_one(
    ar: str, vantat: dict, del_: str, aren: Callable, jamfor: Callable
) -> None:
    assert jamfor(vantat[del_], aren(EXEMPEL / ar).export[del_], del_) == []


def test_nothing_is_expected_that_is_not_compared(vantat: dict) -> None:
    assert set(vantat) == {*DELAR, "steg"}


def test_uppmaningar_stand_in_the_order_of_their_numbers(ar: str, vantat: dict, aren: Callable) -> None:
    fick = [u["nummer"] for u in aren(EXEMPEL / ar).export["uppmaningar"]]
    assert fick == [u["nummer"] for u in vantat["uppmaningar"]]


def test_the_three_ladders_of_an_organ_that_never_answers(ar: str, vantat: dict) -> None:
    om = ArYaml.model_validate(yaml.load((EXEMPEL / ar / "ar.yaml").read_text("utf-8"), Loader=yaml.BaseLoader))
    p, k = om.paminnelser, om.kalender
    alla = stegar(k.tertialrapport_1_senast, p.fore, p.efter, p.eskalering)
    fick = {
        roll: {s.namn: s.dag.isoformat() for s in stege if k.beslut <= s.dag <= k.uppfoljning}
        for roll, stege in alla.items()
    }
    assert fick == vantat["steg"]


def test_an_organ_that_never_answers_is_sent_every_step_on_its_day(ar: str, vantat: dict, aren: Callable) -> None:
    export = aren(EXEMPEL / ar).export
    svarade = {i["organ"] for i in export["inlamningar"] if i["slag"] == "T1"}
    tysta = {
        m["organ"] for u in export["uppmaningar"] for m in u["mottagare"] if m["senast"] and m["organ"] not in svarade
    }
    t1 = {u["senast"] for u in export["uppmaningar"]} - {None}
    assert tysta
    for organ in tysta:
        for roll in ("registrator", "forvaltningschef"):
            egna = [
                u
                for u in export["utskick"]
                if u["organ"] == organ
                and u["roll"] == roll
                and u["forfallo"] in t1
                and u["slag"] in ("paminnelse", "eskalering")
            ]
            assert {u["steg"]: u["dag"] for u in egna} == vantat["steg"][roll]
            assert len(egna) == len(vantat["steg"][roll])


def test_the_independent_computation_agrees(ar: str, oberoende: Callable, aren: Callable, jamfor: Callable) -> None:
    raknat = oberoende(EXEMPEL / ar)
    assert [f for d in DELAR for f in jamfor(raknat[d], aren(EXEMPEL / ar).export[d], d)] == []
