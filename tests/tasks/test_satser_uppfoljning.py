"""The counted sentences of the follow-up: singular, plural, none, one left out, in several cities' words."""

# ruff: noqa: E501 (a sentence stands on one line)

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.ord import ordbok, standardord
from tasks.dokument.forandring import steg
from tasks.dokument.satser import UPPFOLJNINGSMALL
from tasks.dokument.svar import Skara
from tests.texter import SynligaSatser

u = SynligaSatser(standardord(), UPPFOLJNINGSMALL)
#: a city whose indicators are ett-words and whose årsmål are en-words
ANNAN = SynligaSatser(
    ordbok(
        [
            {
                "nyckel": "indikator",
                "obestamd": "mått",
                "bestamd": "måttet",
                "flera": "mått",
                "flera_bestamd": "måtten",
            },
            {
                "nyckel": "arsmal",
                "obestamd": "målnivå",
                "bestamd": "målnivån",
                "flera": "målnivåer",
                "flera_bestamd": "målnivåerna",
            },
        ]
    ),
    UPPFOLJNINGSMALL,
)
NASTA = SimpleNamespace(bestamd="tertialrapport 2", senast=datetime.date(2034, 9, 17))


def huvud(varde: str = "arsmal", **om: Any) -> SimpleNamespace:
    """A title block."""
    omgang = SimpleNamespace(varde=varde, bestamd="tertialrapport 1")
    return SimpleNamespace(
        **{"omgang": omgang, "nasta": NASTA, "beslutad": True, "antal_namnder": 3, "antal_bolag": 0} | om
    )


def antal(**n: int) -> dict[str, int]:
    """Goals or indicators by bedömning."""
    return {"helt": 0, "delvis": 0, "inte": 0, "ej_bedombar": 0} | n


def svar(**n: int) -> dict[str, int]:
    """Answers by status."""
    return {"oppen": 0, "utebliven": 0, "tillracklig": 0, "besvarad": 0, "motiverad": 0, "otillracklig": 0} | n


def skara(*namn: str, bolag: int = 0) -> Skara:
    """Some organs, the last of which are bolag."""
    return Skara(namn, len(namn) - bolag, bolag)


@pytest.mark.parametrize(
    ("n", "vantat"),
    [
        (antal(helt=16), "Samtliga 16 verksamhetsområdesmål bedöms nås helt."),
        (antal(delvis=2), "Båda verksamhetsområdesmålen bedöms nås delvis."),
        (antal(inte=3), "Inget av tre verksamhetsområdesmål bedöms nås."),
        (antal(inte=1), "Det enda verksamhetsområdesmålet bedöms inte nås."),
        (antal(ej_bedombar=1), "Det enda verksamhetsområdesmålet kan inte bedömas."),
        (antal(ej_bedombar=13), "Inget av 13 verksamhetsområdesmål kan bedömas."),
        (antal(helt=7, delvis=1, inte=1, ej_bedombar=6), "Av 15 verksamhetsområdesmål bedöms sju nås helt, ett delvis och ett inte alls; sex kan inte bedömas."),
        (antal(helt=1, ej_bedombar=1), "Av två verksamhetsområdesmål bedöms ett nås helt; ett kan inte bedömas."),
    ],
)  # fmt: skip
def test_how_the_goals_stand(n: dict[str, int], vantat: str) -> None:
    assert u.malen(n, sum(n.values()), [], huvud()) == vantat


def test_a_bokslut_tells_what_has_been() -> None:
    assert u.malen(antal(helt=7, delvis=2), 9, [], huvud("utfall")) == (
        "Av nio verksamhetsområdesmål bedöms sju ha nåtts helt och två delvis."
    )


@pytest.mark.parametrize(
    ("n", "tysta", "vantat"),
    [
        (antal(helt=3), 1, "Samtliga tre verksamhetsområdesmål bedöms nås helt, men för i0 saknas årsmål från mer än hälften av organen."),
        (antal(helt=3), 4, "Samtliga tre verksamhetsområdesmål bedöms nås helt, men för fyra indikatorer saknas årsmål från mer än hälften av organen."),
        (antal(helt=1, ej_bedombar=1), 2, "Av två verksamhetsområdesmål bedöms ett nås helt; ett kan inte bedömas, och för i0 och i1 saknas årsmål från mer än hälften av organen."),
        (antal(ej_bedombar=2), 1, "Inget av två verksamhetsområdesmål kan bedömas; för i0 saknas årsmål från mer än hälften av organen."),
    ],
)  # fmt: skip
def test_silence_is_told_in_the_same_sentence(n: dict[str, int], tysta: int, vantat: str) -> None:
    assert u.malen(n, sum(n.values()), [SimpleNamespace(kod=f"i{k}") for k in range(tysta)], huvud()) == vantat


