"""The way back of a statsbidrag: the pot, its parts, and how it is divided."""

from notifications.texter import tal
from schemas.arsmapp import (
    Statsbidrag,
    StatsbidragOrgan,
)
from schemas.sparnyckel import Sparnyckel, Sparslag, nyckel
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning, finn
from tasks.insyn.vagar.budget import belopp, total


def bidrag(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A statsbidrag: the pot and its parts, and how it is divided."""
    f = finn(las.bidrag, n.delar[0], "inget statsbidrag")
    b = f.bidrag
    svar = [Spar(b.bidrag, tal(f.pott), las.ruta(Statsbidrag, b.rad), f"kronor, {las.o.kod(b.slag)}")]
    for falt, hur in (("rekvirerat", ""), ("riktade_insatser", "dras av"), ("avvecklat", "dras av")):
        if (v := getattr(b, falt)) is not None:
            svar.append(Spar(falt.replace("_", " "), tal(v), las.ruta(Statsbidrag, b.rad, falt), hur, djup=1))
    if f.fordelat:
        svar += under(_andelarna(las, b))
    for a in f.andelar:
        vad, vidare = _klustret(las, a.rad.organ), nyckel(Sparslag.ANDEL, b.bidrag, a.rad.organ)
        plats = None if f.fordelat else las.ruta(StatsbidragOrgan, a.rad.rad, "belopp")
        svar.append(Spar(vad, belopp(a.belopp), plats, "kronor", vidare, 1))
    return svar


def _andelarna(las: Sparlasning, b: Statsbidrag) -> list[Spar]:
    falten = (("andel_antal", "andel efter antal"), ("andel_index", "andel efter antal gånger index"))
    return [Spar(vad, tal(getattr(b, f) or 0), las.ruta(Statsbidrag, b.rad, f)) for f, vad in falten]


def _klustret(las: Sparlasning, uttryck: str) -> str:
    return ", ".join(las.namn(k.strip()) for k in uttryck.split("+"))


def andel(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An organ's part of a statsbidrag: its number and index, of all organs' together."""
    f = finn(las.bidrag, n.delar[0], "inget statsbidrag")
    a = finn({a.rad.organ: a for a in f.andelar}, n.delar[1], f"ingen del av {f.bidrag.bidrag}")
    r = a.rad
    svar = [Spar(f"{f.bidrag.bidrag}, {_klustret(las, r.organ)}", belopp(a.belopp), None, "kronor")]
    egna = [
        Spar(falt, tal(v), las.ruta(StatsbidragOrgan, r.rad, falt), djup=1)
        for falt in ("antal", "index", "belopp")
        if (v := getattr(r, falt)) is not None
    ]
    if f.fordelat:
        alla = [x.rad for x in f.andelar]
        antalet = total(x.antal for x in alla)
        vagt = total((x.antal or 0) * (x.index or 0) for x in alla)
        egna += [
            Spar(
                "antal, alla",
                tal(antalet),
                None,
                "",
                nyckel(Sparslag.SUMMA, "statsbidrag_organ", "antal", f"bidrag={f.bidrag.bidrag}"),
                1,
            ),
            Spar("antal gånger index, alla", tal(vagt), djup=1),
            *under(_andelarna(las, f.bidrag)),
            Spar(
                "att fördela",
                tal(f.pott),
                None,
                "kronor; hela kronor efter största rest",
                nyckel(Sparslag.BIDRAG, f.bidrag.bidrag),
                1,
            ),
        ]
    if a.per_antal is not None:
        egna.append(Spar("per antal", tal(a.per_antal), None, "kronor", djup=1))
    return [*svar, *egna]
