"""Many random years, fast: the database's rows are made without workbooks, then the tasks do as in a whole year.

    PYTHONPATH=.:tests python tests/oberoende/snabbt.py FIRST LAST [EVERY]

Prints every difference between the program and the naive computation. What the workbooks, the documents and the
messages do is left out; `tests/facit/test_slumpade_ar.py` runs whole years.
"""

from __future__ import annotations

import datetime
import hashlib
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session

from naiv import Ar, rakna_allt
from rules.tal import parse_tal
from schemas.arbetsbocker import SvarRad
from schemas.begrepp import Inlamningsstatus
from schemas.export import Export
from schemas.falt import kolumner
from schemas.former import blad_i
from schemas.omgangar import Omgang
from schemas.tabeller import Inlamning
from slumpar import Slump, skriv_allt
from tasks.aret.arsmapp import read_mapp
from tasks.aret.exempel import answer_exempel, plan_exempel
from tasks.aret.oppna import open_ar
from tasks.avstamning.avstamning import make_avstamning
from tasks.beslut.beslut import decide, prepare_beslut
from tasks.bocker.skrivbok import Bokinnehall
from tasks.grund.databas import release, write
from tasks.laget.oppet import Oppet, the_year
from tests_stod import DELAR, exportera_nu, forbi_sparet, i_miljo, skillnader


def varde(ra: Any, typ: str) -> Any:
    """A cell of an example workbook as the intake reads it."""
    if isinstance(ra, Decimal) and typ == "text":
        return str(ra)
    if ra is None or isinstance(ra, bool | int | Decimal | datetime.date):
        return ra
    if typ == "janej":
        return ra == "Ja"
    return parse_tal(ra, punkt_ar_decimal=True)[0] if typ == "tal" else ra


def lamna_in(
    session: Session, oppet: Oppet, o: Omgang, bocker: Iterable[Bokinnehall], dagar: dict[str, datetime.date]
) -> None:
    """Save workbooks that were never written, of those that come in before the omgång is decided."""
    for bok in bocker:
        organ = bok.uppgifter["Organkod"]
        if organ not in dagar:
            continue
        rad = Inlamning(
            ar=oppet.ar, organ=organ, omgang=o.kod, version=1, status=Inlamningsstatus.GODKAND, inkom=dagar[organ],
            sha256=hashlib.sha256(f"{o.kod} {organ}".encode()).hexdigest(), filnamn=bok.sokvag.name,
        )  # fmt: skip
        session.add(rad)
        session.flush()
        for blad in bok.blad:
            assert blad.modell in blad_i(o)
            for n, r in enumerate(blad.rader, 2):
                varden = {k.falt: varde(r.get(k.falt), k.typ) for k in kolumner(blad.modell)}
                if blad.modell is SvarRad:
                    varden["indikatorkod"] = r["indikatorkod"]
                session.add(blad.modell(inlamning_id=rad.id, rad=n, **varden))  # type: ignore[call-arg]


def ga_snabbt(mapp: Path) -> dict[str, Any]:
    """The export of a year folder."""
    facit, innehall = Ar(mapp), read_mapp(mapp)
    with write() as session:
        open_ar(session, innehall, [], innehall.oppnas, "slump")
    for o in innehall.omgangar:
        with forbi_sparet() as session:
            oppet = the_year(session)
            bocker = plan_exempel(mapp, mapp) if o.ar_plan else answer_exempel(session, oppet, o, mapp, mapp)
            lamna_in(session, oppet, o, bocker, facit.inlamnade[o.kod])
        with write() as session:
            oppet = the_year(session)
            make_avstamning.fn(session, oppet, o, o.beslutas)
            decide.fn(session, oppet, prepare_beslut(session, oppet, None, "s", o.beslutas), "s", o.beslutas)
    return exportera_nu()


def prova(fro: int, mapp: Path) -> list[str]:
    """Where the program and the naive computation differ on one random year."""
    data = mapp / str(fro)
    skriv_allt(Slump(fro), data, rakna_allt)
    with i_miljo(ARSHJUL_HEM=str(mapp / f"hem{fro}")):
        export = ga_snabbt(data)
        release()
    shutil.rmtree(mapp / f"hem{fro}")
    Export.model_validate(export)
    vantat = rakna_allt(data)
    return [f for d in DELAR for f in skillnader(vantat[d], export[d], d)]


def main() -> None:
    """Every seed of a range, in memory where the machine lets it be."""
    forsta, sista, var = (int(a) for a in (*sys.argv[1:3], *(sys.argv[3:] or ["1"])))
    minnet = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=minnet if minnet.is_dir() else None) as mapp:
        antal = 0
        for fro in range(forsta, sista, var):
            try:
                funna = prova(fro, Path(mapp))
            except Exception:
                funna = [traceback.format_exc()]
            antal += bool(funna)
            for f in funna:
                print(f"{fro}: {f}", flush=True)
        print(f"{forsta}–{sista - 1}: {antal} år med skillnader")


if __name__ == "__main__":
    main()
