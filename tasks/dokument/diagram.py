"""The charts: pure functions of plain values, each a `Bild` with the point and the figures in its text alternative.

What a chart shows is in a table too; it is there for whoever would rather look than read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from notifications.texter import liten_bokstav, stor_bokstav, tal, uppraknat, utan_nollor
from rules.tal import round_tal
from schemas.begrepp import Bedomning, Svarsstatus
from schemas.ord import Ordbok
from tasks.dokument.ritbord import LINJE, MORK, NAT, SVAG, TECKEN, Skala, Yta, brutet, jamna_steg, yta
from tasks.dokument.skrift import Bild

BREDD = 17.0
#: cm per row, and below the rows
RAD, FOT = 0.62, 0.7
#: how many characters of a label go in a cm, and the cm that the figure at the end of a bar needs
TECKEN_PER_CM, SIFFROR = 5.6, 1.7
#: what a table holds better than a sentence that is read aloud
FLEST_I_ORD = 16


@dataclass(frozen=True)
class Organpunkt:
    """An organ in the chart of an indicator: its value, and last year's utfall."""

    organ: str
    varde: Decimal | None
    fore: Decimal | None = None


@dataclass(frozen=True)
class Indikatordata:
    """An indicator as it is drawn.

    Attributes:
        vad: what the values are, in the city's words: `årsmål`.
        kf: KF's årsmål.
        aggregerat: of all values together.
        hogre: whether higher is better.
        jamfors: whether one organ's value can be held against KF's; not where it is a part of a sum.
        fore_ar: the year of the utfall before.
    """

    kod: str
    namn: str
    enhet: str | None
    decimaler: int
    vad: str
    kf: Decimal | None
    aggregerat: Decimal | None
    hogre: bool
    jamfors: bool
    fore_ar: int
    punkter: tuple[Organpunkt, ...]

    def tal(self, v: Decimal | None) -> str:
        """A value as it is printed."""
        return tal(v if v is None else round_tal(v, self.decimaler), self.decimaler)

    def nar(self, p: Organpunkt) -> bool:
        """Whether an organ reaches KF's årsmål."""
        if p.varde is None or self.kf is None:
            return False
        v = round_tal(p.varde, self.decimaler)
        return v >= self.kf if self.hogre else v <= self.kf


def indikatordiagram(o: Ordbok, i: Indikatordata, bredd: float = BREDD) -> Bild:
    """Organ by organ: the value, last year's utfall, and KF's årsmål as a line."""
    namn, rader, tecken = min(6.2, bredd * 0.4), RAD * len(i.punkter), _forklaringar(o, i)
    huvud = head_height(tecken, bredd)
    with yta(bredd, huvud + FOT + rader) as y:
        skala = _axel(y, i, Skala(0, 1, namn + 0.15, bredd - 1.8), rader)
        mitten = [(p, FOT + rader - RAD * (n + 0.5)) for n, p in enumerate(i.punkter)]
        for p, mitt in mitten:
            _punkttexter(y, i, p, mitt, namn)
            if p.varde is not None and p.fore is not None:
                y.linje([skala(p.fore), skala(p.varde)], [mitt] * 2, color=SVAG, linewidth=1.2, zorder=2.1)
        if i.jamfors and i.kf is not None:
            y.linje(
                [skala(i.kf)] * 2, [FOT, FOT + rader], color=LINJE, linewidth=1.6, linestyle=(0, (5, 2)), zorder=2.2
            )
        fore = [(skala(p.fore), mitt) for p, mitt in mitten if p.fore is not None]
        y.marken(fore, marker="D", markersize=5, color=SVAG, markerfacecolor="white")
        for brister in (False, True):
            egna = [(p.varde, mitt) for p, mitt in mitten if _brister(i, p) is brister]
            platser = [(skala(varde), mitt) for varde, mitt in egna if varde is not None]
            y.marken(platser, color=MORK, markersize=6.5, zorder=4, **_punkten(brister))
        legend(y, tecken)
    return Bild(y.svg, indikatorns_alt(o, i), f"{i.kod} {i.namn}{f' ({i.enhet})' if i.enhet else ''}", bredd)


