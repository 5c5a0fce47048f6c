"""One avstämning of synthetic frames: 45 organs × 80 indicators and its multiples, every organ holding every one."""

import datetime
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from rules.avstamning import Sammanstallning, propose_uppmaningar, reconcile
from rules.uppmaningar import Stalld, Uppmaning, begarda_varden
from schemas.begrepp import VARDEBEGAR, Aggregering, Begar, Grund, Indikatorslag, Organslag, Riktning
from schemas.omgangar import kalendernycklar, ur_kalendern
from schemas.ord import standardord
from schemas.underlag import RAMAR, Trosklar, Underlag, build

ROOT = Path(__file__).parents[2]
ORGAN, INDIKATORER, MAL = 45, 80, 16
STORLEKAR = (1, 10, 100, 290)
#: the plan of a year with the default rounds, a month between its days
PLANEN = ur_kalendern({k: datetime.date(2026, n, 15) for n, k in enumerate(kalendernycklar(), 1)}).plan
SLAG = (Organslag.STADSDELSNAMND, Organslag.FACKNAMND, Organslag.BOLAGSSTYRELSE)
PROVAS = [Grund.SANKT_AMBITION, Grund.STOR_AVVIKELSE, Grund.SAKNAD_BESKRIVNING, Grund.SAKNAD_AKTIVITET]


