"""The year of reminders day by day, with outages, answers, anstånd and withdrawals as they happen to come."""

import datetime
import os
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlmodel import col, select

from flows.anstand import anstand
from flows.aterkalla import aterkalla
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.oppna import oppna
from flows.paminn import paminn
from flows.skicka import skicka
from rules.paminnelser import aktuellt_steg, stegar
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tasks.grund.databas import read, release
from tasks.laget.fragat import parts, standing
from tasks.laget.oppet import the_year
from tasks.utskick.paminnelser import debts
from tests_stod import EXEMPEL, i_miljo

LITEN = EXEMPEL / "liten-2026"
BESLUTAD = datetime.date(2026, 3, 10)
#: four weeks before the answers are due
FORSTA_STEGET = datetime.date(2026, 4, 16)
SAMMANSTALLS = datetime.date(2026, 6, 25)
NERE = {"ARSHJUL_EPOST": "smtp://127.0.0.1:1", "ARSHJUL_AVSANDARE": "a@stad.example"}
MED = {"motivering": "Det behövs.", "handlaggare": "Åsa Öberg"}


@pytest.fixture(scope="session")
def beslutat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder whose plans are decided, and the answers of the follow-up in the folder `svar` beside it."""
    rot = tmp_path_factory.mktemp("paminnelsearet")
    with i_miljo(ARSHJUL_HEM=str(rot / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=datetime.date(2025, 12, 1))
        exempel.fn(omgang="VP", data=LITEN, ut=rot / "hem" / "2026" / "inkorg")
        intag.fn(idag=datetime.date(2026, 1, 12))
        avstamning.fn(idag=datetime.date(2026, 3, 1))
        besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=BESLUTAD)
        skicka.fn(idag=BESLUTAD, ja=True)
        exempel.fn(omgang="T1", data=LITEN, ut=rot / "svar")
        release()
    return rot


class Aret(RuleBasedStateMachine):
    """Days that go by, and what people do on them."""

    rot: Path
    mapp: Path
    nr = 0

    @initialize()
    def borja(self) -> None:
        """A fresh copy of the decided year."""
        type(self).nr += 1
        release()
        self.hem = Path(shutil.copytree(self.rot / "hem", self.mapp / f"hem{self.nr}"))
        os.environ["ARSHJUL_HEM"] = str(self.hem)
        self.idag = FORSTA_STEGET
        paminn.fn(idag=self.idag)
        self.svar = sorted((self.rot / "svar").glob("*.xlsx"))
        #: (organ or None, role, due date, step) → how often it has left
        self.gatt: Counter[tuple[Any, ...]] = Counter()

    @rule(dagar=st.integers(1, 9))
    def dagar_gar(self, dagar: int) -> None:
        """Days go by, and the morning's reminders are put into the outbox."""
        self.idag = min(self.idag + datetime.timedelta(dagar), SAMMANSTALLS - datetime.timedelta(1))
        paminn.fn(idag=self.idag)

    @rule()
    def posten_gar(self) -> None:
        """The outbox is sent, and what has come up since the morning."""
        self.skicka()
        paminn.fn(idag=self.idag)
        self.skicka()
        self.inget_ar_kvar()

    @rule(dagar=st.integers(0, 9))
    def servern_ar_nere(self, dagar: int) -> None:
        """The outbox is to be sent while the mail server is down, for some days."""
        os.environ.update(NERE)
        try:
            skicka.fn(idag=self.idag, ja=True)
        except ArshjulFel as fel:
            if "väntar" not in str(fel):
                raise
        finally:
            for namn in NERE:
                del os.environ[namn]
        self.dagar_gar(dagar)

    @rule(n=st.integers(0, 20))
    def svara(self, n: int) -> None:
        """An organ hands in its workbook."""
        if self.svar:
            bok = self.svar.pop(n % len(self.svar))
            inkorg = self.hem / "2026" / "inkorg"
            inkorg.mkdir(exist_ok=True)
            shutil.copy(bok, inkorg)
            intag.fn(idag=self.idag)

    @rule(n=st.integers(0, 200), dagar=st.integers(1, 30))
    def skjut_upp(self, n: int, dagar: int) -> None:
        """The office gives an organ more time."""
        with read() as session:
            alla = [d for d in standing(parts(session, the_year(session))) if d.m.senast]
            d = alla[n % len(alla)] if alla else None
            nummer, organ, senast = (d.u.nummer, d.m.organ, d.m.senast) if d else ("", "", None)
        if senast:
            anstand.fn(galler=nummer, organ=organ, dag=senast + datetime.timedelta(dagar), idag=self.idag, **MED)

    @rule(n=st.integers(0, 200))
    def ta_tillbaka(self, n: int) -> None:
        """The office withdraws what it has asked of an organ."""
        with read() as session:
            alla = [d.nyckel for d in standing(parts(session, the_year(session)))]
        if alla:
            nummer, organ = alla[n % len(alla)]
            aterkalla.fn(nummer=nummer, organ=organ, idag=self.idag, **MED)

    def skicka(self) -> None:
        """What leaves is true today, and has not left before."""
        with read() as session:
            fore = {u.id for u in self.paminnelser(session) if u.status == "skickat"}
            skyldiga = {(s.organ, s.forfallo): s.rader for s in debts(session, the_year(session))}
        skicka.fn(idag=self.idag, ja=True)
        with read() as session:
            for u in self.paminnelser(session):
                if u.status != "skickat" or u.id in fore:
                    continue
                assert u.forfallo
                self.gatt[u.organ, u.roll, u.forfallo, u.steg] += 1
                egna = skyldiga[u.organ, u.forfallo] if u.organ else [r for s in skyldiga.values() for r in s]
                sagt = re.findall(r"^- (.*)$", u.text, re.MULTILINE)
                assert {r.lower() for r in egna} & {r.lower() for r in sagt} or all(r in u.text for r in egna)
                if u.organ and u.brev == u.nyckel:
                    kvar = (u.forfallo - self.idag).days
                    ord_ = {0: "I dag", 1: "I morgon"}.get(kvar, f"Om {kvar} dagar")
                    assert (ord_ if kvar >= 0 else "skulle ha varit inne") in u.text
        assert max(self.gatt.values(), default=1) == 1

    def paminnelser(self, session: Any) -> list[Utskick]:
        """Every reminder in the outbox."""
        fraga = select(Utskick).where(col(Utskick.slag).in_(("paminnelse", "eskalering")))
        return list(session.exec(fraga.order_by(col(Utskick.id))))

    def inget_ar_kvar(self) -> None:
        """No step that is called for today has not left."""
        with read() as session:
            oppet = the_year(session)
            p = oppet.yaml.paminnelser
            for s in debts(session, oppet):
                for roll, stege in stegar(s.forfallo, p.fore, p.efter, p.eskalering).items():
                    vem = None if roll == "planeringskontoret" else s.organ
                    gatt = {k[3] for k in self.gatt if k[:3] == (vem, roll, s.forfallo)}
                    assert aktuellt_steg(stege, self.idag, s.tillfragad, gatt) is None
            assert not [u for u in self.paminnelser(session) if u.status in ("vantar", "sands", "misslyckat")]


def prova(beslutat: Path, mapp: Path, antal: int) -> None:
    """Run that many years."""
    slut = {k: v for k, v in vars(Aret).items() if not k.startswith("__")}
    klass = type("EttAr", (Aret,), slut | {"rot": beslutat, "mapp": mapp})
    with i_miljo(ARSHJUL_HEM=str(mapp)):
        try:
            run_state_machine_as_test(
                klass,
                settings=settings(
                    max_examples=antal, stateful_step_count=30, deadline=None, derandomize=antal < 10,
                    suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
        finally:
            release()


def test_a_year_of_reminders_is_true_whatever_happens(beslutat: Path, tmp_path: Path) -> None:
    prova(beslutat, tmp_path, 4)


@pytest.mark.tal
def test_many_years_of_reminders_are_true(beslutat: Path, tmp_path: Path) -> None:
    prova(beslutat, tmp_path, 100)
