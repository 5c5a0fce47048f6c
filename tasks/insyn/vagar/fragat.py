"""The way back of uppmaningar: why they were asked, of whom, what was compared, and how each part was answered."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from notifications.texter import datum, stor_bokstav, tal
from rules.harledning import INGET
from schemas.arbetsbocker import PlanArsmal, SvarRad
from schemas.arsmapp import Indikator, RiktadUppmaning, Tilldelning
from schemas.begrepp import Grund, Uppmaningsstatus
from schemas.granskningsbok import GranskaNyUppmaning, GranskaUppmaning
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.problem import ArshjulFel
from schemas.regler import JAMFORT, REGEL
from schemas.sparnyckel import Antalsslag, Sparnyckel, Sparslag, antal, nyckel
from schemas.tabeller import Mottagare, Svarsdom, Uppmaningsrad
from tasks.grund.handelser import events_of
from tasks.insyn.spar import Spar, under
from tasks.insyn.sparlasning import Sparlasning, finn, talet, visat
from tasks.insyn.vagar.mal import troskel

#: the columns of an answer, by what they are called
SVARSFALT = ("reviderat_arsmal", "svar", "aktivitet", "kan_inte")


def _uppmaningen(las: Sparlasning, nummer: str) -> Uppmaningsrad:
    return finn(las.uppmaningar, nummer, f"{las.o.uppmaning.ingen} {las.o.uppmaning}")


def uppmaning(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """An uppmaning: its text, the rule, the decision that issued or struck it, and every recipient."""
    u, o = _uppmaningen(las, n.delar[0]), las.o
    regel, fragas = REGEL[Grund(u.grund)], las.stalld_i(u)
    svar = [
        Spar(u.nummer, f"{o.kod(u.grund)}, {o.kod(u.status)}", None, u.text),
        _beslutet(las, u, fragas),
        Spar("Regel", o.kod(u.grund), None, f"{stor_bokstav(o.text(regel.text))} (handboken, Avstämningen)"),
        *_raden(las, u, fragas),
    ]
    if u.text != u.regeltext:
        svar.append(Spar("Ursprunglig text", u.regeltext, None, f"ändrad i granskningen, {las.beslutat(fragas)}"))
    if regel.troskel:
        svar.append(troskel(las, regel.troskel))
    if u.indikator:
        svar.append(Spar("Indikatorn", u.indikator, vidare=nyckel(Sparslag.AGGREGAT, fragas, u.indikator)))
    for m in las.mottagare.get(u.id, ()):
        svar += under(_delen(las, u, m))
    return svar


def _beslutet(las: Sparlasning, u: Uppmaningsrad, fragas: Omgang) -> Spar:
    """Who issued or struck it, when and why."""
    vidare = nyckel(Sparslag.BESLUT, fragas)
    if u.status == Uppmaningsstatus.STRUKEN:
        varfor = u.motivering or "ingen motivering"
        om = f"{las.beslutat(fragas)}, granskningens blad {GranskaUppmaning.BLAD}: {varfor}"
        return Spar("Struken", "", None, om, vidare)
    return Spar(stor_bokstav(las.o.kod(u.status)), f"i {fragas.bestamd}", None, las.beslutat(fragas), vidare)


def _raden(las: Sparlasning, u: Uppmaningsrad, fragas: Omgang) -> Iterator[Spar]:
    """The row of the year, or of the review, that directs it."""
    if u.rad is None or u.grund != Grund.RIKTAD:
        return
    for r in las.rader(RiktadUppmaning):
        if r.rad == u.rad and (r.mal, r.indikator, r.avser) == (u.mal or r.mal, u.indikator, u.avser):
            yield Spar("Riktad i", r.mottagare, las.ruta(RiktadUppmaning, r.rad, "mottagare"))
            return
    yield Spar("Riktad i", f"granskningens blad {GranskaNyUppmaning.BLAD}", None, las.beslutat(fragas))


def del_(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """What one organ is asked."""
    u = _uppmaningen(las, n.delar[0])
    return [
        Spar(u.nummer, las.o.kod(u.grund), None, u.text, nyckel(Sparslag.UPPMANING, u.nummer)),
        *_delen(las, u, _mottagaren(las, u, n.delar[1])),
        *(_skiljer(las, u, _mottagaren(las, u, n.delar[1]), las.omgang(n.delar[2])) if n.del_(2) else ()),
    ]


def _skiljer(las: Sparlasning, u: Uppmaningsrad, m: Mottagare, o: Omgang) -> Iterator[Spar]:
    """How far an organ's årsmål in an omgång is from what it is asked to reach."""
    varden = las.utfall(o)[u.indikator].arsmal if u.indikator in las.utfall(o) else {}
    if m.begart is not None and m.organ in varden:
        nu = Decimal(varden[m.organ])
        vidare = nyckel(Sparslag.ARSMAL, o, u.indikator, m.organ)
        yield Spar(f"{las.o.arsmal} i {o.bestamd}", tal(nu), None, "", vidare, 1)
        yield Spar("skillnad", tal(m.begart - nu), djup=1)


