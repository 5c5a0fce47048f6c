"""Golden cases: the sentence of an uppmaning, in Stockholm's words and in another city's (kontrakt section 5)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from notifications.uppmaningstext import kort_text, uppmaningstext
from schemas.begrepp import Begar, Grund, Riktning
from schemas.regler import REGEL

OM_INDIKATORN = {
    "indikatornamn": "Andel nöjda",
    "malnamn": "Trygghet",
    "kf_arsmal": Decimal("70.5"),
    "enhet": "procent",
}
#: what follows "uppmanas att", by grund, and for what the office asks itself by what it asks for
MENINGAR = {
    Grund.SAKNAT_ARSMAL: "ange ett årsmål för indikatorn ”Andel nöjda”",
    Grund.KF_ARSMAL_FASTSTALLT: "ange ett årsmål för indikatorn ”Andel nöjda”, sedan kommunfullmäktige har fastställt "
    "sitt årsmål till 70,5 procent",
    Grund.SANKT_AMBITION: "se över årsmålet för indikatorn ”Andel nöjda”, som innebär en lägre ambition än utfallet "
    "2025, och lämna ett reviderat årsmål",
    Grund.UNDER_KF_ARSMAL: "lämna ett reviderat årsmål för indikatorn ”Andel nöjda” som når kommunfullmäktiges årsmål",
    Grund.AGGREGAT_UNDER_KF: "höja ambitionen för indikatorn ”Andel nöjda”, där årsmålen sammantaget inte når "
    "kommunfullmäktiges årsmål på 70,5 procent, och lämna ett reviderat årsmål",
    Grund.STOR_AVVIKELSE: "intensifiera arbetet med att nå årsmålet för indikatorn ”Andel nöjda”, eftersom avståndet "
    "till utfallet 2025 är stort",
    Grund.SAKNAD_BESKRIVNING: "beskriva hur årsmålet för indikatorn ”Andel nöjda” ska nås",
    Grund.SAKNAD_AKTIVITET: "planera aktiviteter för indikatorn ”Andel nöjda”, där årsmålen sammantaget inte når "
    "kommunfullmäktiges årsmål",
    Grund.OFULLSTANDIG_INTERNKONTROLL: "komplettera väsentlighets- och riskanalysen",
    Grund.PROGNOS_UNDER_ARSMAL: "vidta åtgärder för indikatorn ”Andel nöjda”, där prognosen är sämre än årsmålet",
}
#: what the office asks itself: about an indicator; a text; a text about an indicator; a goal; nothing in particular
RIKTADE = {
    Begar.ARSMAL: {
        "indikator": "ange ett årsmål för indikatorn ”Andel nöjda”",
        "båda": "ange ett årsmål för indikatorn ”Andel nöjda”: fler laddplatser",
    },
    Begar.REVIDERAT_ARSMAL: {
        "indikator": "lämna ett reviderat årsmål för indikatorn ”Andel nöjda”",
        "båda": "lämna ett reviderat årsmål för indikatorn ”Andel nöjda”: fler laddplatser",
    },
    Begar.BESKRIVNING: {
        "indikator": "beskriva arbetet med indikatorn ”Andel nöjda”",
        "text": "beskriva fler laddplatser",
        "båda": "beskriva fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "beskriva arbetet med målet ”Trygghet”",
        "inget": "beskriva arbetet med verksamheten",
    },
    Begar.AKTIVITET: {
        "indikator": "planera aktiviteter för indikatorn ”Andel nöjda”",
        "text": "planera aktiviteter för fler laddplatser",
        "båda": "planera aktiviteter för fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "planera aktiviteter för målet ”Trygghet”",
        "inget": "planera aktiviteter för verksamheten",
    },
    Begar.ATGARD: {
        "text": "vidta följande åtgärd: fler laddplatser",
        "båda": "vidta följande åtgärd: fler laddplatser för indikatorn ”Andel nöjda”",
    },
    Begar.PRIORITERING: {
        "indikator": "prioritera indikatorn ”Andel nöjda”",
        "text": "prioritera fler laddplatser",
        "båda": "prioritera fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "prioritera målet ”Trygghet”",
        "inget": "prioritera verksamheten",
    },
    Begar.UPPFOLJNING: {
        "indikator": "följa upp indikatorn ”Andel nöjda”",
        "text": "följa upp fler laddplatser",
        "båda": "följa upp fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "följa upp målet ”Trygghet”",
        "inget": "följa upp verksamheten",
    },
    Begar.KOMPLETTERING: {
        "indikator": "komplettera indikatorn ”Andel nöjda”",
        "text": "komplettera fler laddplatser",
        "båda": "komplettera fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "komplettera målet ”Trygghet”",
        "inget": "komplettera verksamheten",
    },
    Begar.INTENSIFIERAT_ARBETE: {
        "indikator": "intensifiera arbetet med indikatorn ”Andel nöjda”",
        "text": "intensifiera arbetet med fler laddplatser",
        "båda": "intensifiera arbetet med fler laddplatser för indikatorn ”Andel nöjda”",
        "mål": "intensifiera arbetet med målet ”Trygghet”",
        "inget": "intensifiera arbetet med verksamheten",
    },
}
SAKER = {
    "indikator": OM_INDIKATORN,
    "text": {"avser": "fler laddplatser", "malnamn": "Trygghet"},
    "båda": OM_INDIKATORN | {"avser": "fler laddplatser"},
    "mål": {"malnamn": "Trygghet"},
    "inget": {},
}
FALL = [pytest.param(grund, REGEL[grund].begar, OM_INDIKATORN, mening, id=grund) for grund, mening in MENINGAR.items()]
FALL += [
    pytest.param(Grund.RIKTAD, begar, SAKER[om], mening, id=f"riktad {begar}, {om}")
    for begar, per_sak in RIKTADE.items()
    for om, mening in per_sak.items()
]


@pytest.fixture
def text(stockholm):
    """The sentence of an uppmaning to Albynämnden."""

    def av(grund, begar, o=stockholm, till="Albynämnden", **om):
        return uppmaningstext(o, ar=2026, till=till, grund=grund, begar=begar, **om)

    return av


def test_every_grund_and_everything_that_the_office_may_ask_for_stands_here():
    assert [*MENINGAR, Grund.RIKTAD] == list(Grund)
    assert list(RIKTADE) == list(Begar)


@pytest.mark.parametrize(("grund", "begar", "om", "mening"), FALL)
def test_what_an_uppmaning_says(text, grund, begar, om, mening):
    assert text(grund, begar, **om) == f"Albynämnden uppmanas att {mening}."


@pytest.mark.parametrize(
    ("om", "vantat"),
    [
        pytest.param(
            {"kf_arsmal": Decimal(11000), "enhet": "kronor"},
            "till 11\u00a0000 kronor",
            id="a large number is written in thousands",
        ),
        pytest.param({"kf_arsmal": Decimal("70.0"), "enhet": "procent"}, "till 70,0 procent", id="as it is stated"),
        pytest.param({"kf_arsmal": Decimal(5)}, "till 5", id="without a unit"),
        pytest.param({"kf_arsmal": Decimal(0), "enhet": "procent"}, "till 0 procent", id="0 is a value"),
    ],
)
def test_the_value_that_kf_has_set(text, om, vantat):
    svar = text(Grund.KF_ARSMAL_FASTSTALLT, Begar.ARSMAL, indikatornamn="Andel nöjda", **om)
    assert svar.endswith(f" har fastställt sitt årsmål {vantat}.")


@pytest.mark.parametrize(
    ("grund", "vantat"),
    [
        pytest.param(Grund.KF_ARSMAL_FASTSTALLT, "kommunfullmäktige har fastställt sitt årsmål.", id="of one set late"),
        pytest.param(
            Grund.AGGREGAT_UNDER_KF,
            "inte når kommunfullmäktiges årsmål, och lämna ett reviderat årsmål.",
            id="of one that is not reached",
        ),
    ],
)
def test_a_value_of_kf_that_is_not_there_leaves_no_gap(text, grund, vantat):
    assert text(grund, REGEL[grund].begar, indikatornamn="Andel nöjda", enhet="procent").endswith(vantat)


def test_by_when_stands_before_what_is_asked(text, omgang):
    svar = text(
        Grund.SAKNAD_BESKRIVNING, Begar.BESKRIVNING, omgang=omgang("T1"), senast=date(2026, 5, 15), **SAKER["mål"]
    )
    assert svar.startswith("Albynämnden uppmanas att senast i runda T1, den 15 maj 2026, beskriva hur ")


@pytest.mark.parametrize(
    ("till", "vantat"),
    [
        pytest.param("Albynämnden", "Albynämnden uppmanas", id="by name"),
        pytest.param("Samtliga nämnder utom A och B", "Samtliga nämnder utom A och B uppmanas", id="all but some"),
        pytest.param("X AB, genom Y AB", "X AB, genom Y AB, uppmanas", id="through another, with a comma after it"),
    ],
)
def test_whom_it_asks_stands_first(text, till, vantat):
    svar = text(Grund.OFULLSTANDIG_INTERNKONTROLL, Begar.KOMPLETTERING, till=till)
    assert svar == f"{vantat} att komplettera väsentlighets- och riskanalysen."


# ---- another city's words -------------------------------------------------------------------------------------------

REGIONEN = {
    "kommunfullmaktige": "regionfullmäktige/regionfullmäktige///RF",
    "indikator": "mått/måttet/mått/måtten",
    "arsmal": "målnivå/målnivån/målnivåer/målnivåerna",
    "uppmanas": "får i uppdrag att",
}
I_REGIONEN = {
    Grund.SAKNAT_ARSMAL: "ange en målnivå för måttet ”Andel nöjda”",
    Grund.KF_ARSMAL_FASTSTALLT: "ange en målnivå för måttet ”Andel nöjda”, sedan regionfullmäktige har fastställt "
    "sin målnivå till 70,5 procent",
    Grund.SANKT_AMBITION: "se över målnivån för måttet ”Andel nöjda”, som innebär en lägre ambition än utfallet 2025, "
    "och lämna en reviderad målnivå",
    Grund.UNDER_KF_ARSMAL: "lämna en reviderad målnivå för måttet ”Andel nöjda” som når regionfullmäktiges målnivå",
    Grund.AGGREGAT_UNDER_KF: "höja ambitionen för måttet ”Andel nöjda”, där målnivåerna sammantaget inte når "
    "regionfullmäktiges målnivå på 70,5 procent, och lämna en reviderad målnivå",
    Grund.STOR_AVVIKELSE: "intensifiera arbetet med att nå målnivån för måttet ”Andel nöjda”, eftersom avståndet till "
    "utfallet 2025 är stort",
    Grund.SAKNAD_BESKRIVNING: "beskriva hur målnivån för måttet ”Andel nöjda” ska nås",
    Grund.SAKNAD_AKTIVITET: "planera aktiviteter för måttet ”Andel nöjda”, där målnivåerna sammantaget inte når "
    "regionfullmäktiges målnivå",
    Grund.PROGNOS_UNDER_ARSMAL: "vidta åtgärder för måttet ”Andel nöjda”, där prognosen är sämre än målnivån",
}


@pytest.mark.parametrize(
    ("grund", "begar", "mening"),
    [
        *((grund, REGEL[grund].begar, mening) for grund, mening in I_REGIONEN.items()),
        (Grund.RIKTAD, Begar.ARSMAL, "ange en målnivå för måttet ”Andel nöjda”"),
        (Grund.RIKTAD, Begar.REVIDERAT_ARSMAL, "lämna en reviderad målnivå för måttet ”Andel nöjda”"),
        (Grund.RIKTAD, Begar.BESKRIVNING, "beskriva arbetet med måttet ”Andel nöjda”"),
        (Grund.RIKTAD, Begar.PRIORITERING, "prioritera måttet ”Andel nöjda”"),
    ],
)
def test_what_an_uppmaning_says_in_a_region(text, ord_ur, grund, begar, mening):
    svar = text(grund, begar, ord_ur(**REGIONEN), "Vårdnämnden", **OM_INDIKATORN)
    assert svar == f"Vårdnämnden får i uppdrag att {mening}."


def test_the_omgang_is_called_what_the_year_calls_it(text, ord_ur, omgang):
    runda = {"omgang": replace(omgang("T1"), bestamd="delårsrapporten per april"), "senast": date(2026, 5, 6)}
    svar = text(Grund.SAKNAT_ARSMAL, Begar.ARSMAL, ord_ur(**REGIONEN), **runda, **OM_INDIKATORN)
    assert svar == (
        "Albynämnden får i uppdrag att senast i delårsrapporten per april, den 6 maj 2026, "
        "ange en målnivå för måttet ”Andel nöjda”."
    )


# ---- in a few words -------------------------------------------------------------------------------------------------

KORTA = {
    Grund.SAKNAT_ARSMAL: "årsmål för ”Andel nöjda”",
    Grund.KF_ARSMAL_FASTSTALLT: "årsmål för ”Andel nöjda”",
    Grund.SANKT_AMBITION: "reviderat årsmål för ”Andel nöjda”",
    Grund.UNDER_KF_ARSMAL: "reviderat årsmål för ”Andel nöjda”",
    Grund.AGGREGAT_UNDER_KF: "reviderat årsmål för ”Andel nöjda”",
    Grund.STOR_AVVIKELSE: "intensifierat arbete med ”Andel nöjda”",
    Grund.SAKNAD_BESKRIVNING: "beskrivning av hur årsmålet för ”Andel nöjda” ska nås",
    Grund.SAKNAD_AKTIVITET: "aktiviteter för ”Andel nöjda”",
    Grund.OFULLSTANDIG_INTERNKONTROLL: "komplettering av väsentlighets- och riskanalysen",
    Grund.PROGNOS_UNDER_ARSMAL: "åtgärder för ”Andel nöjda”",
}


def kort(o, grund, begar, om):
    namn = {k: om[k] for k in ("avser", "indikatornamn", "malnamn") if k in om}
    return kort_text(o, grund=grund, begar=begar, **namn)


@pytest.mark.parametrize("grund", KORTA, ids=str)
def test_what_a_rule_asks_for_in_a_few_words(stockholm, grund):
    assert kort(stockholm, grund, REGEL[grund].begar, OM_INDIKATORN) == KORTA[grund]


@pytest.mark.parametrize(
    ("begar", "sak", "vantat"),
    [
        (Begar.REVIDERAT_ARSMAL, "båda", "reviderat årsmål för ”Andel nöjda”: fler laddplatser"),
        (Begar.BESKRIVNING, "indikator", "beskrivning av ”Andel nöjda”"),
        (Begar.BESKRIVNING, "text", "beskrivning av fler laddplatser"),
        (Begar.ATGARD, "text", "åtgärd: fler laddplatser"),
        (Begar.ATGARD, "mål", "åtgärder för ”Trygghet”"),
        (Begar.PRIORITERING, "inget", "prioritering av verksamheten"),
        (Begar.UPPFOLJNING, "båda", "uppföljning av fler laddplatser"),
    ],
)
def test_what_the_office_asks_for_in_a_few_words(stockholm, begar, sak, vantat):
    assert kort(stockholm, Grund.RIKTAD, begar, SAKER[sak]) == vantat


def test_a_few_words_are_there_for_everything_that_can_be_asked(stockholm):
    assert [*KORTA, Grund.RIKTAD] == list(Grund)
    for begar in Begar:
        for om in SAKER.values():
            ord_ = kort(stockholm, Grund.RIKTAD, begar, om).split(" ")
            assert len(ord_) > 1
            assert all(ord_)


@pytest.mark.parametrize(
    ("namn", "riktning", "vantat"),
    [
        ("Andelen timavlönade", Riktning.LAGRE, "som minskar andelen i"),
        ("Andel nöjda", Riktning.HOGRE, "som ökar andelen i"),
        ("Antal feriejobb", Riktning.HOGRE, "som ökar antalet i"),
        ("Elanvändning per kvm", Riktning.LAGRE, "som sänker värdet för"),
        ("Brukarens trygghet", Riktning.HOGRE, "som höjer värdet för"),
        ("Andel nöjda", None, "för"),
    ],
)
def test_activities_are_to_move_the_indicator_the_better_way(text, namn, riktning, vantat):
    fick = text(Grund.SAKNAD_AKTIVITET, Begar.AKTIVITET, indikatornamn=namn, riktning=riktning)
    assert f"planera aktiviteter {vantat} indikatorn ”{namn}”, där" in fick
    fick = text(Grund.RIKTAD, Begar.AKTIVITET, indikatornamn=namn, riktning=riktning)
    assert f"planera aktiviteter {vantat} indikatorn ”{namn}”." in fick
