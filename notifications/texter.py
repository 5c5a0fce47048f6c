"""The Swedish texts: Jinja templates in notifications/texter/, one per kind of message.

Those of the messages may be the office's own (notifications/egna.py). One that cannot be rendered stops nothing: the
standard one is used in its place, and the log says so.
"""

import datetime
import logging
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from notifications import egna
from schemas.ord import Ordbok, genitiv, i_ord

MALLAR = Path(__file__).parent / "texter"
SPRAK = "sv_SE"
#: U+2212, as numbers are printed
MINUS = "−"
#: what a message's first line begins with
AMNE = "Ämne:"
#: the page that a message is shown on as HTML
SIDA = "brev.html.j2"
T = TypeVar("T")
logg = logging.getLogger(__name__)


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


def environment(mappar: Iterable[Path], o: Ordbok, *, html: bool, forst: BaseLoader | None = None) -> Environment:
    """A Jinja environment in which an unknown name is an error, with the Swedish filters; edited ones in a sandbox.

    Args:
        mappar: where the templates lie; forst: where they are looked for before that.
        o: the city's words: `{{ o.staden.bestamd }}`; the filter `svenska` gives the word of a code.
    """
    standard = FileSystemLoader([str(m) for m in mappar])
    slag = SandboxedEnvironment if forst else Environment  # looking after our own templates costs a third of the time
    env = slag(
        loader=ChoiceLoader([forst, standard]) if forst else standard,
        autoescape=html,
        undefined=StrictUndefined,
        auto_reload=False,
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
        "i_ord": lambda n, ordet=None: i_ord(n, ett=ordet is not None and ordet.ar_ett),
    }
    env.globals["o"] = o
    return env


@lru_cache(maxsize=8)
def _environment(o: Ordbok, *, html: bool = False) -> Environment:
    return environment([MALLAR], o, html=html)


@lru_cache(maxsize=8)
def own_environment(o: Ordbok, mapp: Path, _stampel: egna.Stampel, *, html: bool) -> Environment:
    """The environment in which a folder's own templates come first, as long as its stamp is the same."""
    return environment([MALLAR], o, html=html, forst=egna.EgnaMallar(mapp))


@lru_cache(maxsize=512)
def _mening(o: Ordbok, mening: str) -> Template:
    return _environment(o).from_string(mening)


def render_mening(o: Ordbok, mening: str, **uppgifter: Any) -> str:
    """Render a sentence that a declaration holds, e.g. a rule's."""
    return _mening(o, mening).render(**uppgifter)


def render_text(o: Ordbok, mall: str, **uppgifter: Any) -> str:
    """Render a standard text template with the city's words."""
    return _environment(o).get_template(f"{mall}.txt.j2").render(**uppgifter).strip()


def render_brev(o: Ordbok, mall: str, **uppgifter: Any) -> tuple[str, str]:
    """Render a message, from the office's own template where it has one: its subject and its text."""
    return _with_own(o, lambda env: brev_av(env, mall, uppgifter), html=False)


def render_html(o: Ordbok, **uppgifter: Any) -> str:
    """Render the page that a message is shown on where it is read as HTML, from the office's own where it has one."""
    return _with_own(o, lambda env: env.get_template(SIDA).render(**uppgifter), html=True)


def _with_own(o: Ordbok, gor: Callable[[Environment], T], *, html: bool) -> T:
    """What comes of the office's own templates; of the standard ones where it has none, or they cannot be rendered."""
    mapp = egna.mapp()
    if stampel := egna.stamp(mapp):
        try:
            return gor(own_environment(o, mapp, stampel, html=html))
        except Exception:
            vad = "En egen mall i %s går inte att använda; standardmallen används. Se: arshjul brevmallar --prova"
            logg.warning(vad, mapp, exc_info=True)
    return gor(_environment(o, html=html))


def brev_av(env: Environment, mall: str, uppgifter: dict[str, Any]) -> tuple[str, str]:
    """A message of an environment's template: its subject (the first line) and its text.

    Raises:
        ValueError: the template does not begin with a subject, or says nothing more.
    """
    amne, _, text = env.get_template(f"{mall}.txt.j2").render(**uppgifter).strip().partition("\n")
    if not (amne.startswith(AMNE) and amne.removeprefix(AMNE).strip() and text.strip()):
        raise ValueError(f"{mall} has no subject or no text")
    return amne.removeprefix(AMNE).strip(), text.strip() + "\n"
