"""What is wrong with a database, in words: what, where, how to mend it; never a password or the driver's own text."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import (
    DatabaseError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from schemas.problem import ArshjulFel, Upptaget
from tasks.grund.adress import KODA, is_postgres, named

#: a table that every revision of ours has, beside Alembic's
VARA_TABELLER = {"handelse", "kedja"}
FORSOK = "Försök igen om en stund."
ATERSTALL = "Återställ den senaste säkerhetskopian med arshjul aterstall"


@dataclass(frozen=True)
class _Orsak:
    """A cause: what the driver says of it, the sentence, and whether it may be over in a moment."""

    tecken: tuple[str, ...]
    mening: str
    overgar: bool = False


_SQLITE = (
    _Orsak(("not a database", "encrypted"), f"{{Vad}} är ingen SQLite-fil, eller är skadad. {ATERSTALL}."),
    _Orsak(("malformed", "disk i/o error"), f"{{Vad}} är skadad och går inte att läsa. {ATERSTALL}."),
    _Orsak(("disk is full",), "Disken är full, så {vad} kan inte skrivas. Gör plats och kör igen; inget är halvgjort."),
    _Orsak(
        ("unable to open", "readonly", "permission denied"),
        "{Vad} går inte att öppna för läsning och skrivning. Se efter att filen och dess mapp finns och att den som "
        "kör programmet får skriva i dem.",
    ),
    _Orsak(("locked", "busy"), "{Vad} är upptagen av någon annan. " + FORSOK, overgar=True),
)
_POSTGRES = (
    _Orsak(
        ("password authentication failed", "no password supplied", "28p01"),
        f"{{Vad}} tar inte emot användaren {{anvandare}}: fel namn eller lösenord. Rätta ARSHJUL_DATABASE_URL. {KODA}.",
    ),
    _Orsak(
        ("no pg_hba.conf entry", "authentication failed", "28000"),
        "{Vad} släpper inte in användaren {anvandare} härifrån. Be den som sköter PostgreSQL om en rad i pg_hba.conf.",
    ),
    _Orsak(
        ("pg_trgm", "extension control file"),
        "{Vad}: PostgreSQL-servern saknar tillägget pg_trgm, som Prefect behöver. Installera det på servern (Debian: "
        "postgresql-contrib), eller be den som sköter den köra CREATE EXTENSION pg_trgm i databasen.",
    ),
    _Orsak(
        ("does not exist", "3d000"),
        "{Vad} eller användaren {anvandare} finns inte. Be den som sköter PostgreSQL skapa dem, eller rätta "
        "ARSHJUL_DATABASE_URL.",
    ),
    _Orsak(
        ("could not translate host", "name or service", "name resolution", "resolve"),
        "{Vad} nås inte: ingen server har det namnet. Rätta ARSHJUL_DATABASE_URL.",
    ),
    _Orsak(
        ("connection refused", "timeout", "timed out", "no such file", "no route", "unreachable", "starting up"),
        "{Vad} svarar inte. Se efter att PostgreSQL är igång och att ARSHJUL_DATABASE_URL stämmer; kör sedan igen.",
        overgar=True,
    ),
    _Orsak(
        ("42501", "permission denied", "must be owner"),
        "{Vad}: användaren {anvandare} får inte skapa eller ändra tabeller. Gör användaren till ägare av databasen: "
        "ALTER DATABASE … OWNER TO ….",
    ),
    _Orsak(("53300", "too many"), "{Vad} har inga lediga förbindelser. " + FORSOK, overgar=True),
    _Orsak(("53100", "no space"), "Disken är full där {vad} ligger. Gör plats och kör igen; inget är halvgjort."),
    _Orsak(("55p03", "57014", "40p01", "lock"), "{Vad} är upptagen av någon annan. " + FORSOK, overgar=True),
)


@contextmanager
def told_in_words(url: Callable[[], sa.URL]) -> Iterator[None]:
    """Turn what a database says when it cannot do its work into a sentence; what the caller did wrong goes through.

    Raises:
        ArshjulFel: the database cannot be reached, read or written; Upptaget where that may be over in a moment.
    """
    try:
        yield
    except (DatabaseError, InterfaceError) as fel:
        if _is_the_callers(fel):
            raise
        raise in_words(fel, url()) from fel


def _is_the_callers(fel: DatabaseError | InterfaceError) -> bool:
    """Whether it is the program's own mistake or a constraint that held: those have their own handling."""
    if isinstance(fel, ProgrammingError):
        return getattr(fel.orig, "sqlstate", None) != "42501"
    return type(fel) not in (OperationalError, InternalError, InterfaceError, NotSupportedError, DatabaseError)


def in_words(fel: Exception, url: sa.URL) -> ArshjulFel:
    """What an error of the database means."""
    orig = getattr(fel, "orig", None) or fel
    text = f"{getattr(orig, 'sqlstate', '') or ''} {orig}".lower()
    vad = named(url)
    om = {"vad": vad, "Vad": vad[0].upper() + vad[1:], "anvandare": url.username or "utan namn"}
    for orsak in _POSTGRES if is_postgres(url) else _SQLITE:
        if any(t in text for t in orsak.tecken):
            return (Upptaget if orsak.overgar else ArshjulFel)(orsak.mening.format(**om))
    return ArshjulFel(f"{om['Vad']} svarar inte som väntat. Se efter ARSHJUL_DATABASE_URL, och {FORSOK.lower()}")


def check_kind(url: sa.URL, tabeller: set[str], revisioner: set[str], kanda: set[str]) -> None:
    """Whether a database is empty or one of ours, of a revision that this program knows.

    Args:
        tabeller: the tables that it has.
        revisioner: what Alembic has noted in it.
        kanda: the revisions that the program knows.

    Raises:
        ArshjulFel: it belongs to another program, or to a newer version of this one.
    """
    vad = named(url)
    if not tabeller - {"alembic_version"} and not revisioner:
        return
    if not tabeller >= VARA_TABELLER:
        raise ArshjulFel(
            f"{vad[0].upper()}{vad[1:]} tillhör ett annat program. Inget är ändrat. Ge Årshjulet en egen, tom databas "
            "i ARSHJUL_DATABASE_URL."
        )
    if not revisioner <= kanda:
        nyare = ", ".join(sorted(revisioner - kanda))
        raise ArshjulFel(
            f"{vad[0].upper()}{vad[1:]} är gjord av en nyare version av Årshjulet: databasen har version {nyare}, "
            f"programmet {max(kanda)}. Inget är ändrat. Installera den nyare versionen, eller återställ en "
            "säkerhetskopia från före uppgraderingen med arshjul aterstall."
        )
