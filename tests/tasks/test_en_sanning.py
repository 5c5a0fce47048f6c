"""One truth in what is decided: a cut in the review is the same everywhere; a moved last day is no anstånd."""

import datetime
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from flows.anstand import anstand
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.oppna import oppna
from flows.uppfoljning import uppfoljning
from schemas.sparnyckel import Sparslag, nyckel
from tasks.grund.databas import read
from tasks.insyn.sparning import trace
from tasks.laget.fragat import Del, parts
from tasks.laget.oppet import the_year
from tests.texter import lasbart
from tests_stod import EXEMPEL, exportera_nu

DAG, BESLUT = datetime.date(2026, 3, 2), datetime.date(2026, 3, 10)
#: what the year grants for investments and for drift with CM2, what is cut, and what is left
ARETS, KAPAT, KVAR = Decimal("180.8"), Decimal(18), Decimal("162.8")
FORKLARING = "Resten tas ur reserven."


@pytest.fixture
def kapat(avstamt_hem: Path, fyll: Callable[..., Path], tmp_path: Path) -> Path:
    """The documents of a year whose review cuts an investment and a purpose of drift by 18 mnkr each."""
    data = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "data"))
    (data / "beslutspunkter.csv").write_text("punkt,text\n3,Investeringar på {belopp} mnkr beviljas.\n", "utf-8")
    oppna.fn(data=data, idag=DAG, handlaggare="Åsa Öberg")
    avstamning.fn(idag=DAG)
    budget = [("Ändamål 0", {"Beviljat": 12, "Motivering": "Mindre"})]
    budget += [("Ändamål 3", {"Beviljat": 12.6, "Motivering": "Mindre"})]
    avvikelser = [("Punkt 2: justeringarna är 132,2 mnkr, beslutet 85,7 mnkr", {"Förklaring": FORKLARING})]
    fil = fyll({"Budget": budget, "Avvikelser": avvikelser})
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", granskning=fil, idag=BESLUT)
    return avstamt_hem / "2026" / "dokument"


def _texter(mapp: Path) -> str:
    """Everything that stands in the documents, with what the formulas of the workbooks were worked out to."""
    rader = [rad for fil, egna in lasbart(mapp) if "Granskning" not in fil.name for rad in egna]
    for fil in mapp.glob("bilaga-*.xlsx"):
        for blad in load_workbook(fil, data_only=True).worksheets:
            rader += [str(c).replace(".", ",") for r in blad.iter_rows(values_only=True) for c in r if c is not None]
    return "\n".join(rader).replace("\xa0", " ")


def test_a_cut_leaves_one_sum_in_everything_that_is_decided(kapat: Path) -> None:
    text = _texter(kapat)
    assert text.count("162,8") >= 8, "the document, the översikt, bilaga 1 and two cells of bilaga 2"
    assert "180,8" not in text
    assert "132,2" not in text, "what the year granted with CM2"
    assert "Investeringar på 162,8 mnkr beviljas." in text
    export = exportera_nu()
    punkter = {p["punkt"]: (p["belopp"], p["summa"]) for p in export["beslutsbelopp"]}
    assert punkter["3"] == ("162.8", "162.8")
    assert punkter["2"] == ("85.7", "114.2")
    avvikelser = {(a["slag"], a["nyckel"]): a["belopp"] for a in export["avvikelser"]}
    assert avvikelser["beslutsbelopp", "2"] == "28.5"
    beviljat = sum(Decimal(f["beviljat"]) for f in export["framstallningar"] if f["slag"] == "investering")
    assert beviljat == KVAR == ARETS - KAPAT


def test_the_formulas_of_bilaga_2_come_to_what_they_are_said_to(kapat: Path) -> None:
    fil = next(kapat.glob("bilaga-2-*.xlsx"))
    formler, varden = load_workbook(fil), load_workbook(fil, data_only=True)
    beviljat: dict[tuple[str, str | None], Decimal] = {}
    for _, slag, _, finansiering, _, mnkr, *_ in formler["Budgetjusteringar"].iter_rows(min_row=5, values_only=True):
        if slag and mnkr is not None:
            beviljat[slag, finansiering] = beviljat.get((slag, finansiering), Decimal(0)) + Decimal(str(mnkr))
    for nr, rad in enumerate(varden["Beslutsbelopp"].iter_rows(min_row=5, values_only=True), 5):
        if str(formler["Beslutsbelopp"][f"F{nr}"].value).startswith("=SUMIFS"):
            egna = [v for (slag, fin), v in beviljat.items() if slag == rad[2] and rad[3] in (None, fin)]
            assert Decimal(str(rad[5])) == sum(egna)


def test_what_the_office_said_of_an_amount_stands_though_its_own_cut_moved_the_figure(kapat: Path) -> None:
    html = next(egna for fil, egna in lasbart(kapat) if fil.name == "avstamning-2026.html")
    rader = [rad.replace("\xa0", " ") for rad in html]
    plats = rader.index("Punkt 2: justeringarna är 114,2 mnkr, beslutet 85,7 mnkr")
    assert FORKLARING in rader[plats : plats + 3]


