"""Where figures come from: what was decided, with by whom and why; and counts are of what is shown."""

import datetime
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from flows.anstand import anstand
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.intag import intag
from flows.oppna import oppna
from schemas.problem import ArshjulFel
from schemas.sparnyckel import Antalsslag, antal
from tasks.dokument import forandring, loften, mal, svar, underlag
from tasks.grund.databas import read, release
from tasks.insyn.spar import Spar
from tasks.insyn.sparning import all_keys, remembering, trace, trace_all
from tasks.insyn.ursprung import Cell, opened_from
from tasks.laget.beslutat import newest, newest_of_all
from tasks.laget.oppet import Oppet, all_years
from tasks.laget.pengar import beslutsbelopp
from tests_stod import EXEMPEL, i_miljo

BESLUT = datetime.date(2026, 3, 10)
VEM = "beslutat av Anna Ek den 10 mars 2026"


def spar(nyckel: str) -> list[Spar]:
    """The derivation of a key in the year of this environment."""
    with read() as session:
        return trace(session, all_years(session)[-1], nyckel)


def rad(nyckel: str, vad: str) -> Spar:
    """The line of a derivation that tells of something."""
    return next(s for s in spar(nyckel) if s.vad == vad)


@pytest.fixture
def beslutat(avstamt_hem: Path, fyll: Callable[..., Path]) -> None:
    """A year that is decided with cuts, struck and edited uppmaningar, and texts of the review."""
    granskning = fyll(
        {
            "Bedömningar": [("1.1", {"Beslut": "Delvis", "Motivering": "Planerna räcker inte"})],
            "Uppmaningar": [
                ("2026-07", {"Text": "Ange ett årsmål nu."}),
                ("2026-08", {"Stryk": "Ja", "Motivering": "Redan gjort"}),
            ],
            "Budget": [("Ändamål 3", {"Beviljat": 10.6, "Motivering": "Halva året"})],
            "Texter": [(None, {"Avsnitt": "bakgrund", "Text": "Skrivet 2026."})],
        }
    )
    besluta.fn(fatta=True, handlaggare="Anna Ek", granskning=granskning, idag=BESLUT)


def test_a_sum_of_the_decision_follows_what_was_decided(beslutat: None) -> None:
    with read() as session:
        oppet = all_years(session)[-1]
        plan = newest(session, 2026, oppet.omgangar.plan)
        summa = next(b.summa for b in beslutsbelopp(session, 2026, plan) if b.rad.punkt == "2")
    assert summa is not None
    assert rad("punkt 2", "Summa av justeringarna").varde == str(summa).replace(".", ",")
    skuren = rad("punkt 2", "Ändamål 3")
    assert (skuren.varde, skuren.kalla) == ("10,6", None)
    assert "beviljat i granskningen (förslaget var 30,6): Halva året" in skuren.om
    orord = rad("punkt 2", "Ändamål 6")
    assert str(orord.kalla) == "budgetjusteringar.csv, rad 8, kolumn beviljat"


def test_where_no_amount_is_stated_the_sum_is_it(beslutat: None) -> None:
    forst, angivet, summa, *_ = spar("punkt 3")
    assert forst.varde == summa.varde
    assert (angivet.varde, angivet.om) == ("", "inget, summan gäller")


def test_before_the_decision_the_years_rows_are_summed(avstamt_hem: Path) -> None:
    assert rad("punkt 2", "Summa av justeringarna").om == "mnkr, inte beslutat ännu"
    assert str(rad("punkt 2", "Ändamål 3").kalla) == "budgetjusteringar.csv, rad 5, kolumn beviljat"


def test_a_grant_tells_who_cut_it_and_why(beslutat: None) -> None:
    beviljat = rad("framstallning:namnder/drift/Ändamål 3", "Beviljat")
    assert (beviljat.varde, beviljat.om) == ("10,6", f"mnkr, {VEM}, ändrat från 30,6 i granskningen")
    assert rad("framstallning:namnder/drift/Ändamål 3", "Motivering").varde == "Halva året"


