"""What a unit of state is called by those who read of it: `malbeslut/12` is the bedömningar of an avstämning."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from schemas.arbetsbocker import ALLA_BLAD
from schemas.arsmapp import ARSFILER
from schemas.handelseslag import ARETS
from tasks.grund.avtryck import Enhet

Rad = Mapping[str, Any]
_BLAD = {str(m.__tablename__): m.BLAD for m in ALLA_BLAD}
_FILER = {str(m.__tablename__): m.FIL for m in ARSFILER}


class Namngivning:
    """Names units from the rows that they, or what they belong to, have in the tables."""

    def __init__(self, forbindelse: sa.Connection) -> None:
        self.forbindelse = forbindelse
        self._sedda: dict[Enhet, Rad] = {}

    def rad(self, tabell: str, nr: int) -> Rad:
        """A row by its number; empty where it is not there or cannot be read."""
        if (tabell, nr) not in self._sedda:
            t = SQLModel.metadata.tables[tabell]
            kolumner = [c for c in t.c if not isinstance(c.type, sa.JSON)]
            try:
                with self.forbindelse.begin_nested():
                    alla = self.forbindelse.execute(sa.select(*kolumner).where(t.c.id == nr)).mappings().all()
            except Exception:  # what is damaged is told of by its number
                alla = []
            self._sedda[tabell, nr] = dict(alla[0]) if alla else {}
        return self._sedda[tabell, nr]

    def name(self, enhet: Enhet) -> str:
        """What a unit is called."""
        tabell, nr = enhet
        if tabell == "ar":
            return f"Årets inställningar {nr} (ar.yaml)"
        if tabell in ARETS:
            return f"Uppgifterna i {_FILER[tabell]} {nr}"
        if tabell in _BLAD:
            return f"Bladet {_BLAD[tabell]} i {self._inlamning(nr)}"
        return _NAMN[tabell](self, nr)

    def _inlamning(self, nr: int) -> str:
        r = self.rad("inlamning", nr)
        return (
            f"inlämningen {r['filnamn']} ({r['organ']}, {r['omgang']}, version {r['version']})"
            if r
            else f"inlämning nr {nr}"
        )

    def _avstamning(self, nr: int) -> str:
        r = self.rad("avstamning", nr)
        return f"avstämningen av {r['omgang']} {r['ar']} (version {r['version']})" if r else f"avstämning nr {nr}"

    def _uppmaning(self, nr: int) -> str:
        r = self.rad("uppmaning", nr)
        return f"uppmaningen {r['nummer']}" if r else f"uppmaning nr {nr}"

    def _svar(self, nr: int) -> str:
        r = self.rad("mottagare", nr)
        return f"svaret från {r['organ']} på {self._uppmaning(r['uppmaning_id'])}" if r else f"svar nr {nr}"

    def _anstand(self, nr: int) -> str:
        r = self.rad("anstand", nr)
        return f"anståndet för {r['organ']} med {r['omgang']} {r['ar']}" if r else f"anstånd nr {nr}"

    def _utskick(self, nr: int) -> str:
        r = self.rad("utskick", nr)
        return f"meddelandet {r['nyckel']} ({r['dag']})" if r else f"meddelande nr {nr}"

    def _post(self, nr: int) -> str:
        r = self.rad("post", nr)
        return (
            f"mejlet som kom {r['inkom']} ({r['slag']}{', ' + r['organ'] if r['organ'] else ''})"
            if r
            else f"mejl nr {nr}"
        )

    def _dokument(self, nr: int) -> str:
        r = self.rad("dokument", nr)
        return f"registret över filen {r['sokvag']}" if r else f"registret över fil nr {nr}"


def _stort(text: str) -> str:
    return text[:1].upper() + text[1:]


#: table → what a unit of it is called
_NAMN: Mapping[str, Callable[[Namngivning, int], str]] = {
    "inlamning": lambda n, nr: _stort(n._inlamning(nr)),
    "avstamning": lambda n, nr: _stort(n._avstamning(nr)),
    "indikatorutfall": lambda n, nr: f"Utfallen i {n._avstamning(nr)}",
    "malbeslut": lambda n, nr: f"Bedömningarna i {n._avstamning(nr)}",
    "framstallning": lambda n, nr: f"Framställningarna i {n._avstamning(nr)}",
    "uppmaning": lambda n, nr: _stort(n._uppmaning(nr)),
    "mottagare": lambda n, nr: f"Mottagarna av {n._uppmaning(nr)}",
    "svarsdom": lambda n, nr: f"Bedömningen av {n._svar(nr)}",
    "anstand": lambda n, nr: _stort(n._anstand(nr)),
    "utskick": lambda n, nr: _stort(n._utskick(nr)),
    "post": lambda n, nr: _stort(n._post(nr)),
    "dokument": lambda n, nr: _stort(n._dokument(nr)),
}
