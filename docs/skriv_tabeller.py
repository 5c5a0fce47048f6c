"""Write the tables of docs/handbok.md from the declarations that the checks use, so that the two cannot differ.

`python docs/skriv_tabeller.py` rewrites the part between each pair of markers; with `--kontrollera` nothing is
written, and the exit code is 1 where the handbook is not what the declarations say.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from schemas.arbetsbocker import BLAD_I, EXEMPELFILER, GRANSKNINGSBLAD, Exempelsvar, filnamn, granskningens_namn
from schemas.arsmapp import ARSFILER, yamlnycklar
from schemas.begrepp import AVSNITT, BEGAR_AV_GRUND, Grund, svenska
from schemas.falt import Kolumn, kolumner
from schemas.kontroll import granser
from schemas.problem import PROBLEMTYPER

HANDBOK = Path(__file__).with_name("handbok.md")
BLOCK = re.compile(r"(<!-- tabell: (\S+) -->\n).*?(<!-- slut: \2 -->)", re.DOTALL)

TYPER = {"text": "text", "tal": "tal", "heltal": "heltal", "datum": "datum", "janej": "ja eller nej"}
REFERENSER = {
    "organ": "kod ur `organ.csv`",
    "mal": "kod ur `mal.csv`",
    "indikatorer": "kod ur `indikatorer.csv`",
    "statsbidrag": "bidrag ur `statsbidrag.csv`",
    "rader": "rader ur `resultatbudget.csv`, med `+`",
    "kluster": "koder ur `organ.csv`, med `+`",
    "grupper": "grupper eller organkoder, med `+` och `-`",
}


def tabell(rubriker: Sequence[str], rader: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    alla = [rubriker, ["---"] * len(rubriker), *rader]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in r) + " |" for r in alla)


def arsfiler() -> Iterator[str]:
    """Every CSV file of the year folder, with its columns."""
    for modell in ARSFILER:
        krav = " Filen är obligatorisk." if modell.OBLIGATORISK else ""
        nyckel = " och ".join(f"`{k.namn}`" for k in kolumner(modell) if k.falt in modell.NYCKEL)
        unik = f" Samma {nyckel} får bara stå på en rad." if nyckel else ""
        yield f"#### `{modell.FIL}`\n\n{modell.HJALP}{krav}{unik}\n\n{_kolumntabell(modell)}"


def exempelfiler() -> Iterator[str]:
    """The files from which example workbooks are made."""
    rader = [
        [f"`verksamhetsplaner/{namn}`", modell.BLAD, ", ".join(["**organ**", *(k.namn for k in kolumner(modell))])]
        for namn, modell in EXEMPELFILER.items()
    ]
    yield tabell(["Fil", "Blad", "Kolumner"], rader)
    yield f"#### `tertialrapport1/svar.csv`\n\n{_kolumntabell(Exempelsvar)}"


def _kolumntabell(modell: type[SQLModel]) -> str:
    rader = [[f"**{k.namn}**" if k.krav else k.namn, _slag(k), k.hjalp] for k in kolumner(modell)]
    return tabell(["Kolumn", "Värde", "Vad"], rader)


def _slag(k: Kolumn) -> str:
    delar = [TYPER[k.typ]]
    if k.koder:
        delar = ["flera med `+` av: " if k.flera else ""]
        delar[0] += ", ".join(f"`{kod}`" for kod in k.koder)
    elif k.ref:
        delar = [REFERENSER[k.ref]]
    if k.minst is not None or k.storst is not None:
        delar.append(granser(k))
    if k.standard is not None:
        delar.append(f"tomt = {_standard(k.standard)}")
    return ", ".join(delar)


def _standard(varde: Any) -> str:
    return {True: "ja", False: "nej"}[varde] if isinstance(varde, bool) else str(varde)


def arbetsbocker() -> Iterator[str]:
    """The sheets of the organs' workbooks."""
    for fas, blad in BLAD_I.items():
        rader = [[m.BLAD, _rubriker(m, last=True), _rubriker(m, last=False)] for m in blad]
        namn = filnamn(fas, 2024, "organkod").replace("2024", "<år>").replace("organkod", "<organkod>")
        yield f"#### `{namn}`\n\n" + tabell(["Blad", "Redan ifyllt", "Fylls i"], rader)


