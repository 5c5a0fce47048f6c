"""Personal data that goes when its time has come: all of it, once, and the rest of the year stands."""

import csv
import datetime
import email.message
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from schemas.arbetsbocker import ORGANBLAD
from schemas.arsmapp import Kontakt
from schemas.gallring import GALLRAD, GALLRAS
from schemas.problem import ArshjulFel
from schemas.tabeller import Inlamning, Post, Utskick
from tasks.aret.arsbok import read_ar
from tasks.aret.oppna import open_ar, skillnader
from tasks.arkiv import gallra
from tasks.arkiv.arkivera import archive
from tasks.arkiv.tvatt import clean_file
from tasks.bocker.lasbok import read_fil
from tasks.bocker.tolkning import KANDA_BLAD
from tasks.granskning.fynd import Fyndslag
from tasks.granskning.granska import look
from tasks.grund.databas import read, release, write
from tasks.grund.filer import avtryck
from tasks.laget.gallrat import GALLRAT, now
from tasks.laget.helheten import every_row, trail
from tests_stod import EXEMPEL, exportera_nu, i_miljo

SEDAN = datetime.date(2028, 10, 1)
#: planted: who fills in a workbook, whose program saved it, who mails it, whom the answer says to call
NAMNET, SPARAREN, CHEFEN, BREVETS = "Beda Lindqvist", "Sixten Öhrn", "Rut Hammar", "Gun Vestlund"
AVSANDAREN, I_SVARET, TELEFON = "gun.vestlund@privat.example", "rut@hemma.example", "070-123 45 67"
PLANTERADE = (NAMNET, SPARAREN, CHEFEN, BREVETS, AVSANDAREN, I_SVARET, TELEFON, "@example.org")


def personlig(fil: Path) -> None:
    """A workbook as it looks when a person has filled it in: names and addresses wherever Excel puts them."""
    bok = load_workbook(fil)
    blad = bok[ORGANBLAD]
    for rad in blad.iter_rows():
        if str(rad[0].value).strip(" :") == "Uppgiftslämnare":
            rad[1].value = NAMNET
    svar = bok["Årsmål"] if "Årsmål" in bok.sheetnames else bok["Svar"]
    rubriker = {str(c.value): c.column for c in svar[1]}
    cell = svar.cell(2, rubriker.get("Så når vi målet") or rubriker["Svar"])
    cell.value = f"{cell.value or 'Så.'} Ring {TELEFON} eller skriv till {I_SVARET}."
    cell.comment = Comment(f"Fråga {CHEFEN}", CHEFEN)
    svar.oddHeader.left.text = SPARAREN
    cell.hyperlink = f"mailto:{I_SVARET}"
    bok.properties.creator, bok.properties.lastModifiedBy = SPARAREN, SPARAREN
    bok.properties.title = f"{SPARAREN}s plan"
    bok.save(fil)


def brev(bok: Path | None, amne: str) -> bytes:
    """A mail from a person; with a workbook, or without."""
    m = email.message.EmailMessage()
    m["From"], m["To"], m["Subject"] = f"{BREVETS} <{AVSANDAREN}>", "planering@example.org", amne
    m["Date"] = "Thu, 15 Jan 2026 10:00:00 +0100"
    m.set_content(f"Hej! Ring mig på {TELEFON}.\nHälsar {BREVETS}")
    if bok:
        m.add_attachment(bok.read_bytes(), maintype="application", subtype="octet-stream", filename=bok.name)
    return m.as_bytes()


