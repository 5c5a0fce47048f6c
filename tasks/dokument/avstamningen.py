"""The document of the plan's avstämning: its sections, in the order of schemas/avsnitt."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from notifications.texter import stor_bokstav, tal
from schemas.arsmapp import Beslutspunkt
from schemas.avsnitt import AVSTAMNINGENS
from schemas.ord import Ordbok
from tasks.dokument import ekonomi
from tasks.dokument import mal as malen
from tasks.dokument import underlag as grund
from tasks.dokument.bilagor import Bilaga
from tasks.dokument.satser import (
    Satser,
    avsnittstext,
    bedomningsbit,
    faktatabell,
    indikatornamn,
    kf_arsmal,
    not_,
    stycken,
    titelblock,
    uppmaningslista,
    varde,
)
from tasks.dokument.skrift import Bit, Block, Innehall, Lista, Rubrik, Skrift, Spalt, Stycke, bitar, rad, tabell


@dataclass(frozen=True)
class Avstamningen:
    """Everything that the document shows, read when a section asks for it."""

    a: grund.Aret
    bilagor: tuple[Bilaga, ...]

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
    def uppmaningar(self) -> tuple[malen.Uppmaningstext, ...]:
        """Every uppmaning."""
        return malen.uppmaningar(self.a)

    @cached_property
    def mal(self) -> list[malen.Malavsnitt]:
        """Every goal, each before those below it."""
        return [m for topp in malen.malavsnitt(self.a, self.uppmaningar) for m in topp.alla()]

    @property
    def djup(self) -> int:
        """How many levels of goals there are above the deepest leaf."""
        return max((m.djup for m in self.mal), default=0)

    @cached_property
    def belopp(self) -> tuple[ekonomi.Beslutsrad, ...]:
        """The amounts of the decision."""
        return ekonomi.beslutsbelopp(self.a)

    @property
    def forslag(self) -> str:
        """What is said behind a heading while nothing is decided."""
        return "" if self.huvud.beslutad else " (förslag)"


def avstamningen(a: grund.Aret, bilagor: tuple[Bilaga, ...]) -> Skrift:
    """The avstämning as a document; a section for which the year has nothing is left out."""
    d = Avstamningen(a, bilagor)
    texter, fakta = grund.texter(a), grund.fakta(a)
    avsnitten: dict[str, list[Block]] = {}
    for avsnitt in AVSTAMNINGENS:
        nyckel = avsnitt.nyckel
        egna = [*avsnittstext(texter.get(nyckel)), *DELAR.get(nyckel, _inget)(d), *faktatabell(fakta.get(nyckel, ()))]
        if egna:
            rubrik = "Förslag till beslut" if nyckel == "beslut" and not d.huvud.beslutad else a.o.text(avsnitt.rubrik)
            avsnitten[nyckel] = [Rubrik(1, bitar(stor_bokstav(rubrik)), nyckel), *egna]
    rubriker = [b for block in avsnitten.values() for b in block[:1] if isinstance(b, Rubrik)]
    avsnitten["sammanfattning"] += [Innehall(tuple((r.text[0].text, r.ankare or "") for r in rubriker))]
    uppgifter, ruta = titelblock(d.s, d.huvud, grund.forbehall(a))
    block = tuple(b for egna in avsnitten.values() for b in egna)
    return Skrift(d.s.rubrik(d.huvud), d.huvud.kommun, d.huvud.diarienummer, uppgifter, ruta, block)


def _inget(d: Avstamningen) -> list[Block]:
    return []


def _beslut(d: Avstamningen) -> list[Block]:
    punkter = grund.beslutspunkter(d.a.rader(Beslutspunkt), {b.punkt: b.galler for b in d.belopp})
    rader = tuple((p.punkt, bitar(Bit(p.text, p.kalla))) for p in punkter)
    return [Lista(rader)] if rader else []


def _sammanfattning(d: Avstamningen) -> list[Block]:
    s, h = d.s, d.huvud
    lovren = [m for m in d.mal if m.ar_lov]
    antal = s.malantal(malen.per_bedomning(m.bedomning for m in lovren), len(lovren))
    spalter = [Spalt("Mål", 8.4), Spalt("Bedömning", 2.4), Spalt("Helt", 1.3, tal=True)]
    spalter += [Spalt("Delvis", 1.5, tal=True), Spalt("Inte", 1.3, tal=True), Spalt("Kan inte bedömas", 2.1, tal=True)]
    rader = (
        rad(
            Bit(f"{m.kod} {m.namn}", m.kalla, lank=f"#mal-{m.kod}"), bedomningsbit(d.o, m.bedomning),
            str(m.helt), str(m.delvis), str(m.inte), str(m.ej), fet=not m.ar_lov,
        )
        for m in d.mal
    )  # fmt: skip
    return [
        *stycken(s.inlamnat(h), antal, s.uppmaningsantal(d.uppmaningar, h)),
        *tabell(f"Bedömning av målen{d.forslag}", spalter, rader),
        *not_(s.om_kolumnerna(d.djup)),
    ]


def _malen(d: Avstamningen) -> list[Block]:
    s = d.s
    forst = [*stycken(s.regler(d.huvud, d.djup), s.vilka_saknar()), *stycken(s.harledning())]
    return forst + [b for m in d.mal for b in _ett_mal(d, m)]


def _ett_mal(d: Avstamningen, m: malen.Malavsnitt) -> list[Block]:
    s, h, o = d.s, d.huvud, d.o
    niva = min(2 + m.djup, 3)
    slutsats = [
        Bit(f"Bedömning{d.forslag}:", fet=True), Bit(" "), bedomningsbit(o, m.bedomning, stor=False),
        Bit(" ".join(x for x in (".", s.bedomning(m, h), s.grund(m, h), s.tysta(m, h)) if x)),
    ]  # fmt: skip
    svar: list[Block] = [
        Rubrik(niva, bitar(Bit(f"{m.kod} {m.namn}", m.kalla)), f"mal-{m.kod}"),
        Stycke(tuple(slutsats)),
        *(stycken(s.bidrag(m, h)) if m.ar_lov else []),
        *stycken(s.avvikande(m)),
        *avsnittstext(m.text),
        *faktatabell(m.fakta),
        *_indikatortabell(d, m),
        *(b for i in m.indikatorer if i.tyst_framgang for b in not_(s.tyst_framgang(i, h))),
    ]
    if m.uppmaningar:
        rubrik = f"{stor_bokstav(o.uppmaning.flera)} för mål {m.kod}"
        svar += [Rubrik(niva + 1, bitar(rubrik)), *uppmaningslista(m.uppmaningar)]
    return svar


def _indikatortabell(d: Avstamningen, m: malen.Malavsnitt) -> list[Block]:
    o = d.o
    spalter = [
        Spalt(stor_bokstav(o.indikator.obestamd), 6.3), Spalt("Enhet", 1.7),
        Spalt(stor_bokstav(o.arsmal.aggregerat), 2.0, tal=True),
        Spalt(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", 1.9, tal=True), Spalt("Uppfyllelse", 2.1),
        Spalt(f"Antal {o.arsmal.flera}", 1.4, tal=True), Spalt("Saknas", 1.6, tal=True),
    ]  # fmt: skip
    rader = (
        rad(
            indikatornamn(o, i), i.enhet or "", varde(i.aggregerat, i.decimaler), kf_arsmal(i),
            bedomningsbit(o, i.uppfyllelse), str(i.antal), str(len(i.saknas)),
        )
        for i in m.indikatorer
    )  # fmt: skip
    return tabell(f"{stor_bokstav(o.indikator.flera)} för mål {m.kod}", spalter, rader)


def _indikatorjusteringar(d: Avstamningen) -> list[Block]:
    o = d.o
    spalter = [Spalt(stor_bokstav(o.indikator.obestamd), 5.2), Spalt("Organ", 4.6), Spalt("Förändring", 2.0)]
    spalter += [Spalt("Värde", 1.4), Spalt("Skäl", 3.8)]
    rader = (
        rad(
            bitar(Bit(j.indikator, svag=True), Bit(f" {j.namn}", j.kalla)), j.organ,
            stor_bokstav(o.kod(j.justering)), j.varde or "", j.skal or "",
        )
        for j in malen.indikatorjusteringar(d.a)
    )  # fmt: skip
    return tabell(f"Förändringar per {o.indikator.obestamd}", spalter, rader)


def _ekonomi(d: Avstamningen) -> list[Block]:
    o, s = d.o, d.s
    begarda = ekonomi.framstallningar(d.a)
    spalter = [Spalt("Post", 6.6), Spalt(f"{o.kommunfullmaktige.kort_genitiv} budget", 2.4, tal=True)]
    spalter += [Spalt("Beviljade justeringar", 2.6, tal=True), Spalt("Omslutning", 2.8, tal=True)]
    spalter += [Spalt("Justerad budget", 2.6, tal=True)]
    budget = (
        rad(
            Bit(r.rad, r.kalla), tal(r.kf_budget), tal(r.justeringar), tal(r.omslutning), tal(r.justerad),
            fet=bool(r.delar),
        )
        for r in ekonomi.resultatbudget(d.a)
    )  # fmt: skip
    svar = [*stycken(s.begarda(begarda, d.huvud)), *tabell("Resultatbudget, mnkr", spalter, budget)]
    spalter = [Spalt("Punkt", 1.6), Spalt("Avser", 6.2), Spalt("Finansiering", 2.4), Spalt("Belopp", 2.2, tal=True)]
    spalter += [Spalt("Summa av justeringar", 2.6, tal=True), Spalt("Skillnad", 2.0, tal=True)]
    belopp = (
        rad(
            Bit(b.punkt, b.kalla), stor_bokstav(b.avser), b.finansiering or "", tal(b.galler), tal(b.summa),
            tal(b.skillnad),
        )
        for b in d.belopp
    )  # fmt: skip
    svar += tabell("Belopp i beslutet och summan av justeringarna bakom dem, mnkr", spalter, belopp)
    return svar + _avvikelser(d)


def _avvikelser(d: Avstamningen) -> list[Block]:
    alla = ekonomi.avvikelser(d.a)
    forklarat = any(v.forklaring for v in alla)
    spalter = [Spalt("Avser", 2.8), Spalt("Vad som skiljer", 6.8 if forklarat else 11.8, namn=True)]
    spalter += [Spalt("Skillnad", 2.4, tal=True), *([Spalt("Förklaring", 5.0)] if forklarat else [])]
    rader = (
        rad(stor_bokstav(d.o.kod(v.slag)), v.text, tal(v.belopp), *([v.forklaring] if forklarat else [])) for v in alla
    )
    tabellen = tabell("Skillnader, mnkr", spalter, rader)
    rubrik = Rubrik(2, bitar("Belopp som inte stämmer överens"), "avvikelser")
    return [rubrik, *stycken(d.s.om_avvikelserna()), *tabellen] if tabellen else []


def _investeringar(d: Avstamningen) -> list[Block]:
    alla = ekonomi.investeringar(d.a)
    spalter = [Spalt("Organ", 5.0), Spalt("Post", 4.4)]
    spalter += [Spalt(x, 1.9, tal=True) for x in ("Utgifter", "Inkomster", "Netto", "Prognos")]
    svar: list[Block] = []
    delar = (("Investeringsramar, mnkr", ekonomi.ramar(alla)), ("Investeringsprojekt, mnkr", ekonomi.projekt(alla)))
    for rubrik, rader in delar:
        svar += tabell(
            rubrik,
            spalter,
            (
                rad(
                    Bit(r.organ, r.kalla), r.post or "", tal(r.utgifter), tal(r.inkomster), tal(r.netto),
                    tal(r.prognos),
                )
                for r in rader
            ),
        )  # fmt: skip
    return svar


def _statsbidrag(d: Avstamningen) -> list[Block]:
    svar: list[Block] = []
    for b in ekonomi.statsbidrag(d.a):
        rubrik = f"Fördelning av {b.bidrag}, kronor"
        svar += [Rubrik(2, bitar(Bit(b.bidrag, b.kalla))), *stycken(d.s.bidragssats(b))]
        if b.fordelat:
            spalter = [Spalt("Organ", 6.6), Spalt("Antal", 2.2, tal=True), Spalt("Index", 2.2, tal=True)]
            spalter += [Spalt("Belopp", 3.2, tal=True), Spalt("Belopp per antal", 2.8, tal=True)]
            delar = [
                rad(Bit(x.organ, x.kalla), tal(x.antal), tal(x.index), tal(x.belopp), tal(x.per_antal)) for x in b.delar
            ]
            antal = sum(x.antal for x in b.delar if x.antal)
            svar += tabell(rubrik, spalter, [*delar, rad("Summa", tal(antal), "", tal(b.pott), "", fet=True)])
        else:
            spalter = [Spalt("Organ", 9.0), Spalt("Avser", 4.6), Spalt("Belopp", 3.4, tal=True)]
            delar = [rad(Bit(x.organ, x.kalla), x.avser or "", tal(x.belopp)) for x in b.delar]
            svar += tabell(rubrik, spalter, [*delar, rad("Summa", "", tal(b.pott), fet=True)])
    return svar


def _projektmedel(d: Avstamningen) -> list[Block]:
    spalter = [Spalt("Projekt", 4.6), Spalt("Sökande", 3.0), Spalt("Medsökande", 3.6), Spalt("År", 1.0, tal=True)]
    spalter += [Spalt("Sökt", 1.3, tal=True), Spalt("Beviljat", 1.5, tal=True), Spalt("Dnr", 2.0)]
    rader = (
        rad(
            Bit(p.projekt, p.kalla), p.organ, p.medsokande, tal(p.ar), tal(p.sokt), tal(p.beviljat),
            p.diarienummer or "",
        )
        for p in ekonomi.projektmedel(d.a)
    )  # fmt: skip
    return tabell("Sökta och beviljade projektmedel, mnkr", spalter, rader)


def _arenden(d: Avstamningen) -> list[Block]:
    spalter = [Spalt("Ärende", 7.6), Spalt("Dnr", 2.4), Spalt("Förslag", 3.4), Spalt("Belopp", 2.1, tal=True)]
    rader = (
        rad(
            Bit(r.arende, r.kalla), r.diarienummer or "", r.forslag or "",
            "" if r.belopp is None else tal(r.belopp), r.enhet or "",
        )
        for r in ekonomi.arenden(d.a)
    )  # fmt: skip
    return tabell(f"Ärenden som behandlas i {d.o.avstamning.kort}", [*spalter, Spalt("Enhet", 1.5)], rader)


def _bilagor(d: Avstamningen) -> list[Block]:
    rader = tuple((str(b.nummer), bitar(Bit(b.titel, lank=b.fil))) for b in d.bilagor)
    return [Lista(rader)] if rader else []


#: what each section holds beside the office's text
DELAR: dict[str, Callable[[Avstamningen], list[Block]]] = {
    "beslut": _beslut,
    "sammanfattning": _sammanfattning,
    "mal": _malen,
    "indikatorjusteringar": _indikatorjusteringar,
    "ekonomi": _ekonomi,
    "investeringar": _investeringar,
    "internkontroll": lambda d: uppmaningslista(u for u in d.uppmaningar if u.mal is None),
    "statsbidrag": _statsbidrag,
    "projektmedel": _projektmedel,
    "arenden": _arenden,
    "bilagor": _bilagor,
}
