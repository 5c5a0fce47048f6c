"""`arshjul start` as operators know it: it is locked, it keeps itself going, it says when something is wrong."""

import email
import email.policy
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.larm import apply_automations
from smtpserver import Smtpserver, smtpserver
from startprogram import PATIENCE_SECONDS, Program, arshjul_start, vanta
from tests_stod import ROOT, i_miljo

#: what takes minutes where people live takes seconds here
SNABBT = {
    "ARSHJUL_PROV_TYST": "40",
    "ARSHJUL_PROV_BORTA": "10",
    "ARSHJUL_PROV_HANGER": "45",
    "PREFECT_WORKER_HEARTBEAT_SECONDS": "2",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "20",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "3",
}
LARM = "drift@staden.example"


@pytest.fixture(scope="module")
def post() -> Iterator[Smtpserver]:
    """The mail server that alarms go through."""
    with smtpserver() as server:
        yield server


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, post: Smtpserver) -> Iterator[Program]:
    """One `arshjul start` for those tests that leave it as it was."""
    epost = {"ARSHJUL_EPOST": f"smtp://127.0.0.1:{post.port}", "ARSHJUL_AVSANDARE": "kontoret@staden.example"}
    with arshjul_start(tmp_path_factory.mktemp("start"), ARSHJUL_LARM=LARM, **epost, **SNABBT) as p:
        p.add_flow("langsam", concurrency_limit=1)
        p.add_flow("trasig")
        yield p


def _alarm(post: Smtpserver, amne: str) -> str:
    """Wait for an alarm; its text."""

    def brev() -> str | None:
        for b in post.brev:
            e = email.message_from_bytes(b.text, policy=email.policy.default)
            if amne in e["Subject"]:
                assert b.till == [LARM]
                return str(e.get_content()).replace("\r\n", "\n")
        return None

    return vanta(brev, f"an alarm: {amne}") or ""


def _svar(program: Program, vag: str, **huvuden: str) -> tuple[int, dict[str, str]]:
    begaran = urllib.request.Request(f"http://127.0.0.1:{program.port}{vag}", headers=huvuden)
    try:
        with urllib.request.urlopen(begaran, timeout=30) as svar:
            return svar.status, {k.lower(): v for k, v in svar.headers.items()}
    except urllib.error.HTTPError as fel:
        return fel.code, {k.lower(): v for k, v in fel.headers.items()}


def _kommando(program: Program, *argument: str) -> "subprocess.CompletedProcess[str]":
    miljo = os.environ | {"ARSHJUL_HEM": str(program.hem), "ARSHJUL_PORT": program.port}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *argument], cwd=ROOT, env=miljo, capture_output=True, text=True
    )


def test_it_tests_itself_and_says_how_it_went(program: Program) -> None:
    program.wait_until_said("Självtest: arbetaren tog emot en körning.")
    program.wait_until_said("Självtest: e-postservern svarar.")
    assert any("scheman har körningar på väg" in rad for rad in program.rader)


def test_the_password_is_not_printed_but_can_be_asked_for(program: Program) -> None:
    losenord = (program.hem / "prefect-losenord").read_text("utf-8")
    assert not program.said(losenord)
    assert _kommando(program, "start", "--losenord").stdout.strip() == f"arshjul:{losenord}"


def test_a_second_start_says_that_it_runs_and_where(program: Program) -> None:
    svar = _kommando(program, "start")
    assert svar.returncode == 1
    assert f"kör redan för den här arbetsmappen, på http://127.0.0.1:{program.port} (process " in svar.stderr


@pytest.mark.parametrize(
    "vag", ["/docs", "/redoc", "/openapi.json", "/api/docs", "/api/redoc", "/api/openapi.json", "/api//openapi.json"]
)
def test_the_documentation_is_closed(program: Program, vag: str) -> None:
    assert _svar(program, vag)[0] in (403, 404)


def test_a_foreign_name_is_not_answered(program: Program) -> None:
    assert _svar(program, "/api/health", Host="evil.example")[0] == 400
    assert _svar(program, "/api/health")[0] == 200


def test_without_the_password_nothing_is_told(program: Program) -> None:
    assert _svar(program, "/api/flows/")[0] == 401


def test_every_answer_keeps_the_browser_at_home(program: Program) -> None:
    for vag in ("/", "/api/health", "/docs"):
        huvuden = _svar(program, vag)[1]
        assert "default-src 'self'" in huvuden["content-security-policy"]
        assert "frame-ancestors 'none'" in huvuden["content-security-policy"]
        assert huvuden["x-content-type-options"] == "nosniff"
        assert huvuden["referrer-policy"] == "no-referrer"


