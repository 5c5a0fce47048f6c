"""The sentences of the avstämning: singular, plural, none, one left out, in Stockholm's words and in another city's."""

# ruff: noqa: E501 (a sentence stands on one line)

import datetime
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.ord import ordbok, standardord
from tasks.dokument import satser
from tasks.dokument.underlag import Organslagen
from tests.texter import SynligaSatser

STOCKHOLM = standardord()
#: a city whose indicators are ett-words
ETT = ordbok(
    [{"nyckel": "indikator", "obestamd": "mått", "bestamd": "måttet", "flera": "mått", "flera_bestamd": "måtten"}]
)
s = SynligaSatser(STOCKHOLM)


def test_every_sentence_that_the_avstamning_asks_for_is_there() -> None:
    kod = "".join(f.read_text("utf-8") for f in sorted(Path(satser.__file__).parent.glob("avstamning*.py")))
    mallen = (satser.MALLAR / "satser.j2").read_text("utf-8")
    saknas = {m for m in re.findall(r"\bs\.([a-z_]+)\(", kod) if f"macro {m}(" not in mallen}
    assert saknas == set()


def huvud(namnder: int = 29, bolag: int = 16, **om: Any) -> SimpleNamespace:
    """A title block."""
    grund = {
        "ar": 2024, "beslutad": True, "handlaggare": None, "dag": datetime.date(2024, 3, 6), "ej_inlamnade": (),
        "inlamnade": namnder + bolag, "antal_namnder": namnder, "antal_bolag": bolag,
        "organslag": Organslagen(namnder, bolag, namnder, bolag),
        "omgang": SimpleNamespace(varde="arsmal", senast=datetime.date(2024, 1, 15)),
        "nasta": SimpleNamespace(bestamd="tertialrapport 1", senast=datetime.date(2024, 5, 17)),
    }  # fmt: skip
    return SimpleNamespace(**grund | om)


def mal(helt: int = 0, delvis: int = 0, inte: int = 0, ej: int = 0, **om: Any) -> SimpleNamespace:
    """A leaf."""
    grund = {
        "helt": helt, "delvis": delvis, "inte": inte, "ej": ej, "av": helt + delvis + inte + ej, "ar_lov": True,
        "djup": 1, "bedomning": "helt", "tysta": (), "namnder": 0, "bolag": 0, "namndmal": 0, "under": [],
        "kod": "1.1", "nyckel": "bedomning:VP/1.1", "avviker": False, "motivering": None, "forslag": "helt",
    }  # fmt: skip
    return SimpleNamespace(**grund | om)


GRUNDEN = "som bedömningen vilar på"
KF = "kommunfullmäktiges årsmål"


@pytest.mark.parametrize(
    ("m", "vantat"),
    [
        (mal(), "Ingen av kommunfullmäktiges indikatorer ingår i bedömningen av målet."),
        (mal(helt=1), f"Den indikator {GRUNDEN} når {KF}."),
        (mal(delvis=1), f"Den indikator {GRUNDEN} når {KF} delvis."),
        (mal(inte=1), f"Den indikator {GRUNDEN} når inte {KF}."),
        (mal(ej=1), f"Den indikator {GRUNDEN} kan inte bedömas."),
        (mal(helt=2), f"Båda indikatorerna {GRUNDEN} når {KF}."),
        (mal(helt=13), f"Samtliga 13 indikatorer {GRUNDEN} når {KF}."),
        (mal(helt=5, ej=1), f"Fem av de sex indikatorer {GRUNDEN} når {KF}; en kan inte bedömas."),
        (mal(helt=6, delvis=1, ej=1), f"Sex av de åtta indikatorer {GRUNDEN} når {KF}, och en når det delvis; en kan inte bedömas."),
        (mal(helt=1, delvis=2, inte=1), f"En av de fyra indikatorer {GRUNDEN} når {KF}, två når det delvis och en når det inte."),
        (mal(delvis=3), f"Ingen av de tre indikatorer {GRUNDEN} når {KF}; tre når det delvis."),
        (mal(ej=4), "Ingen av de fyra indikatorer som bedömningen ska vila på kan bedömas."),
    ],
)  # fmt: skip
def test_what_a_bedomning_rests_on(m: SimpleNamespace, vantat: str) -> None:
    assert s.grund(m, huvud()) == vantat


def test_what_a_bedomning_rests_on_in_another_citys_words() -> None:
    assert (
        SynligaSatser(ETT).grund(mal(helt=1, delvis=1), huvud())
        == f"Ett av de två mått {GRUNDEN} når {KF}, och ett når det delvis."
    )
    assert SynligaSatser(ETT).grund(mal(helt=1), huvud()) == f"Det mått {GRUNDEN} når {KF}."


