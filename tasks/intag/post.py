"""Finding what has come in: files and mails of the in-folder, stored under their hash (kontrakt section 4)."""

import datetime
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from schemas.problem import Problem
from tasks.grund.filer import avtryck, copy_whole
from tasks.grund.mottaget import keep, stored
from tasks.intag.brevlasning import Brevet, read_brev

MOST_MAIL_BYTES = 60_000_000
#: what a file is called that has come before, to the byte, and would be judged the same today
REDAN = "redan mottagen"


@dataclass(frozen=True)
class Mottagning:
    """What became of one received file."""

    namn: str
    organ: str | None
    status: str
    problem: tuple[Problem, ...] = ()

    @property
    def antal_problem(self) -> int:
        """How many findings there are."""
        return len(self.problem)


@dataclass(frozen=True)
class Mottaget:
    """A received file, stored under its hash.

    Attributes:
        kalla: the file of the in-folder that it came from (a mail may bring several).
        avsandare: the sender's address where it came by mail.
        dag: the day when its mail came in; None where it is a file of the in-folder, or the mail does not say.
        ovriga: what else lay in its mail, by name.
    """

    namn: str
    sha256: str
    lagrad: Path
    kalla: Path
    avsandare: str | None = None
    dag: datetime.date | None = None
    ovriga: tuple[str, ...] = ()

    def store_in(self, arkiv: Path) -> "Mottaget":
        """The same file, stored in a year's own archive."""
        till = arkiv / self.lagrad.name
        if not till.exists():
            copy_whole(self.lagrad, till)
        return replace(self, lagrad=till)


@dataclass(frozen=True)
class Utanbok:
    """A mail that is no submission, stored under its hash: a machine sent it, or no workbook lies in it."""

    fil: Mottaget
    brev: Brevet


@dataclass
class Inkorgsinnehall:
    """What an in-folder held: workbooks to be judged, and mails without any."""

    bocker: list[Mottaget] = field(default_factory=list)
    brev: list[Utanbok] = field(default_factory=list)


def receive(inkorg: Path, arkiv: Path) -> Inkorgsinnehall:
    """Store everything in the in-folder under its hash; nothing is lost and nothing keeps its name as a path.

    Links and Excel's lock files (`~$…`) are left alone.
    """
    svar = Inkorgsinnehall()
    for fil in sorted(inkorg.glob("*")):
        if fil.is_symlink() or not fil.is_file() or fil.name.startswith((".", "~$")):
            continue
        lagrad = _store(fil, fil.name, arkiv, fil)
        if fil.suffix.lower() == ".eml" and lagrad.lagrad.stat().st_size <= MOST_MAIL_BYTES:
            _receive_brev(lagrad, arkiv, svar)
        else:
            svar.bocker.append(lagrad)
    return svar


def _receive_brev(lagrat: Mottaget, arkiv: Path, svar: Inkorgsinnehall) -> None:
    """The workbooks of a mail; the mail itself where it has none, or is no submission whatever it has."""
    brev = read_brev(lagrat.lagrad.read_bytes())
    if brev.maskin or not brev.bocker:
        svar.brev.append(Utanbok(replace(lagrat, avsandare=brev.avsandare, dag=brev.dag), brev))
        return
    ovriga = tuple(clean_name(namn) for namn in brev.ovriga)
    for bilaga in brev.bocker:
        fil = stored(arkiv, keep(arkiv, bilaga.innehall))
        bok = _store(fil, bilaga.namn, arkiv, lagrat.kalla)
        svar.bocker.append(replace(bok, avsandare=brev.avsandare, dag=brev.dag, ovriga=ovriga))


def _store(fil: Path, namn: str, arkiv: Path, kalla: Path) -> Mottaget:
    sha = avtryck(fil)
    lagrad = stored(arkiv, sha)
    if not lagrad.exists():
        copy_whole(fil, lagrad)
    return Mottaget(clean_name(namn), sha, lagrad, kalla)


def clean_name(namn: str) -> str:
    """A file name for people to read: no folders, no control characters, of sane length."""
    sist = re.split(r"[\\/]", namn)[-1]
    return "".join(t for t in sist if t.isprintable()).strip()[:150] or "bilaga"
