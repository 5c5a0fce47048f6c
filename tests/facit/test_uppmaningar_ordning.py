"""Golden cases: in which order uppmaningar stand, what they are numbered and how they name whom they ask.

Kontrakt section 5, Uppmaningar.
"""

import pytest

from rules.uppmaningar import number, order_and_name
from schemas.begrepp import Begar, Grund

SAKNAT = Grund.SAKNAT_ARSMAL
KONTROLL = Grund.OFULLSTANDIG_INTERNKONTROLL


# ---- order and numbers ----------------------------------------------------------------------------------------------


def test_the_order_is_goal_then_indicator_then_grund_then_row(gor_underlag, uppmaningarna):
    tom = {"arsmal": None, "beskriven": False}
    riktad = {"begar": Begar.ATGARD, "mottagare": "alby"}
    underlag = gor_underlag(
        mal=[("1", None), ("1.2", "1"), ("1.1", "1")],  # the order of the file, not of the codes
        indikatorer=[
            {"kod": "k9", "mal": "1.1", "provas": "saknad_beskrivning"},
            {"kod": "k2", "mal": "1.2"},
            {"kod": "k1", "mal": "1.1"},
        ],
        innehav=[{"indikator": k, "organ": "alby", **tom} for k in ("k9", "k2", "k1")],
        processer=[{"organ": "alby"}],
        riktade=[
            riktad | {"avser": "första texten"},
            riktad | {"mal": "1.1"},
            riktad | {"indikator": "k9", "avser": "b"},
            riktad | {"indikator": "k9", "avser": "a"},
            riktad | {"mal": "1"},
            riktad | {"avser": "andra texten"},
        ],
    )
    assert [(u.mal, u.indikator, u.grund, u.avser) for u in uppmaningarna(underlag)] == [
        ("1", None, Grund.RIKTAD, None),
        ("1.2", "k2", SAKNAT, None),
        ("1.1", "k9", SAKNAT, None),
        ("1.1", "k9", Grund.SAKNAD_BESKRIVNING, None),
        ("1.1", "k9", Grund.RIKTAD, "b"),
        ("1.1", "k9", Grund.RIKTAD, "a"),
        ("1.1", "k1", SAKNAT, None),
        ("1.1", None, Grund.RIKTAD, None),
        (None, None, KONTROLL, None),
        (None, None, Grund.RIKTAD, "första texten"),
        (None, None, Grund.RIKTAD, "andra texten"),
    ]


def test_the_goals_of_a_tree_of_three_levels_stand_in_the_order_of_the_file(gor_underlag, uppmaningarna):
    riktad = {"begar": Begar.ATGARD, "mottagare": "alby"}
    underlag = gor_underlag(
        mal=[("1", None), ("1.1", "1"), ("1.1.1", "1.1"), ("2", None), ("1.2", "1"), ("1.2.1", "1.2")],
        indikatorer=[{"kod": "k1", "mal": "1.2.1"}, {"kod": "k2", "mal": "2"}, {"kod": "k3", "mal": "1.1.1"}],
        innehav=[{"indikator": k, "organ": "alby", "arsmal": None} for k in ("k1", "k2", "k3")],
        riktade=[riktad | {"mal": mal} for mal in ("1.2", "1.1", "1")],
    )
    assert [(u.mal, u.indikator) for u in uppmaningarna(underlag)] == [
        ("1", None),
        ("1.1", None),
        ("1.1.1", "k3"),
        ("2", "k2"),
        ("1.2", None),
        ("1.2.1", "k1"),
    ]


def test_the_grunder_stand_in_the_order_of_the_table(en_indikator, uppmaningarna):
    underlag = en_indikator(
        {"alby": "60", "berga": "75", "cisa": None},
        kf_arsmal="70",
        utfall={"alby": "61", "berga": "60"},
        utan_beskrivning="alby",
        utan_aktivitet="alby",
        provas="saknad_aktivitet+saknad_beskrivning+stor_avvikelse+under_kf_arsmal+sankt_ambition",
        riktade=[{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": "alby"}],
    )
    assert [str(u.grund) for u in uppmaningarna(underlag)] == [
        "saknat_arsmal",
        "sankt_ambition",
        "under_kf_arsmal",
        "aggregat_under_kf",
        "stor_avvikelse",
        "saknad_beskrivning",
        "saknad_aktivitet",
        "riktad",
    ]


@pytest.mark.parametrize(
    ("antal", "efter", "vantat"),
    [
        pytest.param(2, 0, ["2026-01", "2026-02"], id="the first has two digits"),
        pytest.param(2, 8, ["2026-09", "2026-10"], id="the tenth follows the ninth"),
        pytest.param(2, 98, ["2026-99", "2026-100"], id="the hundredth has three digits"),
        pytest.param(1, 15, ["2026-16"], id="what comes later continues the series"),
        pytest.param(0, 15, [], id="nothing takes no number"),
    ],
)
def test_numbers(antal, efter, vantat):
    assert number(2026, antal, efter) == vantat


def test_the_rows_of_an_omgang_stand_in_the_order_of_the_file(en_indikator, omgang, uppmaningarna):
    avser = ["tredje", "första", "andra"]
    riktade = [{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": "alby", "avser": a} for a in avser]
    underlag = en_indikator({"alby": "1"}, omgangen=omgang("T1"), riktade=riktade)
    assert [u.avser for u in uppmaningarna(underlag)] == avser


def test_the_text_names_the_recipients_by_the_holders_of_the_indicator(en_indikator, uppmaningarna):
    underlag = en_indikator(dict.fromkeys(["alby", "berga", "cisa", "gata"]))
    [u] = uppmaningarna(underlag)
    assert u.till == "Samtliga berörda nämnder"


def test_an_uppmaning_without_indicator_has_no_holders_to_name(en_indikator, uppmaningarna):
    rad = {"mal": "1.1", "begar": Begar.ATGARD, "mottagare": "berorda"}
    underlag = en_indikator(dict.fromkeys(["alby", "berga", "fritid", "gata"], "1"), riktade=[rad])
    [u] = uppmaningarna(underlag)
    # the very holders of k1, but the uppmaning is about the goal: all nämnder but two of six
    assert u.till == "Samtliga nämnder utom Cisa och Dala"


def test_ordering_twice_changes_nothing(en_indikator, uppmaningarna):
    underlag = en_indikator({"alby": "60", "berga": None}, kf_arsmal="70", provas="under_kf_arsmal")
    en_gang = uppmaningarna(underlag)
    assert order_and_name(underlag, reversed(en_gang)) == en_gang
