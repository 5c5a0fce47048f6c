"""What the översikt shows of a year, each figure with its way back: goals, organs, uppmaningar, money and risks."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sqlmodel import Session

from notifications.texter import datum, stor_bokstav
from schemas.arbetsbocker import PlanBudget, PlanRisk
from schemas.arsmapp import Indikator
from schemas.begrepp import Aggregering, Riktning, Svarsstatus
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.tabeller import Avstamning
from tasks.dokument import ekonomi, mal
from tasks.dokument.arshjulet import Arsdag, arshjulet
from tasks.dokument.diagram import (
    SVARSORDNING,
    Indikatordata,
    Malrad,
    Organpunkt,
    budgetdiagram,
    indikatordiagram,
    pengadiagram,
    svarsdiagram,
    uppfyllelsediagram,
)
from tasks.dokument.oversiktstabell import (
    Datatabell,
    Harledning,
    Ritning,
    Ruta,
    Sidavsnitt,
    Sidkolumn,
    Sparsteg,
    siffra,
)
from tasks.dokument.underlag import Aret, Forbehall, forbehall, read_aret
from tasks.insyn.sparning import Spar, trace_all
from tasks.insyn.status import arets_status
from tasks.laget.beslutat import newest_of_all
from tasks.laget.fragat import Del, parts, standing
from tasks.laget.inlamnat import basis, content, received
from tasks.laget.oppet import Oppet
from tasks.laget.tilltal import korta

#: a chart of more organs than this tells nobody anything
FLEST_I_DIAGRAM = 60
#: so many requests in the chart of the money
STORST = 20
_HASH = re.compile(r", sha256 [0-9a-f]{64}$")
_VIDARE = "arshjul spara "


@dataclass(frozen=True)
class Oversikt:
    """The whole page.

    Attributes:
        dag: of what it rests on; lagen = (omgång, where it stands).
        dagar: the days of the year, (ISO date, what).
        koder: those that have a derivation, in the order of the page.
    """

    o: Ordbok
    kommun: str
    ar: int
    diarienummer: str | None
    dag: datetime.date
    lagen: tuple[tuple[str, str], ...]
    dagar: tuple[tuple[str, str], ...]
    forbehall: Forbehall
    avsnitt: tuple[Sidavsnitt, ...]
    harledningar: tuple[Harledning, ...]


class _Lasning:
    """The year as it is read for the page."""

    def __init__(self, session: Session, oppet: Oppet) -> None:
        self.session, self.oppet, self.o = session, oppet, oppet.o
        self.rundor: dict[Omgang, Avstamning] = newest_of_all(session, oppet)
        self.arens = {o: read_aret(session, oppet, rad) for o, rad in self.rundor.items()}

    @property
    def nu(self) -> Aret:
        """The year with its newest avstämning."""
        return list(self.arens.values())[-1]

    @property
    def plan(self) -> Aret:
        """The year with that of the plan."""
        return self.arens[self.oppet.omgangar.plan]

    @property
    def dag(self) -> datetime.date:
        """The day of what the page rests on."""
        return max(rad.beslutad or rad.skapad for rad in self.rundor.values())

    @cached_property
    def malen(self) -> dict[Omgang, list[mal.Malavsnitt]]:
        """Omgång → every goal, each before those below it."""
        return {o: [m for topp in mal.malavsnitt(a) for m in topp.alla()] for o, a in self.arens.items()}

    @property
    def malen_nu(self) -> list[mal.Malavsnitt]:
        """The goals as they stand in the newest omgång."""
        return list(self.malen.values())[-1]

    @cached_property
    def delar(self) -> list[Del]:
        """Every part that stands."""
        return standing(parts(self.session, self.oppet))

    @cached_property
    def bocker(self) -> dict[str, str]:
        """Organ → the name of the workbook that its plan stands in."""
        egna = self.plan.rad.inlamningar
        filer = basis(self.session, egna)
        return {organ: filer[nr].filnamn for organ, nr in egna.items()}

    def bedomning(self, kod: str, hur: str | None = None) -> Ruta:
        """The word of a bedömning as a cell."""
        return Ruta(stor_bokstav(self.o.kod(kod)), kod=hur, bedomning=kod)


def oversikten(session: Session, oppet: Oppet) -> Oversikt:
    """The page of a year of which something has been proposed or decided."""
    las = _Lasning(session, oppet)
    lagen = tuple(
        (o.namn, f"beslutad {datum(rad.beslutad)}" if rad.beslutad else f"förslag {datum(rad.skapad)}, inte beslutat")
        for o, rad in las.rundor.items()
    )
    dagar = _dagar(oppet)
    hjulet = Ritning(arshjulet, (dagar, las.dag, f"Årshjulet {oppet.ar}"))
    avsnitt = (
        Sidavsnitt("arshjulet", "Årshjulet", (), (hjulet,), (_dagtabell(dagar),)),
        _malen(las), _indikatorerna(las), _organen(las), _uppmaningarna(las), _pengarna(las), _riskerna(las),
        _filerna(las),
    )  # fmt: skip
    return Oversikt(
        oppet.o, oppet.kommun, oppet.ar, oppet.yaml.diarienummer, las.dag, lagen,
        tuple((d.dag.isoformat(), d.vad) for d in dagar), forbehall(las.plan),
        tuple(a for a in avsnitt if a.tabeller), tuple(_harledningar(las)),
    )  # fmt: skip


def _tabell(
    ankare: str, rubrik: str, kolumner: Sequence[Sidkolumn], rader: Iterable[Sequence[Ruta]]
) -> list[Datatabell]:
    """A table, where it has rows."""
    alla = tuple(tuple(r) for r in rader)
    return [Datatabell(ankare, rubrik, tuple(kolumner), alla)] if alla else []


def _dagar(oppet: Oppet) -> tuple[Arsdag, ...]:
    dagar = [Arsdag(oppet.oppnas, "arbetsböckerna skickas ut")]
    for o in oppet.omgangar:
        dagar += [Arsdag(o.senast, f"{o.bestamd} lämnas in"), Arsdag(o.sammanstalls, f"{o.bestamd} sammanställs")]
        dagar += [Arsdag(o.beslutas, f"{o.bestamd} beslutas")] if o.beslutas != o.sammanstalls else []
    return tuple(sorted(dagar, key=lambda d: d.dag))


def _dagtabell(dagar: Sequence[Arsdag]) -> Datatabell:
    rader = tuple((Ruta(stor_bokstav(d.vad)), Ruta(datum(d.dag), d.dag.isoformat())) for d in dagar)
    return Datatabell("t-dagar", "Årets dagar", (Sidkolumn("Vad"), Sidkolumn("Dag", tal=True)), rader)


def _malen(las: _Lasning) -> Sidavsnitt:
    rundor = list(las.malen)
    kolumner = [Sidkolumn("Mål"), *(Sidkolumn(o.namn, filtreras=True) for o in rundor)]
    kolumner += [Sidkolumn(rubrik, tal=True) for rubrik in ("Helt", "Delvis", "Inte", "Kan inte bedömas")]
    per = {o: {m.kod: m for m in alla} for o, alla in las.malen.items()}
    rader = (
        [
            Ruta(f"{m.kod} {m.namn}", kod=m.kod),
            *(las.bedomning(per[o][m.kod].bedomning) for o in rundor),
            *(siffra(v) for v in (m.helt, m.delvis, m.inte, m.ej)),
        ]
        for m in las.malen_nu
    )
    loven = [
        Malrad(m.kod, m.namn, m.bedomning, tuple((i.kod, i.uppfyllelse) for i in m.indikatorer if i.raknas))
        for m in las.malen_nu
        if m.ar_lov
    ]
    rubrik = f"{stor_bokstav(las.o.indikator.flera_bestamd_genitiv)} uppfyllelse, mål för mål"
    bild = Ritning(uppfyllelsediagram, (las.o, loven, rubrik))
    return Sidavsnitt("mal", "Målen", (), (bild,), tuple(_tabell("t-mal", "Bedömning av målen", kolumner, rader)))


def _indikatorerna(las: _Lasning) -> Sidavsnitt:
    o, vardet = las.o, las.o.vardet(las.nu.omgang.varde)
    kolumner = [
        Sidkolumn(stor_bokstav(o.indikator.obestamd)), Sidkolumn("Mål", filtreras=True), Sidkolumn("Enhet"),
        Sidkolumn(stor_bokstav(vardet.aggregerat), tal=True),
        Sidkolumn(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", tal=True), Sidkolumn("Uppfyllelse", filtreras=True),
        Sidkolumn("Antal", tal=True), Sidkolumn("Saknas", tal=True),
    ]  # fmt: skip
    rader = (
        [
            Ruta(f"{i.kod} {i.namn}", kod=i.kod), Ruta(m.kod, kod=m.kod), Ruta(i.enhet or ""),
            siffra(i.aggregerat, i.decimaler), siffra(i.kf_arsmal, i.decimaler), las.bedomning(i.uppfyllelse),
            siffra(i.antal), siffra(len(i.saknas)),
        ]
        for m in las.malen_nu
        for i in m.indikatorer
    )  # fmt: skip
    text = f"Värdena är {vardet.flera_bestamd} i {las.nu.omgang.bestamd}. Diagrammen står vid härledningen."
    rubrik = stor_bokstav(o.indikator.flera_bestamd)
    return Sidavsnitt("indikatorer", rubrik, (text,), (), tuple(_tabell("t-indikatorer", rubrik, kolumner, rader)))


def _organen(las: _Lasning) -> Sidavsnitt:
    o = las.o
    status = arets_status(las.session, las.oppet, las.dag).inlamningar
    rundor = [r for r in las.oppet.omgangar if any(s.omgang == r.kod for s in status)]
    inne = {(s.organ, s.omgang): s for s in status}
    per: dict[str, Counter[str]] = {}
    for d in las.delar:
        per.setdefault(d.m.organ, Counter())[d.status] += 1
    svaren = [s for s in SVARSORDNING if any(s in antal for antal in per.values())]
    kolumner = [Sidkolumn("Organ"), Sidkolumn("Slag", filtreras=True)]
    kolumner += [Sidkolumn(r.namn, filtreras=True) for r in rundor]
    kolumner += [Sidkolumn(stor_bokstav(o.uppmaning.flera), tal=True)]
    kolumner += [Sidkolumn(stor_bokstav(o.kod(s)), tal=True) for s in svaren]

    def rad(kod: str) -> list[Ruta]:
        antal = per.get(kod, Counter())
        egna = [inne.get((kod, r.kod)) for r in rundor]
        inlamnat = [Ruta(stor_bokstav(o.kod(s.status)) + (", sent" if s.sen else "") if s else "") for s in egna]
        slag = stor_bokstav(o.kod(las.nu.organ.at[kod, "slag"]))
        siffror = [siffra(antal.total()), *(siffra(antal[s]) for s in svaren)]
        return [Ruta(las.nu.namn(kod), kod=kod), Ruta(slag), *inlamnat, *siffror]

    tabellen = _tabell("t-organ", "Inlämnat och besvarat, organ för organ", kolumner, map(rad, las.nu.organ.index))
    alla = Counter(d.status for d in las.delar)
    rubrik = f"Svaren på {o.uppmaning.flera_bestamd}, alla delar"
    domda = any(s != Svarsstatus.OPPEN for s in alla)
    bilder = (Ritning(svarsdiagram, (o, [(s, alla[s]) for s in SVARSORDNING], rubrik)),) if domda else ()
    return Sidavsnitt("organ", "Organen", (), bilder, tuple(tabellen))


def _uppmaningarna(las: _Lasning) -> Sidavsnitt:
    o, kort = las.o, korta(las.session, las.oppet)
    per: dict[str, list[Del]] = {}
    for d in las.delar:
        per.setdefault(d.u.nummer, []).append(d)
    svaren = [s for s in SVARSORDNING if any(d.status == s for d in las.delar)]
    kolumner = [
        Sidkolumn("Nummer"),
        Sidkolumn("Vad"),
        Sidkolumn("Skäl", filtreras=True),
        Sidkolumn("Mål", filtreras=True),
    ]
    kolumner += [Sidkolumn("Senast", tal=True), Sidkolumn("Mottagare", tal=True)]
    kolumner += [Sidkolumn(stor_bokstav(o.kod(s)), tal=True) for s in svaren]

    def rad(alla: list[Del]) -> list[Ruta]:
        u, antal = alla[0].u, Counter(d.status for d in alla)
        senast = Ruta(datum(u.senast), u.senast.isoformat()) if u.senast else Ruta("–", "")
        forst = [Ruta(u.nummer, kod=u.nummer), Ruta(stor_bokstav(kort(u))), Ruta(stor_bokstav(o.kod(u.grund)))]
        return [*forst, Ruta(u.mal or "–"), senast, siffra(len(alla)), *(siffra(antal[s]) for s in svaren)]

    rubrik = stor_bokstav(o.uppmaning.flera_bestamd)
    tabellen = _tabell("t-uppmaningar", rubrik, kolumner, map(rad, per.values()))
    return Sidavsnitt("uppmaningar", rubrik, (), (), tuple(tabellen))


def _pengarna(las: _Lasning) -> Sidavsnitt:
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


def _begart(las: _Lasning) -> list[Datatabell]:
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
            Ruta(f.motivering or ""), Ruta(platser.get((f.organ, f.slag, f.andamal), "årets budgetjusteringar")),
        ]
        for f in ekonomi.framstallningar(las.plan)
    )  # fmt: skip
    return _tabell("t-framstallningar", "Framställningar och justeringar, mnkr", kolumner, rader)


def _budgetrader(las: _Lasning) -> dict[tuple[str, str, str], str]:
    """(the organ's name, slag, purpose) → where its request stands."""
    return {
        (
            las.plan.namn(organ),
            r.slag or "",
            r.andamal or "",
        ): f"{las.bocker[organ]}, bladet {PlanBudget.BLAD}, rad {r.rad}"
        for organ, r in content(las.session, PlanBudget, las.plan.rad.inlamningar)
    }


def _budgeten(las: _Lasning) -> list[Datatabell]:
    kolumner = [Sidkolumn("Post"), Sidkolumn(f"{las.o.kommunfullmaktige.kort_genitiv} budget", tal=True)]
    kolumner += [Sidkolumn(x, tal=True) for x in ("Beviljade justeringar", "Omslutning", "Justerad budget")]
    rader = (
        [Ruta(r.rad, kod=r.rad), siffra(r.kf_budget), siffra(r.justeringar), siffra(r.omslutning), siffra(r.justerad)]
        for r in ekonomi.resultatbudget(las.plan)
    )
    return _tabell("t-resultatbudget", "Resultatbudget, mnkr", kolumner, rader)


def _beslutat(las: _Lasning) -> list[Datatabell]:
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
        *_tabell("t-belopp", "Belopp i beslutet, mnkr", kolumner, rader),
        *_tabell(
            "t-statsbidrag", "Statsbidrag, kronor",
            [Sidkolumn("Bidrag"), Sidkolumn("Att fördela", tal=True), Sidkolumn("Mottagare", tal=True)], bidrag,
        ),
    ]  # fmt: skip


