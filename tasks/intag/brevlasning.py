"""Reading one mail: who sent it and when, whether a machine did, what is attached, what a bounce is about."""

import datetime
import email
import email.message
import email.policy
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.etree
import lxml.html

from schemas.begrepp import Postslag

SWEDEN = ZoneInfo("Europe/Stockholm")
#: how the sender of a mail is told of whose address cannot be read
INGEN_AVSANDARE = "(utan läsbar adress)"
#: what an attachment ends with that is meant as a workbook, though it may be refused as one
BOKSLUT = {".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xls", ".ods", ".numbers"}
BOKTYP = re.compile(r"spreadsheet|ms-excel", re.IGNORECASE)
#: how much of the text of a mail is kept for the office to read
MOST_TEXT = 2_000
#: how many Message-IDs of a bounce are looked for
MOST_MEDDELANDEN = 50
#: what a mail is called that is no mail at all
OLASLIGT = "(brevet gick inte att läsa)"
#: Precedence of what no person has sent (RFC 3834, and what older programs write)
MASKINPOST = {"bulk", "junk", "auto_reply"}
_MEDDELANDE_ID = re.compile(r"<[^<>\s]{8,200}@[^<>\s]{1,200}>")
_LANK = re.compile(r"https?://", re.IGNORECASE)
#: the end of a name, or a content type → what was sent in place of a workbook
_ANNAT: tuple[tuple[str, str], ...] = (
    (".pdf", "en PDF"),
    (".zip", "ett packat arkiv (.zip)"),
    (".7z", "ett packat arkiv"),
    (".rar", "ett packat arkiv"),
    (".msg", "ett sparat Outlookmeddelande (.msg)"),
    ("winmail.dat", "en bilaga i Outlooks eget format (winmail.dat)"),
    ("ms-tnef", "en bilaga i Outlooks eget format (winmail.dat)"),
    (".p7m", "ett krypterat eller förseglat brev (S/MIME)"),
    ("pkcs7-mime", "ett krypterat eller förseglat brev (S/MIME)"),
    (".docx", "ett Worddokument"),
    (".doc", "ett Worddokument"),
    (".csv", "en textfil (.csv)"),
)


@dataclass(frozen=True)
class Brevbilaga:
    """One attachment: its name as it came, its bytes, and whether it is meant as a workbook."""

    namn: str
    innehall: bytes
    ar_bok: bool


@dataclass(frozen=True)
class Studs:
    """What a bounce says: of which message (by Message-IDs it may have), which addresses did not take it, and why."""

    om: tuple[str, ...]
    adresser: tuple[str, ...] = ()
    skal: str = ""


@dataclass(frozen=True)
class Brevet:
    """A mail as it was received.

    Attributes:
        dag: the day when the city's own server took it, in Sweden; None where the mail does not say.
        maskin: what it is where a machine sent it.
        sant_istallet: what it brings in place of a workbook, in words.
        svar_pa: the Message-IDs of what it answers.
    """

    avsandare: str
    amne: str
    dag: datetime.date | None
    maskin: Postslag | None
    text: str
    bilagor: tuple[Brevbilaga, ...] = ()
    studs: Studs | None = None
    sant_istallet: tuple[str, ...] = ()
    svar_pa: tuple[str, ...] = ()

    @property
    def bocker(self) -> list[Brevbilaga]:
        """The attachments that are meant as workbooks."""
        return [b for b in self.bilagor if b.ar_bok]

    @property
    def ovriga(self) -> list[str]:
        """The names of the others."""
        return [b.namn for b in self.bilagor if not b.ar_bok]


def read_brev(innehall: bytes) -> Brevet:
    """Read a mail; what of it cannot be read is as if it were not there, for the library stumbles on some."""
    try:
        return _read(email.message_from_bytes(innehall, policy=email.policy.compat32), innehall)
    except RecursionError:  # parts within parts, without end
        return Brevet(INGEN_AVSANDARE, OLASLIGT, None, None, "")


