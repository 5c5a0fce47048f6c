"""A week of the schedules of prefect.yaml, on a clock that the test moves, with runs killed on the way."""

import asyncio
import contextlib
import datetime
import email
import importlib
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from avbrott import Raknare, i_egen_process, i_gren
from flows.exempel import exempel
from flows.mallar import mallar
from flows.oppna import oppna
from schemas.problem import ArshjulFel
from smtpserver import smtpserver
from tasks.grund.databas import release
from tests_stod import EXEMPEL, ROOT, exportera_nu, i_miljo

POST = {"ARSHJUL_AVSANDARE": "plan@stad.example"}
SVERIGE = ZoneInfo("Europe/Stockholm")
#: how many plans do not come
SAKNAS = 3
#: the plans are due on the Thursday
MANDAG = datetime.datetime(2026, 1, 12, tzinfo=SVERIGE)
#: and the morning after the weekend, when what a kill left is done
NASTA_MORGON = MANDAG + datetime.timedelta(days=7, hours=8, minutes=1)


@pytest.fixture(scope="module")
def fore_veckan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder where everything has been asked for, and the plans that will come lie beside it."""
    rot = tmp_path_factory.mktemp("veckan")
    with i_miljo(ARSHJUL_HEM=str(rot / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2025, 12, 1))
        mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
        exempel.fn(omgang="VP", data=EXEMPEL / "liten-2026", ut=rot / "planer")
        release()
    return rot


def tillfallen() -> Iterator[tuple[datetime.datetime, str]]:
    """When each scheduled flow is to run in that week, by Prefect's own reckoning."""
    from prefect.server.schemas.schedules import CronSchedule

    alla = []
    for d in yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]:
        for s in d.get("schedules", ()):
            plan = CronSchedule(cron=s["cron"], timezone=s["timezone"])
            dagar = asyncio.run(plan.get_dates(n=1000, start=MANDAG, end=NASTA_MORGON))
            alla += [(dag.astimezone(SVERIGE), d["entrypoint"]) for dag in dagar]
    yield from sorted(alla)


def kor(entrypoint: str, dag: datetime.date, dor_vid: int | None) -> bool:
    """Run a flow, or a fork of this process that is killed at a point of it; whether it was killed."""
    modul, _, namn = entrypoint.rpartition(".")
    flode = getattr(importlib.import_module(modul), namn)

    def gor() -> None:
        if dor_vid:
            Raknare(dor_vid).lyssna()
        with contextlib.suppress(ArshjulFel):  # what is uncertain is said every morning
            flode.fn(idag=dag)

    if dor_vid:
        return i_gren(gor) < 0
    gor()
    return False


@dataclass
class Vecka:
    """What the week did: what the year holds, what the mail server took, how many runs were killed."""

    export: dict[str, Any]
    brev: Counter[str]
    dodade: int


def ga_genom_veckan(rot: Path, mapp: Path, slump: random.Random | None) -> Vecka:
    """Run everything when it is to run, with a plan in the in-folder now and then.

    Args:
        slump: kills every other run that has something to do, but none of the last morning's.
    """
    hem = Path(shutil.copytree(rot / "hem", mapp))
    planer = sorted((rot / "planer").iterdir())[SAKNAS:]
    dodade, inkorg = 0, hem / "2026" / "inkorg"
    inkorg.mkdir(exist_ok=True)
    with smtpserver() as server, i_miljo(ARSHJUL_HEM=str(hem), **POST, ARSHJUL_EPOST=f"smtp://127.0.0.1:{server.port}"):
        for nar, entrypoint in tillfallen():
            kom = entrypoint.endswith("intag") and nar.minute < 10 and nar.hour in (9, 13) and bool(planer)
            if kom:
                shutil.copy(planer.pop(), inkorg)
            har_att_gora = kom or not entrypoint.endswith("intag")
            dor = slump and har_att_gora and nar.date() < NASTA_MORGON.date() and slump.random() < 0.7
            dodade += kor(entrypoint, nar.date(), slump.randint(1, 8) if slump and dor else None)
        svar = exportera_nu()
        release()
    return Vecka(svar, Counter(str(email.message_from_bytes(m.text)["Message-ID"]) for m in server.brev), dodade)


def test_a_week_with_kills_misses_nothing_and_doubles_nothing(fore_veckan: Path, tmp_path: Path) -> None:
    vantat = i_egen_process(ga_genom_veckan, fore_veckan, tmp_path / "lugn", None)
    fick = i_egen_process(ga_genom_veckan, fore_veckan, tmp_path / "dodad", random.Random(7))
    assert fick.dodade > 5

    def inne(v: Vecka) -> list[tuple[str, str]]:
        return [(i["organ"], i["status"]) for i in v.export["inlamningar"]]

    assert inne(fick) == inne(vantat)
    har = {organ for organ, _ in inne(fick)}
    assert len(har) == 9 - SAKNAS
    skickade = {u["nyckel"]: u for u in vantat.export["utskick"] if u["status"] == "skickat"}
    star = {u["nyckel"]: u["status"] for u in fick.export["utskick"]}
    assert len(skickade) > 20
    assert "vantar" not in star.values()
    # what a kill held up is not sent once it no longer holds; who still owes has got the step that is current
    inte_sanda = [u for n, u in skickade.items() if star.get(n) not in ("skickat", "osakert")]
    assert [u for u in inte_sanda if star.get(u["nyckel"]) not in ("struken", None)] == []
    assert [u for u in inte_sanda if u["organ"] not in har and u["steg"] == "+1"] == []
    assert {u["organ"] for u in skickade.values() if u["steg"] == "+1" and u["organ"] not in har}
    assert [nr for nr, antal in fick.brev.items() if antal > 1] == []
