"""Taking personal data out of files: every place where Excel and Word put whose they are, and nothing else."""

import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tasks.arkiv.tvatt import clean_file

NAMNET = "Beda Lindqvist"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: part → what it holds; each names a person
DELAR = {
    "xl/threadedComments/threadedComment1.xml": f"<ThreadedComments><text>Fråga {NAMNET}</text></ThreadedComments>",
    "xl/persons/person.xml": f'<personList><person displayName="{NAMNET}" userId="{NAMNET}" id="1"/></personList>',
    "xl/revisions/userNames.xml": f'<users {MAIN}><userInfo name="{NAMNET}"/></users>',
    "docProps/custom.xml": f"<Properties><property><lpwstr>{NAMNET}</lpwstr></property></Properties>",
    "customXml/item1.xml": f"<p><DisplayName>{NAMNET}</DisplayName></p>",
    "xl/worksheets/_rels/sheet9.xml.rels": "<Relationships><Relationship Id='rId1' TargetMode='External' "
    f"Target='file:///C:/Users/{NAMNET}/bok.xlsx'/></Relationships>",
}
WORD = (
    f"<w:document {W}><w:body><w:p><w:ins w:author='{NAMNET}' w:id='1'><w:r><w:t>Ett beslut.</w:t></w:r></w:ins></w:p>"
    "</w:body></w:document>"
)
KOMMENTARER = (
    f"<w:comments {W}><w:comment w:author='{NAMNET}' w:initials='BL'><w:p><w:r><w:t>Ring {NAMNET}</w:t></w:r></w:p>"
    "</w:comment></w:comments>"
)


def delar(fil: Path) -> dict[str, str]:
    """The parts of a file, as text."""
    with zipfile.ZipFile(fil) as arkiv:
        return {namn: arkiv.read(namn).decode("utf-8", "replace") for namn in arkiv.namelist()}


def bok(fil: Path) -> Path:
    """A workbook in which a person is named by every part."""
    b = Workbook()
    b.active.append(["Ansvarig", "Belopp"])
    b.active.append([f"{NAMNET}, 08-508 29 000", 12.5])
    b.active.append(["Förvaltningschefen", "=B2*2"])
    b.save(fil)
    with zipfile.ZipFile(fil, "a") as arkiv:
        for namn, text in DELAR.items():
            arkiv.writestr(namn, text)
    return fil


def test_no_part_of_a_workbook_names_whose_it_is(tmp_path: Path) -> None:
    fil = bok(tmp_path / "bok.xlsx")
    (tmp_path / "ren.xlsx").write_bytes(clean_file(fil) or b"")
    rena = delar(tmp_path / "ren.xlsx")
    assert rena.keys() == delar(fil).keys()
    kvar = {namn for namn, text in rena.items() if NAMNET in text}
    assert kvar in ({"xl/sharedStrings.xml"}, {"xl/worksheets/sheet1.xml"})  # the cell
    assert "Fråga" not in rena["xl/threadedComments/threadedComment1.xml"]
    blad = load_workbook(tmp_path / "ren.xlsx").active
    assert [[c.value for c in rad] for rad in blad.iter_rows(min_row=2)] == [
        [f"{NAMNET}, (telefon)", 12.5],  # who answers for a thing is a part of the plan
        ["Förvaltningschefen", "=B2*2"],
    ]


def test_a_word_file_keeps_its_text_and_loses_who_wrote_it(tmp_path: Path) -> None:
    fil = tmp_path / "beslut.docx"
    with zipfile.ZipFile(fil, "w") as arkiv:
        arkiv.writestr("word/document.xml", WORD)
        arkiv.writestr("word/comments.xml", KOMMENTARER)
    (tmp_path / "ren.docx").write_bytes(clean_file(fil) or b"")
    rena = delar(tmp_path / "ren.docx")
    assert not any(NAMNET in text or "BL" in text for text in rena.values())
    assert "Ett beslut." in rena["word/document.xml"]


def test_the_same_file_gives_the_same_bytes_and_a_clean_one_none(tmp_path: Path) -> None:
    fil = bok(tmp_path / "bok.xlsx")
    ren = clean_file(fil)
    assert ren
    assert clean_file(fil) == ren
    (tmp_path / "ren.xlsx").write_bytes(ren)
    assert clean_file(tmp_path / "ren.xlsx") is None
