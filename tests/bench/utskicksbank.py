"""How fast the outbox goes out: to a real mail server in a process of its own, settled and claimed one by one."""

import datetime
import multiprocessing
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
from intagsbank import ORGAN, skriv_ar

DAG = datetime.date(2029, 12, 10)


def _server(port: Any, slut: Any) -> None:
    """A mail server that takes everything."""
    sys.path[:0] = [str(Path(__file__).parents[1])]
    from smtpserver import smtpserver

    with smtpserver() as smtp:
        port.value = smtp.port
        slut.wait()


def mat(mapp: Path, antal: int) -> dict[str, float]:
    """Seconds to deliver that many messages, how many a second, and the peak of memory (MB) of the sender."""
    from flows.oppna import oppna
    from flows.skicka import skicka

    med = multiprocessing.get_context("spawn")
    port, slut = med.Value("i", 0), med.Event()
    server = med.Process(target=_server, args=(port, slut), daemon=True)
    server.start()
    data = skriv_ar(mapp / "data")
    kontakter = [f"o{n},registrator,registrator{n}@stad.example" for n in range(ORGAN)]
    (data / "kontakter.csv").write_text("\n".join(["organ,roll,adress", *kontakter]) + "\n", "utf-8")
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=DAG)
    _in_child(antal)
    while not port.value:
        time.sleep(0.05)
    os.environ |= {"ARSHJUL_EPOST": f"smtp://127.0.0.1:{port.value}", "ARSHJUL_AVSANDARE": "kontoret@stad.example"}
    topp, klar = [0.0], threading.Event()
    vakt = threading.Thread(target=_watch, args=(topp, klar))
    vakt.start()
    start = time.perf_counter()
    skickade = skicka.fn(idag=DAG, ja=True).skickade
    tog = time.perf_counter() - start
    klar.set()
    vakt.join()
    slut.set()
    assert skickade == antal
    return {"tog": tog, "per_s": antal / tog, "topp": topp[0]}


def _in_child(antal: int) -> None:
    """Queue them in a process of its own, so that the memory that is measured is the sender's."""
    queue = multiprocessing.get_context("spawn").Process(target=_queue, args=(antal,))
    queue.start()
    queue.join()
    assert queue.exitcode == 0


def _queue(antal: int) -> None:
    from notifications.utkorg import Brev, adressbok, enqueue
    from schemas.begrepp import Roll, Utskicksslag
    from tests_stod import forbi_sparet

    text = "Verksamhetsplanen kom in den 10 december 2029 och är godtagen som version 1.\n" * 12
    with forbi_sparet() as session:
        brev = (
            Brev(
                f"kvittens/VP/o{n % ORGAN}/{n}",
                f"o{n % ORGAN}",
                Roll.REGISTRATOR,
                Utskicksslag.KVITTENS,
                f"Nr {n}",
                text,
            )
            for n in range(antal)
        )
        enqueue(session, 2030, adressbok(session, 2030), brev, DAG)


def _watch(topp: list[float], klar: threading.Event) -> None:
    jag = psutil.Process()
    while not klar.wait(0.05):
        topp[0] = max(topp[0], jag.memory_info().rss / 1e6)
