"""What has been asked, of whom, and how each part was answered (kontrakt section 5, Answers and What remains)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from rules.uppmaningar import Stalld
from schemas.arsmapp import Indikator, Tilldelning
from schemas.begrepp import STANGER, VARDEBEGAR, Begar, Grund, Svarsstatus, Uppmaningsstatus
from schemas.handelseslag import Handelseslag
from schemas.omgangar import Omgang
from schemas.tabeller import Anstand, Avstamning, Handelse, Mottagare, Svarsdom, Uppmaningsrad
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import utfall_i
from tasks.laget.oppet import Oppet


@dataclass(frozen=True)
class Del:
    """One recipient's part of an uppmaning, with how it was judged: its domar in the order of the omgångar."""

    u: Uppmaningsrad
    m: Mottagare
    domar: tuple[Svarsdom, ...] = ()

    @property
    def nyckel(self) -> tuple[str, str]:
        """(number, organ)."""
        return self.u.nummer, self.m.organ

    @property
    def aterkallad(self) -> bool:
        """Whether it has been withdrawn, for this organ or for all."""
        return self.u.aterkallad or self.m.aterkallad

    @property
    def dom(self) -> Svarsdom | None:
        """The newest judgement."""
        return self.domar[-1] if self.domar else None

    @property
    def status(self) -> str:
        """As it was judged last; `oppen` until then."""
        return str(self.dom.status) if self.dom else str(Svarsstatus.OPPEN)

    @property
    def begar(self) -> Begar:
        """What it asks for."""
        return Begar(self.u.begar)

    def fore(self, o: Omgang, oppet: Oppet) -> "Del":
        """The part as it stood when an omgång began: without that omgång's judgement and later ones."""
        tidigare = {r.kod for r in oppet.omgangar[: o.nr]}
        return Del(self.u, self.m, tuple(d for d in self.domar if d.omgang in tidigare))

    @property
    def stangd(self) -> bool:
        """Whether an answer has closed it."""
        return self.status in STANGER


def parts(session: Session, oppet: Oppet) -> list[Del]:
    """Every recipient of every issued uppmaning, in the order of the numbers, withdrawn ones too."""
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    alla = list(session.exec(fraga))
    domar = _domar(session, oppet)
    return [Del(u, m, tuple(domar.get(m.id, ()))) for u, m in alla]


