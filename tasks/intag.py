"""Taking in workbooks: find, store under their hash, read, save with a kvittens (kontrakt section 4)."""

import datetime
import email
import email.policy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from notifications.utkorg import Adressbok, adressbok, lagg
from schemas.arbetsbocker import BLAD_I
from schemas.arsmapp import Indikator, Mal, Organ, Tilldelning
from schemas.begrepp import Fas, Inlamningsstatus, ar_procent
from schemas.inlamning import Fraga, Indikatoruppgift, Sammanhang, Tolkning
from schemas.problem import Problem
from schemas.tabeller import Inlamning
from tasks.ar import Oppet, beslutad, rader
from tasks.databas import skriv
from tasks.handelser import logga
from tasks.kvittens import forfallodag, skriv_kvittens
from tasks.mallar import fragor
from tasks.tolkning import tolka_fil
from tasks.uppgift import uppgift


@dataclass(frozen=True)
class Mottaget:
    """A received file, stored under its hash.

    Attributes:
        kalla: the file of the in-folder that it came from (a mail may bring several).
        avsandare: the sender's address where it came by mail.
    """

    namn: str
    sha256: str
    lagrad: Path
    kalla: Path
    avsandare: str | None = None


@dataclass(frozen=True)
class Mottagning:
    """What became of one received file."""

    namn: str
    organ: str | None
    status: str
    antal_problem: int = 0


def ta_emot(inkorg: Path, arkiv: Path) -> list[Mottaget]:
    """Store everything in the in-folder under its hash; nothing is lost and nothing keeps its name as a path."""
    svar = []
    for fil in sorted(p for p in inkorg.glob("*") if p.is_file() and not p.name.startswith(".")):
        if fil.suffix.lower() == ".eml":
            svar += _bilagor(fil, arkiv)
        else:
            svar.append(_lagra(fil.read_bytes(), fil.name, arkiv, fil))
    return svar


def _lagra(innehall: bytes, namn: str, arkiv: Path, kalla: Path, avsandare: str | None = None) -> Mottaget:
    sha = hashlib.sha256(innehall).hexdigest()
    arkiv.mkdir(parents=True, exist_ok=True)
    lagrad = arkiv / f"{sha}.bin"
    if not lagrad.exists():
        halv = arkiv / f".{sha}.del"
        halv.write_bytes(innehall)
        halv.replace(lagrad)
    return Mottaget(namn, sha, lagrad, kalla, avsandare)


def _bilagor(fil: Path, arkiv: Path) -> list[Mottaget]:
    ratt = fil.read_bytes()
    _lagra(ratt, fil.name, arkiv, fil)
    brev = email.message_from_bytes(ratt, policy=email.policy.default)
    avsandare = parseaddr(str(brev.get("From", "")))[1]
    svar = []
    for bilaga in brev.iter_attachments():
        innehall = bilaga.get_payload(decode=True)
        if isinstance(innehall, bytes):
            svar.append(_lagra(innehall, Path(bilaga.get_filename() or "bilaga").name, arkiv, fil, avsandare))
    return svar or [_lagra(ratt, fil.name, arkiv, fil, avsandare)]


def sammanhang(session: Session, oppet: Oppet) -> Sammanhang:
    """What the reading needs to know of the year."""
    indikatorer = {
        i.kod: Indikatoruppgift(i.kod, i.namn, ar_procent(i.enhet), i.kf_arsmal, None, not i.faststalls_senare)
        for i in rader(session, Indikator, oppet.ar)
    }
    tilldelade: dict[str, dict[str, Indikatoruppgift]] = {}
    for t in rader(session, Tilldelning, oppet.ar):
        i = indikatorer[t.indikator]
        egen = replace(i, utfall=t.utfall_foregaende, vantas=i.vantas and not t.utgar)
        tilldelade.setdefault(t.organ, {})[t.indikator] = egen
    fragade: dict[str, dict[str, Fraga]] = {}
    for u, m in fragor(session, oppet.ar):
        fraga = Fraga(u.nummer, u.text, u.begar, u.indikator, m.senast, u.aterkallad or m.aterkallad)
        fragade.setdefault(m.organ, {})[u.nummer] = fraga
    return Sammanhang(
        ar=oppet.ar,
        organ={o.kod: o.namn for o in rader(session, Organ, oppet.ar)},
        mal=frozenset(m.kod for m in rader(session, Mal, oppet.ar) if m.overordnat),
        indikatorer=indikatorer,
        tilldelade=tilldelade,
        fragor=fragade,
    )


