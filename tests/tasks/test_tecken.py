"""Numbers, dates and signs as Swedish print has them."""

import pytest

from schemas.ord import i_ord, standardord
from tasks.dokument.skrift import Bit, Rubrik, Skrift, Spalt, Stycke, bitar, rad, tabell
from tasks.dokument.tecken import tecken, with_signs


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        pytest.param("57,9 mnkr", "57,9_mnkr", id="a number and its unit"),
        pytest.param("drygt 58 092,4 mnkr", "drygt 58_092,4_mnkr", id="thousands"),
        pytest.param("1 234 567 kronor", "1_234_567_kronor", id="more thousands"),
        pytest.param("under 2024 100 nya", "under 2024 100 nya", id="a year is no thousand"),
        pytest.param("den 30 april 2024", "den 30_april 2024", id="a day and its month"),
        pytest.param("Dnr KS 2023/1199", "Dnr_KS_2023/1199", id="a register and its number"),
        pytest.param("se bilaga 3 och punkt 2", "se bilaga_3 och punkt_2", id="a reference"),
        pytest.param("2024-2026", "2024–2026", id="a range of years"),
        pytest.param("kl. 20.30-21.30", "kl. 20.30–21.30", id="a range of hours"),
        pytest.param("från -5 till 5", "från −5 till 5", id="a minus"),
        pytest.param("2024-01 och T1-3", "2024-01 och T1-3", id="numbers of uppmaningar and codes stand"),
        pytest.param("barn 2023-12-29", "barn 29_december 2023", id="a date in words"),
        pytest.param("2023-13-29", "2023-13-29", id="what is no date stands"),
        pytest.param("LSS-boende - vuxna", "LSS-boende - vuxna", id="a name stands"),
        pytest.param("3 tonfiskar", "3 tonfiskar", id="a unit is a whole word"),
    ],
)
def test_signs(text: str, vantat: str) -> None:
    assert tecken(text) == vantat.replace("_", "\u00a0")
    assert tecken(tecken(text)) == tecken(text)


def test_a_document_gets_the_signs_everywhere_but_in_codes() -> None:
    block = (
        Rubrik(1, bitar("Mål 3")),
        Stycke(bitar("2 mnkr", Bit("2 mnkr", svag=True))),
        *tabell("Per 1 maj", [Spalt("A", 1)], [rad("5 kr")]),
    )
    s = with_signs(Skrift("T", "K", None, (("Datum", "1 maj"),), ("2 mnkr",), block))
    assert s.uppgifter == (("Datum", "1\u00a0maj"),)
    assert s.ruta == ("2\u00a0mnkr",)
    rubrik, stycke, tabellen = s.block
    assert rubrik.text[0].text == "Mål\u00a03"  # type: ignore[union-attr]
    assert [b.text for b in stycke.text] == ["2\u00a0mnkr", "2 mnkr"]  # type: ignore[union-attr]
    assert tabellen.rubrik == "Per 1\u00a0maj"  # type: ignore[union-attr]
    assert tabellen.rader[0].celler[0][0].text == "5\u00a0kr"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("n", "ett", "vantat"),
    [(0, False, "noll"), (1, False, "en"), (1, True, "ett"), (2, True, "två"), (12, False, "tolv"), (13, False, "13")],
)
def test_counts_up_to_twelve_are_words(n: int, ett: bool, vantat: str) -> None:
    assert i_ord(n, ett=ett) == vantat


@pytest.mark.parametrize(
    ("n", "vantat"), [(0, "ingen nämnd"), (1, "en nämnd"), (2, "två nämnder"), (12, "tolv nämnder"), (29, "29 nämnder")]
)
def test_a_counted_word(n: int, vantat: str) -> None:
    assert standardord().namnd.raknat(n) == vantat


def test_a_counted_ett_word() -> None:
    assert [standardord().arsmal.raknat(n) for n in (0, 1, 3)] == ["inget årsmål", "ett årsmål", "tre årsmål"]
