"""The way back of requests, grants, the amounts of the decision, and resultatenheter."""

from collections.abc import Iterator
from decimal import Decimal

from notifications.texter import stor_bokstav, tal
from schemas.arbetsbocker import PlanBudget, PlanResultatenhet
from schemas.arsmapp import (
    Beslutsbelopp,
    Budgetjustering,
    Resultatenhet,
)
from schemas.problem import ArshjulFel
from schemas.sparnyckel import INGEN, Sparnyckel, Sparslag, nyckel
from schemas.tabeller import Framstallning
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning, finn, visat
from tasks.insyn.vagar.budget import MNKR, belopp, total
from tasks.laget.pengar import Beslutssumma

#: what a request is made up of, by what it is called
BEGARDA_FALT = {
    "intakter": "intäkter",
    "kostnader": "kostnader",
    "avskrivningar": "avskrivningar",
    "investering": "investering",
    "motivering": "motivering",
}


def _begarda(las: Sparlasning, f: Framstallning) -> list[tuple[str, PlanBudget]]:
    return [
        (organ, r)
        for organ, r in las.blad(PlanBudget, las.plan)
        if (organ, r.slag or "", r.andamal or "") == (f.organ, f.slag, f.andamal)
    ]


def _nyckeln(f: Framstallning) -> Sparnyckel:
    return nyckel(Sparslag.FRAMSTALLNING, f.organ, f.slag, f.andamal)


def _beviljat(f: Framstallning) -> Decimal | None:
    """As decided, or as proposed while nothing is."""
    return f.forslag if f.beviljat is None else f.beviljat


