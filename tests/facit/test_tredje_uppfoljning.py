"""One more follow-up is one more row of omgangar.csv: everything that a round has follows from it (kontrakt section 2).

The year kommun-2033 as it is, and with a third delårsrapport on prognos between the second and the bokslut. In it one
organ stays silent (o00005), one answers what it was asked (o00006), and the others only give their prognos.
"""

import csv
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from schemas.tabeller import Avstamning, Mottagare, Svarsdom, Uppmaningsrad, Utskick
from tasks.grund.databas import read
from tests_stod import DELAR, EXEMPEL, Genomgatt, ga_genom, i_miljo

DATA = EXEMPEL / "kommun-2033"
RAD = "D3,uppfoljning,Delårsrapport oktober,delårsrapporten per oktober,2033-11-10,2033-11-25,2033-12-02,prognos"
SENAST, BESLUTAS = "2033-11-10", datetime.date(2033, 12, 2)
TYST, SVARAR, FRAGA = "o00005", "o00006", "2033-19"


class Bada(NamedTuple):
    """The year without and with the round, and the folder of the latter."""

    utan: Genomgatt
    med: Genomgatt
    data: Path


@pytest.fixture(scope="module")
def bada(aren: Callable[[Path], Genomgatt], tmp_path_factory: pytest.TempPathFactory) -> Bada:
    """Both years run through; in the folder nothing is new but the row, and what the organs will hand in."""
    mapp = tmp_path_factory.mktemp("tredje")
    data = Path(shutil.copytree(DATA, mapp / "data"))
    fil = data / "omgangar.csv"
    fil.write_text(fil.read_text("utf-8").replace("\nVB,", f"\n{RAD}\nVB,"), "utf-8")
    (data / "D3").mkdir()
    prognoser = (DATA / "D1" / "prognos.csv").read_text("utf-8").splitlines(keepends=True)
    (data / "D3" / "prognos.csv").write_text("".join(r for r in prognoser if not r.startswith(TYST)), "utf-8")
    svar = f"organ,grund,avser,svar\n{SVARAR},riktad,kostnaderna,Vi håller budgeten.\n"
    (data / "D3" / "svar.csv").write_text(svar, "utf-8")
    return Bada(aren(DATA), ga_genom(data, mapp / "hem"), data)


