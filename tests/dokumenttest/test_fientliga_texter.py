"""Whatever an organ writes is text: it breaks no document and runs in none (issue: free text from organs)."""

import io
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from sidgranskning import granska
from skrifter import med, synligt
from tasks.dokument.framstallning import render_html
from tasks.dokument.pdf import SAKNAD, render_pdf
from tasks.dokument.skrift import Skrift
from tasks.dokument.typografi import ren
from tasks.dokument.wordfil import render_docx

FIENTLIGA = {
    "html": '<script>alert(1)</script><img src=x onerror="alert(1)"> \'"> </title></style><!-- &amp; &#65;',
    "jinja": "{{ 7 * 7 }} {% raw %} {{ skrift.__class__ }} {# x #} {{p brodtext }} {%tr for x in y %}",
    "typst": '#let x = 1 #panic("x") $x^2$ *a* _b_ @fig <etikett> `kod` ~ -- ... // /* #read("/etc/passwd") \\u{41}',
    "word": "</w:t></w:r></w:p><w:p/> ]]> <![CDATA[ x <?xml version='1.0'?> <!DOCTYPE x [<!ENTITY a 'b'>]> &a;",
    "latex": r"\input{/etc/passwd} \n \\ C:\temp \0 %s %(x)s ${x} `ls`",
    "workbook": "=HYPERLINK(\"http://x.se\";\"y\") @SUM(1) +1 -1 |cmd",
    "right to left": "före \u202eomvänt\u202c \u2066inne\u2069 \u200fefter שלום",
    "without a space": "å" * 10_000,
    "control characters": "a\x00b\x07c\x0cd\x1be\x85f\ufffeg",
    "lines": "rad 1\nrad 2\r\nrad 3\tflik",
    "signs that no typeface has": "👍🏽 中文 \ue000 \U0001f1f8\U0001f1ea",
    "combined": "a\u030a é ﬁ ½ € – \u00ad \u00a0 \u200b",
}  # fmt: skip
fientlig = pytest.mark.parametrize("text", FIENTLIGA.values(), ids=FIENTLIGA)


def skrift(text: str) -> Skrift:
    """A document with the text everywhere; headings and the like, which no organ writes, never longer than a line."""
    return med(text, text if len(text) < 1_000 else "kort")


class Taggar(HTMLParser):
    """The elements of a page with their attributes' names, and its text."""

    def __init__(self, sida: bytes) -> None:
        super().__init__()
        self.antal: Counter[str] = Counter()
        self.text = ""
        self.feed(sida.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "wbr":
            self.antal[f"{tag} {sorted(a for a, _ in attrs)}"] += 1
        self.text += "".join(v or "" for a, v in attrs if a == "alt")

    def handle_data(self, data: str) -> None:
        self.text += data


@fientlig
def test_in_a_web_page(text: str) -> None:
    sida = Taggar(render_html(skrift(text)))
    assert sida.antal == Taggar(render_html(skrift("vanlig text"))).antal
    assert synligt(sida.text).count(synligt(text)) >= 11


@fientlig
def test_in_a_word_file(text: str) -> None:
    fil, vanlig = (Document(io.BytesIO(render_docx(skrift(t)))) for t in (text, "vanlig text"))
    brott = {"br", "tab", "t", "cr", "noBreakHyphen"}
    taggar = ([e.tag.rpartition("}")[2] for e in d.element.body.iter()] for d in (fil, vanlig))
    antal, vantat = (Counter(t for t in alla if t not in brott) for alla in taggar)
    assert antal == vantat
    sidhuvud = "".join(p.text for s in fil.sections for p in (*s.header.paragraphs, *s.footer.paragraphs))
    assert synligt(skrift(text).kommun) in synligt(sidhuvud)
    assert synligt("".join(fil.element.body.itertext())).count(synligt(text)) >= 10
    assert fil.core_properties.title.startswith("Prov")


@fientlig
def test_in_a_pdf(text: str) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(skrift(text)))) as pdf, pdf.open_outline() as o:
        assert [len(post.children) for post in o.root] == [1]
        if text.isascii() and "\n" not in text and len(text) < 40:
            assert str(o.root[0].title).strip() == ren(text).strip()


@pytest.mark.dokument
@fientlig
def test_it_is_found_as_text_in_the_pdf(text: str, tmp_path: Path) -> None:
    assert shutil.which("pdftotext"), "apt-get install poppler-utils"
    (tmp_path / "a.pdf").write_bytes(render_pdf(skrift(text)))
    ut = subprocess.run(["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    funnet, vantat = synligt(ut), synligt(text)
    if len(text) > 1_000:  # over several pages, with a foot between
        assert funnet.count(text[0]) > 10 * len(text)
    elif not re.search("[\u0590-\u05ff]", text):  # which pdftotext shows in the order that it is read
        assert "".join(c if c in funnet else SAKNAD for c in vantat) in funnet
    assert all(c in funnet for c in vantat if ord(c) < ord("Ͱ"))


@pytest.mark.dokument
def test_a_browser_runs_nothing_of_it(tmp_path: Path) -> None:
    for namn, text in FIENTLIGA.items():
        (tmp_path / f"{namn}.html").write_bytes(render_html(skrift(text)))
    assert {s["fil"]: s["fel"] for s in granska(sorted(tmp_path.glob("*.html"))) if s["fel"]} == {}