def test_a_struck_uppmaning_tells_who_struck_it_and_why(beslutat: None) -> None:
    assert rad("2026-08", "Struken").om == f"{VEM}, granskningens blad Uppmaningar: Redan gjort"
    assert [s.vad for s in spar("antal:VP/uppmaningar/status=struken")[1:]] == ["2026-08"]


def test_an_edited_uppmaning_keeps_the_programs_own_words(beslutat: None) -> None:
    assert spar("2026-07")[0].om == "Ange ett årsmål nu."
    assert "ändrad i granskningen, beslutat av Anna Ek" in rad("2026-07", "Ursprunglig text").om


def test_a_bedomning_tells_who_decided_otherwise_and_why(beslutat: None) -> None:
    bedomning = rad("bedomning:VP/1.1", "Bedömning, verksamhetsplanen")
    assert bedomning.varde.endswith(", beslut delvis")
    assert bedomning.om == VEM
    assert rad("bedomning:VP/1.1", "Motivering").varde == "Planerna räcker inte"


def test_a_text_of_the_review_is_told_to_be_that(beslutat: None) -> None:
    (text,) = spar("text:VP/bakgrund")
    assert (text.varde, text.om) == ("Skrivet 2026.", f"skriven i granskningens blad Texter, {VEM}")


def test_more_time_is_told_with_who_gave_it_and_why(beslutat: None) -> None:
    nummer, organ = next(s.vidare.delar for s in spar("antal:VP/mottagare/nummer=2026-07") if s.djup == 2 and s.vidare)
    anstand.fn(
        galler=nummer, organ=organ, dag=datetime.date(2026, 6, 1), idag=datetime.date(2026, 4, 1),
        motivering="Sjukdom", handlaggare="Bo Ås",
    )  # fmt: skip
    assert rad(f"del:{nummer}/{organ}", "senast").varde == "1 juni 2026"
    assert rad(f"dag:T1/senast/{organ}", f"Anstånd givet för {nummer}").om == "av Bo Ås den 1 april 2026: Sjukdom"


def test_a_sheet_that_the_organ_renamed_is_called_what_it_is_called(avstamt_hem: Path) -> None:
    fil = next((avstamt_hem / "sen").iterdir())
    organ = fil.stem.removeprefix("VP-2026-")
    bok = load_workbook(fil)
    bok["Årsmål"].title = "Våra årsmål"
    bok.save(avstamt_hem / "2026" / "inkorg" / fil.name)
    intag.fn(idag=datetime.date(2026, 3, 2))
    avstamning.fn(idag=datetime.date(2026, 3, 2))
    kallor = [s.kalla for s in spar(f"cell:VP/{organ}/Årsmål/2") if isinstance(s.kalla, Cell)]
    assert {c.blad for c in kallor} == {"Våra årsmål"}
    assert load_workbook(io.BytesIO((avstamt_hem / kallor[1].lagrad).read_bytes()))["Våra årsmål"][kallor[1].cell].value


def test_what_the_year_was_opened_from_is_kept(avstamt_hem: Path) -> None:
    with read() as session:
        aret = opened_from(session, all_years(session)[-1])
    assert aret is not None
    with zipfile.ZipFile(avstamt_hem / aret.lagrad) as arkiv:
        assert arkiv.read("indikatorer.csv") == (EXEMPEL / "liten-2026" / "indikatorer.csv").read_bytes()


def test_one_code_of_two_things_shows_both(tmp_path: Path) -> None:
    data = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "data"))
    budget = data / "resultatbudget.csv"
    budget.write_text(budget.read_text("utf-8").replace("Intäkter", "o00000"), "utf-8")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=data, idag=datetime.date(2025, 12, 1))
        filer = {s.kalla.fil for s in spar("o00000") if s.kalla}
        release()
    assert filer == {"organ.csv", "resultatbudget.csv"}


