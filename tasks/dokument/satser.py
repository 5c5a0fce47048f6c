"""The sentences of the documents, and the cells that both of them have."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from notifications.texter import environment, stor_bokstav, tal
from rules.tal import round_tal
from schemas.begrepp import Bedomning
from schemas.kedjehuvud import Kedjehuvud
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from tasks.dokument.mal import Indikatorrad, Malavsnitt, Uppmaningstext, per_bedomning
from tasks.dokument.siffror import antalet, spar, sparas
from tasks.dokument.skrift import Bild, Bit, Block, Lista, Spalt, Stycke, Text, bitar, rad, tabell
from tasks.dokument.underlag import Forbehall, Huvud, Textavsnitt, Uppgiftsrad

MALLAR = Path(__file__).parent / "mallar"
#: the template of what only the follow-up says
UPPFOLJNINGSMALL = "satser_uppfoljning.j2"


@lru_cache(maxsize=32)
def _satserna(o: Ordbok, mall: str) -> Any:
    env = environment([MALLAR], o, html=False)
    env.filters["sparas"] = sparas
    env.globals |= {"spar": spar, "antalet": antalet}
    return env.get_template(mall).module


class Satser:
    """The sentences of a template in a city's words: `s.rubrik(huvud)`."""

    def __init__(self, o: Ordbok, mall: str = "satser.j2") -> None:
        self.o, self.mall = o, mall

    def __getattr__(self, namn: str) -> Any:
        makro = getattr(_satserna(self.o, self.mall), namn)
        return lambda *av: re.sub(r"[ \n]+", " ", str(makro(*av))).strip(" \n")


def varde(v: Decimal | None, decimaler: int | None) -> str:
    """An indicator's value, rounded to its decimals."""
    return tal(v if v is None or decimaler is None else round_tal(v, decimaler), decimaler)


def belopp(v: Decimal | None) -> str:
    """An amount in a table; nothing where there is none."""
    return "" if v is None else tal(v)


def stycken(*satser: str, nyckel: str | None = None) -> list[Block]:
    """One paragraph of sentences, where there are any.

    Args:
        nyckel: what the figures in them are traced by that do not say otherwise.
    """
    text = " ".join(s for s in satser if s)
    return [Stycke(bitar(Bit(text, nyckel=nyckel)))] if text else []


def not_(text: str, nyckel: str | None = None) -> list[Block]:
    """A note, where there is one."""
    return [Stycke(bitar(Bit(text, nyckel=nyckel)), "not")] if text else []


def spariraden() -> Stycke:
    """How a figure is traced: the last that a document says."""
    return Stycke(
        bitar(
            "Varje siffra kan följas till sin källa med kommandot arshjul spara NYCKEL. Nyckeln är koden eller numret "
            "på siffrans rad; i bilagorna står den i kolumnen Spåras med, och på webben leder siffran till den."
        ),
        "not",
    )


def kedjerad(k: Kedjehuvud | None) -> list[Block]:
    """The last line of what is decided: where the trail ended when it was."""
    return not_(k.sats) if k else []


def organets_spariraden(o: Ordbok) -> Stycke:
    """The same to an organ, which has neither the program nor the other documents."""
    return Stycke(
        bitar(
            f"Varje siffra kan följas till sin källa av {o.kontoret.bestamd}, med kommandot arshjul spara och koden "
            "eller numret på siffrans rad."
        ),
        "not",
    )


def avsnittstext(t: Textavsnitt | None) -> list[Block]:
    """What the office has written; what does not come from a document says that it is an example, in its own colour."""
    if t is None:
        return []
    if t.kalla is None:
        return [Stycke(bitar(Bit(s, nyckel=t.nyckel))) for s in t.stycken]
    forst = Bit(f"Exempeltext ({t.kalla}): ", fet=True)
    egna = [Bit(s, nyckel=t.nyckel) for s in t.stycken]
    return [Stycke(bitar(*([forst] if n == 0 else []), s), "exempel") for n, s in enumerate(egna)]


def faktatabell(rader: Iterable[Uppgiftsrad]) -> list[Block]:
    """The figures of a section that have no file of their own."""
    alla = list(rader)
    med_organ = any(r.organ for r in alla)
    spalter = [Spalt("Uppgift", 8.4 if med_organ else 12.4), *([Spalt("Organ", 4.0)] if med_organ else [])]
    spalter += [Spalt("Värde", 2.3, tal=True), Spalt("Enhet", 2.3)]
    return tabell(
        "Uppgifter",
        spalter,
        (
            rad(
                Bit(r.text, r.kalla), *([r.organ] if med_organ else []), tal(r.varde), r.enhet or "", nyckel=r.nyckel
            )
            for r in alla
        ),
    )  # fmt: skip


