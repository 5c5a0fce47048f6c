"""A derivation: lines that say what a figure is, its value, and where that stands (kontrakt section 6, `spara`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from schemas.sparnyckel import Sparnyckel
from tasks.insyn.ursprung import Arsruta, Cell


@dataclass(frozen=True)
class Spar:
    """A line of a derivation.

    Attributes:
        varde: as a Swede writes it; where `kalla` is a cell, what that cell holds and nothing else.
        kalla: where the value stands.
        om: what is to be said of it: why, by whom, how many.
        vidare: the key by which it is traced further.
        djup: how far it is set in.
    """

    vad: str
    varde: str = ""
    kalla: Cell | Arsruta | None = None
    om: str = ""
    vidare: Sparnyckel | None = None
    djup: int = 0

    def uppgifter(self) -> dict[str, Any]:
        """As it stands in JSON."""
        return {
            "vad": self.vad,
            "varde": self.varde,
            "om": self.om,
            "djup": self.djup,
            "kalla": self.kalla.uppgifter() if self.kalla else None,
            "vidare": str(self.vidare) if self.vidare else None,
        }


def under(alla: Iterable[Spar], djup: int = 1) -> list[Spar]:
    """The lines, set in."""
    return [replace(s, djup=s.djup + djup) for s in alla]
