"""A unit of work that is a Prefect task inside a flow run and a plain call everywhere else.

Why: the read-only commands, the pools of child processes and most tests run the same hands without a server,
and `import prefect` costs seconds that `arshjul status` need not spend.
"""

import functools
import os
import sys
from collections.abc import Callable, Iterable
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
        if _i_flode():
            from prefect.utilities.annotations import quote

            # quoted: Prefect would else look through every cell of a batch of workbooks for results of other tasks
            return self._task()(*(quote(a) for a in args), **{k: quote(v) for k, v in kwargs.items()})
        return self.fn(*args, **kwargs)

    def starta_alla(self, forsta: Iterable[Any], **lika: Any) -> Callable[[], list[R]]:
        """Run once for every first argument, in parallel with each other and with what the caller does next.

        Returns:
            What waits for all of them: the results in the same order.
        """
        if _i_flode():
            from prefect import unmapped

            fasta = {k: unmapped(v) for k, v in lika.items()}
            vantar = self._task().map(list(forsta), **fasta)
            return lambda: [f.result() for f in vantar]
        tradar = ThreadPoolExecutor(os.cpu_count())
        svar = tradar.map(lambda x: self.fn(x, **lika), forsta)
        tradar.shutdown(wait=False)
        return lambda: list(svar)

    @functools.cache  # noqa: B019 (one per declared task)
    def _task(self) -> Any:
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        val = {"retries": self.omforsok, "retry_delay_seconds": 2} if self.omforsok else {}
        return task(name=self.namn, task_run_name=self.korning, cache_policy=NO_CACHE, **val)(self.fn)  # type: ignore[call-overload]


def uppgift(namn: str, *, korning: str | None = None, omforsok: int = 0) -> Callable[[Callable[P, R]], Uppgift[P, R]]:
    """Declare a unit of work; see `Uppgift`."""

    def dekorera(fn: Callable[P, R]) -> Uppgift[P, R]:
        return Uppgift(fn, namn, korning, omforsok)

    return dekorera


def _i_flode() -> bool:
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext, TaskRunContext

    return FlowRunContext.get() is not None and TaskRunContext.get() is None
