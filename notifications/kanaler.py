"""The channels: Apprise names them, and our own mail service behind it tells what became of each message."""

import datetime
import hashlib
import mimetypes
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
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


def gor_brev(rad: Utskick, mapp: Path) -> EmailMessage:
    """The mail of an outbox row: the same row always gives the same bytes and the same Message-ID.

    Raises:
        Leverans: an attachment is not there.
    """
    brev = EmailMessage(policy=SMTP)
    stampel = hashlib.sha256(f"{rad.ar}/{rad.nyckel}".encode()).hexdigest()[:32]
    brev["Message-ID"] = f"<{stampel}@arshjul>"
    brev["Date"] = format_datetime(datetime.datetime.combine(rad.dag, datetime.time(8), SWEDEN))
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

    @staticmethod
    def parse_url(url: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The URL as arguments of the service."""
        schema, _, mal = url.partition("://")
        return {"schema": schema, "mal": mal, "secure": schema == "arsmtps"}

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL of the service, without secrets."""
        return f"{self.secure_protocol if self.secure else self.protocol}://"


class NotifyEml(NotifyBrev):
    """Every mail as a file in a folder."""

    protocol: Any = "areml"
    secure_protocol = None

    def send(self, *args: Any, **kwargs: Any) -> bool:
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

    protocol: Any = "arsmtp"
    secure_protocol: Any = "arsmtps"

    def send(self, *args: Any, **kwargs: Any) -> bool:
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


for tjanst in (NotifyEml, NotifySmtp):
    if tjanst.protocol not in apprise.manager_plugins.NotificationManager():
        apprise.manager_plugins.NotificationManager().add(tjanst)


def filnamn(rad: Utskick) -> str:
    """A readable and stable file name of a message."""
    delar = [rad.dag.isoformat(), str(rad.slag), rad.organ or "samlat", str(rad.roll), rad.steg or ""]
    stampel = hashlib.sha256(rad.nyckel.encode()).hexdigest()[:8]
    return "_".join([d for d in delar if d] + [stampel])


def ar_upprepbar(kanal: str) -> bool:
    """Whether sending twice over the channel does no harm: a file is only written again."""
    return kanal == EPOST and installningar().epost is None


@lru_cache(maxsize=8)
def _tjanst(adress: str) -> Any:
    """The service behind an Apprise URL, made once."""
    return apprise.Apprise.instantiate(adress)


def leverera(rad: Utskick, mapp: Path) -> None:
    """Deliver one message over its channel.

    Args:
        mapp: the year's folder, where attachments lie and .eml files land.

    Raises:
        Leverans: it did not end well.
    """
    val = installningar()
    if rad.kanal == EPOST:
        server = val.epost.get_secret_value() if val.epost else ""
        tjanst = _tjanst(f"ar{server}" if server else f"areml://{(mapp / 'utskick').absolute()}")
        tjanst.brev, tjanst.namn = gor_brev(rad, mapp), filnamn(rad)
        tjanst.send()
        return
    if rad.kanal not in val.kanaler:
        raise Leverans(Utfall.MISSLYCKAT, f"kanalen {rad.kanal} är inte inställd (ARSHJUL_KANALER)")
    kanal = apprise.Apprise.instantiate(val.kanaler[rad.kanal].get_secret_value())
    if not (kanal and kanal.notify(title=rad.amne, body=rad.text)):
        raise Leverans(Utfall.FORSOK_IGEN, f"kanalen {rad.kanal} tog inte emot meddelandet")
