"""How long the whole set of documents takes after a decision, and how it splits: 45 organs, and ten times as many."""

import contextlib
import datetime
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

IDAG = datetime.date(2030, 3, 6)
INDIKATORER, MAL, PER_ORGAN = 80, 16, 25
MOST_SECONDS = 1_800
#: what a file is, by how its path begins or ends; the first that fits
SLAG = (
    ("organblad, webb", lambda namn: "/organ/" in namn and namn.endswith(".html")),
    ("organblad, PDF", lambda namn: "/organ/" in namn),
    ("översikten", lambda namn: "/oversikt-" in namn),
    ("arbetsböcker", lambda namn: namn.startswith("mallar/")),
    ("bilagor", lambda namn: namn.endswith(".xlsx")),
    ("tjänsteutlåtandet", lambda namn: True),
)


def skriv_ar(mapp: Path, organ: int) -> Path:
    """A year folder with 80 indicators, of which every organ holds 25 and has planned for each."""
    slump = random.Random(1)
    (mapp / "verksamhetsplaner").mkdir(parents=True)
    (mapp / "ar.yaml").write_text(
        "ar: 2030\nkommun: Mätstad\nkalender: {verksamhetsplan_senast: 2030-01-15, avstamning: 2030-02-10, "
        "beslut: 2030-03-06, tertialrapport_1_senast: 2030-05-17, uppfoljning: 2030-06-12}\n"
        "trosklar: {indikator_delvis_inom: 0.1, mal_helt: 0.6, mal_delvis: 0.5, stor_avvikelse: 0.1}\n",
        "utf-8",
    )
    innehav = [(f"i{i}", f"o{o}") for o in range(organ) for i in slump.sample(range(INDIKATORER), PER_ORGAN)]
    filer: dict[str, tuple[str, list[str]]] = {
        "organ.csv": ("kod,namn,slag", [f"o{o},Nämnden för område {o},facknamnd" for o in range(organ)]),
        "mal.csv": ("kod,namn,overordnat", ["1,Inriktning,", *(f"1.{m},Mål {m},1" for m in range(1, MAL + 1))]),
        "indikatorer.csv": (
            "kod,mal,namn,slag,enhet,decimaler,riktning,aggregering,kf_arsmal,provas",
            [
                f"i{i},1.{i % MAL + 1},Andel som är nöjda med verksamhet {i},kf,procent,1,hogre,medel,60,"
                "under_kf_arsmal+sankt_ambition"
                for i in range(INDIKATORER)
            ],
        ),
        "tilldelningar.csv": ("indikator,organ,utfall_foregaende", [f"{i},{o},55" for i, o in innehav]),
        "verksamhetsplaner/arsmal.csv": (
            "organ,Indikatorkod,Nämndens årsmål,Så når vi målet",
            [f"{o},{i},{slump.randint(500, 700) / 10},Vi arbetar systematiskt." for i, o in innehav],
        ),
    }
    for fil, (rubrik, rader) in filer.items():
        (mapp / fil).write_text("\n".join([rubrik, *rader]) + "\n", "utf-8")
    return mapp


@contextlib.contextmanager
def _by_kind(delar: dict[str, float]) -> Iterator[None]:
    """Counts the seconds of each file where it is made, by its kind; they add up to more than the clock's."""
    from tasks.dokument import lager
    from tasks.grund.barn import all_in_children

    def render_all(arbeten: dict[str, Any]) -> dict[str, bytes]:
        svar = {}
        alla = all_in_children(_timed, arbeten.values(), MOST_SECONDS)
        for namn, (byte, tog) in zip(arbeten, alla, strict=True):
            slag = next(s for s, passar in SLAG if passar(namn))
            delar[slag] = delar.get(slag, 0.0) + tog
            svar[namn] = byte
        return svar

    fore, lager.render_all = lager.render_all, render_all  # type: ignore[assignment]
    try:
        yield
    finally:
        lager.render_all = fore


def _timed(gor: Any, av: tuple[Any, ...]) -> tuple[bytes, float]:
    """A file, and the seconds of the processor that it took."""
    start = time.process_time()
    return gor(*av), time.process_time() - start


def mat(mapp: Path, organ: int) -> dict[str, float]:
    """A year up to its decision, and then every file made anew: seconds by the clock, and of the processor by kind."""
    from flows.avstamning import avstamning
    from flows.besluta import besluta
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.oppna import oppna
    from tasks.dokument.skriv import write_everything
    from tasks.grund.databas import read
    from tasks.laget.oppet import the_year

    data = skriv_ar(mapp / "data", organ)
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=datetime.date(2029, 12, 1))
    exempel.fn(omgang="VP", data=data, ut=mapp / "in")
    intag.fn(inkorg=mapp / "in", idag=datetime.date(2030, 1, 10))
    avstamning.fn(idag=datetime.date(2030, 2, 10))
    besluta.fn(handlaggare="mätning", fatta=True, idag=IDAG)
    with read() as session:
        oppet = the_year(session, 2030)
    for fil in [*oppet.mapp.glob("dokument/**/*.*"), *oppet.mapp.glob("mallar/*.xlsx")]:
        fil.unlink()
    delar: dict[str, float] = {}
    start = time.perf_counter()
    with _by_kind(delar):
        filer = write_everything(oppet, IDAG)
    return {"filer": len(filer), "hela": time.perf_counter() - start, **delar}
