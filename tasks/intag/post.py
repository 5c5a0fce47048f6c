"""Finding what has come in: files and mails of the in-folder, stored under their hash (kontrakt section 4)."""

import email
import email.message
import email.policy
import hashlib
import logging
import re
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path

from tasks.grund.filer import avtryck, copy_whole, write_whole

#: what a mail may hold besides workbooks
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".bmp"}
MOST_MAIL_BYTES = 60_000_000
#: how the sender of a mail is told of whose address cannot be read
INGEN_AVSANDARE = "(utan läsbar adress)"


@dataclass(frozen=True)
class Mottaget:
    """A received file, stored under its hash.

    Attributes:
        kalla: the file of the in-folder that it came from (a mail may bring several).
        avsandare: the sender's address where it came by mail.
    """

    namn: str
    sha256: str
    lagrad: Path
    kalla: Path
    avsandare: str | None = None

    def store_in(self, arkiv: Path) -> "Mottaget":
        """The same file, stored in a year's own archive."""
        till = arkiv / self.lagrad.name
        if not till.exists():
            copy_whole(self.lagrad, till)
        return replace(self, lagrad=till)


def receive(inkorg: Path, arkiv: Path) -> list[Mottaget]:
    """Store everything in the in-folder under its hash; nothing is lost and nothing keeps its name as a path.

    Links and Excel's lock files (`~$…`) are left alone.
    """
    svar: list[Mottaget] = []
    for fil in sorted(inkorg.glob("*")):
        if fil.is_symlink() or not fil.is_file() or fil.name.startswith((".", "~$")):
            continue
        lagrad = _store(fil, fil.name, arkiv, fil)
        svar += _bilagor(lagrad, arkiv) if fil.suffix.lower() == ".eml" else [lagrad]
    return svar


def _store(fil: Path, namn: str, arkiv: Path, kalla: Path, avsandare: str | None = None) -> Mottaget:
    sha = avtryck(fil)
    lagrad = arkiv / f"{sha}.bin"
    if not lagrad.exists():
        copy_whole(fil, lagrad)
    return Mottaget(clean_name(namn), sha, lagrad, kalla, avsandare)


def clean_name(namn: str) -> str:
    """A file name for people to read: no folders, no control characters, of sane length."""
    sist = re.split(r"[\\/]", namn)[-1]
    return "".join(t for t in sist if t.isprintable()).strip()[:150] or "bilaga"


def _bilagor(lagrat: Mottaget, arkiv: Path) -> list[Mottaget]:
    """The attachments of a mail; the mail itself where it has none, so that it gets its verdict too."""
    if lagrat.lagrad.stat().st_size > MOST_MAIL_BYTES:
        return [lagrat]
    avsandare, delar = _read_brev(lagrat.lagrad.read_bytes())
    svar = []
    for namn, innehall in delar:
        med_hash = write_whole(arkiv / f"{hashlib.sha256(innehall).hexdigest()}.bin", innehall)
        svar.append(_store(med_hash, namn, arkiv, lagrat.kalla, avsandare))
    return svar or [replace(lagrat, avsandare=avsandare)]


def _read_brev(innehall: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The sender's address and the attachments, by name; the library stumbles on some headers that are malformed."""
    brev = email.message_from_bytes(innehall, policy=email.policy.default)
    try:
        avsandare = parseaddr(str(brev.get("From", "")))[1] or INGEN_AVSANDARE
    except Exception:
        logging.getLogger(__name__).exception("Avsändaren av ett mejl gick inte att läsa; det räknas som okänt")
        avsandare = INGEN_AVSANDARE
    try:
        return avsandare, list(_delar(brev))
    except Exception:
        logging.getLogger(__name__).exception("Bilagorna i ett mejl gick inte att läsa; mejlet får sitt eget besked")
        return avsandare, []


def _delar(brev: email.message.Message) -> list[tuple[str, bytes]]:
    """What is attached to a mail; a picture (the logo of a signature) only where nothing else is."""
    alla: list[tuple[str, bytes]] = []
    bilder: list[tuple[str, bytes]] = []
    for del_ in brev.walk():
        namn = del_.get_filename()
        innehall = None if del_.is_multipart() else del_.get_payload(decode=True)
        if isinstance(innehall, bytes) and (namn or del_.get_content_maintype() == "application"):
            ar_bild = del_.get_content_maintype() == "image" and Path(namn or "").suffix.lower() in PICTURES
            (bilder if ar_bild else alla).append((namn or "bilaga", innehall))
    return alla or bilder
