"""What the översikt shows of a year, each figure with its way back: goals, organs, uppmaningar, money and risks."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from notifications.texter import datum, stor_bokstav
from schemas.begrepp import Svarsstatus
from schemas.ord import Ordbok
from tasks.dokument.arshjulet import Arsdag, arshjulet
from tasks.dokument.diagram import SVARSORDNING, Malrad, svarsdiagram, uppfyllelsediagram
from tasks.dokument.oversiktslasning import Lasning, datatabell
from tasks.dokument.oversiktspengar import filerna, pengarna, riskerna
from tasks.dokument.oversiktstabell import Datatabell, Harledning, Ritning, Ruta, Sidavsnitt, Sidkolumn, siffra
from tasks.dokument.oversiktsvagen import harledningar
from tasks.dokument.satser import Satser, malantal
from tasks.dokument.siffror import utan_nycklar
from tasks.dokument.underlag import Forbehall, forbehall
from tasks.insyn.status import arets_status
from tasks.laget.beslutat import decision_head, newest_decided
from tasks.laget.fragat import Del
from tasks.laget.oppet import Oppet
from tasks.laget.tilltal import korta


@dataclass(frozen=True)
class Oversikt:
    """The whole page.

    Attributes:
        dag: of what it rests on; lagen = (omgång, where it stands).
        dagar: the days of the year, (ISO date, what).
        kedja: where the trail ended when its last decision was made; empty while none is.
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
    kedja: str


def oversikten(session: Session, oppet: Oppet) -> Oversikt:
    """The page of a year of which something has been proposed or decided."""
    las = Lasning(session, oppet)
    lagen = tuple(
        (o.namn, f"beslutad {datum(rad.beslutad)}" if rad.beslutad else f"förslag {datum(rad.skapad)}, inte beslutat")
        for o, rad in las.rundor.items()
    )
    dagar = _dagar(oppet)
    senast = newest_decided(session, oppet)
    hjulet = Ritning(arshjulet, (dagar, las.dag, f"Årshjulet {oppet.ar}"))
    avsnitt = (
        Sidavsnitt("arshjulet", "Årshjulet", (), (hjulet,), (_dagtabell(dagar),)),
        _malen(las), _indikatorerna(las), _organen(las), _uppmaningarna(las), pengarna(las), riskerna(las),
        filerna(las),
    )  # fmt: skip
    return Oversikt(
        oppet.o, oppet.kommun, oppet.ar, oppet.yaml.diarienummer, las.dag, lagen,
        tuple((d.dag.isoformat(), d.vad) for d in dagar), forbehall(las.plan),
        tuple(a for a in avsnitt if a.tabeller), tuple(harledningar(las)),
        kedja.sats if senast and (kedja := decision_head(session, senast)) else "",
    )  # fmt: skip


def _dagar(oppet: Oppet) -> tuple[Arsdag, ...]:
    dagar = [Arsdag(oppet.oppnas, "arbetsböckerna skickas ut")]
    for o in oppet.omgangar:
        och = " och beslutas" if o.beslutas == o.sammanstalls else ""
        dagar += [Arsdag(o.senast, f"{o.bestamd} lämnas in"), Arsdag(o.sammanstalls, f"{o.bestamd} sammanställs{och}")]
        dagar += [] if och else [Arsdag(o.beslutas, f"{o.bestamd} beslutas")]
    return tuple(sorted(dagar, key=lambda d: d.dag))


def _dagtabell(dagar: Sequence[Arsdag]) -> Datatabell:
    rader = tuple((Ruta(stor_bokstav(d.vad)), Ruta(datum(d.dag), d.dag.isoformat())) for d in dagar)
    return Datatabell("t-dagar", "Årets dagar", (Sidkolumn("Vad"), Sidkolumn("Dag", tal=True)), rader)


def _malen(las: Lasning) -> Sidavsnitt:
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
    loven = [Malrad(m.kod, m.namn, m.bedomning, m.raknade) for m in las.malen_nu if m.ar_lov]
    rubrik = f"{stor_bokstav(las.o.indikator.flera_bestamd_genitiv)} uppfyllelse, mål för mål"
    bild = Ritning(uppfyllelsediagram, (las.o, loven, rubrik))
    text = utan_nycklar(malantal(Satser(las.o), las.malen_nu, las.nu.omgang))
    tabeller = tuple(datatabell("t-mal", "Bedömning av målen", kolumner, rader))
    return Sidavsnitt("mal", "Målen", (text,) if text else (), (bild,), tabeller)


def _indikatorerna(las: Lasning) -> Sidavsnitt:
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
    return Sidavsnitt("indikatorer", rubrik, (text,), (), tuple(datatabell("t-indikatorer", rubrik, kolumner, rader)))


def _organen(las: Lasning) -> Sidavsnitt:
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

    tabellen = datatabell("t-organ", "Inlämnat och besvarat, organ för organ", kolumner, map(rad, las.nu.organ.index))
    alla = Counter(d.status for d in las.delar)
    rubrik = f"Svaren på {o.uppmaning.flera_bestamd}, alla delar"
    domda = any(s != Svarsstatus.OPPEN for s in alla)
    bilder = (Ritning(svarsdiagram, (o, [(s, alla[s]) for s in SVARSORDNING], rubrik)),) if domda else ()
    return Sidavsnitt("organ", "Organen", (), bilder, tuple(tabellen))


def _uppmaningarna(las: Lasning) -> Sidavsnitt:
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
        forst = [Ruta(u.nummer, kod=u.nummer), Ruta(stor_bokstav(kort(u))), Ruta(stor_bokstav(o.kod(u.grund)))]
        return [*forst, Ruta(u.mal or "–"), _senast(alla), siffra(len(alla)), *(siffra(antal[s]) for s in svaren)]

    rubrik = stor_bokstav(o.uppmaning.flera_bestamd)
    tabellen = datatabell("t-uppmaningar", rubrik, kolumner, map(rad, per.values()))
    return Sidavsnitt("uppmaningar", rubrik, (), (), tuple(tabellen))


def _senast(alla: list[Del]) -> Ruta:
    """By when it is to be answered now, and that some have longer where they do."""
    dagar = sorted({d.m.senast for d in alla if d.m.senast})
    if not dagar:
        return Ruta("–", "")
    return Ruta(datum(dagar[0]) + (" eller senare" if dagar[1:] else ""), dagar[0].isoformat())
