"""A column has a version since which it exists: a workbook that was sent out before is not refused for lack of it."""

import pytest
from sqlmodel import SQLModel

from schemas.arbetsbocker import Blad
from schemas.falt import falt
from schemas.inlamning import Sammanhang, Tolkning
from schemas.omgangar import standardrader, ur_kalendern
from tasks.bocker.lasbok import Lastblad
from tasks.bocker.tolkning import read_blad


class Provblad(Blad):
    """A sheet that got a column in version 2."""

    BLAD = "Prov"

    kod: str = falt("", namn="Kod", krav=True)
    ny: str | None = falt("", namn="Ny kolumn", sedan=2)


@pytest.fixture
def sammanhang() -> Sammanhang:
    import datetime

    dagar = {r[d]: datetime.date(2026, 1, 1) for r in standardrader() for d in ("senast", "sammanstalls", "beslutas")}
    return Sammanhang(2026, ur_kalendern(dagar))


def las(s: Sammanhang, version: int, *rubriker: str) -> Tolkning:
    """A sheet of a workbook that was made by a version of the templates, with one row."""
    rader = [list(rubriker), *([["a"] + ["b"] * (len(rubriker) - 1)])]
    svar = Tolkning(2026, mallversion=version)
    read_blad({"prov": Lastblad("Prov", rader)}, Provblad, [Provblad], "bok.xlsx", s, svar)
    return svar


def test_a_workbook_from_before_the_column_is_read_without_it(sammanhang: Sammanhang) -> None:
    svar = las(sammanhang, 1, "Kod")
    assert svar.problem == []
    assert [(r["kod"], r["ny"]) for r in svar.rader["Prov"]] == [("a", None)]


def test_a_workbook_from_after_it_must_have_it(sammanhang: Sammanhang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.bocker.bladval.MALLVERSION", 2)
    assert [(p.kod, p.kolumn) for p in las(sammanhang, 2, "Kod").problem] == [("rubrik-saknas", "Ny kolumn")]
    assert [r["ny"] for r in las(sammanhang, 2, "Kod", "Ny kolumn").rader["Prov"]] == ["b"]


def test_the_version_is_part_of_the_hidden_code() -> None:
    from schemas.arbetsbocker import MALLVERSION
    from tasks.bocker.tolkning import mallversion

    assert issubclass(Provblad, SQLModel)
    o = ur_kalendern(dict.fromkeys(r[d] for r in standardrader() for d in ("senast", "sammanstalls", "beslutas")))[0]
    assert mallversion(2026, "o1", o).startswith(f"{MALLVERSION}/2026/")
