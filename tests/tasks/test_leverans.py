"""The outbox over a real mail server: each message goes out once, whatever happens to another."""

import contextlib
import datetime
import multiprocessing
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlmodel import col, select

from flows.oppna import oppna
from flows.skicka import skicka
from notifications.utkorg import Adress, Adressbok, Brev, adressbok, enqueue
from schemas.begrepp import Roll, Utskicksslag
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from smtpserver import BRYT, Smtpserver, free_port, smtpserver
from tasks.grund.databas import read, release
from tasks.laget.oppet import the_year
from tasks.utskick.fastnat import settle_osaker
from tests_stod import EXEMPEL, forbi_sparet, i_miljo

IDAG = datetime.date(2025, 12, 1)


@pytest.fixture
def server(databas: str) -> Iterator[Smtpserver]:
    """A mail server that is configured, and a year that stands open; on either kind of database."""
    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=IDAG)
    with smtpserver() as smtp:
        os.environ |= {"ARSHJUL_EPOST": f"smtp://127.0.0.1:{smtp.port}", "ARSHJUL_AVSANDARE": "a@stad.example"}
        yield smtp
        for namn in ("ARSHJUL_EPOST", "ARSHJUL_AVSANDARE"):
            os.environ.pop(namn, None)


def lagg(antal: int, *, organ: str = "o00000") -> None:
    """Put messages into the outbox."""
    with forbi_sparet() as session:
        brev = [
            Brev(f"kvittens/VP/{organ}/{n}", organ, Roll.REGISTRATOR, Utskicksslag.KVITTENS, f"Brev {n}", f"Nr {n}\n")
            for n in range(antal)
        ]
        enqueue(session, 2026, adressbok(session, 2026), brev, IDAG)


def statusar() -> Counter[str]:
    """Status → how many messages."""
    with read() as session:
        return Counter(str(u.status) for u in session.exec(select(Utskick).order_by(col(Utskick.id))))


def amnen(smtp: Smtpserver) -> list[str]:
    """The subjects of what the server has taken."""
    return [str(message_from_bytes(b.text, policy=policy.default)["Subject"]) for b in smtp.brev]


def misslyckas(idag: datetime.date = IDAG, om: bool = False) -> str:
    """What a run says that ends red."""
    with pytest.raises(ArshjulFel) as fel:
        skicka.fn(idag=idag, ja=True, om=om)
    return str(fel.value)


def test_everything_goes_out_once(server: Smtpserver) -> None:
    lagg(30)
    assert skicka.fn(idag=IDAG, ja=True).skickade == 30
    assert skicka.fn(idag=IDAG, ja=True).skickade == 0
    assert sorted(amnen(server)) == sorted(f"Brev {n}" for n in range(30))
    assert server.anslutningar <= 2


def test_one_message_that_is_refused_stops_no_other(server: Smtpserver) -> None:
    lagg(2)
    lagg(1, organ="o00001")
    server.svar["RCPT"] = lambda rad: "550 unknown" if "o00001" in rad else "250 ok"
    sagt = misslyckas()
    assert "2 skickade" in sagt
    assert "registrator.o00001@example.org" in sagt
    assert statusar() == {"skickat": 2, "misslyckat": 1}


def test_a_row_that_no_mail_can_be_made_of_stops_no_other(server: Smtpserver, monkeypatch: pytest.MonkeyPatch) -> None:
    lagg(2)
    lagg(1, organ="o00001")
    hitta = Adressbok.hitta

    def en_trasig(bok: Adressbok, organ: str | None, roll: Roll) -> Adress:
        return Adress(("a@b.example\nBcc: x@y.example",), ()) if organ == "o00001" else hitta(bok, organ, roll)

    monkeypatch.setattr(Adressbok, "hitta", en_trasig)
    assert "2 skickade" in misslyckas()
    assert statusar() == {"skickat": 2, "misslyckat": 1}


@pytest.mark.parametrize("ner", ["stopped", "421 at the greeting", "535", "cut at MAIL FROM"])
def test_a_server_that_is_down_spends_no_attempt(ner: str, server: Smtpserver) -> None:
    lagg(3)
    ratt = os.environ["ARSHJUL_EPOST"]
    if ner == "stopped":
        os.environ["ARSHJUL_EPOST"] = f"smtp://127.0.0.1:{free_port()}"
    server.svar |= {"421 at the greeting": {"HALSNING": "421 later"}, "cut at MAIL FROM": {"MAIL": BRYT}}.get(ner, {})
    if ner == "535":
        os.environ["ARSHJUL_EPOST"] = ratt.replace("//", "//a:b@")
    for dag in range(7):
        assert "3 väntar" in misslyckas(IDAG + datetime.timedelta(dag))
    with read() as session:
        assert {(u.status, u.forsok) for u in session.exec(select(Utskick))} == {("vantar", 0)}
    os.environ["ARSHJUL_EPOST"] = ratt
    server.svar.clear()
    assert skicka.fn(idag=IDAG + datetime.timedelta(7), ja=True).skickade == 3
    assert sorted(amnen(server)) == ["Brev 0", "Brev 1", "Brev 2"]


def test_a_message_that_is_put_off_is_tried_for_five_days(server: Smtpserver) -> None:
    lagg(1)
    server.svar["RCPT"] = "450 mailbox busy"
    for dag in range(5):
        misslyckas(IDAG + datetime.timedelta(dag))
        assert statusar() == {"vantar": 1}
    assert "gav upp" in misslyckas(IDAG + datetime.timedelta(5))
    assert statusar() == {"misslyckat": 1}
    server.svar.clear()
    assert skicka.fn(idag=IDAG + datetime.timedelta(6), om=True).skickade == 1


