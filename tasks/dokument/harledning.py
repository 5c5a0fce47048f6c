"""Where the printed figures come from: every årsmål to its cell, every uppmaning to what was compared."""

from decimal import Decimal

from sqlmodel import col, select

from notifications.texter import stor_bokstav, tal
from rules.harledning import INGET, JAMFORT
from schemas.arbetsbocker import T1Svar, VpArsmal
from schemas.begrepp import Fas, Grund, Uppmaningsstatus
from schemas.regler import REGLERNA
from schemas.tabeller import Indikatorutfall, Mottagare, Uppmaningsrad
from tasks.avstamning.underlag import reviderade
from tasks.dokument.bilagebok import Bladrad, Kol, Tabellblad
from tasks.dokument.underlag import Aret
from tasks.insyn.ursprung import Cell, celler
from tasks.laget.oppet import beslutad

_KALLKOLUMNER = [Kol("Fil", 30), Kol("Version", 8, "antal"), Kol("Blad", 10), Kol("Cell", 8), Kol("Filens SHA-256", 68)]


def _plats(cell: Cell | None) -> list[str | int | None]:
    return [None] * 5 if cell is None else [cell.fil, cell.version, cell.blad, cell.cell, cell.sha256]


def arsmalens(a: Aret) -> Tabellblad:
    """Every stated årsmål behind the aggregates, with the cell that it stands in."""
    platser = _platser(a)
    tilldelade = {(t["organ"], t["indikator"]): t for t in a.tilldelningar}
    rader = []
    for u in a.session.exec(
        select(Indikatorutfall).where(Indikatorutfall.avstamning_id == a.rad.id).order_by(col(Indikatorutfall.id))
    ):
        for organ, varde in u.arsmal.items():
            t = tilldelade.get((organ, u.kod), {})
            kalla = str(t["kalla"]) if t.get("kalla") else None
            celler_ = [u.kod, a.namn(organ), _som_angivet(varde), t.get("vikt"), *_plats(platser.get((organ, u.kod)))]
            rader.append(Bladrad(celler_, kalla))
    kolumner = [Kol("Indikator", 10), Kol("Organ", 34), Kol("Årsmål, som angivet", 13), Kol("Vikt", 8, "index")]
    noter = [
        "Varje aggregerat årsmål är lagt ihop av de årsmål som står här. Cellen är den i organets arbetsbok, i den "
        "version som avstämningen vilar på; filen ligger kvar under sin SHA-256 i mappen mottaget."
    ]
    return Tabellblad("Härledning", "Varifrån årsmålen kommer", [*kolumner, *_KALLKOLUMNER], rader, noter)


def _platser(a: Aret) -> dict[tuple[str, str], Cell]:
    """(organ, indikator) → the cell that its årsmål comes from in this phase."""
    if a.rad.fas == Fas.VP:
        return celler(a.session, VpArsmal, "arsmal", a.rad.inlamningar)
    vp = beslutad(a.session, a.oppet.ar, Fas.VP)
    fore = celler(a.session, VpArsmal, "arsmal", vp.inlamningar if vp else {})
    nya = celler(a.session, T1Svar, "reviderat_arsmal", a.rad.inlamningar)
    angivna = reviderade(a.session, a.rad.inlamningar)
    return fore | {nyckel: cell for nyckel, cell in nya.items() if nyckel in angivna}


def _som_angivet(varde: str) -> str:
    return tal(Decimal(varde))


def uppmaningarnas(a: Aret) -> Tabellblad:
    """Every recipient of every uppmaning: the rule, its threshold, and the values that it compared."""
    platser = celler(a.session, VpArsmal, "arsmal", a.rad.inlamningar)
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.avstamning_id == a.rad.id, Uppmaningsrad.status != Uppmaningsstatus.STRUKEN)
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    rader = []
    for u, m in a.session.exec(fraga):
        regel = REGLERNA[Grund(u.grund)]
        troskel = (
            "" if regel.troskel is None else f"{regel.troskel} = {tal(getattr(a.oppet.yaml.trosklar, regel.troskel))}"
        )
        plats = _plats(platser.get((m.organ, u.indikator or "")))
        rader.append(Bladrad([u.nummer, a.namn(m.organ), regel.text, troskel, jamfort_text(m.jamfort), *plats]))
    kolumner = [
        Kol("Nummer", 10),
        Kol("Organ", 32),
        Kol("Regel", 50),
        Kol("Tröskel i ar.yaml", 20),
        Kol("Jämförda värden", 40),
    ]
    noter = [
        "Reglerna står i handboken under Avstämningen. Cellen är den där organets årsmål står, eller skulle ha stått."
    ]
    return Tabellblad("Härledning", "Varför varje organ får en uppmaning", [*kolumner, *_KALLKOLUMNER], rader, noter)


def jamfort_text(jamfort: dict[str, str]) -> str:
    """The values that a rule compared, in words."""
    return "; ".join(f"{stor_bokstav(JAMFORT[k])}: {_varde(k, v)}" for k, v in jamfort.items())


def _varde(nyckel: str, varde: str) -> str:
    return varde if nyckel in ("brister", "vidgad") or varde == INGET else tal(Decimal(varde))
