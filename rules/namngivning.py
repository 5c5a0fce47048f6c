"""Naming the recipients of an uppmaning, the short way the city does (kontrakt section 5, `till`)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

import pandas as pd
from babel.lists import format_list

from schemas.begrepp import NAMNDSLAG, Organslag
from schemas.ord import Ordbok

MINSTA_GRUPP = 3
FLEST_UNDANTAG = 3


def enumerate_names(namn: Iterable[str]) -> str:
    """A Swedish list: `A, B och C`."""
    return format_list(list(namn), locale="sv")


@dataclass(frozen=True)
class Led:
    """One part of the naming: a phrase, whom it leaves out, and through whom it is addressed."""

    fras: str
    utom: tuple[str, ...] = ()
    genom: tuple[str, ...] = ()

    def text(self, i_parentes: bool) -> str:
        """The part as it stands in a text; exceptions in parentheses where there are several parts."""
        utom = f"utom {enumerate_names(self.utom)}" if self.utom else ""
        undantag = f" ({utom})" if utom and i_parentes else f" {utom}" if utom else ""
        return self.fras + undantag + (f", genom {enumerate_names(self.genom)}" if self.genom else "")


class Namngivare:
    """Names recipients in one city: its organs are looked through once, however many namings follow.

    Args:
        organ: the organs by kod, in the order of organ.csv, with namn, kortnamn, slag and genom.
        o: the city's words for its groups.
    """

    def __init__(self, organ: pd.DataFrame, o: Ordbok) -> None:
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
        self._alla = {n: f"Samtliga {o[n].flera}" for n in ("namnd", "stadsdelsnamnd", "facknamnd", "bolagsstyrelse")}
        self._berorda = {n: f"Samtliga berörda {o[n].flera}" for n in ("namnd", "bolagsstyrelse")}

    def name_mottagare(self, mottagare: Collection[str], innehavare: Collection[str] = ()) -> str:
        """Name exactly the recipients.

        Args:
            mottagare: organ codes, in any order.
            innehavare: the holders of the uppmaning's indicator; empty where it has none.
        """
        valda, berorda = set(mottagare), set(innehavare)
        delarna = self._namnder_i(valda, berorda) + self._bolag_i(valda, berorda)
        text = " samt ".join(d.text(i_parentes=len(delarna) > 1) for d in delarna)
        return text.replace(" samt Samtliga ", " samt samtliga ")

    def _lista(self, koder: Iterable[str]) -> str:
        return enumerate_names(self._namn[kod] for kod in koder)

    def _namnder_i(self, mottagare: set[str], berorda: set[str]) -> list[Led]:
        valda = [kod for kod in self._namnder if kod in mottagare]
        if not valda:
            return []
        slagen = (("stadsdelsnamnd", self._sdn), ("facknamnd", self._fack))
        for ord_, grupp in (("namnd", self._namnder), *slagen):
            if len(grupp) >= MINSTA_GRUPP and grupp == valda:
                return [Led(self._alla[ord_])]
        if _ar_alla_berorda(valda, self._namnder, berorda):
            return [Led(self._berorda["namnd"])]
        if hela := self._alla_eller_alla_utom(mottagare, self._namnder, self._alla["namnd"]):
            return [hela]
        fraser = [
            (grupp, del_)
            for ord_, grupp in slagen
            if (del_ := self._alla_eller_alla_utom(mottagare, grupp, self._alla[ord_]))
        ]
        tackta = {kod for grupp, _ in fraser for kod in grupp}
        ovriga = [kod for kod in valda if kod not in tackta]
        return ([Led(self._lista(ovriga))] if ovriga else []) + [del_ for _, del_ in fraser]

    def _bolag_i(self, mottagare: set[str], berorda: set[str]) -> list[Led]:
        valda = [kod for kod in self._bolag if kod in mottagare]
        if not valda:
            return []
        ombuden = {self._ombud[kod] for kod in valda if kod in self._ombud}
        i_ordning = [kod for kod in self._koder if kod in ombuden]
        del_ = self._alla_eller_alla_utom(mottagare, self._bolag, self._alla["bolagsstyrelse"])
        if not (del_ and not del_.utom) and _ar_alla_berorda(valda, self._bolag, berorda):
            del_ = Led(self._berorda["bolagsstyrelse"])
        if del_:
            return [Led(del_.fras, del_.utom, tuple(self._namn[kod] for kod in i_ordning))]
        grupper: dict[str | None, list[str]] = {}
        for kod in valda:
            grupper.setdefault(self._ombud.get(kod), []).append(kod)
        svar = [Led(self._lista(grupper[None]))] if None in grupper else []
        return svar + [Led(self._lista(grupper[kod]), genom=(self._namn[kod],)) for kod in i_ordning]

    def _alla_eller_alla_utom(self, mottagare: set[str], grupp: list[str], fras: str) -> Led | None:
        """The phrase for a whole group of at least three, or for all but a few (at most three, fewer than half)."""
        utom = list(islice((kod for kod in grupp if kod not in mottagare), FLEST_UNDANTAG + 1))
        if len(grupp) < MINSTA_GRUPP or len(utom) > FLEST_UNDANTAG or 2 * len(utom) >= len(grupp):
            return None
        return Led(fras, tuple(self._kortnamn[kod] for kod in utom))


def _ar_alla_berorda(valda: list[str], alla: list[str], innehavare: set[str]) -> bool:
    berorda = [kod for kod in alla if kod in innehavare]
    return len(berorda) > MINSTA_GRUPP and valda == berorda
