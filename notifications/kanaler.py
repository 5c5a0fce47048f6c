"""The channels: Apprise names them, and our own mail service behind it tells what became of each message."""

import datetime
import hashlib
import mimetypes
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import apprise
from apprise import NotifyBase

from notifications.utkorg import EPOST
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick

SWEDEN = ZoneInfo("Europe/Stockholm")
TIMEOUT_SECONDS = 30


class Utfall(StrEnum):
    """What became of a delivery."""

    SKICKAT = "skickat"
    FORSOK_IGEN = "forsok igen"
    MISSLYCKAT = "misslyckat"
    OSAKERT = "osakert"


class Leverans(Exception):
    """A delivery that did not end well; the message says why, in Swedish."""

    def __init__(self, utfall: Utfall, skal: str) -> None:
        self.utfall = utfall
        super().__init__(skal)


@lru_cache(maxsize=4096)
def _parsed(namn: str, varde: str) -> Any:
    return SMTP.header_store_parse(namn, varde)[1]


@lru_cache(maxsize=4096)
def _folded(namn: str, varde: Any) -> bytes:
    return SMTP.fold_binary(namn, varde)


class _Policy(EmailPolicy):
    """The standard library's for SMTP, with every header parsed and folded once.

    The same addresses, days and subjects stand in many mails, and headers are most of the work on one.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """A header as it is kept."""
        return name, _parsed(name, str(value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as it is sent."""
        return _folded(name, value)


POLICY = _Policy() + SMTP


def make_brev(rad: Utskick, mapp: Path) -> EmailMessage:
    """The mail of an outbox row: the same row always gives the same bytes and the same Message-ID.

    Raises:
        Leverans: an attachment is not there.
    """
    brev = EmailMessage(policy=POLICY)
    stampel = hashlib.sha256(f"{rad.ar}/{rad.nyckel}".encode()).hexdigest()[:32]
    brev["Message-ID"] = f"<{stampel}@arshjul>"
    klockan = datetime.datetime.combine(rad.dag, datetime.time(8), SWEDEN)
    brev["Date"] = format_datetime(klockan)
    brev["From"] = installningar().avsandare
    brev["To"] = ", ".join(rad.till)
    if rad.kopia:
        brev["Cc"] = ", ".join(rad.kopia)
    brev["Subject"] = rad.amne
    brev["Auto-Submitted"] = "auto-generated"
    brev.set_content(rad.text, charset="utf-8", cte="quoted-printable")
    for namn in rad.bilagor:
        fil = mapp / namn
        if not fil.exists():
            raise Leverans(Utfall.FORSOK_IGEN, f"bilagan {namn} finns inte")
        typ = (mimetypes.guess_type(fil.name)[0] or "application/octet-stream").split("/")
        brev.add_attachment(fil.read_bytes(), maintype=typ[0], subtype=typ[1], filename=fil.name)
    if brev.is_multipart():
        brev.set_boundary(f"=-{stampel}")
    return brev


