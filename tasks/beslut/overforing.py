"""A newer review workbook beside one that was filled in: what is carried over, and what has changed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.arbetsbocker import Blad
from schemas.falt import kolumner
from schemas.granskningsbok import (
    GranskaAvvikelse,
    GranskaBedomning,
    GranskaBudget,
    GranskaNyUppmaning,
    GranskaResultatenhet,
    GranskaSvar,
    GranskaText,
    GranskaUppmaning,
    GranskaVantande,
)
from schemas.ord import Ordbok
from tasks.beslut.granskning import Beslutsrader, Granskning, Rad

#: sheet → what its rows are known by, and what must be the same for a decision on a row to fit still
ROWS: dict[type[Blad], tuple[tuple[str, ...], tuple[str, ...]]] = {
    GranskaBedomning: (("kod",), ("forslag",)),
    GranskaUppmaning: (("nyckel",), ("mottagare",)),
    GranskaBudget: (("organ", "slag", "andamal"), ("sokt", "forslag")),
    GranskaResultatenhet: (("organ", "resultatenhet"), ("forandring",)),
    GranskaAvvikelse: (("slag", "nyckel", "vad"), ("skillnad",)),
    GranskaSvar: (("nummer", "organ"), ("forslag", "svar")),
    GranskaVantande: (("organ", "fil"), ()),
    GranskaText: (("avsnitt",), ()),
}


#: sheet → an open cell that is filled in beforehand, and the hidden column with what stood there
FORIFYLLDA: dict[type[Blad], tuple[str, str]] = {
    GranskaUppmaning: ("text", "foreslagen"),
    GranskaBudget: ("finansiering", "arets_finansiering"),
    GranskaText: ("text", "arets_text"),
}


def typed(modell: type[Blad], rad: Mapping[str, Any]) -> Rad:
    """What the office has written in a row; None where it has taken away what stood there."""
    svar = {k.falt: rad[k.falt] for k in kolumner(modell) if not k.locked and rad.get(k.falt) is not None}
    if modell in FORIFYLLDA:
        falt, fore = FORIFYLLDA[modell]
        svar.pop(falt, None)
        if not same_text(rad.get(falt), rad.get(fore)):
            svar[falt] = rad.get(falt)
    return svar


def same_text(a: Any, b: Any) -> bool:
    """Whether a cell still says what was written; Excel keeps neither line breaks nor outer spaces."""
    a, b = (" ".join(x.split()) or None if isinstance(x, str) else x for x in (a, b))
    return bool(a == b)


def carry_over(gammal: Granskning, nytt: Beslutsrader, o: Ordbok) -> tuple[Beslutsrader, list[str]]:
    """What a new review shows, with what the office had typed in the old one where it still fits.

    Returns:
        The rows by sheet, and what has changed, a line each.
    """
    svar: Beslutsrader = {}
    andrat = [f"Det som stod i {p.plats} kunde inte läsas och är inte överfört: {p.varde}" for p in gammal.problem]
    for modell, rader in nytt.items():
        fore = gammal.rader.get(modell, [])
        if modell is GranskaNyUppmaning:
            svar[modell] = [{k: v for k, v in r.items() if k != "rad"} for r in fore]
            continue
        svar[modell], skillnader = _sheet(modell, fore, rader, o)
        andrat += skillnader
    return svar, andrat or ["Siffrorna bakom förslagen har ändrats, men inget förslag."]


def _sheet(modell: type[Blad], fore: Sequence[Rad], nu: Sequence[Rad], o: Ordbok) -> tuple[list[Rad], list[str]]:
    nycklar, _ = ROWS[modell]
    gamla = {tuple(r.get(n) for n in nycklar): r for r in fore}
    nya = {tuple(r.get(n) for n in nycklar): r for r in nu}
    fri = modell is GranskaText
    svar = [r | (typed(modell, gamla[k]) if k in gamla and _fits(modell, gamla[k], r) else {}) for k, r in nya.items()]
    if fri:  # a section that the office has added itself
        egna = {k: r for k, r in gamla.items() if k not in nya and typed(modell, r).get("text")}
        svar += [{"avsnitt": r["avsnitt"], "text": r["text"]} for r in egna.values()]
        gamla = {k: r for k, r in gamla.items() if k not in egna}
    return svar, list(_changes(modell, gamla, nya, o))


def _fits(modell: type[Blad], gammal: Rad, ny: Rad) -> bool:
    return all(gammal.get(f) == ny.get(f) for f in ROWS[modell][1])


def _changes(modell: type[Blad], gamla: Mapping[Any, Rad], nya: Mapping[Any, Rad], o: Ordbok) -> Iterator[str]:
    rubriker = {k.falt: k.namn.lower() for k in kolumner(modell)}

    def vad(r: Rad) -> str:
        namn = [
            str(r[f])
            for f in ("kod", "nummer", "organ", "andamal", "resultatenhet", "fil", "vad", "avsnitt")
            if r.get(f)
        ]
        return f"Bladet {modell.BLAD}, {', '.join(namn)}"

    def skrivet(r: Rad) -> str:
        delar = [f"{rubriker[f]}: {_word(v, o)}" for f, v in typed(modell, r).items()]
        return f" Det som stod ({'; '.join(delar)}) är inte överfört." if delar else ""

    for nyckel, r in gamla.items():
        ny = nya.get(nyckel)
        if ny is None:
            yield f"{vad(r)}: finns inte längre.{skrivet(r)}"
        elif not _fits(modell, r, ny):
            skilda = [f for f in ROWS[modell][1] if r.get(f) != ny.get(f)]
            om = "; ".join(f"{rubriker[f]} var {_word(r.get(f), o)}, är nu {_word(ny.get(f), o)}" for f in skilda)
            yield f"{vad(ny)}: {om}.{skrivet(r)}"
        elif modell in FORIFYLLDA:
            falt, fore = FORIFYLLDA[modell]
            if falt in (egna := typed(modell, r)) and not same_text(r.get(fore), ny.get(fore)):
                om = f"{rubriker[falt]} har ändrats i underlaget, till ”{_word(ny.get(fore), o)}”"
                yield f"{vad(ny)}: {om}. Det som kontoret skrivit är överfört: ”{_word(egna[falt], o)}”."
    yield from (f"{vad(r)}: är ny." for nyckel, r in nya.items() if nyckel not in gamla)


def _word(varde: Any, o: Ordbok) -> str:
    if isinstance(varde, bool):
        return "Ja" if varde else "Nej"
    return "tomt" if varde is None else o.kod(varde) if isinstance(varde, str) else str(varde).replace(".", ",")
