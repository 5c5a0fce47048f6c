"""Exempel: workbooks filled in from the CSV of a year folder."""

from pathlib import Path
from typing import Literal

from prefect import flow

from schemas.begrepp import Fas
from tasks.bocker.mallar import write_t1_exempel, write_vp_exempel
from tasks.grund.databas import read
from tasks.laget.oppet import oppet_ar


@flow(name="exempel", flow_run_name="Exempel {slag}")
def exempel(slag: Literal["VP", "T1"], data: Path, ut: Path) -> list[str]:
    """Write the workbooks that the organs of a year folder would have handed in.

    Raises:
        Avvisat: the folder has faults, or an answer fits nothing that was asked.
    """
    if slag == Fas.VP:
        return [str(s) for s in write_vp_exempel(data, ut)]
    with read() as session:
        return [str(s) for s in write_t1_exempel(session, oppet_ar(session), data, ut)]
