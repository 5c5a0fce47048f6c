"""Which year stands open, and its data as frames."""

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
from sqlmodel import Session, SQLModel, col, select

from schemas.arsmapp import ARSFILER, Arsfil, ArYaml
from schemas.begrepp import Fas
from schemas.falt import kolumner
from schemas.installningar import installningar
from schemas.problem import ArshjulFel
from schemas.tabeller import Ar, Avstamning


class Oppet:
    """An open year: its settings and its folder."""

    def __init__(self, rad: Ar) -> None:
        self.ar = rad.ar
        self.yaml = ArYaml.model_validate(rad.yaml)
        self.oppnad = rad.oppnad
        self.saknade_filer = rad.saknade_filer
        self.arbetsbok = rad.arbetsbok

    @property
    def mapp(self) -> Path:
        """Where everything of the year lies."""
        return installningar().hem / str(self.ar)

    def forfallodag(self, fas: Fas) -> datetime.date:
        """When a workbook of the phase is due."""
        k = self.yaml.kalender
        return k.verksamhetsplan_senast if fas == Fas.VP else k.tertialrapport_1_senast


def oppet_om_finns(session: Session) -> Oppet | None:
    """The year that the commands work on: the latest that has been opened; None where none has."""
    rad = session.exec(select(Ar).order_by(col(Ar.ar).desc())).first()
    return Oppet(rad) if rad else None


def oppet_ar(session: Session) -> Oppet:
    """The year that the commands work on.

    Raises:
        ArshjulFel: no year has been opened.
    """
    oppet = oppet_om_finns(session)
    if oppet is None:
        raise ArshjulFel("Inget år är öppnat. Öppna ett med: arshjul oppna MAPP")
    return oppet


def rows(session: Session, modell: type[Arsfil], ar: int) -> list[Any]:
    """The rows of a file of the year, in the order of the file; see `varden`."""
    fraga = plain_rows(modell).where(col(modell.ar) == ar).order_by(col(modell.rad), col(modell.id))
    return rows_of(session, fraga)


def plain_rows(modell: type[SQLModel]) -> Any:
    """A question for the rows of a table as plain values: to read and not to change, in half the time of objects."""
    return select(*modell.__table__.columns)  # type: ignore[attr-defined]


def rows_of(session: Session, fraga: Any) -> list[Any]:
    """The answer to such a question; a row has its columns as attributes, and `vars` makes it a dict."""
    svar = session.exec(fraga)
    namn = tuple(svar.keys())
    return [SimpleNamespace(**dict(zip(namn, r, strict=True))) for r in svar]


def ram(session: Session, modell: type[Arsfil], ar: int) -> pd.DataFrame:
    """The same as a frame: columns by header, object with None; labels are the rows of the file."""
    alla = rows(session, modell, ar)
    kols = kolumner(modell)
    data = [[getattr(r, k.falt) for k in kols] for r in alla]
    return pd.DataFrame(data, columns=[k.namn for k in kols], index=[r.rad for r in alla], dtype=object)


def arets_filer(session: Session, ar: int) -> dict[str, pd.DataFrame]:
    """File name → frame, of the files that the year has rows of, and of those that every year has."""
    ramar = {m: ram(session, m, ar) for m in ARSFILER}
    return {m.FIL: r for m, r in ramar.items() if len(r) or m.OBLIGATORISK}


def beslutad(session: Session, ar: int, fas: Fas) -> Avstamning | None:
    """The decided avstämning of a phase, if any."""
    fraga = select(Avstamning).where(Avstamning.ar == ar, Avstamning.fas == fas, col(Avstamning.beslutad).is_not(None))
    return session.exec(fraga.order_by(col(Avstamning.version).desc())).first()


def senaste(session: Session, ar: int, fas: Fas) -> Avstamning | None:
    """The newest avstämning of a phase, decided or not."""
    fraga = select(Avstamning).where(Avstamning.ar == ar, Avstamning.fas == fas)
    return session.exec(fraga.order_by(col(Avstamning.version).desc())).first()
