"""The state layer, on SQLite and on a real PostgreSQL: nothing is built on the manners of one of them."""

import datetime
import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from notifications.utkorg import Brev, adressbok, enqueue
from schemas.begrepp import Roll, Utskicksslag
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Handelse, Kedja, Utskick
from tasks.grund.databas import engine, read, release, write
from tasks.grund.handelser import log
from tasks.laget.oppet import the_year
from tests_stod import EXEMPEL, Genomgatt, exportera_nu, forbi_sparet, ga_genom, i_miljo, kedjefel

DAG = datetime.date(2026, 1, 2)


@pytest.mark.parametrize("ar", ["liten-2026", "hela-2034"])
def test_a_whole_year_comes_out_the_same_on_postgresql(
    ar: str, ny_databas: Callable[[str], str], tmp_path: Path, aren: Callable[[Path], Genomgatt]
) -> None:
    url = ny_databas(ar.replace("-", "_"))
    pa_pg = ga_genom(EXEMPEL / ar, tmp_path / "hem", ARSHJUL_DATABASE_URL=url)
    assert json.dumps(pa_pg.export, sort_keys=True) == json.dumps(aren(EXEMPEL / ar).export, sort_keys=True)
    with i_miljo(**pa_pg.miljo):
        with read() as session:
            assert kedjefel(session) == []
        release()


def _logga(vad: str = "Prov", **om: object) -> None:
    with write() as session:
        log(session, vad, dag=DAG, ar=None, **om)


def test_the_trail_is_whole_however_many_rows_are_written(databas: str) -> None:
    for n in range(5):
        _logga(f"Prov {n}", nummer=n)
    with read() as session:
        assert [h.nr for h in session.exec(select(Handelse).order_by(Handelse.nr))] == [1, 2, 3, 4, 5]
        assert kedjefel(session) == []


@pytest.mark.parametrize("sats", ["UPDATE handelse SET vad = 'Annat'", "DELETE FROM handelse"])
def test_the_database_refuses_to_change_or_remove_a_row_of_the_trail(databas: str, sats: str) -> None:
    _logga()
    with engine().connect() as c, pytest.raises(sa.exc.DBAPIError), c.begin():
        c.exec_driver_sql(sats)
    with read() as session:
        assert kedjefel(session) == []


def test_a_changed_row_is_found_by_granska(databas: str) -> None:
    _logga()
    _logga("Det andra")
    stang_av = (
        "ALTER TABLE handelse DISABLE TRIGGER handelse_skrivskydd"
        if databas == "postgresql"
        else "DROP TRIGGER handelse_skrivskydd_update"
    )
    with engine().connect() as c, c.begin():
        c.exec_driver_sql(stang_av)
        c.exec_driver_sql("UPDATE handelse SET vad = 'Annat' WHERE nr = 1")
    with read() as session:
        assert [t for t in kedjefel(session) if "Händelse 1" in t and "ändrats" in t]


def test_a_removed_last_row_is_found_by_granska(databas: str) -> None:
    _logga()
    _logga("Det andra")
    stang_av = (
        "ALTER TABLE handelse DISABLE TRIGGER handelse_skrivskydd"
        if databas == "postgresql"
        else "DROP TRIGGER handelse_skrivskydd_delete"
    )
    with engine().connect() as c, c.begin():
        c.exec_driver_sql(stang_av)
        c.exec_driver_sql("DELETE FROM handelse WHERE nr = 2")
    skydd = "UPDATE, DELETE" if databas == "postgresql" else "DELETE"
    with read() as session:
        assert kedjefel(session) == [
            "Händelsekedjan: ska sluta med händelse 2, men slutar med händelse 1.",
            f"Databasens skydd för händelserna: saknas, är avstängt eller ändrat ({skydd}).",
        ]


