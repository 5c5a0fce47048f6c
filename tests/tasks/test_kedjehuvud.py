"""The head of the trail: printed and typed in one form, in everything that is decided or sent, and in the status."""

import datetime
import email
import email.policy
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console
from sqlmodel import select

from flows.besluta import besluta
from flows.sammanfattning import show_status
from flows.skicka import skicka
from notifications.html import content
from schemas.handelseslag import Handelseslag
from schemas.kedjehuvud import Kedjehuvud, is_huvud, read_kedjehuvud, without_huvud
from schemas.tabeller import Handelse, Utskick
from tasks.dokument.lager import Register
from tasks.grund.databas import read
from tasks.grund.handelser import chain_head, kedjehash
from tasks.laget.oppet import the_year
from tasks.laget.utkorg import messages
from tests.texter import LASARE
from tests_stod import forbi_sparet

HASH = "3f2a9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3"
HUVUD = Kedjehuvud(168, HASH)
RAD = re.compile(r"Händelsekedjan:\snr\s(\d+),\s([0-9a-f]{64})\.")
KOMMANDO = re.compile(r"arshjul granska --huvud (\d+) ([0-9a-f]{16})$")


# The form


@pytest.mark.parametrize(
    "skrivet",
    [
        pytest.param(HASH, id="the whole hash"),
        pytest.param(HASH[:16], id="as the sentence has it"),
        pytest.param(HASH[:16].upper(), id="in capitals"),
        pytest.param(f"{HASH[:40]}\u200b{HASH[40:]}", id="copied from a PDF file, where long words may be broken"),
        pytest.param(f"{HASH[:32]}\r\n {HASH[32:]}.", id="broken by a mail program, with the full stop"),
    ],
)
def test_a_head_as_a_person_gives_it(skrivet: str) -> None:
    huvud = read_kedjehuvud(168, skrivet)
    assert huvud.is_of(168, HASH)
    assert not huvud.is_of(167, HASH)
    assert not huvud.is_of(168, HASH[::-1])


@pytest.mark.parametrize(
    ("nr", "skrivet"), [(168, HASH[:15]), (0, HASH), (168, "HASH"), (168, HASH + "0"), (168, "g" * 16), (168, "")]
)
def test_what_is_no_head_is_told(nr: int, skrivet: str) -> None:
    with pytest.raises(ValueError, match="ange numret och minst de 16 första tecknen"):
        read_kedjehuvud(nr, skrivet)


def test_a_message_has_one_head_however_often_it_leaves() -> None:
    forsta = Kedjehuvud(12, HASH[::-1]).under("Hej\n\nMed vänlig hälsning\nKontoret\n")
    andra = HUVUD.under(forsta)
    assert andra == f"Hej\n\nMed vänlig hälsning\nKontoret\n\n{HUVUD.sats}\n"
    assert without_huvud(andra) == "Hej\n\nMed vänlig hälsning\nKontoret"
    assert is_huvud(HUVUD.sats)
    assert not is_huvud("Händelsekedjan är hel.")


def test_the_head_stands_below_the_signature_of_the_html() -> None:
    sida = content(HUVUD.under("Till Gatunämnden\n\nHej.\n\nMed vänlig hälsning\nKontoret\n"))
    assert re.findall(r'<p class="(\w+)">', sida) == ["till", "fot", "kedja"]


# What is decided


def beslutets_huvud() -> Kedjehuvud:
    """The row of the decision."""
    with read() as session:
        rad = session.exec(select(Handelse).where(Handelse.vad == Handelseslag.BESLUT_FATTAT)).one()
        assert rad.hash == kedjehash(rad)
        return Kedjehuvud(rad.nr, rad.hash)