def _axel(y: Yta, i: Indikatordata, plats: Skala, rader: float) -> Skala:
    """A scale from the lowest to the highest value; from nought where a part of a sum is shown."""
    alla = [float(v) for p in i.punkter for v in (p.varde, p.fore) if v is not None]
    alla += [float(i.kf)] if i.jamfors and i.kf is not None else [] if i.jamfors and alla else [0.0]
    steg = jamna_steg(min(alla), max(alla) if max(alla) > min(alla) else min(alla) + 1)
    skala = Skala(steg[0], steg[-1], plats.fran, plats.till)
    for s in steg:
        y.linje([skala(s)] * 2, [FOT, FOT + rader], color=NAT, linewidth=0.6)
        y.text(skala(s), FOT - 0.28, utan_nollor(Decimal(repr(round(s, 6)))), ha="center", color=SVAG)
    return skala


def _punkttexter(y: Yta, i: Indikatordata, p: Organpunkt, mitt: float, namn: float) -> None:
    y.text(namn - 0.15, mitt, brutet(p.organ, int(namn * TECKEN_PER_CM)), ha="right")
    hur = {"color": LINJE} if p.varde is None else {} if _brister(i, p) else {"fontweight": "bold"}
    y.text(y.bredd - 0.05, mitt, "saknas" if p.varde is None else i.tal(p.varde), ha="right", **hur)


def _punkten(brister: bool) -> dict[str, str]:
    """A value as a dot, hollow where it falls short."""
    return {"marker": "o", "markerfacecolor": "white" if brister else MORK}


def _brister(i: Indikatordata, p: Organpunkt) -> bool:
    """Whether an organ's value can be held against KF's, and falls short of it."""
    return i.jamfors and i.kf is not None and not i.nar(p)


#: (marker or line, how it is drawn, what it says)
Tecken = tuple[str, dict[str, Any], str]


def _forklaringar(o: Ordbok, i: Indikatordata) -> list[Tecken]:
    kf = f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
    svar: list[Tecken] = [("o", {"color": MORK}, stor_bokstav(i.vad))]
    if any(_brister(i, p) and p.varde is not None for p in i.punkter):
        svar = [("o", {"color": MORK}, f"{stor_bokstav(i.vad)} som når {kf}")]
        svar += [("o", {"color": MORK, "fillstyle": "none"}, f"{stor_bokstav(i.vad)} som inte når dit")]
    if any(p.fore is not None for p in i.punkter):
        svar.append(("D", {"color": SVAG, "fillstyle": "none"}, f"{stor_bokstav(str(o.utfall))} {i.fore_ar}"))
    if i.jamfors and i.kf is not None:
        svar.append(("|", {"color": LINJE, "markersize": 10, "markeredgewidth": 1.6}, f"{kf} {i.tal(i.kf)}"))
    return svar


def _teckenplatser(tecken: Sequence[Tecken], bredd: float) -> list[tuple[float, int]]:
    """Where each mark stands: cm from the left, and on which line."""
    x, rad, platser = 0.15, 0, []
    for _, _, text in tecken:
        langd = 0.6 + len(text) / TECKEN_PER_CM
        if x > 1 and x + langd > bredd:
            x, rad = 0.15, rad + 1
        platser.append((x, rad))
        x += langd
    return platser


def head_height(tecken: Sequence[Tecken], bredd: float) -> float:
    """How much room the marks need above the rows."""
    return 0.35 + 0.46 * (1 + max(rad for _, rad in _teckenplatser(tecken, bredd)))


