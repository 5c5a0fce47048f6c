"""How a person goes on: with a command in the terminal, or with a form in the Prefect UI.

A sentence that tells what to do next is read in both places; each tells the reader's own way.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

#: what is to be done → how in the terminal, how in the UI; templates
HUR: Mapping[str, tuple[str, str]] = {
    "oppna": ("Öppna ett med: arshjul oppna MAPP --handlaggare NAMN", "Öppna ett med ”Öppna år”."),
    "valj_ar": ("Välj ett med --ar.", "Välj ett i formuläret."),
    "besluta": ("Kör: arshjul besluta", "Kör ”Besluta”."),
    "sammanstall": ("Kör först: arshjul {kommando}", "Kör först ”{formular}”."),
    "sammanstall_om": (
        "Kör arshjul {kommando} och gör besluten i den nya granskningen.",
        "Kör ”{formular}” och gör besluten i den nya granskningen.",
    ),
    "valj_granskning": (
        "Ange den med --granskning {fil}, eller besluta utan den med --enligt-forslagen.",
        "Välj den i formuläret, eller välj där att besluta enligt förslagen.",
    ),
    "skicka_manga": (
        "Se dem med arshjul skicka --torrkor, och skicka med arshjul skicka --ja.",
        "Se dem med ”Skicka” och valet ”Visa bara”, och skicka med rutan ”Även om de är många” ikryssad.",
    ),
    "osakra": ("avgör med arshjul skicka --osakra", "avgör med ”Avgör osäkert meddelande”"),
    "forsok_igen": (
        "försök igen med arshjul skicka --om",
        "försök igen med ”Skicka” och rutan ”Även det som inte kom fram” ikryssad",
    ),
    "namnge": ("Ange --handlaggare NAMN.", "Skriv ett namn i rutan Handläggare."),
    "avgor_som": (
        "Ange --som skickat (det kom fram) eller --som om (skicka en gång till).",
        "Välj om det kom fram eller ska skickas en gång till.",
    ),
}

_I_GRANSSNITTET: ContextVar[bool] = ContextVar("i_granssnittet", default=False)


def hur(nyckel: str, **val: object) -> str:
    """How the reader does a thing.

    Args:
        nyckel: a key of `HUR`; val: what its template asks for.
    """
    return HUR[nyckel][is_in_the_ui()].format_map(val)


@contextmanager
def in_the_ui() -> Iterator[None]:
    """Within the block the reader sits in the Prefect UI."""
    fore = _I_GRANSSNITTET.set(True)
    try:
        yield
    finally:
        _I_GRANSSNITTET.reset(fore)


def is_in_the_ui() -> bool:
    """Whether the reader sits in the Prefect UI."""
    return _I_GRANSSNITTET.get()
