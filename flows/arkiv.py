"""A closed year for the archive, and what is removed from it when its time has come; they run without Prefect."""

from pathlib import Path
from typing import Annotated

import typer

from flows.program import Handlaggare, Idag, app, dag, progress, ut

AvslutatAr = Annotated[int, typer.Argument(metavar="ÅR", help="Året, som ska vara avslutat.")]


@app.command()
def arkivera(
    ar: AvslutatAr,
    till: Annotated[Path, typer.Option("--ut", metavar="FIL.zip", help="Arkivfilen som skrivs.")],
    handlaggare: Handlaggare,
    idag: Idag = None,
) -> None:
    """Packa ett avslutat år för arkivet."""
    from flows.dag import today
    from schemas.personuppgift import require_name
    from tasks.arkiv.arkivera import archive

    vem = require_name(handlaggare)
    with progress() as framsteg:
        svar = archive(ar, till, vem, today(dag(idag)), framsteg)
    ut.print(f"Skrev {svar.fil}: {svar.filer} filer, {svar.byte / 1e6:.1f} MB.")
    ut.print(f"SHA-256: {svar.sha256}")
    ut.print(f"Händelsekedjan i arkivet slutar med nr {svar.slut[0]}, {svar.slut[1]}")
    ut.print("Kontrolleras utan programmet: packa upp den och kör python3 kontrollera.py, se LAS-MIG.txt.")
