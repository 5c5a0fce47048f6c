"""What the letters of a whole year say: to whom, what follows, and nothing that is not so."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.arsmapp import Organ, RiktadUppmaning
from schemas.begrepp import STANGER, Svarsstatus
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tasks.laget.arsdata import rows
from tasks.laget.fragat import Del, parts
from tasks.laget.oppet import Oppet, the_year
from tasks.laget.tilltal import genom_namn
from tasks.laget.utkorg import messages
from tests_stod import AR_2024, EXEMPEL, i_miljo

AREN = [AR_2024, EXEMPEL / "kommun-2033", EXEMPEL / "liten-2026", EXEMPEL / "hela-2034"]
BOLAG = "bolagsstyrelse"
#: what stands between the letters of several organs in one mail
SKILJE = "———"


class Ret:
    """A year that has been run through: its messages, its organs and what it asked."""

    def __init__(self, oppet: Oppet, brev: list[Utskick], organ: list[Organ], delar: list[Del]) -> None:
        self.oppet, self.brev, self.delar = oppet, brev, delar
        self.organ = {o.kod: o for o in organ}

    def om(self, *slag: str) -> list[Utskick]:
        """The messages of some kinds, as they are written."""
        return [u for u in self.brev if u.slag in slag]


@pytest.fixture(scope="module", params=AREN, ids=lambda p: p.name)
def ret(request: pytest.FixtureRequest, aren: Callable) -> Ret:
    genomgatt = aren(request.param)
    with i_miljo(**genomgatt.miljo), read() as session:
        oppet = the_year(session)
        var = Ret(oppet, messages(session, oppet.ar), rows(session, Organ, oppet.ar), parts(session, oppet))
        var.genom = genom_namn(session, oppet.ar)  # type: ignore[attr-defined]
        var.vidgar = {r.grund for r in rows(session, RiktadUppmaning, oppet.ar) if r.grund}  # type: ignore[attr-defined]
        return var


def test_only_where_a_row_widens_is_an_organ_told_that_nothing_was_lacking(ret: Ret) -> None:
    vidgade = [d for d in ret.delar if "vidgad" in d.m.jamfort]
    assert {d.u.grund for d in vidgade} <= ret.vidgar  # type: ignore[attr-defined]
    assert [d.nyckel for d in vidgade if "brister" in d.m.jamfort] == []


def test_an_organ_that_is_written_to_through_another_is_named_with_it(ret: Ret) -> None:
    alla = ret.om("forfragan", "uppmaning", "tack", "kvittens", "aterkallelse")
    samlade = {brev for brev, antal in Counter(u.brev for u in alla).items() if antal > 1}
    for u in alla:
        if u.organ:
            genom = ret.genom.get(u.organ)  # type: ignore[attr-defined]
            till = f"Till {ret.organ[u.organ].namn}" + (f", genom {genom}" if genom else "")
            if u.brev not in samlade:
                assert u.text.splitlines()[0] == till
            elif u.slag != "forfragan":
                assert till in u.text.splitlines()
            else:
                assert f"- {ret.organ[u.organ].namn}" in u.text.splitlines()


def test_a_tack_mail_tells_of_every_part_once_and_of_what_is_left_first(ret: Ret) -> None:
    for u in ret.om("tack"):
        egna = [(d.u.nummer, dom) for d in ret.delar if d.m.organ == u.organ for dom in d.domar]
        domar = {nummer: dom.status for nummer, dom in egna if dom.omgang == u.omgang}
        delar = [d for d in u.text.split(SKILJE) if d.strip().startswith(f"Till {ret.organ[str(u.organ)].namn}")]
        numren = re.findall(r"^(?:- )?(\d{4}-\d+)(?::|  )", delar[0], flags=re.MULTILINE)
        assert sorted(numren) == sorted(domar)
        plats = [domar[n] in STANGER for n in numren]
        assert plats == sorted(plats)
        racker = [n for n in numren if domar[n] == Svarsstatus.OTILLRACKLIG]
        assert numren[: len(racker)] == racker


def test_the_office_is_told_who_owes_by_name(ret: Ret) -> None:
    for u in ret.om("sammandrag"):
        if not u.nyckel.startswith(f"sammandrag/{u.omgang}"):
            continue
        for d in ret.delar:
            for dom in d.domar:
                if dom.omgang == u.omgang and not d.aterkallad:
                    rader = [r for r in u.text.splitlines() if r.startswith(f"- {ret.organ[d.m.organ].namn}: ")]
                    skyldig = dom.status in (Svarsstatus.OTILLRACKLIG, Svarsstatus.UTEBLIVEN)
                    assert any(d.u.nummer in r for r in rader) == skyldig
        assert "→" not in u.text


def test_a_letter_to_an_organ_speaks_to_it_and_ends_with_whom_to_ask(ret: Ret) -> None:
    for u in ret.om("forfragan", "uppmaning", "tack", "aterkallelse"):
        if u.organ is None:
            continue
        assert not re.search(r"\bOrganet\b|\borganets?\b", u.text), u.text
        assert f"\n\nFrågor? Skriv till {ret.oppet.fragor_till}.\n\nMed vänlig hälsning\n" in u.text


def test_a_bolag_is_not_spoken_to_with_a_namnds_words(ret: Ret) -> None:
    namndens = re.compile(rf"\b{ret.oppet.o.namnd.bestamd}s?\b|\b{ret.oppet.o.namndmal}\b", re.IGNORECASE)
    for u in ret.om("forfragan", "uppmaning", "tack", "aterkallelse"):
        if u.organ and ret.organ[u.organ].slag == BOLAG:
            assert not namndens.search(u.text), u.text


def test_nothing_is_said_in_a_crooked_way(ret: Ret) -> None:
    krokigt = re.compile(r"\bNone\b|\{\{|\}\}|\{%|[ ,;:]\.(?:\s|$)|\.\.|, ,|\n\n\n|[^\n] \n|\bUndefined\b")
    for u in ret.brev:
        assert not krokigt.search(u.text), (u.nyckel, u.text)
        assert not re.search(r"\n|  |None|: *$", u.amne), (u.nyckel, u.amne)


def test_questions_go_to_the_office(hem: Path) -> None:
    from flows.oppna import oppna

    oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=None)
    with read() as session:
        assert the_year(session).stad["fragor_till"] == "planering@stockholm.example"
