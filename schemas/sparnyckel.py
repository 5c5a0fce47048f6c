"""The keys by which any printed figure is traced, declared once (kontrakt section 6, `spara`).

A key is what a person types after `arshjul spara` and what stands in HTML as `data-nyckel`: a kind and its parts,
`svar:T1/2024-03/jarva`; or the code alone of what the year itself gives a code, `1.2-03`, `jarva`, `punkt 3`, which
means everything that has it. An empty part means all, and parts at the end may be left out where their kind says so.
A `/` inside a part is written %2F, and a % as %25.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Sparslag(StrEnum):
    """What a key is of; the parts of each stand in `DELAR`."""

    KOD = "kod"
    INDIKATOR = "indikator"
    MAL = "mal"
    UPPMANING = "uppmaning"
    ORGAN = "organ"
    BUDGETRAD = "budgetrad"
    PUNKT = "punkt"
    BIDRAG = "bidrag"
    AGGREGAT = "aggregat"
    ARSMAL = "arsmal"
    VARDE = "varde"
    HOJNING = "hojning"
    FOREGAENDE = "foregaende"
    BEDOMNING = "bedomning"
    DEL = "del"
    SVAR = "svar"
    ANTAL = "antal"
    FRAMSTALLNING = "framstallning"
    BEVILJAT = "beviljat"
    SOKT = "sokt"
    BUDGET = "budget"
    AVVIKELSE = "avvikelse"
    ANDEL = "andel"
    ENHET = "resultatenhet"
    TEXT = "text"
    BESLUT = "beslut"
    DAG = "dag"
    INLAMNING = "inlamning"
    AR = "ar"
    RAD = "rad"
    SUMMA = "summa"
    CELL = "cell"


class Delar(NamedTuple):
    """The parts of a kind: what it is of in the city's words, the parts that must be there, and those that may."""

    vad: str
    krav: tuple[str, ...]
    fler: tuple[str, ...] = ()


#: a part of a sum that is to be nothing, where an empty one means all
INGEN = "–"
#: the organ, the kind of money, the source and the purpose by which grants are summed
_PENGAR = ("slag", "finansiering", "organ", "ändamål")

