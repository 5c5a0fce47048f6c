"""A message as a mail: the same message always gives the same bytes, and every reader the same headers."""

import datetime
import hashlib
import mimetypes
import re
import textwrap
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from notifications.utfall import Leverans, Utfall
from schemas.installningar import installningar

SWEDEN = ZoneInfo("Europe/Stockholm")
#: RFC 5322 would have no line longer
LINE = 78
#: what a system's own list of types may lack
MIMETYPER = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
}
_TECKEN = r"[^\s@<>(),:;\"\[\]\\\x00-\x1f\x7f]+"
_ADRESS = re.compile(rf"(?:(?P<namn>[^<>\x00-\x1f\x7f]*)<)?(?P<lokal>{_TECKEN})@(?P<doman>{_TECKEN})(?(namn)>)")


@dataclass(frozen=True)
class Forsandelse:
    """One mail or channel message, made of one or several outbox rows.

    Attributes:
        nyckel: stable within the year, from which the Message-ID is made.
        dag: the day that it is dated.
        bilagor: paths relative to the year's folder.
        namn: the name of an .eml file, without its ending; empty = from the key.
        organ: whose thread it belongs to; None = no thread.
        fran: the sender's display name; empty = the one in ARSHJUL_AVSANDARE, if any.
    """

    nyckel: str
    ar: int
    dag: datetime.date
    kanal: str
    till: tuple[str, ...]
    kopia: tuple[str, ...]
    amne: str
    text: str
    html: str | None = None
    bilagor: tuple[str, ...] = ()
    namn: str = ""
    organ: str | None = None
    fran: str = ""


@dataclass(frozen=True)
class Postadress:
    """A mail address, its domain in ASCII, with the name that may stand before it."""

    namn: str
    adress: str

    @property
    def doman(self) -> str:
        """The part after @."""
        return self.adress.rpartition("@")[2]

    def __str__(self) -> str:
        namn = re.sub(r'[\\"]', r"\\\g<0>", self.namn)
        return f'"{namn}" <{self.adress}>' if namn else self.adress


def read_adress(text: str) -> Postadress:
    """The address in `a@b` or `Namn <a@b>`; a domain with å, ä, ö becomes IDNA.

    Raises:
        ValueError: there is none, or more than one.
    """
    m = _ADRESS.fullmatch(text.strip(" "))
    if not m:
        raise ValueError("not one mail address")
    return Postadress((m["namn"] or "").strip(' "'), f"{m['lokal']}@{m['doman'].encode('idna').decode()}")


def message_id(ar: int, nyckel: str) -> str:
    """The Message-ID of the message with this key, `<hash@domain of the sender>`."""
    return f"<{_stampel(ar, nyckel)}@{_avsandare().doman}>"


