"""What every change leaves in the trail: the fingerprints of the units that it changed, and of what stood before."""

import datetime
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from schemas.handelseslag import ANDRAR, TILLSTANDET, Handelseslag
from schemas.tabeller import Anstand, Avstamning, Handelse, Malbeslut, Salt, Utskick
from tasks.grund.avtryck import FORE, Oberattat, all_units, fingerprints, recorded
from tasks.grund.databas import engine, read, release, write
from tasks.grund.handelser import log
from tests_stod import EXEMPEL, Genomgatt, i_miljo, kedjefel

DAG = datetime.date(2033, 3, 1)


def sista(session: Any) -> dict[Any, str]:
    """Unit → its last fingerprint in the trail."""
    svar: dict[Any, str] = {}
    for _, tagna in recorded(session):
        for enhet, (fore, efter) in tagna.items():
            assert fore == svar.get(enhet, "")[:FORE]
            svar[enhet] = efter
    return {e: a for e, a in svar.items() if a}


def nu(session: Any) -> dict[Any, str]:
    """Unit → its fingerprint as it stands."""
    return fingerprints(session.connection(), all_units(session.connection()))


@pytest.mark.parametrize("ar", ["kommun-2033", "hela-2034"])
def test_everything_that_a_year_leaves_has_its_fingerprint_in_the_trail(
    ar: str, aren: Callable[[Path], Genomgatt]
) -> None:
    with i_miljo(**aren(EXEMPEL / ar).miljo), read() as session:
        assert sista(session) == nu(session)
        assert len(nu(session)) > 100
    with i_miljo(**aren(EXEMPEL / ar).miljo):
        release()


def anstand(session: Any, organ: str = "o1", slag: Handelseslag = Handelseslag.ANSTAND_GIVET) -> None:
    session.add(Anstand(ar=2033, omgang="VP", organ=organ, dag=DAG, givet=DAG))
    log(session, slag, dag=DAG, ar=2033, vem="Prov", organ=organ)


def test_a_change_that_no_event_tells_of_is_refused(databas: str) -> None:
    with pytest.raises(Oberattat, match="anstand"), write() as session:
        session.add(Anstand(ar=2033, omgang="VP", organ="o1", dag=DAG, givet=DAG))
    with pytest.raises(Oberattat, match="anstand"), write() as session:
        anstand(session, slag=Handelseslag.FILER_SKRIVNA)
    with read() as session:
        assert not session.exec(select(Anstand)).all()
        assert not session.exec(select(Handelse)).all()


def test_a_change_past_the_program_shows_in_the_next_one(databas: str) -> None:
    with write() as session:
        anstand(session)
    with engine().connect() as c, c.begin():
        c.exec_driver_sql("UPDATE anstand SET dag = '2033-12-31'")
    with read() as session:
        assert sista(session) != nu(session)
    with write() as session:
        session.exec(sa.update(Anstand).where(col(Anstand.organ) == "o1").values(omgang="T1"))
        log(session, Handelseslag.ANSTAND_GIVET, dag=DAG, ar=2033, vem="Prov")
    with read() as session, pytest.raises(AssertionError):
        sista(session)


def test_what_is_removed_is_told_as_nothing(databas: str) -> None:
    with write() as session:
        anstand(session)
    with write() as session:
        session.exec(sa.delete(Anstand))
        log(session, Handelseslag.ANSTAND_GIVET, dag=DAG, ar=2033, vem="Prov")
    with read() as session:
        assert sista(session) == nu(session) == {}
        (_, tagna) = list(recorded(session))[-1]
        assert [efter for _, efter in tagna.values()] == [""]


def meddelande(session: Any) -> None:
    session.add(
        Utskick(
            ar=2033, nyckel="prov/1", roll="registrator", slag="kvittens", dag=DAG, kanal="fil",
            till=["anna@stad.example"], amne="Prov", text="Prov",
        )
    )  # fmt: skip
    log(session, Handelseslag.SAMMANDRAG, dag=DAG, ar=2033)


def test_a_unit_with_an_address_has_a_salt_that_goes_with_it(databas: str) -> None:
    with write() as session:
        meddelande(session)
    with read() as session:
        (forsta,) = session.exec(select(Salt)).all()
        assert sista(session) == nu(session)
    with write() as session:
        session.exec(select(Utskick)).one().text = "Ett annat"
        log(session, Handelseslag.SANT, dag=DAG, ar=2033)
    with read() as session:
        (andra,) = session.exec(select(Salt)).all()
        assert andra.enhet == forsta.enhet
        assert andra.salt != forsta.salt
        assert sista(session) == nu(session)
    with write() as session:
        session.delete(session.exec(select(Utskick)).one())
        log(session, Handelseslag.SANT, dag=DAG, ar=2033)
    with read() as session:
        assert not session.exec(select(Salt)).all()


def test_many_who_write_at_once_leave_no_gap(databas: str) -> None:
    def skriv(vem: int) -> None:
        for n in range(4):
            with write() as session:
                session.add(
                    Malbeslut(
                        avstamning_id=1, kod=f"{vem}.{n}", forslag="helt", skal="", helt=1, delvis=0, inte=0, av=1
                    )
                )
                log(session, Handelseslag.FORSLAG_GJORT, dag=DAG, ar=2033)

    with write() as session:
        session.add(Avstamning(id=1, ar=2033, omgang="VP", version=1, skapad=DAG, underlag="x"))
        log(session, Handelseslag.FORSLAG_GJORT, dag=DAG, ar=2033)
    tradar = [threading.Thread(target=skriv, args=(v,)) for v in range(4)]
    for t in tradar:
        t.start()
    for t in tradar:
        t.join()
    with read() as session:
        assert sista(session) == nu(session)
        assert len(session.exec(select(Malbeslut)).all()) == 16
        assert not kedjefel(session)


def test_every_kind_says_which_tables_it_may_change() -> None:
    assert set(ANDRAR) == set(Handelseslag)
    assert frozenset().union(*ANDRAR.values()) == TILLSTANDET
