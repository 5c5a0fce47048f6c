"""The rounds of a year folder: omgangar.csv in the order of time, its codes in other files, its folders of examples."""

import datetime
import shutil
from pathlib import Path

import pytest

from schemas.problem import PROBLEMTYPER, Avvisat
from tasks.aret.arsmapp import read_mapp
from tests_stod import EXEMPEL

RUBRIKER = "omgang,slag,namn,bestamd,senast,sammanstalls,beslutas,varde"
PLAN = "VP,plan,Verksamhetsplan,verksamhetsplanen,2026-01-15,2026-03-01,2026-03-10,"
T1 = "T1,uppfoljning,Tertialrapport 1,,2026-05-14,2026-06-20,2026-06-25,"
T2 = "T2,uppfoljning,Tertialrapport 2,,2026-09-17,2026-10-15,,prognos"
VB = "VB,bokslut,Verksamhetsberättelse,,2027-01-24,2027-02-20,2027-03-06,"
KALENDER = "kalender: {oppnas: 2025-12-01}"


@pytest.fixture
def mapp(tmp_path: Path) -> Path:
    """A copy of a good year whose rounds are still those of its kalender."""
    return Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "ar"))


def _satt(mapp: Path, *omgangar: str, kalender: str | None = KALENDER) -> Path:
    """Give the year rounds of its own; kalender None = the old one is left."""
    (mapp / "omgangar.csv").write_text("\n".join([RUBRIKER, *omgangar]) + "\n", "utf-8")
    yaml = (mapp / "ar.yaml").read_text("utf-8").splitlines()
    rader = [kalender if kalender and r.startswith("kalender:") else r for r in yaml]
    (mapp / "ar.yaml").write_text("\n".join(rader) + "\n", "utf-8")
    return mapp


def test_a_year_without_rounds_of_its_own_has_those_of_its_kalender(mapp: Path) -> None:
    innehall = read_mapp(mapp)
    assert [(o.kod, o.slag, o.varde, o.namn, o.bestamd) for o in innehall.omgangar] == [
        ("VP", "plan", "arsmal", "Verksamhetsplan", "verksamhetsplanen"),
        ("T1", "uppfoljning", "arsmal", "Tertialrapport 1", "tertialrapport 1"),
    ]
    assert innehall.oppnas == datetime.date(2025, 12, 1)  # 45 days before the plans are due
    assert "omgangar.csv" in innehall.saknade


def test_what_is_not_stated_of_a_round_follows_from_the_rest(mapp: Path) -> None:
    plan, _, t2, vb = read_mapp(_satt(mapp, PLAN, T1, T2, VB)).omgangar
    assert (t2.bestamd, t2.beslutas, t2.varde) == ("tertialrapport 2", datetime.date(2026, 10, 15), "prognos")
    assert (vb.bestamd, vb.varde, vb.foljs) == ("verksamhetsberättelse", "utfall", False)
    assert (plan.varde, plan.foljs) == ("arsmal", True)


FALL: dict[str, tuple[tuple[str, ...], str, int, str]] = {
    "a code in small letters": ((PLAN, T1.replace("T1,", "t1,", 1)), "oforenligt", 3, "omgang"),
    "a code with å": ((PLAN, T1.replace("T1,", "ÅT,", 1)), "oforenligt", 3, "omgang"),
    "a code of nine characters": ((PLAN, T1.replace("T1,", "TERTIAL12,", 1)), "oforenligt", 3, "omgang"),
    "the same code twice": ((PLAN, T1, T2.replace("T2,", "T1,", 1)), "dubblett", 4, "omgang"),
    "an unknown slag": ((PLAN, T1.replace("uppfoljning", "delar", 1)), "okand-kod", 3, "slag"),
    "an unknown varde": ((PLAN, T2.replace("prognos", "gissning", 1)), "okand-kod", 3, "varde"),
    "a round that is not a plan first": ((T1, T2), "oforenligt", 2, "slag"),
    "a second plan": ((PLAN, T1.replace("uppfoljning", "plan", 1)), "oforenligt", 3, "slag"),
    "a bokslut that is not last": ((PLAN, T1.replace("uppfoljning", "bokslut", 1), T2), "oforenligt", 3, "slag"),
    "a plan that is added up on a prognos": ((PLAN + "prognos", T1), "oforenligt", 2, "varde"),
    "a round without its last day": ((PLAN, T1.replace("2026-05-14", "")), "tomt-falt", 3, "senast"),
    "a day that is none": ((PLAN, T1.replace("2026-05-14", "2026-05-41")), "ej-datum", 3, "senast"),
    "added up before it is handed in": (
        (PLAN, T1.replace("2026-06-20", "2026-05-01")),
        "omgangar-i-oordning",
        3,
        "sammanstalls",
    ),
    "decided before it is added up": (
        (PLAN, T1.replace("2026-06-25", "2026-06-01")),
        "omgangar-i-oordning",
        3,
        "beslutas",
    ),
    "handed in on the day when the one before is decided": (
        (PLAN, T1.replace("2026-05-14", "2026-03-10")),
        "omgangar-i-oordning",
        3,
        "senast",
    ),
    "rounds in another order than that of time": ((PLAN, T2, T1), "omgangar-i-oordning", 4, "senast"),
    "handed in before the year is opened": (
        (PLAN.replace("2026-01-15", "2025-11-15"), T1),
        "omgangar-i-oordning",
        2,
        "senast",
    ),
}


