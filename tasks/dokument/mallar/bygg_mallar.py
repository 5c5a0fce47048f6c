"""Make the Word templates: `python -m tasks.dokument.mallar.bygg_mallar`. The office may also edit them in Word.

What stands in double braces and in {%p %} and {%tr %} is filled in by docxtpl; sentences come from satser.j2.
"""

from pathlib import Path

from tasks.dokument.mallar.mall_avstamning import avstamning
from tasks.dokument.mallar.mall_uppfoljning import uppfoljning

MAPP = Path(__file__).parent


def main() -> None:
    """Write both templates beside this file."""
    avstamning().spara(MAPP / "avstamning.docx", "Avstämning av mål och budget")
    uppfoljning().spara(MAPP / "uppfoljning.docx", "Uppföljning av tertialrapport 1")


if __name__ == "__main__":
    main()
