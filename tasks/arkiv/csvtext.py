"""Tables for the archive as CSV that people open: semicolons, CRLF, and a mark that it is UTF-8."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any


def as_csv(rubriker: Sequence[str], rader: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A table, row by row; None is an empty cell."""
    yield "\ufeff"
    yield _row(rubriker)
    for rad in rader:
        yield _row(rad)


def _row(rad: Sequence[Any]) -> str:
    buffert = io.StringIO()
    csv.writer(buffert, delimiter=";", lineterminator="\r\n").writerow(["" if v is None else v for v in rad])
    return buffert.getvalue()
