"""What must be asked of whom: the ten grunder, widening, numbering and what is asked for (kontrakt section 5)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd

from rules.grupper import organ_i
from rules.internkontroll import brister_i_internkontroll
from rules.namngivning import Namngivare
from rules.tal import exakt, round_all, tecken
from schemas.begrepp import BEGAR_AV_GRUND, VARDEBEGAR, Bedomning, Begar, Grund, Indikatorslag, Riktning, Senast
from schemas.underlag import Underlag

GRUNDORDNING = {g: n for n, g in enumerate(Grund)}
#: the rules that ask for a value which they themselves give
GER_VARDE = (Grund.AGGREGAT_UNDER_KF, Grund.UNDER_KF_ARSMAL, Grund.SANKT_AMBITION)


@dataclass(frozen=True)
class Uppmaning:
    """One thing asked of some organs: one grund and one indicator (with its goal), or one goal, or one text.

    Attributes:
        senast: `t1` = by tertialrapport 1; None = no date is set.
        mottagare: organ codes in the order of organ.csv.
        rad: the row of riktade_uppmaningar.csv that a `riktad` one comes from, counted from 0; else -1.
        till: the recipients as the city names them.
    """

    grund: Grund
    begar: Begar
    mal: str | None
    indikator: str | None
    senast: Senast | None
    mottagare: tuple[str, ...]
    avser: str | None = None
    rad: int = -1
    till: str = ""


def provningsram(underlag: Underlag, utfall: pd.DataFrame, hojning: pd.Series) -> pd.DataFrame:
    """The holders that have an accepted plan, with everything that a rule looks at.

    arsmal, utfall and kf_arsmal are rounded to the indicator's decimals and turned so that higher is better:
    where lower is, they are negated. `i` is the place of the row's indicator in underlag.indikatorer.

    Args:
        utfall: the outcome of `aggregering.aggregera`.
        hojning: the outcome of `hojning.hojningar`, aligned with underlag.innehav.
    """
    innehav, indikatorer = underlag.innehav, underlag.indikatorer
    har_vp = innehav["organ"].map(underlag.organ["har_vp"].to_dict()).to_numpy(bool)
    ram = innehav.loc[har_vp, ["indikator", "organ", "beskriven", "aktivitet"]].reset_index(drop=True)
    i = indikatorer.index.get_indexer(ram["indikator"])
    decimaler, plus = indikatorer["decimaler"].to_numpy(), tecken(indikatorer["riktning"])
    with exakt():
        vanda = {k: _turn(innehav[k].to_numpy()[har_vp], decimaler[i], plus[i]) for k in ("arsmal", "utfall")}
        vanda["kf_arsmal"] = _turn(indikatorer["kf_arsmal"].to_numpy(object), decimaler, plus)[i]
    for kolumn, varden in vanda.items():
        ram[kolumn] = pd.Series(varden, dtype=object)
    ram["i"] = i
    for kolumn in ("slag", "faststalls_senare"):
        ram[kolumn] = indikatorer[kolumn].to_numpy()[i]
    ram["hojs"] = hojning.notna().to_numpy()[har_vp]
    ram["brist"] = utfall["uppfyllelse"].isin([Bedomning.DELVIS, Bedomning.INTE]).to_numpy()[i]
    return ram


def _turn(varden: np.ndarray, decimaler: np.ndarray, plus: np.ndarray) -> np.ndarray:
    """Stated values rounded, negated where lower is better; None where nothing is stated."""
    angivna = ~pd.isna(varden)
    svar = np.full(len(varden), None, dtype=object)
    svar[angivna] = round_all(varden[angivna], decimaler[angivna]) * plus[angivna]
    return svar


def _compare(ram: pd.DataFrame, mot: str, skillnad: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Apply a comparison to (årsmål, other value), both turned so that higher is better, where both are there."""
    bada = (ram["arsmal"].notna() & ram[mot].notna()).to_numpy()
    svar = np.zeros(len(ram), dtype=bool)
    svar[bada] = skillnad(ram["arsmal"].to_numpy()[bada], ram[mot].to_numpy()[bada]).astype(bool)
    return svar


def saknat_arsmal(ram: pd.DataFrame) -> np.ndarray:
    """Holders whose accepted plan states no årsmål, unless KF's own is still to be set."""
    return (ram["arsmal"].isna() & ~ram["faststalls_senare"].astype(bool)).to_numpy()


def sankt_ambition(ram: pd.DataFrame) -> np.ndarray:
    """Holders whose årsmål is worse than last year's outcome."""
    return _compare(ram, "utfall", lambda a, b: a < b)


def under_kf_arsmal(ram: pd.DataFrame) -> np.ndarray:
    """Holders whose årsmål is worse than KF's."""
    return _compare(ram, "kf_arsmal", lambda a, b: a < b)


