"""The way back of what stands in the year itself: rows, sums, keys of ar.yaml, texts, decisions and days."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from typing import Any

from notifications.texter import datum, stor_bokstav, tal
from schemas.arsmapp import ARSFILER, Arsfil, Kontakt, Omgangsrad, Ordrad, Text
from schemas.aryaml import yamlnycklar
from schemas.falt import kolumner
from schemas.granskningsbok import GranskaText
from schemas.handelseslag import Handelseslag
from schemas.omgangar import DAGAR, Omgang, standardrader
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Sparnyckel, Sparslag, nyckel
from schemas.tabeller import Avstamning, Handelse
from tasks.grund.handelser import events_of
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning, visat
from tasks.insyn.ursprung import Arsruta, Cell, stored_at
from tasks.laget.fragat import anstanden

MODELL: dict[str, type[Arsfil]] = {m.blad(): m for m in ARSFILER}
#: what is not traced: addresses are of persons, and words are no figures
UTOM = (Kontakt.blad(), Ordrad.blad())


def _filen(namn: str) -> type[Arsfil]:
    """The file that a key names, with or without .csv.

    Raises:
        ArshjulFel: the year folder has none.
    """
    ren = namn.removesuffix(".csv")
    if ren not in MODELL or ren in UTOM:
        raise ArshjulFel(f"{namn} är ingen fil som spåras. Filerna är {', '.join(m for m in MODELL if m not in UTOM)}.")
    return MODELL[ren]


def _kolumnen(modell: type[Arsfil], namn: str) -> str:
    """The attribute of a column, by either name.

    Raises:
        ArshjulFel: the file has none.
    """
    alla = {k.namn: k.falt for k in kolumner(modell)} | {k.falt: k.falt for k in kolumner(modell)}
    if namn not in alla:
        namnen = ", ".join(k.namn for k in kolumner(modell))
        raise ArshjulFel(f"{modell.FIL} har ingen kolumn {namn}. Kolumnerna är {namnen}.")
    return alla[namn]


def rad(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A row of the year folder, or one cell of it.

    Raises:
        ArshjulFel: there is no such row.
    """
    modell = _filen(n.delar[0])
    r = next((r for r in las.rader(modell) if str(r.rad) == n.delar[1]), None)
    if r is None:
        raise ArshjulFel(f"{modell.FIL} har ingen rad {n.delar[1]} i {las.oppet.ar}.")
    falten = [_kolumnen(modell, n.del_(2))] if n.del_(2) else [k.falt for k in kolumner(modell)]
    kalla = f"källa: {r.kalla}" if getattr(r, "kalla", None) else ""
    namn = next(iter(visat(las.o, getattr(r, k.falt)) for k in kolumner(modell)), "")
    forst = Spar(f"{modell.FIL}, rad {r.rad}", namn, None, kalla)
    rader = [
        Spar(k.namn, visat(las.o, v), las.ruta(modell, r.rad, k.falt), djup=1)
        for k in kolumner(modell)
        if k.falt in falten and k.namn != "kalla" and ((v := getattr(r, k.falt)) is not None or n.del_(2))
    ]
    return [forst, *rader]


