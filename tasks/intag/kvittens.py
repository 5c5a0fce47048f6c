"""The kvittens: what was received, what is still missing, or why it was not taken in (kontrakt section 4)."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from notifications.texter import render_brev
from notifications.utkorg import Brev
from rules.kvittens import angivna_arsmal, saknas
from schemas.begrepp import Inlamningsstatus, Roll, Utskicksslag
from schemas.inlamning import Sammanhang, Tolkning
from schemas.tabeller import Inlamning
from tasks.laget.oppet import Oppet

#: a file system counts bytes, of which a character may be four
MOST_CHARACTERS = 50


def due_day(t: Tolkning, s: Sammanhang, anstand: Mapping[str, Mapping[str, datetime.date]]) -> datetime.date | None:
    """When the organ's workbook is due: its anstånd, else for answers the earliest of its own dates, else the omgång's.

    Args:
        anstand: omgång → organ → the later day that it has been given for its workbook.
    """
    if t.organ is None or t.omgang is None:
        return None
    if eget := anstand.get(t.omgang.kod, {}).get(t.organ):
        return eget
    egna = [f.senast for f in s.fragor.get(t.organ, {}).values() if f.senast and f.oppen]
    fragas = not t.omgang.ar_plan and not t.omgang.fragar_varden
    return min(egna) if fragas and egna else t.omgang.senast


def write_kvittens(
    rad: Inlamning,
    t: Tolkning,
    oppet: Oppet,
    s: Sammanhang,
    forfallo: datetime.date | None,
    ovriga: Sequence[str] = (),
) -> Brev:
    """The message that tells the organ what became of its workbook.

    Args:
        ovriga: the names of what else lay in its mail.
    """
    tilldelade = s.tilldelade.get(rad.organ or "", {})
    o, omgang = oppet.o, t.omgang
    amne, text = render_brev(
        o,
        "kvittens",
        omgang=omgang,
        vardet=str(o.vardet(omgang.varde)) if omgang else "",
        organ=s.organ.get(rad.organ or "", "okänt organ"),
        genom=s.genom.get(rad.organ or ""),
        forfallo=forfallo,
        saknas=saknas(t, s) if rad.status == Inlamningsstatus.GODKAND else [],
        sammanstalls=omgang and omgang.sammanstalls,
        antal_arsmal=len(angivna_arsmal(t)) if omgang and omgang.ar_plan else None,
        antal_indikatorer=len(tilldelade),
        problem=t.problem,
        tappat=t.tappat,
        otillrackligt=t.otillrackligt,
        rattad=t.rattad,
        ovriga=ovriga,
        kontoret_lamnade=rad.avsandare is None,
        **oppet.stad,
        **rad.model_dump(include={"status", "version", "sen", "inkom", "filnamn", "skal", "fragor"}),
    )
    bilagor = [f"rattning/{rattad_namn(rad.sha256, rad.filnamn)}"] if t.rattad else []
    nyckel = kvittens_nyckel(rad)
    om = {"omgang": rad.omgang, "bilagor": bilagor}
    return Brev(nyckel, rad.organ, Roll.REGISTRATOR, Utskicksslag.KVITTENS, amne, text, **om)  # type: ignore[arg-type]


def kvittens_nyckel(rad: Inlamning) -> str:
    """A key for what is said of one version of one organ's workbook."""
    return f"kvittens/{rad.omgang or '-'}/{rad.organ or '-'}/{rad.version}"


def rattad_namn(sha256: str, filnamn: str) -> str:
    """The name of the copy in which bad cells are marked."""
    return f"{sha256[:12]}-{Path(filnamn).stem[:MOST_CHARACTERS]}.xlsx"
