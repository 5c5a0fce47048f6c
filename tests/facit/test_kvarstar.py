"""Golden cases: what remains when an omgång is decided and another follows (kontrakt section 5, What remains)."""

from datetime import date
from decimal import Decimal

import pytest

from rules.avstamning import reconcile
from rules.svar import Jamforelse, Svar, judge_svar, next_senast
from schemas.begrepp import STANGER, Aggregering, Begar, Grund, Svarsstatus

D = Decimal
FORE, NASTA, EFTER = date(2026, 5, 15), date(2026, 8, 15), date(2026, 11, 15)
KVARSTAR = (Svarsstatus.UTEBLIVEN, Svarsstatus.OTILLRACKLIG)


def test_three_statuses_close_a_part_two_remain_and_one_waits():
    assert {*STANGER, *KVARSTAR, Svarsstatus.OPPEN} == set(Svarsstatus)
    assert set(STANGER) == {Svarsstatus.TILLRACKLIG, Svarsstatus.BESVARAD, Svarsstatus.MOTIVERAD}


@pytest.mark.parametrize("status", KVARSTAR)
@pytest.mark.parametrize(
    ("senast", "vantat"),
    [
        pytest.param(FORE, NASTA, id="one that was due before gets the next omgang's day"),
        pytest.param(NASTA, NASTA, id="one that is due on that day keeps it"),
        pytest.param(EFTER, EFTER, id="one that is due later, as by an anstand, never gets an earlier day"),
        pytest.param(None, None, id="an undated one stays undated"),
    ],
)
def test_what_remains_is_due_with_the_next_omgang(status, senast, vantat):
    assert next_senast(status, senast, NASTA) == vantat


@pytest.mark.parametrize("status", [*STANGER, Svarsstatus.OPPEN])
@pytest.mark.parametrize("senast", [FORE, NASTA, EFTER, None])
def test_what_is_closed_or_not_yet_due_keeps_its_day(status, senast):
    assert next_senast(status, senast, NASTA) == senast


def test_one_that_never_answers_is_utebliven_anew_in_every_omgang(omgangarna):
    ar, senast, domar = omgangarna(), omgangarna()[1].senast, []
    for o in ar[1:]:
        status = judge_svar(Grund.UNDER_KF_ARSMAL, Begar.REVIDERAT_ARSMAL, Svar(), Jamforelse(), senast, o.sammanstalls)
        domar.append((o.kod, senast.isoformat(), str(status)))
        if nasta := ar.efter(o):
            senast = next_senast(status, senast, nasta.senast)
    assert domar == [
        ("T1", "2026-05-15", "utebliven"),
        ("T2", "2026-08-15", "utebliven"),
        ("VB", "2026-11-15", "utebliven"),
    ]


def test_one_that_is_due_with_a_later_omgang_is_oppen_until_then(omgang):
    senast = omgang("T2").senast
    domar = [
        judge_svar(Grund.RIKTAD, Begar.ATGARD, Svar(), Jamforelse(), senast, omgang(kod).sammanstalls)
        for kod in ("T1", "T2", "VB")
    ]
    assert domar == [Svarsstatus.OPPEN, Svarsstatus.UTEBLIVEN, Svarsstatus.UTEBLIVEN]


# ---- "the indicator is helt" while answers are judged ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kod", "arsmal", "varde", "vantat"),
    [
        pytest.param("T1", "100", "100", True, id="on arsmal, which reach KF's"),
        pytest.param("T1", "90", "90", False, id="on arsmal, which do not"),
        pytest.param("T2", "100", "80", True, id="on prognos, which fall short though the arsmal reach KF's"),
        pytest.param("T2", "90", "110", False, id="on prognos, which reach KF's though the arsmal do not"),
        pytest.param("VB", "100", "80", True, id="on utfall, which fall short though the arsmal reach KF's"),
        pytest.param("VB", "90", "110", False, id="on utfall, which reach KF's though the arsmal do not"),
        pytest.param("T2", "100", None, True, id="on prognos, which nobody has stated"),
    ],
)
def test_the_indicator_is_helt_where_the_arsmal_in_force_are_whatever_is_aggregated(
    en_indikator, omgang, kod, arsmal, varde, vantat
):
    underlag = en_indikator({"alby": arsmal}, varde={"alby": varde}, omgangen=omgang(kod), kf_arsmal="100")
    assert reconcile(underlag).helt_i_kraft == ({"k1"} if vantat else set())


def test_a_value_short_of_its_raise_is_enough_where_the_arsmal_in_force_reach_kf_together(en_indikator, omgang):
    """In an omgång on prognos: alby was to come to 70 and came to 65, berga went from 80 to 85."""
    andra = {"varde": {"alby": "50", "berga": "50"}, "omgangen": omgang("T2"), "kf_arsmal": "75"}
    nu = reconcile(en_indikator({"alby": "65", "berga": "85"}, aggregering=Aggregering.MEDEL, **andra))
    mot = Jamforelse(kf_arsmal=D(75), forut=D(60), hojning=D(70), helt_nu="k1" in nu.helt_i_kraft)
    fraga = (Grund.AGGREGAT_UNDER_KF, Begar.REVIDERAT_ARSMAL, Svar(varde=D(65), eget_varde=True), mot)
    assert judge_svar(*fraga, omgang("T1").senast, omgang("T2").sammanstalls) == Svarsstatus.TILLRACKLIG
