"""Bad workbooks: refused whole, with every problem's sheet and cell, and never in the way of the good ones."""

import csv
import datetime
import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import col, select

import daliga_bocker as db
from daliga_bocker import PORTEN, T1, VP, Fall
from flows.intag import intag
from flows.oppna import oppna
from schemas.arbetsbocker import PlanArsmal
from schemas.inlamning import Sammanhang, Tolkning
from schemas.problem import PROBLEMTYPER
from schemas.tabeller import Handelse, Inlamning, Utskick
from tasks.aret.exempel import plan_exempel
from tasks.bocker.lasning import pack, read_in_child
from tasks.bocker.rattning import write_rattad
from tasks.bocker.skrivbok import write_all
from tasks.bocker.tolkning import parse_fil
from tasks.grund.databas import read
from tasks.intag.kontroll import check_all
from tasks.intag.post import REDAN
from tasks.intag.sammanhang import sammanhang
from tasks.laget.inlamnat import accepted
from tasks.laget.oppet import the_year
from tests_stod import AR_2024, EXEMPEL, Genomgatt, i_miljo

DAG = datetime.date(2024, 1, 15)


@dataclass(frozen=True)
class Sats:
    """A good workbook, the bad ones made of it, and what their reading needs to know."""

    bra: Path
    daliga: dict[str, Path]
    s: Sammanhang

    def read(self, fil: Path) -> Tolkning:
        """Read one file as the intake does."""
        t = parse_fil(fil, fil.name, [self.s])
        check_all([(fil.name, t)], self.s)
        return t


