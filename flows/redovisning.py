"""What a run shows of its work in the Prefect UI: tables, as artifacts."""

import datetime
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from sqlmodel import Session

from flows.filvisning import link_to
from notifications.texter import stor_bokstav
from schemas.arsmapp import Mal, Organ
from schemas.begrepp import Utskicksstatus
from schemas.hur import is_in_the_ui
from schemas.omgangar import ORGANMAPP
from schemas.ord import standardord
from schemas.personuppgift import without_addresses
from schemas.problem import Avvisat, Problem
from tasks.aret.oppna import Skillnad
from tasks.beslut.prov import Beslutsprov
from tasks.dokument.lager import edited_before
from tasks.grund.databas import read
from tasks.insyn.status import Arstatus, arets_status
from tasks.intag.post import Mottagning
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import malbeslut, newest_of_all
from tasks.laget.fragat import parts
from tasks.laget.oppet import Oppet, years_to_show
from tasks.laget.utkorg import messages
from tasks.utskick.aktuellt import Laget, Mejl, written_today
from tasks.utskick.leverans import planned

#: an artifact that nobody can scroll through helps nobody
MOST_ROWS = 500
#: how often a long run tells how far it has come; each telling is a request
EVERY_SECONDS = 1.0
#: a sentence that is longer than this shouts when it is a heading
MOST_IN_HEADING = 60
#: a whole mail is longer than a row
MOST_MAILS = 200
#: what needs a person, and stands first
ATT_SE_TILL = (Utskicksstatus.MISSLYCKAT, Utskicksstatus.OSAKERT)


def md_table(rubriker: Sequence[str], rader: Sequence[Sequence[object]]) -> str:
    """A Markdown table; what stands in the cells can neither break it nor mark itself up."""
    alla = [rubriker, ["---"] * len(rubriker), *([_cell(v) for v in rad] for rad in rader[:MOST_ROWS])]
    text = "\n".join(f"| {' | '.join(rad)} |" for rad in alla)
    return text if len(rader) <= MOST_ROWS else f"{text}\n\nOch {len(rader) - MOST_ROWS} till."


def _cell(varde: object) -> str:
    text = " ".join(("" if varde is None else str(varde)).split())
    for tecken in "\\`*_[]<>|#~":
        text = text.replace(tecken, f"&#{ord(tecken)};")
    return text


def show(nyckel: str, titel: str, *stycken: str) -> None:
    """Show something of the run at hand, without addresses; nothing where its reader has a terminal.

    Args:
        nyckel: a-z and dashes: the same key is the same thing, a new time.
        stycken: Markdown.
    """
    if is_in_the_ui():
        rubrik = f"# {titel}" if len(titel) <= MOST_IN_HEADING else titel
        text = "\n\n".join([rubrik, *(s for s in stycken if s)])
        create_markdown_artifact(without_addresses(text), key=nyckel, description=without_addresses(titel))


