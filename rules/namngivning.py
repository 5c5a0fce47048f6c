"""Naming the recipients of an uppmaning, the short way the city does (kontrakt section 5, `till`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from schemas.begrepp import NAMNDSLAG, Organslag

MINSTA_GRUPP = 3
FLEST_UNDANTAG = 3


def rakna_upp(namn: Sequence[str]) -> str:
    """A Swedish list: `A, B och C`."""
    return namn[0] if len(namn) == 1 else ", ".join(namn[:-1]) + " och " + namn[-1]


@dataclass(frozen=True)
class Del:
    """One part of the naming: a phrase, whom it leaves out, and through whom it is addressed."""

    fras: str
    utom: tuple[str, ...] = ()
    genom: tuple[str, ...] = ()

    def text(self, i_parentes: bool) -> str:
        """The part as it stands in a text; exceptions in parentheses where there are several parts."""
        utom = f"utom {rakna_upp(self.utom)}" if self.utom else ""
        undantag = f" ({utom})" if utom and i_parentes else f" {utom}" if utom else ""
        return self.fras + undantag + (f", genom {rakna_upp(self.genom)}" if self.genom else "")


def namnge(mottagare: Collection[str], organ: pd.DataFrame, innehavare: Collection[str] = ()) -> str:
    """Name exactly the recipients.

    Args:
        mottagare: organ codes, in any order.
        organ: the organs by kod, in the order of organ.csv, with namn, kortnamn, slag and genom.
        innehavare: the holders of the uppmaning's indicator; empty where it has none.
    """
    delarna = _namnder(mottagare, organ, innehavare) + _bolag(mottagare, organ, innehavare)
    text = " samt ".join(d.text(i_parentes=len(delarna) > 1) for d in delarna)
    return text.replace(" samt Samtliga ", " samt samtliga ")


def _namnder(mottagare: Collection[str], organ: pd.DataFrame, innehavare: Collection[str]) -> list[Del]:
    alla = organ[organ["slag"].isin(NAMNDSLAG)]
    valda = alla[alla.index.isin(list(mottagare))]
    if valda.empty:
        return []
    sdn = alla[alla["slag"] == Organslag.STADSDELSNAMND]
    fack = alla[alla["slag"] == Organslag.FACKNAMND]
    for grupp, fras in (
        (alla, "Samtliga nämnder"),
        (sdn, "Samtliga stadsdelsnämnder"),
        (fack, "Samtliga facknämnder"),
    ):
        if len(grupp) >= MINSTA_GRUPP and list(grupp.index) == list(valda.index):
            return [Del(fras)]
    if _ar_alla_berorda(valda, alla, innehavare):
        return [Del("Samtliga berörda nämnder")]
    if hela := _alla_eller_alla_utom(valda, alla, "Samtliga nämnder"):
        return [hela]
    fraser = [
        (grupp, del_)
        for grupp, fras in ((sdn, "Samtliga stadsdelsnämnder"), (fack, "Samtliga facknämnder"))
        if (del_ := _alla_eller_alla_utom(valda[valda.index.isin(grupp.index)], grupp, fras))
    ]
    tackta = {kod for grupp, _ in fraser for kod in grupp.index}
    ovriga = valda[~valda.index.isin(tackta)]
    return ([Del(rakna_upp(list(ovriga["namn"])))] if len(ovriga) else []) + [del_ for _, del_ in fraser]


def _bolag(mottagare: Collection[str], organ: pd.DataFrame, innehavare: Collection[str]) -> list[Del]:
    alla = organ[organ["slag"] == Organslag.BOLAGSSTYRELSE]
    valda = alla[alla.index.isin(list(mottagare))]
    if valda.empty:
        return []
    ombud = valda["genom"].where(valda["genom"] != valda.index, None)
    i_ordning = [kod for kod in organ.index if kod in set(ombud.dropna())]
    genom = tuple(organ.at[kod, "namn"] for kod in i_ordning)
    del_ = _alla_eller_alla_utom(valda, alla, "Samtliga bolagsstyrelser")
    if not (del_ and not del_.utom) and _ar_alla_berorda(valda, alla, innehavare):
        del_ = Del("Samtliga berörda bolagsstyrelser")
    if del_:
        return [Del(del_.fras, del_.utom, genom)]
    direkta = valda[ombud.isna()]
    svar = [Del(rakna_upp(list(direkta["namn"])))] if len(direkta) else []
    for kod, namn in zip(i_ordning, genom, strict=True):
        svar.append(Del(rakna_upp(list(valda["namn"][ombud == kod])), genom=(namn,)))
    return svar


def _ar_alla_berorda(valda: pd.DataFrame, alla: pd.DataFrame, innehavare: Collection[str]) -> bool:
    berorda = alla.index[alla.index.isin(list(innehavare))]
    return len(berorda) > MINSTA_GRUPP and list(valda.index) == list(berorda)


def _alla_eller_alla_utom(valda: pd.DataFrame, grupp: pd.DataFrame, fras: str) -> Del | None:
    """The phrase for a whole group of at least three, or for all but a few (at most three, fewer than half)."""
    utom = grupp[~grupp.index.isin(valda.index)]
    if valda.empty or len(grupp) < MINSTA_GRUPP or len(utom) > FLEST_UNDANTAG or 2 * len(utom) >= len(grupp):
        return None
    return Del(fras, tuple(utom["kortnamn"]))