@pytest.fixture(scope="module")
def levt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with a closed year in which people have left their names and addresses; not to be changed."""
    from flows.anstand import anstand
    from flows.avstamning import avstamning
    from flows.besluta import besluta
    from flows.exempel import exempel
    from flows.intag import intag
    from flows.mallar import mallar
    from flows.oppna import oppna
    from flows.skicka import skicka
    from flows.uppfoljning import uppfoljning

    mapp = tmp_path_factory.mktemp("levt")
    hem, data = mapp / "hem", EXEMPEL / "liten-2026"
    with i_miljo(ARSHJUL_HEM=str(hem)):
        oppna.fn(data=data, idag=datetime.date(2025, 12, 1), handlaggare="Ann Ek")
        mallar.fn(omgang="VP", idag=datetime.date(2025, 12, 1))
        inkorg = hem / "2026" / "inkorg"
        exempel.fn(omgang="VP", data=data, ut=inkorg)
        egna = sorted(inkorg.iterdir())
        for fil in egna[:2]:
            personlig(fil)
        (inkorg / "ett.eml").write_bytes(brev(egna[0], "Vår plan"))
        egna[0].unlink()
        (inkorg / "två.eml").write_bytes(brev(None, f"Fråga från {BREVETS}"))
        intag.fn(idag=datetime.date(2026, 1, 15))
        om = {"motivering": "Sjukdom.", "handlaggare": "Ann Ek", "idag": datetime.date(2026, 1, 16)}
        anstand.fn(galler="VP", organ="o00000", dag=datetime.date(2026, 2, 20), **om)
        avstamning.fn(idag=datetime.date(2026, 3, 1))
        granskning = hem / "2026" / "dokument" / "Granskning-2026.xlsx"
        bok = load_workbook(granskning)
        bok.properties.lastModifiedBy = CHEFEN
        bok.save(granskning)
        besluta.fn(handlaggare="Ann Ek", granskning="enligt förslagen", fatta=True, idag=datetime.date(2026, 3, 15))
        skicka.fn(idag=datetime.date(2026, 3, 15), ja=True)
        uppfoljning.fn(idag=datetime.date(2026, 6, 1))
        besluta.fn(handlaggare="Ann Ek", granskning="enligt förslagen", fatta=True, idag=datetime.date(2026, 6, 10))
        skicka.fn(idag=datetime.date(2026, 6, 10), ja=True)
        release()
    return hem


@pytest.fixture
def hem(levt: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it to stand in."""
    shutil.copytree(levt, tmp_path / "hem")
    with i_miljo(ARSHJUL_HEM=str(tmp_path / "hem")):
        yield tmp_path / "hem"
        release()


def gallra_nu(idag: datetime.date = SEDAN) -> gallra.Gallrat:
    """Remove the personal data of the year."""
    return gallra.remove(2026, "Ann Ek", idag, lambda *_: None)


def allt_i(fil: Path) -> Iterator[str]:
    """Every text of a file, of what is packed in it too."""
    innehall = fil.read_bytes()
    if innehall[:4] != b"PK\x03\x04":
        yield innehall.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(fil) as arkiv:
        for namn in arkiv.namelist():
            yield namn
            yield arkiv.read(namn).decode("utf-8", "replace")


def var_star(planterat: str, *mappar: Path) -> set[str]:
    """The files in which a planted text stands."""
    filer = [f for m in mappar for f in ([m] if m.is_file() else m.rglob("*")) if f.is_file()]
    return {f.name for f in filer if any(planterat in text for text in allt_i(f))}


def kvar(hem: Path) -> dict[str, set[str]]:
    """Planted text → where it still stands; the templates that were sent out are no one's."""
    mappar = [m for m in (hem / "2026").iterdir() if m.name != "mallar"]
    return {p: funna for p in PLANTERADE if (funna := var_star(p, hem / "arshjul.sqlite", *mappar))}


def test_what_is_planted_is_there_before(hem: Path) -> None:
    assert kvar(hem).keys() == set(PLANTERADE)


def test_nothing_that_was_planted_is_left(hem: Path) -> None:
    svar = gallra_nu()
    with write() as session:
        session.connection().exec_driver_sql("SELECT 1")
    release()
    _vacuum(hem / "arshjul.sqlite")
    assert kvar(hem) == {}
    assert svar.antal.keys() == GALLRAS.keys() - {"rattningar", "problem"}


def _vacuum(fil: Path) -> None:
    """What SQLite has freed is not told by its bytes."""
    import sqlite3

    c = sqlite3.connect(fil)
    c.execute("VACUUM")
    c.close()


def test_the_rest_of_the_year_stands(hem: Path) -> None:
    fore, filer = exportera_nu(2026), {f.name for f in (hem / "2026" / "dokument").rglob("*")}
    with read() as session:
        lastbrev = {u.nyckel: u.text.splitlines()[0] for u in every_row(session, Utskick, 2026)}
    gallra_nu()
    assert exportera_nu(2026) == fore
    assert {f.name for f in (hem / "2026" / "dokument").rglob("*")} == filer
    with read() as session:
        assert [str(f) for f in look(session, 2026).fynd if f.slag == Fyndslag.FEL] == []
        rader = {u.nyckel: u.text.splitlines()[0] for u in every_row(session, Utskick, 2026)}
        assert {k for k in lastbrev if rader[k] != lastbrev[k]} == {k for k in lastbrev if "/post/" in k} != set()
        assert [p.slag for p in every_row(session, Post, 2026)] == ["utan_arbetsbok"]
        ifyllda = [i.uppgiftslamnare for i in every_row(session, Inlamning, 2026)]
        assert ifyllda.count(GALLRAD) == 2
        assert list(every_row(session, Kontakt, 2026)) == []


