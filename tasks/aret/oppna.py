"""Opening a year, and applying what has changed in it (kontrakt section 2, last paragraph)."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import delete, insert
from sqlmodel import Session, select

from schemas.arsmapp import ARSFILER, Arsfil, ArYaml, Indikator, Mal, Organ
from schemas.begrepp import Fas
from schemas.falt import kolumner
from schemas.problem import ArshjulFel
from schemas.tabeller import Ar
from tasks.aret.arsmapp import Arsinnehall
from tasks.grund.handelser import ARET_ANDRADES, ARET_OPPNADES, log
from tasks.laget.oppet import beslutad, ram

#: the files whose order of rows is the order in which everything is listed
ORDNADE = (Organ, Mal, Indikator)


@dataclass(frozen=True)
class Skillnad:
    """One thing that differs between the open year and what is to be opened."""

    fil: str
    nyckel: str
    kolumn: str
    fore: str
    efter: str


def skillnader(session: Session, innehall: Arsinnehall) -> list[Skillnad]:
    """What opening would change; empty for a year that is not open or that is the same."""
    gammalt = session.get(Ar, innehall.yaml.ar)
    if gammalt is None:
        return []
    oppnad, fore, efter = ArYaml.model_validate(gammalt.yaml), gammalt.yaml, innehall.yaml.model_dump(mode="json")
    svar = [
        Skillnad("ar.yaml", "", falt, _show(fore.get(falt)), _show(efter[falt]))
        for falt in efter
        if getattr(oppnad, falt) != getattr(innehall.yaml, falt)
    ]
    for modell in ARSFILER:
        ny = innehall.filer.get(modell.FIL, ram(session, modell, -1))
        svar += _radskillnader(modell, ram(session, modell, innehall.yaml.ar), ny)
    return svar


def _show(varde: Any) -> str:
    if isinstance(varde, dict):
        return ", ".join(f"{k}: {v}" for k, v in varde.items())
    if isinstance(varde, Decimal):  # a row without a key is known by all its values: 30.0 is 30
        return format(varde.normalize(), "f")
    return "" if varde is None else str(varde)


def _radskillnader(modell: type[Arsfil], gammal: pd.DataFrame, ny: pd.DataFrame) -> list[Skillnad]:
    nyckel = [k.namn for k in kolumner(modell) if k.falt in modell.NYCKEL] or [k.namn for k in kolumner(modell)]

    def per_nyckel(r: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
        svar: dict[str, dict[Hashable, Any]] = {}
        for rad in r.to_dict("records"):
            kod = ", ".join(_show(rad[k]) for k in nyckel)
            while kod in svar:
                kod += " (en gång till)"
            svar[kod] = rad
        return svar

    fore, efter = per_nyckel(gammal), per_nyckel(ny)
    bada = [[k for k in x if k in fore and k in efter] for x in (fore, efter)]
    if modell in ORDNADE and bada[0] != bada[1]:
        return [
            Skillnad(modell.FIL, "", "radernas ordning", ", ".join(bada[0]), ", ".join(bada[1])),
            *_radskillnader(modell, gammal, _i_ordning(ny, nyckel, list(fore))),
        ]
    svar = [Skillnad(modell.FIL, k, "hela raden", "finns", "tas bort") for k in fore if k not in efter]
    svar += [Skillnad(modell.FIL, k, "hela raden", "finns inte", "läggs till") for k in efter if k not in fore]
    for k in fore.keys() & efter.keys():
        for kolumn, varde in efter[k].items():
            if fore[k][kolumn] != varde:
                svar.append(Skillnad(modell.FIL, k, str(kolumn), _show(fore[k][kolumn]), _show(varde)))
    return svar


def _i_ordning(ram: pd.DataFrame, nyckel: list[str], ordning: list[str]) -> pd.DataFrame:
    """The rows in the order of the keys, those with other keys last."""
    plats = {k: n for n, k in enumerate(ordning)}
    nycklar = [", ".join(_show(rad[k]) for k in nyckel) for rad in ram.to_dict("records")]
    return ram.iloc[sorted(range(len(ram)), key=lambda n: plats.get(nycklar[n], len(plats)))]


def may_change_after_beslut(s: Skillnad) -> bool:
    """After the decision: contacts, dates, new organs and late-set kf_arsmal."""
    return (
        s.fil in ("kontakter.csv", "inlamningar.csv")
        or (s.fil == "ar.yaml" and s.kolumn == "kalender")
        or (s.fil == "organ.csv" and s.efter == "läggs till")
        or (s.fil == "indikatorer.csv" and s.kolumn == "kf_arsmal" and s.fore == "")
    )


def faststallda(funna: list[Skillnad]) -> list[str]:
    """The indicators whose KF årsmål is being set."""
    return [s.nyckel for s in funna if s.fil == "indikatorer.csv" and s.kolumn == "kf_arsmal" and s.fore == ""]


def open_ar(session: Session, innehall: Arsinnehall, funna: list[Skillnad], idag: datetime.date, vem: str) -> str:
    """Open a year, or apply what differs; a word about what was done.

    Raises:
        ArshjulFel: the avstämning is decided and something else than what may change then has changed.
    """
    ar = innehall.yaml.ar
    rad = session.get(Ar, ar)
    if rad and not funna:
        return f"Året {ar} är redan öppnat och inget skiljer sig."
    nekade = [s for s in funna if not may_change_after_beslut(s)]
    if rad and nekade and beslutad(session, ar, Fas.VP):
        vad = "; ".join(f"{s.fil} {s.nyckel} {s.kolumn}" for s in nekade[:5])
        raise ArshjulFel(
            "Avstämningen är beslutad. Efter beslutet får bara kontakter, datum, nya organ och KF-årsmål som "
            f"fastställs senare ändras. Det här får inte ändras: {vad}."
        )
    tillagda = {o.kod: o.tillagd for o in session.exec(select(Organ).where(Organ.ar == ar))}
    for modell in ARSFILER:
        session.exec(delete(modell).where(modell.ar == ar))  # type: ignore[arg-type]
        _insert(session, modell, innehall, ar, idag, tillagda)
    uppgifter: dict[str, Any] = {"yaml": innehall.yaml.model_dump(mode="json"), "saknade_filer": innehall.saknade}
    om: dict[str, Any] = {"kommun": innehall.yaml.kommun, "diarienummer": innehall.yaml.diarienummer, **uppgifter}
    om |= {"arbetsbok": innehall.arbetsbok}
    session.merge(Ar(ar=ar, oppnad=rad.oppnad if rad else idag, **om))
    andringar = [vars(s) for s in funna]
    antal = {fil: len(r) for fil, r in innehall.filer.items()}
    vad = ARET_ANDRADES if rad else ARET_OPPNADES
    varifran: dict[str, Any] = {"fil": innehall.arbetsbok, "fil_sha256": innehall.sha256}
    log(session, vad, dag=idag, ar=ar, vem=vem, rader=antal, andringar=andringar, **varifran)
    return f"{vad}: {ar}, {innehall.yaml.kommun}."


def _insert(
    session: Session, modell: type[Arsfil], innehall: Arsinnehall, ar: int, idag: datetime.date, tillagda: dict
) -> None:
    ny = innehall.filer.get(modell.FIL)
    if ny is None:
        return
    falt = {k.namn: k.falt for k in kolumner(modell)}
    rader = [
        {"ar": ar, "rad": int(rad), "tillagd": tillagda.get(varden.get("kod")) or idag, **varden}
        for rad, varden in zip(ny.index, ny.rename(columns=falt).to_dict("records"), strict=True)
    ]
    if rader:  # a file may have a header and nothing more
        session.exec(insert(modell), params=rader)
