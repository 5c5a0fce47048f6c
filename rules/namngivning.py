"""Naming the recipients of an uppmaning, the short way the city does (kontrakt section 5, `till`)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from schemas.begrepp import NAMNDSLAG, Organslag

MINSTA_GRUPP = 3
FLEST_UNDANTAG = 3


def enumerate_names(namn: Sequence[str]) -> str:
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
        utom = f"utom {enumerate_names(self.utom)}" if self.utom else ""
        undantag = f" ({utom})" if utom and i_parentes else f" {utom}" if utom else ""
        return self.fras + undantag + (f", genom {enumerate_names(self.genom)}" if self.genom else "")


def name_mottagare(mottagare: Collection[str], organ: pd.DataFrame, innehavare: Collection[str] = ()) -> str:
    """Name exactly the recipients.

    Args:
        mottagare: organ codes, in any order.
        organ: the organs by kod, in the order of organ.csv, with namn, kortnamn, slag and genom.
        innehavare: the holders of the uppmaning's indicator; empty where it has none.
    """
    return Namngivare(organ).name_mottagare(mottagare, innehavare)


class Namngivare:
    """Names recipients in one city: its organs are looked through once, however many namings follow."""

    def __init__(self, organ: pd.DataFrame) -> None:
        self._koder = [str(kod) for kod in organ.index]
        self._namn, self._kortnamn, slag, genom = (
            dict(zip(self._koder, organ[kolumn], strict=True)) for kolumn in ("namn", "kortnamn", "slag", "genom")
        )
        self._ombud = {kod: g for kod, g in genom.items() if isinstance(g, str) and g != kod}
        self._namnder = [kod for kod in self._koder if slag[kod] in NAMNDSLAG]
        self._sdn, self._fack, self._bolag = (
            [kod for kod in self._koder if slag[kod] == s]
            for s in (Organslag.STADSDELSNAMND, Organslag.FACKNAMND, Organslag.BOLAGSSTYRELSE)
        )

    def name_mottagare(self, mottagare: Collection[str], innehavare: Collection[str] = ()) -> str:
        """Name exactly the recipients; see the function of the same name."""
        valda, berorda = set(mottagare), set(innehavare)
        delarna = self._namnder_i(valda, berorda) + self._bolag_i(valda, berorda)
        text = " samt ".join(d.text(i_parentes=len(delarna) > 1) for d in delarna)
        return text.replace(" samt Samtliga ", " samt samtliga ")

    def _lista(self, koder: Iterable[str]) -> str:
        return enumerate_names([self._namn[kod] for kod in koder])

    def _namnder_i(self, mottagare: set[str], berorda: set[str]) -> list[Del]:
        valda = [kod for kod in self._namnder if kod in mottagare]
        if not valda:
            return []
        for grupp, fras in (
            (self._namnder, "Samtliga nämnder"),
            (self._sdn, "Samtliga stadsdelsnämnder"),
            (self._fack, "Samtliga facknämnder"),
        ):
            if len(grupp) >= MINSTA_GRUPP and grupp == valda:
                return [Del(fras)]
        if _ar_alla_berorda(valda, self._namnder, berorda):
            return [Del("Samtliga berörda nämnder")]
        if hela := self._alla_eller_alla_utom(mottagare, self._namnder, "Samtliga nämnder"):
            return [hela]
        fraser = [
            (grupp, del_)
            for grupp, fras in ((self._sdn, "Samtliga stadsdelsnämnder"), (self._fack, "Samtliga facknämnder"))
            if (del_ := self._alla_eller_alla_utom(mottagare, grupp, fras))
        ]
        tackta = {kod for grupp, _ in fraser for kod in grupp}
        ovriga = [kod for kod in valda if kod not in tackta]
        return ([Del(self._lista(ovriga))] if ovriga else []) + [del_ for _, del_ in fraser]

    def _bolag_i(self, mottagare: set[str], berorda: set[str]) -> list[Del]:
        valda = [kod for kod in self._bolag if kod in mottagare]
        if not valda:
            return []
        ombuden = {self._ombud[kod] for kod in valda if kod in self._ombud}
        i_ordning = [kod for kod in self._koder if kod in ombuden]
        del_ = self._alla_eller_alla_utom(mottagare, self._bolag, "Samtliga bolagsstyrelser")
        if not (del_ and not del_.utom) and _ar_alla_berorda(valda, self._bolag, berorda):
            del_ = Del("Samtliga berörda bolagsstyrelser")
        if del_:
            return [Del(del_.fras, del_.utom, tuple(self._namn[kod] for kod in i_ordning))]
        grupper: dict[str | None, list[str]] = {}
        for kod in valda:
            grupper.setdefault(self._ombud.get(kod), []).append(kod)
        svar = [Del(self._lista(grupper[None]))] if None in grupper else []
        return svar + [Del(self._lista(grupper[kod]), genom=(self._namn[kod],)) for kod in i_ordning]

    def _alla_eller_alla_utom(self, mottagare: set[str], grupp: list[str], fras: str) -> Del | None:
        """The phrase for a whole group of at least three, or for all but a few (at most three, fewer than half)."""
        utom = list(islice((kod for kod in grupp if kod not in mottagare), FLEST_UNDANTAG + 1))
        if len(grupp) < MINSTA_GRUPP or len(utom) > FLEST_UNDANTAG or 2 * len(utom) >= len(grupp):
            return None
        return Del(fras, tuple(self._kortnamn[kod] for kod in utom))


def _ar_alla_berorda(valda: list[str], alla: list[str], innehavare: set[str]) -> bool:
    berorda = [kod for kod in alla if kod in innehavare]
    return len(berorda) > MINSTA_GRUPP and valda == berorda
