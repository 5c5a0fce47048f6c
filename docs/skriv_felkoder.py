"""Write docs/felkoder.md from the declarations in schemas/problem.py, so that the two cannot differ."""

import re
from pathlib import Path

from schemas.problem import PROBLEMTYPER

SIDA = Path(__file__).with_name("felkoder.md")
INGRESS = """# Felkoder

Varje fel som programmet hittar i en årsmapp, en årsarbetsbok, en inlämning eller en granskning har en kod. Sidan skrivs
av `python docs/skriv_felkoder.py` ur samma deklarationer som programmet använder. Det som står inom ‹ › fylls i med
uppgifter om det enskilda felet.

| Kod | Fel | Förväntat | Så rättar du |
|---|---|---|---|
"""


def sidan() -> str:
    """The whole page."""

    def ren(text: str) -> str:
        return re.sub(r"\{(\w+)\}", r"‹\1›", text).replace("|", "\\|").replace("rad_om", "åtgärd")

    rader = [f"| `{k}` | {t.rubrik} | {ren(t.forvantat)} | {ren(t.atgard)} |" for k, t in PROBLEMTYPER.items()]
    return INGRESS + "\n".join(rader) + "\n"


if __name__ == "__main__":
    SIDA.write_text(sidan(), "utf-8")
