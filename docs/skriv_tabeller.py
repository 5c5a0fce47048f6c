"""Write the tables of docs/ from the declarations that the program uses, so that the two cannot differ.

`python docs/skriv_tabeller.py` rewrites the part between each pair of markers; with `--kontrollera` nothing is
written, and the exit code is 1 where a page is not what the declarations say.
"""

import datetime
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kommandotabeller import alla_kommandon, gemensamma, installningarna, oversikten, tabell
from sqlmodel import SQLModel

from notifications.texter import stor_bokstav
from notifications.utfall import KANALUTFALL, SMTPUTFALL, Svarsslag, Utfall
from schemas.arbetsbocker import SVARSFIL, VARDEBLAD, Exempelsvar
from schemas.arsmapp import ARSFILER
from schemas.aryaml import yamlnycklar
from schemas.avsnitt import AVSTAMNINGENS, UPPFOLJNINGENS
from schemas.begrepp import Omgangsslag, Vardeslag
from schemas.falt import Kolumn, kolumner
from schemas.former import blad_i, exempelfiler, granskningsblad
from schemas.gallring import BEVARAS, GALLRAS
from schemas.kontroll import granser
from schemas.omgangar import PLANENS_MAPP, Omgang, omgangar
from schemas.ord import FORMER, beskrivningar, standardord
from schemas.problem import PROBLEMTYPER
from schemas.regler import REGLER, Frist
from schemas.sparnyckel import DELAR, VILLKOR, skrivs

DOCS = Path(__file__).parent
BLOCK = re.compile(r"(<!-- tabell: (\S+) -->\n).*?(<!-- slut: \2 -->)", re.DOTALL)

#: a year of every kind of omgång, to show what each has
DAGEN = datetime.date(2000, 1, 1)
RUNDOR = omgangar(
    [
        {"omgang": kod, "slag": slag, "namn": namn, "bestamd": namn, "varde": varde, "beslutas": None}
        | {"senast": DAGEN, "sammanstalls": DAGEN}
        for kod, slag, namn, varde in (
            ("P", Omgangsslag.PLAN, "planen", Vardeslag.ARSMAL),
            ("U1", Omgangsslag.UPPFOLJNING, "en uppföljning", Vardeslag.ARSMAL),
            ("U2", Omgangsslag.UPPFOLJNING, "en uppföljning med prognos", Vardeslag.PROGNOS),
            ("B", Omgangsslag.BOKSLUT, "bokslutet", Vardeslag.UTFALL),
        )
    ]
)
ORDEN = standardord()

TYPER = {"text": "text", "tal": "tal", "heltal": "heltal", "datum": "datum", "janej": "ja eller nej"}
REFERENSER = {
    "organ": "kod ur `organ.csv`",
    "mal": "kod ur `mal.csv`",
    "indikatorer": "kod ur `indikatorer.csv`",
    "omgangar": "kod ur `omgangar.csv`, eller `t1`",
    "statsbidrag": "bidrag ur `statsbidrag.csv`",
    "rader": "rader ur `resultatbudget.csv`, med `+`",
    "kluster": "koder ur `organ.csv`, med `+`",
    "grupper": "grupper eller organkoder, med `+` och `-`",
}


def arsfiler() -> Iterator[str]:
    """Every CSV file of the year folder, with its columns."""
    for modell in ARSFILER:
        krav = " Filen är obligatorisk." if modell.OBLIGATORISK else ""
        nyckel = " och ".join(f"`{k.namn}`" for k in kolumner(modell) if k.falt in modell.NYCKEL)
        unik = f" Samma {nyckel} får bara stå på en rad." if nyckel else ""
        yield f"#### `{modell.FIL}`\n\n{modell.HJALP}{krav}{unik}\n\n{_kolumntabell(modell)}"


def exempel() -> Iterator[str]:
    """The files from which example workbooks are made."""
    planens = exempelfiler(RUNDOR.plan).items()
    rader = [[f"`{PLANENS_MAPP}/{namn}`", modell.BLAD, _med_organ(modell)] for namn, modell in planens]
    rader += [[f"`<omgång>/{varde}.csv`", modell.BLAD, _med_organ(modell)] for varde, modell in VARDEBLAD.items()]
    yield tabell(["Fil", "Blad", "Kolumner"], rader)
    yield f"#### `<omgång>/{SVARSFIL}`\n\n{_kolumntabell(Exempelsvar)}"


