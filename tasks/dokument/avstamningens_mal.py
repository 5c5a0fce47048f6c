"""The goals in the document of the avstämning: the first page, each goal, and changes of indicators."""

from dataclasses import replace
from decimal import Decimal

from notifications.texter import stor_bokstav
from tasks.dokument import mal as malen
from tasks.dokument.avstamningens_underlag import Avstamningen
from tasks.dokument.diagram import Indikatordata, Malrad, Organpunkt, indikatordiagram, uppfyllelsediagram
from tasks.dokument.satser import (
    andel,
    avsnittstext,
    bedomningsbit,
    faktatabell,
    foregaende,
    indikatornamn,
    kf_arsmal,
    med_malens_nycklar,
    not_,
    slutsats,
    stycken,
    uppfyllelsebitar,
    uppmaningslista,
    varde,
)
from tasks.dokument.siffror import antalet, spar
from tasks.dokument.skrift import Bit, Block, Rubrik, Spalt, Stycke, Text, bitar, rad, tabell

#: how many rows a chart has room for on a page
FLEST_I_DIAGRAM = 60


def i_korthet(d: Avstamningen) -> list[Block]:
    """The first page: how the goals stand, what falls short the most, what is asked of whom, and who is silent."""
    malen_ = _toppmalen(d) if d.over else _bedomningstabell(d)
    svarat = stycken(d.s.inlamnat(d.huvud), d.s.uppmaningsantal(d.uppmaningar, d.huvud))
    return [*malen_, *svarat, *_undantagen(d), *_begart(d)]


def _toppmalen(d: Avstamningen) -> list[Block]:
    """The goals at the top, with how those below them stand in words; all of them stand where the goals begin."""
    spalter = [Spalt("Mål", 6.0), Spalt("Bedömning", 4.4), Spalt("Målen under", 6.6)]
    rader = (
        rad(_malnamn(m), _bedomningscell(d, m), d.s.grund(m, d.huvud), nyckel=m.nyckel) for m in d.mal if m.djup == 0
    )
    return tabell(f"Bedömning av målen{d.forslag}", spalter, rader)


def _malnamn(m: malen.Malavsnitt) -> Bit:
    return Bit(f"{m.kod} {m.namn}", m.kalla, lank=f"#mal-{m.kod}", nyckel=m.kod)


def _bedomningscell(d: Avstamningen, m: malen.Malavsnitt) -> Text:
    """The word of a goal's bedömning, with the reservation where most holders are silent."""
    return bitar(bedomningsbit(d.o, m.bedomning), *([f", {d.s.tyst_for(m, d.huvud)}"] if m.tysta else []))


def _bedomningstabell(d: Avstamningen, vilka: str = "") -> list[Block]:
    """Every goal with its bedömning and what it rests on."""
    spalter = [Spalt("Mål", 8.2), Spalt("Bedömning", 4.8), Spalt("Nås helt", 1.9, tal=True)]
    spalter += [Spalt("Kan inte bedömas", 2.1, tal=True)]
    rader = (
        rad(
            _malnamn(m), _bedomningscell(d, m), f"{m.helt} av {m.av}" if m.av else "", str(m.ej) if m.ej else "",
            fet=not m.ar_lov, nyckel=m.nyckel,
        )
        for m in d.mal
    )  # fmt: skip
    rubrik = f"Bedömning av {vilka or 'målen'}{d.forslag}"
    return [*tabell(rubrik, spalter, rader), *not_(d.s.om_kolumnerna(d.djup))]


