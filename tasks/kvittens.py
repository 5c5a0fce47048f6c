"""The kvittens: what was received, what is still missing, or why it was not taken in (kontrakt section 4)."""

import datetime
from pathlib import Path

from notifications.texter import skriv_brev
from notifications.utkorg import Brev
from schemas.arbetsbocker import T1Svar, VpArsmal
from schemas.begrepp import VARDEBEGAR, Fas, Inlamningsstatus, Roll, Utskicksslag
from schemas.inlamning import Sammanhang, Tolkning
from schemas.tabeller import Inlamning
from tasks.ar import Oppet


def forfallodag(t: Tolkning, s: Sammanhang, oppet: Oppet) -> datetime.date | None:
    """When the organ's workbook is due: for T1 the earliest of its own dates, anstånd counted."""
    if t.organ is None or t.slag is None:
        return None
    egna = [f.senast for f in s.fragor.get(t.organ, {}).values() if f.senast and not f.aterkallad]
    return min(egna) if t.slag == Fas.T1 and egna else oppet.forfallodag(Fas(t.slag))


def skriv_kvittens(rad: Inlamning, t: Tolkning, oppet: Oppet, s: Sammanhang, forfallo: datetime.date | None) -> Brev:
    """The message that tells the organ what became of its workbook."""
    tilldelade = s.tilldelade.get(rad.organ or "", {})
    amne, text = skriv_brev(
        "kvittens",
        ar=oppet.ar,
        organ=s.organ.get(rad.organ or "", "okänt organ"),
        slag=rad.slag or "arbetsbok",
        forfallo=forfallo,
        saknas=saknas(t, s) if rad.status == Inlamningsstatus.GODKAND else [],
        antal_arsmal=len(_angivna(t)),
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
    return f"{sha256[:12]}-{Path(filnamn).stem}.xlsx"


def _angivna(t: Tolkning) -> set[str]:
    return {r["indikatorkod"] for r in t.rader.get(VpArsmal.BLAD, ()) if r["arsmal"] is not None}


def saknas(t: Tolkning, s: Sammanhang) -> list[str]:
    """What an accepted workbook still lacks, in words."""
    if t.slag == Fas.VP:
        angivna = _angivna(t)
        tilldelade = s.tilldelade.get(t.organ or "", {}).values()
        return [f"årsmål för {i.kod} {i.namn}" for i in tilldelade if i.vantas and i.kod not in angivna]
    svar = t.rader.get(T1Svar.BLAD, ())
    varden = {r["indikatorkod"] for r in svar if r["reviderat_arsmal"] is not None}
    besvarade = {
        r["nummer"] for r in svar if r["reviderat_arsmal"] is not None or r["svar"] or r["aktivitet"] or r["kan_inte"]
    }
    return [
        f"{f.nummer}  {f.text}"
        for f in s.fragor.get(t.organ or "", {}).values()
        if not f.aterkallad and f.nummer not in besvarade and not (f.begar in VARDEBEGAR and f.indikator in varden)
    ]
