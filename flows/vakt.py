"""Kill every process of a mark when the process that started this one is gone; run as a program of its own.

What it waits for is the end of its input. It is told with a line, `klar`, where there is nothing left to do.
"""

import contextlib
import os
import signal
import sys

import psutil

MARKE = "ARSHJUL_MARKE"


def _left(marke: str) -> list[int]:
    funna = []
    for p in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if p.status() != psutil.STATUS_ZOMBIE and p.environ().get(MARKE, "").startswith(marke):
                funna.append(p.pid)
    return funna


def main(marke: str) -> None:
    """Wait for the end of the input, then kill until nothing of the mark is left."""
    for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(s, signal.SIG_IGN)
    if sys.stdin.readline().strip() == "klar":
        return
    while funna := _left(marke):
        for pid in funna:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