def test_the_trail_says_how_much_and_which_file_is_now_which(hem: Path) -> None:
    mottaget = hem / "2026" / "mottaget"
    fore = {f.stem for f in mottaget.iterdir()}
    svar = gallra_nu()
    with read() as session:
        sist = list(trail(session, 2026))[-1]
        nu = now(session, 2026)
        inlamnade = [i.sha256 for i in every_row(session, Inlamning, 2026)]
        poster = [p.sha256 for p in every_row(session, Post, 2026)]
    assert (sist.vad, sist.vem, sist.dag) == (GALLRAT, "Ann Ek", SEDAN)
    assert sist.uppgifter["antal"] == svar.antal
    assert not any(p in json.dumps(sist.uppgifter) for p in PLANTERADE)
    assert {f.stem for f in mottaget.iterdir()} == {ny for sha in fore if (ny := nu(sha))}
    assert all(avtryck(f) == f.stem for f in mottaget.iterdir())
    assert all(avtryck(mottaget / f"{nu(sha)}.bin") == nu(sha) for sha in inlamnade)
    assert [nu(sha) for sha in poster] == [""]


def test_a_cleaned_workbook_reads_as_before(hem: Path) -> None:
    mottaget = hem / "2026" / "mottaget"
    with read() as session:
        personliga = [i for i in every_row(session, Inlamning, 2026) if i.uppgiftslamnare == NAMNET]
    assert len(personliga) == 2
    for i in personliga:
        fore = read_fil(mottaget / f"{i.sha256}.bin", i.filnamn, KANDA_BLAD)
        ren = clean_file(mottaget / f"{i.sha256}.bin")
        assert ren
        fil = mottaget / "ren.xlsx"
        fil.write_bytes(ren)
        efter = read_fil(fil, i.filnamn, KANDA_BLAD)
        assert isinstance(fore, dict)
        assert isinstance(efter, dict)
        skiljer = {
            (bort, nytt)
            for namn, blad in fore.items()
            for rad, rad_efter in zip(blad.rader, efter[namn].rader, strict=True)
            for bort, nytt in zip(rad, rad_efter, strict=True)
            if bort != nytt
        }
        assert {nytt for _, nytt in skiljer} >= {GALLRAD}
        assert [(b, n) for b, n in skiljer if not (b == NAMNET or ("@" in b and "(adress)" in n))] == []
        assert any("Ring (telefon) eller skriv till (adress)" in n for _, n in skiljer)
        assert load_workbook(fil)
        assert clean_file(fil) is None


def test_again_it_changes_nothing(hem: Path) -> None:
    gallra_nu()
    filer = {f: f.stat().st_mtime_ns for f in (hem / "2026").rglob("*") if f.is_file()}
    with read() as session:
        langd = len(list(trail(session)))
    assert gallra_nu().antal == {}
    with read() as session:
        assert len(list(trail(session))) == langd
    assert {f: f.stat().st_mtime_ns for f in (hem / "2026").rglob("*") if f.is_file()} == filer


def test_a_trial_counts_the_same_and_changes_nothing(hem: Path) -> None:
    bytes_ = {f: f.read_bytes() for f in hem.rglob("*") if f.is_file()}
    prov = gallra.count(2026, SEDAN, lambda *_: None)
    release()
    assert {f: f.read_bytes() for f in hem.rglob("*") if f.is_file()} == bytes_
    assert gallra_nu() == prov


