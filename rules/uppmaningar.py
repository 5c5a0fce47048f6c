"""What must be asked of whom: carrying out the rules, widening, numbering and Begärt (kontrakt section 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import pandas as pd

from rules.bedomning import leaves_under
from rules.grupper import organ_i
from rules.internkontroll import all_faults
from rules.namngivning import Namngivare
from rules.tal import exakt, round_all, tecken
from schemas.begrepp import VARDEBEGAR, Bedomning, Begar, Grund, Indikatorslag, Riktning
from schemas.regler import GER_VARDE, REGEL, Frist, Regel
from schemas.underlag import Underlag

GRUNDORDNING = {g: n for n, g in enumerate(REGEL)}

#: (grund, indikator or None) → organs
Fynd = dict[tuple[Grund, str | None], list[str]]


@dataclass(frozen=True)
class Uppmaning:
    """One thing asked of some organs: one grund and one indicator (with its goal), or one goal, or one text.

    Attributes:
        frist: by when, for a rule's; senast: the code of the omgång, for one of the office's own. Neither = no date.
        mottagare: organ codes in the order of organ.csv.
        rad: the row of riktade_uppmaningar.csv that a `riktad` one comes from; else -1.
        till: the recipients as the city names them.
    """

    grund: Grund
    begar: Begar
    mal: str | None
    indikator: str | None
    mottagare: tuple[str, ...]
    frist: Frist | None = None
    senast: str | None = None
    avser: str | None = None
    rad: int = -1
    till: str = ""


class Provningsram:
    """The holders that have an accepted plan, and what the conditions of the rules ask of them.

    Values are rounded to the indicator's decimals and turned so that higher is better: where lower is, they are
    negated. Follows `schemas.regler.Provning`.
    """

    def __init__(self, underlag: Underlag, utfall: pd.DataFrame, hojning: pd.Series) -> None:
        innehav, indikatorer = underlag.innehav, underlag.indikatorer
        har_plan = innehav["organ"].map(underlag.organ["har_plan"].to_dict()).to_numpy(bool)
        self.underlag = underlag
        self.ram = innehav.loc[har_plan, ["indikator", "organ"]].reset_index(drop=True)
        self._i = indikatorer.index.get_indexer(self.ram["indikator"])
        self._innehav = innehav.loc[har_plan]
        self._hojs = hojning.notna().to_numpy()[har_plan]
        self._brist = utfall["uppfyllelse"].isin([Bedomning.DELVIS, Bedomning.INTE]).to_numpy()
        self._provas = [set((p or "").split("+")) for p in indikatorer["provas"]]
        self._vanda: dict[str, np.ndarray] = {}

    def _kolumn(self, kolumn: str) -> np.ndarray:
        """A column of the indicators, for each holder."""
        return self.underlag.indikatorer[kolumn].to_numpy()[self._i]

    def _varde(self, varde: str) -> np.ndarray:
        """A value of each holder, rounded and turned; None where it is not stated."""
        if varde not in self._vanda:
            stated = self._kolumn(varde) if varde in self.underlag.indikatorer else self._innehav[varde].to_numpy()
            angivna = ~pd.isna(stated)
            vanda = np.full(len(stated), None, dtype=object)
            plus = tecken(self.underlag.indikatorer["riktning"])[self._i]
            with exakt():
                vanda[angivna] = round_all(stated[angivna], self._kolumn("decimaler")[angivna]) * plus[angivna]
            self._vanda[varde] = vanda
        return self._vanda[varde]

    @cached_property
    def brist(self) -> np.ndarray:
        """The indicator is delvis or inte."""
        return self._brist[self._i]

    @cached_property
    def kf(self) -> np.ndarray:
        """The indicator is kommunfullmäktige's."""
        return np.asarray(self._kolumn("slag") == Indikatorslag.KF)

    @cached_property
    def senare(self) -> np.ndarray:
        """KF's årsmål is set later."""
        return self._kolumn("faststalls_senare").astype(bool)

    @cached_property
    def hojs(self) -> np.ndarray:
        """Those that must raise; where no raise can be given for the indicator, those with a stated årsmål."""
        kan_hojas = np.isin(self._i, self._i[self._hojs])
        return np.where(kan_hojas, self._hojs, ~self.saknar("arsmal")).astype(bool)

    @cached_property
    def beskriven(self) -> np.ndarray:
        """ "Så når vi målet" is filled in."""
        return self._innehav["beskriven"].to_numpy(bool)

    @cached_property
    def aktivitet(self) -> np.ndarray:
        """The plan has an activity for the indicator."""
        return self._innehav["aktivitet"].to_numpy(bool)

    def saknar(self, varde: str) -> np.ndarray:
        """The value is not stated."""
        return np.asarray(pd.isna(self._varde(varde)))

    def _bada(self, varde: str, an: str) -> np.ndarray:
        return ~self.saknar(varde) & ~self.saknar(an)

    def samre(self, varde: str, an: str) -> np.ndarray:
        """The one value is worse than the other; both are stated."""
        bada = self._bada(varde, an)
        svar = np.zeros(len(bada), dtype=bool)
        svar[bada] = (self._varde(varde)[bada] < self._varde(an)[bada]).astype(bool)
        return svar

    def battre(self, varde: str, an: str, med_mer_an: Decimal) -> np.ndarray:
        """The one value is better than the other (not 0) by more than a share of it."""
        bada = self._bada(varde, an)
        a, u = self._varde(varde)[bada], self._varde(an)[bada]
        svar = np.zeros(len(bada), dtype=bool)
        with exakt():
            svar[bada] = ((u != 0) & (a - u > abs(u) * np.asarray(med_mer_an, dtype=object))).astype(bool)
        return svar

    def troskel(self, namn: str) -> Decimal:
        """A threshold of the year."""
        return Decimal(getattr(self.underlag.trosklar, namn))

    def traffade(self, regel: Regel) -> np.ndarray:
        """Whom a rule asks: its condition holds, and the rule applies to the indicator."""
        assert regel.villkor is not None
        traff = np.asarray(regel.villkor(self), dtype=bool)
        if regel.alltid:
            return traff
        namner = np.array([str(regel.grund) in p for p in self._provas], dtype=bool)
        return traff & namner[self._i]


