"""Talking to Prefect's server without Prefect, which takes seconds and a hundred megabytes to read in."""

import base64
import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

from schemas.problem import ArshjulFel

TIMEOUT_SECONDS = 20.0
CSRF_FEL = 403
BUSY = (429, 503)
BUSY_PAUSES = (0.5, 1.0, 2.0, 4.0)


class Serverapi:
    """The API of a running server.

    Args:
        api: its address, `http://127.0.0.1:4200/api`.
        auth: `user:password`.
    """

    def __init__(self, api: str, auth: str) -> None:
        self.api = api
        self._huvuden = {
            "Authorization": f"Basic {base64.b64encode(auth.encode()).decode()}",
            "Content-Type": "application/json",
        }
        self._klient = f"arshjul-{uuid.uuid4()}"
        self._csrf: dict[str, str] = {}

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.api}/health", timeout=3):
                return True
        except OSError:
            return False

    def get(self, vag: str) -> Any:
        """What stands at a path; None where nothing does."""
        try:
            return self._ask("GET", vag)
        except urllib.error.HTTPError as fel:
            if fel.code == 404:
                return None
            raise

    def post(self, vag: str, om: Any = None) -> Any:
        """Send something; the answer."""
        return self._change("POST", vag, {} if om is None else om)

    def put(self, vag: str, om: Any) -> Any:
        """Replace something."""
        return self._change("PUT", vag, om)

    def patch(self, vag: str, om: Any) -> Any:
        """Change something."""
        return self._change("PATCH", vag, om)

    def delete(self, vag: str) -> Any:
        """Take something away."""
        return self._change("DELETE", vag, None)

    def filter(self, vad: str, **om: Any) -> list[Any]:
        """Everything of a kind that fits, in as many pages as it takes."""
        alla: list[Any] = []
        while sida := self.post(f"/{vad}/filter", om | {"offset": len(alla), "limit": 200}):
            alla += sida
            if len(sida) < 200:
                break
        return alla

    def _change(self, metod: str, vag: str, om: Any) -> Any:
        if not self._csrf:
            self._renew()
        try:
            return self._ask(metod, vag, om)
        except urllib.error.HTTPError as fel:
            if fel.code != CSRF_FEL:
                raise
        self._renew()
        return self._ask(metod, vag, om)

    def _renew(self) -> None:
        svar = self.get(f"/csrf-token?client={self._klient}")
        self._csrf = {"Prefect-Csrf-Token": svar["token"], "Prefect-Csrf-Client": self._klient}

    def _ask(self, metod: str, vag: str, om: Any = None) -> Any:
        """Ask once more, and more, where the server says that it is busy: SQLite lets one write at a time."""
        for paus in (*BUSY_PAUSES, None):
            try:
                return self._ask_once(metod, vag, om)
            except urllib.error.HTTPError as fel:
                if paus is None or fel.code not in BUSY:
                    raise
            time.sleep(paus)
        raise AssertionError("the last try returns or raises")

    def _ask_once(self, metod: str, vag: str, om: Any) -> Any:
        data = None if om is None else json.dumps(om).encode()
        begaran = urllib.request.Request(f"{self.api}{vag}", data, self._huvuden | self._csrf, method=metod)
        with urllib.request.urlopen(begaran, timeout=TIMEOUT_SECONDS) as svar:
            text = svar.read()
        return json.loads(text) if text else None


def wait_for_api(api: str, auth: str, sekunder: float) -> Serverapi:
    """The server, when it answers.

    Raises:
        ArshjulFel: it does not, in that time.
    """
    svar = Serverapi(api, auth)
    slut = time.monotonic() + sekunder
    while not svar.is_up():
        if time.monotonic() > slut:
            raise ArshjulFel(f"Servern på {api} svarar inte.")
        time.sleep(0.3)
    return svar
