"""Bringing mails into the in-folder: from a mail server, or from a Maildir (kontrakt section 4).

A mail is written whole in the in-folder, then marked as seen, then remembered; killed in between, it is fetched once
more under the same name. What has been fetched is remembered here and not on the server: a person reading the mailbox
changes every mark there, and not every server keeps marks of others.
"""

import datetime
import email
import email.errors
import email.header
import fcntl
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.grund.filer import write_whole
from tasks.grund.uppgift import uppgift
from tasks.intag.imap import FEL_FORM, open_imap, parse_imapadress
from tasks.intag.lador import Brevlada, Inkommet, OlastFel, OmarktFel, is_maildir, open_maildir
from tasks.intag.post import MOST_MAIL_BYTES

#: opens a mailbox
Oppna = Callable[[], AbstractContextManager[Brevlada]]


def fetch(inkorg: Path, sedan: datetime.date) -> int:
    """Bring every mail that has not been fetched before into the in-folder; how many they were.

    Fetched from the mailbox of ARSHJUL_INKORG, and from the in-folder where it is a Maildir. Nothing is moved out of
    a mailbox or deleted there.

    Args:
        sedan: what came in before that day is left alone, but in the in-folder itself.

    Raises:
        ArshjulFel: a mailbox cannot be read, or holds what cannot be fetched; everything else has been fetched.
    """
    lador: list[Oppna] = [partial(open_maildir, inkorg)] if is_maildir(inkorg) else []
    if installningar().inkorg:
        lador.append(partial(_open_configured, sedan))
    return _fetch_all(inkorg, lador) if lador else 0


def fetch_maildir(inkorg: Path) -> int:
    """Bring the mails of an in-folder that is a Maildir into it as files; how many they were, 0 where it is none.

    Raises:
        ArshjulFel: as `fetch`.
    """
    return _fetch_all(inkorg, [partial(open_maildir, inkorg)]) if is_maildir(inkorg) else 0


def _open_configured(sedan: datetime.date) -> AbstractContextManager[Brevlada]:
    val = installningar()
    assert val.inkorg is not None
    url = val.inkorg.get_secret_value().strip()
    if not url.lower().startswith("maildir:"):
        losenord = val.inkorg_losenord.get_secret_value() if val.inkorg_losenord else None
        return open_imap(parse_imapadress(url, losenord), sedan)
    delar = urlsplit(url)
    if delar.netloc or not delar.path.startswith("/"):
        raise ArshjulFel(FEL_FORM)
    return open_maildir(Path(unquote(delar.path)), sedan)


@uppgift("Hämta mejl", korning="Hämta mejl")
def _fetch_all(inkorg: Path, lador: Sequence[Oppna]) -> int:
    register = Hamtade(installningar().hem / "hamtat")
    antal, fel = 0, []
    with register.alone() as ensam:
        for oppna in lador if ensam else ():
            try:
                with oppna() as lada:
                    for brev in lada.list_new(register.kanda()):
                        try:
                            antal += _fetch_one(lada, brev, inkorg, register)
                        except OhamtatFel as f:
                            fel.append(str(f))
            except ArshjulFel as f:
                fel.append(str(f))
    if antal:
        logging.getLogger(__name__).info("Hämtade %d mejl till %s", antal, inkorg)
    if fel:
        raise ArshjulFel("\n".join(fel))
    return antal


class OhamtatFel(ArshjulFel):
    """One mail that could not be fetched, or not marked; the others can."""


class Hamtade:
    """What has been fetched: an empty file for each mail, named as it."""

    def __init__(self, mapp: Path) -> None:
        self.mapp = mapp

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else is fetching, for the length of the block; the kernel lets go of what is killed."""
        with _disken(self.mapp):
            self.mapp.mkdir(parents=True, exist_ok=True)
            las = (self.mapp / ".las").open("w")
        with las:
            try:
                fcntl.flock(las, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def kanda(self) -> set[str]:
        """The keys of what has been fetched."""
        return {fil.name for fil in self.mapp.iterdir()}

    def add(self, nyckel: str) -> None:
        """Remember a mail."""
        with _disken(self.mapp):
            (self.mapp / nyckel).touch()


def _fetch_one(lada: Brevlada, brev: Inkommet, inkorg: Path, register: Hamtade) -> int:
    """Copy a mail to the in-folder, mark it and remember it; how many were copied."""
    if brev.storlek > MOST_MAIL_BYTES:
        storlek, mest = (f"{byte / 1e6:.0f}" for byte in (brev.storlek, MOST_MAIL_BYTES))
        _tell_left(lada, brev, register, f"är för stort att hämta ({storlek} MB, högst {mest})")
        return 0
    try:
        innehall = lada.read(brev)
    except OlastFel as fel:
        _tell_left(lada, brev, register, f"går inte att hämta ({fel})")
        return 0
    if innehall is None:
        return 0
    with _disken(inkorg):
        write_whole(inkorg / f"{brev.nyckel}.eml", innehall)
    try:
        lada.mark_seen(brev)
    except OmarktFel as fel:
        register.add(brev.nyckel)
        raise OhamtatFel(
            f"Ett mejl är hämtat men gick inte att markera som läst ({fel}). Ge kontot rätt att markera mejl i "
            "brevlådan. Mejlet hämtas inte igen."
        ) from None
    register.add(brev.nyckel)
    return 1


def _tell_left(lada: Brevlada, brev: Inkommet, register: Hamtade, skal: str) -> None:
    """Tell of a mail that is left in the mailbox: once, and then for as long as nobody has read it."""
    sagt = f"{brev.nyckel}.kvar"
    if brev.last and sagt in register.kanda():
        return
    register.add(sagt)
    raise OhamtatFel(
        f"{_describe(lada, brev)} {skal}. Det ligger kvar i brevlådan. Spara arbetsboken därifrån i inkorgen och "
        "markera mejlet som läst, så påminns ni inte mer om det."
    )


def _describe(lada: Brevlada, brev: Inkommet) -> str:
    """A mail in words; a header that cannot be read is left out."""
    try:
        huvud = email.message_from_bytes(lada.read(brev, bara_huvud=True) or b"")
        fran, amne = (
            str(email.header.make_header(email.header.decode_header(str(huvud.get(namn, "")))))[:100]
            for namn in ("From", "Subject")
        )
    except (OlastFel, ValueError, LookupError, email.errors.MessageError):
        return "Ett mejl"
    return f"Mejlet från {fran} med ämnet ”{amne}”"


@contextmanager
def _disken(mapp: Path) -> Iterator[None]:
    """What goes wrong on our own disk is no fault of the mail server."""
    try:
        yield
    except OSError as fel:
        raise ArshjulFel(
            f"Mappen {mapp} går inte att skriva i ({os.strerror(fel.errno or 0)}). Mejlen ligger kvar i brevlådan."
        ) from None
