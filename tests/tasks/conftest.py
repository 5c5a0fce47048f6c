"""Fixtures of the state: an empty database of either kind, and a year that waits for its decision."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tasks.grund.databas import release
from tests_stod import EXEMPEL, i_miljo


@pytest.fixture(params=["sqlite", "postgresql"])
def databas(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind to stand in; which kind."""
    hem = str(tmp_path / "hem")
    if request.param == "sqlite":
        miljo = {"ARSHJUL_HEM": hem}
    else:
        gor = request.getfixturevalue("ny_databas")
        miljo = {"ARSHJUL_HEM": hem, "ARSHJUL_DATABASE_URL": gor(f"t{abs(hash(request.node.nodeid)) % 10**9}")}
    with i_miljo(**miljo):
        yield request.param
        release()


@pytest.fixture(scope="session")
def avstamt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with a year whose avstämning is proposed; one plan is held back, in `sen/`."""
    from flows.avstamning import avstamning
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.oppna import oppna

    hem = tmp_path_factory.mktemp("avstamt") / "hem"
    data = Path(shutil.copytree(EXEMPEL / "liten-2026", hem.parent / "data"))
    enheter = data / "verksamhetsplaner" / "resultatenheter.csv"
    enheter.write_text(enheter.read_text("utf-8").replace("Oförändrad", "Avvecklas"), "utf-8")
    with i_miljo(ARSHJUL_HEM=str(hem)):
        oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
        mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
        inkorg = hem / "2026" / "inkorg"
        exempel.fn(omgang="VP", data=data, ut=inkorg)
        (hem / "sen").mkdir()
        shutil.move(sorted(inkorg.iterdir())[0], hem / "sen")
        intag.fn(idag=datetime.date(2026, 1, 15))
        avstamning.fn(idag=datetime.date(2026, 3, 1))
        release()
    return hem


@pytest.fixture
def avstamt_hem(avstamt: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to work in."""
    shutil.copytree(avstamt, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


#: sheet → (what stands in the row, or None for a new row) → header → value
Andringar = dict[str, list[tuple[str | None, dict[str, Any]]]]


@pytest.fixture
def fyll(avstamt_hem: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in a review workbook, as a person would in Excel.

    Every request that is not granted in full is given a motivering first, as the review asks for; `motivera=False`
    leaves that out.
    """

    def gor(andringar: Andringar, namn: str = "Granskning-2026.xlsx", *, motivera: bool = True) -> Path:
        bok = load_workbook(avstamt_hem / "2026" / "dokument" / namn)
        if motivera and "Budget" in bok.sheetnames:
            _motivera(bok["Budget"])
        for blad, rader in andringar.items():
            ark = bok[blad]
            rubriker = {c.value: c.column for c in ark[1]}
            for nyckel, varden in rader:
                rad = _rad(ark, nyckel)
                for rubrik, varde in varden.items():
                    ark.cell(rad, rubriker[rubrik]).value = varde
        bok.save(tmp_path / namn)
        return tmp_path / namn

    return gor


def _rad(ark: Any, nyckel: str | None) -> int:
    for rad in range(2, ark.max_row + 1):
        if nyckel is None and not any(c.value for c in ark[rad]):
            return rad
        if nyckel is not None and any(c.value == nyckel for c in ark[rad]):
            return rad
    raise AssertionError(f"{ark.title}: {nyckel}")


def _motivera(ark: Any) -> None:
    rubriker = {c.value: c.column for c in ark[1]}
    for rad in range(2, ark.max_row + 1):
        sokt, forslag = (ark.cell(rad, rubriker[r]).value for r in ("Sökt", "Förslag"))
        if sokt is not None and (forslag or 0) < sokt:
            ark.cell(rad, rubriker["Motivering"]).value = "Ryms inte"


@pytest.fixture
def ta_in_den_sena(avstamt_hem: Path) -> Callable[..., str]:
    """Takes in the plan that was held back; whose it is."""
    from flows.intag import intag

    def gor(idag: datetime.date = datetime.date(2026, 3, 10)) -> str:
        fil = next((avstamt_hem / "sen").iterdir())
        shutil.copy(fil, avstamt_hem / "2026" / "inkorg" / fil.name)
        intag.fn(idag=idag)
        return fil.name.removeprefix("VP-2026-").removesuffix(".xlsx")

    return gor
