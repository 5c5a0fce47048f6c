"""The way back of what was handed in: an organ, a workbook, and any cell of one."""

from typing import Any

from notifications.texter import datum
from schemas.arbetsbocker import ALLA_BLAD, Bladrad
from schemas.arsmapp import Organ
from schemas.falt import Kolumn, kolumner
from schemas.omgangar import Omgang
from schemas.personuppgift import without_personuppgifter
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Sparnyckel, Sparslag, nyckel
from schemas.tabeller import Inlamning
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning, finn, visat
from tasks.insyn.ursprung import bokcell
from tasks.insyn.vagar.mal import EJ_INLAMNAD


def organet(las: Sparlasning, kod: str) -> Organ:
    """An organ by its code.

    Raises:
        ArshjulFel: there is none.
    """
    return finn(las.organ, kod, "inget organ")


def organ(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An organ: everything that it has handed in, what it asks for, and what it is asked."""
    r = organet(las, n.delar[0])
    svar = [Spar(r.namn, las.o.kod(r.slag), las.ruta(Organ, r.rad, "slag"))]
    svar += [_boken(las, i) for i in las.mottagna(r.kod)]
    for f in las.framstallningar:
        if f.organ == r.kod:
            sokt, beviljat = visat(las.o, f.sokt) or "–", visat(las.o, f.beviljat) or "–"
            vidare = nyckel(Sparslag.FRAMSTALLNING, f.organ, f.slag, f.andamal)
            vad = f"Framställning: {f.andamal}"
            svar.append(Spar(vad, f"sökt {sokt}, beviljat {beviljat} mnkr", None, f.motivering or "", vidare))
    for (nummer, kod), d in las.delar.items():
        if kod == r.kod:
            svar.append(Spar(nummer, las.o.kod(d.status), None, d.u.text, nyckel(Sparslag.DEL, nummer, kod)))
    return svar


def _boken(las: Sparlasning, i: Inlamning) -> Spar:
    omgang = las.oppet.omgangar.finn(i.omgang)
    vad = f"{omgang.bestamd if omgang else i.omgang or 'okänd omgång'}, version {i.version}"
    raknas = bool(omgang and i.organ and las.inlamningar(omgang).get(i.organ) == i.id)
    om = [f"inkom {datum(i.inkom)}", *(["sen"] if i.sen else []), *(["den som räknas"] if raknas else [])]
    return Spar(
        vad, las.o.kod(i.status), bokcell(i), ", ".join([*om, *([without_personuppgifter(i.skal)] if i.skal else [])])
    )


def inlamning(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An organ's workbooks of an omgång, or one version: when it came, by whom it is stated to be, what was said."""
    o, kod, version = las.omgang(n.delar[0]), organet(las, n.delar[1]).kod, n.del_(2)
    alla = [i for i in las.mottagna(kod, o) if version in ("", str(i.version))]
    senast = Spar("senast", datum(o.senast), vidare=nyckel(Sparslag.DAG, o, "senast", kod))
    if not alla:
        return [Spar(f"{las.namn(kod)}, {o.bestamd}", EJ_INLAMNAD), senast]
    svar = [Spar(las.namn(kod), o.bestamd), senast]
    for i in alla:
        svar.append(_boken(las, i))
        for vad, v in (("beslutad", i.beslutad), ("diarienummer", i.diarienummer)):
            svar += [Spar(vad, v, bokcell(i, "Organ"), djup=1)] if v else []
    return svar


#: the sheets that are traced, by name
MODELL: dict[str, type[Bladrad]] = {m.BLAD.casefold(): m for m in ALLA_BLAD}


def cell(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A cell of the workbook that an omgång rests on, or every filled in cell of a row.

    Raises:
        ArshjulFel: there is no such sheet, row or column.
    """
    o, kod, blad, nr = las.omgang(n.delar[0]), organet(las, n.delar[1]).kod, n.delar[2], n.delar[3]
    if blad.casefold() not in MODELL:
        raise ArshjulFel(f"Bladet {blad} läses inte. Bladen är {', '.join(m.BLAD for m in ALLA_BLAD)}.")
    modell = MODELL[blad.casefold()]
    r = next((r for k, r in las.blad(modell, o) if (k, str(r.rad)) == (kod, nr)), None)
    if r is None:
        raise ArshjulFel(f"{las.namn(kod)} har inget på rad {nr} på bladet {modell.BLAD} i {o.bestamd}.")
    kols = [k for k in kolumner(modell) if n.del_(4) in ("", k.falt, k.namn)]
    if not kols:
        namnen = ", ".join(k.namn for k in kolumner(modell))
        raise ArshjulFel(f"Bladet {modell.BLAD} har ingen kolumn {n.del_(4)}. Kolumnerna är {namnen}.")
    forst = Spar(f"{las.namn(kod)}, {o.bestamd}", modell.BLAD, bokcell(las.bocker(o)[kod], modell.BLAD))
    return [forst, *cellerna(las, modell, o, kod, r, kols)]


def cellerna(las: Sparlasning, modell: type[Bladrad], o: Omgang, kod: str, r: Any, kols: list[Kolumn]) -> list[Spar]:
    """The filled in cells of a row, in these columns."""
    svar = []
    for k in kols:
        if (v := getattr(r, k.falt)) is not None:
            text = k.stavad(v, las.o) if k.koder else visat(las.o, v)
            svar.append(
                Spar(k.rubrik(las.o, las.organ[kod].slag), text, las.cell(modell, o, kod, r.rad, k.falt), djup=1)
            )
    return svar
