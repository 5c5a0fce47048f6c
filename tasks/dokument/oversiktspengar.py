"""The money, the risks and the files of the översikt, each row with where it stands."""

from notifications.texter import datum, stor_bokstav
from schemas.arbetsbocker import PlanBudget, PlanRisk
from schemas.arsmapp import Budgetjustering
from tasks.dokument import ekonomi
from tasks.dokument.diagram import budgetdiagram, pengadiagram
from tasks.dokument.oversiktslasning import Lasning, datatabell
from tasks.dokument.oversiktstabell import Datatabell, Ritning, Ruta, Sidavsnitt, Sidkolumn, siffra
from tasks.insyn.ursprung import arsrad
from tasks.laget.arsdata import rows
from tasks.laget.inlamnat import content, received

#: so many requests in the chart of the money
STORST = 20


def pengarna(las: Lasning) -> Sidavsnitt:
    """What is asked for and granted, the resultatbudget, the decision's amounts and the grants."""
    tabeller = [*_begart(las), *_budgeten(las), *_beslutat(las)]
    begart = [f for f in ekonomi.framstallningar(las.plan) if f.sokt is not None]
    storst = sorted(begart, key=lambda f: -(f.sokt or 0))[:STORST]
    rubrik = "Sökt och beviljat, mnkr" + (f": de {STORST} största" if len(begart) > STORST else "")
    bilder = []
    if storst:
        rader = [(f"{f.andamal}, {f.organ}", f.sokt, f.beviljat) for f in storst]
        bilder.append(Ritning(pengadiagram, (rader, rubrik)))
    budget = [(r.rad, r.kf_budget, r.justerad) for r in ekonomi.resultatbudget(las.plan)]
    bilder += [Ritning(budgetdiagram, (las.o, budget))] if budget else []
    return Sidavsnitt("pengar", "Pengarna", (), tuple(bilder), tuple(tabeller))


def _begart(las: Lasning) -> list[Datatabell]:
    o, platser = las.o, _budgetrader(las)
    kolumner = [Sidkolumn("Ändamål"), Sidkolumn("Organ", filtreras=True), Sidkolumn("Slag", filtreras=True)]
    kolumner += [
        Sidkolumn("Sökt", tal=True),
        Sidkolumn("Beviljat", tal=True),
        Sidkolumn("Motivering"),
        Sidkolumn("Källa"),
    ]
    rader = (
        [
            Ruta(f.andamal), Ruta(f.organ), Ruta(stor_bokstav(o.kod(f.slag))), siffra(f.sokt), siffra(f.beviljat),
            Ruta(f.motivering or ""), Ruta(platser.get((f.organ, f.slag, f.andamal), "")),
        ]
        for f in ekonomi.framstallningar(las.plan)
    )  # fmt: skip
    return datatabell("t-framstallningar", "Framställningar och justeringar, mnkr", kolumner, rader)


def _budgetrader(las: Lasning) -> dict[tuple[str, str, str], str]:
    """(the organ's name, slag, purpose) → where its request stands; the year's row, where nobody asked."""
    a, fil = las.plan, Budgetjustering.FIL
    arets = {
        (a.grupp(b.organ, ekonomi.FLERA), b.slag, b.andamal): str(arsrad(las.oppet, fil, b.rad, "beviljat"))
        for b in rows(las.session, Budgetjustering, las.oppet.ar)
    }
    begarda = {
        (a.namn(organ), r.slag or "", r.andamal or ""): f"{las.bocker[organ]}, bladet {PlanBudget.BLAD}, rad {r.rad}"
        for organ, r in content(las.session, PlanBudget, a.rad.inlamningar)
    }
    return arets | begarda


def _budgeten(las: Lasning) -> list[Datatabell]:
    kolumner = [Sidkolumn("Post"), Sidkolumn(f"{las.o.kommunfullmaktige.kort_genitiv} budget", tal=True)]
    kolumner += [Sidkolumn(x, tal=True) for x in ("Beviljade justeringar", "Omslutning", "Justerad budget")]
    rader = (
        [Ruta(r.rad, kod=r.rad), siffra(r.kf_budget), siffra(r.justeringar), siffra(r.omslutning), siffra(r.justerad)]
        for r in ekonomi.resultatbudget(las.plan)
    )
    return datatabell("t-resultatbudget", "Resultatbudget, mnkr", kolumner, rader)


