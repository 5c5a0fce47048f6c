"""Golden cases: resultatbudget, beslutsbelopp, and where figures do not agree (kontrakt section 5, Money). Mnkr."""

from decimal import Decimal

import pandas as pd
import pytest

from rules.ekonomi import (
    beslutsavvikelser,
    beslutssumma,
    budgetavvikelser,
    justerad,
    projektavvikelser,
    ramavvikelser,
)
from schemas.begrepp import Avvikelseslag

D = Decimal


def ram(kolumner, rader):
    """A frame from rows of words: "–" is not stated, what can be read as a number is a decimal."""

    def cell(ord_):
        if ord_ == "–":
            return None
        return D(ord_) if ord_.lstrip("-").replace(".", "", 1).isdigit() else ord_

    return pd.DataFrame([[cell(o) for o in r.split()] for r in rader], columns=kolumner.split(), dtype=object)


def budget(*rader):
    return ram("rad summerar kf_budget justeringar omslutning", rader)


def justeringar(*rader):
    return ram("slag finansiering beviljat", rader)


def beslut(*rader):
    return ram("punkt slag finansiering belopp", rader)


def investeringar(*rader):
    return ram("slag organ post netto prognos", rader)


def funna(avvikelser):
    return [(a.slag, a.nyckel, a.belopp) for a in avvikelser]


# ---- resultatbudget -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param("a – 100 5.5 -2", "103.5", id="the three are added"),
        pytest.param("a – 100 – –", "100", id="what is not stated adds nothing"),
        pytest.param("a – – -5.5 –", "-5.5", id="an adjustment alone"),
        pytest.param("a – -100 100 0", "0", id="they may cancel out"),
        pytest.param("s a+b 100 5 0", "105", id="a sum row is adjusted by its own columns"),
    ],
)
def test_a_row_of_the_resultatbudget_as_adjusted(rad, vantat):
    assert justerad(budget(rad).iloc[0]) == D(vantat)


@pytest.mark.parametrize(
    ("rader", "vantat"),
    [
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 100 3 0"], [], id="all columns agree"),
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 100.1 3 0"], ["0.1"], id="kf_budget is too high"),
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 99.9 3 0"], ["-0.1"], id="kf_budget is too low"),
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 100 4 0"], ["1"], id="justeringar do not agree"),
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 100 3 -7"], ["-7"], id="omslutning does not agree"),
        pytest.param(["a – 60 1 0", "b – 40 2 0", "s a+b 101 5 -7"], ["1", "2", "-7"], id="no column agrees"),
        pytest.param(["a – -60 0 0", "b – 40 0 0", "s a+b -20 0 0"], [], id="costs are negative"),
        pytest.param(["a – 60 – –", "b – 40 – –", "s a+b – – –"], [], id="a sum row that states nothing"),
        pytest.param(["a – 60 – –", "b – – – –", "s a+b 60 – –"], [], id="a part that states nothing adds nothing"),
        pytest.param(["a – – 1 0", "b – – 2 0", "s a+b 100 3 0"], [], id="none of the parts states the column"),
    ],
)
def test_a_sum_row_against_its_parts(stockholm, rader, vantat):
    vantade = [(Avvikelseslag.RESULTATBUDGET, "s", D(v)) for v in vantat]
    assert funna(budgetavvikelser(budget(*rader), stockholm)) == vantade


def test_a_sum_of_sums_is_held_against_the_sums_as_they_stand(stockholm):
    rader = ["a – 60 0 0", "s a 61 0 0", "b – 40 0 0", "t s+b 101 0 0"]
    assert funna(budgetavvikelser(budget(*rader), stockholm)) == [(Avvikelseslag.RESULTATBUDGET, "s", D(1))]


# ---- beslutsbelopp --------------------------------------------------------------------------------------------------

JUSTERINGAR = ("drift CM2 10", "drift CM2 2.5", "drift CM1 7", "investering – 30", "investering CM2 -5", "drift – –")


@pytest.mark.parametrize(
    ("punkt", "vantat"),
    [
        pytest.param("1 drift CM2 12.5", "12.5", id="those of the slag with the finansiering"),
        pytest.param("1 drift – 19.5", "19.5", id="all of the slag where no finansiering is stated"),
        pytest.param("1 investering – 25", "25", id="a negative one is taken off"),
        pytest.param("1 investering CM2 25", "-5", id="the sum may be negative"),
        pytest.param("1 internranta – 1", None, id="no row of the slag: no sum"),
        pytest.param("1 investering CM9 1", None, id="no row of the slag with the finansiering: no sum"),
    ],
)
def test_the_sum_behind_an_amount_to_decide(punkt, vantat):
    summa = beslutssumma(beslut(punkt).iloc[0], justeringar(*JUSTERINGAR))
    assert summa == (None if vantat is None else D(vantat))


@pytest.mark.parametrize(
    ("punkt", "vantat"),
    [
        pytest.param("p1 drift CM2 12.4", "0.1", id="the sum is higher than the decision"),
        pytest.param("p1 drift CM2 12.5", None, id="the sum is the decision"),
        pytest.param("p1 drift CM2 12.6", "-0.1", id="the sum is lower than the decision"),
        pytest.param("p1 drift CM2 –", None, id="without an amount the sum is it"),
        pytest.param("p1 internranta – 12", None, id="without a sum there is nothing to hold it against"),
        pytest.param("p1 drift CM2 0", "12.5", id="a decision of 0 is a decision"),
    ],
)
def test_an_amount_to_decide_against_its_sum(punkt, vantat):
    vantade = [] if vantat is None else [(Avvikelseslag.BESLUTSBELOPP, "p1", D(vantat))]
    assert funna(beslutsavvikelser(beslut(punkt), justeringar(*JUSTERINGAR))) == vantade


