"""When each scheduled flow last ran, in the terminal: whether the mornings happen."""

import datetime

import yaml
from rich.console import Console

from flows.dag import SWEDEN
from flows.paket import deployment_folder
from flows.tabeller import tabell
from tasks.grund.databas import read
from tasks.laget.korningar import newest_korningar


def scheduled() -> dict[str, str]:
    """Flow → what its deployment is called, of those that run on a schedule."""
    alla = yaml.safe_load((deployment_folder() / "prefect.yaml").read_text("utf-8"))["deployments"]
    return {d["entrypoint"].rpartition(".")[2].replace("_", "-"): d["name"] for d in alla if d.get("schedules")}


def show_senast(ut: Console) -> None:
    """When each scheduled flow last ran and what it said; nothing where none ever has."""
    with read() as session:
        korda = {k.flode: k for k in newest_korningar(session)}
    if not korda:
        return
    rader = []
    for flode, namn in scheduled().items():
        k = korda.get(flode)
        nar = datetime.datetime.fromisoformat(k.borjade).astimezone(SWEDEN) if k else None
        hur = ("Klar" if k.lyckad else "MISSLYCKAD") if k else ""
        rader.append([namn, nar.strftime("%Y-%m-%d %H:%M") if nar else "har aldrig kört", hur, k.mening if k else ""])
    ut.print(tabell("Senaste körningar", ["Flöde", "När", "", "Vad den sade"], rader))
