"""What has been proposed and decided: the avstämningar of a year's omgångar and what stands in them."""

from sqlmodel import Session, col, select

from schemas.begrepp import Bedomning
from schemas.handelseslag import Handelseslag
from schemas.hur import hur
from schemas.kedjehuvud import Kedjehuvud
from schemas.omgangar import Omgang
from schemas.problem import ArshjulFel
from schemas.tabeller import Avstamning, Framstallning, Handelse, Indikatorutfall, Malbeslut
from tasks.laget.oppet import Oppet


def decision(session: Session, ar: int, o: Omgang | None) -> Avstamning | None:
    """The decided avstämning of an omgång, if any."""
    rad = newest(session, ar, o)
    return rad if rad and rad.beslutad else None


def decision_head(session: Session, rad: Avstamning) -> Kedjehuvud | None:
    """Where the trail ended when an avstämning was decided; None while it is not."""
    if rad.beslutad is None:
        return None
    fraga = (
        select(Handelse)
        .where(Handelse.ar == rad.ar, Handelse.vad == Handelseslag.BESLUT_FATTAT)
        .order_by(col(Handelse.nr))
    )
    alla = [h for h in session.exec(fraga.order_by(col(Handelse.nr))) if h.uppgifter.get("omgang") == rad.omgang]
    return Kedjehuvud(alla[-1].nr, alla[-1].hash) if alla else None


def newest(session: Session, ar: int, o: Omgang | None) -> Avstamning | None:
    """The newest avstämning of an omgång, decided or not."""
    if o is None:
        return None
    fraga = select(Avstamning).where(Avstamning.ar == ar, Avstamning.omgang == o.kod)
    return session.exec(fraga.order_by(col(Avstamning.version).desc())).first()


def newest_of_all(session: Session, oppet: Oppet) -> dict[Omgang, Avstamning]:
    """Omgång → its newest avstämning, in the order of time; those without one are left out."""
    return {o: rad for o in oppet.omgangar if (rad := newest(session, oppet.ar, o))}


def newest_decided(session: Session, oppet: Oppet) -> Avstamning | None:
    """The avstämning of the last omgång that is decided."""
    return next((rad for o in reversed(oppet.omgangar) if (rad := decision(session, oppet.ar, o))), None)


def has_begun(session: Session, oppet: Oppet, o: Omgang) -> bool:
    """Whether the omgång before is decided; the plan's has always begun."""
    fore = oppet.omgangar.fore(o)
    return fore is None or decision(session, oppet.ar, fore) is not None


def require_begun(session: Session, oppet: Oppet, o: Omgang) -> None:
    """See that the omgång before is decided.

    Raises:
        ArshjulFel: it is not.
    """
    if not has_begun(session, oppet, o):
        fore = oppet.omgangar.fore(o)
        raise ArshjulFel(
            f"{fore and fore.i_text} är inte beslutad ännu, så {o.bestamd} har inte börjat. {hur('besluta')}"
        )


def malbeslut(session: Session, rad: Avstamning | None) -> dict[str, Malbeslut]:
    """Goal → its proposal and decision in an avstämning, in the order of mal.csv; empty where there is none."""
    if rad is None:
        return {}
    fraga = select(Malbeslut).where(Malbeslut.avstamning_id == rad.id)
    return {m.kod: m for m in session.exec(fraga.order_by(col(Malbeslut.id)))}


def bedomda(session: Session, rad: Avstamning | None) -> dict[str, Bedomning]:
    """Goal → its decided bedömning in an avstämning, where there is one."""
    return {kod: Bedomning(m.beslut) for kod, m in malbeslut(session, rad).items() if m.beslut}


def utfall_i(session: Session, rad: Avstamning | None) -> dict[str, Indikatorutfall]:
    """Indikator → its aggregate in an avstämning, in the order of indikatorer.csv; empty where there is none."""
    if rad is None:
        return {}
    fraga = select(Indikatorutfall).where(Indikatorutfall.avstamning_id == rad.id)
    return {u.kod: u for u in session.exec(fraga.order_by(col(Indikatorutfall.id)))}


def framstallningar_i(session: Session, rad: Avstamning | None) -> list[Framstallning]:
    """The budget requests of an avstämning, in the order of the review; empty where there is none."""
    if rad is None:
        return []
    fraga = select(Framstallning).where(Framstallning.avstamning_id == rad.id)
    return list(session.exec(fraga.order_by(col(Framstallning.id))))
