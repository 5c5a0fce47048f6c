"""The witness, a real HTTP server on loopback: told once a day where the trail ends; that it cannot be is an alarm."""

import datetime
import http.server
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flows.dagens import dagens
from notifications.larm import mail_in_words
from schemas.kedjehuvud import read_kedjehuvud
from schemas.problem import Ofullstandigt
from schemas.tabeller import Handelse
from smtpserver import free_port
from tasks.grund.databas import read
from tasks.grund.handelser import chain_head, trail_length
from tests_stod import i_miljo

DAG = datetime.date(2026, 3, 2)
HEMLIGT = "hemlig-nyckel"


@dataclass
class Mottagaren:
    """The witness: what it answers, and what it has been told."""

    port: int = 0
    kod: int = 200
    fick: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Apprise's address of it."""
        return f"json://127.0.0.1:{self.port}/{HEMLIGT}"


@pytest.fixture
def mottagaren() -> Iterator[Mottagaren]:
    """A witness."""
    m = Mottagaren()

    class Svar(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            m.fick.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(m.kod)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Svar) as server:
        m.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield m
        server.shutdown()


def med_vittne(hem: Path, url: str):  # type: ignore[no-untyped-def]
    """The environment of an installation with a witness."""
    return i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_VITTNE=url)


def test_the_witness_is_told_once_a_day_what_the_trail_has(avstamt_hem: Path, mottagaren: Mottagaren) -> None:
    with med_vittne(avstamt_hem, mottagaren.url):
        svar = dagens.fn(idag=DAG)
        assert "Vittnet: har fått händelsekedjans huvud, nr " in svar
        assert "Vittnet: har redan fått dagens kedjehuvud." in dagens.fn(idag=DAG)
        assert len(mottagaren.fick) == 1
        (fick,) = mottagaren.fick
        kommando = fick["message"].partition("--huvud ")[2].split()
        with read() as session:
            rad = session.get(Handelse, int(kommando[0]))
        assert rad is not None
        assert read_kedjehuvud(int(kommando[0]), kommando[1]).is_of(rad.nr, rad.hash)
        assert f"Händelsekedjan: nr {rad.nr}, {rad.hash}" in fick["message"]
        assert fick["message"].startswith("Lillåker: så långt har händelsekedjan i Årshjulet kommit den 2 mars 2026.")
        dagens.fn(idag=DAG + datetime.timedelta(1))
        assert len(mottagaren.fick) == 2


def test_a_witness_that_cannot_be_told_makes_the_run_red_and_is_told_by_the_next(
    avstamt_hem: Path, mottagaren: Mottagaren
) -> None:
    mottagaren.kod = 500
    with med_vittne(avstamt_hem, mottagaren.url):
        with pytest.raises(Ofullstandigt) as fel:
            dagens.fn(idag=DAG)
        assert "Vittnet: vittnet har inte fått händelsekedjans huvud: " in str(fel.value)
        assert "Utskick: " in str(fel.value), "the other steps are done"
        assert HEMLIGT not in str(fel.value)
        mottagaren.kod = 200
        assert "Vittnet: har fått" in dagens.fn(idag=DAG)


def test_a_witness_that_is_not_there(avstamt_hem: Path) -> None:
    with med_vittne(avstamt_hem, f"json://127.0.0.1:{free_port()}/{HEMLIGT}"):
        with pytest.raises(Ofullstandigt, match="vittnet har inte fått händelsekedjans huvud"):
            dagens.fn(idag=DAG)
        with read() as session:
            assert chain_head(session).nr == trail_length(session)


def test_without_a_witness_nothing_is_said_of_it(avstamt_hem: Path) -> None:
    assert "Vittnet" not in dagens.fn(idag=DAG)
    assert "ARSHJUL_VITTNE" not in os.environ


def test_the_self_test_says_whether_there_is_a_witness(tmp_path: Path, mottagaren: Mottagaren) -> None:
    with med_vittne(tmp_path, mottagaren.url):
        assert "Självtest: vittnet får händelsekedjans huvud en gång om dagen." in mail_in_words()
        assert mottagaren.fick == []
    with med_vittne(tmp_path, f"okant://{HEMLIGT}"):
        (text,) = [t for t in mail_in_words() if "vittnet" in t]
        assert text == "Självtest: Adressen till kanalen vittnet i ARSHJUL_VITTNE är ingen som Apprise känner till."
