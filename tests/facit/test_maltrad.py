"""Golden cases: goal trees of any depth (kontrakt sections 1 and 5).

A leaf is written as one letter per indicator: h = helt, d = delvis, i = inte, - = ej bedömbar.
"""

import pytest

from rules.avstamning import reconcile
from rules.bedomning import bottom_up, judge_overordnade, leaves_under
from schemas.begrepp import Bedomning, Begar, Grund
from schemas.underlag import build

HELT, DELVIS, INTE, EJ = Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE, Bedomning.EJ_BEDOMBAR
ARSMAL = {"h": "100", "d": "90", "i": "89", "-": None}  # against KF's 100: exactly ten per cent short is delvis

ETT_LED = (("a", None), ("b", None), ("c", None))
TRE_LED = (
    ("1", None),
    ("1.1", "1"),
    ("1.1.1", "1.1"),
    ("1.1.2", "1.1"),
    ("1.2", "1"),
    ("1.2.1", "1.2"),
    ("2", None),
    ("2.1", "2"),
    ("2.1.1", "2.1"),
)
#: a leaf beside a goal that has goals below it, and one at the top
OJAMNT = (("1", None), ("1.1", "1"), ("1.2", "1"), ("1.2.1", "1.2"), ("1.2.2", "1.2"), ("2", None))


@pytest.fixture
def bedomda(gor_underlag):
    """Goal → its Malbedomning, from letters per leaf."""

    def av(mal, per_lov, beslut=None, bidrag=()):
        indikatorer = [
            {"kod": f"{lov}-{n}", "mal": lov, "kf_arsmal": "100", "bokstav": b}
            for lov, bokstaver in per_lov.items()
            for n, b in enumerate(bokstaver)
        ]
        innehav = [{"indikator": i["kod"], "organ": "alby", "arsmal": ARSMAL[i["bokstav"]]} for i in indikatorer]
        underlag = gor_underlag(mal=mal, indikatorer=indikatorer, innehav=innehav, bidrag=bidrag)
        return {m.kod: m for m in reconcile(underlag, beslut).mal}

    return av


def forslag(alla):
    return {kod: m.forslag for kod, m in alla.items()}


def ram(mal):
    return build("mal", [{"kod": kod, "namn": f"Mål {kod}", "overordnat": over} for kod, over in mal])


# ---- the shape of a tree --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mal", "vantat"),
    [
        pytest.param(ETT_LED, ("a", "b", "c"), id="of one level: all"),
        pytest.param(TRE_LED, ("1.1.1", "1.1.2", "1.2.1", "2.1.1"), id="of three levels: the lowest"),
        pytest.param(OJAMNT, ("1.1", "1.2.1", "1.2.2", "2"), id="at different depths"),
        pytest.param((("x", "y"), ("y", None)), ("x",), id="however the rows stand"),
    ],
)
def test_a_leaf_is_a_goal_with_no_goal_below_it(gor_underlag, mal, vantat):
    assert gor_underlag(mal=mal).lov == vantat


@pytest.mark.parametrize(
    ("mal", "vantat"),
    [
        pytest.param(ETT_LED, [], id="of one level: none has"),
        pytest.param(TRE_LED, ["1", "1.1", "1.2", "2", "2.1"], id="of three levels"),
        pytest.param(OJAMNT, ["1", "1.2"], id="with leaves at different depths"),
        pytest.param((("x", None), ("y", "x"), ("z", "y"), ("w", "z")), ["x", "y", "z"], id="four levels in one line"),
        pytest.param((("w", "z"), ("z", "y"), ("y", "x"), ("x", None)), ["x", "y", "z"], id="the top last in the file"),
    ],
)
def test_the_goals_that_have_goals_below_them_come_after_those(mal, vantat):
    svar = bottom_up(ram(mal))
    assert sorted(svar) == sorted(vantat)
    assert [kod for kod, over in mal if kod in svar and over and svar.index(kod) > svar.index(over)] == []


