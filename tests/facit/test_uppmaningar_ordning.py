"""Golden cases: riktade uppmaningar, widening, order, numbers and Begärt (kontrakt section 5, Uppmaningar)."""

from decimal import Decimal

import pytest

from rules.avstamning import propose_uppmaningar, reconcile
from rules.uppmaningar import begarda_varden, begart_varde, find_faststallda, number, order_and_name, widen
from schemas.begrepp import Begar, Grund, Riktning, Senast

HOGRE, LAGRE = Riktning.HOGRE, Riktning.LAGRE
TVA_INDIKATORER = [{"kod": "k1"}, {"kod": "k2"}, {"kod": "k3", "mal": "1.2"}]
TRE_INNEHAV = [
    {"indikator": "k1", "organ": "alby", "arsmal": "1"},
    {"indikator": "k2", "organ": "gata", "arsmal": "1"},
    {"indikator": "k3", "organ": "hamn", "arsmal": "1"},
]


# ---- riktad ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param({"mottagare": "alby"}, "alby", id="one organ by its code"),
        pytest.param({"mottagare": "gata+alby"}, "alby gata", id="several, in the order of organ.csv"),
        pytest.param({"mottagare": "sdn"}, "alby berga cisa dala", id="sdn"),
        pytest.param({"mottagare": "fack"}, "fritid gata", id="fack"),
        pytest.param({"mottagare": "namnder"}, "alby berga cisa dala fritid gata", id="namnder are sdn and fack"),
        pytest.param({"mottagare": "bolag"}, "hamn", id="bolag"),
        pytest.param({"mottagare": "sdn+-berga"}, "alby cisa dala", id="sdn with one taken out"),
        pytest.param({"mottagare": "-berga+sdn"}, "alby cisa dala", id="what is taken out wins wherever it stands"),
        pytest.param({"mottagare": "berga+-sdn+gata"}, "gata", id="what is taken out wins over one named"),
        pytest.param({"mottagare": "namnder+-fack"}, "alby berga cisa dala", id="a group taken out of a group"),
        pytest.param({"mottagare": "berorda", "indikator": "k1"}, "alby", id="berorda of an indicator: its holders"),
        pytest.param(
            {"mottagare": "berorda", "mal": "1.1"}, "alby gata", id="berorda of a goal: holders of any indicator of it"
        ),
        pytest.param(
            {"mottagare": "berorda", "mal": "1"},
            "alby gata hamn",
            id="berorda of an inriktningsmal: holders of any indicator below it",
        ),
        pytest.param(
            {"mottagare": "berorda", "mal": "1.1", "indikator": "k2"},
            "gata",
            id="berorda where both are stated: the holders of the indicator",
        ),
        pytest.param({"mottagare": "berorda+-alby", "mal": "1.1"}, "gata", id="berorda with one taken out"),
        pytest.param({"mottagare": "berorda+bolag", "mal": "1.1"}, "alby gata hamn", id="berorda and the bolag"),
        pytest.param({"mottagare": "berga", "indikator": "k1"}, "berga", id="one that does not hold the indicator"),
        pytest.param({"mottagare": "cisa", "mal": "1.1"}, "cisa", id="one without a plan"),
        pytest.param({"mottagare": "berorda", "mal": "2.1"}, None, id="berorda of a goal that nobody has: none"),
        pytest.param({"mottagare": "berorda"}, None, id="berorda with neither mal nor indikator: none"),
        pytest.param({"mottagare": "alby+-sdn"}, None, id="none left where all are taken out"),
    ],
)
def test_whom_a_riktad_uppmaning_asks(gor_underlag, organen, fragade, rad, vantat):
    underlag = gor_underlag(
        indikatorer=TVA_INDIKATORER,
        innehav=TRE_INNEHAV,
        organ=organen(utan_vp="cisa"),
        riktade=[{"begar": Begar.ATGARD, **rad}],
    )
    assert fragade(underlag, Grund.RIKTAD) == vantat


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param(
            {"indikator": "k3", "begar": Begar.REVIDERAT_ARSMAL, "senast": Senast.T1},
            (Begar.REVIDERAT_ARSMAL, Senast.T1, "1.2", "k3", None),
            id="with an indicator it has the goal of the indicator",
        ),
        pytest.param(
            {"mal": "1.1", "begar": Begar.PRIORITERING},
            (Begar.PRIORITERING, None, "1.1", None, None),
            id="with a goal alone it has no indicator",
        ),
        pytest.param(
            {"avser": "fler laddplatser", "begar": Begar.UPPFOLJNING},
            (Begar.UPPFOLJNING, None, None, None, "fler laddplatser"),
            id="with a text alone it has neither",
        ),
        pytest.param(
            {"begar": Begar.ATGARD, "grund": Grund.RIKTAD},
            (Begar.ATGARD, None, None, None, None),
            id="riktad may be written out as its grund",
        ),
    ],
)
def test_a_riktad_uppmaning_asks_for_what_it_states(gor_underlag, uppmaningarna, rad, vantat):
    underlag = gor_underlag(indikatorer=TVA_INDIKATORER, innehav=TRE_INNEHAV, riktade=[{"mottagare": "alby", **rad}])
    [u] = uppmaningarna(underlag)
    assert (u.begar, u.senast, u.mal, u.indikator, u.avser) == vantat
    assert u.grund == Grund.RIKTAD


