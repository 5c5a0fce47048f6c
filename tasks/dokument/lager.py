"""Where documents are put: nothing is written anew without need, and nothing that a person changed is overwritten."""

import datetime
import hashlib
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, col, select

from schemas.tabeller import Dokument, Handelse
from tasks.grund.filer import write_whole
from tasks.grund.handelser import ARET_ANDRADES, ARET_OPPNADES, AVSTAMNING_FORESLAGEN, AVSTAMNINGEN_BESLUTAD, log
from tasks.laget.oppet import Oppet

MAPP = "dokument"
SKRIVNA = "Dokument skrivna"
#: the events after which documents must be made again
DOKUMENTEN_VISAR = (ARET_OPPNADES, ARET_ANDRADES, AVSTAMNING_FORESLAGEN, AVSTAMNINGEN_BESLUTAD)


def aktuella_dokument(session: Session, oppet: Oppet) -> list[Path]:
    """The documents of the year, if nothing that they show has changed since they were written; else none.

    What they show is the year and its avstämning, and every change of those stands in the trail.
    """
    fraga = select(func.max(Handelse.nr)).where(Handelse.ar == oppet.ar)
    skrivna = session.exec(fraga.where(Handelse.vad == SKRIVNA)).one() or 0
    andrade = session.exec(fraga.where(col(Handelse.vad).in_(DOKUMENTEN_VISAR))).one() or 0
    alla = [oppet.mapp / d.sokvag for d in session.exec(select(Dokument).where(Dokument.ar == oppet.ar))]
    return alla if skrivna > andrade and all(d.exists() for d in alla) else []


class Lager:
    """The folder of the year's documents, and the table that knows with which hash the program left each of them."""

    def __init__(self, session: Session, oppet: Oppet, idag: datetime.date) -> None:
        self.session, self.oppet, self.idag = session, oppet, idag
        self.mapp = oppet.mapp / MAPP
        alla = session.exec(select(Dokument).where(Dokument.ar == oppet.ar))
        self._kanda = {d.sokvag: d for d in alla}
        self._skrivna: dict[str, str] = {}

    def spara_alla(self, filer: Mapping[str, bytes]) -> list[Path]:
        """Save documents by name and log those that were written; the paths of all of them."""
        svar = [self.spara(namn, innehall) for namn, innehall in filer.items()]
        if self._skrivna:
            log(self.session, SKRIVNA, dag=self.idag, ar=self.oppet.ar, filer=self._skrivna)
            self._skrivna = {}
        return svar

    def spara(self, namn: str, innehall: bytes) -> Path:
        """Save one document.

        A file with the same content stays as it is. One that was changed since, or that the program did not make,
        is left alone, and the new one lands beside it as `namn (2).docx`.
        """
        sha = hashlib.sha256(innehall).hexdigest()
        for n in count(1):
            plats = self.mapp / (namn if n == 1 else f"{Path(namn).stem} ({n}){Path(namn).suffix}")
            rad = self._kanda.get(f"{MAPP}/{plats.name}")
            pa_disk = hashlib.sha256(plats.read_bytes()).hexdigest() if plats.exists() else None
            if pa_disk in (None, sha) or (rad is not None and rad.sha256 == pa_disk):
                if pa_disk != sha:
                    write_whole(plats, innehall)
                    self._skrivna[f"{MAPP}/{plats.name}"] = sha
                self._anteckna(f"{MAPP}/{plats.name}", sha)
                return plats
        raise AssertionError("unreachable")

    def _anteckna(self, sokvag: str, sha: str) -> None:
        rad = self._kanda.get(sokvag)
        if rad is None:
            rad = self._kanda[sokvag] = Dokument(ar=self.oppet.ar, sokvag=sokvag, sha256=sha, dag=self.idag)
            self.session.add(rad)
        elif rad.sha256 != sha:
            rad.sha256, rad.dag = sha, self.idag
