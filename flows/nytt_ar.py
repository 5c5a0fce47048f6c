"""Nytt år: a year workbook to fill in."""

from pathlib import Path

from prefect import flow

from tasks.aret.nytt_ar import write_arsbok
from tasks.grund.databas import read
from tasks.laget.oppet import all_years, the_year


@flow(name="nytt-ar", flow_run_name="Nytt år {ut}")
def nytt_ar(ut: Path, fran: Path | None = None, ar: int | None = None) -> str:
    """Write a year workbook, one sheet per file of the year folder.

    Args:
        fran: last year's folder or workbook, from which what carries over is taken; else the open year.
        ar: another year of the installation to carry over from.

    Raises:
        Avvisat: `fran` has faults. ArshjulFel: several years are open, and none is named.
    """
    with read() as session:
        forra = the_year(session, ar) if ar is not None or (fran is None and all_years(session)) else None
        return str(write_arsbok(session, ut, fran, forra))
