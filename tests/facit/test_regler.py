"""Every rule is declared whole: one declaration per grund, whose sentences hold in whichever city.

Kontrakt section 1, The city's own words, and section 5, Uppmaningar.
"""

import dataclasses
import re
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from jinja2 import UndefinedError

from notifications.texter import render_mening
from notifications.uppmaningstext import uppmaningstext
from rules.svar import Jamforelse
from rules.uppmaningar import Stalld
from schemas.aryaml import Troskelvarden
from schemas.begrepp import Begar, Grund
from schemas.ord import FORMER, Ord, Ordbok, standardord
from schemas.regler import GRUNDER, JAMFORT, REGEL, REGLER, RIKTADE_MENINGAR, Fragas, Frist, mening

#: the contract's table: applies without being named, what is asked for, by when, and when it is asked
TABELL = {
    "saknat_arsmal": (True, Begar.ARSMAL, Frist.FORSTA, Fragas.PLANEN),
    "kf_arsmal_faststallt": (True, Begar.ARSMAL, Frist.FORSTA, Fragas.SENARE),
    "sankt_ambition": (False, Begar.REVIDERAT_ARSMAL, Frist.FORSTA, Fragas.PLANEN),
    "under_kf_arsmal": (False, Begar.REVIDERAT_ARSMAL, Frist.FORSTA, Fragas.PLANEN),
    "aggregat_under_kf": (True, Begar.REVIDERAT_ARSMAL, Frist.FORSTA, Fragas.PLANEN),
    "stor_avvikelse": (False, Begar.INTENSIFIERAT_ARBETE, None, Fragas.PLANEN),
    "saknad_beskrivning": (False, Begar.BESKRIVNING, Frist.FORSTA, Fragas.PLANEN),
    "saknad_aktivitet": (False, Begar.AKTIVITET, None, Fragas.PLANEN),
    "ofullstandig_internkontroll": (True, Begar.KOMPLETTERING, Frist.FORSTA, Fragas.PLANEN),
    "prognos_under_arsmal": (False, Begar.ATGARD, Frist.NASTA, Fragas.PROGNOSEN),
    "riktad": (True, None, None, Fragas.NAR_SOM_HELST),
}
#: what still holds a word of Stockholm's that ord.csv has a key for
#: the rules that do not look at indicators
UTAN_VILLKOR = {Grund.OFULLSTANDIG_INTERNKONTROLL, Grund.RIKTAD}
#: every (grund, begar) that an uppmaning may have
FRAGOR = [(r.grund, begar) for r in REGLER for begar in ([r.begar] if r.begar else Begar)]
STOCKHOLM = standardord()
#: a city whose every word is made up, each form another
PAHITTAT = Ordbok({k: Ord(*(f"q{n}{form.replace('_', '')}" for form in FORMER)) for n, k in enumerate(STOCKHOLM)})


# ---- the declarations -----------------------------------------------------------------------------------------------


def test_every_grund_has_exactly_one_rule_in_the_order_of_the_table():
    assert [str(r.grund) for r in REGLER] == list(TABELL) == [str(g) for g in Grund]
    assert [r.grund for r in REGEL.values()] == list(Grund)


@pytest.mark.parametrize("regel", REGLER, ids=lambda r: r.grund)
def test_a_rule_asks_for_what_the_contract_says_and_when_it_says(regel):
    assert (regel.alltid, regel.begar, regel.frist, regel.fragas) == TABELL[regel.grund]


@pytest.mark.parametrize("regel", REGLER, ids=lambda r: r.grund)
def test_a_rule_that_looks_at_indicators_has_a_condition(regel):
    assert (regel.villkor is None) == (regel.grund in UTAN_VILLKOR)


@pytest.mark.parametrize("regel", REGLER, ids=lambda r: r.grund)
def test_a_rule_names_only_what_there_is(regel):
    assert set(regel.jamfor) <= set(JAMFORT)
    assert regel.troskel in {None, *Troskelvarden.model_fields}
    falt = [{f.name for f in dataclasses.fields(klass)} for klass in (Jamforelse, Stalld)]
    assert regel.krav in {None} | (falt[0] & falt[1])


def test_everything_that_can_be_compared_is_compared_by_some_rule():
    """`vidgad` stands beside the others where a row, and not the rule, put an organ there."""
    assert {k for r in REGLER for k in r.jamfor} == set(JAMFORT) - {"vidgad"}


