"""HTML beside the plain text: the same words, a page that holds everything itself, and never anybody else's markup."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.html import to_html
from schemas.ord import standardord

BREV = Path(__file__).parents[1] / "gyllene" / "brev"
#: what our own layout and lists are made of
EGNA = {
    *("html", "head", "meta", "title", "style", "body", "div", "p", "br", "strong", "ul", "ol", "li"),
}
#: pieces that would be markup somewhere: in HTML, in Markdown, in Jinja, in an address
ELAKA = st.sampled_from(
    [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</div></body>", "</title>", "</style>", "<!--"),
        *("&lt;b&gt;", "&amp;", "&", '"', "'", "<", ">", "](javascript:alert(1))", "![x](https://x.example/a.png)"),
        *("**fet**", "_kursiv_", "`kod`", "# rubrik", "> citat", "---", "```", "    kod", "https://x.example", "\\<b>"),
        *("{{ 7 * 7 }}", "{% raw %}", "2024-01  ", "- ", "* ", "1. ", "1) ", "\n", "\n\n", "   ", "\t", "\r\n", "\0"),
    ]
)
TEXTER = st.lists(st.one_of(ELAKA, st.text(max_size=12)), max_size=30).map("".join)


class Sida(HTMLParser):
    """The tags, the attributes and the words of a page, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.taggar: list[tuple[str, dict[str, str | None]]] = []
        self.ord: list[str] = []
        self._i: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.taggar.append((tag, dict(attrs)))
        if tag in ("style", "title"):
            self._i.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self._i.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._i:
            self.ord += data.split()


def letters(text: str) -> str:
    """The letters of a text, without what may be the mark of a list, which HTML shows in its own way."""
    return re.sub(r"[-*+.)\d\s\0�]", "", text)


def unmarked(text: str) -> str:
    """A message without white space and without the marks of its lists."""
    return re.sub(r"\s", "", re.sub(r"(?m)^ *(?:-|\d+\.) ", "", text))


@given(amne=st.one_of(ELAKA, st.text(max_size=20)), text=TEXTER)
def test_what_others_have_written_is_never_markup(amne: str, text: str) -> None:
    sida = Sida(to_html(standardord(), amne, text))
    assert {t for t, _ in sida.taggar} <= EGNA
    egenskaper = {namn for _, alla in sida.taggar for namn in alla}
    assert egenskaper <= {"lang", "charset", "name", "content", "class", "role", "aria-label", "start"}
    assert sum(t == "div" for t, _ in sida.taggar) == 1


@given(text=TEXTER)
def test_no_word_is_lost(text: str) -> None:
    assert letters("".join(Sida(to_html(standardord(), "Ämne", text)).ord)) == letters(text)


@given(djup=st.integers(0, 200))
def test_a_list_however_deep_keeps_its_words(djup: int) -> None:
    assert "botten" in to_html(standardord(), "Ämne", "- " * djup + "botten")


def golden() -> list[Path]:
    return sorted(BREV.rglob("*.txt"))


@pytest.mark.parametrize("fil", golden(), ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_kind_of_message_says_the_same_in_both(fil: Path) -> None:
    huvud, _, text = fil.read_text("utf-8").partition("\n\n")
    amne = next(r for r in huvud.splitlines() if r.startswith("Ämne: ")).removeprefix("Ämne: ")
    html = to_html(standardord(), amne, text)
    sida = Sida(html)
    assert "".join(sida.ord) == unmarked(text)
    assert ("html", {"lang": "sv"}) in sida.taggar
    assert sum(t == "title" for t, _ in sida.taggar) == 1
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in sida.taggar
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"https?:|url\(|@import|<script|<link|\son\w+=", html)


def test_what_the_parts_of_a_message_are_shown_as() -> None:
    text = (
        "Till Nämnden\n\nDet här saknas:\n- ett\n  och mer\n- två\n\n2024-01  Gör detta.\n   Svara snart.\n\n"
        "1. Bladet A\n   Rätta.\n\n2. Bladet B\n   Rätta.\n\nMed vänlig hälsning\nKontoret\n"
    )
    html = to_html(standardord(), "Ämnet", text).partition('" lang="sv">\n')[2]
    assert html.splitlines() == [
        *('<p class="till">Till Nämnden</p>', '<p class="rubrik">Det här saknas:</p>'),
        *("<ul>", "<li>ett<br>", "och mer</li>", "<li>två</li>", "</ul>"),
        *('<p class="punkt"><strong>2024-01</strong> Gör detta.<br>', "Svara snart.</p>"),
        *("<ol>", "<li>", "<p>Bladet A<br>", "Rätta.</p>", "</li>", "<li>", "<p>Bladet B<br>", "Rätta.</p>"),
        *("</li>", "</ol>", '<p class="fot">Med vänlig hälsning<br>', "Kontoret</p>", "</div>", "</body>", "</html>"),
    ]
