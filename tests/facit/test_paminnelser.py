"""Golden cases: the three ladders of reminders (kontrakt section 5, Reminders)."""

from datetime import date

import pytest

from rules.paminnelser import aktuellt_steg, stegar, stege

FORE, EFTER = (28, 14, 7, 1), (1, 5, 10)
ESKALERING = {5: "forvaltningschef", 10: "planeringskontoret"}
dag = date.fromisoformat


def som_text(steg):
    return {s.namn: s.dag.isoformat() for s in steg}


@pytest.mark.parametrize(
    ("forfallo", "namn", "vantat"),
    [
        pytest.param("2026-05-15", "-28", "2026-04-17", id="28 days before on a Friday stays"),
        pytest.param("2026-05-15", "-14", "2026-04-30", id="14 days before on forsta maj moves to the day before"),
        pytest.param("2026-05-15", "-7", "2026-05-08", id="7 days before on a Friday stays"),
        pytest.param("2026-05-15", "-1", "2026-05-13", id="the day before on Kristi himmelsfardsdag moves back"),
        pytest.param("2026-05-15", "+1", "2026-05-18", id="the day after on a Saturday moves to Monday"),
        pytest.param("2026-05-15", "+5", "2026-05-20", id="5 days after on a Wednesday stays"),
        pytest.param("2026-05-15", "+10", "2026-05-25", id="10 days after on annandag pingst stays, no holiday"),
        pytest.param("2026-05-17", "-1", "2026-05-15", id="the day before a Sunday moves from Saturday to Friday"),
        pytest.param("2026-05-16", "+1", "2026-05-18", id="the day after a Saturday moves from Sunday to Monday"),
        pytest.param("2026-04-07", "-1", "2026-04-02", id="the day before the Tuesday after pask moves over pask"),
        pytest.param("2026-04-02", "+1", "2026-04-07", id="the day after skartorsdagen moves over pask"),
        pytest.param("2026-06-18", "+1", "2026-06-22", id="the day after on midsommarafton moves to Monday"),
        pytest.param("2026-06-26", "-7", "2026-06-18", id="7 days before on midsommarafton moves to Thursday"),
        pytest.param("2026-12-23", "+1", "2026-12-28", id="the day after on julafton moves over jul"),
        pytest.param("2026-12-25", "-1", "2026-12-23", id="the day before on julafton moves back"),
        pytest.param("2026-12-30", "+1", "2027-01-04", id="the day after on nyarsafton moves into the new year"),
        pytest.param("2027-01-07", "-7", "2026-12-30", id="7 days before on nyarsafton moves to the day before"),
        pytest.param("2027-01-07", "-1", "2027-01-05", id="the day before on trettondedag jul moves back"),
    ],
)
def test_a_step_moves_to_a_working_day(forfallo, namn, vantat):
    assert som_text(stege(dag(forfallo), FORE, EFTER))[namn] == vantat


def test_steps_are_counted_from_the_due_date_itself_though_it_is_a_day_off():
    # Sunday 17 May 2026: 28, 14 and 7 days before are Sundays too, and move to Friday
    assert som_text(stege(dag("2026-05-17"), FORE, EFTER)) == {
        "-28": "2026-04-17",
        "-14": "2026-04-30",  # Sunday 3 May → Friday 1 May is a holiday → Thursday
        "-7": "2026-05-08",
        "-1": "2026-05-15",
        "+1": "2026-05-18",
        "+5": "2026-05-22",
        "+10": "2026-05-27",
    }


def test_the_steps_stand_in_order_however_the_year_states_them():
    namn = [s.namn for s in stege(dag("2026-05-15"), fore=[1, 28, 7, 14], efter=[10, 1, 5])]
    assert namn == ["-28", "-14", "-7", "-1", "+1", "+5", "+10"]


# ---- ladders --------------------------------------------------------------------------------------------------------


def test_the_registrator_has_all_steps_and_each_role_of_the_escalation_its_own():
    stegarna = stegar(dag("2026-05-15"), FORE, EFTER, ESKALERING)
    assert {roll: [s.namn for s in steg] for roll, steg in stegarna.items()} == {
        "registrator": ["-28", "-14", "-7", "-1", "+1", "+5", "+10"],
        "forvaltningschef": ["+5"],
        "planeringskontoret": ["+10"],
    }


def test_steps_of_the_escalation_move_as_the_others():
    # 10 days after Wednesday 6 May is Saturday 16 May
    stegarna = stegar(dag("2026-05-06"), FORE, EFTER, ESKALERING)
    assert som_text(stegarna["planeringskontoret"]) == {"+10": "2026-05-18"}


def test_one_role_may_have_several_steps():
    eskalering = {5: "forvaltningschef", 10: "forvaltningschef"}
    stegarna = stegar(dag("2026-05-15"), FORE, EFTER, eskalering)
    assert som_text(stegarna["forvaltningschef"]) == {"+5": "2026-05-20", "+10": "2026-05-25"}


def test_without_an_escalation_there_is_one_ladder():
    assert list(stegar(dag("2026-05-15"), FORE, EFTER, {})) == ["registrator"]


# ---- which step a run sends -----------------------------------------------------------------------------------------

