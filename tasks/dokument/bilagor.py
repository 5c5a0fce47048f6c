"""The bilagor of the avstämning: six workbooks. One for which the year has nothing is left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from notifications.texter import datum, stor_bokstav, uppraknat
from rules.tal import round_tal
from schemas.begrepp import svenska
from tasks.dokument import ekonomi, harledning, t1
from tasks.dokument import mal as malen
from tasks.dokument.bilagebok import Bladrad, Formel, Kol, Tabellblad, Tabellbok, kolumnbokstav, per_rad, radnummer
from tasks.dokument.underlag import Aret, Huvud, huvud


@dataclass(frozen=True)
class Bilaga:
    """A bilaga: its number and title, the name of its file, and what stands in it."""

    nummer: int
    titel: str
    fil: str
    bok: Tabellbok


def arets_bilagor(a: Aret) -> list[Bilaga]:
    """Every bilaga that the year has anything for, in the order of their numbers."""
    delar: list[tuple[str, str, Callable[[Aret], list[Tabellblad]]]] = [
        ("Driftbudget och investeringar", "driftbudget-och-investeringar", _drift),
        ("Budgetjusteringar och projektmedel", "budgetjusteringar-och-projektmedel", _justeringar),
        ("Förändringar av kommunfullmäktiges indikatorer och målvärden", "indikatorer-och-malvarden", _indikatorer),
        ("Uppmaningar till nämnder och bolagsstyrelser", "uppmaningar", _uppmaningar),
        ("Resultatenheter", "resultatenheter", _resultatenheter),
        ("Anmälda ärenden", "anmalda-arenden", _arenden),
    ]
    svar = []
    for nummer, (titel, fil, gor) in enumerate(delar, 1):
        blad = [b for b in gor(a) if b.rader]
        if blad:
            svar.append(Bilaga(nummer, titel, f"bilaga-{nummer}-{fil}.xlsx", _bok(a, nummer, titel, blad)))
    return svar


def t1_harledning(a: Aret) -> Tabellbok:
    """The workbook that goes with the follow-up: where its figures come from, and what is missing to reach KF's."""
    h = huvud(a)
    blad = [b for b in (_att_hoja(a), harledning.arsmalens(a)) if b.rader]
    return Tabellbok("Uppföljning av tertialrapport 1: härledning", f"{h.kommun}, {h.ar}, {_lage(h)}", h.kommun, blad)


def _lage(h: Huvud) -> str:
    return f"beslutad {datum(h.dag)}" if h.beslutad else f"förslag {datum(h.dag)}"


def _att_hoja(a: Aret) -> Tabellblad:
    rader = [Bladrad([r.kod, r.namn, r.organ, r.enhet, r.nu, r.behover], None, r.decimaler) for r in t1.att_hoja(a)]
    kolumner = [Kol("Indikator", 10), Kol("Namn", 46), Kol("Organ", 34), Kol("Enhet", 12)]
    kolumner += [Kol("Årsmål nu", 12, "tal"), Kol("Behöver nå", 12, "tal")]
    return Tabellblad("Det som fattas", "Det som fattas för att nå KF:s årsmål", kolumner, rader)


def _bok(a: Aret, nummer: int, titel: str, blad: Sequence[Tabellblad]) -> Tabellbok:
    h = huvud(a)
    under = f"{h.kommun}, avstämning av mål och budget för {h.ar}, {_lage(h)}"
    return Tabellbok(f"Bilaga {nummer} {titel}", under, " ".join(x for x in (h.kommun, h.diarienummer) if x), blad)


# Bilaga 1


def _drift(a: Aret) -> list[Tabellblad]:
    return [_resultatbudget(a), *_investeringar(a), _avvikelser(a)]


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

    def rad(nr: int, r: ekonomi.Resultatrad) -> Bladrad:
        celler = [r.rad, *(cell(r, f, n) for n, f in enumerate(("kf_budget", "justeringar", "omslutning"), 1))]
        return Bladrad([*celler, Formel(f"=SUM(B{nr}:D{nr})", r.justerad)], r.kalla, summa=bool(r.delar))

    kolumner = [Kol("Post", 52), *(Kol(x, 17, "mnkr") for x in ("KF:s budget", "Beviljade justeringar"))]
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


def _per_organ(rader: Sequence[ekonomi.Investeringsrad]) -> list[Bladrad]:
    """Frames and their parts; a frame's netto is the sum of its parts where they agree."""
    svar: list[Bladrad] = []
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
                post = Bladrad(celler, r.kalla, summa=True)
            svar.append(post)
    return svar


def _post(r: ekonomi.Investeringsrad, *, summa: bool = False) -> Bladrad:
    belopp = [r.utgifter, r.inkomster, r.netto, r.prognos, r.ej_aktiverbara_utgifter, r.ej_aktiverbara_inkomster]
    return Bladrad([r.organ, r.post, *belopp], r.kalla, summa=summa)


