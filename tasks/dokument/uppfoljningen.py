"""The document of an omgång after the plan: its sections, in the order of schemas/avsnitt."""

from collections.abc import Callable

from notifications.texter import stor_bokstav
from schemas.begrepp import Svarsstatus
from tasks.dokument import forandring, loften
from tasks.dokument import mal as malen
from tasks.dokument import svar as svaren
from tasks.dokument import underlag as grund
from tasks.dokument.diagram import Malrad, uppfyllelsediagram
from tasks.dokument.satser import (
    andel,
    avsnittstext,
    bedomningsbit,
    indikatornamn,
    kedjerad,
    kf_arsmal,
    med_malens_nycklar,
    not_,
    spariraden,
    stycken,
    titelblock,
    uppmaningslista,
    varde,
)
from tasks.dokument.siffror import with_keys
from tasks.dokument.skrift import Bit, Block, Rubrik, Skrift, Spalt, Tabellrad, Text, bitar, rad, tabell
from tasks.dokument.tecken import with_signs
from tasks.dokument.uppfoljningens_organ import arets_uppmaningar, organen
from tasks.dokument.uppfoljningens_svar import att_folja, att_hoja, otillrackliga, svar
from tasks.dokument.uppfoljningsdata import Uppfoljningen, beside, med_tecken


def uppfoljningen(a: grund.Aret) -> Skrift:
    """The follow-up as a document; a section for which there is nothing is left out."""
    d = Uppfoljningen(a)
    texter = grund.texter(a)
    block: list[Block] = []
    for avsnitt in d.avsnitt:
        text = avsnittstext(texter.get(avsnitt.nyckel)) if avsnitt.text else []
        egna = [*text, *DELAR[avsnitt.nyckel](d)]
        if egna:
            block += [Rubrik(1, bitar(stor_bokstav(a.o.text(avsnitt.rubrik))), avsnitt.nyckel), *egna]
    uppgifter, ruta = titelblock(d.s, d.huvud, grund.forbehall(a, grund.FILER_I_UPPFOLJNINGEN))
    titel, h = d.s.rubrik(d.huvud), d.huvud
    sida = a.omgang.harledningssida(a.oppet.ar)
    skrift = Skrift(titel, h.kommun, h.diarienummer, uppgifter, ruta, (*block, spariraden(), *kedjerad(a.kedja)), sida)
    return with_keys(with_signs(skrift), a.oppet.omgangar)


def _sammanfattning(d: Uppfoljningen) -> list[Block]:
    """The first page: how the goals stand, what changed, what is lacking, who is silent, and what is next."""
    u, j, h = d.u, d.jamforelse, d.huvud
    antal = malen.per_bedomning(m.efter.bedomning for m in j.lovren)
    andrade = [m for m in j.mal if m.andrad]
    laget = u.malen(antal, len(j.lovren), [i for m in j.lovren for i in m.tysta], h) if j.lovren else ""
    return [
        *stycken(laget, u.andrade_mal(andrade, j.fore, h), u.andrade_indikatorer(j, h)),
        *_maltabell(d, j.toppen, f"Målen i korthet{d.forslag}"),
        Rubrik(2, bitar("Det som fattas")),
        *_storsta_brister(d),
        Rubrik(2, bitar("Svaren")),
        *_svarslage(d),
        *_framat(d),
    ]


def _maltabell(d: Uppfoljningen, malen_: tuple[forandring.Malforandring, ...], rubrik: str) -> list[Block]:
    spalter = [Spalt("Mål", 5.9), Spalt("Bedömning nu", 2.9), Spalt(d.fore, 2.5), Spalt("Förändring", 2.2)]
    rader = (
        rad(
            Bit(f"{m.efter.kod} {m.efter.namn}", m.efter.kalla, nyckel=m.efter.kod), _bedomning(d, m),
            bedomningsbit(d.o, m.fore.bedomning), d.u.riktning(m), d.u.vilar_pa(m.efter),
            fet=not m.efter.ar_lov and len(malen_) != len(d.jamforelse.toppen), nyckel=m.efter.nyckel,
        )
        for m in malen_
    )  # fmt: skip
    return tabell(rubrik, [*spalter, Spalt("Vilar på", 3.5)], rader)


def _bedomning(d: Uppfoljningen, m: forandring.Malforandring) -> Text:
    """A bedömning in a cell, with how much of what it rests on is silent."""
    tyst = d.u.tyst_i_cellen(m)
    return bitar(bedomningsbit(d.o, m.efter.bedomning), *([f" {tyst}"] if tyst else []))


