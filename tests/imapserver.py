"""A real IMAP server on loopback, in memory, with or without TLS; and what a person sees who looks into its mailbox."""

import asyncio
import contextlib
import datetime
import os
import ssl
import threading
from argparse import Namespace
from collections.abc import Iterator
from urllib.parse import quote

from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

ANVANDARE = "plan@stad.example"
LOSENORD = "hemligt:å/7#"
SNABBT = BuiltinHash(rounds=1)


class Server:
    """The server, in a thread of its own.

    Args:
        cert: for TLS from the start.
        starttls: for TLS when the client asks for it.
    """

    def __init__(self, cert: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None) -> None:
        self.cert, self.starttls, self.port = cert, starttls, 0
        self._slinga = asyncio.new_event_loop()

    @contextlib.contextmanager
    def igang(self) -> Iterator["Server"]:
        """The server, for the length of the block."""
        os.environ["FQDN"] = "localhost"
        trad = threading.Thread(target=self._slinga.run_forever, daemon=True)
        trad.start()
        server = asyncio.run_coroutine_threadsafe(self._starta(), self._slinga).result(10)
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._sluta(server), self._slinga).result(10)
            self._slinga.call_soon_threadsafe(self._slinga.stop)
            trad.join(5)
            self._slinga.close()

    @staticmethod
    async def _sluta(server: asyncio.Server) -> None:
        server.close()
        kvar = asyncio.all_tasks() - {asyncio.current_task()}
        for samtal in kvar:
            samtal.cancel()
        await asyncio.gather(*kvar, return_exceptions=True)
        await asyncio.sleep(0)  # lets the transports close

    async def _starta(self) -> asyncio.Server:
        val = Namespace(
            host="127.0.0.1", port=0, debug=False, cert=None, key=None, tls=bool(self.starttls),
            proxy_protocol=None, passlib_cfg=None, inherited_sockets=None, demo_data=False,
            demo_user=ANVANDARE, demo_password=LOSENORD,
        )  # fmt: skip
        backend, config = await DictBackend.init(val, ssl_context=self.starttls, hash_context=SNABBT)
        config.apply_context()
        svara = ProxyProtocolReader(ProxyProtocolVersion.get(None)).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(svara, "127.0.0.1", 0, ssl=self.cert)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def url(self, mapp: str = "", losenord: str = LOSENORD, vard: str = "127.0.0.1") -> str:
        """ARSHJUL_INKORG for it."""
        schema = "imaps" if self.cert else "imap"
        return f"{schema}://{quote(ANVANDARE)}:{quote(losenord, safe='')}@{vard}:{self.port}/{quote(mapp)}"

    @contextlib.contextmanager
    def manniska(self, mapp: str = "INBOX") -> Iterator[IMAPClient]:
        """A person at the mailbox."""
        sakert = ssl.create_default_context()
        with IMAPClient("127.0.0.1", self.port, ssl=bool(self.cert), ssl_context=sakert, timeout=10) as klient:
            if self.starttls:
                klient.starttls(sakert)
            klient.plain_login(ANVANDARE, LOSENORD)
            klient.select_folder(mapp)
            yield klient

    def lamna(self, *alla: bytes, last: bool = False, dag: datetime.date | None = None, mapp: str = "INBOX") -> None:
        """Let mails come in."""
        tid = datetime.datetime.combine(dag or datetime.date(2026, 1, 9), datetime.time(12), datetime.UTC)
        with self.manniska(mapp) as klient:
            for brev in alla:
                klient.append(mapp, brev, [rb"\Seen"] if last else [], tid)

    def lasta(self, mapp: str = "INBOX") -> list[bool]:
        """Whether each mail in the mailbox is marked as read, oldest first."""
        with self.manniska(mapp) as klient:
            om = klient.get_flags(klient.search())
            return [rb"\Seen" in om[uid] for uid in sorted(om)]
