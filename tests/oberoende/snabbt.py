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
from decimal import Decimal
from pathlib import Path
from typing import Any

import tasks.mallar
from naiv import Ar, rakna
from rules.tal import tolka_tal
from schemas.arbetsbocker import BLAD_I
from schemas.begrepp import Fas, Inlamningsstatus
from schemas.export import Export
from schemas.falt import kolumner
from schemas.tabeller import Inlamning
from slumpar import Slump, skriv_allt
from tasks.ar import oppet_ar
from tasks.arsmapp import las_mapp
from tasks.avstamning import gor_avstamning
from tasks.beslut import besluta_t1, besluta_vp, forbered_beslut
from tasks.databas import skriv, slapp
from tasks.oppna import oppna_ar
from tasks.uppfoljning import gor_uppfoljning
from tests_stod import exportera_nu, i_miljo, skillnader

DELAR = ("indikatorer", "mal", "uppmaningar", "resultatbudget", "beslutsbelopp", "avvikelser", "statsbidrag")


def varde(ra: Any, typ: str) -> Any:
    """A cell of an example workbook as the intake reads it."""
    if isinstance(ra, Decimal) and typ == "text":
        return str(ra)
    if ra is None or isinstance(ra, bool | int | Decimal | datetime.date):
        return ra
    if typ == "janej":
        return ra == "Ja"
    return tolka_tal(ra, punkt_ar_decimal=True)[0] if typ == "tal" else ra


def lamna_in(session: Any, fas: Fas, bocker: list[Any], dagar: dict[str, datetime.date]) -> None:
    """Save workbooks that were never written."""
    oppet = oppet_ar(session)
    for bok in bocker:
        organ = bok.uppgifter["Organkod"]
        rad = Inlamning(
            ar=oppet.ar,
            organ=organ,
            slag=fas,
            version=1,
            status=Inlamningsstatus.GODKAND,
            inkom=dagar[organ],
            sha256=hashlib.sha256(f"{fas} {organ}".encode()).hexdigest(),
            filnamn=bok.sokvag.name,
        )
        session.add(rad)
        session.flush()
        for blad in bok.blad:
            assert blad.modell in BLAD_I[fas]
            for n, r in enumerate(blad.rader, 2):
                varden = {k.falt: varde(r.get(k.falt), k.typ) for k in kolumner(blad.modell)}
                if fas == Fas.T1:
                    varden["indikatorkod"] = r["indikatorkod"]
                session.add(blad.modell(inlamning_id=rad.id, rad=n, **varden))


def ga_snabbt(mapp: Path) -> dict[str, Any]:
    """The export of a year folder."""
    facit = Ar(mapp)
    k = facit.kalender
    skrivna: list[Any] = []
    tasks.mallar.skriv_alla = lambda bocker: skrivna.extend(bocker) or []
    with skriv() as session:
        oppna_ar(session, las_mapp(mapp), [], k["verksamhetsplan_senast"], "slump")
    with skriv() as session:
        tasks.mallar.skriv_vp_exempel.fn(mapp, mapp)
        dagar = dict.fromkeys(facit.organ, k["verksamhetsplan_senast"])
        lamna_in(session, Fas.VP, [b for b in skrivna if b.uppgifter["Organkod"] in facit.vp], dagar)
    with skriv() as session:
        gor_avstamning.fn(session, oppet_ar(session), k["beslut"])
        besluta_vp.fn(
            session,
            oppet_ar(session),
            forbered_beslut(session, oppet_ar(session), None, "s", k["beslut"]),
            "s",
            k["beslut"],
        )
    skrivna.clear()
    with skriv() as session:
        tasks.mallar.skriv_t1_exempel.fn(session, oppet_ar(session), mapp, mapp)
        lamna_in(session, Fas.T1, [b for b in skrivna if b.uppgifter["Organkod"] in facit.t1], facit.t1)
    with skriv() as session:
        idag = k["uppfoljning"]
        gor_uppfoljning.fn(session, oppet_ar(session), idag)
        besluta_t1.fn(
            session, oppet_ar(session), forbered_beslut(session, oppet_ar(session), None, "s", idag), "s", idag
        )
    return exportera_nu()


def prova(fro: int, mapp: Path) -> list[str]:
    """Where the program and the naive computation differ on one random year."""
    data = mapp / str(fro)
    skriv_allt(Slump(fro), data, rakna)
    with i_miljo(ARSHJUL_HEM=str(mapp / f"hem{fro}")):
        export = ga_snabbt(data)
        slapp()
    shutil.rmtree(mapp / f"hem{fro}")
    Export.model_validate(export)
    vantat = rakna(data)
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
