"""The page of an organ: its numbers beside last year's and KF's, what it is asked and why, and what was decided."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from notifications.texter import datum, stor_bokstav, tal
from notifications.uppmaningstext import ANTAL
from rules.tal import round_tal
from schemas.begrepp import Svarsstatus
from tasks.dokument.framstallning import render_html
from tasks.dokument.organdiagram import Egetvarde, organdiagram
from tasks.dokument.organunderlag import Bladfraga, Egenrad, Organblad
from tasks.dokument.pdf import render_pdf
from tasks.dokument.satser import Satser, kedjerad, not_, organets_spariraden, stycken, varde
from tasks.dokument.siffror import antalet, spar, with_keys
from tasks.dokument.skrift import (
    Bit,
    Block,
    Lista,
    Rubrik,
    Skrift,
    Spalt,
    Tabellrad,
    Text,
    bitar,
    med_nyckel,
    rad,
    tabell,
)

MALL = "satser_organblad.j2"
#: so many rows of a picture go on a page
I_EN_BILD = 16


def blad_som_html(b: Organblad) -> bytes:
    """An organ's page for the web."""
    return render_html(organbladet(b))


def blad_som_pdf(b: Organblad) -> bytes:
    """An organ's page for mail and print."""
    return render_pdf(organbladet(b))


def organbladet(b: Organblad) -> Skrift:
    """An organ's page as a document."""
    s = Satser(b.o, MALL)
    avsnitten = [
        _fragorna(s, b), _att_hoja(s, b), _svaren(s, b), _siffrorna(s, b), _besluten(b), _hur(s, b), _lydelse(b),
    ]  # fmt: skip
    block = [*stycken(s.ingress(b), s.nar_kf(b, *_nar_kf(b.indikatorer)), s.pengarna(b, _beviljade(b)))]
    block += [x for avsnitt in avsnitten for x in avsnitt]
    uppgifter = [(stor_bokstav(b.organet.obestamd), b.namn), *([("Genom", b.genom)] if b.genom else [])]
    uppgifter += [(stor_bokstav(b.o.staden.obestamd), b.kommun)]
    uppgifter += [("Diarienummer", b.diarienummer)] if b.diarienummer else []
    uppgifter += [("Beslutad", datum(b.beslutad))]
    uppgifter += [("Svara senast", datum(b.senast))] if b.senast and b.bok else []
    forbehall = Satser(b.o).forbehall(b.forbehall)
    ruta = (forbehall,) if forbehall else ()
    egna, omgangar = (*block, organets_spariraden(b.o), *kedjerad(b.kedja)), [b.omgang, *([b.nasta] if b.nasta else [])]
    return with_keys(Skrift(s.rubrik(b), b.kommun, b.diarienummer, tuple(uppgifter), ruta, egna), omgangar)


def _rubrik(text: str, ankare: str) -> Rubrik:
    return Rubrik(1, bitar(stor_bokstav(text)), ankare)


def _nar_kf(alla: Iterable[Egenrad]) -> tuple[int, int]:
    """How many of the årsmål reach KF's, of those that can be held against it."""
    jamforda = [
        (round_tal(i.arsmal, i.decimaler), i.kf_arsmal, i.hogre)
        for i in alla
        if i.arsmal is not None and i.kf_arsmal is not None and not i.summa
    ]
    return sum(v >= kf if hogre else v <= kf for v, kf, hogre in jamforda), len(jamforda)


def _beviljade(b: Organblad) -> int:
    return sum(bool(f.beviljat) for f in b.framstallningar)


def _enhet(enhet: str | None) -> str:
    return f" {enhet}" if enhet and enhet != ANTAL else ""


def _fragorna(s: Satser, b: Organblad) -> list[Block]:
    """What it is asked, why, and by when."""
    if not b.fragor:
        return []
    rubrik = _rubrik(f"{b.o.uppmaning.flera_bestamd} till {b.organet.bestamd}", "fragor")
    return [rubrik, Lista(tuple((f.nummer, _fraga(s, b, f)) for f in b.fragor), "uppmaning")]


def _fraga(s: Satser, b: Organblad, f: Bladfraga) -> Text:
    varfor = s.varfor(b, f, _enhet(f.enhet))
    begart = "" if f.begart is None else f" Begärt värde: {tal(f.begart)}{_enhet(f.enhet)}."
    egna = bitar(Bit(f"{stor_bokstav(f.kort)}.", fet=True), f" {varfor}{begart} {s.senast(f)}")
    return med_nyckel(egna, _delen(b, f))


