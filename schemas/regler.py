"""The rules, each declared once (kontrakt section 5, Uppmaningar), as an openfisca Variable is.

A declaration says everything of a rule: its grund, what it asks for and by when, when it is asked, its condition, the
values that it compares, its words and its sentence. The condition is carried out by `rules.uppmaningar.Provning`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import numpy as np

from schemas.begrepp import Begar, Grund

#: raised when a rule changes, so that the same figures give a new version of the avstämning
REGELVERSION = 2

Mask = np.ndarray


class Provning(Protocol):
    """What a condition may ask of the holders that have an accepted plan: one answer for each of them.

    A value is named as in `underlag.InnehavRam` (arsmal, varde, utfall) or is kf_arsmal.
    """

    @property
    def brist(self) -> Mask:
        """The indicator is delvis or inte."""

    @property
    def kf(self) -> Mask:
        """The indicator is kommunfullmäktige's."""

    @property
    def senare(self) -> Mask:
        """KF's årsmål is set later."""

    @property
    def hojs(self) -> Mask:
        """The holder is one of those that must raise; where no raise can be given, one that has stated an årsmål."""

    @property
    def beskriven(self) -> Mask:
        """ "Så når vi målet" is filled in."""

    @property
    def aktivitet(self) -> Mask:
        """The plan has an activity for the indicator."""

    def saknar(self, varde: str) -> Mask:
        """The value is not stated."""

    def samre(self, varde: str, an: str) -> Mask:
        """The one value is worse than the other; both are stated."""

    def battre(self, varde: str, an: str, med_mer_an: Decimal) -> Mask:
        """The one value is better than the other (not 0) by more than a share of it."""

    def troskel(self, namn: str) -> Decimal:
        """A threshold of the year."""


class Frist(StrEnum):
    """By when a rule's uppmaning is to be answered: with the first omgång after the plan, or with the next one."""

    FORSTA = "forsta"
    NASTA = "nasta"


class Fragas(StrEnum):
    """When a rule asks: as the plan is decided, on a later day, or as an omgång with prognos is decided."""

    PLANEN = "planen"
    SENARE = "senare"
    PROGNOSEN = "prognosen"
    NAR_SOM_HELST = "nar som helst"


@dataclass(frozen=True)
class Regel:
    """A rule.

    Attributes:
        namn: what the grund is called; text: the rule in a sentence that an auditor can hold against the contract.
            Both with the city's words: `{arsmal.bestamd}`.
        mening: what follows "uppmanas att", a Jinja sentence over the facts of the uppmaning; for what the office
            directs itself see `RIKTADE_MENINGAR`.
        begar: what is asked for; None where each row says.
        frist: by when; None = no date is set (or each row says).
        villkor: who is asked, of the holders with an accepted plan; None where the rule does not look at indicators.
        alltid: applies without being named in `provas`.
        jamfor: the values that it compares, by the keys of `JAMFORT`.
        troskel: the threshold that it uses, a key of `trosklar` in ar.yaml.
        krav: the value that an answer must reach, by its key; None where any will do.
        samlat: also enough is an answer with which the organs reach KF's årsmål together.
    """

    grund: Grund
    namn: str
    text: str
    mening: str
    begar: Begar | None
    fragas: Fragas
    frist: Frist | None = None
    villkor: Callable[[Provning], Mask] | None = None
    alltid: bool = False
    jamfor: tuple[str, ...] = ()
    troskel: str | None = None
    krav: str | None = None
    samlat: bool = False


#: what a compared value is → what it is called
JAMFORT: dict[str, str] = {
    "arsmal": "{arsmal}",
    "varde": "{prognos}",
    "utfall": "{utfall} föregående år",
    "kf_arsmal": "{kommunfullmaktige.kort_genitiv} {arsmal}",
    "aggregerat": "{arsmal.aggregerat}",
    "hojning": "{arsmal} att nå",
    "grans": "får avvika med högst",
    "brister": "brister",
    "vidgad": "tillagd av",
}

_PA_KF = "{{ ' på ' ~ (kf_arsmal|tal) ~ enheten if kf_arsmal is not none }}"
_NAR_INTE = "där {{ o.arsmal.flera_bestamd }} sammantaget inte når {{ o.kommunfullmaktige.genitiv }} {{ o.arsmal }}"

