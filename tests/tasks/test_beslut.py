"""Deciding with the review workbook: what is struck, added, accepted and overruled, and what is refused.

The workbooks are filled in with openpyxl, as a person would fill them in (kontrakt sections 3 and 6).
"""

import csv
import datetime
import email
import email.message
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.intag import intag
from flows.oppna import oppna
from schemas.problem import ArshjulFel, Avvisat
from schemas.tabeller import Avstamning, Indikatorutfall, Mottagare, Uppmaningsrad, Utskick
from tasks.grund.databas import read
from tests_stod import EXEMPEL, exportera_nu

DATA = EXEMPEL / "liten-2026"
AVSTAMNING, BESLUT = datetime.date(2026, 3, 1), datetime.date(2026, 3, 10)


@pytest.fixture
def hem(avstamt_hem: Path) -> Path:
    """A work folder with a year whose avstämning is proposed; one plan is held back, in `sen/`."""
    return avstamt_hem


def _mal(export: dict, kod: str, fas: str = "VP") -> dict:
    return next(m for m in export["mal"] if (m["kod"], m["fas"]) == (kod, fas))


def _uppmaningar(export: dict) -> dict[str, dict]:
    return {u["nummer"]: u for u in export["uppmaningar"]}


def _problem(fel: pytest.ExceptionInfo[Avvisat]) -> list[tuple[str, str | None, str | None]]:
    return [(p.kod, p.blad, p.cell) for p in fel.value.problem]


def _beslutat(granskning: Path | None = None) -> dict:
    besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=granskning, idag=BESLUT)
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
        besluta.fn(
            fatta=True, handlaggare="Anna", granskning=fyll({"Bedömningar": [(kod, {"Beslut": annat})]}), idag=BESLUT
        )
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
        assert session.exec(select(Avstamning).where(Avstamning.omgang == "VP")).one().handlaggare == "Anna Ek"


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
        besluta.fn(
            fatta=True, handlaggare="A", granskning=fyll({"Uppmaningar": [("2026-01", {"Stryk": "Ja"})]}), idag=BESLUT
        )
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
        ({"begar": "atgard", "mottagare": "namnder+x"}, "okand-referens", "F2"),
        ({"begar": "spring", "mottagare": "namnder"}, "ej-i-listan", "C2"),
        ({"begar": "atgard", "mottagare": "namnder", "omgang": "T1"}, "okand-kod", "D2"),
        ({"begar": "atgard", "mottagare": "namnder", "senast": "T9"}, "okand-referens", "E2"),
        ({"begar": "atgard", "mottagare": "namnder", "senast": "VP"}, "oforenligt", "E2"),
        ({"mal": "1.1", "indikator": "i0000", "begar": "atgard", "mottagare": "namnder"}, "oforenligt", "A2"),
    ],
)
def test_a_new_uppmaning_is_checked_as_a_row_of_its_file(
    rad: dict[str, str], kod: str, cell: str, hem: Path, fyll: Callable[..., Path]
) -> None:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="A", granskning=fyll({"Nya uppmaningar": [(None, rad)]}), idag=BESLUT)
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
    assert "ändrades" in oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=BESLUT)


def test_a_text_for_a_section_that_is_not_there_is_refused(hem: Path, fyll: Callable[..., Path]) -> None:
    with pytest.raises(Avvisat) as fel:
        besluta.fn(
            fatta=True, handlaggare="A", granskning=fyll({"Texter": [(None, {"Avsnitt": "nonsens", "Text": "x"})]})
        )
    assert [(k, b) for k, b, _ in _problem(fel)] == [("okand-kod", "Texter")]


def test_a_granted_amount_that_differs_needs_a_motivering_and_is_told_to_the_organ(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    f = next(f for f in exportera_nu()["framstallningar"] if f["sokt"] is not None and f["organ"])
    utan = fyll({"Budget": [(f["organ"], {"Beviljat": 0.3, "Motivering": None})]})
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="A", granskning=utan, idag=BESLUT)
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Budget")]
    export = _beslutat(fyll({"Budget": [(f["organ"], {"Beviljat": 0.3, "Motivering": "Delvis finansierat"})]}))
    beviljad = next(x for x in export["framstallningar"] if x["andamal"] == f["andamal"] and x["organ"] == f["organ"])
    assert (Decimal(beviljad["beviljat"]), beviljad["motivering"]) == (Decimal("0.3"), "Delvis finansierat")
    with read() as session:
        brev = session.exec(select(Utskick).where(Utskick.nyckel == f"uppmaning/VP/{f['organ']}")).one()
        assert "Delvis finansierat" in brev.text