def find(underlag: Underlag, regler: Iterable[Regel], utfall: pd.DataFrame, hojning: pd.Series) -> Fynd:
    """What the rules find, before any widening.

    Args:
        regler: the rules that ask now.
        utfall: the outcome of `aggregering.aggregate_all`.
        hojning: the outcome of `hojning.hojningar`, aligned with underlag.innehav.
    """
    provning = Provningsram(underlag, utfall, hojning)
    fynd: Fynd = {}
    for regel in regler:
        if regel.villkor is not None:
            traffade = provning.ram.loc[provning.traffade(regel)]
            for indikator, organ in traffade.groupby("indikator", sort=False)["organ"]:
                fynd[regel.grund, str(indikator)] = list(organ)
        elif brister := all_faults(underlag):
            fynd[regel.grund, None] = list(brister)
    return fynd


def find_faststallda(underlag: Underlag, faststallda: Iterable[str]) -> Fynd:
    """Whom to ask when KF's årsmål has been set late: holders with an accepted plan that have stated none.

    Args:
        faststallda: the indicators.
    """
    tomt = pd.DataFrame({"uppfyllelse": Bedomning.EJ_BEDOMBAR}, index=underlag.indikatorer.index)
    ingen = pd.Series(None, index=underlag.innehav.index, dtype=object)
    alla = find(underlag, [REGEL[Grund.KF_ARSMAL_FASTSTALLT]], tomt, ingen)
    return {nyckel: organ for nyckel, organ in alla.items() if nyckel[1] in set(faststallda)}


def widen(underlag: Underlag, fynd: Mapping[tuple[Grund, str | None], list[str]]) -> Fynd:
    """Let the rows that name a rule add organs to what that rule found; where it found nothing, nothing is added."""
    svar = {nyckel: list(organ) for nyckel, organ in fynd.items()}
    har_plan = set(underlag.organ.index[underlag.organ["har_plan"]])
    for rad in underlag.riktade.itertuples():
        nyckel = (rad.grund, rad.indikator)
        if rad.grund in (None, Grund.RIKTAD) or nyckel not in svar or (rad.mal and not rad.indikator):
            continue
        nya = har_plan.intersection(_mottagare(underlag, rad))
        if rad.indikator:
            nya &= set(underlag.innehavare.get(rad.indikator, ()))
        alla = nya.union(svar[nyckel])
        svar[nyckel] = [k for k in underlag.organ.index if k in alla]
    return svar


