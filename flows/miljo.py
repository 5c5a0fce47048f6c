"""Where the server listens, and the environment that it and the workers run in."""

import os
from dataclasses import dataclass

from flows.motor import prepare
from flows.paket import import_environment
from schemas.installningar import installningar

#: seconds from a filled-in form until a worker looks
QUERY_SECONDS = "2"


@dataclass(frozen=True)
class Serverplats:
    """Where the server listens.

    Attributes:
        vard, port: the address it binds to.
        proxyn: the names of the proxies in front of it.
        arbetare: how many workers run beside it.
    """

    vard: str
    port: int
    proxyn: tuple[str, ...] = ()
    arbetare: int = 1

    @property
    def adress(self) -> str:
        """Its address on this machine."""
        vard = "127.0.0.1" if self.vard in ("0.0.0.0", "::", "localhost") else self.vard
        return f"http://[{vard}]:{self.port}" if ":" in vard else f"http://{vard}:{self.port}"

    @property
    def api(self) -> str:
        """The address of its API."""
        return f"{self.adress}/api"

    @property
    def utat(self) -> str:
        """The address that people use."""
        return f"https://{self.proxyn[0]}" if self.proxyn else self.adress

    @property
    def argument(self) -> list[str]:
        """The same, as arguments of flows.server."""
        proxyn = [a for p in self.proxyn for a in ("--bakom-proxy", p)]
        return ["--vard", self.vard, "--port", str(self.port), *proxyn]


def seconds(namn: str, annars: int) -> int:
    """A time that a test may shorten."""
    return int(os.environ.get(f"ARSHJUL_PROV_{namn}", annars))


def environment(plats: Serverplats, auth: str) -> dict[str, str]:
    """The environment of the server, its workers and their runs."""
    prepare()
    hem = installningar().hem.absolute()
    ursprung = [plats.adress, f"http://localhost:{plats.port}", *(f"https://{p}" for p in plats.proxyn)]
    fasta = worker_environment(plats.api, auth) | {
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": ",".join(ursprung),
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_UI_API_URL": "/api",  # of the name that the browser knows us by
        "PREFECT_UI_URL": plats.utat,
    }
    val = {
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(hem / "prefect" / "ui"),  # the program's own folder may be read-only
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "true",
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "300",
        "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_CANCELLING_TIMEOUT_SECONDS": "60",
    }
    return os.environ | val | _told("PREFECT_SERVER_") | fasta


def worker_environment(api: str, auth: str) -> dict[str, str]:
    """What a worker needs, on this machine or another."""
    prepare()
    fasta = {
        "ARSHJUL_HEM": str(installningar().hem.absolute()),
        "PREFECT_API_URL": api,
        "PREFECT_API_AUTH_STRING": auth,
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    val = {"PREFECT_WORKER_QUERY_SECONDS": QUERY_SECONDS, "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}
    return os.environ | val | _told(*val) | fasta | _import_path()


def _import_path() -> dict[str, str]:
    """Where the program itself lies, before what was there already."""
    egen = import_environment().get("PYTHONPATH")
    vagar = [v for v in (egen, os.environ.get("PYTHONPATH")) if v]
    return {"PYTHONPATH": os.pathsep.join(vagar)} if vagar else {}


def _told(*borjar: str) -> dict[str, str]:
    """What whoever starts it has said of these."""
    return {k: v for k, v in os.environ.items() if k.startswith(borjar)}