@pytest.mark.parametrize(
    ("nyckel", "sagt"),
    [
        ("x99", "varde:omgång/indikator/organ"),
        ("varde:VP/i0011", "skrivs varde:omgång/indikator/organ"),
        ("varde:VP/i0011/o00099", "har inte indikatorn i0011"),
        ("aggregat:T9/i0011", "har ingen omgång T9"),
        ("aggregat:VB/i0011", "har ingen omgång VB"),
        ("aggregat:T1/i0011", "inget sammanlagt i tertialrapport 1"),
        ("rad:kontakter/2", "ingen fil som spåras"),
        ("rad:organ/999", "organ.csv har ingen rad 999"),
        ("rad:organ/2/farg", "har ingen kolumn farg"),
        ("summa:organ/namn", "innehåller inte tal"),
        ("cell:VP/o00000/Apor/2", "Bladet Apor läses inte"),
        ("punkt 99", "inget beslutsbelopp med koden 99"),
        ("ar:farg", "ar.yaml har ingen nyckel farg"),
        ("dag:VP/igar", "senast, sammanstalls, beslutas"),
    ],
)
def test_what_cannot_be_traced_is_refused_in_words(avstamt_hem: Path, nyckel: str, sagt: str) -> None:
    with pytest.raises(ArshjulFel, match=sagt.replace(".", r"\.")):
        spar(nyckel)


# Counts, beside what the documents count


@pytest.fixture(scope="module")
def aret(aren: Callable) -> Iterator[tuple[Session, Oppet]]:
    """A finished year with a plan, two follow-ups and a bokslut."""
    with i_miljo(**aren(EXEMPEL / "kommun-2033").miljo):
        with read() as session, remembering(session):
            yield session, all_years(session)[-1]
        release()


def raknat(aret: tuple[Session, Oppet], omgang: object, vad: Antalsslag, **villkor: object) -> int:
    """How many a key counts; as many as it shows."""
    forst, *resten = trace(*aret, antal(omgang, vad, **villkor))
    assert int(forst.varde) == sum(s.djup == 1 for s in resten)
    return int(forst.varde)


def test_promises_are_counted_as_the_follow_up_counts_them(aret: tuple[Session, Oppet]) -> None:
    for o, gjord in newest_of_all(*aret).items():
        a = underlag.read_aret(*aret, gjord)
        for r in loften.per_organ(a, loften.loften(a)):
            om = {"organ": r.organ}
            assert r.arsmal == raknat(aret, o, Antalsslag.ARSMAL, **om)
            for utfall in ("nadda", "ej_nadda", "utan_varde"):
                assert getattr(r, utfall) == raknat(aret, o, Antalsslag.ARSMAL, utfall=utfall, **om)
            assert r.uppmaningar.antal == raknat(aret, o, Antalsslag.DELAR, **om)
            assert r.uppmaningar.uppfyllda == raknat(aret, o, Antalsslag.DELAR, utfall="uppfyllda", **om)


def test_answers_and_silence_are_counted_as_the_follow_up_counts_them(aret: tuple[Session, Oppet]) -> None:
    for o, gjord in list(newest_of_all(*aret).items())[1:]:
        a = underlag.read_aret(*aret, gjord)
        alla = svar.uppmaningssvar(a)
        rader = [r for u in alla for r in u.svar]
        tysta = svar.tystnad(a, alla)
        assert len(rader) == raknat(aret, o, Antalsslag.SVAR)
        assert sum(r.sen for r in rader) == raknat(aret, o, Antalsslag.SVAR, sen="ja")
        for status, n in svar.count_status(r.status for r in rader):
            assert n == raknat(aret, o, Antalsslag.SVAR, status=status)
        assert sum(bool(u.svar) for u in alla) == raknat(aret, o, Antalsslag.ATT_BESVARA)
        assert len(tysta.skulle) == raknat(aret, o, Antalsslag.SKULLE_RAPPORTERA)
        assert len(tysta.ej_rapporterat) == raknat(aret, o, Antalsslag.EJ_RAPPORTERAT)
        assert len(tysta.obesvarade) == raknat(aret, o, Antalsslag.OBESVARADE)


