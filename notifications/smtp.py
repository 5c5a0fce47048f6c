"""Handing mails to an SMTP server: one connection for many, each answer judged by the table in utfall.py."""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from types import TracebackType
from typing import NamedTuple, NoReturn, Self

from notifications.epostserver import Epostserver
from notifications.utfall import SMTPUTFALL, Leverans, Smtpsteg, Svarsslag, Utfall, smtpskal

TIMEOUT_SECONDS = 30.0
#: QUIT is a courtesy: nothing depends on its answer
QUIT_SECONDS = 2.0
#: between the tries to connect
PAUSES_SECONDS = (1.0, 4.0)
MAILS_PER_CONNECTION = 500
STARTS_TEXT = 354
#: a reply that may be another a little later
PASSING = (Svarsslag.STANGER, Svarsslag.SENARE, Svarsslag.BRUTET)
LOGINS = {"PLAIN", "LOGIN", "CRAM-MD5"}

#: why nothing came of a connection; the first that fits
_ORSAKER: Sequence[tuple[type[BaseException], str]] = (
    (ssl.SSLCertVerificationError, "serverns certifikat godtogs inte"),
    (ssl.SSLError, "krypteringen kom inte till stånd"),
    (socket.gaierror, "namnet finns inte"),
    (UnicodeError, "namnet finns inte"),
    (ConnectionRefusedError, "ingen svarar på porten"),
    (TimeoutError, "ingen svarade i tid"),
    (Exception, "förbindelsen bröts"),
)


