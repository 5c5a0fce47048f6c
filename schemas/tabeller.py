"""The state: what was handed in, proposed, decided, asked, answered and sent, and the trail of it all.

The year folder's tables are in schemas/arsmapp.py, the workbooks' rows in schemas/arbetsbocker.py;
importing this module makes the whole database known.
"""

import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

import schemas.arbetsbocker
import schemas.arsmapp  # noqa: F401
from schemas.begrepp import Uppmaningsstatus, Utskicksstatus
from schemas.falt import Exakt


def _json(standard: Any) -> Any:
    return Field(default_factory=standard, sa_column=Column(JSON, nullable=False))


def _text() -> Any:
    return Field(default=None, sa_type=Text)


def _exakt() -> Any:
    return Field(default=None, sa_type=Exakt)


class Ar(SQLModel, table=True):
    """A year that has been opened: `yaml` = its ar.yaml as checked, `arbetsbok` = the workbook that it came from."""

    ar: int = Field(primary_key=True)
    kommun: str
    diarienummer: str | None = None
    yaml: dict[str, Any] = _json(dict)
    saknade_filer: list[str] = _json(list)
    arbetsbok: str | None = None
    oppnad: datetime.date


class Inlamning(SQLModel, table=True):
    """A workbook that was received for an omgång.

    Attributes:
        kolumner: {sheet: {attribute: column letter}}, to find a row's cells.
    """

    __table_args__ = (UniqueConstraint("ar", "organ", "omgang", "version"),)

    id: int = Field(default=None, primary_key=True)
    ar: int = Field(index=True)
    organ: str | None = None
    omgang: str | None = None
    version: int = 0
    status: str
    sen: bool = False
    inkom: datetime.date
    sha256: str = Field(index=True)
    filnamn: str
    avsandare: str | None = None
    skal: str | None = None
    uppgiftslamnare: str | None = None
    beslutad: str | None = None
    diarienummer: str | None = None
    problem: list[dict[str, Any]] = _json(list)
    fragor: list[str] = _json(list)
    kolumner: dict[str, dict[str, str]] = _json(dict)


class Avstamning(SQLModel, table=True):
    """One version of the avstämning of an omgång: proposals until a named person has decided.

    Attributes:
        underlag: hash of what it rests on, the version of the rules included.
        inlamningar: organ → the submission that it rests on.
        texter: section or goal → the office's text, as decided.
        resultatenheter: what the organs want to change, and as decided: organ, resultatenhet, forandring, beslut,
            motivering.
        forklaringar: what the office says of the figures that do not agree: slag, nyckel, vad, forklaring.
    """

    __table_args__ = (UniqueConstraint("ar", "omgang", "version"),)

    id: int = Field(default=None, primary_key=True)
    ar: int
    omgang: str
    version: int
    skapad: datetime.date
    underlag: str
    inlamningar: dict[str, int] = _json(dict)
    texter: dict[str, str] = _json(dict)
    resultatenheter: list[dict[str, Any]] = _json(list)
    forklaringar: list[dict[str, Any]] = _json(list)
    beslutad: datetime.date | None = None
    handlaggare: str | None = None


class Indikatorutfall(SQLModel, table=True):
    """The aggregate of one indicator in one avstämning.

    Attributes:
        aggregerat: of the omgång's values, rounded; varden: organ → its value, as stated.
        arsmal_aggregerat: of the årsmål in force, rounded; arsmal: organ → its årsmål in force, as stated.
        hojning: organ → the årsmål to come to.
    """

    id: int = Field(default=None, primary_key=True)
    avstamning_id: int = Field(foreign_key="avstamning.id", index=True)
    kod: str
    aggregerat: Decimal | None = _exakt()
    kf_arsmal: Decimal | None = _exakt()
    uppfyllelse: str
    antal: int
    saknas: list[str] = _json(list)
    hojning: dict[str, str] = _json(dict)
    varden: dict[str, str] = _json(dict)
    arsmal_aggregerat: Decimal | None = _exakt()
    arsmal: dict[str, str] = _json(dict)


