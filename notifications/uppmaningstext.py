"""The sentence of an uppmaning, from its rule's declaration."""

import datetime
from decimal import Decimal

from notifications.texter import render_mening, render_text
from schemas.begrepp import VARDEBEGAR, Begar, Grund, Riktning
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.regler import mening

#: a unit that says nothing beside its number
ANTAL = "antal"
#: what an indicator's name begins with → what is to become more or less of
MANGDER = {"andel": "andelen", "andelen": "andelen", "antal": "antalet", "antalet": "antalet"}


def vart(indikatornamn: str | None, riktning: Riktning | None) -> str:
    """Which way activities are to move an indicator, before it is named: `som minskar andelen i`.

    Just `för` where it is not known which way is better.
    """
    if not indikatornamn or riktning is None:
        return "för"
    mangd = MANGDER.get(indikatornamn.split()[0].lower())
    hogre = riktning == Riktning.HOGRE
    if mangd:
        return f"som {'ökar' if hogre else 'minskar'} {mangd} i"
    return f"som {'höjer' if hogre else 'sänker'} värdet för"


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
    riktning: Riktning | None = None,
    kf_arsmal: Decimal | None = None,
    enhet: str | None = None,
    omgang: Omgang | None = None,
    senast: datetime.date | None = None,
) -> str:
    """Who is asked, to do what, by when.

    Args:
        till: the recipients as the city names them.
        riktning: which way is better, of the indicator.
        kf_arsmal: in the unit of the indicator.
        omgang, senast: in which omgång it is answered, and its ISO date; None where no date is set.
    """
    indikatorn = f"{o.indikator.bestamd} ”{indikatornamn}”" if indikatornamn else ""
    sak = avser or indikatorn or (f"målet ”{malnamn}”" if malnamn else "verksamheten")
    gors = render_mening(
        o, mening(grund, begar), ar=ar, indikatorn=indikatorn, kf_arsmal=kf_arsmal,
        enheten=f" {enhet}" if enhet and enhet != ANTAL else "", avser=avser, sak=sak,
        vid=f" för {indikatorn}" if avser and indikatorn else "", vart=vart(indikatornamn, riktning),
    )  # fmt: skip
    return render_text(o, "uppmaningstext", till=till, mening=gors, omgang=omgang, senast=senast)


#: what an uppmaning asks for, in a few words; `{sak}` = what it is about
KORT: dict[Begar, str] = {
    Begar.ARSMAL: "{o.arsmal} för {sak}",
    Begar.REVIDERAT_ARSMAL: "{o.arsmal.reviderad} för {sak}",
    Begar.BESKRIVNING: "beskrivning av {sak}",
    Begar.AKTIVITET: "aktiviteter för {sak}",
    Begar.ATGARD: "åtgärder för {sak}",
    Begar.PRIORITERING: "prioritering av {sak}",
    Begar.UPPFOLJNING: "uppföljning av {sak}",
    Begar.KOMPLETTERING: "komplettering av {sak}",
    Begar.INTENSIFIERAT_ARBETE: "intensifierat arbete med {sak}",
}
#: the same where the office has said what is to be done, in words that follow on no preposition
KORT_AVSER: dict[Begar, str] = {Begar.ATGARD: "åtgärd: {sak}"}
#: what some rules are about, beyond the indicator by its name
KORT_SAK: dict[Grund, str] = {
    Grund.SAKNAD_BESKRIVNING: "hur {o.arsmal.bestamd} för {namn} ska nås",
    Grund.OFULLSTANDIG_INTERNKONTROLL: "{o.riskanalys.bestamd}",
}


def kort_text(
    o: Ordbok,
    *,
    grund: Grund,
    begar: Begar,
    avser: str | None = None,
    indikatornamn: str | None = None,
    malnamn: str | None = None,
) -> str:
    """What an uppmaning asks for, in a few words: `reviderat årsmål för ”Andel nöjda”`.

    For a letter in which the whole sentence, with everybody that it is directed to, has stood before.
    """
    namn = f"”{indikatornamn or malnamn}”" if indikatornamn or malnamn else ""
    sak = avser or KORT_SAK.get(grund, "{namn}").format(o=o, namn=namn) or "verksamheten"
    if avser and namn and begar in VARDEBEGAR:
        sak = f"{namn}: {avser}"
    return (KORT_AVSER.get(begar, KORT[begar]) if avser else KORT[begar]).format(o=o, sak=sak)
