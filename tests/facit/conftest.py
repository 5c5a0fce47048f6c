"""Small builders for the golden cases: an organ list, and an Underlag where only what a case is about is said.

Values are written as strings and become exact decimals; several organs are written as one string, "alby berga".
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from rules.avstamning import propose_uppmaningar, reconcile
from rules.uppmaningar import Uppmaning
from schemas.begrepp import Aggregering, Grund, Indikatorslag, Organslag, Riktning
from schemas.omgangar import Omgang, Omgangar, omgangar
from schemas.ord import Ordbok, ordbok, standardord
from schemas.underlag import Trosklar, Underlag, build

Rader = Iterable[Mapping[str, Any]]

INDIKATOR = {
    "kod": "k1",
    "mal": "1.1",
    "namn": "Indikator",
    "slag": Indikatorslag.KF,
    "decimaler": 0,
    "riktning": Riktning.HOGRE,
    "aggregering": Aggregering.MEDEL,
    "kf_arsmal": None,
    "faststalls_senare": False,
    "ingar_i_bedomning": True,
    "provas": None,
}
INNEHAV = {"indikator": "k1", "vikt": "1", "utfall": None, "arsmal": None, "beskriven": True, "aktivitet": True}
TALEN = ("vikt", "utfall", "arsmal", "varde")
BIDRAG = {"mal": "1.1", "bidrar": True, "beskriven": True, "namndmal": False}
KONTROLL = {"mal": "1.1", "process": "Inköp", "komplett": True}
PROCESS = {"mal": "1.1", "process": "Inköp"}
RIKTAD = {"mal": None, "indikator": None, "begar": None, "senast": None, "avser": None, "grund": None}
MALEN = (("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None), ("2.1", "2"))
ETT_AR = "VP plan arsmal, T1 uppfoljning arsmal, T2 uppfoljning prognos, VB bokslut utfall"


def _tal(rad: dict[str, Any], *falt: str) -> dict[str, Any]:
    return rad | {f: None if rad[f] is None else Decimal(rad[f]) for f in falt}


@pytest.fixture
def trosklar() -> Trosklar:
    """The thresholds that the contract names."""
    return Trosklar(Decimal("0.10"), Decimal("0.60"), Decimal("0.50"), Decimal("0.10"))


@pytest.fixture
def omgangarna() -> Callable[..., Omgangar]:
    """The rounds of a year from "VP plan arsmal, T1 uppfoljning prognos".

    The first is due on 15 February, added up on 20 March and decided on 25 March, the next three months later, and so
    on. The name of T1 is "Runda T1".
    """

    def gor(rundor: str = ETT_AR) -> Omgangar:
        rader = []
        for n, runda in enumerate(rundor.split(", ")):
            kod, slag, varde = runda.split()
            dagar = (date(2026, 3 * n + 2, 15), date(2026, 3 * n + 3, 20), date(2026, 3 * n + 3, 25))
            rad = {"omgang": kod, "slag": slag, "namn": f"Runda {kod}", "bestamd": "", "varde": varde}
            rader.append(rad | dict(zip(("senast", "sammanstalls", "beslutas"), dagar, strict=True)))
        return omgangar(rader)

    return gor


@pytest.fixture
def omgang(omgangarna: Callable[..., Omgangar]) -> Callable[[str], Omgang]:
    """An omgång of a year with plan, T1 on årsmål, T2 on prognos and bokslut, by its code."""
    return omgangarna().med_kod


@pytest.fixture
def stockholm() -> Ordbok:
    """The words where the year folder says nothing."""
    return standardord()


@pytest.fixture
def ord_ur() -> Callable[..., Ordbok]:
    """A city's words: the defaults, but for rows of ord.csv, "obestamd/bestamd/flera/flera_bestamd/kort" by key."""

    def gor(**egna: str) -> Ordbok:
        former = ("obestamd", "bestamd", "flera", "flera_bestamd", "kort")
        return ordbok([{"nyckel": k, **dict(zip(former, v.split("/"), strict=False))} for k, v in egna.items()])

    return gor


@pytest.fixture
def organen() -> Callable[..., pd.DataFrame]:
    """Organs in the order sdn, fack, bolag; "alby" is "Alby stadsdelsnämnd", "Albynämnden" or "Alby AB"."""

    def gor(
        sdn: str = "alby berga cisa dala",
        fack: str = "fritid gata",
        bolag: str = "hamn",
        genom: Mapping[str, str] | None = None,
        utan_plan: str = "",
    ) -> pd.DataFrame:
        alla = [
            *((k, f"{k.title()} stadsdelsnämnd", Organslag.STADSDELSNAMND) for k in sdn.split()),
            *((k, f"{k.title()}nämnden", Organslag.FACKNAMND) for k in fack.split()),
            *((k, f"{k.title()} AB", Organslag.BOLAGSSTYRELSE) for k in bolag.split()),
        ]
        rader = [
            {
                "kod": kod,
                "namn": namn,
                "kortnamn": kod.title(),
                "slag": slag,
                "genom": (genom or {}).get(kod),
                "har_plan": kod not in utan_plan.split(),
            }
            for kod, namn, slag in alla
        ]
        return build("organ", rader)

    return gor


