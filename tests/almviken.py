"""Almviken: an invented municipality in the middle of its year, with something of everything that waits for a person.

Its days are counted from today, so that forms can be used as they are where messages reach people: without a day.
"""

import contextlib
import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from smtpserver import BRYT, Smtpserver, smtpserver
from tests_stod import ROOT, i_miljo

UR = ROOT / "tests" / "webblasare" / "almviken"
AR = 2027
OPPNAT, INNE, FORESLAGET, BESLUTAS = -60, -21, -1, 0
#: the organ whose request was cut off on its way, and the one that has not submitted
OSAKER, SEN = "kultur@almviken.example", "miljo"
DALIG = f"VP-{AR}-{SEN}.xlsx"
GRANSKNING = f"Granskning-{AR}.xlsx"
EGEN_TEXT = "Nämnderna har tagit stora steg. Det som återstår begärs in till tertialrapporten."


def day(fran_i_dag: int) -> datetime.date:
    """A day, so many days from today as the city counts them."""
    from flows.dag import today

    return today(None) + datetime.timedelta(days=fran_i_dag)


def write_year(till: Path) -> Path:
    """The year folder."""
    shutil.copytree(UR, till)
    om = {
        "ar": AR,
        "kommun": "Almviken",
        "diarienummer": "KS 2026/114",
        "kalender": {
            "oppnas": day(OPPNAT),
            "verksamhetsplan_senast": day(INNE),
            "avstamning": day(FORESLAGET),
            "beslut": day(BESLUTAS),
            "tertialrapport_1_senast": day(70),
            "uppfoljning": day(100),
        },
        "trosklar": {"indikator_delvis_inom": 0.1, "mal_helt": 0.6, "mal_delvis": 0.5, "stor_avvikelse": 0.1},
        "paminnelser": {
            "fore": [28, 14, 7, 1],
            "efter": [1, 5, 10],
            "eskalering": {5: "forvaltningschef", 10: "planeringskontoret"},
        },
    }
    (till / "ar.yaml").write_text(yaml.safe_dump(om, allow_unicode=True, sort_keys=False), "utf-8")
    return till


@contextlib.contextmanager
def mail_server() -> Iterator[Smtpserver]:
    """A mail server that cuts the line when it has just been handed the first mail to one organ."""
    with smtpserver() as server:

        def answer(_: str) -> str:
            brutna = [b for b in server.brev if OSAKER in b.till]
            return BRYT if OSAKER in server.brev[-1].till and len(brutna) == 1 else "250 ok"

        server.svar["TEXT"] = answer
        yield server


def surroundings(hem: Path, server: Smtpserver) -> dict[str, str]:
    """The environment of an installation whose messages reach people."""
    return {
        "ARSHJUL_HEM": str(hem),
        "ARSHJUL_EPOST": f"smtp://127.0.0.1:{server.port}",
        "ARSHJUL_AVSANDARE": "Almvikens planeringskontor <planering@almviken.example>",
    }


def prepare(hem: Path, miljo: dict[str, str]) -> None:
    """Go through the year to its proposed avstämning, with a review filled in; beside it lies a bad workbook."""
    from flows.avstamning import avstamning
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.nytt_ar import nytt_ar
    from flows.oppna import oppna
    from flows.skicka import skicka
    from schemas.problem import ArshjulFel
    from tasks.grund.databas import release

    data, aret = write_year(hem / f"almviken-{AR}"), hem / str(AR)
    with i_miljo(**miljo):
        oppna.fn(handlaggare="Åsa Öberg", data=data, idag=day(OPPNAT))
        mallar.fn(omgang="VP", idag=day(OPPNAT))
        with contextlib.suppress(ArshjulFel):  # one of them is uncertain
            skicka.fn(idag=day(OPPNAT))
        exempel.fn(omgang="VP", data=data, ut=aret / "inkorg")
        (aret / "inkorg" / DALIG).unlink()
        intag.fn(idag=day(INNE))
        avstamning.fn(idag=day(FORESLAGET))
        nytt_ar.fn(ut=hem / f"Ar-{AR + 1}.xlsx", fran=None)
        release()
    fill_in_review(aret / "dokument" / GRANSKNING)
    spoil_workbook(aret / "mallar" / DALIG, hem.parent / DALIG)
    spoil_year(hem / f"Ar-{AR + 1}.xlsx")


def fill_in_review(fil: Path) -> None:
    """Overrule a judgement, grant and refuse money, say why, and write a text of the office's own."""
    bok = load_workbook(fil)
    write(bok["Bedömningar"], "1.2", Beslut="inte", Motivering="Två av tre nämnder ligger under fullmäktiges årsmål.")
    for organ, beviljat, motivering in (
        ("utb", 2.4, "Kravet i skollagen måste uppfyllas."),
        ("soc", 1.5, "Statsbidraget täcker kostnaden."),
        ("kultur", 0, "Prövas i nästa års budget."),
    ):
        write(bok["Budget"], organ, Beviljat=beviljat, Motivering=motivering)
    bok["Texter"].cell(2, 1).value = "sammanfattning"
    bok["Texter"].cell(2, 2).value = EGEN_TEXT
    bok.save(fil)


def write(blad: Worksheet, nyckel: str, **celler: object) -> None:
    """Write in the row that begins with a key."""
    kolumn = {c.value: c.column for c in blad[1]}
    rad = next(r[0].row for r in blad.iter_rows(min_row=2) if r[0].value == nyckel)
    for rubrik, varde in celler.items():
        blad.cell(rad, kolumn[rubrik]).value = varde


def spoil_workbook(mall: Path, till: Path) -> None:
    """A workbook as somebody may fill it in: a word where a number is to stand, and a sheet gone."""
    bok = load_workbook(mall)
    blad = bok["Årsmål"]
    kolumn = {c.value: c.column for c in blad[1]}
    blad.cell(2, next(v for k, v in kolumn.items() if k and "årsmål" in k and "KF" not in k)).value = "ca 40"
    del bok["Mål"]
    bok.save(till)


def spoil_year(fil: Path) -> None:
    """A year workbook with faults in several places."""
    bok = load_workbook(fil)
    write(bok["organ"], "soc", slag="nämnd")
    write(bok["organ"], "kultur", namn=None)
    write(bok["indikatorer"], "1.1-01", decimaler="en", mal="1.9")
    bok.save(fil)
