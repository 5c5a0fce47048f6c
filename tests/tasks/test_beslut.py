"""Deciding with the review workbook: what is struck, added, accepted and overruled, and what is refused.

The workbooks are filled in with openpyxl, as a person would fill them in (kontrakt sections 3 and 6).
"""

import csv
import datetime
import email
import email.message
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from flows.anstand import anstand
from flows.aterkalla import aterkalla
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from flows.uppfoljning import uppfoljning
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Avstamning, Indikatorutfall, Mottagare, Uppmaningsrad, Utskick
from tasks.grund.databas import read, release
from tests_stod import EXEMPEL, exportera_nu, i_miljo

DATA = EXEMPEL / "liten-2026"
OPPNAS, VP_DAG = datetime.date(2025, 12, 1), datetime.date(2026, 1, 15)
AVSTAMNING, BESLUT = datetime.date(2026, 3, 1), datetime.date(2026, 3, 10)
T1_DAG, UPPFOLJNING = datetime.date(2026, 5, 14), datetime.date(2026, 6, 25)


@pytest.fixture(scope="module")
def avstamt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with a year whose avstämning is proposed; one plan is held back, in `sen/`."""
    hem = tmp_path_factory.mktemp("beslut") / "hem"
    data = Path(shutil.copytree(DATA, hem.parent / "data"))
    enheter = data / "verksamhetsplaner" / "resultatenheter.csv"
    enheter.write_text(enheter.read_text("utf-8").replace("Oförändrad", "Avvecklas"), "utf-8")
    with i_miljo(ARSHJUL_HEM=str(hem)):
        oppna.fn(data=DATA, idag=OPPNAS)
        mallar.fn(slag="VP", idag=OPPNAS)
        inkorg = hem / "2026" / "inkorg"
        exempel.fn(slag="VP", data=data, ut=inkorg)
        (hem / "sen").mkdir()
        shutil.move(sorted(inkorg.iterdir())[0], hem / "sen")
        intag.fn(idag=VP_DAG)
        avstamning.fn(idag=AVSTAMNING)
        release()
    return hem


@pytest.fixture
def hem(avstamt: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to work in."""
    shutil.copytree(avstamt, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


@pytest.fixture
def fyll(hem: Path, tmp_path: Path) -> Callable[..., Path]:
    """Fills in a review workbook: sheet → (the value of the first column, or None for a new row) → header → value."""

    def gor(andringar: dict[str, list[tuple[str | None, dict[str, Any]]]], namn: str = "Granskning-2026.xlsx") -> Path:
        bok = load_workbook(hem / "2026" / "dokument" / namn)
        for blad, rader in andringar.items():
            ark = bok[blad]
            rubriker = {c.value: c.column for c in ark[1]}
            for nyckel, varden in rader:
                rad = _rad(ark, nyckel)
                for rubrik, varde in varden.items():
                    ark.cell(rad, rubriker[rubrik]).value = varde
        bok.save(tmp_path / namn)
        return tmp_path / namn

    return gor


def _rad(ark: Any, nyckel: str | None) -> int:
    for rad in range(2, ark.max_row + 1):
        if nyckel is None and not any(c.value for c in ark[rad]):
            return rad
        if nyckel is not None and any(c.value == nyckel for c in ark[rad]):
            return rad
    raise AssertionError(f"{ark.title}: {nyckel}")


def _mal(export: dict, kod: str, fas: str = "VP") -> dict:
    return next(m for m in export["mal"] if (m["kod"], m["fas"]) == (kod, fas))


def _uppmaningar(export: dict) -> dict[str, dict]:
    return {u["nummer"]: u for u in export["uppmaningar"]}


def _problem(fel: pytest.ExceptionInfo[Avvisat]) -> list[tuple[str, str | None, str | None]]:
    return [(p.kod, p.blad, p.cell) for p in fel.value.problem]


def _beslutat(granskning: Path | None = None) -> dict:
    besluta.fn(handlaggare="Anna Ek", granskning=granskning, idag=BESLUT)
    return exportera_nu()


def test_without_a_review_every_proposal_is_decided_as_it_stands(hem: Path) -> None:
    export = _beslutat()
    assert all(m["beslut"] == m["forslag"] and m["motivering"] is None for m in export["mal"])


def test_an_untouched_review_decides_the_same(hem: Path, fyll: Callable[..., Path]) -> None:
    export = _beslutat(fyll({}))
    assert all(m["beslut"] == m["forslag"] for m in export["mal"])


def test_a_decision_that_differs_needs_a_motivering(hem: Path, fyll: Callable[..., Path]) -> None:
    kod, annat = _ett_mal_och_ett_annat_beslut(exportera_nu())
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="Anna", granskning=fyll({"Bedömningar": [(kod, {"Beslut": annat})]}), idag=BESLUT)
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Bedömningar")]
    assert all(m["beslut"] is None for m in exportera_nu()["mal"])