def test_what_may_be_named_in_provas_or_widened_is_every_rule_but_what_the_office_asks_itself():
    assert list(GRUNDER) == [g for g in Grund if g is not Grund.RIKTAD]


def test_only_the_rule_on_the_aggregate_is_satisfied_by_all_together():
    assert [r.grund for r in REGLER if r.samlat] == [Grund.AGGREGAT_UNDER_KF]


# ---- their sentences ------------------------------------------------------------------------------------------------


def test_what_the_office_asks_itself_has_a_sentence_for_everything_that_can_be_asked_for():
    assert list(RIKTADE_MENINGAR) == list(Begar)
    assert [mening(Grund.RIKTAD, begar) for begar in Begar] == list(RIKTADE_MENINGAR.values())


def test_a_rule_has_its_own_sentence_whatever_it_asks_for():
    assert all(mening(r.grund, r.begar) == r.mening for r in REGLER if r.begar)
    assert len({r.mening for r in REGLER}) == len(REGLER)


def test_a_name_that_nobody_gives_in_a_sentence_is_an_error():
    with pytest.raises(UndefinedError):
        render_mening(STOCKHOLM, "{{ okant }}")


@pytest.fixture(params=[STOCKHOLM, PAHITTAT], ids=["Stockholm", "a city of made-up words"])
def orden(request):
    """The words of a city."""
    return request.param


def text(o, grund, begar, **om):
    alla = {"ar": 2026, "till": "Albynämnden", "indikatornamn": "Andel nöjda", "malnamn": "Trygghet"}
    return uppmaningstext(o, grund=grund, begar=begar, **alla, **om)


@pytest.mark.parametrize(("grund", "begar"), FRAGOR)
@pytest.mark.parametrize(
    ("kf_arsmal", "enhet", "med_dag"), list(product([Decimal("70.5"), None], ["procent", None], [True, False]))
)
def test_every_sentence_is_whole_whatever_is_stated(orden, omgang, grund, begar, kf_arsmal, enhet, med_dag):
    runda = {"omgang": omgang("T1"), "senast": date(2026, 5, 15)} if med_dag else {}
    svar = text(orden, grund, begar, kf_arsmal=kf_arsmal, enhet=enhet, **runda)
    assert svar.startswith(f"Albynämnden {orden.uppmanas} ")
    assert ("senast i runda T1, den 15 maj 2026, " in svar) == med_dag
    assert re.search(r"None|[{}]|  |\n| [.,]|,\.|\.\.", svar) is None
    assert svar.endswith(".")


def stockholmska(svar):
    """The words of Stockholm's in a text that the city's own should have replaced."""
    alla = {form for o in STOCKHOLM.values() for form in dataclasses.astuple(o) if form}
    alla |= {o.genitiv for o in STOCKHOLM.values()} | {o.flera_bestamd_genitiv for o in STOCKHOLM.values()}
    return {ord_ for ord_ in alla if re.search(rf"\b{re.escape(ord_)}\b", svar, re.IGNORECASE)}


@pytest.mark.parametrize(("grund", "begar"), FRAGOR)
def test_a_sentence_holds_no_word_that_the_city_calls_something_else(grund, begar):
    svar = text(PAHITTAT, grund, begar, kf_arsmal=Decimal("70.5"), enhet="procent")
    assert stockholmska(svar) == set()


@pytest.mark.parametrize("grund", list(Grund))
def test_the_name_and_the_text_of_a_rule_hold_no_word_that_the_city_calls_something_else(grund):
    assert stockholmska(PAHITTAT.text(f"{REGEL[grund].namn}. {REGEL[grund].text}")) == set()


@pytest.mark.parametrize("nyckel", JAMFORT)
def test_what_a_rule_compared_holds_no_word_that_the_city_calls_something_else(nyckel):
    assert stockholmska(PAHITTAT.text(JAMFORT[nyckel])) == set()


@pytest.mark.parametrize("regel", REGLER, ids=lambda r: r.grund)
def test_a_rule_is_called_something_in_running_text_and_by_no_other_name_than_its_own(regel):
    assert STOCKHOLM.kod(regel.grund) == STOCKHOLM.text(regel.namn)
    assert STOCKHOLM.kod_av(STOCKHOLM.text(regel.namn), [str(g) for g in Grund]) == regel.grund
