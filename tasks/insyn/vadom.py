"""What a changed årsmål would do; writes nothing (kontrakt section 6, `vadom`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from notifications.texter import stor_bokstav, tal
from rules.avstamning import propose_uppmaningar, reconcile
from schemas.problem import ArshjulFel
from schemas.underlag import Underlag
from tasks.avstamning.underlag import read_underlag, with_arsmal
from tasks.laget.oppet import Oppet, current


@dataclass(frozen=True)
class Andring:
    """One thing before and after."""

    vad: str
    fore: str
    efter: str


def what_if(session: Session, oppet: Oppet, indikator: str, varden: Mapping[str, Decimal]) -> list[Andring]:
    """Aggregate, uppfyllelse, goal and uppmaningar before and after, in the omgång that the year stands in.

    Args:
        varden: organ → the årsmål that it would have.

    Raises:
        ArshjulFel: no such indicator, or an organ that does not hold it.
    """
    nu = current(session, oppet) or oppet.omgangar[-1]
    underlag = read_underlag(session, oppet, nu)
    if indikator not in underlag.indikatorer.index:
        raise ArshjulFel(f"Det finns ingen indikator med koden {indikator}.")
    if fel := [organ for organ in varden if organ not in underlag.innehavare.get(indikator, [])]:
        raise ArshjulFel(f"{', '.join(fel)} har inte {oppet.o.indikator.bestamd} {indikator}.")
    andrat = with_arsmal(underlag, {(organ, indikator): v for organ, v in varden.items()})
    a, b = reconcile(underlag), reconcile(andrat)
    o = oppet.o
    fore, efter = a.i_kraft.loc[indikator], b.i_kraft.loc[indikator]
    bedomt = [{m.kod: m for m in x.mal} for x in (a, b)]
    saknas = (f"{tal(u.aggregerat)} ({len(u.saknas)} saknas)" for u in (fore, efter))
    kf = tal(underlag.indikatorer.at[indikator, "kf_arsmal"])
    return [
        Andring(stor_bokstav(o.arsmal.aggregerat), *saknas),
        Andring(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", kf, kf),
        Andring("Uppfyllelse", o.kod(fore.uppfyllelse), o.kod(efter.uppfyllelse)),
        *(
            Andring(f"Mål {kod}", *(o.kod(x[kod].forslag) for x in bedomt))
            for kod in _malen(underlag, str(underlag.indikatorer.at[indikator, "mal"]))
        ),
        *_hojningar(indikator, a.hojningar(underlag), b.hojningar(andrat)),
        *_uppmaningar(indikator, propose_uppmaningar(underlag, a), propose_uppmaningar(andrat, b), oppet),
    ]


def _malen(underlag: Underlag, kod: str) -> list[str]:
    """A goal and those above it, from the bottom up."""
    over = underlag.mal.at[kod, "overordnat"]
    return [kod, *(_malen(underlag, str(over)) if over else [])]


def _hojningar(indikator: str, fore: Mapping[str, dict], efter: Mapping[str, dict]) -> list[Andring]:
    """What each organ would have to come to for KF's årsmål to be reached."""
    f, e = fore[indikator], efter[indikator]
    return [Andring(f"{organ} behöver nå", tal(f.get(organ)), tal(e.get(organ))) for organ in dict.fromkeys([*f, *e])]


def _uppmaningar(indikator: str, fore: list, efter: list, oppet: Oppet) -> list[Andring]:
    a, b = ({(u.grund, u.till) for u in alla if u.indikator == indikator} for alla in (fore, efter))
    vad = stor_bokstav(str(oppet.o.uppmaning))
    bort = [Andring(f"{vad}: {oppet.o.kod(g)}", till, "bortfaller") for g, till in sorted(a - b)]
    return bort + [Andring(f"{vad}: {oppet.o.kod(g)}", "–", till) for g, till in sorted(b - a)]