DELAR: dict[Sparslag, Delar] = {
    Sparslag.KOD: Delar("allt som har koden", ("kod",)),
    Sparslag.INDIKATOR: Delar("{indikator.en} {indikator}, omgång för omgång", ("indikator",)),
    Sparslag.MAL: Delar("ett mål, omgång för omgång", ("mål",)),
    Sparslag.UPPMANING: Delar("{uppmaning.en} {uppmaning}, också om den ströks, med mottagare och svar", ("nummer",)),
    Sparslag.ORGAN: Delar("ett organ: vad det har lämnat in och begärt", ("organ",)),
    Sparslag.BUDGETRAD: Delar("en rad i resultatbudgeten", ("rad",)),
    Sparslag.PUNKT: Delar("ett belopp i beslutet och det som det är summan av", ("punkt",)),
    Sparslag.BIDRAG: Delar("ett statsbidrag: potten och dess delar", ("bidrag",)),
    Sparslag.AGGREGAT: Delar(
        "{indikator.genitiv} sammanlagda värde i en omgång, med {kommunfullmaktige.kort_genitiv} {arsmal}",
        ("omgång", "indikator"),
    ),
    Sparslag.ARSMAL: Delar(
        "{arsmal.bestamd} som gäller i en omgång: ett organs, eller alla organs sammanlagt",
        ("omgång", "indikator"),
        ("organ",),
    ),
    Sparslag.VARDE: Delar("ett organs värde i en omgång", ("omgång", "indikator", "organ")),
    Sparslag.HOJNING: Delar("vad ett organ behöver nå", ("omgång", "indikator", "organ")),
    Sparslag.FOREGAENDE: Delar(
        "{utfall.bestamd} föregående år: ett organs, eller sammanlagt för dem som har ett värde i omgången",
        ("omgång", "indikator"),
        ("organ",),
    ),
    Sparslag.BEDOMNING: Delar("ett måls bedömning i en omgång, och vad den vilar på", ("omgång", "mål")),
    Sparslag.DEL: Delar(
        "vad ett organ ombeds: begärt, jämfört och senast; med en omgång, vad som då skiljer",
        ("nummer", "organ"),
        ("omgång",),
    ),
    Sparslag.SVAR: Delar("ett organs svar i en omgång, och hur det bedömdes", ("omgång", "nummer", "organ")),
    Sparslag.ANTAL: Delar(
        "ett antal, med vad som räknas; villkor skrivs villkor=värde", ("omgång", "vad"), ("villkor",) * 8
    ),
    Sparslag.FRAMSTALLNING: Delar("en framställning eller en justering som ingen begärt", ("organ", "slag", "ändamål")),
    Sparslag.BEVILJAT: Delar("summan av vad som beviljas", (), _PENGAR),
    Sparslag.SOKT: Delar("summan av vad som söks", (), _PENGAR),
    Sparslag.BUDGET: Delar("ett belopp i resultatbudgeten; kolumnen justerad är summan", ("rad", "kolumn")),
    Sparslag.AVVIKELSE: Delar("belopp som inte stämmer överens", ("slag",), ("nyckel",)),
    Sparslag.ANDEL: Delar("ett organs del av ett statsbidrag", ("bidrag", "organ")),
    Sparslag.ENHET: Delar("{resultatenhet.en} {resultatenhet}", ("organ", "resultatenhet")),
    Sparslag.TEXT: Delar("kontorets text till ett avsnitt eller ett mål", ("omgång", "avsnitt")),
    Sparslag.BESLUT: Delar("en omgångs beslut: när och av vem", ("omgång",)),
    Sparslag.DAG: Delar("en dag: senast, sammanstalls eller beslutas", ("omgång", "vilken"), ("organ",)),
    Sparslag.INLAMNING: Delar("ett organs inlämning i en omgång", ("omgång", "organ"), ("version",)),
    Sparslag.AR: Delar("ett värde i ar.yaml, t.ex. en tröskel", ("nyckel",)),
    Sparslag.RAD: Delar("en rad eller en ruta i årsmappen", ("fil", "rad"), ("kolumn",)),
    Sparslag.SUMMA: Delar("summan av en kolumn i årsmappen", ("fil", "kolumn"), ("villkor",) * 2),
    Sparslag.CELL: Delar("en ruta i ett organs arbetsbok", ("omgång", "organ", "blad", "rad"), ("fält",)),
}


class Antalsslag(StrEnum):
    """What is counted; the conditions that each takes stand in `VILLKOR`."""

    ORGAN = "organ"
    INLAMNADE = "inlamnade"
    EJ_INLAMNADE = "ej-inlamnade"
    SENA = "sena"
    SKULLE_RAPPORTERA = "skulle-rapportera"
    EJ_RAPPORTERAT = "ej-rapporterat"
    OBESVARADE = "obesvarade"
    MAL = "mal"
    INDIKATORER = "indikatorer"
    BIDRAR = "bidrar"
    NAMNDMAL = "namndmal"
    UPPMANINGAR = "uppmaningar"
    MOTTAGARE = "mottagare"
    ATT_BESVARA = "att-besvara"
    FRAGOR = "fragor"
    SVAR = "svar"
    DELAR = "delar"
    ARSMAL = "arsmal"
    PROCESSER = "processer"
    RISKER = "risker"
    FRAMSTALLNINGAR = "framstallningar"
    SOKANDE = "sokande"
    ANDAMAL = "andamal"
    ENHETER = "resultatenheter"
    ENHETSORGAN = "organ-med-resultatenhet"
    JUSTERINGAR = "indikatorjusteringar"


#: whose organs: `namnder` or `bolag`
_SLAG = ("slag",)