# due Friday 15 May 2026: -28 17 April, -14 30 April, -7 8 May, -1 13 May, +1 18 May, +5 20 May, +10 25 May
STEGE = stege(date(2026, 5, 15), FORE, EFTER)
TIDIGT = "2026-03-01"


@pytest.mark.parametrize(
    ("idag", "tillfragad", "sanda", "vantat"),
    [
        pytest.param("2026-04-16", TIDIGT, "", None, id="the day before the first step nothing is sent"),
        pytest.param("2026-04-17", TIDIGT, "", "-28", id="on the day of the first step it is sent"),
        pytest.param("2026-04-17", TIDIGT, "-28", None, id="run again on the day nothing is doubled"),
        pytest.param("2026-04-18", TIDIGT, "-28", None, id="the day after, what is sent is not sent again"),
        pytest.param("2026-04-18", TIDIGT, "", "-28", id="a run missed on the day is caught up the day after"),
        pytest.param("2026-04-29", TIDIGT, "", "-28", id="a missed step is caught up until the next one comes"),
        pytest.param("2026-04-30", TIDIGT, "", "-14", id="when the next one has come it alone is sent"),
        pytest.param("2026-04-30", TIDIGT, "-28", "-14", id="each step follows the one before"),
        pytest.param("2026-05-12", TIDIGT, "-28", "-7", id="two missed steps are one message, the latest"),
        pytest.param("2026-06-30", TIDIGT, "", "+10", id="after a long silence only the last step is sent"),
        pytest.param("2026-06-30", TIDIGT, "+10", None, id="after the last step there is no more"),
        pytest.param("2026-05-14", TIDIGT, "-28 -14 -7 -1", None, id="between two steps nothing is sent"),
        pytest.param("2026-05-15", TIDIGT, "-28 -14 -7 -1", None, id="on the due date itself nothing is sent"),
        pytest.param("2026-05-16", TIDIGT, "-1", None, id="on the Saturday after it waits for Monday"),
        pytest.param("2026-05-18", TIDIGT, "-1", "+1", id="on the Monday after it is sent"),
        pytest.param("2026-05-19", TIDIGT, "+5", None, id="an earlier step is never sent after a later one"),
        pytest.param("2026-04-30", TIDIGT, "-7", None, id="not even where the later one was sent ahead of its day"),
        pytest.param("2026-05-20", TIDIGT, "-28", "+5", id="that an early one was sent does not stop a later one"),
        pytest.param("2026-04-30", "2026-04-29", "", "-14", id="one asked the day before a step gets that step"),
        pytest.param("2026-04-30", "2026-04-30", "", "-14", id="one asked on the day of a step gets that step"),
        pytest.param("2026-05-01", "2026-05-01", "", None, id="one asked the day after a step does not get that step"),
        pytest.param("2026-05-07", "2026-05-01", "", None, id="nor later, before the next one comes"),
        pytest.param("2026-05-08", "2026-05-01", "", "-7", id="but gets the next one when it comes"),
        pytest.param("2026-05-26", "2026-05-26", "", None, id="one asked after all steps is never reminded"),
        pytest.param("2026-05-25", "2026-05-18", "", "+10", id="one asked after the due date gets what is left"),
    ],
)
def test_the_step_that_a_run_sends(idag, tillfragad, sanda, vantat):
    steg = aktuellt_steg(STEGE, dag(idag), dag(tillfragad), sanda.split())
    assert (steg.namn if steg else None) == vantat


@pytest.mark.parametrize(
    ("idag", "sanda", "vantat"),
    [
        pytest.param("2026-12-25", "", None, id="none before the day"),
        pytest.param("2026-12-28", "", "+5", id="on the day the later one alone"),
        pytest.param("2026-12-28", "+5", None, id="and not the earlier one after it"),
        pytest.param("2026-12-28", "+1", "+5", id="the later one though the earlier was sent"),
    ],
)
def test_two_steps_that_move_to_one_day_are_one(idag, sanda, vantat):
    # due Wednesday 23 December 2026: +1 is julafton, moved over jul to Monday 28 December; +5 is that Monday
    tva = stege(dag("2026-12-23"), efter=[1, 5])
    assert {s.dag for s in tva} == {dag("2026-12-28")}
    steg = aktuellt_steg(tva, dag(idag), dag(TIDIGT), sanda.split())
    assert (steg.namn if steg else None) == vantat


def test_a_step_is_missed_or_not_by_its_moved_day():
    """-14 of 15 May is forsta maj, moved to 30 April: one asked on forsta maj was asked after it."""
    assert aktuellt_steg(STEGE, dag("2026-05-01"), dag("2026-05-01"), ()) is None


def test_daily_runs_send_every_step_once_and_in_order():
    sanda = []
    for n in range(120):
        idag = date.fromordinal(dag(TIDIGT).toordinal() + n)
        if steg := aktuellt_steg(STEGE, idag, dag(TIDIGT), sanda):
            assert steg.dag == idag
            sanda.append(steg.namn)
    assert sanda == ["-28", "-14", "-7", "-1", "+1", "+5", "+10"]


def test_a_ladder_without_steps_sends_nothing():
    assert aktuellt_steg([], dag("2026-05-15"), dag(TIDIGT), ()) is None
