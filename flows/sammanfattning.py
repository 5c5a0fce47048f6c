"""What a person sees of the year in the terminal: the status, and the summary of a demo."""

import datetime

from rich.console import Console
from sqlmodel import Session, col, select

from flows.tabeller import tabell
from notifications.texter import datum
from schemas.arsmapp import Mal
from schemas.begrepp import Fas, Uppmaningsstatus, svenska
from schemas.tabeller import Malbeslut, Mottagare, Uppmaningsrad
from tasks.grund.databas import read
from tasks.insyn.status import Arstatus, Organstatus, arets_status
from tasks.laget.oppet import Oppet, oppet_ar, rows, senaste


def show_status(ut: Console, idag: datetime.date) -> None:
    """Where the year stands."""
    with read() as session:
        oppet = oppet_ar(session)
        s = arets_status(session, oppet, idag)
        ut.print(f"[bold]{s.kommun} {s.ar}[/], den {datum(idag)}")
        for vad, hur in s.faser.items():
            ut.print(f"{vad}: {hur}")
        for fas in Fas:
            egna = [i for i in s.inlamningar if i.slag == fas]
            rader_ = [[i.namn, svenska(i.status), i.version, i.inkom, _anmarkning(i)] for i in egna]
            if rader_:
                ut.print(
                    tabell(svenska(fas).capitalize(), ["Organ", "Status", "Version", "Inkom", ""], rader_, tal=[2])
                )
        _show_utskick(ut, s)
        for a in s.anmarkningar:
            ut.print(f"• {a}", markup=False)


def _anmarkning(i: Organstatus) -> str:
    return ", ".join(d for d in ("sen" if i.sen else "", f"version {i.galler} gäller" if i.galler else "") if d)


def show_sammanfattning(ut: Console) -> None:
    """The end of a demo: who submitted, the goals, what was asked and answered, and where the documents lie."""
    with read() as session:
        oppet = oppet_ar(session)
        s = arets_status(session, oppet, oppet.yaml.kalender.uppfoljning)
        ut.print(f"\n[bold]Årshjulet {s.ar}, {s.kommun}[/]")
        for fas in Fas:
            _show_inlamningar(ut, s, fas)
        _show_mal(ut, session, oppet)
        _show_uppmaningar(ut, session, oppet)
        _show_utskick(ut, s)
        ut.print(
            "Svar på uppmaningarna: "
            + ", ".join(f"{antal} {svenska(status)}" for status, antal in sorted(s.svar.items()))
        )
        for a in s.anmarkningar:
            ut.print(f"• {a}", markup=False)
        for vad, var in (("Dokument", "dokument"), ("Meddelanden", "utskick"), ("Mallar", "mallar")):
            ut.print(f"{vad}: {oppet.mapp / var}")


def _show_inlamningar(ut: Console, s: Arstatus, fas: Fas) -> None:
    egna = [i for i in s.inlamningar if i.slag == fas]
    per_dag: dict[datetime.date, list[str]] = {}
    for i in egna:
        if i.inkom:
            per_dag.setdefault(i.inkom, []).append(i.namn + (" (sen)" if i.sen else ""))
    rader_ = [[dag, len(namn), ", ".join(namn)] for dag, namn in sorted(per_dag.items())]
    if saknas := [i.namn for i in egna if not i.inkom]:
        rader_.append(["ej inlämnad", len(saknas), ", ".join(saknas)])
    if rader_:
        ut.print(tabell(svenska(fas).capitalize(), ["Inkom", "Antal", "Organ"], rader_, tal=[1]))


def _show_mal(ut: Console, session: Session, oppet: Oppet) -> None:
    per_fas = {}
    for fas in Fas:
        if rad := senaste(session, oppet.ar, fas):
            per_fas[fas] = {m.kod: m for m in session.exec(select(Malbeslut).where(Malbeslut.avstamning_id == rad.id))}
    rader_ = []
    for m in rows(session, Mal, oppet.ar):
        celler = []
        for fas in Fas:
            b = per_fas.get(fas, {}).get(m.kod)
            celler += [svenska(b.beslut or b.forslag), f"{b.helt} av {b.av}"] if b else ["", ""]
        rader_.append([m.kod, m.namn, *celler])
    if per_fas:
        rubriker = ["Mål", "Namn", "Avstämning", "Helt", "Efter T1", "Helt"]
        ut.print(tabell("Målen", rubriker, rader_))


def _show_uppmaningar(ut: Console, session: Session, oppet: Oppet) -> None:
    fraga = select(Uppmaningsrad).where(Uppmaningsrad.ar == oppet.ar, Uppmaningsrad.status == Uppmaningsstatus.UTFARDAD)
    alla = session.exec(fraga.order_by(col(Uppmaningsrad.id))).all()
    antal: dict[int, int] = {}
    for m in session.exec(select(Mottagare)):
        antal[m.uppmaning_id] = antal.get(m.uppmaning_id, 0) + 1
    rader_ = [[u.nummer, svenska(u.grund), u.till, antal.get(u.id, 0), u.senast or "–"] for u in alla]
    if rader_:
        ut.print(tabell("Uppmaningar", ["Nummer", "Grund", "Till", "Antal", "Senast"], rader_, tal=[3]))


def _show_utskick(ut: Console, s: Arstatus) -> None:
    rader_ = [[svenska(slag), svenska(status), antal] for (slag, status), antal in sorted(s.utskick.items())]
    if rader_:
        ut.print(tabell("Meddelanden", ["Slag", "Status", "Antal"], rader_, tal=[2]))