VILLKOR: dict[Antalsslag, tuple[str, ...]] = {
    Antalsslag.ORGAN: _SLAG,
    Antalsslag.INLAMNADE: _SLAG,
    Antalsslag.EJ_INLAMNADE: _SLAG,
    Antalsslag.SENA: _SLAG,
    Antalsslag.SKULLE_RAPPORTERA: _SLAG,
    Antalsslag.EJ_RAPPORTERAT: _SLAG,
    Antalsslag.OBESVARADE: _SLAG,
    # niva=topp or lov; under=the goal above; tyst=ja: more than half are silent on an indicator that counts;
    # andrad=ja: another bedömning than in the omgång before; upp or ner: a better or a worse one; annat: from or to
    # ej_bedombar
    Antalsslag.MAL: ("niva", "bedomning", "under", "tyst", "andrad"),
    # raknas=ja: the bedömning rests on it; fattas=ja: it is short of KF's årsmål; andrad as of goals, by uppfyllelse,
    # beside what the follow-up stands beside; redovisas=ja: its change is told, as the rules of the document have it
    Antalsslag.INDIKATORER: ("mal", "uppfyllelse", "raknas", "tyst", "fattas", "andrad", "redovisas", "organ"),
    Antalsslag.BIDRAR: ("mal", *_SLAG),
    Antalsslag.NAMNDMAL: ("mal", *_SLAG),
    # of those that the decision of the omgång issues; daterad=ja or nej; status=struken for those that were struck
    Antalsslag.UPPMANINGAR: ("mal", "grund", "begar", "daterad", "status"),
    Antalsslag.MOTTAGARE: ("nummer", "begar", *_SLAG),
    # the uppmaningar that the omgång was to answer
    Antalsslag.ATT_BESVARA: ("mal",),
    # the parts that stand to be answered as the omgång begins; senast=their day
    Antalsslag.FRAGOR: ("organ", "senast"),
    # status=a Svarsstatus, or several joined by +; sen=ja; vidare=ja: goes on to the next omgång
    Antalsslag.SVAR: ("status", "nummer", "organ", "sen", "vidare"),
    # every part asked so far; utfall=uppfyllda, kan_inte, ej_uppfyllda or oppna
    Antalsslag.DELAR: ("organ", "nummer", "status", "utfall"),
    # the organs' årsmål in force; utfall=nadda, ej_nadda or utan_varde; nar_kf=ja or nej, of those that can be held
    # against KF's; varde_nar_kf the same of what is reported
    Antalsslag.ARSMAL: ("organ", "indikator", "utfall", "nar_kf", "varde_nar_kf"),
    Antalsslag.PROCESSER: ("organ", "mal"),
    Antalsslag.RISKER: ("organ", "mal"),
    # beviljas=helt, delvis or inte
    Antalsslag.FRAMSTALLNINGAR: ("organ", "slag", "beviljas"),
    Antalsslag.SOKANDE: _SLAG,
    Antalsslag.ANDAMAL: (),
    # forandring=one of Forandring, or inget where the plan says nothing; or several joined by +
    Antalsslag.ENHETER: ("organ", "forandring"),
    Antalsslag.ENHETSORGAN: _SLAG,
    # the indicators that are changed; justering=one of Justering
    Antalsslag.JUSTERINGAR: ("justering",),
}


class EjNyckel(ValueError):
    """What stands there is no key."""


@dataclass(frozen=True)
class Sparnyckel:
    """A key: what it is of, and its parts in the order of `DELAR`."""

    slag: Sparslag
    delar: tuple[str, ...]

    def __str__(self) -> str:
        if self.slag == Sparslag.KOD:
            return self.delar[0]
        if self.slag == Sparslag.PUNKT:
            return f"punkt {self.delar[0]}"
        return f"{self.slag}:{'/'.join(_escaped(d) for d in self.delar)}"

    def del_(self, n: int) -> str:
        """Its part by place; empty where it is left out."""
        return self.delar[n] if n < len(self.delar) else ""

    @property
    def villkor(self) -> dict[str, str]:
        """The conditions of a count or a sum: name → value."""
        return {namn: varde for d in self.delar[2:] for namn, _, varde in [d.partition("=")]}


