"""Taking in workbooks: find, store under their hash, read, save with a kvittens (kontrakt section 4)."""

import datetime
import email
import email.message
import email.policy
import hashlib
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from notifications.utkorg import Adressbok, adressbok, enqueue
from schemas.arbetsbocker import BLAD_I
from schemas.arsmapp import Indikator, Mal, ObligatoriskProcess, Organ, Tilldelning
from schemas.begrepp import NAMNDSLAG, Fas, Grund, Inlamningsstatus, is_procent
from schemas.inlamning import Fraga, Indikatoruppgift, Sammanhang, Tolkning
from schemas.problem import Problem
from schemas.tabeller import Handelse, Inlamning
from tasks.bocker.lasning import mark_in_child, pack, read_in_child
from tasks.bocker.mallar import fragor
from tasks.bocker.rattning import write_rattad
from tasks.grund.databas import write
from tasks.grund.filer import avtryck, copy_whole, write_whole
from tasks.grund.handelser import handelse, log_all
from tasks.grund.uppgift import uppgift
from tasks.intag.kontroll import check_all
from tasks.intag.kvittens import forfallodag, rattad_namn, write_kvittens
from tasks.laget.oppet import Oppet, beslutad, rows

#: how many workbooks are read before they are saved
BATCH = 64
#: what a mail may hold besides workbooks
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".bmp"}
MOST_MAIL_BYTES = 60_000_000
#: how the sender of a mail is told of whose address cannot be read
INGEN_AVSANDARE = "(utan läsbar adress)"
#: what a file is called that has come before, to the byte
REDAN = "redan mottagen"


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


def receive(inkorg: Path, arkiv: Path) -> list[Mottaget]:
    """Store everything in the in-folder under its hash; nothing is lost and nothing keeps its name as a path.

    Links and Excel's lock files (`~$…`) are left alone.
    """
    svar: list[Mottaget] = []
    for fil in sorted(inkorg.glob("*")):
        if fil.is_symlink() or not fil.is_file() or fil.name.startswith((".", "~$")):
            continue
        lagrad = _store(fil, fil.name, arkiv, fil)
        svar += _bilagor(lagrad, arkiv) if fil.suffix.lower() == ".eml" else [lagrad]
    return svar


def _store(fil: Path, namn: str, arkiv: Path, kalla: Path, avsandare: str | None = None) -> Mottaget:
    sha = avtryck(fil)
    lagrad = arkiv / f"{sha}.bin"
    if not lagrad.exists():
        copy_whole(fil, lagrad)
    return Mottaget(clean_name(namn), sha, lagrad, kalla, avsandare)


def clean_name(namn: str) -> str:
    """A file name for people to read: no folders, no control characters, of sane length."""
    sist = re.split(r"[\\/]", namn)[-1]
    return "".join(t for t in sist if t.isprintable()).strip()[:150] or "bilaga"


def _bilagor(lagrat: Mottaget, arkiv: Path) -> list[Mottaget]:
    """The attachments of a mail; the mail itself where it has none, so that it gets its verdict too."""
    if lagrat.lagrad.stat().st_size > MOST_MAIL_BYTES:
        return [lagrat]
    avsandare, delar = _read_brev(lagrat.lagrad.read_bytes())
    svar = []
    for namn, innehall in delar:
        med_hash = write_whole(arkiv / f"{hashlib.sha256(innehall).hexdigest()}.bin", innehall)
        svar.append(_store(med_hash, namn, arkiv, lagrat.kalla, avsandare))
    return svar or [replace(lagrat, avsandare=avsandare)]


