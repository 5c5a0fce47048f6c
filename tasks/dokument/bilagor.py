"""The bilagor of the avstämning: six workbooks. One for which the year has nothing is left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from notifications.texter import datum, stor_bokstav, uppraknat
from rules.tal import round_tal
from schemas.begrepp import Budgetslag
from schemas.sparnyckel import INGEN
from tasks.dokument import ekonomi, harledning
from tasks.dokument import mal as malen
from tasks.dokument.bilagebok import Bokrad, Formel, Kol, Tabellblad, Tabellbok, kolumnbokstav, per_rad, radnummer
from tasks.dokument.satser import Satser
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret, Huvud, huvud, samlad
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
        ("Driftbudget och investeringar", "driftbudget-och-investeringar", _drift),
        ("Budgetjusteringar och projektmedel", "budgetjusteringar-och-projektmedel", _justeringar),
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


# Bilaga 1


def _drift(a: Aret) -> list[Tabellblad]:
    return [_resultatbudget(a), _per_organ_beviljat(a), *_investeringar(a), _avvikelser(a)]


def _per_organ_beviljat(a: Aret) -> Tabellblad:
    """What every organ is granted, by slag, in the order of organ.csv; groups and what is not named last."""
    alla = [f for f in ekonomi.framstallningar(a) if f.beviljat]
    slagen = [x for x in Budgetslag if any(f.slag == x for f in alla)]
    per_organ: dict[str, list[ekonomi.Begaran]] = {}
    for f in alla:
        per_organ.setdefault(f.organ, []).append(f)
    rader = []
    for organ, egna in per_organ.items():
        belopp = [[f.beviljat for f in egna if f.slag == x and f.beviljat] for x in slagen]
        summor = [sum(b, Decimal(0)) if b else None for b in belopp]
        nycklar = [spar("beviljat", x, None, egna[0].kod or INGEN) for x, s in zip(slagen, summor, strict=True) if s]
        rader.append(Bokrad([organ, *summor], samlad(f.kalla for f in egna), nycklar=nycklar))
    kolumner = [Kol("Organ", 44), *(Kol(stor_bokstav(a.o.kod(x)), 16, "mnkr", True) for x in slagen)]
    noter = [
        "Belopp i mnkr; > 0 = högre nettokostnad, investering eller omslutning. Varje justering för sig i bilaga 2.",
        f"{stor_bokstav(a.o.kommunfullmaktige.genitiv)} budget för varje organ ingår inte i årets underlag.",
    ]
    return Tabellblad("Per organ", "Det som ändras för varje organ, mnkr", kolumner, rader, noter)


def _resultatbudget(a: Aret) -> Tabellblad:
    rader = ekonomi.resultatbudget(a)
    plats = {r.rad: radnummer(n) for n, r in enumerate(rader)}
    per_namn = {r.rad: r for r in rader}
    skiljer: list[str] = []

    def cell(r: ekonomi.Resultatrad, falt: str, kol: int) -> Any:
        """A sum row's cell is a formula, unless what is stated differs from its parts; then it stands as stated."""
        varde = getattr(r, falt)
        if not r.delar or varde is None:
            return varde
        delsumma = sum((getattr(per_namn[d], falt) or Decimal(0) for d in r.delar), Decimal(0))
        if delsumma != varde:
            skiljer.append(r.rad)
            return varde
        bokstav = kolumnbokstav(kol)
        return Formel("=" + "+".join(f"{bokstav}{plats[d]}" for d in r.delar), varde)

    def rad(nr: int, r: ekonomi.Resultatrad) -> Bokrad:
        celler = [r.rad, *(cell(r, f, n) for n, f in enumerate(("kf_budget", "justeringar", "omslutning"), 1))]
        return Bokrad(
            [*celler, Formel(f"=SUM(B{nr}:D{nr})", r.justerad)],
            r.kalla,
            summa=bool(r.delar),
            nycklar=[spar("budgetrad", r.rad), spar("budget", r.rad, "justerad")],
        )

    kolumner = [
        Kol("Post", 52),
        *(Kol(x, 17, "mnkr") for x in (f"{a.o.kommunfullmaktige.kort_genitiv} budget", "Beviljade justeringar")),
    ]
    kolumner += [Kol("Omslutningsförändringar", 17, "mnkr"), Kol("Justerad budget", 17, "mnkr")]
    bladrader = per_rad(rader, rad)
    noter = ["Belopp i mnkr."]
    if skiljer:
        namn = uppraknat(dict.fromkeys(skiljer))
        noter.append(f"Som angivet, inte som summa av delarna: {namn}. Se bladet Avvikelser.")
    return Tabellblad("Resultatbudget", "Resultatbudget, mnkr", kolumner, bladrader, noter)


