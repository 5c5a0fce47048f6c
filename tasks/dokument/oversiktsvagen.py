"""The way back from every figure of the översikt, and the charts of the indicators."""

import re
from collections.abc import Iterator
from decimal import Decimal

from notifications.texter import stor_bokstav
from schemas.arsmapp import Indikator
from schemas.begrepp import Aggregering, Riktning
from tasks.dokument.diagram import Indikatordata, Organpunkt, indikatordiagram
from tasks.dokument.oversiktslasning import Lasning
from tasks.dokument.oversiktstabell import Harledning, Ritning, Sparsteg
from tasks.insyn.sparning import Spar, trace_all

#: a chart of more organs than this tells nobody anything
FLEST_I_DIAGRAM = 60
_HASH = re.compile(r", sha256 [0-9a-f]{64}$")
_VIDARE = "arshjul spara "


def harledningar(las: Lasning) -> Iterator[Harledning]:
    """The way back of everything that has one, indicators with their charts."""
    bilder = _indikatorbilder(las)
    for kod, spar in trace_all(las.session, las.oppet).items():
        forst, *resten = spar
        kallan = Spar(stor_bokstav(forst.varde) or "Står i", "", forst.kalla)
        rubrik = forst.vad if forst.vad.startswith(kod) else f"{kod} {forst.vad}"
        if forst.vad.lower() == kod.lower():
            rubrik = forst.vad
        steg = tuple(_steg(las, s) for s in (kallan, *resten))
        yield Harledning(kod, rubrik, steg, bilder.get(kod))


def _steg(las: Lasning, s: Spar) -> Sparsteg:
    """A line of a derivation; organs by name, and what leads on as a link."""
    vad = s.vad.strip()
    indrag = (len(s.vad) - len(s.vad.lstrip())) // 2
    if indrag and vad in las.nu.organ.index:
        vad = las.nu.kortnamn(vad)
    if s.kalla.startswith(_VIDARE):
        return Sparsteg(indrag, vad, s.varde, "", s.kalla.removeprefix(_VIDARE))
    return Sparsteg(indrag, vad, s.varde, _HASH.sub("", s.kalla))


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
