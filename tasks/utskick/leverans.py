"""Delivering the outbox: settle, claim, send, record; what is uncertain waits for a person (kontrakt section 6)."""

import contextlib
import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field

import sqlalchemy as sa
from sqlmodel import Session

from notifications.html import to_html
from notifications.kanaler import Forsandelse, Leverans, Posten, Utfall, filnamn, is_repeatable, message_id, posten_i
from notifications.texter import stor_bokstav
from schemas.begrepp import Utskicksstatus
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Utskick
from tasks.grund.databas import read, write
from tasks.grund.handelser import happened_since, log, trail_length
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import how_many, waiting
from tasks.utskick.aktuellt import Laget, Mejl, settle, written_today
from tasks.utskick.fastnat import claim_mark, claimant, release_stuck, requeue

#: how many mails are claimed in one commit where sending twice does no harm
BATCH = 200
#: how many rows are settled at a time, so that memory does not grow with their number
WINDOW = 1_000
#: how long a message that is put off is tried again, as mail servers do (RFC 5321, section 4.5.4.1)
GIVES_UP_AFTER = datetime.timedelta(days=5)
#: what does not change who is to be written to
EGNA = (Handelseslag.SANT, Handelseslag.HAMTADE)
#: how many reasons a run tells of; status has them all
MOST_SKAL = 5


_T: sa.Table = Utskick.__table__  # type: ignore[attr-defined]
# put together once: each is run for every message that leaves
_MINA = _T.c.id.in_(sa.bindparam("nummer", expanding=True))
_TA = sa.update(_T).where(_MINA, _T.c.status == str(Utskicksstatus.VANTAR)).values(
    status=str(Utskicksstatus.SANDS), sandare=sa.bindparam("med"), kanal=sa.bindparam("kanalen"),
    till=sa.bindparam("mottagare", type_=sa.JSON), kopia=sa.bindparam("kopior", type_=sa.JSON),
    amne=sa.bindparam("rubrik"), text=sa.bindparam("brodtext"), bilagor=sa.bindparam("filer", type_=sa.JSON),
    brev=sa.bindparam("nyckeln"), meddelande=sa.bindparam("id_"), forsok=_T.c.forsok + 1,
    forst=sa.func.coalesce(_T.c.forst, sa.bindparam("idag", type_=sa.Date)), fel=None,
)  # fmt: skip
_STRYK = sa.update(_T).where(_MINA, _T.c.status == str(Utskicksstatus.VANTAR))
_STRYK = _STRYK.values(status=str(Utskicksstatus.STRUKEN), fel=sa.bindparam("skal"))
_SLAPP = sa.update(_T).where(_MINA, _T.c.sandare == sa.bindparam("med"))
_SLAPP = _SLAPP.values(status=str(Utskicksstatus.VANTAR), sandare=None)
_AVGOR = sa.update(_T).where(_MINA).values(
    status=sa.bindparam("ny"), fel=sa.bindparam("skal"), sandare=None, forsok=_T.c.forsok - sa.bindparam("utan"),
    forst=sa.case((_T.c.forsok <= sa.bindparam("utan"), sa.null()), else_=_T.c.forst),
)  # fmt: skip


@dataclass(frozen=True)
class Sandning:
    """How many messages went out, failed, are uncertain, have no address, were struck out, and wait for the server."""

    skickade: int = 0
    misslyckade: int = 0
    osakra: int = 0
    utan_adress: int = 0
    strukna: int = 0
    vantar: int = 0
    skal: tuple[str, ...] = ()

    def __add__(self, annan: "Sandning") -> "Sandning":
        return Sandning(*(a + b for a, b in zip(astuple(self), astuple(annan), strict=True)))

    @property
    def allt_gick_ut(self) -> bool:
        """Whether everything that should go out did."""
        return not (self.misslyckade or self.osakra or self.utan_adress or self.vantar)

    @property
    def bara_vantar(self) -> bool:
        """Whether what did not go out only waits for a server that may answer in a moment."""
        return self.vantar > 0 and not (self.misslyckade or self.osakra or self.utan_adress)

    def __str__(self) -> str:
        delar = [f"{self.skickade} skickade"]
        for antal, vad in (
            (self.strukna, "strukna, eftersom de inte längre är aktuella"), (self.misslyckade, "kom inte fram"),
            (self.osakra, "osäkra"), (self.utan_adress, "utan adress"), (self.vantar, "väntar på ett nytt försök"),
        ):  # fmt: skip
            delar += [f"{antal} {vad}"] if antal else []
        return ", ".join(delar) + "." + "".join(f" {s[:1].upper()}{s[1:]}." for s in dict.fromkeys(self.skal))


@dataclass
class _Korning:
    """One run over the outbox of one year.

    Attributes:
        provade: the rows that this run has tried; fran: the last that it is done with.
        kvar: the rows that should have gone and wait for another try.
        nere: channels that cannot be used now; skal: what happened to messages that did not go out.
    """

    oppet: Oppet
    idag: datetime.date
    jag: str
    utfall: Counter[str] = field(default_factory=Counter)
    provade: set[int] = field(default_factory=set)
    fran: int = 0
    utan_adress: int = 0
    kvar: set[int] = field(default_factory=set)
    nere: dict[str, str] = field(default_factory=dict)
    skal: list[str] = field(default_factory=list)
    lage: Laget | None = None


