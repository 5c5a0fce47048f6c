"""What a changed årsmål would do; writes nothing (kontrakt section 6, `vadom`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from notifications.texter import tal
from rules.avstamning import propose_uppmaningar, reconcile
from schemas.begrepp import Fas, svenska
from schemas.problem import ArshjulFel
from tasks.avstamning.underlag import godkanda, read_underlag, reviderade, with_reviderade
from tasks.laget.oppet import Oppet, beslutad


@dataclass(frozen=True)
class Skillnad:
    """One thing before and after."""

    vad: str
    fore: str
    efter: str


def what_if(session: Session, oppet: Oppet, indikator: str, varden: Mapping[str, Decimal]) -> list[Skillnad]:
    """Aggregate, uppfyllelse, goal and uppmaningar before and after.

    Args:
        varden: organ → the årsmål that it would have.

    Raises:
        ArshjulFel: no such indicator, or an organ that does not hold it.
    """
    vp = beslutad(session, oppet.ar, Fas.VP)
    planer = vp.inlamningar if vp else {o: i.id for o, i in godkanda(session, oppet.ar, Fas.VP).items()}
    underlag = read_underlag(session, oppet, planer)
    if vp:
        svar = {o: i.id for o, i in godkanda(session, oppet.ar, Fas.T1).items()}
        underlag = with_reviderade(underlag, reviderade(session, svar))
    if indikator not in underlag.indikatorer.index:
        raise ArshjulFel(f"Det finns ingen indikator med koden {indikator}.")
    if fel := [o for o in varden if o not in underlag.innehavare.get(indikator, [])]:
        raise ArshjulFel(f"{', '.join(fel)} har inte indikatorn {indikator}.")
    andrat = with_reviderade(underlag, {(o, indikator): v for o, v in varden.items()})
    a, b = reconcile(underlag), reconcile(andrat)
    mal = str(underlag.indikatorer.at[indikator, "mal"])
    fore, efter = a.utfall.loc[indikator], b.utfall.loc[indikator]
    ovan = underlag.mal.at[mal, "overordnat"]
    bedomt = [{m.kod: m for m in x.mal} for x in (a, b)]
    svar_ = [
        Skillnad("Aggregerat årsmål", *(f"{tal(u.aggregerat)} ({len(u.saknas)} saknas)" for u in (fore, efter))),
        Skillnad("KF:s årsmål", *[tal(underlag.indikatorer.at[indikator, "kf_arsmal"])] * 2),
        Skillnad("Uppfyllelse", svenska(fore.uppfyllelse), svenska(efter.uppfyllelse)),
        *(Skillnad(f"Mål {k}", *(svenska(x[k].forslag) for x in bedomt)) for k in (mal, ovan)),
        *_hojningar(indikator, a.hojningar(underlag), b.hojningar(andrat)),
    ]
    uppmaningar = [
        {(u.grund, u.till) for u in propose_uppmaningar(x, y) if u.indikator == indikator}
        for x, y in ((underlag, a), (andrat, b))
    ]
    svar_ += [Skillnad(f"Uppmaning: {svenska(g)}", t, "bortfaller") for g, t in sorted(uppmaningar[0] - uppmaningar[1])]
    return svar_ + [Skillnad(f"Uppmaning: {svenska(g)}", "–", t) for g, t in sorted(uppmaningar[1] - uppmaningar[0])]


def _hojningar(indikator: str, fore: Mapping[str, dict], efter: Mapping[str, dict]) -> list[Skillnad]:
    """What each organ would have to come to for KF's årsmål to be reached."""
    f, e = fore[indikator], efter[indikator]
    return [Skillnad(f"{o} behöver nå", tal(f.get(o)), tal(e.get(o))) for o in dict.fromkeys([*f, *e])]
