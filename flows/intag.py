"""Intag: take in every workbook of the in-folder, bad ones beside good ones."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import run_name, today
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.intag.intag import Mottagning, receive, sammanhang, take_in
from tasks.laget.oppet import oppet_ar


@flow(name="intag", flow_run_name=run_name("Intag {idag}"))
def intag(inkorg: Path | None = None, idag: datetime.date | None = None) -> list[Mottagning]:
    """Take in the in-folder: store, read, save with a kvittens each, and clear it of what is saved.

    Args:
        inkorg: the in-folder; default the year's own.

    Raises:
        ArshjulFel: there is no such folder, or no year is open.
    """
    dag = today(idag)
    with read() as session:
        oppet = oppet_ar(session)
        s = sammanhang(session, oppet)
    mapp = inkorg or oppet.mapp / "inkorg"
    if inkorg and not inkorg.is_dir():
        raise ArshjulFel(f"Mappen {inkorg} finns inte.")
    filer = receive(mapp, oppet.mapp / "mottaget")
    return list(take_in(filer, oppet, s, dag))