def test_two_rows_for_the_same_indicator_are_two_uppmaningar(en_indikator, uppmaningarna):
    riktade = [{"indikator": "k1", "begar": Begar.ATGARD, "mottagare": m} for m in ("alby", "alby+berga")]
    underlag = en_indikator({"alby": "1"}, riktade=riktade)
    assert [u.mottagare for u in uppmaningarna(underlag)] == [("alby",), ("alby", "berga")]


# ---- widening -------------------------------------------------------------------------------------------------------

SAKNAT = Grund.SAKNAT_ARSMAL
KONTROLL = Grund.OFULLSTANDIG_INTERNKONTROLL


@pytest.mark.parametrize(
    ("mottagare", "vantat"),
    [
        pytest.param("berga", "alby berga", id="a holder with a plan joins"),
        pytest.param("alby", "alby", id="one that the rule found already stands there once"),
        pytest.param("gata+berga", "alby berga gata", id="those that join stand in the order of organ.csv"),
        pytest.param("berorda", "alby berga gata", id="berorda are the holders, less the one without a plan"),
        pytest.param("cisa", "alby", id="a holder without a plan does not join"),
        pytest.param("dala", "alby", id="one with a plan that does not hold the indicator does not join"),
        pytest.param("sdn", "alby berga", id="of a group only the holders with a plan join"),
        pytest.param("berga+-alby", "alby berga", id="what the rule found is not taken out"),
    ],
)
def test_a_row_with_a_grund_widens_what_the_rule_found(en_indikator, fragade, mottagare, vantat):
    arsmal = {"alby": None, "berga": "70", "cisa": None, "gata": "70"}
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": mottagare}
    assert fragade(en_indikator(arsmal, utan_vp="cisa", riktade=[rad]), SAKNAT) == vantat