FORUTSATT = "under förutsättning att nämnderna och bolagsstyrelserna gör det som är planerat"


@pytest.mark.parametrize(
    ("m", "alla", "om", "vantat"),
    [
        (mal(), [1], {}, "Verksamhetsområdesmålet bedöms nås |helt| under 2024."),
        (mal(bedomning="inte"), [1], {}, "Verksamhetsområdesmålet bedöms |inte| nås under 2024."),
        (mal(bedomning="ej_bedombar"), [1], {}, "Verksamhetsområdesmålet |kan inte bedömas| för 2024."),
        (mal(bedomning="delvis"), [1], {"beslutad": False}, "verksamhetsområdesmålet bedöms nås |delvis| under 2024."),
        (
            mal(tysta=("1.2-03",)), [1], {},
            "Verksamhetsområdesmålet bedöms nås |helt| under 2024, men för indikatorn 1.2-03 saknas årsmål från mer än "
            "hälften av organen.",
        ),
        (
            mal(tysta=("a", "b")), [1], {},
            "Verksamhetsområdesmålet bedöms nås |helt| under 2024, men för indikatorerna a och b saknas årsmål från mer "
            "än hälften av organen.",
        ),
        (
            mal(ar_lov=False, djup=0), [], {},
            f"Inriktningsmålet bedöms nås |helt| under 2024, {FORUTSATT}.",
        ),
        (
            mal(ar_lov=False, djup=0), [1], {},
            f"Inriktningsmålet bedöms nås |helt| under 2024, {FORUTSATT} och följer uppmaningen.",
        ),
        (
            mal(ar_lov=False, djup=0), [1, 2], {},
            f"Inriktningsmålet bedöms nås |helt| under 2024, {FORUTSATT} och följer uppmaningarna.",
        ),
        (mal(ar_lov=False, djup=0, bedomning="inte"), [1], {}, "Inriktningsmålet bedöms |inte| nås under 2024."),
    ],
)  # fmt: skip
def test_the_sentence_with_the_bedomning(m: SimpleNamespace, alla: list, om: dict, vantat: str) -> None:
    assert s.slutsats(m, huvud(**om), alla) == vantat


def test_a_code_with_a_bar_does_not_break_the_sentence() -> None:
    bitar = satser.slutsats(s, mal(tysta=("a|b",)), huvud(), [])
    assert [b.bedomning for b in bitar] == [None, "helt", None]
    assert "indikatorn a|b saknas" in bitar[2].text


@pytest.mark.parametrize(
    ("antal", "vantat"),
    [
        ((1, 0, 0, 0), "Det enda verksamhetsområdesmålet bedöms nås helt."),
        ((0, 0, 0, 2), "Båda verksamhetsområdesmålen kan inte bedömas."),
        ((16, 0, 0, 0), "Samtliga 16 verksamhetsområdesmål bedöms nås helt."),
        ((3, 1, 0, 2), "Av sex verksamhetsområdesmål bedöms tre nås helt och ett delvis; två kan inte bedömas."),
        ((0, 1, 1, 0), "Av två verksamhetsområdesmål bedöms ett nås delvis och ett inte alls."),
    ],
)
def test_how_the_goals_stand(antal: tuple[int, int, int, int], vantat: str) -> None:
    n = SimpleNamespace(helt=antal[0], delvis=antal[1], inte=antal[2], ej_bedombar=antal[3])
    assert s.malantal(n, sum(antal)) == vantat


@pytest.mark.parametrize(
    ("av", "tysta", "vem"),
    [(1, 1, "det"), (2, 2, "båda"), (3, 3, "samtliga"), (16, 5, "fem av dem"), (16, 1, "ett av dem")],
)
def test_silence_is_said_with_the_goals(av: int, tysta: int, vem: str) -> None:
    n = SimpleNamespace(helt=av, delvis=0, inte=0, ej_bedombar=0)
    slut = f" bedöms nås helt, men för {vem} saknas värden från mer än hälften av organen för någon indikator."
    assert s.malantal(n, av, tysta).endswith(slut)


@pytest.mark.parametrize(("tysta", "vem"), [(1, "ett av sex"), (6, "samtliga")])
def test_silence_has_a_sentence_of_its_own_where_the_goals_differ(tysta: int, vem: str) -> None:
    n = SimpleNamespace(helt=3, delvis=1, inte=0, ej_bedombar=2)
    slut = f"; två kan inte bedömas. För {vem} saknas värden från mer än hälften av organen för någon indikator."
    assert s.malantal(n, 6, tysta).endswith(slut)


