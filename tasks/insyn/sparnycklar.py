"""Every key that a year has: what may be traced in it."""

from collections.abc import Iterable, Iterator

from rules.ekonomi import KOLUMNER
from schemas.arbetsbocker import ALLA_BLAD
from schemas.arsmapp import ARSFILER, Beslutsbelopp, Resultatbudgetrad, Statsbidrag
from schemas.aryaml import yamlnycklar
from schemas.falt import kolumner
from schemas.omgangar import DAGAR, Omgang
from schemas.sparnyckel import Antalsslag, Sparnyckel, Sparslag, antal, nyckel
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.vagar.aret import UTOM
from tasks.insyn.vagar.budget import JUSTERAD, avvikelserna
from tasks.insyn.vagar.organantal import enheterna

#: what has a code of its own, which is key enough
MED_KOD = (
    Sparslag.UPPMANING,
    Sparslag.INDIKATOR,
    Sparslag.MAL,
    Sparslag.ORGAN,
    Sparslag.BUDGETRAD,
    Sparslag.PUNKT,
    Sparslag.BIDRAG,
)


def coded(las: Sparlasning) -> list[Sparnyckel]:
    """The keys of everything that has a code of its own."""
    koder: dict[Sparslag, Iterable[str]] = {
        Sparslag.UPPMANING: las.uppmaningar,
        Sparslag.INDIKATOR: las.indikatorer,
        Sparslag.MAL: las.mal,
        Sparslag.ORGAN: las.organ,
        Sparslag.BUDGETRAD: (r.rad_namn for r in las.rader(Resultatbudgetrad)),
        Sparslag.PUNKT: (b.punkt for b in las.rader(Beslutsbelopp)),
        Sparslag.BIDRAG: (b.bidrag for b in las.rader(Statsbidrag)),
    }
    return [nyckel(slag, kod) for slag in MED_KOD for kod in koder[slag]]


def every_key(las: Sparlasning) -> Iterator[Sparnyckel]:
    """The keys of everything in a year; of counts, those without conditions."""
    yield from coded(las)
    for o in las.rundor:
        yield from _omgangens(las, o)
    yield from _fragade(las)
    yield from _pengarna(las)
    yield from _arets(las)


def _omgangens(las: Sparlasning, o: Omgang) -> Iterator[Sparnyckel]:
    yield nyckel(Sparslag.BESLUT, o)
    yield from (nyckel(Sparslag.DAG, o, dag) for dag in DAGAR)
    yield from (antal(o, vad) for vad in Antalsslag)
    for kod, u in las.utfall(o).items():
        yield from (nyckel(s, o, kod) for s in (Sparslag.AGGREGAT, Sparslag.ARSMAL, Sparslag.FOREGAENDE))
        for organ in sorted({*u.varden, *u.arsmal, *u.saknas}):
            yield from (nyckel(s, o, kod, organ) for s in (Sparslag.VARDE, Sparslag.ARSMAL, Sparslag.FOREGAENDE))
        yield from (nyckel(Sparslag.HOJNING, o, kod, organ) for organ in u.hojning)
    yield from (nyckel(Sparslag.BEDOMNING, o, kod) for kod in las.bedomt(o))
    yield from (nyckel(Sparslag.TEXT, o, avsnitt) for avsnitt in las.rundor[o].texter)
    for organ in las.organ:
        yield nyckel(Sparslag.INLAMNING, o, organ)
        yield nyckel(Sparslag.DAG, o, "senast", organ)
    for modell in ALLA_BLAD:
        yield from (nyckel(Sparslag.CELL, o, organ, modell.BLAD, r.rad) for organ, r in las.blad(modell, o))


def _fragade(las: Sparlasning) -> Iterator[Sparnyckel]:
    for u in las.uppmaningar.values():
        for m in las.mottagare.get(u.id, ()):
            yield nyckel(Sparslag.DEL, u.nummer, m.organ)
    for (nummer, organ), d in las.delar.items():
        yield from (nyckel(Sparslag.SVAR, dom.omgang, nummer, organ) for dom in d.domar)


def _pengarna(las: Sparlasning) -> Iterator[Sparnyckel]:
    summor = {}
    for f in las.framstallningar:
        yield nyckel(Sparslag.FRAMSTALLNING, f.organ, f.slag, f.andamal)
        for slag in (Sparslag.BEVILJAT, Sparslag.SOKT):
            for delar in ((f.slag,), (f.slag, f.finansiering), (f.slag, "", f.organ), (f.slag, "", f.organ, f.andamal)):
                summor[nyckel(slag, *delar)] = True
    yield from summor
    for r in las.rader(Resultatbudgetrad):
        yield from (nyckel(Sparslag.BUDGET, r.rad_namn, kolumn) for kolumn in (*KOLUMNER, JUSTERAD))
    yield from dict.fromkeys(nyckel(Sparslag.AVVIKELSE, v.slag, v.nyckel) for v in avvikelserna(las))
    for f_ in las.bidrag.values():
        yield from (nyckel(Sparslag.ANDEL, f_.bidrag.bidrag, a.rad.organ) for a in f_.andelar)
    yield from (nyckel(Sparslag.ENHET, *par) for par in enheterna(las))


def _arets(las: Sparlasning) -> Iterator[Sparnyckel]:
    yield from (nyckel(Sparslag.AR, k.namn) for k in yamlnycklar())
    for modell in ARSFILER:
        if modell.blad() not in UTOM:
            rader = las.rader(modell)
            yield from (nyckel(Sparslag.RAD, modell.blad(), r.rad) for r in rader)
            tal = [k.namn for k in kolumner(modell) if k.typ in ("tal", "heltal")] if rader else []
            yield from (nyckel(Sparslag.SUMMA, modell.blad(), namn) for namn in tal)