def test_goals_and_indicators_are_counted_as_the_documents_count_them(aret: tuple[Session, Oppet]) -> None:
    for o, gjord in newest_of_all(*aret).items():
        a = underlag.read_aret(*aret, gjord)
        uppmaningar = mal.uppmaningar(a)
        j = forandring.jamforelse(a, mal.malavsnitt(a, uppmaningar))
        assert len(j.toppen) == raknat(aret, o, Antalsslag.MAL, niva="topp")
        for bedomning, n in mal.per_bedomning(m.efter.bedomning for m in j.lovren).items():
            assert n == raknat(aret, o, Antalsslag.MAL, niva="lov", bedomning=bedomning)
        assert sum(bool(m.tysta) for m in j.mal) == raknat(aret, o, Antalsslag.MAL, tyst="ja")
        assert sum(m.andrad for m in j.mal) == raknat(aret, o, Antalsslag.MAL, andrad="ja")
        assert sum(m.steg > 0 for m in j.mal) == raknat(aret, o, Antalsslag.MAL, andrad="upp")
        raknade = [i.efter for i in j.indikatorer if i.efter.raknas]
        for nadd, n in mal.per_bedomning(i.uppfyllelse for i in raknade).items():
            assert n == raknat(aret, o, Antalsslag.INDIKATORER, raknas="ja", uppfyllelse=nadd)
        assert len(mal.furthest(raknade)) == raknat(aret, o, Antalsslag.INDIKATORER, raknas="ja", fattas="ja")
        assert len(uppmaningar) == raknat(aret, o, Antalsslag.UPPMANINGAR)
        for b in mal.per_begaran(uppmaningar):
            assert (b.antal, b.organ) == (
                raknat(aret, o, Antalsslag.UPPMANINGAR, begar=b.begar),
                raknat(aret, o, Antalsslag.MOTTAGARE, begar=b.begar),
            )
        for m in (x.efter for x in j.lovren):
            assert m.namnder == raknat(aret, o, Antalsslag.BIDRAR, mal=m.kod, slag="namnder")
            assert m.bolag == raknat(aret, o, Antalsslag.BIDRAR, mal=m.kod, slag="bolag")
            assert m.namndmal == raknat(aret, o, Antalsslag.NAMNDMAL, mal=m.kod)


def test_changed_indicators_are_counted_as_the_follow_up_counts_them(aret: tuple[Session, Oppet]) -> None:
    for o, gjord in list(newest_of_all(*aret).items())[1:]:
        a = underlag.read_aret(*aret, gjord)
        alla = forandring.jamforelse(a, mal.malavsnitt(a)).indikatorer
        om = {"upp": 1, "ner": -1}
        assert sum(i.andrad_uppfyllelse for i in alla) == raknat(aret, o, Antalsslag.INDIKATORER, andrad="ja")
        for vart, steg in om.items():
            assert sum(i.steg == steg for i in alla) == raknat(aret, o, Antalsslag.INDIKATORER, andrad=vart)
        assert sum(i.andrad for i in alla) == raknat(aret, o, Antalsslag.INDIKATORER, redovisas="ja")


def test_every_key_leads_on_to_keys_that_lead_somewhere(aret: tuple[Session, Oppet]) -> None:
    alla = trace_all(*aret, all_keys(*aret))
    assert len(alla) > 1000
    assert [k for k, rader in alla.items() if not rader] == []
    vidare = {s.vidare for rader in alla.values() for s in rader if s.vidare}
    assert len(vidare) > 500
    assert [str(n) for n in vidare if not trace(*aret, n)] == []