@pytest.mark.parametrize(
    ("namnder", "bolag", "egna", "vantat"),
    [
        (0, 0, 0, "Ingen plan beskriver hur organet bidrar till målet."),
        (27, 1, 0, "I planerna beskriver 27 av 29 nämnder och en av 16 bolagsstyrelser hur de bidrar till målet."),
        (
            29, 0, 1,
            "I planerna beskriver samtliga 29 nämnder och ingen av 16 bolagsstyrelser hur de bidrar till målet, och en av "
            "dem har satt upp ett eget mål för arbetet.",
        ),
        (
            1, 1, 2,
            "I planerna beskriver en av 29 nämnder och en av 16 bolagsstyrelser hur de bidrar till målet, och båda har "
            "satt upp ett eget mål för arbetet.",
        ),
    ],
)  # fmt: skip
def test_who_contributes(namnder: int, bolag: int, egna: int, vantat: str) -> None:
    assert s.bidrag(mal(namnder=namnder, bolag=bolag, namndmal=egna), huvud()) == vantat


@pytest.mark.parametrize(
    ("om", "vantat"),
    [
        ({}, "Alla har lämnat in sin plan: 29 nämnder och 16 bolagsstyrelser."),
        ({"namnder": 1, "bolag": 0}, "Alla har lämnat in sin plan: en nämnd."),
        ({"inlamnade": 0, "ej_inlamnade": ("A",)}, "Ingen plan har kommit in."),
        (
            {"namnder": 2, "bolag": 1, "inlamnade": 2, "ej_inlamnade": ("A",)},
            "Två av tre organ har lämnat in en plan som kunnat tas emot. Plan saknas från A.",
        ),
    ],
)
def test_who_has_not_answered(om: dict, vantat: str) -> None:
    assert s.inlamnat(huvud(**om)) == vantat


def _uppmaning(senast: datetime.date | None) -> SimpleNamespace:
    return SimpleNamespace(senast=senast)


T1 = datetime.date(2024, 5, 17)


@pytest.mark.parametrize(
    ("senast", "vantat"),
    [
        ([], "Inga uppmaningar riktas till nämnderna och bolagsstyrelserna."),
        ([None], "Avstämningen innehåller en uppmaning, utan att svar begärs till ett visst datum."),
        ([T1], "Avstämningen innehåller en uppmaning. Den ska besvaras senast i tertialrapport 1, den 17 maj 2024."),
        ([T1, T1], "Avstämningen innehåller två uppmaningar. Båda ska besvaras senast i tertialrapport 1, den 17 maj 2024."),
        ([T1] * 13, "Avstämningen innehåller 13 uppmaningar. Samtliga ska besvaras senast i tertialrapport 1, den 17 maj 2024."),
        ([T1, None], "Avstämningen innehåller två uppmaningar. En av dem ska besvaras senast i tertialrapport 1, den 17 maj 2024."),
        (
            [T1, datetime.date(2024, 4, 1)],
            "Avstämningen innehåller två uppmaningar. Båda ska besvaras till ett visst datum, det första den 1 april 2024.",
        ),
    ],
)  # fmt: skip
def test_how_many_uppmaningar(senast: list, vantat: str) -> None:
    assert s.uppmaningsantal([_uppmaning(x) for x in senast], huvud()) == vantat


