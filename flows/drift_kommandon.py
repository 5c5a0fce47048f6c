"""The commands of those who look after the program: start, arbetare."""

import os
from pathlib import Path
from typing import Annotated

import typer

from flows.loggning import silence
from flows.program import Idag, app, ut
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

Hem = Annotated[Path | None, typer.Option("--hem", metavar="MAPP", help="Arbetsmappen (annars ARSHJUL_HEM).")]


@app.command()
def start(
    port: Annotated[int | None, typer.Option(min=1, max=65535, metavar="PORT", help="Porten (annars 4200).")] = None,
    vard: Annotated[str | None, typer.Option(metavar="ADRESS", help="Adressen som servern lyssnar på.")] = None,
    bakom_proxy: Annotated[
        list[str] | None, typer.Option(metavar="VÄRD", help="Namnet på proxyn som står framför; flera går bra.")
    ] = None,
    arbetare: Annotated[int | None, typer.Option(min=0, max=32, metavar="ANTAL", help="Antal arbetare.")] = None,
    hem: Hem = None,
    losenord: Annotated[bool, typer.Option("--losenord", help="Visa användare och lösenord; starta inget.")] = False,
    nytt_losenord: Annotated[
        bool, typer.Option("--nytt-losenord", help="Byt lösenord; det gäller från nästa start.")
    ] = False,
    idag: Idag = None,
) -> None:
    """Kör Prefects server, flöden och arbetare."""
    from flows.miljo import Serverplats
    from flows.skydd import auth
    from flows.start import run_until_stopped
    from flows.valbart import fingerprint

    _stand_in(hem)
    val = installningar()
    if losenord or nytt_losenord:
        ut.print(auth(nytt=nytt_losenord), markup=False)
        if nytt_losenord:
            ut.print("Det nya lösenordet gäller från nästa start, också för arbetare på andra datorer.")
        return
    proxyn = tuple(bakom_proxy or [p.strip() for p in val.bakom_proxy.split(",") if p.strip()])
    antal = val.arbetare if arbetare is None else arbetare
    run_until_stopped(ut, Serverplats(vard or val.vard, port or val.port, proxyn, antal), fingerprint)


@app.command()
def arbetare(
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Serverns adress, om den går på en annan dator.")
    ] = None,
    hem: Hem = None,
    idag: Idag = None,
) -> None:
    """Kör en arbetare till, på den här eller en annan dator."""
    from flows.extra_arbetare import run_worker

    _stand_in(hem)
    run_worker(ut, server or installningar().server)


def _stand_in(hem: Path | None) -> None:
    if hem and hem.is_file():
        raise ArshjulFel(f"{hem} är en fil. Ange en mapp med --hem.")
    if hem:
        os.environ["ARSHJUL_HEM"] = str(hem.absolute())
        silence()