INVESTERINGSKOLUMNER = [
    Kol("Organ", 32),
    Kol("Post", 36),
    *(Kol(x, 11, "mnkr") for x in ("Utgifter", "Inkomster", "Netto", "Prognos")),
    *(Kol(x, 13, "mnkr") for x in ("Ej aktiverbara utgifter", "Ej aktiverbara inkomster")),
]


def _investeringar(a: Aret) -> list[Tabellblad]:
    alla = ekonomi.investeringar(a)
    projekt = ekonomi.projekt(alla)
    ramar = [r for r in alla if r not in projekt]
    noter = ["Belopp i mnkr. Ramarna är i fetstil; under dem står deras delar, som angivna."]
    blad = [Tabellblad("Investeringsramar", "Investeringsramar, mnkr", INVESTERINGSKOLUMNER, _per_organ(ramar), noter)]
    noter = ["Belopp i mnkr. Ett projekt kan ingå i ett annat; därför summeras de inte."]
    blad.append(
        Tabellblad("Projekt", "Investeringsprojekt, mnkr", INVESTERINGSKOLUMNER, [_post(r) for r in projekt], noter)
    )
    return blad


def _per_organ(rader: Sequence[ekonomi.Investeringsrad]) -> list[Bokrad]:
    """Frames and their parts; a frame's netto is the sum of its parts where they agree."""
    svar: list[Bokrad] = []
    for _, grupp in groupby(rader, key=lambda r: r.organ):
        egna = list(grupp)
        delar = [r for r in egna if r.slag == "del"]
        summa = sum((d.netto or Decimal(0) for d in delar), Decimal(0))
        for n, r in enumerate(egna):
            post = _post(r, summa=r.slag == "ram")
            i_foljd = n == 0 and len(delar) == len(egna) - 1 and all(d.netto is not None for d in delar)
            if post.summa and delar and i_foljd and summa == r.netto:
                forsta = radnummer(len(svar) + 1)
                celler = list(post.celler)
                celler[4] = Formel(f"=SUM(E{forsta}:E{forsta + len(delar) - 1})", r.netto)
                post = replace(post, celler=celler)
            svar.append(post)
    return svar


def _post(r: ekonomi.Investeringsrad, *, summa: bool = False) -> Bokrad:
    belopp = [r.utgifter, r.inkomster, r.netto, r.prognos, r.ej_aktiverbara_utgifter, r.ej_aktiverbara_inkomster]
    return Bokrad([r.organ, r.post, *belopp], r.kalla, summa=summa, nycklar=[r.nyckel()])


def _avvikelser(a: Aret) -> Tabellblad:
    alla = ekonomi.avvikelser(a)
    forklarat = any(v.forklaring for v in alla)
    rader = [
        Bokrad(
            [stor_bokstav(a.o.kod(v.slag)), v.text, v.belopp, *([v.forklaring] if forklarat else [])],
            nycklar=[v.nyckel],
        )
        for v in alla
    ]
    kolumner = [Kol("Avser", 20), Kol("Vad som skiljer", 100), Kol("Skillnad, mnkr", 16, "mnkr")]
    kolumner += [Kol("Förklaring", 60)] if forklarat else []
    return Tabellblad("Avvikelser", "Belopp som inte stämmer överens, mnkr", kolumner, rader)


# Bilaga 2


