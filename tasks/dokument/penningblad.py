"""The sheets of money: bilaga 1 (driftbudget, investeringar) and 2 (budgetjusteringar, projektmedel)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from notifications.texter import stor_bokstav, uppraknat
from schemas.begrepp import Budgetslag
from schemas.sparnyckel import INGEN
from tasks.dokument import ekonomi
from tasks.dokument.bilagebok import Bokrad, Formel, Kol, Tabellblad, kolumnbokstav, per_rad, radnummer
from tasks.dokument.siffror import spar
from tasks.dokument.underlag import Aret, samlad

# Bilaga 1


def drift(a: Aret) -> list[Tabellblad]:
    """The sheets of bilaga 1."""
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


def justeringar(a: Aret) -> list[Tabellblad]:
    """The sheets of bilaga 2."""
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
