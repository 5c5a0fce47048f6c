"""Properties of goal trees and of what remains, whatever the tree and the days (kontrakt section 5)."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.bedomning import bottom_up, judge_over, judge_overordnade, leaves_under
from rules.svar import is_past, next_senast
from schemas.begrepp import STANGER, Bedomning, Svarsstatus
from schemas.underlag import build

snabbt = settings(max_examples=100, deadline=None, derandomize=True)
bedomningar = st.sampled_from(list(Bedomning))


# ---- goal trees -----------------------------------------------------------------------------------------------------


@st.composite
def trad(draw):
    """A goal tree of any depth, its rows in any order: kod → the goal above."""
    antal = draw(st.integers(1, 12))
    over = {"m0": None}
    for n in range(1, antal):
        over[f"m{n}"] = draw(st.none() | st.sampled_from(list(over)))
    return dict(draw(st.permutations(list(over.items()))))


def ram(over):
    return build("mal", [{"kod": kod, "namn": kod, "overordnat": o} for kod, o in over.items()])


def under(over, kod):
    return [k for k, o in over.items() if o == kod]


def lov(over):
    return [kod for kod in over if not under(over, kod)]


@snabbt
@given(trad())
def test_every_leaf_lies_under_exactly_one_top_goal(over):
    alla = [leaf for kod, o in over.items() if o is None for leaf in leaves_under(ram(over), kod)]
    assert sorted(alla) == sorted(lov(over))


@snabbt
@given(trad())
def test_the_leaves_under_a_goal_are_those_under_the_goals_directly_below_it(over):
    mal = ram(over)
    for kod in over:
        delar = [leaves_under(mal, k) for k in under(over, kod)]
        assert leaves_under(mal, kod) == (set().union(*delar) if delar else {kod})


@snabbt
@given(trad())
def test_from_the_bottom_up_every_goal_that_is_no_leaf_comes_once_and_after_those_below_it(over):
    svar = bottom_up(ram(over))
    assert sorted(svar) == sorted(set(over) - set(lov(over)))
    assert all(svar.index(kod) < svar.index(over[kod]) for kod in svar if over[kod] is not None)


@snabbt
@given(trad(), st.data())
def test_a_goal_rests_on_those_directly_below_it_as_decided_else_as_proposed(over, data):
    """Worked out here from the top down, goal by goal."""
    per_lov = {kod: data.draw(bedomningar) for kod in lov(over)}
    inre = [kod for kod in over if kod not in per_lov]
    beslut = data.draw(st.dictionaries(st.sampled_from(inre), bedomningar)) if inre else {}

    def forslag(kod):
        return judge_over(galler(k) for k in under(over, kod))

    def galler(kod):
        return per_lov[kod] if kod in per_lov else beslut.get(kod) or forslag(kod)

    svar = judge_overordnade(ram(over), per_lov, beslut)
    assert {m.kod: m.forslag for m in svar} == {kod: forslag(kod) for kod in inre}
    assert all(m.av == len(under(over, m.kod)) for m in svar)
    assert all(m.helt + m.delvis + m.inte <= m.av for m in svar)


@snabbt
@given(trad(), bedomningar)
def test_where_all_leaves_are_alike_every_goal_above_is_too(over, alla):
    assert {m.forslag for m in judge_overordnade(ram(over), dict.fromkeys(lov(over), alla))} <= {alla}


@snabbt
@given(st.lists(bedomningar, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_goals_below_never_matters(under_, slump):
    blandade = list(under_)
    slump.shuffle(blandade)
    assert judge_over(blandade) == judge_over(under_)


# ---- what remains ---------------------------------------------------------------------------------------------------

dagar = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@snabbt
@given(st.sampled_from(list(Svarsstatus)), st.none() | dagar, dagar)
def test_a_part_is_never_due_earlier_than_it_was_nor_on_a_third_day(status, senast, nasta):
    ny = next_senast(status, senast, nasta)
    assert ny in (senast, nasta)
    assert (ny is None) == (senast is None)
    assert senast is None or ny >= senast
    assert next_senast(status, ny, nasta) == ny


@snabbt
@given(st.sampled_from(list(Svarsstatus)), dagar, dagar)
def test_what_remains_is_not_past_when_the_next_omgang_is_handed_in_and_what_is_closed_does_not_move(
    status, senast, nasta
):
    ny = next_senast(status, senast, nasta)
    if status in (Svarsstatus.UTEBLIVEN, Svarsstatus.OTILLRACKLIG):
        assert not is_past(ny, nasta)
    else:
        assert status in (*STANGER, Svarsstatus.OPPEN)
        assert ny == senast
