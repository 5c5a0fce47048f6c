"""A unit of work that is a Prefect task inside a flow run and a plain call everywhere else.

Why: the read-only commands, the pools of child processes and most tests run the same hands without a server,
and `import prefect` costs seconds that `arshjul status` need not spend.
"""

import functools
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Uppgift(Generic[P, R]):
    """A named piece of work.

    Args:
        fn: what is done.
        namn: its name in the Prefect UI, Swedish.
        korning: the name of one run, a template over the arguments.
        omforsok: how many times Prefect tries again.
    """

    def __init__(self, fn: Callable[P, R], namn: str, korning: str | None, omforsok: int) -> None:
        functools.update_wrapper(self, fn)
        self.fn, self.namn, self.korning, self.omforsok = fn, namn, korning, omforsok

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if _in_flow():
            return self._task()(*_as_they_are(args), **_as_they_are(kwargs))
        return self.fn(*args, **kwargs)

    def starta(self, *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Begin, beside what the caller does next; what it returns waits for the result."""
        if _in_flow():
            return self._task().submit(*_as_they_are(args), **_as_they_are(kwargs)).result
        tradar = ThreadPoolExecutor(1)
        svar = tradar.submit(self.fn, *args, **kwargs)
        tradar.shutdown(wait=False)
        return svar.result

    @functools.cache  # noqa: B019 (one per declared task)
    def _task(self) -> Any:
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        val = {"retries": self.omforsok, "retry_delay_seconds": 2} if self.omforsok else {}
        return task(name=self.namn, task_run_name=self.korning, cache_policy=NO_CACHE, **val)(self.fn)  # type: ignore[call-overload]


def _as_they_are(argument: Any) -> Any:
    """Quoted: Prefect would else look through every cell of a batch of workbooks for the results of other tasks."""
    from prefect.utilities.annotations import quote

    if isinstance(argument, dict):
        return {k: quote(v) for k, v in argument.items()}
    return tuple(quote(a) for a in argument)


def uppgift(namn: str, *, korning: str | None = None, omforsok: int = 0) -> Callable[[Callable[P, R]], Uppgift[P, R]]:
    """Declare a unit of work; see `Uppgift`."""

    def dekorera(fn: Callable[P, R]) -> Uppgift[P, R]:
        return Uppgift(fn, namn, korning, omforsok)

    return dekorera


def _in_flow() -> bool:
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext, TaskRunContext

    return FlowRunContext.get() is not None and TaskRunContext.get() is None
