"""`oppna --prov`: a year is checked, what differs is told, and nothing is changed in database or files."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.oppna import oppna
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Handelse
from tasks.grund.databas import read, release
from tests_stod import EXEMPEL, i_miljo

HELA = EXEMPEL / "hela-2034"
OPPNAT = datetime.date(2033, 12, 1)
Bytt = Callable[..., Path]


@pytest.fixture
def hem(tmp_path: Path) -> Iterator[Path]:
    """A work folder with a year open."""
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=HELA, idag=OPPNAT)
        yield tmp_path / "hem"
        release()


@pytest.fixture
def bytt(tmp_path: Path) -> Bytt:
    """Makes the year with cells changed: file, what stands there, what is to stand there."""

    def gor(*byten: tuple[str, str, str]) -> Path:
        mapp = Path(shutil.copytree(HELA, tmp_path / "bytt"))
        for fil, gammalt, nytt in byten:
            text = (mapp / fil).read_text("utf-8")
            assert gammalt in text
            (mapp / fil).write_text(text.replace(gammalt, nytt, 1), "utf-8")
        return mapp

    return gor


def filer(hem: Path) -> dict[str, bytes]:
    """Every file of a work folder, the database too."""
    return {str(p.relative_to(hem)): p.read_bytes() for p in sorted(hem.rglob("*")) if p.is_file()}


def test_a_dry_run_opens_nothing(hem: Path) -> None:
    fore = filer(hem)
    svar = oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", prov=True, idag=OPPNAT)
    assert svar == "Året 2026 är utan fel och kan öppnas. Det här var ett prov: inget är ändrat."
    assert filer(hem) == fore


def test_a_dry_run_of_an_open_year_counts_what_differs_and_applies_nothing(hem: Path, bytt: Bytt) -> None:
    ny = bytt(("organ.csv", "Organ Åäö 1,", "Nytt namn,"), ("ar.yaml", "mal_helt: 0.60", "mal_helt: 0.70"))
    fore = filer(hem)
    assert "2 saker skiljer sig" in oppna.fn(handlaggare="Åsa Öberg", data=ny, prov=True, idag=OPPNAT)
    assert "inget skiljer sig" in oppna.fn(handlaggare="Åsa Öberg", data=HELA, prov=True, idag=OPPNAT)
    assert filer(hem) == fore
    assert "ändrades" in oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=OPPNAT)
    with read() as session:
        sista = session.exec(select(Handelse).order_by(col(Handelse.nr).desc())).first()
    assert sista
    assert [a["efter"] for a in sista.uppgifter["andringar"] if a["fil"] == "organ.csv"] == ["Nytt namn"]


def test_one_thing_that_differs_is_one_thing(hem: Path, bytt: Bytt) -> None:
    svar = oppna.fn(
        handlaggare="Åsa Öberg", data=bytt(("organ.csv", "Organ Åäö 1,", "Nytt namn,")), prov=True, idag=OPPNAT
    )
    assert "1 sak skiljer sig" in svar


def test_a_dry_run_of_a_year_with_faults_is_refused_and_changes_nothing(hem: Path, bytt: Bytt) -> None:
    ny = bytt(("organ.csv", "facknamnd", "fack"))
    fore = filer(hem)
    with pytest.raises(Avvisat):
        oppna.fn(handlaggare="Åsa Öberg", data=ny, prov=True, idag=OPPNAT)
    assert filer(hem) == fore


def test_a_dry_run_refuses_what_may_no_longer_change(hem: Path, bytt: Bytt) -> None:
    avstamning.fn(ar=2034, idag=OPPNAT)
    besluta.fn(fatta=True, handlaggare="A", idag=OPPNAT)
    ny = bytt(("ar.yaml", "mal_helt: 0.60", "mal_helt: 0.70"))
    fore = filer(hem)
    with pytest.raises(ArshjulFel, match="Planerna är beslutade"):
        oppna.fn(handlaggare="Åsa Öberg", data=ny, prov=True, idag=OPPNAT)
    assert filer(hem) == fore