def _domar(session: Session, oppet: Oppet) -> dict[int, list[Svarsdom]]:
    fraga = (
        select(Svarsdom)
        .join(Mottagare, col(Svarsdom.mottagare_id) == col(Mottagare.id))
        .join(Uppmaningsrad, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(Uppmaningsrad.ar == oppet.ar)
    )
    plats = {o.kod: o.nr for o in oppet.omgangar}
    svar: dict[int, list[Svarsdom]] = {}
    for dom in sorted(session.exec(fraga), key=lambda d: plats[d.omgang]):
        svar.setdefault(dom.mottagare_id, []).append(dom)
    return svar


def uppmaningar_i(session: Session, ar: int) -> list[Uppmaningsrad]:
    """Every uppmaning of a year, proposed, issued or struck, in the order of the numbers."""
    return list(session.exec(select(Uppmaningsrad).where(Uppmaningsrad.ar == ar).order_by(col(Uppmaningsrad.id))))


def domar_av(session: Session, m: Mottagare) -> dict[str, Svarsdom]:
    """Omgång → how a recipient's answer was judged in it."""
    return {d.omgang: d for d in session.exec(select(Svarsdom).where(Svarsdom.mottagare_id == m.id))}


def standing(delar: Iterable[Del]) -> list[Del]:
    """Those that have not been withdrawn."""
    return [d for d in delar if not d.aterkallad]


def asked_before(session: Session, oppet: Oppet, o: Omgang) -> list[Del]:
    """The parts that were asked before an omgång and not closed when it began, withdrawn ones too."""
    fore = {r.kod for r in oppet.omgangar[: o.nr]}
    asked = asked_in_omgang(session, oppet)
    alla = [d for d in parts(session, oppet) if asked[d.u.avstamning_id] in fore]
    return [d for d in alla if not d.fore(o, oppet).stangd]


def to_answer(session: Session, oppet: Oppet, o: Omgang) -> list[Del]:
    """The parts that stand to be answered in an omgång, as they stood when it began."""
    return [d.fore(o, oppet) for d in standing(asked_before(session, oppet, o))]


def asked_in_omgang(session: Session, oppet: Oppet) -> dict[int, str]:
    """Id of an avstämning → the code of its omgång."""
    return dict(session.exec(select(Avstamning.id, Avstamning.omgang).where(Avstamning.ar == oppet.ar)).all())


def judged_in(delar: Iterable[Del], o: Omgang) -> list[tuple[Del, Svarsdom]]:
    """The parts that were judged in an omgång, with that judgement."""
    return [(d, dom) for d in delar for dom in d.domar if dom.omgang == o.kod]


def proposals(session: Session, rad: Avstamning) -> list[Uppmaningsrad]:
    """The proposals of an avstämning that are neither struck nor issued."""
    return uppmaningar_av(session, rad, Uppmaningsstatus.FORSLAG)


def uppmaningar_av(session: Session, rad: Avstamning, *statusar: Uppmaningsstatus) -> list[Uppmaningsrad]:
    """The uppmaningar of an avstämning with one of the statuses, in the order of the numbers."""
    fraga = select(Uppmaningsrad).where(Uppmaningsrad.avstamning_id == rad.id, col(Uppmaningsrad.status).in_(statusar))
    return list(session.exec(fraga.order_by(col(Uppmaningsrad.id))))


def mottagare_av(session: Session, uppmaningar: Iterable[Uppmaningsrad]) -> dict[int, list[Mottagare]]:
    """Id of an uppmaning → its recipients, in the order of organ.csv."""
    fraga = select(Mottagare).where(col(Mottagare.uppmaning_id).in_([u.id for u in uppmaningar]))
    svar: dict[int, list[Mottagare]] = {}
    for m in session.exec(fraga.order_by(col(Mottagare.id))):
        svar.setdefault(m.uppmaning_id, []).append(m)
    return svar


def highest_number(session: Session, ar: int) -> int:
    """The highest number in use; 0 where there is none."""
    alla = session.exec(select(Uppmaningsrad.nummer).where(Uppmaningsrad.ar == ar))
    return max((int(n.rpartition("-")[2]) for n in alla), default=0)


def value_questions(
    session: Session, oppet: Oppet, statusar: Sequence[Uppmaningsstatus]
) -> list[tuple[Uppmaningsrad, Mottagare, Stalld]]:
    """Everything that asks an organ for a value of an indicator, in whichever omgång, with what it gives to come to.

    Withdrawn ones are left out.
    """
    fraga = (
        select(Uppmaningsrad, Mottagare)
        .join(Mottagare, col(Mottagare.uppmaning_id) == col(Uppmaningsrad.id))
        .where(
            Uppmaningsrad.ar == oppet.ar,
            col(Uppmaningsrad.status).in_(statusar),
            col(Uppmaningsrad.begar).in_(VARDEBEGAR),
            col(Uppmaningsrad.indikator).is_not(None),
        )
        .order_by(col(Uppmaningsrad.id), col(Mottagare.id))
    )
    alla = [(u, m) for u, m in session.exec(fraga) if not (u.aterkallad or m.aterkallad)]
    avstamningar = {
        a.id: utfall_i(session, a)
        for a in session.exec(select(Avstamning).where(col(Avstamning.id).in_({u.avstamning_id for u, _ in alla})))
    }
    kf = {i.kod: i.kf_arsmal for i in rows(session, Indikator, oppet.ar)}
    utfall = {(t.organ, t.indikator): t.utfall_foregaende for t in rows(session, Tilldelning, oppet.ar)}
    svar = []
    for u, m in alla:
        kod = u.indikator or ""
        hojt = avstamningar[u.avstamning_id][kod].hojning.get(m.organ)
        stalld = Stalld(
            m.organ, kod, Grund(u.grund), Begar(u.begar), Decimal(hojt) if hojt is not None else None,
            kf.get(kod), utfall.get((m.organ, kod)),
        )  # fmt: skip
        svar.append((u, m, stalld))
    return svar


def anstanden(session: Session, oppet: Oppet, o: Omgang) -> dict[str, Anstand]:
    """Organ → the later due day that it has been given for its workbook of an omgång."""
    fraga = select(Anstand).where(Anstand.ar == oppet.ar, Anstand.omgang == o.kod)
    return {a.organ: a for a in session.exec(fraga)}


def granted(session: Session, oppet: Oppet) -> set[tuple[str, str, datetime.date]]:
    """Every anstånd that has been given: (the number of an uppmaning or the code of an omgång, organ, day)."""
    fraga = select(Handelse.uppgifter).where(Handelse.ar == oppet.ar, Handelse.vad == Handelseslag.ANSTAND_GIVET)
    return {(u["galler"], u["organ"], datetime.date.fromisoformat(u["senast"])) for u in session.exec(fraga)}


def due(session: Session, oppet: Oppet, o: Omgang) -> dict[str, datetime.date]:
    """Organ → when its workbook of an omgång is due, where it has anstånd."""
    return {organ: a.dag for organ, a in anstanden(session, oppet, o).items()}