def test_every_file_that_is_decided_ends_with_the_head_of_its_decision(avstamt_hem: Path) -> None:
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=datetime.date(2026, 3, 10))
    huvud, mapp = beslutets_huvud(), avstamt_hem / "2026" / "dokument"
    filer = [f for f in sorted(mapp.rglob("*")) if f.suffix in (".html", ".docx")]
    assert {f.stem for f in filer} >= {"avstamning-2026", "oversikt-2026", "o00000-vp-2026"}
    for fil in filer:
        assert LASARE[fil.suffix](fil)[-1].replace("\xa0", " ") == huvud.sats, fil.name  # type: ignore[operator]
    bocker = [load_workbook(f) for f in mapp.glob("bilaga-*.xlsx")]
    assert bocker
    for blad in (b for bok in bocker for b in bok.worksheets):
        celler = [c for r in blad.iter_rows(values_only=True) for c in r if c]
        assert celler[-1] == huvud.sats, blad.title


def test_what_is_only_proposed_has_no_head(avstamt_hem: Path) -> None:
    for fil in (avstamt_hem / "2026" / "dokument").rglob("*"):
        if fil.suffix in LASARE:
            assert not any("Händelsekedjan" in rad for rad in LASARE[fil.suffix](fil)), fil.name  # type: ignore[attr-defined]


def test_a_decided_file_is_the_same_however_the_trail_grows(avstamt_hem: Path) -> None:
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=datetime.date(2026, 3, 10))
    fil = avstamt_hem / "2026" / "dokument" / "avstamning-2026.html"
    fore = fil.read_bytes()
    skicka.fn(idag=datetime.date(2026, 3, 10))
    fil.unlink()
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=datetime.date(2026, 3, 11))
    assert fil.read_bytes() == fore
    with read() as session:
        assert not Register(session, the_year(session)).ar_andrad("dokument/avstamning-2026.html")


# What is sent


def test_every_message_ends_with_a_head_that_is_in_the_trail(avstamt_hem: Path) -> None:
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=datetime.date(2026, 3, 10))
    skicka.fn(idag=datetime.date(2026, 3, 10))
    with read() as session:
        kedjan = dict(session.exec(select(Handelse.nr, Handelse.hash)).all())
        skickade = [u for u in messages(session, 2026) if u.status == "skickat"]
    assert {str(u.slag) for u in skickade} >= {"kvittens", "uppmaning"}
    beslut = beslutets_huvud()
    for u in skickade:
        traff, kommando = RAD.search(u.text), KOMMANDO.search(u.text.strip())
        assert traff, u.nyckel
        assert kommando, u.nyckel
        assert kedjan[int(traff[1])] == traff[2]
        assert read_kedjehuvud(int(kommando[1]), kommando[2]).is_of(int(traff[1]), traff[2])
        if u.nyckel.startswith("uppmaning/VP/"):
            assert int(traff[1]) >= beslut.nr, "who is told of a decision can prove it"
    for fil in (avstamt_hem / "2026" / "utskick").glob("*.eml"):
        brev = email.message_from_bytes(fil.read_bytes(), policy=email.policy.default)
        for form in ("plain", "html"):
            assert RAD.search(brev.get_body((form,)).get_content()), fil.name  # type: ignore[union-attr]


def test_what_is_sent_again_has_the_head_of_that_time(avstamt_hem: Path) -> None:
    skicka.fn(idag=datetime.date(2026, 3, 1))
    with forbi_sparet() as session:
        u = session.exec(select(Utskick).where(Utskick.status == "skickat")).first()
        assert u is not None
        nyckel, forsta = u.nyckel, RAD.search(u.text)
        u.status = "vantar"
    skicka.fn(idag=datetime.date(2026, 3, 2))
    with read() as session:
        text = session.exec(select(Utskick.text).where(Utskick.nyckel == nyckel)).one()
    assert forsta
    assert [int(nr) for nr, _ in RAD.findall(text)] > [int(forsta[1])]
    assert len(RAD.findall(text)) == 1


def test_the_status_shows_where_the_trail_ends(avstamt_hem: Path) -> None:
    terminal = Console(file=io.StringIO(), width=80)
    show_status(terminal, None, datetime.date(2026, 3, 1))
    with read() as session:
        assert f"\n{chain_head(session).i_text}\n" in terminal.file.getvalue()  # type: ignore[attr-defined]
