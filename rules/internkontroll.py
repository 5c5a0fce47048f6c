"""Is the väsentlighets- och riskanalys of a nämnd complete? (kontrakt section 5, ofullstandig_internkontroll)

One judgement of one analysis, used on a plan that has just come in and on all plans at the avstämning.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from schemas.begrepp import NAMNDSLAG
from schemas.underlag import Underlag


class Kontrollbrist(StrEnum):
    """What may be lacking."""

    PROCESS_SAKNAS = "process_saknas"
    OFULLSTANDIG_PROCESS = "ofullstandig_process"
    OBLIGATORISK_SAKNAS = "obligatorisk_saknas"


#: what is lacking, in words
BRISTER: dict[Kontrollbrist, str] = {
    Kontrollbrist.PROCESS_SAKNAS: "mål {mal} saknar process",
    Kontrollbrist.OFULLSTANDIG_PROCESS: "processen {process} är ofullständig",
    Kontrollbrist.OBLIGATORISK_SAKNAS: "den obligatoriska processen {process} saknas (mål {mal})",
}


@dataclass(frozen=True)
class Process:
    """A process of an analysis; komplett = arbetssätt, systematisk kontroll and oönskad händelse are described."""

    mal: str | None
    process: str
    komplett: bool = True


@dataclass(frozen=True)
class Kontrollfel:
    """One fault: of which kind, under which goal, of which process."""

    brist: Kontrollbrist
    mal: str | None
    process: str | None

    @property
    def text(self) -> str:
        """The fault in words."""
        return BRISTER[self.brist].format(mal=self.mal, process=self.process)


def faults(bidrar: Collection[str], processer: Iterable[Process], krav: Iterable[Process]) -> Iterator[Kontrollfel]:
    """What is lacking in the analysis of one nämnd.

    Args:
        bidrar: the goals to which it contributes.
        processer: those that its analysis has.
        krav: those that it must have.
    """
    alla = list(processer)
    finns = {(p.mal, p.process) for p in alla}
    med_process = {mal for mal, _ in finns}
    yield from (Kontrollfel(Kontrollbrist.PROCESS_SAKNAS, mal, None) for mal in bidrar if mal not in med_process)
    for p in alla:
        if not p.komplett:
            yield Kontrollfel(Kontrollbrist.OFULLSTANDIG_PROCESS, p.mal, p.process)
    for p in krav:
        if (p.mal, p.process) not in finns:
            yield Kontrollfel(Kontrollbrist.OBLIGATORISK_SAKNAS, p.mal, p.process)


def all_faults(underlag: Underlag) -> dict[str, list[Kontrollfel]]:
    """Nämnd with an accepted plan → what is lacking in its analysis; those where nothing is are left out."""
    ar_namnd = underlag.organ["slag"].isin(NAMNDSLAG) & underlag.organ["har_plan"]
    bidrag = underlag.bidrag[underlag.bidrag["bidrar"]]
    bidrar, processer, krav = (_per_organ(ram) for ram in (bidrag, underlag.kontroll, underlag.processer))
    svar = {}
    for kod in underlag.organ.index[ar_namnd]:
        fel = list(
            faults(
                [str(r["mal"]) for r in bidrar.get(kod, ())],
                [Process(r["mal"], r["process"], r["komplett"]) for r in processer.get(kod, ())],
                [Process(r["mal"], r["process"]) for r in krav.get(kod, ())],
            )
        )
        if fel:
            svar[str(kod)] = fel
    return svar


def _per_organ(ram: pd.DataFrame) -> dict[str, list[dict]]:
    svar: dict[str, list[dict]] = {}
    for r in ram.to_dict("records"):
        svar.setdefault(r["organ"], []).append(r)
    return svar