def _read_brev(innehall: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The sender's address and the attachments, by name; the library stumbles on some headers that are malformed."""
    brev = email.message_from_bytes(innehall, policy=email.policy.default)
    try:
        avsandare = parseaddr(str(brev.get("From", "")))[1] or INGEN_AVSANDARE
    except Exception:
        logging.getLogger(__name__).exception("Avsändaren av ett mejl gick inte att läsa; det räknas som okänt")
        avsandare = INGEN_AVSANDARE
    try:
        return avsandare, list(_delar(brev))
    except Exception:
        logging.getLogger(__name__).exception("Bilagorna i ett mejl gick inte att läsa; mejlet får sitt eget besked")
        return avsandare, []


def _delar(brev: email.message.Message) -> list[tuple[str, bytes]]:
    """What is attached to a mail; a picture (the logo of a signature) only where nothing else is."""
    alla: list[tuple[str, bytes]] = []
    bilder: list[tuple[str, bytes]] = []
    for del_ in brev.walk():
        namn = del_.get_filename()
        innehall = None if del_.is_multipart() else del_.get_payload(decode=True)
        if isinstance(innehall, bytes) and (namn or del_.get_content_maintype() == "application"):
            ar_bild = del_.get_content_maintype() == "image" and Path(namn or "").suffix.lower() in PICTURES
            (bilder if ar_bild else alla).append((namn or "bilaga", innehall))
    return alla or bilder


def sammanhang(session: Session, oppet: Oppet) -> Sammanhang:
    """What the reading needs to know of the year."""
    indikatorer = {
        i.kod: Indikatoruppgift(
            i.kod,
            i.namn,
            is_procent(i.enhet),
            i.kf_arsmal,
            None,
            not i.faststalls_senare,
            Grund.SAKNAD_BESKRIVNING in (i.provas or "").split("+"),
        )
        for i in rows(session, Indikator, oppet.ar)
    }
    tilldelade: dict[str, dict[str, Indikatoruppgift]] = {}
    for t in rows(session, Tilldelning, oppet.ar):
        i = indikatorer[t.indikator]
        egen = replace(
            i, utfall=t.utfall_foregaende, vantas=i.vantas and not t.utgar, beskrivs=i.beskrivs and not t.utgar
        )
        tilldelade.setdefault(t.organ, {})[t.indikator] = egen
    fragade: dict[str, dict[str, Fraga]] = {}
    for u, m in fragor(session, oppet.ar):
        fraga = Fraga(u.nummer, u.text, u.begar, u.indikator, m.senast, u.aterkallad or m.aterkallad)
        fragade.setdefault(m.organ, {})[u.nummer] = fraga
    organ, mal = rows(session, Organ, oppet.ar), rows(session, Mal, oppet.ar)
    processer: dict[str, list[tuple[str, str]]] = {}
    for p in rows(session, ObligatoriskProcess, oppet.ar):
        processer.setdefault(p.organ, []).append((p.mal, p.process))
    return Sammanhang(
        ar=oppet.ar,
        organ={o.kod: o.namn for o in organ},
        namnder=frozenset(o.kod for o in organ if o.slag in NAMNDSLAG),
        mal={m.kod: m.namn for m in mal if m.overordnat},
        inriktningsmal=frozenset(m.kod for m in mal if not m.overordnat),
        processer=processer,
        indikatorer=indikatorer,
        tilldelade=tilldelade,
        fragor=fragade,
    )


@uppgift("Läs arbetsböcker", korning="Läs arbetsböcker")
def read_in(filer: Sequence[Mottaget], paket: bytes) -> list[Tolkning]:
    """Read received workbooks in child processes, on every core.

    Args:
        paket: the context, packed by `lasning.packa`.
    """
    with ThreadPoolExecutor(os.cpu_count()) as tradar:
        return list(tradar.map(lambda fil: read_in_child(fil.lagrad, fil.namn, paket), filer))


@uppgift("Granska inlämningar", korning="Granska inlämningar")
def check_in(filer: Sequence[Mottaget], tolkade: Sequence[Tolkning], s: Sammanhang, rattningar: Path) -> None:
    """Validate what was read; where cells are bad, write a copy that shows them.

    Args:
        rattningar: the folder for such copies.
    """
    check_all([(f.namn, t) for f, t in zip(filer, tolkade, strict=True)], s)

    def ratta(fil: Mottaget, t: Tolkning) -> bool:
        till = rattningar / rattad_namn(fil.sha256, fil.namn)
        return till.exists() or mark_in_child(write_rattad, fil.lagrad, till, t.problem)

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


def take_in(filer: Sequence[Mottaget], oppet: Oppet, s: Sammanhang, idag: datetime.date) -> Iterator[Mottagning]:
    """Read and save in batches, so that memory does not grow with their number; remove what is saved.

    While one batch is saved, the next is read.
    """
    paket = pack(s)
    kvar = Counter(f.kalla for f in filer)
    omgangar = [filer[n : n + BATCH] for n in range(0, len(filer), BATCH)]
    lases = [read_in.starta(omgang, paket) for omgang in omgangar[:1]]
    for n, omgang in enumerate(omgangar):
        tolkade = lases.pop()()
        if n + 1 < len(omgangar):
            lases.append(read_in.starta(omgangar[n + 1], paket))
        check_in(omgang, tolkade, s, oppet.mapp / "rattning")
        yield from save_all(omgang, tolkade, oppet, s, idag)
        kvar.subtract(f.kalla for f in omgang)
        for kalla in [k for k, antal in kvar.items() if antal == 0]:
            kalla.unlink(missing_ok=True)
            del kvar[kalla]


def _save(
    session: Session,
    filer: Sequence[Mottaget],
    tolkade: Sequence[Tolkning],
    oppet: Oppet,
    s: Sammanhang,
    idag: datetime.date,
) -> list[Mottagning]:
    bok = adressbok(session, oppet.ar)
    beslutade = {fas for fas in Fas if beslutad(session, oppet.ar, fas)}
    kanda = _kanda(session, oppet.ar, [f.sha256 for f in filer])
    versioner = _versioner(session, oppet.ar)
    svar: list[Mottagning] = []
    nya: list[tuple[Inlamning, Tolkning]] = []
    for fil, t in zip(filer, tolkade, strict=True):
        if fil.sha256 in kanda:
            svar.append(Mottagning(fil.namn, t.organ, REDAN))
            continue
        kanda.add(fil.sha256)
        versioner[t.organ, t.slag] += 1
        rad = _inlamning(fil, t, oppet, s, _waits_for(beslutade, fil, t, bok), versioner[t.organ, t.slag], idag)
        nya.append((rad, t))
        svar.append(Mottagning(fil.namn, t.organ, str(rad.status), len(t.problem)))
    session.add_all([rad for rad, _ in nya])
    session.flush()
    _save_rader(session, nya)
    enqueue(
        session, oppet.ar, bok, [write_kvittens(rad, t, oppet, s, forfallodag(t, s, oppet)) for rad, t in nya], idag
    )
    log_all(session, [_mottagen(rad, oppet.ar, idag) for rad, _ in nya])
    return svar


def _kanda(session: Session, ar: int, stampel: Sequence[str]) -> set[str]:
    fraga = select(Inlamning.sha256).where(Inlamning.ar == ar, col(Inlamning.sha256).in_(stampel))
    return set(session.exec(fraga))


def _versioner(session: Session, ar: int) -> Counter[tuple[str | None, str | None]]:
    """(organ, slag) → how many have been received."""
    antal = select(col(Inlamning.organ), col(Inlamning.slag), func.count()).where(Inlamning.ar == ar)
    alla = session.exec(antal.group_by(col(Inlamning.organ), col(Inlamning.slag)))
    return Counter({(organ, slag): n for organ, slag, n in alla})


def _inlamning(
    fil: Mottaget, t: Tolkning, oppet: Oppet, s: Sammanhang, skal: str | None, version: int, idag: datetime.date
) -> Inlamning:
    forfallo = forfallodag(t, s, oppet)
    status = Inlamningsstatus.AVVISAD if t.problem else Inlamningsstatus.VANTAR if skal else Inlamningsstatus.GODKAND
    return Inlamning(
        ar=oppet.ar,
        organ=t.organ,
        slag=t.slag,
        version=version,
        status=status,
        sen=forfallo is not None and idag > forfallo,
        inkom=idag,
        sha256=fil.sha256,
        filnamn=fil.namn,
        avsandare=fil.avsandare,
        skal=skal,
        problem=[_as_json(p) for p in t.problem],
        fragor=t.fragor,
        kolumner=t.kolumner,
        uppgiftslamnare=t.huvud.get("uppgiftslamnare"),
        beslutad=t.huvud.get("beslutad"),
        diarienummer=t.huvud.get("diarienummer"),
    )


def _save_rader(session: Session, nya: Sequence[tuple[Inlamning, Tolkning]]) -> None:
    """The rows of what was not refused, one insert for each sheet."""
    godtagna = [(rad, t) for rad, t in nya if rad.status != Inlamningsstatus.AVVISAD and t.slag]
    for modell in dict.fromkeys(m for _, t in godtagna for m in BLAD_I[Fas(str(t.slag))]):
        rader_ = [{"inlamning_id": rad.id, **r} for rad, t in godtagna for r in t.rader.get(modell.BLAD, ())]
        if rader_:
            session.exec(insert(modell), params=rader_)


def _mottagen(rad: Inlamning, ar: int, idag: datetime.date) -> Handelse:
    om: dict[str, Any] = {"status": str(rad.status), "organ": rad.organ, "slag": rad.slag, "version": rad.version}
    return handelse("Inlämning mottagen", dag=idag, ar=ar, fil=rad.filnamn, fil_sha256=rad.sha256, **om)


def _waits_for(beslutade: set[Fas], fil: Mottaget, t: Tolkning, bok: Adressbok) -> str | None:
    """Why a submission waits for the planning office, if it does."""
    if t.organ is None or t.slag is None:
        return None
    if Fas(t.slag) in beslutade:
        vad = "avstämningen" if t.slag == Fas.VP else "uppföljningen"
        return f"{vad} är redan beslutad"
    if fil.avsandare is not None and not bok.ar_kontakt(t.organ, fil.avsandare):
        return f"avsändaren {fil.avsandare} är inte någon av organets kontakter"
    return None


def _as_json(p: Problem) -> dict[str, str | None]:
    return {"kod": p.kod, "blad": p.blad, "cell": p.cell, "varde": p.varde, "forvantat": p.forvantat, "text": p.text}
