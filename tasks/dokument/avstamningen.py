"""The document of the plan's avstämning: its sections, in the order of schemas/avsnitt."""

from collections.abc import Callable

from notifications.texter import liten_bokstav, stor_bokstav
from schemas.arsmapp import Beslutspunkt
from schemas.avsnitt import AVSTAMNINGENS
from tasks.dokument import avstamningens_mal as delmal
from tasks.dokument import avstamningens_pengar as pengar
from tasks.dokument import ekonomi
from tasks.dokument import underlag as grund
from tasks.dokument.avstamningens_underlag import Avstamningen
from tasks.dokument.bilagor import Bilaga
from tasks.dokument.satser import (
    avsnittstext,
    belopp,
    faktatabell,
    kedjerad,
    malantal,
    spariraden,
    stycken,
    titelblock,
    uppmaningslista,
)
from tasks.dokument.siffror import with_keys
from tasks.dokument.skrift import Bit, Block, Innehall, Lista, Rubrik, Skrift, Spalt, bitar, rad, tabell
from tasks.dokument.tecken import with_signs


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
    avsnitten["i-korthet"] += [Innehall(tuple((r.text[0].text, r.ankare or "") for r in rubriker))]
    uppgifter, ruta = titelblock(d.s, d.huvud, grund.forbehall(a))
    block = tuple(b for egna in avsnitten.values() for b in egna)
    h, sida = d.huvud, a.omgang.harledningssida(a.oppet.ar)
    block = (*block, spariraden(), *kedjerad(a.kedja))
    return with_keys(
        with_signs(Skrift(d.s.rubrik(h), h.kommun, h.diarienummer, uppgifter, ruta, block, sida)),
        a.oppet.omgangar,
    )


def _inget(d: Avstamningen) -> list[Block]:
    return []


def _beslut(d: Avstamningen) -> list[Block]:
    punkter = grund.beslutspunkter(d.a.rader(Beslutspunkt), {b.punkt: b.galler for b in d.belopp})
    rader = tuple((p.punkt, bitar(Bit(p.text, p.kalla, nyckel=p.nyckel))) for p in punkter)
    return [Lista(rader)] if rader else []


def _sammanfattning(d: Avstamningen) -> list[Block]:
    s, h = d.s, d.huvud
    antal = malantal(s, d.mal, h.omgang)
    over = s.over_malen(d.over, h).removesuffix(".")
    bada = f"{over}; {liten_bokstav(antal)}" if over and antal else antal
    return stycken(s.omfattar(h), bada, s.forbehallet(h, d.uppmaningar))


def _arenden(d: Avstamningen) -> list[Block]:
    spalter = [Spalt("Ärende", 7.6), Spalt("Dnr", 2.4), Spalt("Förslag", 3.4), Spalt("Belopp", 2.1, tal=True)]
    rader = (
        rad(
            Bit(r.arende, r.kalla), r.diarienummer or "", r.forslag or "",
            belopp(r.belopp), r.enhet or "", nyckel=r.nyckel,
        )
        for r in ekonomi.arenden(d.a)
    )  # fmt: skip
    return tabell(f"Ärenden som behandlas i {d.o.avstamning.kort}", [*spalter, Spalt("Enhet", 1.5)], rader)


def _bilagor(d: Avstamningen) -> list[Block]:
    rader = tuple((str(b.nummer), bitar(Bit(b.titel, lank=b.fil))) for b in d.bilagor)
    return [Lista(rader)] if rader else []


#: what each section holds beside the office's text
DELAR: dict[str, Callable[[Avstamningen], list[Block]]] = {
    "i-korthet": delmal.i_korthet,
    "beslut": _beslut,
    "sammanfattning": _sammanfattning,
    "beredning": lambda d: stycken(d.s.beredning(d.huvud)),
    "mal": delmal.malens_avsnitt,
    "indikatorjusteringar": delmal.indikatorjusteringar,
    "budgetjusteringar": pengar.budgetjusteringar,
    "ekonomi": pengar.resultatet,
    "omslutning": pengar.omslutning,
    "resultatenheter": pengar.resultatenheter,
    "investeringar": pengar.investeringar,
    "internkontroll": lambda d: uppmaningslista(u for u in d.uppmaningar if u.mal is None),
    "statsbidrag": pengar.statsbidrag,
    "projektmedel": pengar.projektmedel,
    "arenden": _arenden,
    "bilagor": _bilagor,
}