def _mottagaren(las: Sparlasning, u: Uppmaningsrad, organ: str) -> Mottagare:
    for m in las.mottagare.get(u.id, ()):
        if m.organ == organ:
            return m
    raise ArshjulFel(f"{las.namn(organ)} är inte mottagare av {u.nummer}.")


def _delen(las: Sparlasning, u: Uppmaningsrad, m: Mottagare) -> list[Spar]:
    """A recipient: what was compared, what it is asked to reach and by when, and how it answered."""
    o, fragas = las.o, las.stalld_i(u)
    aterkallad = o.uppmaning.adj("återkallad", "återkallat") if m.aterkallad else ""
    svar = [Spar(las.namn(m.organ), aterkallad, None, _varfor_aterkallad(las, u, m) if m.aterkallad else "")]
    svar += under(_jamfort(las, u, m, fragas))
    if m.begart is not None:
        vidare = nyckel(Sparslag.HOJNING, fragas, u.indikator, m.organ) if u.grund == Grund.AGGREGAT_UNDER_KF else None
        svar.append(Spar("begärt", tal(m.begart), None, o.text(REGEL[Grund(u.grund)].namn), vidare, 1))
    if m.senast:
        svar += under(_senast(las, u, m))
    d = las.delar.get((u.nummer, m.organ))
    for dom in d.domar if d else ():
        svar += under(_domen(las, u, m, dom))
    return svar


def _varfor_aterkallad(las: Sparlasning, u: Uppmaningsrad, m: Mottagare) -> str:
    for h in events_of(las.session, las.oppet.ar, Handelseslag.UPPMANING_ATERKALLAD):
        if h.uppgifter.get("nummer") == u.nummer and m.organ in h.uppgifter.get("organ", ()):
            return f"av {h.vem} den {datum(h.dag)}: {h.uppgifter.get('motivering')}"
    return ""


def _senast(las: Sparlasning, u: Uppmaningsrad, m: Mottagare) -> list[Spar]:
    """By when, and who moved it."""
    assert m.senast is not None
    omgang = next((r for r in las.oppet.omgangar if r.senast == m.senast), None)
    vidare = nyckel(Sparslag.DAG, omgang, "senast", m.organ) if omgang else None
    flyttad = f"utfärdad med den {datum(u.senast)}" if u.senast and u.senast != m.senast else ""
    return [Spar("senast", datum(m.senast), None, flyttad or (omgang.bestamd if omgang else ""), vidare)]


def _jamfort(las: Sparlasning, u: Uppmaningsrad, m: Mottagare, o: Omgang) -> Iterator[Spar]:
    """The values that the rule compared, each with where it stands."""
    kod = u.indikator or ""
    for vad, v in m.jamfort.items():
        namn, varde = las.o.text(JAMFORT[vad]), "" if v == INGET else talet(v)
        platser: dict[str, Any] = {
            "arsmal": lambda: (las.arsmal_celler(o).get((m.organ, kod)), None),
            "varde": lambda: (las.varde_celler(o).get((m.organ, kod)), None),
            "utfall": lambda: (_tilldelad(las, m.organ, kod), None),
            "kf_arsmal": lambda: (las.ruta(Indikator, las.indikatorer[kod].rad, "kf_arsmal"), None),
            "grans": lambda: (las.yamlruta("trosklar.stor_avvikelse"), None),
            "aggregerat": lambda: (None, nyckel(Sparslag.AGGREGAT, o, kod)),
            "hojning": lambda: (None, nyckel(Sparslag.HOJNING, o, kod, m.organ)),
            "brister": lambda: (None, antal(o, Antalsslag.PROCESSER, organ=m.organ)),
        }
        kalla, vidare = platser[vad]() if vad in platser else (None, None)
        yield Spar(namn, varde or INGET, kalla, "", vidare)
    if u.grund == Grund.SAKNAD_BESKRIVNING:
        yield from _beskrivning(las, m.organ, kod)


