"""A template that asks for something that is not there fails; it never leaves a hole in a document."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from jinja2 import UndefinedError
from typst import TypstError

from skrifter import med
from tasks.dokument import framstallning, pdf, wordfil
from tasks.dokument.mallar.ordmall import Mall


def test_of_a_web_page() -> None:
    for mall in ("{{ skrift.titeln }}", "{{ titel }}", "{{ skrift.block[0].rubriken }}"):
        with pytest.raises(UndefinedError):
            framstallning.miljo().from_string(mall).render(skrift=med("x"))


def test_of_a_word_file_that_the_office_has_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mall = Document(str(wordfil.ORDMALL))
    mall.sections[0].header.add_paragraph("{{ skrift.titeln }}")
    mall.save(str(tmp_path / "egen.docx"))
    monkeypatch.setattr(wordfil, "ORDMALL", tmp_path / "egen.docx")
    with pytest.raises(UndefinedError):
        wordfil.render_docx(med("x"))


def test_of_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "egen.typ").write_text(pdf.PDFMALL.read_text("utf-8") + "\n#d.titeln\n", "utf-8")
    monkeypatch.setattr(pdf, "MALLAR", tmp_path)
    monkeypatch.setattr(pdf, "PDFMALL", tmp_path / "egen.typ")
    with pytest.raises(TypstError, match="titeln"):
        pdf.render_pdf(med("x"))


def test_the_word_template_is_what_its_code_makes(tmp_path: Path) -> None:
    Mall().spara(tmp_path / "dokument.docx")
    assert (tmp_path / "dokument.docx").read_bytes() == wordfil.ORDMALL.read_bytes()


def test_the_word_template_explains_itself_and_no_document_shows_it() -> None:
    assert "Raden brodtext nedanför ska stå kvar" in "".join(p.text for p in Document(str(wordfil.ORDMALL)).paragraphs)
    fil = wordfil.render_docx(med("x"))
    with zipfile.ZipFile(io.BytesIO(fil)) as z:
        assert "mallen för årshjulets" not in z.read("word/document.xml").decode()
