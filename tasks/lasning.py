"""Reading received workbooks in child processes that can be stopped (kontrakt section 4).

The children live as long as the program: one process start per core, not one per file. A file that eats memory or
time costs its own child, which is replaced; the others never notice.
"""

import atexit
import multiprocessing
import os
import pickle
import resource
from concurrent.futures import TimeoutError as Tidsgrans
from concurrent.futures.process import BrokenProcessPool
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import Problem, problem
from tasks.lasbok import Lastblad, las_fil
from tasks.tolkning import tolka_fil

MOST_SECONDS = 20
MOST_BYTES = 3 * 1024**3
#: a child is replaced after so many files, so that nothing can build up in it
FILES_PER_CHILD = 2_000


class ForTung(Exception):
    """A file that cost its child process too much."""


@cache
def _pool() -> ProcessPool:
    """The children; forked from a server that has imported what they need."""
    sammanhang = multiprocessing.get_context("forkserver")
    sammanhang.set_forkserver_preload(["tasks.lasning"])
    antal = max(2, os.cpu_count() or 2)
    pool = ProcessPool(antal, max_tasks=FILES_PER_CHILD, initializer=_begransa, context=sammanhang)
    atexit.register(_stang, pool)
    return pool


def _stang(pool: ProcessPool) -> None:
    pool.stop()
    pool.join(timeout=5)


def _begransa() -> None:
    """The limit on a child's memory; its limit on time is the caller's."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def packa(s: Sammanhang) -> bytes:
    """The context as the children take it: packed once, unpacked once per child."""
    return pickle.dumps(s)


@lru_cache(maxsize=2)
def _packa_upp(paket: bytes) -> Sammanhang:
    sammanhang: Sammanhang = pickle.loads(paket)
    return sammanhang


def _i_barn(gor: Any, *args: Any) -> Any:
    """Run something on a file in a child process.

    Raises:
        ForTung: it took too long or too much memory, or ended its child.
    """
    try:
        return _pool().schedule(gor, args=list(args), timeout=MOST_SECONDS).result()
    except (Tidsgrans, ProcessExpired, MemoryError) as fel:
        raise ForTung from fel
    except BrokenProcessPool as fel:
        _pool.cache_clear()  # every child was lost at once: the next file gets new ones
        raise ForTung from fel


def las_i_barn(sokvag: Path, namn: str, paket: bytes) -> Tolkning:
    """Read one organ's workbook in a child process.

    Args:
        sokvag: where its bytes lie.
        namn: the name it came with.
        paket: what `packa` made of the context.
    """
    try:
        svar: Tolkning = _i_barn(_tolka, sokvag, namn, paket)
    except ForTung:
        return Tolkning(problem=[problem("for-tung", namn)])
    return svar


def _tolka(sokvag: Path, namn: str, paket: bytes) -> Tolkning:
    return tolka_fil(sokvag, namn, _packa_upp(paket))


def las_bok_i_barn(sokvag: Path, namn: str) -> dict[str, Lastblad] | Problem:
    """Every sheet of the planning office's own workbook, or why it is refused; read in a child process."""
    try:
        svar: dict[str, Lastblad] | Problem = _i_barn(las_fil, sokvag, namn)
    except ForTung:
        return problem("for-tung", namn)
    return svar


def ratta_i_barn(gor: Any, *args: Any) -> bool:
    """Run something that may hang on an odd file; whether it ended well."""
    try:
        _i_barn(gor, *args)
    except Exception:
        return False
    return True
