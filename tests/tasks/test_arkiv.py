"""A closed year in the archive: whole, the same each time, and checked on a machine without the program."""

import csv
import datetime
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import sqlalchemy as sa
from lxml import etree

from schemas.handelseslag import Handelseslag
from schemas.problem import ArshjulFel
from tasks.arkiv.arkivera import Arkiverat, archive
from tasks.arkiv.paket import safe_name, slug
from tasks.arkiv.platser import KONTROLLERA
from tasks.grund.databas import engine, read, release
from tasks.laget.helheten import trail
from tests_stod import EXEMPEL, Genomgatt, i_miljo

DAGEN = datetime.date(2034, 6, 1)
DATA = Path("representations") / "aret" / "data"
METS = "{http://www.loc.gov/METS/}"
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture
def avslutat(aren: Callable[[Path], Genomgatt], tmp_path: Path) -> Iterator[Path]:
    """A copy of a year that is closed, to stand in."""
    hem = Path(shutil.copytree(aren(EXEMPEL / "kommun-2033").hem, tmp_path / "hem"))
    with i_miljo(ARSHJUL_HEM=str(hem)):
        yield hem
        release()


def arkivera(till: Path) -> Arkiverat:
    """Archive the year."""
    return archive(2033, till, "Anna Ek", DAGEN, lambda *_: None)


def packa_upp(fil: Path, mapp: Path) -> Path:
    """The package's own folder, unpacked."""
    with zipfile.ZipFile(fil) as arkiv:
        arkiv.extractall(mapp)
    (rot,) = mapp.iterdir()
    return rot


@pytest.fixture(scope="module")
def paket(aren: Callable[[Path], Genomgatt], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archived year, unpacked; not to be changed."""
    mapp = tmp_path_factory.mktemp("arkiv")
    with i_miljo(ARSHJUL_HEM=str(shutil.copytree(aren(EXEMPEL / "kommun-2033").hem, mapp / "hem"))):
        svar = arkivera(mapp / "ar.zip")
        release()
    return packa_upp(svar.fil, mapp / "upp")


def kontrollera(rot: Path) -> tuple[int, str]:
    """What the package's own check says, by a Python that knows nothing of the program."""
    kor = [sys.executable, "-I", "-S", "kontrollera.py"]
    ut = subprocess.run(kor, cwd=rot, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert "Traceback" not in ut.stdout + ut.stderr
    return ut.returncode, ut.stdout


def test_the_package_is_checked_without_the_program(paket: Path) -> None:
    subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "manifest.sha256"], cwd=paket, check=True)
    kod, ut = kontrollera(paket)
    assert (kod, ut.splitlines()[-1]) == (0, "Arkivet stämmer.")
    (fanns, sagda), (lika, skrivna) = (map(int, par) for par in re.findall(r": (\d+) av (\d+)", ut))
    assert (sagda - fanns, skrivna - lika) == (1, 0)  # the contacts
    assert min(fanns, lika) > 20
    assert [rad for rad in ut.splitlines() if rad.startswith(("Att veta", "FEL"))] == [
        "Att veta: Filen till händelse 1 (2032-12-01, Året öppnades) finns inte i arkivet: kontaktuppgifter arkiveras "
        "inte."
    ]


def test_the_check_knows_the_events_by_their_names() -> None:
    text = KONTROLLERA.read_text("utf-8")
    assert f'GALLRAT = "{Handelseslag.GALLRAT}"' in text
    assert f'SKRIVNA = "{Handelseslag.FILER_SKRIVNA}"' in text
    assert f'DATA = os.path.join("{DATA.as_posix().replace("/", chr(34) + ", " + chr(34))}")' in text