def _read(brev: email.message.Message, innehall: bytes) -> Brevet:
    delar, text = list(_delar(brev)), _text(brev)
    studs = _studs(brev, innehall)
    maskin = Postslag.STUDS if studs else _maskin(brev)
    return Brevet(
        parseaddr(_huvud(brev, "From"))[1] or INGEN_AVSANDARE, _huvud(brev, "Subject"), _dag(brev), maskin,
        text[:MOST_TEXT], tuple(delar), studs, tuple(_istallet(brev, delar, text)), _svar_pa(brev),
    )  # fmt: skip


def _svar_pa(brev: email.message.Message) -> tuple[str, ...]:
    """What a mail answers, by Message-ID."""
    id_ = " ".join(_rad(brev.get(h) or "") for h in ("In-Reply-To", "References"))
    return tuple(id_.split()[:MOST_MEDDELANDEN])


def _ren(text: str) -> str:
    """A text that every database takes, on as many lines as it has: no control characters, no halves of any."""
    hel = text.encode("utf-8", "replace").decode("utf-8")
    return "\n".join("".join(t if t.isprintable() else " " for t in rad).rstrip() for rad in hel.strip().splitlines())


def _rad(text: object) -> str:
    """The same on one line."""
    return " ".join(_ren(str(text)).split())


def _huvud(brev: email.message.Message, namn: str) -> str:
    """A header as people read it; empty where there is none, or one that no library can read."""
    ra = brev.get(namn)
    if ra is None:
        return ""
    try:
        return _rad(email.policy.default.header_fetch_parse(namn, str(ra)))
    except Exception:  # what the library raises on malformed headers is of many kinds
        logging.getLogger(__name__).info("Brevhuvudet %s gick inte att läsa; det räknas som tomt", namn)
        return ""


def _dag(brev: email.message.Message) -> datetime.date | None:
    """When the topmost server took it, else when it says that it was written."""
    mottaget = (brev.get_all("Received") or [""])[0]
    for text in (str(mottaget).rpartition(";")[2], str(brev.get("Date") or "")):
        try:
            nar = parsedate_to_datetime(text.strip())
            return (nar if nar.tzinfo else nar.replace(tzinfo=datetime.UTC)).astimezone(SWEDEN).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _maskin(brev: email.message.Message) -> Postslag | None:
    """Whether a machine sent it (kontrakt section 4; RFC 3834)."""
    auto = str(brev.get("Auto-Submitted") or "no").partition(";")[0].strip().lower()
    if auto.startswith("auto-replied") or brev.get("X-Autoreply"):
        return Postslag.FRANVARO
    tom_retur = str(brev.get("Return-Path") or "-").strip() == "<>"
    bulk = str(brev.get("Precedence") or "").strip().lower() in MASKINPOST
    maskin = auto != "no" or brev.get_content_type() == "multipart/report" or bulk or tom_retur
    return Postslag.MASKIN if maskin else None


def _studs(brev: email.message.Message, innehall: bytes) -> Studs | None:
    """What did not arrive, where the mail says that something did not (RFC 3464, and servers that tell it freely)."""
    if brev.get_content_type() == "multipart/report":
        return _rapport(brev)
    auto = str(brev.get("Auto-Submitted") or "").lower()
    if str(brev.get("Return-Path") or "-").strip() != "<>" or auto.startswith("auto-replied"):
        return None
    traff = [m for m in _MEDDELANDE_ID.findall(innehall.decode("latin-1")) if m != str(brev.get("Message-ID")).strip()]
    return Studs(tuple(dict.fromkeys(traff))[:MOST_MEDDELANDEN], (), "det kom i retur") if traff else None


