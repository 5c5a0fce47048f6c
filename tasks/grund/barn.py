"""Child processes for work on workbooks: they use every core, can be stopped, and are reused.

The children live as long as the program: one process start per core, not one per file. A file that eats memory or
time costs its own child, which is replaced; the others never notice.
"""

import atexit
import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import TimeoutError as Tidsgrans
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

#: of the processor's time
MOST_SECONDS = 20
#: as many times longer by the clock before the child itself is ended, where it does not hear
PATIENCE = 10
MOST_BYTES = 3 * 1024**3
#: a child is replaced after so many files, so that nothing can build up in it
FILES_PER_CHILD = 2_000
#: what the process that children are forked from has imported, the first of which makes it silent
PRELOADED = ["tasks.grund.tyst", "tasks.bocker.skrivbok", "tasks.bocker.lasning", "tasks.dokument.wordfil"]

R = TypeVar("R")
_START = threading.Lock()


class ForTung(Exception):
    """A file that cost its child process too much."""


@cache
def _pool() -> ProcessPool:
    """The children; forked from a server that has imported what they need."""
    sammanhang = multiprocessing.get_context("forkserver")
    sammanhang.set_forkserver_preload(PRELOADED)
    antal = max(2, os.cpu_count() or 2)
    pool = ProcessPool(antal, max_tasks=FILES_PER_CHILD, initializer=_limit, context=sammanhang)
    atexit.register(_close, pool)
    return pool


def _close(pool: ProcessPool) -> None:
    pool.stop()
    pool.join(timeout=5)


def _limit() -> None:
    """The limit on a child's memory; its limit on time is the caller's."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def warm_up() -> None:
    """Start the children beside what the caller does next, and not when they are first needed."""
    threading.Thread(target=lambda: _schedule(os.getpid, [])).start()


def _schedule(gor: Callable[..., R], argument: list[Any], sekunder: float | None = None) -> ProcessFuture:
    most = sekunder or MOST_SECONDS
    with _START:  # the first to come starts the children
        return _pool().schedule(_limited, args=[gor, most, argument], timeout=most * PATIENCE)


def _limited(gor: Callable[..., R], sekunder: float, argument: list[Any]) -> R:
    """Run something for so many seconds of the processor's time: what else the machine does decides no verdict."""
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, sekunder)
    try:
        return gor(*argument)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(*_: object) -> None:
    raise ForTung


def in_child(gor: Callable[..., R], *args: Any) -> R:
    """Run something in a child process.

    Raises:
        ForTung: it took too long or too much memory, or ended its child.
    """
    return next(iter(all_in_children(gor, [args])))


def all_in_children(
    gor: Callable[..., R], argument: Iterable[tuple[Any, ...]], sekunder: float | None = None
) -> list[R]:
    """Run something once for each tuple of arguments, on every core; the results in the same order.

    Args:
        sekunder: of the processor's time that one may take; default `MOST_SECONDS`.

    Raises:
        ForTung: one took too long or too much memory, or ended its child.
    """
    try:
        vantar = [_schedule(gor, list(a), sekunder) for a in argument]
        return [v.result() for v in vantar]
    except (Tidsgrans, ProcessExpired, MemoryError) as fel:
        raise ForTung from fel
    except BrokenProcessPool as fel:
        _pool.cache_clear()  # every child was lost at once: the next file gets new ones
        raise ForTung from fel