def _med_organ(modell: type[SQLModel]) -> str:
    return ", ".join(["**organ**", *(k.namn for k in kolumner(modell) if not k.dold)])


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


def _rundor(gor: Callable[[Omgang], tuple[type[SQLModel], ...]]) -> Iterator[tuple[Omgang, tuple[type[SQLModel], ...]]]:
    """Each kind of omgång whose sheets are not those of another, with them."""
    sedda: set[tuple[type[SQLModel], ...]] = set()
    for o in RUNDOR:
        blad = gor(o)
        if blad not in sedda:
            sedda.add(blad)
            yield o, blad


def arbetsbocker() -> Iterator[str]:
    """The sheets of the organs' workbooks."""
    for o, blad in _rundor(blad_i):
        rader = [[m.BLAD, _rubriker(m, locked=True), _rubriker(m, locked=False)] for m in blad]
        yield f"#### {stor_bokstav(o.namn)}\n\n" + tabell(["Blad", "Redan ifyllt", "Fylls i"], rader)


def granskningen() -> Iterator[str]:
    """The sheets of the review workbooks."""
    for o, blad in _rundor(granskningsblad):
        rader = [
            [m.BLAD, _rubriker(m, locked=True), _rubriker(m, locked=False), ORDEN.text(m.HJALP)]  # type: ignore[attr-defined]
            for m in blad
        ]
        namn = o.granskning(2000).replace("2000", "<år>").replace(f"-{o.kod}-", "-<omgång>-")
        vad = "" if o.ar_plan else ", sist på året" if not o.foljs else ", när en omgång följer"
        yield f"#### `{namn}`{vad}\n\n" + tabell(["Blad", "Redan ifyllt", "Fylls i", "Att veta"], rader)


def _rubriker(modell: type[SQLModel], *, locked: bool) -> str:
    return ", ".join(k.namn for k in kolumner(modell) if k.locked is locked and not k.dold) or "–"


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
    """The sections of the documents, and which of them texter.csv may name."""
    delar = (("planens dokument", AVSTAMNINGENS), ("en uppföljnings dokument", UPPFOLJNINGENS))
    rader = [
        [f"`{a.nyckel}`", stor_bokstav(ORDEN.text(a.rubrik)), vad, "ja" if a.text else "–"]
        for vad, alla in delar
        for a in alla
    ]
    yield tabell(["Avsnitt", "Rubrik", "I", "Egen text"], rader)


RADENS = "det som raden anger"


def grunder() -> Iterator[str]:
    """Why uppmaningar are issued, what they ask for, and by when."""
    nar = {Frist.FORSTA: "den första omgången efter planen", Frist.NASTA: "nästa omgång", None: "–"}
    rader = [
        [
            f"`{r.grund}`", ORDEN.text(r.namn), stor_bokstav(ORDEN.text(r.text)), ORDEN.kod(r.begar) or RADENS,
            nar[r.frist] if r.begar else RADENS, "ja" if r.alltid else "när den står i `provas`",
        ]
        for r in REGLER
    ]  # fmt: skip
    yield tabell(["Grund", "Betyder", "När", "Begär", "Senast", "Prövas alltid"], rader)


def orden() -> Iterator[str]:
    """Every word that ord.csv may replace, with what it is where it does not."""
    rader = [
        [f"`{n}`", vad, *(getattr(ORDEN[n], form) or "–" for form in FORMER)] for n, vad in beskrivningar().items()
    ]
    yield tabell(["nyckel", "vad det är", *FORMER], rader)


def sparnycklar() -> Iterator[str]:
    """How each key that is traced is written, and what it is of."""
    o = standardord()
    yield tabell(["Nyckel", "Vad"], [[f"`{skrivs(s)}`", o.text(form.vad)] for s, form in DELAR.items()])


def sparantal() -> Iterator[str]:
    """What is counted, and the conditions that it takes."""
    yield tabell(["Vad som räknas", "Villkor"], [[f"`{a}`", ", ".join(f"`{v}`" for v in VILLKOR[a])] for a in VILLKOR])


