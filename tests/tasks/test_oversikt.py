"""The översikt: nothing leaves it or runs in it but its own script, and every figure leads back to its cell."""

import base64
import dataclasses
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tasks.dokument.oversikt import render_oversikt
from tasks.dokument.oversiktstabell import siffra
from tasks.dokument.oversiktsunderlag import Oversikt, oversikten
from tasks.grund.databas import read, release
from tasks.insyn.sparning import trace, trace_all
from tasks.laget.oppet import all_years
from tests_stod import EXEMPEL, Genomgatt, i_miljo

FIENTLIGT = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & </table> =1+1 \u202e$x$"


class Sida(HTMLParser):
    """What a browser would make of a page: its elements, and what it would fetch or run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.taggar: list[str] = []
        self.attribut: list[tuple[str, str]] = []
        self.skript: list[str] = []
        self.text = ""
        self._i = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._i = tag
        self.taggar.append(tag)
        self.attribut += [(k, v or "") for k, v in attrs]

    def handle_endtag(self, tag: str) -> None:
        self._i = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._i == "script":
            self.skript.append(data)


@pytest.fixture(scope="module")
def aret(aren: Callable) -> Oversikt:
    """A year run through, with a plan, two follow-ups and a bokslut."""
    return las(aren(EXEMPEL / "kommun-2033"))


def las(ar: Genomgatt) -> Oversikt:
    with i_miljo(**ar.miljo):
        with read() as session:
            svar = oversikten(session, all_years(session)[-1])
        release()
    return svar


def test_the_same_year_is_the_same_page(aren: Callable, aret: Oversikt) -> None:
    sida = render_oversikt(aret)
    assert sida == render_oversikt(las(aren(EXEMPEL / "kommun-2033")))
    assert sida == (aren(EXEMPEL / "kommun-2033").hem / "2033" / "dokument" / "oversikt-2033.html").read_bytes()


def test_nothing_leaves_the_page(aret: Oversikt) -> None:
    sida = Sida(render_oversikt(aret).decode())
    adresser = [v for k, v in sida.attribut if k in ("src", "href", "action", "srcset", "data")]
    assert adresser
    assert [a for a in adresser if not a.startswith(("#", "data:image/svg+xml;base64,"))] == []
    assert not {"link", "iframe", "object", "embed", "form", "base"} & set(sida.taggar)


def test_only_its_own_script_runs(aret: Oversikt) -> None:
    """The policy allows one script and one style, by hash, and no attribute that runs or styles."""
    html = render_oversikt(aret).decode()
    sida = Sida(html)
    (skript,) = sida.skript
    (stil,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    (policyn,) = [v for k, v in sida.attribut if k == "content" and "src" in v]
    for vad, text in (("script-src", skript), ("style-src", stil)):
        assert f"{vad} 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policyn
    assert policyn.startswith("default-src 'none'; img-src data:; ")
    assert [k for k, _ in sida.attribut if k.startswith("on") or k == "style"] == []


def test_hostile_texts_are_only_text(aret: Oversikt) -> None:
    fientlig = dataclasses.replace(
        aret,
        kommun=FIENTLIGT,
        lagen=((FIENTLIGT, FIENTLIGT),),
        dagar=(("2033-01-01", FIENTLIGT),),
        avsnitt=tuple(_fientligt(a) for a in aret.avsnitt),
        harledningar=tuple(
            dataclasses.replace(h, rubrik=FIENTLIGT, steg=tuple(_fientligt(s) for s in h.steg))
            for h in aret.harledningar
        ),
    )
    snall, ond = Sida(render_oversikt(aret).decode()), Sida(render_oversikt(fientlig).decode())
    assert ond.skript == snall.skript
    assert ond.taggar.count("img") == snall.taggar.count("img")
    assert ond.taggar.count("script") == 1
    assert "<script>alert(1)" in ond.text
    assert "\u202e" not in ond.text


def _fientligt(v):  # type: ignore[no-untyped-def]
    """A section, table, cell or step in which every text is hostile."""
    byten = {}
    for f in dataclasses.fields(v):
        x = getattr(v, f.name)
        if f.name in ("rubrik", "text", "vad", "varde", "kalla") and isinstance(x, str):
            byten[f.name] = FIENTLIGT
        elif f.name in ("tabeller", "kolumner"):
            byten[f.name] = tuple(map(_fientligt, x))
        elif f.name == "rader":
            byten[f.name] = tuple(tuple(map(_fientligt, r)) for r in x)
        elif f.name == "text" and isinstance(x, tuple):
            byten[f.name] = (FIENTLIGT,)
    return dataclasses.replace(v, **byten)


def test_every_link_leads_to_its_derivation(aret: Oversikt) -> None:
    sida = Sida(render_oversikt(aret).decode())
    idn = [v for k, v in sida.attribut if k == "id"]
    assert len(idn) == len(set(idn))
    lankar = {v[1:] for k, v in sida.attribut if k == "href" and v.startswith("#")}
    assert lankar <= set(idn)
    harledda = {h.kod for h in aret.harledningar}
    lankade = {r.kod for a in aret.avsnitt for t in a.tabeller for rad in t.rader for r in rad if r.kod}
    assert lankade <= harledda


def test_a_value_is_walked_back_to_its_cell(aret: Oversikt) -> None:
    indikator = next(h for h in aret.harledningar if h.bild)
    varden = [s for s in indikator.steg if s.indrag == 1 and s.varde != "saknas"]
    assert varden
    assert [
        s.kalla for s in varden if not re.search(r"\.xlsx, version \d+, bladet \S+, cell [A-Z]+\d+$", s.kalla)
    ] == []


def test_all_derivations_at_once_are_those_of_each(aren: Callable) -> None:
    with i_miljo(**aren(EXEMPEL / "kommun-2033").miljo):
        with read() as session:
            oppet = all_years(session)[-1]
            alla = trace_all(session, oppet)
            for kod, spar in alla.items():
                assert trace(session, oppet, kod)[: len(spar)] == spar
        release()


def test_a_year_that_waits_for_its_decision_has_a_page(avstamt_hem: Path) -> None:
    sida = (avstamt_hem / "2026" / "dokument" / "oversikt-2026.html").read_text("utf-8")
    assert "inte beslutat" in sida


def test_numbers_are_sorted_as_numbers() -> None:
    assert siffra(1234, 1).varde == "1234.0"
    assert siffra(1234, 1).text == "1\u00a0234,0"
    assert siffra(None).varde == ""