def aggregat_under_kf(ram: pd.DataFrame) -> np.ndarray:
    """For KF's indicators that are delvis or inte: those that must raise; if no raise can be given, all."""
    kan_hojas = ram["i"].isin(ram.loc[ram["hojs"], "i"].unique())
    traffad = np.where(kan_hojas, ram["hojs"], ram["arsmal"].notna())
    return (ram["brist"] & (ram["slag"] == Indikatorslag.KF)).to_numpy() & traffad.astype(bool)


def stor_avvikelse(ram: pd.DataFrame, mer_an: Decimal) -> np.ndarray:
    """Holders whose årsmål is better than last year's outcome (not 0) by more than `mer_an` of it."""
    return _compare(ram, "utfall", lambda a, u: (u != 0) & (a - u > abs(u) * np.asarray(mer_an, dtype=object)))


def saknad_beskrivning(ram: pd.DataFrame) -> np.ndarray:
    """Holders that do not say how they will reach the årsmål, stated or not."""
    return ~ram["beskriven"].to_numpy(bool)


def saknad_aktivitet(ram: pd.DataFrame) -> np.ndarray:
    """Holders without an activity for an indicator that is delvis or inte."""
    return (ram["brist"] & ~ram["aktivitet"]).to_numpy(bool)


def find(underlag: Underlag, utfall: pd.DataFrame, hojning: pd.Series) -> dict[tuple[Grund, str | None], list[str]]:
    """What the rules find: (grund, indikator or None) → organs, before any widening.

    `kf_arsmal_faststallt` is found by `finn_faststallda`, on a day of its own.
    """
    ram = provningsram(underlag, utfall, hojning)
    provas = [set((p or "").split("+")) for p in underlag.indikatorer["provas"]]

    def namnd(grund: Grund) -> np.ndarray:
        return np.array([grund in p for p in provas], dtype=bool)[ram["i"].to_numpy()]

    mer_an = underlag.trosklar.stor_avvikelse
    with exakt():
        masker = {
            Grund.SAKNAT_ARSMAL: saknat_arsmal(ram),
            Grund.SANKT_AMBITION: sankt_ambition(ram) & namnd(Grund.SANKT_AMBITION),
            Grund.UNDER_KF_ARSMAL: under_kf_arsmal(ram) & namnd(Grund.UNDER_KF_ARSMAL),
            Grund.AGGREGAT_UNDER_KF: aggregat_under_kf(ram),
            Grund.STOR_AVVIKELSE: stor_avvikelse(ram, mer_an) & namnd(Grund.STOR_AVVIKELSE),
            Grund.SAKNAD_BESKRIVNING: saknad_beskrivning(ram) & namnd(Grund.SAKNAD_BESKRIVNING),
            Grund.SAKNAD_AKTIVITET: saknad_aktivitet(ram) & namnd(Grund.SAKNAD_AKTIVITET),
        }
    fynd: dict[tuple[Grund, str | None], list[str]] = {}
    for grund, mask in masker.items():
        for indikator, organ in ram.loc[mask, ["indikator", "organ"]].groupby("indikator", sort=False)["organ"]:
            fynd[grund, str(indikator)] = list(organ)
    brister = set(brister_i_internkontroll(underlag)["organ"])
    if brister:
        fynd[Grund.OFULLSTANDIG_INTERNKONTROLL, None] = [k for k in underlag.organ.index if k in brister]
    return fynd


def find_faststallda(underlag: Underlag, faststallda: Iterable[str]) -> dict[tuple[Grund, str | None], list[str]]:
    """Whom to ask when KF's årsmål has been set late: holders with an accepted plan that have stated none."""
    fynd: dict[tuple[Grund, str | None], list[str]] = {}
    for kod in faststallda:
        rader = underlag.innehav[underlag.innehav["indikator"] == kod]
        utan = rader[rader["arsmal"].isna() & rader["organ"].map(underlag.organ["har_vp"]).astype(bool)]
        if len(utan):
            fynd[Grund.KF_ARSMAL_FASTSTALLT, kod] = list(utan["organ"])
    return fynd


def widen(
    underlag: Underlag, fynd: Mapping[tuple[Grund, str | None], list[str]]
) -> dict[tuple[Grund, str | None], list[str]]:
    """Let the rows that name a rule add organs to what that rule found; where it found nothing, nothing is added."""
    svar = {nyckel: list(organ) for nyckel, organ in fynd.items()}
    har_vp = set(underlag.organ.index[underlag.organ["har_vp"]])
    for rad in underlag.riktade.itertuples():
        nyckel = (rad.grund, rad.indikator)
        if rad.grund in (None, Grund.RIKTAD) or nyckel not in svar or (rad.mal and not rad.indikator):
            continue
        nya = har_vp.intersection(_mottagare(underlag, rad))
        if rad.indikator:
            nya &= set(underlag.innehavare.get(rad.indikator, ()))
        alla = nya.union(svar[nyckel])
        svar[nyckel] = [k for k in underlag.organ.index if k in alla]
    return svar


