"""What an organ is told of the workbook that it has sent (kontrakt section 4)."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from schemas.tabeller import Inlamning, Utskick
from tasks.grund.databas import read
from tests_stod import AR_2024, EXEMPEL, exportera_nu, i_miljo

DAG, BESLUT, T1_DAG = datetime.date(2026, 1, 15), datetime.date(2026, 3, 10), datetime.date(2026, 5, 4)
BOKEN = "T1-2026-o00003.xlsx"


@pytest.fixture
def fragat(avstamt_hem: Path, ta_in_den_sena: Callable[..., str]) -> Path:
    """The plan is decided, and the organs are asked; `svar` has what they would answer."""
    ta_in_den_sena()
    avstamning.fn(idag=BESLUT)
    besluta.fn(fatta=True, handlaggare="Anna Ek", idag=BESLUT)
    exempel.fn(omgang="T1", data=EXEMPEL / "liten-2026", ut=avstamt_hem / "svar")
    return avstamt_hem


def _skicka(hem: Path, fil: Path, gor: Callable[[Workbook], object] = lambda _: None) -> str:
    """Hand in a workbook with something done to it; the text of its kvittens."""
    bok = load_workbook(fil)
    gor(bok)
    inkorg = hem / "2026" / "inkorg"
    inkorg.mkdir(exist_ok=True)
    bok.save(inkorg / fil.name)
    intag.fn(idag=T1_DAG)
    with read() as session:
        rad = session.exec(select(Inlamning).order_by(Inlamning.id.desc())).first()  # type: ignore[union-attr]
        nyckel = f"kvittens/{rad.omgang}/{rad.organ}/{rad.version}"
        return session.exec(select(Utskick).where(Utskick.nyckel == nyckel)).one().text


def _svar(bok: Workbook, rubrik: str) -> dict[str, str]:
    """Nummer → the cell under a heading, on the sheet Svar."""
    rubriker = {c.value: c.column_letter for c in bok["Svar"][1]}
    return {r[0].value: f"{rubriker[rubrik]}{r[0].row}" for r in bok["Svar"].iter_rows(min_row=2) if r[0].value}


def test_a_value_that_will_not_do_is_told_while_it_can_be_mended(fragat: Path) -> None:
    bok = load_workbook(fragat / "svar" / BOKEN)["Svar"]
    varden = {r[0].value: r[2].value for r in bok.iter_rows(min_row=2) if r[5].value is not None}
    nummer, indikator = next(iter(varden.items()))

    def forsamra(varde: float) -> Callable[[Workbook], None]:
        def gor(b: Workbook) -> None:
            for r in b["Svar"].iter_rows(min_row=2):
                if r[2].value == indikator:
                    r[5].value = varde

        return gor

    texter = [_skicka(fragat, fragat / "svar" / BOKEN, forsamra(varde)) for varde in (1.5, 9_000_000)]
    assert all("är godtagen som version" in text for text in texter)
    text = next(text for text in texter if "Som det ser ut nu räcker inte svaret på:" in text)
    assert f"- {nummer}: " in text
    assert "Komplettera före sammanställningen den" in text


def test_what_a_later_version_no_longer_answers_is_named(fragat: Path) -> None:
    bok = load_workbook(fragat / "svar" / BOKEN)
    besvarade = [n for n, c in _svar(bok, "Svar").items() if bok["Svar"][c].value]
    assert besvarade
    assert "Den förra versionen" not in _skicka(fragat, fragat / "svar" / BOKEN)

    def ta_bort(b: Workbook) -> None:
        for rubrik in ("Reviderat årsmål", "Svar", "Aktivitet", "Kan inte"):
            b["Svar"][_svar(b, rubrik)[besvarade[0]]].value = None

    text = _skicka(fragat, fragat / "svar" / BOKEN, ta_bort)
    assert f"Den förra versionen svarade på det här, och den nya gör det inte: {besvarade[0]}." in text


def test_our_own_template_coming_back_is_no_answer_and_replaces_none(fragat: Path) -> None:
    _skicka(fragat, fragat / "svar" / BOKEN)
    tom = fragat / "2026" / "mallar" / BOKEN
    text = _skicka(fragat, tom)
    assert "kunde inte tas emot" in text
    assert "Arbetsboken är inte ifylld" in text
    with read() as session:
        alla = session.exec(select(Inlamning).where(Inlamning.organ == "o00003", Inlamning.omgang == "T1")).all()
        assert [(i.version, i.status) for i in alla] == [(1, "godkand"), (2, "avvisad")]
        assert [p["kod"] for p in alla[1].problem] == ["tom-arbetsbok"]


@pytest.fixture
def oppnat_2024(tmp_path: Path) -> Path:
    """The plan of a board in 2024, in a year that is just opened."""
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=datetime.date(2023, 12, 1))
        mallar.fn(omgang="VP", idag=datetime.date(2023, 12, 1))
        exempel.fn(omgang="VP", data=AR_2024, ut=tmp_path / "svar")
        yield tmp_path  # type: ignore[misc]


def _skicka_2024(mapp: Path, gor: Callable[[Workbook], object]) -> str:
    bok = load_workbook(mapp / "svar" / "VP-2024-idrottsnamnden.xlsx")
    gor(bok)
    (mapp / "hem" / "2024" / "inkorg").mkdir(exist_ok=True, parents=True)
    bok.save(mapp / "hem" / "2024" / "inkorg" / "VP-2024-idrottsnamnden.xlsx")
    intag.fn(idag=datetime.date(2024, 1, 15))
    with read() as session:
        return session.exec(select(Utskick).where(Utskick.nyckel == "kvittens/VP/idrottsnamnden/1")).one().text


def test_what_is_absurd_stands_at_the_head(oppnat_2024: Path) -> None:
    def orimligt(b: Workbook) -> None:
        b["Årsmål"]["F6"].value = 800
        b["Budget"]["D2"].value = 1_200_000

    rader = _skicka_2024(oppnat_2024, orimligt).splitlines()
    forst = next(n for n, r in enumerate(rader) if r.startswith("Det här ser ovanligt ut."))
    assert forst < next(n for n, r in enumerate(rader) if r.startswith("Årsmål finns för"))
    assert any("cell F6: värdet 800 för 1.5-04" in r for r in rader[forst:])
    assert any("cell D2: 1200000 är ett mycket stort belopp, läst som miljoner kronor" in r for r in rader[forst:])


def test_a_locked_figure_that_was_changed_is_told_and_does_not_count(oppnat_2024: Path) -> None:
    def andra(b: Workbook) -> None:
        b["Årsmål"]["E6"].value = 1

    text = _skicka_2024(oppnat_2024, andra)
    assert "är godtagen" in text
    assert "det som är låst kan inte ändras här; det som gällde gäller än: cell E6 (KF:s årsmål för 1.5-04: 1" in text


def test_a_copy_of_a_sheet_is_told(oppnat_2024: Path) -> None:
    def kopiera(b: Workbook) -> None:
        b.copy_worksheet(b["Årsmål"]).title = "Årsmål utkast"
        b["Budget"].title = "Budget 2024"

    text = _skicka_2024(oppnat_2024, kopiera)
    assert "”Årsmål utkast” har samma rubriker som bladet Årsmål och är inte läst." in text
    assert "Bladet ”Budget 2024” har dess rubriker och är läst i stället." in text


def test_a_review_whose_sheets_have_other_names_is_read(avstamt_hem: Path, fyll: Callable[..., Path]) -> None:
    gransk = fyll({"Uppmaningar": [("2026-01", {"Stryk": "Ja", "Motivering": "Behövs inte"})]})
    bok = load_workbook(gransk)
    bok["Uppmaningar"].title, bok["Budget"].title = "Uppmaningar klar", "Budget klar"
    bok.save(gransk)
    besluta.fn(fatta=True, handlaggare="Anna", granskning=gransk, idag=BESLUT)
    assert "2026-01" not in {u["nummer"] for u in exportera_nu()["uppmaningar"]}