def problemen() -> Iterator[str]:
    """Every kind of problem, with its remedy."""
    rader = [[f"`{kod}`", p.rubrik, _utan_luckor(p.atgard)] for kod, p in PROBLEMTYPER.items()]
    yield tabell(["Kod", "Vad som är fel", "Så rättas det"], rader)


def _utan_luckor(mall: str) -> str:
    """A template as a sentence: what is filled in stands as ‹name›; nothing where it is filled in whole."""
    return "Står i meddelandet." if re.fullmatch(r"\{\w+\}", mall) else re.sub(r"\{(\w+)\}", r"‹\1›", mall)


#: what each outcome is called on the page; None is the next step
UTFALLEN = {
    None: "nästa steg",
    Utfall.SKICKAT: "skickat",
    Utfall.FORSOK_IGEN: "försök igen",
    Utfall.MISSLYCKAT: "misslyckat",
    Utfall.OSAKERT: "osäkert",
    Utfall.NERE: "nere",
}


def smtp() -> Iterator[str]:
    """The outcome of each kind of answer at each step of handing a mail over."""
    rader = [
        [stor_bokstav(steg), *(UTFALLEN[rad[slag]] if slag in rad else "–" for slag in Svarsslag)]
        for steg, rad in SMTPUTFALL.items()
    ]
    yield tabell(["Steg", *(stor_bokstav(slag) for slag in Svarsslag)], rader)


def apprisekanaler() -> Iterator[str]:
    """The outcome of each kind of answer of a secret channel."""
    rader = [[stor_bokstav(svar), UTFALLEN[utfall]] for svar, (utfall, _) in KANALUTFALL.items()]
    yield tabell(["Kanalens svar", "Utfall"], rader)


def gallras() -> Iterator[str]:
    """What is removed of personal data: where, how, why."""
    rader = [[g.vad, stor_bokstav(g.var), stor_bokstav(g.hur), stor_bokstav(g.varfor)] for g in GALLRAS.values()]
    yield tabell(["Vad", "Var", "Vad som händer", "Varför"], rader)


def bevaras() -> Iterator[str]:
    """What is kept, and why."""
    yield tabell(["Vad", "Varför"], [[b.vad, stor_bokstav(b.varfor)] for b in BEVARAS])


Tabellmakare = Mapping[str, Callable[[], Iterator[str]]]
TABELLER: Tabellmakare = {
    "arsfiler": arsfiler,
    "exempelfiler": exempel,
    "ar.yaml": aryaml,
    "avsnitt": avsnitt,
    "arbetsbocker": arbetsbocker,
    "granskning": granskningen,
    "grunder": grunder,
    "ord": orden,
    "problem": problemen,
    "sparnycklar": sparnycklar,
    "sparantal": sparantal,
}
SIDOR: Mapping[str, Tabellmakare] = {
    "handbok.md": TABELLER,
    "gallring.md": {"gallras": gallras, "bevaras": bevaras},
    "leverans.md": {"smtp": smtp, "kanaler": apprisekanaler},
    "kommandon.md": {
        "oversikt": oversikten,
        "gemensamma": gemensamma,
        "kommandon": alla_kommandon,
        "installningar": installningarna,
    },
}


def med_tabeller(text: str, tabeller: Tabellmakare = TABELLER) -> str:
    """A page with every table as the declarations have it now.

    Raises:
        SystemExit: a table has no pair of markers.
    """
    if saknas := tabeller.keys() - {m[2] for m in BLOCK.finditer(text)}:
        raise SystemExit(f"Sidan saknar märken för: {', '.join(sorted(saknas))}")
    return BLOCK.sub(lambda m: f"{m[1]}\n" + "\n\n".join(tabeller[m[2]]()) + f"\n\n{m[3]}", text)


def main(argument: Sequence[str]) -> int:
    """Rewrite the pages, or say whether they are up to date."""
    gamla = []
    for namn, tabeller in SIDOR.items():
        text = (DOCS / namn).read_text("utf-8")
        ny = med_tabeller(text, tabeller)
        if ny != text:
            gamla.append(namn)
            if "--kontrollera" not in argument:
                (DOCS / namn).write_text(ny, "utf-8")
    if "--kontrollera" not in argument:
        return 0
    for namn in gamla:
        print(f"docs/{namn} is not what the declarations say: run PYTHONPATH=. python docs/skriv_tabeller.py")
    return int(bool(gamla))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
