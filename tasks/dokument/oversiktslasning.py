"""The year as it is read for the översikt."""

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property

from sqlmodel import Session

from notifications.texter import stor_bokstav
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning
from tasks.dokument import mal
from tasks.dokument.oversiktstabell import Datatabell, Ruta, Sidkolumn
from tasks.dokument.underlag import Aret, read_aret
from tasks.laget.beslutat import newest_of_all
from tasks.laget.fragat import Del, parts, standing
from tasks.laget.inlamnat import basis
from tasks.laget.oppet import Oppet


class Lasning:
    """The year as it is read for the page."""

    def __init__(self, session: Session, oppet: Oppet) -> None:
        self.session, self.oppet, self.o = session, oppet, oppet.o
        self.rundor: dict[Omgang, Avstamning] = newest_of_all(session, oppet)
        self.arens = {o: read_aret(session, oppet, rad) for o, rad in self.rundor.items()}

    @property
    def nu(self) -> Aret:
        """The year with its newest avstämning."""
        return list(self.arens.values())[-1]

    @property
    def plan(self) -> Aret:
        """The year with that of the plan."""
        return self.arens[self.oppet.omgangar.plan]

    @property
    def dag(self) -> datetime.date:
        """The day of what the page rests on."""
        return max(rad.beslutad or rad.skapad for rad in self.rundor.values())

    @cached_property
    def malen(self) -> dict[Omgang, list[mal.Malavsnitt]]:
        """Omgång → every goal, each before those below it."""
        return {o: [m for topp in mal.malavsnitt(a) for m in topp.alla()] for o, a in self.arens.items()}

    @property
    def malen_nu(self) -> list[mal.Malavsnitt]:
        """The goals as they stand in the newest omgång."""
        return list(self.malen.values())[-1]

    @cached_property
    def delar(self) -> list[Del]:
        """Every part that stands."""
        return standing(parts(self.session, self.oppet))

    @cached_property
    def bocker(self) -> dict[str, str]:
        """Organ → the name of the workbook that its plan stands in."""
        egna = self.plan.rad.inlamningar
        filer = basis(self.session, egna)
        return {organ: filer[nr].filnamn for organ, nr in egna.items()}

    def bedomning(self, kod: str, hur: str | None = None) -> Ruta:
        """The word of a bedömning as a cell."""
        return Ruta(stor_bokstav(self.o.kod(kod)), kod=hur, bedomning=kod)


def datatabell(
    ankare: str, rubrik: str, kolumner: Sequence[Sidkolumn], rader: Iterable[Sequence[Ruta]]
) -> list[Datatabell]:
    """A table, where it has rows."""
    alla = tuple(tuple(r) for r in rader)
    return [Datatabell(ankare, rubrik, tuple(kolumner), alla)] if alla else []