def _storsta_brister(d: Uppfoljningen) -> list[Block]:
    u, h = d.u, d.huvud
    raknade = [i.efter for i in d.jamforelse.indikatorer if i.efter.raknas]
    alla = malen.furthest(raknade)
    visade = alla[: malen.STORSTA]
    lage = u.indikatorlage(malen.per_bedomning(i.uppfyllelse for i in raknade), len(raknade), h)
    vardet = stor_bokstav(d.o.vardet(h.omgang.varde).aggregerat)
    spalter = [Spalt(stor_bokstav(d.o.indikator.obestamd), 6.4), Spalt(d.kf_arsmal, 2.1, tal=True)]
    spalter += [Spalt(vardet, 2.4, tal=True), Spalt("Fattas", 2.1, tal=True), Spalt("I procent", 1.9, tal=True)]
    spalter += [Spalt("Saknas från", 2.1, tal=True)]
    antal = [u.storsta_brister(len(alla), len(visade), h)] if visade else []
    return [
        *stycken(lage, *antal),
        *tabell(f"Det som fattas för att nå {d.kf_arsmal}", spalter, (_bristrad(d, i) for i in visade)),
    ]


def _bristrad(d: Uppfoljningen, i: malen.Indikatorrad) -> Tabellrad:
    return rad(
        indikatornamn(d.o, i), kf_arsmal(i), varde(i.aggregerat, i.decimaler), varde(i.fattas, i.decimaler),
        andel(i.andel), beside(len(i.saknas), len(i.saknas) + i.antal), nyckel=i.nyckel,
    )  # fmt: skip


def _svarslage(d: Uppfoljningen) -> list[Block]:
    """How the answers came out, and two different things: who has not reported, and who has but is silent."""
    a, u, h, t = d.a, d.u, d.huvud, d.tystnad
    antal = {str(s): 0 for s in Svarsstatus} | dict(svaren.count_status(r.status for r in d.svarsrader))
    lage = u.svarslage(
        antal, len(d.svarsrader), len([x for x in d.svar if x.svar]), sum(r.sen for r in d.svarsrader), h
    )
    tysta = svaren.skara(a, t.ej_rapporterat, grund.per_slag(a.omgang, "ej-rapporterat"))
    obesvarade = svaren.skara(a, t.obesvarade, grund.per_slag(a.omgang, "obesvarade"))
    rapporterat = u.rapporterat(tysta, obesvarade, len(t.skulle), h)
    return [*stycken(lage), *stycken(rapporterat)] if d.svarsrader else stycken(lage, rapporterat)


def _framat(d: Uppfoljningen) -> list[Block]:
    """What goes on to the next omgång, and what is new."""
    a, u, h = d.a, d.u, d.huvud
    kvar = [r for r in d.svarsrader if r.status in loften.EJ_UPPFYLLDA and r.senast]
    vidare = u.vidare(len(kvar), len(d.svarsrader), svaren.skara(a, {r.kod for r in kvar}), h)
    nya = u.nya(d.nya, svaren.skara(a, {o for n in d.nya for o in n.mottagare}), h)
    text = stycken(vidare, nya)
    return [Rubrik(2, bitar("Det som går vidare" if h.nasta else "Det som återstår")), *text] if text else []


def _fore_efter(d: Uppfoljningen) -> list[Block]:
    """Every goal before and now, where the first page has only the top ones; and why those that moved did."""
    j, block = d.jamforelse, []
    if any(m.indikatorer for m in j.mal):
        block.append(_uppfyllelsen(d))
    if len(j.mal) > len(j.toppen):
        block += _maltabell(d, j.mal, f"Bedömning av målen i {d.u.fore_bestamd(j.fore)} och nu{d.forslag}")
    for m in (m for m in j.mal if m.andrad or m.efter.avviker or m.efter.motivering):
        block.append(Rubrik(2, bitar(Bit(f"{m.efter.kod} {m.efter.namn}", nyckel=m.efter.kod))))
        orsak = d.u.orsak(m) if m.andrad else ""
        block += stycken(d.u.malforandring(m, j.fore, d.huvud), orsak, nyckel=m.efter.nyckel)
    return block


def _uppfyllelsen(d: Uppfoljningen) -> Block:
    alla = [m.efter for m in d.jamforelse.mal if m.indikatorer]
    rader = [Malrad(m.kod, m.namn, m.bedomning, m.raknade) for m in alla]
    bild = uppfyllelsediagram(d.o, rader, f"{stor_bokstav(d.o.indikator.flera_bestamd)} för varje mål")
    return med_malens_nycklar(bild, d.huvud.omgang, alla)


def _indikatorer(d: Uppfoljningen) -> list[Block]:
    """The indicators that changed, goal by goal; a bokslut shows all of them in the next section."""
    if d.ar_utfall or not any(i.andrad for i in d.jamforelse.indikatorer):
        return []
    svar_ = stycken(d.u.om_indikatorerna(d.jamforelse, d.huvud), d.u.harledning(d.huvud))
    for m in d.jamforelse.mal:
        svar_ += _malets(d, m, m.andrade)
    return svar_


def _utfall(d: Uppfoljningen) -> list[Block]:
    """The bokslut: what was promised and what came of it, indicator by indicator."""
    if not d.ar_utfall:
        return []
    svar_ = stycken(d.u.om_indikatorerna(d.jamforelse, d.huvud), d.u.harledning(d.huvud))
    for m in d.jamforelse.mal:
        svar_ += _malets(d, m, m.indikatorer)
    return svar_