def _undantagen(d: Avstamningen) -> list[Block]:
    """The indicators that are furthest from KF's årsmål."""
    o = d.o
    alla = malen.furthest(i for m in d.mal for i in m.indikatorer)
    varsta = alla[: malen.STORSTA]
    spalter = [Spalt(stor_bokstav(o.indikator.obestamd), 7.2), Spalt(stor_bokstav(o.arsmal.aggregerat), 2.2, tal=True)]
    spalter += [Spalt(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", 1.9, tal=True), Spalt("Enhet", 1.8)]
    spalter += [
        Spalt("Avstånd", 1.6, tal=True),
        Spalt("I procent", 1.6, tal=True),
        Spalt("Saknas", 1.5, tal=True),
    ]
    rader = (
        rad(
            indikatornamn(o, i), varde(i.aggregerat, i.decimaler), kf_arsmal(i), i.enhet or "",
            varde(i.fattas, i.decimaler), andel(i.andel), str(len(i.saknas)), nyckel=i.nyckel,
        )
        for i in varsta
    )  # fmt: skip
    rubrik = f"{stor_bokstav(o.indikator.flera)} längst från {o.kommunfullmaktige.kort_genitiv} {o.arsmal}"
    return [*tabell(rubrik, spalter, rader), *not_(d.s.om_undantagen(varsta, len(alla), d.huvud))]


def _begart(d: Avstamningen) -> list[Block]:
    """What is asked, by what it is that is asked for, and of whom."""
    spalter = [Spalt("Begärs", 3.4), Spalt(stor_bokstav(d.o.uppmaning.flera), 2.6, tal=True)]
    spalter += [Spalt("Antal organ", 1.4, tal=True), Spalt("Den till flest", 9.6)]
    rader = (
        rad(
            stor_bokstav(d.o.kod(b.begar)),
            Bit(str(b.antal), nyckel=antalet(d.huvud.omgang, "uppmaningar", begar=b.begar)),
            Bit(str(b.organ), nyckel=antalet(d.huvud.omgang, "mottagare", begar=b.begar)),
            Bit(f"{b.storst.nummer}: {b.storst.till}", nyckel=b.storst.nummer),
        )
        for b in malen.per_begaran(d.uppmaningar)
    )
    return tabell("Vad som begärs och av vem", spalter, rader)


def malens_avsnitt(d: Avstamningen) -> list[Block]:
    """Every goal, after what the bedömningar rest on."""
    s = d.s
    forst = [*stycken(s.regler(d.huvud, d.djup), s.vilka_saknar()), *stycken(s.harledning())]
    lovren = [Malrad(m.kod, m.namn, m.bedomning, m.raknade) for m in d.mal if m.ar_lov]
    if len(lovren) <= FLEST_I_DIAGRAM:
        bild = uppfyllelsediagram(d.o, lovren, f"{stor_bokstav(d.o.indikator.flera)} mål för mål")
        forst.append(med_malens_nycklar(bild, d.huvud.omgang, (m for m in d.mal if m.ar_lov)))
    if d.over:
        forst += _bedomningstabell(d, "varje mål")
    return forst + [b for m in d.mal for b in _ett_mal(d, m)]


def _ett_mal(d: Avstamningen, m: malen.Malavsnitt) -> list[Block]:
    s, h, o = d.s, d.huvud, d.o
    niva = min(2 + m.djup, 3)
    svar: list[Block] = [
        Rubrik(niva, bitar(Bit(f"{m.kod} {m.namn}", m.kalla, nyckel=m.kod)), f"mal-{m.kod}"),
        Stycke((*slutsats(s, m, h, d.uppmaningar), Bit(f" {s.grund(m, h)}", nyckel=m.nyckel))),
        *(stycken(s.bidrag(m, h)) if m.ar_lov else []),
        *stycken(s.avvikande(m), nyckel=m.nyckel),
        *avsnittstext(m.text),
        *faktatabell(m.fakta),
        *_indikatortabell(d, m),
        *(b for i in m.indikatorer for b in _organ_for_organ(d, i)),
        *(b for i in m.indikatorer if i.tyst_framgang for b in not_(s.tyst_framgang(i, h), i.nyckel)),
    ]
    if m.uppmaningar:
        rubrik = f"{stor_bokstav(o.uppmaning.flera)} för mål {m.kod}"
        svar += [Rubrik(niva + 1, bitar(rubrik)), *uppmaningslista(m.uppmaningar)]
    return svar


def _organ_for_organ(d: Avstamningen, i: malen.Indikatorrad) -> list[Block]:
    """The chart of an indicator that does not reach KF's årsmål, where there is room for its organs."""
    organ = sorted(i.utfall, key=d.a.plats)
    if i.fattas is None or len(organ) > FLEST_I_DIAGRAM:
        return []
    varden = {o: Decimal(v) for o, v in i.varden.items()}
    punkter = tuple(Organpunkt(d.a.kortnamn(o), varden.get(o), i.utfall[o]) for o in organ)
    data = Indikatordata(
        i.kod, i.namn, i.enhet, i.decimaler, d.o.arsmal.obestamd, i.kf_arsmal, i.aggregerat, i.hogre,
        not i.del_av_summa, d.huvud.ar - 1, punkter,
    )  # fmt: skip
    om = d.huvud.omgang
    nar = antalet(om, "arsmal", indikator=i.kod, nar_kf="ja")
    nycklar = (i.nyckel, spar("foregaende", om, i.kod), nar, antalet(om, "arsmal", indikator=i.kod), i.kod)
    return [replace(indikatordiagram(d.o, data), nycklar=nycklar)]


def _indikatortabell(d: Avstamningen, m: malen.Malavsnitt) -> list[Block]:
    o = d.o
    spalter = [
        Spalt(stor_bokstav(o.indikator.obestamd), 4.6), Spalt("Enhet", 1.5),
        Spalt(f"{stor_bokstav(o.utfall.obestamd)} {d.huvud.ar - 1}", 1.5, tal=True),
        Spalt(stor_bokstav(o.arsmal.aggregerat), 2.0, tal=True),
        Spalt(f"{o.kommunfullmaktige.kort_genitiv} {o.arsmal}", 1.8, tal=True), Spalt("Uppfyllelse", 2.7),
        Spalt(f"Antal {o.arsmal.flera}", 1.3, tal=True), Spalt("Saknas", 1.4, tal=True),
    ]  # fmt: skip
    rader = (
        rad(
            indikatornamn(o, i), i.enhet or "", Bit(foregaende(i), nyckel=spar("foregaende", d.huvud.omgang, i.kod)),
            varde(i.aggregerat, i.decimaler), kf_arsmal(i), uppfyllelsebitar(o, i), str(i.antal),
            str(len(i.saknas)), nyckel=i.nyckel,
        )
        for i in m.indikatorer
    )  # fmt: skip
    tabellen = tabell(f"{stor_bokstav(o.indikator.flera)} för mål {m.kod}", spalter, rader)
    ofullstandigt = any(0 < i.utfall_antal < i.antal for i in m.indikatorer)
    return [*tabellen, *(not_(d.s.om_foregaende(d.huvud)) if ofullstandigt else [])]


def indikatorjusteringar(d: Avstamningen) -> list[Block]:
    """What changes of indicators and targets."""
    o, alla = d.o, malen.indikatorjusteringar(d.a)
    spalter = [Spalt(stor_bokstav(o.indikator.obestamd), 5.2), Spalt("Organ", 4.6), Spalt("Förändring", 2.0)]
    spalter += [Spalt("Värde", 1.4), Spalt("Skäl", 3.8)]
    rader = (
        rad(
            bitar(Bit(j.indikator, svag=True, nyckel=j.indikator), Bit(f" {j.namn}", j.kalla, nyckel=j.indikator)),
            j.organ, stor_bokstav(o.kod(j.justering)), j.varde or "", j.skal or "", nyckel=j.nyckel,
        )
        for j in alla
    )  # fmt: skip
    tabellen = tabell(f"Förändringar per {o.indikator.obestamd}", spalter, rader)
    per_slag = malen.count_distinct((j.justering, j.indikator) for j in alla)
    return [*stycken(d.s.indikatorjusteringar(per_slag, d.huvud)), *tabellen] if tabellen else []
