"""The money in the document of the avstämning: budget, requests, investments, grants."""

from collections.abc import Iterable

from notifications.texter import stor_bokstav, tal, uppraknat
from schemas.begrepp import Budgetslag, Forandring
from tasks.dokument import ekonomi
from tasks.dokument import underlag as grund
from tasks.dokument.andamal import per_andamal, summa
from tasks.dokument.avstamningens_underlag import Avstamningen
from tasks.dokument.satser import belopp, stycken
from tasks.dokument.siffror import spar
from tasks.dokument.skrift import Bit, Block, Rubrik, Spalt, bitar, rad, tabell


def budgetjusteringar(d: Avstamningen) -> list[Block]:
    """What is granted by purpose, organ and source, and what was asked for in vain with the reason."""
    alla = ekonomi.framstallningar(d.a)
    andamal = per_andamal(alla)
    slagen = [x for x in Budgetslag if any(x in r.per_slag for r in andamal)]
    spalter = [Spalt("Ändamål", 6.0), Spalt("Organ", 4.6), Spalt("Finansiering", 2.6)]
    spalter += [Spalt(stor_bokstav(d.o.kod(x)), 2.1, tal=True) for x in slagen]
    rader = [
        rad(
            Bit(r.andamal, r.kalla), r.organ, uppraknat(r.finansiering),
            *(Bit(belopp(r.per_slag[x]), nyckel=r.nyckel(x)) if x in r.per_slag else "" for x in slagen),
            nyckel=r.nyckel(),
        )
        for r in andamal
    ]  # fmt: skip
    if rader:
        rader.append(
            rad(
                "Summa", "", "", *(Bit(belopp(summa(andamal, x)), nyckel=spar("beviljat", x)) for x in slagen), fet=True
            )
        )
    antal = d.s.om_justeringarna(len({r.andamal for r in andamal}), d.huvud) if andamal else ""
    return [
        *stycken(antal),
        *tabell("Budgetjusteringar per ändamål, mnkr", spalter, rader),
        *_beslutsbelopp(d),
        *_avslagen(d, alla),
    ]


def _avslagen(d: Avstamningen, alla: Iterable[ekonomi.Begaran]) -> list[Block]:
    """Every request that is not granted in full, with what was decided and why."""
    sokta = [f for f in alla if f.sokt is not None]
    rader = [f for f in sokta if (f.beviljat or 0) < (f.sokt or 0)]
    spalter = [Spalt("Organ", 3.6), Spalt("Ändamål", 4.4, namn=True), Spalt("Slag", 2.0), Spalt("Sökt", 1.4, tal=True)]
    spalter += [Spalt("Beviljat", 1.6, tal=True), Spalt("Motivering", 4.0)]
    tabellen = tabell(
        "Framställningar som inte beviljas i sin helhet, mnkr",
        spalter,
        (
            rad(
                f.organ, Bit(f.andamal, f.kalla), stor_bokstav(d.o.kod(f.slag)), belopp(f.sokt), belopp(f.beviljat),
                f.motivering or "", nyckel=f.nyckel,
            )
            for f in rader
        ),
    )  # fmt: skip
    soker = grund.organslagen(d.a, (f.kod for f in sokta if f.kod), "sokande")
    text = (d.s.begarda(sokta, rader, soker, d.huvud), d.s.utan_motivering(rader, d.huvud) if rader else "")
    rubrik = [Rubrik(2, bitar("Framställningar från organen"), "framstallningar")] if sokta else []
    return [*rubrik, *stycken(*text), *tabellen]


def resultatet(d: Avstamningen) -> list[Block]:
    """The resultatbudget, and the amounts that do not agree."""
    o = d.o
    spalter = [Spalt("Post", 6.6), Spalt(f"{o.kommunfullmaktige.kort_genitiv} budget", 2.4, tal=True)]
    spalter += [Spalt("Beviljade justeringar", 2.6, tal=True), Spalt("Omslutning", 2.8, tal=True)]
    spalter += [Spalt("Justerad budget", 2.6, tal=True)]
    kolumner = ("kf_budget", "justeringar", "omslutning", "justerad")
    budget = (
        rad(
            Bit(r.rad, r.kalla), *(Bit(belopp(getattr(r, k)), nyckel=spar("budget", r.rad, k)) for k in kolumner),
            fet=bool(r.delar), nyckel=spar("budgetrad", r.rad),
        )
        for r in ekonomi.resultatbudget(d.a)
    )  # fmt: skip
    return [*tabell("Resultatbudget, mnkr", spalter, budget), *_avvikelser(d)]


