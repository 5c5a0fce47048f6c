"""What of the outbox is still true: who gets it, what it says today, and what goes in one mail (kontrakt section 5).

A row keeps its cause and key from when it was queued; what is owed, how many days are left, to whom and with what
text is settled as it leaves.
"""

import datetime
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from notifications.texter import render_brev, render_text
from notifications.utkorg import INGEN, PAMINNER, Adressbok, Brev, adressbok
from schemas.arsmapp import Organ
from schemas.begrepp import Roll, Utskicksslag
from schemas.kedjehuvud import without_huvud
from schemas.tabeller import Utskick
from tasks.beslut.brev import beslutsbrev, forfragan_samlad, forfragningar
from tasks.grund.handelser import chain_head, trail_length
from tasks.laget.beslutat import decision
from tasks.laget.fragat import due
from tasks.laget.inlamnat import submissions
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import letters, replacing
from tasks.utskick.paminnelser import INNE, Skuld, debts, organs, render_skulder

BESVARAD = "det som saknades har kommit in, eller behövs inte längre"
SENARE_STEG = "en senare påminnelse har lagts i utkorgen"
BORTTAGET = "organet finns inte längre i året"
ERSATT = "en senare dag har lagts i utkorgen"
ATERKALLAT = "allt som stod i det är återkallat"
UTAN_KANAL = "kanalen används inte längre"


@dataclass
class Mejl:
    """What leaves together: one row, or the reminders of several organs to the same addresses.

    Attributes:
        forfallo: the due date that it is about, if any, as things stand.
        skulder: what the organs owe, where it reminds of that.
        nya: row → its letter written anew, where something that it says has changed since it was queued.
    """

    rader: list[Utskick]
    kanal: str
    till: tuple[str, ...]
    kopia: tuple[str, ...]
    forfallo: datetime.date | None = None
    skulder: list[Skuld] = field(default_factory=list)
    nya: dict[int, Brev] = field(default_factory=dict)

    @property
    def nyckel(self) -> str:
        """The key of the mail: that of its first row."""
        return self.rader[0].nyckel


@dataclass
class Laget:
    """What of the outbox can leave, as things stand.

    Attributes:
        huvud: how long the trail was: while it is that long, nothing has changed.
        organ: the year's, by code.
        strukna: row → why it no longer holds.
        utan_adress: rows that nobody can receive.
        sist: the number of the last row that was looked at; None where nothing waits.
    """

    huvud: int
    organ: dict[str, Organ] = field(default_factory=dict)
    mejl: deque[Mejl] = field(default_factory=deque)
    strukna: list[tuple[Utskick, str]] = field(default_factory=list)
    utan_adress: list[Utskick] = field(default_factory=list)
    sist: int | None = None


def settle(session: Session, oppet: Oppet, idag: datetime.date, rader: Sequence[Utskick]) -> Laget:
    """Which of the waiting rows still hold, to whom they go, and which of them go in one mail."""
    prov = _Provning(session, oppet, idag)
    lage = Laget(trail_length(session), prov.organ)
    grupper: dict[object, Mejl] = {}
    for u in rader:
        if skal := prov.struken(u):
            lage.strukna.append((u, skal))
            continue
        kanal, till, kopia = prov.adress(u)
        if kanal == INGEN:
            lage.utan_adress.append(u)
            continue
        grupp = _grupp(u, prov.forfallo(u), kanal, till, kopia)
        if grupp not in grupper:
            grupper[grupp] = Mejl([], kanal, till, kopia, prov.forfallo(u))
            lage.mejl.append(grupper[grupp])
        grupper[grupp].rader.append(u)
        grupper[grupp].skulder += prov.skulder(u)
        if ny := prov.omskrivet(u):
            grupper[grupp].nya[u.id] = ny
    return lage


def _grupp(
    u: Utskick, forfallo: datetime.date | None, kanal: str, till: tuple[str, ...], kopia: tuple[str, ...]
) -> object:
    """What goes in one mail: the same kind, about the same thing, to the same addresses."""
    if u.slag in PAMINNER:
        return u.slag, u.roll, u.omgang, forfallo, kanal, till, kopia
    if u.slag in (Utskicksslag.FORFRAGAN, Utskicksslag.TACK) or _is_decision(u):
        return u.slag, u.omgang, u.dag, forfallo, kanal, till, kopia
    return u.id