def test_a_refused_change_of_a_resultatenhet_needs_a_motivering_and_is_told(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    with read() as session:
        enhet = session.exec(select(Avstamning)).one().resultatenheter[0]
    gransk = fyll({"Resultatenheter": [(enhet["resultatenhet"], {"Beslut": "Avslås"})]})
    with pytest.raises(Avvisat) as fel:
        besluta.fn(fatta=True, handlaggare="A", granskning=gransk, idag=BESLUT)
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Resultatenheter")]
    _beslutat(fyll({"Resultatenheter": [(enhet["resultatenhet"], {"Beslut": "Avslås", "Motivering": "För liten"})]}))
    with read() as session:
        brev = session.exec(select(Utskick).where(Utskick.nyckel == f"uppmaning/VP/{enhet['organ']}")).one()
        assert "avslås. För liten" in brev.text


# Figures that have moved


def test_a_review_made_from_older_figures_decides_nothing_and_a_new_one_is_written(
    hem: Path, fyll: Callable[..., Path], ta_in_den_sena: Callable[..., str]
) -> None:
    gransk = fyll({})
    ta_in_den_sena()
    with pytest.raises(ArshjulFel, match=r"Något har kommit in.*är inte beslutad.*ny granskning"):
        besluta.fn(fatta=True, handlaggare="A", granskning=gransk, idag=BESLUT)
    assert all(m["beslut"] is None for m in exportera_nu()["mal"])
    with read() as session:
        assert [(a.version, a.beslutad) for a in _versioner(session)] == [(1, None), (2, None)]
    with pytest.raises(ArshjulFel, match=r"version 1, men den senaste är version 2.*arshjul avstamning"):
        besluta.fn(fatta=True, handlaggare="A", granskning=gransk, idag=BESLUT)
    assert all(m["beslut"] for m in _beslutat(fyll({}))["mal"])


def _versioner(session: Session) -> list[Avstamning]:
    return list(session.exec(select(Avstamning).order_by(col(Avstamning.version))))


def test_without_a_review_what_came_in_since_is_shown_before_it_is_decided(
    hem: Path, ta_in_den_sena: Callable[..., str]
) -> None:
    organ = ta_in_den_sena()
    with pytest.raises(ArshjulFel, match="är inte beslutad"):
        _beslutat()
    export = _beslutat()
    assert all(organ not in i["saknas"] for i in export["indikatorer"])
    assert all(m["beslut"] for m in export["mal"])


def test_deciding_twice_is_refused(hem: Path, fyll: Callable[..., Path]) -> None:
    gransk = fyll({})
    _beslutat(gransk)
    fore = exportera_nu()
    with pytest.raises(ArshjulFel, match="redan beslutad 2026-03-10 av Anna Ek"):
        besluta.fn(fatta=True, handlaggare="Bo", granskning=gransk, idag=BESLUT)
    assert exportera_nu() == fore


def test_an_earlier_version_of_the_avstamning_stays_beside_the_new_one(
    hem: Path, ta_in_den_sena: Callable[..., str]
) -> None:
    with read() as session:
        gamla = {(u.kod, u.aggregerat) for u in session.exec(select(Indikatorutfall))}
    ta_in_den_sena()
    avstamning.fn(idag=BESLUT)
    with read() as session:
        assert [a.version for a in _versioner(session)] == [1, 2]
        forsta = session.exec(select(Avstamning).where(Avstamning.version == 1)).one()
        egna = select(Indikatorutfall).where(Indikatorutfall.avstamning_id == forsta.id)
        assert {(u.kod, u.aggregerat) for u in session.exec(egna)} == gamla


def test_another_threshold_makes_a_new_version(hem: Path, tmp_path: Path) -> None:
    ny = Path(shutil.copytree(DATA, tmp_path / "ny"))
    (ny / "ar.yaml").write_text(
        (ny / "ar.yaml").read_text("utf-8").replace("mal_helt: 0.60", "mal_helt: 0.99"), "utf-8"
    )
    oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=AVSTAMNING)
    avstamning.fn(idag=BESLUT)
    with read() as session:
        assert len(session.exec(select(Avstamning)).all()) == 2


def test_what_comes_in_after_the_decision_waits_and_changes_no_figure(
    hem: Path, ta_in_den_sena: Callable[..., str]
) -> None:
    _beslutat()
    fore = exportera_nu()
    organ = ta_in_den_sena()
    efter = exportera_nu()
    assert [(i["organ"], i["status"]) for i in efter["inlamningar"] if i["organ"] == organ] == [(organ, "vantar")]
    assert (efter["indikatorer"], efter["mal"]) == (fore["indikatorer"], fore["mal"])


