"""The self-test at start: schedules have runs, the worker takes one, the mail server answers. Said as sentences."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from flows.paket import deployment_folder
from flows.serverapi import Serverapi

DEPLOYMENT = "Självtest"
PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 1.0
KLARA = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


class Sjalvtest:
    """Goes on a step at a time while the supervisor does its work.

    Args:
        miljo: the environment of the process that asks the mail server, with its mark.
    """

    def __init__(self, api: Serverapi, say: Callable[[str], None], miljo: dict[str, str]) -> None:
        self._api = api
        self._say = say
        self._miljo = miljo
        self._slut = time.monotonic() + PATIENCE_SECONDS
        self._nasta = 0.0
        self._kvar = [self._schedules, self._worker]
        self._korning: str | None = None
        threading.Thread(target=self._mail, daemon=True).start()

    def step(self) -> None:
        """Look whether something is settled."""
        if not self._kvar or time.monotonic() < self._nasta:
            return
        self._nasta = time.monotonic() + PAUSE_SECONDS
        for_sent = time.monotonic() > self._slut
        for prov in list(self._kvar):
            if text := prov(for_sent):
                self._kvar.remove(prov)
                self._say(f"Självtest: {text}")

    def _schedules(self, for_sent: bool) -> str | None:
        """Every deployment that is to run by itself has runs to come."""
        alla = {d["id"]: d["name"] for d in self._api.filter("deployments") if _has_schedule(d)}
        om = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        utan = set(alla) - {k["deployment_id"] for k in self._api.filter("flow_runs", **om)} if alla else set()
        if not utan:
            return f"alla {len(alla)} scheman har körningar på väg." if alla else "inget schema är igång."
        namn = ", ".join(sorted(alla[d] for d in utan))
        return f"schemat för {namn} har inga körningar på väg. Starta om; se annars loggen." if for_sent else None

    def _worker(self, for_sent: bool) -> str | None:
        """The worker takes a run and completes it."""
        if self._korning is None:
            vem = [d for d in self._api.filter("deployments") if d["name"] == DEPLOYMENT]
            if not vem:
                return "flödet som provar arbetaren finns inte."
            self._korning = self._api.post(f"/deployments/{vem[0]['id']}/create_flow_run", {"name": "Självtest"})["id"]
        slag = (self._api.get(f"/flow_runs/{self._korning}") or {}).get("state_type")
        if slag in KLARA:
            return "arbetaren tog emot en körning." if slag == "COMPLETED" else "arbetaren kunde inte köra. Se loggen."
        return "ingen arbetare har tagit emot en körning. Är arbetspoolen pausad?" if for_sent else None

    def _mail(self) -> None:
        """In a process of its own: a mail server may be slow, and what talks to it is heavy."""
        kommando = [sys.executable, "-m", "notifications.larm"]
        svar = subprocess.run(
            kommando, cwd=deployment_folder(), env=self._miljo, stdin=subprocess.DEVNULL, capture_output=True
        )
        for rad in svar.stdout.decode().splitlines():
            self._say(rad)


def _has_schedule(d: dict[str, Any]) -> bool:
    return not d["paused"] and any(s["active"] for s in d["schedules"])
