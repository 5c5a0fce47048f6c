"""What an audit finds: what does not hold, where, and since when."""

from dataclasses import dataclass
from enum import StrEnum

#: column → what it is called
KOLUMNER = {
    "beslut": "beslutet", "motivering": "motiveringen", "forslag": "förslaget", "skal": "skälet", "text": "texten",
    "till": "vem den riktas till", "senast": "sista dagen", "status": "statusen", "varde": "värdet",
    "sen": "om det kom för sent", "sokt": "det sökta beloppet", "beviljat": "det beviljade beloppet",
    "finansiering": "finansieringen", "jamfort": "det som regeln jämförde", "hojning": "höjningen",
    "aggregerat": "det sammanlagda värdet", "arsmal_aggregerat": "det sammanlagda årsmålet",
    "uppfyllelse": "uppfyllelsen", "kf_arsmal": "fullmäktiges årsmål", "antal": "antalet",
    "saknas": "vilka som saknas", "helt": "antalet helt", "delvis": "antalet delvis", "inte": "antalet inte",
    "av": "antalet i allt", "namnder": "antalet nämnder", "bolag": "antalet bolag", "grund": "grunden",
    "begar": "vad som begärs", "avser": "vad den avser", "rad": "raden den kommer från", "fore": "före",
    "efter": "efter", "forandring": "förändringen", "forklaring": "förklaringen", "vad": "vad den gäller",
}  # fmt: skip


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
