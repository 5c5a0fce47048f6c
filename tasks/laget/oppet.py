"""Which years there are, and which of them a command works on (kontrakt sections 1 and 6)."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from sqlmodel import Session, col, select

from schemas.arsmapp import Kontakt, Omgangsrad, Ordrad
from schemas.aryaml import OPPNAS_FORE, ArYaml
from schemas.begrepp import Roll
from schemas.hur import hur
from schemas.installningar import installningar
from schemas.omgangar import Omgang, Omgangar, omgangar, ur_kalendern
from schemas.ord import Ordbok, ordbok
from schemas.problem import ArshjulFel, IngetAr
from schemas.tabeller import Ar, Avstamning, Inlamning
from tasks.laget.arsdata import rows


class Oppet:
    """A year that has been opened: its settings, its rounds, the city's words and its folder."""

    def __init__(self, rad: Ar, rundor: Omgangar, orden: Ordbok, fragor_till: str | None = None) -> None:
        self.ar = rad.ar
        self.yaml = ArYaml.model_validate(rad.yaml)
        self.oppnad = rad.oppnad
        self.saknade_filer = rad.saknade_filer
        self.arbetsbok = rad.arbetsbok
        self.omgangar = rundor
        self.o = orden
        #: the address of the planning office, for questions
        self.fragor_till = fragor_till

    @property
    def kommun(self) -> str:
        """The city's name."""
        return self.yaml.kommun

    @property
    def mapp(self) -> Path:
        """Where everything of the year lies."""
        return installningar().hem / str(self.ar)

    @property
    def oppnas(self) -> datetime.date:
        """The day when the organs get their workbooks."""
        return self.yaml.kalender.oppnas or self.omgangar.plan.senast - OPPNAS_FORE

    @property
    def stad(self) -> dict[str, object]:
        """What every message says of where it comes from."""
        om = {"diarienummer": self.yaml.diarienummer, "fragor_till": self.fragor_till}
        return {"ar": self.ar, "kommun": self.kommun, **om}


def year_of(session: Session, rad: Ar) -> Oppet:
    """A year of the state, with its rounds and words."""
    egna = [vars(r) for r in rows(session, Omgangsrad, rad.ar)]
    kalender = ArYaml.model_validate(rad.yaml).kalender.model_dump()
    rundor = omgangar(egna) if egna else ur_kalendern(kalender)
    kontoret = (k.adress for k in rows(session, Kontakt, rad.ar) if k.roll == Roll.PLANERINGSKONTORET)
    fragor_till = next((a for a in kontoret if "@" in a), None)
    return Oppet(rad, rundor, ordbok([vars(r) for r in rows(session, Ordrad, rad.ar)]), fragor_till)


def all_years(session: Session) -> list[Oppet]:
    """Every year of the installation, oldest first."""
    return [year_of(session, rad) for rad in session.exec(select(Ar).order_by(col(Ar.ar)))]


def year_numbers(session: Session) -> list[int]:
    """The years of the installation, oldest first, without opening them."""
    return list(session.exec(select(Ar.ar).order_by(col(Ar.ar))))


def decided(session: Session, ar: int) -> set[str]:
    """The codes of the omgångar that are decided."""
    fraga = select(Avstamning.omgang).where(Avstamning.ar == ar, col(Avstamning.beslutad).is_not(None))
    return set(session.exec(fraga))


def begun(session: Session, ar: int) -> set[str]:
    """The codes of the omgångar in which something has been handed in or proposed."""
    inlamnade = session.exec(select(Inlamning.omgang).where(Inlamning.ar == ar).distinct())
    foreslagna = session.exec(select(Avstamning.omgang).where(Avstamning.ar == ar).distinct())
    return {kod for kod in (*inlamnade, *foreslagna) if kod}


def is_closed(session: Session, oppet: Oppet) -> bool:
    """Whether the year's last omgång is decided."""
    return oppet.omgangar[-1].kod in decided(session, oppet.ar)


def open_years(session: Session) -> list[Oppet]:
    """The years that stand open; where all are closed, all of them: there is nothing else to look at."""
    alla = all_years(session)
    return [o for o in alla if not is_closed(session, o)] or alla


def _ett_av(alla: Sequence[Oppet], ar: int | None) -> Oppet:
    if ar is not None:
        valt = next((o for o in alla if o.ar == ar), None)
        if valt is None:
            finns = ", ".join(str(o.ar) for o in alla)
            raise ArshjulFel(f"Året {ar} är inte öppnat. " + (f"Öppnade år: {finns}." if finns else hur("oppna")))
        return valt
    if not alla:
        raise IngetAr
    if len(alla) > 1:
        namn = ", ".join(str(o.ar) for o in alla)
        raise ArshjulFel(f"Flera år är öppna: {namn}. {hur('valj_ar')}")
    return alla[0]


def the_year(session: Session, ar: int | None = None) -> Oppet:
    """The year that a command works on.

    Args:
        ar: the one that is meant; None where only one can be.

    Raises:
        ArshjulFel: no year is open, several are, or that one is not.
    """
    return _ett_av(all_years(session) if ar is not None else open_years(session), ar)


def the_years(session: Session, ar: int | None = None) -> list[Oppet]:
    """The years that a command goes over: the one that is meant, else every year, so that nothing of one that has
    just been closed is left lying.

    Raises:
        ArshjulFel: no year is open, or that one is not.
    """
    alla = all_years(session)
    return [_ett_av(alla, ar)] if ar is not None or not alla else alla


def years_to_show(session: Session, ar: int | None = None) -> list[Oppet]:
    """The year that is meant, else every open one.

    Raises:
        ArshjulFel: no year is open, or that one is not.
    """
    if ar is not None:
        return [the_year(session, ar)]
    return open_years(session) or [the_year(session)]


def current(session: Session, oppet: Oppet) -> Omgang | None:
    """The omgång that the year stands in: the first that is not decided; None once all are."""
    klara = decided(session, oppet.ar)
    return next((o for o in oppet.omgangar if o.kod not in klara), None)


def find_omgang(oppet: Oppet, kod: str) -> Omgang:
    """The omgång with a code, however it is written.

    Raises:
        ArshjulFel: the year has none.
    """
    if o := oppet.omgangar.finn(kod):
        return o
    raise ArshjulFel(
        f"Året {oppet.ar} har ingen omgång {kod}. Omgångarna är {', '.join(o.kod for o in oppet.omgangar)}."
    )
