"""The way back of indicators and goals: aggregates, values, årsmål, raises and bedömningar."""

from collections.abc import Iterator
from decimal import Decimal

from notifications.texter import stor_bokstav, tal
from rules.aggregering import aggregate_over, share_of, shortfall
from rules.tal import round_tal
from schemas.arbetsbocker import PlanMal
from schemas.arsmapp import Indikator, Mal, Tilldelning
from schemas.begrepp import Aggregering, Indikatorslag
from schemas.omgangar import Omgang
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Antalsslag, Sparnyckel, Sparslag, antal, nyckel
from schemas.tabeller import Indikatorutfall
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning, finn
from tasks.insyn.ursprung import Cell

SAKNAS = "saknas"
EJ_INLAMNAD = "ej inlämnad"


def troskel(las: Sparlasning, namn: str) -> Spar:
    """A threshold of the year."""
    return Spar(f"Tröskel {namn}", tal(getattr(las.oppet.yaml.trosklar, namn)), las.yamlruta(f"trosklar.{namn}"))


def indikatorn(las: Sparlasning, kod: str) -> Indikator:
    """An indicator by its code.

    Raises:
        ArshjulFel: there is none.
    """
    return finn(las.indikatorer, kod, f"{las.o.indikator.ingen} {las.o.indikator}")


def _utfallet(las: Sparlasning, o: Omgang, kod: str) -> Indikatorutfall:
    indikatorn(las, kod)
    return finn(las.utfall(o), kod, f"inget sammanlagt i {o.bestamd}")


def kf_arsmal(las: Sparlasning, i: Indikator) -> Spar:
    """KF's årsmål of an indicator."""
    vad = f"{las.o.kommunfullmaktige.kort_genitiv} {las.o.arsmal}"
    om = "fastställs senare" if i.kf_arsmal is None and i.faststalls_senare else ""
    varde = "" if i.kf_arsmal is None else tal(i.kf_arsmal)
    return Spar(vad, varde, las.ruta(Indikator, i.rad, "kf_arsmal"), om)


def silent(u: Indikatorutfall) -> str:
    """How many holders are silent; said beside every bedömning, and more loudly where it is most of them."""
    return f"{len(u.saknas)} saknas{', mer än hälften' if len(u.saknas) > u.antal else ''}"


