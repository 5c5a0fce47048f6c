"""The chart of an organ: each of its indicators on a scale of its own, beside last year's utfall and KF's årsmål."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from notifications.texter import stor_bokstav, tal
from notifications.uppmaningstext import ANTAL
from rules.tal import round_tal
from schemas.ord import Ordbok
from tasks.dokument.diagram import BREDD, FLEST_I_ORD, RAD, TECKEN_PER_CM, Tecken, head_height, legend
from tasks.dokument.ritbord import LINJE, MORK, NAT, SVAG, Skala, Yta, brutet, yta
from tasks.dokument.skrift import Bild

#: cm for the names of the indicators and for the values
NAMN, VARDEN = 7.2, 3.1


@dataclass(frozen=True)
class Egetvarde:
    """An indicator of an organ: its value, last year's utfall, KF's årsmål, and what it would have to come to."""

    kod: str
    namn: str
    enhet: str | None
    decimaler: int
    varde: Decimal | None
    fore: Decimal | None
    kf: Decimal | None
    behover: Decimal | None
    hogre: bool

    def tal(self, v: Decimal | None) -> str:
        """A value as it is printed."""
        return tal(v if v is None else round_tal(v, self.decimaler), self.decimaler)

    @property
    def brister(self) -> bool:
        """Whether its value falls short of KF's årsmål."""
        if self.varde is None or self.kf is None:
            return False
        v = round_tal(self.varde, self.decimaler)
        return v < self.kf if self.hogre else v > self.kf

    @property
    def alla(self) -> list[float]:
        """Everything that is shown on its line."""
        return [float(v) for v in (self.varde, self.fore, self.kf, self.behover) if v is not None]


def organdiagram(o: Ordbok, rader: Sequence[Egetvarde], rubrik: str, fore_ar: int, bredd: float = BREDD) -> Bild:
    """Indicator by indicator, each on a line that goes from its lowest to its highest figure."""
    tecken = _tecknen(o, rader, fore_ar)
    huvud = head_height(tecken, bredd)
    with yta(bredd, huvud + 0.1 + RAD * len(rader)) as y:
        for n, r in enumerate(rader):
            mitt = y.hojd - huvud - RAD * (n + 0.5)
            y.text(0, mitt, brutet(f"{r.kod} {r.namn}", int((NAMN - 0.3) * TECKEN_PER_CM)))
            _linje(y, r, mitt)
            enhet = f" {r.enhet}" if r.enhet and r.enhet != ANTAL and len(r.enhet) <= len("procent") else ""
            hur = {"color": LINJE} if r.varde is None else {} if r.brister else {"fontweight": "bold"}
            varde = "saknas" if r.varde is None else f"{r.tal(r.varde)}{enhet}"
            y.text(bredd - 0.05, mitt, varde, ha="right", **hur)
        legend(y, tecken)
    return Bild(y.svg, organets_alt(o, rader, fore_ar), rubrik, bredd)


def _linje(y: Yta, r: Egetvarde, mitt: float) -> None:
    fran, till = NAMN + 0.2, y.bredd - VARDEN
    y.linje([fran, till], [mitt, mitt], color=NAT, linewidth=1.0)
    if not r.alla:
        return
    lagst, hogst = min(r.alla), max(r.alla)
    skala = Skala(lagst, hogst, fran, till) if hogst > lagst else Skala(lagst - 1, lagst + 1, fran, till)
    if r.varde is not None and r.fore is not None:
        y.linje([skala(r.fore), skala(r.varde)], [mitt, mitt], color=SVAG, linewidth=1.6, zorder=2.1)
    if r.kf is not None:
        y.linje([skala(r.kf)] * 2, [mitt - 0.2, mitt + 0.2], color=LINJE, linewidth=2.0, zorder=2.2)
    if r.fore is not None:
        y.marken([(skala(r.fore), mitt)], marker="D", markersize=5, color=SVAG, markerfacecolor="white")
    if r.behover is not None:
        y.marken([(skala(r.behover), mitt)], marker=">" if r.hogre else "<", markersize=6, color=LINJE)
    if r.varde is not None:
        fyllt = "white" if r.brister else MORK
        y.marken([(skala(r.varde), mitt)], marker="o", markersize=6.5, color=MORK, markerfacecolor=fyllt, zorder=4)


def _tecknen(o: Ordbok, rader: Sequence[Egetvarde], fore_ar: int) -> list[Tecken]:
    kf = f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
    svar: list[Tecken] = [("o", {"color": MORK}, f"Når {kf}, eller kan inte jämföras")]
    if any(r.brister for r in rader):
        svar.append(("o", {"color": MORK, "markerfacecolor": "white"}, "Når inte dit"))
    if any(r.fore is not None for r in rader):
        svar.append(("D", {"color": SVAG, "markerfacecolor": "white"}, f"{stor_bokstav(str(o.utfall))} {fore_ar}"))
    if any(r.kf is not None for r in rader):
        svar.append(("|", {"color": LINJE, "markersize": 9, "markeredgewidth": 2.0}, kf))
    if any(r.behover is not None for r in rader):
        riktning = ">" if any(r.behover is not None and r.hogre for r in rader) else "<"
        svar.append((riktning, {"color": LINJE}, f"Behövs för att {o.kommunfullmaktige.genitiv} ska nås"))
    return svar


def organets_alt(o: Ordbok, rader: Sequence[Egetvarde], fore_ar: int) -> str:
    """The point and the figures of an organ's chart; where they are many, what falls short."""
    jamforda = [r for r in rader if r.varde is not None and r.kf is not None]
    brister = [r for r in rader if r.brister]
    kf = f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
    point = f"{len(jamforda) - len(brister)} av {len(jamforda)} värden som kan jämföras med {kf} når dit."

    def en(r: Egetvarde) -> str:
        delar = [f"{o.utfall} {fore_ar} {r.tal(r.fore)}"] if r.fore is not None else []
        delar += [f"{kf} {r.tal(r.kf)}"] if r.kf is not None else []
        delar += [f"behöver nå {r.tal(r.behover)}"] if r.behover is not None else []
        varde = "inget värde" if r.varde is None else r.tal(r.varde)
        return f"{r.kod} {r.namn} {varde}" + (f" ({', '.join(delar)})" if delar else "")

    visas = list(rader) if len(rader) <= FLEST_I_ORD else brister[:FLEST_I_ORD]
    return f"{point} {'; '.join(map(en, visas))}." if visas else point
