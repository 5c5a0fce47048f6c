"""The kvittens: what was received, what is still missing, or why it was not taken in (kontrakt section 4)."""

import datetime
from pathlib import Path

from notifications.texter import render_brev
from notifications.utkorg import Brev
from rules.kvittens import angivna_arsmal, saknas
from schemas.begrepp import Fas, Inlamningsstatus, Roll, Utskicksslag
from schemas.inlamning import Sammanhang, Tolkning
from schemas.tabeller import Inlamning
from tasks.laget.oppet import Oppet

#: a file system counts bytes, of which a character may be four
MOST_CHARACTERS = 50


def forfallodag(t: Tolkning, s: Sammanhang, oppet: Oppet) -> datetime.date | None:
    """When the organ's workbook is due: for T1 the earliest of its own dates, anstånd counted."""
    if t.organ is None or t.slag is None:
        return None
    egna = [f.senast for f in s.fragor.get(t.organ, {}).values() if f.senast and not f.aterkallad]
    return min(egna) if t.slag == Fas.T1 and egna else oppet.forfallodag(Fas(t.slag))


def write_kvittens(rad: Inlamning, t: Tolkning, oppet: Oppet, s: Sammanhang, forfallo: datetime.date | None) -> Brev:
    """The message that tells the organ what became of its workbook."""
    tilldelade = s.tilldelade.get(rad.organ or "", {})
    amne, text = render_brev(
        "kvittens",
        ar=oppet.ar,
        organ=s.organ.get(rad.organ or "", "okänt organ"),
        slag=rad.slag or "arbetsbok",
        forfallo=forfallo,
        saknas=saknas(t, s) if rad.status == Inlamningsstatus.GODKAND else [],
        avstamning=oppet.yaml.kalender.avstamning,
        antal_arsmal=len(angivna_arsmal(t)),
        antal_indikatorer=len(tilldelade),
        problem=t.problem,
        rattad=t.rattad,
        kommun=oppet.yaml.kommun,
        diarienummer=oppet.yaml.diarienummer,
        **rad.model_dump(include={"status", "version", "sen", "inkom", "filnamn", "skal", "fragor"}),
    )
    bilagor = [f"rattning/{rattad_namn(rad.sha256, rad.filnamn)}"] if t.rattad else []
    nyckel = f"kvittens/{rad.sha256}"
    return Brev(nyckel, rad.organ, Roll.REGISTRATOR, Utskicksslag.KVITTENS, amne, text, bilagor=bilagor)


def rattad_namn(sha256: str, filnamn: str) -> str:
    """The name of the copy in which bad cells are marked."""
    return f"{sha256[:12]}-{Path(filnamn).stem[:MOST_CHARACTERS]}.xlsx"
