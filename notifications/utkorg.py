"""The outbox: a message is a row in the same commit as its cause, addressed and written when it is made."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from schemas.arsmapp import Kontakt, Organ
from schemas.begrepp import Roll, Utskicksslag, Utskicksstatus
from schemas.tabeller import Utskick

EPOST = "epost"
#: what reminds of a debt
PAMINNER = (str(Utskicksslag.PAMINNELSE), str(Utskicksslag.ESKALERING))
#: no database takes any number of values in one question
KEYS_PER_QUERY = 500
#: the channel of a message that nobody can receive yet; `arshjul status` tells of it
INGEN = "saknas"


@dataclass(frozen=True)
class Adress:
    """Whom a message goes to, and who has a copy: e-mail addresses and names of secret channels."""

    till: tuple[str, ...]
    kopia: tuple[str, ...]
    fallit: bool = False

    def sandningar(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """(channel, to, copies): one mail to all addresses, and one delivery to each secret channel."""
        alla = dict.fromkeys((*self.till, *self.kopia))
        till = tuple(a for a in self.till if "@" in a)
        kopia = tuple(a for a in self.kopia if "@" in a)
        brev = [(EPOST, till or kopia, kopia if till else ())] if till or kopia else []
        kanaler = [(namn, (namn,), ()) for namn in alla if "@" not in namn]
        return [*brev, *kanaler] or [(INGEN, (), ())]


@dataclass(frozen=True)
class Brev:
    """A message to be put into the outbox.

    Attributes:
        nyckel: stable: the same cause gives the same key, so that nothing is ever sent twice; it carries the omgång.
        omgang: the code of the round that it is about, if any.
        forfallo: the due date that it is about, if any.
        bilagor: paths relative to the year's folder.
    """

    nyckel: str
    organ: str | None
    roll: Roll
    slag: Utskicksslag
    amne: str
    text: str
    omgang: str | None = None
    steg: str | None = None
    forfallo: datetime.date | None = None
    bilagor: Sequence[str] = ()


class Adressbok:
    """Where organs are written to (kontrakt sections 2 and 5): their own contacts, or those of their `genom`."""

    def __init__(self, organ: Iterable[Organ], kontakter: Iterable[Kontakt]) -> None:
        self.genom: Mapping[str, str | None] = {o.kod: o.genom if o.genom != o.kod else None for o in organ}
        self._adresser: dict[tuple[str | None, str], list[str]] = {}
        for k in kontakter:
            roll_organ = None if k.roll == Roll.PLANERINGSKONTORET else k.organ
            self._adresser.setdefault((roll_organ, k.roll), []).append(k.adress)

    def adresser(self, organ: str | None, roll: str) -> list[str]:
        """The addresses of one role of one organ; organ None = the planning office."""
        return self._adresser.get((organ, roll), [])

    def hitta(self, organ: str | None, roll: Roll) -> Adress:
        """Whom to write to. A role without address falls to planeringskontoret."""
        kontoret = self.adresser(None, Roll.PLANERINGSKONTORET)
        if organ is None or roll == Roll.PLANERINGSKONTORET:
            return _adress(kontoret, [])
        ombud = self.genom.get(organ)
        egna = self.adresser(organ, roll)
        till = self.adresser(ombud, roll) if ombud else egna
        kopia = egna if ombud else []
        if roll == Roll.REGISTRATOR:
            kopia = [
                *kopia,
                *(self.adresser(ombud, Roll.CONTROLLER) if ombud else ()),
                *self.adresser(organ, Roll.CONTROLLER),
            ]
        if not till and egna:
            till, kopia = egna, [k for k in kopia if k not in egna]
        if not till:
            return _adress(kontoret, kopia, fallit=True)
        return _adress(till, kopia)

    def ar_kontakt(self, organ: str, adress: str) -> bool:
        """Whether an address is a contact of the organ or of its `genom`."""
        return any(self._roll(o, adress) for o in (organ, self.genom.get(organ)) if o)

    def vems_kontakt(self, adress: str) -> tuple[str, Roll] | None:
        """The organ whose own contact an address is, the first in the order of organ.csv, and in which role."""
        return next(((organ, roll) for organ in self.genom if (roll := self._roll(organ, adress))), None)

    def who(self, organ: str | None, adress: str) -> str:
        """Whose address it is, where only a key may stand: `jarva: registrator`, `planeringskontoret` or `okänd`."""
        if roll := organ and self._roll(organ, adress):
            return f"{organ}: {roll}"
        if annan := self.vems_kontakt(adress):
            return f"{annan[0]}: {annan[1]}"
        kontoret = map(str.lower, self.adresser(None, Roll.PLANERINGSKONTORET))
        return str(Roll.PLANERINGSKONTORET) if adress.lower() in kontoret else "okänd"

    def _roll(self, organ: str, adress: str) -> Roll | None:
        """In which role an address is a contact of an organ."""
        return next((r for r in Roll if adress.lower() in map(str.lower, self.adresser(organ, r))), None)


def _adress(till: Sequence[str], kopia: Sequence[str], *, fallit: bool = False) -> Adress:
    unika = tuple(dict.fromkeys(till))
    return Adress(unika, tuple(k for k in dict.fromkeys(kopia) if k not in unika), fallit)


def adressbok(session: Session, ar: int) -> Adressbok:
    """The address book of a year."""
    organ = session.exec(select(Organ).where(Organ.ar == ar).order_by(col(Organ.rad)))
    return Adressbok(list(organ), list(session.exec(select(Kontakt).where(Kontakt.ar == ar))))


def queued(session: Session, ar: int, nycklar: Collection[str]) -> dict[str, Utskick | None]:
    """Those of the keys that have been put into the outbox this year; with its row, of a reminder that was struck."""
    alla, svar = list(nycklar), dict[str, Utskick | None]()
    for n in range(0, len(alla), KEYS_PER_QUERY):
        har = col(Utskick.nyckel).in_(alla[n : n + KEYS_PER_QUERY])
        svar |= dict.fromkeys(session.exec(select(Utskick.nyckel).where(Utskick.ar == ar, har)))
        struken = (Utskick.status == Utskicksstatus.STRUKEN, col(Utskick.slag).in_(PAMINNER))
        svar |= {u.nyckel: u for u in session.exec(select(Utskick).where(Utskick.ar == ar, har, *struken))}
    return svar


def enqueue(session: Session, ar: int, bok: Adressbok, brev: Iterable[Brev], idag: datetime.date) -> list[Utskick]:
    """Put messages into the outbox, saved with their cause; one whose key is there already is left alone.

    A reminder that was struck out unsent, and is called for again, waits again.
    """
    brev = list(brev)
    redan = queued(session, ar, {b.nyckel for b in brev})
    nya = []
    for b in brev:
        if b.nyckel in redan:
            if struken := redan[b.nyckel]:
                struken.status, struken.dag, struken.fel = Utskicksstatus.VANTAR, idag, None
                nya.append(struken)
            continue
        redan[b.nyckel] = None
        for n, (kanal, till, kopia) in enumerate(bok.hitta(b.organ, b.roll).sandningar()):
            rad = Utskick(
                ar=ar, nyckel=b.nyckel if n == 0 else f"{b.nyckel}/{kanal}", organ=b.organ, roll=b.roll, slag=b.slag,
                omgang=b.omgang, steg=b.steg, forfallo=b.forfallo, dag=idag, kanal=kanal, till=list(till),
                kopia=list(kopia),
                amne=b.amne, text=b.text, bilagor=list(b.bilagor),
            )  # fmt: skip
            session.add(rad)
            nya.append(rad)
    return nya
