"""What each kind of omgång has: the sheets of its workbook and of its review, and the files of its examples."""

from dataclasses import dataclass

from schemas.arbetsbocker import PLANENS_BLAD, PLANENS_EXEMPEL, VARDEBLAD, Blad, Bladrad, SvarRad
from schemas.begrepp import Omgangsslag
from schemas.granskningsbok import (
    GranskaAvvikelse,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.omgangar import Omgang


@dataclass(frozen=True)
class Form:
    """What a kind of omgång consists of.

    Attributes:
        blad: the sheets of the organs' workbook, beside the one with its values (`VARDEBLAD`).
        granskning: the sheets of the review workbook.
        granskning_om_foljs: those that it has too where another omgång follows.
    """

    blad: tuple[type[Bladrad], ...]
    granskning: tuple[type[Blad], ...]
    granskning_om_foljs: tuple[type[Blad], ...] = ()


_PLAN = Form(
    PLANENS_BLAD,
    (
        GranskaBedomning,
        GranskaUppmaning,
        GranskaNyUppmaning,
        GranskaBudget,
        GranskaResultatenhet,
        GranskaAvvikelse,
        GranskaText,
        GranskaVantande,
    ),
)
_SENARE = Form(
    (SvarRad,),
    (GranskaBedomning, GranskaSvar, GranskaText, GranskaVantande),
    (GranskaUppmaning, GranskaNyUppmaning),
)
FORMER: dict[Omgangsslag, Form] = {
    Omgangsslag.PLAN: _PLAN,
    Omgangsslag.UPPFOLJNING: _SENARE,
    Omgangsslag.BOKSLUT: _SENARE,
}


def blad_i(o: Omgang) -> tuple[type[Bladrad], ...]:
    """The sheets of an omgång's workbook, in order."""
    varden = (VARDEBLAD[o.varde],) if o.varde in VARDEBLAD else ()
    return (*FORMER[o.slag].blad, *varden)


def granskningsblad(o: Omgang) -> tuple[type[Blad], ...]:
    """The sheets of an omgång's review workbook, in order."""
    form = FORMER[o.slag]
    if not o.foljs or not form.granskning_om_foljs:
        return form.granskning
    forst, *resten = form.granskning
    return (forst, *form.granskning_om_foljs, *resten)


def exempelfiler(o: Omgang) -> dict[str, type[Bladrad]]:
    """The files of an omgång's examples that are keyed by a sheet's headers; the answers are in `SVARSFIL`."""
    if o.ar_plan:
        return PLANENS_EXEMPEL
    return {f"{o.varde}.csv": VARDEBLAD[o.varde]} if o.varde in VARDEBLAD else {}
