"""Measurements: `make bench` prints whole years without Prefect by their parts, the intake, the outbox,
the rules alone, and the server."""

import os
import platform
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: Stockholm's year with one follow-up, and an example year with a plan, two follow-ups and a bokslut
AREN = (ROOT / "data" / "2024", ROOT / "tests" / "facit" / "exempel" / "hela-2034")
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]


def aren() -> None:
    """Whole years with the flows called as plain functions: seconds by flow, a column for each year."""
    from flows.skrap import collect_seldom

    collect_seldom()  # as the commands do
    matt = {data.name: _aret(data) for data in AREN}
    print(f"{'':<16}" + "".join(f"{ar:>24}" for ar in matt))
    print(f"{'flöde':<16}" + f"{'körningar':>12}{'sekunder':>12}" * len(matt))
    namn = dict.fromkeys(n for delar, _ in matt.values() for n in sorted(delar, key=lambda n: -sum(delar[n])))
    for n in namn:
        print(f"{n:<16}" + "".join(f"{len(d[n]):>12}{sum(d[n]):>12.2f}" for d, _ in matt.values()))
    print(f"{'hela året':<16}" + "".join(f"{hela:>24.2f}" for _, hela in matt.values()))


def _aret(data: Path) -> tuple[dict[str, list[float]], float]:
    """One year: seconds of each run by flow, and in all."""
    from flows.demo import step_through

    delar: dict[str, list[float]] = defaultdict(list)

    def mat(flode: Any, **val: Any) -> Any:
        start = time.perf_counter()
        try:
            return flode.fn(**val)
        finally:
            delar[flode.name].append(time.perf_counter() - start)

    with tempfile.TemporaryDirectory() as mapp:
        os.environ["ARSHJUL_HEM"] = mapp
        start = time.perf_counter()
        step_through(data, mat)
        return delar, time.perf_counter() - start


def intaget() -> None:
    """Workbooks written, taken in and validated, child processes included."""
    from intagsbank import mat

    print(f"{'antal':>6}{'skriva s':>10}{'ta in s':>10}{'böcker/s':>10}{'topp MB':>10}")
    for antal in (45, 450, 4_500):
        with tempfile.TemporaryDirectory() as mapp:
            os.environ["ARSHJUL_HEM"] = f"{mapp}/hem"
            m = mat(Path(mapp), antal)
        print(f"{antal:>6}{m['skriva_s']:>10.1f}{m['ta_in_s']:>10.1f}{m['per_s']:>10.1f}{m['topp_mb']:>10.0f}")


def utskicken() -> None:
    """Messages delivered to a mail server on loopback, each settled, claimed and recorded by itself."""
    from utskicksbank import mat

    from flows.skrap import collect_seldom

    collect_seldom()  # as the commands do
    print(f"{'antal':>6}{'skicka s':>10}{'brev/s':>10}{'topp MB':>10}")
    for antal in (500, 5_000):
        with tempfile.TemporaryDirectory() as mapp:
            os.environ["ARSHJUL_HEM"] = f"{mapp}/hem"
            m = mat(Path(mapp), antal)
        print(f"{antal:>6}{m['tog']:>10.1f}{m['per_s']:>10.1f}{m['topp']:>10.0f}")


def dokumenten() -> None:
    """Every file that follows from a decision, made anew: the clock's seconds in all, and the processor's by kind."""
    from dokumentbank import SLAG, mat

    matt = {}
    for antal in (45, 450):
        with tempfile.TemporaryDirectory() as mapp:
            os.environ["ARSHJUL_HEM"] = f"{mapp}/hem"
            matt[antal] = mat(Path(mapp), antal)
    print(f"{'':<24}" + "".join(f"{f'{antal} organ':>12}" for antal in matt))
    for vad in ("filer", "hela", *(slag for slag, _ in SLAG)):
        print(
            f"{vad if vad != 'hela' else 'sekunder i allt':<24}"
            + "".join(f"{m.get(vad, 0):>12.1f}" for m in matt.values())
        )
    print("belastning " + " ".join(f"{x:.1f}" for x in os.getloadavg()))


def avstamningen() -> None:
    """The rules alone, on frames that are ready: one city, ten, a hundred, and as many as there are municipalities."""
    from avstamningsbank import STORLEKAR, i_barn, vaxt

    rubriker = ("rader", "bygga s", "regler s", "därav cpu s", "topp MB", "växer som")
    print(f"{'städer':>7}" + "".join(f"{r:>12}" for r in rubriker))
    fore = None
    for ganger in STORLEKAR:
        m = i_barn(ganger)
        exponent = "" if fore is None else f"n^{vaxt(fore, m):.2f}"
        tider = "".join(f"{m[k]:>12.2f}" for k in ("bygga_s", "regler_s", "cpu_s"))
        print(f"{f'×{ganger}':>7}{m['rader']:>12.0f}{tider}{m['topp_mb']:>12.0f}{exponent:>12}")
        fore = m


def servern() -> None:
    """`arshjul start`, its forms and commands through it; meant for a machine that does nothing else."""
    from serverbank import mat

    with tempfile.TemporaryDirectory() as mapp:
        for vad, varde in mat(Path(mapp)).items():
            print(f"{vad:<44}{varde:>10.1f}")


def talen() -> None:
    """The walk over every printed number: how many would pass with their last digit changed by one."""
    sys.path.insert(0, str(ROOT / "tests"))
    from tests.talvandring import bokens_siffror, forvaxlade, sidans_siffror
    from tests.talvandring_ar import bockerna, sidorna, spararen
    from tests_stod import ga_genom

    for data in AREN:
        with tempfile.TemporaryDirectory() as mapp:
            ar = ga_genom(data, Path(mapp))
            with spararen(ar) as (harledning, namn):
                pa_sidor = [s for f in sidorna(ar.hem) for s in sidans_siffror(f, namn)]
                i_bocker = [s for f in bockerna(ar.hem) for s in bokens_siffror(f)]
                for vad, alla in (("webbsidor", pa_sidor), ("bilagor", i_bocker)):
                    fel, ratt = forvaxlade(alla, harledning)
                    print(f"{data.name:<12}{vad:<12}{ratt:>8} tal, {fel:>6} går också med sista siffran ändrad")


DELAR = {
    "tal": ("Hur strängt varje tryckt tal prövas mot sin härledning", talen),
    "aret": ("Hela år utan Prefect", aren),
    "intag": ("Intag av arbetsböcker utan Prefect", intaget),
    "utskick": ("Utskick till en e-postserver utan Prefect", utskicken),
    "dokument": ("Alla dokument efter ett beslut, med organens blad; processorns sekunder per slag", dokumenten),
    "avstamning": ("Reglerna i en avstämning, 45 organ × 80 indikatorer och uppåt", avstamningen),
    "server": ("arshjul start, formulär och kommandon genom den", servern),
}


def main() -> None:
    """Everything that is measured (or the parts that are named), with the machine it was measured on."""
    start, summa = time.perf_counter(), 0
    for n in range(10_000_000):
        summa += n
    fart = f"tio miljoner additioner på {time.perf_counter() - start:.2f} s"
    print(f"{os.cpu_count()} kärnor, {platform.machine()}, Python {platform.python_version()}, {fart}")
    for namn in sys.argv[1:] or DELAR:
        rubrik, mat = DELAR[namn]
        print(f"\n{rubrik}")
        mat()


if __name__ == "__main__":
    main()
