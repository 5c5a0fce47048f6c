"""Demo: the whole year on a simulated clock, through the same flows that the single commands run."""

import contextlib
import datetime
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.flode import flode
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from flows.paminn import paminn
from flows.skicka import skicka
from flows.uppfoljning import uppfoljning
from rules.arsgang import arets_dagar, begins, inlamningsdagar, paminnelsedagar
from schemas.arsmapp import Inlamningsdag
from schemas.installningar import installningar
from schemas.omgangar import Omgang
from schemas.problem import ArshjulFel
from tasks.aret.arsmapp import read_rundor
from tasks.grund.barn import warm_up
from tasks.grund.databas import read
from tasks.grund.handelser import opened_by
from tasks.laget.arsdata import rows
from tasks.laget.beslutat import decision
from tasks.laget.oppet import Oppet, all_years, the_year
from tasks.utskick.leverans import to_send

HANDLAGGARE = "demo"
#: what could reach people, or take what they have sent
KANALER = ("ARSHJUL_EPOST", "ARSHJUL_KANALER", "ARSHJUL_INKORG")
#: runs a flow with its arguments: as a Prefect flow, or as a plain function
Kor = Callable[..., Any]


@flode("demo", korning="Demo {data}")
def demo(data: Path) -> int:
    """The year of a folder from its opening to its last decision; which year it is. Nobody is written to.

    Raises:
        ArshjulFel: the work folder holds something else than a demo of that year.
    """
    with _without_channels():
        _check_work_folder(read_rundor(data).yaml.ar)
        return step_through(data, lambda flode, **val: flode(**val))


@contextlib.contextmanager
def _without_channels() -> Iterator[None]:
    """Whatever channels are set, messages become files and no mailbox is read."""
    undan = {namn: os.environ.pop(namn) for namn in KANALER if namn in os.environ}
    try:
        yield
    finally:
        os.environ.update(undan)


def _check_work_folder(ar: int) -> None:
    """See that nothing but a demo of the year has been here: its decisions are nobody's."""
    hem = installningar().hem
    with read() as session:
        andra = [oppet.ar for oppet in all_years(session) if oppet.ar != ar or opened_by(session, ar) != HANDLAGGARE]
    if andra:
        raise ArshjulFel(
            f"Arbetsmappen {hem} innehåller redan {', '.join(map(str, andra))}, som inte är en demo av {ar}. "
            "Inget är ändrat. Kör demon i en egen mapp: arshjul demo --hem MAPP"
        )


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
    return ar.oppet.ar


class _Ar:
    """One year under way: which workbook comes in on which day."""

    def __init__(self, data: Path, kor: Kor) -> None:
        self.data, self.kor = data, kor
        self.oppet: Oppet
        #: omgång → organ → when its workbook comes in, where that is not the due date
        self.dagar: dict[str, dict[str, datetime.date]] = {}
        self.kommer: dict[datetime.date, list[Path]] = {}
        #: the days on which some ladder has a step: on any other, reminding would do nothing
        self.steg: set[datetime.date] = set()

    def oppna(self) -> list[datetime.date]:
        """Open the year on its first day, ask the organs, and lay out what they will hand in."""
        innehall = read_rundor(self.data)
        self.kor(oppna, data=self.data, handlaggare=HANDLAGGARE, idag=innehall.oppnas)
        with read() as session:
            self.oppet = oppet = the_year(session, innehall.yaml.ar)
            for r in rows(session, Inlamningsdag, oppet.ar):
                self.dagar.setdefault(r.slag, {})[r.organ] = r.inkom
        self.kor(mallar, omgang=oppet.omgangar.plan.kod, ar=oppet.ar, idag=oppet.oppnas)
        self._lagg_ut(oppet.omgangar.plan)
        p = oppet.yaml.paminnelser
        forfallna = [o.senast for o in oppet.omgangar]
        self.steg = {d for f in forfallna for d in paminnelsedagar(f, p.fore, p.efter, p.eskalering)}
        vantade = [
            max(dag, self._borjar(o))
            for o in oppet.omgangar
            for dag in (*self.dagar.get(o.kod, {}).values(), o.senast)
        ]  # fmt: skip
        return arets_dagar(oppet.oppnas, oppet.omgangar, vantade, self.steg)

    def _borjar(self, o: Omgang) -> datetime.date:
        return begins(self.oppet.omgangar, o.nr, self.oppet.oppnas)

    def _lagg_ut(self, o: Omgang) -> None:
        """Make the example workbooks of an omgång, and note on which day each comes in."""
        ut = self.oppet.mapp / "exempel" / o.kod
        om = {"omgang": o.kod, "data": self.data, "ut": ut, "ar": self.oppet.ar}
        skrivna = {Path(s).name for s in self.kor(exempel, **om)}
        organ = {s.removeprefix(f"{o.kod}-{self.oppet.ar}-").removesuffix(".xlsx") for s in skrivna}
        dagar = inlamningsdagar(sorted(organ), self.dagar.get(o.kod, {}), o.senast, self._borjar(o))
        for kod, dag in dagar.items():
            self.kommer.setdefault(dag, []).append(ut / o.filnamn(self.oppet.ar, kod))

    def _i_dag(self, dag: datetime.date) -> Omgang | None:
        """The omgång that is added up or decided on a day."""
        return next((o for o in self.oppet.omgangar if dag in (o.sammanstalls, o.beslutas)), None)

    def vad_som_hander(self, dag: datetime.date) -> str:
        """A word about the day, for the progress line."""
        o = self._i_dag(dag)
        antal = len(self.kommer.get(dag, ()))
        vad = f"{o.namn}: {'beslut' if dag == o.beslutas else 'sammanställning'}" if o else ""
        return ", ".join(d for d in (vad, f"{antal} inlämningar" if antal else "") if d) or "påminnelser"

    def gor_dagen(self, dag: datetime.date) -> None:
        """Everything that is due on a day: intake, reminders, the stage of the year, and the post."""
        nu = {"ar": self.oppet.ar, "idag": dag}
        if self.kommer.get(dag):
            inkorg = self.oppet.mapp / "inkorg"
            inkorg.mkdir(parents=True, exist_ok=True)
            for fil in self.kommer[dag]:
                shutil.copyfile(fil, inkorg / fil.name)
            self.kor(intag, inkorg=inkorg, **nu)  # named, so that no mailbox is read
        if dag in self.steg:
            self.kor(paminn, **nu)
        if o := self._i_dag(dag):
            self.kor(avstamning if o.ar_plan else uppfoljning, **nu)
            if dag == o.beslutas:
                self._besluta(o, dag)
        if to_send(self.oppet.ar):
            with contextlib.suppress(ArshjulFel):  # the summary tells what did not go out; the year goes on
                self.kor(skicka, ja=True, **nu)

    def _besluta(self, o: Omgang, dag: datetime.date) -> None:
        """Decide an omgång as proposed; what is asked in the next one may be reminded of at once."""
        with read() as session:
            redan = decision(session, self.oppet.ar, o)
        if not redan:
            self.kor(besluta, handlaggare=HANDLAGGARE, fatta=True, ar=self.oppet.ar, idag=dag)
        if nasta := self.oppet.omgangar.efter(o):
            self._lagg_ut(nasta)
            if dag in self.steg:
                self.kor(paminn, ar=self.oppet.ar, idag=dag)
