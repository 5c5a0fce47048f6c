"""Demo: the whole year on a simulated clock, through the same flows that the single commands run."""

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import flow
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from flows.paminn import paminn
from flows.skicka import skicka
from flows.uppfoljning import uppfoljning
from rules.arsgang import arets_dagar, dagen_efter, inlamningsdagar, paminnelsedagar
from schemas.arbetsbocker import filnamn
from schemas.arsmapp import Inlamningsdag
from schemas.begrepp import Fas
from tasks.aret.arsmapp import read_kalender
from tasks.grund.barn import warm_up
from tasks.grund.databas import read
from tasks.laget.oppet import Oppet, beslutad, oppet_ar, rows
from tasks.utskick.leverans import waiting

HANDLAGGARE = "demo"
#: runs a flow with its arguments: as a Prefect flow, or as a plain function
Kor = Callable[..., Any]


@flow(name="demo", flow_run_name="Demo {data}")
def demo(data: Path) -> int:
    """The year of a folder from its opening to the follow-up; how many days something was done on."""
    return step_through(data, lambda flode, **val: flode(**val))


def step_through(data: Path, kor: Kor) -> int:
    """Step the clock over every day with something due.

    Args:
        kor: how a flow is run; `lambda flode, **val: flode.fn(**val)` leaves Prefect out.
    """
    warm_up()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    ) as framsteg:
        rad = framsteg.add_task("Öppnar året", total=None)
        ar = _Ar(data, kor)
        dagar = ar.oppna()
        framsteg.update(rad, total=len(dagar))
        for dag in dagar:
            framsteg.update(rad, description=f"{dag}  {ar.vad_som_hander(dag)}")
            ar.gor_dagen(dag)
            framsteg.advance(rad)
        framsteg.update(rad, description="Året är genomgånget")
    return len(dagar)


class _Ar:
    """One year under way: which workbook comes in on which day."""

    def __init__(self, data: Path, kor: Kor) -> None:
        self.data, self.kor = data, kor
        self.oppet: Oppet
        self.kommer: dict[datetime.date, list[Path]] = {}
        #: the days on which some ladder has a step: on any other, reminding would do nothing
        self.steg: set[datetime.date] = set()

    def oppna(self) -> list[datetime.date]:
        """Open the year on its first day, ask the organs, and lay out what they will hand in."""
        forsta = read_kalender(self.data).model_dump()["oppnas"]
        self.kor(oppna, data=self.data, idag=forsta, vem=HANDLAGGARE)
        with read() as session:
            self.oppet = oppet_ar(session)
            self.dagar = {
                fas: {r.organ: r.inkom for r in rows(session, Inlamningsdag, self.oppet.ar) if r.slag == fas}
                for fas in Fas
            }
        self.kor(mallar, slag="VP", idag=forsta)
        self._lagg_ut(Fas.VP, forsta)
        k, p = self.oppet.yaml.kalender.model_dump(), self.oppet.yaml.paminnelser
        self.steg = {
            d for fas in Fas for d in paminnelsedagar(self.oppet.forfallodag(fas), p.fore, p.efter, p.eskalering)
        }
        t1 = [max(d, dagen_efter(k["beslut"])) for d in [*self.dagar[Fas.T1].values(), self.oppet.forfallodag(Fas.T1)]]
        return arets_dagar(k, [*self.kommer, *t1], self.steg)

    def _lagg_ut(self, fas: Fas, tidigast: datetime.date) -> None:
        """Make the example workbooks of a phase, and note on which day each comes in."""
        ut = self.oppet.mapp / "exempel" / fas
        skrivna = {Path(s).name for s in self.kor(exempel, slag=str(fas), data=self.data, ut=ut)}
        organ = {s.removeprefix(f"{fas}-{self.oppet.ar}-").removesuffix(".xlsx") for s in skrivna}
        dagar = inlamningsdagar(sorted(organ), self.dagar[fas], self.oppet.forfallodag(fas), tidigast)
        for kod, dag in dagar.items():
            self.kommer.setdefault(dag, []).append(ut / filnamn(fas, self.oppet.ar, kod))

    def vad_som_hander(self, dag: datetime.date) -> str:
        """A word about the day, for the progress line."""
        k = self.oppet.yaml.kalender
        namn = {k.avstamning: "avstämning", k.beslut: "beslut", k.uppfoljning: "uppföljning"}
        antal = len(self.kommer.get(dag, ()))
        return ", ".join(d for d in (namn.get(dag, ""), f"{antal} inlämningar" if antal else "") if d) or "påminnelser"

    def gor_dagen(self, dag: datetime.date) -> None:
        """Everything that is due on a day: intake, reminders, the stage of the year, and the post."""
        k = self.oppet.yaml.kalender
        if self.kommer.get(dag):
            inkorg = self.oppet.mapp / "inkorg"
            inkorg.mkdir(parents=True, exist_ok=True)
            for fil in self.kommer[dag]:
                shutil.copyfile(fil, inkorg / fil.name)
            self.kor(intag, idag=dag)
        if dag in self.steg:
            self.kor(paminn, idag=dag)
        if dag in (k.avstamning, k.beslut):
            self.kor(avstamning, idag=dag)
        if dag == k.beslut:
            self._besluta(Fas.VP, dag)
            self._lagg_ut(Fas.T1, dagen_efter(dag))
            if dag in self.steg:
                self.kor(paminn, idag=dag)
        if dag == k.uppfoljning:
            self.kor(uppfoljning, idag=dag)
            self._besluta(Fas.T1, dag)
        if waiting(self.oppet.ar):
            self.kor(skicka, idag=dag, ja=True)

    def _besluta(self, fas: Fas, dag: datetime.date) -> None:
        with read() as session:
            redan = beslutad(session, self.oppet.ar, fas)
        if not redan:
            self.kor(besluta, handlaggare=HANDLAGGARE, idag=dag)
