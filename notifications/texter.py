"""The Swedish texts: Jinja templates in notifications/texter/, one per kind of message."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from schemas.ord import Ordbok, genitiv

MALLAR = Path(__file__).parent / "texter"
SPRAK = "sv_SE"
#: U+2212, as numbers are printed
MINUS = "−"


@lru_cache(maxsize=4096)
def datum(dag: datetime.date) -> str:
    """`17 maj 2024`."""
    return format_date(dag, "d MMMM y", locale=SPRAK)


def tal(varde: Decimal | int | str | None, decimaler: int | None = None) -> str:
    """A number as a Swede writes it: `11 000`, `70,5`, `−5`; a dash where there is none."""
    return "–" if varde is None else _tal(str(varde), decimaler)


@lru_cache(maxsize=16384)
def _tal(siffror: str, decimaler: int | None) -> str:
    varde = Decimal(siffror)
    antal = -int(varde.as_tuple().exponent) if decimaler is None else decimaler
    monster = "#,##0" + ("." + "0" * antal if antal > 0 else "")
    return format_decimal(varde, monster, locale=SPRAK).replace("-", MINUS)


def utan_nollor(varde: Decimal | int) -> str:
    """A number without the zeros that nobody stated: `60`, `62,5`."""
    return tal(format(Decimal(varde).normalize(), "f"))


def uppraknat(namn: Iterable[object]) -> str:
    """`A, B och C`."""
    return format_list([str(n) for n in namn], locale=SPRAK)


def stor_bokstav(text: str) -> str:
    """The text with a capital first letter, the rest as it stands."""
    return text[:1].upper() + text[1:]


def liten_bokstav(text: str) -> str:
    """The text with a small first letter, unless it begins with an abbreviation: `verksamhetsplan`, `VB`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def environment(mappar: Iterable[Path], o: Ordbok, *, html: bool) -> Environment:
    """A sandboxed Jinja environment in which an unknown name is an error, with the Swedish filters.

    Args:
        o: the city's words: `{{ o.staden.bestamd }}`; the filter `svenska` gives the word of a code.
    """
    env = SandboxedEnvironment(
        loader=FileSystemLoader([str(m) for m in mappar]),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=not html,
    )
    env.filters |= {
        "datum": datum,
        "tal": tal,
        "svenska": o.kod,
        "utan_nollor": utan_nollor,
        "uppraknat": uppraknat,
        "stor_bokstav": stor_bokstav,
        "liten_bokstav": liten_bokstav,
        "genitiv": genitiv,
    }
    env.globals["o"] = o
    return env


@lru_cache(maxsize=8)
def _environment(o: Ordbok) -> Environment:
    return environment([MALLAR], o, html=False)


@lru_cache(maxsize=512)
def _mening(o: Ordbok, mening: str) -> Template:
    return _environment(o).from_string(mening)


def render_mening(o: Ordbok, mening: str, **uppgifter: Any) -> str:
    """Render a sentence that a declaration holds, e.g. a rule's."""
    return _mening(o, mening).render(**uppgifter)


def render_text(o: Ordbok, mall: str, **uppgifter: Any) -> str:
    """Render a text template with the city's words."""
    return _environment(o).get_template(f"{mall}.txt.j2").render(**uppgifter).strip()


def render_brev(o: Ordbok, mall: str, **uppgifter: Any) -> tuple[str, str]:
    """Render a message: its subject (the first line of the template) and its text."""
    amne, _, text = render_text(o, mall, **uppgifter).partition("\n")
    return amne.removeprefix("Ämne: ").strip(), text.strip() + "\n"
