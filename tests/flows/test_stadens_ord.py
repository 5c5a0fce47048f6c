"""A city speaks its own language: nothing that a person reads holds a word that only another city uses."""

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from schemas.problem import PROBLEMTYPER
from tests.texter import lasbart
from tests_stod import EXEMPEL, ROOT, Genomgatt, i_miljo

#: what Stockholm says and Provköping (kommun-2033) does not
STOCKHOLMS = re.compile(
    r"stadsdelsnämnd|tertialrapport|verksamhetsområdesmål|inriktningsmål|stadshus|facknämnd|stadsledningskontor|"
    r"\bstad(en|ens)?\b|avstämning av mål och budget",
    re.IGNORECASE,
)
#: names of files, keys and codes are those of the contract in every city
KODER = re.compile(r"^staden( \||$)|kalender\.|tertialrapport1/")
#: code, templates and data that a word might hide in; the standard words have a place of their own
RUM = ("flows", "tasks", "rules", "schemas", "notifications")


def stockholms(rader: Iterator[str] | list[str]) -> list[str]:
    """The lines that hold a word of Stockholm's."""
    return [r for r in rader if STOCKHOLMS.search(r) and not KODER.search(r)]


@pytest.fixture(scope="module")
def provkoping(aren: Callable) -> Genomgatt:
    """A municipality with one level of goals, a nämndsplan, two delårsrapporter and an årsbokslut, run through."""
    return aren(EXEMPEL / "kommun-2033")


def test_no_document_message_or_workbook_holds_another_citys_word(provkoping: Genomgatt) -> None:
    filer = list(lasbart(provkoping.hem / "2033"))
    assert {f.suffix for f, _ in filer} == {".html", ".docx", ".xlsx", ".eml"}
    assert {f.name: r for f, rader in filer if (r := stockholms(rader))} == {}


def test_the_city_is_spoken_of_in_its_own_words(provkoping: Genomgatt) -> None:
    text = "\n".join(r for _, rader in lasbart(provkoping.hem / "2033") for r in rader)
    for ord_ in ("Kommunledningskontoret", "fokusmål", "delårsrapporten per april", "Nämndsplan", "årsbokslutet"):
        assert ord_ in text
    assert "Avstämning av nämndsplanerna för 2033" in text
    assert "Samtliga nämnder" in text


def test_next_years_workbook_holds_no_other_citys_word(provkoping: Genomgatt, tmp_path: Path) -> None:
    from flows.nytt_ar import nytt_ar

    with i_miljo(**provkoping.miljo):
        nytt_ar.fn(ut=tmp_path / "Ar-2034.xlsx")
    assert {f.name: r for f, rader in lasbart(tmp_path) if (r := stockholms(rader))} == {}


def test_no_command_says_another_citys_word(provkoping: Genomgatt) -> None:
    from flows.sammanfattning import show_sammanfattning, show_status
    from flows.utkorg import show_osakra, show_waiting
    from tasks.grund.databas import read
    from tasks.insyn.sparning import all_keys, trace_all
    from tasks.insyn.vadom import what_if
    from tasks.laget.oppet import the_year

    ut = io.StringIO()
    terminal = Console(file=ut, width=200)
    import datetime

    with i_miljo(**provkoping.miljo):
        show_status(terminal, None, datetime.date(2034, 3, 1))
        show_sammanfattning(terminal, 2033)
        show_waiting(terminal, None, datetime.date(2040, 1, 1))
        show_osakra(terminal, None)
        with read() as session:
            oppet = the_year(session)
            alla = trace_all(session, oppet, all_keys(session, oppet))
            rader = [str(vars(s)) for spar in alla.values() for s in spar]
            rader += [str(vars(a)) for a in what_if(session, oppet, "i0000", {})]
    assert len(rader) > 100
    assert stockholms([*ut.getvalue().splitlines(), *rader]) == []


def test_no_example_of_a_message_says_another_citys_word(provkoping: Genomgatt) -> None:
    from notifications.exempel import Stad, exempel
    from notifications.texter import render_brev
    from tasks.grund.databas import read
    from tasks.laget.oppet import the_year

    with i_miljo(**provkoping.miljo), read() as session:
        stad = Stad((oppet := the_year(session)).o, oppet.ar, oppet.kommun)
    breven = [render_brev(stad.o, slag, **om) for slag, alla in exempel(stad).items() for om in alla]
    assert len(breven) > 30
    assert stockholms([r for brev in breven for del_ in brev for r in del_.splitlines()]) == []


def test_no_help_says_another_citys_word() -> None:
    def hjalp(*argument: str) -> str:
        kor = [sys.executable, "-m", "flows.cli", *argument, "--help"]
        return subprocess.run(kor, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    huvud = hjalp()
    kommandon = re.findall(r"^  ([a-z-]+)  ", huvud, flags=re.MULTILINE)
    assert {"mallar", "uppfoljning", "status"} <= set(kommandon)
    assert stockholms([r for k in ("", *kommandon) for r in hjalp(*([k] if k else [])).splitlines()]) == []


def test_no_artifact_or_form_says_another_citys_word(provkoping: Genomgatt) -> None:
    import datetime
    import importlib

    import yaml

    from flows.status import as_markdown
    from tasks.grund.databas import read
    from tasks.insyn.status import arets_status
    from tasks.laget.oppet import the_year

    with i_miljo(**provkoping.miljo), read() as session:
        status = as_markdown(arets_status(session, the_year(session), datetime.date(2034, 3, 1)))
    utlagda = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    former = [str(d) for d in utlagda]
    for d in utlagda:
        modul, _, namn = d["entrypoint"].rpartition(".")
        flode = getattr(importlib.import_module(modul), namn)
        former += [flode.description or "", str(flode.flow_run_name), flode.parameters.model_dump_json()]
    assert stockholms([*status.splitlines(), *(r for f in former for r in f.splitlines())]) == []


def test_no_problem_says_another_citys_word() -> None:
    texter = [x for t in PROBLEMTYPER.values() for x in (t.rubrik, t.forvantat, t.atgard)]
    assert stockholms(texter) == []


def test_no_code_holds_a_word_of_one_city_or_the_code_of_an_omgang() -> None:
    """The standard words and rounds are data, in schemas/standard/."""
    ord_ = re.compile(
        r"tertialrapport [12]|stadsdelsnämnd|verksamhetsområdesmål|facknämnd|stadshus|\bstaden\b(?!\.)", re.I
    )
    kod = re.compile(r"""["'](VP|T1)["']|Fas\.""")
    funna = []
    for rum in RUM:
        for fil in sorted((ROOT / rum).rglob("*")):
            if fil.suffix in (".py", ".j2") and "__pycache__" not in fil.parts:
                for nr, rad in enumerate(fil.read_text("utf-8").splitlines(), 1):
                    ord_i = ord_.search(rad) and not re.search(r"o\.staden|\{staden|ordbok\.staden|staden = ", rad)
                    if ord_i or kod.search(rad):
                        funna.append(f"{fil.relative_to(ROOT)}:{nr}: {rad.strip()}")
    assert funna == []
