"""Random years through the whole program, workbooks and all, against the independent naive computation.

A seed that fails: `python tests/slumpar.py SEED FOLDER` writes its folder. Many more seeds, without workbooks:
`PYTHONPATH=.:tests python tests/oberoende/snabbt.py FIRST LAST`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.export import Export
from slumpar import Slump, skriv_allt
from tests_stod import DELAR, Genomgatt

#: small years; between them both kinds of year, every number of omgångar, depth of tree, grund with each status,
#: aggregation with each uppfyllelse, kind of grant and of avvikelse
FRON = (5, 23, 45, 62, 73, 81, 104, 106, 146)


@pytest.fixture(scope="module", params=FRON)
def slumpat(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, oberoende: Callable, aren: Callable
) -> tuple[dict, Genomgatt]:
    """What must come out of a random year, and that year run through."""
    mapp: Path = tmp_path_factory.mktemp(f"slump{request.param}")
    skriv_allt(Slump(request.param), mapp, oberoende)
    return oberoende(mapp), aren(mapp)


def test_all_that_the_rules_decide_of_a_random_year(slumpat: tuple[dict, Genomgatt], jamfor: Callable) -> None:
    vantat, genomgatt = slumpat
    export = genomgatt.export
    assert [i for i in export["inlamningar"] if i["status"] == "avvisad"] == []
    assert [f for d in DELAR for f in jamfor(vantat[d], export[d], d)] == []
    assert [u["nummer"] for u in export["uppmaningar"]] == [u["nummer"] for u in vantat["uppmaningar"]]


def test_the_export_of_a_random_year_follows_its_schema(slumpat: tuple[dict, Genomgatt]) -> None:
    Export.model_validate(slumpat[1].export)