def granskningen() -> Iterator[str]:
    """The sheets of the review workbooks."""
    for fas, blad in GRANSKNINGSBLAD.items():
        rader = [[m.BLAD, _rubriker(m, last=True), _rubriker(m, last=False), m.HJALP] for m in blad]
        namn = granskningens_namn(fas, 2024).replace("2024", "<år>")
        yield f"#### `{namn}`\n\n" + tabell(["Blad", "Redan ifyllt", "Fylls i", "Att veta"], rader)


def _rubriker(modell: type[SQLModel], *, last: bool) -> str:
    return ", ".join(k.namn for k in kolumner(modell) if k.last is last) or "–"


def aryaml() -> Iterator[str]:
    """The keys of ar.yaml, with what they are where nothing stands."""
    rader = [
        [f"**{n.namn}**" if n.krav else n.namn, "" if n.krav else _yamlstandard(n.standard), n.hjalp]
        for n in yamlnycklar()
    ]
    yield tabell(["Nyckel", "Utan värde gäller", "Vad"], rader)


def _yamlstandard(varde: Any) -> str:
    match varde:
        case None:
            return "–"
        case tuple():
            return f"[{', '.join(str(v) for v in varde)}]"
        case dict():
            return "{" + ", ".join(f"{k}: {v}" for k, v in varde.items()) + "}"
        case Decimal():
            return f"{varde:f}"
    return str(varde)


def avsnitt() -> Iterator[str]:
    """The sections that texter.csv may name."""
    yield tabell(["Avsnitt", "Rubrik"], [[f"`{kod}`", rubrik] for kod, rubrik in AVSNITT.items()])


def grunder() -> Iterator[str]:
    """Why uppmaningar are issued, what they ask for, and by when."""
    rader = []
    for grund in Grund:
        begar, senast = BEGAR_AV_GRUND.get(grund, (None, None))
        vad = svenska(begar) if begar else "det som raden anger"
        nar = "som raden anger" if begar is None else "tertialrapport 1" if senast else "–"
        rader.append([f"`{grund}`", svenska(grund), vad, nar])
    yield tabell(["Grund", "Betyder", "Begär", "Senast"], rader)


def problemen() -> Iterator[str]:
    """Every kind of problem, with its remedy."""
    rader = [[f"`{kod}`", p.rubrik, _utan_luckor(p.atgard)] for kod, p in PROBLEMTYPER.items()]
    yield tabell(["Kod", "Vad som är fel", "Så rättas det"], rader)


def _utan_luckor(mall: str) -> str:
    """A template as a sentence: what is filled in stands as ‹name›; nothing where it is filled in whole."""
    return "Står i meddelandet." if re.fullmatch(r"\{\w+\}", mall) else re.sub(r"\{(\w+)\}", r"‹\1›", mall)


TABELLER: dict[str, Callable[[], Iterator[str]]] = {
    "arsfiler": arsfiler,
    "exempelfiler": exempelfiler,
    "ar.yaml": aryaml,
    "avsnitt": avsnitt,
    "arbetsbocker": arbetsbocker,
    "granskning": granskningen,
    "grunder": grunder,
    "problem": problemen,
}


def med_tabeller(text: str) -> str:
    """The handbook with every table as the declarations have it now.

    Raises:
        SystemExit: a table has no pair of markers.
    """
    if saknas := TABELLER.keys() - {m[2] for m in BLOCK.finditer(text)}:
        raise SystemExit(f"Handboken saknar märken för: {', '.join(sorted(saknas))}")
    return BLOCK.sub(lambda m: f"{m[1]}\n" + "\n\n".join(TABELLER[m[2]]()) + f"\n\n{m[3]}", text)


def main(argument: Sequence[str]) -> int:
    """Rewrite the handbook, or say whether it is up to date."""
    text = HANDBOK.read_text("utf-8")
    ny = med_tabeller(text)
    if "--kontrollera" in argument:
        return int(ny != text)
    if ny != text:
        HANDBOK.write_text(ny, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