def _is_decision(u: Utskick) -> bool:
    """Whether it is the letter that tells of an omgång's decision."""
    return u.slag == Utskicksslag.UPPMANING and u.nyckel == f"uppmaning/{u.omgang}/{u.organ}"


class _Provning:
    """The year as it stands, for judging rows of the outbox by it."""

    def __init__(self, session: Session, oppet: Oppet, idag: datetime.date) -> None:
        self.session, self.oppet, self.idag = session, oppet, idag
        self.bok: Adressbok = adressbok(session, oppet.ar)
        self.organ: dict[str, Organ] = organs(session, oppet)
        self.skyldiga = {(s.organ, s.forfallo): s for s in debts(session, oppet)}
        alla = replacing(session, oppet.ar)
        self.senaste = {_stege(u): u.id for u in alla}
        #: organ → its newest letter that may change what an earlier one says
        self.brev_till = {str(u.organ): u.id for u in alla if u.slag not in PAMINNER}
        self.beslutsbrev: dict[str, dict[str, Brev]] = {}
        self.forfragningar: dict[str, dict[str, Brev]] = {}
        self.anstand: dict[str, dict[str, datetime.date]] = {}
        self.inne: dict[str, set[str]] = {}

    def struken(self, u: Utskick) -> str | None:
        """Why a row no longer holds, if it does not."""
        if u.organ is not None and u.organ not in self.organ:
            return BORTTAGET
        if u.nyckel.endswith(f"/{u.kanal}") and self.adress(u)[0] != u.kanal:
            return UTAN_KANAL
        if u.slag in PAMINNER:
            if self.senaste.get(_stege(u)) != u.id:
                return SENARE_STEG
            return None if self.skulder(u) else BESVARAD
        if u.slag == Utskicksslag.FORFRAGAN and u.omgang:
            return BESVARAD if u.organ in self._inne(u.omgang) else None
        if self._is_changed_decision(u) and u.nyckel not in self._letters(str(u.omgang)):
            return ATERKALLAT
        return ERSATT if self.senaste.get(_stege(u), u.id) != u.id else None

    def omskrivet(self, u: Utskick) -> Brev | None:
        """The letter as it would be written today, where something that it says may have changed."""
        if u.slag == Utskicksslag.FORFRAGAN:
            return None if self.forfallo(u) == u.forfallo else self._requests(str(u.omgang)).get(str(u.organ))
        return self._letters(str(u.omgang))[u.nyckel] if self._is_changed_decision(u) else None

    def forfallo(self, u: Utskick) -> datetime.date | None:
        """When what a request asks for is due, as things stand; of other messages, as it was when they were queued."""
        if u.slag != Utskicksslag.FORFRAGAN:
            return u.forfallo
        o = self.oppet.omgangar.med_kod(str(u.omgang))
        if o.kod not in self.anstand:
            self.anstand[o.kod] = due(self.session, self.oppet, o)
        return self.anstand[o.kod].get(str(u.organ), o.senast)

    def _requests(self, omgang: str) -> dict[str, Brev]:
        if omgang not in self.forfragningar:
            o = self.oppet.omgangar.med_kod(omgang)
            self.forfragningar[omgang] = forfragningar(self.session, self.oppet, o)
        return self.forfragningar[omgang]

    def _is_changed_decision(self, u: Utskick) -> bool:
        """Whether it is a letter of a decision, and a later one has changed a day of it or taken something back."""
        return _is_decision(u) and self.brev_till.get(str(u.organ), 0) > u.id

    def _letters(self, omgang: str) -> dict[str, Brev]:
        """Key → letter of an omgång's decision, as it would be written today."""
        if omgang not in self.beslutsbrev:
            o = self.oppet.omgangar.med_kod(omgang)
            rad = decision(self.session, self.oppet.ar, o)
            alla = beslutsbrev(self.session, self.oppet, o, rad) if rad else []
            self.beslutsbrev[omgang] = {b.nyckel: b for b in alla}
        return self.beslutsbrev[omgang]

    def skulder(self, u: Utskick) -> list[Skuld]:
        """What a reminder reminds of, today."""
        if u.slag not in PAMINNER or u.forfallo is None:
            return []
        if u.organ is not None:
            egen = self.skyldiga.get((u.organ, u.forfallo))
            return [egen] if egen else []
        return [s for s in self.skyldiga.values() if s.forfallo == u.forfallo and s.tillfragad <= u.dag]

    def adress(self, u: Utskick) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """The channel, to whom, and who has a copy: of the row's own channel, else of the first."""
        alla = self.bok.hitta(u.organ, Roll(u.roll)).sandningar()
        return next((s for s in alla if s[0] == u.kanal), alla[0])

    def _inne(self, omgang: str) -> set[str]:
        """The organs that have handed in an omgång, or cannot any longer."""
        if omgang not in self.inne:
            o = self.oppet.omgangar.med_kod(omgang)
            klar = decision(self.session, self.oppet.ar, o) is not None
            lamnade = {str(i.organ) for i in submissions(self.session, self.oppet.ar, o, *INNE)}
            self.inne[omgang] = set(self.organ) if klar else lamnade
        return self.inne[omgang]