def _indikator(n: int, r: random.Random) -> dict[str, Any]:
    aggregering = list(Aggregering)[n % 5]
    provas = r.sample(PROVAS, r.randint(0, len(PROVAS)))
    provas += [Grund.UNDER_KF_ARSMAL] if aggregering != Aggregering.SUMMA and n % 3 else []
    return {
        "kod": f"i{n:03d}",
        "mal": f"m{n % MAL}",
        "namn": f"Indikator {n}",
        "slag": Indikatorslag.OBLIGATORISK if n % 8 == 7 else Indikatorslag.KF,
        "decimaler": n % 3,
        "riktning": list(Riktning)[n // 5 % 2],
        "aggregering": aggregering,
        "faststalls_senare": n % 20 == 19,
        "ingar_i_bedomning": n % 10 != 9,
        "provas": "+".join(provas) or None,
    }


def _kf(i: dict[str, Any], antal: int, r: random.Random) -> Decimal:
    """A little better than what the organs come to together, so that most must be raised."""
    plus = 1 if i["riktning"] == Riktning.HOGRE else -1
    mitten = {Aggregering.MINST: 80, Aggregering.STORST: 120}.get(i["aggregering"], 100)
    mitten *= antal if i["aggregering"] == Aggregering.SUMMA else 1
    return Decimal(round(mitten * (1 + plus * r.choice([-0.05, 0.02, 0.05, 0.2])) * 10 ** i["decimaler"])).scaleb(
        -i["decimaler"]
    )


def rader(ganger: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of every frame at so many times a city's size."""
    r = random.Random(ganger)
    organ = [
        {
            "kod": f"o{n:05d}",
            "namn": f"Organ {n}",
            "kortnamn": f"O{n}",
            "slag": SLAG[n % 45 // 15],
            "genom": "o00030" if n % 45 > 35 else None,
            "har_plan": n % 50 != 49,
        }
        for n in range(ORGAN * ganger)
    ]
    mal = [{"kod": f"m{n}", "namn": f"Mål {n}", "overordnat": f"t{n % 3}"} for n in range(MAL)]
    indikatorer = [_indikator(n, r) for n in range(INDIKATORER)]
    angivna = round(len(organ) * 0.98 * 0.95)
    indikatorer = [i | {"kf_arsmal": None if n % 16 == 15 else _kf(i, angivna, r)} for n, i in enumerate(indikatorer)]
    koder = [o["kod"] for o in organ]
    har_plan = {o["kod"]: o["har_plan"] for o in organ}
    bidrag = {"bidrar": True, "beskriven": True, "namndmal": False}
    return {
        "organ": organ,
        "mal": [*({"kod": f"t{n}", "namn": f"Inriktning {n}", "overordnat": None} for n in range(3)), *mal],
        "indikatorer": indikatorer,
        "innehav": [_innehav(i, k, har_plan[k], r) for i in indikatorer for k in koder],
        "bidrag": [{"organ": k, "mal": m["kod"], **bidrag} for k in koder if har_plan[k] for m in mal],
        "kontroll": [
            {"organ": k, "mal": m["kod"], "process": "Inköp", "komplett": r.random() < 0.99}
            for k in koder
            if har_plan[k]
            for m in mal
        ],
        "processer": [{"organ": k, "mal": "m1", "process": "Inköp"} for k in koder[::3]],
        "riktade": [
            _riktad("m1", None, "namnder", Begar.PRIORITERING, None),
            _riktad(None, "i003", "berorda+-bolag", Begar.REVIDERAT_ARSMAL, None),
            _riktad(None, "i001", "sdn+-o00003", None, Grund.SAKNAT_ARSMAL),
            _riktad(None, None, "bolag", None, Grund.OFULLSTANDIG_INTERNKONTROLL),
        ],
    }


def _riktad(mal: str | None, indikator: str | None, till: str, begar: Begar | None, grund: Grund | None) -> dict:
    return {"mal": mal, "indikator": indikator, "mottagare": till, "begar": begar, "grund": grund} | {
        "senast": "T1",
        "avser": None,
    }


def _innehav(i: dict[str, Any], organ: str, har_plan: bool, r: random.Random) -> dict[str, Any]:
    d = i["decimaler"]
    rad: dict[str, Any] = {
        "indikator": i["kod"],
        "organ": organ,
        "vikt": Decimal(r.choice(["1", "2.5", "17"])),
        "utfall": Decimal(r.randint(80 * 10**d, 120 * 10**d)).scaleb(-d) if r.random() < 0.8 else None,
        "arsmal": Decimal(r.randint(80 * 10**d, 120 * 10**d)).scaleb(-d) if har_plan and r.random() < 0.95 else None,
        "beskriven": r.random() < 0.9,
        "aktivitet": r.random() < 0.5,
    }
    return rad | {"varde": rad["arsmal"]}


def mat(ganger: int) -> dict[str, float]:
    """Build the frames, then measure the rules alone."""
    alla = rader(ganger)
    start = time.perf_counter()
    ramar = {namn: build(namn, alla[namn]) for namn in RAMAR}
    trosklar = Trosklar(*(Decimal(t) for t in ("0.10", "0.60", "0.50", "0.10")))
    underlag = Underlag(2026, PLANEN, standardord(), trosklar, **ramar)
    byggd = time.perf_counter() - start
    del alla
    start, cpu = time.perf_counter(), time.process_time()
    avstamning = reconcile(underlag)
    uppmaningar = propose_uppmaningar(underlag, avstamning)
    begarda = _begarda(underlag, avstamning, uppmaningar)
    klar, cpu_klar = time.perf_counter(), time.process_time()
    return {
        "rader": len(underlag.innehav),
        "bygga_s": byggd,
        "regler_s": klar - start,
        "cpu_s": cpu_klar - cpu,
        "topp_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "uppmaningar": len(uppmaningar),
        "begarda": len(begarda),
    }


def _begarda(underlag: Underlag, avstamning: Sammanstallning, uppmaningar: list[Uppmaning]) -> dict[Any, Decimal]:
    """What each organ would be asked to come to."""
    hojda, kf = avstamning.hojningar(underlag), underlag.indikatorer["kf_arsmal"].to_dict()
    utfall = {(o, i): v for i, o, v in underlag.innehav[["indikator", "organ", "utfall"]].itertuples(index=False)}
    stallda = [
        Stalld(
            o, u.indikator, u.grund, u.begar, hojda[u.indikator].get(o), kf[u.indikator], utfall.get((o, u.indikator))
        )
        for u in uppmaningar
        if u.begar in VARDEBEGAR and u.indikator
        for o in u.mottagare
    ]
    return begarda_varden(stallda, underlag.indikatorer["riktning"].to_dict())


def i_barn(ganger: int) -> dict[str, float]:
    """The same in a process of its own, so that the peak of memory is its own."""
    arg, miljo = [sys.executable, __file__, str(ganger)], os.environ | {"PYTHONPATH": str(ROOT)}
    svar = subprocess.run(arg, capture_output=True, text=True, check=True, cwd=ROOT, env=miljo)
    matt: dict[str, float] = json.loads(svar.stdout)
    return matt


def vaxt(fore: dict[str, float], efter: dict[str, float]) -> float:
    """The exponent of the growth: 1 = linear."""
    return math.log(efter["regler_s"] / fore["regler_s"]) / math.log(efter["rader"] / fore["rader"])


if __name__ == "__main__":
    print(json.dumps(mat(int(sys.argv[1]))))