def nyckel(slag: Sparslag, *delar: object) -> Sparnyckel:
    """A key from its parts; empty ones at the end are left out.

    Raises:
        EjNyckel: the kind has more parts, or fewer.
    """
    alla = ["" if d is None else str(d) for d in delar]
    form = DELAR[slag]
    while len(alla) > len(form.krav) and not alla[-1]:
        alla.pop()
    if not len(form.krav) <= len(alla) <= len(form.krav) + len(form.fler):
        raise EjNyckel(f"{slag} skrivs {skrivs(slag)}.")
    return Sparnyckel(slag, tuple(alla))


def antal(
    omgang: object, vad: Antalsslag, villkor: Mapping[str, object] | None = None, /, **fler: object
) -> Sparnyckel:
    """The key of a count: `antal(omgang, Antalsslag.SVAR, status="utebliven")`.

    Raises:
        EjNyckel: what is counted has no such condition.
    """
    alla = {k: v for k, v in ({**(villkor or {}), **fler}).items() if v is not None}
    if fel := sorted(set(alla) - set(VILLKOR[vad])):
        raise EjNyckel(f"{vad} har inte villkoret {', '.join(fel)}; {_tar(vad)}.")
    ordnade = (f"{k}={alla[k]}" for k in VILLKOR[vad] if k in alla)
    return nyckel(Sparslag.ANTAL, omgang, vad, *ordnade)


def parse(text: str) -> Sparnyckel:
    """The key that a text is: a kind with its parts, or a code.

    Raises:
        EjNyckel: the kind is there, and its parts are wrong.
    """
    ren = text.strip()
    fore, kolon, resten = ren.partition(":")
    if ren.lower().startswith("punkt ") and ren[6:].strip():
        return nyckel(Sparslag.PUNKT, ren[6:].strip())
    if not kolon or fore.strip().lower() not in set(Sparslag):
        return Sparnyckel(Sparslag.KOD, (ren,))
    slag = Sparslag(fore.strip().lower())
    delar = [_unescaped(d.strip()) for d in resten.strip().split("/")] if resten.strip() else []
    svar = nyckel(slag, *delar)
    return _checked(svar) if slag == Sparslag.ANTAL else svar


def _checked(n: Sparnyckel) -> Sparnyckel:
    """A count, with its conditions in their order."""
    if n.delar[1] not in set(Antalsslag):
        raise EjNyckel(f"{n.delar[1]} räknas inte. Det som räknas är {', '.join(Antalsslag)}.")
    vad = Antalsslag(n.delar[1])
    if fel := [d for d in n.delar[2:] if "=" not in d]:
        raise EjNyckel(f"”{fel[0]}” ska skrivas villkor=värde; {_tar(vad)}.")
    return antal(n.delar[0], vad, n.villkor)


def _tar(vad: Antalsslag) -> str:
    villkor = VILLKOR[vad]
    return f"det tar {', '.join(villkor)}" if villkor else "det tar inga villkor"


def skrivs(slag: Sparslag) -> str:
    """How a key of a kind is written: `varde:omgång/indikator/organ`, what may be left out in brackets."""
    form = DELAR[slag]
    if slag == Sparslag.KOD:
        return "koden"
    if slag == Sparslag.PUNKT:
        return "punkt N"
    fler = [f"[{d}]" for d in dict.fromkeys(form.fler)]
    return f"{slag}:{'/'.join([*form.krav, *fler])}"


def _escaped(del_: str) -> str:
    return del_.replace("%", "%25").replace("/", "%2F")


def _unescaped(del_: str) -> str:
    return del_.replace("%2F", "/").replace("%2f", "/").replace("%25", "%")
