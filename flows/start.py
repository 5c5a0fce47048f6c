"""Start: a light process that keeps Prefect's server, the deployments and the workers going until it is stopped.

It does not read Prefect in itself: it starts what does, sees to it, and talks to the server over its API.
"""

import contextlib
import datetime
import json
import logging
import os
import signal
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn

from rich.console import Console

from flows import driftsatt, larm
from flows.barnvakt import Skotsel, alarm
from flows.koade import name_waiting
from flows.kontroll import Sjalvtest
from flows.loggning import loggfil
from flows.miljo import Serverplats, environment, seconds
from flows.motor import startfil
from flows.processer import MARKE, Barn, kill_all, start_guard, stop_all
from flows.serverapi import Serverapi
from flows.skydd import alone, auth, check_open, repair_rights
from flows.svep import mark_dead_runs
from schemas.problem import ArshjulFel
from tasks.grund.filer import write_whole

#: a slow machine with a new database needs its time
PATIENCE_SECONDS = 300
#: how long a part may take to stop by itself
STOP_SECONDS = 10.0
TICK_SECONDS = 0.25
SWEEP_SECONDS = 15.0
#: a server that is busy is silent for a while; a new database takes its time
HANGS_SECONDS = 120
#: a server that has died so often without ever having worked will not work
TRIES = 5
POOL = {"name": "arshjul", "type": "process", "description": "Årshjulets körningar"}
logg = logging.getLogger("arshjul.start")
_SAGT = "Lösenord: arshjul start --losenord. Andra kommandon i samma arbetsmapp kör nu genom servern."


class _Stopp(BaseException):
    """Somebody wants it to end."""


