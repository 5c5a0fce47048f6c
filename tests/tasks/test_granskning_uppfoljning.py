"""The review of a follow-up: what the office overruled stands while the answer does (kontrakt section 3)."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.uppfoljning import uppfoljning
from schemas.problem import ArshjulFel
from tests_stod import EXEMPEL, exportera_nu

BESLUT, T1_DAG, DAG = datetime.date(2026, 3, 10), datetime.date(2026, 5, 14), datetime.date(2026, 6, 25)
FORSTA, ANDRA = "Granskning-T1-2026.xlsx", "Granskning-T1-2026 (2).xlsx"
#: (number, organ) of an answer → what the office decides that it is
Doma = dict[tuple[str, str], str]


@pytest.fixture
def hem(avstamt_hem: Path, ta_in_den_sena: Callable[..., str]) -> Path:
    """A follow-up is proposed."""
    ta_in_den_sena()
    avstamning.fn(idag=BESLUT)
    besluta.fn(fatta=True, handlaggare="Anna", idag=BESLUT)
    exempel.fn(omgang="T1", data=EXEMPEL / "liten-2026", ut=avstamt_hem / "2026" / "inkorg")
    intag.fn(idag=T1_DAG)
    uppfoljning.fn(idag=DAG)
    return avstamt_hem


def svarsblad(fil: Path) -> tuple[Any, list[dict[str, Any]]]:
    """The workbook, and the cells of its sheet Svar by header, a row each."""
    bok = load_workbook(fil)
    rubriker, *rader = bok["Svar"].iter_rows()
    return bok, [dict(zip((c.value for c in rubriker), r, strict=True)) for r in rader if r[0].value]


def doma(fil: Path, domar: Doma) -> bytes:
    """Overrule judgements in the workbook where it lies; what it then holds."""
    bok, rader = svarsblad(fil)
    for r in rader:
        if beslut := domar.get((r["Nummer"].value, r["Organ"].value)):
            r["Beslut"].value, r["Motivering"].value = beslut, "Vi vet mer"
    bok.save(fil)
    return fil.read_bytes()


def overprovade(fil: Path) -> Doma:
    """What stands under Beslut in the sheet Svar."""
    _, rader = svarsblad(fil)
    return {(r["Nummer"].value, r["Organ"].value): r["Beslut"].value for r in rader if r["Beslut"].value}


def tva_svar(export: dict[str, Any]) -> list[tuple[str, str]]:
    """Two answers of different organs that are judged besvarad."""
    egna = {s["organ"]: (s["nummer"], s["organ"]) for s in export["svar"] if s["status"] == "besvarad"}
    return list(egna.values())[:2]


def svara_om(hem: Path, nummer: str, organ: str) -> None:
    """The organ answers one question anew, in other words."""
    i = next(i for i in exportera_nu()["inlamningar"] if (i["slag"], i["organ"]) == ("T1", organ))
    inskickad = next((hem / "2026" / "mottaget").glob(f"{i['sha256']}*"))
    bok, rader = svarsblad(Path(shutil.copy(inskickad, hem / "svar.xlsx")))
    next(r for r in rader if r["Nummer"].value == nummer)["Svar"].value = "Vi har ändrat oss."
    bok.save(hem / "2026" / "inkorg" / f"T1-2026-{organ}.xlsx")
    intag.fn(idag=DAG)


def test_an_overruled_judgement_follows_its_answer_and_falls_with_it(hem: Path) -> None:
    mapp = hem / "2026" / "dokument"
    star, faller = tva_svar(exportera_nu())
    fore = doma(mapp / FORSTA, {star: "otillräcklig", faller: "otillräcklig"})
    svara_om(hem, *faller)
    uppfoljning.fn(idag=DAG)
    assert (mapp / FORSTA).read_bytes() == fore
    assert overprovade(mapp / ANDRA) == {star: "otillräcklig"}
    sagt = "\n".join(str(c) for r in load_workbook(mapp / ANDRA)["Ändrat"].values for c in r if c)
    assert f"Bladet Svar, {faller[0]}, {faller[1]}: svar var " in sagt
    assert "Vi har ändrat oss." in sagt
    assert "Det som stod (beslut: otillräcklig; motivering: Vi vet mer) är inte överfört." in sagt


def test_the_old_review_is_refused_and_the_new_one_decides_what_was_carried_over(hem: Path) -> None:
    mapp = hem / "2026" / "dokument"
    star, faller = tva_svar(exportera_nu())
    doma(mapp / FORSTA, {star: "otillräcklig"})
    svara_om(hem, *faller)
    with pytest.raises(ArshjulFel, match=r"är inte beslutad.*ny granskning"):
        besluta.fn(fatta=True, handlaggare="Bo", granskning=mapp / FORSTA, idag=DAG)
    with pytest.raises(ArshjulFel, match="version 1, men den senaste är version 2"):
        besluta.fn(fatta=True, handlaggare="Bo", granskning=mapp / FORSTA, idag=DAG)
    besluta.fn(fatta=True, handlaggare="Bo", granskning=mapp / ANDRA, idag=DAG)
    domar = {(s["nummer"], s["organ"]): s["status"] for s in exportera_nu()["svar"] if s["omgang"] == "T1"}
    assert (domar[star], domar[faller]) == ("otillracklig", "besvarad")


def test_the_review_of_the_plan_is_not_touched_by_the_follow_up(hem: Path) -> None:
    assert sorted(p.name for p in (hem / "2026" / "dokument").glob("Granskning*")) == [
        "Granskning-2026.xlsx",
        FORSTA,
    ]
