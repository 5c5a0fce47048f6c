"""The bilagor of the avstämning: six workbooks. One for which the year has nothing is left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from notifications.texter import datum, stor_bokstav
from rules.tal import round_tal
from tasks.dokument import ekonomi, harledning, penningblad
from tasks.dokument import mal as malen
from tasks.dokument.bilagebok import Bokrad, Kol, Tabellblad, Tabellbok
from tasks.dokument.satser import Satser
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret, Huvud, huvud
from tasks.dokument.uppfoljningens_blad import det_som_fattas, organ_for_organ


@dataclass(frozen=True)
class Bilaga:
    """A bilaga: its number and title, the name of its file, and what stands in it."""

    nummer: int
    titel: str
    fil: str
    bok: Tabellbok


def arets_bilagor(a: Aret) -> tuple[Bilaga, ...]:
    """Every bilaga that the year has anything for, in the order of their numbers."""
    o = a.o
    delar: list[tuple[str, str, Callable[[Aret], list[Tabellblad]]]] = [
        ("Driftbudget och investeringar", "driftbudget-och-investeringar", penningblad.drift),
        ("Budgetjusteringar och projektmedel", "budgetjusteringar-och-projektmedel", penningblad.justeringar),
        (
            f"Förändringar av {o.kommunfullmaktige.genitiv} {o.indikator.flera} och målvärden",
            "indikatorer-och-malvarden",
            _indikatorer,
        ),
        (f"{stor_bokstav(o.uppmaning.flera)} till {Satser(o).organen(huvud(a))}", "uppmaningar", _uppmaningar),
        (stor_bokstav(o.resultatenhet.flera), "resultatenheter", _resultatenheter),
        ("Anmälda ärenden", "anmalda-arenden", _arenden),
    ]
    svar = []
    for nummer, (titel, fil, gor) in enumerate(delar, 1):
        blad = [b for b in gor(a) if b.rader]
        if blad:
            svar.append(Bilaga(nummer, titel, f"bilaga-{nummer}-{fil}.xlsx", _bok(a, f"Bilaga {nummer} {titel}", blad)))
    return tuple(svar)


def harledningsbok(a: Aret) -> Tabellbok:
    """The workbook that goes with a follow-up: where its figures come from, what it asks, and what is missing."""
    alla = (det_som_fattas(a), organ_for_organ(a), harledning.vardenas(a), harledning.uppmaningarnas(a))
    blad = [b for b in alla if b.rader]
    namn = [b.namn for b in blad]
    blad = [replace(b, namn=f"{b.namn} {n}") if namn.count(b.namn) > 1 else b for n, b in enumerate(blad, 1)]
    return _bok(a, f"Uppföljning av {a.omgang.bestamd}: härledning", blad)


def _lage(h: Huvud) -> str:
    return f"beslutad {datum(h.dag)}" if h.beslutad else f"förslag {datum(h.dag)}"


def _bok(a: Aret, titel: str, blad: Sequence[Tabellblad]) -> Tabellbok:
    h = huvud(a)
    vad = f"{a.o.avstamning.obestamd} för {h.ar}, " if a.omgang.ar_plan else f"{h.ar}, "
    under = f"{h.kommun}, {vad}{_lage(h)}"
    sist = a.kedja.sats if a.kedja else ""
    return Tabellbok(titel, under, " ".join(x for x in (h.kommun, h.diarienummer) if x), blad, sist)


# Bilaga 3


def _indikatorer(a: Aret) -> list[Tabellblad]:
    alla = [i for rader in malen.indikatorer(a).values() for i in rader]
    return [_forandringar(a), _malvarden(a, alla), _organens_arsmal(a, alla), harledning.vardenas(a)]


def _forandringar(a: Aret) -> Tabellblad:
    rader = [
        Bokrad(
            [j.indikator, j.namn, j.organ, stor_bokstav(a.o.kod(j.justering)), j.varde, j.skal],
            j.kalla,
            nycklar=[j.nyckel],
        )
        for j in malen.indikatorjusteringar(a)
    ]
    kolumner = [
        Kol("Kod", 10),
        Kol(stor_bokstav(a.o.indikator.obestamd), 50),
        Kol("Organ", 44),
        Kol("Förändring", 18),
        Kol("Värde", 12),
        Kol("Skäl", 44),
    ]
    return Tabellblad("Förändringar", f"Förändringar av {a.o.indikator.flera} och {a.o.arsmal.flera}", kolumner, rader)


def _malvarden(a: Aret, alla: Iterable[malen.Indikatorrad]) -> Tabellblad:
    o = a.o
    kf, arsmal = o.kommunfullmaktige, o.arsmal
    rader = []
    for i in alla:
        aggregerat = None if i.aggregerat is None else round_tal(i.aggregerat, i.decimaler)
        slag = "obligatorisk" if i.obligatorisk else kf.kort or str(kf)
        celler = [i.kod, i.namn, slag, i.enhet, i.kf_arsmal, aggregerat, o.kod(i.uppfyllelse), i.antal, len(i.saknas)]
        rader.append(Bokrad([*celler, ", ".join(i.saknas)], i.kalla, i.decimaler, nycklar=[i.nyckel, i.kod]))
    kolumner = [Kol("Kod", 9), Kol(stor_bokstav(o.indikator.obestamd), 46), Kol("Slag", 12), Kol("Enhet", 12)]
    kolumner += [Kol(f"{kf.kort_genitiv} {arsmal}", 11, "tal"), Kol(stor_bokstav(arsmal.aggregerat), 12, "tal")]
    kolumner += [Kol("Uppfyllelse", 12), Kol(f"Antal {arsmal.flera}", 8, "antal"), Kol("Saknas", 8, "antal")]
    kolumner += [Kol(f"{stor_bokstav(arsmal.obestamd)} saknas från", 34)]
    rubrik = f"{o.indikator.flera}, {kf.genitiv} {arsmal.flera} och aggregerade {arsmal.flera}"
    return Tabellblad("Målvärden", stor_bokstav(rubrik), kolumner, rader)


def _organens_arsmal(a: Aret, alla: Iterable[malen.Indikatorrad]) -> Tabellblad:
    o = a.o
    per_par = {(t["indikator"], t["organ"]): t for t in a.tilldelningar}
    rader = []
    for i in alla:
        for organ in (k for k in a.organ.index if (i.kod, k) in per_par):
            t = per_par[i.kod, organ]
            stated = None if t["utgar"] else i.varden.get(organ)
            om = "utgår för organet" if t["utgar"] else "" if stated is not None else f"{o.arsmal} saknas"
            arsmal = None if stated is None else round_tal(Decimal(stated), i.decimaler)
            celler = [i.kod, i.namn, a.namn(organ), i.enhet, t["utfall_foregaende"], arsmal, om]
            nycklar = [spar(slag, a.omgang, i.kod, organ) for slag in ("arsmal", "foregaende")]
            rader.append(Bokrad(celler, i.kalla, i.decimaler, nycklar=[i.kod, *nycklar]))
    kolumner = [Kol("Kod", 9), Kol(stor_bokstav(o.indikator.obestamd), 48), Kol("Organ", 34), Kol("Enhet", 12)]
    kolumner += [
        Kol(f"{stor_bokstav(o.utfall.obestamd)} föregående år", 13, "tal"),
        Kol(stor_bokstav(o.arsmal.obestamd), 12, "tal"),
    ]
    namn = stor_bokstav(o.arsmal.flera)
    noter = [f"{namn} som organen har angett dem, visade med {o.indikator.genitiv} antal decimaler."]
    kolumner += [Kol("Anmärkning", 20)]
    return Tabellblad(f"{namn} per organ", f"Organens {o.arsmal.flera}", kolumner, rader, noter)


# Bilaga 4–6


def _uppmaningar(a: Aret) -> list[Tabellblad]:
    o, alla = a.o, malen.uppmaningar(a)
    indikator, uppmaning = stor_bokstav(o.indikator.obestamd), stor_bokstav(o.uppmaning.obestamd)
    namn = stor_bokstav(o.uppmaning.flera)
    kolumner = [Kol("Nummer", 10), Kol("Mål", 6), Kol(indikator, 10), Kol("Till", 32), Kol(uppmaning, 58)]
    kolumner += [Kol("Grund", 22), Kol("Begärs", 15), Kol("Senast", 11)]
    rader = [
        Bokrad(
            [u.nummer, u.mal, u.indikator, u.till, u.text, o.kod(u.grund), o.kod(u.begar), u.senast],
            u.kalla,
            nycklar=[u.nummer],
        )
        for u in alla
    ]
    per_organ = [
        Bokrad(
            [a.namn(organ), u.nummer, u.text, o.kod(u.begar), u.senast], u.kalla, nycklar=[spar("del", u.nummer, organ)]
        )
        for organ in a.organ.index
        for u in alla
        if organ in u.mottagare
    ]
    egna = [Kol("Organ", 36), Kol("Nummer", 10), Kol(uppmaning, 90), Kol("Begärs", 22), Kol("Senast", 12)]
    return [
        Tabellblad(namn, f"{namn} till {Satser(o).organen(huvud(a))}", kolumner, rader),
        Tabellblad("Per organ", f"{namn} per organ", egna, per_organ),
        harledning.uppmaningarnas(a),
    ]


def _resultatenheter(a: Aret) -> list[Tabellblad]:
    kolumner = [
        Kol("Organ", 40),
        Kol(stor_bokstav(a.o.resultatenhet.obestamd), 56),
        Kol("Förändring", 18),
        Kol("Beslut", 14),
        Kol("Motivering", 40),
    ]
    rader = [
        Bokrad(
            [e.organ, e.resultatenhet, e.forandring or "ej angiven", e.beslut, e.motivering],
            e.kalla,
            nycklar=[e.nyckel],
        )
        for e in ekonomi.resultatenheter(a)
    ]
    noter = ["Förändring enligt organets plan. En enhet som är ny finns inte vid årets början."]
    namn = stor_bokstav(a.o.resultatenhet.flera)
    return [Tabellblad(namn, namn, kolumner, rader, noter)]


def _arenden(a: Aret) -> list[Tabellblad]:
    kolumner = [Kol("Ärende", 76), Kol("Dnr", 16), Kol("Förslag", 28), Kol("Belopp", 14, "tal"), Kol("Enhet", 10)]
    rader = [
        Bokrad(
            [r.arende, r.diarienummer, r.forslag, r.belopp, r.enhet], r.kalla, _decimaler(r.belopp), nycklar=[r.nyckel]
        )
        for r in ekonomi.arenden(a)
    ]
    return [Tabellblad("Anmälda ärenden", "Anmälda ärenden", kolumner, rader)]


def _decimaler(v: Decimal | None) -> int:
    """How many decimals a number was stated with."""
    return 0 if v is None else max(0, -int(v.as_tuple().exponent))
