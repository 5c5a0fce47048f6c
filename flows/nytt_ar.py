"""Nytt år: a year workbook to fill in."""

from flows.falt import Ar, ForraAret, NyArsbok
from flows.flode import flode
from tasks.aret.nytt_ar import write_arsbok
from tasks.grund.databas import read
from tasks.laget.oppet import all_years, the_year


@flode("nytt-ar", korning="Nytt år", sager="Skrev {}".format)
def nytt_ar(ut: NyArsbok, fran: ForraAret = None, ar: Ar = None) -> str:
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
