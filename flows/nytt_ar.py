"""Nytt år: a year workbook to fill in."""

from pathlib import Path

from prefect import flow

from tasks.aret.nytt_ar import write_arsbok
from tasks.grund.databas import read
from tasks.laget.oppet import oppet_om_finns


@flow(name="nytt-ar", flow_run_name="Nytt år {ut}")
def nytt_ar(ut: Path, fran: Path | None = None) -> str:
    """Write a year workbook, one sheet per file of the year folder.

    Args:
        fran: last year's folder or workbook, from which what carries over is taken; else the open year.

    Raises:
        Avvisat: `fran` has faults.
    """
    with read() as session:
        return str(write_arsbok(session, ut, fran, oppet_om_finns(session)))
