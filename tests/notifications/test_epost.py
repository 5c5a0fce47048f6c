"""Mail over a real SMTP server on loopback: what arrives, and what becomes of a fault."""

import datetime
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notifications.kanaler import Leverans, Utfall, deliver, posten_i
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tests_stod import i_miljo


class Lada:
    """A mailbox: keeps what it is given, or answers as it is told to."""

    def __init__(self) -> None:
        self.brev: list[bytes] = []
        self.till: list[str] = []
        self.svar = "250 OK"
        self.svar_rcpt = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """A recipient is named."""
        if self.svar_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.svar_rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A mail is handed over."""
        if self.svar == "bryt":
            self.brev.append(envelope.content)
            server.transport.close()
            return "250 OK"
        if self.svar.startswith("250"):
            self.brev.append(envelope.content)
            self.till += envelope.rcpt_tos
        return self.svar


@pytest.fixture
def lada(tmp_path: Path) -> Iterator[Lada]:
    """A mail server on loopback, configured as the installation's."""
    handler = Lada()
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        port = ledig.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST=f"smtp://127.0.0.1:{port}", ARSHJUL_AVSANDARE="a@b.example"):
        yield handler
    server.stop()


def utskick() -> Utskick:
    """An outbox row."""
    return Utskick(
        ar=2030, nyckel="prov/1", organ="a", roll="registrator", slag="tack", dag=datetime.date(2030, 5, 17),
        kanal="epost", till=["reg@a.example"], kopia=["con@a.example"], amne="Ämne", text="Text\n",
    )  # fmt: skip


def test_a_message_arrives_at_its_recipients_and_copies(lada: Lada, tmp_path: Path) -> None:
    deliver(utskick(), tmp_path)
    assert lada.till == ["reg@a.example", "con@a.example"]
    assert b"Message-ID: <" in lada.brev[0]


@pytest.mark.parametrize(
    ("svar", "utfall"),
    [("451 later", Utfall.FORSOK_IGEN), ("554 no", Utfall.MISSLYCKAT), ("bryt", Utfall.OSAKERT)],
)
def test_a_fault_after_the_text_is_told_apart(svar: str, utfall: Utfall, lada: Lada, tmp_path: Path) -> None:
    lada.svar = svar
    with pytest.raises(Leverans) as fel:
        deliver(utskick(), tmp_path)
    assert fel.value.utfall == utfall


@pytest.mark.parametrize(("svar", "utfall"), [("450 full", Utfall.FORSOK_IGEN), ("550 unknown", Utfall.MISSLYCKAT)])
def test_refused_recipients_are_told_apart(svar: str, utfall: Utfall, lada: Lada, tmp_path: Path) -> None:
    lada.svar_rcpt = svar
    with pytest.raises(Leverans) as fel:
        deliver(utskick(), tmp_path)
    assert fel.value.utfall == utfall


def test_a_server_that_is_not_there_is_tried_again(tmp_path: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST="smtp://127.0.0.1:1"), pytest.raises(Leverans) as fel:
        deliver(utskick(), tmp_path)
    assert fel.value.utfall == Utfall.FORSOK_IGEN


def test_an_address_that_is_no_mail_server_is_told(tmp_path: Path) -> None:
    with (
        i_miljo(ARSHJUL_HEM=str(tmp_path), ARSHJUL_EPOST="http://a.example"),
        pytest.raises(ArshjulFel, match="smtp://"),
    ):
        posten_i(tmp_path)
