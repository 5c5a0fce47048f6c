"""Start: Prefect's server with its UI, the deployments and a worker on this machine, until Ctrl-C."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import IO

from rich.console import Console

from flows.loggning import loggfil
from flows.motor import STARTUP_SECONDS, prepare, startfil
from flows.paket import deployment_folder, import_environment
from schemas.installningar import installningar
from schemas.problem import ArshjulFel

POOL = ["prefect", "work-pool", "create", "arshjul", "--type", "process", "--overwrite"]
#: how long a part may take to stop by itself
STOP_SECONDS = 15
DEPLOY = ["prefect", "--no-prompt", "deploy", "--all"]


def run_until_stopped(ut: Console) -> None:
    """Start everything, say where it is, and stop it all on Ctrl-C.

    Raises:
        ArshjulFel: the port is taken, or the server does not come up.
    """
    port = installningar().port
    if _is_taken(port):
        raise ArshjulFel(f"Port {port} är upptagen. Körs arshjul start redan?")
    auth = f"arshjul:{_password()}"
    miljo = _environment(auth)
    logg = loggfil()
    logg.parent.mkdir(parents=True, exist_ok=True)
    processer: list[subprocess.Popen[bytes]] = []
    for stopp in (signal.SIGINT, signal.SIGTERM):  # a service manager sends the second
        signal.signal(stopp, signal.default_int_handler)
    try:
        with logg.open("ab") as fil, ut.status("Startar …"):
            processer.append(_python(["flows.prefectserver", "server", "start", "--port", str(port)], miljo, fil))
            _wait_for(miljo["PREFECT_API_URL"], processer[0])
            startfil().write_text(json.dumps({"api": miljo["PREFECT_API_URL"], "auth": auth}), "utf-8")
            startfil().chmod(0o600)
            for steg in (POOL, DEPLOY):
                if _python(steg, miljo, fil).wait() != 0:
                    raise ArshjulFel(f"Prefect kunde inte ställas in (prefect {steg[-2]} …). Se {logg}.")
            processer.append(_python(["prefect", "worker", "start", "--pool", "arshjul"], miljo, fil))
        ut.print(f"Årshjulet kör på http://127.0.0.1:{port}  (användare och lösenord: {auth})")
        ut.print("Andra kommandon i samma arbetsmapp kör nu genom den. Avsluta med Ctrl-C.")
        processer[0].wait()
    except KeyboardInterrupt:
        ut.print("Avslutar.")
    finally:
        startfil().unlink(missing_ok=True)
        for p in reversed(processer):
            p.terminate()
        for p in processer:
            try:
                p.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                p.kill()


def _password() -> str:
    """The password of this installation's server; made once and kept for its owner only."""
    fil = installningar().hem / "prefect-losenord"
    if not fil.exists():
        fil.parent.mkdir(parents=True, exist_ok=True)
        fil.touch(mode=0o600)
        fil.write_text(secrets.token_urlsafe(18), "utf-8")
    return fil.read_text("utf-8").strip()


def _environment(auth: str) -> dict[str, str]:
    prepare()
    adress = f"http://127.0.0.1:{installningar().port}"
    return (
        os.environ
        | import_environment()
        | {
            "ARSHJUL_HEM": str(installningar().hem.absolute()),
            "PREFECT_API_URL": f"{adress}/api",
            "PREFECT_API_AUTH_STRING": auth,
            "PREFECT_SERVER_API_AUTH_STRING": auth,
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": adress,
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
            "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        }
    )


def _python(modul: list[str], miljo: dict[str, str], logg: IO[bytes]) -> subprocess.Popen[bytes]:
    kommando = [sys.executable, "-m", *modul]
    return subprocess.Popen(kommando, env=miljo, cwd=deployment_folder(), stdout=logg, stderr=logg)


def _is_taken(port: int) -> bool:
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(api: str, server: subprocess.Popen[bytes]) -> None:
    slut = time.monotonic() + int(STARTUP_SECONDS)
    while time.monotonic() < slut and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"{api}/health", timeout=2):
            return
        time.sleep(0.3)
    raise ArshjulFel(f"Prefects server kom inte igång. Se {loggfil()}.")