def _ett_mal_och_ett_annat_beslut(export: dict) -> tuple[str, str]:
    m = next(m for m in export["mal"] if m["namnder"] is not None)
    return m["kod"], "delvis" if m["forslag"] != "delvis" else "helt"


def test_proposal_and_decision_are_both_kept_with_who_and_why(hem: Path, fyll: Callable[..., Path]) -> None:
    kod, annat = _ett_mal_och_ett_annat_beslut(exportera_nu())
    fore = _mal(exportera_nu(), kod)
    export = _beslutat(fyll({"Bedömningar": [(kod, {"Beslut": annat, "Motivering": "Ny kunskap"})]}))
    m = _mal(export, kod)
    assert (m["forslag"], m["beslut"], m["motivering"]) == (fore["forslag"], annat, "Ny kunskap")
    with read() as session:
        assert session.exec(select(Avstamning).where(Avstamning.fas == "VP")).one().handlaggare == "Anna Ek"


def test_a_struck_uppmaning_is_not_issued_and_its_number_not_used_again(hem: Path, fyll: Callable[..., Path]) -> None:
    fore = list(_uppmaningar(exportera_nu()))
    egen = {"begar": "atgard", "mottagare": "namnder", "avser": "Spara energi"}
    gransk = fyll(
        {
            "Uppmaningar": [(fore[-1], {"Stryk": "Ja", "Motivering": "Redan gjort"})],
            "Nya uppmaningar": [(None, egen)],
        }
    )
    efter = _uppmaningar(_beslutat(gransk))
    assert fore[-1] not in efter
    assert list(efter) == [*fore[:-1], f"2026-{len(fore) + 1:02d}"]
    assert efter[f"2026-{len(fore) + 1:02d}"]["avser"] == "Spara energi"


def test_striking_needs_a_motivering(hem: Path, fyll: Callable[..., Path]) -> None:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="A", granskning=fyll({"Uppmaningar": [("2026-01", {"Stryk": "Ja"})]}), idag=BESLUT)
    assert _problem(fel) == [("motivering-saknas", "Uppmaningar", "E2")]


def test_what_is_asked_for_follows_from_the_uppmaningar_that_are_left(hem: Path, fyll: Callable[..., Path]) -> None:
    """A struck uppmaning asks for nothing; one that the office adds asks for what the rules that are left give."""
    u = next(u for u in exportera_nu()["uppmaningar"] if u["grund"] == "aggregat_under_kf")
    assert any(m["begart"] is not None for m in u["mottagare"])
    ny = {"indikator": u["indikator"], "begar": "reviderat_arsmal", "mottagare": "berorda", "avser": "Se över"}
    stryk = (u["nummer"], {"Stryk": "Ja", "Motivering": "Nej"})
    export = _beslutat(fyll({"Uppmaningar": [stryk], "Nya uppmaningar": [(None, ny)]}))
    kvar = [x for x in export["uppmaningar"] if x["indikator"] == u["indikator"]]
    kf = next(i["kf_arsmal"] for i in export["indikatorer"] if i["kod"] == u["indikator"])
    for m in next(x for x in kvar if x["avser"] == "Se över")["mottagare"]:
        grunder = {x["grund"] for x in kvar if any(y["organ"] == m["organ"] for y in x["mottagare"])}
        vantat = {Decimal(kf)} if "under_kf_arsmal" in grunder else set()
        vantat |= {_utfall(m["organ"], u["indikator"])} if "sankt_ambition" in grunder else set()
        assert (m["begart"] is None) == (not vantat)
        assert m["begart"] is None or Decimal(m["begart"]) in vantat


