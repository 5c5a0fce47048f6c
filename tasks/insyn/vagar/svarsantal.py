"""Counts of uppmaningar, of the organs that they go to, and of the answers."""

import datetime
from collections.abc import Iterator

from notifications.texter import uppraknat
from schemas.begrepp import Svarsstatus, Uppmaningsstatus
from schemas.omgangar import Omgang
from schemas.sparnyckel import Sparslag, nyckel
from schemas.tabeller import Svarsdom, Uppmaningsrad
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.vagar.organantal import medlem
from tasks.insyn.vagar.urval import Medlem, Villkor
from tasks.laget.fragat import Del, to_answer

#: how parts are told together → the statuses
UTFALL: dict[str, tuple[str, ...]] = {
    "uppfyllda": (Svarsstatus.TILLRACKLIG, Svarsstatus.BESVARAD),
    "kan_inte": (Svarsstatus.MOTIVERAD,),
    "ej_uppfyllda": (Svarsstatus.OTILLRACKLIG, Svarsstatus.UTEBLIVEN),
    "oppna": (Svarsstatus.OPPEN,),
}


def _stallda(las: Sparlasning, o: Omgang, v: Villkor) -> Iterator[Uppmaningsrad]:
    """Those that the decision of an omgång issues, or would issue; the struck ones where they are asked for."""
    for u in las.uppmaningar.values():
        struken = u.status == Uppmaningsstatus.STRUKEN
        om = {"mal": u.mal, "grund": u.grund, "begar": u.begar, "nummer": u.nummer, "daterad": u.senast is not None}
        if las.stalld_i(u) == o and v.med(**om, status=u.status) and ("status" in v or not struken):
            yield u


def _uppmaningen(las: Sparlasning, u: Uppmaningsrad) -> Spar:
    return Spar(u.nummer, las.o.kod(u.status), None, u.text, nyckel(Sparslag.UPPMANING, u.nummer))


def uppmaningarna(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """What the decision of an omgång asks."""
    return [[_uppmaningen(las, u)] for u in _stallda(las, o, v)]


def mottagarna(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The organs that are asked, each with what."""
    per: dict[str, list[Spar]] = {}
    for u in _stallda(las, o, v):
        for m in las.mottagare.get(u.id, ()):
            vidare = nyckel(Sparslag.DEL, u.nummer, m.organ)
            per.setdefault(m.organ, []).append(Spar(u.nummer, las.o.kod(u.begar), None, "", vidare, 1))
    return [[*medlem(las, k), *per[k]] for k in las.organ if k in per and v.slag(las, k)]


def judged(las: Sparlasning, o: Omgang) -> list[tuple[Del, Svarsdom]]:
    """The parts that stood to be answered in an omgång, with how they were judged; withdrawn ones left out."""
    return [(d, dom) for d in las.delar.values() if not d.aterkallad for dom in d.domar if dom.omgang == o.kod]


def svaren(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The answers of an omgång."""
    svar = []
    for d, dom in judged(las, o):
        vidare = dom.status in UTFALL["ej_uppfyllda"] and dom.senast is not None
        if v.med(status=dom.status, nummer=d.u.nummer, organ=d.m.organ, sen=dom.sen, vidare=vidare):
            n = nyckel(Sparslag.SVAR, o, d.u.nummer, d.m.organ)
            om = "sent" if dom.sen else ""
            svar.append([Spar(f"{d.u.nummer}, {las.namn(d.m.organ)}", las.o.kod(dom.status), None, om, n)])
    return svar


def att_besvara(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The uppmaningar that stood to be answered."""
    alla = {d.u.nummer: d.u for d, _ in judged(las, o) if v.med(mal=d.u.mal)}
    return [[_uppmaningen(las, u)] for u in alla.values()]


def fragor(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The parts that stand to be answered as an omgång begins."""
    return [
        [Spar(f"{d.u.nummer}, {las.namn(d.m.organ)}", las.o.kod(d.u.begar), vidare=nyckel(Sparslag.DEL, *d.nyckel))]
        for d in to_answer(las.session, las.oppet, o)
        if v.med(organ=d.m.organ, senast=_senast_i(las, d, o))
    ]


def _senast_i(las: Sparlasning, d: Del, o: Omgang) -> datetime.date | None:
    """The last day of a part in an omgång, before what the decision of that made of it."""
    dom = next((x for x in las.delar[d.nyckel].domar if x.omgang == o.kod), None)
    return dom.senast if dom else d.m.senast


def delarna(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Every part that was asked before the omgång, by how it was judged last, up to and including it."""
    fore = set(las.oppet.omgangar[: o.nr])
    nu = {r.kod for r in las.oppet.omgangar.till_och_med(o)}
    svar = []
    for d in las.delar.values():
        if d.aterkallad or las.stalld_i(d.u) not in fore:
            continue
        status = Del(d.u, d.m, tuple(x for x in d.domar if x.omgang in nu)).status
        utfall = next(k for k, statusar in UTFALL.items() if status in statusar)
        if v.med(organ=d.m.organ, nummer=d.u.nummer, status=status, utfall=utfall):
            n = nyckel(Sparslag.DEL, d.u.nummer, d.m.organ)
            svar.append([Spar(f"{d.u.nummer}, {las.namn(d.m.organ)}", las.o.kod(status), None, "", n)])
    return svar


def _skulle(las: Sparlasning, o: Omgang) -> list[str]:
    """Who had something to answer or to report."""
    egna = {d.m.organ for d, dom in judged(las, o) if dom.status != Svarsstatus.OPPEN}
    if o.fragar_varden:
        egna |= {k for (k, _), t in las.tilldelningar.items() if not t.utgar}
    return [k for k in las.organ if k in egna]


def skulle_rapportera(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Who had something to answer or to report."""
    return [_organet(las, o, k) for k in _skulle(las, o) if v.slag(las, k)]


def ej_rapporterat(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Of them, those without an accepted workbook."""
    return [_organet(las, o, k) for k in _skulle(las, o) if k not in las.inlamningar(o) and v.slag(las, k)]


def obesvarade(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Of those that have reported, those that left questions unanswered."""
    egna = (k for k in _skulle(las, o) if k in las.inlamningar(o) and v.slag(las, k))
    return [_organet(las, o, k) for k in egna if _obesvarat(las, o, k)]


def _obesvarat(las: Sparlasning, o: Omgang, organ: str) -> list[str]:
    alla = judged(las, o)
    return [d.u.nummer for d, dom in alla if d.m.organ == organ and dom.status == Svarsstatus.UTEBLIVEN]


def _organet(las: Sparlasning, o: Omgang, organ: str) -> Medlem:
    nummer = _obesvarat(las, o, organ)
    om = f"utan svar: {uppraknat(nummer)}" if nummer else ""
    har = "har rapporterat" if organ in las.inlamningar(o) else "har inte rapporterat"
    return [Spar(las.namn(organ), har, None, om, nyckel(Sparslag.INLAMNING, o, organ))]
