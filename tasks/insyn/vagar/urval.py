"""How what is counted is chosen: conditions that must all be met."""

from collections.abc import Callable, Iterable, Mapping

from schemas.omgangar import Omgang
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning


class Villkor:
    """The conditions of a count; one that is not stated is met by everything."""

    def __init__(self, alla: Mapping[str, str]) -> None:
        self._alla = alla

    def __contains__(self, namn: str) -> bool:
        return bool(self._alla.get(namn))

    def med(self, **varden: object) -> bool:
        """Whether each value is that of its condition, or one of those that it joins by +; a truth is ja or nej."""
        return all(k not in self or self._ett(v) in self._alla[k].split("+") for k, v in varden.items())

    def nagot(self, namn: str, varden: Iterable[str]) -> bool:
        """Whether any of several values that all hold is that of the condition, or one of those that it joins."""
        return namn not in self or not set(self._alla[namn].split("+")).isdisjoint(varden)

    def slag(self, las: Sparlasning, organ: str) -> bool:
        """Whether an organ is of the kind: namnder, bolag, or the code of a kind."""
        r = las.organ[organ]
        return self.nagot("slag", (r.slag, "namnder" if las.ar_namnd(organ) else "bolag"))

    @staticmethod
    def _ett(v: object) -> str:
        return ("ja" if v else "nej") if isinstance(v, bool) else str(v or "")


#: one of what is counted: what it is, then what it rests on
Medlem = list[Spar]
Rakning = Callable[[Sparlasning, Omgang, Villkor], list[Medlem]]