@dataclass(frozen=True)
class _Resultat:
    """What became of one mail; utan_forsok = it was no fault of its own, and counts as no attempt."""

    mejl: Mejl
    status: Utskicksstatus
    skal: str | None = None
    utan_forsok: bool = False


def to_send(ar: int) -> int:
    """How many messages wait in the outbox."""
    with read() as session:
        return how_many(session, ar, Utskicksstatus.VANTAR)


def how_many_failed(ar: int) -> int:
    """How many messages have not come through."""
    with read() as session:
        return how_many(session, ar, Utskicksstatus.MISSLYCKAT)


def planned(oppet: Oppet, idag: datetime.date) -> Iterator[Laget]:
    """What would leave today, mail by mail, and what would not, some at a time; changes nothing."""
    fran: int | None = 0
    while fran is not None:
        with read() as session:
            rader, fran = waiting(session, oppet.ar, fran, WINDOW)
            yield settle(session, oppet, idag, rader)


@uppgift("Skicka utkorgen", korning="Skicka utkorgen {idag}")
def send_all(
    oppet: Oppet, idag: datetime.date, om: bool = False, gjorda: Callable[[int], None] = lambda antal: None
) -> Sandning:
    """Deliver everything that waits and still holds; every message is claimed by a conditional update first.

    Args:
        om: try again what has failed.
        gjorda: is told how many mails have been tried since last.

    Raises:
        ArshjulFel: a setting is not what it must be; nothing has been claimed.
    """
    with posten_i(oppet.mapp) as posten, claimant() as jag:
        k = _Korning(oppet, idag, jag)
        with write() as session:
            k.utfall[Utskicksstatus.OSAKERT] += release_stuck(session, oppet.ar, idag)
            requeue(session, oppet, idag, om=om)
        resultat: list[_Resultat] = []
        while mejl := _next(k, resultat):
            resultat = _send(k, posten, mejl)
            gjorda(len(resultat))
    s, utan = Utskicksstatus, k.utan_adress
    return Sandning(
        k.utfall[s.SKICKAT], k.utfall[s.MISSLYCKAT], k.utfall[s.OSAKERT], utan, k.utfall[s.STRUKEN],
        len(k.kvar), (*k.nere.values(), *k.skal[:MOST_SKAL]),
    )  # fmt: skip


def _next(k: _Korning, resultat: Sequence[_Resultat]) -> list[tuple[Mejl, Forsandelse]]:
    """Record what became of the mails before, and claim the next that still hold, in one commit."""
    with write() as session:
        if k.lage is not None and happened_since(session, k.lage.huvud, EGNA):
            k.lage = None
        _record(session, k, resultat)
        tagna: list[tuple[Mejl, Forsandelse]] = []
        while not tagna:
            lage = k.lage = k.lage or _settle(session, k)
            tagna = _claim_some(session, k, lage)
            if k.lage is None:  # another sender was first: what is left is looked at anew
                continue
            if not tagna:
                if lage.sist is None:
                    break
                k.fran, k.lage = lage.sist, None
                k.utan_adress += len(lage.utan_adress)
        if tagna:
            nycklar = [u.nyckel for m, _ in tagna for u in m.rader]
            log(session, Handelseslag.HAMTADE, dag=k.idag, ar=k.oppet.ar, nycklar=nycklar)
        if k.lage is not None:
            k.lage.huvud = trail_length(session)
        return tagna


def _settle(session: Session, k: _Korning) -> Laget:
    rader, sist = waiting(session, k.oppet.ar, k.fran, WINDOW)
    lage = settle(session, k.oppet, k.idag, [u for u in rader if u.id not in k.provade])
    lage.sist = sist
    strukna = {
        u.nyckel: skal
        for u, skal in lage.strukna
        if session.connection().execute(_STRYK, {"nummer": [u.id], "skal": skal}).rowcount
    }
    k.utfall[Utskicksstatus.STRUKEN] += len(strukna)
    if strukna:
        log(session, Handelseslag.INAKTUELLA, dag=k.idag, ar=k.oppet.ar, nycklar=list(strukna), skal=strukna)
    return lage


def _claim_some(session: Session, k: _Korning, lage: Laget) -> list[tuple[Mejl, Forsandelse]]:
    """As many mails as may be claimed together: one where sending twice would be seen."""
    tagna: list[tuple[Mejl, Forsandelse]] = []
    while lage.mejl and len(tagna) < BATCH and not (tagna and not is_repeatable(lage.mejl[0].kanal)):
        m = lage.mejl.popleft()
        if m.kanal in k.nere:
            k.kvar.update(u.id for u in m.rader)
            continue
        f = _as_it_leaves(session, k, m, lage)
        if not _claim(session, k, m, f):
            k.lage = None
            break
        tagna.append((m, f))
        if not is_repeatable(m.kanal):
            break
    return tagna


