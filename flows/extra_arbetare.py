"""One more worker, for a server on this machine or another; started again when it dies."""

import json
import os
import signal
import socket
import time
import uuid
from typing import NoReturn

from rich.console import Console

from flows.barnvakt import Skotsel
from flows.loggning import loggfil
from flows.miljo import worker_environment
from flows.motor import startfil
from flows.processer import Barn, start_guard, stop_all
from flows.serverapi import Serverapi
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

STOP_SECONDS = 10.0
TICK_SECONDS = 0.25


class _Nog(BaseException):
    """Somebody wants it to end."""


def _server(adress: str | None) -> tuple[str, str]:
    """The API and the password of the server.

    Raises:
        ArshjulFel: neither told nor to be found.
    """
    losenord = installningar().server_losenord
    if adress:
        if not losenord:
            raise ArshjulFel(
                "Ange serverns användare och lösenord i ARSHJUL_SERVER_LOSENORD (arshjul start --losenord)."
            )
        return f"{adress.rstrip('/').removesuffix('/api')}/api", losenord.get_secret_value()
    try:
        om = json.loads(startfil().read_text("utf-8"))
        return om["api"], om["auth"]
    except (OSError, ValueError, KeyError):
        raise ArshjulFel(
            "Ingen server går i den här arbetsmappen. Ange en med --server, eller kör arshjul start."
        ) from None


def _check(api: str, auth: str) -> None:
    server = Serverapi(api, auth)
    try:
        server.get("/version")
    except (OSError, ValueError):
        skal = "Lösenordet i ARSHJUL_SERVER_LOSENORD stämmer inte." if server.is_up() else "Den svarar inte."
        raise ArshjulFel(f"Det går inte att arbeta åt servern på {api}. {skal}") from None


def _enough(*_: object) -> NoReturn:
    raise _Nog


def run_worker(ut: Console, adress: str | None) -> None:
    """Run a worker until told to stop.

    Args:
        adress: the server's; None = the one of the work folder.

    Raises:
        ArshjulFel: there is no such server, or it does not let us in.
    """
    api, auth = _server(adress)
    _check(api, auth)
    namn, marke = f"{socket.gethostname()}-extra-{os.getpid()}", f"arshjul-{uuid.uuid4()}"
    loggfil().parent.mkdir(parents=True, exist_ok=True)
    miljo = worker_environment(api, auth)
    for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(s, _enough)
    with loggfil().with_name(f"{namn}.log").open("ab") as fil:
        skotsel = Skotsel(
            f"Arbetaren {namn}",
            lambda: Barn(["flows.arbetare", namn], miljo, marke, fil),
            lambda t: ut.print(t, markup=False),
        )
        vakt = start_guard(marke)
        try:
            skotsel.start()
            ut.print(f"Arbetaren {namn} arbetar åt {api}. Avsluta med Ctrl-C.", markup=False)
            while True:
                skotsel.look_after()
                time.sleep(TICK_SECONDS)
        except _Nog:
            ut.print("Avslutat.")
        finally:
            for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(s, signal.SIG_IGN)
            stop_all([skotsel.barn] if skotsel.barn else [], STOP_SECONDS)
            vakt.communicate(b"klar\n")
