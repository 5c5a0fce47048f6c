"""Every figure that a follow-up shows is the export's: the omgångar of an example year, walked table by table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from rules.tal import parse_tal
from tasks.dokument.skrift import Rubrik, Skrift, Stycke, Tabell
from tasks.dokument.underlag import read_aret
from tasks.dokument.uppfoljningen import uppfoljningen
from tasks.grund.databas import read
from tasks.laget.beslutat import newest_of_all
from tasks.laget.oppet import the_year
from tests_stod import AR_2024, EXEMPEL, i_miljo

AREN = {
    "hela-2034": (EXEMPEL / "hela-2034", "T1", "T2", "VB"),
    "kommun-2033": (EXEMPEL / "kommun-2033", "D1", "D2", "VB"),
    "2024": (AR_2024, "T1"),
}
FALL = [(ar, fas) for ar, (_, *faser) in AREN.items() for fas in faser]
NADD = ("tillracklig",)


@dataclass(frozen=True)
class Uppfoljt:
    """A follow-up, and the part of the export that it must agree with."""

    skrift: Skrift
    fas: str
    hittills: tuple[str, ...]
    export: dict[str, Any]
    namn: dict[str, str]
    decimaler: dict[str, int]

    def tabeller(self, ankare: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
        """(caption, rows by heading) of every table of a section."""
        inne = False
        for b in self.skrift.block:
            if isinstance(b, Rubrik) and b.niva == 1:
                inne = b.ankare == ankare
            elif isinstance(b, Tabell) and inne:
                rubriker = [s.rubrik for s in b.spalter]
                celler = (["".join(bit.text for bit in c) for c in r.celler] for r in b.rader)
                yield b.rubrik, [dict(zip(rubriker, r, strict=True)) for r in celler]

    def indikator(self, kod: str) -> dict[str, Any]:
        """An indicator of the omgång in the export."""
        return next(i for i in self.export["indikatorer"] if (i["kod"], i["fas"]) == (kod, self.fas))

    def visat(self, kod: str, varde: str | None) -> str | None:
        """A value as it must be shown, in plain notation."""
        return None if varde is None else plain(str(round(Decimal(varde), self.decimaler[kod])))

    def parts(self, organ: str, indikator: str) -> list[dict[str, Any]]:
        """What an organ was asked to state for an indicator before the omgång, and the judgements that it has got."""
        svar = []
        for u in self.export["uppmaningar"]:
            if u["indikator"] == indikator and u["begar"] in ("arsmal", "reviderat_arsmal") and not u["aterkallad"]:
                egna = [m for m in u["mottagare"] if self.namn[m["organ"]] == organ]
                svar += [m | {"nummer": u["nummer"]} for m in egna]
        return svar


def plain(text: str) -> str | None:
    """A printed number as `Decimal` would have it; None for a dash."""
    return None if text in ("–", "") else f"{parse_tal(text.removeprefix('+'), punkt_ar_decimal=True)[0].normalize():f}"


@pytest.fixture(params=FALL, ids=lambda f: "-".join(f), scope="module")
def uppfoljt(request: pytest.FixtureRequest, aren: Callable) -> Uppfoljt:
    """One omgång's follow-up."""
    ar, fas = request.param
    genomgatt = aren(AREN[ar][0])
    with i_miljo(**genomgatt.miljo), read() as session:
        oppet = the_year(session, None)
        o = oppet.omgangar.med_kod(fas)
        a = read_aret(session, oppet, newest_of_all(session, oppet)[o])
        namn = {kod: a.namn(kod) for kod in a.organ.index}
        decimaler = dict(zip(a.filer["indikatorer.csv"]["kod"], a.filer["indikatorer.csv"]["decimaler"], strict=True))
        hittills = tuple(r.kod for r in oppet.omgangar.till_och_med(o))
        return Uppfoljt(
            uppfoljningen(a), fas, hittills, genomgatt.export, namn, {k: int(v) for k, v in decimaler.items()}
        )


