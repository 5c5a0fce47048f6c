"""A database of the revision before the rounds (0002) is brought to the newest, on both kinds, and nothing is lost."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel, select

import schemas.tabeller as t
from schemas.arbetsbocker import ALLA_BLAD
from schemas.arsmapp import RiktadUppmaning
from tasks.aret.arsmapp import read_mapp
from tasks.grund.avtryck import all_units, fingerprints, recorded
from tasks.grund.databas import alembic_config, engine, read
from tasks.laget.utkorg import sent_steps
from tests_stod import EXEMPEL, forbi_sparet

DAG, T1_DAG = datetime.date(2026, 3, 10), datetime.date(2026, 5, 14)
#: the sheets of workbooks, by what their tables were called
BLAD = {
    "vp_arsmal": {"indikatorkod": "i1", "arsmal": "70.5", "sa_nar_vi": "Så"},
    "vp_mal": {"malkod": "1.1", "bidrar": True, "hur": "Så", "namndmal": "Eget"},
    "vp_aktivitet": {"malkod": "1.1", "aktivitet": "Gör", "start": DAG},
    "vp_risk": {"malkod": "1.1", "risk": "Brist", "sannolikhet": 3, "konsekvens": 4},
    "vp_kontroll": {"malkod": "1.1", "process": "Inköp", "obligatorisk": False},
    "vp_budget": {"slag": "drift", "andamal": "Lokal", "kostnader": "-1.5"},
    "vp_resultatenhet": {"resultatenhet": "Enhet A", "forandring": "Ny"},
    "t1_svar": {"nummer": "2026-01", "indikatorkod": "i1", "reviderat_arsmal": "72", "kan_inte": False},
}
NYTT_NAMN = {g: g.replace("vp_", "plan_").replace("t1_svar", "svarsrad") for g in BLAD}
SHA = "a" * 64
#: messages: key, slag, due day → key and round after the upgrade
BREV: dict[tuple[str, str, str | None], tuple[str, str | None]] = {
    ("forfragan/o1", "forfragan", "2026-01-15"): ("forfragan/VP/o1", "VP"),
    ("paminnelse/o1/registrator/2026-01-15/-7", "paminnelse", "2026-01-15"):
        ("paminnelse/VP/o1/registrator/2026-01-15/-7", "VP"),
    ("paminnelse/o1/registrator/2026-05-14/-28", "paminnelse", "2026-05-14"):
        ("paminnelse/T1/o1/registrator/2026-05-14/-28", "T1"),
    ("eskalering/samlat/planeringskontoret/2026-05-14/+10", "eskalering", "2026-05-14"):
        ("eskalering/T1/samlat/planeringskontoret/2026-05-14/+10", "T1"),
    ("uppmaning/o1", "uppmaning", None): ("uppmaning/VP/o1", "VP"),
    ("uppmaning/o1/2026-07", "uppmaning", None): ("uppmaning/VP/o1/2026-07", "VP"),
    ("aterkallelse/o1/2026-01", "aterkallelse", None): ("aterkallelse/2026-01/o1", None),
    (f"kvittens/{SHA}", "kvittens", None): (f"kvittens/{SHA}", "VP"),
    ("tack/o1", "tack", None): ("tack/T1/o1", "T1"),
    ("sammandrag/T1", "sammandrag", None): ("sammandrag/T1", "T1"),
}  # fmt: skip
ANSTAND, SISTA_DAG = "uppmaning/o1/2026-01/anstand/2026-05-28", "uppmaning/o1/sista-dag/2026-05-21/2026-03-12"


@contextmanager
def oppen() -> Iterator[sa.Connection]:
    """A connection that commits at the end, with references as they are: SQLite's tables are made anew."""
    with engine().connect() as c:
        if c.dialect.name == "sqlite":
            c.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with c.begin():
            yield c


def satt(c: sa.Connection, tabell: str, **varden: Any) -> int:
    """Insert a row as the tables are in this connection; its key."""
    modell = sa.Table(tabell, c.info.setdefault("tabeller", sa.MetaData()), autoload_with=c)
    return int(c.execute(modell.insert().values(**varden)).inserted_primary_key[0])


