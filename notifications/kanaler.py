"""The channels: a message goes out as a mail, as an .eml file where there is no mail server, or through Apprise."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from notifications.brev import Forsandelse, make_brev, message_id, read_adress
from notifications.epostserver import Epostserver, read_server
from notifications.smtp import SmtpSession
from notifications.utfall import Leverans, Utfall
from notifications.utkorg import EPOST
from schemas.installningar import Installningar, installningar
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick

if TYPE_CHECKING:
    from notifications.hemligkanal import Hemligkanal

__all__ = [
    "Forsandelse",
    "Leverans",
    "Posten",
    "Utfall",
    "filnamn",
    "is_repeatable",
    "make_brev",
    "message_id",
    "posten_i",
]


class Posten:
    """A context in which messages are delivered over their channels; a connection is opened when it is needed.

    Args:
        mapp: the year's folder, where attachments lie and .eml files land.
        server: the mail server; None = .eml files in the folder `utskick`.
    """

    def __init__(self, mapp: Path, server: Epostserver | None, kanaler: "dict[str, Hemligkanal]") -> None:
        self._mapp = mapp
        self._smtp = SmtpSession(server) if server else None
        self._kanaler = kanaler

    def __enter__(self) -> Self:
        return self

    def __exit__(self, slag: type[BaseException] | None, fel: BaseException | None, spar: TracebackType | None) -> None:
        if self._smtp:
            self._smtp.__exit__(slag, fel, spar)

    def deliver(self, f: Forsandelse) -> str | None:
        """Deliver one message.

        Returns:
            Which recipients were refused while others were accepted, in Swedish; None where none was.

        Raises:
            Leverans: it did not end well.
        """
        if f.kanal != EPOST:
            self._say(f)
            return None
        try:
            text = make_brev(f, self._mapp).as_bytes()
        except Leverans:
            raise
        except Exception as fel:
            raise Leverans(Utfall.MISSLYCKAT, f"brevet kunde inte göras ({type(fel).__name__})") from fel
        if self._smtp is None:
            self._write(f, text)
            return None
        with _unexpected():
            return self._smtp.hand_over(_bare([installningar().avsandare])[0], _bare(f.till), _bare(f.kopia), text)

    def _say(self, f: Forsandelse) -> None:
        if f.kanal not in self._kanaler:
            raise Leverans(Utfall.MISSLYCKAT, f"kanalen {f.kanal} är inte inställd (ARSHJUL_KANALER)")
        with _unexpected():
            self._kanaler[f.kanal].hand_over(f.amne, f.text)

    def _write(self, f: Forsandelse, text: bytes) -> None:
        """Write the file, whole or not at all."""
        mapp = self._mapp / "utskick"
        namn = f.namn or message_id(f.ar, f.nyckel).strip("<>").partition("@")[0]
        halv = mapp / f".{namn}.del"
        try:
            mapp.mkdir(parents=True, exist_ok=True)
            halv.write_bytes(text)
            halv.replace(mapp / f"{namn}.eml")
        except OSError as fel:
            raise Leverans(Utfall.NERE, f"filen gick inte att skriva i mappen utskick ({fel.strerror})") from fel


@contextlib.contextmanager
def _unexpected() -> Iterator[None]:
    """What was under way when something nobody thought of happened may have arrived; its details may hold a secret."""
    try:
        yield
    except Leverans:
        raise
    except Exception as fel:
        skal = f"något oväntat hände när meddelandet lämnades över ({type(fel).__name__})"
        raise Leverans(Utfall.OSAKERT, skal) from None


def _bare(adresser: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(read_adress(a).adress for a in adresser))


def posten_i(mapp: Path) -> Posten:
    """The channels that are configured.

    Args:
        mapp: the year's folder.

    Raises:
        ArshjulFel: a setting is not what it must be.
    """
    val = installningar()
    server = read_server(val.epost.get_secret_value()) if val.epost else None
    if server and "avsandare" not in val.model_fields_set:
        raise ArshjulFel(
            "Ange avsändare i ARSHJUL_AVSANDARE, till exempel planeringskontoret@kommunen.se. Inget är skickat."
        )
    _check_address("ARSHJUL_AVSANDARE", val.avsandare)
    _check_address("ARSHJUL_SVARA_TILL", val.svara_till or val.avsandare)
    return Posten(mapp, server, _kanaler(val))


def _check_address(namn: str, varde: str) -> None:
    try:
        read_adress(varde)
    except ValueError:
        raise ArshjulFel(f"{namn} ska vara en e-postadress. Inget är skickat.") from None


def _kanaler(val: Installningar) -> "dict[str, Hemligkanal]":
    """The secret channels; Apprise is read in only where there are any, which takes a second."""
    if not val.kanaler:
        return {}
    from notifications.hemligkanal import Hemligkanal

    return {namn: Hemligkanal(namn, url.get_secret_value()) for namn, url in val.kanaler.items()}


def filnamn(rad: Utskick) -> str:
    """A readable and stable file name of a message."""
    delar = [rad.dag.isoformat(), str(rad.slag), rad.organ or "samlat", str(rad.roll), rad.steg or ""]
    stampel = hashlib.sha256(rad.nyckel.encode()).hexdigest()[:8]
    return "_".join([d for d in delar if d] + [stampel])


def is_repeatable(kanal: str) -> bool:
    """Whether sending twice over the channel does no harm: a file is only written again."""
    return kanal == EPOST and installningar().epost is None
