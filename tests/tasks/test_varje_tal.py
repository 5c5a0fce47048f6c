"""Every number of every document has a way back, which says that number: of 2024 and of a year with every column."""

from collections.abc import Callable

import pytest

from tests.talvandring import Siffra, bokens_siffror, jamnt, says, sidans_siffror, talen, without_way
from tests.talvandring_ar import bockerna, sidorna, spararen
from tests.texter import webbsida, wordfil
from tests_stod import AR_2024, EXEMPEL

AREN = {"stockholm-2024": AR_2024, "hela-2034": EXEMPEL / "hela-2034"}
#: fewer numbers than this in a year's documents, and the walk has not found them
MINST = 3_000


@pytest.mark.parametrize("namn", AREN)
def test_every_number_of_a_web_page_has_a_way_that_says_it(namn: str, aren: Callable) -> None:
    ar = aren(AREN[namn])
    with spararen(ar) as (harledning, namnen):
        alla = [s for f in sidorna(ar.hem) for s in sidans_siffror(f, namnen)]
        assert len(alla) > MINST
        assert [str(b) for b in without_way(alla, harledning)] == []


@pytest.mark.parametrize("namn", AREN)
def test_every_number_of_a_bilaga_has_a_way_that_says_it(namn: str, aren: Callable) -> None:
    ar = aren(AREN[namn])
    with spararen(ar) as (harledning, _):
        alla = [s for f in bockerna(ar.hem) for s in bokens_siffror(f)]
        assert len(alla) > MINST
        assert [str(b) for b in without_way(alla, harledning)] == []


@pytest.mark.parametrize("namn", AREN)
def test_every_key_of_a_document_is_on_the_page_beside_it(namn: str, aren: Callable) -> None:
    for fil in (f for f in sidorna(aren(AREN[namn]).hem) if f.parent.name != "organ"):
        sida = fil.with_name(f"{fil.stem}-harledning.html").read_text("utf-8")
        nycklar = {n for s in sidans_siffror(fil) for n in s.nycklar}
        assert nycklar
        # as the page writes them: a space is no part of the name of a place, and & and " are spelled out
        platser = {n: n.replace(" ", "_").replace("&", "&amp;").replace('"', "&#34;") for n in nycklar}
        assert [n for n, plats in platser.items() if f'id="{plats}"' not in sida] == []


@pytest.mark.parametrize("namn", AREN)
def test_the_word_file_prints_no_other_number(namn: str, aren: Callable) -> None:
    for fil in (f for f in sidorna(aren(AREN[namn]).hem) if f.parent.name != "organ"):
        pa_webben = {t for rad in webbsida(fil) for t in talen(jamnt(rad))}
        i_word = {t for rad in wordfil(fil.with_suffix(".docx")) for t in talen(jamnt(rad))}
        assert i_word - pa_webben == set(), fil.name
        assert len(i_word) > 20


def test_a_number_without_a_key_or_with_a_wrong_one_is_found() -> None:
    vagar = {"a": ["Aggregerat | 57,93 | elva årsmål av 13"], "b": []}
    siffror = [
        Siffra("x", "57,9", "rundat", ("a",)),
        Siffra("x", "elva", "i ord", ("a",)),
        Siffra("x", "11", "i siffror", ("a",)),
        Siffra("x", "58,9", "ett annat", ("a",)),
        Siffra("x", "57,9", "utan", ()),
        Siffra("x", "57,9", "leder ingenstans", ("b",)),
    ]
    assert [(b.siffra.mening, b.skal) for b in without_way(siffror, lambda n: vagar[n])] == [
        ("ett annat", "härledningen säger det inte"),
        ("utan", "ingen nyckel"),
        ("leder ingenstans", "nyckeln leder ingenstans"),
    ]
    assert not says(["begärt | −0,4 |"], Siffra("x", "0,4", "det omvända", ("a",)))


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("27 av 29 nämnder", ["27", "29"]),
        ("57,9 mnkr den 17 maj 2024, Dnr KS 2023/1199", ["57,9"]),
        ("7 092,2 mnkr, −5 och +0,4 %", ["7 092,2", "−5", "0,4"]),
        ("mål 1.1 och 1.2-03 i T1, se 2024-14 och bilaga 3", []),
        ("2023 2024–2026 kl. 10.30 8 kap. 2 §", []),
        ("2 024 barn", ["2 024"]),
    ],
)
def test_what_is_a_figure(text: str, vantat: list[str]) -> None:
    assert list(talen(text)) == vantat