def _tilldelad(las: Sparlasning, organ: str, kod: str) -> Any:
    t = las.tilldelningar.get((organ, kod))
    return las.ruta(Tilldelning, t.rad, "utfall_foregaende") if t else None


def _beskrivning(las: Sparlasning, organ: str, kod: str) -> Iterator[Spar]:
    """The cell in which it would have said how the årsmål is reached."""
    for k, r in las.blad(PlanArsmal, las.plan):
        if (k, r.indikatorkod) == (organ, kod):
            yield Spar("Så når vi målet", r.sa_nar_vi or "", las.cell(PlanArsmal, las.plan, organ, r.rad, "sa_nar_vi"))


def svar(las: Sparlasning, n: Sparnyckel) -> list[Spar]:
    """How one organ's answer was judged in an omgång, and the cells of the answer."""
    o, u = las.omgang(n.delar[0]), _uppmaningen(las, n.delar[1])
    m = _mottagaren(las, u, n.delar[2])
    d = las.delar.get((u.nummer, m.organ))
    dom = next((x for x in d.domar if x.omgang == o.kod), None) if d else None
    if dom is None:
        raise ArshjulFel(f"{las.namn(m.organ)} har ingen bedömning av {u.nummer} i {o.bestamd}.")
    begart = (
        [Spar("begärt", tal(m.begart), None, "", nyckel(Sparslag.DEL, u.nummer, m.organ))]
        if m.begart is not None
        else []
    )
    return [
        Spar(f"{u.nummer}, {las.namn(m.organ)}", "", None, u.text, nyckel(Sparslag.UPPMANING, u.nummer)),
        *begart,
        *_domen(las, u, m, dom),
    ]


def _domen(las: Sparlasning, u: Uppmaningsrad, m: Mottagare, dom: Svarsdom) -> list[Spar]:
    """A judgement, and what it judges: every filled in cell of the answer."""
    omgang, o = las.oppet.omgangar.med_kod(dom.omgang), las.o
    om = [dom.skal or "", "sent" if dom.sen else ""]
    if dom.status != dom.forslag:
        om.append(f"förslaget var {o.kod(dom.forslag)}; {las.beslutat(omgang)}: {dom.motivering or 'ingen motivering'}")
    text = ". ".join(x.rstrip(".") for x in om if x)
    vidare = nyckel(Sparslag.INLAMNING, omgang, m.organ) if m.organ in las.bocker(omgang) else None
    svar = [Spar(f"svar, {omgang.bestamd}", o.kod(dom.status), None, text, vidare)]
    for r in _svarsraderna(las, omgang, u, m.organ):
        for falt in SVARSFALT:
            if (v := getattr(r, falt)) is not None and v is not False:
                namn = str(o.arsmal.reviderad) if falt == "reviderat_arsmal" else falt.replace("_", " ")
                svar.append(Spar(namn, visat(o, v), las.cell(SvarRad, omgang, m.organ, r.rad, falt), djup=1))
    return svar


def _svarsraderna(las: Sparlasning, omgang: Omgang, u: Uppmaningsrad, organ: str) -> Iterator[SvarRad]:
    """The row of an answer; and another row on which a value for the same indicator stands."""
    for k, r in las.blad(SvarRad, omgang):
        samma = bool(u.indikator) and r.indikatorkod == u.indikator and r.reviderat_arsmal is not None
        if k == organ and (r.nummer == u.nummer or samma):
            yield r