def legend(y: Yta, tecken: Sequence[Tecken]) -> None:
    """What the marks mean, above the rows."""
    for (marke, hur, text), (x, rad) in zip(tecken, _teckenplatser(tecken, y.bredd), strict=True):
        hojd = y.hojd - 0.28 - 0.46 * rad
        y.marken([(x + 0.1, hojd)], **({"marker": marke, "markersize": 6} | hur))
        y.text(x + 0.34, hojd, text)


def indikatorns_alt(o: Ordbok, i: Indikatordata) -> str:
    """The point and the figures of an indicator's chart."""
    kf, enhet = f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", f" {i.enhet}" if i.enhet else ""
    har = [p for p in i.punkter if p.varde is not None]
    satser = [f"{i.namn}."]
    if i.kf is not None:
        satser.append(f"{stor_bokstav(kf)} är {i.tal(i.kf)}{enhet}; alla tillsammans {i.tal(i.aggregerat)}.")
    if i.jamfors and i.kf is not None and har:
        satser.append(f"{sum(map(i.nar, har))} av {len(har)} organ som har angett ett värde når dit.")
    if len(i.punkter) <= FLEST_I_ORD:
        satser.append(f"{'; '.join(_i_ord(o, i, p) for p in i.punkter)}.")
    elif har:
        lag, hog = min(har, key=lambda p: p.varde or 0), max(har, key=lambda p: p.varde or 0)
        satser.append(f"Lägst har {lag.organ}, {i.tal(lag.varde)}, och högst {hog.organ}, {i.tal(hog.varde)}.")
        if len(har) < len(i.punkter):
            satser.append(f"{len(i.punkter) - len(har)} saknar värde.")
    return " ".join(satser)


def _i_ord(o: Ordbok, i: Indikatordata, p: Organpunkt) -> str:
    varde = "inget värde" if p.varde is None else i.tal(p.varde)
    fore = f" ({o.utfall} {i.fore_ar} {i.tal(p.fore)})" if p.fore is not None else ""
    return f"{p.organ} {varde}{fore}"


@dataclass(frozen=True)
class Malrad:
    """A goal and its indicators, (code, uppfyllelse), in their order; bedomning = of the goal itself."""

    kod: str
    namn: str
    bedomning: str
    indikatorer: tuple[tuple[str, str], ...]


def uppfyllelsediagram(
    o: Ordbok, malen: Sequence[Malrad], rubrik: str, bredd: float = BREDD, *, koder: bool = False
) -> Bild:  # fmt: skip
    """Goal by goal: each of its indicators as a mark whose shape says how far it is fulfilled.

    Args:
        rubrik: the caption.
        koder: whether the indicators' codes stand below the marks.
    """
    rad, glest = (0.95, 1.15) if koder else (0.7, 0.5)
    flest = max([1, *(len(m.indikatorer) for m in malen)])
    namn = max(bredd * 0.44, min(bredd * 0.65, bredd - flest * glest))
    steg = min(glest, (bredd - namn) / flest)
    tecken = [_bedomningstecken(o, str(b)) for b in Bedomning]
    huvud = head_height(tecken, bredd)
    with yta(bredd, huvud + 0.1 + rad * len(malen)) as y:
        marken: dict[str, list[tuple[float, float]]] = {}
        for n, m in enumerate(malen):
            mitt = y.hojd - huvud - rad * (n + 0.5)
            y.text(0, mitt, brutet(f"{m.kod} {m.namn}", int((namn - 0.2) * TECKEN_PER_CM)))
            y.linje([0, bredd], [mitt + rad / 2] * 2, color=NAT, linewidth=0.6)
            for k, (kod, uppfyllelse) in enumerate(m.indikatorer):
                plats = (namn + (k + 0.5) * steg, mitt + (0.16 if koder else 0))
                marken.setdefault(uppfyllelse, []).append(plats)
                if koder:
                    y.text(plats[0], mitt - 0.26, kod, ha="center", fontsize=6.5, color=SVAG)
        for uppfyllelse, platser in marken.items():
            y.marken(platser, markersize=8, **tecknet(uppfyllelse))
        legend(y, tecken)
    return Bild(y.svg, _uppfyllelsens_alt(o, malen), rubrik, bredd)


