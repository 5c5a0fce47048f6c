"""Properties of the reading of numbers that hold whatever stands in a cell (kontrakt section 4)."""

import contextlib
import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import PlanArsmal
from schemas.falt import kolumner
from schemas.inlamning import Indikatoruppgift, Sammanhang, Tolkning
from schemas.omgangar import Omgangar
from tasks.bocker.lasbok import Lastblad, bladnyckel
from tasks.bocker.tolkning import read_blad
from tasks.bocker.varden import MANADER, parse_datum

snabbt = settings(max_examples=100, deadline=None, derandomize=True)


# ---- reading numbers ------------------------------------------------------------------------------------------------

MELLANSLAG = " \u00a0\u2009\u202f"


@st.composite
def svenskt_tal(draw):
    """A number and one of the ways in which a Swede writes it."""
    decimaler = draw(st.integers(0, 4))
    varde = Decimal(draw(st.integers(-(10**11), 10**11))).scaleb(-decimaler)
    procent = draw(st.booleans())
    hela, _, brak = format(abs(varde), "f").partition(".")
    tusental = draw(st.sampled_from(["", *MELLANSLAG]))
    if tusental:
        hela = re.sub(r"(?<=\d)(?=(\d{3})+$)", tusental, hela)
    tvetydigt = len(brak) == 3 and len(hela) <= 3 and hela != "0"
    skiljetecken = "," if tvetydigt else draw(st.sampled_from(",."))
    minus = draw(st.sampled_from("-\u2212\u2013")) if varde < 0 else draw(st.sampled_from(["", "+"]))
    text = minus + hela + (skiljetecken + brak if brak else "")
    text += draw(st.sampled_from(["%", *(m + "%" for m in MELLANSLAG)])) if procent else ""
    kant = st.sampled_from(["", " ", "\u00a0"])
    return varde, procent, draw(kant) + text + draw(kant)


@settings(snabbt, max_examples=300)
@given(svenskt_tal())
@example((Decimal("-5"), False, "\u22125"))
def test_a_number_is_read_back_as_it_was_however_a_swede_writes_it(fall):
    varde, procent, text = fall
    assert parse_tal(text) == (varde, procent)


@snabbt
@given(st.integers(1, 999), st.lists(st.integers(0, 999), min_size=1, max_size=3), st.sampled_from(["", "-", "+"]))
def test_points_between_thousands_are_refused_since_they_may_be_decimal_signs(forst, grupper, tecken):
    with pytest.raises(EjTal):
        parse_tal(tecken + ".".join([str(forst), *(f"{g:03d}" for g in grupper)]))


@snabbt
@given(
    st.integers(0, 10**6),
    st.sampled_from(
        ["ca {}", "{} st", "{}-{}", "{}\u2013{}", "{},", ",{}", "{} {}", "{},5,5", "{}e3", "~{}", "{}?", "#{}"]
    ),
)
def test_a_number_with_something_else_about_it_is_refused(n, form):
    text = form.format(n, n)
    assume(not re.fullmatch(r"\d{1,3}( \d{3})+", text))  # "100 100" is a hundred thousand one hundred
    with pytest.raises(EjTal):
        parse_tal(text)


@snabbt
@given(st.integers(0, 9999), st.sampled_from(MELLANSLAG), st.integers(0, 99999).map(str).filter(lambda g: len(g) != 3))
def test_a_space_that_does_not_part_thousands_is_refused(hela, mellanslag, grupp):
    with pytest.raises(EjTal):
        parse_tal(f"{hela}{mellanslag}{grupp}")


@snabbt
@given(st.text(max_size=12))
def test_any_text_is_either_one_number_or_refused_and_nothing_else_happens(text):
    try:
        varde, _ = parse_tal(text)
    except EjTal:
        return
    assert varde.is_finite()
    assert re.search(r"\d", text)


# ---- reading whole cells --------------------------------------------------------------------------------------------


def las_cell(innehall, *, procentformat=False, indikator="antal"):
    """What stands under Nämndens årsmål when a cell holds this; else the code of the problem."""
    rubriker = [k.namn for k in kolumner(PlanArsmal)]
    rad = ["i1", *[None] * 4, innehall, None]
    blad = Lastblad(rader=[rubriker, rad], procent={"F2"} if procentformat else set())
    om = Indikatoruppgift("i1", "I", indikator == "procent", Decimal(75), Decimal(70))
    svar = Tolkning(2026, organ="o1")
    sammanhang = Sammanhang(2026, Omgangar([]), tilldelade={"o1": {"i1": om}})
    read_blad({bladnyckel(PlanArsmal.BLAD): blad}, PlanArsmal, [PlanArsmal], "x.xlsx", sammanhang, svar)
    return svar.problem[0].kod if svar.problem else svar.rader[PlanArsmal.BLAD][0]["arsmal"]