@pytest.fixture
def gor_underlag(
    organen: Callable[..., pd.DataFrame], trosklar: Trosklar, omgang: Callable[[str], Omgang], stockholm: Ordbok
) -> Callable[..., Underlag]:
    """A whole Underlag, of the plan; every row only says what differs from the defaults above.

    The value of a holder is its årsmål in force, where nothing else is said.
    """

    def gor(
        *,
        indikatorer: Rader = ({},),
        innehav: Rader = (),
        organ: pd.DataFrame | None = None,
        bidrag: Rader = (),
        kontroll: Rader = (),
        processer: Rader = (),
        riktade: Rader = (),
        mal: Iterable[tuple[str, str | None]] = MALEN,
        troskel: Trosklar = trosklar,
        omgangen: Omgang | None = None,
        orden: Ordbok = stockholm,
    ) -> Underlag:
        alla = [INNEHAV | {"varde": r.get("arsmal")} | dict(r) for r in innehav]
        return Underlag(
            ar=2026,
            omgang=omgangen or omgang("VP"),
            ordbok=orden,
            trosklar=troskel,
            organ=organen() if organ is None else organ,
            mal=build("mal", [{"kod": k, "namn": f"Mål {k}", "overordnat": o} for k, o in mal]),
            indikatorer=build("indikatorer", [_tal(INDIKATOR | dict(r), "kf_arsmal") for r in indikatorer]),
            innehav=build("innehav", [_tal(r, *TALEN) for r in alla]),
            bidrag=build("bidrag", [BIDRAG | dict(r) for r in bidrag]),
            kontroll=build("kontroll", [KONTROLL | dict(r) for r in kontroll]),
            processer=build("processer", [PROCESS | dict(r) for r in processer]),
            riktade=build("riktade", [RIKTAD | dict(r) for r in riktade]),
        )

    return gor


@pytest.fixture
def en_indikator(
    gor_underlag: Callable[..., Underlag], organen: Callable[..., pd.DataFrame]
) -> Callable[..., Underlag]:
    """One indicator, k1 of goal 1.1; its holders are the organs of `arsmal` (None = has stated none).

    `varde` = what they state in the omgång, where that is another value than their årsmål.
    """

    def gor(
        arsmal: Mapping[str, str | None],
        *,
        varde: Mapping[str, str | None] | None = None,
        utfall: Mapping[str, str] | None = None,
        vikt: Mapping[str, str] | None = None,
        utan_beskrivning: str = "",
        utan_aktivitet: str = "",
        utan_plan: str = "",
        riktade: Rader = (),
        troskel: Trosklar | None = None,
        omgangen: Omgang | None = None,
        **indikator: Any,
    ) -> Underlag:
        organ = organen(utan_plan=utan_plan)
        innehav = [
            {
                "organ": k,
                "arsmal": arsmal[k],
                "varde": arsmal[k] if varde is None else varde.get(k),
                "utfall": (utfall or {}).get(k),
                "vikt": (vikt or {}).get(k, "1"),
                "beskriven": k not in utan_beskrivning.split(),
                "aktivitet": k not in utan_aktivitet.split(),
            }
            for k in organ.index
            if k in arsmal
        ]
        andra: dict[str, Any] = {"troskel": troskel} if troskel else {}
        andra |= {"organ": organ, "riktade": riktade, "omgangen": omgangen}
        return gor_underlag(indikatorer=[indikator], innehav=innehav, **andra)

    return gor


@pytest.fixture
def uppmaningarna() -> Callable[[Underlag], list[Uppmaning]]:
    """Every uppmaning that the decision of the omgång would issue, in the order of its number."""
    return lambda underlag: propose_uppmaningar(underlag, reconcile(underlag))


@pytest.fixture
def fragade(
    uppmaningarna: Callable[[Underlag], list[Uppmaning]],
) -> Callable[[Underlag, Grund], str | None]:
    """Whom a grund asks, as "alby berga"; None where there is no such uppmaning."""

    def vilka(underlag: Underlag, grund: Grund) -> str | None:
        av_grund = [u for u in uppmaningarna(underlag) if u.grund == grund]
        assert len(av_grund) <= 1, "a case of this kind has one uppmaning of the grund"
        return " ".join(av_grund[0].mottagare) if av_grund else None

    return vilka
