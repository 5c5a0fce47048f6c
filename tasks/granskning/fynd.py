"""What an audit finds: what does not hold, where, and since when."""

from dataclasses import dataclass
from enum import StrEnum


class Fyndslag(StrEnum):
    """How grave a finding is: `fel` does not hold, `obs` is for a person to know and may be as it should."""

    FEL = "fel"
    OBS = "obs"


@dataclass(frozen=True)
class Fynd:
    """One finding, in Swedish.

    Attributes:
        vad: what does not hold, as the rest of a sentence that begins with where.
        var: where, as a person would name it: `Nämndens årsmål för L1.1 hos Järva`.
        sedan: since when, as far as the trail can tell; empty where it cannot.
    """

    vad: str
    var: str
    sedan: str = ""
    slag: Fyndslag = Fyndslag.FEL

    def __str__(self) -> str:
        return f"{self.var}: {self.vad}." + (f" {self.sedan}." if self.sedan else "")


def obs(vad: str, var: str, sedan: str = "") -> Fynd:
    """A finding that may be as it should."""
    return Fynd(vad, var, sedan, Fyndslag.OBS)
