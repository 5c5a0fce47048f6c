"""Golden cases: the value of an omgång: årsmål in force, prognos or utfall (kontrakt section 5)."""

from decimal import Decimal

import pytest

from rules.aggregering import aggregate_all
from rules.avstamning import reconcile
from schemas.begrepp import Aggregering, Bedomning, Grund, Riktning

D = Decimal
HELT, DELVIS, INTE, EJ = Bedomning.HELT, Bedomning.DELVIS, Bedomning.INTE, Bedomning.EJ_BEDOMBAR
PA_VARDEN = ("T2", "VB")
ARSMAL = {"alby": "100", "berga": "80"}  # the mean 90, delvis against KF's 100
VARDE = {"alby": "70", "berga": "60"}  # the mean 65, inte


@pytest.fixture
def stamd(en_indikator, omgang):
    """The avstämning of an omgång, and its basis."""

    def av(kod, arsmal=ARSMAL, varde=VARDE, **om):
        underlag = en_indikator(arsmal, varde=varde, omgangen=omgang(kod), **{"kf_arsmal": "100", **om})
        return reconcile(underlag), underlag

    return av


# ---- what is aggregated ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kod", PA_VARDEN)
def test_what_the_organs_state_in_the_omgang_is_aggregated_not_their_arsmal(stamd, kod):
    rad = stamd(kod)[0].utfall.loc["k1"]
    assert (rad["aggregerat"], rad["uppfyllelse"], rad["antal"], rad["saknas"]) == (D(65), INTE, 2, [])


@pytest.mark.parametrize("kod", PA_VARDEN)
def test_a_holder_that_states_none_in_the_omgang_is_missing_though_it_has_an_arsmal(stamd, kod):
    rad = stamd(kod, varde={"alby": None, "berga": "100"})[0].utfall.loc["k1"]
    assert (rad["aggregerat"], rad["uppfyllelse"], rad["antal"], rad["saknas"]) == (D(100), HELT, 1, ["alby"])


@pytest.mark.parametrize("kod", PA_VARDEN)
def test_a_holder_that_states_one_counts_though_it_has_no_arsmal_nor_a_plan(stamd, kod):
    rad = stamd(kod, arsmal={"alby": None, "berga": None}, utan_plan="alby")[0].utfall.loc["k1"]
    assert (rad["aggregerat"], rad["antal"], rad["saknas"]) == (D(65), 2, [])


@pytest.mark.parametrize("kod", PA_VARDEN)
def test_where_nobody_states_any_the_indicator_is_ej_bedombar_whatever_the_arsmal(stamd, kod):
    rad = stamd(kod, varde={})[0].utfall.loc["k1"]
    assert (rad["aggregerat"], rad["uppfyllelse"], rad["saknas"]) == (None, EJ, ["alby", "berga"])


@pytest.mark.parametrize(
    ("slag", "vantat"),
    [
        (Aggregering.SUMMA, "130"),
        (Aggregering.MEDEL, "65"),
        (Aggregering.VAGT_MEDEL, "67.5"),  # (70·3 + 60·1) / 4
        (Aggregering.MINST, "60"),
        (Aggregering.STORST, "70"),
    ],
)
def test_prognoser_are_added_up_as_arsmal_are(stamd, slag, vantat):
    avstamning, _ = stamd("T2", aggregering=slag, vikt={"alby": "3"}, decimaler=1)
    assert avstamning.utfall.at["k1", "aggregerat"] == D(vantat)


@pytest.mark.parametrize(("kolumn", "vantat"), [("varde", "65"), ("arsmal", "90")])
def test_the_arsmal_in_force_may_be_aggregated_beside_the_values(stamd, kolumn, vantat):
    _, underlag = stamd("T2")
    utfall = aggregate_all(underlag.innehav, underlag.indikatorer, underlag.trosklar.indikator_delvis_inom, kolumn)
    assert utfall.at["k1", "aggregerat"] == D(vantat)


# ---- what rests on it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alby", "riktning", "vantat"),
    [
        pytest.param("100", Riktning.HOGRE, HELT, id="exactly KF's arsmal"),
        pytest.param("90", Riktning.HOGRE, DELVIS, id="ten per cent short"),
        pytest.param("89", Riktning.HOGRE, INTE, id="more than ten per cent short"),
        pytest.param("110", Riktning.LAGRE, DELVIS, id="lower is better: ten per cent over"),
        pytest.param("111", Riktning.LAGRE, INTE, id="lower is better: more than ten per cent over"),
    ],
)
@pytest.mark.parametrize("kod", PA_VARDEN)
def test_a_goal_is_judged_on_the_values_of_the_omgang(stamd, kod, alby, riktning, vantat):
    avstamning, _ = stamd(kod, arsmal={"alby": "100"}, varde={"alby": alby}, riktning=riktning)
    mal = {m.kod: m.forslag for m in avstamning.mal}
    assert avstamning.utfall.at["k1", "uppfyllelse"] == vantat
    assert (mal["1.1"], mal["1"]) == (vantat, vantat)


@pytest.mark.parametrize("kod", PA_VARDEN)
def test_nobody_is_to_raise_where_the_values_are_not_arsmal(stamd, kod):
    avstamning, underlag = stamd(kod)
    assert avstamning.hojningar(underlag) == {"k1": {}}


def test_in_a_follow_up_on_arsmal_those_that_must_raise_are_worked_out_anew(stamd):
    avstamning, underlag = stamd("T1", varde=None)
    # 2·100 − 100 = 100 for berga
    assert avstamning.hojningar(underlag) == {"k1": {"berga": D(100)}}


@pytest.mark.parametrize("kod", ["VP", "T1"])
def test_where_the_values_are_arsmal_what_is_in_force_is_what_is_aggregated(stamd, kod):
    avstamning, _ = stamd(kod, varde=None)
    assert avstamning.i_kraft.equals(avstamning.utfall)


@pytest.mark.parametrize("kod", ["T1", "T2", "VB"])
def test_no_rule_that_looks_at_the_plan_asks_again(stamd, uppmaningarna, kod):
    alla = "sankt_ambition+under_kf_arsmal+stor_avvikelse+saknad_beskrivning+saknad_aktivitet"
    om = {"utfall": {"alby": "110", "berga": "60"}, "utan_beskrivning": "alby", "utan_aktivitet": "alby"}
    arsmal = {**ARSMAL, "cisa": None}
    assert uppmaningarna(stamd(kod, arsmal, VARDE, provas=alla, **om)[1]) == []
    assert {u.grund for u in uppmaningarna(stamd("VP", arsmal, None, provas=alla, **om)[1])} == {
        Grund.SAKNAT_ARSMAL,
        Grund.SANKT_AMBITION,
        Grund.UNDER_KF_ARSMAL,
        Grund.AGGREGAT_UNDER_KF,
        Grund.STOR_AVVIKELSE,
        Grund.SAKNAD_BESKRIVNING,
        Grund.SAKNAD_AKTIVITET,
    }