def _beslutsbelopp(d: Avstamningen) -> list[Block]:
    spalter = [Spalt("Punkt", 1.6), Spalt("Avser", 6.2), Spalt("Finansiering", 2.4), Spalt("Belopp", 2.2, tal=True)]
    spalter += [Spalt("Summa av justeringar", 2.6, tal=True), Spalt("Skillnad", 2.0, tal=True)]
    rader = (
        rad(
            Bit(b.punkt, b.kalla), stor_bokstav(b.avser), b.finansiering or "", belopp(b.galler), belopp(b.summa),
            belopp(b.skillnad), nyckel=f"punkt {b.punkt}",
        )
        for b in d.belopp
    )  # fmt: skip
    return tabell("Belopp i beslutet och summan av justeringarna bakom dem, mnkr", spalter, rader)


def omslutning(d: Avstamningen) -> list[Block]:
    """The recounted turnover in words."""
    galler = [b for b in d.belopp if b.slag == Budgetslag.OMSLUTNING and b.galler is not None]
    belopp_, punkt = (galler[0].galler, galler[0].punkt) if galler else (None, None)
    rader = [r for r in ekonomi.resultatbudget(d.a) if r.omslutning and not r.delar]
    return stycken(d.s.omslutning(belopp_, punkt, rader)) if galler or rader else []


def resultatenheter(d: Avstamningen) -> list[Block]:
    """How many there are, what the plans change, and those that change by name."""
    alla = ekonomi.resultatenheter(d.a)
    if not alla:
        return []
    kanda = [e for e in alla if e.forandring != Forandring.NY]
    organ = grund.organslagen(d.a, (e.kod for e in alla), "organ-med-resultatenhet")
    per_forandring = [(str(x), n) for x in (*Forandring, None) if (n := sum(e.forandring == x for e in alla))]
    spalter = [Spalt("Organ", 5.4), Spalt(stor_bokstav(d.o.resultatenhet.obestamd), 6.0, namn=True)]
    spalter += [Spalt("Förändring", 2.6), Spalt("Beslut", 3.0)]
    rader = (
        rad(e.organ, Bit(e.resultatenhet, e.kalla), e.forandring or "", e.beslut or "", nyckel=e.nyckel)
        for e in alla
        if e.forandring not in (None, Forandring.OFORANDRAD)
    )
    text = d.s.resultatenheter(len(kanda), organ, per_forandring, d.huvud)
    return [*stycken(text), *tabell(f"{stor_bokstav(d.o.resultatenhet.flera)} som förändras", spalter, rader)]


def _avvikelser(d: Avstamningen) -> list[Block]:
    saknas = "Ingen förklaring har lämnats." if d.huvud.beslutad else ""
    spalter = [Spalt("Avser", 2.6), Spalt("Vad som skiljer", 6.8, namn=True), Spalt("Skillnad", 2.2, tal=True)]
    rader = (
        rad(stor_bokstav(d.o.kod(v.slag)), v.text, belopp(v.belopp), v.forklaring or saknas, nyckel=v.nyckel)
        for v in ekonomi.avvikelser(d.a)
    )
    tabellen = tabell("Skillnader, mnkr", [*spalter, Spalt("Förklaring", 5.4)], rader)
    rubrik = Rubrik(2, bitar("Belopp som inte stämmer överens"), "avvikelser")
    return [rubrik, *stycken(d.s.om_avvikelserna()), *tabellen] if tabellen else []


#: the amounts of an investment, by their fields
INVESTERINGSBELOPP = {
    "utgifter": "Utgifter",
    "inkomster": "Inkomster",
    "netto": "Netto",
    "prognos": "Prognos",
    "ej_aktiverbara_utgifter": "Ej aktiverbara utgifter",
    "ej_aktiverbara_inkomster": "Ej aktiverbara inkomster",
}


