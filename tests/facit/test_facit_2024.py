"""The year 2024 against the published facts: one assertion per fact, read from publicerat-2024.yaml."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

PUBLICERAT = yaml.load((Path(__file__).parent / "publicerat-2024.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
MALEN = [m for m in PUBLICERAT["mal"] if m.get("overordnat")]
INRIKTNINGSMALEN = [m for m in PUBLICERAT["mal"] if not m.get("overordnat")]
NAMNDSLAG = ("stadsdelsnamnd", "facknamnd")


def _id(varde: Any) -> str:
    return (
        str(varde.get("kod") or varde.get("nummer") or varde.get("rad") or varde.get("punkt"))
        if isinstance(varde, dict)
        else str(varde)
    )


@pytest.fixture(scope="module")
def export(ar_2024) -> dict:  # type: ignore[no-untyped-def]
    """The export of the year."""
    return ar_2024.export


@pytest.fixture(scope="module")
def filer(ar_2024) -> dict:  # type: ignore[no-untyped-def]
    """The files of the open year as frames."""
    from tasks.grund.databas import read
    from tasks.laget.arsdata import arets_filer
    from tests_stod import i_miljo

    with i_miljo(**ar_2024.miljo), read() as session:
        return arets_filer(session, 2024)


def per(rader: list[dict], *nycklar: str) -> dict:
    """The rows by key."""
    return {tuple(r[k] for k in nycklar) if len(nycklar) > 1 else r[nycklar[0]]: r for r in rader}


@pytest.mark.parametrize("mal", MALEN, ids=_id)
@pytest.mark.parametrize("falt", ["helt", "av", "namnder", "bolag"])
def test_the_counts_of_a_goal_are_the_published_ones(mal: dict, falt: str, export: dict) -> None:
    fick = per(export["mal"], "kod", "fas")[mal["kod"], "VP"]
    vantat = fick["av"] if mal[falt] == "samtliga" else mal[falt]
    assert fick[falt] == vantat


@pytest.mark.parametrize("mal", [*MALEN, *INRIKTNINGSMALEN], ids=_id)
@pytest.mark.parametrize("falt", ["forslag", "beslut"])
def test_the_bedomning_of_a_goal_is_the_published_one(mal: dict, falt: str, export: dict) -> None:
    assert per(export["mal"], "kod", "fas")[mal["kod"], "VP"][falt] == mal["bedomning"]


@pytest.mark.parametrize("mal", PUBLICERAT["mal"], ids=_id)
def test_a_goal_has_its_published_name(mal: dict, filer: dict) -> None:
    assert filer["mal.csv"].set_index("kod").at[mal["kod"], "namn"] == mal["namn"]


def test_all_verksamhetsomradesmal_and_inriktningsmal_are_there(export: dict) -> None:
    assert {m["kod"] for m in export["mal"]} == {m["kod"] for m in PUBLICERAT["mal"]}
    assert (len(MALEN), len(INRIKTNINGSMALEN)) == (16, 3)


@pytest.mark.parametrize(("slag", "antal"), [(NAMNDSLAG, 29), (("bolagsstyrelse",), 16)])
def test_the_number_of_organs_is_the_published_one(slag: tuple[str, ...], antal: int, filer: dict) -> None:
    assert int(filer["organ.csv"]["slag"].isin(slag).sum()) == antal


@pytest.mark.parametrize("organ", PUBLICERAT["organ"], ids=_id)
def test_an_organ_is_there_with_its_name(organ: dict, filer: dict) -> None:
    rad = filer["organ.csv"].set_index("kod").loc[organ["kod"]]
    assert (rad["namn"], rad["slag"], rad["genom"]) == (organ["namn"], organ["slag"], organ.get("genom"))


@pytest.mark.parametrize("uppmaning", PUBLICERAT["uppmaningar"], ids=_id)
@pytest.mark.parametrize("falt", ["grund", "begar", "mal", "till"])
def test_an_uppmaning_is_the_published_one(uppmaning: dict, falt: str, export: dict) -> None:
    assert per(export["uppmaningar"], "nummer")[uppmaning["nummer"]][falt] == uppmaning[falt]


@pytest.mark.parametrize("uppmaning", PUBLICERAT["uppmaningar"], ids=_id)
def test_an_uppmaning_goes_to_its_published_recipients(uppmaning: dict, export: dict, filer: dict) -> None:
    fick = per(export["uppmaningar"], "nummer")[uppmaning["nummer"]]
    assert {m["organ"] for m in fick["mottagare"]} == _mottagare(uppmaning["mottagare"], fick["indikator"], filer)


def _mottagare(publicerade: Any, indikator: str, filer: dict) -> set[str]:
    """The organs that the document means: by name, or the nämnder that hold the indicator."""
    slag = filer["organ.csv"].set_index("kod")["slag"]
    if publicerade != "berorda":
        return set(publicerade)
    ram = filer["tilldelningar.csv"]
    innehavare = ram["organ"][(ram["indikator"] == indikator) & ~ram["utgar"].astype(bool)]
    return {o for o in innehavare if slag[o] in NAMNDSLAG}


@pytest.mark.parametrize("uppmaning", [u for u in PUBLICERAT["uppmaningar"] if u["grund"] == "riktad"], ids=_id)
def test_a_riktad_uppmaning_is_about_the_published_matter(uppmaning: dict, export: dict) -> None:
    assert per(export["uppmaningar"], "nummer")[uppmaning["nummer"]]["avser"] == uppmaning["avser"]


@pytest.mark.parametrize("uppmaning", PUBLICERAT["uppmaningar"], ids=_id)
def test_an_uppmaning_is_about_its_published_indicator(uppmaning: dict, export: dict, filer: dict) -> None:
    kod = per(export["uppmaningar"], "nummer")[uppmaning["nummer"]]["indikator"]
    namn = filer["indikatorer.csv"].set_index("kod").at[kod, "namn"] if kod else None
    assert namn == uppmaning["indikator"]


@pytest.mark.parametrize("uppmaning", PUBLICERAT["uppmaningar"], ids=_id)
def test_an_uppmaning_is_due_when_published(uppmaning: dict, export: dict) -> None:
    vantat = str(PUBLICERAT["kalender"]["tertialrapport_1_senast"]) if uppmaning["senast"] == "t1" else None
    assert per(export["uppmaningar"], "nummer")[uppmaning["nummer"]]["senast"] == vantat


def test_nothing_else_is_asked_of_anyone(export: dict) -> None:
    assert [u["nummer"] for u in export["uppmaningar"]] == [u["nummer"] for u in PUBLICERAT["uppmaningar"]]
    assert len(export["uppmaningar"]) == 15


@pytest.mark.parametrize("indikator", PUBLICERAT["indikatorer"], ids=lambda i: i["namn"][:50])
def test_a_named_indicator_is_there_under_its_goal(indikator: dict, filer: dict) -> None:
    ram = filer["indikatorer.csv"]
    rad = ram[ram["namn"] == indikator["namn"]].iloc[0]
    assert (rad["mal"], rad["slag"]) == (indikator["mal"], indikator["slag"])


@pytest.mark.parametrize("rad", PUBLICERAT["resultatbudget"], ids=_id)
@pytest.mark.parametrize("falt", ["kf_budget", "justeringar", "omslutning", "justerad"])
def test_a_figure_of_the_resultatbudget_is_the_published_one(rad: dict, falt: str, export: dict) -> None:
    fick = per(export["resultatbudget"], "rad")[rad["rad"]][falt]
    assert (None if fick is None else Decimal(fick)) == (None if rad[falt] is None else Decimal(str(rad[falt])))


@pytest.mark.parametrize("punkt", PUBLICERAT["beslutsbelopp"], ids=_id)
def test_a_decided_amount_is_the_published_one(punkt: dict, export: dict) -> None:
    assert Decimal(per(export["beslutsbelopp"], "punkt")[str(punkt["punkt"])]["belopp"]) == Decimal(
        str(punkt["belopp"])
    )


@pytest.mark.parametrize(("punkt", "nyckel"), [("2", "punkt_2"), ("3", "punkt_3")])
def test_the_sums_that_do_not_agree_are_shown(punkt: str, nyckel: str, export: dict) -> None:
    fakta = PUBLICERAT["stammer_inte"][nyckel]
    summa = Decimal(per(export["beslutsbelopp"], "punkt")[punkt]["summa"])
    avvikelse = Decimal(per(export["avvikelser"], "slag", "nyckel")["beslutsbelopp", punkt]["belopp"])
    assert summa == Decimal(str(fakta["summa"]))
    assert avvikelse == Decimal(str(fakta["summa"])) - Decimal(str(fakta["belopp"]))


def test_only_the_contradictions_of_the_document_are_shown(export: dict) -> None:
    fick = {(a["slag"], a["nyckel"]) for a in export["avvikelser"]}
    assert fick == {("beslutsbelopp", "2"), ("beslutsbelopp", "3"), ("projekt", "Järva begravningsplats")}


@pytest.mark.parametrize("justering", PUBLICERAT["budgetjusteringar"], ids=lambda j: f"{j['andamal'][:40]} {j['slag']}")
def test_a_budgetjustering_is_the_published_one(justering: dict, filer: dict) -> None:
    ram = filer["budgetjusteringar.csv"]
    rad = ram[(ram["andamal"] == justering["andamal"]) & (ram["slag"] == justering["slag"])].iloc[0]
    assert rad["beviljat"] == Decimal(str(justering["beviljat"]))
    assert (rad["organ"], rad["finansiering"]) == (justering["organ"], justering["finansiering"])


RAMAR = {k: v for k, v in PUBLICERAT["investeringar"].items() if k not in ("staden", "stadshus-ab", "sdn")}


@pytest.mark.parametrize("organ", RAMAR)
def test_the_investment_frame_of_a_namnd_is_the_published_one(organ: str, filer: dict) -> None:
    ram = filer["investeringar.csv"]
    egna = ram[ram["organ"] == organ]
    fakta = RAMAR[organ]
    assert egna[egna["slag"] == "ram"]["netto"].sum() == Decimal(str(fakta["netto"]))
    if "delar" in fakta:
        assert list(egna[egna["slag"] == "del"]["netto"]) == [Decimal(str(d)) for d in fakta["delar"]]
    for falt in ("utgifter", "inkomster", "ej_aktiverbara_utgifter", "ej_aktiverbara_inkomster"):
        if falt in fakta:
            assert egna[egna["slag"] == "ram"][falt].iloc[0] == Decimal(str(fakta[falt]))


def test_the_stadsdelsnamnder_share_their_published_frame(filer: dict) -> None:
    ram, organ = filer["investeringar.csv"], filer["organ.csv"]
    sdn = set(organ["kod"][organ["slag"] == "stadsdelsnamnd"])
    egna = ram[ram["organ"].isin(sdn)]
    assert egna[egna["slag"] == "ram"]["netto"].sum() == Decimal(PUBLICERAT["investeringar"]["sdn"]["netto"])


def test_the_city_has_its_published_investment_frame(filer: dict) -> None:
    ram = filer["investeringar.csv"]
    staden = ram[ram["organ"].isna() & (ram["slag"] == "ram")]
    assert staden["netto"].iloc[0] == Decimal(PUBLICERAT["investeringar"]["staden"]["netto"])


def test_the_named_frames_add_up_to_what_the_document_names(filer: dict) -> None:
    ram, organ = filer["investeringar.csv"], filer["organ.csv"]
    namnder = set(organ["kod"][organ["slag"].isin(NAMNDSLAG)])
    egna = ram[ram["organ"].isin(namnder) & (ram["slag"] == "ram")]
    assert egna["netto"].sum() == Decimal(str(PUBLICERAT["stammer"]["namngivna_ramar"]))


FORSKOLA = PUBLICERAT["statsbidrag"]["forskola"]["kr_per_inskrivet_barn"]


@pytest.mark.parametrize("organ", FORSKOLA)
def test_the_kronor_per_child_are_the_published_ones(organ: str, export: dict) -> None:
    egna = [s for s in export["statsbidrag"] if s["organ"] == organ and s["per_antal"]]
    assert [Decimal(s["per_antal"]) for s in egna] == [Decimal(FORSKOLA[organ])]


def test_the_parts_of_the_forskola_grant_add_up_to_the_pot(export: dict) -> None:
    fakta = PUBLICERAT["statsbidrag"]["forskola"]
    delar = [Decimal(s["belopp"]) for s in export["statsbidrag"] if s["organ"] in FORSKOLA and s["per_antal"]]
    assert sum(delar) == Decimal(str(fakta["pot_mnkr"])) * 1_000_000
    assert Decimal(str(fakta["rekvireras_mnkr"])) - Decimal(str(fakta["riktade_insatser_mnkr"])) - Decimal(
        str(fakta["avvecklat_bidrag_mnkr"])
    ) == Decimal(str(fakta["pot_mnkr"]))


MINORITETER = PUBLICERAT["statsbidrag"]["nationella_minoriteter"]


@pytest.mark.parametrize("del_", MINORITETER["fordelning"], ids=lambda d: "+".join(d["organ"]))
def test_a_part_of_the_minority_grant_is_the_published_one(del_: dict, export: dict) -> None:
    egna = [s for s in export["statsbidrag"] if set(s["organ"].split("+")) == set(del_["organ"]) and not s["per_antal"]]
    assert [Decimal(s["belopp"]) for s in egna] == [Decimal(del_["tkr"]) * 1000]


def test_the_minority_grant_adds_up(export: dict) -> None:
    delar = [Decimal(s["belopp"]) for s in export["statsbidrag"] if not s["per_antal"]]
    assert sum(delar) == Decimal(MINORITETER["totalt_tkr"]) * 1000


def test_the_social_investment_is_the_published_one(filer: dict) -> None:
    fakta = PUBLICERAT["sociala_investeringar"][0]
    rad = filer["projektmedel.csv"].iloc[0]
    assert (rad["organ"], rad["beviljat"], rad["ar"]) == (
        fakta["organ"],
        Decimal(str(fakta["beviljat_mnkr"])),
        Decimal(str(fakta["ar"])),
    )


def test_there_are_fifteen_decision_points(filer: dict) -> None:
    assert list(filer["beslutspunkter.csv"]["punkt"]) == [str(n) for n in range(1, 16)]


def test_the_dropped_indicator_counts_two_namnder_and_one_bolag(filer: dict) -> None:
    fakta = PUBLICERAT["indikatorjusteringar"][0]
    ram, organ = filer["tilldelningar.csv"], filer["organ.csv"].set_index("kod")["slag"]
    slag = organ[list(ram[ram["utgar"]]["organ"])]
    assert int(slag.isin(NAMNDSLAG).sum()) == fakta["antal_namnder"]
    assert int((slag == "bolagsstyrelse").sum()) == fakta["antal_bolag"]


def test_every_verksamhetsplan_was_accepted(export: dict) -> None:
    assert {(i["organ"], i["status"]) for i in export["inlamningar"] if i["slag"] == "VP"} == {
        (o["kod"], "godkand") for o in PUBLICERAT["organ"]
    }


def test_the_independent_computation_agrees(oberoende, ar_2024, jamfor) -> None:  # type: ignore[no-untyped-def]
    from tests_stod import AR_2024, DELAR

    raknat = oberoende(AR_2024)
    assert [f for d in DELAR for f in jamfor(raknat[d], ar_2024.export[d], d)] == []
