"""What every flow has in common: what a run is called, what it says when it ends, when it is tried again.

A run that ends well says in a sentence what it did. A refusal ends in a failed run with its sentence, and nothing
else: no traceback is of use to whoever reads it. What nobody thought of says so, and where the traceback is.
"""

import datetime
import functools
import inspect
import logging
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import Flow
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.falt import form_of
from flows.inloggad import signed_in_of
from flows.koade import when
from flows.loggning import loggfil
from flows.redovisning import show_problem
from schemas.hur import in_the_ui, is_in_the_ui
from schemas.personuppgift import check_stated, without_addresses
from schemas.problem import ArshjulFel, Avvisat, IngetAr, Ofullstandigt, Upptaget
from tasks.grund.handelser import signed_in
from tasks.grund.las import only_one
from tasks.laget.korningar import note_korning

P = ParamSpec("P")
R = TypeVar("R")
_RAKT: ContextVar[bool] = ContextVar("rakt", default=False)

#: after how many seconds, at least, what was busy is tried again
OMFORSOK = (10.0, 40.0)
#: the state of what a person asked for and did not get
VAGRAD = "Vägrad"
#: how much of a sentence a state shows
MOST_SIGNS = 2_000
OVANTAT = (
    "Något gick fel som programmet inte väntade sig. Inget är halvgjort. Kör igen. Händer det på nytt: visa den som "
    "sköter installationen det som står sist i {fil}."
)


class Flode(Flow[P, R]):
    """A flow with a form: what `prefect deploy` takes for its parameters are the fields of the form."""

    @property
    def __signature__(self) -> inspect.Signature:
        return form_of(self.fn)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run it; as a plain function within another that was called as one."""
        return self.fn(*args, **kwargs) if _RAKT.get() else super().__call__(*args, **kwargs)


def flode(
    namn: str,
    *,
    korning: str,
    sager: Callable[[Any], str] = str,
    redovisar: Callable[[Any], None] | None = None,
    kraver: Callable[[Any], str] | None = None,
    ensam: bool = False,
) -> Callable[[Callable[P, R]], Flode[P, R]]:
    """Declare a flow; what a person states of a change is looked at before it does anything.

    Args:
        namn: the flow's name, which is its command's.
        korning: what a run does, a template over its parameters; when it runs is added.
        sager: result → what the run says when it ends well.
        redovisar: shows the result in the UI.
        kraver: result → what of it needs a person, who sees it because the run is red; nothing = nobody.
        ensam: one at a time, from the terminal too.
    """

    def dekorera(fn: Callable[P, R]) -> Flode[P, R]:
        @functools.wraps(fn)
        def kor(*args: P.args, **kwargs: P.kwargs) -> Any:
            def gor() -> R:
                check_stated(inspect.signature(fn).bind(*args, **kwargs).arguments)
                return fn(*args, **kwargs)

            nu = FlowRunContext.get()
            if nu is None:
                return _plainly(gor)
            with ExitStack() as medan:
                if nu.flow_run and nu.flow_run.deployment_id:
                    medan.enter_context(in_the_ui())
                if nu.flow_run and (vem := signed_in_of(nu.flow_run.tags)):
                    medan.enter_context(signed_in(vem))
                return _run(namn, gor, Redovisning(sager, redovisar, kraver), ensam=ensam)

        return Flode(kor, name=namn, flow_run_name=lambda: _name_of_run(fn, korning))

    return dekorera


def _plainly(gor: Callable[[], R]) -> R:
    """Call without Prefect; the flows that are called on the way too."""
    fore = _RAKT.set(True)
    try:
        return gor()
    finally:
        _RAKT.reset(fore)


@dataclass(frozen=True)
class Redovisning:
    """What is said and shown of the result of a run; see `flode`."""

    sager: Callable[[Any], str]
    redovisar: Callable[[Any], None] | None
    kraver: Callable[[Any], str] | None

    def end(self, svar: Any) -> State[Any]:
        """The state of a run that did its work."""
        if self.redovisar:
            self.redovisar(svar)
        mening = self.sager(svar)
        if is_in_the_ui() and self.kraver and (vad := self.kraver(svar)):
            mening = f"{mening} {vad}"
            return Failed(message=_short(mening), data=Ofullstandigt(mening))
        return Completed(message=_short(mening), data=svar)


def _run(namn: str, gor: Callable[[], Any], om: Redovisning, *, ensam: bool) -> State[Any]:
    """Do the work of a run; what became of it is its state."""
    borjade = datetime.datetime.now(datetime.UTC)
    try:
        with ExitStack() as medan:
            if ensam:
                medan.enter_context(only_one(namn))
            svar = _patiently(gor) if is_in_the_ui() else gor()
        slut = om.end(svar)
    except Exception as fel:
        slut = _stopped(fel)
    if is_in_the_ui():
        note_korning(namn, borjade, lyckad=slut.is_completed(), mening=slut.message or "")
        get_run_logger().log(logging.INFO if slut.is_completed() else logging.ERROR, slut.message)
    return slut


def _stopped(fel: Exception) -> State[Any]:
    """The state of a run that something stopped."""
    if isinstance(fel, IngetAr) and is_in_the_ui():
        return Completed(message="Inget år är öppet.")
    if isinstance(fel, Avvisat):
        show_problem(fel)
    if isinstance(fel, ArshjulFel):
        text = f"{fel} {_first_of(fel)}" if isinstance(fel, Avvisat) else str(fel)
        return Failed(name=_name_of_state(fel), message=_short(text), data=fel)
    if is_in_the_ui():
        logging.getLogger("flows").error("Oväntat fel", exc_info=fel)
    return Failed(message=OVANTAT.format(fil=loggfil()), data=fel)


def _name_of_state(fel: ArshjulFel) -> str:
    """What was refused to the person who asked, and now reads why, is no alarm: those listen for failed ones."""
    nu = FlowRunContext.get()
    fragat = nu is not None and nu.flow_run is not None and not nu.flow_run.auto_scheduled
    return VAGRAD if fragat and not isinstance(fel, Ofullstandigt | Upptaget) else "Failed"


def _first_of(fel: Avvisat) -> str:
    """The first finding, and how many more there are: a run's page has them all."""
    if not fel.problem:
        return ""
    mer = len(fel.problem) - 1
    return f"{fel.problem[0].plats}: {fel.problem[0].text}" + (f" Och {mer} fel till." if mer else "")


def _short(text: str) -> str:
    text = without_addresses(text)
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]} …"


def _patiently(gor: Callable[[], R]) -> R:
    """Try again what was busy, after growing and uneven pauses, so that two that wait do not meet anew."""
    for paus in OMFORSOK:
        try:
            return gor()
        except Upptaget as fel:
            paus += random.uniform(0, paus)
            get_run_logger().warning(f"{fel} Nytt försök om {paus:.0f} sekunder.")
            time.sleep(paus)
    return gor()


def _name_of_run(fn: Callable[..., Any], mall: str) -> str:
    val = {p.name: p.default for p in inspect.signature(fn).parameters.values()} | dict(flow_run.parameters or {})
    text = " ".join(mall.format_map({namn: _readable(varde) for namn, varde in val.items()}).split())
    nar = flow_run.scheduled_start_time or datetime.datetime.now(datetime.UTC)
    return f"{text} {val.get('idag') or when(nar)}"


def _readable(varde: Any) -> str:
    return "" if varde is None else varde.name if isinstance(varde, Path) else str(varde)
