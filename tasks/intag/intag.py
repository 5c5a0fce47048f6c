"""Taking in workbooks: read, check, save with a kvittens (kontrakt section 4)."""

import datetime
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from notifications.utkorg import Adressbok, adressbok, enqueue
from schemas.arbetsbocker import ALLA_BLAD, ORGANBLAD
from schemas.begrepp import Inlamningsstatus
from schemas.handelseslag import Handelseslag
from schemas.inlamning import Sammanhang, Tolkning
from schemas.personuppgift import without_personuppgifter
from schemas.problem import Problem
from schemas.tabeller import Handelse, Inlamning
from tasks.bocker.lasning import mark_in_child, pack, read_in_child
from tasks.bocker.rattning import write_rattad
from tasks.grund.databas import write
from tasks.grund.handelser import handelse, log_all
from tasks.grund.mottaget import MOTTAGET
from tasks.grund.uppgift import uppgift
from tasks.intag.kontroll import check_all
from tasks.intag.kvittens import due_day, rattad_namn, write_kvittens
from tasks.intag.post import REDAN, Mottaget, Mottagning
from tasks.intag.svaren import judge_answers, tell_lost
from tasks.laget.fragat import due
from tasks.laget.inlamnat import newest_received
from tasks.laget.oppet import Oppet, decided

#: how many workbooks are read before they are saved
BATCH = 64


@dataclass(frozen=True)
class Intagsar:
    """A year that workbooks may belong to, and what reading them needs to know of it."""

    oppet: Oppet
    s: Sammanhang


@uppgift("Läs arbetsböcker", korning="Läs arbetsböcker")
def read_in(filer: Sequence[Mottaget], paket: bytes, ar: int) -> list[Tolkning]:
    """Read received workbooks in child processes, on every core.

    Args:
        paket: the contexts, packed by `lasning.pack`.
        ar: the year of the in-folder.
    """
    with ThreadPoolExecutor(os.cpu_count()) as tradar:
        return list(tradar.map(lambda fil: read_in_child(fil.lagrad, fil.namn, paket, ar), filer))


@uppgift("Granska inlämningar", korning="Granska inlämningar")
def check_in(filer: Sequence[Mottaget], tolkade: Sequence[Tolkning], s: Sammanhang, rattningar: Path) -> None:
    """Validate what was read; where cells are bad, write a copy that shows them.

    Args:
        rattningar: the folder for such copies.
    """
    check_all([(f.namn, t) for f, t in zip(filer, tolkade, strict=True)], s)

    def ratta(fil: Mottaget, t: Tolkning) -> bool:
        till = rattningar / rattad_namn(fil.sha256, fil.namn)
        funna = [replace(p, blad=t.bladnamn.get(p.blad or "", p.blad)) for p in t.problem]
        return till.exists() or mark_in_child(write_rattad, fil.lagrad, till, funna)

    daliga = [(f, t) for f, t in zip(filer, tolkade, strict=True) if any(p.cell for p in t.problem)]
    with ThreadPoolExecutor(os.cpu_count()) as tradar:
        for (_, t), rattad in zip(daliga, tradar.map(lambda par: ratta(*par), daliga), strict=True):
            t.rattad = rattad


@uppgift("Spara inlämningar", korning="Spara inlämningar")
def save_all(
    filer: Sequence[Mottaget], tolkade: Sequence[Tolkning], oppet: Oppet, s: Sammanhang, idag: datetime.date
) -> list[Mottagning]:
    """Save submissions with their kvittenser, in one commit."""
    try:
        with write() as session:
            return _save(session, filer, tolkade, oppet, s, idag)
    except IntegrityError:  # another intake saved one of them meanwhile; now it is seen
        with write() as session:
            return _save(session, filer, tolkade, oppet, s, idag)


def take_in(filer: Sequence[Mottaget], aren: Sequence[Intagsar], idag: datetime.date) -> Iterator[Mottagning]:
    """Read and save in batches, so that memory does not grow with their number; remove what is saved.

    While one batch is saved, the next is read. A workbook goes to its own year.

    Args:
        aren: the open years, first that of the in-folder.
    """
    hem = aren[0].oppet.ar
    paket = pack([a.s for a in aren])
    kvar = Counter(f.kalla for f in filer)
    satser = [filer[n : n + BATCH] for n in range(0, len(filer), BATCH)]
    lases = [read_in.starta(sats, paket, hem) for sats in satser[:1]]
    for n, sats in enumerate(satser):
        tolkade = lases.pop()()
        if n + 1 < len(satser):
            lases.append(read_in.starta(satser[n + 1], paket, hem))
        par = _set_aside(list(zip(sats, tolkade, strict=True)))
        for a in aren:
            egna = [(f, t) for f, t in par if t.ar == a.oppet.ar]
            if egna:
                yield from _take_in_year([f for f, _ in egna], [t for _, t in egna], a, idag)
        kvar.subtract(f.kalla for f in sats)
        for kalla in [k for k, antal in kvar.items() if antal == 0]:
            kalla.unlink(missing_ok=True)
            del kvar[kalla]


