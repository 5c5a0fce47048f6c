"""What a person sees of the year in the terminal: the status, and the summary of a demo."""

import datetime

from rich.console import Console
from sqlmodel import Session

from flows.tabeller import tabell
from notifications.texter import datum, stor_bokstav
from schemas.arsmapp import Mal
from schemas.omgangar import Omgang
from tasks.grund.databas import read
from tasks.grund.handelser import chain_head
from tasks.insyn.status import Arstatus, Organstatus, arets_status
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import malbeslut, newest_of_all
from tasks.laget.fragat import Del, parts
from tasks.laget.oppet import Oppet, the_year, years_to_show


def show_status(ut: Console, ar: int | None, idag: datetime.date) -> None:
    """Where the year stands; every open year where none is named."""
    with read() as session:
        for oppet in years_to_show(session, ar):
            _show_ar(ut, arets_status(session, oppet, idag), idag)
        ut.print(chain_head(session).i_text, markup=False, highlight=False, soft_wrap=True)


def _show_ar(ut: Console, s: Arstatus, idag: datetime.date) -> None:
    ut.print(f"[bold]{s.oppet.kommun} {s.oppet.ar}[/], den {datum(idag)}")
    for o, hur in s.omgangar:
        ut.print(f"{o.namn}: {hur}")
    for o, _ in s.omgangar:
        egna = [i for i in s.inlamningar if i.omgang == o.kod]
        rader = [[i.namn, s.oppet.o.kod(i.status), i.version, i.inkom, _anmarkning(i)] for i in egna]
        if rader:
            ut.print(tabell(o.namn, ["Organ", "Status", "Version", "Inkom", ""], rader, tal=[2]))
    _show_utskick(ut, s)
    for a in s.anmarkningar:
        ut.print(f"• {a}", markup=False)


def _anmarkning(i: Organstatus) -> str:
    return ", ".join(d for d in ("sen" if i.sen else "", f"version {i.galler} gäller" if i.galler else "") if d)


def show_sammanfattning(ut: Console, ar: int) -> None:
    """The end of a demo: who submitted, the goals, what was asked and answered, and where the documents lie."""
    with read() as session:
        oppet = the_year(session, ar)
        s = arets_status(session, oppet, oppet.omgangar[-1].beslutas)
        ut.print(f"\n[bold]Årshjulet {ar}, {oppet.kommun}[/]")
        for o in oppet.omgangar:
            _show_inlamningar(ut, s, o)
        _show_mal(ut, session, oppet)
        _show_uppmaningar(ut, session, oppet)
        _show_utskick(ut, s)
        svar = ", ".join(f"{antal} {oppet.o.kod(status)}" for status, antal in sorted(s.svar.items()))
        if svar:
            ut.print(f"Svar på {oppet.o.uppmaning.flera_bestamd}: {svar}")
        for a in s.anmarkningar:
            ut.print(f"• {a}", markup=False)
        for vad, var in (("Dokument", "dokument"), ("Meddelanden", "utskick"), ("Mallar", "mallar")):
            ut.print(f"{vad}: {oppet.mapp / var}")


def _show_inlamningar(ut: Console, s: Arstatus, o: Omgang) -> None:
    egna = [i for i in s.inlamningar if i.omgang == o.kod]
    per_dag: dict[datetime.date, list[str]] = {}
    for i in egna:
        if i.inkom:
            per_dag.setdefault(i.inkom, []).append(i.namn + (" (sen)" if i.sen else ""))
    rader = [[dag, len(namn), ", ".join(namn)] for dag, namn in sorted(per_dag.items())]
    if saknas := [i.namn for i in egna if not i.inkom]:
        rader.append(["ej inlämnad", len(saknas), ", ".join(saknas)])
    if rader:
        ut.print(tabell(o.namn, ["Inkom", "Antal", "Organ"], rader, tal=[1]))


def _show_mal(ut: Console, session: Session, oppet: Oppet) -> None:
    per_omgang = {o: malbeslut(session, rad) for o, rad in newest_of_all(session, oppet).items()}
    rader = []
    for m in rows(session, Mal, oppet.ar):
        celler = []
        for beslut in per_omgang.values():
            b = beslut[m.kod]
            celler += [oppet.o.kod(b.beslut or b.forslag), f"{b.helt} av {b.av}"]
        rader.append([m.kod, m.namn, *celler])
    if per_omgang:
        rubriker = [r for o in per_omgang for r in (o.namn, "Helt")]
        ut.print(tabell("Målen", ["Mål", "Namn", *rubriker], rader))


def _show_uppmaningar(ut: Console, session: Session, oppet: Oppet) -> None:
    per_nummer: dict[str, list[Del]] = {}
    for d in parts(session, oppet):
        per_nummer.setdefault(d.u.nummer, []).append(d)
    rader = [
        [nummer, oppet.o.kod(alla[0].u.grund), alla[0].u.till, len(alla), alla[0].u.senast or "–"]
        for nummer, alla in per_nummer.items()
    ]
    if rader:
        titel = stor_bokstav(oppet.o.uppmaning.flera)
        ut.print(tabell(titel, ["Nummer", "Grund", "Till", "Antal", "Senast"], rader, tal=[3]))


def _show_utskick(ut: Console, s: Arstatus) -> None:
    o = s.oppet.o
    rader = [[o.kod(slag), o.kod(status), antal] for (slag, status), antal in sorted(s.utskick.items())]
    if rader:
        ut.print(tabell("Meddelanden", ["Slag", "Status", "Antal"], rader, tal=[2]))
