"""The command line's own words in Swedish: typer has them in English only."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

ORD: tuple[tuple[str, str], ...] = (
    (r"Usage:", "Användning:"),
    (r"\[OPTIONS\]", "[VAL]"),
    (r"COMMAND \[ARGS\]\.\.\.", "KOMMANDO [ARGUMENT]…"),
    (r"^Options:", "Val:"),
    (r"^Arguments:", "Argument:"),
    (r"^Commands:", "Kommandon:"),
    (r"Show this message and exit\.", "Visa den här hjälpen."),
    (r"\[required\]", "[krävs]"),
    (r"\[default: ", "[annars: "),
    (r"No such command '?([^']*?)'?\.", r"Det finns inget kommando ”\1”."),
    (r"No such option: (\S+)", r"Det finns inget val \1."),
    (r"Missing argument '?([^'.]*)'?\.", r"Argumentet \1 saknas."),
    (r"Missing option '?([^'.]*)'?\.", r"Valet \1 saknas."),
    (r"Missing command\.", "Ange ett kommando."),
    (r"Got unexpected extra argument(?:\(s\)|s)? \(?(.*?)\)?$", r"För många argument: \1"),
    (r"Invalid value for '?([^':]*)'?: ", r"Ogiltigt värde för \1: "),
    (r"Invalid value: ", "Ogiltigt värde: "),
    (r"Did you mean (.*)\?", r"Menade du \1?"),
    (r"\(Possible options: (.*)\)", r"Menade du något av dem här: \1?"),
    (r"Value error, ", ""),
    (r"(.*) does not match the formats? .*", r"\1 är inte ett datum som 2024-05-17."),
    (r"Option '?([^']*)'? requires an argument\.", r"Valet \1 behöver ett värde."),
)


def in_swedish(text: str) -> str:
    """What typer says, in Swedish; what is Swedish already stays as it is."""
    for engelska, svenska in ORD:
        text = re.sub(engelska, svenska, text, flags=re.MULTILINE)
    return text


class Kommando(TyperCommand):
    """A command whose help is Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return in_swedish(super().get_help(ctx))


class Kommandogrupp(TyperGroup):
    """The program, whose help is Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return in_swedish(super().get_help(ctx))


class App(typer.Typer):
    """A typer app with Swedish commands."""

    def command(self, *args: Any, **kwargs: Any) -> Any:
        """Declare a command."""
        return super().command(*args, cls=Kommando, **kwargs)
