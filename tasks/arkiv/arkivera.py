"""Packing a closed year for the archive: everything of it, and what is needed to check it without the program."""

import datetime
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template

from sqlmodel import Session

from schemas.export import schema_for_allt
from schemas.handelseslag import Handelseslag
from schemas.problem import ArshjulFel
from tasks.arkiv.besluten import add_beslut
from tasks.arkiv.fgs import Paketuppgifter, dublin_core, mets, premis
from tasks.arkiv.handlingar import add_aret, add_dokument, add_mottaget
from tasks.arkiv.kedjan import add_handelser
from tasks.arkiv.meddelanden import add_meddelanden
from tasks.arkiv.paket import Arspaket, half_written, new_paket, same_file, slug
from tasks.arkiv.platser import DATA, DUBLINCORE, KONTROLLERA, LASMIG, MANIFEST, MEDFOLJER, METS, PREMIS, SCHEMAN
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import look
from tasks.grund.databas import snapshot, write
from tasks.grund.filer import avtryck
from tasks.grund.handelser import log
from tasks.insyn.export import as_text, export
from tasks.kopia.arkiv import Framsteg
from tasks.kopia.kopiera import program_version
from tasks.laget.gallrat import is_gallrat
from tasks.laget.oppet import Oppet, decided, the_year

MED_PERSONUPPGIFTER = """\
Paketet innehåller personuppgifter, så som handlingarna hade dem: namn och adresser i breven, och det som
organen har skrivit i sina arbetsböcker. Årets kontakter är inte med, utom i en årsarbetsbok som året öppnades
ur. Ska paketet vara utan, gallra året först (arshjul gallra) och arkivera det sedan på nytt.
"""
UTAN_PERSONUPPGIFTER = """\
Personuppgifterna är gallrade: händelsen ”Personuppgifter gallrade” säger när, av vem och hur mycket. En
mottagen fil som de togs ur har fått en ny kontrollsumma, och samma händelse säger vilken.
"""


@dataclass(frozen=True)
class Arkiverat:
    """What was packed."""

    fil: Path
    sha256: str
    filer: int
    byte: int
    slut: tuple[int, str]


def faults(session: Session, oppet: Oppet, framsteg: Framsteg) -> list[str]:
    """What does not hold of a year, in sentences; with any of it the year is not archived.

    Args:
        session: of a snapshot.
    """
    svar = look(session, oppet.ar, steg=lambda vad: framsteg(f"Granskar: {vad}", 0, 0))
    return [str(f) for f in svar.fynd if f.slag == Fyndslag.FEL]


def archive(ar: int, till: Path, handlaggare: str, idag: datetime.date, framsteg: Framsteg) -> Arkiverat:
    """Pack a closed year to a file that is there whole or not at all, and note it in the trail.

    The same state and day give the same bytes. Killed at any line it can be run again.

    Args:
        till: the zip file; what lies there already may only be the same package.

    Raises:
        ArshjulFel: the year is not closed, has faults, or the file cannot be written.
    """
    try:
        with half_written(till) as halv:
            with snapshot() as session:
                oppet = the_year(session, ar)
                require_closed(session, oppet)
                if fel := faults(session, oppet, framsteg):
                    raise ArshjulFel(
                        f"Året {ar} är inte arkiverat: det stämmer inte, och ska rättas eller förklaras först.\n"
                        + "\n".join(fel)
                    )
                svar = _pack(session, oppet, halv, till, handlaggare, idag, framsteg)
            if till.exists() and not same_file(till, svar.sha256):
                raise ArshjulFel(f"{till} finns redan. Välj ett annat namn.")
            with write() as session:
                om = {"namn": till.name, "sha256": svar.sha256, "filer": svar.filer, "huvud": list(svar.slut)}
                log(session, Handelseslag.ARKIVERAT, dag=idag, ar=ar, vem=handlaggare, **om)
                os.replace(halv, till)
    except OSError as fel_:
        raise ArshjulFel(f"Året är inte arkiverat: {till} går inte att skriva ({fel_.strerror}).") from fel_
    return svar