def _stege(u: Utskick) -> tuple[object, ...]:
    """What a later row takes the place of an earlier one in: a ladder, or the last day of one thing."""
    if u.slag in PAMINNER:
        return u.organ, u.roll, u.forfallo, u.kanal
    vad, _, resten = u.nyckel.partition("/anstand/")
    return ("anstand", vad, u.kanal) if resten else (u.nyckel,)


def written_today(
    session: Session, oppet: Oppet, idag: datetime.date, mejl: Mejl, organ: dict[str, Organ]
) -> tuple[str, str, tuple[str, ...]]:
    """The subject, the text and the attachments of a mail as they are true today; last the head of the trail."""
    amne, text, bilagor = _written(session, oppet, idag, mejl, organ)
    return amne, chain_head(session).under(text), bilagor


def _written(
    session: Session, oppet: Oppet, idag: datetime.date, mejl: Mejl, organ: dict[str, Organ]
) -> tuple[str, str, tuple[str, ...]]:
    bilagor = tuple(dict.fromkeys(b for u in mejl.rader for b in u.bilagor))
    forsta = mejl.rader[0]
    if mejl.skulder:
        return *render_skulder(oppet, mejl.skulder, forsta.roll, organ, idag), bilagor
    if len(mejl.rader) > 1 and forsta.slag == Utskicksslag.FORFRAGAN and mejl.forfallo:
        o = oppet.omgangar.med_kod(str(forsta.omgang))
        return *forfragan_samlad(oppet, o, mejl.forfallo, [organ[str(u.organ)].namn for u in mejl.rader]), bilagor
    skrivna = letters(session, [u.id for u in mejl.rader if u.id not in mejl.nya])
    texter = [(ny.amne, ny.text) if (ny := mejl.nya.get(u.id)) else skrivna[u.id] for u in mejl.rader]
    if len(texter) == 1:
        return *texter[0], bilagor
    return *_together(oppet, mejl, [text for _, text in texter], organ), bilagor


def _together(oppet: Oppet, mejl: Mejl, texter: Sequence[str], organ: dict[str, Organ]) -> tuple[str, str]:
    """Several letters of one kind as one: a list of whom it is about, then each of them without its signature."""
    fot = render_text(oppet.o, "_fot", **oppet.stad)
    delar = [without_huvud(text).strip().removesuffix(fot.strip()).strip() for text in texter]
    return render_brev(
        oppet.o, "samlat", slag=mejl.rader[0].slag, omgang=oppet.omgangar.med_kod(str(mejl.rader[0].omgang)),
        organen=[organ[str(u.organ)].namn for u in mejl.rader], delar=delar, **oppet.stad,
    )  # fmt: skip
