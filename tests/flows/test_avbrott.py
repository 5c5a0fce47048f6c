"""A process may be killed at any line: run again, every stage comes out as if nothing had happened.

A sample of the points here; all of them, of two years, with `make tal`.
"""

import random
from pathlib import Path

import pytest

from avbrott import Brott, i_egen_process, prova_steg
from tests_stod import EXEMPEL, i_miljo

#: making examples reads the state and writes beside it: nothing of the year is lost with it
UTANFOR = ("exempel",)


def dodat(ar: Path, tmp_path: Path, andel: float) -> tuple[int, list[Brott]]:
    """Step through a year, killing every stage at so large a part of its points before it is run whole."""
    slump = random.Random(17)

    def valj(av: int) -> list[int]:
        return [n for n in range(1, av + 1) if slump.random() < andel]

    hem, undan = tmp_path / "hem", tmp_path / "undan"
    for mapp in (hem, undan):
        mapp.mkdir()
    antal, funna = 0, []
    with i_miljo(ARSHJUL_HEM=str(hem)):
        from flows.demo import step_through

        def kor(flode, **val):
            nonlocal antal
            if flode.name not in UTANFOR:
                steg = f"{flode.name} {val.get('idag', '')}"
                dodade, egna = prova_steg(steg, hem, undan, lambda: flode.fn(**val), valj)
                antal += dodade
                funna.extend(egna)
            return flode.fn(**val)

        step_through(ar, kor)
    return antal, funna


def test_a_stage_that_was_killed_is_mended_by_running_it_again(tmp_path: Path) -> None:
    antal, funna = i_egen_process(dodat, EXEMPEL / "liten-2026", tmp_path, 0.05)
    assert antal > 10
    assert [str(b) for b in funna] == []


@pytest.mark.tal
@pytest.mark.parametrize("namn", ["liten-2026", "kommun-2033"])
def test_every_point_of_every_stage_of_a_year(namn: str, tmp_path: Path) -> None:
    antal, funna = i_egen_process(dodat, EXEMPEL / namn, tmp_path, 1.0)
    assert antal > 300
    assert [str(b) for b in funna] == []
