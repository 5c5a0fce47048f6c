"""The command line: `arshjul --help`. Here are the commands that run a flow; those that only read are in insyn.py."""

import datetime
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.loggning import loggfil, silence
from flows.paket import example_year
from flows.program import Ar, Handlaggare, HandlaggareVidAndring, Idag, Motivering, app, dag, fel, run, ut
from flows.skydd import UMASK
from flows.sprak import in_swedish
from schemas.personuppgift import require_name
from schemas.problem import ArshjulFel, Avvisat

#: what typer raises on wrong usage; it exports only this subclass
Anvandningsfel: Any = typer.BadParameter.__base__
Omgangskod = Annotated[str, typer.Argument(metavar="OMGÅNG", help="Omgångens kod, t.ex. VP.")]


@app.command()
def demo(
    data: Annotated[Path | None, typer.Option(metavar="MAPP", help="Årsmappen (annars exempelåret 2024).")] = None,
    hem: Annotated[Path | None, typer.Option(metavar="MAPP", help="Arbetsmappen (annars ARSHJUL_HEM).")] = None,
    idag: Idag = None,
) -> None:
    """Hela året på en simulerad klocka."""
    from flows.sammanfattning import show_sammanfattning

    if hem:
        os.environ["ARSHJUL_HEM"] = str(hem)
    show_sammanfattning(ut, run("demo", data=data or example_year()))