@uppgift("Läs arbetsbok", korning="Läs {fil.namn}")
def las_in(fil: Mottaget, s: Sammanhang) -> Tolkning:
    """Read one received workbook; what is wrong with it stands in the answer."""
    return tolka_fil(fil.lagrad, fil.namn, s)


@uppgift("Spara inlämningar", korning="Spara {filer.__len__} inlämningar")
def spara_alla(
    filer: Sequence[Mottaget], tolkade: Sequence[Tolkning], oppet: Oppet, s: Sammanhang, idag: datetime.date
) -> list[Mottagning]:
    """Save every submission with its kvittens, one commit each, and clear the in-folder of what is saved."""
    svar = []
    for fil, tolkning in zip(filer, tolkade, strict=True):
        with skriv() as session:
            svar.append(_spara(session, fil, tolkning, oppet, s, idag))
    for kalla in {f.kalla for f in filer}:
        kalla.unlink(missing_ok=True)
    return svar


def _spara(
    session: Session, fil: Mottaget, t: Tolkning, oppet: Oppet, s: Sammanhang, idag: datetime.date
) -> Mottagning:
    if session.exec(select(Inlamning.id).where(Inlamning.ar == oppet.ar, Inlamning.sha256 == fil.sha256)).first():
        return Mottagning(fil.namn, t.organ, "redan mottagen")
    bok = adressbok(session, oppet.ar)
    forfallo = forfallodag(t, s, oppet)
    skal = _vantar_for(session, oppet, fil, t, bok)
    status = Inlamningsstatus.AVVISAD if t.problem else Inlamningsstatus.VANTAR if skal else Inlamningsstatus.GODKAND
    rad = Inlamning(
        ar=oppet.ar,
        organ=t.organ,
        slag=t.slag,
        version=_nasta_version(session, oppet.ar, t),
        status=status,
        sen=forfallo is not None and idag > forfallo,
        inkom=idag,
        sha256=fil.sha256,
        filnamn=fil.namn,
        avsandare=fil.avsandare,
        skal=skal,
        problem=[_som_json(p) for p in t.problem],
        fragor=t.fragor,
        kolumner=t.kolumner,
        uppgiftslamnare=t.huvud.get("uppgiftslamnare"),
        beslutad=t.huvud.get("beslutad"),
        diarienummer=t.huvud.get("diarienummer"),
    )
    session.add(rad)
    session.flush()
    if status != Inlamningsstatus.AVVISAD and t.slag:
        for modell in BLAD_I[Fas(t.slag)]:
            if egna := [{"inlamning_id": rad.id, **r} for r in t.rader.get(modell.BLAD, ())]:
                session.exec(insert(modell), params=egna)
    lagg(session, oppet.ar, bok, [skriv_kvittens(rad, t, oppet, s, forfallo)], idag)
    om: dict[str, Any] = {"status": str(status), "organ": t.organ, "slag": t.slag, "version": rad.version}
    logga(session, "Inlämning mottagen", dag=idag, ar=oppet.ar, fil=fil.namn, fil_sha256=fil.sha256, **om)
    return Mottagning(fil.namn, t.organ, str(status), len(t.problem))


def _nasta_version(session: Session, ar: int, t: Tolkning) -> int:
    fraga = select(Inlamning.id).where(Inlamning.ar == ar, Inlamning.organ == t.organ, Inlamning.slag == t.slag)
    return len(session.exec(fraga).all()) + 1


def _vantar_for(session: Session, oppet: Oppet, fil: Mottaget, t: Tolkning, bok: Adressbok) -> str | None:
    """Why a submission waits for the planning office, if it does."""
    if t.organ is None or t.slag is None:
        return None
    if beslutad(session, oppet.ar, Fas(t.slag)):
        vad = "avstämningen" if t.slag == Fas.VP else "uppföljningen"
        return f"{vad} är redan beslutad"
    if fil.avsandare is not None and not bok.ar_kontakt(t.organ, fil.avsandare):
        return f"avsändaren {fil.avsandare} är inte någon av organets kontakter"
    return None


def _som_json(p: Problem) -> dict[str, str | None]:
    return {"kod": p.kod, "blad": p.blad, "cell": p.cell, "varde": p.varde, "forvantat": p.forvantat, "text": p.text}