# ---- investeringar --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rader", "vantat"),
    [
        pytest.param(["ram gata – 100 –", "del gata x 60 –", "del gata y 40 –"], None, id="the parts make the frame"),
        pytest.param(
            ["ram gata – 100 –", "del gata x 60 –", "del gata y 40.1 –"], "0.1", id="the parts pass the frame"
        ),
        pytest.param(["ram gata – 100 –", "del gata x 60 –", "del gata y 39 –"], "-1", id="the parts fall short"),
        pytest.param(["ram gata – 100 –"], None, id="a frame without parts"),
        pytest.param(["del gata x 60 –"], None, id="parts without a frame"),
        pytest.param(["ram gata – – –", "del gata x 60 –"], None, id="a frame that states no netto"),
        pytest.param(["ram gata – 100 –", "del gata x – –"], None, id="parts that state no netto"),
        pytest.param(["ram gata – 100 –", "del gata x 100 –", "del fritid x 1 –"], None, id="another's parts"),
        pytest.param(["ram gata – 100 –", "del gata x 100 –", "projekt gata z 9 –"], None, id="a project is no part"),
        pytest.param(["ram gata – -5 –", "del gata x -6 –"], "-1", id="nettos may be negative"),
    ],
)
def test_a_frame_against_its_parts(organen, stockholm, rader, vantat):
    vantade = [] if vantat is None else [(Avvikelseslag.RAM, "gata", D(vantat))]
    assert funna(ramavvikelser(investeringar(*rader), organen(), stockholm)) == vantade


ALLA_RAMAR = ("ram alby – 10 –", "ram fritid – 20 –", "ram gata – 30 –")


@pytest.mark.parametrize(
    ("rader", "vantat"),
    [
        pytest.param([*ALLA_RAMAR, "ram – – 60 –"], None, id="the frames make the city's"),
        pytest.param([*ALLA_RAMAR, "ram – – 59 –"], "1", id="the frames pass the city's"),
        pytest.param([*ALLA_RAMAR, "ram – – 61.5 –"], "-1.5", id="the frames fall short of the city's"),
        pytest.param([*ALLA_RAMAR[:2], "ram – – 61 –"], None, id="one namnd has no frame"),
        pytest.param([*ALLA_RAMAR], None, id="the city has no frame"),
        pytest.param([*ALLA_RAMAR, "ram – – – –"], None, id="the city's frame states no netto"),
    ],
)
def test_the_frames_of_all_namnder_against_that_of_the_city(organen, stockholm, rader, vantat):
    organ = organen(sdn="alby", fack="fritid gata", bolag="hamn")
    vantade = [] if vantat is None else [(Avvikelseslag.RAM, "", D(vantat))]
    assert funna(ramavvikelser(investeringar(*rader), organ, stockholm)) == vantade


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param("projekt gata bron 100 99.9", None, id="a forecast below the budget"),
        pytest.param("projekt gata bron 100 100", None, id="a forecast exactly at the budget"),
        pytest.param("projekt gata bron 100 100.1", "0.1", id="a forecast just over the budget"),
        pytest.param("projekt gata bron 100 –", None, id="no forecast"),
        pytest.param("projekt gata bron – 100", None, id="no budget"),
        pytest.param("projekt gata bron 0 100", "100", id="a budget of 0 is a budget"),
        pytest.param("del gata bron 100 120", None, id="a part is no project"),
        pytest.param("ram gata bron 100 120", None, id="a frame is no project"),
    ],
)
def test_a_project_against_its_forecast(rad, vantat):
    vantade = [] if vantat is None else [(Avvikelseslag.PROJEKT, "bron", D(vantat))]
    assert funna(projektavvikelser(investeringar(rad))) == vantade


# ---- in the city's words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("egna", "vantat"),
    [
        pytest.param({}, "s, KF:s budget: raden är 101 mnkr, delarna 100 mnkr", id="Stockholm"),
        pytest.param(
            {"kommunfullmaktige": "regionfullmäktige/regionfullmäktige///RF"},
            "s, RF:s budget: raden är 101 mnkr, delarna 100 mnkr",
            id="a region",
        ),
    ],
)
def test_a_sum_row_is_told_of_in_the_words_of_the_city(ord_ur, egna, vantat):
    [a] = budgetavvikelser(budget("a – 60 0 0", "b – 40 0 0", "s a+b 101 0 0"), ord_ur(**egna))
    assert a.text == vantat


@pytest.mark.parametrize(
    ("egna", "vantat"),
    [
        pytest.param(
            {}, "Hela staden: ramarna summerar till 60 mnkr, stadens ram är 61,5 mnkr", id="a stad by its default"
        ),
        pytest.param(
            {"staden": "kommun/kommunen/kommuner/kommunerna"},
            "Hela kommunen: ramarna summerar till 60 mnkr, kommunens ram är 61,5 mnkr",
            id="a kommun",
        ),
    ],
)
def test_the_frame_of_all_is_told_of_in_the_words_of_the_city(organen, ord_ur, egna, vantat):
    organ = organen(sdn="alby", fack="fritid gata", bolag="hamn")
    [a] = ramavvikelser(investeringar(*ALLA_RAMAR, "ram – – 61.5 –"), organ, ord_ur(**egna))
    assert a.text == vantat
