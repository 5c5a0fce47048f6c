"""A forged year is found, named and dated; an untouched one is not accused."""

import datetime
import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forfalskare import Forfalskare
from forfalskningar import FORFALSKNINGAR, Forfalskning
from rikt_ar import AR, run_rich_year
from schemas.kedjehuvud import Kedjehuvud, read_kedjehuvud
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import Granskat, look
from tasks.grund.databas import release, snapshot
from tests_stod import EXEMPEL, Genomgatt, i_miljo


@pytest.fixture(scope="session")
def rikt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich year's work folder, run through once however many processes test."""
    bas = tmp_path_factory.getbasetemp()
    delad = (bas.parent if "PYTEST_XDIST_WORKER" in os.environ else bas) / "rikt"
    delad.mkdir(exist_ok=True)
    with (delad / "las").open("w") as las:
        fcntl.flock(las, fcntl.LOCK_EX)
        if not (delad / "klar").exists():
            run_rich_year(delad / "hem")
            (delad / "klar").touch()
    return delad / "hem"


@pytest.fixture
def hem(rikt: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to forge in."""
    shutil.copytree(rikt, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


@pytest.fixture
def forfalskare(hem: Path) -> Forfalskare:
    """The clerk."""
    return Forfalskare(f"sqlite:///{hem / 'arshjul.sqlite'}", hem / str(AR))


def _granska(huvud: Kedjehuvud | None = None) -> Granskat:
    with snapshot() as session:
        return look(session, huvud=huvud)


def _fel(granskat: Granskat) -> list[str]:
    return [str(f) for f in granskat.fynd if f.slag == Fyndslag.FEL]


def test_an_untouched_year_is_not_accused(hem: Path) -> None:
    granskat = _granska()
    assert _fel(granskat) == []
    assert all("Granskning" in f.var for f in granskat.fynd)  # the reviews that were filled in


@pytest.mark.parametrize("ar", ["hela-2034", "kommun-2033"])
def test_a_year_that_was_only_run_through_is_not_accused(ar: str, aren: Callable[[Path], Genomgatt]) -> None:
    with i_miljo(**aren(EXEMPEL / ar).miljo):
        granskat = _granska()
        release()
    assert granskat.fynd == []
    assert granskat.raknat["enheter"] > 500


@pytest.mark.parametrize("f", FORFALSKNINGAR, ids=str)
def test_a_forgery_is_found_named_and_dated(f: Forfalskning, forfalskare: Forfalskare) -> None:
    fore = _end(forfalskare)
    f.gor(forfalskare)
    utan = _fel(_granska())
    med = _fel(_granska(fore)) if f.huvud else utan
    assert [t for t in med if re.search(f.sags, t)], med
    assert not f.daterad or [t for t in med if re.search(r"händelse \d+|\d{4}-\d\d-\d\d", t)], med


def _end(f: Forfalskare) -> Kedjehuvud:
    """The end of the trail, as somebody may have kept it."""
    rad = f.sql("SELECT nr, hash FROM handelse ORDER BY nr DESC LIMIT 1")[0]
    return read_kedjehuvud(rad["nr"], rad["hash"][:16])


def test_what_the_program_changed_after_a_forgery_does_not_hide_it(rikt: Path, forfalskare: Forfalskare) -> None:
    """A forged row of which the program has since taken a fingerprint, as it lawfully changed another column."""
    from flows.oppna import oppna

    forfalskare.change("kontakt", "adress", "falsk@example.org", "organ = 'o00001' AND roll = 'registrator'")
    oppna.fn(data=rikt.parent / "data", handlaggare="Bo Ek", idag=datetime.date(2026, 7, 1))
    [fel] = [t for t in _fel(_granska()) if "kontakter.csv" in t and "vid sidan av programmet" in t]
    assert re.search(r"Ändrat mellan händelse \d+ \(2026-03-20.*\) och händelse \d+ \(2026-07-01, Bo Ek", fel)


@pytest.mark.parametrize(
    ("tabell", "sats"),
    [
        ("händelse", "UPDATE handelse SET uppgifter = '{' WHERE nr = 5"),
        ("inlämningen", "UPDATE inlamning SET kolumner = 'x' WHERE id = 3"),
        ("Bedömningarna", "UPDATE malbeslut SET forslag = NULL"),
        ("Utfallen", "UPDATE indikatorutfall SET aggregerat = 'mycket'"),
        ("meddelandet", "UPDATE utskick SET till = '[1' WHERE id = 2"),
        ("Uppgifterna i organ.csv", "DELETE FROM organ"),
        ("indikatorutfall", "DROP TABLE indikatorutfall"),
    ],
)
def test_what_is_damaged_is_named_and_hides_nothing_else(tabell: str, sats: str, forfalskare: Forfalskare) -> None:
    with forfalskare.unprotected():
        forfalskare.sql("PRAGMA writable_schema = ON")
        forfalskare.sql(sats) if "NULL" not in sats else forfalskare.change("malbeslut", "forslag", "x", "id > 0")
    forfalskare.append("dokument/avstamning-2026.html")
    fel = _fel(_granska())
    assert [t for t in fel if "avstamning-2026.html: är ändrad" in t]
    assert [t for t in fel if tabell.casefold() in t.casefold() or "skadade" in t], fel


def test_a_year_that_cannot_be_opened_is_named(forfalskare: Forfalskare) -> None:
    forfalskare.sql("UPDATE ar SET yaml = '{}'")
    fel = _fel(_granska())
    assert [t for t in fel if t.startswith("Årets inställningar 2026 (ar.yaml): har ändrats vid sidan")]
    assert "Året 2026: gick inte att granska: uppgifterna är skadade. Mer står i loggen." in fel


#: those that a few statements do on either kind of database
PA_POSTGRES = (
    "ett årsmål i en plan höjs",
    "en beslutad bedömning byts",
    "ett beviljat belopp höjs",
    "ett brevs text skrivs om i utkorgen",
    "ett mejl till kontoret skrivs om",
    "en händelse får en annan upphovsman",
    "händelsernas skydd tas bort",
)


def test_forgeries_are_found_on_postgresql(ny_databas: Callable[[str], str], tmp_path: Path) -> None:
    url = ny_databas("forfalskat")
    miljo = run_rich_year(tmp_path / "hem", ARSHJUL_DATABASE_URL=url)
    f = Forfalskare(url.replace("postgresql://", "postgresql+psycopg://"), tmp_path / "hem" / str(AR))
    with i_miljo(**miljo):
        assert _fel(_granska()) == []
        valda = [x for x in FORFALSKNINGAR if x.namn in PA_POSTGRES]
        assert len(valda) == len(PA_POSTGRES)
        for x in valda:
            x.gor(f)
        f.db.dispose()
        fel = _fel(_granska())
        release()
    assert [x.namn for x in valda if not any(re.search(x.sags, t) for t in fel)] == []
