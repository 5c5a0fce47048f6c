"""How fast workbooks are written, taken in and validated: 45, 450 and 4,500 of them with 60 indicators each."""

import dataclasses
import datetime
import random
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ORGAN, INDIKATORER, MAL, OMGANG = 45, 60, 15, 450


def skriv_ar(mapp: Path) -> Path:
    """A year folder with 45 nämnder that hold 60 indicators each."""
    mapp.mkdir(parents=True)
    (mapp / "ar.yaml").write_text(
        "ar: 2030\nkommun: Mätstad\nkalender: {verksamhetsplan_senast: 2030-01-15, avstamning: 2030-02-10, "
        "beslut: 2030-03-06, tertialrapport_1_senast: 2030-05-17, uppfoljning: 2030-06-12}\n",
        "utf-8",
    )
    mal = ["1,Inriktning,", *(f"1.{m},Mål {m},1" for m in range(1, MAL + 1))]
    indikatorer = [f"i{i},1.{i % MAL + 1},Indikator {i},kf,antal,1,hogre,medel,50,nej,ja," for i in range(INDIKATORER)]
    organ = [f"o{o},Nämnd {o},facknamnd" for o in range(ORGAN)]
    tilldelningar = [f"i{i},o{o},40" for o in range(ORGAN) for i in range(INDIKATORER)]
    for fil, rubrik, rader in (
        ("organ.csv", "kod,namn,slag", organ),
        ("mal.csv", "kod,namn,overordnat", mal),
        (
            "indikatorer.csv",
            "kod,mal,namn,slag,enhet,decimaler,riktning,aggregering,kf_arsmal,faststalls_senare,ingar_i_bedomning,provas",
            indikatorer,
        ),
        ("tilldelningar.csv", "indikator,organ,utfall_foregaende", tilldelningar),
    ):
        (mapp / fil).write_text("\n".join([rubrik, *rader]) + "\n", "utf-8")
    return mapp


def skriv_bocker(data: Path, inkorg: Path, antal: int) -> None:
    """Filled-in verksamhetsplaner, each with values of its own."""
    from schemas.arbetsbocker import PlanAktivitet, PlanArsmal, PlanMal
    from tasks.aret.arsmapp import read_mapp
    from tasks.bocker.mallar import plan_bok, plan_rows, sender
    from tasks.bocker.skrivbok import write_all

    slump = random.Random(1)
    innehall = read_mapp(data)
    filer = innehall.filer
    organ = list(filer["organ.csv"].itertuples(index=False, name="Organ"))
    mall = plan_rows(filer, innehall.o)
    fran = sender(2030, innehall.omgangar.plan, innehall.o, None)
    bocker = []
    for n in range(antal):
        o = organ[n % ORGAN]
        rader = mall[str(o.kod)] | {
            PlanAktivitet: [{"malkod": "1.1", "indikatorkod": "i0", "aktivitet": "Aktivitet"}] * 10
        }
        rader[PlanArsmal] = [
            r | {"arsmal": slump.randint(350, 600) / 10, "sa_nar_vi": "Vi arbetar systematiskt med frågan."}
            for r in rader[PlanArsmal]
        ]
        rader[PlanMal] = [r | {"bidrar": True, "hur": "Genom samverkan."} for r in rader[PlanMal]]
        bok = plan_bok(inkorg, fran, o, rader, {})
        bocker.append(dataclasses.replace(bok, sokvag=inkorg / f"{n}-{bok.sokvag.name}"))
        if len(bocker) == OMGANG or n == antal - 1:
            write_all(bocker)
            bocker = []


@dataclass
class Topp:
    """The largest resident memory of any process of ours, sampled while something runs."""

    bytes: int = 0

    def __enter__(self) -> "Topp":
        self._klar = threading.Event()
        self._trad = threading.Thread(target=self._folj, daemon=True)
        self._trad.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._klar.set()
        self._trad.join()

    def _folj(self) -> None:
        jag = psutil.Process()
        while not self._klar.wait(0.2):
            for p in [jag, *jag.children(recursive=True)]:
                try:
                    self.bytes = max(self.bytes, p.memory_info().rss)
                except psutil.Error:
                    continue


def mat(mapp: Path, antal: int) -> dict[str, Any]:
    """Write and take in `antal` workbooks in a work folder of their own."""
    from flows.intag import intag
    from flows.oppna import oppna

    data = skriv_ar(mapp / "data")
    start = time.perf_counter()
    inkorg = mapp / "in"
    inkorg.mkdir()
    skriv_bocker(data, inkorg, antal)
    skrivet = time.perf_counter() - start
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=datetime.date(2029, 12, 1))
    with Topp() as topp:
        start = time.perf_counter()
        svar = intag.fn(inkorg=inkorg, idag=datetime.date(2030, 1, 10))
        intaget = time.perf_counter() - start
    godkanda = sum(m.status == "godkand" for m in svar)
    assert godkanda == antal, svar[:3]
    return {
        "antal": antal,
        "skriva_s": skrivet,
        "ta_in_s": intaget,
        "per_s": antal / intaget,
        "topp_mb": topp.bytes / 2**20,
    }
