"""Intag: take in every workbook of the in-folder, bad ones beside good ones."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import run_name, today
from schemas.problem import ArshjulFel
from tasks.grund.databas import read
from tasks.intag.intag import MOTTAGET, Intagsar, take_in
from tasks.intag.ovrig_post import file_post
from tasks.intag.post import Mottagning, receive
from tasks.intag.sammanhang import sammanhang
from tasks.laget.oppet import open_years, the_years


@flow(name="intag", flow_run_name=run_name("Intag {idag}"))
def intag(inkorg: Path | None = None, ar: int | None = None, idag: datetime.date | None = None) -> list[Mottagning]:
    """Take in the in-folder: store, read, save with a kvittens each, and clear it of what is saved.

    A workbook goes to its own year, whichever in-folder it lies in.

    Args:
        inkorg: the in-folder; default each year's own.
        ar: only this year's in-folder; with an in-folder, the year of what does not say to which it belongs.

    Raises:
        ArshjulFel: there is no such folder, or no year is open.
    """
    dag = today(idag)
    if inkorg and not inkorg.is_dir():
        raise ArshjulFel(f"Mappen {inkorg} finns inte.")
    with read() as session:
        valda = the_years(session, ar)
        if not valda:
            raise ArshjulFel("Inget år är öppnat. Öppna ett med: arshjul oppna MAPP")
        if inkorg and ar is None:
            valda = open_years(session)[:1]
        alla = {oppet.ar: Intagsar(oppet, sammanhang(session, oppet)) for oppet in the_years(session)}
    svar: list[Mottagning] = []
    for oppet in valda:
        inkommet = receive(inkorg or oppet.mapp / "inkorg", oppet.mapp / MOTTAGET)
        aren = [alla[oppet.ar], *(a for nr, a in alla.items() if nr != oppet.ar)]
        svar += take_in(inkommet.bocker, aren, dag)
        svar += file_post(inkommet.brev, oppet, dag)
    return svar