def test_nothing_in_the_work_folder_is_for_others(program: Program) -> None:
    ui = program.hem / "prefect" / "ui"  # copied as it came, under a folder that is closed
    oppna = [p for p in [program.hem, *program.hem.rglob("*")] if stat.S_IMODE(p.lstat().st_mode) & 0o077]
    assert not [p for p in oppna if ui not in p.parents]


def test_a_failed_run_is_an_alarm_without_personal_data(program: Program, post: Smtpserver) -> None:
    korning = program.run("trasig")
    program.wait_for_state(korning, "FAILED")
    text = _alarm(post, "trasig misslyckades")
    assert re.search(r"^När: \d{4}-\d\d-\d\d kl\. \d\d\.\d\d$", text, re.MULTILINE)
    assert "3 av 135 kom inte fram: (adress) nekades." in text
    assert f"http://127.0.0.1:{program.port}/" in text
    assert korning in text
    assert "rut.registrator" not in text


def test_a_killed_run_is_an_alarm(program: Program, post: Smtpserver) -> None:
    korning = program.run("langsam", nummer=1)
    program.wait_for_state(korning, "RUNNING")
    vanta(lambda: program.api.get(f"/flow_runs/{korning}")["name"] == "langsam 1", "the run has its name")
    _process_of(program, korning).kill()
    program.wait_for_state(korning, "CRASHED")
    assert "langsam 1" in _alarm(post, "langsam avbröts")


def _process_of(program: Program, korning: str) -> psutil.Process:
    def finn() -> psutil.Process | None:
        return next((p for p in program.family() if p.environ().get("PREFECT__FLOW_RUN_ID") == korning), None)

    return vanta(finn, "the run's process")


def test_a_late_run_is_an_alarm(program: Program, post: Smtpserver) -> None:
    program.api.patch("/work_pools/arshjul", {"is_paused": True})
    try:
        program.run("Självtest")
        assert "skulle ha börjat men väntar" in _alarm(post, "sjalvtest har inte börjat")
    finally:
        program.api.patch("/work_pools/arshjul", {"is_paused": False})


def test_a_worker_that_hangs_is_an_alarm(program: Program, post: Smtpserver) -> None:
    arbetare = program.child("flows.arbetare")
    arbetare.suspend()
    try:
        assert "systemctl status" in _alarm(post, "ingen arbetare svarar")
    finally:
        arbetare.resume()