def _set_aside(par: list[tuple[Mottaget, Tolkning]]) -> list[tuple[Mottaget, Tolkning]]:
    """Without the workbooks that are none of ours and came in a mail beside one that is: they are only mentioned."""
    egna = {f.kalla for f, t in par if f.avsandare and t.organ}
    andra: dict[Path, list[str]] = {}
    kvar = []
    for f, t in par:
        if f.kalla in egna and any(p.kod == "blad-saknas" and p.blad == ORGANBLAD for p in t.problem):
            andra.setdefault(f.kalla, []).append(f.namn)
        else:
            kvar.append((f, t))
    return [(replace(f, ovriga=(*f.ovriga, *andra.get(f.kalla, ()))), t) for f, t in kvar]


def _take_in_year(
    filer: list[Mottaget], tolkade: list[Tolkning], a: Intagsar, idag: datetime.date
) -> list[Mottagning]:  # fmt: skip
    filer = [fil.store_in(a.oppet.mapp / MOTTAGET) for fil in filer]
    check_in(filer, tolkade, a.s, a.oppet.mapp / "rattning")
    return save_all(filer, tolkade, a.oppet, a.s, idag)


@dataclass
class _Bok:
    """What has been received of a year so far, to judge the next file by."""

    session: Session
    oppet: Oppet
    s: Sammanhang
    idag: datetime.date

    def __post_init__(self) -> None:
        self.adresser: Adressbok = adressbok(self.session, self.oppet.ar)
        self.beslutade = decided(self.session, self.oppet.ar)
        self.versioner = _versions(self.session, self.oppet.ar)
        self.anstand = {o.kod: due(self.session, self.oppet, o) for o in self.oppet.omgangar}
        self._sedda: set[str] = set()
        #: (organ, omgång) → the newest workbook, whatever was said of it
        self._senaste = newest_received(self.session, self.oppet.ar)

    def known(self, sha256: str) -> bool:
        """Whether a file that nobody can tell the organ of has come before."""
        fraga = select(Inlamning.id).where(Inlamning.ar == self.oppet.ar, Inlamning.sha256 == sha256)
        return self.session.exec(fraga).first() is not None

    def judge(self, fil: Mottaget, t: Tolkning) -> Inlamning | None:
        """The row of a file; None where it changes nothing: it is the newest, and would be judged the same again."""
        omgang = t.omgang.kod if t.omgang else None
        skal = self.waits_for(fil, t)
        status = (
            Inlamningsstatus.AVVISAD if t.problem else Inlamningsstatus.VANTAR if skal else Inlamningsstatus.GODKAND
        )
        if t.organ and omgang:
            forra = self._senaste.get((t.organ, omgang))
            if forra and forra.sha256 == fil.sha256 and self._same(forra, status, t):
                return None
        elif fil.sha256 in self._sedda or self.known(fil.sha256):
            return None
        self._sedda.add(fil.sha256)
        self.versioner[t.organ, omgang] += 1
        forfallo, inkom = self.forfallo(t), min(fil.dag or self.idag, self.idag)
        rad = Inlamning(
            ar=self.oppet.ar, organ=t.organ, omgang=omgang, version=self.versioner[t.organ, omgang], status=status,
            sen=forfallo is not None and inkom > forfallo, inkom=inkom, sha256=fil.sha256, filnamn=fil.namn,
            avsandare=fil.avsandare, skal=skal, problem=[_as_json(p) for p in t.problem], fragor=t.fragor,
            kolumner=t.kolumner, uppgiftslamnare=t.huvud.get("uppgiftslamnare"), beslutad=t.huvud.get("beslutad"),
            diarienummer=t.huvud.get("diarienummer"),
        )  # fmt: skip
        self._senaste[t.organ, omgang] = rad
        return rad

    def _same(self, forra: Inlamning, status: Inlamningsstatus, t: Tolkning) -> bool:
        """Whether a file that came before would be judged the same today.

        What the office has settled stands; what is accepted does not wait, though its omgång has been decided since.
        """
        avgjord = forra.skal is not None and forra.status != Inlamningsstatus.VANTAR
        godkand = forra.status == Inlamningsstatus.GODKAND and not t.problem
        return avgjord or godkand or (forra.status == status and forra.problem == [_as_json(p) for p in t.problem])

    def forfallo(self, t: Tolkning) -> datetime.date | None:
        """When the workbook is due."""
        return due_day(t, self.s, self.anstand)

    def waits_for(self, fil: Mottaget, t: Tolkning) -> str | None:
        """Why a submission waits for the planning office, if it does."""
        if t.organ is None or t.omgang is None:
            return None
        if t.omgang.kod in self.beslutade:
            return f"{t.omgang.bestamd} är redan beslutad"
        if fil.avsandare is not None and not self.adresser.ar_kontakt(t.organ, fil.avsandare):
            return f"avsändaren {fil.avsandare} är inte någon av organets kontakter"
        return None


