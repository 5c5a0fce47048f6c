"""The command line: `arshjul --help`."""

import datetime
import os
import sys
import traceback
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from flows.loggning import loggfil, silence
from flows.motor import collect_seldom
from flows.sprak import App, Grupp, in_swedish
from schemas.problem import ArshjulFel, Avvisat

app = App(
    cls=Grupp,
    help="Årshjulet: stadens årliga planeringscykel, från verksamhetsplan till uppföljning av tertialrapport 1.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
#: what typer raises on wrong usage; it exports only this subclass
Anvandningsfel: Any = typer.BadParameter.__base__
ut = Console(highlight=False, soft_wrap=True)
fel = Console(stderr=True, highlight=False, soft_wrap=True)

Idag = Annotated[
    datetime.datetime | None,
    typer.Option("--idag", formats=["%Y-%m-%d"], metavar="ÅÅÅÅ-MM-DD", help="Stå på en annan dag."),
]
Handlaggare = Annotated[str, typer.Option(metavar="NAMN", help="Vem som beslutar.")]
Motivering = Annotated[str, typer.Option(metavar="TEXT", help="Varför.")]


def _dag(idag: datetime.datetime | None) -> datetime.date | None:
    return idag.date() if idag else None


def _run(modul: str, **val: Any) -> Any:
    """Run the flow of a module, which has the same name, through Prefect."""
    from flows.motor import prepare, without_heartbeats

    prepare()
    import importlib

    with ut.status("Arbetar …"):
        flode = getattr(importlib.import_module(f"flows.{modul}"), modul)
    with without_heartbeats():
        return flode(**val)


@app.command()
def demo(
    data: Annotated[Path, typer.Option(metavar="MAPP", help="Årsmappen.")] = Path("data/2024"),
    hem: Annotated[Path | None, typer.Option(metavar="MAPP", help="Arbetsmappen (annars ARSHJUL_HEM).")] = None,
    idag: Idag = None,
) -> None:
    """Hela året på en simulerad klocka."""
    from flows.sammanfattning import show_sammanfattning

    if hem:
        os.environ["ARSHJUL_HEM"] = str(hem)
    _run("demo", data=data)
    show_sammanfattning(ut)


@app.command("nytt-ar")
def nytt_ar(
    till: Annotated[Path, typer.Option("--ut", metavar="FIL.xlsx", help="Årsarbetsboken som skrivs.")],
    fran: Annotated[
        Path | None,
        typer.Option(metavar="MAPP|FIL", help="Förra årets mapp eller årsarbetsbok (annars det öppna året)."),
    ] = None,
    idag: Idag = None,
) -> None:
    """Skriv en årsarbetsbok att fylla i."""
    _run("nytt_ar", ut=till, fran=fran)
    ut.print(f"Skrev {till}")


@app.command()
def oppna(
    data: Annotated[Path, typer.Argument(metavar="MAPP|FIL.xlsx", help="Årsmappen eller årsarbetsboken.")],
    ja: Annotated[
        bool, typer.Option("--ja", help="Genomför ändringar utan fråga (frågan ställs bara i en terminal).")
    ] = False,
    idag: Idag = None,
) -> None:
    """Öppna ett år, eller genomför det som ändrats."""
    _ask_about_changes(data, ja)
    ut.print(_run("oppna", data=data, idag=_dag(idag), vem=_user()))


def _user() -> str:
    return os.environ.get("USER") or "arshjul"


def _ask_about_changes(data: Path, ja: bool) -> None:
    """Show what differs from the open year, and ask before it is applied."""
    from flows.tabeller import tabell
    from tasks.aret.arsbok import read_ar
    from tasks.aret.oppna import skillnader
    from tasks.grund.databas import read

    innehall = read_ar(data)
    with read() as session:
        funna = skillnader(session, innehall)
    if not funna:
        return
    ut.print(
        tabell(
            "Det här skiljer sig", ["Fil", "Nyckel", "Kolumn", "Före", "Efter"], [list(vars(s).values()) for s in funna]
        )
    )
    if not ja and sys.stdin.isatty() and not typer.confirm("Genomföra ändringarna?"):
        raise ArshjulFel("Inget ändrades.")


@app.command()
def mallar(
    slag: Annotated[str, typer.Argument(metavar="VP|T1")],
    organ: Annotated[str | None, typer.Option(metavar="KOD", help="Bara det här organets.")] = None,
    idag: Idag = None,
) -> None:
    """Skriv arbetsböckerna som ska skickas ut."""
    skrivna = _run("mallar", slag=_slag(slag), organ=organ, idag=_dag(idag))
    ut.print(f"Skrev {len(skrivna)} arbetsböcker i {Path(skrivna[0]).parent}")


@app.command()
def exempel(
    slag: Annotated[str, typer.Argument(metavar="VP|T1")],
    data: Annotated[Path, typer.Option(metavar="MAPP", help="Årsmappen.")],
    till: Annotated[Path, typer.Option("--ut", metavar="MAPP", help="Mappen som skrivs.")],
    idag: Idag = None,
) -> None:
    """Skriv arbetsböcker ifyllda ur årsmappens CSV-filer."""
    skrivna = _run("exempel", slag=_slag(slag), data=data, ut=till)
    ut.print(f"Skrev {len(skrivna)} arbetsböcker i {till}")


def _slag(slag: str) -> str:
    if slag.upper() not in ("VP", "T1"):
        raise typer.BadParameter("ange VP eller T1")
    return slag.upper()


@app.command()
def intag(
    inkorg: Annotated[Path | None, typer.Argument(metavar="[INKORG]", help="Mappen (annars årets inkorg).")] = None,
    idag: Idag = None,
) -> None:
    """Ta in alla arbetsböcker i inkorgen."""
    from flows.tabeller import tabell
    from schemas.begrepp import svenska

    svar = _run("intag", inkorg=inkorg, idag=_dag(idag))
    if not svar:
        ut.print("Inkorgen är tom.")
        return
    rader = [[m.namn, m.organ or "okänt", svenska(m.status), str(m.antal_problem or "")] for m in svar]
    ut.print(tabell("Inlämningar", ["Fil", "Organ", "Status", "Fel"], rader))


@app.command()
def avstamning(idag: Idag = None) -> None:
    """Stäm av årsmålen, föreslå, och skriv granskningen."""
    skrivna = _run("avstamning", idag=_dag(idag))
    ut.print("\n".join(["Skrev:", *skrivna]) if skrivna else "Avstämningen är redan beslutad.")


@app.command()
def besluta(
    handlaggare: Handlaggare,
    granskning: Annotated[Path | None, typer.Option(metavar="FIL", help="Den ifyllda granskningen.")] = None,
    idag: Idag = None,
) -> None:
    """Besluta fasen och utfärda uppmaningarna."""
    ut.print(_run("besluta", handlaggare=handlaggare, granskning=granskning, idag=_dag(idag)))


@app.command()
def paminn(idag: Idag = None) -> None:
    """Lägg dagens påminnelser och eskaleringar i utkorgen."""
    ut.print(f"{_run('paminn', idag=_dag(idag))} nya påminnelser i utkorgen.")


@app.command()
def skicka(
    torrkor: Annotated[bool, typer.Option("--torrkor", help="Visa mottagare och texter, skicka inget.")] = False,
    osakra: Annotated[bool, typer.Option("--osakra", help="Lista eller avgör osäkra meddelanden.")] = False,
    nyckel: Annotated[str | None, typer.Argument(metavar="[NYCKEL]")] = None,
    som: Annotated[str | None, typer.Option(metavar="skickat|om", help="Hur det osäkra avgörs.")] = None,
    ja: Annotated[bool, typer.Option("--ja", help="Skicka även om de är många.")] = False,
    idag: Idag = None,
) -> None:
    """Leverera utkorgen."""
    from flows import utkorg

    if osakra:
        utkorg.show_or_settle(ut, nyckel, som, _dag(idag), _user())
    elif torrkor:
        utkorg.show_waiting(ut)
    else:
        s = _run("skicka", idag=_dag(idag), ja=ja)
        ut.print(
            f"{s.skickade} skickade, {s.misslyckade} ej levererade, {s.osakra} osäkra, {s.utan_adress} utan adress."
        )


@app.command()
def uppfoljning(idag: Idag = None) -> None:
    """Bedöm svaren i tertialrapport 1 och stäm av igen."""
    skrivna = _run("uppfoljning", idag=_dag(idag))
    ut.print("\n".join(["Skrev:", *skrivna]) if skrivna else "Uppföljningen är redan beslutad.")


@app.command()
def anstand(
    nummer: Annotated[str, typer.Argument(metavar="NUMMER")],
    organ: Annotated[str, typer.Argument(metavar="ORGAN")],
    datum: Annotated[datetime.datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DATUM")],
    motivering: Motivering,
    handlaggare: Handlaggare,
    idag: Idag = None,
) -> None:
    """Ge ett organ en senare dag för ett svar."""
    om = {"nummer": nummer, "organ": organ, "dag": datum.date(), "motivering": motivering, "handlaggare": handlaggare}
    ut.print(_run("anstand", **om, idag=_dag(idag)))


@app.command()
def aterkalla(
    nummer: Annotated[str, typer.Argument(metavar="NUMMER")],
    motivering: Motivering,
    handlaggare: Handlaggare,
    organ: Annotated[str | None, typer.Argument(metavar="[ORGAN]")] = None,
    idag: Idag = None,
) -> None:
    """Återkalla en utfärdad uppmaning; organet får veta det."""
    om = {"nummer": nummer, "organ": organ, "motivering": motivering, "handlaggare": handlaggare}
    ut.print(_run("aterkalla", **om, idag=_dag(idag)))


@app.command()
def status(idag: Idag = None) -> None:
    """Visa var året står."""
    from flows.dag import today
    from flows.sammanfattning import show_status

    show_status(ut, today(_dag(idag)))


@app.command()
def spara(kod: Annotated[str, typer.Argument(metavar="KOD|NUMMER")], idag: Idag = None) -> None:
    """Visa varifrån en siffra eller uppmaning kommer."""
    from flows.tabeller import tabell
    from tasks.grund.databas import read
    from tasks.insyn.sparning import trace
    from tasks.laget.oppet import oppet_ar

    with read() as session:
        alla = trace(session, oppet_ar(session), kod)
    ut.print(tabell(f"Spår för {kod}", ["Vad", "Värde", "Källa"], [[s.vad, s.varde, s.kalla] for s in alla]))


@app.command()
def vadom(
    indikator: Annotated[str, typer.Argument(metavar="INDIKATOR")],
    varden: Annotated[list[str], typer.Argument(metavar="ORGAN=VÄRDE …")],
    idag: Idag = None,
) -> None:
    """Visa vad ett ändrat årsmål skulle göra; skriver inget."""
    from flows.tabeller import tabell
    from rules.tal import EjTal, parse_tal
    from tasks.grund.databas import read
    from tasks.insyn.vadom import what_if
    from tasks.laget.oppet import oppet_ar

    andrade: dict[str, Decimal] = {}
    for v in varden:
        organ, _, tal = v.partition("=")
        try:
            andrade[organ] = parse_tal(tal, punkt_ar_decimal=True)[0]
        except EjTal as f:
            raise typer.BadParameter(f"{v}: {f}") from None
    with read() as session:
        alla = what_if(session, oppet_ar(session), indikator, andrade)
    ut.print(tabell(f"Vad om {indikator}", ["Vad", "Före", "Efter"], [[s.vad, s.fore, s.efter] for s in alla]))


@app.command()
def granska(idag: Idag = None) -> None:
    """Kontrollera händelsekedjan."""
    from tasks.grund.databas import read
    from tasks.grund.handelser import brott

    with read() as session:
        funna = list(brott(session))
    if funna:
        raise ArshjulFel("Händelsekedjan är bruten:\n" + "\n".join(funna))
    ut.print("Händelsekedjan är hel.")


@app.command()
def exportera(
    till: Annotated[Path, typer.Option("--ut", metavar="FIL.json", help="JSON-filen som skrivs.")],
    idag: Idag = None,
) -> None:
    """Skriv årets alla uppgifter som JSON."""
    from flows.dag import today
    from tasks.grund.databas import read
    from tasks.insyn.export import as_text
    from tasks.insyn.export import export as gor
    from tasks.laget.oppet import oppet_ar

    with read() as session:
        text = as_text(gor(session, oppet_ar(session), today(_dag(idag))))
    till.parent.mkdir(parents=True, exist_ok=True)
    till.write_text(text, "utf-8")
    ut.print(f"Skrev {till}")


@app.command()
def schema(idag: Idag = None) -> None:
    """Skriv ut exportens och årsmappens scheman."""
    import json

    from schemas.export import schema_for_allt

    sys.stdout.write(json.dumps(schema_for_allt(), ensure_ascii=False, indent=2) + "\n")


@app.command()
def start(idag: Idag = None) -> None:
    """Kör Prefects server, flöden och arbetare."""
    from flows.start import run_until_stopped

    run_until_stopped(ut)


def main() -> None:
    """Run a command; a refusal is a sentence and exit code 1, wrong usage 2, never a traceback."""
    collect_seldom()
    silence()
    try:
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
