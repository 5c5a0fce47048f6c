"""Running flows from a terminal: which Prefect server, and how a refusal reaches the user."""

import contextlib
import fcntl
import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from flows.loggning import silence
from flows.prefectdatabas import prefect_database
from schemas.installningar import installningar

LOGGNING = Path(__file__).with_name("loggning.yml")
#: a slow machine with a new database needs longer than Prefect's 20 s
STARTUP_SECONDS = "180"


def startfil() -> Path:
    """Where a running `arshjul start` tells the other commands how to reach its server."""
    return installningar().hem / "start.json"


def lasfil() -> Path:
    """What a running `arshjul start` holds locked; unlike start.json it cannot be left behind."""
    return installningar().hem / "start.las"


def is_running() -> bool:
    """Whether an `arshjul start` of this work folder lives on this machine."""
    try:
        with lasfil().open("r") as las:
            fcntl.flock(las, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except FileNotFoundError:
        return False
    except OSError:
        return True


def prepare() -> None:
    """Set Prefect up for this installation; to be called before anything imports prefect."""
    hem = installningar().hem.absolute()
    val = {
        "PREFECT_HOME": str(hem / "prefect"),
        "PREFECT_LOGGING_SETTINGS_PATH": str(LOGGNING),
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": STARTUP_SECONDS,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "DO_NOT_TRACK": "1",
    }
    server = _running_server()
    for namn, varde in (val | (server or prefect_database())).items():
        os.environ.setdefault(namn, varde)
    silence()


def _running_server() -> dict[str, str]:
    """The server of `arshjul start`, where one answers.

    A start.json that a kill left behind is not believed: another city's server may have its port now.
    """
    if not startfil().exists() or not is_running():
        return {}
    om = json.loads(startfil().read_text("utf-8"))
    try:
        with urllib.request.urlopen(f"{om['api']}/health", timeout=3):
            return {"PREFECT_API_URL": om["api"], "PREFECT_API_AUTH_STRING": om["auth"]}
    except OSError:
        return {}


@contextlib.contextmanager
def without_heartbeats() -> Iterator[None]:
    """No heartbeats: every flow run waits up to a second for its heartbeat thread to end.

    They are for runs whose parent may die unseen; a command in a terminal is not one of those.
    """
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
