"""What changed since the omgång before: bedömningar that moved, indicators that differ, and where most is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from rules.aggregering import uppfyllelse
from rules.tal import is_worse
from schemas.arsmapp import Indikator
from schemas.begrepp import Bedomning
from schemas.omgangar import Omgang
from tasks.dokument.mal import Indikatorrad, Malavsnitt, indikatorer, malavsnitt
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret, read_aret
from tasks.laget.beslutat import decision

#: the bedömningar that can be told apart as better and worse
RANG: dict[str, int] = {Bedomning.INTE: 0, Bedomning.DELVIS: 1, Bedomning.HELT: 2}


def steg(fore: str, efter: str) -> int:
    """1 where a bedömning became better, -1 where it became worse, 0 where it is the same or cannot be told."""
    if fore not in RANG or efter not in RANG:
        return 0
    return (RANG[efter] > RANG[fore]) - (RANG[efter] < RANG[fore])


@dataclass(frozen=True)
class Indikatorforandring:
    """An indicator before and after.

    Attributes:
        fore: of the omgång before; where values are reported, of the årsmål in force.
        forra: its uppfyllelse in the omgång before; arsmalet: whether `fore` is the årsmål; riktning: what is better.
    """

    fore: Indikatorrad
    efter: Indikatorrad
    forra: str
    arsmalet: bool
    riktning: str

    @property
    def andrad_uppfyllelse(self) -> bool:
        """Whether the uppfyllelse is another."""
        return self.fore.uppfyllelse != self.efter.uppfyllelse

    @property
    def steg(self) -> int:
        """1 where the uppfyllelse is better, -1 where it is worse, 0 neither."""
        return steg(self.fore.uppfyllelse, self.efter.uppfyllelse)

    @property
    def andrad(self) -> bool:
        """Whether it belongs in the text: another aggregate or uppfyllelse; of values, one worse than the årsmål."""
        if self.andrad_uppfyllelse or not self.arsmalet:
            return self.andrad_uppfyllelse or self.fore.aggregerat != self.efter.aggregerat
        return self.samre

    @property
    def samre(self) -> bool:
        """Whether the aggregate after is worse than the one before."""
        fore, efter = self.fore.aggregerat, self.efter.aggregerat
        return fore is not None and (efter is None or is_worse(efter, fore, self.riktning))

    @property
    def skillnad(self) -> Decimal | None:
        """How far after is from before, with its sign."""
        fore, efter = self.fore.aggregerat, self.efter.aggregerat
        return None if fore is None or efter is None else efter - fore


@dataclass(frozen=True)
class Malforandring:
    """A goal before and after."""

    fore: Malavsnitt
    efter: Malavsnitt
    indikatorer: tuple[Indikatorforandring, ...]

    @property
    def andrad(self) -> bool:
        """Whether the bedömning changed."""
        return self.fore.bedomning != self.efter.bedomning

    @property
    def steg(self) -> int:
        """1 up, -1 down, 0 neither."""
        return steg(self.fore.bedomning, self.efter.bedomning)

    @property
    def andrade(self) -> tuple[Indikatorforandring, ...]:
        """Its indicators that changed."""
        return tuple(i for i in self.indikatorer if i.andrad)

    @property
    def orsaker(self) -> tuple[Indikatorforandring, ...]:
        """Its indicators that count and have another uppfyllelse than before: why the bedömning moved."""
        return tuple(i for i in self.indikatorer if i.efter.raknas and i.forra != i.efter.uppfyllelse)

    @property
    def tysta(self) -> tuple[Indikatorrad, ...]:
        """Its indicators that count and of which more than half of the holders are silent, those of goals below too."""
        egna = (i for m in self.efter.alla() for i in m.indikatorer)
        return tuple(i for i in egna if i.raknas and i.de_flesta_saknas)


@dataclass(frozen=True)
class Forandringar:
    """The goals of an omgång beside what they are compared with.

    Attributes:
        fore: the omgång before, whose bedömningar stand beside.
        arsmalet: the indicators' values are compared with the årsmål in force, and not with the omgång before.
    """

    fore: Omgang
    arsmalet: bool
    mal: tuple[Malforandring, ...]

    @property
    def lovren(self) -> tuple[Malforandring, ...]:
        """The goals that bear indicators."""
        return tuple(m for m in self.mal if m.efter.ar_lov)

    @property
    def toppen(self) -> tuple[Malforandring, ...]:
        """The goals with none above them."""
        return tuple(m for m in self.mal if m.efter.djup == 0)

    @property
    def indikatorer(self) -> tuple[Indikatorforandring, ...]:
        """Every indicator, by goal."""
        return tuple(i for m in self.mal for i in m.indikatorer)


def jamforelse(a: Aret, efter: Iterable[Malavsnitt]) -> Forandringar:
    """Every goal of an omgång beside the omgång before; årsmål beside årsmål, a prognos or utfall beside the årsmål.

    Args:
        efter: the goals of the omgång.
    """
    fore = a.oppet.omgangar.fore(a.omgang) or a.omgang
    rad = decision(a.session, a.oppet.ar, fore)
    arets = read_aret(a.session, a.oppet, rad) if rad else a
    forra = {m.kod: m for t in malavsnitt(arets) for m in t.alla()}
    tidigare = {i.kod: i for egna in indikatorer(arets).values() for i in egna}
    riktning = {i["kod"]: i["riktning"] for i in a.rader(Indikator)}
    vardena = a.omgang.fragar_varden

    def forandring(i: Indikatorrad) -> Indikatorforandring:
        fore_ = tidigare[i.kod]
        forra = fore_.uppfyllelse
        if vardena or fore.fragar_varden:
            fore_ = _with_arsmal(a if vardena else arets, i if vardena else fore_, riktning[i.kod])
        return Indikatorforandring(fore_, i, forra, vardena, riktning[i.kod])

    alla = [m for t in efter for m in t.alla()]
    par = (Malforandring(forra[m.kod], m, tuple(forandring(i) for i in m.indikatorer)) for m in alla)
    return Forandringar(fore, vardena, tuple(par))


def _with_arsmal(a: Aret, i: Indikatorrad, riktning: str) -> Indikatorrad:
    """An indicator by its årsmål in force instead of the values of its omgång."""
    delvis_inom = a.oppet.yaml.trosklar.indikator_delvis_inom
    nadd = uppfyllelse(i.arsmal_aggregerat, i.kf_arsmal, riktning, delvis_inom)
    return replace(i, aggregerat=i.arsmal_aggregerat, uppfyllelse=str(nadd), nyckel=spar("arsmal", a.omgang, i.kod))