@pytest.mark.parametrize(
    ("n", "vantat"),
    [
        (antal(helt=5, ej_bedombar=1), "Fem av sex indikatorer når kommunfullmäktiges årsmål; en kan inte bedömas."),
        (antal(helt=5, inte=1), "Fem av sex indikatorer når kommunfullmäktiges årsmål och en gör det inte."),
        (antal(helt=5, delvis=2, inte=1), "Fem av åtta indikatorer når kommunfullmäktiges årsmål helt, två delvis och en inte alls."),
        (antal(helt=70, delvis=1, ej_bedombar=5), "Av 76 indikatorer når 70 kommunfullmäktiges årsmål helt och en delvis; fem kan inte bedömas."),
        (antal(delvis=2, inte=2), "Ingen av fyra indikatorer når kommunfullmäktiges årsmål, men två gör det delvis."),
        (antal(helt=2), "Båda indikatorerna når kommunfullmäktiges årsmål."),
        (antal(inte=1), "Den enda indikatorn når inte kommunfullmäktiges årsmål."),
        (antal(), "Ingen indikator ingår i bedömningen."),
    ],
)  # fmt: skip
def test_how_the_indicators_stand(n: dict[str, int], vantat: str) -> None:
    assert u.indikatorlage(n, sum(n.values()), huvud()) == vantat


@pytest.mark.parametrize(
    ("n", "vantat"),
    [
        (antal(helt=7, delvis=1, inte=1), "Sju av nio indikatorer väntas nå kommunfullmäktiges årsmål helt, en delvis och en inte alls."),
        (antal(helt=70, inte=6), "Av 76 indikatorer väntas 70 nå kommunfullmäktiges årsmål och sex gör det inte."),
        (antal(inte=1), "Den enda indikatorn väntas inte nå kommunfullmäktiges årsmål."),
        (antal(helt=2), "Båda indikatorerna väntas nå kommunfullmäktiges årsmål."),
    ],
)  # fmt: skip
def test_a_prognos_is_what_is_expected(n: dict[str, int], vantat: str) -> None:
    assert u.indikatorlage(n, sum(n.values()), huvud("prognos")) == vantat


def test_another_citys_words_agree() -> None:
    n = antal(helt=1, delvis=1, ej_bedombar=1)
    assert ANNAN.indikatorlage(n, 3, huvud()) == (
        "Ett av tre mått når kommunfullmäktiges målnivå helt och ett delvis; ett kan inte bedömas."
    )


@pytest.mark.parametrize(
    ("n", "uppmaningar", "sena", "vantat"),
    [
        (svar(), 0, 0, "Ingen uppmaning väntade på svar i tertialrapport 1."),
        (svar(utebliven=1), 1, 0, "I tertialrapport 1 väntade en uppmaning på ett svar. Det har uteblivit."),
        (svar(utebliven=4), 2, 0, "I tertialrapport 1 väntade två uppmaningar på sammanlagt fyra svar. Samtliga har uteblivit."),
        (svar(tillracklig=3, besvarad=1), 2, 0, "I tertialrapport 1 väntade två uppmaningar på sammanlagt fyra svar. Samtliga har godtagits."),
        (svar(besvarad=1), 1, 1, "I tertialrapport 1 väntade en uppmaning på ett svar. Det har godtagits. Det kom in efter utsatt dag."),
        (
            svar(oppen=12, utebliven=10, tillracklig=23, besvarad=145, motiverad=12, otillracklig=6), 15, 15,
            "I tertialrapport 1 väntade 15 uppmaningar på sammanlagt 208 svar. Av dem har 168 godtagits, sex är otillräckliga och tio har uteblivit. "
            "I tolv fall har organet förklarat varför det inte kan göra det som begärdes. Tolv har inte lämnats än, men är inte försenade. Av svaren kom 15 in efter utsatt dag.",
        ),
        (
            svar(oppen=1, motiverad=1, otillracklig=1), 2, 0,
            "I tertialrapport 1 väntade två uppmaningar på sammanlagt tre svar. Av dem är ett otillräckligt. "
            "I ett fall har organet förklarat varför det inte kan göra det som begärdes. Ett har inte lämnats än, men är inte försenat.",
        ),
    ],
)  # fmt: skip
def test_how_the_answers_came_out(n: dict[str, int], uppmaningar: int, sena: int, vantat: str) -> None:
    assert u.svarslage(n, sum(n.values()), uppmaningar, sena, huvud()) == vantat


@pytest.mark.parametrize(
    ("tysta", "obesvarade", "av", "vantat"),
    [
        (skara(), skara(), 0, ""),
        (skara(), skara(), 9, "Alla som skulle rapportera har gjort det."),
        (skara(), skara("A", "B"), 9, "Alla som skulle rapportera har gjort det, men A och B har inte besvarat allt."),
        (skara("A"), skara("B"), 9, "A har inte rapporterat i tertialrapport 1. B har rapporterat, men inte besvarat allt."),
        (skara(*"ABCDEF", bolag=1), skara(), 9, "Fem nämnder och en bolagsstyrelse har inte rapporterat i tertialrapport 1."),
        (skara(*"ABC"), skara(), 3, "Ingen av de tre nämnder som skulle rapportera i tertialrapport 1 har gjort det."),
        (skara("A"), skara(), 1, "A har inte rapporterat i tertialrapport 1."),
    ],
)  # fmt: skip
def test_who_has_not_reported_is_another_than_who_left_questions(
    tysta: Skara, obesvarade: Skara, av: int, vantat: str
) -> None:
    assert u.rapporterat(tysta, obesvarade, av, huvud()) == vantat


