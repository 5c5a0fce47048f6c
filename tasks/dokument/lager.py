"""Where documents are put: nothing is written anew without need, and nothing that a person changed is overwritten."""

import datetime
import hashlib
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from sqlmodel import Session, select

from schemas.tabeller import Dokument
from tasks.ar import Oppet
from tasks.filer import skriv_helt
from tasks.handelser import logga

MAPP = "dokument"


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
            logga(self.session, "Dokument skrivna", dag=self.idag, ar=self.oppet.ar, filer=self._skrivna)
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
                    skriv_helt(plats, innehall)
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
