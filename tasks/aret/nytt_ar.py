"""Next year's workbook: one sheet per file of the year folder, with help, dropdowns and what carries over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from sqlmodel import Session

from schemas.arbetsbocker import T1Svar, VpArsmal
from schemas.arsmapp import (
    ARSFILER,
    LASMIG,
    Arsfil,
    Arsnyckel,
    Indikator,
    Kontakt,
    Mal,
    ObligatoriskProcess,
    Organ,
    Resultatenhet,
    Tilldelning,
    yamlnycklar,
)
from schemas.begrepp import Fas, Kalla, svenska
from schemas.falt import kolumner
from schemas.tabeller import Inlamning
from tasks.aret.arsbok import read_ar
from tasks.aret.arsmapp import Arsinnehall
from tasks.avstamning.underlag import godkanda, inneh
from tasks.bocker.skrivbok import Bladinnehall, Bokinnehall, write_bok
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet, arets_filer

#: how many empty rows are coloured on each sheet; the rules reach further
TOMMA = 30
#: what carries over from one year to the next
FOLJER_MED = (Organ, Kontakt, Mal, Indikator, Tilldelning, ObligatoriskProcess, Resultatenhet)
#: columns that belong to one year only
ARETS = ("kf_arsmal", "faststalls_senare", "utfall_foregaende", "utgar", "kalla")
REFERENSBLAD: Mapping[str, type[Arsfil]] = {"organ": Organ, "mal": Mal, "indikatorer": Indikator}


@dataclass(frozen=True)
class Senast:
    """The årsmål that an organ last had accepted, and in which workbook."""

    varde: Decimal
    var: str


Senaste = Mapping[tuple[str, str], Senast]


@uppgift("Skriv årsarbetsbok", korning="Årsarbetsbok")
def write_arsbok(session: Session, ut: Path, fran: Path | None, oppet: Oppet | None) -> Path:
    """Write the workbook of the year after `fran`, or after the open year; empty where there is neither.

    Args:
        fran: last year's folder or workbook.
        oppet: the open year; what its organs last had accepted stands as last year's utfall, marked as assumed.

    Raises:
        Avvisat: `fran` has faults.
    """
    forra = read_ar(fran) if fran else _oppet_innehall(session, oppet) if oppet else None
    kand = oppet is not None and forra is not None and forra.yaml.ar == oppet.ar
    senaste = senast_godkanda(session, oppet.ar) if kand and oppet else {}
    blad = [_yamlblad(forra), *(_blad(m, forra, senaste) for m in ARSFILER)]
    rubrik = f"Årsarbetsbok {forra.yaml.ar + 1}, {forra.yaml.kommun}" if forra else "Årsarbetsbok"
    return write_bok(Bokinnehall(ut, rubrik, {}, _anvisning(ut, forra, bool(senaste)), blad, (), LASMIG))


def _oppet_innehall(session: Session, oppet: Oppet) -> Arsinnehall:
    return Arsinnehall(oppet.yaml, arets_filer(session, oppet.ar))


def _anvisning(ut: Path, forra: Arsinnehall | None, med_utfall: bool) -> list[str]:
    svar = [
        f"Fyll i bladen och öppna året med: arshjul oppna {ut.name}",
        "Bruna rubriker är kolumner att fylla i; håll pekaren över en rubrik så står det vad den är till för. "
        "Rubrikerna får inte ändras. Ett blad utan rader utelämnas ur året.",
    ]
    if forra:
        svar.append(
            f"Från {forra.yaml.ar} följer organ, kontakter, mål, indikatorer, vikter, obligatoriska processer och "
            "resultatenheter med. KF:s årsmål är tomma. Kalenderns dagar är förra årets, ett år senare: se över dem."
        )
    if med_utfall:
        svar.append(
            "Utfall föregående år är det årsmål som organet senast fick godkänt, eftersom utfallet inte är känt än. "
            "Sådana rader har källan antagande och en kommentar; byt värdet när utfallet finns."
        )
    svar.append("ar: året, kalendern, trösklarna och påminnelserna. Obligatoriskt.")
    return svar + [f"{m.blad()}: {m.HJALP}{' Obligatoriskt.' if m.OBLIGATORISK else ''}" for m in ARSFILER]


def _yamlblad(forra: Arsinnehall | None) -> Bladinnehall:
    gamla = forra.yaml.model_dump(mode="json") if forra else {}
    rader = []
    for n in yamlnycklar():
        del_, _, under = n.namn.partition(".")
        gammalt = gamla.get(del_, {}).get(under) if under else gamla.get(del_)
        rader.append({"nyckel": n.namn, "varde": _ett_ar_senare(n.namn, gammalt, n.standard), "vad": n.hjalp})
    return Bladinnehall(Arsnyckel, rader, oppet=True)


def _ett_ar_senare(nyckel: str, gammalt: Any, standard: Any) -> str | None:
    if nyckel == "diarienummer":
        return None
    if gammalt is not None and nyckel == "ar":
        return str(gammalt + 1)
    if gammalt is not None and nyckel.startswith("kalender."):
        ar, _, dag = str(gammalt).partition("-")
        return f"{int(ar) + 1}-{dag}".replace("-02-29", "-02-28")
    return _som_text(standard if gammalt is None else gammalt)


def _som_text(varde: Any) -> str | None:
    match varde:
        case None:
            return None
        case list() | tuple():
            return ", ".join(str(v) for v in varde)
        case dict():
            return ", ".join(f"{k}: {svenska(v)}" for k, v in varde.items())
        case Decimal():
            return format(varde, "f").replace(".", ",")
    return str(varde).replace(".", ",") if str(varde).replace(".", "", 1).isdigit() else str(varde)


def _blad(modell: type[Arsfil], forra: Arsinnehall | None, senaste: Senaste) -> Bladinnehall:
    rader = _rader(modell, forra)
    kommentarer = {}
    for n, r in enumerate(rader if modell is Tilldelning else ()):
        if s := senaste.get((r["organ"], r["indikator"])):
            r |= {"utfall_foregaende": s.varde, "kalla": str(Kalla.ANTAGANDE)}
            kommentarer[n, "utfall_foregaende"] = f"Antagande: senast godkända årsmål ({s.var})."
    val = {k.falt: f"={m.blad()}!$A$2:$A$2000" for k in kolumner(modell) if (m := REFERENSBLAD.get(k.ref or ""))}
    return Bladinnehall(modell, rader, TOMMA, val, kommentarer, oppet=True)


def _rader(modell: type[Arsfil], forra: Arsinnehall | None) -> list[dict[str, Any]]:
    if forra is None or modell not in FOLJER_MED or modell.FIL not in forra.filer:
        return []
    ram = forra.filer[modell.FIL]
    behall: Callable[[Any], bool] = (lambda r: not r["utgar"]) if modell is Tilldelning else (lambda _: True)
    falt = {k.namn: k.falt for k in kolumner(modell) if k.namn not in ARETS}
    return [{f: r[namn] for namn, f in falt.items()} for r in _poster(ram) if behall(r)]


def _poster(ram: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in r.items()} for r in ram.to_dict("records")]


def senast_godkanda(session: Session, ar: int) -> dict[tuple[str, str], Senast]:
    """(organ, indikator) → the årsmål last accepted: the reviderade of tertialrapport 1, else the plan's."""
    svar: dict[tuple[str, str], Senast] = {}
    for fas, modell, falt in ((Fas.VP, VpArsmal, "arsmal"), (Fas.T1, T1Svar, "reviderat_arsmal")):
        bocker = godkanda(session, ar, fas)
        for organ, r in inneh(session, modell, {o: i.id for o, i in bocker.items()}):
            if (varde := getattr(r, falt)) is not None and r.indikatorkod:
                svar[organ, r.indikatorkod] = Senast(varde, _var(bocker[organ]))
    return svar


def _var(i: Inlamning) -> str:
    return f"{svenska(i.slag)} {i.ar}, version {i.version}"