def summa(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """The sum of a column over the rows that meet the conditions.

    Raises:
        ArshjulFel: there is no such file or column, or it holds no numbers.
    """
    modell = _filen(n.delar[0])
    falt = _kolumnen(modell, n.delar[1])
    villkor = {_kolumnen(modell, k): v for k, v in n.villkor.items()}
    egna = [r for r in las.rader(modell) if all(visat(las.o, getattr(r, k)) == v for k, v in villkor.items())]
    varden = [(r, getattr(r, falt)) for r in egna if getattr(r, falt) is not None]
    if any(not isinstance(v, Decimal | int) for _, v in varden):
        raise ArshjulFel(f"Kolumnen {n.delar[1]} i {modell.FIL} innehåller inte tal.")
    namn = kolumner(modell)[0].falt
    rader = [Spar(visat(las.o, getattr(r, namn)), tal(v), las.ruta(modell, r.rad, falt), djup=1) for r, v in varden]
    vad = ", ".join([modell.FIL, n.delar[1], *(f"{k} = {v}" for k, v in n.villkor.items())])
    return [Spar(f"Summa: {vad}", tal(sum((v for _, v in varden), Decimal(0))), None, f"av {len(rader)}"), *rader]


def ar(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A key of ar.yaml.

    Raises:
        ArshjulFel: it has none.
    """
    alla = {k.namn: k for k in yamlnycklar()}
    if n.delar[0] not in alla:
        raise ArshjulFel(f"ar.yaml har ingen nyckel {n.delar[0]}. Nycklarna är {', '.join(alla)}.")
    v: Any = reduce(getattr, n.delar[0].split("."), las.oppet.yaml)
    text = ", ".join(str(x) for x in v) if isinstance(v, tuple | dict) else visat(las.o, v)
    return [Spar(n.delar[0], text, las.yamlruta(n.delar[0]), alla[n.delar[0]].hjalp)]


def text(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A text of the office: as decided, and as it stands in the year.

    Raises:
        ArshjulFel: nothing is written there.
    """
    o, avsnitt = las.omgang(n.delar[0]), n.delar[1]
    arets = next((t for t in las.rader(Text) if t.avsnitt == avsnitt), None)
    plan = las.rundor.get(o)
    galler = plan.texter.get(avsnitt, "") if plan and plan.beslutad else arets.text if arets else ""
    if not galler and arets is None:
        raise ArshjulFel(f"Det finns ingen text till {avsnitt} i {o.bestamd}.")
    vad = f"Text till {avsnitt}, {o.bestamd}"
    plats = las.ruta(Text, arets.rad, "text") if arets else None
    if arets and galler == arets.text:
        return [Spar(vad, galler, plats, las.beslutat(o))]
    svar = [Spar(vad, galler, None, f"skriven i granskningens blad {GranskaText.BLAD}, {las.beslutat(o)}")]
    return svar + ([Spar("Årets text", arets.text, plats, djup=1)] if arets else [])


def beslut(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """The decision of an omgång: by whom, when, and on which version; or that nothing is decided.

    Raises:
        ArshjulFel: nothing is proposed either.
    """
    o = las.omgang(n.delar[0])
    a = las.rundor.get(o)
    if a is None:
        raise ArshjulFel(f"{o.i_text} är inte sammanställd ännu.")
    vad = f"{stor_bokstav(o.bestamd)}, version {a.version}"
    svar = [Spar(vad, f"förslag {datum(a.skapad)}", None, las.beslutat(o))]
    if a.beslutad:
        svar += [Spar("Beslutad", datum(a.beslutad), None, "", djup=1), Spar("Infört av", a.handlaggare or "", djup=1)]
        svar += _granskningen(las, a)
    if las.oppet.yaml.diarienummer:
        svar.append(Spar("Diarienummer", las.oppet.yaml.diarienummer, las.yamlruta("diarienummer"), djup=1))
    return svar


def _granskningen(las: Sparlasning, a: Avstamning) -> Iterator[Spar]:
    """The review workbook that the decision came from, and where it is kept."""
    for h in events_of(las.session, las.oppet.ar, Handelseslag.BESLUT_FATTAT):
        if h.uppgifter.get("omgang") == a.omgang and h.fil and h.fil_sha256:
            cell = Cell(h.fil, a.version, "", "", h.fil_sha256, stored_at(las.oppet.ar, h.fil_sha256))
            finns = (las.oppet.mapp.parent / cell.lagrad).exists()
            yield Spar(
                "Granskningen", h.fil, cell if finns else None, "" if finns else f"sha256 {h.fil_sha256}", djup=1
            )


def dag(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A day of an omgång, and an organ's own where it has anstånd.

    Raises:
        ArshjulFel: the omgång has no such day.
    """
    o, vilken, organ = las.omgang(n.delar[0]), n.delar[1], n.del_(2)
    if vilken not in DAGAR:
        raise ArshjulFel(f"Dagen är {', '.join(DAGAR)}, inte {vilken}.")
    svar = [Spar(f"{stor_bokstav(o.bestamd)}: {vilken}", datum(getattr(o, vilken)), _dagens_plats(las, o, vilken))]
    if vilken == "senast":
        svar += _flyttad(las, o)
    return svar + (_anstand(las, o, organ) if organ else [])


def _flyttad(las: Sparlasning, o: Omgang) -> list[Spar]:
    """Who moved the last day of an omgång, and from when."""
    alla = events_of(las.session, las.oppet.ar, Handelseslag.SISTA_DAGEN_FLYTTAD)
    return [
        Spar("Sista dagen flyttad", _iso(h, "senast"), None, f"från {_iso(h, 'fore')}, av {h.vem} den {datum(h.dag)}")
        for h in alla
        if h.uppgifter.get("omgang") == o.kod
    ]


def _iso(h: Handelse, vad: str) -> str:
    return datum(datetime.date.fromisoformat(h.uppgifter[vad]))


def _dagens_plats(las: Sparlasning, o: Omgang, vilken: str) -> Arsruta:
    """Where a day stands: a row of omgangar.csv, else a key of the kalender."""
    for r in las.rader(Omgangsrad):
        if r.omgang.upper() == o.kod:
            finns = getattr(r, vilken) is not None
            return las.ruta(Omgangsrad, r.rad, vilken if finns else "sammanstalls")
    return las.yamlruta(f"kalender.{next(r[vilken] for r in standardrader() if r['omgang'] == o.kod)}")


def _anstand(las: Sparlasning, o: Omgang, organ: str) -> list[Spar]:
    """Who gave an organ more time, until when, and why: for its workbook, or for one answer."""
    bok = anstanden(las.session, las.oppet, o).get(organ)
    svar = (
        [Spar(f"Anstånd med arbetsboken, {las.namn(organ)}", datum(bok.dag), None, f"givet {datum(bok.givet)}")]
        if bok
        else []
    )
    for h in events_of(las.session, las.oppet.ar, Handelseslag.ANSTAND_GIVET):
        if h.uppgifter.get("organ") == organ:
            galler, varfor = h.uppgifter.get("galler", ""), h.uppgifter.get("motivering")
            till = _iso(h, "senast")
            vidare = nyckel(Sparslag.DEL, galler, organ) if galler in las.uppmaningar else None
            if vidare or galler == o.kod:
                svar.append(
                    Spar(
                        f"Anstånd givet för {galler}", till, None, f"av {h.vem} den {datum(h.dag)}: {varfor}", vidare, 1
                    )
                )
    return svar