class NotifyBrev(NotifyBase):
    """Apprise's base for our mail services: takes a whole mail, not a title and a body."""

    service_name: Any = "Årshjulet"

    def __init__(self, mal: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mal = mal
        self.brev: EmailMessage | None = None
        self.namn = ""

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL of the service, without secrets."""
        return f"{self.secure_protocol if self.secure else self.protocol}://"


class NotifyEml(NotifyBrev):
    """Every mail as a file in a folder."""

    protocol: Any = "eml"

    def send(self, body: str, *args: Any, **kwargs: Any) -> bool:
        """Write the file, whole or not at all."""
        assert self.brev is not None
        mapp = Path(self.mal)
        if not mapp.is_dir():
            mapp.mkdir(parents=True, exist_ok=True)
        halv = mapp / f".{self.namn}.del"
        halv.write_bytes(self.brev.as_bytes())
        halv.replace(mapp / f"{self.namn}.eml")
        return True


class NotifySmtp(NotifyBrev):
    """A mail server: `smtp://user:password@host:port`, or smtps:// for TLS from the start."""

    protocol: Any = "smtp"
    secure_protocol: Any = "smtps"

    def send(self, body: str, *args: Any, **kwargs: Any) -> bool:
        """Hand the mail over.

        Raises:
            Leverans: with what may be done: try again, give up, or ask a person.
        """
        assert self.brev is not None
        inloggning, _, vard = self.mal.rpartition("@")
        namn, _, port = vard.partition(":")
        try:
            with self._anslut(namn, int(port or (465 if self.secure else 25))) as server:
                if inloggning:
                    server.starttls(context=ssl.create_default_context()) if not self.secure else None
                    server.login(*inloggning.split(":", 1))
                self._lamna(server)
        except smtplib.SMTPResponseException as fel:
            utfall = Utfall.FORSOK_IGEN if 400 <= fel.smtp_code < 500 else Utfall.MISSLYCKAT
            raise Leverans(utfall, f"e-postservern svarade {fel.smtp_code}") from fel
        except (OSError, smtplib.SMTPException) as fel:
            raise Leverans(Utfall.FORSOK_IGEN, f"e-postservern gick inte att nå ({fel})") from fel
        return True

    def _anslut(self, namn: str, port: int) -> smtplib.SMTP:
        if self.secure:
            return smtplib.SMTP_SSL(namn, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(namn, port, timeout=TIMEOUT_SECONDS)

    def _lamna(self, server: smtplib.SMTP) -> None:
        try:
            server.send_message(self.brev)  # type: ignore[arg-type]
        except smtplib.SMTPRecipientsRefused as fel:
            kod = max(k for k, _ in fel.recipients.values())
            utfall = Utfall.FORSOK_IGEN if 400 <= kod < 500 else Utfall.MISSLYCKAT
            raise Leverans(utfall, f"mottagarna godtogs inte ({kod})") from fel
        except smtplib.SMTPServerDisconnected as fel:
            raise Leverans(Utfall.OSAKERT, "förbindelsen bröts sedan texten hade lämnats över") from fel


def filnamn(rad: Utskick) -> str:
    """A readable and stable file name of a message."""
    delar = [rad.dag.isoformat(), str(rad.slag), rad.organ or "samlat", str(rad.roll), rad.steg or ""]
    stampel = hashlib.sha256(rad.nyckel.encode()).hexdigest()[:8]
    return "_".join([d for d in delar if d] + [stampel])


def is_repeatable(kanal: str) -> bool:
    """Whether sending twice over the channel does no harm: a file is only written again."""
    return kanal == EPOST and installningar().epost is None


@lru_cache(maxsize=8)
def _posten(server: str | None, mapp: Path) -> NotifyBrev:
    """The mail service: the server where there is one, else files in the folder `utskick`.

    Made without Apprise's register, which would import its hundred services to find these two.

    Raises:
        ArshjulFel: the server is no address of one.
    """
    if server is None:
        return NotifyEml(mal=str(mapp / "utskick"))
    schema, _, mal = server.partition("://")
    if schema.lower() not in (NotifySmtp.protocol, NotifySmtp.secure_protocol) or not mal:
        raise ArshjulFel("ARSHJUL_EPOST ska börja med smtp:// eller smtps:// och namnge en server. Inget är skickat.")
    return NotifySmtp(mal=mal, secure=schema.lower() == NotifySmtp.secure_protocol)


def posten_i(mapp: Path) -> NotifyBrev:
    """The mail service that is configured.

    Args:
        mapp: the year's folder.

    Raises:
        ArshjulFel: what is configured is no mail server.
    """
    epost = installningar().epost
    return _posten(epost.get_secret_value() if epost else None, mapp)


def deliver(rad: Utskick, mapp: Path) -> None:
    """Deliver one message over its channel.

    Args:
        mapp: the year's folder, where attachments lie and .eml files land.

    Raises:
        Leverans: it did not end well.
    """
    val = installningar()
    if rad.kanal == EPOST:
        posten = posten_i(mapp)
        posten.brev, posten.namn = make_brev(rad, mapp), filnamn(rad)
        posten.send("")
        return
    if rad.kanal not in val.kanaler:
        raise Leverans(Utfall.MISSLYCKAT, f"kanalen {rad.kanal} är inte inställd (ARSHJUL_KANALER)")
    kanal = apprise.Apprise.instantiate(val.kanaler[rad.kanal].get_secret_value())
    if not (kanal and kanal.notify(title=rad.amne, body=rad.text)):
        raise Leverans(Utfall.FORSOK_IGEN, f"kanalen {rad.kanal} tog inte emot meddelandet")