def tecknet(bedomning: str) -> dict[str, str]:
    """How a bedömning is drawn."""
    farg, tecken, fyllning = TECKEN[bedomning]
    return {"marker": tecken, "color": farg, "fillstyle": fyllning}


def _bedomningstecken(o: Ordbok, bedomning: str) -> Tecken:
    return TECKEN[bedomning][1], tecknet(bedomning), stor_bokstav(o.kod(bedomning))


def _uppfyllelsens_alt(o: Ordbok, malen: Sequence[Malrad]) -> str:
    def ett(m: Malrad) -> str:
        antal = [(sum(u == b for _, u in m.indikatorer), o.kod(b)) for b in Bedomning]
        delar = uppraknat(f"{n} {ord_}" for n, ord_ in antal if n)
        return f"{m.kod} {m.namn}: {delar or f'{o.indikator.ingen} {o.indikator}'}"

    alla = [u for m in malen for _, u in m.indikatorer]
    helt = sum(u == Bedomning.HELT for u in alla)
    return f"{helt} av {o.indikator.antal(len(alla))} uppfylls helt. {'. '.join(map(ett, malen))}."


@dataclass(frozen=True)
class Stapel:
    """A row of bars: what, and its values; None where there is none."""

    namn: str
    varden: tuple[Decimal | int | None, ...]


#: how the first, second and third bar of a row are drawn: dark, hatched and hollow
STAPLAR: tuple[dict[str, Any], ...] = (
    {"facecolor": MORK, "edgecolor": MORK},
    {"facecolor": "#f1d9bf", "edgecolor": LINJE, "hatch": "////"},
    {"facecolor": "white", "edgecolor": SVAG},
)


def stapeldiagram(
    serier: Sequence[str], staplar: Sequence[Stapel], rubrik: str, alt: str, bredd: float = BREDD, enhet: str = ""
) -> Bild:  # fmt: skip
    """Rows of bars, one for each series, with its figure at the end of each.

    Args:
        serier: what the bars of a row are.
        rubrik: the caption.
        alt: the point; the figures are added to it.
        enhet: said after each figure of the text alternative.
    """
    namn, tjocklek = min(6.2, bredd * 0.42), 0.36 if len(serier) > 1 else 0.42
    tecken: list[Tecken] = [("s", _som_ruta(STAPLAR[k]), s) for k, s in enumerate(serier)]
    rad, huvud = max(tjocklek * len(serier) + 0.26, RAD), head_height(tecken, bredd) if len(serier) > 1 else 0.1
    with yta(bredd, huvud + 0.1 + rad * len(staplar)) as y:
        skala = _stapelskala(staplar, namn + 0.1, bredd)
        y.linje([skala(0)] * 2, [0.1, y.hojd - huvud], color=SVAG, linewidth=0.8)
        for n, s in enumerate(staplar):
            mitt = y.hojd - huvud - rad * (n + 0.5)
            y.text(namn - 0.15, mitt, brutet(s.namn, int(namn * TECKEN_PER_CM)), ha="right")
            for k, v in enumerate(s.varden):
                _stapel(y, skala, v, mitt - tjocklek * (k - (len(serier) - 1) / 2), tjocklek * 0.86, STAPLAR[k])
        if len(serier) > 1:
            legend(y, tecken)
    return Bild(y.svg, f"{alt} {_staplarnas_alt(serier, staplar, enhet)}".strip(), rubrik, bredd)


def _som_ruta(hur: dict[str, Any]) -> dict[str, Any]:
    return {"markerfacecolor": hur["facecolor"], "markeredgecolor": hur["edgecolor"], "markersize": 7}