def investeringar(d: Avstamningen) -> list[Block]:
    """The frames and the projects."""
    alla = ekonomi.investeringar(d.a)
    return [
        *_investeringstabell("Investeringsramar, mnkr", ekonomi.ramar(alla)),
        *_investeringstabell("Investeringsprojekt, mnkr", ekonomi.projekt(alla)),
    ]


def _investeringstabell(rubrik: str, rader: Iterable[ekonomi.Investeringsrad]) -> list[Block]:
    """Investments with the columns that hold something."""
    alla = list(rader)
    falt = [f for f in INVESTERINGSBELOPP if any(getattr(r, f) is not None for r in alla)]
    med_post = any(r.post for r in alla)
    spalter = [Spalt("Organ", 4.8 if med_post else 8.0), *([Spalt("Post", 4.0)] if med_post else [])]
    spalter += [Spalt(INVESTERINGSBELOPP[f], 1.9, tal=True) for f in falt]
    return tabell(
        rubrik,
        spalter,
        (
            rad(
                Bit(r.organ, r.kalla), *([r.post or ""] if med_post else []),
                *(Bit(belopp(getattr(r, f)), nyckel=r.nyckel(f)) for f in falt), nyckel=r.nyckel(),
            )
            for r in alla
        ),
    )  # fmt: skip


def statsbidrag(d: Avstamningen) -> list[Block]:
    """Every grant and how it is divided."""
    svar: list[Block] = []
    for b in ekonomi.statsbidrag(d.a):
        svar += [Rubrik(2, bitar(Bit(b.bidrag, b.kalla))), *stycken(d.s.bidragssats(b), nyckel=b.nyckel)]
        svar += (_fordelat(b) if b.fordelat else _fast(b)) if b.delar else []
    return svar


def _fordelat(b: ekonomi.Bidrag) -> list[Block]:
    spalter = [Spalt("Organ", 6.6), Spalt("Antal", 2.2, tal=True), Spalt("Index", 2.2, tal=True)]
    spalter += [Spalt("Belopp", 3.2, tal=True), Spalt("Belopp per antal", 2.8, tal=True)]
    delar = [
        rad(Bit(x.organ, x.kalla), *(belopp(v) for v in (x.antal, x.index, x.belopp, x.per_antal)), nyckel=x.nyckel)
        for x in b.delar
    ]
    antal = sum(x.antal for x in b.delar if x.antal)
    sist = rad("Summa", Bit(tal(antal), nyckel=b.antalsnyckel), "", tal(b.pott), "", fet=True, nyckel=b.nyckel)
    return tabell(f"Fördelning av {b.bidrag}, kronor", spalter, [*delar, sist])


def _fast(b: ekonomi.Bidrag) -> list[Block]:
    med = any(x.avser for x in b.delar)
    spalter = [Spalt("Organ", 9.0), *([Spalt("Avser", 4.6)] if med else []), Spalt("Belopp", 3.4, tal=True)]
    delar = [
        rad(
            Bit(x.organ, x.kalla),
            *([Bit(x.avser or "", nyckel=x.avsernyckel)] if med else []),
            belopp(x.belopp),
            nyckel=x.nyckel,
        )
        for x in b.delar
    ]
    sist = rad("Summa", *([""] if med else []), tal(b.pott), fet=True, nyckel=b.nyckel)
    return tabell(f"Fördelning av {b.bidrag}, kronor", spalter, [*delar, sist])


def projektmedel(d: Avstamningen) -> list[Block]:
    """Project money."""
    spalter = [Spalt("Projekt", 4.6), Spalt("Sökande", 3.0), Spalt("Medsökande", 3.6), Spalt("År", 1.0, tal=True)]
    spalter += [Spalt("Sökt", 1.3, tal=True), Spalt("Beviljat", 1.5, tal=True), Spalt("Dnr", 2.0)]
    rader = (
        rad(
            Bit(p.projekt, p.kalla), p.organ, p.medsokande,
            *(Bit(belopp(getattr(p, f)), nyckel=p.nyckel(f)) for f in ("ar", "sokt", "beviljat")), p.diarienummer or "",
            nyckel=p.nyckel(),
        )
        for p in ekonomi.projektmedel(d.a)
    )  # fmt: skip
    return tabell("Sökta och beviljade projektmedel, mnkr", spalter, rader)
