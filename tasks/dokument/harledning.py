"""Where the printed figures come from: every value to its cell, every uppmaning to what was compared."""

from decimal import Decimal

from notifications.texter import stor_bokstav, tal
from rules.harledning import INGET
from schemas.begrepp import Grund, Uppmaningsstatus
from schemas.regler import JAMFORT, REGEL
from tasks.dokument.bilagebok import Bokrad, Kol, Tabellblad
from tasks.dokument.mal import indikatorer
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret
from tasks.insyn.ursprung import Cell, varde_cells
from tasks.laget.fragat import mottagare_av, uppmaningar_av

#: under what the values of an organ that a row has added are told
VIDGAT = "vidgad"
UTAN_FEL = "Inget fel har hittats hos organet: en rad som vidgar regeln har lagt till det"
_KALLKOLUMNER = [Kol("Fil", 30), Kol("Version", 8, "antal"), Kol("Blad", 10), Kol("Cell", 8), Kol("Filens SHA-256", 68)]


def _plats(cell: Cell | None) -> list[str | int | None]:
    return [None] * 5 if cell is None else [cell.fil, cell.version, cell.blad, cell.cell, cell.sha256]


def vardenas(a: Aret) -> Tabellblad:
    """Every value behind the aggregates, with the cell that it stands in."""
    o, vardet = a.o, a.o.vardet(a.omgang.varde)
    platser = varde_cells(a.session, a.oppet, a.omgang, a.rad)
    tilldelade = {(t["organ"], t["indikator"]): t for t in a.tilldelningar}
    rader = []
    for i in (i for egna in indikatorer(a).values() for i in egna):
        for organ, varde in i.varden.items():
            t = tilldelade.get((organ, i.kod), {})
            kalla = str(t["kalla"]) if t.get("kalla") else None
            celler = [i.kod, a.namn(organ), tal(Decimal(varde)), t.get("vikt"), *_plats(platser.get((organ, i.kod)))]
            rader.append(Bokrad(celler, kalla, nycklar=[spar("varde", a.omgang, i.kod, organ)]))
    kolumner = [Kol(stor_bokstav(o.indikator.obestamd), 10), Kol("Organ", 34)]
    kolumner += [Kol(f"{stor_bokstav(vardet.obestamd)}, som angivet", 13), Kol("Vikt", 8, "index")]
    noter = [
        f"Varje {vardet.aggregerat} är lagt ihop av de {vardet.flera} som står här. Cellen är den i organets "
        f"arbetsbok, i den version som {o.avstamning.kort} vilar på; filen ligger kvar under sin SHA-256 i mappen "
        "mottaget."
    ]
    rubrik = f"Varifrån {vardet.flera_bestamd} kommer"
    return Tabellblad("Härledning", rubrik, [*kolumner, *_KALLKOLUMNER], rader, noter)


def uppmaningarnas(a: Aret) -> Tabellblad:
    """Every recipient of every uppmaning: the rule, its threshold, and the values that it compared."""
    o = a.o
    platser = varde_cells(a.session, a.oppet, a.omgang, a.rad)
    alla = uppmaningar_av(a.session, a.rad, Uppmaningsstatus.FORSLAG, Uppmaningsstatus.UTFARDAD)
    mottagare = mottagare_av(a.session, alla)
    rader = []
    for u in alla:
        regel = REGEL[Grund(u.grund)]
        namn = regel.troskel
        troskel = "" if namn is None else f"{namn} = {tal(getattr(a.oppet.yaml.trosklar, namn))}"
        troskeln = [] if namn is None else [spar("ar", f"trosklar.{namn}")]
        for m in mottagare.get(u.id, ()):
            plats = _plats(platser.get((m.organ, u.indikator or "")))
            celler = [u.nummer, a.namn(m.organ), stor_bokstav(o.text(regel.text)), troskel, jamfort_text(a, m.jamfort)]
            rader.append(Bokrad([*celler, *plats], nycklar=[spar("del", u.nummer, m.organ), *troskeln]))
    kolumner = [Kol("Nummer", 10), Kol("Organ", 32), Kol("Regel", 50), Kol("Tröskel i ar.yaml", 20)]
    kolumner += [Kol("Jämförda värden", 40), *_KALLKOLUMNER]
    noter = [
        f"Reglerna står i handboken under Avstämningen. Cellen är den där organets {o.vardet(a.omgang.varde)} står, "
        "eller skulle ha stått."
    ]
    rubrik = f"Varför varje organ får {o.uppmaning.en} {o.uppmaning.obestamd}"
    return Tabellblad("Härledning", rubrik, kolumner, rader, noter)


def jamfort_text(a: Aret, jamfort: dict[str, str]) -> str:
    """The values that a rule compared, in words; of an organ that a row has added, that the rule found no fault."""
    delar = [UTAN_FEL] if VIDGAT in jamfort else []
    delar += [f"{stor_bokstav(a.o.text(JAMFORT[k]))}: {_varde(k, v)}" for k, v in jamfort.items() if k != VIDGAT]
    return "; ".join(delar)


def _varde(nyckel: str, varde: str) -> str:
    return varde if nyckel == "brister" or varde == INGET else tal(Decimal(varde))