def _mottagare(underlag: Underlag, rad) -> list[str]:  # type: ignore[no-untyped-def]
    """The organs of a row; `berorda` = holders of its indicator, or of any indicator of its goal or a leaf below it."""
    if rad.indikator:
        koder = [rad.indikator]
    else:
        malen = leaves_under(underlag.mal, rad.mal) if rad.mal else set()
        koder = list(underlag.indikatorer.index[underlag.indikatorer["mal"].isin(malen)])
    berorda = {organ for kod in koder for organ in underlag.innehavare.get(kod, ())}
    return organ_i(rad.mottagare, underlag.organ, berorda)


def av_fynd(underlag: Underlag, fynd: Mapping[tuple[Grund, str | None], list[str]]) -> list[Uppmaning]:
    """One uppmaning for each finding."""
    svar = []
    for (grund, indikator), organ in fynd.items():
        regel = REGEL[grund]
        assert regel.begar is not None
        mal = underlag.indikatorer.at[indikator, "mal"] if indikator else None
        svar.append(Uppmaning(grund, regel.begar, mal, indikator, tuple(organ), regel.frist))
    return svar


def riktade(underlag: Underlag) -> list[Uppmaning]:
    """The uppmaningar that the office has written itself; one without recipients is none."""
    svar = []
    for rad in underlag.riktade.itertuples():
        if rad.grund not in (None, Grund.RIKTAD):
            continue
        mal = underlag.indikatorer.at[rad.indikator, "mal"] if rad.indikator else rad.mal
        mottagare = tuple(_mottagare(underlag, rad))
        if mottagare:
            om = {"senast": rad.senast, "avser": rad.avser, "rad": int(rad.Index)}
            svar.append(Uppmaning(Grund.RIKTAD, Begar(rad.begar), mal, rad.indikator, mottagare, **om))
    return svar


def order_and_name(underlag: Underlag, uppmaningar: Iterable[Uppmaning]) -> list[Uppmaning]:
    """In the order of numbering: goal, indicator, grund, row of the file; those without goal or indicator last."""
    sist = 10**9
    mal = {kod: n for n, kod in enumerate(underlag.mal.index)}
    indikatorer = {kod: n for n, kod in enumerate(underlag.indikatorer.index)}

    def plats(u: Uppmaning) -> tuple[int, int, int, int]:
        return mal.get(u.mal or "", sist), indikatorer.get(u.indikator or "", sist), GRUNDORDNING[u.grund], u.rad

    staden = Namngivare(underlag.organ, underlag.ordbok)
    i_ordning = sorted(uppmaningar, key=plats)
    return [replace(u, till=staden.name_mottagare(u.mottagare, _innehavare(underlag, u))) for u in i_ordning]


def _innehavare(underlag: Underlag, u: Uppmaning) -> list[str]:
    return underlag.innehavare.get(u.indikator, []) if u.indikator else []


def number(ar: int, antal: int, efter: int = 0) -> list[str]:
    """Numbers `<år>-<nn>`, continuing after `efter`; at least two digits."""
    return [f"{ar}-{n:02d}" for n in range(efter + 1, efter + antal + 1)]


@dataclass(frozen=True)
class Stalld:
    """What a rule has asked one organ about one indicator, and the value that it gives to come to, as stated."""

    organ: str
    indikator: str
    grund: Grund
    begar: Begar
    hojning: Decimal | None
    kf_arsmal: Decimal | None
    utfall: Decimal | None

    @property
    def krav(self) -> Decimal | None:
        """The value to come to; None where the rule gives none, or asks for no value."""
        krav = REGEL[self.grund].krav
        return getattr(self, krav) if krav and self.begar in VARDEBEGAR and self.grund in GER_VARDE else None


def strictest(varden: Iterable[Decimal], riktning: str) -> Decimal | None:
    """The strictest of some values to come to; None where there is none."""
    alla = list(varden)
    if not alla:
        return None
    return max(alla) if riktning == Riktning.HOGRE else min(alla)


def begarda_varden(stallda: Iterable[Stalld], riktning: Mapping[str, str]) -> dict[tuple[str, str], Decimal]:
    """(organ, indikator) → `Begärt`, over everything that the organ has been asked, in whichever omgång.

    Args:
        riktning: indikator → which way is better.
    """
    varden: dict[tuple[str, str], list[Decimal]] = {}
    for s in stallda:
        if s.krav is not None:
            varden.setdefault((s.organ, s.indikator), []).append(s.krav)
    svar = {nyckel: strictest(alla, riktning[nyckel[1]]) for nyckel, alla in varden.items()}
    return {nyckel: v for nyckel, v in svar.items() if v is not None}
