"""A mailbox on a mail server, over IMAP: where it is, how to get in, and what may go wrong in words (kontrakt 4)."""

import datetime
import imaplib
import ipaddress
import ssl
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from schemas.problem import ArshjulFel
from tasks.intag.lador import Brevlada, Inkommet, OlastFel, OmarktFel, mailbox_key

TIMEOUT_SECONDS = 30
#: how many mails are asked about at a time: a command line has a limit on every server
PER_FRAGA = 200
FEL_FORM = (
    "ARSHJUL_INKORG går inte att tyda. Skriv imaps://namn:lösenord@server/Mapp eller maildir:///sökväg. Tecken som "
    "@ : / # ? % i namn och lösenord skrivs %40 %3A %2F %23 %3F %25; lösenordet kan i stället stå för sig, som det "
    "är, i ARSHJUL_INKORG_LOSENORD."
)


@dataclass(frozen=True)
class Imapadress:
    """Where a mailbox is, and how to get into it."""

    vard: str
    port: int
    tls: bool
    anvandare: str
    losenord: str = field(repr=False)
    mapp: str

    @property
    def server(self) -> str:
        """The server, for people to read."""
        return f"{self.vard}:{self.port}"

    @property
    def lokal(self) -> bool:
        """Whether what is said to it never leaves this machine."""
        with suppress(ValueError):
            return ipaddress.ip_address(self.vard).is_loopback
        return self.vard == "localhost"


def parse_imapadress(url: str, losenord: str | None) -> Imapadress:
    """The mailbox that a URL names: `imaps://user:password@host:port/Mailbox`, percent-encoded; INBOX by default.

    Args:
        losenord: the password, where it is kept apart.

    Raises:
        ArshjulFel: it is no such URL, or there is no password; the sentence never holds what is secret.
    """
    try:
        delar = urlsplit(url)
        vard, port, tls = delar.hostname, delar.port, delar.scheme.lower() == "imaps"
    except ValueError:
        raise ArshjulFel(FEL_FORM) from None
    if delar.scheme.lower() not in ("imap", "imaps") or not vard or not delar.username or delar.query or delar.fragment:
        raise ArshjulFel(FEL_FORM)
    hemligt = losenord or unquote(delar.password or "")
    if not hemligt:
        raise ArshjulFel("Lösenordet till brevlådan saknas. Ange det i ARSHJUL_INKORG_LOSENORD.")
    mapp = unquote(delar.path.strip("/")) or "INBOX"
    return Imapadress(vard, port or (993 if tls else 143), tls, unquote(delar.username), hemligt, mapp)