def utan_den_nya(rader: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the other rounds."""
    return [r for r in rader if "D3" not in (r.get("fas"), r.get("omgang"), r.get("slag"))]


def rader(fil: Path, blad: str) -> list[dict[str, Any]]:
    """The rows of a sheet, by header."""
    rubriker, *andra = load_workbook(fil)[blad].values
    return [dict(zip(rubriker, r, strict=True)) for r in andra if any(r)]


def oppna_delar(export: dict[str, Any], omgang: str) -> set[tuple[str, str]]:
    """(number, organ) of every part that a round judges."""
    return {(s["nummer"], s["organ"]) for s in export["svar"] if s["omgang"] == omgang}


def test_every_organ_gets_a_workbook_of_the_round_with_its_questions_and_its_indicators(bada: Bada) -> None:
    fragade = oppna_delar(bada.utan.export, "VB")
    for organ in (f"o0000{n}" for n in range(7)):
        fil = bada.med.hem / "2033" / "mallar" / f"D3-2033-{organ}.xlsx"
        assert {(r["Nummer"], organ) for r in rader(fil, "Svar")} == {d for d in fragade if d[1] == organ}
        assert all(r["Prognos"] is None for r in rader(fil, "Prognos"))
        assert len(rader(fil, "Prognos")) == _antal_indikatorer(organ)


def _antal_indikatorer(organ: str) -> int:
    with (DATA / "tilldelningar.csv").open(encoding="utf-8", newline="") as f:
        return sum(r["organ"] == organ and r["utgar"] != "ja" for r in csv.DictReader(f))


def test_what_is_left_open_before_it_is_due_in_it(bada: Bada) -> None:
    """Unless it has a later day, or none."""
    with i_miljo(**bada.med.miljo), read() as session:
        fraga = select(Svarsdom.senast, Uppmaningsrad.senast).select_from(Svarsdom).join(Mottagare).join(Uppmaningsrad)
        domar = session.exec(fraga.where(Svarsdom.omgang == "D3")).all()
    dag = datetime.date.fromisoformat(SENAST)
    assert [senast for senast, _ in domar] == [utfardad and max(utfardad, dag) for _, utfardad in domar]
    assert {senast for senast, _ in domar} == {None, dag, datetime.date(2034, 2, 1)}


def test_it_is_decided_on_its_day_and_the_others_on_theirs(bada: Bada) -> None:
    with i_miljo(**bada.med.miljo), read() as session:
        beslut = {a.omgang: (a.beslutad, a.handlaggare) for a in session.exec(select(Avstamning))}
    assert list(beslut) == ["VP", "D1", "D2", "D3", "VB"]
    assert beslut["D3"] == (BESLUTAS, "demo")
    assert beslut["VB"] == (datetime.date(2034, 2, 25), "demo")
    beslutade = [m for m in bada.med.export["mal"] if m["fas"] == "D3"]
    assert [m["beslut"] for m in beslutade] == [m["forslag"] for m in beslutade] != []


def test_it_has_its_own_documents_and_the_others_have_theirs(bada: Bada) -> None:
    utan, med = ({p.name for p in (g.hem / "2033" / "dokument").iterdir()} for g in (bada.utan, bada.med))
    assert utan <= med
    assert med - utan == {
        "Granskning-D3-2033.xlsx",
        "harledning-d3-2033.xlsx",
        "uppfoljning-d3-2033-harledning.html",
        "uppfoljning-d3-2033.docx",
        "uppfoljning-d3-2033.html",
        "uppfoljning-d3-2033.pdf",
    }
    html = (bada.med.hem / "2033" / "dokument" / "uppfoljning-d3-2033.html").read_text("utf-8")
    assert "elårsrapporten per oktober" in html
    assert "Vi håller budgeten." in html


def test_its_messages_are_those_of_a_round(bada: Bada) -> None:
    egna = [u for u in bada.med.export["utskick"] if u["omgang"] == "D3"]
    slag = {s: sorted(str(u["organ"]) for u in egna if u["slag"] == s) for s in {u["slag"] for u in egna}}
    alla = [f"o0000{n}" for n in range(7)]
    assert slag["kvittens"] == [o for o in alla if o != TYST]
    assert slag["tack"] == [SVARAR]
    assert slag["sammandrag"] == ["None"]
    assert {u["forfallo"] for u in egna if u["slag"] in ("paminnelse", "eskalering", "forfragan")} == {SENAST}
    steg = {u["steg"] for u in egna if (u["organ"], u["slag"]) == (TYST, "paminnelse")}
    assert steg == {"-28", "-14", "-7", "-1", "+1", "+5", "+10"}
    assert all(u["steg"].startswith("-") for u in egna if u["organ"] == SVARAR and u["slag"] == "paminnelse")


def test_the_decision_before_it_sends_its_workbook_and_names_its_day(bada: Bada) -> None:
    brev = {}
    for namn, g in (("utan", bada.utan), ("med", bada.med)):
        with i_miljo(**g.miljo), read() as session:
            brev[namn] = session.exec(select(Utskick).where(Utskick.nyckel == "uppmaning/D2/o00001")).one()
    blad = "dokument/organ/o00001-d2-2033.pdf"
    assert brev["utan"].bilagor == ["mallar/VB-2033-o00001.xlsx", blad]
    assert brev["med"].bilagor == ["mallar/D3-2033-o00001.xlsx", blad]
    assert "den 10 november 2033" in brev["med"].text
    assert "årsbokslutet" not in brev["med"].text


def test_it_judges_every_open_part_and_what_it_closes_is_not_judged_again(bada: Bada) -> None:
    med = bada.med.export
    domar = {(s["nummer"], s["organ"]): s["status"] for s in med["svar"] if s["omgang"] == "D3"}
    assert set(domar) == oppna_delar(bada.utan.export, "VB")
    assert domar.pop((FRAGA, SVARAR)) == "besvarad"
    assert set(domar.values()) == {"utebliven", "oppen"}
    assert (FRAGA, SVARAR) not in oppna_delar(med, "VB")


def test_its_prognoser_are_asked_about_with_numbers_that_follow(bada: Bada) -> None:
    fore = [u["nummer"] for u in bada.utan.export["uppmaningar"]]
    nya = [u for u in bada.med.export["uppmaningar"] if u["nummer"] not in fore]
    assert [u["nummer"] for u in nya] == [f"2033-{len(fore) + n:02d}" for n in range(1, len(nya) + 1)]
    assert {(u["omgang"], u["grund"], u["senast"]) for u in nya} == {("D3", "prognos_under_arsmal", "2034-02-01")}


@pytest.mark.parametrize(
    "del_", ["indikatorer", "mal", "varden", "inlamningar", "framstallningar", "avvikelser", "resultatbudget"]
)
def test_what_the_other_rounds_found_is_the_same(bada: Bada, del_: str) -> None:
    def plocka(export: dict[str, Any]) -> list[Any]:
        bort = ("sha256",)  # a later workbook names more questions
        return [{k: v for k, v in r.items() if k not in bort} for r in utan_den_nya(export[del_])]

    assert plocka(bada.med.export) == plocka(bada.utan.export) != []


def test_what_was_asked_before_is_asked_and_judged_the_same(bada: Bada) -> None:
    utan, med = bada.utan.export, bada.med.export
    nya = {u["nummer"] for u in med["uppmaningar"]} - {u["nummer"] for u in utan["uppmaningar"]}
    gamla = [s for s in utan_den_nya(med["svar"]) if s["nummer"] not in nya]
    assert gamla == [s for s in utan["svar"] if (s["nummer"], s["organ"], s["omgang"]) != (FRAGA, SVARAR, "VB")]
    texter = {u["nummer"]: (u["text"], u["till"], u["senast"]) for u in med["uppmaningar"]}
    assert {n: t for n, t in texter.items() if n not in nya} == {
        u["nummer"]: (u["text"], u["till"], u["senast"]) for u in utan["uppmaningar"]
    }


def test_the_independent_computation_knows_the_round_too(bada: Bada, oberoende: Callable, jamfor: Callable) -> None:
    raknat = oberoende(bada.data)
    assert [f for d in DELAR for f in jamfor(raknat[d], bada.med.export[d], d)] == []
