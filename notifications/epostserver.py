"""The mail server that ARSHJUL_EPOST names."""

import re
from dataclasses import dataclass, field

from schemas.problem import ArshjulFel

_SERVER = re.compile(
    r"(?P<schema>smtps?)://(?:(?P<namn>[^:]+):(?P<losenord>.+)@)?"
    r"(?P<vard>\[[0-9a-f:.]+\]|[^\s:/@\[\]]+)(?::(?P<port>\d{1,5}))?/?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Epostserver:
    """A mail server; with TLS from the start, or STARTTLS before a password is handed over."""

    vard: str
    port: int
    tls: bool = False
    inloggning: tuple[str, str] | None = field(default=None, repr=False)


def read_server(url: str) -> Epostserver:
    """The server that `smtp://user:password@host:port` or `smtps://…` names; user and password stand as they are.

    Raises:
        ArshjulFel: it names none.
    """
    m = _SERVER.fullmatch(url.strip())
    if not m or not 0 < int(m["port"] or 25) < 2**16:
        raise ArshjulFel(
            "ARSHJUL_EPOST ska vara smtp:// eller smtps:// med server och port, till exempel "
            "smtp://användare:lösenord@server:587. Inget är skickat."
        )
    if not f"{m['namn']}{m['losenord']}".isascii():
        raise ArshjulFel("Användare och lösenord i ARSHJUL_EPOST får inte ha å, ä, ö eller liknande. Inget är skickat.")
    tls = m["schema"].lower() == "smtps"
    inloggning = (m["namn"], m["losenord"]) if m["namn"] else None
    return Epostserver(m["vard"].strip("[]"), int(m["port"] or (465 if tls else 25)), tls, inloggning)
