"""The year's own tables against the year folder or workbook that it was last opened from, which is kept."""

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.arsmapp import Kontakt
from schemas.handelseslag import Handelseslag
from schemas.tabeller import Handelse
from tasks.aret.arsbok import read_ar
from tasks.aret.oppna import TILLAGD, Skillnad, skillnader
from tasks.granskning.fynd import Fynd
from tasks.granskning.revision import Revision, nar, quoted
from tasks.grund.mottaget import MOTTAGET, stored

#: the kept file that a folder's contacts lie in, by themselves
KONTAKTER = "kontakter"
#: what a difference says of a whole row → the same of what stands there
HELA_RADEN = {
    "finns": "finns den", "finns inte": "finns den inte", "tas bort": "finns den inte", TILLAGD: "finns den"
}  # fmt: skip


def check_year(p: Revision) -> Iterator[Fynd]:
    """Every value of the year's own tables beside the file that it came from, row by row and column by column."""
    oppnad = list(p.av(Handelseslag.ARET_OPPNADES, Handelseslag.ARET_ANDRADES))
    if not oppnad:
        yield Fynd("ingen händelse säger att det är öppnat", f"Året {p.ar}")
        return
    h = oppnad[-1]
    sparat = {s["slag"]: s for s in h.uppgifter.get("sparat", ())}
    if not sparat:  # opened by a version that did not keep it: its fingerprints answer for it
        return
    with tempfile.TemporaryDirectory() as undan:
        kalla = _laid_out(p, sparat, Path(undan))
        if kalla is None:  # told of where the kept files are looked at
            return
        med_kontakter = KONTAKTER not in sparat or (Path(undan) / "ar" / Kontakt.FIL).is_file()
        funna = skillnader(p.session, read_ar(kalla))
    p.raknat["rader i årsmappen"] += sum(h.uppgifter.get("rader", {}).values())
    for s in funna:
        if s.fil != Kontakt.FIL or med_kontakter:
            yield _fynd(s, h)


def _fynd(s: Skillnad, h: Handelse) -> Fynd:
    vad = f"i databasen {_star(s.fore)}, men i den årsmapp som året öppnades från {_star(s.efter)}"
    var = f"{s.fil}, {f'{s.nyckel}, ' if s.nyckel and s.fil != Kontakt.FIL else ''}{s.kolumn}"
    return Fynd(vad, var, f"Ändrat efter {nar(h)}")


def _star(varde: str) -> str:
    """What stands there, or what is said of the whole row."""
    return HELA_RADEN.get(varde, f"står {quoted(varde)}")


def _laid_out(p: Revision, sparat: dict[str, dict[str, Any]], undan: Path) -> Path | None:
    """The kept folder or workbook as it was, to be read; None where it is not there any more."""
    arkiv = p.oppet.mapp / MOTTAGET
    filer = {slag: stored(arkiv, p.nu(s["sha256"])) for slag, s in sparat.items()}
    (hela,) = (slag for slag in sparat if slag != KONTAKTER)
    if not filer[hela].is_file():
        return None
    mapp = undan / "ar"
    mapp.mkdir()
    if not sparat[hela]["namn"].endswith(".zip"):
        bok = mapp / Path(sparat[hela]["namn"]).name
        bok.write_bytes(filer[hela].read_bytes())
        return bok
    with zipfile.ZipFile(filer[hela]) as arkivet:
        arkivet.extractall(mapp)
    if KONTAKTER in filer and filer[KONTAKTER].is_file():
        (mapp / Kontakt.FIL).write_bytes(filer[KONTAKTER].read_bytes())
    return mapp
