"""Golden cases: when people in a Swedish city are at work (kontrakt section 5, Reminders)."""

from datetime import date

import pytest

from rules.kalender import arbetsdag_efter, arbetsdag_fore, is_arbetsdag

LEDIGA = {
    "2026-01-01": "nyarsdagen",
    "2026-01-06": "trettondedag jul",
    "2026-04-03": "langfredagen",
    "2026-04-05": "paskdagen",
    "2026-04-06": "annandag pask",
    "2026-05-01": "forsta maj",
    "2026-05-14": "Kristi himmelsfardsdag",
    "2026-05-24": "pingstdagen",
    "2025-06-06": "nationaldagen, a Friday",
    "2026-06-19": "midsommarafton",
    "2026-06-20": "midsommardagen",
    "2026-10-31": "alla helgons dag",
    "2026-12-24": "julafton",
    "2026-12-25": "juldagen",
    "2028-12-26": "annandag jul, a Tuesday",
    "2026-12-31": "nyarsafton",
    "2026-05-16": "a Saturday",
    "2026-05-17": "a Sunday",
}
ARBETSDAGAR = {
    "2026-01-02": "the Friday after nyarsdagen",
    "2026-01-05": "trettondagsafton",
    "2026-04-02": "skartorsdagen",
    "2026-04-07": "the Tuesday after pask",
    "2026-04-30": "valborgsmassoafton",
    "2026-05-13": "the day before Kristi himmelsfardsdag",
    "2026-05-15": "the Friday after Kristi himmelsfardsdag",
    "2026-05-25": "annandag pingst, which is no holiday any more",
    "2026-06-05": "the day before nationaldagen",
    "2026-06-18": "the day before midsommarafton",
    "2026-06-22": "the Monday after midsommar",
    "2026-10-30": "the day before alla helgons dag",
    "2026-12-23": "the day before julafton",
    "2026-12-28": "the Monday after jul",
    "2026-12-30": "the day before nyarsafton",
}


@pytest.mark.parametrize("dag", [pytest.param(d, id=f"{d} is {namn}") for d, namn in LEDIGA.items()])
def test_nobody_is_at_work(dag):
    assert not is_arbetsdag(date.fromisoformat(dag))


@pytest.mark.parametrize("dag", [pytest.param(d, id=f"{d} is {namn}") for d, namn in ARBETSDAGAR.items()])
def test_people_are_at_work(dag):
    assert is_arbetsdag(date.fromisoformat(dag))


@pytest.mark.parametrize(
    ("ar", "dag"),
    [
        pytest.param(2020, 19, id="the earliest that midsommarafton can be, 19 June"),
        pytest.param(2026, 19, id="2026"),
        pytest.param(2023, 23, id="2023"),
        pytest.param(2024, 21, id="2024"),
        pytest.param(2025, 20, id="2025"),
        pytest.param(2021, 25, id="the latest that midsommarafton can be, 25 June"),
    ],
)
def test_midsommarafton_is_the_friday_between_19_and_25_june(ar, dag):
    torsdag, fredag = date(ar, 6, dag - 1), date(ar, 6, dag)
    assert fredag.weekday() == 4
    assert is_arbetsdag(torsdag)
    assert not is_arbetsdag(fredag)


@pytest.mark.parametrize(
    ("dag", "fore", "efter"),
    [
        pytest.param("2026-05-13", "2026-05-13", "2026-05-13", id="a working day stays"),
        pytest.param("2026-05-16", "2026-05-15", "2026-05-18", id="a Saturday"),
        pytest.param("2026-05-17", "2026-05-15", "2026-05-18", id="a Sunday"),
        pytest.param("2026-05-14", "2026-05-13", "2026-05-15", id="a holiday in the middle of the week"),
        pytest.param("2026-04-04", "2026-04-02", "2026-04-07", id="pask from Friday to Monday"),
        pytest.param("2026-06-19", "2026-06-18", "2026-06-22", id="midsommarafton and the weekend"),
        pytest.param("2026-12-24", "2026-12-23", "2026-12-28", id="julafton, juldagen and the weekend"),
        pytest.param("2026-12-31", "2026-12-30", "2027-01-04", id="nyarsafton, nyarsdagen and the weekend, a new year"),
        pytest.param("2027-01-01", "2026-12-30", "2027-01-04", id="nyarsdagen back into the old year"),
    ],
)
def test_the_working_day_before_and_after(dag, fore, efter):
    assert arbetsdag_fore(date.fromisoformat(dag)) == date.fromisoformat(fore)
    assert arbetsdag_efter(date.fromisoformat(dag)) == date.fromisoformat(efter)
