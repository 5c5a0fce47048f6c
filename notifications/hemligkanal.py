"""A secret channel: Apprise hands the message over; what it saw on the way tells what became of it."""

import contextlib
import logging
import re
from collections.abc import Iterator

import apprise
from apprise import URLBase

from notifications.utfall import KANALUTFALL, Kanalsvar, Leverans
from schemas.problem import ArshjulFel

TIMEOUT_SECONDS = 30.0
#: Apprise answers only yes or no; it logs why, and the library under it each answer of the server
LOGGAR = ("apprise", "urllib3")
_KOD = re.compile(r'HTTP/[\d.]+" (\d{3}) ')
_ONABAR = re.compile(r"Failed to establish|Failed to resolve|connect timeout|SSLError|Cannot connect to proxy", re.I)
_BRUTET = re.compile(r"Read timed out|Connection aborted|Connection broken|Remote end closed|Socket Exception", re.I)
PASSING = (408, 429)


class Hemligkanal:
    """A channel of Apprise's.

    Args:
        namn: what the city calls it.
        url: Apprise's address of it, which is secret.
        installning: the setting that holds it.

    Raises:
        ArshjulFel: Apprise knows no such address.
    """

    def __init__(self, namn: str, url: str, installning: str = "ARSHJUL_KANALER") -> None:
        self.namn = namn
        with _overheard():
            tjanst = apprise.Apprise.instantiate(url)
        if not isinstance(tjanst, apprise.NotifyBase):
            raise ArshjulFel(f"Adressen till kanalen {namn} i {installning} är ingen som Apprise känner till.")
        if tjanst.socket_read_timeout == URLBase.socket_read_timeout:
            tjanst.socket_read_timeout = TIMEOUT_SECONDS
        self._tjanst = tjanst

    def hand_over(self, amne: str, text: str) -> None:
        """Hand a message over.

        Raises:
            Leverans: it did not end well.
        """
        with _overheard() as rader:
            tog = self._tjanst.notify(title=amne, body=text)
        if not tog:
            svar, kod = _svar([r.getMessage() for r in rader])
            utfall, skal = KANALUTFALL[svar]
            raise Leverans(utfall, skal.format(namn=self.namn, kod=kod))


def _svar(hort: list[str]) -> tuple[Kanalsvar, int]:
    """What a channel that did not say yes answered, and its last code; what cannot be told may have arrived."""
    koder = [int(m[1]) for rad in hort if (m := _KOD.search(rad))]
    sist = koder[-1] if koder else 0
    onabar = [bool(_ONABAR.search(rad)) for rad in hort]
    if any(200 <= k < 300 for k in koder):
        svar = Kanalsvar.DELVIS
    elif any(_BRUTET.search(rad) and not aldrig for rad, aldrig in zip(hort, onabar, strict=True)):
        svar = Kanalsvar.BRUTET
    elif sist:
        svar = Kanalsvar.SENARE if sist >= 500 or sist in PASSING else Kanalsvar.NEJ
    else:
        svar = Kanalsvar.ONABAR if any(onabar) else Kanalsvar.OKANT
    return svar, sist


class _Lyssnare(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.rader: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.rader.append(record)


@contextlib.contextmanager
def _overheard() -> Iterator[list[logging.LogRecord]]:
    """What the libraries log meanwhile; it names secret addresses, so that it reaches no other log."""
    lyssnare = _Lyssnare()
    fore = [(logg, logg.level, logg.propagate) for logg in map(logging.getLogger, LOGGAR)]
    for logg, _, _ in fore:
        logg.addHandler(lyssnare)
        logg.setLevel(logging.DEBUG)
        logg.propagate = False
    try:
        yield lyssnare.rader
    finally:
        for logg, niva, vidare in fore:
            logg.removeHandler(lyssnare)
            logg.setLevel(niva)
            logg.propagate = vidare
