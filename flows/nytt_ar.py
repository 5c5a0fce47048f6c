"""Nytt år: a year workbook to fill in."""

from pathlib import Path

from prefect import flow

from tasks.arsbok import skriv_arsbok


@flow(name="nytt-ar", flow_run_name="Nytt år {ut}")
def nytt_ar(ut: Path, fran: Path | None = None) -> str:
    """Write a year workbook, one sheet per file of the year folder.

    Args:
        fran: last year's folder, from which what carries over is taken.

    Raises:
        Avvisat: that folder has faults.
    """
    return str(skriv_arsbok(ut, fran))
