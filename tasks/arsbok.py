"""The year as a workbook: one sheet per file of the year folder, with help, dropdowns and what carries over."""

from pathlib import Path
from typing import Any

from schemas.arsmapp import ARSFILER, Arsfil, Indikator, Kontakt, Mal, Organ, Tilldelning
from schemas.falt import kolumner
from tasks.arsmapp import Arsinnehall, las_mapp
from tasks.skrivbok import EMPTY_ROWS, Bladinnehall, skriv_bok
from tasks.uppgift import uppgift

#: what carries over from one year to the next
FOLJER_MED = (Organ, Kontakt, Mal, Indikator, Tilldelning)
#: columns that belong to one year only
ARETS = {"indikatorer.csv": ("kf_arsmal",), "tilldelningar.csv": ("utfall_foregaende", "utgar")}


@uppgift("Skriv årsarbetsbok", korning="Årsarbetsbok")
def skriv_arsbok(ut: Path, fran: Path | None) -> Path:
    """Write the workbook; with `fran`, organs, contacts, goals, indicators and weights carry over."""
    forra = las_mapp(fran) if fran else None
    blad = [Bladinnehall(_som_blad(m), _rader(m, forra), EMPTY_ROWS) for m in ARSFILER]
    anvisning = [
        "Ett blad för varje fil i årsmappen. Bruna rubriker är kolumner att fylla i; håll pekaren över dem för hjälp.",
        *(f"{m.FIL.removesuffix('.csv')}: {m.HJALP}{' Obligatorisk.' if m.OBLIGATORISK else ''}" for m in ARSFILER),
    ]
    uppgifter = {"Kommun": forra.yaml.kommun if forra else "", "År": forra.yaml.ar + 1 if forra else ""}
    return skriv_bok(ut, "Årsarbetsbok", uppgifter, anvisning, blad, dolda=())


def _som_blad(modell: type[Arsfil]) -> Any:
    """The file's declaration as that of a sheet."""
    modell.BLAD = modell.FIL.removesuffix(".csv")
    return modell


def _rader(modell: type[Arsfil], forra: Arsinnehall | None) -> list[dict[str, Any]]:
    if forra is None or modell not in FOLJER_MED or modell.FIL not in forra.filer:
        return []
    bort = ARETS.get(modell.FIL, ())
    falt = {k.namn: k.falt for k in kolumner(modell)}
    rader = forra.filer[modell.FIL].to_dict("records")
    return [{falt[str(k)]: v for k, v in r.items() if k not in bort} for r in rader]
