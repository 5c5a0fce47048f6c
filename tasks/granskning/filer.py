"""The files that the program has made: each as the program left it, or changed by a person."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from sqlmodel import select

from schemas.handelseslag import Handelseslag
from schemas.tabeller import Dokument, Handelse
from tasks.dokument.skriv import DOKUMENTMAPP
from tasks.granskning.fynd import Fynd, Fyndslag, obs
from tasks.granskning.revision import Revision, nar
from tasks.grund.filer import avtryck

#: what a person fills in or edits, and the program then leaves alone
EDITED = {".docx", ".xlsx"}


def check_files(p: Revision) -> Iterator[Fynd]:
    """Every registered file of the year against the trail and the disk; then what lies there and nobody has made."""
    rader = {d.sokvag: d for d in p.session.exec(select(Dokument).where(Dokument.ar == p.ar))}
    p.raknat["filer"] += len(rader)
    senast = _last_written(p)
    for sokvag, rad in rader.items():
        skrivs = senast.get(sokvag)
        if skrivs is None:
            yield Fynd("ingen händelse säger att programmet har skrivit den", f"Filen {sokvag}")
        elif rad.sha256 != skrivs.uppgifter["filer"][sokvag]:
            yield Fynd("registret säger en annan hash än händelsen", f"Filen {sokvag}", f"Ändrat efter {nar(skrivs)}")
        else:
            yield from _on_disk(p, rad, skrivs)
    for sokvag in senast.keys() - rader.keys():
        yield Fynd("är borttagen ur registret", f"Filen {sokvag}", f"Borttagen efter {nar(senast[sokvag])}")
    yield from _unregistered(p, set(rader))


def _last_written(p: Revision) -> dict[str, Handelse]:
    """Path → the event that last tells of its being written."""
    return {sokvag: h for h in p.av(Handelseslag.FILER_SKRIVNA) for sokvag in h.uppgifter.get("filer", {})}


def _on_disk(p: Revision, rad: Dokument, skrivs: Handelse) -> Iterator[Fynd]:
    plats, vad = p.oppet.mapp / rad.sokvag, f"Filen {rad.sokvag}"
    far_andras = PurePosixPath(rad.sokvag).suffix in EDITED
    if not plats.is_file():
        slag = Fyndslag.FEL if rad.sokvag.startswith(f"{DOKUMENTMAPP}/") and not far_andras else Fyndslag.OBS
        yield Fynd("saknas", vad, f"Borttagen efter {nar(skrivs)}", slag)
        return
    pa_disk = avtryck(plats)
    if pa_disk == rad.sha256:
        return
    if pa_disk == rad.fore:
        yield obs("är den förra versionen; den nya kom aldrig på plats, och skrivs vid nästa körning", vad)
    elif far_andras:
        yield obs("är ändrad efter att programmet skrev den", vad, f"Ändrad efter {nar(skrivs)}")
    else:
        yield Fynd("är ändrad efter att programmet skrev den", vad, f"Ändrad efter {nar(skrivs)}")


def _unregistered(p: Revision, kanda: set[str]) -> Iterator[Fynd]:
    for fil in sorted((p.oppet.mapp / DOKUMENTMAPP).rglob("*")):
        sokvag = fil.relative_to(p.oppet.mapp).as_posix()
        if fil.is_file() and sokvag not in kanda and not fil.name.startswith((".", "~$")):
            yield obs("är inte gjord av programmet", f"Filen {sokvag}")
