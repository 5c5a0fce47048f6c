"""Judging what the organs answer to what they were asked (kontrakt section 5, Answers)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.tal import is_worse, round_tal
from schemas.begrepp import VARDEBEGAR, Begar, Grund, Riktning, Svarsstatus
from schemas.regler import REGEL


@dataclass(frozen=True)
class Svar:
    """What one organ answered to one uppmaning.

    varde is its reviderat årsmål for the indicator, wherever in the workbook it stands;
    eget_varde says that it stands in this very row.
    """

    varde: Decimal | None = None
    svar: str | None = None
    aktivitet: str | None = None
    kan_inte: bool = False
    eget_varde: bool = False


@dataclass(frozen=True)
class Jamforelse:
    """What a value is judged against, in the indicator's unit, as stated.

    Attributes:
        forut: the organ's årsmål in force in the omgång that asked.
        hojning: what that omgång found that the organ must come to.
        helt_nu: the aggregated årsmål in force is as good as KF's, with all revised values.
    """

    riktning: str = Riktning.HOGRE
    decimaler: int = 0
    kf_arsmal: Decimal | None = None
    utfall: Decimal | None = None
    forut: Decimal | None = None
    hojning: Decimal | None = None
    helt_nu: bool = False


def is_empty(begar: Begar, svar: Svar) -> bool:
    """Whether nothing is filled in: no value, Svar or Aktivitet, and Kan inte is not Ja."""
    varde = svar.varde if begar in VARDEBEGAR or svar.eget_varde else None
    return varde is None and not svar.svar and not svar.aktivitet and not svar.kan_inte


def krav(grund: Grund, mot: Jamforelse) -> Decimal | None:
    """The value that a rule asked an organ to reach, as stated; None where any (or any better) value will do."""
    falt = REGEL[grund].krav
    return getattr(mot, falt) if falt else None


def satisfies(grund: Grund, varde: Decimal, mot: Jamforelse) -> bool:
    """Whether a new årsmål satisfies what the rule asked for."""

    def minst(gransen: Decimal | None) -> bool:
        return gransen is None or not is_worse(nytt, round_tal(gransen, mot.decimaler), mot.riktning)

    nytt, gransen = round_tal(varde, mot.decimaler), krav(grund, mot)
    if not REGEL[grund].samlat:
        return minst(gransen)
    if minst(mot.forut) and mot.helt_nu:
        return True
    if gransen is not None:
        return minst(gransen)
    return mot.forut is None or is_worse(round_tal(mot.forut, mot.decimaler), nytt, mot.riktning)


def is_past(senast: date | None, sammanstalls: date) -> bool:
    """Whether a due date is past when the omgång is added up."""
    return senast is not None and senast < sammanstalls


def judge_svar(
    grund: Grund, begar: Begar, svar: Svar, mot: Jamforelse, senast: date | None, sammanstalls: date
) -> Svarsstatus:
    """The status of one organ's answer to one uppmaning, by the table of kontrakt section 5.

    Args:
        senast: the organ's own due date, None where no date is set.
        sammanstalls: the day when the omgång is added up.
    """
    if is_empty(begar, svar):
        return Svarsstatus.UTEBLIVEN if is_past(senast, sammanstalls) else Svarsstatus.OPPEN
    if begar in VARDEBEGAR:
        if svar.varde is not None and satisfies(grund, svar.varde, mot):
            return Svarsstatus.TILLRACKLIG
    elif begar == Begar.AKTIVITET:
        if svar.aktivitet:
            return Svarsstatus.BESVARAD
    elif svar.svar and not svar.kan_inte:
        return Svarsstatus.BESVARAD
    return Svarsstatus.MOTIVERAD if svar.kan_inte and svar.svar else Svarsstatus.OTILLRACKLIG


def next_senast(status: str, senast: date | None, nasta: date) -> date | None:
    """When a part is due in the next omgång, after it was judged so (kontrakt section 5, What remains).

    Args:
        senast: when it was due; None = no date is set.
        nasta: the next omgång's senast.
    """
    kvarstar = status in (Svarsstatus.UTEBLIVEN, Svarsstatus.OTILLRACKLIG)
    return max(senast, nasta) if kvarstar and senast is not None else senast


class Svarsskal(StrEnum):
    """Why an answer was judged as it was."""

    INGET = "inget"
    RACKER = "racker"
    RACKER_INTE = "racker inte"
    RACKER_SAMMANTAGET = "racker sammantaget"
    TEXT_FOR_VARDE = "text for varde"
    TEXT_FOR_AKTIVITET = "text for aktivitet"
    UTAN_SVAR = "utan svar"
    FORKLARAT = "forklarat"
    LAMNAT = "lamnat"


def reason_for_svar(grund: Grund, begar: Begar, svar: Svar, mot: Jamforelse, status: Svarsstatus) -> Svarsskal:
    """Why `judge_svar` judged an answer so."""
    if status in (Svarsstatus.OPPEN, Svarsstatus.UTEBLIVEN):
        return Svarsskal.INGET
    if status == Svarsstatus.MOTIVERAD:
        return Svarsskal.FORKLARAT
    if begar in VARDEBEGAR:
        if svar.varde is None:
            return Svarsskal.TEXT_FOR_VARDE
        if status == Svarsstatus.OTILLRACKLIG:
            return Svarsskal.RACKER_INTE
        gransen = krav(grund, mot)
        under = gransen is not None and is_worse(
            round_tal(svar.varde, mot.decimaler), round_tal(gransen, mot.decimaler), mot.riktning
        )
        return Svarsskal.RACKER_SAMMANTAGET if under else Svarsskal.RACKER
    if status == Svarsstatus.BESVARAD:
        return Svarsskal.LAMNAT
    return Svarsskal.TEXT_FOR_AKTIVITET if begar == Begar.AKTIVITET else Svarsskal.UTAN_SVAR