def test_everything_of_the_year_is_in_it(paket: Path, aren: Callable[[Path], Genomgatt]) -> None:
    ret = aren(EXEMPEL / "kommun-2033")
    assert json.loads((paket / DATA / "export.json").read_text("utf-8")) == ret.export | {"idag": "2034-06-01"}
    for mapp, ursprung in (("dokument", "dokument"), ("meddelanden/brev", "utskick")):
        packade = {f.relative_to(paket / DATA / mapp): f for f in (paket / DATA / mapp).rglob("*") if f.is_file()}
        vantade = {f.relative_to(ret.hem / "2033" / ursprung): f for f in (ret.hem / "2033" / ursprung).rglob("*.*")}
        assert packade.keys() == vantade.keys()
        assert all(fil.read_bytes() == vantade[namn].read_bytes() for namn, fil in packade.items())
    inlamnade = {f.relative_to(paket / DATA / "inlamningar").as_posix() for f in paket.rglob("*-2033-o*.xlsx")}
    assert {
        f"{i['slag']}/{i['organ']}/version-{i['version']}-{i['status']}/{i['slag']}-2033-{i['organ']}.xlsx"
        for i in ret.export["inlamningar"]
    } == inlamnade
    with (paket / DATA / "meddelanden" / "meddelanden.csv").open(encoding="utf-8-sig", newline="") as fil:
        brev = list(csv.DictReader(fil, delimiter=";"))
    assert [b["nyckel"] for b in brev] == [u["nyckel"] for u in ret.export["utskick"]]
    assert all((paket / DATA / "meddelanden" / b["text"]).read_text("utf-8").startswith(b["amne"]) for b in brev)
    with (EXEMPEL / "kommun-2033" / "kontakter.csv").open(encoding="utf-8") as fil:
        adresser = {r["adress"] for r in csv.DictReader(fil)}
    assert {cell for b in brev for cell in b.values()} & adresser == set()
    assert not list((paket / DATA / "aret").rglob("kontakter*"))


def test_the_table_of_decisions_says_who_when_and_why(paket: Path, aren: Callable[[Path], Genomgatt]) -> None:
    export = aren(EXEMPEL / "kommun-2033").export
    with (paket / DATA / "beslut.csv").open(encoding="utf-8-sig", newline="") as fil:
        alla = list(csv.DictReader(fil, delimiter=";"))
    mal = {(m["fas"], m["kod"]): m["beslut"] for m in export["mal"]}
    assert {(r["omgång"], r["gäller"]): r["efter"] for r in alla if r["vad"] == "Bedömning"} == mal
    begart = {u["nummer"]: u["text"] for u in export["uppmaningar"]}
    assert {r["gäller"]: r["efter"] for r in alla if r["vad"] == "Begärt av organen"} == begart
    assert {(r["vem"], bool(r["dag"]), bool(r["händelse"])) for r in alla} == {("demo", True, True)}
    assert [r["omgång"] for r in alla if r["vad"] == "Omgången beslutad"] == ["VP", "D1", "D2", "VB"]


def test_a_line_of_the_trail_is_what_its_hash_is_taken_of(paket: Path) -> None:
    rader = (paket / DATA / "handelser" / "handelser.jsonl").read_bytes().splitlines()
    summor = [hashlib.sha256(r).hexdigest() for r in rader]
    assert [json.loads(r)["fore"] for r in rader] == ["", *summor[:-1]]
    assert (paket / DATA / "handelser" / "huvud.txt").read_text("utf-8") == f"{len(rader)} {summor[-1]}\n"
    assert summor[-1] in (paket / "LAS-MIG.txt").read_text("utf-8")


def test_an_e_archive_finds_every_file_where_mets_says(paket: Path) -> None:
    mets = etree.parse(paket / "METS.xml")
    etree.XMLSchema(etree.parse(paket / "schemas" / "mets.xsd")).assertValid(mets)
    sagda = {
        unquote(nod.find(f"{METS}FLocat").get(HREF)): (nod.get("CHECKSUM"), int(nod.get("SIZE")))
        for nod in mets.iter(f"{METS}file")
    }
    sagda |= {nod.get(HREF): (nod.get("CHECKSUM"), int(nod.get("SIZE"))) for nod in mets.iter(f"{METS}mdRef")}
    funna = {
        f.relative_to(paket).as_posix(): (hashlib.sha256(f.read_bytes()).hexdigest(), f.stat().st_size)
        for f in paket.rglob("*")
        if f.is_file() and f.name not in ("METS.xml", "manifest.sha256")
    }
    assert sagda == funna
    premis = etree.parse(paket / "metadata" / "preservation" / "premis.xml")
    assert len(premis.findall("{*}object")) == sum(namn.startswith("representations/") for namn in funna)
    assert paket.name == mets.getroot().get("OBJID")