class Start:
    """A running `arshjul start`.

    Args:
        plats: where the server listens, and how many workers there are.
        listor: what the forms' lists are now, as a text; when it changes the deployments are made again.
    """

    def __init__(self, ut: Console, plats: Serverplats, listor: Callable[[], str], fil: IO[bytes]) -> None:
        self._ut = ut
        self._plats = plats
        self._listor = listor
        self._fil = fil
        self._marke = f"arshjul-{uuid.uuid4()}"
        self._auth = auth()
        self._miljo = environment(plats, self._auth)
        self.api = Serverapi(plats.api, self._auth)
        self._server = Skotsel("Servern", self._barn(["flows.server", *plats.argument], "server"), self.say, TRIES)
        self._arbetare = [self._worker(n + 1) for n in range(plats.arbetare)]
        self._deploy: Barn | None = None
        self._avtryck = ""
        self._klar = False
        self._svepte = self._svarade = time.monotonic()

    def _barn(self, modul: list[str], namn: str) -> Callable[[], Barn]:
        return lambda: Barn(modul, self._miljo, f"{self._marke}/{namn}", self._fil)

    def _worker(self, nummer: int) -> Skotsel:
        namn = f"{socket.gethostname()}-{nummer}"
        return Skotsel(f"Arbetaren {namn}", self._barn(["flows.arbetare", namn], f"arbetare-{nummer}"), self.say)

    def say(self, text: str) -> None:
        """Say something to whoever watches, and to the log."""
        self._ut.print(text, markup=False)
        logg.warning(text)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Everything started; and stopped, however it ends."""
        vakt = start_guard(self._marke)
        try:
            self._start()
            yield
        finally:
            for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(s, signal.SIG_IGN)
            barnen = [*(s.barn for s in self._arbetare), self._deploy]
            stop_all([b for b in barnen if b], STOP_SECONDS)
            stop_all([self._server.barn] if self._server.barn else [], STOP_SECONDS)
            kill_all(self._marke)
            vakt.communicate(b"klar\n")

    def _start(self) -> None:
        self._avtryck = driftsatt.fingerprint(self._lists())
        self._server.start()
        if not driftsatt.is_current(self._avtryck):
            self._start_deploy()
        for a in self._arbetare:
            a.start()
        self._wait(self.api.is_up, "Prefects server kom inte igång.")
        self._wait(self._has_pool, "Arbetspoolen gick inte att göra.")
        self._wait(self._is_deployed, "Flödena gick inte att driftsätta.")
        self._wait(lambda: larm.apply_automations(self.api), "Larmen gick inte att ställa in.")
        self._wait(self._workers_are_ready, "Arbetaren kom inte igång.")
        self._klar = True

    def _has_pool(self) -> bool:
        """Make the pool where there is none; one that an operator has changed or paused stays so."""
        if not self.api.get(f"/work_pools/{POOL['name']}"):
            self.api.post("/work_pools/", POOL)
        return True

    def _is_deployed(self) -> bool:
        if self._deploy:
            return False
        if not driftsatt.is_whole(self.api):
            self._start_deploy()
        return self._deploy is None

    def _wait(self, pa: Callable[[], bool], annars: str) -> None:
        """See to everything until something is so; while the server is away nothing is.

        Raises:
            ArshjulFel: it does not become so.
        """
        slut = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < slut:
            with contextlib.suppress(OSError):
                if pa():
                    return
            self._look_after()
            time.sleep(TICK_SECONDS)
        raise ArshjulFel(f"{annars} Se {loggfil()} och {self._fil.name}.")

    def _workers_are_ready(self) -> bool:
        """Whether each has said that it is there, and one has asked for work."""
        online = {
            a["name"]
            for a in self.api.post(f"/work_pools/{POOL['name']}/workers/filter")
            if _is_online(a, self._server.sedan)
        }
        vantade = {s.namn.removeprefix("Arbetaren ") for s in self._arbetare}
        koer = self.api.post(f"/work_pools/{POOL['name']}/queues/filter")
        return vantade <= online and (not vantade or any(_is_since(k["last_polled"], self._server.sedan) for k in koer))

    def _look_after(self) -> None:
        """Start again what has died."""
        self._server.look_after()
        if self._server.misslyckade >= TRIES:
            skal = f"Servern stannade {TRIES} gånger i rad. Se {self._fil.name}."
            alarm("Årshjulet har stannat", skal)
            raise ArshjulFel(skal)
        for a in self._arbetare:
            a.look_after()
        if self._deploy and (kod := self._deploy.poll()) is not None:
            self._deploy = None
            self._tell_of_deploy(kod)

    def _tell_of_deploy(self, kod: int) -> None:
        """It failed, or lists were changed while everything runs."""
        skal = f"Flödena gick inte att driftsätta. Se {self._fil.name}."
        if kod and not self._klar:
            raise ArshjulFel(skal)
        if self._klar:
            self.say(skal if kod else "Formulären är gjorda på nytt.")

    def _start_deploy(self) -> None:
        self._deploy = self._barn(["flows.driftsatt", self._avtryck], "driftsatt")()

    def _lists(self) -> str:
        try:
            return self._listor()
        except Exception:
            logg.exception("Formulärens listor gick inte att läsa")
            return ""

    def serve(self) -> None:
        """Go on until stopped.

        Raises:
            ArshjulFel: the server does not come back.
        """
        test = Sjalvtest(self.api, self.say, self._miljo | {MARKE: f"{self._marke}/post"})
        while True:
            self._look_after()
            with contextlib.suppress(OSError, ValueError):  # the server is away for a while
                self._do_now_and_then()
                test.step()
            time.sleep(TICK_SECONDS)

    def _kill_what_hangs(self) -> None:
        """A server that lives but has not answered for a while is started again."""
        if self._server.barn is None or self.api.is_up():
            self._svarade = time.monotonic()
        elif time.monotonic() - max(self._svarade, self._server.barn.startad) > seconds("HANGER", HANGS_SECONDS):
            self.say("Servern svarar inte och startas om.")
            self._server.barn.kill()

    def _do_now_and_then(self) -> None:
        if time.monotonic() - self._svepte < SWEEP_SECONDS:
            return
        self._svepte = time.monotonic()
        self._kill_what_hangs()
        for namn in mark_dead_runs(self.api, self._server.sedan):
            self.say(f"Körningen {namn} hade ingen process längre och är markerad som avbruten.")
        name_waiting(self.api)
        avtryck = driftsatt.fingerprint(self._lists())
        if avtryck != self._avtryck and not self._deploy:
            self._avtryck = avtryck
            self._start_deploy()


def _is_since(tid: str | None, sedan: datetime.datetime) -> bool:
    return tid is not None and datetime.datetime.fromisoformat(tid) >= sedan


def _is_online(arbetare: dict[str, Any], sedan: datetime.datetime) -> bool:
    return arbetare["status"] == "ONLINE" and _is_since(arbetare["last_heartbeat_time"], sedan)


def _stop(*_: object) -> NoReturn:
    raise _Stopp


def _check_port(plats: Serverplats) -> None:
    """Refuse a port that is another's.

    Raises:
        ArshjulFel: it is, or the address is none of this machine's.
    """
    try:
        with socket.create_server((plats.vard, plats.port)):
            pass
    except OSError:
        raise ArshjulFel(
            f"Det går inte att lyssna på {plats.vard}, port {plats.port}: porten är upptagen av ett annat program, "
            "eller så är det inte den här datorns adress. Välj en annan port med --port."
        ) from None


def _tell_others(plats: Serverplats, losenord: str) -> None:
    """Write how the other commands of the work folder reach the server, readable by its owner only."""
    om = {"api": plats.api, "auth": losenord, "adress": plats.utat, "pid": os.getpid()}
    write_whole(startfil(), json.dumps(om).encode())
    startfil().chmod(0o600)


@contextlib.contextmanager
def _driftlogg() -> Iterator[IO[bytes]]:
    """Where the children's own output goes; the last start's is kept."""
    sokvag = loggfil().with_name("drift.log")
    sokvag.parent.mkdir(parents=True, exist_ok=True)
    if sokvag.exists():
        sokvag.replace(sokvag.with_name("drift.log.1"))
    with sokvag.open("ab") as fil:
        yield fil


def run_until_stopped(ut: Console, plats: Serverplats, listor: Callable[[], str] = lambda: "") -> None:
    """Start everything, say where it is when it is ready, and stop it all when told to.

    Args:
        listor: see Start.

    Raises:
        ArshjulFel: it runs already, cannot listen there, or the server does not come up or stay up.
    """
    check_open(plats.vard, list(plats.proxyn))
    with alone(), _driftlogg() as fil:
        _check_port(plats)
        repair_rights()
        for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(s, _stop)
        try:
            start = Start(ut, plats, listor, fil)
            ut.print("Startar …")
            with start.running():
                _tell_others(plats, auth())
                start.say(f"Årshjulet kör på {plats.utat}")
                ut.print(_SAGT)
                start.serve()
        except _Stopp:
            ut.print("Avslutat.")
        finally:
            startfil().unlink(missing_ok=True)
