"""Golden texts of follow-ups: each omgång of a whole year, and the small cities in which a sentence is easily wrong."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sma_ar

from tests.gyllene.gyllene import jamfor, kvar
from tests.gyllene.test_dokument import utdrag
from tests.texter import webbsida
from tests_stod import EXEMPEL

SMA = {"en-namnd": sma_ar.en_namnd, "ingen-svarar": sma_ar.ingen_svarar, "alla-svarar": sma_ar.alla_svarar}


def _jamfor_alla(namn: str, mapp: Path) -> None:
    alla = sorted(mapp.glob("uppfoljning-*.html"))
    assert alla
    for fil in alla:
        jamfor(f"uppfoljningar/{namn}/{fil.stem}", utdrag(webbsida(fil)))
    assert kvar(f"uppfoljningar/{namn}", [f.stem for f in alla]) == []


def test_every_omgang_of_a_year(aren: Callable) -> None:
    _jamfor_alla("hela-2034", aren(EXEMPEL / "hela-2034").hem / "2034" / "dokument")


@pytest.mark.parametrize("namn", SMA)
def test_a_small_city(namn: str, aren: Callable, tmp_path: Path) -> None:
    mapp = SMA[namn](tmp_path / namn)
    _jamfor_alla(namn, aren(mapp).hem / "2028" / "dokument")
    shutil.rmtree(mapp)