@pytest.mark.parametrize(
    ("mal", "kod", "vantat"),
    [
        pytest.param(ETT_LED, "b", {"b"}, id="of a leaf at the top: itself"),
        pytest.param(TRE_LED, "1", {"1.1.1", "1.1.2", "1.2.1"}, id="of a top goal: all two levels below"),
        pytest.param(TRE_LED, "1.1", {"1.1.1", "1.1.2"}, id="of a goal in the middle: those below it alone"),
        pytest.param(TRE_LED, "1.1.2", {"1.1.2"}, id="of a leaf: itself"),
        pytest.param(OJAMNT, "1", {"1.1", "1.2.1", "1.2.2"}, id="at different depths"),
    ],
)
def test_the_leaves_under_a_goal(mal, kod, vantat):
    assert leaves_under(ram(mal), kod) == vantat


# ---- one level ------------------------------------------------------------------------------------------------------


def test_in_a_tree_of_one_level_every_goal_is_judged_over_its_indicators(bedomda):
    alla = bedomda(ETT_LED, {"a": "hhd", "b": "hi", "c": "-"})
    assert forslag(alla) == {"a": HELT, "b": DELVIS, "c": EJ}
    assert [(m.helt, m.delvis, m.inte, m.av) for m in alla.values()] == [(2, 1, 0, 3), (1, 0, 1, 2), (0, 0, 0, 1)]


def test_in_a_tree_of_one_level_every_goal_counts_who_contributes(bedomda):
    alla = bedomda(ETT_LED, {"a": "h"}, bidrag=[{"organ": "alby", "mal": "a"}, {"organ": "hamn", "mal": "b"}])
    assert [(m.namnder, m.bolag, m.namndmal) for m in alla.values()] == [(1, 0, 0), (0, 1, 0), (0, 0, 0)]


def test_a_decision_changes_no_proposal_in_a_tree_of_one_level(bedomda):
    fall = {"a": "h", "b": "i", "c": "d"}
    assert bedomda(ETT_LED, fall, beslut={"a": INTE}) == bedomda(ETT_LED, fall)


# ---- three levels ---------------------------------------------------------------------------------------------------


def test_in_a_tree_of_three_levels_each_goal_rests_on_those_directly_below_it(bedomda):
    alla = bedomda(TRE_LED, {"1.1.1": "h", "1.1.2": "h", "1.2.1": "i", "2.1.1": "i"})
    assert {k: alla[k].forslag for k in ("1.1", "1.2", "1", "2.1", "2")} == {
        "1.1": HELT,  # both below it helt
        "1.2": INTE,
        "1": DELVIS,  # one helt and one inte, though two leaves of three are helt
        "2.1": INTE,
        "2": INTE,
    }


def test_the_counts_are_of_the_goals_directly_below_not_of_leaves_nor_indicators(bedomda):
    alla = bedomda(TRE_LED, {"1.1.1": "hh", "1.1.2": "hh", "1.2.1": "i", "2.1.1": "h"})
    assert (alla["1"].helt, alla["1"].delvis, alla["1"].inte, alla["1"].av) == (1, 0, 1, 2)
    assert (alla["1.1"].helt, alla["1.1"].av) == (2, 2)


def test_only_a_leaf_counts_who_contributes(bedomda):
    alla = bedomda(TRE_LED, {"1.1.1": "h"}, bidrag=[{"organ": "alby", "mal": "1.1.1"}])
    assert (alla["1.1.1"].namnder, alla["1.1.1"].ar_lov) == (1, True)
    assert {(alla[k].namnder, alla[k].bolag, alla[k].namndmal, alla[k].ar_lov) for k in ("1", "1.1")} == {
        (None, None, None, False)
    }


