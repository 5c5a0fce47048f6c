"""Kills a step of the year at a commit or a file write, runs it again, and says what then differs from an unbroken run.

A *point* is where a run may be killed: just before a commit, just after it, and just before a file is put in its place
or taken away. The killing is done by the kernel (SIGKILL), in a fork of this process.
"""

import contextlib
import datetime
import email
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

from sqlalchemy import Engine, event, text
from sqlmodel import Session

from schemas.handelseslag import Handelseslag
from tasks.grund import avtryck, barn, handelser
from tasks.grund.databas import migrate_once, read, release
from tests.gyllene.gyllene import without_kedja

#: audited events that change what lies on disk
FILHANDELSER = ("os.rename", "os.remove")
#: columns that hold a real time or follow from one, and how many times sending was tried
UTANFOR = {
    "handelse": {"nr", "tid", "fore", "hash"}, "kedja": {"antal", "hash"}, "utskick": {"forsok"}, "salt": {"salt"},
}  # fmt: skip
#: events that a kill adds: what was taken to be sent, and is taken again
MER = (Handelseslag.HAMTADE, Handelseslag.AVBRUTNA_FILER)


class Raknare:
    """Counts the points that a run passes, and kills it at one."""

    def __init__(self, dor_vid: int | None = None) -> None:
        self.antal, self.dor_vid = 0, dor_vid

    def passera(self, *_: Any) -> None:
        """Pass a point."""
        self.antal += 1
        if self.antal == self.dor_vid:
            os.kill(os.getpid(), signal.SIGKILL)

    def lyssna(self) -> None:
        """Count from now on, for the rest of this process."""
        event.listen(Engine, "commit", self.passera)
        event.listen(Session, "after_commit", self.passera)
        sys.addaudithook(lambda vad, _: self.passera() if vad in FILHANDELSER else None)


@contextlib.contextmanager
def utan_barn() -> Iterator[None]:
    """What children would do is done here: a fork has none; and every event has the same time."""

    def genast(gor: Callable[..., Any], argument: Iterable[Any], *_: Any) -> Future[Any]:
        svar: Future[Any] = Future()
        try:
            svar.set_result(gor(*argument))
        except Exception as fel:
            svar.set_exception(fel)
        return svar

    vanligt, barn._schedule = barn._schedule, genast
    klockan, handelser.datetime = handelser.datetime, SimpleNamespace(**vars(datetime) | {"datetime": _Stilla})
    salta, avtryck.new_salt = avtryck.new_salt, lambda enhet: hashlib.sha256(enhet.encode()).hexdigest()
    try:
        yield
    finally:
        barn._schedule, handelser.datetime, avtryck.new_salt = vanligt, klockan, salta


class _Stilla(datetime.datetime):
    """A clock that stands: the time of an event is in its hash, and the hash in what is decided."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "_Stilla":
        return cls(2040, 1, 1, tzinfo=tz)


def _slapp() -> None:
    """Know nothing of the database: the next use finds it as it lies."""
    release()
    migrate_once.cache_clear()


R = TypeVar("R")


def i_egen_process(gor: Callable[..., R], *argument: Any) -> R:
    """Run what forks in a process where nothing has run before.

    A library that works with threads of its own, as Typst does, waits for ever in a fork of a process where it has
    begun: its threads are not in the fork.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as egen:
        return egen.submit(_and_close, gor, *argument).result()


def _and_close(gor: Callable[..., R], *argument: Any) -> R:
    """A process that is not the first one ends when its children have."""
    try:
        return gor(*argument)
    finally:
        barn._close(barn._pool())


