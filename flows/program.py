"""What the commands share: the app, the options that every command has, and how a flow is run."""

import datetime
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.skrap import collect_seldom
from flows.sprak import App, Kommandogrupp
from schemas.personuppgift import check_stated

app = App(
    cls=Kommandogrupp,
    help="Årshjulet: en kommuns eller regions årliga planeringscykel, från plan över uppföljningar till bokslut.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
ut = Console(highlight=False, soft_wrap=True)
fel = Console(stderr=True, highlight=False, soft_wrap=True)

Idag = Annotated[
    datetime.datetime | None,
    typer.Option("--idag", formats=["%Y-%m-%d"], metavar="ÅÅÅÅ-MM-DD", help="Stå på en annan dag."),
]
Ar = Annotated[int | None, typer.Option("--ar", metavar="ÅÅÅÅ", help="Vilket år, när flera är öppna.")]
Handlaggare = Annotated[str, typer.Option(metavar="NAMN", help="Vem som gör det. Namnet står i händelsekedjan.")]
#: for a command that can also be run so that it changes nothing
HandlaggareVidAndring = Annotated[
    str | None, typer.Option("--handlaggare", metavar="NAMN", help="Vem som gör det; krävs när något ändras.")
]
Motivering = Annotated[str, typer.Option(metavar="TEXT", help="Varför.")]


def dag(idag: datetime.datetime | None) -> datetime.date | None:
    """The day of a command."""
    return idag.date() if idag else None


def run(modul: str, **val: Any) -> Any:
    """Run the flow of a module, which has the same name, through Prefect; first see to what it would keep of it.

    Raises:
        ArshjulFel: what is stated of a change holds an e-mail address or a telephone number.
    """
    check_stated(val)
    from flows.motor import prepare, without_heartbeats

    collect_seldom()
    prepare()
    with ut.status("Arbetar …"):
        flode = getattr(importlib.import_module(f"flows.{modul}"), modul)
    with without_heartbeats():
        return flode(**val)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show how far something has come, in a terminal: of what, so much, of so much."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=ut,
        transient=True,
        disable=not ut.is_terminal,
    ) as rader:
        rad = rader.add_task("Börjar", total=None)

        def visa(vad: str, klart: int, allt: int) -> None:
            rader.update(rad, description=vad, completed=klart, total=allt or None)

        yield visa