class Malbeslut(SQLModel, table=True):
    """The proposal and the decision for one goal in one avstämning."""

    __table_args__ = (UniqueConstraint("avstamning_id", "kod"),)

    id: int = Field(default=None, primary_key=True)
    avstamning_id: int = Field(foreign_key="avstamning.id", index=True)
    kod: str
    forslag: str
    skal: str = Field(sa_type=Text)
    beslut: str | None = None
    motivering: str | None = _text()
    helt: int
    delvis: int
    inte: int
    av: int
    namnder: int | None = None
    bolag: int | None = None
    namndmal: int | None = None


class Uppmaningsrad(SQLModel, table=True):
    """An uppmaning: a proposal, issued or struck.

    Attributes:
        rad: the row of riktade_uppmaningar.csv that it comes from.
        regeltext: its text as the program wrote it; text: as it stands, after the office's edits.
        senast: the day that it was issued with; each recipient has its own.
    """

    __tablename__ = "uppmaning"
    __table_args__ = (UniqueConstraint("ar", "nummer"),)

    id: int = Field(default=None, primary_key=True)
    ar: int = Field(index=True)
    avstamning_id: int = Field(foreign_key="avstamning.id", index=True)
    nummer: str
    grund: str
    begar: str
    mal: str | None = None
    indikator: str | None = None
    avser: str | None = _text()
    senast: datetime.date | None = None
    till: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    regeltext: str = Field(sa_type=Text)
    status: str = Field(default=str(Uppmaningsstatus.FORSLAG))
    utfardad: datetime.date | None = None
    aterkallad: bool = False
    motivering: str | None = _text()
    rad: int | None = None


class Mottagare(SQLModel, table=True):
    """One organ's part of an uppmaning: what it is asked for and by when. How it answered stands in `Svarsdom`.

    Attributes:
        senast: when it is due now: its anstånd, or the day that it was moved to.
        jamfort: the values that the rule compared, by what they are (see `schemas.regler.JAMFORT`).
        tillfragad: the day from which it may be reminded.
        begart: the value to reach.
    """

    __table_args__ = (UniqueConstraint("uppmaning_id", "organ"),)

    id: int = Field(default=None, primary_key=True)
    uppmaning_id: int = Field(foreign_key="uppmaning.id", index=True)
    organ: str
    senast: datetime.date | None = None
    begart: Decimal | None = _exakt()
    tillfragad: datetime.date | None = None
    aterkallad: bool = False
    jamfort: dict[str, str] = _json(dict)


class Svarsdom(SQLModel, table=True):
    """How one organ's answer to one uppmaning was judged in one omgång (kontrakt section 5, Answers).

    Attributes:
        senast: the day that it was judged against.
        forslag: the rule's judgement, and `skal` why; status: what holds.
        varde, svar: what the answer says.
    """

    __table_args__ = (UniqueConstraint("mottagare_id", "omgang"),)

    id: int = Field(default=None, primary_key=True)
    mottagare_id: int = Field(foreign_key="mottagare.id", index=True)
    omgang: str
    senast: datetime.date | None = None
    status: str
    forslag: str
    skal: str = Field(sa_type=Text)
    motivering: str | None = _text()
    sen: bool = False
    varde: Decimal | None = _exakt()
    svar: str | None = _text()


class Anstand(SQLModel, table=True):
    """A later due day for one organ's workbook of an omgång; anstånd with one answer is the recipient's `senast`."""

    __table_args__ = (UniqueConstraint("ar", "omgang", "organ"),)

    id: int = Field(default=None, primary_key=True)
    ar: int = Field(index=True)
    omgang: str
    organ: str
    dag: datetime.date
    givet: datetime.date


