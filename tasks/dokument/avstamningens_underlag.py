"""What the document of the plan's avstämning shows, read when a section asks for it."""

from dataclasses import dataclass
from functools import cached_property

from schemas.ord import Ordbok
from tasks.dokument import ekonomi
from tasks.dokument import mal as malen
from tasks.dokument import underlag as grund
from tasks.dokument.bilagor import Bilaga
from tasks.dokument.satser import Satser


@dataclass(frozen=True)
class Avstamningen:
    """Everything that the document shows, read when a section asks for it."""

    a: grund.Aret
    bilagor: tuple[Bilaga, ...]

    @cached_property
    def s(self) -> Satser:
        """The sentences."""
        return Satser(self.a.o)

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        return self.a.o

    @cached_property
    def huvud(self) -> grund.Huvud:
        """The title block."""
        return grund.huvud(self.a)

    @cached_property
    def uppmaningar(self) -> tuple[malen.Uppmaningstext, ...]:
        """Every uppmaning."""
        return malen.uppmaningar(self.a)

    @cached_property
    def mal(self) -> list[malen.Malavsnitt]:
        """Every goal, each before those below it."""
        return [m for topp in malen.malavsnitt(self.a, self.uppmaningar) for m in topp.alla()]

    @cached_property
    def over(self) -> list[malen.Malavsnitt]:
        """The top goals that have goals below them."""
        return [m for m in self.mal if m.djup == 0 and not m.ar_lov]

    @property
    def djup(self) -> int:
        """How many levels of goals there are above the deepest leaf."""
        return max((m.djup for m in self.mal), default=0)

    @cached_property
    def belopp(self) -> tuple[ekonomi.Beslutsrad, ...]:
        """The amounts of the decision."""
        return ekonomi.beslutsbelopp(self.a)

    @property
    def forslag(self) -> str:
        """What is said behind a heading while nothing is decided."""
        return "" if self.huvud.beslutad else " (förslag)"
