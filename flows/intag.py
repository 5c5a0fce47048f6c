"""Intag: take in every workbook of the in-folder, bad ones beside good ones."""

import datetime
from pathlib import Path

from prefect import flow

from flows.dag import dagens, korning
from schemas.problem import ArshjulFel
from tasks.grund.databas import las
from tasks.intag.intag import Mottagning, sammanhang, ta_emot, ta_in
from tasks.laget.oppet import oppet_ar


@flow(name="intag", flow_run_name=korning("Intag {idag}"))
def intag(inkorg: Path | None = None, idag: datetime.date | None = None) -> list[Mottagning]:
    """Take in the in-folder: store, read, save with a kvittens each, and clear it of what is saved.

    Args:
        inkorg: the in-folder; default the year's own.

    Raises:
        ArshjulFel: there is no such folder, or no year is open.
    """
    dag = dagens(idag)
    with las() as session:
        oppet = oppet_ar(session)
        s = sammanhang(session, oppet)
    mapp = inkorg or oppet.mapp / "inkorg"
    if inkorg and not inkorg.is_dir():
        raise ArshjulFel(f"Mappen {inkorg} finns inte.")
    filer = ta_emot(mapp, oppet.mapp / "mottaget")
    return list(ta_in(filer, oppet, s, dag))