def test_a_line_that_breaks_after_the_text_waits_for_a_person(server: Smtpserver) -> None:
    lagg(3)
    server.svar["TEXT"] = BRYT
    assert "osäkra" in misslyckas()
    assert statusar()["osakert"] >= 1
    tagna = len(server.brev)
    server.svar.clear()
    try:
        skicka.fn(idag=IDAG, ja=True)
    except ArshjulFel:
        pytest.fail("what is uncertain is not tried again")
    with read() as session:
        oppet, osakra = the_year(session), [u.nyckel for u in session.exec(select(Utskick)) if u.status == "osakert"]
    assert len(server.brev) == 3
    assert len(osakra) == tagna
    for nyckel, som in zip(osakra, ("skickat", "om", "skickat"), strict=False):
        settle_osaker(oppet, nyckel, som, IDAG, "Åsa Öberg")
    skicka.fn(idag=IDAG, ja=True)
    assert statusar() == {"skickat": 3}


def skicka_i_process(miljo: dict[str, str], klar: "multiprocessing.Queue[str]") -> None:
    """Send in a process of its own."""
    os.environ |= miljo
    try:
        klar.put(str(skicka.fn(idag=IDAG, ja=True)))
    except ArshjulFel as fel:
        klar.put(str(fel))


def starta(antal: int) -> tuple[list[multiprocessing.Process], "multiprocessing.Queue[str]"]:
    """Senders that run beside each other."""
    release()
    med = multiprocessing.get_context("spawn")
    klar = med.Queue()
    miljo = {k: v for k, v in os.environ.items() if k.startswith("ARSHJUL_")}
    alla = [med.Process(target=skicka_i_process, args=(miljo, klar)) for _ in range(antal)]
    for p in alla:
        p.start()
    return alla, klar  # type: ignore[return-value]


def test_two_senders_send_each_message_once(server: Smtpserver) -> None:
    lagg(500)
    alla, klar = starta(2)
    sagt = [klar.get(timeout=240) for _ in alla]
    for p in alla:
        p.join(30)
    assert Counter(amnen(server)) == {f"Brev {n}": 1 for n in range(500)}
    assert statusar() == {"skickat": 500}
    assert sum(int(re.match(r"\d+", s)[0]) for s in sagt) == 500, sagt  # type: ignore[index]


@pytest.mark.parametrize("steg", ["MAIL", "RCPT", "DATA", "TEXT", "RSET"])
def test_a_sender_that_is_killed_loses_and_doubles_nothing(steg: str, server: Smtpserver) -> None:
    """Killed while the server answers a step of the third message: what may have left is uncertain, the rest goes."""
    lagg(6)
    antal, mitt_i = 0, multiprocessing.Event()

    def svara(rad: str) -> str:
        nonlocal antal
        antal += 1
        if antal == 3 and not mitt_i.is_set():
            mitt_i.set()
            time.sleep(30 if steg != "TEXT" else 3)
        return {"DATA": "354 go", "TEXT": "250 taken"}.get(steg, "250 ok")

    server.svar[steg] = svara
    (process,), _ = starta(1)
    assert mitt_i.wait(60)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    server.svar.clear()
    with contextlib.suppress(ArshjulFel):  # one may be uncertain
        skicka.fn(idag=IDAG, ja=True)
    antal_per_brev = Counter(amnen(server))
    assert max(antal_per_brev.values()) == 1
    efter = statusar()
    assert efter["osakert"] <= 1
    assert efter["skickat"] + efter["osakert"] == 6
    assert len(antal_per_brev) >= efter["skickat"]


def test_a_second_run_leaves_alone_what_another_is_sending(server: Smtpserver) -> None:
    lagg(3)
    borjat = multiprocessing.Event()

    def langsam(rad: str) -> str:
        if not borjat.is_set():
            borjat.set()
            time.sleep(4)
        return "250 taken"

    server.svar["TEXT"] = langsam
    (process,), klar = starta(1)
    assert borjat.wait(60)
    skicka.fn(idag=IDAG, ja=True)
    klar.get(timeout=60)
    process.join(30)
    assert Counter(amnen(server)) == {f"Brev {n}": 1 for n in range(3)}
    assert statusar() == {"skickat": 3}


def test_what_another_queues_meanwhile_is_no_fault_of_this_run(server: Smtpserver) -> None:
    lagg(1)

    def under_tiden(rad: str) -> str:
        lagg(1, organ="o00001")
        return "221 bye"

    server.svar["QUIT"] = under_tiden
    assert skicka.fn(idag=IDAG, ja=True).skickade == 1
    assert statusar() == {"skickat": 1, "vantar": 1}


def test_many_failed_ones_are_asked_about_too(server: Smtpserver) -> None:
    lagg(101)
    with forbi_sparet() as session:
        for u in session.exec(select(Utskick)):
            u.status = "misslyckat"
    with pytest.raises(ArshjulFel, match="101 meddelanden"):
        skicka.fn(idag=IDAG, om=True)
    assert statusar() == {"misslyckat": 101}


def test_settings_of_the_wrong_shape_change_nothing(databas: str, tmp_path: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=IDAG)
    lagg(2)
    hem = os.environ["ARSHJUL_HEM"]
    url = {"ARSHJUL_DATABASE_URL": os.environ["ARSHJUL_DATABASE_URL"]} if databas == "postgresql" else {}
    for fel in ("smtp://host:abc", "http://a.example", "smtp://"):
        with i_miljo(ARSHJUL_HEM=hem, ARSHJUL_EPOST=fel, ARSHJUL_AVSANDARE="a@b.example", **url):
            assert "ARSHJUL_EPOST" in misslyckas()
            assert statusar() == {"vantar": 2}