def _avvikelser(a: Aret) -> Tabellblad:
    rader = [Bladrad([stor_bokstav(svenska(v.slag)), v.text, v.belopp]) for v in ekonomi.avvikelser(a)]
    kolumner = [Kol("Avser", 20), Kol("Vad som skiljer", 100), Kol("Skillnad, mnkr", 16, "mnkr")]
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
        Kol("Kontorets motivering", 30),
    ]
    rader = [
        Bladrad(
            [
                f.organ,
                stor_bokstav(svenska(f.slag)),
                f.andamal,
                f.finansiering,
                f.sokt,
                f.beviljat,
                f.onskan,
                f.motivering,
            ],
            f.kalla,
        )
        for f in alla
    ]
    noter = [
        "Belopp i mnkr; beviljat > 0 = högre nettokostnad, investering eller omslutning. Slagen summeras under Summor."
    ]
    return [
        Tabellblad("Budgetjusteringar", "Framställningar och budgetjusteringar, mnkr", kolumner, rader, noter),
        _summor(alla),
        _belopp(a),
        _projektmedel(a),
    ]


def _summor(alla: Sequence[ekonomi.Begaran]) -> Tabellblad:
    """Sums by slag and finansiering, as formulas over the first sheet."""
    sist = radnummer(len(alla) - 1)
    par = list(dict.fromkeys((f.slag, f.finansiering or "") for f in alla if f.beviljat))
    rader = []
    for nr, (slag, fin) in enumerate(par):
        varde = sum(
            (f.beviljat for f in alla if f.beviljat and (f.slag, f.finansiering or "") == (slag, fin)), Decimal(0)
        )
        blad, r = "Budgetjusteringar!", radnummer(nr)

        def omrade(kol: str, blad: str = blad) -> str:
            return f"{blad}${kol}${radnummer(0)}:${kol}${sist}"

        formel = f"=SUMIFS({omrade('F')},{omrade('B')},A{r},{omrade('D')},B{r})"
        if not fin:
            formel = f'=SUMIFS({omrade("F")},{omrade("B")},A{r},{omrade("D")},"")'
        rader.append(Bladrad([stor_bokstav(svenska(slag)), fin, Formel(formel, varde)]))
    kolumner = [Kol("Slag", 24), Kol("Finansiering", 16), Kol("Beviljat", 14, "mnkr")]
    return Tabellblad("Summor", "Beviljat per slag och finansiering, mnkr", kolumner, rader)


def _belopp(a: Aret) -> Tabellblad:
    def rad(nr: int, b: ekonomi.Beslutsrad) -> Bladrad:
        skillnad = Formel(f"=F{nr}-E{nr}", b.skillnad) if b.skillnad is not None else None
        slag = stor_bokstav(svenska(b.slag))
        return Bladrad([b.punkt, stor_bokstav(b.avser), slag, b.finansiering, b.galler, b.summa, skillnad], b.kalla)

    kolumner = [Kol("Punkt", 8), Kol("Avser", 36), Kol("Slag", 16), Kol("Finansiering", 14)]
    kolumner += [Kol(x, 16, "mnkr") for x in ("Belopp i beslutet", "Summa av justeringar", "Skillnad")]
    noter = ["Belopp i mnkr. Summan räknas över årets budgetjusteringar av samma slag och finansiering."]
    return Tabellblad(
        "Beslutsbelopp", "Belopp i beslutet, mnkr", kolumner, per_rad(ekonomi.beslutsbelopp(a), rad), noter
    )


def _projektmedel(a: Aret) -> Tabellblad:
    rader = [
        Bladrad([p.projekt, p.organ, p.medsokande, p.ar, p.sokt, p.beviljat, p.diarienummer], p.kalla)
        for p in ekonomi.projektmedel(a)
    ]
    kolumner = [Kol("Projekt", 44), Kol("Sökande", 28), Kol("Medsökande", 36), Kol("Antal år", 9, "mnkr")]
    kolumner += [Kol("Sökt", 11, "mnkr", True), Kol("Beviljat", 11, "mnkr", True), Kol("Dnr", 16)]
    return Tabellblad("Projektmedel", "Projektmedel, mnkr", kolumner, rader)


# Bilaga 3


def _indikatorer(a: Aret) -> list[Tabellblad]:
    alla = [i for rader in malen.indikatorer(a).values() for i in rader]
    return [_forandringar(a), _malvarden(alla), _organens_arsmal(a, alla), harledning.arsmalens(a)]


def _forandringar(a: Aret) -> Tabellblad:
    rader = [
        Bladrad([j.indikator, j.namn, j.organ, stor_bokstav(svenska(j.justering)), j.varde, j.skal], j.kalla)
        for j in malen.indikatorjusteringar(a)
    ]
    kolumner = [
        Kol("Kod", 10),
        Kol("Indikator", 50),
        Kol("Organ", 44),
        Kol("Förändring", 18),
        Kol("Värde", 12),
        Kol("Skäl", 44),
    ]
    return Tabellblad("Förändringar", "Förändringar av indikatorer och årsmål", kolumner, rader)


