"""The commands that only read; they run without Prefect."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from flows.program import Ar, Idag, app, dag, fel, ut


@app.command()
def status(ar: Ar = None, idag: Idag = None) -> None:
    """Visa var året står."""
    from flows.dag import today
    from flows.sammanfattning import show_status
    from flows.senast import show_senast

    show_status(ut, ar, today(dag(idag)))
    show_senast(ut)


@app.command()
def spara(
    kod: Annotated[
        str,
        typer.Argument(
            metavar="KOD|NUMMER|NYCKEL",
            help="En kod (indikator, mål, organ …), ett nummer, eller en nyckel som den står i dokumenten.",
        ),
    ],
    som_json: Annotated[bool, typer.Option("--json", help="Skriv spåret som JSON.")] = False,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Visa varifrån en siffra eller det som har begärts kommer."""
    from flows.sparet import show_spar
    from tasks.grund.databas import read
    from tasks.insyn.sparning import trace
    from tasks.insyn.ursprung import opened_from
    from tasks.laget.oppet import the_year

    with read() as session:
        oppet = the_year(session, ar)
        alla, aret = trace(session, oppet, kod), opened_from(session, oppet)
    if som_json:
        sys.stdout.write(json.dumps([s.uppgifter() for s in alla], ensure_ascii=False, indent=2) + "\n")
    else:
        show_spar(ut, alla, aret)


@app.command()
def vadom(
    indikator: Annotated[str, typer.Argument(metavar="INDIKATOR", help="Indikatorns kod.")],
    varden: Annotated[list[str], typer.Argument(metavar="ORGAN=VÄRDE …", help="Ett eller flera nya årsmål.")],
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Visa vad ett ändrat värde skulle göra; skriver inget."""
    from flows.tabeller import tabell
    from rules.tal import EjTal, parse_tal
    from tasks.grund.databas import read
    from tasks.insyn.vadom import what_if
    from tasks.laget.oppet import the_year

    andrade: dict[str, Decimal] = {}
    for v in varden:
        organ, _, tal = v.partition("=")
        try:
            andrade[organ] = parse_tal(tal, punkt_ar_decimal=True)[0]
        except EjTal as f:
            raise typer.BadParameter(f"{v}: {f}") from None
    with read() as session:
        alla = what_if(session, the_year(session, ar), indikator, andrade)
    ut.print(tabell(f"Vad om {indikator}", ["Vad", "Före", "Efter"], [[s.vad, s.fore, s.efter] for s in alla]))


@app.command()
def granska(
    huvud: Annotated[
        tuple[int, str] | None,
        typer.Option(metavar="NR HASH", help="Ett kedjehuvud som ni har sparat: numret och hashen."),
    ] = None,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Granska allt: händelserna, uppgifterna, uträkningarna, filerna och meddelandena."""
    from flows.granskat import look_and_tell
    from schemas.kedjehuvud import read_kedjehuvud

    try:
        sparat = read_kedjehuvud(*huvud) if huvud else None
    except ValueError as f:
        raise typer.BadParameter(str(f), param_hint="--huvud") from None
    look_and_tell(ut, fel, ar, sparat)


@app.command()
def exportera(
    till: Annotated[Path, typer.Option("--ut", metavar="FIL.json", help="JSON-filen som skrivs.")],
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Skriv årets alla uppgifter som JSON."""
    from flows.dag import today
    from tasks.grund.databas import read
    from tasks.grund.filer import write_whole
    from tasks.insyn.export import as_text, export
    from tasks.laget.oppet import the_year

    with read() as session:
        text = as_text(export(session, the_year(session, ar), today(dag(idag))))
    write_whole(till, text.encode())
    ut.print(f"Skrev {till}")


@app.command()
def brevmallar(
    prova: Annotated[
        bool, typer.Option("--prova", help="Prova mallarna och skriv exempel på varje slags meddelande.")
    ] = False,
    ar: Ar = None,
    idag: Idag = None,
) -> None:
    """Lägg meddelandenas mallar i arbetsmappen, för att läsa och ändra."""
    from flows.brevmallar import copy_and_tell, try_and_tell

    (try_and_tell if prova else copy_and_tell)(ut, ar)


@app.command()
def schema(idag: Idag = None) -> None:
    """Skriv ut exportens och årsmappens scheman."""
    from schemas.export import schema_for_allt

    sys.stdout.write(json.dumps(schema_for_allt(), ensure_ascii=False, indent=2) + "\n")
