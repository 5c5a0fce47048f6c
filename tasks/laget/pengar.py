"""The money that the rules divide, read from the year (kontrakt section 5, Money)."""

from decimal import Decimal

from sqlmodel import Session

from rules.statsbidrag import distribute, per_antal
from schemas.arsmapp import Organ, Statsbidrag, StatsbidragOrgan
from schemas.begrepp import Bidragsslag
from tasks.laget.oppet import rows


def fordelade_bidrag(session: Session, ar: int) -> list[tuple[str, str, Decimal, Decimal | None, str | None]]:
    """(bidrag, organ, belopp in kronor, kronor per antal, avser) of every row of statsbidrag_organ.csv."""
    plats = {o.kod: n for n, o in enumerate(rows(session, Organ, ar))}
    delar = rows(session, StatsbidragOrgan, ar)
    svar = []
    for b in rows(session, Statsbidrag, ar):
        egna = [d for d in delar if d.bidrag == b.bidrag]
        belopp = {id(d): d.belopp for d in egna}
        if b.slag == Bidragsslag.FORDELAT and egna:
            i_ordning = sorted(egna, key=lambda d: plats.get(d.organ.split("+")[0], 0))
            pott = (b.rekvirerat or Decimal(0)) - (b.riktade_insatser or 0) - (b.avvecklat or 0)
            andelar = (b.andel_antal or Decimal(0), b.andel_index or Decimal(0))
            index = [d.index if d.index is not None else Decimal(0) for d in i_ordning]
            kronor = distribute(pott, [d.antal for d in i_ordning], index, *andelar)
            belopp = {id(d): Decimal(k) for d, k in zip(i_ordning, kronor, strict=True)}
        for d in egna:
            svar.append((b.bidrag, d.organ, belopp[id(d)], per_antal(belopp[id(d)], d.antal), d.avser))
    return svar
