"""What a run says of the files that it wrote."""

from pathlib import Path

from flows.redovisning import show_filer, written


def test_a_file_beside_one_that_was_edited_says_so(tmp_path: Path) -> None:
    for namn in ("avstamning-2026.docx", "avstamning-2026 (2).docx"):
        (tmp_path / namn).touch()
    nya = [str(tmp_path / "avstamning-2026 (3).docx"), str(tmp_path / "avstamning-2026.html")]
    assert written(nya) == (
        f"2 filer i {tmp_path}. avstamning-2026 (2).docx har ändrats av någon och står kvar; det nya står i "
        "avstamning-2026 (3).docx."
    )
    (tmp_path / "avstamning-2026 (2).docx").unlink()
    assert written(nya) == f"2 filer i {tmp_path}."
    assert "avstamning-2026.docx har ändrats" in show_filer([str(tmp_path / "avstamning-2026 (2).docx")])


def test_the_pages_of_the_organs_are_one_line(tmp_path: Path) -> None:
    organ = [str(tmp_path / "dokument" / "organ" / f"o{n}-vp-2026.pdf") for n in range(90)]
    text = show_filer([str(tmp_path / "dokument" / "avstamning-2026.html"), *organ])
    assert text.count("\n- ") == 2
    assert "90 filer i" in text
