"""The proxies of drift/, run: who gets in, as whom, and what reaches the server behind."""

import contextlib
import http.client
import http.server
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests_stod import ROOT

PATIENCE_SECONDS = 60
KAKA = {"Cookie": "inloggad=ja"}


class _Inloggningen(http.server.BaseHTTPRequestHandler):
    """Answers as oauth2-proxy does: 202 and an address for who is signed in, else 401."""

    def do_GET(self) -> None:
        inne = "inloggad=ja" in self.headers.get("Cookie", "") and "Authorization" not in self.headers
        self.send_response(202 if inne else 401)
        if inne:
            self.send_header("X-Auth-Request-Email", "anna@staden.se")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Bakom(http.server.BaseHTTPRequestHandler):
    """The server behind: tells what reached it."""

    def do_GET(self) -> None:
        text = "\n".join(f"{k.lower()}: {v}" for k, v in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _server(svarar: type[http.server.BaseHTTPRequestHandler]) -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), svarar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


def _ledig() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _nginx(mapp: Path, port: int) -> list[str]:
    """Only the second server of the file, without TLS: certificates are the city's."""
    text = (ROOT / "drift" / "nginx.conf").read_text("utf-8")
    text = re.sub(r"server \{\s*listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    (mapp / "stad.conf").write_text(text, "utf-8")
    mappar = " ".join(f"{m}_temp_path {mapp / m};" for m in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    helt = f"daemon off; pid {mapp}/pid; error_log {mapp}/fel.log; events {{}} http {{ access_log off; {mappar} "
    (mapp / "nginx.conf").write_text(f"{helt}include {mapp}/stad.conf; }}", "utf-8")
    return ["nginx", "-c", str(mapp / "nginx.conf"), "-p", str(mapp)]


def _caddy(mapp: Path, port: int) -> list[str]:
    text = (ROOT / "drift" / "Caddyfile").read_text("utf-8")
    text = text.replace("arshjul.staden.se {", f"{{\n\tadmin off\n}}\nhttp://arshjul.staden.se:{port} {{", 1)
    (mapp / "Caddyfile").write_text(text, "utf-8")
    return ["caddy", "run", "--config", str(mapp / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(params=[_nginx, _caddy], ids=["nginx", "caddy"])
def proxyn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """A proxy as in drift/, before a server and a sign-in that only answer; its port."""
    port = _ledig()
    kommando = request.param(tmp_path, port)
    if not (program := shutil.which(kommando[0], path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")):
        pytest.skip(f"{kommando[0]} is not installed here: NOT checked")
    with _server(_Inloggningen) as inloggning, _server(_Bakom) as bakom:
        for fil in tmp_path.iterdir():
            text = fil.read_text("utf-8").replace("127.0.0.1:4180", f"127.0.0.1:{inloggning}")
            fil.write_text(text.replace("127.0.0.1:4200", f"127.0.0.1:{bakom}"), "utf-8")
        miljo = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
        with subprocess.Popen([program, *kommando[1:]], env=miljo, stderr=subprocess.DEVNULL) as p:
            try:
                _vanta(port)
                yield port
            finally:
                p.terminate()


def _vanta(port: int) -> None:
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("the proxy did not start")


def _fraga(port: int, vag: str, **huvuden: str) -> tuple[int, str, str]:
    """Ask as a browser does: status, where to go instead, and what the server behind saw."""
    forbindelse = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    rena = {k.replace("_", "-"): v for k, v in huvuden.items()}
    forbindelse.request("GET", vag, headers={"Host": "arshjul.staden.se"} | rena)
    svar = forbindelse.getresponse()
    return svar.status, svar.getheader("Location") or "", svar.read().decode()


def test_who_is_not_signed_in_is_sent_to_sign_in(proxyn: int) -> None:
    status, dit, _ = _fraga(proxyn, "/deployments?sida=2")
    assert status == 302
    assert "/oauth2/start?rd=/deployments?sida=2" in dit


def test_the_programs_own_questions_are_refused_where_they_are(proxyn: int) -> None:
    assert _fraga(proxyn, "/api/flows/filter")[:2] == (401, "")


def test_who_is_signed_in_reaches_the_server_by_its_name(proxyn: int) -> None:
    status, _, sedda = _fraga(proxyn, "/", **KAKA)
    assert status == 200
    assert "host: arshjul.staden.se" in sedda
    assert "x-forwarded-email: anna@staden.se" in sedda


def test_nobody_says_who_they_are_themselves(proxyn: int) -> None:
    sedda = _fraga(proxyn, "/", **KAKA, X_Forwarded_Email="chefen@staden.se")[2]
    assert "chefen" not in sedda


def test_the_programs_password_goes_to_the_program_alone(proxyn: int) -> None:
    status, _, sedda = _fraga(proxyn, "/api/flows", **KAKA, Authorization="Basic YQ==")
    assert status == 200
    assert "authorization: Basic YQ==" in sedda


def test_a_websocket_is_let_through(proxyn: int) -> None:
    sedda = _fraga(proxyn, "/api/events/out", **KAKA, Connection="Upgrade", Upgrade="websocket")[2]
    assert "upgrade: websocket" in sedda
    assert "connection: upgrade" in sedda.lower()