def require_closed(session: Session, oppet: Oppet) -> None:
    """See that every omgång of a year is decided.

    Raises:
        ArshjulFel: one is not.
    """
    klara = decided(session, oppet.ar)
    kvar = [o.bestamd for o in oppet.omgangar if o.kod not in klara]
    if kvar:
        raise ArshjulFel(f"Året {oppet.ar} är inte avslutat: {', '.join(kvar)} är inte beslutad ännu.")


def _pack(
    session: Session, oppet: Oppet, halv: Path, till: Path, handlaggare: str, idag: datetime.date, framsteg: Framsteg
) -> Arkiverat:
    rot = f"arshjulet-{oppet.ar}-{slug(oppet.kommun)}"
    with new_paket(halv, rot) as paket:
        steg: list[tuple[str, Callable[[], object]]] = [
            ("Packar dokumenten", lambda: add_dokument(paket, oppet)),
            ("Packar det mottagna", lambda: add_mottaget(session, paket, oppet)),
            ("Packar året", lambda: add_aret(session, paket, oppet)),
            ("Packar meddelandena", lambda: add_meddelanden(session, paket, oppet)),
            ("Packar besluten", lambda: add_beslut(session, paket, oppet)),
            ("Packar exporten", lambda: paket.add_text(f"{DATA}/export.json", [as_text(export(session, oppet, idag))])),
        ]
        for n, (vad, gor) in enumerate(steg):
            framsteg(vad, n, len(steg) + 1)
            gor()
        framsteg("Packar händelserna", len(steg), len(steg) + 1)
        slut = add_handelser(session, paket)
        om = _uppgifter(oppet, rot, handlaggare, idag, slut)
        _add_metadata(paket, om, gallrat=is_gallrat(session, oppet.ar))
        antal = len(paket.filer)
    return Arkiverat(till, avtryck(halv), antal, halv.stat().st_size, slut)


def _uppgifter(
    oppet: Oppet, rot: str, handlaggare: str, idag: datetime.date, slut: tuple[int, str]
) -> Paketuppgifter:  # fmt: skip
    titel, program = f"Årshjulet {oppet.ar}, {oppet.kommun}", f"Årshjulet {program_version()}"
    return Paketuppgifter(rot, titel, oppet.kommun, oppet.yaml.diarienummer, oppet.ar, idag, handlaggare, program, slut)


def _add_metadata(paket: Arspaket, om: Paketuppgifter, *, gallrat: bool) -> None:
    """What tells of the package, last the table of contents and the manifest."""
    paket.add_text(LASMIG, [_lasmig(om, gallrat=gallrat)])
    paket.add(KONTROLLERA.name, KONTROLLERA)
    schema = json.dumps(schema_for_allt(), ensure_ascii=False, indent=1, sort_keys=True)
    paket.add_text("documentation/exportens-schema.json", [schema, "\n"])
    for fil in sorted(SCHEMAN.glob("*.xsd")):
        paket.add(f"schemas/{fil.name}", fil)
    paket.add_text(PREMIS, [premis(om, paket.under(DATA))])
    paket.add_text(DUBLINCORE, [dublin_core(om)])
    paket.add_text(METS, [mets(om, paket.filer)])
    paket.add_text(MANIFEST, (f"{p.sha256}  {namn}\n" for namn, p in sorted(paket.filer.items())))


def _lasmig(om: Paketuppgifter, *, gallrat: bool) -> str:
    mall = Template((MEDFOLJER / LASMIG).read_text("utf-8"))
    return mall.substitute(
        vars(om), strecket="=" * len(om.titel), nr=om.slut[0], hash=om.slut[1], manifest=MANIFEST, data=DATA,
        personuppgifter=UTAN_PERSONUPPGIFTER if gallrat else MED_PERSONUPPGIFTER,
    )  # fmt: skip