class _Svar(NamedTuple):
    """A reply: its code, 0 where the line was cut, silent or not to be understood; and then the cause."""

    kod: int
    orsak: str = ""

    def slag(self, ja: range | tuple[int, ...] = range(200, 300)) -> Svarsslag:
        """What the reply means for the mail: go on, again later, never, or nobody knows (RFC 5321, 4.2.1).

        Args:
            ja: the codes that are a yes at this step.
        """
        if self.kod in ja:
            return Svarsslag.JA
        if self.kod == 421:
            return Svarsslag.STANGER
        return {4: Svarsslag.SENARE, 5: Svarsslag.NEJ}.get(self.kod // 100, Svarsslag.BRUTET)


class _Avbrott(Leverans):
    """A delivery that stopped at a step."""

    def __init__(self, utfall: Utfall, skal: str, slag: Svarsslag) -> None:
        super().__init__(utfall, skal)
        self.slag = slag


def _svar(kommando: Callable[[], tuple[int, bytes]]) -> _Svar:
    try:
        return _Svar(kommando()[0])
    except smtplib.SMTPResponseException as fel:
        return _Svar(fel.smtp_code if fel.smtp_code >= 400 else 0)
    except (OSError, UnicodeError) as fel:
        return _Svar(0, _orsak(fel))


def _orsak(fel: BaseException) -> str:
    return next(text for slag, text in _ORSAKER if isinstance(fel, slag))


class SmtpSession:
    """A context in which mails are handed to a server over one connection, opened at the first and renewed at need.

    Args:
        vantan: how long an answer is waited for, in seconds.
        pauser: seconds between the tries to connect, one fewer than the tries.
    """

    def __init__(
        self, server: Epostserver, *, vantan: float = TIMEOUT_SECONDS, pauser: Sequence[float] = PAUSES_SECONDS
    ) -> None:
        self.server = server
        self._vantan = vantan
        self._pauser = pauser
        self._linje: smtplib.SMTP | None = None
        self._lamnade = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, slag: type[BaseException] | None, fel: BaseException | None, spar: TracebackType | None) -> None:
        self._hang_up()

    def hand_over(self, avsandare: str, till: Sequence[str], kopia: Sequence[str], brev: bytes) -> str | None:
        """Hand one mail over.

        A connection that the server has closed since the last mail is opened again once: nothing has been handed over.

        Args:
            avsandare, till, kopia: bare addresses, the domains in ASCII.
            brev: the whole mail, with CRLF.

        Returns:
            Which recipients were refused while others were accepted, in Swedish; None where none was.

        Raises:
            Leverans: it did not end well.
        """
        ateranvand = self._ready()
        try:
            return self._lamna(avsandare, till, kopia, brev)
        except _Avbrott as fel:
            if not (ateranvand and fel.utfall is Utfall.NERE and fel.slag in (Svarsslag.STANGER, Svarsslag.BRUTET)):
                raise
        self._connect()
        return self._lamna(avsandare, till, kopia, brev)

    def try_out(self) -> None:
        """Open a connection, and log in where that is asked for.

        Raises:
            Leverans: it did not go.
        """
        self._ready()

    def _ready(self) -> bool:
        """Whether an open connection is used again; one is opened where there is none."""
        if self._linje and self._lamnade < MAILS_PER_CONNECTION and self._reset():
            return True
        self._hang_up()
        self._connect()
        return False

    def _reset(self) -> bool:
        assert self._linje
        if _svar(self._linje.rset).slag() is not Svarsslag.JA:
            self._close()
        return self._linje is not None

    def _connect(self) -> None:
        """Open a connection, in a few tries.

        Raises:
            Leverans: there is none to be had (`NERE`).
        """
        for paus in (*self._pauser, None):
            try:
                self._greet()
                return
            except _Avbrott as fel:
                if paus is None or fel.slag not in PASSING:
                    raise
            time.sleep(paus)

    def _greet(self) -> None:
        self._linje, self._lamnade = self._dial(), 0
        self._judge(Smtpsteg.EHLO, _svar(self._linje.ehlo))
        if not self.server.inloggning:
            return
        if not self.server.tls:
            self._encrypt(self._linje)
        if not LOGINS & set(self._linje.esmtp_features.get("auth", "").split()):
            self._stop(Smtpsteg.INLOGGNING, Svarsslag.SAKNAS)
        namn, losenord = self.server.inloggning
        linje = self._linje
        self._judge(Smtpsteg.INLOGGNING, _svar(lambda: linje.login(namn, losenord)))

    def _dial(self) -> smtplib.SMTP:
        s = self.server
        try:
            if s.tls:
                return smtplib.SMTP_SSL(s.vard, s.port, timeout=self._vantan, context=self._tls)
            return smtplib.SMTP(s.vard, s.port, timeout=self._vantan)
        except smtplib.SMTPConnectError as fel:
            halsning = _Svar(fel.smtp_code if fel.smtp_code >= 400 else 0)
        except smtplib.SMTPServerDisconnected:
            halsning = _Svar(0)
        except (OSError, UnicodeError) as fel:
            self._stop(Smtpsteg.ANSLUT, Svarsslag.BRUTET, vad=_orsak(fel))
        self._judge(Smtpsteg.HALSNING, halsning)
        raise AssertionError("a greeting that is no greeting is judged")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def _encrypt(self, linje: smtplib.SMTP) -> None:
        if not linje.has_extn("starttls"):
            self._stop(Smtpsteg.STARTTLS, Svarsslag.SAKNAS)
        svar = _svar(lambda: linje.starttls(context=self._tls))
        self._judge(Smtpsteg.STARTTLS, svar, svar.orsak)
        self._judge(Smtpsteg.EHLO, _svar(linje.ehlo))

    def _lamna(self, avsandare: str, till: Sequence[str], kopia: Sequence[str], brev: bytes) -> str | None:
        assert self._linje
        linje = self._linje
        try:
            self._name_sender(linje, avsandare, [*till, *kopia], len(brev))
            nekade = self._name_recipients(linje, till, kopia)
            self._judge(Smtpsteg.DATA, _svar(lambda: linje.docmd("DATA")), ja=(STARTS_TEXT,))
            self._judge(Smtpsteg.TEXT, _svar(lambda: _hand_text(linje, brev)))
        except _Avbrott:
            if self._linje:
                self._reset()
            raise
        except BaseException:
            self._close()
            raise
        self._lamnade += 1
        return nekade

    def _name_sender(self, linje: smtplib.SMTP, avsandare: str, mottagare: Sequence[str], storlek: int) -> None:
        """MAIL FROM; first whether the server takes mails of this size and addresses like these."""
        grans = linje.esmtp_features.get("size", "")
        storst = int(grans) if grans.isdecimal() else 0
        if 0 < storst < storlek:
            vad = f"brevet är på {storlek / 1e6:.1f} MB och servern tar emot högst {storst / 1e6:.1f} MB"
            self._stop(Smtpsteg.AVSANDARE, Svarsslag.SAKNAS, vad=vad.replace(".", ","))
        utom_ascii = [a for a in (avsandare, *mottagare) if not a.isascii()]
        if utom_ascii and not linje.has_extn("smtputf8"):
            vad = f"e-postservern kan inte skicka till adresser med å, ä, ö eller liknande före @: {utom_ascii[0]}"
            self._stop(Smtpsteg.AVSANDARE, Svarsslag.SAKNAS, vad=vad)
        val = ["SMTPUTF8", "BODY=8BITMIME"] if utom_ascii else []
        svar = _svar(lambda: linje.mail(avsandare, val))
        self._judge(Smtpsteg.AVSANDARE, svar, avsandare)

    def _name_recipients(self, linje: smtplib.SMTP, till: Sequence[str], kopia: Sequence[str]) -> str | None:
        """RCPT TO for each; who was refused, where that stops nothing."""
        nekade: list[str] = []
        for adress in till:
            self._judge(Smtpsteg.MOTTAGARE, _svar(lambda: linje.rcpt(adress)), adress, nekade=nekade)  # noqa: B023
        if len(nekade) == len(till):
            self._stop(Smtpsteg.ALLA_MOTTAGARE, Svarsslag.NEJ, vad="; ".join(nekade))
        for adress in kopia:
            self._judge(Smtpsteg.KOPIA, _svar(lambda: linje.rcpt(adress)), adress, nekade=nekade)  # noqa: B023
        return "; ".join(nekade) or None

    def _judge(
        self,
        steg: Smtpsteg,
        svar: _Svar,
        vad: str = "",
        *,
        ja: range | tuple[int, ...] = range(200, 300),
        nekade: list[str] | None = None,
    ) -> None:
        """Go on, where the table says so.

        Args:
            vad: the address or the cause that the step is about.
            nekade: where a refusal that stops nothing is noted.

        Raises:
            Leverans: the delivery stops here.
        """
        slag = svar.slag(ja)
        if slag is Svarsslag.JA:
            return
        if nekade is not None and SMTPUTFALL[steg][slag] is Utfall.SKICKAT:
            nekade.append(smtpskal(steg, slag, svar.kod, vad))
        else:
            self._stop(steg, slag, svar.kod, vad)

    def _stop(self, steg: Smtpsteg, slag: Svarsslag, kod: int = 0, vad: str = "") -> NoReturn:
        utfall = SMTPUTFALL[steg][slag]
        assert utfall
        if utfall is Utfall.NERE or slag in (Svarsslag.STANGER, Svarsslag.BRUTET):
            self._close()
        raise _Avbrott(utfall, smtpskal(steg, slag, kod, vad), slag)

    def _hang_up(self) -> None:
        if self._linje:
            if self._linje.sock:
                self._linje.sock.settimeout(min(self._vantan, QUIT_SECONDS))
            _svar(self._linje.quit)
        self._close()

    def _close(self) -> None:
        if self._linje:
            self._linje.close()
        self._linje = None


def _hand_text(linje: smtplib.SMTP, brev: bytes) -> tuple[int, bytes]:
    slut = b"" if brev.endswith(b"\r\n") else b"\r\n"
    linje.send(re.sub(rb"(?m)^\.", b"..", brev) + slut + b".\r\n")
    return linje.getreply()
