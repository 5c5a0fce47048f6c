"""A backup of everything, and the way back; they run without Prefect, while it runs or when it cannot."""

import datetime
import os
from pathlib import Path
from typing import Annotated

import typer

from flows.dag import today
from flows.koade import when
from flows.motor import is_running
from flows.program import Handlaggare, Idag, app, dag, progress, ut
from schemas.installningar import installningar
from schemas.personuppgift import require_name
from schemas.problem import ArshjulFel


@app.command()
def sakerhetskopia(
    till: Annotated[
        Path | None,
        typer.Option("--ut", metavar="FIL.zip|MAPP", help="Var kopian läggs (annars här, med dagens namn)."),
    ] = None,
    idag: Idag = None,
) -> None:
    """Kopiera allt till en fil, medan allt kör."""
    from tasks.kopia.kopiera import make_backup

    fil = till or Path()
    if fil.is_dir():
        nu = datetime.datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
        fil = fil / f"arshjul-{installningar().hem.absolute().name}-{nu}.zip"
    with progress() as framsteg:
        kopia = make_backup(fil, framsteg)
    ut.print(
        f"Skrev {kopia.fil}: {kopia.rader} rader och {kopia.filer} filer, {kopia.byte / 1e6:.1f} MB, kontrollerat."
    )
    ut.print("Kopian innehåller allt om året. Förvara den som året självt.")


@app.command()
def aterstall(
    fil: Annotated[Path, typer.Argument(metavar="FIL.zip", help="Säkerhetskopian.")],
    handlaggare: Handlaggare,
    till: Annotated[Path | None, typer.Option(metavar="MAPP", help="Arbetsmappen (annars ARSHJUL_HEM).")] = None,
    ersatt: Annotated[bool, typer.Option("--ersatt", help="Ersätt det som finns; först tas en kopia av det.")] = False,
    idag: Idag = None,
) -> None:
    """Lägg tillbaka en säkerhetskopia."""
    from tasks.kopia.aterstall import restore, tell_restored

    vem = require_name(handlaggare)
    if till:
        os.environ["ARSHJUL_HEM"] = str(till)
    _refuse_if_running()
    with progress() as framsteg:
        svar = restore(fil, ersatt=ersatt, framsteg=framsteg)
        tell_restored(svar, fil, today(dag(idag)), vem)
    m = svar.manifest
    ut.print(
        f"Återställde {m.antal_rader} rader och {m.antal_filer} filer från {when(m.skapad)} i "
        f"{installningar().hem.absolute()}."
    )
    if svar.undan:
        ut.print(f"Det som fanns innan ligger i {svar.undan}.")
    ut.print("Kontrollera med arshjul granska och arshjul status.")


def _refuse_if_running() -> None:
    if is_running():
        raise ArshjulFel(
            "Inget är ändrat: arshjul start kör i den här arbetsmappen. Stoppa den först, och återställ sedan."
        )
