"""Group expressions: `sdn+-farsta`, `berorda+-bolag`, `namnder+bolag` (kontrakt section 2)."""

from collections.abc import Collection

import pandas as pd

from schemas.begrepp import NAMNDSLAG, Grupp, Organslag


def delar(uttryck: str) -> list[tuple[bool, str]]:
    """The parts of an expression as (taken out, word)."""
    return [(d.startswith("-"), d.removeprefix("-").strip()) for d in (s.strip() for s in uttryck.split("+")) if d]


def okanda(uttryck: str, organ: Collection[str]) -> list[str]:
    """The words of an expression that are neither a group nor an organ."""
    return [ord_ for _, ord_ in delar(uttryck) if ord_ not in organ and ord_ not in set(Grupp)]


def organ_i(uttryck: str, organ: pd.DataFrame, berorda: Collection[str]) -> list[str]:
    """The organs that an expression names, in the order of organ.csv; what is taken out always wins.

    Args:
        organ: the organs by kod, with slag.
        berorda: the holders that `berorda` stands for here.
    """
    slag = organ["slag"]
    grupper: dict[str, Collection[str]] = {
        Grupp.SDN: organ.index[slag == Organslag.STADSDELSNAMND],
        Grupp.FACK: organ.index[slag == Organslag.FACKNAMND],
        Grupp.NAMNDER: organ.index[slag.isin(NAMNDSLAG)],
        Grupp.BOLAG: organ.index[slag == Organslag.BOLAGSSTYRELSE],
        Grupp.BERORDA: berorda,
    }
    med: set[str] = set()
    utan: set[str] = set()
    for bort, ord_ in delar(uttryck):
        (utan if bort else med).update(grupper.get(ord_, [ord_]))
    valda = med - utan
    return [kod for kod in organ.index if kod in valda]
