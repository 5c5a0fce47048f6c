"""Two cities on one PostgreSQL, each with a server and two workers: every run is done once, and each sees its own."""

import datetime
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from schemas.tabeller import Inlamning
from tasks.grund.adress import parse
from tasks.grund.databas import engine, own_tables, read, release
from tests_stod import EXEMPEL, ROOT, i_miljo

PATIENCE_SECONDS = 400
RUNS = 3


@dataclass
class Stad:
    """A city whose year is open and whose workbooks have come in: its environment, and what runs for it."""

    miljo: dict[str, str]
    processer: list[subprocess.Popen[str]]

    @property
    def hem(self) -> Path:
        """Its work folder."""
        return Path(self.miljo["ARSHJUL_HEM"])

    def starta(self, *arg: str, **miljo: str) -> subprocess.Popen[str]:
        """Start a process of the city's own."""
        rent = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", *arg], cwd=ROOT, env=rent | self.miljo | miljo, stdout=subprocess.PIPE, text=True
        )
        self.processer.append(process)
        return process

    def starta_allt(self) -> None:
        """The server with its worker, and one more worker."""
        start = self.starta("flows.cli", "start")
        om = _vanta(lambda: self.hem / "start.json" if (self.hem / "start.json").exists() else None, start)
        api = json.loads(om.read_text("utf-8"))
        assert start.stdout
        while "Årshjulet kör på" not in (rad := start.stdout.readline()):
            assert rad
        self.api = {"PREFECT_API_URL": api["api"], "PREFECT_API_AUTH_STRING": api["auth"]}
        egen = {"PREFECT_HOME": str(self.hem / "prefect-2"), "PYTHONPATH": str(ROOT)}
        self.starta("prefect", "worker", "start", "--pool", "arshjul", **self.api, **egen)

    def stoppa(self) -> None:
        """Stop everything of the city."""
        for process in reversed(self.processer):
            process.send_signal(signal.SIGINT)
        for process in self.processer:
            process.wait(timeout=120)

    def korningar(self) -> list[tuple[str, int]]:
        """(state, how many times it was run) of every flow run that was asked for, from Prefect's own tables."""
        with i_miljo(**self.miljo), engine().begin() as c:
            fraga = """SELECT state_type, run_count FROM prefect.flow_run WHERE tags::text LIKE '%"prov"%'"""
            return [(str(s), n) for s, n in c.execute(sa.text(fraga))]


def _vanta(pa, process: subprocess.Popen[str] | None = None):  # type: ignore[no-untyped-def]
    slut = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < slut:
        assert process is None or process.poll() is None
        if svar := pa():
            return svar
        time.sleep(1)
    raise AssertionError("nothing came of it")


def _ledig_port() -> str:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


@pytest.fixture
def stader(postgres: str, ny_databas: Callable[[str], str], tmp_path: Path) -> Iterator[list[Stad]]:
    """Two cities on one server, whose workbooks wait in their in-folders."""
    with sa.create_engine(parse(postgres)).connect() as c:
        if not c.scalar(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")):
            pytest.skip("Prefect needs pg_trgm, which this PostgreSQL lacks: apt install postgresql")
    from flows.exempel import exempel
    from flows.mallar import mallar
    from flows.oppna import oppna

    alla = []
    for namn in ("alby", "berga"):
        hem = tmp_path / namn
        miljo = {"ARSHJUL_HEM": str(hem), "ARSHJUL_DATABASE_URL": ny_databas(namn), "ARSHJUL_PORT": _ledig_port()}
        with i_miljo(**miljo):
            oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
            mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
            exempel.fn(omgang="VP", data=EXEMPEL / "liten-2026", ut=hem / "2026" / "inkorg")
            release()
        alla.append(Stad(miljo, []))
    yield alla
    for stad in alla:
        stad.stoppa()


BESTALL = """
import asyncio, sys
from prefect import get_client
async def alla():
    async with get_client() as c:
        d = next(d for d in await c.read_deployments() if d.name == "Intag")
        for n in range(int(sys.argv[1])):
            await c.create_flow_run_from_deployment(d.id, name=f"prov {n}", tags=["prov"])
asyncio.run(alla())
"""


@pytest.mark.tal
def test_two_cities_with_two_workers_each(stader: list[Stad]) -> None:
    for stad in stader:
        stad.starta_allt()
    for stad in stader:
        rent = {k: v for k, v in os.environ.items() if not k.startswith(("ARSHJUL_", "PREFECT_"))}
        miljo = rent | stad.api | {"PREFECT_HOME": str(stad.hem / "prefect-3")}
        subprocess.run([sys.executable, "-c", BESTALL, str(RUNS)], env=miljo, check=True, cwd=ROOT, timeout=300)
    slutna = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
    for stad in stader:
        _vanta(lambda s=stad: all(lage in slutna for lage, _ in s.korningar()))
        assert Counter(stad.korningar()) == {("COMPLETED", 1): RUNS}
        with i_miljo(**stad.miljo):
            with read() as session:
                organ = [i.organ for i in session.exec(select(Inlamning))]
                assert len(organ) == len(set(organ)) > 1
                assert "flow_run" not in own_tables(session.connection())
                assert "flow_run" in own_tables(session.connection(), "prefect")
            assert not any((stad.hem / "2026" / "inkorg").iterdir())
            assert not (stad.hem / "prefect" / "prefect.db").exists()
            release()