class Imaplada:
    """A mailbox on a server, told apart by its UIDs; what a person does with the mails there changes nothing."""

    def __init__(self, klient: IMAPClient, adress: Imapadress, sedan: datetime.date) -> None:
        self.klient, self.adress = klient, adress
        self._sedan = sedan - datetime.timedelta(days=1)  # the server's day may not be ours
        om = _select(klient, adress)
        lada = mailbox_key(adress.anvandare, adress.server, adress.mapp)
        self._fore = f"mejl-{lada}-{om.get(b'UIDVALIDITY', 0)}"

    def _key(self, uid: int) -> str:
        return f"{self._fore}-{uid:010d}"

    def list_new(self, kanda: Container[str]) -> Iterator[Inkommet]:
        """The mails whose keys are not known and that came in since the day, read or not, oldest first."""
        alla = sorted(self.klient.search(["SINCE", self._sedan]))
        nya = [uid for uid in alla if self._key(uid) not in kanda]
        for n in range(0, len(nya), PER_FRAGA):
            om = self.klient.fetch(nya[n : n + PER_FRAGA], ["RFC822.SIZE", "FLAGS"])
            for uid, falt in sorted(om.items()):
                yield Inkommet(self._key(uid), uid, falt.get(b"RFC822.SIZE", 0), b"\\Seen" in falt.get(b"FLAGS", ()))

    def read(self, brev: Inkommet, bara_huvud: bool = False) -> bytes | None:
        """A mail or its headers, without marking it."""
        vad = "BODY[HEADER]" if bara_huvud else "BODY[]"
        try:
            falt = self.klient.fetch([brev.plats], [vad.replace("BODY", "BODY.PEEK")]).get(brev.plats, {})
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as fel:
            raise OlastFel(_utan_hemligt(fel, self.adress)) from None
        innehall = falt.get(vad.encode())
        return innehall if isinstance(innehall, bytes) else None

    def mark_seen(self, brev: Inkommet) -> None:
        """Mark a mail as seen."""
        try:
            self.klient.add_flags([brev.plats], [rb"\Seen"], silent=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as fel:
            raise OmarktFel(_utan_hemligt(fel, self.adress)) from None


@contextmanager
def open_imap(adress: Imapadress, sedan: datetime.date) -> Iterator[Brevlada]:
    """A mailbox on a server to copy from.

    Args:
        sedan: only what has come in since that day.

    Raises:
        ArshjulFel: it cannot be reached or will not let us in; what is wrong and how to mend it, never the secret.
    """
    try:
        with _connect(adress) as klient:
            _log_in(klient, adress)
            yield Imaplada(klient, adress, sedan)
    except ssl.SSLCertVerificationError as fel:
        raise ArshjulFel(
            f"Certifikatet hos e-postservern {adress.server} går inte att lita på ({fel.verify_message}). Kontrollera "
            "namnet i ARSHJUL_INKORG. Har ni ett eget rotcertifikat: låt SSL_CERT_FILE peka på en fil med det."
        ) from None
    except ssl.SSLError as fel:
        raise ArshjulFel(
            f"E-postservern {adress.server} talar inte TLS på den porten ({fel.reason}). "
            "Kontrollera porten i ARSHJUL_INKORG: 993 för imaps://, 143 för imap://."
        ) from None
    except imaplib.IMAP4.abort as fel:
        raise ArshjulFel(
            f"Förbindelsen med e-postservern {adress.server} bröts ({_utan_hemligt(fel, adress)}). {IGEN}"
        ) from None
    except imaplib.IMAP4.error as fel:
        raise ArshjulFel(
            f"E-postservern {adress.server} gav ett svar som inte kan användas ({_utan_hemligt(fel, adress)}). {IGEN}"
        ) from None
    except (OSError, UnicodeError) as fel:
        raise ArshjulFel(
            f"E-postservern {adress.server} går inte att nå ({_utan_hemligt(fel, adress)}). Kontrollera server och "
            f"port i ARSHJUL_INKORG, och att servern är i gång. {IGEN}"
        ) from None


IGEN = "Mejlen ligger kvar på servern och hämtas vid nästa körning."


def _utan_hemligt(fel: Exception, adress: Imapadress) -> str:
    """What a library or a server says, without the password that it may have been given."""
    return str(fel).replace(adress.losenord, "•••")[:200] if not isinstance(fel, UnicodeError) else "ogiltigt tecken"


def _connect(adress: Imapadress) -> IMAPClient:
    """A connection where nobody can listen.

    Raises:
        ArshjulFel: the server can only talk in clear.
    """
    sakert = ssl.create_default_context()
    klient = IMAPClient(
        adress.vard, adress.port, ssl=adress.tls, ssl_context=sakert if adress.tls else None, timeout=TIMEOUT_SECONDS
    )
    if adress.tls or (adress.lokal and not klient.has_capability("LOGINDISABLED")):
        return klient
    try:
        if not klient.has_capability("STARTTLS"):
            raise ArshjulFel(
                f"E-postservern {adress.server} erbjuder ingen kryptering (STARTTLS), så lösenordet skickas inte. "
                "Använd imaps:// i ARSHJUL_INKORG."
            )
        klient.starttls(sakert)
    except BaseException:
        klient.shutdown()
        raise
    return klient


def _log_in(klient: IMAPClient, adress: Imapadress) -> None:
    """Log in, by a way that takes å, ä and ö where the server has one."""
    try:
        if klient.has_capability("AUTH=PLAIN"):
            klient.plain_login(adress.anvandare, adress.losenord)
        else:
            klient.login(adress.anvandare, adress.losenord)
    except (LoginError, UnicodeError) as fel:
        raise ArshjulFel(
            f"E-postservern {adress.server} släppte inte in {adress.anvandare} ({_utan_hemligt(fel, adress)}). "
            "Kontrollera namnet i ARSHJUL_INKORG och lösenordet i ARSHJUL_INKORG_LOSENORD, och att kontot får "
            "använda IMAP med lösenord."
        ) from None


def _select(klient: IMAPClient, adress: Imapadress) -> dict[bytes, object]:
    try:
        om: dict[bytes, object] = klient.select_folder(adress.mapp)
        return om
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        finns = ", ".join(sorted(str(namn) for _, _, namn in klient.list_folders())[:20])
        raise ArshjulFel(
            f"Brevlådan {adress.mapp} finns inte hos {adress.anvandare} på {adress.server}. Där finns: {finns}. "
            "Rätta det som står efter servern i ARSHJUL_INKORG."
        ) from None