def test_the_same_state_gives_the_same_bytes_and_the_trail_says_which(avslutat: Path, tmp_path: Path) -> None:
    kopia = shutil.copytree(avslutat, tmp_path / "kopia")
    ena = arkivera(tmp_path / "ena.zip")
    with read() as session:
        sist = list(trail(session, 2033))[-1]
    assert (sist.vad, sist.vem, sist.uppgifter["sha256"]) == (Handelseslag.ARKIVERAT, "Anna Ek", ena.sha256)
    assert sist.uppgifter["huvud"] == [sist.nr - 1, sist.fore] == list(ena.slut)
    assert hashlib.sha256(ena.fil.read_bytes()).hexdigest() == ena.sha256
    release()
    with i_miljo(ARSHJUL_HEM=str(kopia)):
        assert arkivera(tmp_path / "andra.zip").sha256 == ena.sha256
        release()
    assert ena.fil.stat().st_mode & 0o077 == 0


def test_a_kill_before_the_commit_leaves_a_package_that_is_taken_up(
    avslutat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till, byt = tmp_path / "ar.zip", os.replace

    def dodad(*vagar: Path) -> None:
        byt(*vagar)
        raise KeyboardInterrupt

    with monkeypatch.context() as m:
        m.setattr("tasks.arkiv.arkivera.os.replace", dodad)
        with pytest.raises(KeyboardInterrupt):
            arkivera(till)
    fore = till.read_bytes()
    arkivera(till)
    assert till.read_bytes() == fore
    with read() as session:
        assert [h.vad for h in trail(session, 2033)].count(Handelseslag.ARKIVERAT) == 1
    assert list(tmp_path.glob(".*.del")) == []


def test_what_is_not_closed_or_not_whole_is_refused(avslutat: Path, tmp_path: Path) -> None:
    (tmp_path / "upptagen.zip").write_text("något annat", "utf-8")
    with pytest.raises(ArshjulFel, match=r"upptagen\.zip finns redan"):
        arkivera(tmp_path / "upptagen.zip")
    with engine().begin() as c:
        for (namn,) in c.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            c.execute(sa.text(f"DROP TRIGGER {namn}"))
        c.execute(sa.text("UPDATE handelse SET vem = 'någon' WHERE nr = 26"))
    with pytest.raises(ArshjulFel, match=r"[Hh]ändelse 26.* har ändrats efter att den skrevs"):
        arkivera(tmp_path / "ny.zip")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["hem", "upptagen.zip"]


def test_a_year_that_is_not_decided_is_refused(avstamt_hem: Path, tmp_path: Path) -> None:
    with pytest.raises(ArshjulFel, match="inte avslutat: verksamhetsplanen, tertialrapport 1 är inte beslutad"):
        archive(2026, tmp_path / "ar.zip", "Anna Ek", DAGEN, lambda *_: None)
    assert not (tmp_path / "ar.zip").exists()


def _ny_rad(rot: Path) -> Path:
    return rot / DATA / "handelser" / "handelser.jsonl"


def _andra_handelse(rot: Path) -> None:
    rader = _ny_rad(rot).read_text("utf-8").splitlines()
    nr = next(n for n, rad in enumerate(rader) if '"vad": "Beslut fattat"' in rad)
    rader[nr] = rader[nr].replace('"vem": "demo"', '"vem": "Nils"')
    _ny_rad(rot).write_text("\n".join(rader) + "\n", "utf-8")


def _ta_bort_handelse(rot: Path) -> None:
    rader = _ny_rad(rot).read_text("utf-8").splitlines()
    _ny_rad(rot).write_text("\n".join(rader[:40] + rader[41:]) + "\n", "utf-8")


def _kapa_kedjan(rot: Path) -> None:
    rader = _ny_rad(rot).read_text("utf-8").splitlines()
    _ny_rad(rot).write_text("\n".join(rader[:-1]) + "\n", "utf-8")


def _byt_inlamning(rot: Path) -> None:
    ena, andra = sorted((rot / DATA / "inlamningar" / "VP").rglob("*.xlsx"))[:2]
    shutil.copy(ena, andra)


def _andra_dokument(rot: Path) -> None:
    fil = rot / DATA / "dokument" / "avstamning-2033.html"
    fil.write_text(fil.read_text("utf-8").replace("Provköping", "Annanstans"), "utf-8")


def _ta_bort_ur_listan(rot: Path) -> None:
    fil = rot / DATA / "handelser" / "filer.json"
    om = json.loads(fil.read_text("utf-8"))
    fil.write_text(json.dumps(om | {"filer": om["filer"][1:]}), "utf-8")


def _skrap(rot: Path) -> None:
    _ny_rad(rot).write_bytes(b"\xff\xfe\x00skrap")


ANDRINGAR = {
    _andra_handelse: "följer inte på händelsen före",
    _ta_bort_handelse: "Händelse 41 saknas",
    _kapa_kedjan: "Kedjan ska sluta med händelse ",
    _byt_inlamning: "är inte den som händelse",
    _andra_dokument: "Dokumentet dokument/avstamning-2033.html är inte det som programmet skrev",
    _ta_bort_ur_listan: "inte upptagen i förteckningen",
    _skrap: "Det gick inte att kontrollera händelsekedjan: uppgifterna är skadade",
}


@pytest.mark.parametrize("andra", ANDRINGAR, ids=lambda f: f.__name__.strip("_"))
def test_what_is_changed_in_a_package_is_found(andra: Callable[[Path], None], paket: Path, tmp_path: Path) -> None:
    """By the manifest; and by the trail, where the manifest is made anew after the change."""
    rot = Path(shutil.copytree(paket, tmp_path / paket.name))
    andra(rot)
    kod, ut = kontrollera(rot)
    assert kod == 1
    assert "har ändrats efter att arkivet gjordes" in ut
    filer = sorted(f for f in rot.rglob("*") if f.is_file() and f.name != "manifest.sha256")
    rader = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(rot).as_posix()}\n" for f in filer]
    (rot / "manifest.sha256").write_text("".join(rader), "utf-8")
    kod, ut = kontrollera(rot)
    assert kod == 1
    assert ANDRINGAR[andra] in ut
    assert "har ändrats efter att arkivet gjordes" not in ut