@pytest.mark.parametrize("fall", FALL)
def test_rounds_that_do_not_hold_together_are_refused_with_their_place(fall: str, mapp: Path) -> None:
    omgangar, kod, rad, kolumn = FALL[fall]
    with pytest.raises(Avvisat) as fel:
        read_mapp(_satt(mapp, *omgangar))
    funna = {(p.kod, p.rad, p.kolumn): p for p in fel.value.problem if p.fil == "omgangar.csv"}
    assert (kod, rad, kolumn) in funna, [p.plats for p in fel.value.problem]
    text = funna[kod, rad, kolumn].text
    assert PROBLEMTYPER[kod].rubrik in text
    assert "{" not in text


def test_a_year_with_rounds_of_its_own_has_no_other_days_in_its_kalender(mapp: Path) -> None:
    with pytest.raises(Avvisat) as fel:
        read_mapp(_satt(mapp, PLAN, T1, kalender=None))
    assert {(p.fil, p.kod) for p in fel.value.problem} == {("ar.yaml", "oforenligt")}
    assert {p.kolumn for p in fel.value.problem} == {
        f"kalender.{k}"
        for k in ("verksamhetsplan_senast", "avstamning", "beslut", "tertialrapport_1_senast", "uppfoljning")
    }


@pytest.mark.parametrize(
    ("rad", "kod", "kolumn"),
    [
        ("1.1,,uppfoljning,D1,T1,namnder,x,", "okand-referens", "omgang"),
        ("1.1,,uppfoljning,T1,D1,namnder,x,", "okand-referens", "senast"),
        ("1.1,,uppfoljning,T2,T1,namnder,x,", "oforenligt", "senast"),
        ("1.1,,uppfoljning,T1,t1,namnder,x,", "oforenligt", "senast"),
        ("1.1,,uppfoljning,VB,,namnder,x,", "oforenligt", "omgang"),
    ],
)
def test_a_riktad_is_asked_in_a_round_and_answered_in_a_later(rad: str, kod: str, kolumn: str, mapp: Path) -> None:
    _satt(mapp, PLAN, T1, T2, VB)
    rubriker = "mal,indikator,begar,omgang,senast,mottagare,avser,grund"
    (mapp / "riktade_uppmaningar.csv").write_text(f"{rubriker}\n{rad}\n", "utf-8")
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    assert [(p.fil, p.kod, p.rad, p.kolumn) for p in fel.value.problem] == [("riktade_uppmaningar.csv", kod, 2, kolumn)]


def test_a_day_of_coming_in_names_a_round_of_the_year(mapp: Path) -> None:
    text = (mapp / "inlamningar.csv").read_text("utf-8").replace("o00001,T1,", "o00001,T2,")
    (mapp / "inlamningar.csv").write_text(text, "utf-8")
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    assert [(p.fil, p.kod, p.rad, p.kolumn) for p in fel.value.problem] == [
        ("inlamningar.csv", "okand-referens", 2, "slag")
    ]


@pytest.mark.parametrize(
    ("fil", "text", "kod", "rad", "kolumn"),
    [
        ("T2/prognos.csv", "organ,Indikatorkod,Prognos\no00000,i9999,5\n", "okand-referens", 2, "Indikatorkod"),
        ("T2/prognos.csv", "organ,Indikatorkod,Prognos\no99,i0000,5\n", "okand-referens", 2, "organ"),
        (
            "VB/utfall.csv",
            "organ,Indikatorkod,Utfall\no00000,i0000,5\no00000,i0000,6\n",
            "dubblett",
            3,
            "Indikatorkod",
        ),
        ("VB/utfall.csv", "organ,Indikatorkod,Prognos\no00000,i0000,5\n", "okand-kolumn", 1, "Prognos"),
        ("T2/svar.csv", "organ,grund,svar\no00000,av_lust,Ja\n", "okand-kod", 2, "grund"),
    ],
)
def test_what_the_organs_would_report_is_checked_as_far_as_a_year_goes(
    fil: str, text: str, kod: str, rad: int, kolumn: str, mapp: Path
) -> None:
    _satt(mapp, PLAN, T1, T2, VB)
    (mapp / fil).parent.mkdir()
    (mapp / fil).write_text(text, "utf-8")
    with pytest.raises(Avvisat) as fel:
        read_mapp(mapp)
    assert [(p.fil, p.kod, p.rad, p.kolumn) for p in fel.value.problem] == [(fil, kod, rad, kolumn)]


def test_goals_may_lie_in_any_number_of_levels_or_in_one(mapp: Path) -> None:
    mal = (mapp / "mal.csv").read_text("utf-8").rstrip("\n").replace("1.5,Mål 1.5,1", "1.5,Mål 1.5,")
    (mapp / "mal.csv").write_text(f"{mal}\n1.1.1,Djupt,1.1\n1.1.1.1,Djupare,1.1.1\n", "utf-8")
    assert set(read_mapp(mapp).filer["mal.csv"]["kod"]) >= {"1.5", "1.1.1.1"}
