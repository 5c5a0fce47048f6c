"""Child processes that leave nothing behind: each carries a mark in its environment, which its own children inherit.

A flow run is a process of the worker's, in a session of its own, so that neither process groups nor parents tell which
belong together; the mark does.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import psutil

from flows.paket import deployment_folder

#: the environment variable that holds the mark
MARKE = "ARSHJUL_MARKE"
VAKT = Path(__file__).with_name("vakt.py")


class Barn:
    """A running child and everything it has started.

    Args:
        modul: what is run with `python -m`, with its arguments.
        marke: the mark; a prefix of it is the mark of the whole family.
        logg: where its output goes.
    """

    def __init__(self, modul: list[str], miljo: dict[str, str], marke: str, logg: IO[bytes]) -> None:
        self.marke = marke
        self.startad = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *modul],
            env=miljo | {MARKE: marke},
            cwd=deployment_folder(),
            stdin=subprocess.DEVNULL,
            stdout=logg,
            stderr=logg,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Let it and everything it has started end in their own way."""
        for p in of_mark(self.marke):
            with contextlib.suppress(psutil.Error):
                p.terminate()

    def has_stopped(self) -> bool:
        """Whether nothing of it is left."""
        return self.poll() is not None and not of_mark(self.marke)

    def kill(self) -> None:
        """End it, and everything it has started, at once."""
        kill_all(self.marke)
        self._process.wait()


def of_mark(marke: str) -> list[psutil.Process]:
    """Every living process whose mark begins with this one."""
    return [p for p in psutil.process_iter() if _mark(p).startswith(marke)]


def _mark(p: psutil.Process) -> str:
    try:
        return "" if p.status() == psutil.STATUS_ZOMBIE else p.environ().get(MARKE, "")
    except (psutil.Error, OSError):  # another user's, or gone
        return ""


def kill_all(marke: str) -> None:
    """Kill every process of a mark; looked for anew until there is none, as one may have started another."""
    while funna := of_mark(marke):
        for p in funna:
            with contextlib.suppress(psutil.Error):
                p.kill()
        psutil.wait_procs(funna, timeout=1)


def stop_all(barnen: Iterable[Barn], sekunder: float) -> None:
    """Ask children to stop, and kill what has not done so in time."""
    kvar = list(barnen)
    for b in kvar:
        b.ask_to_stop()
    slut = time.monotonic() + sekunder
    while time.monotonic() < slut and (kvar := [b for b in kvar if not b.has_stopped()]):
        time.sleep(0.2)
    for b in kvar:
        b.kill()


def start_guard(marke: str) -> "subprocess.Popen[bytes]":
    """A small process that kills the whole family where this process dies without doing so.

    It reads from a pipe that only this process can write to, and that the kernel closes when this process is no more.
    """
    return subprocess.Popen(
        [sys.executable, "-I", str(VAKT), marke],
        env={k: v for k, v in os.environ.items() if k != MARKE},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
