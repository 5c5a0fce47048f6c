"""The Swedish texts: Jinja templates in notifications/texter/, one per kind of message."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from schemas.begrepp import svenska

MALLAR = Path(__file__).parent / "texter"
SPRAK = "sv_SE"


def datum(dag: datetime.date) -> str:
    """`17 maj 2024`."""
    return format_date(dag, "d MMMM y", locale=SPRAK)


def tal(varde: Decimal | int | str | None, decimaler: int | None = None) -> str:
    """A number as a Swede writes it: `11 000`, `70,5`, `−5`; a dash where there is none."""
    if varde is None:
        return "–"
    varde = Decimal(varde)
    antal = -int(varde.as_tuple().exponent) if decimaler is None else decimaler
    monster = "#,##0" + ("." + "0" * antal if antal > 0 else "")
    return format_decimal(varde, monster, locale=SPRAK)


def utan_nollor(varde: Decimal | int) -> str:
    """A number without the zeros that nobody stated: `60`, `62,5`."""
    return tal(format(Decimal(varde).normalize(), "f"))


def uppraknat(namn: Iterable[str]) -> str:
    """`A, B och C`."""
    alla = list(namn)
    return alla[0] if len(alla) == 1 else ", ".join(alla[:-1]) + " och " + alla[-1] if alla else ""


def stor_bokstav(text: str) -> str:
    """The text with a capital first letter, the rest as it stands."""
    return text[:1].upper() + text[1:]


def environment(mappar: Iterable[Path], *, html: bool) -> Environment:
    """A sandboxed Jinja environment in which an unknown name is an error, with the Swedish filters."""
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
        "svenska": svenska,
        "utan_nollor": utan_nollor,
        "uppraknat": uppraknat,
        "stor_bokstav": stor_bokstav,
    }
    return env


@cache
def _environment() -> Environment:
    return environment([MALLAR], html=False)


def render_text(mall: str, **uppgifter: Any) -> str:
    """Render a text template."""
    return _environment().get_template(f"{mall}.txt.j2").render(**uppgifter).strip()


def render_brev(mall: str, **uppgifter: Any) -> tuple[str, str]:
    """Render a message: its subject (the first line of the template) and its text."""
    amne, _, text = render_text(mall, **uppgifter).partition("\n")
    return amne.removeprefix("Ämne: ").strip(), text.strip() + "\n"
