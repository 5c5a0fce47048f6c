"""Random years through the whole program, workbooks and all, against the independent naive computation.

A seed that fails: `python tests/slumpar.py SEED FOLDER` writes its folder. Many more seeds, without workbooks:
`python tests/oberoende/snabbt.py FIRST LAST`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.export import Export
from slumpar import Slump, skriv_ar, skriv_svar
from tests_stod import Genomgatt

FRON = range(100, 112)
DELAR = ("indikatorer", "mal", "uppmaningar", "resultatbudget", "beslutsbelopp", "avvikelser", "statsbidrag")


@pytest.fixture(scope="module", params=FRON)
def slumpat(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, oberoende: Callable, aren: Callable
) -> tuple[dict, Genomgatt]:
    """What must come out of a random year, and that year run through."""
    mapp: Path = tmp_path_factory.mktemp(f"slump{request.param}")
    slump = Slump(request.param)
    skriv_ar(slump, mapp)
    skriv_svar(slump, mapp, oberoende(mapp)["uppmaningar"])
    return oberoende(mapp), aren(mapp)


def test_all_that_the_rules_decide_of_a_random_year(slumpat: tuple[dict, Genomgatt], jamfor: Callable) -> None:
    vantat, genomgatt = slumpat
    export = genomgatt.export
    assert [i for i in export["inlamningar"] if i["status"] == "avvisad"] == []
    assert [f for d in DELAR for f in jamfor(vantat[d], export[d], d)] == []
    ordning = [("indikatorer", "kod"), ("mal", "kod"), ("uppmaningar", "nummer")]
    for del_, nyckel in ordning:
        assert [r[nyckel] for r in export[del_]] == [r[nyckel] for r in vantat[del_]]


def test_the_export_of_a_random_year_follows_its_schema(slumpat: tuple[dict, Genomgatt]) -> None:
    Export.model_validate(slumpat[1].export)