@pytest.mark.parametrize("efter", [0, 1, 3, 9])
def test_a_kill_among_the_files_is_mended_by_the_next_run(
    efter: int, hem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gjorda: list[Any] = []
    gor = gallra.file_changes

    def dodas(*om: Any) -> Iterator[Any]:
        for andring in gor(*om):
            if len(gjorda) == efter and gjort:
                raise KeyboardInterrupt
            gjorda.extend([andring] if gjort else [])
            yield andring

    gjort = False
    raknat = gallra.log

    def loggat(*a: Any, **k: Any) -> None:
        nonlocal gjort
        raknat(*a, **k)
        gjort = True

    with monkeypatch.context() as m:
        m.setattr(gallra, "file_changes", dodas)
        m.setattr(gallra, "log", loggat)
        with pytest.raises(KeyboardInterrupt):
            gallra_nu()
    gallra_nu()
    release()
    _vacuum(hem / "arshjul.sqlite")
    assert kvar(hem) == {}
    with read() as session:
        gallringar = [h for h in trail(session, 2026) if h.vad == GALLRAT]
        nu = now(session, 2026)
        alla = [i.sha256 for i in every_row(session, Inlamning, 2026)]
    assert gallringar[0].uppgifter["filer"]
    assert all(not h.uppgifter["filer"] for h in gallringar[1:])
    assert all((hem / "2026" / "mottaget" / f"{nu(sha)}.bin").exists() for sha in alla)


def test_before_its_time_and_before_the_year_is_closed_it_is_refused(hem: Path) -> None:
    with pytest.raises(ArshjulFel, match="får gallras från 2028-06-10: 24 månader efter"):
        gallra_nu(datetime.date(2028, 6, 9))
    with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_GALLRA_EFTER_MANADER="0"):
        assert gallra.count(2026, datetime.date(2026, 6, 10), lambda *_: None).antal


def test_a_year_that_is_not_closed_is_refused(avstamt_hem: Path) -> None:
    with pytest.raises(ArshjulFel, match="är inte avslutat"):
        gallra_nu()


def test_contacts_do_not_come_back(hem: Path, tmp_path: Path) -> None:
    gallra_nu()
    data = Path(shutil.copytree(EXEMPEL / "liten-2026", tmp_path / "data"))
    with write() as session:
        innehall = read_ar(data)
        funna = skillnader(session, innehall)
        with pytest.raises(ArshjulFel, match="gallrade, så det tar inte emot några kontakter"):
            open_ar(session, innehall, funna, SEDAN, "Ann Ek")
    (data / "kontakter.csv").unlink()
    with write() as session:
        innehall = read_ar(data)
        assert skillnader(session, innehall) == []


def test_an_archive_made_after_is_whole_and_holds_none(hem: Path, tmp_path: Path) -> None:
    gallra_nu()
    svar = archive(2026, tmp_path / "ar.zip", "Ann Ek", SEDAN, lambda *_: None)
    with zipfile.ZipFile(svar.fil) as arkiv:
        arkiv.extractall(tmp_path / "upp")
    (rot,) = (tmp_path / "upp").iterdir()
    assert {p: funna for p in PLANTERADE if (funna := var_star(p, rot))} == {}
    ut = subprocess.run([sys.executable, "-I", "kontrollera.py"], cwd=rot, env={}, capture_output=True, text=True)
    assert ut.stdout.splitlines()[-1] == "Arkivet stämmer.", ut.stdout
    with (rot / "representations" / "aret" / "data" / "beslut.csv").open(encoding="utf-8-sig", newline="") as fil:
        (givet,) = [r for r in csv.DictReader(fil, delimiter=";") if r["vad"] == "Anstånd givet"]
    assert (givet["vem"], givet["gäller"], givet["organ"]) == ("Ann Ek", "VP", "o00000")
    assert (givet["före"], "2026-02-20" in givet["efter"], givet["motivering"]) == ("", True, "Sjukdom.")
    assert "Personuppgifterna är gallrade" in (rot / "LAS-MIG.txt").read_text("utf-8")


def test_the_export_the_documents_and_the_trail_never_held_any(hem: Path) -> None:
    """Before anything is removed: what is published names nobody but who decided."""
    exporten = json.dumps(exportera_nu(2026), ensure_ascii=False)
    with read() as session:
        handelserna = "".join(json.dumps(h.model_dump(mode="json"), ensure_ascii=False) for h in trail(session))
    assert [p for p in PLANTERADE if p in exporten] == []
    assert [p for p in PLANTERADE if p in handelserna] == []
    publicerade = [f for f in (hem / "2026" / "dokument").rglob("*") if f.name != "Granskning-2026.xlsx"]
    assert {f.suffix for f in publicerade if f.is_file()} == {".html", ".docx", ".pdf", ".xlsx"}
    assert {p: funna for p in PLANTERADE if (funna := var_star(p, *publicerade))} == {}
    assert "Ann Ek" in "".join(t for f in publicerade if f.suffix == ".html" for t in allt_i(f))


def test_the_organ_is_told_that_an_address_is_left_out(hem: Path) -> None:
    with read() as session:
        kvittenser = [u.text for u in every_row(session, Utskick, 2026) if "utelämnat ur texten" in u.text]
    assert len(kvittenser) == 1  # the other waits
    assert "Bladet Årsmål, cell" in kvittenser[0]
