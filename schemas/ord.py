"""The city's own words (kontrakt section 1): one place for every word that another city would say otherwise.

The defaults are Stockholm's and stand in standard/ord.csv; `ord.csv` of the year folder replaces them form by form.
Templates and sentences in code name a word by its key, never by itself: `{{ o.staden.bestamd }}`.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas.begrepp import Organslag, Roll
from schemas.regler import REGLER

FORMER = ("obestamd", "bestamd", "flera", "flera_bestamd", "kort")
STANDARDFIL = Path(__file__).parent / "standard" / "ord.csv"
#: the numbers that are words in running text, from 0
RAKNEORD = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def genitiv(ord_: str) -> str:
    """`nämnden` → `nämndens`, `KF` → `KF:s`; a word that ends in an s sound stays as it is."""
    if ord_.isupper():
        return f"{ord_}:s"
    return ord_ if ord_.endswith(("s", "x", "z")) else f"{ord_}s"


def i_ord(n: int, *, ett: bool = False) -> str:
    """A count in running text: `en`, `två` … `tolv`, then figures; `ett` of an ett-word. Never with a unit."""
    return "ett" if n == 1 and ett else RAKNEORD[n] if 0 <= n < len(RAKNEORD) else str(n)


@dataclass(frozen=True)
class Ord:
    """A word in its forms: en nämnd, nämnden, flera nämnder, nämnderna; kort = what it is called in tables."""

    obestamd: str
    bestamd: str
    flera: str
    flera_bestamd: str
    kort: str

    def __str__(self) -> str:
        return self.obestamd

    @property
    def ar_ett(self) -> bool:
        """Whether it is an ett-word (årsmålet), so that adjectives agree."""
        return self.bestamd.endswith("t")

    def adj(self, en: str, ett: str) -> str:
        """The form of an adjective that agrees with it in the singular: `adj("återkallad", "återkallat")`."""
        return ett if self.ar_ett else en

    @property
    def en(self) -> str:
        """`en` or `ett`."""
        return self.adj("en", "ett")

    @property
    def ingen(self) -> str:
        """`ingen` or `inget`."""
        return self.adj("ingen", "inget")

    @property
    def nagon(self) -> str:
        """`någon` or `något`."""
        return self.adj("någon", "något")

    @property
    def reviderad(self) -> str:
        """`reviderat årsmål`."""
        return f"{self.adj('reviderad', 'reviderat')} {self.obestamd}"

    @property
    def riktad(self) -> str:
        """`riktad uppmaning`."""
        return f"{self.adj('riktad', 'riktat')} {self.obestamd}"

    @property
    def aggregerat(self) -> str:
        """`aggregerat årsmål`."""
        return f"{self.adj('aggregerad', 'aggregerat')} {self.obestamd}"

    @property
    def aggregerad(self) -> str:
        """`det aggregerade årsmålet`."""
        return f"{self.adj('den', 'det')} aggregerade {self.bestamd}"

    @property
    def genitiv(self) -> str:
        """Of the definite form: `nämndens`."""
        return genitiv(self.bestamd)

    @property
    def flera_bestamd_genitiv(self) -> str:
        """Of the definite plural: `nämndernas`."""
        return genitiv(self.flera_bestamd)

    @property
    def kort_genitiv(self) -> str:
        """Of the short form: `KF:s`; of the definite form where there is no short one."""
        return genitiv(self.kort or self.bestamd)

    def antal(self, n: int) -> str:
        """`1 nämnd`, `29 nämnder`."""
        return f"{n} {self.obestamd if n == 1 else self.flera}"

    def raknat(self, n: int) -> str:
        """The same in running text: `en nämnd`, `tolv nämnder`, `29 nämnder`, `ingen nämnd`."""
        return f"{self.i_ord(n) if n else self.ingen} {self.obestamd if n < 2 else self.flera}"

    def i_ord(self, n: int) -> str:
        """How many of them, in running text: `ett` (årsmål), `två`, `13`."""
        return i_ord(n, ett=self.ar_ett)


#: codes whose word in running text is another than the code; `{arsmal.bestamd}` stands for the city's word
KODORD: dict[str, str] = {
    "stadsdelsnamnd": "{stadsdelsnamnd}",
    "facknamnd": "{facknamnd}",
    "bolagsstyrelse": "{bolagsstyrelse}",
    "registrator": "{registrator}",
    "controller": "{controller}",
    "forvaltningschef": "{forvaltningschef}",
    "planeringskontoret": "{kontoret.bestamd}",
    "kf": "{kommunfullmaktige.kort_genitiv} {indikator}",
    "obligatorisk": "{namndindikator}",
    "hogre": "högre är bättre",
    "lagre": "lägre är bättre",
    "vagt_medel": "vägt medel",
    "storst": "störst",
    "arsmal": "{arsmal}",
    "reviderat_arsmal": "{arsmal.reviderad}",
    "atgard": "åtgärd",
    "uppfoljning": "uppföljning",
    "intensifierat_arbete": "intensifierat arbete",
    "ej_bedombar": "ej bedömbar",
    "godkand": "godkänd",
    "vantar": "väntar",
    "oppen": "öppen",
    "forslag": "förslag",
    "utfardad": "utfärdad",
    "tillracklig": "tillräcklig",
    "otillracklig": "otillräcklig",
    "forfragan": "förfrågan",
    "uppmaning": "{uppmaning}",
    "paminnelse": "påminnelse",
    "aterkallelse": "återkallelse",
    "franvaro": "frånvarobesked, ingen inlämning",
    "maskin": "automatiskt brev, ingen inlämning",
    "studs": "ett meddelande kom inte fram",
    "utan_arbetsbok": "brev utan arbetsbok",
    "sands": "sänds",
    "osakert": "osäkert",
    "misslyckat": "misslyckat",
    "internranta": "internränta",
    "fordelat": "fördelat",
    "utgar": "utgår",
    "nytt_arsmal": "ändring av {arsmal.bestamd}",
    "andrad_lydelse": "ändrad lydelse",
    "beslutsbelopp": "beslutsbelopp",
    "resultatbudget": "resultatbudget",
    "kf_budget": "{kommunfullmaktige.kort_genitiv} budget",
    **{str(r.grund): r.namn for r in REGLER},
}

#: codes whose Swedish word says more than the code does, as they are spelt in a workbook
STAVADE: dict[str, str] = {"hogre": "högre", "lagre": "lägre", "nytt_arsmal": "nytt årsmål"}
_UTAN_PRICKAR = str.maketrans("åäö ", "aao_")


class Ordbok(Mapping[str, Ord]):
    """A city's words by key, as items and as attributes; equal dictionaries are equal and hash alike."""

    def __init__(self, orden: Mapping[str, Ord]) -> None:
        self._ord = dict(orden)
        self._hash = hash(tuple(sorted(self._ord.items(), key=lambda x: x[0])))

    def __getitem__(self, nyckel: str) -> Ord:
        return self._ord[nyckel]

    def __getattr__(self, nyckel: str) -> Ord:
        if nyckel.startswith("_"):
            raise AttributeError(nyckel)
        try:
            return self._ord[nyckel]
        except KeyError:
            raise AttributeError(f"there is no word {nyckel} in standard/ord.csv") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._ord)

    def __len__(self) -> int:
        return len(self._ord)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, annan: object) -> bool:
        return isinstance(annan, Ordbok) and self._ord == annan._ord

    def __reduce__(self) -> tuple[Any, ...]:
        return Ordbok, (self._ord,)

    def __repr__(self) -> str:
        return f"Ordbok({self._ord!r})"

    def text(self, mall: str) -> str:
        """A sentence with the city's words: `{arsmal.bestamd}` is replaced."""
        return mall.format_map(self._ord)

    def kod(self, kod: object) -> str:
        """What a code is called in running text; the code itself where it already is a Swedish word."""
        return "" if kod is None else self.text(KODORD[str(kod)]) if str(kod) in KODORD else str(kod)

    def stavad(self, kod: str) -> str:
        """A code as it is spelt in a workbook: with å ä ö and spaces where that is all that differs; else the code."""
        ordet = STAVADE.get(kod) or self.kod(kod)
        return ordet if ordet.translate(_UTAN_PRICKAR) == kod else kod

    def kod_av(self, text: str, koder: Iterable[str]) -> str | None:
        """The code that a cell means, by the code itself, its spelling or its word; None where it is none."""
        per_namn = {namn.lower(): kod for kod in koder for namn in (self.kod(kod), self.stavad(kod), kod)}
        return per_namn.get(text.lower())

    def organet(self, slag: str) -> Ord:
        """How an organ of this kind is spoken to: nämnden or bolaget."""
        return self["bolag" if slag == Organslag.BOLAGSSTYRELSE else "namnd"]

    def organmal(self, slag: str) -> Ord:
        """What the organ's own goal is called: nämndmål or bolagsmål."""
        return self["bolagsmal" if slag == Organslag.BOLAGSSTYRELSE else "namndmal"]

    def vardet(self, varde: str) -> Ord:
        """What is aggregated in an omgång: årsmålet, prognosen or utfallet."""
        return self[varde]

    def roll(self, roll: str, slag: str) -> Ord:
        """Who holds a role in an organ of this kind: a bolag has a vd where a nämnd has a förvaltningschef."""
        ar_vd = roll == Roll.FORVALTNINGSCHEF and slag == Organslag.BOLAGSSTYRELSE
        return self["vd" if ar_vd else "kontoret" if roll == Roll.PLANERINGSKONTORET else str(roll)]


@cache
def _standardrader() -> tuple[dict[str, str], ...]:
    with STANDARDFIL.open(encoding="utf-8", newline="") as fil:
        return tuple(csv.DictReader(fil))


def beskrivningar() -> dict[str, str]:
    """Key → what the word is for, in the order of the file."""
    return {r["nyckel"]: r["vad"] for r in _standardrader()}


@cache
def standardord() -> Ordbok:
    """The words where the year folder says nothing."""
    return Ordbok({r["nyckel"]: Ord(*(r[f] for f in FORMER)) for r in _standardrader()})


def ordbok(rader: Iterable[Mapping[str, str | None]]) -> Ordbok:
    """The city's words: the defaults, with the forms that `ord.csv` states over them.

    Args:
        rader: rows of ord.csv by column; a form that is empty is the default's.
    """
    egna = {str(r["nyckel"]): r for r in rader}
    standard = standardord()

    def ett(nyckel: str, o: Ord) -> Ord:
        rad = egna.get(nyckel, {})
        return Ord(*(str(rad.get(form) or getattr(o, form)) for form in FORMER))

    return Ordbok({nyckel: ett(nyckel, o) for nyckel, o in standard.items()})
