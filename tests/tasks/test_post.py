"""Mails in the in-folder: who sent a workbook decides whether it waits, and no name or header of a mail does harm."""

import csv
import datetime
import re
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import col, select

import daliga_bocker as db
from flows.intag import intag
from flows.oppna import oppna
from schemas.tabeller import Inlamning
from tasks.aret.exempel import plan_exempel
from tasks.bocker.skrivbok import write_all
from tasks.grund.databas import read
from tasks.intag.post import REDAN, Mottagning
from tests_stod import EXEMPEL

LITEN = EXEMPEL / "liten-2026"

# In liten-2026 every organ has a registrator; o00007 is addressed through o00006.

TIDIGT = datetime.date(2026, 1, 10)
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@pytest.fixture(scope="module")
def sma_planer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Organ → its verksamhetsplan in liten-2026."""
    skrivna = write_all(plan_exempel(LITEN, tmp_path_factory.mktemp("sma")))
    return {p.stem.removeprefix("VP-2026-"): p for p in skrivna}


@pytest.fixture
def litet(hem: Path) -> Path:
    """The in-folder of liten-2026, which stands open."""
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=TIDIGT)
    inkorg = hem / "2026" / "inkorg"
    inkorg.mkdir(parents=True)
    return inkorg


def _inlamningar() -> dict[str, Inlamning]:
    """The newest of everything that has been received, by file name."""
    with read() as session:
        return {i.filnamn: i for i in session.exec(select(Inlamning).order_by(col(Inlamning.id)))}


def _brev(fran: str, *bocker: Path, disposition: str = "attachment", namn: str | None = None) -> EmailMessage:
    brev = EmailMessage()
    brev["From"], brev["To"], brev["Subject"] = fran, "planering@example.org", "Vår verksamhetsplan"
    brev.set_content("Hej! Här kommer planen.")
    for bok in bocker:
        om = {"maintype": XLSX[0], "subtype": XLSX[1], "filename": namn or bok.name, "disposition": disposition}
        brev.add_attachment(bok.read_bytes(), **om)
    return brev


def _ta_in(inkorg: Path, brev: EmailMessage) -> list[Mottagning]:
    (inkorg / "brev.eml").write_bytes(bytes(brev))
    return intag.fn(idag=TIDIGT)


@pytest.mark.parametrize(
    ("fran", "organ", "status"),
    [
        ("registrator.o00000@example.org", "o00000", "godkand"),
        ("Anna Ek <Registrator.O00000@Example.org>", "o00000", "godkand"),
        ("forvaltningschef.o00000@example.org", "o00000", "godkand"),
        ("registrator.o00006@example.org", "o00007", "godkand"),
        ("registrator.o00007@example.org", "o00007", "godkand"),
        ("registrator.o00007@example.org", "o00006", "vantar"),
        ("registrator.o00001@example.org", "o00000", "vantar"),
        ("planering@example.org", "o00000", "vantar"),
        ("registrator.o00000@example.com", "o00000", "vantar"),
        ('"registrator.o00000@example.org" <nagon@annan.example>', "o00000", "vantar"),
    ],
)
def test_who_sent_the_mail_decides_whether_it_waits(
    fran: str, organ: str, status: str, litet: Path, sma_planer: dict[str, Path]
) -> None:
    svar = _ta_in(litet, _brev(fran, sma_planer[organ]))
    assert [(m.organ, m.status) for m in svar] == [(organ, status)]
    skal = _inlamningar()[sma_planer[organ].name].skal
    assert (skal is not None and "kontakter" in skal) == (status == "vantar")


@pytest.mark.parametrize("fran", [b"From: <", b'From: "', b"From: a@[", b"From:", b"X-Inget: inget"])
def test_a_mail_whose_sender_cannot_be_read_waits(fran: bytes, litet: Path, sma_planer: dict[str, Path]) -> None:
    brev = bytes(_brev("x@example.org", sma_planer["o00000"])).replace(b"From: x@example.org", fran)
    (litet / "brev.eml").write_bytes(brev)
    assert [(m.organ, m.status) for m in intag.fn(idag=TIDIGT)] == [("o00000", "vantar")]


def test_a_forwarded_mail_gives_its_workbook(litet: Path, sma_planer: dict[str, Path]) -> None:
    yttre = _brev("registrator.o00000@example.org")
    yttre.add_attachment(_brev("nagon@annan.example", sma_planer["o00000"]))
    assert [(m.namn, m.status) for m in _ta_in(litet, yttre)] == [("VP-2026-o00000.xlsx", "godkand")]


def test_a_workbook_in_the_text_of_a_mail_is_taken_in(litet: Path, sma_planer: dict[str, Path]) -> None:
    brev = _brev("registrator.o00000@example.org", sma_planer["o00000"], disposition="inline")
    assert [m.status for m in _ta_in(litet, brev)] == ["godkand"]


def test_a_mail_with_ten_attachments_has_each_judged_on_its_own(
    litet: Path, hem: Path, sma_planer: dict[str, Path]
) -> None:
    brev = _brev("registrator.o00006@example.org", *sma_planer.values())
    brev.add_attachment(db.PNG, maintype="image", subtype="png", filename="bild.xlsx")
    svar = _ta_in(litet, brev)
    assert len(svar) == 10
    egna = {"VP-2026-o00006.xlsx", "VP-2026-o00007.xlsx", "VP-2026-o00008.xlsx"}
    assert {m.namn for m in svar if m.status == "godkand"} == egna
    assert {m.namn for m in svar if m.status == "avvisad"} == {"bild.xlsx"}
    assert len([m for m in svar if m.status == "vantar"]) == 6
    assert len(list((hem / "2026" / "mottaget").glob("*.bin"))) == 13  # the mail itself and the year are kept as well


def test_the_logo_of_a_signature_is_left_alone(litet: Path, hem: Path, sma_planer: dict[str, Path]) -> None:
    brev = _brev("registrator.o00006@example.org", sma_planer["o00006"])
    brev.add_attachment(db.PNG, maintype="image", subtype="png", filename="logga.png")
    assert [(m.namn, m.status) for m in _ta_in(litet, brev)] == [("VP-2026-o00006.xlsx", "godkand")]


@pytest.mark.parametrize(
    ("namn", "kallas"),
    [
        ("../../x.xlsx", "x.xlsx"),
        ("..\\..\\x.xlsx", "x.xlsx"),
        ("/etc/cron.d/x.xlsx", "x.xlsx"),
        ("C:\\Windows\\x.xlsx", "x.xlsx"),
        ("..", ".."),
        ("x\x00\x07.xlsx", "x.xlsx"),
        ("å" * 300 + ".xlsx", "å" * 150),
    ],
)
def test_the_name_of_an_attachment_is_never_a_path(
    namn: str, kallas: str, litet: Path, hem: Path, tmp_path: Path, sma_planer: dict[str, Path]
) -> None:
    dalig = tmp_path / "dalig.xlsx"
    dalig.write_bytes(db.satt(db.ARSMAL, F2="ca 9")(sma_planer["o00000"].read_bytes()))
    svar = _ta_in(litet, _brev("registrator.o00000@example.org", dalig, namn=namn))
    assert [(m.namn, m.status) for m in svar] == [(kallas, "avvisad")]
    mottagna = {p.name for p in (hem / "2026" / "mottaget").iterdir()}
    assert all(re.fullmatch(r"[0-9a-f]{64}\.bin", p) for p in mottagna)
    assert [p for p in tmp_path.rglob("*x.xlsx") if p.is_relative_to(hem)] == [
        p for p in (hem / "2026" / "rattning").iterdir() if p.name.endswith("x.xlsx")
    ]
    assert not list(tmp_path.parent.glob("x.xlsx"))


def test_a_mail_that_waits_is_judged_anew_once_its_sender_is_a_contact(
    litet: Path, sma_planer: dict[str, Path], tmp_path: Path
) -> None:
    brev = _brev("ny.registrator@example.org", sma_planer["o00000"])
    assert [[m.status for m in _ta_in(litet, brev)] for _ in range(2)] == [["vantar"], [REDAN]]
    data = Path(shutil.copytree(LITEN, tmp_path / "ar"))
    with (data / "kontakter.csv").open("a", encoding="utf-8", newline="") as fil:
        csv.writer(fil).writerow(["o00000", "registrator", "ny.registrator@example.org"])
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=TIDIGT)
    assert [[m.status for m in _ta_in(litet, brev)] for _ in range(2)] == [["godkand"], [REDAN]]
    assert [(i.version, i.status) for i in _inlamningar().values()] == [(2, "godkand")]