def framstallning(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A request: the cells of the plan, the year's row, and what was decided by whom and why.

    Raises:
        ArshjulFel: there is none.
    """
    organ, slag, andamal = n.delar
    egna = [f for f in las.framstallningar if ((f.organ or ""), f.slag, f.andamal) == (organ, slag, andamal)]
    if not egna:
        raise ArshjulFel(f"{las.grupp(organ)} har ingen framställning om {slag}: {andamal}.")
    return [s for f in egna for s in _en(las, f)]


def _en(las: Sparlasning, f: Framstallning) -> Iterator[Spar]:
    yield Spar(f"{f.andamal}, {las.grupp(f.organ)}", "", None, las.o.kod(f.slag))
    yield Spar("Sökt", belopp(f.sokt), None, MNKR if f.sokt is not None else "ingen har sökt", djup=1)
    for organ, r in _begarda(las, f):
        for falt, vad in BEGARDA_FALT.items():
            if (v := getattr(r, falt)) is not None:
                cell = las.cell(PlanBudget, las.plan, organ, r.rad, falt)
                yield Spar(vad, visat(las.o, v), cell, djup=2)
    arets = _arets(las, f)
    for b in arets:
        falt = "beviljat"
        yield Spar("Årets budgetjustering", belopp(b.beviljat), las.ruta(Budgetjustering, b.rad, falt), MNKR, djup=1)
    if not arets:
        yield Spar("Förslag", belopp(f.forslag), None, f"{MNKR}; ingen rad i årets budgetjusteringar", djup=1)
    if f.beviljat is not None:
        andrat = "" if f.beviljat == f.forslag else f", ändrat från {belopp(f.forslag) or '–'} i granskningen"
        yield Spar("Beviljat", tal(f.beviljat), None, f"{MNKR}, {las.beslutat(las.plan)}{andrat}", djup=1)
    if f.finansiering:
        yield Spar("Finansiering", f.finansiering, djup=1)
    if f.motivering:
        yield Spar("Motivering", f.motivering, None, las.beslutat(las.plan), djup=1)


def _arets(las: Sparlasning, f: Framstallning) -> list[Budgetjustering]:
    return [b for b in las.rader(Budgetjustering) if (b.organ, b.slag, b.andamal) == (f.organ, f.slag, f.andamal)]


def punkt(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An amount of the decision, and what it is the sum of: once decided, what was decided.

    Raises:
        ArshjulFel: there is none.
    """
    b = finn(las.beslutsbelopp, n.delar[0], "inget beslutsbelopp")
    p, summa = b.rad, b.summa
    svar = [Spar(f"Punkt {p.punkt}", belopp(b.galler), None, f"{MNKR}, {p.avser or las.o.kod(p.slag)}")]
    plats = las.ruta(Beslutsbelopp, p.rad, "belopp")
    svar.append(
        Spar("Angivet belopp", belopp(p.belopp), plats, MNKR if p.belopp is not None else "inget, summan gäller")
    )
    if summa is None:
        return [*svar, Spar("Summa av justeringarna", "–", None, "inga justeringar av det slaget")]
    svar.append(Spar("Summa av justeringarna", tal(summa), None, f"{MNKR}, {las.beslutat(las.plan)}"))
    if b.skillnad is not None:
        svar.append(Spar("Skillnad", tal(b.skillnad), None, MNKR))
    return svar + under(_bakom(las, b))


def _bakom(las: Sparlasning, b: Beslutssumma) -> Iterator[Spar]:
    """What a sum is of: the year's rows, and what the decision grants otherwise, with why."""
    per = {(f.organ, f.slag, f.andamal): f for f in las.framstallningar}
    for r in b.justeringar:
        f = per.get((r.organ, r.slag, r.andamal))
        ruta = las.ruta(Budgetjustering, r.rad, "beviljat") if r.rad and not r.andrad else None
        fore = belopp(f.forslag if f else r.arets) or "–"
        andrat = "" if ruta else f", beviljat i granskningen (förslaget var {fore})"
        varfor = f": {f.motivering}" if f and f.motivering else ""
        om = f"{las.grupp(r.organ)}{andrat}{varfor}"
        yield Spar(r.andamal, belopp(r.beviljat), ruta, om, _nyckeln(f) if f else None)


def summan(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """What is granted, or asked for, in all, of the requests that a key names."""
    slag, finansiering, organ, andamal = (n.del_(k) for k in range(4))

    def med(f: Framstallning) -> bool:
        krav = ((slag, f.slag), (finansiering, f.finansiering), (organ, f.organ), (andamal, f.andamal))
        return all(vill in ("", har or INGEN) for vill, har in krav)

    sokt = n.slag == Sparslag.SOKT
    varden = [(f, f.sokt if sokt else _beviljat(f)) for f in las.framstallningar if med(f)]
    varden = [(f, v) for f, v in varden if v]
    vad = ["Sökt" if sokt else "Beviljat", *(las.o.kod(x) if x == slag else x for x in (slag, finansiering) if x)]
    vad += [las.grupp(organ)] if organ else []
    om = MNKR if sokt else f"{MNKR}, {las.beslutat(las.plan)}"
    rader = [Spar(f.andamal, tal(v or 0), None, las.grupp(f.organ), _nyckeln(f), 1) for f, v in varden]
    return [
        Spar(", ".join([*vad, *([andamal] if andamal else [])]), tal(total(v for _, v in varden)), None, om),
        *rader,
    ]


def enhet(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A resultatenhet: as the year opens, what the plan says of it, and what was decided.

    Raises:
        ArshjulFel: there is none.
    """
    organ, namn = n.delar
    ord_ = las.o.resultatenhet
    svar = [
        Spar("finns när året öppnas", r.resultatenhet, las.ruta(Resultatenhet, r.rad, "resultatenhet"), djup=1)
        for r in las.rader(Resultatenhet)
        if (r.organ, r.resultatenhet) == (organ, namn)
    ]
    for k, p in las.blad(PlanResultatenhet, las.plan):
        if (k, p.resultatenhet) == (organ, namn):
            cell = las.cell(PlanResultatenhet, las.plan, k, p.rad, "forandring")
            svar.append(Spar("förändring i planen", p.forandring or "", cell, djup=1))
    if not svar:
        raise ArshjulFel(f"{las.namn(organ)} har {ord_.ingen} {ord_} {namn}.")
    plan = las.rundor.get(las.plan)
    for e in plan.resultatenheter if plan else ():
        if (e["organ"], e["resultatenhet"]) == (organ, namn):
            sagt = f": {e['motivering']}" if e.get("motivering") else ""
            svar.append(Spar("beslut", e.get("beslut") or "", None, las.beslutat(las.plan) + sagt, djup=1))
    return [Spar(f"{stor_bokstav(str(ord_))} {namn}", las.namn(organ)), *svar]
