"""What each organ promised and what came of it: its årsmål beside its prognos or utfall, and what it was asked."""

from dataclasses import dataclass
from decimal import Decimal

from rules.tal import is_worse, round_tal
from schemas.arsmapp import Indikator
from schemas.begrepp import Svarsstatus
from tasks.dokument.underlag import Aret
from tasks.laget.beslutat import utfall_i
from tasks.laget.fragat import Del, asked_in_omgang, parts, standing

UPPFYLLDA = (Svarsstatus.TILLRACKLIG, Svarsstatus.BESVARAD)
EJ_UPPFYLLDA = (Svarsstatus.OTILLRACKLIG, Svarsstatus.UTEBLIVEN)


@dataclass(frozen=True)
class Loftesrad:
    """An organ's årsmål in force of one indicator, and what it reports; both rounded.

    Attributes:
        lovat: the årsmål; blev: the prognos or utfall. None where nothing is stated.
        samre: what it reports is worse than what it promised.
    """

    organ: str
    kod: str
    namn: str
    enhet: str | None
    decimaler: int
    lovat: Decimal | None
    blev: Decimal | None
    samre: bool

    @property
    def skillnad(self) -> Decimal | None:
        """How far what came of it is from what was promised, with its sign."""
        return None if self.lovat is None or self.blev is None else self.blev - self.lovat

    @property
    def nadd(self) -> bool:
        """Whether both are there, and the promise is kept."""
        return self.skillnad is not None and not self.samre


def loften(a: Aret) -> tuple[Loftesrad, ...]:
    """Every holder of every indicator, in the order of organ.csv, then of indikatorer.csv."""
    utfall = utfall_i(a.session, a.rad)
    svar = []
    for i in a.rader(Indikator):
        u, decimaler = utfall[i["kod"]], int(i["decimaler"])
        for organ in {*u.arsmal, *u.varden, *u.saknas}:
            lovat, blev = (_rounded(v.get(organ), decimaler) for v in (u.arsmal, u.varden))
            samre = lovat is not None and blev is not None and is_worse(blev, lovat, i["riktning"])
            rad = Loftesrad(organ, i["kod"], i["namn"], i["enhet"], decimaler, lovat, blev, samre)
            svar.append(rad)
    plats = {kod: n for n, kod in enumerate(a.organ.index)}
    return tuple(sorted(svar, key=lambda r: plats[r.organ]))


def _rounded(v: str | None, decimaler: int) -> Decimal | None:
    return None if v is None else round_tal(Decimal(v), decimaler)


@dataclass(frozen=True)
class Uppmaningsutfall:
    """What has come of uppmaningar so far: how many parts, by how they were judged last."""

    antal: int
    uppfyllda: int
    kan_inte: int
    ej_uppfyllda: int
    oppna: int


def _counted(delar: list[Del]) -> Uppmaningsutfall:
    alla = [d.status for d in delar]
    kan_inte = alla.count(Svarsstatus.MOTIVERAD)
    uppfyllda, ej = sum(s in UPPFYLLDA for s in alla), sum(s in EJ_UPPFYLLDA for s in alla)
    return Uppmaningsutfall(len(alla), uppfyllda, kan_inte, ej, len(alla) - uppfyllda - kan_inte - ej)


def asked_so_far(a: Aret) -> list[Del]:
    """Every part that was asked before the omgång and not withdrawn, with the judgements up to and including it."""
    fore = {o.kod for o in a.oppet.omgangar[: a.omgang.nr]}
    nu = {*fore, a.omgang.kod}
    stalld = asked_in_omgang(a.session, a.oppet)
    return [
        Del(d.u, d.m, tuple(x for x in d.domar if x.omgang in nu))
        for d in standing(parts(a.session, a.oppet))
        if stalld[d.u.avstamning_id] in fore
    ]


@dataclass(frozen=True)
class Uppmaningsrest:
    """An uppmaning of the year and what came of it."""

    nummer: str
    begar: str
    mal: str | None
    indikator: str | None
    avser: str | None
    utfall: Uppmaningsutfall


def per_uppmaning(a: Aret) -> tuple[Uppmaningsrest, ...]:
    """Every uppmaning of the year and what came of it, by number."""
    delar: dict[str, list[Del]] = {}
    for d in asked_so_far(a):
        delar.setdefault(d.u.nummer, []).append(d)
    return tuple(
        Uppmaningsrest(n, d[0].u.begar, d[0].u.mal, d[0].u.indikator, d[0].u.avser, _counted(d))
        for n, d in delar.items()
    )


@dataclass(frozen=True)
class Organutfall:
    """How one organ's promises came out.

    Attributes:
        arsmal: how many it has; nadda, ej_nadda, utan_varde: of them.
        uppmaningar: what it was asked.
    """

    organ: str
    arsmal: int
    nadda: int
    ej_nadda: int
    utan_varde: int
    uppmaningar: Uppmaningsutfall

    @property
    def efter_utfall(self) -> dict[str | None, int]:
        """Its promises by what came of them."""
        return {"nadda": self.nadda, "ej_nadda": self.ej_nadda, "utan_varde": self.utan_varde}


def per_organ(a: Aret, alla: tuple[Loftesrad, ...]) -> tuple[Organutfall, ...]:
    """Each organ with its promises counted, in the order of organ.csv; one with nothing to count is left out."""
    delar: dict[str, list[Del]] = {}
    for d in asked_so_far(a):
        delar.setdefault(d.m.organ, []).append(d)
    svar = []
    for organ in a.organ.index:
        egna = [r for r in alla if r.organ == organ and r.lovat is not None]
        nadda, samre = sum(r.nadd for r in egna), sum(r.samre for r in egna)
        u = _counted(delar.get(organ, []))
        if egna or u.antal:
            svar.append(Organutfall(organ, len(egna), nadda, samre, len(egna) - nadda - samre, u))
    return tuple(svar)
