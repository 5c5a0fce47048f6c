"""Opening a year, and applying what has changed in it (kontrakt section 2, last paragraph)."""

import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import delete, insert
from sqlmodel import Session, select

from schemas.arsmapp import ARSFILER, Arsfil, Indikator, Kontakt, Mal, Omgangsrad, Organ
from schemas.aryaml import ArYaml
from schemas.falt import kolumner
from schemas.handelseslag import Handelseslag
from schemas.installningar import installningar
from schemas.omgangar import DAGAR, omgangar, ur_kalendern
from schemas.problem import ArshjulFel
from schemas.tabeller import Ar
from tasks.aret.arsmapp import Arsinnehall
from tasks.aret.kallan import keep_source
from tasks.grund.handelser import log
from tasks.grund.mottaget import MOTTAGET
from tasks.laget.arsdata import forget_rows, ram
from tasks.laget.gallrat import is_gallrat
from tasks.laget.oppet import begun, decided

#: the files whose order of rows is the order in which everything is listed
ORDNADE = (Omgangsrad, Organ, Mal, Indikator)


TILLAGD = "läggs till"
#: what a contact is known by where its address may not stand, and what is said of the address
KONTAKTNYCKEL, ADRESSER = ("organ", "roll"), ("en adress", "en annan adress")
#: how many differences a refusal names before it counts the rest
MOST_NAMED = 5


@dataclass(frozen=True)
class Skillnad:
    """One thing that differs between the open year and what is to be opened."""

    fil: str
    nyckel: str
    kolumn: str
    fore: str
    efter: str

    @property
    def i_ord(self) -> str:
        """What it is about: `organ, jarva: slag`."""
        return f"{self.fil.rpartition('.')[0]}{', ' + self.nyckel if self.nyckel else ''}: {self.kolumn}"


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
        fore_ram = ram(session, modell, innehall.yaml.ar)
        efter_ram = innehall.filer.get(modell.FIL, ram(session, modell, -1))
        if modell is Omgangsrad and (len(fore_ram) or len(efter_ram)):
            fore_ram, efter_ram = _rundor(fore_ram, oppnad), _rundor(efter_ram, innehall.yaml)
        svar += _radskillnader(modell, fore_ram, efter_ram)
    return svar


def _rundor(egna: pd.DataFrame, yaml: ArYaml) -> pd.DataFrame:
    """The rounds of a year as they hold, its own or those of its kalender, as rows of omgangar.csv."""
    alla = omgangar(egna.to_dict("records")) if len(egna) else ur_kalendern(yaml.kalender.model_dump())
    namn = [k.namn for k in kolumner(Omgangsrad)]
    rader = [[o.kod if n == "omgang" else getattr(o, n, None) for n in namn] for o in alla]
    return pd.DataFrame(rader, columns=namn, dtype=object)


def _show(varde: Any) -> str:
    if isinstance(varde, dict):
        return ", ".join(f"{k}: {v}" for k, v in varde.items())
    if isinstance(varde, Decimal):  # a row without a key is known by all its values: 30.0 is 30
        return format(varde.normalize(), "f")
    return "" if varde is None else str(varde)


def _radskillnader(modell: type[Arsfil], gammal: pd.DataFrame, ny: pd.DataFrame) -> list[Skillnad]:
    falt = modell.NYCKEL or (KONTAKTNYCKEL if modell is Kontakt else [k.falt for k in kolumner(modell)])
    nyckel = [k.namn for k in kolumner(modell) if k.falt in falt]

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
    svar += [Skillnad(modell.FIL, k, "hela raden", "finns inte", TILLAGD) for k in efter if k not in fore]
    for k in fore.keys() & efter.keys():
        for kolumn, varde in efter[k].items():
            if fore[k][kolumn] != varde:
                visat = ADRESSER if (modell, kolumn) == (Kontakt, "adress") else (_show(fore[k][kolumn]), _show(varde))
                svar.append(Skillnad(modell.FIL, k, str(kolumn), *visat))
    return svar


def _i_ordning(ram: pd.DataFrame, nyckel: list[str], ordning: list[str]) -> pd.DataFrame:
    """The rows in the order of the keys, those with other keys last."""
    plats = {k: n for n, k in enumerate(ordning)}
    nycklar = [", ".join(_show(rad[k]) for k in nyckel) for rad in ram.to_dict("records")]
    return ram.iloc[sorted(range(len(ram)), key=lambda n: plats.get(nycklar[n], len(plats)))]


