"""The pages of the organs: of each its own, made when what they show is another, and sent with the letter."""

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from schemas.begrepp import Begar, Grund, Utskicksslag
from schemas.tabeller import Utskick
from tasks.dokument.organblad import blad_som_html, organbladet
from tasks.dokument.organunderlag import Bladfraga, Organblad, organblad
from tasks.dokument.skrift import Lista, Tabell
from tasks.dokument.skriv import everything
from tasks.dokument.underlag import read_aret
from tasks.grund.databas import read, release
from tasks.laget.beslutat import newest_of_all
from tasks.laget.oppet import Oppet, all_years
from tests.texter import SynligaSatser
from tests_stod import EXEMPEL, Genomgatt, i_miljo

FIENTLIGT = "</p><script>alert(1)</script> \" ' & $x$"


@pytest.fixture(scope="module")
def aret(aren: Callable) -> Genomgatt:
    """A year run through, with a plan, two follow-ups and a bokslut."""
    return aren(EXEMPEL / "kommun-2033")


def i_aret(aret: Genomgatt, las: Callable) -> object:  # type: ignore[type-arg]
    with i_miljo(**aret.miljo):
        with read() as session:
            svar = las(session, all_years(session)[-1])
        release()
    return svar


@pytest.fixture(scope="module")
def bladen(aret: Genomgatt) -> list[Organblad]:
    """The pages after the plan."""

    def las(session: Session, oppet: Oppet) -> list[Organblad]:
        return organblad(read_aret(session, oppet, next(iter(newest_of_all(session, oppet).values()))))

    return i_aret(aret, las)  # type: ignore[return-value]


def test_every_organ_has_a_page_of_every_omgang_that_was_decided(aret: Genomgatt, bladen: list[Organblad]) -> None:
    mapp = aret.hem / "2033" / "dokument" / "organ"
    koder = i_aret(aret, lambda s, oppet: [o.kod.lower() for o in newest_of_all(s, oppet)])
    vantade = {f"{b.kod}-{o}-2033.{form}" for b in bladen for o in koder for form in ("html", "pdf")}  # type: ignore[attr-defined]
    assert {f.name for f in mapp.iterdir()} == vantade


def test_the_pages_are_current(aret: Genomgatt) -> None:
    """What everything calls for has the stamp that it was registered with."""

    def las(session: Session, oppet: Oppet) -> int:
        from tasks.dokument.lager import Register

        register = Register(session, oppet)
        egna = [g for g in everything(session, oppet) if "/organ/" in g.sokvag]
        assert all(map(register.is_current, egna))
        return len(egna)

    assert i_aret(aret, las)


def test_the_letter_brings_the_page_of_its_organ(aret: Genomgatt) -> None:
    def las(session: Session, oppet: Oppet) -> list[tuple[str, str, list[str]]]:
        fraga = select(Utskick).where(Utskick.slag == Utskicksslag.UPPMANING)
        return [(str(u.organ), str(u.omgang), u.bilagor) for u in session.exec(fraga) if "/anstand/" not in u.nyckel]

    breven = i_aret(aret, las)
    assert breven
    for organ, omgang, bilagor in breven:  # type: ignore[attr-defined]
        assert f"dokument/organ/{organ}-{omgang.lower()}-2033.pdf" in bilagor


def test_it_says_by_how_much_to_raise(bladen: list[Organblad]) -> None:
    hojs = [b for b in bladen if any(f.begart is not None for f in b.fragor)]
    assert hojs
    for b in hojs:
        (tabellen,) = (x for x in organbladet(b).block if isinstance(x, Tabell) and x.spalter[-1].rubrik == "Skillnad")
        assert len(tabellen.rader) == len({f.indikator for f in b.fragor if f.begart is not None})


def test_a_bolag_is_spoken_to_as_a_bolag(bladen: list[Organblad]) -> None:
    bolag = [b for b in bladen if b.slag == "bolagsstyrelse"]
    assert bolag
    for b in bolag:
        egna = dataclasses.replace(
            b, anvisning=(), fragor=tuple(dataclasses.replace(f, text="", till="") for f in b.fragor)
        )
        text = blad_som_html(egna).decode().replace(b.namn, "")
        assert b.o.bolag.bestamd in text
        assert b.o.namnd.bestamd.lower() not in text.lower().replace(b.o.namndindikator.obestamd, "")


@pytest.mark.parametrize("grund", list(Grund))
def test_every_grund_is_told_why(grund: Grund, bladen: list[Organblad]) -> None:
    jamfort = {"arsmal": "1.5", "utfall": "2", "kf_arsmal": "3", "aggregerat": "4", "hojning": "5", "varde": "6"}
    fraga = Bladfraga(
        "2033-01", "årsmål", "Text.", grund, "Samtliga nämnder", Begar.REVIDERAT_ARSMAL, jamfort, "", None, "I1", 1,
        "procent", Decimal(1), Decimal(1),
    )  # fmt: skip
    b = bladen[0]
    sats = SynligaSatser(b.o, "satser_organblad.j2").varfor(b, fraga, " procent")
    assert sats.endswith(".")
    assert "inte angivet" not in sats
    assert grund == Grund.RIKTAD or "riktar" not in sats


def test_hostile_texts_are_only_text(bladen: list[Organblad]) -> None:
    b = next(b for b in bladen if b.fragor)
    fragor = tuple(dataclasses.replace(f, kort=FIENTLIGT, text=FIENTLIGT, hos_er=FIENTLIGT) for f in b.fragor)
    ond = dataclasses.replace(b, namn=FIENTLIGT, fragor=fragor, anvisning=(FIENTLIGT,))
    html = blad_som_html(ond).decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert [x for x in organbladet(ond).block if isinstance(x, Lista)]