def test_the_trail_stays_whole_when_many_write_at_once(databas: str) -> None:
    _logga()

    def skriv_flera() -> None:
        for n in range(5):
            _logga("Samtidigt", nummer=n)

    tradar = [threading.Thread(target=skriv_flera) for _ in range(4)]
    for t in tradar:
        t.start()
    for t in tradar:
        t.join()
    with read() as session:
        assert session.exec(select(Kedja)).one().antal == 21
        assert kedjefel(session) == []


def test_a_failed_step_leaves_nothing_behind(databas: str) -> None:
    def halvt() -> None:
        with write() as session:
            log(session, "Halvt", dag=DAG, ar=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        halvt()
    with read() as session:
        assert session.exec(select(Handelse)).all() == []


@pytest.fixture
def oppnat(databas: str) -> str:
    """A year that has been opened."""
    from flows.oppna import oppna

    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=DAG)
    return databas


def test_opening_a_year_twice_changes_nothing(oppnat: str) -> None:
    from flows.oppna import oppna

    with read() as session:
        fore = session.exec(select(Kedja)).one().hash
    assert "inget skiljer sig" in oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=DAG)
    with read() as session:
        assert session.exec(select(Kedja)).one().hash == fore


def test_a_change_of_an_open_year_is_applied_and_logged(oppnat: str, tmp_path: Path) -> None:
    from flows.oppna import oppna

    ny = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "ny"))
    (ny / "organ.csv").write_text((ny / "organ.csv").read_text("utf-8").replace("Organ Åäö 1,", "Nytt namn,"), "utf-8")
    oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=DAG)
    with read() as session:
        sista = session.exec(select(Handelse).order_by(Handelse.nr.desc())).first()  # type: ignore[attr-defined]
        assert sista.vad == "Året ändrades"
        assert [a["efter"] for a in sista.uppgifter["andringar"]] == ["Nytt namn"]


def test_the_same_message_is_put_into_the_outbox_once(oppnat: str) -> None:
    brev = Brev("prov/1", "o00000", Roll.REGISTRATOR, Utskicksslag.TACK, "Ämne", "Text")
    for _ in range(2):
        with forbi_sparet() as session:
            enqueue(session, 2026, adressbok(session, 2026), [brev, brev], DAG)
    with read() as session:
        assert [u.nyckel for u in session.exec(select(Utskick))] == ["prov/1"]


def test_only_one_of_two_can_decide(oppnat: str) -> None:
    from flows.avstamning import avstamning
    from flows.besluta import besluta

    avstamning.fn(idag=datetime.date(2026, 3, 1))
    utfall: list[str] = []

    def beslut(namn: str) -> None:
        try:
            utfall.append(besluta.fn(fatta=True, handlaggare=namn, idag=datetime.date(2026, 3, 10)))
        except ArshjulFel as fel:
            utfall.append(f"nekad: {fel}")

    tradar = [threading.Thread(target=beslut, args=(n,)) for n in ("Anna", "Bo")]
    for t in tradar:
        t.start()
    for t in tradar:
        t.join()
    assert len([u for u in utfall if "är beslutad 2026-03-10 av" in u]) == 1
    with read() as session:
        assert session.exec(select(Avstamning).where(Avstamning.omgang == "VP")).one().handlaggare in ("Anna", "Bo")


def test_a_decided_avstamning_is_not_decided_again(oppnat: str) -> None:
    from flows.avstamning import avstamning
    from flows.besluta import besluta

    avstamning.fn(idag=datetime.date(2026, 3, 1))
    besluta.fn(fatta=True, handlaggare="Anna", idag=datetime.date(2026, 3, 10))
    fore = exportera_nu()
    with pytest.raises(ArshjulFel):
        besluta.fn(fatta=True, handlaggare="Bo", idag=datetime.date(2026, 3, 11))
    assert avstamning.fn(idag=datetime.date(2026, 3, 12)) == []
    assert exportera_nu() == fore
    with read() as session:
        assert the_year(session).ar == 2026