def _rapport(brev: email.message.Message) -> Studs | None:
    adresser, skal, id_ = [], "", ""
    for del_ in brev.walk():
        typ = del_.get_content_type()
        if typ == "message/delivery-status":
            for block in _inre(del_):
                if str(block.get("Action") or "").strip().lower() != "failed":
                    continue
                adress = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
                adresser.append(_rad(adress.rpartition(";")[2]))
                skal = skal or _rad(str(block.get("Diagnostic-Code") or block.get("Status") or "").rpartition(";")[2])
        elif typ == "message/rfc822":
            id_ = id_ or next((str(inre.get("Message-ID") or "") for inre in _inre(del_)), "")
        elif typ == "text/rfc822-headers":
            text = del_.get_payload(decode=True)
            huvuden = email.message_from_bytes(text if isinstance(text, bytes) else b"")
            id_ = id_ or str(huvuden.get("Message-ID") or "")
    id_ = id_ or " ".join(str(brev.get(h) or "") for h in ("Original-Message-ID", "In-Reply-To", "References"))
    return Studs(tuple(_rad(id_).split()[:MOST_MEDDELANDEN]), tuple(adresser), skal) if adresser else None


def _inre(del_: email.message.Message) -> list[email.message.Message]:
    """The messages within a part."""
    inre = del_.get_payload()
    return [m for m in inre if isinstance(m, email.message.Message)] if isinstance(inre, list) else []


def _delar(brev: email.message.Message) -> Iterator[Brevbilaga]:
    """What is attached to a mail, also to mails within it."""
    for del_ in brev.walk():
        try:
            namn = _namn(del_)
            innehall = None if del_.is_multipart() else del_.get_payload(decode=True)
        except Exception:  # as above
            logging.getLogger(__name__).exception("En bilaga i ett mejl gick inte att läsa; de andra läses")
            continue
        typ = del_.get_content_type()
        if isinstance(innehall, bytes) and (namn or del_.get_content_maintype() == "application"):
            bok = Path(namn or "").suffix.lower() in BOKSLUT or bool(BOKTYP.search(typ)) or _is_xlsx(innehall)
            yield Brevbilaga(namn or "bilaga", innehall, bok)


def _namn(del_: email.message.Message) -> str | None:
    """The name of an attachment, decoded both as RFC 2231 and as RFC 2047 have it."""
    ra = del_.get_filename()
    if ra is None:
        return None
    return str(email.policy.default.header_fetch_parse("Subject", ra)) if "=?" in ra else ra


def _is_xlsx(innehall: bytes) -> bool:
    """Whether bytes without a telling name are a workbook."""
    return innehall[:4] == b"PK\x03\x04" and b"xl/workbook" in innehall


def _text(brev: email.message.Message) -> str:
    """What the mail says, as plain text."""
    for typ in ("text/plain", "text/html"):
        for del_ in brev.walk():
            innehall = del_.get_payload(decode=True) if del_.get_content_type() == typ else None
            if not isinstance(innehall, bytes) or del_.get_filename():
                continue
            if text := _ren((_html if typ == "text/html" else _avkodad)(innehall, del_.get_content_charset())):
                return text
    return ""


def _html(innehall: bytes, kod: str | None) -> str:
    """What is seen of a page."""
    try:
        sida = lxml.html.document_fromstring(_avkodad(innehall, kod).encode(), lxml.html.HTMLParser(encoding="utf-8"))
    except lxml.etree.ParserError:  # there is nothing on it
        return ""
    lxml.etree.strip_elements(sida, "head", "script", "style", with_tail=False)
    return str(sida.text_content())


def _avkodad(innehall: bytes, kod: str | None) -> str:
    try:
        return innehall.decode(kod or "utf-8", "replace")
    except (LookupError, ValueError):  # no such encoding, or no name of one
        return innehall.decode("utf-8", "replace")


def _istallet(brev: email.message.Message, delar: list[Brevbilaga], text: str) -> Iterator[str]:
    """What was sent in place of a workbook, each kind once."""
    sett = set()
    for namn in [*(b.namn.lower() for b in delar if not b.ar_bok), *(d.get_content_type() for d in brev.walk())]:
        vad = next((vad for slut, vad in _ANNAT if namn.endswith(slut)), None)
        if vad and vad not in sett:
            sett.add(vad)
            yield vad
    if _LANK.search(text) and not sett:
        yield "en länk"