def innehall(tabell: str, *bort: str) -> list[dict[str, Any]]:
    """The rows of a table as they are now, by column."""
    with engine().connect().execution_options(bara_las=True) as c:
        modell = sa.Table(tabell, sa.MetaData(), autoload_with=c)
        alla = c.execute(modell.select().order_by(modell.c[0])).mappings()
        return [{k: v for k, v in r.items() if k not in bort} for r in alla]


@pytest.fixture
def gammal(databas: str) -> str:
    """A database at revision 0002 with a row of everything that the next changes; which kind."""
    with oppen() as c:
        command.upgrade(alembic_config(c), "0002")
        yaml = read_mapp(EXEMPEL / "liten-2026").yaml.model_dump(mode="json")
        satt(c, "ar", ar=2026, kommun="Alby", yaml=yaml, saknade_filer=[], oppnad=DAG)
        satt(c, "riktad_uppmaning", ar=2026, rad=2, mottagare="namnder", begar="atgard", senast="t1")
        bok = {"ar": 2026, "status": "godkand", "sen": False, "inkom": DAG, "problem": [], "fragor": ["Menade du?"]}
        bok |= {"kolumner": {"Årsmål": {"arsmal": "F"}}, "filnamn": "bok.xlsx"}
        plan = satt(c, "inlamning", organ="o1", slag="VP", version=1, sha256=SHA, **bok)
        satt(c, "inlamning", organ="o1", slag="T1", version=1, sha256="b" * 64, **bok)
        satt(c, "inlamning", organ=None, slag=None, version=1, sha256="c" * 64, **bok | {"status": "avvisad"})
        for tabell, varden in BLAD.items():
            satt(c, tabell, inlamning_id=plan, rad=2, **varden)
        avstamning = {"ar": 2026, "version": 1, "skapad": DAG, "underlag": "x", "texter": {"bakgrund": "Å"}}
        avstamning |= {"inlamningar": {"o1": plan}, "resultatenheter": [{"organ": "o1"}]}
        vp = satt(c, "avstamning", fas="VP", beslutad=DAG, handlaggare="Anna", **avstamning)
        satt(c, "avstamning", fas="T1", **avstamning)
        utfall = {"kod": "i1", "kf_arsmal": "75", "uppfyllelse": "delvis", "antal": 1, "saknas": ["o2"]}
        utfall |= {"hojning": {"o1": "75"}, "arsmal": {"o1": "70.5"}, "aggregerat": "71"}
        satt(c, "indikatorutfall", avstamning_id=vp, **utfall)
        satt(c, "malbeslut", avstamning_id=vp, kod="1.1", forslag="helt", skal="Så", helt=1, delvis=0, inte=0, av=1)
        satt(c, "framstallning", avstamning_id=vp, organ="o1", slag="drift", andamal="Lokal", sokt="1.5")
        u = {"ar": 2026, "avstamning_id": vp, "grund": "riktad", "begar": "atgard", "till": "O1", "text": "Gör"}
        u = {"nummer": "2026-01", "status": "utfardad", "aterkallad": False, "senast": T1_DAG} | u
        uppmaning = satt(c, "uppmaning", **u)
        m = {"uppmaning_id": uppmaning, "aterkallad": False, "jamfort": {"arsmal": "70.5"}, "tillfragad": DAG}
        domd = {"senast": T1_DAG, "forslag": "otillracklig", "status": "tillracklig", "motivering": "Nära"}
        satt(c, "mottagare", organ="o1", sen=True, varde="72", svar="Höjt", begart="75", **m, **domd)
        satt(c, "mottagare", organ="o2", sen=False, status="oppen", **m)
        om = {"ar": 2026, "roll": "registrator", "dag": DAG, "kanal": "epost", "till": ["a@b.se"], "kopia": []}
        om |= {"amne": "Ä", "text": "T", "bilagor": ["mallar/x.xlsx"], "status": "skickat", "forsok": 1}
        for nyckel, slag, forfallo in (*BREV, (ANSTAND, "uppmaning", None), (SISTA_DAG, "uppmaning", None)):
            dag = forfallo and datetime.date.fromisoformat(forfallo)
            om |= {"organ": "o1" if "o1" in nyckel else None, "steg": nyckel.split("/")[-1] if dag else None}
            satt(c, "utskick", nyckel=nyckel, slag=slag, forfallo=dag, **om)
        for namn in ("avstamning-2026.docx", "uppfoljning-t1-2026.docx"):
            satt(c, "dokument", ar=2026, sokvag=f"dokument/{namn}", sha256=SHA, dag=DAG)
        satt(c, "handelse", nr=1, dag=DAG, tid="12:00", vem="a", vad="b", uppgifter={}, fore="", hash="h")
        c.exec_driver_sql("UPDATE kedja SET antal = 1, hash = 'h'")
    return databas


