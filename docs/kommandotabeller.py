"""The tables of commands and of settings, from the command line and the settings themselves."""

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

import flows.cli
from flows.program import app
from schemas.installningar import Installningar

FLOWS = Path(flows.cli.__file__).parent
#: the options that stand in a table of their own
VARJE = {"idag", "ar"}


def tabell(rubriker: Sequence[str], rader: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    alla = [rubriker, ["---"] * len(rubriker), *rader]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in r) + " |" for r in alla)


def kommandon() -> dict[str, Any]:
    """Every command of the program, by name; also those of modules that `main` imports as it starts."""
    for fil in sorted(FLOWS.glob("*.py")):
        if re.search(r"^@app\.command", fil.read_text("utf-8"), re.MULTILINE):
            importlib.import_module(f"flows.{fil.stem}")
    return dict(sorted(typer.main.get_command(app).commands.items()))  # type: ignore[attr-defined]


def oversikten() -> Iterator[str]:
    """Every command with what it does, in one table."""
    rader = [[f"[`{namn}`](#arshjul-{namn})", _mening(k.help)] for namn, k in kommandon().items()]
    yield tabell(["Kommando", "Gör"], rader)


def gemensamma() -> Iterator[str]:
    """The options that (nearly) every command has."""
    funna = {p.name: p for k in kommandon().values() for p in k.params if p.name in VARJE}
    yield _parametrar(funna[namn] for namn in sorted(funna))


def alla_kommandon() -> Iterator[str]:
    """Each command: how it is written, and its arguments and options.

    Raises:
        SystemExit: one of them has no help.
    """
    for namn, k in kommandon().items():
        egna = [p for p in k.params if p.name not in VARJE]
        yield f"### `arshjul {namn}`\n\n{k.help}\n\n```\n{_skrivs(namn, k.params)}\n```"
        if egna:
            yield _parametrar(egna)


def installningarna() -> Iterator[str]:
    """Every setting, with what is so where it is not set."""
    rader = [
        [f"`ARSHJUL_{namn.upper()}`", falt.description or _saknas(namn), _standard(falt)]
        for namn, falt in Installningar.model_fields.items()
    ]
    yield tabell(["Variabel", "Betyder", "Annars"], rader)


def _standard(falt: Any) -> str:
    if "annars" in (extra := falt.json_schema_extra or {}):
        return str(extra["annars"])
    return f"`{falt.default}`" if falt.default_factory is None and falt.default is not None else "–"


def _mening(text: str) -> str:
    return text.split("\n\n")[0]


def _ar_argument(p: Any) -> bool:
    return bool(p.param_type_name == "argument")


def _namn(p: Any) -> str:
    if _ar_argument(p):
        return str(p.metavar or p.name.upper()).strip("[]")
    val = ", ".join([*p.opts, *p.secondary_opts])
    return val if p.is_flag else f"{val} {p.metavar or p.type.name.upper()}"


def _skrivs(namn: str, parametrar: Iterable[Any]) -> str:
    delar = [_namn(p) if p.required else f"[{_namn(p)}]" for p in sorted(parametrar, key=_ordning)]
    return " ".join(["arshjul", namn, *delar])


def _ordning(p: Any) -> tuple[bool, bool, bool]:
    return (not _ar_argument(p), not p.required, p.name in VARJE)


def _parametrar(parametrar: Iterable[Any]) -> str:
    rader = [[f"`{_namn(p)}`", p.help or _saknas(p.name), _annars(p)] for p in sorted(parametrar, key=_ordning)]
    return tabell(["", "Vad", "Annars"], rader)


def _annars(p: Any) -> str:
    if p.required:
        return "krävs"
    return "–" if p.default in (None, False, [], ()) or callable(p.default) else f"`{p.default}`"


def _saknas(namn: str) -> str:
    raise SystemExit(f"{namn} has no help: what does it do?")