@pytest.mark.parametrize(
    ("per_lov", "mitten", "toppen"),
    [
        # of 1.1 one of two is left, exactly half; of 1 both 1.1 and 1.2
        pytest.param({"1.1.1": "h", "1.1.2": "-", "1.2.1": "h"}, HELT, HELT, id="half of the goals in the middle left"),
        # 1.1 has none left; of 1 one of two is left
        pytest.param({"1.1.1": "-", "1.1.2": "-", "1.2.1": "i"}, EJ, INTE, id="none left in the middle, half above"),
        pytest.param({"1.1.1": "-", "1.1.2": "-", "1.2.1": "-"}, EJ, EJ, id="none left at any level"),
    ],
)
def test_what_cannot_be_judged_is_left_aside_at_every_level(bedomda, per_lov, mitten, toppen):
    alla = bedomda(TRE_LED, per_lov)
    assert (alla["1.1"].forslag, alla["1"].forslag) == (mitten, toppen)


@pytest.mark.parametrize(
    ("beslut", "vantat"),
    [
        pytest.param({}, {"1.1": DELVIS, "1": DELVIS}, id="nothing decided"),
        pytest.param({"1.1.2": HELT}, {"1.1": HELT, "1": HELT}, id="a leaf decided: felt two levels above"),
        pytest.param({"1.1": HELT}, {"1.1": DELVIS, "1": HELT}, id="a goal in the middle decided: felt above it alone"),
        pytest.param(
            {"1.1.2": HELT, "1.1": INTE},
            {"1.1": HELT, "1": DELVIS},
            id="a leaf and the goal above it decided: the top rests on what is decided of the middle",
        ),
        pytest.param({"1": INTE}, {"1.1": DELVIS, "1": DELVIS}, id="a top goal decided: its own proposal stands"),
        pytest.param(
            {"1.1": EJ}, {"1.1": DELVIS, "1": HELT}, id="a goal in the middle decided ej bedombar: left aside"
        ),
    ],
)
def test_a_goal_rests_on_what_is_decided_below_it_before_what_is_proposed(bedomda, beslut, vantat):
    alla = bedomda(TRE_LED, {"1.1.1": "h", "1.1.2": "i", "1.2.1": "h", "2.1.1": "h"}, beslut=beslut)
    assert {k: alla[k].forslag for k in vantat} == vantat


def test_a_leaf_beside_a_goal_with_goals_below_it_counts_as_one(bedomda):
    ett = bedomda(OJAMNT, {"1.1": "hhhh", "1.2.1": "i", "1.2.2": "i", "2": "h"})["1"]
    assert (ett.forslag, ett.helt, ett.inte, ett.av) == (DELVIS, 1, 1, 2)


def test_the_goals_above_may_be_judged_from_decided_leaves_alone():
    svar = judge_overordnade(ram(OJAMNT), {"1.1": HELT, "1.2.1": INTE, "1.2.2": INTE, "2": EJ})
    assert [(m.kod, m.forslag) for m in svar] == [("1.2", INTE), ("1", DELVIS)]


# ---- whom a goal concerns -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mal", "vantat"),
    [
        pytest.param("1", "alby berga cisa", id="of a top goal: holders of any indicator at any depth"),
        pytest.param("1.1", "alby berga", id="of a goal in the middle: holders below it"),
        pytest.param("1.1.2", "berga", id="of a leaf: its holders"),
        pytest.param("2", None, id="of a goal under which nobody holds anything: nobody"),
    ],
)
def test_berorda_of_a_goal_are_the_holders_at_any_depth_below_it(gor_underlag, fragade, mal, vantat):
    underlag = gor_underlag(
        mal=TRE_LED,
        indikatorer=[{"kod": "k1", "mal": "1.1.1"}, {"kod": "k2", "mal": "1.1.2"}, {"kod": "k3", "mal": "1.2.1"}],
        innehav=[
            {"indikator": "k1", "organ": "alby", "arsmal": "1"},
            {"indikator": "k2", "organ": "berga", "arsmal": "1"},
            {"indikator": "k3", "organ": "cisa", "arsmal": "1"},
        ],
        riktade=[{"mal": mal, "begar": Begar.ATGARD, "mottagare": "berorda"}],
    )
    assert fragade(underlag, Grund.RIKTAD) == vantat
