"""A mail server on loopback whose every answer can be told: it may refuse, cut the line, or say nothing."""

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from notifications.epostserver import Epostserver
from notifications.smtp import SmtpSession
from notifications.utfall import Leverans, Svarsslag, Utfall

#: instead of a reply: close the connection, or never answer
BRYT = "bryt"
TYST = "tyst"
#: the reply to each step, where nothing else is told; a reply 421 closes the connection
SVAR = {
    "HALSNING": "220 smtp.example ESMTP", "EHLO": "250", "STARTTLS": "220 go ahead", "AUTH": "235 ok",
    "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go ahead", "TEXT": "250 taken", "RSET": "250 ok",
    "QUIT": "221 bye",
}  # fmt: skip
TEXT = b"Subject: prov\r\n\r\nHej\r\n.punkt\r\n"
FRAN, TILL, KOPIA = "kontoret@stad.example", ["reg@a.example"], ["con@a.example"]
#: how a server may say each kind of answer
SVAREN = {
    Svarsslag.STANGER: ["421 closing"],
    Svarsslag.SENARE: ["450 later", "499 later"],
    Svarsslag.NEJ: ["550 no", "599 no"],
    Svarsslag.BRUTET: [BRYT, TYST, "300 what", "hello"],
}


@dataclass
class Mottaget:
    """A mail that the server has read to its last line."""

    avsandare: str
    till: list[str]
    text: bytes


@dataclass
class Smtpserver:
    """What the server answers, and what it has seen.

    Attributes:
        svar: step → reply, BRYT, TYST, or a function of the command's line that gives one.
        erbjuder: what EHLO offers.
        tls: for STARTTLS; from_start: TLS before the greeting.
        stanger_efter: mails per connection, after which it closes the line without a word.
    """

    svar: dict[str, str | Callable[[str], str]] = field(default_factory=dict)
    erbjuder: list[str] = field(default_factory=lambda: ["8BITMIME"])
    tls: ssl.SSLContext | None = None
    from_start: bool = False
    stanger_efter: int | None = None
    rader: list[str] = field(default_factory=list)
    brev: list[Mottaget] = field(default_factory=list)
    anslutningar: int = 0
    port: int = 0
    slut: threading.Event = field(default_factory=threading.Event)

    def count(self, verb: str) -> int:
        """How many commands of a kind have come."""
        return sum(rad.upper().startswith(verb) for rad in self.rader)


class _Bruten(Exception):
    pass


class _Samtal(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Talk until the line is closed."""
        self.s: Smtpserver = self.server.smtp  # type: ignore[attr-defined]
        self.s.anslutningar += 1
        self.avsandare, self.till, self.tagna = "", [], 0
        with contextlib.suppress(_Bruten, OSError):  # the line is cut, by us or by the sender
            if self.s.from_start:
                self._encrypt()
            self._answer("HALSNING", "")
            while rad := self.rfile.readline().decode("utf-8").rstrip("\r\n"):
                self.s.rader.append(rad)
                self._obey(rad)

    def _encrypt(self) -> None:
        assert self.s.tls
        self.request = self.s.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def _obey(self, rad: str) -> None:
        verb = rad[:4].upper()
        if verb == "EHLO":
            self._answer("EHLO", rad, [*self.s.erbjuder, "HELP"])
        elif verb == "STAR":
            if self._answer("STARTTLS", rad).startswith("220"):
                self._encrypt()
        elif verb == "MAIL":
            self.avsandare, self.till = _adress(rad), []
            self._answer("MAIL", rad)
        elif verb == "RCPT":
            if self._answer("RCPT", rad).startswith("25"):
                self.till.append(_adress(rad))
        elif verb == "DATA":
            if self._answer("DATA", rad).startswith("354"):
                self._take()
        elif verb == "QUIT":
            self._answer("QUIT", rad)
            raise _Bruten
        else:
            self._answer(verb if verb in SVAR else "AUTH", rad)

    def _take(self) -> None:
        rader = []
        while (rad := self.rfile.readline()) != b".\r\n":
            if not rad:
                raise _Bruten
            rader.append(rad[1:] if rad.startswith(b"..") else rad)
        self.s.brev.append(Mottaget(self.avsandare, self.till, b"".join(rader)))
        self._answer("TEXT", "")
        self.tagna += 1
        if self.tagna == self.s.stanger_efter:
            raise _Bruten

    def _answer(self, steg: str, rad: str, fler: list[str] | None = None) -> str:
        svar = self.s.svar.get(steg, SVAR[steg])
        svar = svar if isinstance(svar, str) else svar(rad)
        if svar == TYST:
            self.s.slut.wait()
        if svar in (BRYT, TYST):
            raise _Bruten
        rader = (
            [f"{svar[:3]}-smtp.example", *(f"{svar[:3]}-{f}" for f in fler[:-1]), f"{svar[:3]} {fler[-1]}"]
            if (fler and svar.startswith("250"))
            else [svar]
        )
        self.wfile.write("".join(f"{r}\r\n" for r in rader).encode())
        if svar.startswith("421"):
            raise _Bruten
        return svar


class _Tradad(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


def _adress(rad: str) -> str:
    return rad.partition("<")[2].partition(">")[0]


@contextmanager
def smtpserver(**val: object) -> Iterator[Smtpserver]:
    """A server that listens on a free port of loopback for the length of the block."""
    smtp = Smtpserver(**val)  # type: ignore[arg-type]
    with _Tradad(("127.0.0.1", 0), _Samtal) as server:
        server.smtp = smtp  # type: ignore[attr-defined]
        smtp.port = server.server_address[1]
        trad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        trad.start()
        try:
            yield smtp
        finally:
            smtp.slut.set()
            server.shutdown()
            trad.join()


def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        return int(ledig.getsockname()[1])


def session(server: Smtpserver, *, vantan: float = 0.5, tls: bool = False, inloggad: bool = False) -> SmtpSession:
    """A session with the server that does not pause."""
    inloggning = ("kontoret", "hemligt") if inloggad else None
    return SmtpSession(Epostserver("127.0.0.1", server.port, tls, inloggning), vantan=vantan, pauser=(0, 0))


def hand_over(
    server: Smtpserver, till: list[str] = TILL, kopia: list[str] = KOPIA, **val: bool
) -> tuple[Utfall, str | None]:
    """What became of one mail, and the reason or the note."""
    try:
        with session(server, **val) as s:  # type: ignore[arg-type]
            return Utfall.SKICKAT, s.hand_over(FRAN, till, kopia, TEXT)
    except Leverans as fel:
        return fel.utfall, str(fel)