def indikator(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An indicator: what it is, and its aggregate of every omgång."""
    i = indikatorn(las, n.delar[0])
    forst = Spar(f"{i.kod} {i.namn}", las.o.kod(i.aggregering), las.ruta(Indikator, i.rad, "aggregering"))
    return [forst, *(s for o in las.rundor for s in aggregat(las, nyckel(Sparslag.AGGREGAT, o, i.kod)))]


def aggregat(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """The aggregate of an omgång, what it is compared with, and every value that it is of."""
    o, i = las.omgang(n.delar[0]), indikatorn(las, n.delar[1])
    u, vardet = _utfallet(las, o, i.kod), las.o.vardet(o.varde)
    om = f"{las.o.kod(u.uppfyllelse)}, {vardet.antal(u.antal)} av {u.antal + len(u.saknas)}, {silent(u)}"
    om += f"; {las.o.kod(i.aggregering)}"
    svar = [Spar(f"Aggregerat: {vardet}, {o.bestamd}", _avrundat(u.aggregerat, i), None, om), kf_arsmal(las, i)]
    if o.fragar_varden and u.aggregerat is not None and u.arsmal_aggregerat is not None:
        skillnad = _avrundat(u.aggregerat - u.arsmal_aggregerat, i)
        vidare = nyckel(Sparslag.ARSMAL, o, i.kod)
        svar.append(Spar(f"Skillnad mot {las.o.arsmal.aggregerad}", skillnad, vidare=vidare))
    if fattas := shortfall(u.aggregerat, u.kf_arsmal, i.riktning):
        andel = share_of(fattas, u.kf_arsmal)
        av = f"{tal(round(Decimal(andel.numerator * 100) / andel.denominator, 1))} % av det" if andel else ""
        svar.append(Spar("Fattas", _avrundat(fattas, i), None, av))
    svar.append(troskel(las, "indikator_delvis_inom"))
    return [*svar, *_vardena(las, o, i, u.varden, las.varde_celler(o)), *_tysta(las, o, i, u)]


def _avrundat(v: Decimal | None, i: Indikator) -> str:
    return "" if v is None else tal(v, i.decimaler)


def _vardena(
    las: Sparlasning, o: Omgang, i: Indikator, varden: dict[str, str], celler: dict[tuple[str, str], Cell]
) -> Iterator[Spar]:
    """Every organ's value, with its weight where that counts."""
    for organ, v in varden.items():
        yield Spar(las.namn(organ), tal(Decimal(v)), celler.get((organ, i.kod)), _hojs(las, o, i.kod, organ), djup=1)
        if i.aggregering == Aggregering.VAGT_MEDEL:
            t = las.tilldelningar[organ, i.kod]
            yield Spar("vikt", tal(t.vikt), las.ruta(Tilldelning, t.rad, "vikt"), djup=2)


def _hojs(las: Sparlasning, o: Omgang, kod: str, organ: str) -> str:
    hojning = las.utfall(o)[kod].hojning
    return f"behöver nå {tal(Decimal(hojning[organ]))}" if organ in hojning else ""


def _tysta(las: Sparlasning, o: Omgang, i: Indikator, u: Indikatorutfall) -> Iterator[Spar]:
    for organ in u.saknas:
        cell = las.varde_celler(o).get((organ, i.kod))
        yield Spar(las.namn(organ), SAKNAS, cell, "" if cell else EJ_INLAMNAD, djup=1)


def varde(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """One organ's value of an omgång."""
    o, i, organ = las.omgang(n.delar[0]), indikatorn(las, n.delar[1]), n.delar[2]
    vad, u = f"{las.namn(organ)}: {las.o.vardet(o.varde)}, {o.bestamd}", _utfallet(las, o, i.kod)
    svar = _ett(las, i, organ, vad, u.varden.get(organ), las.varde_celler(o))
    lovat, blev = (v.get(organ) for v in (u.arsmal, u.varden))
    if o.fragar_varden and lovat is not None and blev is not None:
        a, b = (round_tal(Decimal(v), i.decimaler) for v in (lovat, blev))
        vidare = nyckel(Sparslag.ARSMAL, o, i.kod, organ)
        svar.append(Spar(f"Skillnad mot {las.o.arsmal.bestamd}", _avrundat(b - a, i), vidare=vidare))
    return svar


def arsmal(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """The årsmål in force in an omgång: one organ's, or all of them together."""
    o, i, organ = las.omgang(n.delar[0]), indikatorn(las, n.delar[1]), n.del_(2)
    u, celler = _utfallet(las, o, i.kod), las.arsmal_celler(o)
    if organ:
        vad = f"{las.namn(organ)}: {las.o.arsmal} som gäller i {o.bestamd}"
        return _ett(las, i, organ, vad, u.arsmal.get(organ), celler)
    forst = Spar(
        f"{stor_bokstav(las.o.arsmal.aggregerat)}, {o.bestamd}", _avrundat(u.arsmal_aggregerat, i), None,
        f"{las.o.arsmal.antal(len(u.arsmal))}; {las.o.kod(i.aggregering)}",
    )  # fmt: skip
    return [forst, kf_arsmal(las, i), *_vardena(las, o, i, u.arsmal, celler)]


def _ett(
    las: Sparlasning, i: Indikator, organ: str, vad: str, v: str | None, celler: dict[tuple[str, str], Cell]
) -> list[Spar]:
    """A value of an organ, and what stands beside it: last year's utfall, its weight, KF's årsmål."""
    cell, t = celler.get((organ, i.kod)), las.tilldelningar.get((organ, i.kod))
    if v is None and t is None:
        raise ArshjulFel(f"{las.namn(organ)} har inte {las.o.indikator.bestamd} {i.kod}.")
    forst = Spar(vad, SAKNAS if v is None else tal(Decimal(v)), cell, "" if cell else EJ_INLAMNAD)
    return [forst, *(_tilldelat(las, t) if t else []), kf_arsmal(las, i)]


def _tilldelat(las: Sparlasning, t: Tilldelning) -> list[Spar]:
    utfall = f"{stor_bokstav(str(las.o.utfall))} föregående år"
    fore = "" if t.utfall_foregaende is None else tal(t.utfall_foregaende)
    return [
        Spar(utfall, fore, las.ruta(Tilldelning, t.rad, "utfall_foregaende")),
        Spar("Vikt", tal(t.vikt), las.ruta(Tilldelning, t.rad, "vikt"), "utgår" if t.utgar else ""),
    ]


def hojning(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """What an organ would have to come to, and the values that this follows from."""
    o, i, organ = las.omgang(n.delar[0]), indikatorn(las, n.delar[1]), n.delar[2]
    u = _utfallet(las, o, i.kod)
    vad = f"{las.namn(organ)} behöver nå, {o.bestamd}"
    sagt = f"den minsta jämna höjning med vilken {las.o.kommunfullmaktige.kort_genitiv} {las.o.arsmal} nås"
    har = organ in u.hojning
    forst = Spar(vad, tal(Decimal(u.hojning[organ])) if har else "", None, sagt if har else "behöver inte ändras")
    return [
        forst,
        *under(arsmal(las, nyckel(Sparslag.ARSMAL, o, i.kod, organ))),
        *_begart(las, i.kod, organ),
        Spar("Alla värden", vidare=nyckel(Sparslag.AGGREGAT, o, i.kod)),
    ]


def _begart(las: Sparlasning, kod: str, organ: str) -> Iterator[Spar]:
    """What it has been asked to reach of an indicator: what is needed is never less."""
    for d in las.delar.values():
        if (d.m.organ, d.u.indikator) == (organ, kod) and d.m.begart is not None and not d.aterkallad:
            vidare = nyckel(Sparslag.DEL, d.u.nummer, organ)
            yield Spar(f"begärt i {d.u.nummer}", tal(d.m.begart), vidare=vidare, djup=1)


def foregaende(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """Last year's utfall: one organ's, or over the organs that have a value in the omgång."""
    o, i, organ = las.omgang(n.delar[0]), indikatorn(las, n.delar[1]), n.del_(2)
    namn = f"{stor_bokstav(str(las.o.utfall))} {las.oppet.ar - 1}"
    egna = {k: t for (k, kod), t in las.tilldelningar.items() if kod == i.kod and (k == organ or not organ)}
    if not organ:
        egna = {k: t for k, t in egna.items() if k in _utfallet(las, o, i.kod).varden}
    falt = "utfall_foregaende"
    rader = [
        Spar(las.namn(k), tal(t.utfall_foregaende), las.ruta(Tilldelning, t.rad, falt), djup=1)
        for k, t in egna.items()
        if t.utfall_foregaende is not None
    ]
    if organ:
        return [Spar(f"{namn} {r.vad}", r.varde, r.kalla) for r in rader] or [Spar(f"{namn} {las.namn(organ)}", "–")]
    fore, av = aggregate_over(
        {k: t.utfall_foregaende for k, t in egna.items()}, {k: t.vikt for k, t in egna.items()}, i.aggregering,
        i.decimaler,
    )  # fmt: skip
    return [
        Spar(f"{namn}, {i.kod}", _avrundat(fore, i), None, f"{av} av {len(egna)}; {las.o.kod(i.aggregering)}"),
        *rader,
    ]


def mal(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """A goal: its bedömning of every omgång."""
    m = finn(las.mal, n.delar[0], "inget mål")
    forst = Spar(f"{m.kod} {m.namn}", "", las.ruta(Mal, m.rad))
    return [forst, *(s for o in las.rundor for s in bedomning(las, nyckel(Sparslag.BEDOMNING, o, m.kod)))]


def bedomning(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """The bedömning of a goal in an omgång: proposal, decision, why, and what it rests on."""
    o, m = las.omgang(n.delar[0]), finn(las.mal, n.delar[1], "inget mål")
    b = finn(las.bedomt(o), m.kod, f"ingen bedömning i {o.bestamd}")
    beslut = f", beslut {las.o.kod(b.beslut)}" if b.beslut else ""
    svar = [
        Spar(
            f"Bedömning, {o.bestamd}", f"förslag {las.o.kod(b.forslag)}{beslut}", None, las.beslutat(o),
            nyckel(Sparslag.BESLUT, o),
        ),
        Spar("Skäl", b.skal),
    ]  # fmt: skip
    svar += [Spar("Motivering", b.motivering, None, las.beslutat(o))] if b.motivering else []
    antal_ = ", ".join(f"{v} {las.o.kod(k)}" for k in ("helt", "delvis", "inte") if (v := getattr(b, k)))
    under_ = [x for x in las.mal.values() if x.overordnat == m.kod]
    svar.append(Spar("Vilar på", f"{b.av} {'mål' if under_ else las.o.indikator.flera}", None, antal_))
    return svar + (_over(las, o, [x.kod for x in under_]) if under_ else _lovet(las, o, m.kod))


def _over(las: Sparlasning, o: Omgang, under_: list[str]) -> list[Spar]:
    bedomt = las.bedomt(o)
    return [
        Spar(
            f"{k} {las.mal[k].namn}", las.o.kod(bedomt[k].beslut or bedomt[k].forslag), None, "",
            nyckel(Sparslag.BEDOMNING, o, k), 1,
        )
        for k in under_
    ]  # fmt: skip


def _lovet(las: Sparlasning, o: Omgang, kod: str) -> list[Spar]:
    """What a goal with no goal below it rests on: thresholds and indicators; and who says how it contributes."""
    svar = [troskel(las, t) for t in ("mal_helt", "mal_delvis")]
    for i in las.indikatorer.values():
        if i.mal == kod:
            u = las.utfall(o)[i.kod]
            med = "" if i.ingar_i_bedomning and i.slag == Indikatorslag.KF else ", ingår inte"
            varde_ = _avrundat(u.aggregerat, i) or "–"
            om = f"{las.o.kod(u.uppfyllelse)}, {silent(u)}{med}"
            svar.append(Spar(f"{i.kod} {i.namn}", varde_, None, om, nyckel(Sparslag.AGGREGAT, o, i.kod), 1))
    b = las.bedomt(o)[kod]
    for vad, n in ((Antalsslag.BIDRAR, (b.namnder or 0) + (b.bolag or 0)), (Antalsslag.NAMNDMAL, b.namndmal or 0)):
        svar.append(Spar(BIDRAGEN[vad], str(n), None, "", antal(las.plan, vad, mal=kod)))
    return svar


#: the organs behind a goal → what is said of how many they are
BIDRAGEN = {
    Antalsslag.BIDRAR: "Organ som beskriver hur de bidrar",
    Antalsslag.NAMNDMAL: "Av dem har satt upp ett eget mål",
}


def bidragen(las: Sparlasning, mal_: str, *, med_eget: bool = False) -> dict[str, list[Spar]]:
    """Organ → the cells in which it says that, and how, it contributes to a goal.

    Args:
        med_eget: only those that state a goal of their own, and the cell of that.
    """
    svar = {}
    for organ, r in las.blad(PlanMal, las.plan):
        if r.malkod == mal_ and r.bidrar and r.hur and (r.namndmal or not med_eget):
            falten = (("Bidrar", "bidrar", "Ja"), ("Hur", "hur", r.hur), ("Eget mål", "namndmal", r.namndmal))
            svar[organ] = [
                Spar(vad, v, las.cell(PlanMal, las.plan, organ, r.rad, falt), djup=1)
                for vad, falt, v in falten[: 3 if med_eget else 2]
            ]
    return svar