def test_a_file_that_is_gone_or_added_is_found(paket: Path, tmp_path: Path) -> None:
    rot = Path(shutil.copytree(paket, tmp_path / paket.name))
    (rot / DATA / "beslut.csv").rename(rot / DATA / "beslut2.csv")
    (rot / ".DS_Store").write_bytes(b"")
    kod, ut = kontrollera(rot)
    assert kod == 1
    assert "Filen representations/aret/data/beslut.csv saknas." in ut
    assert "Filen representations/aret/data/beslut2.csv står inte i manifestet" in ut
    assert "DS_Store" not in ut
    (rot / "manifest.sha256").unlink()
    assert "Det gick inte att kontrollera manifestet" in kontrollera(rot)[1]


@pytest.mark.parametrize(
    ("namn", "vantat"),
    [
        ("VP 2033 Åby.xlsx", "VP 2033 Åby.xlsx"),
        ("a\u030angest: 1/2 <x>?.xlsx", "ångest- 1-2 -x--.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("slut. ", "slut"),
        ("..", "namnlös"),
        ("x" * 200 + ".xlsx", "x" * 75 + ".xlsx"),
    ],
)
def test_names_are_such_that_windows_takes(namn: str, vantat: str) -> None:
    assert safe_name(namn) == vantat


def test_no_path_of_a_package_is_too_long_for_windows(paket: Path) -> None:
    langst = max(len(f.relative_to(paket.parent).as_posix()) for f in paket.rglob("*"))
    assert langst < 200
    assert slug("Upplands Väsby") == "upplands-vasby"
