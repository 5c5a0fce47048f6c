"""The sentence of an uppmaning, from its rule's declaration."""

import datetime
from decimal import Decimal

from notifications.texter import render_mening, render_text
from schemas.begrepp import Begar, Grund
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.regler import mening

#: a unit that says nothing beside its number
ANTAL = "antal"


def uppmaningstext(
    o: Ordbok,
    *,
    ar: int,
    till: str,
    grund: Grund,
    begar: Begar,
    avser: str | None = None,
    indikatornamn: str | None = None,
    malnamn: str | None = None,
    kf_arsmal: Decimal | None = None,
    enhet: str | None = None,
    omgang: Omgang | None = None,
    senast: datetime.date | None = None,
) -> str:
    """Who is asked, to do what, by when.

    Args:
        till: the recipients as the city names them.
        kf_arsmal: in the unit of the indicator.
        omgang, senast: in which omgång it is answered, and its ISO date; None where no date is set.
    """
    indikatorn = f"{o.indikator.bestamd} ”{indikatornamn}”" if indikatornamn else ""
    sak = avser or indikatorn or (f"målet ”{malnamn}”" if malnamn else "verksamheten")
    gors = render_mening(
        o, mening(grund, begar), ar=ar, indikatorn=indikatorn, kf_arsmal=kf_arsmal,
        enheten=f" {enhet}" if enhet and enhet != ANTAL else "", avser=avser, sak=sak,
        vid=f" för {indikatorn}" if avser and indikatorn else "",
    )  # fmt: skip
    return render_text(o, "uppmaningstext", till=till, mening=gors, omgang=omgang, senast=senast)