def _riskerna(las: _Lasning) -> Sidavsnitt:
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
        tuple(_tabell("t-risker", "Organens risker", kolumner, (rad(*x) for x in ordnade))),
    )


def _riskvarde(r: PlanRisk) -> int | None:
    return None if r.sannolikhet is None or r.konsekvens is None else r.sannolikhet * r.konsekvens


def _filerna(las: _Lasning) -> Sidavsnitt:
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
    return Sidavsnitt("filer", "Filerna", (text,), (), tuple(_tabell("t-filer", "Inlämnade filer", kolumner, rader)))


def _harledningar(las: _Lasning) -> Iterator[Harledning]:
    """The way back of everything that has one, indicators with their charts."""
    bilder = _indikatorbilder(las)
    for kod, spar in trace_all(las.session, las.oppet).items():
        forst, *resten = spar
        rubrik = forst.vad if forst.vad.startswith(kod) else f"{kod} {forst.vad}"
        if forst.vad.lower() == kod.lower():
            rubrik = forst.vad
        steg = tuple(_steg(las, s) for s in ([Spar("Står i", forst.varde, forst.kalla), *resten]))
        yield Harledning(kod, rubrik, steg, bilder.get(kod))


def _steg(las: _Lasning, s: Spar) -> Sparsteg:
    """A line of a derivation; organs by name, and what leads on as a link."""
    vad = s.vad.strip()
    indrag = (len(s.vad) - len(s.vad.lstrip())) // 2
    if indrag and vad in las.nu.organ.index:
        vad = las.nu.kortnamn(vad)
    if s.kalla.startswith(_VIDARE):
        return Sparsteg(indrag, vad, s.varde, "", s.kalla.removeprefix(_VIDARE))
    return Sparsteg(indrag, vad, s.varde, _HASH.sub("", s.kalla))


