"""Properties of the rules that hold whatever the organs state (kontrakt section 5).

Those of naming stand in test_egenskaper_namngivning.py, of goal trees and omgångar in test_egenskaper_omgangar.py, of
the reading of numbers in test_egenskaper_tal.py.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.aggregering import aggregat, aggregate_all
from rules.avstamning import propose_uppmaningar, reconcile
from rules.statsbidrag import distribute
from rules.tal import exakt, is_worse, round_tal
from rules.uppmaningar import number
from schemas.begrepp import Aggregering, Bedomning, Begar, Grund, Indikatorslag, Organslag, Riktning
from schemas.omgangar import omgangar
from schemas.ord import standardord
from schemas.underlag import Trosklar, Underlag, build

snabbt = settings(max_examples=100, deadline=None, derandomize=True)
TROSKLAR = Trosklar(Decimal("0.10"), Decimal("0.60"), Decimal("0.50"), Decimal("0.10"))
BRIST = (Bedomning.DELVIS, Bedomning.INTE)
PLANEN, *SENARE = omgangar(
    [
        {"omgang": kod, "slag": slag, "namn": kod, "bestamd": "", "varde": varde}
        | {dag: date(2026, manad, 15) for dag in ("senast", "sammanstalls", "beslutas")}
        for kod, slag, varde, manad in (
            ("VP", "plan", "arsmal", 1),
            ("T1", "uppfoljning", "prognos", 5),
            ("VB", "bokslut", "utfall", 12),
        )
    ]
)


TOMMA = {namn: build(namn, []) for namn in ("bidrag", "kontroll", "processer")}


def tal(minst, mest, decimaler):
    """Decimals with exactly so many decimals."""
    skala = 10**decimaler
    return st.integers(minst * skala, mest * skala).map(lambda n: Decimal(n).scaleb(-decimaler))


def bygg_underlag(indikatorer, innehav, *, mal=(("1", None), ("1.1", "1")), organ=None, riktade=()):
    """An Underlag of the plan with indicators and holders; every row says what it needs, the rest is alike."""
    koder = organ or list(dict.fromkeys(r["organ"] for r in innehav))
    i_alla = {"mal": "1.1", "namn": "I", "slag": Indikatorslag.KF, "faststalls_senare": False, "provas": None}
    h_alla = {"vikt": Decimal(1), "utfall": None, "beskriven": True, "aktivitet": True}
    o_alla = {"slag": Organslag.FACKNAMND, "genom": None, "har_plan": True}
    r_alla = {"mal": None, "indikator": None, "begar": Begar.ATGARD, "senast": None, "avser": None, "grund": None}
    return Underlag(
        ar=2026,
        omgang=PLANEN,
        ordbok=standardord(),
        trosklar=TROSKLAR,
        organ=build("organ", [{"kod": k, "namn": k.upper(), "kortnamn": k.title(), **o_alla} for k in koder]),
        mal=build("mal", [{"kod": k, "namn": k, "overordnat": o} for k, o in mal]),
        indikatorer=build("indikatorer", [{**i_alla, "ingar_i_bedomning": True, **i} for i in indikatorer]),
        innehav=build("innehav", [{**h_alla, "varde": h["arsmal"], **h} for h in innehav]),
        **TOMMA,
        riktade=build("riktade", [{**r_alla, **r} for r in riktade]),
    )


@st.composite
def en_indikator(draw, aggregering=tuple(Aggregering), extra_decimaler=1, minst=-50):
    """One indicator with its holders: values a little finer than it is shown in, weights that may be 0."""
    decimaler = draw(st.integers(0, 2))
    varden = draw(st.lists(st.none() | tal(minst, 200, decimaler + extra_decimaler), min_size=1, max_size=8))
    vikter = draw(st.lists(tal(0, 5, 1), min_size=len(varden), max_size=len(varden)))
    indikator = {
        "kod": "k1",
        "decimaler": decimaler,
        "riktning": draw(st.sampled_from(list(Riktning))),
        "aggregering": draw(st.sampled_from(aggregering)),
        "kf_arsmal": draw(st.none() | tal(-50, 400, decimaler)),
    }
    innehav = [
        {"indikator": "k1", "organ": f"o{n}", "arsmal": v, "vikt": w}
        for n, (v, w) in enumerate(zip(varden, vikter, strict=True))
    ]
    return bygg_underlag([indikator], innehav)


@st.composite
def med_brist(draw, **om):
    """One indicator whose KF årsmål is some units better than what the organs together state."""
    underlag = draw(en_indikator(**om))
    aggregerat = utfall_av(underlag)["aggregerat"]
    assume(aggregerat is not None)
    i = underlag.indikatorer.loc["k1"]
    enheter = draw(st.integers(1, 9) | st.integers(10, 20_000))
    brist = Decimal(enheter).scaleb(-int(i.decimaler)) * (1 if i.riktning == Riktning.HOGRE else -1)
    kf = np.array([aggregerat + brist], dtype=object)
    return underlag.med(indikatorer=underlag.indikatorer.assign(kf_arsmal=kf))


def utfall_av(underlag):
    return aggregate_all(underlag.innehav, underlag.indikatorer, TROSKLAR.indikator_delvis_inom).loc["k1"]


# ---- the aggregate --------------------------------------------------------------------------------------------------


@snabbt
@given(en_indikator(), st.randoms(use_true_random=False))
def test_the_aggregate_never_changes_with_the_order_of_the_rows(underlag, slump):
    ordning = list(range(len(underlag.innehav)))
    slump.shuffle(ordning)
    rad, annan = utfall_av(underlag), utfall_av(underlag.med(innehav=underlag.innehav.iloc[ordning]))
    assert (rad["aggregerat"], rad["uppfyllelse"], rad["antal"]) == tuple(annan[["aggregerat", "uppfyllelse", "antal"]])
    assert sorted(rad["saknas"]) == sorted(annan["saknas"])


@snabbt
@given(en_indikator())
def test_the_stated_and_the_missing_are_all_the_holders(underlag):
    rad = utfall_av(underlag)
    assert rad["antal"] + len(rad["saknas"]) == len(underlag.innehav)


@snabbt
@given(en_indikator())
def test_a_mean_lies_between_the_least_and_the_most(underlag):
    angivna = [v for v in underlag.innehav["arsmal"] if v is not None]
    assume(angivna)
    varden, vikter = np.array(angivna, dtype=object), np.array([Decimal(1)] * len(angivna), dtype=object)
    for slag in (Aggregering.MEDEL, Aggregering.VAGT_MEDEL):
        assert min(angivna) <= aggregat(varden, vikter, slag) <= max(angivna)


# ---- prognos and utfall ---------------------------------------------------------------------------------------------


@st.composite
def i_en_omgang(draw):
    """One indicator of an omgång on prognos or utfall: what its holders state in it, beside their årsmål in force."""
    underlag = draw(en_indikator())
    antal = len(underlag.innehav)
    varden = draw(st.lists(st.none() | tal(-50, 200, 2), min_size=antal, max_size=antal))
    indikatorer = underlag.indikatorer.assign(provas=str(Grund.PROGNOS_UNDER_ARSMAL))
    innehav = underlag.innehav.assign(varde=np.array(varden, dtype=object))
    return underlag.med(omgang=draw(st.sampled_from(SENARE)), indikatorer=indikatorer, innehav=innehav)


def tom(underlag, kolumn):
    """The same basis with nothing stated in a column."""
    return underlag.med(innehav=underlag.innehav.assign(**{kolumn: np.array([None] * len(underlag.innehav))}))


@snabbt
@given(i_en_omgang())
def test_what_the_organs_state_is_aggregated_whatever_their_arsmal_and_nobody_is_to_raise(underlag):
    avstamning = reconcile(underlag)
    assert avstamning.utfall.equals(reconcile(tom(underlag, "arsmal")).utfall)
    assert avstamning.i_kraft.equals(reconcile(tom(underlag, "varde")).i_kraft)
    assert avstamning.hojningar(underlag) == {"k1": {}}


@snabbt
@given(i_en_omgang())
def test_a_prognos_that_is_worse_than_the_arsmal_asks_that_organ_and_no_other(underlag):
    riktning, decimaler = underlag.indikatorer.at["k1", "riktning"], int(underlag.indikatorer.at["k1", "decimaler"])
    samre = [
        r.organ
        for r in underlag.innehav.itertuples()
        if None not in (r.varde, r.arsmal)
        and is_worse(round_tal(r.varde, decimaler), round_tal(r.arsmal, decimaler), riktning)
    ]
    alla = propose_uppmaningar(underlag, reconcile(underlag))
    fragas = bool(samre) and underlag.omgang.fragar_prognos
    assert [(u.grund, list(u.mottagare)) for u in alla] == ([(Grund.PROGNOS_UNDER_ARSMAL, samre)] if fragas else [])


# ---- the raise ------------------------------------------------------------------------------------------------------


def hojd(underlag):
    """What is asked for per holder, and the basis with that in place."""
    avstamning = reconcile(underlag)
    assert avstamning.utfall.at["k1", "uppfyllelse"] in BRIST
    fore, hojning = underlag.innehav["arsmal"].to_numpy(), avstamning.hojning.to_numpy()
    nya = [f if h is None else h for f, h in zip(fore, hojning, strict=True)]
    efter = np.array(nya, dtype=object)
    return hojning, underlag.med(innehav=underlag.innehav.assign(arsmal=efter, varde=efter))


def flyttade(hojning):
    return [h for h in hojning if h is not None]


@snabbt
@given(med_brist())
def test_a_raise_always_closes_the_gap_where_one_can_be_given(underlag):
    hojning, efter = hojd(underlag)
    angivna = [v for v in underlag.innehav["arsmal"] if v is not None]
    ar_summa = underlag.indikatorer.at["k1", "aggregering"] == Aggregering.SUMMA
    if ar_summa and (sum(angivna) <= 0 or min(angivna) < 0):
        assert flyttade(hojning) == []
    else:
        assert flyttade(hojning)
        assert utfall_av(efter)["uppfyllelse"] == Bedomning.HELT


@snabbt
@given(med_brist())
def test_a_raise_asks_nobody_to_get_worse_or_stay_nor_for_a_finer_value_than_the_indicator_has(underlag):
    hojning, _ = hojd(underlag)
    i = underlag.indikatorer.loc["k1"]
    plus = 1 if i.riktning == Riktning.HOGRE else -1
    for fore, efter, vikt in zip(underlag.innehav["arsmal"], hojning, underlag.innehav["vikt"], strict=True):
        if efter is not None:
            assert efter * plus > fore * plus
            assert efter == round(efter, int(i.decimaler))
            assert vikt > 0 or i.aggregering != Aggregering.VAGT_MEDEL


@snabbt
@given(med_brist(aggregering=(Aggregering.SUMMA, Aggregering.MEDEL, Aggregering.VAGT_MEDEL), minst=0))
def test_a_raise_overshoots_by_at_most_one_unit_of_the_last_decimal_per_organ_moved(underlag):
    i = underlag.indikatorer.loc["k1"]
    hojning, efter = hojd(underlag)
    assume(flyttade(hojning))
    angivna = efter.innehav[efter.innehav["arsmal"].notna()]
    with exakt():
        nytt = aggregat(angivna["arsmal"].to_numpy(), angivna["vikt"].to_numpy(), i.aggregering)
    over = abs(Fraction(nytt) - Fraction(i.kf_arsmal))
    assert over <= Fraction(len(flyttade(hojning)), 10 ** int(i.decimaler))


@snabbt
@given(med_brist(aggregering=(Aggregering.MEDEL, Aggregering.VAGT_MEDEL)))
def test_a_raised_mean_passes_kf_by_less_than_one_unit_of_the_last_decimal_below_zero_too(underlag):
    i = underlag.indikatorer.loc["k1"]
    _, efter = hojd(underlag)
    angivna = efter.innehav[efter.innehav["arsmal"].notna()]
    with exakt():
        nytt = aggregat(angivna["arsmal"].to_numpy(), angivna["vikt"].to_numpy(), i.aggregering)
    over = (Fraction(nytt) - Fraction(i.kf_arsmal)) * (1 if i.riktning == Riktning.HOGRE else -1)
    assert 0 <= over < Fraction(1, 10 ** int(i.decimaler))


@snabbt
@given(med_brist(aggregering=(Aggregering.MEDEL, Aggregering.VAGT_MEDEL, Aggregering.MINST, Aggregering.STORST)))
def test_all_that_move_come_to_one_level_which_nobody_that_counts_is_left_short_of(underlag):
    hojning, efter = hojd(underlag)
    i = underlag.indikatorer.loc["k1"]
    [niva] = set(flyttade(hojning))
    if i.aggregering in (Aggregering.MINST, Aggregering.STORST):
        assert niva == i.kf_arsmal
    for varde, vikt in zip(efter.innehav["arsmal"], underlag.innehav["vikt"], strict=True):
        if varde is not None and (vikt > 0 or i.aggregering != Aggregering.VAGT_MEDEL):
            assert varde >= niva if i.riktning == Riktning.HOGRE else varde <= niva


@snabbt
@given(med_brist(aggregering=(Aggregering.SUMMA,), extra_decimaler=0, minst=0))
def test_a_raised_summa_is_exactly_kf_where_no_value_is_finer_than_the_indicator(underlag):
    hojning, efter = hojd(underlag)
    assume(flyttade(hojning))
    assert sum(v for v in efter.innehav["arsmal"] if v is not None) == underlag.indikatorer.at["k1", "kf_arsmal"]


# ---- statsbidrag ----------------------------------------------------------------------------------------------------

organ_i_bidrag = st.lists(st.tuples(st.integers(0, 5000), tal(0, 3, 2)), min_size=1, max_size=14)


@snabbt
@given(st.integers(0, 10**9), organ_i_bidrag, st.integers(0, 100))
def test_the_parts_of_a_statsbidrag_always_add_up_to_the_pot(pott, organ, procent):
    assume(sum(n * index for n, index in organ) > 0)
    andel = Decimal(procent) / 100
    delar = distribute(Decimal(pott), [Decimal(n) for n, _ in organ], [i for _, i in organ], andel, 1 - andel)
    assert sum(delar) == pott
    assert min(delar) >= 0
    assert all(d == 0 for d, (n, _) in zip(delar, organ, strict=True) if n == 0)


@snabbt
@given(st.integers(0, 10**9), organ_i_bidrag, st.integers(0, 100))
def test_no_part_is_a_whole_krona_from_its_exact_share(pott, organ, procent):
    summa_n, summa_vagt = sum(n for n, _ in organ), sum(n * Fraction(i) for n, i in organ)
    assume(summa_vagt > 0)
    p = Fraction(procent, 100)
    delar = distribute(
        Decimal(pott),
        [Decimal(n) for n, _ in organ],
        [i for _, i in organ],
        Decimal(procent) / 100,
        1 - Decimal(procent) / 100,
    )
    for d, (n, i) in zip(delar, organ, strict=True):
        assert abs(d - pott * (p * n / summa_n + (1 - p) * n * Fraction(i) / summa_vagt)) < 1


# ---- numbers of the uppmaningar -------------------------------------------------------------------------------------

TVA_MAL = (("1", None), ("1.1", "1"), ("1.2", "1"))
riktad = st.fixed_dictionaries({"mal": st.just("1.1"), "mottagare": st.sampled_from(["a", "a+b", "berorda"])})
varden_per_organ = st.dictionaries(st.sampled_from("abc"), st.none() | tal(0, 100, 0), min_size=1)
malets_indikatorer = st.lists(varden_per_organ, min_size=1, max_size=3)


def ar(mal_ett, mal_tva, riktade):
    """Indicators of two goals, each given as organ → årsmål."""
    alla = [("1.1", f"a{n}", v) for n, v in enumerate(mal_ett)] + [("1.2", f"b{n}", v) for n, v in enumerate(mal_tva)]
    indikatorer = [
        {
            "kod": kod,
            "mal": mal,
            "decimaler": 0,
            "riktning": Riktning.HOGRE,
            "aggregering": Aggregering.MEDEL,
            "kf_arsmal": Decimal(50),
        }
        for mal, kod, _ in alla
    ]
    innehav = [{"indikator": kod, "organ": o, "arsmal": v[o]} for _, kod, v in alla for o in "abc" if o in v]
    return bygg_underlag(indikatorer, innehav, mal=TVA_MAL, organ=list("abc"), riktade=riktade)


def numrerade(underlag):
    alla = propose_uppmaningar(underlag, reconcile(underlag))
    return dict(zip(number(2026, len(alla)), alla, strict=True))


@settings(snabbt, max_examples=50)
@given(
    malets_indikatorer,
    malets_indikatorer,
    malets_indikatorer,
    st.lists(riktad, max_size=2),
    st.lists(st.sampled_from(["1.2", None]), max_size=3),
)
def test_numbers_are_stable_when_rows_are_added_in_a_goal_later_in_order(ett, tva, fler, riktade, nya_rader):
    fore = numrerade(ar(ett, tva, riktade))
    nya = [{"mal": mal, "mottagare": "a"} for mal in nya_rader]
    efter = numrerade(ar(ett, tva + fler, riktade + nya))
    forsta = {nr: u for nr, u in fore.items() if u.mal == "1.1"}
    assert {nr: efter[nr] for nr in forsta} == forsta
    assert {nr for nr, u in efter.items() if u.mal == "1.1"} == set(forsta)


def kannetecken(u):
    return u.grund, u.mal, u.indikator, u.avser


@settings(snabbt, max_examples=50)
@given(malets_indikatorer, malets_indikatorer, st.lists(st.tuples(riktad, st.booleans()), max_size=6))
def test_rows_added_anywhere_in_the_file_never_change_the_order_of_those_that_were_there(ett, tva, rader):
    alla = [(r | {"avser": f"saken {n}"}, ny) for n, (r, ny) in enumerate(rader)]
    fore = numrerade(ar(ett, tva, [r for r, ny in alla if not ny]))
    efter = numrerade(ar(ett, tva, [r for r, _ in alla]))
    fanns = {kannetecken(u) for u in fore.values()}
    assert [k for u in efter.values() if (k := kannetecken(u)) in fanns] == [kannetecken(u) for u in fore.values()]


@settings(snabbt, max_examples=50)
@given(malets_indikatorer, malets_indikatorer, st.lists(riktad, max_size=2), st.lists(riktad, min_size=1, max_size=3))
def test_rows_added_last_leave_the_numbers_of_all_indicators_of_their_goal_and_before_it_alone(ett, tva, riktade, nya):
    fore = numrerade(ar(ett, tva, riktade))
    efter = numrerade(ar(ett, tva, riktade + nya))
    i_malet = {nr: u for nr, u in fore.items() if u.mal == "1.1"}
    assert {nr: efter[nr] for nr in i_malet} == i_malet


@snabbt
@given(st.integers(0, 120), st.integers(0, 120))
def test_what_comes_later_continues_the_series(forst, sedan):
    assert number(2026, forst) + number(2026, sedan, efter=forst) == number(2026, forst + sedan)


@settings(snabbt, max_examples=50)
@given(malets_indikatorer, malets_indikatorer, st.lists(riktad, max_size=3))
def test_one_uppmaning_is_one_grund_and_one_indicator_with_recipients_that_it_has_once_each(ett, tva, riktade):
    alla = list(numrerade(ar(ett, tva, riktade)).values())
    av_regel = [(u.grund, u.indikator) for u in alla if u.grund != Grund.RIKTAD]
    assert len(av_regel) == len(set(av_regel))
    for u in alla:
        assert u.mottagare
        assert list(u.mottagare) == sorted(set(u.mottagare))  # a, b, c is the order of the organs