def may_change_after_beslut(s: Skillnad, beslutade: set[str], borjade: set[str]) -> bool:
    """Once the plan's omgång is decided: contacts, dates, new organs, the names of organs, late-set kf_arsmal, omgångar
    to come and the city's words (kontrakt section 2).

    Args:
        beslutade: the codes of the omgångar that are decided; borjade: of those in which something has come in.
    """
    match s.fil:
        case "kontakter.csv" | "inlamningar.csv" | "ord.csv":
            return True
        case "ar.yaml":
            return s.kolumn == "kalender"
        case "organ.csv":
            return s.efter == TILLAGD or s.kolumn in ("namn", "kortnamn")
        case "indikatorer.csv":
            return s.kolumn == "kf_arsmal" and s.fore == ""
        case "omgangar.csv":
            return s.nyckel not in beslutade | borjade or s.kolumn in (*DAGAR, "namn", "bestamd")
    return False


def faststallda(funna: list[Skillnad]) -> list[str]:
    """The indicators whose KF årsmål is being set."""
    return [s.nyckel for s in funna if s.fil == "indikatorer.csv" and s.kolumn == "kf_arsmal" and s.fore == ""]


def check_allowed(session: Session, ar: int, funna: list[Skillnad]) -> None:
    """See that what differs may still change.

    Raises:
        ArshjulFel: the plan's omgång is decided, and something else than what may change then has changed; or there are
            contacts, of a year whose personal data has been removed.
    """
    if any(s.fil == Kontakt.FIL for s in funna) and is_gallrat(session, ar):
        raise ArshjulFel(
            f"Personuppgifterna i året {ar} är gallrade, så det tar inte emot några kontakter. Ta bort "
            f"{Kontakt.FIL} (eller raderna i bladet {Kontakt.blad()}) och öppna igen."
        )
    beslutade = decided(session, ar)
    nekade = [s for s in funna if not may_change_after_beslut(s, beslutade, begun(session, ar))]
    if nekade and beslutade:
        vad = "; ".join(s.i_ord for s in nekade[:MOST_NAMED])
        fler = f" och {len(nekade) - MOST_NAMED} till" if len(nekade) > MOST_NAMED else ""
        raise ArshjulFel(
            "Planerna är beslutade. Därefter får bara kontakter, datum, nya organ, organens namn, omgångar som inte är "
            "beslutade, era egna ord, och värden som fullmäktige fastställer senare ändras. Det här får inte ändras: "
            f"{vad}{fler}."
        )


def try_out(session: Session, innehall: Arsinnehall) -> str:
    """What opening a year would do; nothing is changed.

    Raises:
        ArshjulFel: what differs may no longer change.
    """
    ar, funna = innehall.yaml.ar, skillnader(session, innehall)
    check_allowed(session, ar, funna)
    if session.get(Ar, ar) is None:
        vad = f"Året {ar} är utan fel och kan öppnas."
    else:
        vad = f"Året {ar} är redan öppnat, och " + (
            ("1 sak" if len(funna) == 1 else f"{len(funna)} saker") + " skiljer sig." if funna else "inget skiljer sig."
        )
    return f"{vad} Det här var ett prov: inget är ändrat."


def open_ar(session: Session, innehall: Arsinnehall, funna: list[Skillnad], idag: datetime.date, vem: str) -> str:
    """Open a year, or apply what differs; a word about what was done.

    Raises:
        ArshjulFel: the avstämning is decided and something else than what may change then has changed.
    """
    ar = innehall.yaml.ar
    rad = session.get(Ar, ar)
    if rad and not funna:
        return f"Året {ar} är redan öppnat och inget skiljer sig."
    check_allowed(session, ar, funna)
    tillagda = {o.kod: o.tillagd for o in session.exec(select(Organ).where(Organ.ar == ar))}
    for modell in ARSFILER:
        session.exec(delete(modell).where(modell.ar == ar))  # type: ignore[arg-type]
        _insert(session, modell, innehall, ar, idag, tillagda)
    forget_rows(session)
    uppgifter: dict[str, Any] = {"yaml": innehall.yaml.model_dump(mode="json"), "saknade_filer": innehall.saknade}
    om: dict[str, Any] = {"kommun": innehall.yaml.kommun, "diarienummer": innehall.yaml.diarienummer, **uppgifter}
    om |= {"arbetsbok": innehall.arbetsbok}
    session.merge(Ar(ar=ar, oppnad=rad.oppnad if rad else idag, **om))
    andringar = [vars(s) for s in funna]
    antal = {fil: len(r) for fil, r in innehall.filer.items()}
    vad = Handelseslag.ARET_ANDRADES if rad else Handelseslag.ARET_OPPNADES
    varifran = keep_source(innehall, installningar().hem / str(ar) / MOTTAGET)
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