@pytest.fixture
def ny(gammal: str) -> str:
    """The same database brought to the newest revision, by the program itself; which kind."""
    with read():
        pass
    return gammal


def test_every_row_of_every_table_is_there_after_it(gammal: str) -> None:
    with oppen() as c:
        tabeller = set(sa.inspect(c).get_table_names()) - {"alembic_version"}
    fore = {tabell: len(innehall(tabell)) for tabell in tabeller}
    with read():
        pass
    fore["handelse"] += 1  # that there are fingerprints from here on
    assert {tabell: len(innehall(NYTT_NAMN.get(tabell, tabell))) for tabell in fore} == fore
    assert all(fore[tabell] for tabell in (*BLAD, "mottagare", "utskick", "dokument", "riktad_uppmaning"))


def test_the_rows_of_workbooks_are_as_they_were(gammal: str) -> None:
    """What was a date and is free text now says the same day."""
    fore = {tabell: [_som_text(r) for r in innehall(tabell)] for tabell in BLAD}
    with read():
        pass
    assert {tabell: [_som_text(r) for r in innehall(NYTT_NAMN[tabell])] for tabell in BLAD} == fore


def test_the_models_read_every_row(ny: str) -> None:
    with read() as session:
        for modell in (*_modeller(), *ALLA_BLAD, RiktadUppmaning):
            alla = [r.model_dump() for r in session.exec(select(modell).order_by(modell.__table__.c[0]))]
            assert [_som_text(r) for r in alla] == [_som_text(r) for r in innehall(str(modell.__tablename__))]


def _modeller() -> list[type[SQLModel]]:
    """The tables of the state."""
    return [m for m in vars(t).values() if isinstance(m, type) and hasattr(m, "__table__")]


def _som_text(rad: dict[str, Any]) -> dict[str, str]:
    return {k: str(v) for k, v in rad.items()}


def test_a_judgement_moves_from_the_recipient_to_the_round(ny: str) -> None:
    domar = innehall("svarsdom", "id", "mottagare_id")
    dom = {"omgang": "T1", "senast": T1_DAG, "status": "tillracklig", "forslag": "otillracklig", "skal": ""}
    assert domar == [dom | {"motivering": "Nära", "sen": True, "varde": "72", "svar": "Höjt"}]
    with read() as session:
        fraga = select(t.Mottagare, t.Svarsdom).join(t.Svarsdom, isouter=True).order_by(t.Mottagare.organ)
        assert [(m.organ, d and d.omgang, m.jamfort) for m, d in session.exec(fraga)] == [
            ("o1", "T1", {"arsmal": "70.5"}),
            ("o2", None, {"arsmal": "70.5"}),
        ]


