"""A closed year for the archive, and what is removed from it when its time has come; they run without Prefect."""

from pathlib import Path
from typing import Annotated

import typer

from flows.program import Handlaggare, HandlaggareVidAndring, Idag, app, dag, progress, ut

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


@app.command()
def gallra(
    ar: AvslutatAr,
    handlaggare: HandlaggareVidAndring = None,
    prov: Annotated[bool, typer.Option("--prov", help="Visa vad som skulle gallras; gallra inget.")] = False,
    idag: Idag = None,
) -> None:
    """Ta bort personuppgifterna ur ett avslutat år."""
    from flows.dag import today
    from flows.tabeller import tabell
    from schemas.gallring import GALLRAS
    from schemas.personuppgift import require_name
    from tasks.arkiv.gallra import count, remove

    vem = None if prov else require_name(handlaggare)
    with progress() as framsteg:
        svar = remove(ar, vem, today(dag(idag)), framsteg) if vem else count(ar, today(dag(idag)), framsteg)
    if svar.antal:
        rader = [[GALLRAS[kod].vad, str(antal), GALLRAS[kod].hur] for kod, antal in svar.antal.items()]
        ut.print(tabell("Skulle gallras" if prov else "Gallrat", ["Vad", "Antal", "Hur"], rader))
    ut.print("Det här var ett prov: inget är ändrat." if prov and svar.antal else str(svar))
    if not prov:
        ut.print("Gallra också säkerhetskopior och arkiv som togs före: där finns uppgifterna kvar.")