def uppmaningslista(alla: Iterable[Uppmaningstext]) -> list[Block]:
    """Uppmaningar by number."""
    rader = tuple((u.nummer, bitar(Bit(u.text, u.kalla, nyckel=u.nummer))) for u in alla)
    return [Lista(rader, "uppmaning")] if rader else []


def bedomningsbit(o: Ordbok, kod: str, *, stor: bool = True) -> Bit:
    """The word of a bedömning."""
    return Bit(stor_bokstav(o.kod(kod)) if stor else o.kod(kod), bedomning=Bedomning(kod))


def uppfyllelsebitar(o: Ordbok, i: Indikatorrad) -> Text:
    """How far an indicator fulfils KF's, with the reservation where most of its holders are silent."""
    return bitar(bedomningsbit(o, i.uppfyllelse), *([", men de flesta har inte svarat"] if i.de_flesta_saknas else []))


def slutsats(s: "Satser", m: Malavsnitt, h: Huvud, uppmaningar: Sequence[Uppmaningstext]) -> Text:
    """The sentence with the bedömning of a goal, of which the word is marked as such."""
    fore, ordet, efter = s.slutsats(m, h, uppmaningar).split("|", 2)
    forslag = () if h.beslutad else (Bit("Förslag: ", fet=True),)
    return (*forslag, Bit(fore), Bit(ordet, bedomning=Bedomning(m.bedomning)), Bit(efter, nyckel=m.nyckel))


def malantal(s: "Satser", alla: Iterable[Malavsnitt], omgang: Omgang) -> str:
    """How the goals that bear indicators stand, and for how many of them most holders are silent."""
    lovren = [m for m in alla if m.ar_lov]
    tysta = sum(bool(m.tysta) for m in lovren)
    return str(s.malantal(per_bedomning(m.bedomning for m in lovren), len(lovren), tysta, omgang))


def indikatornamn(o: Ordbok, i: Indikatorrad) -> Text:
    """Code, name, and what it is where it does not count."""
    om = f" ({o.namndindikator.obestamd})" if i.obligatorisk else "" if i.raknas else " (ingår inte i bedömningen)"
    return bitar(Bit(i.kod, svag=True, nyckel=i.kod), Bit(f" {i.namn}{om}", i.kalla, nyckel=i.kod))


def kf_arsmal(i: Indikatorrad) -> str:
    """KF's årsmål, or that it is set later."""
    return "fastställs senare" if i.kf_arsmal is None and i.faststalls_senare else varde(i.kf_arsmal, i.decimaler)


def foregaende(i: Indikatorrad) -> str:
    """Last year's utfall, and of how many where some of those who have a value have none."""
    text = varde(i.utfall_foregaende, i.decimaler)
    return f"{text} ({i.utfall_antal} av {i.antal})" if 0 < i.utfall_antal < i.antal else text


def med_malens_nycklar(bild: Bild, omgang: Omgang, alla: Iterable[Malavsnitt]) -> Bild:
    """The chart of the goals with what its figures are traced by."""
    helt = antalet(omgang, "indikatorer", raknas="ja", uppfyllelse="helt")
    return replace(bild, nycklar=(helt, antalet(omgang, "indikatorer", raknas="ja"), *(m.nyckel for m in alla)))


def andel(v: Fraction | None) -> str:
    """A share in procent with one decimal."""
    return "–" if v is None else f"{tal(round_tal(v * 100, 1), 1)} %"


def titelblock(s: Satser, h: Huvud, f: Forbehall) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """What stands at the head of a document: its facts, and its reservations."""
    uppgifter = [(stor_bokstav(s.o.staden.obestamd), h.kommun)]
    uppgifter += [("Diarienummer", h.diarienummer)] if h.diarienummer else []
    uppgifter += [("Datum" if h.beslutad else "Läge", s.lage(h))]
    ruta = (s.forbehall(f), s.teckenforklaring()) if f.rekonstruerat or f.antaget else ()
    return tuple(uppgifter), ruta or tuple(x for x in (s.forbehall(f),) if x)