def _indikatorbilder(las: _Lasning) -> dict[str, Ritning]:
    """Indikator → its chart: organ by organ, where they are not too many."""
    a, o = las.nu, las.o
    om = {i["kod"]: i for i in a.rader(Indikator)}
    innehav: dict[str, list[tuple[str, Organpunkt]]] = {}
    varden = {i.kod: i for m in las.malen_nu for i in m.indikatorer}
    plats = {kod: n for n, kod in enumerate(a.organ.index)}
    for t in sorted(a.tilldelningar, key=lambda t: plats[t["organ"]]):
        if not t["utgar"]:
            v = varden[t["indikator"]].varden.get(t["organ"])
            punkt = Organpunkt(a.kortnamn(t["organ"]), None if v is None else Decimal(v), t["utfall_foregaende"])
            innehav.setdefault(t["indikator"], []).append((t["organ"], punkt))
    vad = o.vardet(a.omgang.varde).obestamd
    return {
        kod: Ritning(
            indikatordiagram,
            (
                o,
                Indikatordata(
                    kod, varden[kod].namn, varden[kod].enhet, varden[kod].decimaler, vad, varden[kod].kf_arsmal,
                    varden[kod].aggregerat, om[kod]["riktning"] == Riktning.HOGRE,
                    om[kod]["aggregering"] != Aggregering.SUMMA, las.oppet.ar - 1, tuple(p for _, p in egna),
                ),
            ),
        )
        for kod, egna in innehav.items()
        if 0 < len(egna) <= FLEST_I_DIAGRAM
    }  # fmt: skip
