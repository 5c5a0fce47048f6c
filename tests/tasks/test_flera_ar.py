"""Several years open in one installation: each command on its own, or on all of them (kontrakt sections 1 and 6)."""

import csv
import datetime
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from flows.anstand import anstand
from flows.aterkalla import aterkalla
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from flows.paminn import paminn
from flows.skicka import skicka
from flows.uppfoljning import uppfoljning
from schemas.problem import ArshjulFel
from schemas.tabeller import Inlamning, Utskick
from tasks.grund.databas import read, release
from tests_stod import EXEMPEL, ROOT, Genomgatt, exportera_nu, i_miljo

KOMMUN, HELA = EXEMPEL / "kommun-2033", EXEMPEL / "hela-2034"
OPPNAT, FORFALLET = datetime.date(2033, 1, 3), datetime.date(2034, 1, 8)


@pytest.fixture(scope="module")
def oppnade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with two years open, and the plans of both as workbooks in `planer/`."""
    hem = tmp_path_factory.mktemp("aren") / "hem"
    with i_miljo(ARSHJUL_HEM=str(hem)):
        for data in (KOMMUN, HELA):
            oppna.fn(handlaggare="Åsa Öberg", data=data, idag=OPPNAT)
            exempel.fn(omgang="VP", data=data, ut=hem / "planer")
        release()
    return hem


@pytest.fixture
def aren_oppna(oppnade: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to work in."""
    shutil.copytree(oppnade, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


def filer(hem: Path) -> dict[str, bytes]:
    """Every file of a work folder, the database too."""
    return {str(p.relative_to(hem)): p.read_bytes() for p in sorted(hem.rglob("*")) if p.is_file()}


def lagg_i_inkorgen(hem: Path, ar: int, namn: str) -> None:
    """Put a plan into the in-folder of a year."""
    inkorg = hem / str(ar) / "inkorg"
    inkorg.mkdir(parents=True, exist_ok=True)
    shutil.copy(hem / "planer" / namn, inkorg)


def inlamnat() -> list[tuple[int, str | None, str]]:
    """(year, organ, status) of everything that has been received."""
    with read() as session:
        return [(i.ar, i.organ, i.status) for i in session.exec(select(Inlamning).order_by(Inlamning.id))]


# Which year


@pytest.mark.parametrize(
    ("flode", "om"),
    [
        (mallar, {"omgang": "VP"}),
        (avstamning, {}),
        (uppfoljning, {}),
        (besluta, {"handlaggare": "A"}),
        (anstand, {"galler": "VP", "organ": "o00000", "dag": FORFALLET, "motivering": "m", "handlaggare": "A"}),
        (aterkalla, {"nummer": "2033-01", "motivering": "m", "handlaggare": "A"}),
    ],
    ids=lambda x: getattr(x, "name", ""),
)
def test_a_command_for_one_year_is_refused_and_names_the_open_ones(
    flode: Any, om: dict[str, Any], aren_oppna: Path
) -> None:
    fore = filer(aren_oppna)
    with pytest.raises(ArshjulFel, match=r"Flera år är öppna: 2033, 2034\. Välj ett med --ar\."):
        flode.fn(**om, idag=OPPNAT)
    with pytest.raises(ArshjulFel, match=r"Året 2035 är inte öppnat\. Öppnade år: 2033, 2034\."):
        flode.fn(**om, ar=2035, idag=OPPNAT)
    assert filer(aren_oppna) == fore


def test_the_year_that_is_named_is_the_one_that_is_worked_on(aren_oppna: Path) -> None:
    mallar.fn(omgang="VP", ar=2034, idag=OPPNAT)
    avstamning.fn(ar=2034, idag=OPPNAT)
    besluta.fn(fatta=True, handlaggare="A", ar=2034, idag=OPPNAT)
    assert all(m["beslut"] for m in exportera_nu(2034)["mal"] if m["fas"] == "VP")
    assert len(list((aren_oppna / "2034" / "mallar").glob("VP-2034-*.xlsx"))) == 11
    assert [f.name for f in (aren_oppna / "2033").iterdir()] == ["mottaget"]  # what it was opened from
    orort = exportera_nu(2033)
    assert (orort["mal"], orort["utskick"], orort["indikatorer"]) == ([], [], [])


def test_a_year_whose_last_round_is_decided_is_no_longer_in_the_way(
    aren: Callable[[Path], Genomgatt], tmp_path: Path
) -> None:
    klart = aren(EXEMPEL / "liten-2026")
    hem = Path(shutil.copytree(klart.hem, tmp_path / "hem"))
    with i_miljo(ARSHJUL_HEM=str(hem)):
        oppna.fn(handlaggare="Åsa Öberg", data=KOMMUN, idag=OPPNAT)
        skrivna = mallar.fn(omgang="VP", idag=OPPNAT)
        assert {Path(s).parent for s in skrivna} == {hem / "2033" / "mallar"}
        assert exportera_nu()["ar"] == 2033
        assert exportera_nu(2026) == klart.export
        release()


def test_a_whole_year_comes_out_the_same_beside_another(aren: Callable[[Path], Genomgatt], tmp_path: Path) -> None:
    from flows.demo import step_through

    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=HELA, idag=OPPNAT)
        mallar.fn(omgang="VP", ar=2034, idag=OPPNAT)
        fore = exportera_nu(2034)
        step_through(KOMMUN, lambda flode, **om: flode.fn(**om))
        assert exportera_nu(2033) == aren(KOMMUN).export
        assert exportera_nu(2034) == fore
        release()