def test_the_goals_are_the_exports(uppfoljt: Uppfoljt) -> None:
    visade = {}
    for ankare in ("uppfoljning", "fore-efter"):
        for rubrik, rader in uppfoljt.tabeller(ankare):
            if not rubrik.startswith("Det som fattas"):
                visade |= {r["Mål"].partition(" ")[0]: r for r in rader}
    malen = {m["kod"]: m for m in uppfoljt.export["mal"] if m["fas"] == uppfoljt.fas}
    assert set(visade) == set(malen)
    for kod, m in malen.items():
        ord_ = {"ej_bedombar": "ej bedömbar"}.get(m["beslut"] or m["forslag"], m["beslut"] or m["forslag"])
        assert visade[kod]["Bedömning nu"].partition(" (")[0].lower() == ord_, kod
        delar = {hur: int(n) for n, hur in re.findall(r"(\d+) (helt|delvis|inte)\b", visade[kod]["Vilar på"])}
        assert delar == {h: m[h] for h in ("helt", "delvis", "inte") if m[h]}, kod


def test_every_indicator_is_shown_once_with_the_exports_figures(uppfoljt: Uppfoljt) -> None:
    visade = []
    for ankare in ("indikatorer", "utfall", "utan-forandring"):
        for _, rader in uppfoljt.tabeller(ankare):
            visade += rader
    koder = [r["Indikator"].partition(" ")[0] for r in visade]
    assert sorted(koder) == sorted({i["kod"] for i in uppfoljt.export["indikatorer"]})
    for kod, r in zip(koder, visade, strict=True):
        i = uppfoljt.indikator(kod)
        kolumn = next((k for k in ("Prognos", "Utfall", f"Årsmål {uppfoljt.fas}") if k in r), None)
        assert plain(r[kolumn] if kolumn else "–") == uppfoljt.visat(kod, i["aggregerat"]), kod
        assert r["Uppfyllelse"].partition(" (")[0].lower() == i["uppfyllelse"].replace("ej_bedombar", "ej bedömbar")
        saknas, antal = len(i["saknas"]), i["antal"]
        assert r["Saknas från"] == (f"{saknas} av {saknas + antal}" if saknas else "0"), kod
        if r["KF:s årsmål"] != "fastställs senare":
            assert plain(r["KF:s årsmål"]) == uppfoljt.visat(kod, i["kf_arsmal"]), kod


def test_what_is_missing_is_what_was_asked_and_not_met(uppfoljt: Uppfoljt) -> None:
    tabeller = [(rubrik, rader) for rubrik, rader in uppfoljt.tabeller("att-hoja") if "begärdes" in rubrik]
    turer = ("Uteblivet", "Öppet", "Otillräckligt", "Motiverat")
    for _, rader in tabeller:
        svar = [r["Svaret"].partition(" ")[0] for r in rader]
        assert svar == sorted(svar, key=turer.index)
        for r in rader:
            delar = uppfoljt.parts(r["Organ"], r["Indikator"])
            assert delar, r
            domar = _domar(uppfoljt, delar)
            assert not set(domar.values()) <= set(NADD), r
            begarda = {uppfoljt.visat(r["Indikator"], m["begart"]) for m in delar if m["begart"] is not None}
            assert plain(r["Begärt"]) in begarda if begarda else not re.search(r"\d", r["Begärt"])
            behovs = plain(r.get("Behövs nu", "–"))
            hojning = uppfoljt.indikator(r["Indikator"])["hojning"]
            organ = next(k for k, n in uppfoljt.namn.items() if n == r["Organ"])
            if behovs is not None:
                assert behovs in {*begarda, uppfoljt.visat(r["Indikator"], hojning.get(organ))}


