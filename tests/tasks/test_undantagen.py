"""Which indicators the first page shows, and how what is asked is summed up."""

import datetime
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from tasks.dokument.mal import Uppmaningstext, furthest, per_begaran


def indikator(kod: str, fattas: str | None, andel: Fraction | None) -> SimpleNamespace:
    """An indicator that lacks so much."""
    return SimpleNamespace(kod=kod, fattas=None if fattas is None else Decimal(fattas), andel=andel)


def test_the_one_that_lacks_the_largest_share_is_first() -> None:
    alla = [
        indikator("når", None, None),
        indikator("liten", "100", Fraction(1, 100)),
        indikator("stor", "1", Fraction(1, 10)),
        indikator("lika stor", "2", Fraction(1, 10)),
        indikator("mot noll", "1", None),
        indikator("mer mot noll", "3", None),
    ]
    assert [i.kod for i in furthest(alla)] == ["mer mot noll", "mot noll", "stor", "lika stor", "liten"]  # type: ignore[arg-type]


def uppmaning(nummer: str, begar: str, *mottagare: str) -> Uppmaningstext:
    """An uppmaning to some organs."""
    return Uppmaningstext(
        nummer, "Text.", "Några", None, None, "riktad", begar, datetime.date(2024, 5, 17), mottagare, None
    )


def test_what_most_organs_are_asked_is_first_and_each_organ_counts_once() -> None:
    alla = [
        uppmaning("1", "arsmal", "a"),
        uppmaning("2", "beskrivning", "a", "b"),
        uppmaning("3", "beskrivning", "b", "c", "d"),
    ]
    svar = per_begaran(alla)
    assert [(b.begar, b.antal, b.organ, b.storst.nummer) for b in svar] == [
        ("beskrivning", 2, 4, "3"),
        ("arsmal", 1, 1, "1"),
    ]
    assert per_begaran([]) == []
