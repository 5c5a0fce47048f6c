"""A database that cannot be used is told of in Swedish, without its password, by who reads and by who writes."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from schemas.problem import ArshjulFel
from tasks.grund.databas import engine, read, release, write
from tests_stod import i_miljo

KODAT = "hem%2Fli%40gt"
LASARE = pytest.mark.parametrize("oppna", [read, write])
Oppnar = Callable[[], AbstractContextManager[Any]]


def nekas(url: str, oppna: Oppnar, hem: Path) -> str:
    """What is said of a database that cannot be used."""
    with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_DATABASE_URL=url):
        try:
            with pytest.raises(ArshjulFel) as fel, oppna() as session:
                session.connection()
        finally:
            release()
    text = str(fel.value)
    for hemligt in ("hem/li", "hem%2F", "li@gt", "li%40gt"):
        assert hemligt not in text
    return text


@LASARE
@pytest.mark.parametrize(
    ("url", "vantat"),
    [
        ("hej", "går inte att läsa som en adress"),
        ("postgresql://anna:hem/li@gt@h:abc/d", "ARSHJUL_DATABASE_URL"),
        ("postgresql://anna:hem/li@gt@server/d", "har ett @ för mycket"),
        (f"postgresql://anna:{KODAT}@server", "saknar databasens namn"),
        (f"mysql://anna:{KODAT}@server/d", "ARSHJUL_DATABASE_URL är mysql, men Årshjulet använder PostgreSQL eller"),
        ("sqlite://", "saknar en fil"),
        (f"postgresql://anna:{KODAT}@127.0.0.1:1/d", "Databasen d på 127.0.0.1 svarar inte."),
        (f"postgresql://anna:{KODAT}@finns-inte.invalid/d", "ingen server har det namnet"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, vantat: str, oppna: Oppnar, tmp_path: Path) -> None:
    assert vantat in nekas(url, oppna, tmp_path)


def _sqlite(fil: Path, *satser: str) -> None:
    with sqlite3.connect(fil) as c:
        for sats in satser:
            c.execute(sats)
    c.close()


def _truncated(fil: Path) -> None:
    with i_miljo(ARSHJUL_DATABASE_URL=f"sqlite:///{fil}"):
        with read():
            pass
        release()
    innehall = fil.read_bytes()
    fil.write_bytes(innehall[: len(innehall) // 3])


def _newer(fil: Path) -> None:
    with i_miljo(ARSHJUL_DATABASE_URL=f"sqlite:///{fil}"):
        with read():
            pass
        release()
    _sqlite(fil, "UPDATE alembic_version SET version_num = '0999'")


@LASARE
@pytest.mark.parametrize(
    ("gor", "vantat"),
    [
        (lambda f: f.write_bytes(b"inte en databas" * 100), "är ingen SQLite-fil, eller är skadad"),
        (_truncated, "är skadad och går inte att läsa. Återställ den senaste säkerhetskopian"),
        (lambda f: f.mkdir(), "går inte att öppna för läsning och skrivning"),
        (lambda f: _sqlite(f, "CREATE TABLE bokning (id INTEGER)"), "tillhör ett annat program. Inget är ändrat."),
        (
            lambda f: _sqlite(
                f, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('0001')"
            ),
            "tillhör ett annat program",
        ),
        (_newer, "är gjord av en nyare version av Årshjulet: databasen har version 0999, programmet 0"),
    ],
    ids=["skrap", "avkortad", "mapp", "frammande", "frammande-alembic", "nyare"],
)
def test_a_file_that_is_no_database_of_ours(
    gor: Callable[[Path], Any], vantat: str, oppna: Oppnar, tmp_path: Path
) -> None:
    fil = tmp_path / "d.sqlite"
    gor(fil)
    fore = fil.read_bytes() if fil.is_file() else b""
    assert vantat in nekas(f"sqlite:///{fil}", oppna, tmp_path)
    assert (fil.read_bytes() if fil.is_file() else b"") == fore


def test_a_work_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    assert "går inte att skapa" in nekas(f"sqlite:///{tmp_path}/fil/mapp/d.sqlite", read, tmp_path)


@LASARE
def test_a_postgresql_that_does_not_let_us_in(med_losenord: str, oppna: Oppnar, tmp_path: Path) -> None:
    fel = re.sub("anna:[^@]*@", "anna:fel@", med_losenord)
    assert "tar inte emot användaren anna: fel namn eller lösenord" in nekas(fel, oppna, tmp_path)
    borta = med_losenord.replace("/postgres?", "/borta?")
    assert "Databasen borta på" in nekas(borta, oppna, tmp_path)
    assert "får inte skapa eller ändra tabeller" in nekas(med_losenord, oppna, tmp_path)


@LASARE
def test_a_postgresql_of_another_kind(ny_databas: Callable[[str], str], oppna: Oppnar, tmp_path: Path) -> None:
    url = ny_databas("frammande")
    satser = ("CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('9f2')")
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_DATABASE_URL=url):
        with engine().begin() as c:
            for sats in satser:
                c.exec_driver_sql(sats)
        release()
    assert "tillhör ett annat program" in nekas(url, oppna, tmp_path)
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_DATABASE_URL=ny_databas("nyare")):
        with read():
            pass
        with engine().begin() as c:
            c.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        release()
    assert "nyare version" in nekas(url.replace("frammande", "nyare"), oppna, tmp_path)
