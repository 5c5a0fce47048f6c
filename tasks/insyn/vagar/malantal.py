"""Counts of goals, indicators and årsmål."""

from collections.abc import Iterator
from decimal import Decimal

from notifications.texter import tal
from rules.aggregering import shortfall, uppfyllelse
from rules.tal import is_worse, round_tal
from schemas.arsmapp import Indikator, Indikatorjustering
from schemas.begrepp import Aggregering, Bedomning, Indikatorslag, Riktning
from schemas.omgangar import Omgang
from schemas.sparnyckel import Sparslag, nyckel
from schemas.tabeller import Indikatorutfall
from tasks.insyn.spar import Spar
from tasks.insyn.sparlasning import Sparlasning
from tasks.insyn.vagar.mal import bidragen
from tasks.insyn.vagar.urval import Medlem, Villkor

#: the bedömningar that can be told apart as better and worse
RANG: dict[str, int] = {Bedomning.INTE: 0, Bedomning.DELVIS: 1, Bedomning.HELT: 2}


def _andrad(fore: str, nu: str) -> tuple[str, ...]:
    """What holds of a change, of the words that `andrad` takes."""
    if fore == nu:
        return ("nej",)
    if fore not in RANG or nu not in RANG:
        return ("ja", "annat")
    return ("ja", "upp" if RANG[nu] > RANG[fore] else "ner")


def _galler(las: Sparlasning, o: Omgang, kod: str) -> str:
    b = las.bedomt(o)[kod]
    return b.beslut or b.forslag