def make_brev(f: Forsandelse, mapp: Path) -> EmailMessage:
    """The mail of a message, as it is sent.

    Args:
        mapp: the year's folder, where attachments lie.

    Raises:
        Leverans: an address is none (MISSLYCKAT), or an attachment is not there (FORSOK_IGEN).
    """
    till, kopia = [_mottagare(a) for a in f.till], [_mottagare(a) for a in f.kopia]
    if not till:
        raise Leverans(Utfall.MISSLYCKAT, "meddelandet har ingen mottagare")
    utf8 = not all(a.adress.isascii() for a in (_avsandare(), *till, *kopia))
    brev = EmailMessage(policy=POLICY.clone(utf8=utf8))
    _set_headers(brev, f, till, kopia, utf8=utf8)
    brev.set_content(f.text, charset="utf-8", cte="quoted-printable")
    if f.html is not None:
        brev.add_alternative(f.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for namn in f.bilagor:
        _attach(brev, mapp / namn)
    for n, del_ in enumerate(d for d in brev.walk() if d.is_multipart()):
        del_.set_boundary(f"=-{_stampel(f.ar, f.nyckel)}-{n}")
    return brev


def _mottagare(text: str) -> Postadress:
    try:
        return read_adress(text)
    except ValueError as fel:
        raise Leverans(Utfall.MISSLYCKAT, f"”{_on_one_line(text)}” är ingen e-postadress") from fel


def _avsandare() -> Postadress:
    return read_adress(installningar().avsandare)


def _stampel(ar: int, nyckel: str) -> str:
    return hashlib.sha256(f"{ar}/{nyckel}".encode()).hexdigest()[:32]


def _set_headers(
    brev: EmailMessage, f: Forsandelse, till: list[Postadress], kopia: list[Postadress], *, utf8: bool
) -> None:
    fran = _avsandare()
    svara_till = installningar().svara_till
    brev["Message-ID"] = message_id(f.ar, f.nyckel)
    if f.organ:
        brev["In-Reply-To"] = brev["References"] = message_id(f.ar, f"trad/{f.organ}")
    brev["Date"] = format_datetime(datetime.datetime.combine(f.dag, datetime.time(8), SWEDEN))
    brev["From"] = _addresses("From", [Postadress(_on_one_line(f.fran) or fran.namn, fran.adress)], utf8=utf8)
    brev["Reply-To"] = _addresses("Reply-To", [read_adress(svara_till) if svara_till else fran], utf8=utf8)
    brev["To"] = _addresses("To", till, utf8=utf8)
    if kopia:
        brev["Cc"] = _addresses("Cc", kopia, utf8=utf8)
    brev["Subject"] = _encoded("Subject", f.amne)
    brev["List-Id"] = _addresses("List-Id", [Postadress("Årshjulet", f"arshjul.{f.ar}.{fran.doman}")], utf8=utf8)
    brev["Auto-Submitted"] = "auto-generated"
    brev["X-Auto-Response-Suppress"] = "OOF, AutoReply"


def _attach(brev: EmailMessage, fil: Path) -> None:
    if not fil.is_file():
        raise Leverans(Utfall.FORSOK_IGEN, f"bilagan {fil.name} finns inte")
    typ = MIMETYPER.get(fil.suffix.lower()) or mimetypes.guess_type(fil.name)[0] or ""
    slag, _, under = (typ if typ.startswith(("application/", "image/")) else "application/octet-stream").partition("/")
    brev.add_attachment(fil.read_bytes(), maintype=slag, subtype=under, filename=fil.name)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "=?" not in text and all(len(o) < LINE for o in text.split())


def _encoded(huvud: str, text: str) -> Header | str:
    """A text as a header's value: as it is, or in encoded words, whose spaces are inside them."""
    text = _on_one_line(text)
    return text if _is_plain(text) else Header(text, "utf-8", header_name=huvud)


def _addresses(huvud: str, adresser: list[Postadress], *, utf8: bool) -> Header | str:
    """Addresses as a header's value; with `utf8` no name needs encoding."""
    if utf8 or all(_is_plain(a.namn) for a in adresser):
        return ", ".join(map(str, adresser))
    varde = Header(header_name=huvud)
    for a in adresser:
        komma = "" if a is adresser[-1] else ","
        if _is_plain(a.namn):
            varde.append(f"{a}{komma}", "us-ascii")
        else:
            varde.append(a.namn, "utf-8")
            varde.append(f"<{a.adress}>{komma}", "us-ascii")
    return varde


@lru_cache(maxsize=1024)
def _parsed(huvud: str, varde: str) -> Any:
    """A header as it is read; the same few are read over and over while a mail is made, which took half the time."""
    return SMTP.header_fetch_parse(huvud, varde)


class _Policy(EmailPolicy):
    """For SMTP, with headers folded by the older `email.header`.

    On Python 3.11 the newer folding loses the space between two encoded words (cpython 92081).
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """A header as it is kept: a text, or a Header, which is encoded already."""
        if len(str(value).splitlines()) > 1:
            raise ValueError("a header is one line")
        return name, value

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """A header as it is read."""
        return _parsed(name, str(value))

    def fold(self, name: str, value: Any) -> str:
        """A header as it is sent; with `utf8` nothing is encoded."""
        if self.utf8:
            rader = textwrap.wrap(
                f"{name}: {value}", LINE, subsequent_indent=" ", break_long_words=False, break_on_hyphens=False
            )
            return "\r\n".join(rader) + "\r\n"
        if isinstance(value, str) and len(name) + len(value) + 2 <= LINE:
            return f"{name}: {value}\r\n"
        huvud = value if isinstance(value, Header) else Header(str(value), header_name=name)
        return f"{name}: " + huvud.encode(linesep="\r\n", maxlinelen=LINE) + "\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as bytes."""
        return self.fold(name, value).encode("utf-8")


POLICY = _Policy(linesep="\r\n")
