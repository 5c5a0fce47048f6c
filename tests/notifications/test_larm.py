"""An alarm reaches whom ARSHJUL_LARM names, and holds nobody's address."""

import http.server
import threading
from pathlib import Path

import pytest

from notifications.larm import mail_in_words, send_larm
from schemas.problem import ArshjulFel
from smtpserver import free_port, smtpserver
from tests_stod import i_miljo


def test_nobody_is_told_where_nobody_is_named(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path)):
        assert not send_larm("Årshjulet", "text")
        assert mail_in_words() == ["Ingen får larm när något går fel: ange vem i ARSHJUL_LARM."]


def test_a_name_that_is_neither_address_nor_channel_is_refused(tmp_path: Path) -> None:
    with (
        i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_LARM="driften"),
        pytest.raises(ArshjulFel, match="ARSHJUL_LARM ska vara"),
    ):
        send_larm("Årshjulet", "text")


def test_without_a_mail_server_it_is_a_file(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_LARM="drift@staden.example"):
        assert send_larm("Årshjulet", "rut@staden.example nekades")
    (fil,) = (tmp_path / "larm" / "utskick").glob("*.eml")
    assert b"(adress) nekades" in fil.read_bytes()
    assert b"rut@" not in fil.read_bytes()


def test_it_goes_through_a_channel_of_the_city(tmp_path: Path) -> None:
    fick: list[bytes] = []

    class Kanalen(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fick.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

    with http.server.HTTPServer(("127.0.0.1", 0), Kanalen) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        kanaler = f'{{"driftrummet": "json://127.0.0.1:{server.server_address[1]}/"}}'
        with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_LARM="driftrummet", ARSHJUL_KANALER=kanaler):
            assert send_larm("Larm", "Flödet skicka misslyckades")
        server.shutdown()
    assert b"skicka misslyckades" in fick[0]


def test_the_self_test_sends_nothing_and_says_what_is_wrong(tmp_path: Path) -> None:
    om = {"ARSHJUL_HEM": str(tmp_path), "ARSHJUL_LARM": "drift@staden.example"}
    with smtpserver() as server, i_miljo(ARSHJUL_EPOST=f"smtp://127.0.0.1:{server.port}", **om):
        assert mail_in_words() == ["Självtest: e-postservern svarar."]
        assert not server.brev
    with i_miljo(ARSHJUL_EPOST=f"smtp://127.0.0.1:{free_port()}", **om):
        (text,) = mail_in_words()
        assert "e-postservern tar inte emot" in text