def _malvarden(alla: Iterable[malen.Indikatorrad]) -> Tabellblad:
    rader = []
    for i in alla:
        aggregerat = None if i.aggregerat is None else round_tal(i.aggregerat, i.decimaler)
        slag = "obligatorisk" if i.obligatorisk else "KF"
        celler = [i.kod, i.namn, slag, i.enhet, i.kf_arsmal, aggregerat, svenska(i.uppfyllelse), i.antal, len(i.saknas)]
        rader.append(Bladrad([*celler, ", ".join(i.saknas)], i.kalla, i.decimaler))
    kolumner = [Kol("Kod", 9), Kol("Indikator", 46), Kol("Slag", 12), Kol("Enhet", 12)]
    kolumner += [Kol("KF:s årsmål", 11, "tal"), Kol("Aggregerat årsmål", 12, "tal"), Kol("Uppfyllelse", 12)]
    kolumner += [Kol("Antal årsmål", 8, "antal"), Kol("Saknas", 8, "antal"), Kol("Årsmål saknas från", 34)]
    return Tabellblad("Målvärden", "Indikatorer, kommunfullmäktiges årsmål och aggregerade årsmål", kolumner, rader)


def _organens_arsmal(a: Aret, alla: Iterable[malen.Indikatorrad]) -> Tabellblad:
    per_par = {(t["indikator"], t["organ"]): t for t in a.tilldelningar}
    rader = []
    for i in alla:
        for organ in (k for k in a.organ.index if (i.kod, k) in per_par):
            t = per_par[i.kod, organ]
            if t["utgar"]:
                celler = [i.kod, i.namn, a.namn(organ), i.enhet, t["utfall_foregaende"], None, "utgår för organet"]
            else:
                stated = i.arsmal.get(organ)
                not_ = "" if stated is not None else "årsmål saknas"
                arsmal = None if stated is None else round_tal(Decimal(stated), i.decimaler)
                celler = [i.kod, i.namn, a.namn(organ), i.enhet, t["utfall_foregaende"], arsmal, not_]
            rader.append(Bladrad(celler, i.kalla, i.decimaler))
    kolumner = [Kol("Kod", 9), Kol("Indikator", 48), Kol("Organ", 34), Kol("Enhet", 12)]
    kolumner += [Kol("Utfall föregående år", 13, "tal"), Kol("Årsmål", 12, "tal"), Kol("Anmärkning", 20)]
    noter = ["Årsmål som organen har angett dem, visade med indikatorns antal decimaler."]
    return Tabellblad("Årsmål per organ", "Organens årsmål", kolumner, rader, noter)


# Bilaga 4–6


def _uppmaningar(a: Aret) -> list[Tabellblad]:
    alla = malen.uppmaningar(a)
    kolumner = [Kol("Nummer", 10), Kol("Mål", 6), Kol("Indikator", 10), Kol("Till", 32), Kol("Uppmaning", 58)]
    kolumner += [Kol("Grund", 22), Kol("Begärs", 15), Kol("Senast", 11)]
    rader = [
        Bladrad([u.nummer, u.mal, u.indikator, u.till, u.text, svenska(u.grund), svenska(u.begar), u.senast], u.kalla)
        for u in alla
    ]
    per_organ = [
        Bladrad([a.namn(organ), u.nummer, u.text, svenska(u.begar), u.senast], u.kalla)
        for organ in a.organ.index
        for u in alla
        if organ in u.mottagare
    ]
    egna = [Kol("Organ", 36), Kol("Nummer", 10), Kol("Uppmaning", 90), Kol("Begärs", 22), Kol("Senast", 12)]
    return [
        Tabellblad("Uppmaningar", "Uppmaningar till nämnder och bolagsstyrelser", kolumner, rader),
        Tabellblad("Per organ", "Uppmaningar per organ", egna, per_organ),
        harledning.uppmaningarnas(a),
    ]


def _resultatenheter(a: Aret) -> list[Tabellblad]:
    kolumner = [
        Kol("Organ", 40),
        Kol("Resultatenhet", 56),
        Kol("Förändring", 18),
        Kol("Beslut", 14),
        Kol("Motivering", 40),
    ]
    rader = [
        Bladrad([e.organ, e.resultatenhet, e.forandring or "ej angiven", e.beslut, e.motivering], e.kalla)
        for e in ekonomi.resultatenheter(a)
    ]
    noter = ["Förändring enligt organets verksamhetsplan. En enhet som är ny finns inte vid årets början."]
    return [Tabellblad("Resultatenheter", "Resultatenheter", kolumner, rader, noter)]


def _arenden(a: Aret) -> list[Tabellblad]:
    kolumner = [Kol("Ärende", 76), Kol("Dnr", 16), Kol("Förslag", 28), Kol("Belopp", 14, "tal"), Kol("Enhet", 10)]
    rader = [
        Bladrad([r.arende, r.diarienummer, r.forslag, r.belopp, r.enhet], r.kalla, _decimaler(r.belopp))
        for r in ekonomi.arenden(a)
    ]
    return [Tabellblad("Anmälda ärenden", "Anmälda ärenden", kolumner, rader)]


def _decimaler(v: Decimal | None) -> int:
    """How many decimals a number was stated with."""
    return 0 if v is None else max(0, -int(v.as_tuple().exponent))