@pytest.fixture(scope="module")
def planer(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The 45 verksamhetsplaner of 2024."""
    return write_all(plan_exempel(AR_2024, tmp_path_factory.mktemp("vp")))


@pytest.fixture(scope="module")
def vp(planer: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Sats:
    """Bad verksamhetsplaner, and files that are none."""
    mapp = tmp_path_factory.mktemp("daliga-vp")
    with i_miljo(ARSHJUL_HEM=str(mapp / "hem")):
        oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
        with read() as session:
            s = sammanhang(session, the_year(session))
    bra = next(p for p in planer if p.stem == "VP-2024-idrottsnamnden")
    return Sats(bra, db.skriv(VP | PORTEN, bra, mapp / "bocker"), s)


@pytest.fixture(scope="module")
def t1(aren: Callable[[Path], Genomgatt], tmp_path_factory: pytest.TempPathFactory) -> Sats:
    """Bad tertialrapporter of a year that has been run through."""
    ar = aren(EXEMPEL / "liten-2026")
    with i_miljo(**ar.miljo), read() as session:
        s = sammanhang(session, the_year(session))
    bra = ar.hem / "2026" / "exempel" / "T1" / "T1-2026-o00003.xlsx"
    return Sats(bra, db.skriv(T1, bra, tmp_path_factory.mktemp("daliga-t1")), s)


# ---- one kind at a time ---------------------------------------------------------------------------------------------


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(VP) + len(PORTEN) + len(T1) == len(VP | PORTEN | T1) >= 60


def test_the_undamaged_workbooks_are_without_problems(vp: Sats, t1: Sats) -> None:
    assert vp.read(vp.bra).problem == []
    assert t1.read(t1.bra).problem == []


def _domen_ar_ratt(sats: Sats, namn: str, fall: Fall) -> None:
    funna = sats.read(sats.daliga[namn]).problem
    assert {(p.kod, p.blad, p.cell) for p in funna} == {(fall.kod, fall.blad, fall.cell)}
    assert fall.skal in funna[0].forvantat
    for p in funna:
        assert PROBLEMTYPER[p.kod].rubrik in p.text
        assert p.atgard.endswith(".")
        assert "{" not in p.text


@pytest.mark.parametrize("namn", VP | PORTEN)
def test_a_bad_verksamhetsplan_is_refused_with_its_place(namn: str, vp: Sats) -> None:
    _domen_ar_ratt(vp, namn, (VP | PORTEN)[namn])


@pytest.mark.parametrize("namn", T1)
def test_a_bad_tertialrapport_is_refused_with_its_place(namn: str, t1: Sats) -> None:
    _domen_ar_ratt(t1, namn, T1[namn])


# ---- a whole in-folder ----------------------------------------------------------------------------------------------


def _inlamningar() -> dict[str, Inlamning]:
    """Everything that has been received, by file name."""
    with read() as session:
        return {i.filnamn: i for i in session.exec(select(Inlamning).order_by(col(Inlamning.id)))}


def _antal_rader() -> list[int]:
    with read() as session:
        return [len(session.exec(select(m)).all()) for m in (Inlamning, Utskick, Handelse, PlanArsmal)]


def _arsmal_i_csv() -> dict[tuple[str, str], Decimal]:
    """(organ, indikator) → the årsmål that stands in the year folder, read without the program."""
    with (AR_2024 / "verksamhetsplaner" / "arsmal.csv").open(encoding="utf-8") as fil:
        rader = list(csv.DictReader(fil))
    angivna = [r for r in rader if r["Nämndens årsmål"]]
    return {(r["organ"], r["Indikatorkod"]): Decimal(r["Nämndens årsmål"].replace(",", ".")) for r in angivna}


def _arsmal_i_databasen() -> dict[tuple[str, str], Decimal]:
    with read() as session:
        fraga = select(Inlamning.organ, PlanArsmal).join(PlanArsmal, col(PlanArsmal.inlamning_id) == col(Inlamning.id))
        return {(organ, r.indikatorkod): r.arsmal for organ, r in session.exec(fraga) if r.arsmal is not None}


def test_forty_five_good_ones_are_taken_in_beside_all_the_bad_ones(hem: Path, planer: list[Path], vp: Sats) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
    inkorg = hem / "2024" / "inkorg"
    inkorg.mkdir(parents=True)
    daliga = {n: vp.daliga[n] for n in [*list(VP)[::2], *PORTEN]}  # the marked copies take their time
    alla = [*planer, *daliga.values()]
    for fil in alla:
        shutil.copyfile(fil, inkorg / fil.name)

    svar = intag.fn(idag=DAG)
    assert len(planer) == 45
    assert len(daliga) >= 60
    assert {m.namn for m in svar if m.status == "godkand"} == {p.name for p in planer}
    assert {m.namn for m in svar if m.status == "avvisad"} == {p.name for p in daliga.values()}
    assert list(inkorg.iterdir()) == []

    mottagna = _inlamningar()
    for namn, fil in daliga.items():
        fall, funna = (VP | PORTEN)[namn], mottagna[fil.name].problem
        assert {(p["kod"], p["blad"], p["cell"]) for p in funna} == {(fall.kod, fall.blad, fall.cell)}, namn
    assert _arsmal_i_databasen() == _arsmal_i_csv()

    for fil in alla:
        sha = hashlib.sha256(fil.read_bytes()).hexdigest()
        assert mottagna[fil.name].sha256 == sha
        assert (hem / "2024" / "mottaget" / f"{sha}.bin").read_bytes() == fil.read_bytes()
    with read() as session:
        brev = {b.nyckel: b.text for b in session.exec(select(Utskick).where(Utskick.slag == "kvittens"))}
    assert len(brev) == len(mottagna)
    for i in mottagna.values():
        text = brev[f"kvittens/{i.omgang or '-'}/{i.organ or '-'}/{i.version}"]
        assert all(p["blad"] in text for p in i.problem if p["blad"])
        assert all(p["cell"] in text for p in i.problem if p["cell"])

    fore = _antal_rader()
    assert intag.fn(idag=DAG) == []
    sista = {i.organ: i.filnamn for i in mottagna.values() if i.organ}  # each organ's newest
    assert set(sista.values()) == {p.name for p in planer}
    igen = [fil for fil in alla if fil.name in sista.values() or mottagna[fil.name].organ is None]
    for n, fil in enumerate(igen):
        shutil.copyfile(fil, inkorg / (fil.name if n % 2 else f"under ett annat namn {n}.xlsx"))
    assert {m.status for m in intag.fn(idag=DAG)} == {REDAN}
    assert _antal_rader() == fore


def test_an_older_version_that_is_sent_again_is_judged_anew(hem: Path, vp: Sats) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
    inkorg = hem / "2024" / "inkorg"
    inkorg.mkdir(parents=True)

    def sand(fil: Path) -> str:
        shutil.copyfile(fil, inkorg / fil.name)
        (svar,) = intag.fn(idag=DAG)
        return svar.status

    dalig = vp.daliga["a number with ca"]
    assert [sand(dalig), sand(dalig), sand(vp.bra), sand(vp.bra), sand(dalig)] == [
        "avvisad",
        REDAN,
        "godkand",
        REDAN,
        "avvisad",
    ]
    with read() as session:
        alla = list(session.exec(select(Inlamning).order_by(col(Inlamning.id))))
        assert [(i.version, i.status) for i in alla] == [(1, "avvisad"), (2, "godkand"), (3, "avvisad")]
        assert accepted(session, 2024, the_year(session).omgangar.plan)["idrottsnamnden"].version == 2
        brev = [u.nyckel for u in session.exec(select(Utskick).order_by(col(Utskick.id)))]
    assert brev == [f"kvittens/VP/idrottsnamnden/{n}" for n in (1, 2, 3)]


def test_a_refused_file_is_judged_anew_once_the_year_has_been_mended(hem: Path, vp: Sats, tmp_path: Path) -> None:
    """The organ held an indicator that the year had left out: the same bytes are then accepted as a new version."""
    data = Path(shutil.copytree(AR_2024, tmp_path / "ar"))
    rader = (data / "tilldelningar.csv").read_text("utf-8").splitlines(keepends=True)
    utan = [r for r in rader if not r.startswith("1.5-04,idrottsnamnden,")]
    assert len(utan) == len(rader) - 1
    (data / "tilldelningar.csv").write_text("".join(utan), "utf-8")
    oppna.fn(handlaggare="Åsa Öberg", data=data, idag=DAG)
    (tmp_path / "in").mkdir()
    svar = []
    for mapp in (data, data, AR_2024, AR_2024):
        oppna.fn(handlaggare="Åsa Öberg", data=mapp, idag=DAG)
        shutil.copyfile(vp.bra, tmp_path / "in" / vp.bra.name)
        svar += [m.status for m in intag.fn(inkorg=tmp_path / "in", idag=DAG)]
    assert svar == ["avvisad", REDAN, "godkand", REDAN]
    assert [p["kod"] for p in _inlamningar()[vp.bra.name].problem] == []


# ---- hostile files, each beside a good one --------------------------------------------------------------------------

FIENTLIGA = (
    "an empty file",
    "a picture",
    "the old format",
    "an encrypted workbook",
    "a truncated archive",
    "a zip bomb",
    "a zip bomb that gives a false size",
    "thousands of members",
    "macros",
    "entities in a sheet",
    "entities among the texts",
    "a value in the last cell of all",
    "a value in the last cell, where no cell comes in order",
)


@pytest.fixture(scope="module")
def oppnat(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the year 2024 stands open; every test takes in files of its own."""
    miljo = {"ARSHJUL_HEM": str(tmp_path_factory.mktemp("oppnat") / "hem")}
    with i_miljo(**miljo):
        oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
    return miljo


@pytest.mark.parametrize("namn", FIENTLIGA)
def test_a_hostile_file_is_refused_and_the_good_one_beside_it_taken_in(
    namn: str, vp: Sats, planer: list[Path], oppnat: dict[str, str], tmp_path: Path
) -> None:
    bra, inkorg = planer[FIENTLIGA.index(namn)], tmp_path / "inkorg"
    inkorg.mkdir()
    shutil.copyfile(bra, inkorg / "å.xlsx")
    shutil.copyfile(vp.daliga[namn], inkorg / "a.xlsx")
    with i_miljo(**oppnat):
        svar = {m.namn: m for m in intag.fn(inkorg=inkorg, idag=DAG)}
        dalig = _inlamningar()["a.xlsx"]
    assert (svar["a.xlsx"].status, svar["å.xlsx"].status) == ("avvisad", "godkand")
    assert svar["å.xlsx"].organ == bra.stem.removeprefix("VP-2024-")
    assert [p["kod"] for p in dalig.problem] == [(VP | PORTEN)[namn].kod]
    assert dalig.problem[0]["forvantat"]


@pytest.mark.parametrize("namn", ["a zip bomb", "entities in a sheet", "a value in the last cell of all"])
def test_a_child_that_has_read_a_hostile_file_reads_the_next(namn: str, vp: Sats) -> None:
    paket = pack([vp.s])
    assert read_in_child(vp.daliga[namn], "a.xlsx", paket, 2024).problem
    assert read_in_child(vp.bra, "b.xlsx", paket, 2024).problem == []


def _nitton_tusen_daliga_rader(blad: Worksheet) -> None:
    for nr in range(50, 19_050):
        blad.cell(nr, 6, "x")


def test_a_file_that_takes_too_long_is_refused_and_its_child_replaced(
    vp: Sats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tung, paket = tmp_path / "tung.xlsx", pack([vp.s])
    tung.write_bytes(db.pa_blad(db.ARSMAL, _nitton_tusen_daliga_rader)(vp.bra.read_bytes()))
    with monkeypatch.context() as m:
        m.setattr("tasks.grund.barn.MOST_SECONDS", 0.05)
        assert [(p.kod, p.fil) for p in read_in_child(tung, "a.xlsx", paket, 2024).problem] == [("for-tung", "a.xlsx")]
    assert read_in_child(vp.bra, "b.xlsx", paket, 2024).problem == []


def test_a_file_that_the_program_stumbles_on_costs_only_itself(vp: Sats, monkeypatch: pytest.MonkeyPatch) -> None:
    def snubbla(*_: object) -> Tolkning:
        raise ZeroDivisionError

    monkeypatch.setattr("tasks.bocker.lasning.in_child", snubbla)
    assert [p.kod for p in read_in_child(vp.bra, "a.xlsx", pack([vp.s]), 2024).problem] == ["ej-arbetsbok"]


def test_a_bad_file_with_a_long_name_is_taken_in_and_its_copy_marked(hem: Path, vp: Sats, tmp_path: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
    shutil.copyfile(vp.daliga["a number with ca"], tmp_path / f"{'å' * 120}.xlsx")
    assert [m.status for m in intag.fn(inkorg=tmp_path, idag=DAG)] == ["avvisad"]
    with read() as session:
        (kopia,) = session.exec(select(Utskick)).one().bilagor
    assert "ca 70" in load_workbook(hem / "2024" / kopia)[db.ARSMAL]["F6"].comment.text


@pytest.mark.parametrize("namn", ["a number with ca", "a goal left out", "a value in the last cell of all"])
def test_the_copy_that_is_sent_back_shows_the_bad_cell_and_all_else_as_it_was(
    namn: str, vp: Sats, tmp_path: Path
) -> None:
    lagrad = tmp_path / "abc.bin"
    shutil.copyfile(vp.daliga[namn], lagrad)
    write_rattad(lagrad, tmp_path / "kopia.xlsx", vp.read(lagrad).problem)
    kopia, original = load_workbook(tmp_path / "kopia.xlsx"), load_workbook(vp.daliga[namn])
    cell = kopia[VP[namn].blad or ""][VP[namn].cell or ""]
    assert PROBLEMTYPER[VP[namn].kod].rubrik in cell.comment.text
    assert cell.border.top.style == "thick"
    assert kopia.active.title == VP[namn].blad
    for blad in original:
        varden = [[c.value for c in rad] for rad in kopia[blad.title].iter_rows(max_row=60, max_col=12)]
        assert varden == [[c.value for c in rad] for rad in blad.iter_rows(max_row=60, max_col=12)]


def test_the_copy_is_taken_in_once_the_cell_is_mended(vp: Sats, tmp_path: Path) -> None:
    fil = vp.daliga["a number with ca"]
    write_rattad(fil, tmp_path / "kopia.xlsx", vp.read(fil).problem)
    fil = tmp_path / "rättad.xlsx"
    fil.write_bytes(db.satt(db.ARSMAL, F6=70)((tmp_path / "kopia.xlsx").read_bytes()))
    assert vp.read(fil).problem == []


# ---- what is odd and yet taken in -----------------------------------------------------------------------------------


def _extra_kolumn(b: Workbook) -> None:
    b[db.ARSMAL]["H1"], b[db.ARSMAL]["H6"] = "Våra anteckningar", "ca 70"


def _flyttade_kolumner(b: Workbook) -> None:
    blad = b[db.ARSMAL]
    blad.move_range(f"F1:F{blad.max_row}", cols=5)
    blad.move_range(f"A1:A{blad.max_row}", cols=20)


def _dolda_rader(b: Workbook) -> None:
    b[db.ARSMAL].row_dimensions[6].hidden = True


def _dolt_blad(b: Workbook) -> None:
    b[db.ARSMAL].sheet_state = "veryHidden"
    b[db.MAL].sheet_state = "hidden"


def _tomt_blad(b: Workbook) -> None:
    b[db.RISKER].delete_rows(2, 40)


def _extra_blad(b: Workbook) -> None:
    b.create_sheet("Våra uträkningar")["A1"] = "ca 70"


def _mellanslag_i_rubriker(b: Workbook) -> None:
    b[db.ARSMAL]["F1"], b[db.MAL]["C1"] = " Nämndens årsmål \u00a0", "Bidrar "


def _nfd(b: Workbook) -> None:
    b[db.ARSMAL]["F1"], b[db.ARSMAL]["G1"] = db.nfd("Nämndens årsmål"), db.nfd("Så når vi målet")
    b[db.ARSMAL].title = db.nfd(db.ARSMAL)
    b[db.MAL].title = db.nfd(db.MAL) + " "


def _med_formel(varde: str) -> db.Skada:
    return db.cellxml(db.ARSMAL, "F6", f'<c r="F6"><f>SUM(1,2)</f><v>{varde}</v></c>')


def _vardet(varde: object) -> db.Skada:
    return db.satt(db.ARSMAL, F6=varde)


def _sheetjs(alla: dict[str, bytes]) -> None:
    """SheetJS lists a default for macros, of which there are none."""
    typ = b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    alla["[Content_Types].xml"] = re.sub(rb"(<Types[^>]*>)", lambda m: m[1] + typ, alla["[Content_Types].xml"], count=1)


def _power_query(alla: dict[str, bytes]) -> None:
    alla["customXml/item1.xml"] = '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16")


def _annat_namn(alla: dict[str, bytes]) -> None:
    """The workbook part under another name: names are free."""
    alla["xl/bok.xml"] = alla.pop("xl/workbook.xml")
    alla["xl/_rels/bok.xml.rels"] = alla.pop("xl/_rels/workbook.xml.rels")
    for del_ in ("[Content_Types].xml", "_rels/.rels"):
        alla[del_] = alla[del_].replace(b"workbook.xml", b"bok.xml")


def _samma_rad_igen(b: Workbook) -> None:
    for n, cell in enumerate(b[db.ARSMAL][6], 1):
        b[db.ARSMAL].cell(40, n).value = cell.value


def _titelrad(b: Workbook) -> None:
    b[db.ARSMAL].insert_rows(1)
    b[db.ARSMAL]["A1"] = "Idrottsnämndens årsmål"


def _rubriker(b: Workbook) -> None:
    b[db.ARSMAL]["F1"], b[db.ARSMAL]["G1"] = "Nämndens\nårsmål *", "Så når vi målet:"


UDDA: dict[str, tuple[db.Skada, str | None]] = {
    "an extra column": (db.bok(_extra_kolumn), "71"),
    "moved columns": (db.bok(_flyttade_kolumner), "71"),
    "hidden rows": (db.bok(_dolda_rader), "71"),
    "hidden sheets": (db.bok(_dolt_blad), "71"),
    "an empty sheet that need not be filled in": (db.bok(_tomt_blad), "71"),
    "a sheet that need not be there": (db.utan_blad(db.RISKER), "71"),
    "an extra sheet": (db.bok(_extra_blad), "71"),
    "spaces in headers": (db.bok(_mellanslag_i_rubriker), "71"),
    "text in NFD": (db.bok(_nfd), "71"),
    "a merged heading": (db.pa_blad(db.ARSMAL, lambda b: b.merge_cells("H1:J1")), "71"),
    "an error in a locked cell": (db.felcell(db.ARSMAL, "D6", "#REF!"), "71"),
    "a formula with its value": (_med_formel("70.5"), "70.5"),
    "a formula that is an empty text": (
        db.cellxml(db.ARSMAL, "F6", '<c r="F6" t="str"><f>IF(1,"","")</f><v></v></c>'),
        None,
    ),
    "a formula whose text is a number": (
        db.cellxml(db.ARSMAL, "F6", '<c r="F6" t="str"><f>TEXT(70.5,"0,0")</f><v>70,5</v></c>'),
        "70.5",
    ),
    "an empty årsmål": (_vardet(None), None),
    "spaces only": (_vardet(" \u00a0 "), None),
    "a number": (_vardet(70.5), "70.5"),
    "a comma": (_vardet("70,5"), "70.5"),
    "a point": (_vardet("70.5"), "70.5"),
    "a percent sign": (_vardet("70,5 %"), "70.5"),
    "a percent sign after a no-break space": (_vardet("70,5\u00a0%"), "70.5"),
    "a small number with its percent sign": (_vardet("0,5 %"), "0.5"),
    "a percent format": (db.formaterat(db.ARSMAL, "F6", 0.705, "0.0%"), "70.5"),
    "a percent format of one's own": (db.formaterat(db.ARSMAL, "F6", 0.705, '[Red]0.00 %;-0.00 %;"–"'), "70.5"),
    "a percent format on a whole": (db.formaterat(db.ARSMAL, "F6", 1, "0%"), "100"),
    "a percent sign that is only put behind": (db.formaterat(db.ARSMAL, "F6", 70.5, '0.0"%"'), "70.5"),
    "a percent sign that is only put behind with a backslash": (
        db.formaterat(db.ARSMAL, "F6", 70.5, r"0.0\ \%"),
        "70.5",
    ),
    "a no-break space": (_vardet("11\u00a0000"), "11000"),
    "a thin space": (_vardet("11\u202f000,5"), "11000.5"),
    "a real minus": (_vardet("−5"), "-5"),
    "a minus": (_vardet(-5), "-5"),
    "a sum in binary fractions": (_vardet(0.1 + 70.2), "70.3"),
    "control characters in a text": (db.satt(db.ARSMAL, G6="rad ett_x000B_rad två_x0000_"), "71"),
    "a line break in a text": (db.satt(db.ARSMAL, G6="rad ett\nrad två"), "71"),
    "ja in small letters": (db.satt(db.MAL, C2=" ja "), "71"),
    "a Slag in other letters": (db.satt(db.BUDGET, A2="Drift"), "71"),
    "a Swedish date": (db.satt(db.AKTIVITETER, D2="17/5 2024"), "71"),
    "a date as text": (db.satt(db.AKTIVITETER, D2="2024-05-17"), "71"),
    "a Beslutad that is a date": (db.satt(db.ORGAN, B8=datetime.date(2024, 1, 10)), "71"),
    "an indicator code with spaces": (db.satt(db.ARSMAL, A6=" 1.5-04\u00a0"), "71"),
    "an empty row between": (db.pa_blad(db.ARSMAL, lambda b: b.insert_rows(4, 3)), "71"),
    "SheetJS's default for what is not there": (db.arkiv(_sheetjs), "71"),
    "Power Query's part in UTF-16": (db.arkiv(_power_query), "71"),
    "the workbook part under another name": (db.arkiv(_annat_namn), "71"),
    "CDATA in a value": (db.cellxml(db.ARSMAL, "F6", '<c r="F6"><v>7<![CDATA[2.5]]></v></c>'), "72.5"),
    "a comment in a value": (db.cellxml(db.ARSMAL, "F6", '<c r="F6"><v>7<!-- -->2.5</v></c>'), "72.5"),
    "a processing instruction in a value": (db.cellxml(db.ARSMAL, "F6", '<c r="F6"><v>7<?x y?>2.5</v></c>'), "72.5"),
    "a character reference in a value": (db.cellxml(db.ARSMAL, "F6", '<c r="F6"><v>7&#50;.5</v></c>'), "72.5"),
    "an error outside the table": (db.felcell(db.ARSMAL, "D6", "#GETTING_DATA"), "71"),
    "a zero width space in a code": (db.satt(db.ARSMAL, A6="1.5-\u200b04"), "71"),
    "a byte order mark in a number": (_vardet("\ufeff70,5"), "70.5"),
    "a soft hyphen in a choice": (db.satt(db.MAL, C2="J\u00ada"), "71"),
    "a goal with a comma": (db.satt(db.AKTIVITETER, A2="1,1"), "71"),
    "a goal with its name behind": (
        db.satt(
            db.AKTIVITETER,
            A2="1.1 Alla barn och ungdomar ska ges möjlighet till jämlika uppväxtvillkor …",
        ),
        "71",
    ),
    "a goal that is a number, and can be no other": (db.satt(db.AKTIVITETER, A2=1.1), "71"),
    "a long date": (db.satt(db.ORGAN, B8="den 15 mars 2024"), "71"),
    "a short date": (db.satt(db.ORGAN, B8="2024-3-5"), "71"),
    "the same row twice": (db.bok(_samma_rad_igen), "71"),
    "a title above the headings": (db.bok(_titelrad), "71"),
    "a line break and a star in headings": (db.bok(_rubriker), "71"),
    "a number whose format shows nothing": (db.formaterat(db.ARSMAL, "F6", 70, ";;;"), "70"),
    "a date in words": (db.satt(db.AKTIVITETER, D2="våren 2024"), "71"),
    "a Beslutad that is no date": (db.satt(db.ORGAN, B8="enl. prot. § 5"), "71"),
    "an Obligatorisk that is X": (db.satt(db.KONTROLL, C2="X"), "71"),
    "a sheet by another name": (db.bok(lambda b: setattr(b[db.MAL], "title", "Målen")), "71"),
    "a header in other letters": (db.satt(db.MAL, C1="bidrar *"), "71"),
    "a row above the headers": (db.pa_blad(db.ENHETER, lambda b: b.insert_rows(1)), "71"),
    "a cell that does not say where it is": (db.cellxml(db.ARSMAL, "F6", "<c><v>71</v></c>"), "71"),
    "a colour far away": (
        db.ny_rad(db.RISKER, '<row r="5"', '<row r="4"><c r="XFD4" s="1"/></row>'),
        "71",
    ),
}


@pytest.mark.parametrize("namn", UDDA)
def test_what_is_odd_and_yet_clear_is_taken_in(namn: str, vp: Sats, tmp_path: Path) -> None:
    skada, vantat = UDDA[namn]
    fil = tmp_path / "Plan för idrott (slutlig) kopia 2.xlsx"
    fil.write_bytes(skada(vp.bra.read_bytes()))
    t = vp.read(fil)
    assert t.problem == []
    assert t.organ == "idrottsnamnden"
    arsmal = {r["indikatorkod"]: r["arsmal"] for r in t.rader[db.ARSMAL]}
    assert arsmal["1.5-04"] == (None if vantat is None else Decimal(vantat))
    assert len(arsmal) == 17
    assert [r["malkod"] for r in t.rader[db.MAL]] == list(vp.s.lov)


def test_columns_that_were_moved_are_traced_to_where_they_stand(vp: Sats, tmp_path: Path) -> None:
    fil = tmp_path / "flyttad.xlsx"
    fil.write_bytes(db.satt(db.ARSMAL, K6="ca 70")(db.bok(_flyttade_kolumner)(vp.bra.read_bytes())))
    assert [(p.kod, p.cell) for p in vp.read(fil).problem] == [("ej-tal", "K6")]


def test_control_characters_do_not_come_further(vp: Sats, tmp_path: Path) -> None:
    fil = tmp_path / "tecken.xlsx"
    fil.write_bytes(UDDA["control characters in a text"][0](vp.bra.read_bytes()))
    rad = next(r for r in vp.read(fil).rader[db.ARSMAL] if r["indikatorkod"] == "1.5-04")
    assert rad["sa_nar_vi"] == "rad ett rad två"


def test_hidden_rows_are_told_in_the_kvittens(hem: Path, vp: Sats, tmp_path: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=AR_2024, idag=DAG)
    (tmp_path / "dold.xlsx").write_bytes(db.bok(_dolda_rader)(vp.bra.read_bytes()))
    assert [m.status for m in intag.fn(inkorg=tmp_path, idag=DAG)] == ["godkand"]
    with read() as session:
        assert "dolda rader är lästa som andra (6)" in session.exec(select(Utskick)).one().text


def test_nineteen_thousand_bad_rows_are_all_told(vp: Sats, tmp_path: Path) -> None:
    fil = tmp_path / "manga.xlsx"
    fil.write_bytes(db.pa_blad(db.ARSMAL, _nitton_tusen_daliga_rader)(vp.bra.read_bytes()))
    assert Counter(p.kod for p in vp.read(fil).problem) == {"ej-tal": 19_000, "tomt-falt": 19_000}