def test_the_trace_of_an_amount_shows_what_was_decided_and_where(kapat: Path) -> None:
    with read() as session:
        oppet = the_year(session)
        spar = trace(session, oppet, "punkt 3")
        skillnad = trace(session, oppet, nyckel(Sparslag.AVVIKELSE, "beslutsbelopp", "2"))
    assert spar[0].varde == "162,8"
    kapad = next(s for s in spar if s.vad == "Ändamål 0")
    assert (kapad.varde, kapad.kalla) == ("12", None)
    assert "beviljat i granskningen (förslaget var 30" in kapad.om
    assert sum(Decimal(s.varde.replace(",", ".")) for s in spar if s.vad.startswith("Ändamål")) == KVAR
    assert FORKLARING in [s.varde for s in skillnad]


# A moved last day

FORRA, NYA, ANSTAND = datetime.date(2026, 5, 14), datetime.date(2026, 5, 20), datetime.date(2026, 5, 28)


@pytest.fixture
def fragat(avstamt_hem: Path, ta_in_den_sena: Callable[..., str]) -> Path:
    """A decided year whose organs have answered; its work folder."""
    ta_in_den_sena(DAG)
    avstamning.fn(idag=DAG)
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=BESLUT)
    exempel.fn(omgang="T1", data=EXEMPEL / "liten-2026", ut=avstamt_hem / "2026" / "inkorg")
    intag.fn(idag=FORRA - datetime.timedelta(2))
    return avstamt_hem


def flytta(tmp_path: Path, dag: datetime.date) -> None:
    """Open the year again with another last day of the follow-up, the day after the answers came in."""
    data = tmp_path / "senare"
    shutil.copytree(EXEMPEL / "liten-2026", data, dirs_exist_ok=True)
    varden = yaml.safe_load((data / "ar.yaml").read_text("utf-8"))
    varden["kalender"]["tertialrapport_1_senast"] = dag
    (data / "ar.yaml").write_text(yaml.safe_dump(varden, allow_unicode=True), "utf-8")
    oppna.fn(data=data, idag=FORRA - datetime.timedelta(1), handlaggare="Åsa Öberg")


def delarna() -> list[Del]:
    """The dated parts of the year."""
    with read() as session:
        return [d for d in parts(session, the_year(session)) if d.m.senast]


def domarna(hem: Path, *, beslutad: bool = True) -> list[str]:
    """Decide the follow-up; every line of its document that names an anstånd."""
    uppfoljning.fn(idag=NYA + datetime.timedelta(40))
    if beslutad:
        besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=NYA + datetime.timedelta(41))
    rader = next(egna for fil, egna in lasbart(hem / "2026" / "dokument") if fil.name == "uppfoljning-t1-2026.html")
    return [rad.replace("\xa0", " ") for rad in rader if "anstånd till" in rad]


def test_a_moved_last_day_is_nobodys_anstand_though_answers_are_judged_already(fragat: Path, tmp_path: Path) -> None:
    uppfoljning.fn(idag=FORRA - datetime.timedelta(2))
    assert {d.stangd for d in delarna()} == {True, False}, "some answers are proposed as enough, some are not there"
    flytta(tmp_path, NYA)
    assert {d.m.senast for d in delarna()} == {NYA}
    assert domarna(fragat) == []


def test_only_who_was_given_anstand_has_it_after_the_day_was_moved_for_all(fragat: Path, tmp_path: Path) -> None:
    langre, *andra = delarna()
    kortare = next(d for d in andra if d.m.organ != langre.m.organ)
    for d, dag in ((langre, ANSTAND), (kortare, NYA - datetime.timedelta(2))):
        om = {"motivering": "Nämnden möts sent", "handlaggare": "Åsa Öberg", "idag": BESLUT}
        anstand.fn(galler=d.u.nummer, organ=d.m.organ, dag=dag, **om)
    flytta(tmp_path, NYA)
    assert {d.m.senast for d in delarna() if d.nyckel != langre.nyckel} == {NYA}, "an earlier anstånd is no longer one"
    assert [rad.partition(", ")[2] for rad in domarna(fragat)] == ["anstånd till den 28 maj 2026"]


def test_a_day_given_for_the_whole_workbook_is_an_anstand_of_each_answer_in_it(fragat: Path) -> None:
    organ = delarna()[0].m.organ
    om = {"motivering": "Nämnden möts sent", "handlaggare": "Åsa Öberg", "idag": BESLUT}
    anstand.fn(galler="T1", organ=organ, dag=ANSTAND, **om)
    antal = sum(d.m.organ == organ for d in delarna())
    assert len(domarna(fragat)) == antal


def test_the_oversikt_shows_the_day_that_holds(fragat: Path, tmp_path: Path) -> None:
    flytta(tmp_path, NYA)
    d = delarna()[0]
    om = {"motivering": "Nämnden möts sent", "handlaggare": "Åsa Öberg", "idag": BESLUT}
    anstand.fn(galler=d.u.nummer, organ=d.m.organ, dag=ANSTAND, **om)
    domarna(fragat, beslutad=False)
    text = (fragat / "2026" / "dokument" / "oversikt-2026.html").read_text("utf-8").replace("\xa0", " ")
    assert "20 maj 2026 eller senare" in text
    tabellen = text.partition('id="t-uppmaningar"')[2].partition("</table>")[0]
    assert "14 maj 2026" not in tabellen