def _delen(b: Organblad, f: Bladfraga) -> str:
    """What the figures of a question to the organ are traced by."""
    return spar("del", f.nummer, b.kod)


def _att_hoja(s: Satser, b: Organblad) -> list[Block]:
    """By how much its årsmål would have to be raised, indicator by indicator."""
    namn = {i.kod: i.namn for i in b.indikatorer}
    begarda = {f.indikator: f for f in b.fragor if f.indikator and f.begart is not None}
    spalter = [Spalt(stor_bokstav(b.o.indikator.obestamd), 7.2), Spalt("Enhet", 2.2)]
    spalter += [Spalt(f"Nuvarande {b.o.arsmal}", 2.4, tal=True), Spalt("Begärt", 2.4, tal=True)]
    spalter += [Spalt("Skillnad", 2.4, tal=True)]
    rader = (
        rad(
            med_nyckel(bitar(Bit(kod, svag=True), f" {namn.get(kod, '')}"), kod), f.enhet or "",
            Bit(varde(f.nuvarande, None), nyckel=spar("arsmal", b.omgang, kod, b.kod)), varde(f.begart, None),
            _skillnad(f.nuvarande, f.begart), nyckel=spar("del", f.nummer, b.kod, b.omgang),
        )
        for kod, f in begarda.items()
    )  # fmt: skip
    tabellen = tabell(f"{stor_bokstav(b.o.arsmal.flera)} och begärda värden", spalter, rader)
    return [_rubrik("Så mycket skiljer", "skillnad"), *tabellen, *not_(s.om_begart())] if tabellen else []


def _skillnad(fran: Decimal | None, till: Decimal | None) -> str:
    if fran is None or till is None:
        return "–"
    return ("+" if till > fran else "") + tal(till - fran)


def _svaren(s: Satser, b: Organblad) -> list[Block]:
    """How its answers were judged."""
    spalter = [Spalt("Nummer", 2.2), Spalt("Begärt", 5.4), Spalt("Bedömning", 2.8), Spalt("Skäl", 6.6)]
    rader = (
        rad(
            Bit(d.nummer, nyckel=d.nummer), stor_bokstav(d.kort),
            stor_bokstav(b.o.kod(d.status)) + (", sent" if d.sen else ""),
            ("" if d.status == Svarsstatus.UTEBLIVEN else d.skal) or "", nyckel=spar("svar", b.omgang, d.nummer, b.kod),
        )
        for d in b.svar
    )  # fmt: skip
    tabellen = tabell(f"Svaren i {b.omgang.bestamd}", spalter, rader)
    return [_rubrik("Så bedömdes svaren", "svar"), *tabellen] if tabellen else []


def _siffrorna(s: Satser, b: Organblad) -> list[Block]:
    """Its indicators: last year's utfall, its årsmål, KF's, as pictures and as a table."""
    if not b.indikatorer:
        return []
    bilder: list[Block] = []
    delar = [b.indikatorer[n : n + I_EN_BILD] for n in range(0, len(b.indikatorer), I_EN_BILD)]
    for n, del_ in enumerate(delar, 1):
        rubrik = f"{b.organet.genitiv} {b.o.arsmal.flera}" + (f", del {n} av {len(delar)}" if len(delar) > 1 else "")
        bild = organdiagram(b.o, [_eget(i) for i in del_], stor_bokstav(rubrik), b.ar - 1)
        bilder.append(replace(bild, nycklar=(*_jamforda(b, del_), *(n for i in del_ for n in _egna_nycklar(b, i)))))
    rapporterat = any(i.varde is not None for i in b.indikatorer)
    vad = stor_bokstav(b.o.vardet(b.omgang.varde).obestamd)
    spalter = [Spalt(stor_bokstav(b.o.indikator.obestamd), 7.0), Spalt("Enhet", 1.8)]
    spalter += [Spalt(f"{stor_bokstav(b.o.utfall.obestamd)} {b.ar - 1}", 1.9, tal=True)]
    spalter += [Spalt(stor_bokstav(b.o.arsmal.obestamd), 1.9, tal=True)]
    spalter += [Spalt(vad, 1.9, tal=True)] if rapporterat else []
    spalter += [Spalt(f"{b.o.kommunfullmaktige.kort_genitiv} {b.o.arsmal}", 2.3, tal=True)]
    rubrik = f"{stor_bokstav(b.organet.genitiv)} {b.o.indikator.flera}"
    rader = (_indikatorrad(b, i, rapporterat) for i in b.indikatorer)
    return [_rubrik(rubrik, "indikatorer"), *bilder, *tabell(rubrik, spalter, rader), *not_(s.om_indikatorerna(b))]