def test_a_run_that_is_cancelled_stops_and_lets_go_of_its_slot(program: Program) -> None:
    korning = program.run("langsam", nummer=4)
    program.wait_for_state(korning, "RUNNING")
    process = _process_of(program, korning)
    program.api.post(f"/flow_runs/{korning}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    program.wait_for_state(korning, "CANCELLED")
    vanta(lambda: not process.is_running(), "its process has ended")
    program.wait_for_state(program.run("langsam", nummer=5, sekunder=1), "COMPLETED")


def test_a_killed_worker_comes_back_and_what_it_ran_lets_go_of_its_slot(program: Program) -> None:
    forst = program.run("langsam", nummer=2)
    program.wait_for_state(forst, "RUNNING")
    sedan = program.run("langsam", nummer=3, sekunder=1)
    process = _process_of(program, forst)
    program.child("flows.arbetare").kill()
    program.wait_until_said("dödades (signal 9). Startas igen om 1 s.")
    program.wait_for_state(forst, "CRASHED")
    assert not process.is_running()
    program.wait_for_state(sedan, "COMPLETED")


def test_a_killed_server_comes_back(program: Program) -> None:
    program.child("flows.server").kill()
    program.wait_until_said("Servern dödades (signal 9). Startas igen om")
    vanta(program.api.is_up, "the server is back")
    program.wait_for_state(program.run("Självtest"), "COMPLETED")


def test_a_server_that_hangs_is_started_again(program: Program) -> None:
    hangd = program.child("flows.server")
    hangd.suspend()
    program.wait_until_said("Servern svarar inte och startas om.")
    vanta(lambda: not hangd.is_running() and program.api.is_up(), "another server")


def test_one_more_worker_takes_part_and_goes_without_a_trace(program: Program, tmp_path: Path) -> None:
    """As on another machine: a work folder of its own, and the server's address and password."""
    om = {
        "PREFECT_WORKER_HEARTBEAT_SECONDS": "2",
        "ARSHJUL_SERVER_LOSENORD": _kommando(program, "start", "--losenord").stdout.strip(),
    }
    extra = Program(tmp_path, "arbetare", "--server", f"http://127.0.0.1:{program.port}", **om)
    extra.wait_until_said("arbetar åt")

    def online() -> set[str]:
        alla = program.api.post("/work_pools/arshjul/workers/filter")
        return {a["name"] for a in alla if a["status"] == "ONLINE" and "extra" in a["name"]}

    vanta(online, "the extra worker is online")
    assert extra.stop() == 0
    assert extra.left() == []
    vanta(lambda: not online(), "the extra worker is gone")


def test_a_worker_without_a_server_or_with_a_wrong_password_is_told_so(program: Program, tmp_path: Path) -> None:
    fel = Program(tmp_path, "arbetare", "--server", f"http://127.0.0.1:{program.port}", ARSHJUL_SERVER_LOSENORD="a:b")
    assert fel.process.wait(PATIENCE_SECONDS) == 1
    vanta(lambda: fel.said("Lösenordet i ARSHJUL_SERVER_LOSENORD stämmer inte."), "a sentence")
    ensam = Program(tmp_path, "arbetare")
    assert ensam.process.wait(PATIENCE_SECONDS) == 1
    vanta(lambda: ensam.said("Ingen server går i den här arbetsmappen."), "a sentence")


def test_an_alarm_that_is_switched_off_stays_off_and_no_alarm_is_there_twice(program: Program) -> None:

    api = program.api
    fore = {a["name"]: a for a in api.filter("automations")}
    sen = fore["Larm: en körning är sen"]
    api.patch(f"/automations/{sen['id']}", {"enabled": False})
    with i_miljo(ARSHJUL_HEM=str(program.hem), ARSHJUL_LARM=LARM, ARSHJUL_PROV_SEN_VAR="7"):
        apply_automations(api)
        apply_automations(api)
    efter = api.filter("automations")
    assert sorted(a["name"] for a in efter) == sorted(fore)
    assert not next(a for a in efter if a["id"] == sen["id"])["enabled"]


def test_what_is_paused_stays_paused_and_a_killed_start_leaves_nothing(tmp_path: Path) -> None:
    port = ""
    with arshjul_start(tmp_path) as program:
        port = program.port
        intag, dagens = program.deployment("Intag"), program.deployment("Dagens")
        program.api.post(f"/deployments/{intag['id']}/pause_deployment")
        schema = dagens["schedules"][0]
        program.api.patch(f"/deployments/{dagens['id']}/schedules/{schema['id']}", {"active": False})
        program.add_flow("langsam")
        korning = program.run("langsam")
        program.wait_for_state(korning, "RUNNING")
        heartbeat = {"event": {"name": ["prefect.flow-run.heartbeat"]}}
        vanta(lambda: program.api.post("/events/filter", {"filter": heartbeat})["events"], "a heartbeat")
        assert len(program.family()) > 3
        program.process.kill()
        program.process.wait()
        vanta(lambda: not program.family(), "everything is gone")
    assert (tmp_path / "hem" / "start.json").exists()
    (tmp_path / "hem" / "prefect" / "driftsatt.json").unlink()  # as with a new version: everything is deployed again
    with arshjul_start(tmp_path, ARSHJUL_PORT=port, ARSHJUL_PROV_TYST="10000") as program:  # so the automation must
        assert program.deployment("Intag")["paused"]
        assert not program.deployment("Dagens")["schedules"][0]["active"]
        assert program.deployment("Sammandrag")["schedules"][0]["active"]
        program.wait_for_state(korning, "CRASHED")
        assert program.stop(signal.SIGINT) == 0
        assert program.left() == []
        assert not (tmp_path / "hem" / "start.json").exists()


def test_a_start_that_cannot_be_is_a_sentence_and_exit_code_1(tmp_path: Path) -> None:
    """The port of another program, and an address that is open to the world, are refused with a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as annan:
        upptagen = Program(tmp_path, "start", "--port", str(annan.getsockname()[1]))
        assert upptagen.process.wait(PATIENCE_SECONDS) == 1
    vanta(lambda: upptagen.said("porten är upptagen av ett annat program"), "a sentence")
    oppen = Program(tmp_path, "start", "--vard", "0.0.0.0")
    assert oppen.process.wait(PATIENCE_SECONDS) == 1
    vanta(lambda: oppen.said("--bakom-proxy"), "a sentence")
    (tmp_path / "hem" / "prefect").mkdir(parents=True, exist_ok=True)
    (tmp_path / "hem" / "prefect" / "prefect.db").write_text("detta är ingen databas" * 100)
    trasig = Program(tmp_path, "start", "--arbetare", "0")
    assert trasig.process.wait(PATIENCE_SECONDS) == 1
    vanta(lambda: trasig.said("Servern stannade 5 gånger i rad."), "a sentence")
    assert trasig.left() == []