def _justeringar(a: Aret) -> list[Tabellblad]:
    alla = ekonomi.framstallningar(a)
    kolumner = [
        Kol("Organ", 32),
        Kol("Slag", 14),
        Kol("Ändamål", 40),
        Kol("Finansiering", 13),
        Kol("Sökt", 11, "mnkr"),
        Kol("Beviljat", 11, "mnkr"),
        Kol("Organets motivering", 34),
        Kol(f"{stor_bokstav(a.o.kontoret.genitiv)} motivering", 30),
    ]
    rader = [
        Bokrad(
            [
                f.organ,
                stor_bokstav(a.o.kod(f.slag)),
                f.andamal,
                f.finansiering,
                f.sokt,
                f.beviljat,
                f.onskan,
                f.motivering,
            ],
            f.kalla,
            nycklar=[f.nyckel],
        )
        for f in alla
    ]
    noter = [
        "Belopp i mnkr; beviljat > 0 = högre nettokostnad, investering eller omslutning. Slagen summeras under Summor."
    ]
    return [
        Tabellblad("Budgetjusteringar", "Framställningar och budgetjusteringar, mnkr", kolumner, rader, noter),
        _summor(a, alla),
        _belopp(a, len(alla)),
        _projektmedel(a),
    ]


def _summa_av(antal: int, slag: str, finansiering: str | None) -> str:
    """The formula of what is granted on the first sheet of bilaga 2, of a slag and, where given, a finansiering."""

    def omrade(kol: str) -> str:
        return f"Budgetjusteringar!${kol}${radnummer(0)}:${kol}${radnummer(antal - 1)}"

    vilken = f",{omrade('D')},{finansiering}" if finansiering else ""
    return f"=SUMIFS({omrade('F')},{omrade('B')},{slag}{vilken})"


def _summor(a: Aret, alla: Sequence[ekonomi.Begaran]) -> Tabellblad:
    """Sums by slag and finansiering, as formulas over the first sheet."""
    par = list(dict.fromkeys((f.slag, f.finansiering or "") for f in alla if f.beviljat))
    rader = []
    for nr, (slag, fin) in enumerate(par):
        delar = [f.beviljat for f in alla if f.beviljat and (f.slag, f.finansiering or "") == (slag, fin)]
        r = radnummer(nr)
        formel = _summa_av(len(alla), f"A{r}", f"B{r}" if fin else '""')
        rader.append(
            Bokrad(
                [stor_bokstav(a.o.kod(slag)), fin, Formel(formel, sum(delar, Decimal(0)))],
                nycklar=[spar("beviljat", slag, fin or INGEN)],
            )
        )
    kolumner = [Kol("Slag", 24), Kol("Finansiering", 16), Kol("Beviljat", 14, "mnkr")]
    return Tabellblad("Summor", "Beviljat per slag och finansiering, mnkr", kolumner, rader)


def _belopp(a: Aret, antal: int) -> Tabellblad:
    def rad(nr: int, b: ekonomi.Beslutsrad) -> Bokrad:
        formel = _summa_av(antal, f"C{nr}", f"D{nr}" if b.finansiering else None)
        summa = Formel(formel, b.summa) if b.summa is not None and antal else b.summa
        skillnad = Formel(f"=F{nr}-E{nr}", b.skillnad) if b.skillnad is not None else None
        slag = stor_bokstav(a.o.kod(b.slag))
        return Bokrad(
            [b.punkt, stor_bokstav(b.avser), slag, b.finansiering, b.galler, summa, skillnad],
            b.kalla,
            nycklar=[f"punkt {b.punkt}"],
        )

    kolumner = [Kol("Punkt", 8), Kol("Avser", 36), Kol("Slag", 16), Kol("Finansiering", 14)]
    kolumner += [Kol(x, 16, "mnkr") for x in ("Belopp i beslutet", "Summa av justeringar", "Skillnad")]
    noter = ["Belopp i mnkr. Summan är av det som beviljas på bladet Budgetjusteringar av samma slag och finansiering."]
    return Tabellblad(
        "Beslutsbelopp", "Belopp i beslutet, mnkr", kolumner, per_rad(ekonomi.beslutsbelopp(a), rad), noter
    )


def _projektmedel(a: Aret) -> Tabellblad:
    rader = [
        Bokrad(
            [p.projekt, p.organ, p.medsokande, p.ar, p.sokt, p.beviljat, p.diarienummer], p.kalla, nycklar=[p.nyckel()]
        )
        for p in ekonomi.projektmedel(a)
    ]
    kolumner = [Kol("Projekt", 44), Kol("Sökande", 28), Kol("Medsökande", 36), Kol("Antal år", 9, "mnkr")]
    kolumner += [Kol("Sökt", 11, "mnkr", True), Kol("Beviljat", 11, "mnkr", True), Kol("Dnr", 16)]
    return Tabellblad("Projektmedel", "Projektmedel, mnkr", kolumner, rader)


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