def test_what_was_a_phase_is_a_round_and_what_was_added_up_was_arsmal(ny: str) -> None:
    with read() as session:
        assert [(i.omgang, i.sha256[0]) for i in session.exec(select(t.Inlamning).order_by(t.Inlamning.sha256))] == [
            ("VP", "a"), ("T1", "b"), (None, "c")
        ]  # fmt: skip
        beslut = {a.omgang: (a.beslutad, a.texter, a.forklaringar) for a in session.exec(select(t.Avstamning))}
        assert beslut == {"VP": (DAG, {"bakgrund": "Å"}, []), "T1": (None, {"bakgrund": "Å"}, [])}
        utfall = session.exec(select(t.Indikatorutfall)).one()
        assert (utfall.varden, utfall.arsmal_aggregerat) == (utfall.arsmal, utfall.aggregerat) == ({"o1": "70.5"}, 71)
        assert [(u.text, u.regeltext) for u in session.exec(select(t.Uppmaningsrad))] == [("Gör", "Gör")]


def test_a_message_says_its_round_and_has_the_key_that_it_would_have_today(ny: str) -> None:
    nya = {u["nyckel"]: u["omgang"] for u in innehall("utskick")}
    assert {nyckel: nya.get(nyckel, "saknas") for nyckel, _ in BREV.values()} == dict(BREV.values())
    assert "uppmaning/2026-01/o1/anstand/2026-05-28" in nya


def test_a_message_about_a_moved_last_day_belongs_to_the_round_whose_day_it_is(ny: str) -> None:
    nya = {u["nyckel"]: u["omgang"] for u in innehall("utskick") if "/sista-dag/" in u["nyckel"]}
    assert nya == {"uppmaning/T1/o1/sista-dag/2026-05-21/2026-03-12": "T1"}


def test_no_step_that_has_been_sent_is_sent_again(ny: str) -> None:
    with read() as session:
        sanda = sent_steps(session, 2026)
    assert sanda[("o1", "registrator", datetime.date(2026, 1, 15))] == {"-7"}
    assert sanda[("o1", "registrator", T1_DAG)] == {"-28"}


def test_a_file_is_known_where_it_lies_and_what_is_decided_stands_as_printed(ny: str) -> None:
    assert [(d["sokvag"], d["underlag"] == "", d["fore"]) for d in innehall("dokument")] == [
        ("dokument/avstamning-2026.docx", True, None),
        ("dokument/uppfoljning-t1-2026.docx", False, None),
    ]


def test_the_same_file_may_come_again_and_references_are_still_kept(ny: str) -> None:
    with forbi_sparet() as session:
        om: dict[str, Any] = {"ar": 2026, "status": "avvisad", "inkom": DAG, "sha256": SHA, "filnamn": "x"}
        session.add(t.Inlamning(organ="o1", omgang="VP", version=2, **om))
    samma_version = "UPDATE inlamning SET version = 1 WHERE version = 2"
    raderat = ("DELETE FROM inlamning WHERE version = 1", "DELETE FROM avstamning", "DELETE FROM mottagare")
    for sats in (samma_version, *raderat):
        with pytest.raises(sa.exc.IntegrityError), engine().begin() as c:
            c.exec_driver_sql(sats)
    with pytest.raises(sa.exc.DBAPIError), engine().begin() as c:
        c.exec_driver_sql("DELETE FROM handelse")


def test_the_trail_answers_for_what_was_there(ny: str) -> None:
    with read() as session:
        (_, tagna) = list(recorded(session))[-1]
        nu = fingerprints(session.connection(), all_units(session.connection()))
    assert {enhet: efter for enhet, (_, efter) in tagna.items()} == nu
    assert {tabell for tabell, _ in nu} >= {"mottagare", "utskick", "plan_arsmal", "ar"}


def test_the_newest_revision_is_what_the_models_say(ny: str) -> None:
    with oppen() as c:
        skillnad = compare_metadata(MigrationContext.configure(c, opts={"compare_type": True}), SQLModel.metadata)
    assert skillnad == []


def test_there_is_no_way_back_and_trying_changes_nothing(gammal: str) -> None:
    with oppen() as c:
        command.upgrade(alembic_config(c), "0003")
    fore = {tabell: innehall(tabell) for tabell in ("svarsdom", "alembic_version", "utskick")}
    with pytest.raises(RuntimeError, match="säkerhetskopian"), oppen() as c:
        command.downgrade(alembic_config(c), "0002")
    assert {tabell: innehall(tabell) for tabell in fore} == fore
