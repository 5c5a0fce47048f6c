"""Pages of organs, as each would read its own: a nämnd, a bolag and one that has not answered, in two cities."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gyllene.gyllene import jamfor, kvar
from tests.texter import webbsida
from tests_stod import AR_2024, EXEMPEL

BLADEN = {
    "stockholm-2024": (
        AR_2024, 2024,
        ("jarva-vp", "svenska-bostader-vp", "sga-fastigheter-vp", "kyrkogardsnamnden-t1", "jarva-t1"),
    ),
    "kommun-2033": (EXEMPEL / "kommun-2033", 2033, ("o00000-vp", "o00005-vp", "o00001-d1", "o00006-vb")),
}  # fmt: skip


@pytest.mark.parametrize("namn", BLADEN)
def test_the_pages_of_organs(namn: str, aren: Callable) -> None:
    data, ar, bladen = BLADEN[namn]
    mapp: Path = aren(data).hem / str(ar) / "dokument" / "organ"
    for blad in bladen:
        jamfor(f"organblad/{namn}/{blad}", webbsida(mapp / f"{blad}-{ar}.html"))
    assert kvar(f"organblad/{namn}", bladen) == []
