"""What the follow-up shows, read when a section asks for it, and the cells that its sections share."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from notifications.texter import stor_bokstav
from schemas.avsnitt import UPPFOLJNINGENS, Avsnitt
from schemas.begrepp import Vardeslag
from schemas.ord import Ordbok
from tasks.dokument import forandring, loften
from tasks.dokument import mal as malen
from tasks.dokument import svar as svaren
from tasks.dokument import underlag as grund
from tasks.dokument.satser import UPPFOLJNINGSMALL, Satser, varde


@dataclass(frozen=True)
class Uppfoljningen:
    """Everything that the document shows, read when a section asks for it."""

    a: grund.Aret

    @cached_property
    def s(self) -> Satser:
        """The sentences that every document has."""
        return Satser(self.a.o)

    @cached_property
    def u(self) -> Satser:
        """The sentences of the follow-up."""
        return Satser(self.a.o, UPPFOLJNINGSMALL)

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        return self.a.o

    @property
    def avsnitt(self) -> tuple[Avsnitt, ...]:
        """Its sections."""
        return UPPFOLJNINGENS

    @cached_property
    def huvud(self) -> grund.Huvud:
        """The title block."""
        return grund.huvud(self.a)

    @cached_property
    def nya(self) -> tuple[malen.Uppmaningstext, ...]:
        """The uppmaningar that the decision issues."""
        return malen.uppmaningar(self.a)

    @cached_property
    def jamforelse(self) -> forandring.Forandringar:
        """Every goal, before and after."""
        return forandring.jamforelse(self.a, malen.malavsnitt(self.a, self.nya))

    @cached_property
    def svar(self) -> tuple[svaren.Uppmaningssvar, ...]:
        """Every uppmaning that stood to be answered, with the answers."""
        return svaren.uppmaningssvar(self.a)

    @property
    def svarsrader(self) -> list[svaren.Svarsrad]:
        """Every answer by itself."""
        return [r for u in self.svar for r in u.svar]

    @cached_property
    def tystnad(self) -> svaren.Tystnad:
        """Who is silent."""
        return svaren.tystnad(self.a, self.svar)

    @cached_property
    def loften(self) -> tuple[loften.Loftesrad, ...]:
        """What each organ promised, and what it reports."""
        return loften.loften(self.a)

    @property
    def ar_utfall(self) -> bool:
        """Whether it tells what the year came to."""
        return self.a.omgang.varde == Vardeslag.UTFALL

    @property
    def fore(self) -> str:
        """What the omgång before is called at the head of a column."""
        fore = self.jamforelse.fore
        return stor_bokstav(self.o.avstamning.kort if fore.ar_plan else fore.namn)

    @property
    def kf_arsmal(self) -> str:
        """KF's årsmål at the head of a column."""
        return f"{self.o.kommunfullmaktige.kort_genitiv} {self.o.arsmal}"

    @property
    def fore_och_nu(self) -> tuple[str, str]:
        """What stands beside each other, at the heads of two columns."""
        o, nu = self.o, self.a.omgang
        if nu.fragar_varden:
            return f"Organens {o.arsmal}", stor_bokstav(o.vardet(nu.varde).obestamd)
        arsmal = stor_bokstav(o.arsmal.obestamd)
        return f"{arsmal} {self.jamforelse.fore.kod}", f"{arsmal} {nu}"

    @property
    def fore_i_cellen(self) -> str:
        """What a former uppfyllelse is introduced by, in a cell."""
        return f"{self.o.arsmal.bestamd}:" if self.a.omgang.fragar_varden else "var"

    @property
    def forslag(self) -> str:
        """What is said behind a heading while nothing is decided."""
        return "" if self.huvud.beslutad else " (förslag)"


def beside(n: int, av: int) -> str:
    """`3 av 14`; `0` where none is."""
    return f"{n} av {av}" if n else "0"


def med_tecken(v: Decimal | None, decimaler: int) -> str:
    """A difference with its sign."""
    return f"+{varde(v, decimaler)}" if v is not None and v > 0 else varde(v, decimaler)
