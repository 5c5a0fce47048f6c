"""Files that follow from the state: one that cannot be made takes no other with it, and is made when it can be."""

import datetime
import logging
from pathlib import Path

import pytest

from flows.oppna import oppna
from schemas.problem import Ofullstandigt
from tasks.dokument.lager import Filgrupp, Verk, write_current
from tasks.grund.databas import read, release
from tasks.laget.oppet import Oppet, the_year
from tests_stod import EXEMPEL, i_miljo

IDAG = datetime.date(2025, 12, 1)


def skriv(text: str) -> bytes:
    return text.encode()


def spricker(text: str) -> bytes:
    raise ZeroDivisionError(text)


@pytest.fixture
def oppet(tmp_path: Path):
    with i_miljo(ARSHJUL_HEM=str(tmp_path)):
        oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=IDAG)
        with read() as session:
            aret = the_year(session, None)
        yield aret
        release()


def grupper(andra) -> list[Filgrupp]:
    en = Filgrupp("dokument/en.txt", "1", lambda: [Verk("dokument/en.txt", skriv, ("en",))])
    par = [Verk("dokument/tva.txt", skriv, ("två",)), Verk("dokument/tva.pdf", andra, ("två",))]
    return [en, Filgrupp("dokument/tva.txt", "2", lambda: par)]


def test_a_file_that_cannot_be_made_takes_no_other_with_it(
    oppet: Oppet, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    with caplog.at_level(logging.ERROR), pytest.raises(Ofullstandigt) as fel:
        write_current(oppet, lambda _: grupper(spricker), IDAG)
    assert "1 fil gick inte att göra: dokument/tva.pdf. De andra är skrivna (1)" in str(fel.value)
    assert "ZeroDivisionError: två" in caplog.text
    mapp = oppet.mapp / "dokument"
    assert [f.name for f in sorted(mapp.iterdir())] == ["en.txt"], "nothing of a group that is not whole"
    assert write_current(oppet, lambda _: grupper(skriv), IDAG) == [mapp / "tva.txt", mapp / "tva.pdf"]
    assert write_current(oppet, lambda _: grupper(skriv), IDAG) == []
