"""What has been removed of personal data in a year, as the trail tells it."""

from collections.abc import Callable

from sqlmodel import Session, select

from schemas.handelseslag import Handelseslag
from schemas.tabeller import Handelse

#: its `uppgifter["filer"]` says which hash now stands for an old one, "" where a file is gone
GALLRAT = Handelseslag.GALLRAT


def is_gallrat(session: Session, ar: int) -> bool:
    """Whether personal data has been removed from a year."""
    return (
        session.exec(select(Handelse.nr).where(Handelse.ar == ar, Handelse.vad == GALLRAT).limit(1)).first() is not None
    )


def replaced(session: Session, ar: int) -> dict[str, str]:
    """Hash of a file → the hash of what stands in its place, "" where nothing does."""
    fraga = select(Handelse.uppgifter).where(Handelse.ar == ar, Handelse.vad == GALLRAT).order_by(Handelse.nr)  # type: ignore[arg-type]
    return {gammal: ny for om in session.exec(fraga) for gammal, ny in om["filer"].items()}


def now(session: Session, ar: int) -> Callable[[str], str]:
    """Hash of a received or written file → the hash that stands for it now: itself, another, or "" for none."""
    alla = replaced(session, ar)

    def nu(sha256: str) -> str:
        sedda = set()
        while sha256 in alla and sha256 not in sedda:
            sedda.add(sha256)
            sha256 = alla[sha256]
        return sha256

    return nu