def _framstallning(sokt: int, beviljat: int, motivering: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(sokt=Decimal(sokt), avslas=not beviljat, beviljat=beviljat, motivering=motivering)


@pytest.mark.parametrize(
    ("sokta", "soker", "om", "vantat"),
    [
        ([], (0, 0), {}, ""),
        ([(1, 1)], (1, 0), {}, "En nämnd har gjort en framställning om budgetjusteringar. Den beviljas."),
        ([(1, 0)], (0, 1), {}, "En bolagsstyrelse har gjort en framställning om budgetjusteringar. Den avslås."),
        ([(2, 1)], (1, 0), {"beslutad": False}, "En nämnd har gjort en framställning om budgetjusteringar. Den föreslås beviljas delvis."),
        ([(1, 0)] * 2, (29, 0), {}, "Nämnderna har gjort två framställningar om budgetjusteringar. Båda avslås."),
        ([(1, 1)] * 3, (3, 0), {}, "Tre nämnder har gjort tre framställningar om budgetjusteringar. Samtliga beviljas."),
        ([(1, 0)] * 7 + [(4, 2)] + [(1, 1)] * 3, (10, 0), {}, "Tio nämnder har gjort elva framställningar om budgetjusteringar. Sju av dem avslås och en beviljas delvis."),
    ],
)  # fmt: skip
def test_what_was_asked_for_names_who_asked(sokta: list, soker: tuple[int, int], om: dict, vantat: str) -> None:
    alla = [_framstallning(*x) for x in sokta]
    rader = [f for f in alla if f.beviljat < f.sokt]
    assert s.begarda(alla, rader, Organslagen(*soker, 29, 16), huvud(**om)) == vantat


@pytest.mark.parametrize(
    ("motiveringar", "vantat"),
    [
        (["a"], ""),
        ([None], "Någon motivering har inte lämnats."),
        ([None, "a"], "Någon motivering har inte lämnats för en av dem."),
    ],
)
def test_a_motivering_that_is_missing_is_said(motiveringar: list, vantat: str) -> None:
    assert s.utan_motivering([_framstallning(1, 0, m) for m in motiveringar], huvud()) == vantat


@pytest.mark.parametrize(
    ("visade", "antal", "vantat"),
    [
        (0, 0, "Ingen indikator ligger under kommunfullmäktiges årsmål."),
        (
            2, 2,
            "Avståndet är räknat i procent av kommunfullmäktiges årsmål, det största först. Inga andra indikatorer ligger "
            "under sitt.",
        ),
        (
            3, 6,
            "Sex indikatorer når inte kommunfullmäktiges årsmål. Här visas de tre med störst avstånd, räknat i procent av "
            "kommunfullmäktiges årsmål.",
        ),
    ],
)  # fmt: skip
def test_which_exceptions_are_shown(visade: int, antal: int, vantat: str) -> None:
    assert s.om_undantagen([None] * visade, antal, huvud()) == vantat


@pytest.mark.parametrize(
    ("kanda", "forandringar", "vantat"),
    [
        (7, [("Oförändrad", 7)], "När året börjar finns sju resultatenheter i nämnderna. Av planerna framgår att alla är oförändrade."),
        (1, [("Avvecklas", 1)], "När året börjar finns en resultatenhet i nämnderna. Av planerna framgår att den avvecklas."),
        (
            52, [("Oförändrad", 50), ("Ny", 1), ("Avvecklas", 2)],
            "När året börjar finns 52 resultatenheter i nämnderna. Av planerna framgår att 50 är oförändrade, en är ny och "
            "två avvecklas.",
        ),
        (0, [("Ny", 2)], "Av planerna framgår att alla är nya."),
    ],
)  # fmt: skip
def test_the_resultatenheter(kanda: int, forandringar: list, vantat: str) -> None:
    assert (
        s.resultatenheter(kanda, Organslagen(29, 0, 29, 16), forandringar, huvud())
        == f"{vantat} De redovisas i bilaga 5."
    )


@pytest.mark.parametrize(
    ("per_slag", "vantat"),
    [
        ([("utgar", 1)], "En indikator utgår för organ som nämns nedan."),
        ([("ny", 2), ("nytt_arsmal", 1)], "Två indikatorer är nya och en indikator får ändrat årsmål."),
    ],
)
def test_the_changes_of_indicators(per_slag: list, vantat: str) -> None:
    assert s.indikatorjusteringar(per_slag, huvud()) == f"{vantat} Förändringarna redovisas i bilaga 3."


def test_the_recounted_turnover() -> None:
    rader = [
        SimpleNamespace(rad="Intäkter", omslutning=Decimal("5.5")),
        SimpleNamespace(rad="Kostnader", omslutning=-3),
    ]
    assert s.omslutning(Decimal("5.5"), "5", rader) == (
        "Omslutningsförändringarna är 5,5 mnkr. De redovisas i resultatbudgeten: intäkter 5,5 mnkr och kostnader −3 mnkr."
    )
    assert (
        s.omslutning(None, None, rader[:1])
        == "Omslutningsförändringarna redovisas i resultatbudgeten: intäkter 5,5 mnkr."
    )


def test_how_the_matter_was_prepared() -> None:
    assert s.beredning(huvud(handlaggare="Anna Ek")) == (
        "Ärendet har beretts av stadsledningskontoret. Det bygger på planerna från 29 nämnder och 16 bolagsstyrelser, som "
        "skulle lämnas in senast den 15 januari 2024. Beslutet är infört av Anna Ek den 6 mars 2024."
    )
    assert "planen från ett av två organ" in s.beredning(huvud(2, 0, inlamnade=1, ej_inlamnade=("A",)))
