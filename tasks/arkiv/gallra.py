"""Removing personal data from a closed year by the plan in schemas/gallring.py."""

import datetime
from collections import Counter
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from sqlmodel import Session

from schemas.gallring import GALLRAS
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from tasks.arkiv.arkivera import require_closed
from tasks.arkiv.gallringsfiler import file_changes
from tasks.arkiv.gallringsrader import row_changes
from tasks.grund.databas import read, write
from tasks.grund.handelser import log
from tasks.kopia.arkiv import Framsteg
from tasks.laget.arsdata import forget_rows
from tasks.laget.beslutat import newest_decided
from tasks.laget.gallrat import GALLRAT, replaced
from tasks.laget.oppet import Oppet, the_year


@dataclass(frozen=True)
class Gallrat:
    """How much was removed, or would be, of each kind of the plan."""

    ar: int
    antal: dict[str, int]

    def __str__(self) -> str:
        if not self.antal:
            return f"Det finns inga personuppgifter att gallra i året {self.ar}."
        return f"Gallrade {sum(self.antal.values())} uppgifter och filer i året {self.ar}."


def due_day(session: Session, oppet: Oppet) -> datetime.date:
    """From which day the personal data of a year may be removed.

    Raises:
        ArshjulFel: the year is not closed.
    """
    require_closed(session, oppet)
    sist = newest_decided(session, oppet)
    assert sist
    assert sist.beslutad
    return sist.beslutad + relativedelta(months=installningar().gallra_efter_manader)


def count(ar: int, idag: datetime.date, framsteg: Framsteg) -> Gallrat:
    """What would be removed; nothing is changed.

    Raises:
        ArshjulFel: the year is not closed, or its time has not come.
    """
    with read() as session:
        oppet = _due(session, ar, idag)
        framsteg("Räknar", 0, 0)
        antal = Counter(a.kod for a in row_changes(session, ar))
        antal.update(a.kod for a in file_changes(session, oppet))
    return Gallrat(ar, _in_order(antal))


def remove(ar: int, handlaggare: str, idag: datetime.date, framsteg: Framsteg) -> Gallrat:
    """Remove the personal data of a closed year, and note in the trail how much of each kind, and which file is now
    which.

    The trail is written with the rows, before any file is touched; killed at any line it is run again, and does what
    is left. What has been removed stays so: done again, it changes nothing.

    Raises:
        ArshjulFel: the year is not closed, or its time has not come.
    """
    with read() as session:
        oppet = _due(session, ar, idag)
        framsteg("Läser filerna", 0, 0)
        kanda = replaced(session, ar)
        nya, antal = dict[str, str](), Counter[str]()
        for fil in file_changes(session, oppet):
            if fil.sha256 not in kanda:  # else a run that was killed has told of it
                antal[fil.kod] += 1
                nya |= {fil.sha256: fil.ny} if fil.sha256 else {}
    framsteg("Gallrar tabellerna", 0, 0)
    with write() as session:
        for andring in list(row_changes(session, ar)):
            antal[andring.kod] += 1
            andring.apply(session)
        session.flush()
        forget_rows(session)
        if antal:
            log(session, GALLRAT, dag=idag, ar=ar, vem=handlaggare, antal=_in_order(antal), filer=nya)
    framsteg("Gallrar filerna", 0, 0)
    with read() as session:
        for fil in file_changes(session, oppet):
            fil.apply()
    return Gallrat(ar, _in_order(antal))


def _due(session: Session, ar: int, idag: datetime.date) -> Oppet:
    oppet = the_year(session, ar)
    if idag < (dag := due_day(session, oppet)):
        raise ArshjulFel(
            f"Året {ar} får gallras från {dag}: {installningar().gallra_efter_manader} månader efter årets sista "
            "beslut (ARSHJUL_GALLRA_EFTER_MANADER). Inget är ändrat."
        )
    return oppet


def _in_order(antal: Counter[str]) -> dict[str, int]:
    return {kod: antal[kod] for kod in GALLRAS if antal[kod]}
