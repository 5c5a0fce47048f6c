"""Counts of organs, and of what stands in their plans."""

from collections.abc import Iterable
from decimal import Decimal

from notifications.texter import tal
from schemas.arbetsbocker import Bladrad, PlanKontroll, PlanResultatenhet, PlanRisk
from schemas.arsmapp import ObligatoriskProcess, Organ, Resultatenhet
from schemas.falt import kolumner
from schemas.omgangar import Omgang
from schemas.sparnyckel import Sparnyckel, Sparslag, nyckel
from schemas.tabeller import Framstallning
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.ursprung import bokcell
from tasks.insyn.vagar.inlamnat import cellerna
from tasks.insyn.vagar.mal import EJ_INLAMNAD
from tasks.insyn.vagar.urval import Medlem, Villkor

#: what a process must have
_PROCESSFALT = ("process", "obligatorisk", "arbetssatt", "kontroll", "handelse", "i_planen")
#: what a plan says of a resultatenhet that it does not name
INGET = "inget"


def medlem(las: Sparlasning, organ: str) -> Medlem:
    """An organ as one of those that are counted."""
    r = las.organ[organ]
    return [Spar(r.namn, las.o.kod(r.slag), las.ruta(Organ, r.rad, "slag"), vidare=nyckel(Sparslag.ORGAN, organ))]


def organen(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """All organs."""
    return [medlem(las, k) for k in las.organ if v.slag(las, k)]


def inlamnade(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Those whose workbook the omgång rests on."""
    return [_bok(las, o, k) for k in las.bocker(o) if v.slag(las, k)]


def _bok(las: Sparlasning, o: Omgang, organ: str) -> Medlem:
    i = las.bocker(o)[organ]
    om = f"inkom {i.inkom}{', sen' if i.sen else ''}"
    return [Spar(las.namn(organ), las.o.kod(i.status), bokcell(i), om, nyckel(Sparslag.INLAMNING, o, organ))]


def ej_inlamnade(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Those without one."""
    return [
        [Spar(las.namn(k), EJ_INLAMNAD, vidare=nyckel(Sparslag.INLAMNING, o, k))]
        for k in las.organ
        if k not in las.bocker(o) and v.slag(las, k)
    ]


def sena(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Those whose workbook came after its day."""
    return [_bok(las, o, k) for k, i in las.bocker(o).items() if i.sen and v.slag(las, k)]


def processer(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The processes of the analyses, with every cell that is filled in, and those that must be there."""
    kols = [k for k in kolumner(PlanKontroll) if k.falt in _PROCESSFALT]
    svar = []
    for organ, r in las.blad(PlanKontroll, las.plan):
        if r.process and v.med(organ=organ, mal=r.malkod):
            forst = Spar(
                f"{las.namn(organ)}, mål {r.malkod or '–'}",
                vidare=_raden(las, organ, PlanKontroll, r),
            )
            tomma = [k.namn for k in kols if k.falt in _PROCESSFALT[2:5] and not getattr(r, k.falt)]
            saknas = [Spar("tomt", ", ".join(tomma), djup=1)] if tomma else []
            svar.append([forst, *cellerna(las, PlanKontroll, las.plan, organ, r, kols), *saknas])
    finns = {(organ, r.malkod, r.process) for organ, r in las.blad(PlanKontroll, las.plan)}
    for p in las.rader(ObligatoriskProcess):
        if (p.organ, p.mal, p.process) not in finns and v.med(organ=p.organ, mal=p.mal):
            plats = las.ruta(ObligatoriskProcess, p.rad, "process")
            svar.append([Spar(f"{las.namn(p.organ)}, mål {p.mal}", p.process, plats, "obligatorisk, saknas i planen")])
    return svar


def _raden(las: Sparlasning, organ: str, modell: type[Bladrad], r: Bladrad) -> Sparnyckel:
    return nyckel(Sparslag.CELL, las.plan, organ, modell.BLAD, r.rad)


def risker(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The risks that the plans name."""
    kols = [k for k in kolumner(PlanRisk) if k.falt != "malkod"]
    return [
        [
            Spar(las.namn(organ), f"mål {r.malkod or '–'}", vidare=_raden(las, organ, PlanRisk, r)),
            *cellerna(las, PlanRisk, las.plan, organ, r, kols),
        ]
        for organ, r in las.blad(PlanRisk, las.plan)
        if v.med(organ=organ, mal=r.malkod)
    ]  # fmt: skip


def _beviljat(f: Framstallning) -> Decimal:
    return (f.forslag if f.beviljat is None else f.beviljat) or Decimal(0)


def _hur(f: Framstallning) -> str:
    """How a request is met."""
    beviljat = _beviljat(f)
    return "inte" if not beviljat else "delvis" if beviljat < (f.sokt or 0) else "helt"


def _framstalld(las: Sparlasning, f: Framstallning) -> Spar:
    varde = f"sökt {tal(f.sokt)}, beviljat {tal(_beviljat(f))} mnkr"
    return Spar(
        f"{las.grupp(f.organ)}: {f.andamal}",
        varde,
        None,
        f.motivering or "",
        nyckel(Sparslag.FRAMSTALLNING, f.organ, f.slag, f.andamal),
    )


def framstallningar(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """What has been asked for."""
    egna = (f for f in las.framstallningar if f.sokt is not None)
    return [[_framstalld(las, f)] for f in egna if v.med(organ=f.organ, slag=f.slag, beviljas=_hur(f))]


def sokande(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The organs that have asked, each with its requests."""
    per: dict[str, list[Spar]] = {}
    for f in las.framstallningar:
        if f.sokt is not None and f.organ in las.organ and v.slag(las, f.organ):
            per.setdefault(f.organ, []).append(_framstalld(las, f))
    return [[*medlem(las, k), *under(egna)] for k, egna in _ordnade(las, per)]


def _ordnade(las: Sparlasning, per: dict[str, list[Spar]]) -> Iterable[tuple[str, list[Spar]]]:
    return ((k, per[k]) for k in las.organ if k in per)


def andamal(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The purposes that are granted anything."""
    namn = dict.fromkeys(f.andamal for f in las.framstallningar if _beviljat(f))
    return [[Spar(x, vidare=nyckel(Sparslag.BEVILJAT, "", "", "", x))] for x in namn]


def enheterna(las: Sparlasning) -> dict[tuple[str, str], str | None]:
    """(organ, resultatenhet) → what the plan says of it; those that the year has, and those that the plans add."""
    kanda = {(r.organ, r.resultatenhet): None for r in las.rader(Resultatenhet)}
    planer = {(k, r.resultatenhet or ""): r.forandring for k, r in las.blad(PlanResultatenhet, las.plan)}
    return kanda | planer


def enheter(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The resultatenheter; without a condition also those that are new."""
    return [
        [Spar(f"{las.namn(k)}: {namn}", f or INGET, vidare=nyckel(Sparslag.ENHET, k, namn))]
        for (k, namn), f in enheterna(las).items()
        if v.med(organ=k, forandring=f or INGET)
    ]


def enhetsorgan(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The organs that have a resultatenhet, or ask for one."""
    egna = {k for k, _ in enheterna(las)}
    return [medlem(las, k) for k in las.organ if k in egna and v.slag(las, k)]
