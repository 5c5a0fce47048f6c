"""Bad workbooks: refused whole, with every problem's sheet and cell, and never in the way of the good ones."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import daliga_bocker as db
import pytest
from daliga_bocker import PORTEN, T1, VP, Fall

from flows.oppna import oppna
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import PROBLEMTYPER
from tasks.ar import oppet_ar
from tasks.databas import las
from tasks.intag import sammanhang
from tasks.kontroll import granska_alla
from tasks.mallar import skriv_vp_exempel
from tasks.tolkning import tolka_fil
from tests_stod import AR_2024, EXEMPEL, Genomgatt, i_miljo

DAG = datetime.date(2024, 1, 15)


@dataclass(frozen=True)
class Sats:
    """A good workbook, the bad ones made of it, and what their reading needs to know."""

    bra: Path
    daliga: dict[str, Path]
    s: Sammanhang

    def las(self, fil: Path) -> Tolkning:
        """Read one file as the intake does."""
        t = tolka_fil(fil, fil.name, self.s)
        granska_alla([(fil.name, t)], self.s)
        return t


@pytest.fixture(scope="module")
def planer(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The 45 verksamhetsplaner of 2024."""
    return skriv_vp_exempel(AR_2024, tmp_path_factory.mktemp("vp"))


@pytest.fixture(scope="module")
def vp(planer: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Sats:
    """Bad verksamhetsplaner, and files that are none."""
    mapp = tmp_path_factory.mktemp("daliga-vp")
    with i_miljo(ARSHJUL_HEM=str(mapp / "hem")):
        oppna.fn(data=AR_2024, idag=DAG)
        with las() as session:
            s = sammanhang(session, oppet_ar(session))
    bra = next(p for p in planer if p.stem == "VP-2024-idrottsnamnden")
    return Sats(bra, db.skriv(VP | PORTEN, bra, mapp / "bocker"), s)


@pytest.fixture(scope="module")
def t1(aren: Callable[[Path], Genomgatt], tmp_path_factory: pytest.TempPathFactory) -> Sats:
    """Bad tertialrapporter of a year that has been run through."""
    ar = aren(EXEMPEL / "liten-2026")
    with i_miljo(**ar.miljo), las() as session:
        s = sammanhang(session, oppet_ar(session))
    bra = ar.hem / "2026" / "exempel" / "T1" / "T1-2026-o00003.xlsx"
    return Sats(bra, db.skriv(T1, bra, tmp_path_factory.mktemp("daliga-t1")), s)


# ---- one kind at a time ---------------------------------------------------------------------------------------------


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(VP) + len(PORTEN) + len(T1) == len(VP | PORTEN | T1) >= 60


def test_the_undamaged_workbooks_are_without_problems(vp: Sats, t1: Sats) -> None:
    assert vp.las(vp.bra).problem == []
    assert t1.las(t1.bra).problem == []


def _domen_ar_ratt(sats: Sats, namn: str, fall: Fall) -> None:
    funna = sats.las(sats.daliga[namn]).problem
    assert {(p.kod, p.blad, p.cell) for p in funna} == {(fall.kod, fall.blad, fall.cell)}
    assert fall.skal in funna[0].forvantat
    for p in funna:
        assert PROBLEMTYPER[p.kod].rubrik in p.text
        assert p.atgard.endswith(".")
        assert "{" not in p.text


@pytest.mark.parametrize("namn", VP | PORTEN)
def test_a_bad_verksamhetsplan_is_refused_with_its_place(namn: str, vp: Sats) -> None:
    _domen_ar_ratt(vp, namn, (VP | PORTEN)[namn])


@pytest.mark.parametrize("namn", T1)
def test_a_bad_tertialrapport_is_refused_with_its_place(namn: str, t1: Sats) -> None:
    _domen_ar_ratt(t1, namn, T1[namn])
