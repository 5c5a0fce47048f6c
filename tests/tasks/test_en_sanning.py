"""One truth in what is decided: a cut in the review is the same everywhere; a moved last day is no anstånd."""

import datetime
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.oppna import oppna
from tasks.grund.databas import read
from tasks.insyn.sparning import trace
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
    oppna.fn(data=data, idag=DAG)
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
        spar = trace(session, the_year(session), "punkt 3")
    assert spar[0].varde == "162,8 mnkr"
    assert "summan gäller" in spar[0].kalla
    kapad = next(s for s in spar if s.vad.strip() == "Ändamål 0")
    assert kapad.varde == "12 mnkr"
    assert kapad.kalla == "beviljat i granskningen; 30,0 mnkr i budgetjusteringar.csv, rad 2, kolumn beviljat"
    summan = sum(Decimal(s.varde.removesuffix(" mnkr").replace(",", ".")) for s in spar[1:])
    assert summan == KVAR