def i_gren(gor: Callable[[], Any]) -> int:
    """Run something in a fork of this process; its exit status, negative where a signal killed it."""
    _slapp()
    pid = os.fork()
    if pid == 0:
        try:
            with utan_barn():
                gor()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def avbild(hem: Path) -> dict[str, Any]:
    """Everything that stands in a work folder: its files by hash, its tables by rows."""
    svar: dict[str, Any] = {}
    for fil in sorted(hem.rglob("*")):
        namn = fil.relative_to(hem).as_posix()
        if fil.is_file() and not fil.name.startswith(".") and fil.suffix != ".sqlite" and not namn.startswith("logg/"):
            svar[namn] = _avtryck(fil)
    _slapp()
    with read() as session:
        namnen = session.exec(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()  # type: ignore[call-overload]
        for tabell in namnen:
            rader = session.exec(text(f'SELECT * FROM "{tabell}"')).mappings().all()  # type: ignore[call-overload]
            utan = UTANFOR.get(tabell, set())
            if tabell == "handelse":
                rader = [
                    r | {"uppgifter": _utan_avtryck(r["uppgifter"])} for r in map(dict, rader) if r["vad"] not in MER
                ]
            svar[f"tabell {tabell}"] = [{k: _utan_kedja(v) for k, v in r.items() if k not in utan} for r in rader]
    _slapp()
    return svar


def _avtryck(fil: Path) -> str:
    """The hash of a file; of a message without the head of the trail, which tells how many events there were."""
    if fil.suffix != ".eml":
        return hashlib.sha256(fil.read_bytes()).hexdigest()
    brev = email.message_from_bytes(fil.read_bytes())
    rader = [f"{k}: {v}".encode() for k, v in brev.items() if k != "Content-Type"]  # which holds a random boundary
    for del_ in (d for d in brev.walk() if not d.is_multipart()):
        innehall = del_.get_payload(decode=True) or b""
        text_ = del_.get_content_maintype() == "text"
        rader.append(without_kedja(innehall.decode()).encode() if text_ else innehall)
    return hashlib.sha256(b"".join(rader)).hexdigest()


def _utan_avtryck(uppgifter: str) -> Any:
    """What an event tells, with the names of the units alone: a message's text has the head of the trail in it."""
    delar = json.loads(uppgifter)
    return delar | {avtryck.AVTRYCK: sorted(delar.get(avtryck.AVTRYCK, ()))}


def _utan_kedja(varde: Any) -> Any:
    return without_kedja(varde) if isinstance(varde, str) else varde


def skiljer(vantat: dict[str, Any], fick: dict[str, Any]) -> list[str]:
    """Where two pictures differ, in words."""
    svar = [f"{k}: saknas" for k in vantat if k not in fick] + [f"{k}: oväntad" for k in fick if k not in vantat]
    for k in vantat.keys() & fick.keys():
        if vantat[k] == fick[k]:
            continue
        if isinstance(vantat[k], str):
            svar.append(f"{k}: annat innehåll")
            continue
        par = zip(vantat[k], fick[k], strict=False)
        forst = next((f"{a} blev {b}" for a, b in par if a != b), f"{len(vantat[k])} rader blev {len(fick[k])}")
        svar.append(f"{k}: {forst}"[:600])
    return svar


@dataclass(frozen=True)
class Brott:
    """What a kill at a point left that running again did not mend."""

    steg: str
    punkt: int
    av: int
    skillnader: list[str]

    def __str__(self) -> str:
        return f"{self.steg}, punkt {self.punkt} av {self.av}: " + "; ".join(self.skillnader[:4])


def prova_steg(
    steg: str, hem: Path, undan: Path, kor: Callable[[], Any], valj: Callable[[int], Iterable[int]]
) -> tuple[int, list[Brott]]:
    """Kill a step at points of it, run it again each time, and compare with the step run whole.

    Args:
        hem: the work folder as it is before the step; it is left so.
        undan: where copies may be kept.
        valj: how many points there are → at which of them to kill.

    Returns:
        How many kills were made, and what was not mended.
    """
    fore = undan / "fore"
    shutil.rmtree(fore, ignore_errors=True)
    release()
    shutil.copytree(hem, fore)

    def aterstall() -> None:
        _slapp()
        shutil.rmtree(hem)
        shutil.copytree(fore, hem)

    antal = undan / "antal"

    def rakna() -> None:
        raknare = Raknare()
        raknare.lyssna()
        kor()
        release()
        antal.write_text(str(raknare.antal))

    assert i_gren(rakna) == 0, f"{steg} kan inte köras"
    av, helt = int(antal.read_text()), avbild(hem)
    funna, dodade = [], 0
    for punkt in valj(av):
        aterstall()

        def dod(punkt: int = punkt) -> None:
            Raknare(punkt).lyssna()
            kor()

        if i_gren(dod) != -signal.SIGKILL:
            continue  # a run with a warm cache may pass fewer points
        dodade += 1
        if i_gren(kor) != 0:
            funna.append(Brott(steg, punkt, av, ["går inte att köra igen"]))
        elif skillnader := skiljer(helt, avbild(hem)):
            funna.append(Brott(steg, punkt, av, skillnader))
    aterstall()
    return dodade, funna