def _save(
    session: Session,
    filer: Sequence[Mottaget],
    tolkade: Sequence[Tolkning],
    oppet: Oppet,
    s: Sammanhang,
    idag: datetime.date,
) -> list[Mottagning]:
    bok = _Bok(session, oppet, s, idag)
    svar: list[Mottagning] = []
    nya: list[tuple[Inlamning, Tolkning]] = []
    brevet: dict[int, Mottaget] = {}
    for fil, t in zip(filer, tolkade, strict=True):
        rad = bok.judge(fil, t)
        if rad is None:
            svar.append(Mottagning(fil.namn, t.organ, REDAN))
            continue
        nya.append((rad, t))
        brevet[id(rad)] = fil
        svar.append(Mottagning(fil.namn, t.organ, str(rad.status), tuple(t.problem)))
    tell_lost(session, oppet, nya)
    session.add_all([rad for rad, _ in nya])
    session.flush()
    _save_rader(session, nya)
    judge_answers(session, oppet, nya)
    brev = [write_kvittens(rad, t, oppet, s, bok.forfallo(t), brevet[id(rad)].ovriga) for rad, t in nya]
    enqueue(session, oppet.ar, bok.adresser, brev, idag)
    log_all(session, [_mottagen(rad, oppet.ar, idag, bok.adresser) for rad, _ in nya])
    return svar


def _versions(session: Session, ar: int) -> Counter[tuple[str | None, str | None]]:
    """(organ, omgång) → how many have been received."""
    antal = select(col(Inlamning.organ), col(Inlamning.omgang), func.count()).where(Inlamning.ar == ar)
    alla = session.exec(antal.group_by(col(Inlamning.organ), col(Inlamning.omgang)))
    return Counter({(organ, omgang): n for organ, omgang, n in alla})


def _save_rader(session: Session, nya: Sequence[tuple[Inlamning, Tolkning]]) -> None:
    """The rows of what was not refused, one insert for each sheet."""
    godtagna = [(rad, t) for rad, t in nya if rad.status != Inlamningsstatus.AVVISAD and t.omgang]
    for modell in ALLA_BLAD:
        rader = [{"inlamning_id": rad.id, **r} for rad, t in godtagna for r in t.rader.get(modell.BLAD, ())]
        if rader:
            session.exec(insert(modell), params=rader)


def _mottagen(rad: Inlamning, ar: int, idag: datetime.date, bok: Adressbok) -> Handelse:
    """What came in, and what was said of it; the sender by its role, never by its address."""
    om: dict[str, Any] = {f: getattr(rad, f) for f in ("status", "organ", "omgang", "version", "sen", "inkom", "skal")}
    om["avsandare"] = bok.who(rad.organ, rad.avsandare) if rad.avsandare else None
    om["problem"] = [{f: p[f] for f in ("kod", "blad", "cell")} for p in rad.problem]
    om["inlamning"] = [
        {"organ": rad.organ, "omgang": rad.omgang, "version": rad.version, "fore": None,
         "efter": {"status": str(rad.status)}}
    ]  # fmt: skip
    return handelse(Handelseslag.INLAMNING_MOTTAGEN, dag=idag, ar=ar, fil=rad.filnamn, fil_sha256=rad.sha256, **om)


def _as_json(p: Problem) -> dict[str, str | None]:
    om = {"kod": p.kod, "blad": p.blad, "cell": p.cell, "varde": p.varde, "forvantat": p.forvantat, "text": p.text}
    return dict(without_personuppgifter(om))  # it is exported