# Submissions that wait


def _mejla_den_sena(hem: Path) -> tuple[str, str]:
    """The plan that was held back, mailed by nobody whom the city knows; whose it is, and the name of the file."""
    fil = next((hem / "sen").iterdir())
    brev = email.message.EmailMessage()
    brev["From"], brev["To"], brev["Subject"] = "okand@exempel.se", "plan@staden.se", "VP"
    brev.set_content("Hej")
    brev.add_attachment(fil.read_bytes(), maintype="application", subtype="octet-stream", filename=fil.name)
    (hem / "2026" / "inkorg" / "brev.eml").write_bytes(brev.as_bytes())
    intag.fn(idag=BESLUT)
    avstamning.fn(idag=BESLUT)
    return fil.name.removeprefix("VP-2026-").removesuffix(".xlsx"), fil.name


def test_what_waits_is_shown_in_the_review_although_no_figure_has_changed(hem: Path) -> None:
    organ, filnamn = _mejla_den_sena(hem)
    rader = list(load_workbook(hem / "2026" / "dokument" / "Granskning-2026.xlsx")["Väntande"].values)
    assert [r[:2] for r in rader[1:]] == [(organ, filnamn)]
    assert "okand@exempel.se" in rader[1][2]


def test_accepting_a_waiting_plan_that_changes_a_proposal_decides_nothing_until_the_new_review_is_decided(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    organ, filnamn = _mejla_den_sena(hem)
    gransk = fyll({"Väntande": [(filnamn, {"Godta": "Ja"})]})
    with pytest.raises(ArshjulFel, match=r"De väntande inlämningarna är godtagna.*är inte beslutad.*ny granskning"):
        besluta.fn(fatta=True, handlaggare="A", granskning=gransk, idag=BESLUT)
    export = exportera_nu()
    assert all(m["beslut"] is None for m in export["mal"])
    assert [i["status"] for i in export["inlamningar"] if i["organ"] == organ] == ["godkand"]
    bok = load_workbook(hem / "2026" / "dokument" / "Granskning-2026.xlsx")
    versioner = {r[0].value: r[1].value for r in bok["Organ"].iter_rows() if r[0].value}
    with read() as session:
        assert versioner["Version"] == _versioner(session)[-1].version == 2
    assert list(bok["Väntande"].values)[1:] == []

    export = _beslutat(fyll({}))
    assert all(m["beslut"] for m in export["mal"])
    assert all(organ not in i["saknas"] for i in export["indikatorer"] if i["fas"] == "VP")
    with read() as session:
        besked = session.exec(select(Utskick).where(col(Utskick.nyckel).endswith("/besked"))).one()
    assert (besked.organ, "godtagen" in besked.text) == (organ, True)


def test_a_waiting_plan_that_is_refused_stays_out_and_the_rest_is_decided_at_once(
    hem: Path, fyll: Callable[..., Path]
) -> None:
    organ, filnamn = _mejla_den_sena(hem)
    with pytest.raises(Avvisat) as fel:
        besluta.fn(
            fatta=True, handlaggare="A", granskning=fyll({"Väntande": [(filnamn, {"Godta": "Nej"})]}), idag=BESLUT
        )
    assert [(k, b) for k, b, _ in _problem(fel)] == [("motivering-saknas", "Väntande")]
    export = _beslutat(fyll({"Väntande": [(filnamn, {"Godta": "Nej", "Motivering": "Okänd avsändare"})]}))
    assert [i["status"] for i in export["inlamningar"] if i["organ"] == organ] == ["avvisad"]
    assert any(organ in i["saknas"] for i in export["indikatorer"])
    assert all(m["beslut"] for m in export["mal"])
    with read() as session:
        besked = session.exec(select(Utskick).where(col(Utskick.nyckel).endswith("/besked"))).one()
    assert "Okänd avsändare" in besked.text


def test_what_waits_and_is_not_settled_waits_on(hem: Path, fyll: Callable[..., Path]) -> None:
    organ, _ = _mejla_den_sena(hem)
    export = _beslutat(fyll({}))
    assert [i["status"] for i in export["inlamningar"] if i["organ"] == organ] == ["vantar"]


# What stands beside the proposals


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
    oppna.fn(handlaggare="Åsa Öberg", data=ny, idag=AVSTAMNING)
    avstamning.fn(idag=BESLUT)
    with read() as session:
        skalen = " ".join(m.skal for m in session.exec(select(Malbeslut)))
    assert f"{kod}: årsmålet ligger långt från föregående års utfall för " in skalen
