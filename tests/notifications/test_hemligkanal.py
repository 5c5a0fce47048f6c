"""Apprise channels against a real HTTP server on loopback: what was accepted is never delivered again."""

import datetime
import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from notifications.hemligkanal import TIMEOUT_SECONDS, Hemligkanal
from notifications.kanaler import Forsandelse, Leverans, Utfall, posten_i
from schemas.problem import ArshjulFel
from smtpserver import free_port
from tests_stod import i_miljo

BRYT = 0


class Mottagare:
    """What the server answers, first and then (None = the same), and what it has been given."""

    def __init__(self) -> None:
        self.kod = 200
        self.sedan: int | None = None
        self.drojer = 0.0
        self.mottagna: list[dict[str, str]] = []
        self.port = 0


@pytest.fixture
def mottagare() -> Iterator[Mottagare]:
    """An HTTP server on loopback."""
    m = Mottagare()

    class Svar(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            m.mottagna.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(m.drojer)
            kod = m.sedan if m.sedan and len(m.mottagna) > 1 else m.kod
            if kod != BRYT:
                self.send_response(kod)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Svar) as server:
        m.port = server.server_address[1]
        trad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        trad.start()
        yield m
        server.shutdown()
        trad.join()


def deliver(url: str, mapp: Path) -> str | None:
    """Deliver a message over the channel with this address."""
    f = Forsandelse(
        nyckel="prov/1", ar=2030, dag=datetime.date(2030, 5, 17), kanal="teams-a", till=("teams-a",), kopia=(),
        amne="Ämne", text="Här är å, ä och ö.\n",
    )  # fmt: skip
    with i_miljo(ARSHJUL_HEM=str(mapp), ARSHJUL_KANALER=json.dumps({"teams-a": url})), posten_i(mapp) as posten:
        return posten.deliver(f)


def test_a_message_arrives(mottagare: Mottagare, tmp_path: Path) -> None:
    assert deliver(f"json://127.0.0.1:{mottagare.port}/hemligt", tmp_path) is None
    (brev,) = mottagare.mottagna
    assert (brev["title"], brev["message"].strip()) == ("Ämne", "Här är å, ä och ö.")


@pytest.mark.parametrize(
    ("kod", "utfall"),
    [
        (301, Utfall.MISSLYCKAT), (400, Utfall.MISSLYCKAT), (404, Utfall.MISSLYCKAT), (408, Utfall.FORSOK_IGEN),
        (429, Utfall.FORSOK_IGEN), (500, Utfall.FORSOK_IGEN), (503, Utfall.FORSOK_IGEN), (BRYT, Utfall.OSAKERT),
    ],
)  # fmt: skip
def test_each_answer_has_its_outcome(kod: int, utfall: Utfall, mottagare: Mottagare, tmp_path: Path) -> None:
    mottagare.kod = kod
    with pytest.raises(Leverans) as fel:
        deliver(f"json://127.0.0.1:{mottagare.port}/hemligt", tmp_path)
    assert fel.value.utfall is utfall
    assert len(mottagare.mottagna) == 1
    assert "hemligt" not in str(fel.value)
    assert "teams-a" in str(fel.value)


def test_what_was_accepted_in_part_is_uncertain(mottagare: Mottagare, tmp_path: Path) -> None:
    mottagare.sedan = 500
    with pytest.raises(Leverans, match="en del men inte allt") as fel:
        deliver(f"ntfy://127.0.0.1:{mottagare.port}/hemligt/annat", tmp_path)
    assert (fel.value.utfall, len(mottagare.mottagna)) == (Utfall.OSAKERT, 2)


def test_an_answer_that_takes_six_seconds_is_waited_for(mottagare: Mottagare, tmp_path: Path) -> None:
    mottagare.drojer = 6
    assert deliver(f"json://127.0.0.1:{mottagare.port}/hemligt", tmp_path) is None
    assert len(mottagare.mottagna) == 1


def test_no_answer_in_time_is_uncertain(mottagare: Mottagare, tmp_path: Path) -> None:
    mottagare.drojer = 2
    with pytest.raises(Leverans) as fel:
        deliver(f"json://127.0.0.1:{mottagare.port}/hemligt?rto=0.5", tmp_path)
    assert fel.value.utfall is Utfall.OSAKERT
    assert len(mottagare.mottagna) == 1


def test_the_city_may_wait_otherwise_long() -> None:
    assert Hemligkanal("a", "json://127.0.0.1/x")._tjanst.socket_read_timeout == TIMEOUT_SECONDS
    assert Hemligkanal("a", "json://127.0.0.1/x?rto=60")._tjanst.socket_read_timeout == 60


@pytest.mark.parametrize("vard", ["127.0.0.1:{port}", "finns.inte.invalid"])
def test_a_channel_that_is_not_there_is_tried_again(vard: str, tmp_path: Path) -> None:
    with pytest.raises(Leverans, match="kanalen teams-a gick inte att nå") as fel:
        deliver(f"json://{vard.format(port=free_port())}/hemligt", tmp_path)
    assert fel.value.utfall is Utfall.FORSOK_IGEN


@pytest.mark.parametrize("url", ["hej://hemligt", "hemligt", "json://", ""])
def test_an_address_that_apprise_does_not_know_is_told_and_logged_nowhere(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(ArshjulFel, match="teams-a") as fel:
        deliver(url, tmp_path)
    assert "hemligt" not in str(fel.value) + caplog.text


def test_the_secret_is_logged_nowhere(mottagare: Mottagare, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    mottagare.kod = 500
    with caplog.at_level(logging.DEBUG), pytest.raises(Leverans):
        deliver(f"json://127.0.0.1:{mottagare.port}/hemligt", tmp_path)
    assert "hemligt" not in caplog.text
