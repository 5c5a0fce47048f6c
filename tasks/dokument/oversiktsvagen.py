"""The way back from every figure of the översikt, and the charts of the indicators."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from notifications.texter import stor_bokstav
from schemas.arsmapp import Indikator
from schemas.begrepp import Aggregering, Riktning
from schemas.sparnyckel import Sparnyckel, Sparslag
from tasks.dokument.diagram import Indikatordata, Organpunkt, indikatordiagram
from tasks.dokument.oversiktslasning import Lasning
from tasks.dokument.oversiktstabell import Harledning, Ritning, Sparsteg
from tasks.insyn.spar import Spar
from tasks.insyn.sparning import trace_all

#: a chart of more organs than this tells nobody anything
FLEST_I_DIAGRAM = 60
#: of what is traced by omgång and code, the derivation of the code is what the page has
_PER_OMGANG = (Sparslag.AGGREGAT, Sparslag.BEDOMNING)


def harledningar(las: Lasning) -> Iterator[Harledning]:
    """The way back of everything that has one, indicators with their charts."""
    bilder, alla = _indikatorbilder(las), trace_all(las.session, las.oppet)
    for kod, spar in alla.items():
        forst, *resten = spar
        kallan = Spar(stor_bokstav(forst.varde) or "Står i", "", forst.kalla, forst.om)
        rubrik = forst.vad if forst.vad.startswith(kod) else f"{kod} {forst.vad}"
        if forst.vad.lower() == kod.lower():
            rubrik = forst.vad
        yield Harledning(kod, rubrik, tuple(_steg(s, alla) for s in (kallan, *resten)), bilder.get(kod))


def _steg(s: Spar, koder: Collection[str]) -> Sparsteg:
    """A line of a derivation, with a link to what leads on, where the page has that."""
    kalla = "; ".join(x for x in (s.om, str(s.kalla or "")) if x)
    return Sparsteg(s.djup, s.vad, s.varde, kalla, _pa_sidan(s.vidare, koder) if s.vidare else None)


def _pa_sidan(n: Sparnyckel, koder: Collection[str]) -> str | None:
    kod = n.delar[1] if n.slag in _PER_OMGANG else n.delar[0] if n.slag != Sparslag.PUNKT else str(n)
    return kod if kod in koder else None


def _indikatorbilder(las: Lasning) -> dict[str, Ritning]:
    """Indikator → its chart: organ by organ, where they are not too many."""
    a, o = las.nu, las.o
    om = {i["kod"]: i for i in a.rader(Indikator)}
    innehav: dict[str, list[tuple[str, Organpunkt]]] = {}
    varden = {i.kod: i for m in las.malen_nu for i in m.indikatorer}
    plats = {kod: n for n, kod in enumerate(a.organ.index)}
    for t in sorted(a.tilldelningar, key=lambda t: plats[t["organ"]]):
        if not t["utgar"]:
            v = varden[t["indikator"]].varden.get(t["organ"])
            punkt = Organpunkt(a.kortnamn(t["organ"]), None if v is None else Decimal(v), t["utfall_foregaende"])
            innehav.setdefault(t["indikator"], []).append((t["organ"], punkt))
    vad = o.vardet(a.omgang.varde).obestamd
    return {
        kod: Ritning(
            indikatordiagram,
            (
                o,
                Indikatordata(
                    kod, varden[kod].namn, varden[kod].enhet, varden[kod].decimaler, vad, varden[kod].kf_arsmal,
                    varden[kod].aggregerat, om[kod]["riktning"] == Riktning.HOGRE,
                    om[kod]["aggregering"] != Aggregering.SUMMA, las.oppet.ar - 1, tuple(p for _, p in egna),
                ),
            ),
        )
        for kod, egna in innehav.items()
        if 0 < len(egna) <= FLEST_I_DIAGRAM
    }  # fmt: skip
