"""One at a time: what holds a turn, who waits for it, and that a killed holder lets it go; on both databases."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.problem import Upptaget
from tasks.grund import las
from tasks.grund.las import only_one
from tests_stod import ROOT

HALLER = """
import sys, time
from tasks.grund.las import only_one
with only_one("intag"):
    print("har", flush=True)
    time.sleep(float(sys.argv[1]))
"""


def hallare(sekunder: float) -> subprocess.Popen[str]:
    """Another process that holds the turn."""
    process = subprocess.Popen(
        [sys.executable, "-c", HALLER, str(sekunder)], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout
    assert process.stdout.readline() == "har\n"
    return process


def test_the_next_waits_until_the_first_is_done(databas: str) -> None:
    annan = hallare(1.5)
    with only_one("intag"):
        assert annan.wait(timeout=60) == 0


def test_another_kind_of_work_does_not_wait(databas: str) -> None:
    annan = hallare(600)
    with only_one("skicka"):
        assert annan.poll() is None
    annan.kill()
    annan.wait()


def test_a_killed_holder_lets_go(databas: str) -> None:
    annan = hallare(600)
    annan.send_signal(signal.SIGKILL)
    annan.wait()
    with only_one("intag"):
        pass


def test_who_waits_too_long_is_told(databas: str, monkeypatch: pytest.MonkeyPatch) -> None:
    annan = hallare(600)
    monkeypatch.setattr(las, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(Upptaget, match="En annan körning av intag pågår"), only_one("intag"):
        pass
    annan.kill()
    annan.wait()


def test_a_turn_in_a_new_work_folder(hem: Path) -> None:
    with only_one("intag"):
        assert (hem / "las" / "intag").exists()
