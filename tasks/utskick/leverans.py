"""Delivering the outbox: claim, send, record; what is uncertain waits for a person (kontrakt section 6, `skicka`)."""

import datetime
from collections import Counter
from dataclasses import astuple, dataclass

from sqlalchemy import update
from sqlmodel import col

from notifications.utkorg import INGEN
from schemas.begrepp import Utskicksstatus
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tasks.grund.databas import read, write
from tasks.grund.handelser import log
from tasks.grund.uppgift import uppgift
from tasks.laget.oppet import Oppet
from tasks.laget.utkorg import messages, waiting

#: how many messages are claimed in one commit where sending twice does no harm
BATCH = 200
MOST_TRIES = 5


@dataclass(frozen=True)
class Sandning:
    """How many messages went out, failed, are uncertain, and have no address."""

    skickade: int = 0
    misslyckade: int = 0
    osakra: int = 0
    utan_adress: int = 0

    def __add__(self, annan: "Sandning") -> "Sandning":
        return Sandning(*(a + b for a, b in zip(astuple(self), astuple(annan), strict=True)))


def to_send(ar: int) -> list[Utskick]:
    """What waits in the outbox and has somewhere to go, in the order it was put there."""
    with read() as session:
        return waiting(session, ar)


@uppgift("Skicka utkorgen", korning="Skicka utkorgen {idag}")
def send_all(oppet: Oppet, idag: datetime.date) -> Sandning:
    """Deliver everything that waits; every message is claimed by a conditional update before it is sent.

    Raises:
        ArshjulFel: what is configured is no mail server; nothing has been claimed.
    """
    from notifications.kanaler import posten_i

    posten_i(oppet.mapp)
    utfall: Counter[str] = Counter()
    slappta = _release_stuck(oppet.ar)
    if slappta:
        utfall[Utskicksstatus.OSAKERT] += slappta
    vantande = to_send(oppet.ar)
    while vantande:
        omgang = _batch(vantande)
        vantande = vantande[len(omgang) :]
        utfall.update(_send_batch(oppet, _claim(omgang)))
    with read() as session:
        utan = sum(u.kanal == INGEN for u in messages(session, oppet.ar, Utskicksstatus.VANTAR))
    s = Utskicksstatus
    return Sandning(utfall[s.SKICKAT], utfall[s.MISSLYCKAT] + utfall[s.VANTAR], utfall[s.OSAKERT], utan)


def _batch(vantande: list[Utskick]) -> list[Utskick]:
    """As many as may be claimed together: one where sending twice would be seen."""
    from notifications.kanaler import is_repeatable

    antal = 0
    while antal < min(BATCH, len(vantande)) and is_repeatable(vantande[antal].kanal):
        antal += 1
    return vantande[: max(antal, 1)]


def _claim(omgang: list[Utskick]) -> list[Utskick]:
    """Those of the batch that this process got; another may have been first."""
    with write() as session:
        tagna = session.exec(
            update(Utskick)
            .where(col(Utskick.id).in_([u.id for u in omgang]), col(Utskick.status) == Utskicksstatus.VANTAR)
            .values(status=Utskicksstatus.SANDS, forsok=Utskick.forsok + 1)
            .returning(col(Utskick.id))
        )
        mina = {rad[0] for rad in tagna}
    return [u for u in omgang if u.id in mina]


def _send_batch(oppet: Oppet, mina: list[Utskick]) -> Counter[str]:
    from notifications.kanaler import Forsandelse, Leverans, Utfall, filnamn, posten_i

    resultat: dict[int, tuple[Utskicksstatus, str | None]] = {}
    mapp = oppet.mapp
    for u in mina:
        try:
            f = Forsandelse(
                nyckel=u.nyckel, ar=u.ar, dag=u.dag, kanal=u.kanal, till=tuple(u.till), kopia=tuple(u.kopia),
                amne=u.amne, text=u.text, bilagor=tuple(u.bilagor), namn=filnamn(u), organ=u.organ,
            )  # fmt: skip
            with posten_i(mapp) as posten:
                resultat[u.id] = Utskicksstatus.SKICKAT, posten.deliver(f)
        except Leverans as fel:
            igen = fel.utfall == Utfall.NERE or (fel.utfall == Utfall.FORSOK_IGEN and u.forsok + 1 < MOST_TRIES)
            osakert = fel.utfall == Utfall.OSAKERT
            status = Utskicksstatus.OSAKERT if osakert else Utskicksstatus.VANTAR if igen else Utskicksstatus.MISSLYCKAT
            resultat[u.id] = status, str(fel)
    with write() as session:
        for status in {s for s, _ in resultat.values()}:
            nummer = [nr for nr, (s, _) in resultat.items() if s == status]
            session.exec(update(Utskick).where(col(Utskick.id).in_(nummer)).values(status=status))
        for nr, (_, fel_) in resultat.items():
            if fel_:
                session.exec(update(Utskick).where(col(Utskick.id) == nr).values(fel=fel_))
        antal = Counter(str(s) for s, _ in resultat.values())
        if mina:
            nycklar = [u.nyckel for u in mina]
            log(
                session, "Utkorgen sänd", dag=max(u.dag for u in mina), ar=oppet.ar, utfall=dict(antal), nycklar=nycklar
            )
    return antal


def _release_stuck(ar: int) -> int:
    """Messages that a killed run left under way: files are written again, mail is uncertain."""
    from notifications.kanaler import is_repeatable

    osakra = 0
    with read() as session:
        if not messages(session, ar, Utskicksstatus.SANDS):
            return 0
    with write() as session:
        for u in messages(session, ar, Utskicksstatus.SANDS):
            igen = is_repeatable(u.kanal)
            u.status = Utskicksstatus.VANTAR if igen else Utskicksstatus.OSAKERT
            osakra += not igen
    return osakra


def settle_osaker(oppet: Oppet, nyckel: str, som: str, idag: datetime.date, vem: str) -> str:
    """Settle an uncertain message: it counts as sent, or is sent again.

    Raises:
        ArshjulFel: there is no uncertain message with that key.
    """
    ny = Utskicksstatus.SKICKAT if som == "skickat" else Utskicksstatus.VANTAR
    with write() as session:
        andrad = session.exec(
            update(Utskick)
            .where(
                col(Utskick.ar) == oppet.ar,
                col(Utskick.nyckel) == nyckel,
                col(Utskick.status) == Utskicksstatus.OSAKERT,
            )
            .values(status=ny)
        )
        if andrad.rowcount != 1:
            raise ArshjulFel(f"Det finns inget osäkert meddelande med nyckeln {nyckel}.")
        log(session, "Osäkert utskick avgjort", dag=idag, ar=oppet.ar, vem=vem, nyckel=nyckel, som=som)
    return f"{nyckel}: {'räknas som skickat' if som == 'skickat' else 'skickas om vid nästa körning'}."
