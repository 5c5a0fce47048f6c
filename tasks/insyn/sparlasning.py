"""The year as it is read for derivations: each thing once, however many figures lead to it."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, TypeVar

import pandas as pd
from sqlmodel import Session

from notifications.texter import datum, tal
from rules.ekonomi import Avvikelse
from rules.grupper import organ_i
from rules.namngivning import Namngivare
from rules.tal import EjTal, parse_tal
from schemas.arbetsbocker import Bladrad
from schemas.arsmapp import Arsfil, Indikator, Mal, Organ, Tilldelning
from schemas.begrepp import NAMNDSLAG
from schemas.falt import kolumner
from schemas.omgangar import Omgang
from schemas.ord import Ordbok
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Framstallning, Indikatorutfall, Inlamning, Malbeslut, Mottagare, Uppmaningsrad
from tasks.insyn.ursprung import Arsruta, Cell, arsmal_cells, arsrad, bokcell, varde_cells
from tasks.laget.arsdata import arets_filer, rows
from tasks.laget.beslutat import framstallningar_i, malbeslut, newest_of_all, utfall_i
from tasks.laget.fragat import Del, asked_in_omgang, mottagare_av, parts, uppmaningar_i
from tasks.laget.inlamnat import Nyckel, Val, basis, content, counted, received
from tasks.laget.oppet import Oppet, find_omgang
from tasks.laget.pengar import Beslutssumma, Fordelning, arets_avvikelser, beslutsbelopp, distribute_bidrag

R = TypeVar("R")


def _remembered(las: Callable[..., R]) -> Callable[..., R]:
    """Reads once for each set of arguments."""

    @wraps(las)
    def read(self: "Sparlasning", *av: Any) -> R:
        nyckel = (las.__name__, *av)
        if nyckel not in self._minne:
            self._minne[nyckel] = las(self, *av)
        svar: R = self._minne[nyckel]
        return svar

    return read


class Sparlasning:
    """What derivations ask of a year; nothing of it may change while it is in use."""

    def __init__(self, session: Session, oppet: Oppet) -> None:
        self.session, self.oppet = session, oppet
        self._minne: dict[tuple[Any, ...], Any] = {}

    @property
    def o(self) -> Ordbok:
        """The city's words."""
        return self.oppet.o

    @property
    def plan(self) -> Omgang:
        """The omgång of the plan."""
        return self.oppet.omgangar.plan

    def omgang(self, kod: str) -> Omgang:
        """The omgång of a key.

        Raises:
            ArshjulFel: the year has none by that code.
        """
        return find_omgang(self.oppet, kod)

    def rader(self, modell: type[Any]) -> list[Any]:
        """The rows of a file of the year."""
        return rows(self.session, modell, self.oppet.ar)

    def ruta(self, modell: type[Arsfil], rad: int | None, falt: str | None = None) -> Arsruta:
        """The cell of an attribute of a row of a file of the year."""
        namn = next((k.namn for k in kolumner(modell) if k.falt == falt), falt)
        return arsrad(self.oppet, modell.FIL, rad, namn)

    def yamlruta(self, nyckel: str) -> Arsruta:
        """The place of a key of ar.yaml."""
        return arsrad(self.oppet, "ar.yaml", None, nyckel)

    @cached_property
    def filer(self) -> dict[str, pd.DataFrame]:
        """The files of the year as frames."""
        return arets_filer(self.session, self.oppet.ar)

    @cached_property
    def organ(self) -> dict[str, Organ]:
        """Code → organ, in the order of organ.csv."""
        return {r.kod: r for r in self.rader(Organ)}

    @cached_property
    def mal(self) -> dict[str, Mal]:
        """Code → goal."""
        return {r.kod: r for r in self.rader(Mal)}

    @cached_property
    def indikatorer(self) -> dict[str, Indikator]:
        """Code → indicator."""
        return {r.kod: r for r in self.rader(Indikator)}

    @cached_property
    def tilldelningar(self) -> dict[Nyckel, Tilldelning]:
        """(organ, indikator) → its tilldelning."""
        return {(r.organ, r.indikator): r for r in self.rader(Tilldelning)}

    def namn(self, organ: str) -> str:
        """The name of an organ; a code that is none's as it stands."""
        return self.organ[organ].namn if organ in self.organ else organ

    @_remembered
    def grupp(self, uttryck: str | None) -> str:
        """The organs that money goes to, in words: one, a group, or several that are not named."""
        if not uttryck or uttryck in self.organ:
            return self.namn(uttryck) if uttryck else "flera, ej namngivna"
        ram = self.filer["organ.csv"].set_index("kod").assign(genom=None)
        ram = ram.assign(kortnamn=ram["kortnamn"].fillna(ram["namn"]))
        return Namngivare(ram, self.o).name_mottagare(organ_i(uttryck, ram, ())) or uttryck

    def ar_namnd(self, organ: str) -> bool:
        """Whether an organ is a nämnd."""
        return self.organ[organ].slag in NAMNDSLAG

    @cached_property
    def rundor(self) -> dict[Omgang, Avstamning]:
        """Omgång → its newest avstämning."""
        return newest_of_all(self.session, self.oppet)

    def inlamningar(self, o: Omgang) -> Val:
        """Organ → the submission that an omgång rests on."""
        return self.rundor[o].inlamningar if o in self.rundor else counted(self.session, self.oppet, o)

    @cached_property
    def _mottagna(self) -> list[Inlamning]:
        return received(self.session, self.oppet.ar)

    def mottagna(self, organ: str | None = None, o: Omgang | None = None) -> list[Inlamning]:
        """What has been received, of an organ and an omgång where they are named."""
        alla = (i for i in self._mottagna if organ is None or i.organ == organ)
        return [i for i in alla if o is None or i.omgang == o.kod]

    @_remembered
    def bocker(self, o: Omgang) -> dict[str, Inlamning]:
        """Organ → its workbook that an omgång rests on, in the order of organ.csv."""
        egna = self.inlamningar(o)
        alla = basis(self.session, egna)
        return {k: alla[egna[k]] for k in self.organ if k in egna}

    @_remembered
    def blad(self, modell: type[Any], o: Omgang) -> list[tuple[str, Any]]:
        """(organ, row) of a sheet, in the workbooks that an omgång rests on, in the order of organ.csv."""
        plats = {kod: n for n, kod in enumerate(self.organ)}
        return sorted(content(self.session, modell, self.inlamningar(o)), key=lambda x: (plats[x[0]], x[1].rad))

    def cell(self, modell: type[Bladrad], o: Omgang, organ: str, rad: int, falt: str) -> Cell:
        """The cell of an attribute of a row."""
        return bokcell(self.bocker(o)[organ], modell.BLAD, falt, rad)

    @_remembered
    def utfall(self, o: Omgang) -> dict[str, Indikatorutfall]:
        """Indikator → its aggregate in an omgång."""
        return utfall_i(self.session, self.rundor.get(o))

    @_remembered
    def bedomt(self, o: Omgang) -> dict[str, Malbeslut]:
        """Goal → its bedömning in an omgång."""
        return malbeslut(self.session, self.rundor.get(o))

    @_remembered
    def varde_celler(self, o: Omgang) -> dict[Nyckel, Cell]:
        """(organ, indikator) → the cell that its value of an omgång comes from."""
        return varde_cells(self.session, self.oppet, o, self.rundor[o]) if o in self.rundor else {}

    @_remembered
    def arsmal_celler(self, o: Omgang) -> dict[Nyckel, Cell]:
        """(organ, indikator) → the cell that its årsmål in force comes from."""
        return arsmal_cells(self.session, self.oppet, o, self.rundor.get(o))

    @cached_property
    def uppmaningar(self) -> dict[str, Uppmaningsrad]:
        """Number → uppmaning, struck ones too."""
        return {u.nummer: u for u in uppmaningar_i(self.session, self.oppet.ar)}

    @cached_property
    def mottagare(self) -> dict[int, list[Mottagare]]:
        """Id of an uppmaning → its recipients."""
        return mottagare_av(self.session, self.uppmaningar.values())

    @cached_property
    def delar(self) -> dict[tuple[str, str], Del]:
        """(number, organ) → the part of an issued uppmaning."""
        return {d.nyckel: d for d in parts(self.session, self.oppet)}

    @cached_property
    def _stalld_i(self) -> dict[int, str]:
        return asked_in_omgang(self.session, self.oppet)

    def stalld_i(self, u: Uppmaningsrad) -> Omgang:
        """The omgång whose decision asks."""
        return self.oppet.omgangar.med_kod(self._stalld_i[u.avstamning_id])

    @cached_property
    def framstallningar(self) -> list[Framstallning]:
        """The requests of the plans and the justeringar that nobody asked for."""
        return framstallningar_i(self.session, self.rundor.get(self.plan))

    @cached_property
    def beslutsbelopp(self) -> dict[str, Beslutssumma]:
        """Punkt → the amount of the decision, with what it is the sum of."""
        alla = beslutsbelopp(self.session, self.oppet.ar, self.rundor.get(self.plan))
        return {b.rad.punkt: b for b in alla}

    @cached_property
    def avvikelser(self) -> list[Avvikelse]:
        """What of the year does not add up."""
        return arets_avvikelser(self.session, self.oppet, self.rundor.get(self.plan))

    @cached_property
    def bidrag(self) -> dict[str, Fordelning]:
        """Statsbidrag → how it is divided."""
        return {f.bidrag.bidrag: f for f in distribute_bidrag(self.session, self.oppet.ar)}

    def beslutat(self, o: Omgang) -> str:
        """By whom an omgång is decided, and when; of one that is not, that."""
        rad = self.rundor.get(o)
        if rad is None or rad.beslutad is None:
            return "inte beslutat ännu"
        return f"beslutat av {rad.handlaggare} den {datum(rad.beslutad)}"


def finn(alla: dict[str, R], kod: str, vad: str) -> R:
    """What has a code.

    Raises:
        ArshjulFel: nothing has.
    """
    if kod not in alla:
        raise ArshjulFel(f"Det finns {vad} med koden {kod}.")
    return alla[kod]


def visat(o: Ordbok, v: object) -> str:
    """A value as it is shown, as it stands in a cell: `70,5`, `Ja`, a day; a word as the city spells it."""
    if v is None or v == "":
        return ""
    if isinstance(v, bool):
        return "Ja" if v else "Nej"
    if isinstance(v, Decimal | int):
        return tal(v)
    return datum(v) if isinstance(v, datetime.date) else str(v)


def talet(text: str) -> str:
    """A stored number as a Swede writes it; words as they stand."""
    try:
        return tal(parse_tal(text, punkt_ar_decimal=True)[0])
    except EjTal:
        return text
