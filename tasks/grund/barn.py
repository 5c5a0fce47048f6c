"""Child processes for work on workbooks: they use every core, can be stopped, and are reused.

The children live as long as the program: one process start per core, not one per file. A file that eats memory or
time costs its own child, which is replaced; the others never notice.
"""

import atexit
import multiprocessing
import os
import resource
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import TimeoutError as Tidsgrans
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

MOST_SECONDS = 20
MOST_BYTES = 3 * 1024**3
#: a child is replaced after so many files, so that nothing can build up in it
FILES_PER_CHILD = 2_000

R = TypeVar("R")
_START = threading.Lock()


class ForTung(Exception):
    """A file that cost its child process too much."""


@cache
def _pool() -> ProcessPool:
    """The children; forked from a server that has imported what they need."""
    sammanhang = multiprocessing.get_context("forkserver")
    sammanhang.set_forkserver_preload(["tasks.bocker.skrivbok", "tasks.bocker.lasning", "tasks.dokument.framstallning"])
    antal = max(2, os.cpu_count() or 2)
    pool = ProcessPool(antal, max_tasks=FILES_PER_CHILD, initializer=_limit, context=sammanhang)
    atexit.register(_close, pool)
    return pool


def _close(pool: ProcessPool) -> None:
    pool.stop()
    pool.join(timeout=5)


def _limit() -> None:
    """The limit on a child's memory, and on what it says; its limit on time is the caller's."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that runs out of memory says so at length


def warm_up() -> None:
    """Start the children beside what the caller does next, and not when they are first needed."""
    threading.Thread(target=lambda: _schedule(os.getpid, [])).start()


def _schedule(gor: Callable[..., R], argument: list[Any], sekunder: float | None = None) -> ProcessFuture:
    with _START:  # the first to come starts the children
        return _pool().schedule(gor, args=argument, timeout=sekunder or MOST_SECONDS)


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
        sekunder: how long one may take; default `MOST_SECONDS`.

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