REGLER: tuple[Regel, ...] = (
    Regel(
        grund=Grund.SAKNAT_ARSMAL,
        namn="{arsmal} saknas",
        text="Den godtagna planen anger {arsmal.ingen} {arsmal}, och {kommunfullmaktige.kort_genitiv} fastställs inte "
        "senare.",
        mening="ange {{ o.arsmal.en }} {{ o.arsmal }} för {{ indikatorn }}",
        begar=Begar.ARSMAL,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        villkor=lambda p: p.saknar("arsmal") & ~p.senare,
        alltid=True,
        jamfor=("arsmal",),
    ),
    Regel(
        grund=Grund.KF_ARSMAL_FASTSTALLT,
        namn="{kommunfullmaktige.kort_genitiv} {arsmal} har fastställts",
        text="{kommunfullmaktige.kort_genitiv} {arsmal} sattes efter beslutet, och organet har inte angett "
        "{arsmal.nagon} {arsmal}.",
        mening="ange {{ o.arsmal.en }} {{ o.arsmal }} för {{ indikatorn }}, sedan {{ o.kommunfullmaktige.bestamd }} "
        "har fastställt {{ o.arsmal.adj('sin', 'sitt') }} {{ o.arsmal }}{{ ' till ' ~ (kf_arsmal|tal) ~ enheten "
        "if kf_arsmal is not none }}",
        begar=Begar.ARSMAL,
        fragas=Fragas.SENARE,
        frist=Frist.FORSTA,
        villkor=lambda p: p.saknar("arsmal"),
        alltid=True,
        jamfor=("arsmal", "kf_arsmal"),
    ),
    Regel(
        grund=Grund.SANKT_AMBITION,
        namn="{arsmal.bestamd} är sämre än föregående års {utfall}",
        text="{arsmal.bestamd} är sämre än {utfall.bestamd} föregående år.",
        mening="se över {{ o.arsmal.bestamd }} för {{ indikatorn }}, som innebär en lägre ambition än "
        "{{ o.utfall.bestamd }} {{ ar - 1 }}, och lämna {{ o.arsmal.en }} {{ o.arsmal.reviderad }}",
        begar=Begar.REVIDERAT_ARSMAL,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        villkor=lambda p: p.samre("arsmal", "utfall"),
        jamfor=("arsmal", "utfall"),
        krav="utfall",
    ),
    Regel(
        grund=Grund.UNDER_KF_ARSMAL,
        namn="{arsmal.bestamd} når inte {kommunfullmaktige.kort_genitiv} {arsmal}",
        text="{arsmal.bestamd} är sämre än {kommunfullmaktige.kort_genitiv} {arsmal}.",
        mening="lämna {{ o.arsmal.en }} {{ o.arsmal.reviderad }} för {{ indikatorn }} som når "
        "{{ o.kommunfullmaktige.genitiv }} {{ o.arsmal }}",
        begar=Begar.REVIDERAT_ARSMAL,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        villkor=lambda p: p.samre("arsmal", "kf_arsmal"),
        jamfor=("arsmal", "kf_arsmal"),
        krav="kf_arsmal",
    ),
    Regel(
        grund=Grund.AGGREGAT_UNDER_KF,
        namn="{arsmal.aggregerad} når inte {kommunfullmaktige.kort_genitiv} {arsmal}",
        text="{arsmal.aggregerad} når inte {kommunfullmaktige.kort_genitiv}, och organet hör till dem som måste höja "
        "för att det ska nås. Kan ingen höjning räknas fram gäller det alla som har angett {arsmal.en} {arsmal}.",
        mening="höja ambitionen för {{ indikatorn }}, " + _NAR_INTE + _PA_KF + ", och lämna {{ o.arsmal.en }} "
        "{{ o.arsmal.reviderad }}",
        begar=Begar.REVIDERAT_ARSMAL,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        villkor=lambda p: p.kf & p.brist & p.hojs,
        alltid=True,
        jamfor=("arsmal", "aggregerat", "kf_arsmal", "hojning"),
        troskel="indikator_delvis_inom",
        krav="hojning",
        samlat=True,
    ),
    Regel(
        grund=Grund.STOR_AVVIKELSE,
        namn="stor avvikelse mellan {arsmal} och {utfall}",
        text="{arsmal.bestamd} är bättre än {utfall.bestamd} föregående år med mer än tröskeln gånger "
        "{utfall.bestamd}.",
        mening="intensifiera arbetet med att nå {{ o.arsmal.bestamd }} för {{ indikatorn }}, eftersom avståndet till "
        "{{ o.utfall.bestamd }} {{ ar - 1 }} är stort",
        begar=Begar.INTENSIFIERAT_ARBETE,
        fragas=Fragas.PLANEN,
        villkor=lambda p: p.battre("arsmal", "utfall", p.troskel("stor_avvikelse")),
        jamfor=("arsmal", "utfall", "grans"),
        troskel="stor_avvikelse",
    ),
    Regel(
        grund=Grund.SAKNAD_BESKRIVNING,
        namn="beskrivning av hur {arsmal.bestamd} nås saknas",
        text="Så når vi målet är tomt.",
        mening="beskriva hur {{ o.arsmal.bestamd }} för {{ indikatorn }} ska nås",
        begar=Begar.BESKRIVNING,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        villkor=lambda p: ~p.beskriven,
        jamfor=("arsmal",),
    ),
    Regel(
        grund=Grund.SAKNAD_AKTIVITET,
        namn="aktivitet saknas",
        text="{arsmal.aggregerad} når inte {kommunfullmaktige.kort_genitiv} {arsmal}, och organet har "
        "ingen aktivitet med {indikator.genitiv} kod.",
        mening="planera aktiviteter {{ vart }} {{ indikatorn }}, " + _NAR_INTE,
        begar=Begar.AKTIVITET,
        fragas=Fragas.PLANEN,
        villkor=lambda p: p.brist & ~p.aktivitet,
        jamfor=("arsmal", "aggregerat", "kf_arsmal"),
        troskel="indikator_delvis_inom",
    ),
    Regel(
        grund=Grund.OFULLSTANDIG_INTERNKONTROLL,
        namn="ofullständig {riskanalys}",
        text="Ett mål som {namnd.bestamd} bidrar till saknar process, en process saknar arbetssätt, systematisk "
        "kontroll eller oönskad händelse, eller en obligatorisk process saknas.",
        mening="komplettera {{ o.riskanalys.bestamd }}",
        begar=Begar.KOMPLETTERING,
        fragas=Fragas.PLANEN,
        frist=Frist.FORSTA,
        alltid=True,
        jamfor=("brister",),
    ),
    Regel(
        grund=Grund.PROGNOS_UNDER_ARSMAL,
        namn="{prognos.bestamd} är sämre än {arsmal.bestamd}",
        text="Organets {prognos} är sämre än dess gällande {arsmal}.",
        mening="vidta åtgärder för {{ indikatorn }}, där {{ o.prognos.bestamd }} är sämre än {{ o.arsmal.bestamd }}",
        begar=Begar.ATGARD,
        fragas=Fragas.PROGNOSEN,
        frist=Frist.NASTA,
        villkor=lambda p: p.samre("varde", "arsmal"),
        jamfor=("varde", "arsmal"),
    ),
    Regel(
        grund=Grund.RIKTAD,
        namn="{uppmaning.riktad}",
        text="{kontoret.bestamd} har riktat {uppmaning.bestamd}.",
        mening="",
        begar=None,
        fragas=Fragas.NAR_SOM_HELST,
        alltid=True,
    ),
)