def _malets(
    d: Uppfoljningen, m: forandring.Malforandring, visade: tuple[forandring.Indikatorforandring, ...]
) -> list[Block]:  # fmt: skip
    if not visade:
        return []
    tysta = (b for i in visade if i.efter.tyst_framgang for b in _tyst_framgang(d, i.efter))
    return [
        Rubrik(2, bitar(Bit(f"{m.efter.kod} {m.efter.namn}", nyckel=m.efter.kod))),
        *stycken(d.u.malforandring(m, d.jamforelse.fore, d.huvud), nyckel=m.efter.nyckel),
        *_indikatortabell(d, visade, f"{stor_bokstav(d.o.indikator.flera)} för mål {m.efter.kod}"),
        *tysta,
    ]


def _indikatortabell(
    d: Uppfoljningen, visade: tuple[forandring.Indikatorforandring, ...], rubrik: str
) -> list[Block]:  # fmt: skip
    arsmalet = d.jamforelse.arsmalet
    spalter = [Spalt(stor_bokstav(d.o.indikator.obestamd), 5.2), Spalt(d.kf_arsmal, 1.9, tal=True)]
    spalter += [Spalt(v, 1.9, tal=True) for v in d.fore_och_nu]
    spalter += [Spalt("Skillnad", 1.7, tal=True)] if arsmalet else []
    spalter += [Spalt("Uppfyllelse", 2.7), Spalt("Saknas från", 1.7, tal=True)]
    return tabell(rubrik, spalter, (_indikatorrad(d, i) for i in visade))


def _indikatorrad(d: Uppfoljningen, i: forandring.Indikatorforandring) -> Tabellrad:
    e = i.efter
    var = f" ({d.fore_i_cellen} {d.o.kod(i.fore.uppfyllelse)})" if i.andrad_uppfyllelse else ""
    return rad(
        indikatornamn(d.o, e), kf_arsmal(e), _fore(i), varde(e.aggregerat, e.decimaler),
        *([med_tecken(i.skillnad, e.decimaler)] if d.jamforelse.arsmalet else []),
        bitar(bedomningsbit(d.o, e.uppfyllelse), *([var] if var else [])),
        beside(len(e.saknas), len(e.saknas) + e.antal), nyckel=e.nyckel,
    )  # fmt: skip


def _utan_forandring(d: Uppfoljningen) -> list[Block]:
    """The bilaga: the indicators that are as they were, in one table."""
    if d.ar_utfall:
        return []
    alla = tuple(i for i in d.jamforelse.indikatorer if not i.andrad)
    spalter = [Spalt(stor_bokstav(d.o.indikator.obestamd), 7.0), Spalt(d.kf_arsmal, 2.1, tal=True)]
    spalter += [Spalt(v, 2.0, tal=True) for v in d.fore_och_nu[0 if d.jamforelse.arsmalet else 1 :]]
    spalter += [Spalt("Uppfyllelse", 2.4), Spalt("Saknas från", 1.9, tal=True)]
    rader = (
        rad(
            indikatornamn(d.o, i.efter), kf_arsmal(i.efter),
            *([_fore(i)] if d.jamforelse.arsmalet else []),
            varde(i.efter.aggregerat, i.efter.decimaler), bedomningsbit(d.o, i.efter.uppfyllelse),
            beside(len(i.efter.saknas), len(i.efter.saknas) + i.efter.antal), nyckel=i.efter.nyckel,
        )
        for i in alla
    )  # fmt: skip
    tysta = (b for i in alla if i.efter.tyst_framgang for b in _tyst_framgang(d, i.efter))
    tabellen = tabell(f"{stor_bokstav(d.o.indikator.flera)} utan förändring", spalter, rader)
    return [*stycken(d.u.om_bilagan(d.jamforelse, d.huvud)), *tabellen, *tysta] if tabellen else []


def _fore(i: forandring.Indikatorforandring) -> Bit:
    """The value before."""
    return Bit(varde(i.fore.aggregerat, i.efter.decimaler), nyckel=i.fore.nyckel)


def _tyst_framgang(d: Uppfoljningen, i: malen.Indikatorrad) -> list[Block]:
    return not_(d.s.tyst_framgang(i, d.huvud), i.nyckel)


#: what each section holds beside the office's text
DELAR: dict[str, Callable[[Uppfoljningen], list[Block]]] = {
    "uppfoljning": _sammanfattning,
    "fore-efter": _fore_efter,
    "indikatorer": _indikatorer,
    "utfall": _utfall,
    "organen": organen,
    "att-hoja": att_hoja,
    "att-folja": att_folja,
    "otillrackliga": otillrackliga,
    "nya-uppmaningar": lambda d: uppmaningslista(d.nya),
    "arets-uppmaningar": arets_uppmaningar,
    "svar": svar,
    "utan-forandring": _utan_forandring,
}