@app.command("nytt-ar")
def nytt_ar(
    till: Annotated[Path, typer.Option("--ut", metavar="FIL.xlsx", help="Årsarbetsboken som skrivs.")],
    fran: Annotated[
        Path | None,
        typer.Option(metavar="MAPP|FIL", help="Förra årets mapp eller årsarbetsbok (annars det senast öppnade året)."),
    ] = None,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Skriv en årsarbetsbok att fylla i."""
    run("nytt_ar", ut=till, fran=fran, ar=ar)
    ut.print(f"Skrev {till}")


@app.command()
def oppna(
    data: Annotated[Path, typer.Argument(metavar="MAPP|FIL.xlsx", help="Årsmappen eller årsarbetsboken.")],
    prov: Annotated[
        bool, typer.Option("--prov", help="Kontrollera och visa vad som skiljer sig; öppna inget.")
    ] = False,
    ja: Annotated[
        bool, typer.Option("--ja", help="Genomför ändringar utan fråga (frågan ställs bara i en terminal).")
    ] = False,
    handlaggare: HandlaggareVidAndring = None,
    idag: Idag = None,
) -> None:
    """Öppna ett år, eller genomför det som ändrats."""
    if not (prov or handlaggare):
        if sys.stdin.isatty():
            handlaggare = typer.prompt("Vem öppnar eller ändrar året? Namnet står i händelsekedjan")
        else:
            fel.print("Ingen är namngiven: i händelsekedjan står ”namn ej angivet”. Ange --handlaggare NAMN.")
    _show_changes(data, fraga=not (ja or prov))
    ut.print(run("oppna", data=data, handlaggare=handlaggare, prov=prov, idag=dag(idag)))


def _show_changes(data: Path, *, fraga: bool) -> None:
    """Show what differs from the open year; ask before it is applied."""
    from flows.tabeller import tabell
    from tasks.aret.arsbok import read_ar
    from tasks.aret.oppna import skillnader
    from tasks.grund.databas import read

    innehall = read_ar(data)
    with read() as session:
        funna = skillnader(session, innehall)
    if not funna:
        return
    rader = [list(vars(s).values()) for s in funna]
    ut.print(tabell("Det här skiljer sig", ["Fil", "Nyckel", "Kolumn", "Före", "Efter"], rader))
    if fraga and sys.stdin.isatty() and not typer.confirm("Genomföra ändringarna?"):
        raise ArshjulFel("Inget ändrades.")


@app.command()
def mallar(
    omgang: Omgangskod,
    organ: Annotated[str | None, typer.Option(metavar="KOD", help="Bara det här organets.")] = None,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Skriv arbetsböckerna som ska skickas ut."""
    skrivna = run("mallar", omgang=omgang, organ=organ, ar=ar, idag=dag(idag))
    ut.print(f"{len(skrivna)} arbetsböcker ligger i {Path(skrivna[0]).parent}")


@app.command()
def exempel(
    omgang: Omgangskod,
    data: Annotated[Path, typer.Option(metavar="MAPP", help="Årsmappen.")],
    till: Annotated[Path, typer.Option("--ut", metavar="MAPP", help="Mappen som skrivs.")],
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Skriv arbetsböcker ifyllda ur årsmappens CSV-filer."""
    skrivna = run("exempel", omgang=omgang, data=data, ut=till, ar=ar)
    ut.print(f"Skrev {len(skrivna)} arbetsböcker i {till}")


@app.command()
def intag(
    inkorg: Annotated[Path | None, typer.Argument(metavar="[INKORG]", help="Mappen (annars årens inkorgar).")] = None,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Ta in alla arbetsböcker i inkorgen."""
    from flows.tabeller import tabell
    from schemas.ord import standardord

    svar = run("intag", inkorg=inkorg, ar=ar, idag=dag(idag))
    if not svar:
        ut.print("Inkorgen är tom.")
        return
    rader = [[m.namn, m.organ or "okänt", standardord().kod(m.status), str(m.antal_problem or "")] for m in svar]
    ut.print(tabell("Inlämningar", ["Fil", "Organ", "Status", "Fel"], rader))


def _show_written(skrivna: list[str]) -> None:
    ut.print("\n".join(["Skrev:", *skrivna]) if skrivna else "Inget nytt att skriva: allt är aktuellt.")


@app.command()
def avstamning(ar: Ar = None, idag: Idag = None) -> None:
    """Lägg ihop planerna, föreslå, och skriv granskningen."""
    _show_written(run("avstamning", ar=ar, idag=dag(idag)))


@app.command()
def uppfoljning(ar: Ar = None, idag: Idag = None) -> None:
    """Bedöm svaren, lägg ihop på nytt, skriv granskningen."""
    _show_written(run("uppfoljning", ar=ar, idag=dag(idag)))


@app.command()
def besluta(
    handlaggare: Handlaggare,
    granskning: Annotated[Path | None, typer.Option(metavar="FIL", help="Den ifyllda granskningen.")] = None,
    enligt_forslagen: Annotated[
        bool, typer.Option("--enligt-forslagen", help="Besluta utan granskningen, fast någon har ändrat i den.")
    ] = False,
    prov: Annotated[bool, typer.Option("--prov", help="Visa vad som skulle beslutas; besluta inget.")] = False,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Besluta omgången och utfärda det som ska begäras av organen."""
    from flows.tabeller import tabell

    val = granskning or ("enligt förslagen" if enligt_forslagen else None)
    svar = run("besluta", handlaggare=handlaggare, granskning=val, fatta=not prov, ar=ar, idag=dag(idag))
    for titel, rubriker, rader in svar.tabeller if prov else ():
        ut.print(tabell(titel, rubriker, rader))
    ut.print(str(svar))


@app.command()
def paminn(ar: Ar = None, idag: Idag = None) -> None:
    """Lägg dagens påminnelser och eskaleringar i utkorgen."""
    ut.print(f"{run('paminn', ar=ar, idag=dag(idag))} nya påminnelser i utkorgen.")


@app.command()
def skicka(
    torrkor: Annotated[bool, typer.Option("--torrkor", help="Visa mottagare och texter, skicka inget.")] = False,
    osakra: Annotated[bool, typer.Option("--osakra", help="Lista eller avgör osäkra meddelanden.")] = False,
    nyckel: Annotated[str | None, typer.Argument(metavar="[NYCKEL]", help="Det osäkra meddelandets nyckel.")] = None,
    som: Annotated[str | None, typer.Option(metavar="skickat|om", help="Hur det osäkra avgörs.")] = None,
    handlaggare: HandlaggareVidAndring = None,
    ja: Annotated[bool, typer.Option("--ja", help="Skicka även om de är många.")] = False,
    om: Annotated[bool, typer.Option("--om", help="Försök igen med det som inte kom fram.")] = False,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Leverera utkorgen."""
    from flows import utkorg
    from flows.dag import today

    if osakra and nyckel:
        ut.print(utkorg.settle(nyckel, som, require_name(handlaggare), ar, today(dag(idag))))
    elif osakra:
        utkorg.show_osakra(ut, ar)
    elif torrkor:
        utkorg.show_waiting(ut, ar, today(dag(idag)))
    else:
        ut.print(str(run("skicka", ar=ar, idag=dag(idag), ja=ja, om=om)), markup=False)


@app.command()
def anstand(
    galler: Annotated[str, typer.Argument(metavar="NUMMER|OMGÅNG", help="Det som har begärts, eller omgången.")],
    organ: Annotated[str, typer.Argument(metavar="ORGAN", help="Organets kod.")],
    datum: Annotated[
        datetime.datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DATUM", help="Den nya sista dagen.")
    ],
    motivering: Motivering,
    handlaggare: Handlaggare,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Ge ett organ en senare dag."""
    om = {"galler": galler, "organ": organ, "dag": datum.date(), "motivering": motivering, "handlaggare": handlaggare}
    ut.print(run("anstand", **om, ar=ar, idag=dag(idag)))


@app.command()
def aterkalla(
    nummer: Annotated[str, typer.Argument(metavar="NUMMER", help="Numret på det som återkallas.")],
    motivering: Motivering,
    handlaggare: Handlaggare,
    organ: Annotated[str | None, typer.Argument(metavar="[ORGAN]", help="Bara för det här organet.")] = None,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Återkalla något som har begärts; organet får veta det."""
    om = {"nummer": nummer, "organ": organ, "motivering": motivering, "handlaggare": handlaggare}
    ut.print(run("aterkalla", **om, ar=ar, idag=dag(idag)))


def main() -> None:
    """Run a command; a refusal is a sentence and exit code 1, wrong usage 2, never a traceback."""
    import flows.arkiv
    import flows.drift_kommandon
    import flows.insyn
    import flows.kopia  # noqa: F401 (their commands)

    os.umask(UMASK)
    try:
        silence()
        sys.exit(app(standalone_mode=False) or 0)
    except Anvandningsfel as f:
        fel.print(in_swedish(f.format_message()), style="bold red", markup=False)
        fel.print(f"Hjälp: {f.ctx.command_path if f.ctx else 'arshjul'} --help", markup=False)
        sys.exit(2)
    except Avvisat as f:
        fel.print(str(f), style="bold red", markup=False)
        for p in f.problem:
            fel.print(f"• {p.plats}\n  {p.text}", markup=False)
        sys.exit(1)
    except ArshjulFel as f:
        fel.print(str(f), style="bold red", markup=False)
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        fel.print("Avbrutet.")
        sys.exit(1)
    except Exception:
        _log_unexpected(traceback.format_exc())
        sys.exit(1)


def _log_unexpected(spar: str) -> None:
    fil = loggfil()
    fil.parent.mkdir(parents=True, exist_ok=True)
    with fil.open("a", encoding="utf-8") as logg:
        logg.write(spar)
    fel.print(
        f"Något gick fel som programmet inte väntade sig. Inget är halvgjort. Detaljer står i {fil}.", style="bold red"
    )


if __name__ == "__main__":
    main()