def _beslutat(las: Lasning) -> list[Datatabell]:
    kolumner = [Sidkolumn("Punkt"), Sidkolumn("Avser"), Sidkolumn("Finansiering", filtreras=True)]
    kolumner += [
        Sidkolumn("Belopp", tal=True),
        Sidkolumn("Summa av justeringar", tal=True),
        Sidkolumn("Skillnad", tal=True),
    ]
    rader = (
        [
            Ruta(b.punkt, kod=f"punkt {b.punkt}"), Ruta(stor_bokstav(b.avser)), Ruta(b.finansiering or ""),
            siffra(b.galler), siffra(b.summa), siffra(b.skillnad),
        ]
        for b in ekonomi.beslutsbelopp(las.plan)
    )  # fmt: skip
    bidrag = (
        [Ruta(b.bidrag, kod=b.bidrag), siffra(b.pott), siffra(len(b.delar))] for b in ekonomi.statsbidrag(las.plan)
    )
    return [
        *datatabell("t-belopp", "Belopp i beslutet, mnkr", kolumner, rader),
        *datatabell(
            "t-statsbidrag", "Statsbidrag, kronor",
            [Sidkolumn("Bidrag"), Sidkolumn("Att fördela", tal=True), Sidkolumn("Mottagare", tal=True)], bidrag,
        ),
    ]  # fmt: skip


def riskerna(las: Lasning) -> Sidavsnitt:
    """What the organs see as risks, the greatest first."""
    kolumner = [Sidkolumn("Risk"), Sidkolumn("Organ", filtreras=True), Sidkolumn("Mål", filtreras=True)]
    kolumner += [Sidkolumn(x, tal=True) for x in ("Sannolikhet", "Konsekvens", "Riskvärde")]
    kolumner += [Sidkolumn("Åtgärd"), Sidkolumn("Källa")]
    alla = content(las.session, PlanRisk, las.plan.rad.inlamningar)
    plats = {kod: n for n, kod in enumerate(las.plan.organ.index)}

    def rad(organ: str, r: PlanRisk) -> list[Ruta]:
        tal_ = [siffra(r.sannolikhet), siffra(r.konsekvens), siffra(_riskvarde(r))]
        kalla = f"{las.bocker[organ]}, bladet {PlanRisk.BLAD}, rad {r.rad}"
        return [
            Ruta(r.risk or ""),
            Ruta(las.plan.namn(organ)),
            Ruta(r.malkod or ""),
            *tal_,
            Ruta(r.atgard or ""),
            Ruta(kalla),
        ]

    ordnade = sorted(alla, key=lambda x: (-(_riskvarde(x[1]) or 0), plats[x[0]], x[1].rad))
    text = f"Riskvärdet är sannolikhet gånger konsekvens, som organen har bedömt dem i {las.plan.omgang.bestamd}."
    return Sidavsnitt(
        "risker",
        "Riskerna",
        (text,),
        (),
        tuple(datatabell("t-risker", "Organens risker", kolumner, (rad(*x) for x in ordnade))),
    )


def _riskvarde(r: PlanRisk) -> int | None:
    return None if r.sannolikhet is None or r.konsekvens is None else r.sannolikhet * r.konsekvens


def filerna(las: Lasning) -> Sidavsnitt:
    """What has been handed in, with the hash that it is kept under."""
    kolumner = [Sidkolumn("Fil"), Sidkolumn("Organ", filtreras=True), Sidkolumn("Omgång", filtreras=True)]
    kolumner += [Sidkolumn("Version", tal=True), Sidkolumn("Inkom", tal=True), Sidkolumn("Status", filtreras=True)]
    kolumner += [Sidkolumn("SHA-256")]
    rader = (
        [
            Ruta(i.filnamn), Ruta(las.nu.namn(i.organ)), Ruta(i.omgang or ""), siffra(i.version),
            Ruta(datum(i.inkom), i.inkom.isoformat()), Ruta(stor_bokstav(las.o.kod(i.status))), Ruta(i.sha256),
        ]
        for i in received(las.session, las.oppet.ar)
    )  # fmt: skip
    text = "Varje inlämnad fil ligger kvar under sin SHA-256 i mappen mottaget."
    return Sidavsnitt("filer", "Filerna", (text,), (), tuple(datatabell("t-filer", "Inlämnade filer", kolumner, rader)))
