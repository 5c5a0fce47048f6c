"""Keeping what a year was opened from: its folder or its workbook, as it was read."""

from pathlib import Path
from typing import Any

from schemas.arsmapp import Kontakt
from schemas.problem import ArshjulFel
from tasks.aret.arsmapp import Arsinnehall
from tasks.grund.filer import avtryck
from tasks.grund.mottaget import as_one, keep, keep_file


def keep_source(innehall: Arsinnehall, arkiv: Path) -> dict[str, Any]:
    """Keep the folder or the workbook of a year under its hash.

    A folder is kept as one zip file without kontakter.csv, which is kept by itself: it holds personal data, and is to
    be removed in time without the rest. A workbook is kept as it is.

    Args:
        arkiv: where what was received lies, in the folder of the year.

    Returns:
        What the event says of it: fil and fil_sha256 of what the year stands in, and `sparat`: namn, sha256, slag and
        personuppgifter (whether it holds any) of each file that is kept.

    Raises:
        ArshjulFel: it has been changed since it was read.
    """
    fil = innehall.kalla
    if innehall.arbetsbok:
        sha = str(innehall.sha256)
        keep_file(arkiv, fil, sha)
        sparat = [_sparat(innehall.arbetsbok, sha, "årsarbetsbok", personuppgifter=True)]
        return {"fil": innehall.arbetsbok, "fil_sha256": sha, "sparat": sparat}
    filer = {namn: _as_read(fil / namn, sha) for namn, sha in innehall.lasta.items()}
    kontakter = filer.pop(Kontakt.FIL, None)
    namn, sha = f"{fil.resolve().name}.zip", keep(arkiv, as_one(filer))
    sparat = [_sparat(namn, sha, "årsmapp", personuppgifter=False)]
    if kontakter is not None:
        sparat.append(_sparat(Kontakt.FIL, keep(arkiv, kontakter), "kontakter", personuppgifter=True))
    return {"fil": namn, "fil_sha256": sha, "sparat": sparat}


def _sparat(namn: str, sha256: str, slag: str, *, personuppgifter: bool) -> dict[str, Any]:
    return {"namn": namn, "sha256": sha256, "slag": slag, "personuppgifter": personuppgifter}


def _as_read(fil: Path, sha256: str) -> bytes:
    if avtryck(fil) != sha256:
        raise ArshjulFel(f"{fil.name} ändrades medan årsmappen lästes. Inget är ändrat. Öppna året igen.")
    return fil.read_bytes()