def malen(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The goals, with how they are judged and how they were before."""
    fore = las.oppet.omgangar.fore(o) or o
    svar = []
    for kod, m in las.mal.items():
        if kod not in las.bedomt(o):
            continue
        nu = _galler(las, o, kod)
        forra = _galler(las, fore, kod) if kod in las.bedomt(fore) else nu
        nivaer = (*(["topp"] if m.overordnat is None else []), *([] if _under(las, kod) else ["lov"]))
        tyst = any(is_silent(las.utfall(o)[i.kod]) for i in _raknade(las, kod))
        if (
            v.nagot("niva", nivaer) and v.med(bedomning=nu, under=m.overordnat, tyst=tyst)
            and v.nagot("andrad", _andrad(forra, nu))
        ):  # fmt: skip
            om = f"{fore.bestamd}: {las.o.kod(forra)}" if forra != nu else ""
            svar.append([Spar(f"{kod} {m.namn}", las.o.kod(nu), None, om, nyckel(Sparslag.BEDOMNING, o, kod))])
    return svar


def _under(las: Sparlasning, kod: str) -> list[str]:
    return [m.kod for m in las.mal.values() if m.overordnat == kod]


def raknas(i: Indikator) -> bool:
    """Whether the bedömning of its goal rests on an indicator."""
    return i.slag == Indikatorslag.KF and bool(i.ingar_i_bedomning)


def _raknade(las: Sparlasning, mal: str) -> Iterator[Indikator]:
    """The indicators that count, of a goal and of those below it."""
    yield from (i for i in las.indikatorer.values() if i.mal == mal and raknas(i))
    for kod in _under(las, mal):
        yield from _raknade(las, kod)


def is_silent(u: Indikatorutfall) -> bool:
    """Whether more than half of the holders are silent."""
    return len(u.saknas) > u.antal


def indikatorerna(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The indicators, with their uppfyllelse and what stands beside it."""
    svar = []
    for i in las.indikatorer.values():
        u = las.utfall(o).get(i.kod)
        if u is None:
            continue
        fore, forra = _fore(las, o, i, u)
        andrad = _andrad(forra, u.uppfyllelse)
        fattas = shortfall(u.aggregerat, u.kf_arsmal, i.riktning) is not None
        redovisas = andrad != ("nej",) or (_samre(u.aggregerat, fore, i) if o.fragar_varden else fore != u.aggregerat)
        om = {"mal": i.mal, "uppfyllelse": u.uppfyllelse, "raknas": raknas(i), "tyst": is_silent(u), "fattas": fattas}
        har = [k for k, kod in las.tilldelningar if kod == i.kod and not las.tilldelningar[k, kod].utgar]
        if v.med(**om, redovisas=redovisas) and v.nagot("andrad", andrad) and v.nagot("organ", har):
            varde = tal(u.aggregerat, i.decimaler) if u.aggregerat is not None else "–"
            bredvid = f"; bredvid: {las.o.kod(forra)}" if andrad != ("nej",) else ""
            text = f"{las.o.kod(u.uppfyllelse)}, {len(u.saknas)} saknas{bredvid}"
            svar.append([Spar(f"{i.kod} {i.namn}", varde, None, text, nyckel(Sparslag.AGGREGAT, o, i.kod))])
    return svar


def _fore(las: Sparlasning, o: Omgang, i: Indikator, u: Indikatorutfall) -> tuple[Decimal | None, str]:
    """What stands beside an indicator: the årsmål in force where values are reported, else the omgång before."""
    fore = las.oppet.omgangar.fore(o) or o
    bredvid = u if o.fragar_varden else las.utfall(fore).get(i.kod, u)
    if not (o.fragar_varden or fore.fragar_varden):
        return bredvid.aggregerat, bredvid.uppfyllelse
    inom = las.oppet.yaml.trosklar.indikator_delvis_inom
    nadd = uppfyllelse(bredvid.arsmal_aggregerat, bredvid.kf_arsmal, i.riktning, inom)
    return bredvid.arsmal_aggregerat, str(nadd)


def _samre(nu: Decimal | None, fore: Decimal | None, i: Indikator) -> bool:
    return fore is not None and (nu is None or is_worse(nu, fore, i.riktning))


def bidrar(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The organs that say that they contribute to a goal, and how; per goal where none is named."""
    return _bidragen(las, v, med_eget=False)


def namndmal(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """Those of them that state a goal of their own."""
    return _bidragen(las, v, med_eget=True)


def _bidragen(las: Sparlasning, v: Villkor, *, med_eget: bool) -> list[Medlem]:
    return [
        [Spar(las.namn(organ), f"mål {kod}", vidare=nyckel(Sparslag.ORGAN, organ)), *celler]
        for kod in las.mal
        if v.med(mal=kod)
        for organ, celler in bidragen(las, kod, med_eget=med_eget).items()
        if v.slag(las, organ)
    ]


def lovade(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The organs' årsmål in force, with what they report."""
    svar = []
    for kod, u in las.utfall(o).items():
        i = las.indikatorer[kod]
        for organ, lovat in u.arsmal.items():
            utfall = _loftet(i, lovat, u.varden.get(organ))
            kf, varde_kf = _nar_kf(i, lovat), _nar_kf(i, u.varden.get(organ))
            if v.med(organ=organ, indikator=kod, utfall=utfall, nar_kf=kf, varde_nar_kf=varde_kf):
                varde = f"{las.o.arsmal} {tal(Decimal(lovat))}, {las.o.vardet(o.varde)} {tal(u.varden.get(organ))}"
                vad = f"{las.namn(organ)}: {kod}"
                svar.append([Spar(vad, varde, None, utfall.replace("_", " "), nyckel(Sparslag.VARDE, o, kod, organ))])
    return svar


def _nar_kf(i: Indikator, v: str | None) -> bool | None:
    """Whether a value reaches KF's årsmål; None where it cannot be held against that."""
    if v is None or i.kf_arsmal is None or i.aggregering == Aggregering.SUMMA:
        return None
    avrundat = round_tal(Decimal(v), i.decimaler)
    return avrundat >= i.kf_arsmal if i.riktning == Riktning.HOGRE else avrundat <= i.kf_arsmal


def _loftet(i: Indikator, lovat: str, blev: str | None) -> str:
    if blev is None:
        return "utan_varde"
    a, b = (round_tal(Decimal(x), i.decimaler) for x in (lovat, blev))
    return "ej_nadda" if is_worse(b, a, i.riktning) else "nadda"


def justeringar(las: Sparlasning, o: Omgang, v: Villkor) -> list[Medlem]:
    """The indicators that are changed, each with its rows."""
    per: dict[str, Medlem] = {}
    for j in las.rader(Indikatorjustering):
        if v.med(justering=j.justering):
            forst = [
                Spar(
                    f"{j.indikator} {las.indikatorer[j.indikator].namn}", vidare=nyckel(Sparslag.INDIKATOR, j.indikator)
                )
            ]
            rad = Spar(
                las.o.kod(j.justering),
                j.varde or "",
                las.ruta(Indikatorjustering, j.rad, "varde"),
                j.skal or "",
                djup=1,
            )
            per.setdefault(j.indikator, forst).append(rad)
    return list(per.values())