def _domar(uppfoljt: Uppfoljt, delar: list[dict[str, Any]]) -> dict[str, str]:
    """Number → how an organ's part was judged last, in the omgång or before."""
    nummer = {d["nummer"] for d in delar}
    organ = delar[0]["organ"]
    domar = [s for s in uppfoljt.export["svar"] if s["organ"] == organ and s["nummer"] in nummer]
    domar = sorted(
        (s for s in domar if s["omgang"] in uppfoljt.hittills), key=lambda s: uppfoljt.hittills.index(s["omgang"])
    )
    return {s["nummer"]: s["status"] for s in domar}


def test_who_has_met_what_was_asked_is_told_of_nothing_missing(uppfoljt: Uppfoljt) -> None:
    """In Stockholm Järva came to its 1 327 and is asked for no more; silent Kyrkogårdsnämnden still owes 170."""
    visade = {(r["Organ"], r.get("Indikator", rubrik.partition(" ")[0]))
              for rubrik, rader in uppfoljt.tabeller("att-hoja") for r in rader}  # fmt: skip
    for u in uppfoljt.export["uppmaningar"]:
        for m in u["mottagare"]:
            delar = uppfoljt.parts(uppfoljt.namn[m["organ"]], u["indikator"])
            domar = _domar(uppfoljt, delar) if delar else {}
            if domar and set(domar.values()) == {"tillracklig"} and len(domar) == len(delar):
                assert (uppfoljt.namn[m["organ"]], u["indikator"]) not in visade


def test_what_each_organ_reports_is_the_exports(uppfoljt: Uppfoljt) -> None:
    varden = {
        (v["organ"], v["indikator"]): v["varde"] for v in uppfoljt.export["varden"] if v["omgang"] == uppfoljt.fas
    }
    kolumn = {"Prognos", "Utfall"}
    for rubrik, rader in uppfoljt.tabeller("organen"):
        organ = next((k for k, n in uppfoljt.namn.items() if rubrik.startswith(f"{n}: ")), None)
        for r in rader if organ else []:
            kod = r["Indikator"].partition(" ")[0]
            assert plain(r[next(k for k in kolumn if k in r)]) == uppfoljt.visat(kod, varden[organ, kod]), r
            assert Decimal(plain(r["Skillnad"])) == (  # type: ignore[arg-type]
                Decimal(plain(r[next(k for k in kolumn if k in r)])) - Decimal(plain(r["Årsmål"]))  # type: ignore[arg-type]
            )


def test_the_first_page_counts_the_exports_answers(uppfoljt: Uppfoljt) -> None:
    domar = [s["status"] for s in uppfoljt.export["svar"] if s["omgang"] == uppfoljt.fas]
    text = " ".join("".join(b.text for b in x.text) for x in uppfoljt.skrift.block if isinstance(x, Stycke))
    ett = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")

    def i_ord(n: int) -> str:
        return ett[n] if n < len(ett) else str(n)

    godtagna = domar.count("tillracklig") + domar.count("besvarad")
    assert f"på sammanlagt {i_ord(len(domar))} svar" in text
    assert f"Av dem har {i_ord(godtagna)} godtagits" in text


def test_every_answer_stands_as_it_was_judged(uppfoljt: Uppfoljt) -> None:
    ord_ = {
        "oppen": "Öppet", "utebliven": "Uteblivet", "tillracklig": "Tillräckligt", "besvarad": "Besvarat",
        "motiverad": "Motiverat", "otillracklig": "Otillräckligt",
    }  # fmt: skip
    visade = {
        (re.findall(r"\d{4}-\d+", rubrik)[0], r["Organ"]): re.split(r"[ ,]", r["Bedömning"])[0]
        for rubrik, rader in uppfoljt.tabeller("svar")
        for r in rader
    }
    domar = {
        (s["nummer"], uppfoljt.namn[s["organ"]]): ord_[s["status"]]
        for s in uppfoljt.export["svar"]
        if s["omgang"] == uppfoljt.fas
    }
    assert visade == domar
