"""The årshjul as a picture: the days of the year on a wheel, and where the year stands."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from notifications.texter import datum, stor_bokstav, uppraknat
from tasks.dokument.ritbord import LINJE, MORK, NAT, SVAG, Yta, yta
from tasks.dokument.skrift import Bild

#: cm: the radius of the wheel, and the room for the list beside it
RADIE, LISTA = 3.6, 8.2
#: cm between two numbers, and how many rings they may lie on
ISAR, RINGAR = 0.55, 5
MANADER = ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Arsdag:
    """A day of the year, and what happens on it."""

    dag: datetime.date
    vad: str


def arshjulet(dagar: Sequence[Arsdag], lage: datetime.date, rubrik: str) -> Bild:
    """The wheel, from January at the top and clockwise, its days numbered, with a hand at the state's day.

    Args:
        dagar: in the order of time.
        lage: the day that the state is of.
        rubrik: the caption.
    """
    diameter = 2 * RADIE + 1.6
    hojd = max(diameter, 0.52 * len(dagar) + 1.2)
    with yta(diameter + LISTA, hojd) as y:
        mitt = (diameter / 2, hojd / 2)
        _ring(y, mitt)
        for n, (d, plats) in enumerate(zip(dagar, _platser(mitt, dagar), strict=True), 1):
            _nummer(y, plats, n, over=d.dag <= lage)
            y.text(diameter + 0.3, hojd - 0.6 - 0.52 * (n - 1), f"{n}", ha="right", color=SVAG)
            hur = {"fontweight": "bold"} if d.dag <= lage else {}
            y.text(diameter + 0.5, hojd - 0.6 - 0.52 * (n - 1), f"{stor_bokstav(d.vad)}, {datum(d.dag)}", **hur)
        spets = _plats(mitt, lage, RADIE + 0.05)
        y.linje([mitt[0], spets[0]], [mitt[1], spets[1]], color=LINJE, linewidth=2.2, zorder=2.5)
        y.marken([mitt], marker="o", markersize=7, color=LINJE)
        y.text(diameter + 0.3, hojd - 0.75 - 0.52 * len(dagar), f"Läget {datum(lage)}", color=LINJE, fontweight="bold")
    return Bild(y.svg, arshjulets_alt(dagar, lage), rubrik, diameter + LISTA)


def _plats(mitt: tuple[float, float], dag: datetime.date, langd: float) -> tuple[float, float]:
    """Where a day lies, so far from the middle."""
    vinkel = 2 * math.pi * (dag.timetuple().tm_yday - 1) / 366
    return mitt[0] + langd * math.sin(vinkel), mitt[1] + langd * math.cos(vinkel)


def _platser(mitt: tuple[float, float], dagar: Sequence[Arsdag]) -> list[tuple[float, float]]:
    """Where the numbers of the days lie: at the rim, and further in where another would be covered."""
    tagna: list[tuple[float, float]] = []
    for d in dagar:
        ringar = [_plats(mitt, d.dag, RADIE - 0.35 - 0.62 * ring) for ring in range(RINGAR)]
        tagna.append(next((p for p in ringar if all(math.dist(p, t) >= ISAR for t in tagna)), ringar[-1]))
    return tagna


def _ring(y: Yta, mitt: tuple[float, float]) -> None:
    varv = [2 * math.pi * n / 180 for n in range(181)]
    y.linje(
        [mitt[0] + RADIE * math.sin(v) for v in varv], [mitt[1] + RADIE * math.cos(v) for v in varv],
        color=MORK, linewidth=1.4,
    )  # fmt: skip
    for n, namn in enumerate(MANADER, 1):
        dag = datetime.date(2024, n, 1)
        inre, yttre = _plats(mitt, dag, RADIE - 0.25), _plats(mitt, dag, RADIE)
        y.linje([inre[0], yttre[0]], [inre[1], yttre[1]], color=MORK, linewidth=1.0)
        y.linje([mitt[0], inre[0]], [mitt[1], inre[1]], color=NAT, linewidth=0.5, zorder=1)
        text = _plats(mitt, dag.replace(day=15), RADIE + 0.4)
        y.text(*text, namn, ha="center", color=SVAG)


def _nummer(y: Yta, plats: tuple[float, float], n: int, *, over: bool) -> None:
    """A day: filled where it is past, and hollow where it is to come."""
    y.marken([plats], marker="o", markersize=12, color=MORK, markerfacecolor=MORK if over else "white")
    y.text(*plats, str(n), ha="center", color="white" if over else MORK, fontsize=6.5, fontweight="bold")


def arshjulets_alt(dagar: Sequence[Arsdag], lage: datetime.date) -> str:
    """Where the year stands, and its days."""
    kvar = [d for d in dagar if d.dag > lage]
    nasta = f"Härnäst: {kvar[0].vad}, {datum(kvar[0].dag)}." if kvar else "Alla årets dagar är passerade."
    alla = uppraknat(f"{d.vad} {datum(d.dag)}" for d in dagar)
    return f"Läget är det som gällde {datum(lage)}. {nasta} Årets dagar: {alla}."
