"""What an avstämning rests on, read from the tables as validated frames."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlmodel import Session

from schemas.arbetsbocker import PlanAktivitet, PlanArsmal, PlanKontroll, PlanMal
from schemas.arsmapp import Indikator, Mal, ObligatoriskProcess, Organ, RiktadUppmaning, Tilldelning
from schemas.omgangar import Omgang
from schemas.regler import REGELVERSION
from schemas.underlag import RAMAR, Underlag, build, validate
from tasks.laget.arsdata import rows
from tasks.laget.inlamnat import Nyckel, Val, content, counted, in_force, reported
from tasks.laget.oppet import Oppet

Varden = Mapping[Nyckel, Decimal]


def read_underlag(session: Session, oppet: Oppet, o: Omgang, inlamningar: Val | None = None) -> Underlag:
    """The basis of an omgång's avstämning: the year, the plans, and the values of the omgång.

    Args:
        inlamningar: organ → id of the submission of the omgång that counts; default what `counted` gives.
    """
    ar = oppet.ar
    egna = counted(session, oppet, o) if inlamningar is None else inlamningar
    planer = egna if o.ar_plan else counted(session, oppet, oppet.omgangar.plan)
    arsmal = in_force(session, oppet, o, egna)
    varden = reported(session, o, egna) if o.fragar_varden else arsmal
    organ, indikatorer = rows(session, Organ, ar), rows(session, Indikator, ar)
    beskrivna = {(organ_, r.indikatorkod) for organ_, r in content(session, PlanArsmal, planer) if r.sa_nar_vi}
    aktiva = {(organ_, r.indikatorkod) for organ_, r in content(session, PlanAktivitet, planer) if r.aktivitet}
    underlag = Underlag(
        ar=ar,
        omgang=o,
        ordbok=oppet.o,
        trosklar=oppet.yaml.trosklar.trosklar(),
        organ=build(
            "organ",
            [{**vars(r), "kortnamn": r.kortnamn or r.namn, "har_plan": r.kod in planer} for r in organ],
        ),
        mal=build("mal", [vars(m) for m in rows(session, Mal, ar)]),
        indikatorer=build("indikatorer", [vars(i) for i in indikatorer]),
        innehav=build(
            "innehav",
            [
                {
                    "indikator": t.indikator,
                    "organ": t.organ,
                    "vikt": t.vikt,
                    "utfall": t.utfall_foregaende,
                    "varde": varden.get((t.organ, t.indikator)),
                    "arsmal": arsmal.get((t.organ, t.indikator)),
                    "beskriven": (t.organ, t.indikator) in beskrivna,
                    "aktivitet": (t.organ, t.indikator) in aktiva,
                }
                for t in _innehav(rows(session, Tilldelning, ar), organ, indikatorer)
            ],
        ),
        bidrag=build("bidrag", [_bidrag(kod, r) for kod, r in content(session, PlanMal, planer)]),
        kontroll=build(
            "kontroll", [_kontroll(kod, r) for kod, r in content(session, PlanKontroll, planer) if r.process]
        ),
        processer=build("processer", [vars(p) for p in rows(session, ObligatoriskProcess, ar)]),
        riktade=_riktade(session, oppet, o),
    )
    return validate(underlag)


def _innehav(tilldelningar: list[Tilldelning], organ: list[Organ], indikatorer: list[Indikator]) -> list[Tilldelning]:
    """What counts, in the order of the indicators and the organs."""
    organplats = {o.kod: n for n, o in enumerate(organ)}
    indikatorplats = {i.kod: n for n, i in enumerate(indikatorer)}
    giltiga = [t for t in tilldelningar if not t.utgar]
    return sorted(giltiga, key=lambda t: (indikatorplats[t.indikator], organplats[t.organ]))


def _bidrag(organ: str, rad: PlanMal) -> dict[str, Any]:
    bidrar = bool(rad.bidrar)
    om = {"bidrar": bidrar, "beskriven": bidrar and bool(rad.hur), "namndmal": bool(rad.namndmal)}
    return {"organ": organ, "mal": rad.malkod, **om}


def _kontroll(organ: str, rad: PlanKontroll) -> dict[str, Any]:
    komplett = bool(rad.arbetssatt and rad.kontroll and rad.handelse)
    return {"organ": organ, "mal": rad.malkod, "process": rad.process, "komplett": komplett}


def _riktade(session: Session, oppet: Oppet, o: Omgang) -> pd.DataFrame:
    """The rows of riktade_uppmaningar.csv that the decision of the omgång issues; labels are the rows of the file."""
    kod = oppet.omgangar.plan.kod
    egna = [r for r in rows(session, RiktadUppmaning, oppet.ar) if (r.omgang or kod).upper() == o.kod]
    return build_riktade([vars(r) | {"senast": r.senast and r.senast.upper()} for r in egna])


def build_riktade(rader: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows of the columns of riktade_uppmaningar.csv as the rules take them; labels are their rows."""
    ram = build("riktade", rader)
    return ram.set_index(pd.Index([int(r["rad"]) for r in rader], dtype="int64"))


def with_arsmal(underlag: Underlag, nya: Varden) -> Underlag:
    """The basis with other årsmål in force, which are then the omgång's values too where it aggregates årsmål."""
    innehav = underlag.innehav.copy()
    nycklar = list(zip(innehav["organ"], innehav["indikator"], strict=True))
    kolumner = ["arsmal"] if underlag.omgang.fragar_varden else ["arsmal", "varde"]
    for kolumn in kolumner:
        varden = [nya.get(nyckel, gammalt) for nyckel, gammalt in zip(nycklar, innehav[kolumn], strict=True)]
        innehav[kolumn] = pd.Series(varden, index=innehav.index, dtype=object)
    return underlag.med(innehav=innehav)


def fingerprint(underlag: Underlag, *ovrigt: object) -> str:
    """A hash of everything that the rules look at, and of which rules they are: equal bases, equal hashes."""
    delar = (REGELVERSION, underlag.ar, underlag.omgang, underlag.trosklar, underlag.ordbok, ovrigt)
    summa = hashlib.sha256(repr(delar).encode())
    for namn in RAMAR:
        summa.update(getattr(underlag, namn).to_csv().encode())
    return summa.hexdigest()