def _as_it_leaves(session: Session, k: _Korning, m: Mejl, lage: Laget) -> Forsandelse:
    """A mail, written as it is true today."""
    amne, text, bilagor = written_today(session, k.oppet, k.idag, m, lage.organ)
    forsta = m.rader[0]
    return Forsandelse(
        m.nyckel, forsta.ar, k.idag, m.kanal, m.till, m.kopia, amne, text, to_html(k.oppet.o, amne, text), bilagor,
        filnamn(forsta), forsta.organ, f"{stor_bokstav(k.oppet.o.kontoret.bestamd)}, {k.oppet.kommun}",
    )  # fmt: skip


def _claim(session: Session, k: _Korning, m: Mejl, f: Forsandelse) -> bool:
    """Take the rows of a mail for this process, with what they leave with; False where another has taken any."""
    nummer, med = [u.id for u in m.rader], claim_mark(k.jag)
    tag = session.connection()
    som = {
        "nummer": nummer, "med": med, "kanalen": f.kanal, "mottagare": list(f.till), "kopior": list(f.kopia),
        "rubrik": f.amne, "brodtext": f.text, "filer": list(f.bilagor), "nyckeln": f.nyckel,
        "id_": message_id(f.ar, f.nyckel), "idag": k.idag,
    }  # fmt: skip
    if tag.execute(_TA, som).rowcount == len(nummer):
        k.provade.update(nummer)
        return True
    tag.execute(_SLAPP, {"nummer": nummer, "med": med})
    return False


def _send(k: _Korning, posten: Posten, mejl: Sequence[tuple[Mejl, Forsandelse]]) -> list[_Resultat]:
    """Deliver claimed mails; on every way out each of them is recorded, or released."""
    svar: list[_Resultat] = []
    with _released(k, mejl, svar):
        for m, f in mejl:
            if m.kanal in k.nere:
                svar.append(_Resultat(m, Utskicksstatus.VANTAR, k.nere[m.kanal], utan_forsok=True))
            else:
                svar.append(_deliver(k, posten, m, f))
    return svar


def _deliver(k: _Korning, posten: Posten, m: Mejl, f: Forsandelse) -> _Resultat:
    try:
        return _Resultat(m, Utskicksstatus.SKICKAT, posten.deliver(f))
    except Leverans as fel:
        skal = str(fel)
        if fel.utfall == Utfall.NERE:
            k.nere[m.kanal] = skal
            return _Resultat(m, Utskicksstatus.VANTAR, skal, utan_forsok=True)
        if fel.utfall == Utfall.FORSOK_IGEN:
            forst = min(u.forst or k.idag for u in m.rader)
            if k.idag - forst < GIVES_UP_AFTER:
                return _Resultat(m, Utskicksstatus.VANTAR, skal)
            return _Resultat(m, Utskicksstatus.MISSLYCKAT, f"{skal}; gav upp efter {GIVES_UP_AFTER.days} dagar")
        osakert = fel.utfall == Utfall.OSAKERT
        return _Resultat(m, Utskicksstatus.OSAKERT if osakert else Utskicksstatus.MISSLYCKAT, skal)


@contextlib.contextmanager
def _released(k: _Korning, mejl: Sequence[tuple[Mejl, Forsandelse]], svar: list[_Resultat]) -> Iterator[None]:
    """Where the run is stopped: what was under way is uncertain, what had not begun waits again."""
    try:
        yield
    except BaseException:
        for n, (m, _) in enumerate(mejl[len(svar) :]):
            osakert = n == 0 and not is_repeatable(m.kanal)
            svar.append(
                _Resultat(m, Utskicksstatus.OSAKERT, "körningen stoppades medan meddelandet lämnades över")
                if osakert
                else _Resultat(m, Utskicksstatus.VANTAR, utan_forsok=True)
            )
        with write() as session:
            _record(session, k, svar)
        raise


def _record(session: Session, k: _Korning, resultat: Sequence[_Resultat]) -> None:
    """Keep what became of mails, whatever it was, with the trail."""
    antal: Counter[str] = Counter()
    for r in resultat:
        nummer = [u.id for u in r.mejl.rader]
        som = {"nummer": nummer, "ny": str(r.status), "skal": r.skal, "utan": int(r.utan_forsok)}
        session.connection().execute(_AVGOR, som)
        if r.status == Utskicksstatus.VANTAR:
            k.kvar.update(nummer)
        antal[str(r.status)] += len(r.mejl.rader)
        if r.skal and not r.utan_forsok:
            k.skal.append(f"till {', '.join(r.mejl.till)}: {r.skal}")
    if resultat:
        nycklar: dict[str, list[str]] = {}
        for r in resultat:
            nycklar.setdefault(str(r.status), []).extend(u.nyckel for u in r.mejl.rader)
        skal = {r.mejl.nyckel: r.skal for r in resultat if r.skal}
        om = {"utfall": dict(antal), "nycklar": nycklar} | ({"skal": skal} if skal else {})
        log(session, Handelseslag.SANT, dag=k.idag, ar=k.oppet.ar, **om)
    k.utfall.update({s: n for s, n in antal.items() if s != Utskicksstatus.VANTAR})
