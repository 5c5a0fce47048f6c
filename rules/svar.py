"""Judging what the organs answer in tertialrapport 1 (kontrakt section 5, T1 answers)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.tal import avrunda, samre
from schemas.begrepp import VARDEBEGAR, Begar, Grund, Riktning, Svarsstatus


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
        forut: the årsmål in the organ's plan.
        hojning: what phase VP asked the organ to come to.
        helt_nu: the indicator is helt with all revised values.
    """

    riktning: str = Riktning.HOGRE
    decimaler: int = 0
    kf_arsmal: Decimal | None = None
    utfall: Decimal | None = None
    forut: Decimal | None = None
    hojning: Decimal | None = None
    helt_nu: bool = False


def ar_tomt(begar: Begar, svar: Svar) -> bool:
    """Whether nothing is filled in: no value, Svar or Aktivitet, and Kan inte is not Ja."""
    varde = svar.varde if begar in VARDEBEGAR or svar.eget_varde else None
    return varde is None and not svar.svar and not svar.aktivitet and not svar.kan_inte


def racker_vardet(grund: Grund, varde: Decimal, mot: Jamforelse) -> bool:
    """Whether a new årsmål satisfies what the rule asked for."""

    def minst(krav: Decimal | None) -> bool:
        return krav is None or not samre(nytt, avrunda(krav, mot.decimaler), mot.riktning)

    nytt = avrunda(varde, mot.decimaler)
    match grund:
        case Grund.SANKT_AMBITION:
            return minst(mot.utfall)
        case Grund.UNDER_KF_ARSMAL:
            return minst(mot.kf_arsmal)
        case Grund.AGGREGAT_UNDER_KF:
            if minst(mot.forut) and mot.helt_nu:
                return True
            if mot.hojning is not None:
                return minst(mot.hojning)
            return mot.forut is None or samre(avrunda(mot.forut, mot.decimaler), nytt, mot.riktning)
    return True


def bedom_svar(grund: Grund, begar: Begar, svar: Svar, mot: Jamforelse, senast: date | None, idag: date) -> Svarsstatus:
    """The status of one organ's answer to one uppmaning, by the table of kontrakt section 5.

    Args:
        senast: the organ's own due date, None where no date is set.
        idag: the day of the follow-up.
    """
    if ar_tomt(begar, svar):
        return Svarsstatus.UTEBLIVEN if senast is not None and idag > senast else Svarsstatus.OPPEN
    if begar in VARDEBEGAR:
        if svar.varde is not None and racker_vardet(grund, svar.varde, mot):
            return Svarsstatus.TILLRACKLIG
    elif begar == Begar.AKTIVITET:
        if svar.aktivitet:
            return Svarsstatus.BESVARAD
    elif svar.svar and not svar.kan_inte:
        return Svarsstatus.BESVARAD
    return Svarsstatus.MOTIVERAD if svar.kan_inte and svar.svar else Svarsstatus.OTILLRACKLIG