def _mottagare(underlag: Underlag, rad) -> list[str]:  # type: ignore[no-untyped-def]
    """The organs of a row; `berorda` = holders of its indicator, or of any indicator of its goal."""
    if rad.indikator:
        koder = [rad.indikator]
    else:
        malen = {rad.mal, *underlag.mal.index[underlag.mal["overordnat"] == rad.mal]}
        koder = list(underlag.indikatorer.index[underlag.indikatorer["mal"].isin(malen)])
    berorda = {organ for kod in koder for organ in underlag.innehavare.get(kod, ())}
    return organ_i(rad.mottagare, underlag.organ, berorda)


def av_fynd(underlag: Underlag, fynd: Mapping[tuple[Grund, str | None], list[str]]) -> list[Uppmaning]:
    """One uppmaning for each finding."""
    svar = []
    for (grund, indikator), organ in fynd.items():
        begar, senast = BEGAR_AV_GRUND[grund]
        mal = underlag.indikatorer.at[indikator, "mal"] if indikator else None
        svar.append(Uppmaning(grund, begar, mal, indikator, senast, tuple(organ)))
    return svar


def riktade(underlag: Underlag) -> list[Uppmaning]:
    """The uppmaningar that the office has written itself; one without recipients is none."""
    svar = []
    for n, rad in enumerate(underlag.riktade.itertuples()):
        if rad.grund not in (None, Grund.RIKTAD):
            continue
        mal = underlag.indikatorer.at[rad.indikator, "mal"] if rad.indikator else rad.mal
        mottagare = tuple(_mottagare(underlag, rad))
        if mottagare:
            senast = Senast(rad.senast) if rad.senast else None
            svar.append(Uppmaning(Grund.RIKTAD, Begar(rad.begar), mal, rad.indikator, senast, mottagare, rad.avser, n))
    return svar


def order_and_name(underlag: Underlag, uppmaningar: Iterable[Uppmaning]) -> list[Uppmaning]:
    """In the order of numbering: goal, indicator, grund, row of the file; those without goal or indicator last."""
    sist = 10**9
    mal = {kod: n for n, kod in enumerate(underlag.mal.index)}
    indikatorer = {kod: n for n, kod in enumerate(underlag.indikatorer.index)}

    def plats(u: Uppmaning) -> tuple[int, int, int, int]:
        return mal.get(u.mal or "", sist), indikatorer.get(u.indikator or "", sist), GRUNDORDNING[u.grund], u.rad

    staden = Namngivare(underlag.organ)
    i_ordning = sorted(uppmaningar, key=plats)
    return [replace(u, till=staden.name_mottagare(u.mottagare, _innehavare(underlag, u))) for u in i_ordning]


def _innehavare(underlag: Underlag, u: Uppmaning) -> list[str]:
    return underlag.innehavare.get(u.indikator, []) if u.indikator else []


def number(ar: int, antal: int, efter: int = 0) -> list[str]:
    """Numbers `<år>-<nn>`, continuing after `efter`; at least two digits."""
    return [f"{ar}-{n:02d}" for n in range(efter + 1, efter + antal + 1)]


def begart_varde(
    grunder: Iterable[Grund], riktning: str, hojning: Decimal | None, kf_arsmal: Decimal | None, utfall: Decimal | None
) -> Decimal | None:
    """The strictest value that the rules which asked one organ about one indicator give; None where none gives any."""
    fragat = tuple(grunder)
    ger = zip(GER_VARDE, (hojning, kf_arsmal, utfall), strict=True)
    varden = [v for g, v in ger if v is not None and g in fragat]
    if not varden:
        return None
    return max(varden) if riktning == Riktning.HOGRE else min(varden)


def begarda_varden(
    underlag: Underlag, hojning: pd.Series, uppmaningar: Iterable[Uppmaning]
) -> dict[tuple[str, str], Decimal]:
    """(organ, indikator) → `Begärt`, over every uppmaning to the organ that asks for a value for the indicator."""
    grunder: dict[str, dict[str, tuple[Grund, ...]]] = {}
    for u in uppmaningar:
        if u.begar in VARDEBEGAR and u.indikator and u.grund in GER_VARDE:
            per_organ = grunder.setdefault(u.indikator, {})
            for organ in u.mottagare:
                per_organ[organ] = (*per_organ.get(organ, ()), u.grund)
    lagen = underlag.innehav.groupby("indikator", sort=False).indices
    organen, utfall, hojs = (k.to_numpy() for k in (underlag.innehav["organ"], underlag.innehav["utfall"], hojning))
    svar = {}
    for indikator, per_organ in grunder.items():
        i, rader = underlag.indikatorer.loc[indikator], lagen.get(indikator, [])
        kanda = dict(zip(organen[rader], zip(hojs[rader], utfall[rader], strict=True), strict=True))
        riktning, kf_arsmal = i.riktning, i.kf_arsmal
        for organ, fragat in per_organ.items():
            egen_hojning, eget_utfall = kanda.get(organ, (None, None))
            varde = begart_varde(fragat, riktning, egen_hojning, kf_arsmal, eget_utfall)
            if varde is not None:
                svar[organ, indikator] = varde
    return svar
