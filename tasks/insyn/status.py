"""Where the year stands: who has submitted, what is open, late, waiting or undelivered."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from notifications.utkorg import adressbok
from schemas.arsmapp import Organ
from schemas.begrepp import Inlamningsstatus, Roll, Svarsstatus, Utskicksstatus
from schemas.hur import hur
from schemas.omgangar import Omgang
from schemas.tabeller import Avstamning, Inlamning
from tasks.bocker.mallar import organs_with_bok
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import has_begun, newest
from tasks.laget.fragat import due, parts, standing
from tasks.laget.inlamnat import received
from tasks.laget.oppet import Oppet
from tasks.laget.post import without_bok
from tasks.laget.utkorg import messages

EJ_INLAMNAD = "ej inlämnad"
BESLUTAD = "beslutad"
#: how long a mail without a workbook is told of
POST_VISAS = datetime.timedelta(days=14)


@dataclass(frozen=True)
class Organstatus:
    """One organ and one omgång: `ej inlämnad`, or the status of its newest submission.

    galler is the version that counts, where that is another than the newest.
    """

    organ: str
    namn: str
    omgang: str
    status: str
    version: int | None = None
    inkom: datetime.date | None = None
    sen: bool = False
    galler: int | None = None

    @property
    def saknas(self) -> bool:
        """Whether nothing that counts, or waits, has come."""
        return not self.galler and self.status in (EJ_INLAMNAD, Inlamningsstatus.AVVISAD)


@dataclass
class Arstatus:
    """The state of the year; omgangar = each with where it stands, in words."""

    oppet: Oppet
    omgangar: list[tuple[Omgang, str]] = field(default_factory=list)
    inlamningar: list[Organstatus] = field(default_factory=list)
    svar: Counter[str] = field(default_factory=Counter)
    utskick: Counter[tuple[str, str]] = field(default_factory=Counter)
    anmarkningar: list[str] = field(default_factory=list)


def arets_status(session: Session, oppet: Oppet, idag: datetime.date) -> Arstatus:
    """Gather the state of the year as of a day."""
    s = Arstatus(oppet)
    for o in oppet.omgangar:
        s.omgangar.append((o, _laget(newest(session, oppet.ar, o), o)))
        if has_begun(session, oppet, o):
            s.inlamningar += _inlamningar(session, oppet, o)
    s.svar = Counter(d.status for d in standing(parts(session, oppet)))
    s.utskick = Counter((str(u.slag), str(u.status)) for u in messages(session, oppet.ar))
    s.anmarkningar = [
        *_utan_adress(session, oppet),
        *_olevererat(session, oppet, s),
        *_post(session, oppet, idag),
        *_forsenat(session, s, idag),
    ]
    if oppet.saknade_filer:
        s.anmarkningar.append(f"Årsmappen saknar {', '.join(oppet.saknade_filer)}; det som hör dit är utelämnat.")
    return s


def sentence(s: Arstatus) -> str:
    """Where the year stands, in a sentence: the round that it is in, and how many have not submitted in it."""
    nu = next((par for par in s.omgangar if not par[1].startswith(BESLUTAD)), s.omgangar[-1])
    egna = [i for i in s.inlamningar if i.omgang == nu[0].kod]
    saknas = sum(i.saknas for i in egna)
    inne = f" {len(egna) - saknas} av {len(egna)} har lämnat in." if egna else ""
    att_se = f" {len(s.anmarkningar)} saker att se till." if s.anmarkningar else ""
    return f"{s.oppet.kommun} {s.oppet.ar}: {nu[0].namn}: {nu[1]}.{inne}{att_se}"


def _laget(rad: Avstamning | None, o: Omgang) -> str:
    if rad is None:
        return f"inte sammanställd; in senast {o.senast}, sammanställs {o.sammanstalls}, beslutas {o.beslutas}"
    if rad.beslutad:
        return f"{BESLUTAD} {rad.beslutad} av {rad.handlaggare}"
    return f"föreslagen {rad.skapad}, version {rad.version}, väntar på beslut"


def _inlamningar(session: Session, oppet: Oppet, o: Omgang) -> Iterator[Organstatus]:
    """Every organ that has something to hand in in the omgång, or has done so, in the order of organ.csv."""
    senast: dict[str, Inlamning] = {}
    galler: dict[str, int] = {}
    for i in sorted(received(session, oppet.ar, o), key=lambda i: i.version):
        senast[str(i.organ)] = i
        if i.status == Inlamningsstatus.GODKAND:
            galler[str(i.organ)] = i.version
    ska = organs_with_bok(session, oppet, o)
    for r in rows(session, Organ, oppet.ar):
        namn, inlamnad = r.kortnamn or r.namn, senast.get(r.kod)
        if inlamnad:
            i = inlamnad
            aldre = galler.get(r.kod) if i.status != Inlamningsstatus.GODKAND else None
            yield Organstatus(r.kod, namn, o.kod, i.status, i.version, i.inkom, i.sen, aldre)
        elif r.kod in ska:
            yield Organstatus(r.kod, namn, o.kod, EJ_INLAMNAD)


def _utan_adress(session: Session, oppet: Oppet) -> list[str]:
    bok, o = adressbok(session, oppet.ar), oppet.o
    kontoret = o.kontoret.bestamd
    if not bok.adresser(None, Roll.PLANERINGSKONTORET):
        namn = kontoret[:1].upper() + kontoret[1:]
        return [f"{namn} har ingen adress bland kontakterna; det som faller till det kan inte skickas."]
    roller = [Roll.REGISTRATOR, *dict.fromkeys(oppet.yaml.paminnelser.eskalering.values())]
    svar = []
    for roll in [r for r in roller if r != Roll.PLANERINGSKONTORET]:
        fallna = [r.kortnamn or r.namn for r in rows(session, Organ, oppet.ar) if bok.hitta(r.kod, roll).fallit]
        if fallna:
            vad = f"Saknar {o.kod(roll)}, så meddelanden till den går till {kontoret}"
            svar.append(f"{vad}: {', '.join(fallna)}.")
    return svar


def _olevererat(session: Session, oppet: Oppet, s: Arstatus) -> Iterator[str]:
    for status, vad in (
        (Utskicksstatus.OSAKERT, f"osäkra, {hur('osakra')}"),
        (Utskicksstatus.MISSLYCKAT, f"misslyckade, {hur('forsok_igen')}"),
        (Utskicksstatus.VANTAR, "väntar på att skickas"),
    ):
        antal = sum(n for (_, st), n in s.utskick.items() if st == status)
        if antal:
            yield f"{antal} {'meddelande' if antal == 1 else 'meddelanden'}: {vad}."
    adresser = Counter(", ".join(u.till) for u in messages(session, oppet.ar, Utskicksstatus.MISSLYCKAT))
    if kom_inte_fram := [f"{adress} ({n})" for adress, n in adresser.items() if adress]:
        yield f"Kom inte fram till: {'; '.join(kom_inte_fram)}. Rätta adresserna bland kontakterna och öppna på nytt."


def _post(session: Session, oppet: Oppet, idag: datetime.date) -> Iterator[str]:
    """Mails without a workbook that somebody should look at, of the last days."""
    for p in without_bok(session, oppet.ar, idag - POST_VISAS):
        yield f"Brev utan arbetsbok {p.inkom} från {p.avsandare}: ”{p.amne}”."


def _forsenat(session: Session, s: Arstatus, idag: datetime.date) -> Iterator[str]:
    """Whose workbooks are late, of the plan and of what asks for values; and answers that have not come."""
    for o in s.oppet.omgangar:
        if not (o.ar_plan or o.fragar_varden):
            continue
        anstand = due(session, s.oppet, o)
        saknar = [
            i.namn for i in s.inlamningar if i.omgang == o.kod and i.saknas and idag > anstand.get(i.organ, o.senast)
        ]
        if saknar:
            yield f"{o.namn} saknas från: {', '.join(saknar)}."
    if uteblivna := s.svar[Svarsstatus.UTEBLIVEN]:
        yield f"{uteblivna} svar på {s.oppet.o.uppmaning.flera} har uteblivit."