class Framsteg:
    """How far a long run has come, in percent of a known number of things; told about once a second."""

    def __init__(self, vad: str, antal: int, minst: int = 20) -> None:
        self._antal, self._gjorda, self._visades = antal, 0, time.monotonic()
        visas = is_in_the_ui() and antal >= minst
        self._id: Any = create_progress_artifact(0.0, key="framsteg", description=vad) if visas else None

    def step(self, antal: int = 1) -> None:
        """Note that some more are done."""
        self._gjorda += antal
        nu, klar = time.monotonic(), self._gjorda == self._antal
        if self._id is not None and (klar or nu - self._visades >= EVERY_SECONDS):
            self._visades = nu
            procent = min(100.0, self._gjorda * 100 // max(1, self._antal))
            update_progress_artifact(artifact_id=self._id, progress=float(procent))


def show_problem(fel: Avvisat) -> None:
    """Every finding of something that was refused."""
    rader = [[p.plats, p.varde, p.rubrik, p.forvantat, p.atgard] for p in fel.problem]
    show("avvisat", str(fel), md_table(["Var", "Där står", "Fel", "Förväntat", "Åtgärd"], rader))


def show_inkommet(svar: Sequence[Mottagning]) -> None:
    """What came in: every file with its verdict, and every finding with how to mend it."""
    o = standardord()
    filer = [[m.namn, m.organ or "okänt", o.kod(m.status), m.antal_problem or ""] for m in svar]
    funna = [[m.namn, *_where(p), p.text] for m in svar for p in m.problem]
    show(
        "intag",
        sentence_of_intag(svar),
        md_table(["Fil", "Organ", "Status", "Fel"], filer) if filer else "",
        "## Felen\n\n" + md_table(["Fil", "Blad", "Cell", "Vad, och hur det lagas"], funna) if funna else "",
    )


def _where(p: Problem) -> tuple[str | None, str | None]:
    return p.blad, p.cell


def sentence_of_intag(svar: Sequence[Mottagning]) -> str:
    """`12 mottagna: 9 godkända, 2 avvisade, 1 väntar`."""
    if not svar:
        return "Inget nytt har kommit in."
    delar = []
    for status, en, flera in (
        ("godkand", "godkänd", "godkända"), ("avvisad", "avvisad", "avvisade"), ("vantar", "väntar", "väntar"),
    ):  # fmt: skip
        if antal := sum(m.status == status for m in svar):
            delar.append(f"{antal} {en if antal == 1 else flera}")
    if ovriga := sum(m.status not in ("godkand", "avvisad", "vantar") for m in svar):
        delar.append(f"{ovriga} {'annat' if ovriga == 1 else 'andra'}")
    return f"{len(svar)} {'mottagen' if len(svar) == 1 else 'mottagna'}: {', '.join(delar)}."


def needs_somebody(svar: Sequence[Mottagning]) -> str:
    """What of the intake a person must settle: what waits, and what nobody could be told of."""
    vantar = [m.namn for m in svar if m.status == "vantar"]
    okanda = [m.namn for m in svar if m.status == "avvisad" and not m.organ]
    delar = []
    if vantar:
        delar.append(f"Godta eller avvisa i granskningen: {', '.join(vantar)}.")
    if okanda:
        delar.append(f"Det går inte att se vems de är, så ingen har fått veta det: {', '.join(okanda)}.")
    return " ".join(delar)


def show_aret(ar: int | None, idag: datetime.date, *, nyckel: str = "status") -> None:
    """Where each open year stands, with who has not submitted first."""
    if not is_in_the_ui():
        return
    with read() as session:
        for oppet in years_to_show(session, ar):
            show(f"{nyckel}-{oppet.ar}", f"{oppet.kommun} {oppet.ar}", as_markdown(arets_status(session, oppet, idag)))


def as_markdown(s: Arstatus) -> str:
    """The status of a year as Markdown: what needs somebody, who has not submitted, and then the rest."""
    delar = ["\n".join(f"- {a}" for a in s.anmarkningar), "\n".join(f"- {o.namn}: {hur}" for o, hur in s.omgangar)]
    for o, _ in s.omgangar:
        egna = sorted((i for i in s.inlamningar if i.omgang == o.kod), key=lambda i: not i.saknas)
        rader = [
            [i.namn, s.oppet.o.kod(i.status), i.version, f"{i.inkom or ''}{' (sen)' if i.sen else ''}"] for i in egna
        ]
        if rader:
            delar.append(f"## {o.namn}\n\n" + md_table(["Organ", "Status", "Version", "Inkom"], rader))
    utskick = [[s.oppet.o.kod(slag), s.oppet.o.kod(st), n] for (slag, st), n in sorted(s.utskick.items())]
    if utskick:
        delar.append("## Meddelanden\n\n" + md_table(["Slag", "Status", "Antal"], utskick))
    return "\n\n".join(d for d in delar if d)


def show_forslag(oppet: Oppet, filer: Iterable[str]) -> None:
    """What is proposed or decided: the goals, what is asked of whom, and where the documents lie."""
    if not is_in_the_ui():
        return
    with read() as session:
        show(
            f"laget-{oppet.ar}",
            f"{oppet.kommun} {oppet.ar}: målen och {oppet.o.uppmaning.flera_bestamd}",
            _malen(session, oppet),
            _begart(session, oppet),
            show_filer(filer),
        )


def show_filer(filer: Iterable[str]) -> str:
    """The files that were written, as a list; those of a folder with one for each organ as a line."""
    alla = [Path(f) for f in filer]
    bladen = [f for f in alla if f.parent.name == Path(ORGANMAPP).name]
    rader = [_file_line(f) + _beside(f) for f in alla if f not in set(bladen) or edited_before(f)]
    rader += [f"- {len(bladen)} filer i `{bladen[0].parent}`: ett blad för varje organ"] if bladen else []
    return "## Skrivna filer\n\n" + "\n".join(rader) if rader else ""


def _file_line(fil: Path) -> str:
    lank = link_to(fil)
    return f"- [{fil.name}]({lank})" if lank else f"- `{fil}`"


def _beside(fil: Path) -> str:
    fore = edited_before(fil)
    return f" (ny version: {fore.name} har ändrats av någon och står kvar)" if fore else ""


def _malen(session: Session, oppet: Oppet) -> str:
    per_omgang = {o: malbeslut(session, rad) for o, rad in newest_of_all(session, oppet).items()}
    if not per_omgang:
        return ""
    rader = []
    for m in rows(session, Mal, oppet.ar):
        celler: list[object] = [m.kod, m.namn]
        for beslut in per_omgang.values():
            b = beslut[m.kod]
            hur = "beslutad" if b.beslut else "förslag"
            celler += [f"{oppet.o.kod(b.beslut or b.forslag)} ({hur})", f"{b.helt} av {b.av}"]
        rader.append(celler)
    rubriker = [r for o in per_omgang for r in (o.namn, "Helt")]
    return "## Målen\n\n" + md_table(["Mål", "Namn", *rubriker], rader)


def _begart(session: Session, oppet: Oppet) -> str:
    namn = {r.kod: r.kortnamn or r.namn for r in rows(session, Organ, oppet.ar)}
    rader = [
        [d.u.nummer, oppet.o.kod(d.u.grund), namn[d.m.organ], d.u.text, d.m.senast, oppet.o.kod(d.status)]
        for d in parts(session, oppet)
    ]
    if not rader:
        return ""
    titel = stor_bokstav(oppet.o.uppmaning.flera)
    return f"## {titel}\n\n" + md_table(["Nummer", "Grund", "Organ", "Text", "Senast", "Svar"], rader)


def show_torrkorning(aren: Sequence[Oppet], idag: datetime.date) -> str:
    """Every message that would be sent, with its recipients and text; how many, in a sentence."""
    mejl = [(oppet, lage, m) for oppet in aren for lage in planned(oppet, idag) for m in lage.mejl]
    if is_in_the_ui():
        show("torrkorning", _would_be_sent(len(mejl)), *(_mejl(*om, idag) for om in mejl[:MOST_MAILS]))
    return _would_be_sent(len(mejl))


def _would_be_sent(antal: int) -> str:
    return f"{antal} {'meddelande' if antal == 1 else 'meddelanden'} skulle skickas. Inget är skickat."


def _mejl(oppet: Oppet, lage: Laget, m: Mejl, idag: datetime.date) -> str:
    with read() as session:
        amne, text, bilagor = written_today(session, oppet, idag, m, lage.organ)
    huvud: list[list[object]] = [
        ["Till", _whom(oppet, lage, m)],
        ["Antal adresser", len(m.till) + len(m.kopia)],
        ["Bilagor", ", ".join(bilagor)],
    ]
    rader = "\n".join(f"    {rad}" for rad in text.splitlines())
    return f"## {_cell(amne)}\n\n{md_table(['', ''], [r for r in huvud if r[1]])}\n\n{rader}"


def _whom(oppet: Oppet, lage: Laget, m: Mejl) -> str:
    """Whom a mail is to, without addresses: they stand in the dry run of the terminal."""
    alla = (f"{lage.organ[u.organ].namn if u.organ else 'samlat'}, {oppet.o.kod(u.roll)}" for u in m.rader)
    return "; ".join(dict.fromkeys(alla))


def show_utskick(oppet: Oppet, berorda: Collection[int]) -> None:
    """What was sent and to whom, what was not and why.

    Args:
        berorda: the rows of the outbox that waited when the run began.
    """
    if not is_in_the_ui():
        return
    with read() as session:
        alla = [u for u in messages(session, oppet.ar) if u.id in berorda or u.status in ATT_SE_TILL]
    alla.sort(key=lambda u: u.status not in ATT_SE_TILL)
    o = oppet.o
    rader = [[o.kod(u.status), o.kod(u.slag), u.organ or "samlat", o.kod(u.roll), u.amne, u.fel] for u in alla]
    if rader:
        rubriker = ["Status", "Slag", "Till", "Roll", "Ämne", "Skäl"]
        show(f"utskick-{oppet.ar}", f"Meddelanden {oppet.kommun} {oppet.ar}", md_table(rubriker, rader))


def show_skillnader(funna: Sequence[Skillnad]) -> None:
    """What differs between a year and the one that is open."""
    rader = [list(vars(s).values()) for s in funna]
    if rader:
        show("skillnader", "Det här skiljer sig", md_table(["Fil", "Nyckel", "Kolumn", "Före", "Efter"], rader))


def show_beslutsprov(svar: Beslutsprov | str) -> None:
    """What would be decided, table by table."""
    if isinstance(svar, Beslutsprov):
        delar = [f"## {titel}\n\n{md_table(rubriker, rader)}" for titel, rubriker, rader in svar.tabeller]
        show("beslutsprov", svar.mening, *delar)


def written(filer: Sequence[str]) -> str:
    """How many files were written, and where."""
    if not filer:
        return "Inget nytt att skriva: allt är aktuellt."
    mappar = ", ".join(dict.fromkeys(str(Path(f).parent) for f in filer))
    bredvid = [(f, fore) for f in map(Path, filer) if (fore := edited_before(f))]
    ny = "".join(f" {fore.name} har ändrats av någon och står kvar; det nya står i {f.name}." for f, fore in bredvid)
    return f"{len(filer)} {'fil' if len(filer) == 1 else 'filer'} i {mappar}.{ny}"


def show_written(filer: Sequence[str]) -> None:
    """The files that were written."""
    show("filer", "Skrivna filer", show_filer(filer))