REGEL: dict[Grund, Regel] = {r.grund: r for r in REGLER}
#: what a row of riktade_uppmaningar.csv may widen, and what an indicator's `provas` may name (naming one that always
#: applies changes nothing)
GRUNDER = tuple(r.grund for r in REGLER if r.grund is not Grund.RIKTAD)
#: the rules that ask for a value which they themselves give
GER_VARDE = tuple(r.grund for r in REGLER if r.krav)

#: what is asked for by a row of the office's own, a Jinja sentence over `avser`, `indikatorn`, `sak` and `vid`
RIKTADE_MENINGAR: dict[Begar, str] = {
    Begar.ARSMAL: "ange {{ o.arsmal.en }} {{ o.arsmal }} för {{ indikatorn }}{{ ': ' ~ avser if avser }}",
    Begar.REVIDERAT_ARSMAL: "lämna {{ o.arsmal.en }} {{ o.arsmal.reviderad }} för {{ indikatorn }}"
    "{{ ': ' ~ avser if avser }}",
    Begar.BESKRIVNING: "beskriva {{ sak if avser else 'arbetet med ' ~ sak }}{{ vid }}",
    Begar.AKTIVITET: "planera aktiviteter {{ 'för' if avser or not indikatorn else vart }} {{ sak }}{{ vid }}",
    Begar.ATGARD: "vidta {{ 'följande åtgärd: ' ~ sak if avser else 'åtgärder för ' ~ sak }}{{ vid }}",
    Begar.PRIORITERING: "prioritera {{ sak }}{{ vid }}",
    Begar.UPPFOLJNING: "följa upp {{ sak }}{{ vid }}",
    Begar.KOMPLETTERING: "komplettera {{ sak }}{{ vid }}",
    Begar.INTENSIFIERAT_ARBETE: "intensifiera arbetet med {{ sak }}{{ vid }}",
}


def mening(grund: Grund, begar: Begar) -> str:
    """The sentence of an uppmaning: the rule's, or for one of the office's own what it asks for."""
    return RIKTADE_MENINGAR[begar] if grund is Grund.RIKTAD else REGEL[grund].mening