def _utfall(organ: str, indikator: str) -> Decimal | None:
    from schemas.arsmapp import Tilldelning

    with read() as session:
        fraga = select(Tilldelning).where(Tilldelning.organ == organ, Tilldelning.indikator == indikator)
        return session.exec(fraga).one().utfall_foregaende


@pytest.mark.parametrize(
    ("rad", "kod", "cell"),
    [
        ({"begar": "reviderat_arsmal", "mottagare": "namnder"}, "oforenligt", "C2"),
        ({"mottagare": "namnder", "avser": "x"}, "tomt-falt", "C2"),
        ({"mal": "9.9", "begar": "atgard", "mottagare": "namnder"}, "okand-referens", "A2"),
        ({"indikator": "x", "begar": "atgard", "mottagare": "namnder"}, "okand-referens", "B2"),
        ({"begar": "atgard", "mottagare": "namnder+x"}, "okand-referens", "E2"),
        ({"begar": "spring", "mottagare": "namnder"}, "ej-i-listan", "C2"),
    ],
)
def test_a_new_uppmaning_is_checked_as_a_row_of_its_file(
    rad: dict[str, str], kod: str, cell: str, hem: Path, fyll: Callable[..., Path]
) -> None:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="A", granskning=fyll({"Nya uppmaningar": [(None, rad)]}), idag=BESLUT)
    assert _problem(fel) == [(kod, "Nya uppmaningar", cell)]


def test_a_row_with_a_rules_name_widens_what_the_rule_found(hem: Path, fyll: Callable[..., Path]) -> None:
    u = next(u for u in exportera_nu()["uppmaningar"] if u["grund"] == "aggregat_under_kf")
    fore = {m["organ"] for m in u["mottagare"]}
    rad = {"indikator": u["indikator"], "grund": "aggregat_under_kf", "mottagare": "berorda"}
    efter = _uppmaningar(_beslutat(fyll({"Nya uppmaningar": [(None, rad)]})))
    assert {m["organ"] for m in efter[u["nummer"]]["mottagare"]} >= fore
    assert len(efter) == len(_uppmaningar(exportera_nu()))


def test_the_texts_are_decided_and_do_not_stand_in_the_way_of_the_year(
    hem: Path, fyll: Callable[..., Path], tmp_path: Path
) -> None:
    gransk = fyll({"Texter": [(None, {"Avsnitt": "sammanfattning", "Text": "Året i korthet."})]})
    _beslutat(gransk)
    with read() as session:
        assert session.exec(select(Avstamning)).one().texter["sammanfattning"] == "Året i korthet."
    html = next((hem / "2026" / "dokument").glob("avstamning-*.html")).read_text("utf-8")
    assert "Året i korthet." in html
    ny = Path(shutil.copytree(DATA, tmp_path / "ny"))
    kontakter = (ny / "kontakter.csv").read_text("utf-8").rstrip("\n").splitlines()
    (ny / "kontakter.csv").write_text("\n".join(kontakter[:-1]) + "\n", "utf-8")
    assert "ändrades" in oppna.fn(data=ny, idag=BESLUT)


def test_a_text_for_a_section_that_is_not_there_is_refused(hem: Path, fyll: Callable[..., Path]) -> None:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="A", granskning=fyll({"Texter": [(None, {"Avsnitt": "nonsens", "Text": "x"})]}))
    assert [(k, b) for k, b, _ in _problem(fel)] == [("okand-referens", "Texter")]


