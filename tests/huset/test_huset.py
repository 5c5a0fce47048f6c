"""What the house holds itself to, beyond what the linters see."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests_stod import ROOT

RUM = ("flows", "tasks", "rules", "schemas", "notifications")
#: who may ask the tables: the room that does, and whoever owns a table and writes it
FRAGAR = {
    "tasks/laget": "the room that asks",
    "tasks/grund/avtryck.py": "what the trail answers for",
    "tasks/grund/handelser.py": "the trail",
    "tasks/dokument/lager.py": "the register of files",
    "tasks/intag/intag.py": "what has been received",
    "tasks/avstamning": "proposals, which give way to newer ones",
    "tasks/aret/oppna.py": "the year's own rows",
    "tasks/granskning": "the audit, which trusts no other room's questions",
}


def filer(*rum: str) -> Iterator[Path]:
    """The Python files of rooms."""
    for namn in rum or RUM:
        yield from (f for f in sorted((ROOT / namn).rglob("*.py")) if "__pycache__" not in f.parts)


def test_the_tables_are_asked_in_one_room() -> None:
    fragar = {
        f.relative_to(ROOT).as_posix()
        for f in filer("tasks", "flows")
        if re.search(r"\bselect\(", f.read_text("utf-8"))
    }
    assert {f for f in fragar if not any(f.startswith(tillaten) for tillaten in FRAGAR)} == set()


def test_a_class_name_means_one_thing() -> None:
    namn = Counter(
        nod.name
        for fil in filer()
        for nod in ast.walk(ast.parse(fil.read_text("utf-8")))
        if isinstance(nod, ast.ClassDef) and not nod.name.startswith("_")
    )
    assert {n for n, antal in namn.items() if antal > 1} == set()


def test_public_functions_say_what_they_answer() -> None:
    utan = [
        f"{fil.relative_to(ROOT)}:{nod.lineno} {nod.name}"
        for fil in filer()
        for nod in ast.parse(fil.read_text("utf-8")).body
        if isinstance(nod, ast.FunctionDef) and not nod.name.startswith("_") and not ast.get_docstring(nod)
    ]
    assert utan == []
