"""The document of an omgång after the plan: its sections, in the order of schemas/avsnitt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from notifications.texter import stor_bokstav, uppraknat
from schemas.avsnitt import UPPFOLJNINGENS
from schemas.begrepp import Svarsstatus
from schemas.ord import Ordbok
from tasks.dokument import mal as malen
from tasks.dokument import svar as svaren
from tasks.dokument import underlag as grund
from tasks.dokument.satser import (
    Satser,
    avsnittstext,
    bedomningsbit,
    indikatornamn,
    kf_arsmal,
    not_,
    stycken,
    titelblock,
    uppmaningslista,
    varde,
)
from tasks.dokument.skrift import Bit, Block, Rubrik, Skrift, Spalt, bitar, rad, tabell

#: what needs the office's attention beside silence, and what it is called
ATT_FOLJA = (
    (Svarsstatus.OTILLRACKLIG, "Otillräckliga svar"),
    (Svarsstatus.MOTIVERAD, "Motiverade svar: organet kan inte göra det som begärs"),
)


@dataclass(frozen=True)
class Uppfoljningen:
    """Everything that the document shows, read when a section asks for it."""

    a: grund.Aret

    @cached_property
    def s(self) -> Satser:
        """The sentences."""
        return Satser(self.a.o)

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        return self.a.o

    @cached_property
    def huvud(self) -> grund.Huvud:
        """The title block."""
        return grund.huvud(self.a)

    @cached_property
    def nya(self) -> tuple[malen.Uppmaningstext, ...]:
        """The uppmaningar that the decision issues."""
        return malen.uppmaningar(self.a)

    @cached_property
    def jamforelse(self) -> svaren.Forandringar:
        """Every goal, before and after."""
        return svaren.jamforelse(self.a, malen.malavsnitt(self.a, self.nya))

    @cached_property
    def svar(self) -> tuple[svaren.Uppmaningssvar, ...]:
        """Every uppmaning that stood to be answered, with the answers."""
        return svaren.uppmaningssvar(self.a)

    @property
    def fore(self) -> str:
        """What the omgång before is called at the head of a column."""
        fore = self.jamforelse.fore
        return stor_bokstav(self.o.avstamning.kort if fore.ar_plan else fore.namn)

    @property
    def forslag(self) -> str:
        """What is said behind a heading while nothing is decided."""
        return "" if self.huvud.beslutad else " (förslag)"


def uppfoljningen(a: grund.Aret) -> Skrift:
    """The follow-up as a document; a section for which there is nothing is left out."""
    d = Uppfoljningen(a)
    texter = grund.texter(a)
    block: list[Block] = []
    for avsnitt in UPPFOLJNINGENS:
        text = avsnittstext(texter.get(avsnitt.nyckel)) if avsnitt.text else []
        egna = [*text, *DELAR[avsnitt.nyckel](d)]
        if egna:
            block += [Rubrik(1, bitar(stor_bokstav(a.o.text(avsnitt.rubrik))), avsnitt.nyckel), *egna]
    uppgifter, ruta = titelblock(d.s, d.huvud, grund.forbehall(a, grund.FILER_I_UPPFOLJNINGEN))
    return Skrift(d.s.rubrik(d.huvud), d.huvud.kommun, d.huvud.diarienummer, uppgifter, ruta, tuple(block))


def _sammanfattning(d: Uppfoljningen) -> list[Block]:
    s, j = d.s, d.jamforelse
    lovren = [m for m in j.mal if m.efter.ar_lov]
    antal = s.malantal(malen.per_bedomning(m.efter.bedomning for m in lovren), len(lovren))
    andrade = sum(i.andrad for m in lovren for i in m.indikatorer)
    svar = stycken(antal, s.andrat(j, sum(m.andrad for m in lovren), andrade, d.huvud))
    alla = [r for u in d.svar for r in u.svar]
    if alla:
        lage = s.svarslage(len(alla), d.svar, svaren.count_status(r.status for r in alla), sum(r.sen for r in alla))
        vidare = [r for r in alla if r.status in (Svarsstatus.UTEBLIVEN, Svarsstatus.OTILLRACKLIG) and r.senast]
        svar += [*stycken(lage, s.kvar(len(vidare), d.huvud)), *not_(s.statusforklaring())]
    return svar


def _fore_efter(d: Uppfoljningen) -> list[Block]:
    j, o = d.jamforelse, d.huvud.omgang
    spalter = [Spalt("Mål", 6.2), Spalt(d.fore, 2.6), Spalt(f"Efter {o.bestamd}", 3.2)]
    spalter += [Spalt("Helt uppfyllda före", 1.8, tal=True), Spalt("Helt uppfyllda efter", 1.8, tal=True)]
    rader = (
        rad(
            Bit(f"{m.efter.kod} {m.efter.namn}", m.efter.kalla), bedomningsbit(d.o, m.fore.bedomning),
            bitar(bedomningsbit(d.o, m.efter.bedomning), *([" (ändrad)"] if m.andrad else [])),
            str(m.fore.helt), str(m.efter.helt), str(m.efter.av), fet=not m.efter.ar_lov,
        )
        for m in j.mal
    )  # fmt: skip
    rubrik = f"Bedömning av målen i {d.s.fore_bestamd(j.fore)} och efter {o.bestamd}{d.forslag}"
    motiveringar = [b for m in j.mal if m.efter.motivering for b in stycken(d.s.motivering(m))]
    return [*tabell(rubrik, [*spalter, Spalt("Av", 1.4, tal=True)], rader), *motiveringar]


def _indikatorer(d: Uppfoljningen) -> list[Block]:
    s, h = d.s, d.huvud
    svar = stycken(s.om_indikatorerna(d.jamforelse, h), s.harledning_uppfoljning(h))
    for m in (m for m in d.jamforelse.mal if m.indikatorer):
        svar += [
            Rubrik(2, bitar(f"{m.efter.kod} {m.efter.namn}")),
            *stycken(s.malforandring(m), s.tysta(m.efter, h)),
            *_indikatortabell(d, m),
            *(b for i in m.indikatorer if i.efter.tyst_framgang for b in not_(s.tyst_framgang(i.efter, h))),
        ]
    return svar


def _indikatortabell(d: Uppfoljningen, m: svaren.Malforandring) -> list[Block]:
    o, j = d.o, d.jamforelse
    rader = (
        rad(
            indikatornamn(o, i.efter), kf_arsmal(i.efter), varde(i.fore.aggregerat, i.fore.decimaler),
            bedomningsbit(o, i.fore.uppfyllelse), *([] if j.arsmalet else [str(len(i.fore.saknas))]),
            Bit(varde(i.efter.aggregerat, i.efter.decimaler), fet=i.andrad), bedomningsbit(o, i.efter.uppfyllelse),
            str(len(i.efter.saknas)),
        )
        for i in m.indikatorer
    )  # fmt: skip
    spalter = [
        Spalt(stor_bokstav(o.indikator.obestamd), 5.3),
        Spalt(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", 1.9, tal=True),
        *(_arsmal_och_varde(d) if j.arsmalet else _fore_och_efter(d)),
    ]
    return tabell(f"{stor_bokstav(o.indikator.flera)} för mål {m.efter.kod}, före och efter", spalter, rader)


def _fore_och_efter(d: Uppfoljningen) -> list[Spalt]:
    """The columns of the årsmål of two omgångar."""
    arsmal = stor_bokstav(d.o.arsmal.obestamd)
    return [
        spalt
        for kod in (d.jamforelse.fore.kod, d.huvud.omgang.kod)
        for spalt in (
            Spalt(f"{arsmal} {kod}", 1.7, tal=True), Spalt(f"Uppfyllelse {kod}", 1.9),
            Spalt(f"Saknas {kod}", 1.3, tal=True),
        )
    ]  # fmt: skip


def _arsmal_och_varde(d: Uppfoljningen) -> list[Spalt]:
    """The columns of a prognos or an utfall beside the årsmål."""
    orden = (d.o.arsmal.obestamd, d.o.vardet(d.huvud.omgang.varde).obestamd)
    spalter = [s for o in orden for s in (Spalt(stor_bokstav(o), 1.8, tal=True), Spalt(f"Uppfyllelse {o}", 2.2))]
    return [*spalter, Spalt("Saknas", 1.5, tal=True)]


def _att_hoja(d: Uppfoljningen) -> list[Block]:
    o = d.o
    spalter = [Spalt(stor_bokstav(o.indikator.obestamd), 6.6), Spalt("Organ", 4.6)]
    spalter += [Spalt(f"{stor_bokstav(o.arsmal.obestamd)} nu", 1.9, tal=True), Spalt("Behöver nå", 1.9, tal=True)]
    rader = (
        rad(
            bitar(Bit(r.kod, svag=True), f" {r.namn}"), r.organ, varde(r.nu, r.decimaler),
            varde(r.behover, r.decimaler), r.enhet or "",
        )
        for r in svaren.att_hoja(d.a)
    )  # fmt: skip
    tabellen = tabell("Det som fattas, organ för organ", [*spalter, Spalt("Enhet", 2.0)], rader)
    return [*stycken(d.s.om_att_hoja()), *tabellen] if tabellen else []


def _att_folja(d: Uppfoljningen) -> list[Block]:
    svar: list[Block] = []
    uteblivna = svaren.per_organ(d.a, svaren.med_status(d.svar, Svarsstatus.UTEBLIVEN))
    if uteblivna:
        spalter = [Spalt("Organ", 7.0), Spalt("Inte besvarat", 10.0)]
        rader = (rad(organ, uppraknat(nummer)) for organ, nummer in uteblivna)
        svar += [Rubrik(2, bitar("Uteblivna svar")), *tabell("Organ som inte har svarat", spalter, rader)]
    for status, rubrik in ATT_FOLJA:
        if tabellen := _svarslista(d, svaren.med_status(d.svar, status)):
            svar += [Rubrik(2, bitar(rubrik)), *tabellen]
    return svar


def _svarslista(d: Uppfoljningen, rader: Iterable[svaren.Svarsrad]) -> list[Block]:
    spalter = [Spalt("Nummer", 1.7), Spalt("Organ", 4.1, namn=True), Spalt("Begärt", 1.8, tal=True)]
    spalter += [Spalt("Reviderat", 1.8, tal=True), Spalt("Svar", 4.6), Spalt("Skäl", 3.0)]
    return tabell(
        f"Svar per {d.o.uppmaning} och organ",
        spalter,
        (
            rad(
                r.nummer, r.organ, "" if r.begart is None else varde(r.begart, r.decimaler),
                "" if r.varde is None else varde(r.varde, r.decimaler), r.svar or "", r.motivering or r.skal or "",
            )
            for r in rader
        ),
    )  # fmt: skip


def _svar(d: Uppfoljningen) -> list[Block]:
    return [b for u in d.svar for b in _ett_svar(d, u)]


def _ett_svar(d: Uppfoljningen, u: svaren.Uppmaningssvar) -> list[Block]:
    o, s = d.o, d.s
    aterkallad = o.uppmaning.adj("återkallad", "återkallat")
    rubrik = bitar(Bit(u.nummer, u.kalla), *([f" ({aterkallad})"] if u.aterkallad else []))
    svar: list[Block] = [Rubrik(2, rubrik), *stycken(u.text)]
    if u.svar:
        svar += stycken(s.svarsrad(u))
    if u.aterkallade and not u.aterkallad:
        svar += stycken(f"{stor_bokstav(aterkallad)} för {uppraknat(u.aterkallade)}.")
    if u.varde_begart:
        arsmal = stor_bokstav(o.arsmal.obestamd)
        spalter = [Spalt("Organ", 4.2), Spalt(f"{arsmal} före", 1.8, tal=True), Spalt("Begärt", 1.8, tal=True)]
        spalter += [Spalt(stor_bokstav(o.arsmal.reviderad), 1.9, tal=True), Spalt("Bedömning", 2.6), Spalt("Svar", 4.7)]
        rader = [
            rad(
                r.organ, varde(r.nuvarande, u.decimaler), varde(r.begart, u.decimaler), varde(r.varde, u.decimaler),
                s.dom(r, u), r.svar or "",
            )
            for r in u.svar
        ]  # fmt: skip
        return svar + tabell(f"Svar på {u.nummer}" + (f", {u.enhet}" if u.enhet else ""), spalter, rader)
    spalter = [Spalt("Organ", 5.4), Spalt("Bedömning", 2.8), Spalt("Svar", 8.8)]
    return svar + tabell(f"Svar på {u.nummer}", spalter, (rad(r.organ, s.dom(r, u), r.svar or "") for r in u.svar))


#: what each section holds beside the office's text
DELAR: dict[str, Callable[[Uppfoljningen], list[Block]]] = {
    "uppfoljning": _sammanfattning,
    "fore-efter": _fore_efter,
    "indikatorer": _indikatorer,
    "att-hoja": _att_hoja,
    "nya-uppmaningar": lambda d: uppmaningslista(d.nya),
    "att-folja": _att_folja,
    "svar": _svar,
}