def test_begar_and_senast_stay_those_of_the_rule(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": "berga", "begar": Begar.ATGARD, "avser": "annat"}
    [u] = uppmaningarna(en_indikator({"alby": None, "berga": "70"}, riktade=[rad]))
    assert (u.grund, u.begar, u.senast, u.mottagare) == (SAKNAT, Begar.ARSMAL, Senast.T1, ("alby", "berga"))


def test_two_rows_widen_the_same_uppmaning_together(en_indikator, fragade):
    riktade = [{"indikator": "k1", "grund": SAKNAT, "mottagare": m} for m in ("gata", "berga")]
    underlag = en_indikator({"alby": None, "berga": "70", "gata": "70"}, riktade=riktade)
    assert fragade(underlag, SAKNAT) == "alby berga gata"


def test_where_the_rule_found_nothing_nothing_is_issued(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": SAKNAT, "mottagare": "berorda"}
    assert uppmaningarna(en_indikator({"alby": "70"}, riktade=[rad])) == []


def test_what_the_rule_found_for_another_indicator_is_not_widened(gor_underlag, fragade):
    innehav = [
        {"indikator": "k1", "organ": "alby", "arsmal": None},
        {"indikator": "k1", "organ": "berga", "arsmal": "1"},
        {"indikator": "k2", "organ": "berga", "arsmal": "1"},
    ]
    rad = {"indikator": "k2", "grund": SAKNAT, "mottagare": "berga"}
    underlag = gor_underlag(indikatorer=[{"kod": "k1"}, {"kod": "k2"}], innehav=innehav, riktade=[rad])
    assert fragade(underlag, SAKNAT) == "alby"


def test_what_another_rule_found_for_the_indicator_is_not_widened(en_indikator, uppmaningarna):
    rad = {"indikator": "k1", "grund": Grund.SANKT_AMBITION, "mottagare": "berga"}
    underlag = en_indikator({"alby": None, "berga": "70"}, provas="sankt_ambition", riktade=[rad])
    assert [(u.grund, u.mottagare) for u in uppmaningarna(underlag)] == [(SAKNAT, ("alby",))]


@pytest.mark.parametrize(
    ("rad", "vantat"),
    [
        pytest.param({"mottagare": "gata"}, "alby gata", id="without an indicator it widens the one without indicator"),
        pytest.param({"mottagare": "gata+cisa"}, "alby gata", id="one without a plan does not join"),
        pytest.param({"mottagare": "sdn"}, "alby berga dala", id="a group joins, less the one without a plan"),
        pytest.param({"mottagare": "gata", "mal": "1.1"}, "alby", id="for a goal there is no such uppmaning to widen"),
        pytest.param({"mottagare": "gata", "indikator": "k1"}, "alby", id="for an indicator there is none either"),
    ],
)
def test_widening_an_uppmaning_without_indicator(gor_underlag, organen, fragade, rad, vantat):
    underlag = gor_underlag(
        innehav=[{"organ": "gata", "arsmal": "1"}],
        organ=organen(utan_vp="cisa"),
        processer=[{"organ": "alby"}],
        riktade=[{"grund": KONTROLL, **rad}],
    )
    assert fragade(underlag, KONTROLL) == vantat


def test_what_is_found_when_kf_sets_its_arsmal_late_is_widened_as_the_rest(en_indikator):
    rad = {"indikator": "k1", "grund": Grund.KF_ARSMAL_FASTSTALLT, "mottagare": "berga+dala"}
    arsmal = {"alby": None, "berga": "70"}
    underlag = en_indikator(arsmal, faststalls_senare=True, kf_arsmal="70", riktade=[rad])
    fynd = widen(underlag, find_faststallda(underlag, ["k1"]))
    assert fynd == {(Grund.KF_ARSMAL_FASTSTALLT, "k1"): ["alby", "berga"]}


def test_a_rule_that_found_something_for_an_indicator_only_is_not_widened_without_one(en_indikator, fragade):
    rad = {"grund": SAKNAT, "mottagare": "berga"}
    assert fragade(en_indikator({"alby": None, "berga": "70"}, riktade=[rad]), SAKNAT) == "alby"


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


# ---- Begärt ---------------------------------------------------------------------------------------------------------

AGGREGAT, UNDER, SANKT = Grund.AGGREGAT_UNDER_KF, Grund.UNDER_KF_ARSMAL, Grund.SANKT_AMBITION


@pytest.mark.parametrize(
    ("grunder", "riktning", "vantat"),
    [
        pytest.param([AGGREGAT], HOGRE, "72", id="aggregat_under_kf gives the raise"),
        pytest.param([UNDER], HOGRE, "75", id="under_kf_arsmal gives KF's arsmal"),
        pytest.param([SANKT], HOGRE, "80", id="sankt_ambition gives last year's utfall"),
        pytest.param([AGGREGAT, UNDER], HOGRE, "75", id="the highest of two where higher is better"),
        pytest.param([AGGREGAT, UNDER, SANKT], HOGRE, "80", id="the highest of three where higher is better"),
        pytest.param([AGGREGAT, UNDER], LAGRE, "72", id="the lowest of two where lower is better"),
        pytest.param([SANKT, UNDER], LAGRE, "75", id="only of those rules that asked"),
        pytest.param([SAKNAT], HOGRE, None, id="saknat_arsmal gives none"),
        pytest.param([Grund.KF_ARSMAL_FASTSTALLT], HOGRE, None, id="kf_arsmal_faststallt gives none"),
        pytest.param([Grund.RIKTAD], HOGRE, None, id="riktad gives none"),
        pytest.param([Grund.RIKTAD, UNDER], HOGRE, "75", id="one that gives none does not hide one that does"),
        pytest.param([], HOGRE, None, id="none where nobody asked"),
    ],
)
def test_the_strictest_of_what_the_rules_that_asked_give(grunder, riktning, vantat):
    varde = begart_varde(grunder, riktning, hojning=Decimal(72), kf_arsmal=Decimal(75), utfall=Decimal(80))
    assert varde == (None if vantat is None else Decimal(vantat))


def test_a_rule_whose_value_is_not_there_gives_none():
    assert begart_varde([AGGREGAT, SANKT], HOGRE, hojning=None, kf_arsmal=Decimal(75), utfall=None) is None


@pytest.mark.parametrize(
    ("arsmal", "om", "vantat"),
    [
        # mean 70; 2·75 − 80 = 70 for alby, KF's 75 is stricter
        pytest.param({"alby": "60", "berga": "80"}, {}, {"alby": "75"}, id="KF's arsmal is stricter than the raise"),
        pytest.param(
            {"alby": "60", "berga": "80"},
            {"utfall": {"alby": "76"}},
            {"alby": "76"},
            id="last year's utfall is stricter than KF's arsmal",
        ),
        pytest.param(
            {"alby": "60", "berga": "80"},
            {"utfall": {"alby": "76.4"}, "decimaler": 0},
            {"alby": "76.4"},
            id="last year's utfall is asked for as it is stated, not rounded",
        ),
        # mean 70; 2·75 − 80 = 70
        pytest.param(
            {"alby": "60", "berga": "80"}, {"provas": None}, {"alby": "70"}, id="the raise alone where it alone asked"
        ),
        # lower is better: mean 80, KF 75; 2·75 − 70 = 80 for alby, KF's 75 is stricter, last year's 74 stricter yet
        pytest.param(
            {"alby": "90", "berga": "70"},
            {"riktning": LAGRE, "utfall": {"alby": "74", "berga": "70"}},
            {"alby": "74"},
            id="the lowest is the strictest where lower is better",
        ),
        pytest.param(
            {"alby": "0", "berga": "0"},
            {"aggregering": "summa", "provas": None},
            {},
            id="none where no raise can be given",
        ),
        pytest.param({"alby": None, "berga": "80"}, {}, {}, id="none where an arsmal is missing"),
    ],
)
def test_begart_of_each_organ(en_indikator, arsmal, om, vantat):
    underlag = en_indikator(arsmal, **{"kf_arsmal": "75", "provas": "under_kf_arsmal+sankt_ambition", **om})
    avstamning = reconcile(underlag)
    begarda = begarda_varden(underlag, avstamning.hojning, propose_uppmaningar(underlag, avstamning))
    assert begarda == {(organ, "k1"): Decimal(v) for organ, v in vantat.items()}


def test_a_riktad_that_asks_for_a_value_shows_what_the_rules_asked_and_one_for_another_indicator_does_not(
    gor_underlag,
):
    """The value belongs to organ and indicator: every uppmaning of the two that asks for a value shows it."""
    underlag = gor_underlag(
        indikatorer=[{"kod": "k1", "kf_arsmal": "75"}, {"kod": "k2"}],
        innehav=[{"indikator": k, "organ": "alby", "arsmal": "70"} for k in ("k1", "k2")],
        riktade=[{"indikator": k, "begar": Begar.REVIDERAT_ARSMAL, "mottagare": "alby+gata"} for k in ("k1", "k2")],
    )
    avstamning = reconcile(underlag)
    begarda = begarda_varden(underlag, avstamning.hojning, propose_uppmaningar(underlag, avstamning))
    assert begarda == {("alby", "k1"): Decimal(75)}


def test_one_widened_into_a_rule_is_asked_what_that_rule_gives_it(en_indikator):
    """berga's 80 is not worse than KF's 75 nor than its 78, but it was put among those asked."""
    rader = [{"indikator": "k1", "grund": g, "mottagare": "berga"} for g in (SANKT, AGGREGAT)]
    underlag = en_indikator(
        {"alby": "60", "berga": "80"},
        kf_arsmal="75",
        utfall={"alby": "61", "berga": "78"},
        provas="sankt_ambition",
        riktade=rader,
    )
    avstamning = reconcile(underlag)
    begarda = begarda_varden(underlag, avstamning.hojning, propose_uppmaningar(underlag, avstamning))
    # alby: the stricter of its raise 70 and its utfall 61; berga has no raise, and its utfall is 78
    assert begarda == {("alby", "k1"): Decimal(70), ("berga", "k1"): Decimal(78)}


def test_ordering_twice_changes_nothing(en_indikator, uppmaningarna):
    underlag = en_indikator({"alby": "60", "berga": None}, kf_arsmal="70", provas="under_kf_arsmal")
    en_gang = uppmaningarna(underlag)
    assert order_and_name(underlag, reversed(en_gang)) == en_gang