def test_status_shows_every_open_year(aren_oppna: Path) -> None:
    miljo = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"COLUMNS": "200"}
    val: dict[str, Any] = {"capture_output": True, "text": True, "cwd": ROOT, "env": miljo}
    svar = [
        subprocess.run([sys.executable, "-m", "flows.cli", "status", *ar], **val).stdout
        for ar in ((), ("--ar", "2034"))
    ]
    assert ["Provköping" in s for s in svar] == [True, False]
    assert ["Provstad" in s for s in svar] == [True, True]


# A workbook goes to its own year


@pytest.mark.parametrize("ar", [None, 2033])
def test_a_workbook_goes_to_its_own_year_whichever_in_folder_it_lies_in(ar: int | None, aren_oppna: Path) -> None:
    lagg_i_inkorgen(aren_oppna, 2033, "VP-2034-o00001.xlsx")
    lagg_i_inkorgen(aren_oppna, 2033, "VP-2033-o00001.xlsx")
    intag.fn(ar=ar, idag=OPPNAT)
    assert sorted(inlamnat()) == [(2033, "o00001", "godkand"), (2034, "o00001", "godkand")]
    assert list((aren_oppna / "2033" / "inkorg").iterdir()) == []
    for ett in (2033, 2034):
        (i,) = exportera_nu(ett)["inlamningar"]
        assert [p.name for p in (aren_oppna / str(ett) / "mottaget").glob(f"{i['sha256']}*")]
        assert [(u["organ"], u["slag"]) for u in exportera_nu(ett)["utskick"]] == [("o00001", "kvittens")]


def test_an_in_folder_of_no_year_is_for_all_of_them(aren_oppna: Path) -> None:
    intag.fn(inkorg=aren_oppna / "planer", idag=OPPNAT)
    per_ar = {ar: {organ for a, organ, _ in inlamnat() if a == ar} for ar in (2033, 2034)}
    assert {ar: len(organ) for ar, organ in per_ar.items()} == {2033: 7, 2034: _antal_planer(HELA)}
    assert {status for _, _, status in inlamnat()} == {"godkand"}


def _antal_planer(data: Path) -> int:
    with (data / "verksamhetsplaner" / "mal.csv").open(encoding="utf-8", newline="") as f:
        return len({r["organ"] for r in csv.DictReader(f)})


def test_the_other_years_in_folder_is_left_where_one_is_named(aren_oppna: Path) -> None:
    lagg_i_inkorgen(aren_oppna, 2033, "VP-2033-o00001.xlsx")
    lagg_i_inkorgen(aren_oppna, 2034, "VP-2034-o00001.xlsx")
    intag.fn(ar=2034, idag=OPPNAT)
    assert inlamnat() == [(2034, "o00001", "godkand")]
    assert [p.name for p in (aren_oppna / "2033" / "inkorg").iterdir()] == ["VP-2033-o00001.xlsx"]


def test_a_workbook_of_a_year_that_is_not_open_is_refused_where_it_came(aren_oppna: Path) -> None:
    exempel.fn(omgang="VP", data=EXEMPEL / "liten-2026", ut=aren_oppna / "planer")
    lagg_i_inkorgen(aren_oppna, 2034, "VP-2026-o00001.xlsx")
    intag.fn(idag=OPPNAT)
    assert [(ar, status) for ar, _, status in inlamnat()] == [(2034, "avvisad")]
    assert [p["kod"] for p in exportera_nu(2034)["inlamningar"][0]["problem"]] == ["fel-ar"]


# Reminders and the outbox


def test_reminders_of_every_year_are_each_of_its_own_plan(aren_oppna: Path) -> None:
    assert paminn.fn(idag=FORFALLET) > 0
    forfallo = {ar: {u["forfallo"] for u in exportera_nu(ar)["utskick"]} for ar in (2033, 2034)}
    assert forfallo == {2033: {"2033-01-20"}, 2034: {"2034-01-15"}}
    steg = {ar: {u["steg"] for u in exportera_nu(ar)["utskick"] if u["roll"] == "registrator"} for ar in (2033, 2034)}
    assert steg == {2033: {"+10"}, 2034: {"-7"}}
    assert paminn.fn(idag=FORFALLET) == 0


def test_only_the_named_year_is_reminded_of(aren_oppna: Path) -> None:
    paminn.fn(ar=2033, idag=FORFALLET)
    assert exportera_nu(2033)["utskick"]
    assert exportera_nu(2034)["utskick"] == []


def test_the_outbox_of_every_year_goes_out_into_its_own_folder(aren_oppna: Path) -> None:
    paminn.fn(idag=FORFALLET)
    sandning = skicka.fn(idag=FORFALLET)
    with read() as session:
        alla = session.exec(select(Utskick)).all()
    assert {u.status for u in alla} == {"skickat"}
    brev = {ar: list((aren_oppna / str(ar) / "utskick").glob("*.eml")) for ar in (2033, 2034)}
    assert [len(brev[ar]) for ar in brev] == [len({u.brev for u in alla if u.ar == ar}) for ar in brev]
    assert sandning.skickade == len(alla)
    assert skicka.fn(idag=FORFALLET).skickade == 0


def test_only_the_named_years_outbox_goes_out(aren_oppna: Path) -> None:
    paminn.fn(idag=FORFALLET)
    skicka.fn(ar=2034, idag=FORFALLET)
    assert {u["status"] for u in exportera_nu(2034)["utskick"]} == {"skickat"}
    assert {u["status"] for u in exportera_nu(2033)["utskick"]} == {"vantar"}
