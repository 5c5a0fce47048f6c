"""The year as it stood when something was proposed: what has been changed in it since is taken back, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.handelseslag import Handelseslag
from schemas.tabeller import Avstamning, Handelse
from schemas.underlag import Underlag
from tasks.granskning.revision import Revision

_S = Handelseslag
#: what may change what an avstämning that is not decided rests on
ANDRAR_UNDERLAGET = (
    _S.INLAMNING_MOTTAGEN, _S.VANTANDE_GODTAGEN, _S.VANTANDE_AVVISAD, _S.ARET_ANDRADES, _S.BESLUT_FATTAT,
    _S.ANSTAND_GIVET, _S.SISTA_DAGEN_FLYTTAD, _S.UPPMANING_ATERKALLAD, _S.UPPMANING_UTFARDAD,
)  # fmt: skip
TILLAGD = "läggs till"


@dataclass(frozen=True)
class Sedan:
    """What has been changed in a year since a proposal was made.

    Attributes:
        andringar: the changes: fil, nyckel, kolumn, fore, efter; the newest first.
    """

    andringar: tuple[Mapping[str, Any], ...]

    @property
    def ord(self) -> bool:
        """Whether words that stand in texts may be others: the city's, or names."""
        return any(a["fil"] in ("ord.csv", "organ.csv") for a in self.andringar)

    @property
    def dagar(self) -> bool:
        """Whether days of omgångar, or what they are called, may be others."""
        return any(a["fil"] in ("omgangar.csv", "ar.yaml") for a in self.andringar)

    def taken_back(self, underlag: Underlag) -> Underlag:
        """The basis without the organs and KF's årsmål that have come since."""
        nya = {a["nyckel"] for a in self.andringar if a["fil"] == "organ.csv" and a["efter"] == TILLAGD}
        satta = {
            a["nyckel"] for a in self.andringar if a["fil"] == "indikatorer.csv" and a["kolumn"] == "kf_arsmal"
        }  # only one that was empty may be set
        indikatorer = underlag.indikatorer.copy()
        indikatorer.loc[indikatorer.index.isin(satta), "kf_arsmal"] = None
        return underlag.med(organ=underlag.organ[~underlag.organ.index.isin(nya)], indikatorer=indikatorer)


def made_with(p: Revision, rad: Avstamning) -> Handelse | None:
    """The event with which an avstämning was made."""
    alla = [h for h in p.av(Handelseslag.FORSLAG_GJORT) if _same(h.uppgifter, rad)]
    return alla[-1] if alla else None


def _same(uppgifter: Mapping[str, Any], rad: Avstamning) -> bool:
    return (uppgifter.get("omgang"), uppgifter.get("version")) == (rad.omgang, rad.version)


def changed_since(p: Revision, h: Handelse) -> Sedan:
    """What has been changed in the year after an event."""
    senare = [x for x in p.av(Handelseslag.ARET_ANDRADES) if x.nr > h.nr]
    return Sedan(tuple(a for x in reversed(senare) for a in x.uppgifter.get("andringar", ())))


def is_stale(p: Revision, h: Handelse) -> bool:
    """Whether something has come in since a proposal that is not decided, which the next one takes in."""
    return any(x.nr > h.nr for x in p.av(*ANDRAR_UNDERLAGET))


def numbers_in_order(nummer: Sequence[str]) -> list[str]:
    """The numbers of a series that are not the ones that follow from those before."""
    return [n for k, n in enumerate(nummer, 1) if not n.endswith(f"-{k:0{len(n.rpartition('-')[2])}d}")]