def _indikatorrad(b: Organblad, i: Egenrad, rapporterat: bool) -> Tabellrad:
    kf = "fastställs senare" if i.kf_arsmal is None and i.senare else varde(i.kf_arsmal, i.decimaler)
    kf += " alla" if i.summa and i.kf_arsmal is not None else ""
    return rad(
        med_nyckel(bitar(Bit(i.kod, svag=True), Bit(f" {i.namn}", i.kalla)), i.kod), i.enhet or "",
        Bit(varde(i.fore, i.decimaler), nyckel=spar("foregaende", b.omgang, i.kod, b.kod)),
        "saknas" if i.arsmal is None else varde(i.arsmal, i.decimaler),
        *([Bit(varde(i.varde, i.decimaler), nyckel=spar("varde", b.omgang, i.kod, b.kod))] if rapporterat else []),
        Bit(kf, nyckel=spar("aggregat", b.omgang, i.kod)), nyckel=spar("arsmal", b.omgang, i.kod, b.kod),
    )  # fmt: skip


def _jamforda(b: Organblad, alla: Iterable[Egenrad]) -> Iterable[str]:
    """What it is traced by how many of these reach KF's årsmål, and of how many."""
    koder = [(i.kod, "nar_kf" if i.varde is None else "varde_nar_kf") for i in alla]
    for villkor in sorted({v for _, v in koder}):
        egna = "+".join(kod for kod, v in koder if v == villkor)
        for svar in ("ja", "ja+nej"):
            yield antalet(b.omgang, "arsmal", organ=b.kod, indikator=egna, **{villkor: svar})


def _egna_nycklar(b: Organblad, i: Egenrad) -> list[str]:
    """What the figures of an indicator of the organ are traced by."""
    slagen = ["arsmal" if i.varde is None else "varde", *(["foregaende"] if i.fore is not None else [])]
    slagen += ["hojning"] if i.behover is not None else []
    return [i.kod, *(spar(slag, b.omgang, i.kod, b.kod) for slag in slagen), spar("aggregat", b.omgang, i.kod)]


def _eget(i: Egenrad) -> Egetvarde:
    return Egetvarde(
        i.kod, i.namn, i.enhet, i.decimaler, i.arsmal if i.varde is None else i.varde, i.fore,
        None if i.summa else i.kf_arsmal, i.behover, i.hogre,
    )  # fmt: skip


def _besluten(b: Organblad) -> list[Block]:
    """What was decided on its requests and its resultatenheter."""
    spalter = [Spalt("Ändamål", 5.4), Spalt("Slag", 2.6), Spalt("Sökt", 1.8, tal=True)]
    spalter += [Spalt("Beviljat", 1.8, tal=True), Spalt("Motivering", 5.4)]
    rader = (
        rad(
            f.andamal, stor_bokstav(b.o.kod(f.slag)), tal(f.sokt), tal(f.beviljat or 0), f.motivering or "",
            nyckel=spar("framstallning", b.kod, f.slag, f.andamal),
        )
        for f in b.framstallningar
    )  # fmt: skip
    delar = tabell("Beslut om framställningarna, mnkr", spalter, rader)
    spalter = [Spalt(stor_bokstav(b.o.resultatenhet.obestamd), 5.4), Spalt("Förändring", 2.8)]
    spalter += [Spalt("Beslut", 2.8), Spalt("Motivering", 6.0)]
    enheter = (
        rad(
            e.resultatenhet, e.forandring, e.beslut, e.motivering,
            nyckel=spar("resultatenhet", b.kod, e.resultatenhet),
        )
        for e in b.enheter
    )  # fmt: skip
    delar += tabell(f"Beslut om {b.o.resultatenhet.flera_bestamd}", spalter, enheter)
    return [_rubrik("Det här har beslutats", "beslut"), *delar] if delar else []


def _hur(s: Satser, b: Organblad) -> list[Block]:
    """How to answer."""
    if not b.bok:
        return []
    rader = [s.boken(b), *b.anvisning]
    return [_rubrik("Så svarar ni", "svara"), Lista(tuple((str(n), bitar(r)) for n, r in enumerate(rader, 1)))]


def _lydelse(b: Organblad) -> list[Block]:
    """The uppmaningar as they were decided."""
    if not b.fragor:
        return []
    rubrik = _rubrik(f"{b.o.uppmaning.flera_bestamd} som de lyder", "lydelse")
    return [rubrik, Lista(tuple((f.nummer, bitar(Bit(f.text, nyckel=f.nummer))) for f in b.fragor), "uppmaning")]