@pytest.mark.parametrize(
    ("kvar", "s", "nasta", "vantat"),
    [
        (4, skara("A", "B"), NASTA, "Senast i tertialrapport 2, den 17 september 2034, ska fyra svar lämnas eller kompletteras av två nämnder."),
        (0, skara(), NASTA, "Inget svar går vidare till tertialrapport 2."),
        (1, skara("A", bolag=1), None, "Tertialrapport 1 är årets sista omgång. Otillräckligt eller uteblivet förblir ett svar från en bolagsstyrelse."),
        (0, skara(), None, ""),
    ],
)  # fmt: skip
def test_what_goes_on(kvar: int, s: Skara, nasta: Any, vantat: str) -> None:
    assert u.vidare(kvar, 9, s, huvud(nasta=nasta)) == vantat


@pytest.mark.parametrize(
    ("senast", "vantat"),
    [
        ((), "Inga nya uppmaningar riktas till nämnderna."),
        ((NASTA.senast,), "En ny uppmaning riktas till två nämnder, att besvara senast i tertialrapport 2, den 17 september 2034."),
        ((NASTA.senast, None), "Två nya uppmaningar riktas till två nämnder; en av dem ska besvaras senast i tertialrapport 2, den 17 september 2034."),
        ((None, None, None), "Tre nya uppmaningar riktas till två nämnder."),
    ],
)  # fmt: skip
def test_what_is_new(senast: tuple[datetime.date | None, ...], vantat: str) -> None:
    assert u.nya([SimpleNamespace(senast=dag) for dag in senast], skara("A", "B"), huvud()) == vantat


@pytest.mark.parametrize(
    ("n", "varde", "vantat"),
    [
        ((0, 0, 0), "utfall", "Organen har inga årsmål att jämföra med."),
        ((1, 0, 0), "utfall", "Det enda årsmålet nåddes."),
        ((0, 1, 0), "prognos", "Det enda årsmålet väntas inte bli nått."),
        ((0, 0, 5), "utfall", "För samtliga fem årsmål saknas utfall."),
        ((3, 3, 0), "utfall", "Av organens sex årsmål nåddes tre och tre inte."),
        ((48, 48, 19), "prognos", "Av organens 115 årsmål väntas 48 bli nådda och 48 inte; för 19 saknas prognos."),
    ],
)  # fmt: skip
def test_how_the_promises_came_out(n: tuple[int, int, int], varde: str, vantat: str) -> None:
    assert u.loftena(*n, huvud(varde)) == vantat


def forandring(fore: str, efter: str) -> SimpleNamespace:
    """A goal or an indicator before and after."""
    mal = {"fore": SimpleNamespace(bedomning=fore), "efter": SimpleNamespace(bedomning=efter, kod="2.4")}
    return SimpleNamespace(**mal, steg=steg(fore, efter), andrad=fore != efter, andrad_uppfyllelse=fore != efter)


@pytest.mark.parametrize(
    ("andrade", "vantat"),
    [
        ([], "Ingen bedömning har ändrats sedan avstämningen."),
        ([("helt", "inte")], "Sedan avstämningen har ett mål fått en annan bedömning: mål 2.4 har gått från ”helt” till ”inte”."),
        (
            [("helt", "inte"), ("delvis", "helt"), ("inte", "delvis"), ("helt", "ej_bedombar"), ("inte", "helt")],
            "Sedan avstämningen har fem mål fått en annan bedömning, tre uppåt, ett nedåt och ett till eller från ”ej bedömbar”.",
        ),
    ],
)  # fmt: skip
def test_which_goals_moved(andrade: list[tuple[str, str]], vantat: str) -> None:
    assert u.andrade_mal([forandring(*x) for x in andrade], SimpleNamespace(ar_plan=True), huvud()) == vantat


@pytest.mark.parametrize(
    ("andrade", "vantat"),
    [
        ([("helt", "helt")], "Ingen indikator får en annan uppfyllelse med prognoserna än med organens årsmål."),
        ([("helt", "inte")], "En indikator får en annan uppfyllelse med prognoserna än med organens årsmål, och den är sämre."),
        ([("helt", "inte"), ("inte", "helt")], "Två indikatorer får en annan uppfyllelse med prognoserna än med organens årsmål, en till det bättre och en till det sämre."),
        ([("helt", "ej_bedombar")], "En indikator får en annan uppfyllelse med prognoserna än med organens årsmål, eftersom den bara kan bedömas på det ena sättet."),
    ],
)  # fmt: skip
def test_which_indicators_differ(andrade: list[tuple[str, str]], vantat: str) -> None:
    j = SimpleNamespace(arsmalet=True, indikatorer=[forandring(*x) for x in andrade])
    assert u.andrade_indikatorer(j, huvud("prognos")) == vantat