stated = st.integers(-(10**9), 10**9).flatmap(lambda n: st.integers(0, 4).map(lambda d: Decimal(n).scaleb(-d)))


@settings(snabbt, max_examples=300)
@given(stated, st.sampled_from(["antal", "procent"]))
@example(Decimal("0.3"), "antal")
def test_a_number_in_a_cell_is_read_as_it_was_stated(tal, indikator):
    assume(indikator == "antal" or not 0 < abs(tal) <= 1)
    assert las_cell(float(tal), indikator=indikator) == tal


@settings(snabbt, max_examples=300)
@given(stated, stated)
@example(Decimal("0.1"), Decimal("0.2"))
@example(Decimal("1.1"), Decimal("2.2"))
def test_a_sum_that_a_formula_made_is_read_as_it_is_shown(ett, tva):
    ett, tva = abs(ett), abs(tva)
    assert las_cell(float(ett) + float(tva)) == ett + tva


@settings(snabbt, max_examples=300)
@given(stated, st.booleans())
@example(Decimal("70.5"), False)
@example(Decimal("1.1"), True)
@example(Decimal("0.5"), True)
@example(Decimal("57.3"), True)
def test_a_percent_format_gives_the_percent_that_was_typed(tal, delat):
    lagrat = float(tal) / 100 if delat else float(tal / 100)
    assert las_cell(lagrat, procentformat=True, indikator="procent") == tal


@snabbt
@given(stated)
def test_a_percent_sign_or_format_is_a_problem_where_the_indicator_is_not_in_procent(tal):
    assert isinstance(las_cell(float(tal / 100), procentformat=True, indikator="antal"), str)
    assert isinstance(las_cell(f"{tal:f} %".replace(".", ","), indikator="antal"), str)


@snabbt
@given(st.integers(1, 10_000), st.sampled_from([1, -1]))
def test_a_share_of_a_procent_indicator_is_asked_about_unless_something_tells(n, tecken):
    andel = Decimal(n * tecken).scaleb(-4)
    assert las_cell(float(andel), indikator="procent") == "procent-oklar"
    assert las_cell(str(andel).replace(".", ","), indikator="procent") == "procent-oklar"
    assert las_cell(f"{andel} %".replace(".", ","), indikator="procent") == andel
    assert las_cell(float(andel), indikator="antal") == andel


@settings(snabbt, max_examples=300)
@given(st.floats() | st.integers() | st.text(max_size=40) | st.booleans() | st.dates() | st.times(), st.booleans())
@example(1e300, False)
@example(float("inf"), True)
@example("9" * 40, False)
def test_a_cell_is_a_number_of_sane_size_or_a_problem_whatever_stands_in_it(innehall, procentformat):
    last = las_cell(innehall, procentformat=procentformat)
    assert last is None or isinstance(last, str) or (last.is_finite() and abs(last) < 10**15)


DAGAR = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
SKRIVNA = {
    "ISO": lambda d: d.isoformat(),
    "short ISO": lambda d: f"{d.year}-{d.month}-{d.day}",
    "slash": lambda d: f"{d.day}/{d.month} {d.year}",
    "points": lambda d: f"{d.day}.{d.month}.{d.year}",
    "words": lambda d: f"{d.day} {MANADER[d.month - 1]} {d.year}",
    "den": lambda d: f"den {d.day} {MANADER[d.month - 1].upper()} {d.year}",
    "digits": lambda d: f"{d:%Y%m%d}",
}


@snabbt
@given(DAGAR, st.sampled_from(sorted(SKRIVNA)))
def test_a_date_is_read_however_a_swede_writes_it(dag, hur):
    assert parse_datum(SKRIVNA[hur](dag)) == dag


@snabbt
@given(st.text(max_size=14))
def test_a_text_is_a_date_or_none_and_nothing_else(text):
    with contextlib.suppress(ValueError):
        assert isinstance(parse_datum(text), datetime.date)