def test_a_granted_amount_that_differs_needs_a_motivering_and_is_told_to_the_organ(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    f = next(f for f in exportera_nu()["framstallningar"] if f["sokt"] is not None and f["organ"])
    with pytest.raises(Avvisat):
        besluta.fn(handlaggare="A", granskning=fyll({"Budget": [(f["andamal"], {"Beviljat": 0.3})]}), idag=BESLUT)
    export = _beslutat(fyll({"Budget": [(f["andamal"], {"Beviljat": 0.3, "Motivering": "Delvis finansierat"})]}))
    beviljad = next(x for x in export["framstallningar"] if x["andamal"] == f["andamal"] and x["organ"] == f["organ"])
    assert (Decimal(beviljad["beviljat"]), beviljad["motivering"]) == (Decimal("0.3"), "Delvis finansierat")
    with read() as session:
        brev = session.exec(select(Utskick).where(Utskick.nyckel == f"uppmaning/{f['organ']}")).one()
        assert "Delvis finansierat" in brev.text


def test_a_refused_change_of_a_resultatenhet_needs_a_motivering_and_is_told(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    with read() as session:
        enhet = session.exec(select(Avstamning)).one().resultatenheter[0]
    gransk = fyll({"Resultatenheter": [(enhet["resultatenhet"], {"Beslut": "Avslås"})]})
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="A", granskning=gransk, idag=BESLUT)
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Resultatenheter")]
    _beslutat(fyll({"Resultatenheter": [(enhet["resultatenhet"], {"Beslut": "Avslås", "Motivering": "För liten"})]}))
    with read() as session:
        brev = session.exec(select(Utskick).where(Utskick.nyckel == f"uppmaning/{enhet['organ']}")).one()
        assert "avslås. För liten" in brev.text


# Figures that have moved


def _ta_in_den_sena(hem: Path, idag: datetime.date = BESLUT) -> str:
    fil = next((hem / "sen").iterdir())
    shutil.copy(fil, hem / "2026" / "inkorg" / fil.name)
    intag.fn(idag=idag)
    return fil.name.removeprefix("VP-2026-").removesuffix(".xlsx")


def test_a_review_made_from_older_figures_is_refused_with_the_reason(hem: Path, fyll: Callable[..., Path]) -> None:
    gransk = fyll({})
    _ta_in_den_sena(hem)
    fore = exportera_nu()
    with pytest.raises(ArshjulFel, match=r"äldre siffror.*arshjul avstamning"):
        besluta.fn(handlaggare="A", granskning=gransk, idag=BESLUT)
    assert exportera_nu() == fore
    avstamning.fn(idag=BESLUT)
    with pytest.raises(ArshjulFel, match="version 1, men den senaste är version 2"):
        besluta.fn(handlaggare="A", granskning=gransk, idag=BESLUT)


def test_without_a_review_what_came_in_since_is_counted(hem: Path) -> None:
    organ = _ta_in_den_sena(hem)
    export = _beslutat()
    assert all(organ not in i["saknas"] for i in export["indikatorer"])


def test_deciding_twice_is_refused(hem: Path, fyll: Callable[..., Path]) -> None:
    gransk = fyll({})
    _beslutat(gransk)
    fore = exportera_nu()
    with pytest.raises(ArshjulFel, match="redan beslutad 2026-03-10 av Anna Ek"):
        besluta.fn(handlaggare="Bo", granskning=gransk, idag=BESLUT)
    assert exportera_nu() == fore


def test_an_earlier_version_of_the_avstamning_stays_beside_the_new_one(hem: Path) -> None:
    with read() as session:
        gamla = {(u.kod, u.aggregerat) for u in session.exec(select(Indikatorutfall))}
    _ta_in_den_sena(hem)
    avstamning.fn(idag=BESLUT)
    with read() as session:
        assert [a.version for a in session.exec(select(Avstamning).order_by(Avstamning.version))] == [1, 2]
        forsta = session.exec(select(Avstamning).where(Avstamning.version == 1)).one()
        egna = select(Indikatorutfall).where(Indikatorutfall.avstamning_id == forsta.id)
        assert {(u.kod, u.aggregerat) for u in session.exec(egna)} == gamla


def test_another_threshold_makes_a_new_version(hem: Path, tmp_path: Path) -> None:
    ny = Path(shutil.copytree(DATA, tmp_path / "ny"))
    (ny / "ar.yaml").write_text(
        (ny / "ar.yaml").read_text("utf-8").replace("mal_helt: 0.60", "mal_helt: 0.99"), "utf-8"
    )
    oppna.fn(data=ny, idag=AVSTAMNING)
    avstamning.fn(idag=BESLUT)
    with read() as session:
        assert len(session.exec(select(Avstamning)).all()) == 2


def test_what_comes_in_after_the_decision_waits_and_changes_no_figure(hem: Path) -> None:
    _beslutat()
    fore = exportera_nu()
    organ = _ta_in_den_sena(hem)
    efter = exportera_nu()
    assert [(i["organ"], i["status"]) for i in efter["inlamningar"] if i["organ"] == organ] == [(organ, "vantar")]
    assert (efter["indikatorer"], efter["mal"]) == (fore["indikatorer"], fore["mal"])


# Submissions that wait


def _mejla_den_sena(hem: Path) -> tuple[str, str]:
    """The plan that was held back, mailed by nobody whom the city knows."""
    fil = next((hem / "sen").iterdir())
    brev = email.message.EmailMessage()
    brev["From"], brev["To"], brev["Subject"] = "okand@exempel.se", "plan@staden.se", "VP"
    brev.set_content("Hej")
    brev.add_attachment(fil.read_bytes(), maintype="application", subtype="octet-stream", filename=fil.name)
    (hem / "2026" / "inkorg" / "brev.eml").write_bytes(brev.as_bytes())
    intag.fn(idag=BESLUT)
    avstamning.fn(idag=BESLUT)
    shutil.rmtree(hem / "2026" / "dokument")
    avstamning.fn(idag=BESLUT)
    return fil.name.removeprefix("VP-2026-").removesuffix(".xlsx"), fil.name


def _alla_beslut(fyll: Callable[..., Path], filnamn: str, godta: str, **om: str) -> Path:
    export = exportera_nu()
    bedomningar = [
        (m["kod"], {"Beslut": m["forslag"].replace("ej_bedombar", "ej bedömbar"), "Motivering": "Prövat"})
        for m in export["mal"]
        if m["namnder"] is not None
    ]
    return fyll({"Väntande": [(filnamn, {"Godta": godta, **om})], "Bedömningar": bedomningar})


def test_a_waiting_plan_that_is_accepted_is_counted_and_the_organ_is_told(hem: Path, fyll: Callable[..., Path]) -> None:
    organ, filnamn = _mejla_den_sena(hem)
    export = _beslutat(_alla_beslut(fyll, filnamn, "Ja"))
    assert all(organ not in i["saknas"] for i in export["indikatorer"] if i["fas"] == "VP")
    assert [i["status"] for i in export["inlamningar"] if i["organ"] == organ] == ["godkand"]
    with read() as session:
        besked = session.exec(select(Utskick).where(Utskick.nyckel.endswith("/besked"))).one()  # type: ignore[attr-defined]
        assert "godtagen" in besked.text


def test_a_waiting_plan_that_is_refused_stays_out(hem: Path, fyll: Callable[..., Path]) -> None:
    organ, filnamn = _mejla_den_sena(hem)
    export = _beslutat(fyll({"Väntande": [(filnamn, {"Godta": "Nej", "Motivering": "Okänd avsändare"})]}))
    assert [i["status"] for i in export["inlamningar"] if i["organ"] == organ] == ["avvisad"]
    assert any(organ in i["saknas"] for i in export["indikatorer"])


def test_accepting_a_plan_never_decides_a_goal_that_nobody_has_seen(
    hem: Path, fyll: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the accepted plan changes a proposal that the review leaves open, the office is given a new review."""
    import tasks.beslut.beslut

    _, filnamn = _mejla_den_sena(hem)
    gransk = fyll({"Väntande": [(filnamn, {"Godta": "Ja"})]})
    monkeypatch.setattr(tasks.beslut.beslut, "_andrade_forslag", lambda *_: {"1.1"})
    with pytest.raises(ArshjulFel, match=r"mål 1\.1 har ändrats.*inte beslutad"):
        besluta.fn(handlaggare="A", granskning=gransk, idag=BESLUT)
    export = exportera_nu()
    assert all(m["beslut"] is None for m in export["mal"])
    bok = load_workbook(hem / "2026" / "dokument" / "Granskning-2026.xlsx")
    versioner = {r[0].value: r[1].value for r in bok["Organ"].iter_rows() if r[0].value}
    with read() as session:
        assert (
            versioner["Version"] == session.exec(select(Avstamning).order_by(Avstamning.version.desc())).first().version
        )  # type: ignore[attr-defined,union-attr]


# Tertialrapport 1


@pytest.fixture
def uppfoljt(hem: Path) -> Path:
    """The follow-up is proposed."""
    _ta_in_den_sena(hem)
    _beslutat()
    exempel.fn(slag="T1", data=DATA, ut=hem / "2026" / "inkorg")
    intag.fn(idag=T1_DAG)
    uppfoljning.fn(idag=UPPFOLJNING)
    return hem


def test_the_office_may_overrule_a_judgement_with_a_motivering(uppfoljt: Path, fyll: Callable[..., Path]) -> None:
    u, m = next((u, m) for u in exportera_nu()["uppmaningar"] for m in u["mottagare"] if m["status"] == "otillracklig")
    namn = "Granskning-T1-2026.xlsx"
    bok = load_workbook(uppfoljt / "2026" / "dokument" / namn)
    ark = bok["Svar"]
    rubriker = {c.value: c.column for c in ark[1]}
    rad = next(
        r
        for r in range(2, ark.max_row + 1)
        if (ark.cell(r, rubriker["Nummer"]).value, ark.cell(r, rubriker["Organ"]).value) == (u["nummer"], m["organ"])
    )
    assert ark.cell(rad, rubriker["Skäl"]).value
    ark.cell(rad, rubriker["Beslut"]).value = "tillräcklig"
    bok.save(uppfoljt / "g.xlsx")
    with pytest.raises(Avvisat) as fel:
        besluta.fn(handlaggare="Bo", granskning=uppfoljt / "g.xlsx", idag=UPPFOLJNING)
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Svar")]
    ark.cell(rad, rubriker["Motivering"]).value = "Nära nog"
    bok.save(uppfoljt / "g.xlsx")
    besluta.fn(handlaggare="Bo", granskning=uppfoljt / "g.xlsx", idag=UPPFOLJNING)
    efter = next(x for x in _uppmaningar(exportera_nu())[u["nummer"]]["mottagare"] if x["organ"] == m["organ"])
    assert efter["status"] == "tillracklig"
    with read() as session:
        rad_ = session.exec(
            select(Mottagare)
            .join(Uppmaningsrad)
            .where(Uppmaningsrad.nummer == u["nummer"], Mottagare.organ == m["organ"])
        ).one()
        assert (rad_.forslag, rad_.status, rad_.motivering) == ("otillracklig", "tillracklig", "Nära nog")


def test_an_answer_that_came_after_the_follow_up_makes_the_review_old(
    uppfoljt: Path, fyll: Callable[..., Path], tmp_path: Path
) -> None:
    gransk = fyll({}, "Granskning-T1-2026.xlsx")
    tyst = next(
        m["organ"]
        for u in exportera_nu()["uppmaningar"]
        for m in u["mottagare"]
        if m["status"] in ("oppen", "utebliven")
    )
    mall = uppfoljt / "2026" / "mallar" / f"T1-2026-{tyst}.xlsx"
    bok = load_workbook(mall)
    rubriker = {c.value: c.column for c in bok["Svar"][1]}
    for rad in range(2, bok["Svar"].max_row + 1):
        bok["Svar"].cell(rad, rubriker["Svar"]).value = "Vi återkommer."
    bok.save(uppfoljt / "2026" / "inkorg" / mall.name)
    intag.fn(idag=UPPFOLJNING)
    with pytest.raises(ArshjulFel, match=r"äldre siffror.*arshjul uppfoljning"):
        besluta.fn(handlaggare="Bo", granskning=gransk, idag=UPPFOLJNING)


def test_a_withdrawn_uppmaning_no_longer_asks_for_a_value(hem: Path, fyll: Callable[..., Path]) -> None:
    u = next(u for u in exportera_nu()["uppmaningar"] if u["grund"] == "aggregat_under_kf")
    ny = {"indikator": u["indikator"], "begar": "reviderat_arsmal", "mottagare": "berorda", "avser": "Se över"}
    export = _beslutat(fyll({"Nya uppmaningar": [(None, ny)]}))
    egna = [x for x in export["uppmaningar"] if x["indikator"] == u["indikator"]]
    andra = {m["organ"] for x in egna if x["grund"] in ("sankt_ambition", "under_kf_arsmal") for m in x["mottagare"]}
    organ = next(m["organ"] for m in u["mottagare"] if m["organ"] not in andra)
    egen = next(x["nummer"] for x in egna if x["avser"] == "Se över")

    def begart() -> str | None:
        return next(m["begart"] for m in _uppmaningar(exportera_nu())[egen]["mottagare"] if m["organ"] == organ)

    assert begart() is not None
    aterkalla.fn(nummer=u["nummer"], organ=organ, motivering="Fel", handlaggare="Bo", idag=BESLUT)
    assert organ not in {m["organ"] for m in _uppmaningar(exportera_nu())[u["nummer"]]["mottagare"]}
    assert begart() is None


def _med_t1_dag(mapp: Path, dag: str) -> Path:
    """The year with another last day for tertialrapport 1."""
    ny = Path(shutil.copytree(DATA, mapp / dag))
    yaml = (ny / "ar.yaml").read_text("utf-8")
    (ny / "ar.yaml").write_text(yaml.replace("tertialrapport_1_senast: 2026-05-14", f"tertialrapport_1_senast: {dag}"))
    return ny


def _sista_dagar() -> dict[tuple[str, str], str | None]:
    return {(u["nummer"], m["organ"]): m["senast"] for u in exportera_nu()["uppmaningar"] for m in u["mottagare"]}


def test_a_later_last_day_gives_everybody_more_time_and_is_told_once(hem: Path, tmp_path: Path) -> None:
    _beslutat()
    fore = _sista_dagar()
    forsta, andra = [k for k, senast in fore.items() if senast][:2]
    langt = datetime.date(2026, 5, 28)
    anstand.fn(nummer=forsta[0], organ=forsta[1], dag=langt, motivering="Sjuk", handlaggare="Bo", idag=BESLUT)
    ny = _med_t1_dag(tmp_path, "2026-05-21")
    svar = [oppna.fn(data=ny, idag=T1_DAG) for _ in range(2)]
    vantat = {k: senast and "2026-05-21" for k, senast in fore.items()} | {forsta: "2026-05-28"}
    assert _sista_dagar() == vantat
    organ = {o for (_, o), senast in vantat.items() if senast == "2026-05-21"}
    assert svar[0].endswith(
        f"Sista dagen för svar är flyttad till 2026-05-21 för {len(organ)} organ, och de får veta det."
    )
    assert "flyttad" not in svar[1]
    with read() as session:
        brev = [u for u in session.exec(select(Utskick)) if "/sista-dag/" in u.nyckel]
    assert [u.organ for u in brev] == sorted(organ, key=[u.organ for u in brev].index)
    assert "flyttad till den 21 maj 2026" in next(u.text for u in brev if u.organ == andra[1])


def test_an_earlier_last_day_is_imposed_on_nobody(hem: Path, tmp_path: Path) -> None:
    _beslutat()
    fore = _sista_dagar()
    assert "flyttad" not in oppna.fn(data=_med_t1_dag(tmp_path, "2026-05-07"), idag=BESLUT)
    assert _sista_dagar() == fore


def test_every_recipient_carries_what_the_rule_compared(hem: Path) -> None:
    with read() as session:
        alla = session.exec(select(Uppmaningsrad, Mottagare).join(Mottagare)).all()
    utan = {u.grund for u, m in alla if not m.jamfort}
    assert utan <= {"riktad"}
    for u, m in alla:
        if u.grund == "sankt_ambition":
            assert set(m.jamfort) == {"arsmal", "utfall"}


def test_a_value_far_from_last_years_outcome_is_shown_to_the_office(hem: Path, tmp_path: Path) -> None:
    from schemas.tabeller import Malbeslut

    ny = Path(shutil.copytree(DATA, tmp_path / "ny"))
    with read() as session:
        egna = session.exec(select(Indikatorutfall)).all()
    kod, organ = next((u.kod, o) for u in egna for o, v in u.arsmal.items() if Decimal(v) > 0)
    rader = list(csv.DictReader((ny / "tilldelningar.csv").open(encoding="utf-8")))
    for r in rader:
        if (r["indikator"], r["organ"]) == (kod, organ):
            r["utfall_foregaende"] = "9999"
    with (ny / "tilldelningar.csv").open("w", encoding="utf-8", newline="") as fil:
        skrivare = csv.DictWriter(fil, rader[0].keys())
        skrivare.writeheader()
        skrivare.writerows(rader)
    oppna.fn(data=ny, idag=AVSTAMNING)
    avstamning.fn(idag=BESLUT)
    with read() as session:
        skalen = " ".join(m.skal for m in session.exec(select(Malbeslut)))
    assert f"{kod}: årsmålet ligger långt från föregående års utfall för " in skalen