class Framstallning(SQLModel, table=True):
    """A budget request of an organ's plan, or a row that nobody asked for, with what is proposed and decided (mnkr).

    onskan = why the organ asks; motivering = why the office decided so.
    """

    id: int = Field(default=None, primary_key=True)
    avstamning_id: int = Field(foreign_key="avstamning.id", index=True)
    organ: str | None = None
    slag: str
    andamal: str
    sokt: Decimal | None = _exakt()
    forslag: Decimal | None = _exakt()
    beviljat: Decimal | None = _exakt()
    finansiering: str | None = None
    onskan: str | None = _text()
    motivering: str | None = _text()


class Utskick(SQLModel, table=True):
    """A message in the outbox.

    Attributes:
        omgang: the round that it is about.
        till, kopia: addresses; bilagor: paths relative to the year's folder.
        brev: the key of the message that carried it.
        meddelande: the Message-ID that it left with.
        forst: the day when it was first tried; fel: why it did not go out, or which copies were refused.
        sandare: the process that is sending it.
    """

    __table_args__ = (UniqueConstraint("ar", "nyckel"),)

    id: int = Field(default=None, primary_key=True)
    ar: int = Field(index=True)
    nyckel: str
    organ: str | None = None
    roll: str
    slag: str
    omgang: str | None = None
    steg: str | None = None
    forfallo: datetime.date | None = None
    dag: datetime.date
    kanal: str
    till: list[str] = _json(list)
    kopia: list[str] = _json(list)
    amne: str
    text: str = Field(sa_type=Text)
    bilagor: list[str] = _json(list)
    status: str = Field(default=str(Utskicksstatus.VANTAR), index=True)
    forsok: int = 0
    fel: str | None = _text()
    brev: str | None = None
    meddelande: str | None = Field(default=None, index=True)
    forst: datetime.date | None = None
    sandare: str | None = None


class Post(SQLModel, table=True):
    """A mail that came in and was no submission.

    Attributes:
        organ: whose contact sent it, if any.
        slag: see `Postslag`.
        inkom: the day when the city's server took it; bilagor: the names of what was attached.
        om: of a bounce: the keys of the messages that did not arrive; adresser: which addresses did not take them.
    """

    __table_args__ = (UniqueConstraint("ar", "sha256"),)

    id: int = Field(default=None, primary_key=True)
    ar: int = Field(index=True)
    sha256: str
    organ: str | None = None
    slag: str
    inkom: datetime.date
    avsandare: str
    amne: str
    text: str = Field(sa_type=Text)
    bilagor: list[str] = _json(list)
    om: list[str] = _json(list)
    adresser: list[str] = _json(list)


class Dokument(SQLModel, table=True):
    """A file that the program makes, registered before it is written.

    Attributes:
        underlag: hash of what it shows; while that is the same, the file is current.
        sha256: the hash with which the program leaves the file; fore: the one with which it left it the time before,
            which the file still has where a run was killed between registering and writing.
    """

    __table_args__ = (UniqueConstraint("ar", "sokvag"),)

    id: int = Field(default=None, primary_key=True)
    ar: int
    sokvag: str
    underlag: str
    sha256: str
    fore: str | None = None
    dag: datetime.date


class Kedja(SQLModel, table=True):
    """The end of the audit trail: how many rows, and the hash of the last. One row, moved by conditional update."""

    id: int = Field(default=1, primary_key=True)
    antal: int = 0
    hash: str = ""


class Handelse(SQLModel, table=True):
    """The audit trail: append-only, each row with the hash of the row before."""

    nr: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    dag: datetime.date
    tid: str
    vem: str
    vad: str
    ar: int | None = None
    uppgifter: dict[str, Any] = _json(dict)
    fil: str | None = None
    fil_sha256: str | None = None
    fore: str
    hash: str


class Salt(SQLModel, table=True):
    """What is mixed into the fingerprint of a unit that holds personal data; it goes with the data."""

    enhet: str = Field(primary_key=True)
    salt: str


class Korning(SQLModel, table=True):
    """The newest run of a flow that ran on a schedule or from a form: when it began (UTC), and what it said."""

    flode: str = Field(primary_key=True)
    borjade: str
    lyckad: bool
    mening: str = Field(sa_type=Text)