def _stapelskala(staplar: Sequence[Stapel], fran: float, till: float) -> Skala:
    """From nought on, with room for the figures at the ends of the bars."""
    alla = [float(v) for s in staplar for v in s.varden if v is not None]
    lagst, hogst = min([0.0, *alla]), max([0.0, *alla])
    fran, till = fran + (SIFFROR if lagst < 0 else 0), till - SIFFROR
    return Skala(lagst, hogst if hogst > lagst else lagst + 1, fran, till)


def _stapel(y: Yta, skala: Skala, v: Decimal | int | None, mitt: float, tjocklek: float, hur: dict[str, Any]) -> None:
    if v is None:
        return
    noll, topp = skala(0), skala(v)
    y.ruta(min(noll, topp), mitt - tjocklek / 2, abs(topp - noll), tjocklek, linewidth=0.9, **hur)
    y.text(topp + (-0.12 if v < 0 else 0.12), mitt, tal(v), ha="right" if v < 0 else "left")


def _staplarnas_alt(serier: Sequence[str], staplar: Sequence[Stapel], enhet: str) -> str:
    if not staplar:
        return ""
    enhet = f" {enhet}" if enhet else ""

    def en(s: Stapel) -> str:
        varden = [(liten_bokstav(serie), tal(v)) for serie, v in zip(serier, s.varden, strict=True) if v is not None]
        if len(serier) == 1:
            return f"{s.namn} {varden[0][1] if varden else '–'}{enhet}"
        return f"{s.namn}: {', '.join(f'{vad} {v}{enhet}' for vad, v in varden)}"

    return "; ".join(map(en, staplar)) + "."


def svarsdiagram(o: Ordbok, antal: Sequence[tuple[str, int]], rubrik: str, bredd: float = BREDD) -> Bild:
    """How the parts of the uppmaningar were answered: how many of each judgement.

    Args:
        antal: (status, how many).
    """
    per = dict(antal)
    staplar = [Stapel(stor_bokstav(o.kod(s)), (per[s],)) for s in SVARSORDNING if per.get(s)]
    alla = sum(per.values())
    klara = sum(per.get(s, 0) for s in SVARSORDNING[:3])
    alt = f"{klara} av {alla} delar är besvarade så att inget återstår."
    return stapeldiagram(("Antal",), staplar, rubrik, alt, bredd)


#: best first
SVARSORDNING = (
    Svarsstatus.TILLRACKLIG, Svarsstatus.BESVARAD, Svarsstatus.MOTIVERAD,
    Svarsstatus.OTILLRACKLIG, Svarsstatus.UTEBLIVEN, Svarsstatus.OPPEN,
)  # fmt: skip


def pengadiagram(
    rader: Sequence[tuple[str, Decimal | None, Decimal | None]], rubrik: str, bredd: float = BREDD
) -> Bild:
    """What was asked for and what was granted.

    Args:
        rader: (purpose or organ, asked for, granted), mnkr.
    """
    sokt, beviljat = (sum((r[k] or Decimal(0) for r in rader), Decimal(0)) for k in (1, 2))
    alt = f"Sökt är {tal(sokt)} mnkr och beviljat {tal(beviljat)} mnkr."
    return stapeldiagram(("Sökt", "Beviljat"), [Stapel(r[0], r[1:]) for r in rader], rubrik, alt, bredd, "mnkr")


def budgetdiagram(
    o: Ordbok, rader: Sequence[tuple[str, Decimal | None, Decimal | None]], bredd: float = BREDD
) -> Bild:  # fmt: skip
    """The rows of the resultatbudget: KF's budget and the adjusted one.

    Args:
        rader: (row, KF's budget, adjusted budget), mnkr.
    """
    serier = (f"{o.kommunfullmaktige.kort_genitiv} budget", "Justerad budget")
    staplar = [Stapel(r[0], r[1:]) for r in rader]
    return stapeldiagram(serier, staplar, "Resultatbudget, mnkr", "Resultatbudgeten rad för rad.", bredd, "mnkr")
