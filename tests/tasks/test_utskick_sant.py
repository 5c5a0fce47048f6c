"""What leaves the outbox is true on the day when it leaves (kontrakt section 5, Reminders)."""

import csv
import datetime
import shutil
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import col, select

from flows.anstand import anstand
from flows.avstamning import avstamning
from flows.besluta import besluta
from flows.exempel import exempel
from flows.intag import intag
from flows.mallar import mallar
from flows.oppna import oppna
from flows.paminn import paminn
from flows.skicka import skicka
from schemas.problem import ArshjulFel
from schemas.tabeller import Utskick
from tasks.grund.databas import read
from tests_stod import EXEMPEL, forbi_sparet

LITEN = EXEMPEL / "liten-2026"
OPPNAD = datetime.date(2025, 12, 1)
SENAST = datetime.date(2026, 1, 15)
DAGEN_FORE = datetime.date(2026, 1, 14)
MED = {"motivering": "Nämnden sammanträder senare.", "handlaggare": "Åsa Öberg"}


@pytest.fixture
def aret(hem: Path) -> Path:
    """The folder of liten-2026, which stands open, its requests sent."""
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=OPPNAD)
    mallar.fn(omgang="VP", idag=OPPNAD)
    skicka.fn(idag=OPPNAD, ja=True)
    (hem / "2026" / "inkorg").mkdir(parents=True)
    return hem / "2026"


def rader(borjan: str = "paminnelse/") -> dict[str, Utskick]:
    """Organ → its row of the outbox whose key begins so."""
    with read() as session:
        alla = session.exec(select(Utskick).order_by(col(Utskick.id)))
        return {str(u.organ): u for u in alla if u.nyckel.startswith(borjan)}


def breven(ar: Path, slag: str = "paminnelse") -> list[EmailMessage]:
    """The mails of a kind that have left, in the order of their names."""
    filer = sorted(f for f in (ar / "utskick").glob("*.eml") if f"_{slag}_" in f.name)
    return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in filer]  # type: ignore[misc]


def text(m: EmailMessage) -> str:
    """The plain text of a mail."""
    del_ = m.get_body(("plain",))
    assert del_ is not None
    return str(del_.get_content())


def lamna_in(ar: Path, idag: datetime.date, *organ: str) -> None:
    """Hand in the plans of organs."""
    ut = ar / "ut"
    exempel.fn(omgang="VP", data=LITEN, ut=ut)
    for kod in organ:
        shutil.copy(ut / f"VP-2026-{kod}.xlsx", ar / "inkorg")
    intag.fn(idag=idag)


def test_a_reminder_is_struck_once_the_answer_is_there(aret: Path) -> None:
    paminn.fn(idag=DAGEN_FORE)
    lamna_in(aret, DAGEN_FORE, "o00000")
    skicka.fn(idag=DAGEN_FORE, ja=True)
    egna = rader()
    assert (egna["o00000"].status, egna["o00001"].status) == ("struken", "skickat")
    assert "o00000" not in "".join(str(m["To"]) for m in breven(aret))


def test_a_late_run_says_how_late_it_is(aret: Path) -> None:
    paminn.fn(idag=DAGEN_FORE)
    skicka.fn(idag=datetime.date(2026, 1, 18), ja=True)
    m = breven(aret)[0]
    assert "skulle ha varit inne den 15 januari 2026" in text(m)
    assert str(m["Subject"]).startswith("Försenat")
    assert "morgon" not in text(m)


def test_only_the_newest_step_of_a_ladder_leaves(aret: Path) -> None:
    paminn.fn(idag=datetime.date(2026, 1, 8))
    paminn.fn(idag=DAGEN_FORE)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    with read() as session:
        steg = {u.steg: u.status for u in session.exec(select(Utskick).where(Utskick.organ == "o00000")) if u.steg}
    assert steg == {"-7": "struken", "-1": "skickat"}


def test_anstand_strikes_the_reminder_of_the_old_day(aret: Path) -> None:
    paminn.fn(idag=DAGEN_FORE)
    anstand.fn(galler="VP", organ="o00000", dag=datetime.date(2026, 1, 25), idag=DAGEN_FORE, **MED)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    assert rader()["o00000"].status == "struken"
    assert rader("uppmaning/VP/o00000/anstand/")["o00000"].status == "skickat"


def test_an_older_anstand_is_not_told_after_a_newer(aret: Path) -> None:
    for dag in (20, 25):
        anstand.fn(galler="VP", organ="o00000", dag=datetime.date(2026, 1, dag), idag=DAGEN_FORE, **MED)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    with read() as session:
        alla = [u for u in session.exec(select(Utskick)) if "/anstand/" in u.nyckel]
    assert [(u.nyckel[-2:], u.status) for u in alla] == [("20", "struken"), ("25", "skickat")]


def andrad(tmp_path: Path, gor: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Path:
    """The year with other contacts."""
    data = Path(shutil.copytree(LITEN, tmp_path / "andrad", dirs_exist_ok=True))
    fil = data / "kontakter.csv"
    with fil.open(encoding="utf-8", newline="") as f:
        alla = list(csv.DictReader(f))
    with fil.open("w", encoding="utf-8", newline="") as f:
        ut = csv.DictWriter(f, list(alla[0]))
        ut.writeheader()
        ut.writerows(gor(alla))
    return data


def ny_adress(alla: list[dict[str, str]]) -> list[dict[str, str]]:
    """The registrator of o00000 has moved."""
    return [r | {"adress": r["adress"].replace("registrator.o00000", "ny.o00000")} for r in alla]


@pytest.mark.parametrize("status", ["vantar", "misslyckat"])
def test_a_corrected_address_reaches_what_waits_and_what_failed(status: str, aret: Path, tmp_path: Path) -> None:
    paminn.fn(idag=DAGEN_FORE)
    with forbi_sparet() as session:
        for u in session.exec(select(Utskick).where(Utskick.organ == "o00000", Utskick.slag == "paminnelse")):
            u.status = status
    oppna.fn(handlaggare="Åsa Öberg", data=andrad(tmp_path, ny_adress), idag=DAGEN_FORE)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    egen = rader()["o00000"]
    assert (egen.status, egen.till) == ("skickat", ["ny.o00000@example.org"])


def test_what_had_no_address_goes_when_it_gets_one(hem: Path, tmp_path: Path) -> None:
    oppna.fn(
        handlaggare="Åsa Öberg",
        data=andrad(tmp_path, lambda alla: [r for r in alla if r["organ"] != "o00000" and r["organ"]]),
        idag=OPPNAD,
    )
    mallar.fn(omgang="VP", idag=OPPNAD)
    with pytest.raises(ArshjulFel, match="1 utan adress"):
        skicka.fn(idag=OPPNAD, ja=True)
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=OPPNAD)
    assert skicka.fn(idag=OPPNAD, ja=True).skickade == 1
    assert rader("forfragan/")["o00000"].till == ["registrator.o00000@example.org"]


def test_a_failed_message_is_left_until_it_is_asked_for(aret: Path) -> None:
    with forbi_sparet() as session:
        for u in session.exec(select(Utskick).where(Utskick.organ == "o00000")):
            u.status = "misslyckat"
    assert skicka.fn(idag=DAGEN_FORE).skickade == 0
    lamna_in(aret, DAGEN_FORE, "o00001")
    assert skicka.fn(idag=DAGEN_FORE, om=True).skickade == 2


def test_a_reminder_that_was_struck_and_is_owed_again_goes_out(aret: Path) -> None:
    paminn.fn(idag=DAGEN_FORE)
    lamna_in(aret, DAGEN_FORE, "o00000")
    skicka.fn(idag=DAGEN_FORE, ja=True)
    with forbi_sparet() as session:
        from schemas.tabeller import Inlamning

        for i in session.exec(select(Inlamning)):
            i.status = "avvisad"
    paminn.fn(idag=SENAST)
    skicka.fn(idag=SENAST, ja=True)
    assert rader()["o00000"].status == "skickat"


def test_reminders_to_one_address_are_one_mail_with_a_workbook_each(aret: Path) -> None:
    """o00007 is addressed through o00006, and has contacts of its own that come in copy: a mail of its own."""
    paminn.fn(idag=DAGEN_FORE)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    alla = rader()
    for organ, u in alla.items():
        samma = [x for x in alla.values() if (x.till, x.kopia) == (u.till, u.kopia)]
        assert {x.brev for x in samma} == {samma[0].nyckel}
        assert f"mallar/VP-2026-{organ}.xlsx" in u.bilagor
    assert len(breven(aret)) == len({u.brev for u in alla.values()})


def test_one_registrator_of_many_gets_one_mail(hem: Path, tmp_path: Path) -> None:
    def en_adress(alla: list[dict[str, str]]) -> list[dict[str, str]]:
        return [r for r in alla if not r["organ"]] + [
            {"organ": f"o0000{n}", "roll": "registrator", "adress": "alla@example.org"} for n in range(9)
        ]

    oppna.fn(handlaggare="Åsa Öberg", data=andrad(tmp_path, en_adress), idag=OPPNAD)
    mallar.fn(omgang="VP", idag=OPPNAD)
    skicka.fn(idag=OPPNAD, ja=True)
    paminn.fn(idag=DAGEN_FORE)
    skicka.fn(idag=DAGEN_FORE, ja=True)
    for slag in ("forfragan", "paminnelse"):
        (m,) = breven(hem / "2026", slag)
        assert len(list(m.iter_attachments())) == 9
        assert len({u.brev for u in rader(f"{slag}/").values()}) == 1
    assert text(m).count("\n- ") == 9


def test_a_decision_says_the_day_that_holds_when_it_leaves(aret: Path) -> None:
    from schemas.tabeller import Mottagare, Uppmaningsrad

    lamna_in(aret, DAGEN_FORE, *(f"o0000{n}" for n in range(9)))
    avstamning.fn(idag=datetime.date(2026, 3, 1))
    idag = datetime.date(2026, 3, 10)
    besluta.fn(fatta=True, handlaggare="Åsa Öberg", idag=idag)
    with read() as session:
        fraga = select(Uppmaningsrad.nummer, Mottagare.organ).join(Mottagare)
        nummer, organ = session.exec(fraga.where(col(Mottagare.senast).is_not(None))).first() or ("", "")
    anstand.fn(galler=nummer, organ=organ, dag=datetime.date(2026, 6, 1), idag=idag, **MED)
    skicka.fn(idag=idag, ja=True)
    beslut = rader("uppmaning/VP/")
    with read() as session:
        u = session.exec(select(Utskick).where(Utskick.nyckel == f"uppmaning/VP/{organ}")).one()
    assert beslut
    assert "1 juni 2026" in u.text


def _senare_dag(tmp_path: Path) -> Path:
    """The year whose plan is due ten days later."""
    data = Path(shutil.copytree(LITEN, tmp_path / "senare"))
    fil = data / "ar.yaml"
    fil.write_text(
        fil.read_text("utf-8").replace("verksamhetsplan_senast: 2026-01-15", "verksamhetsplan_senast: 2026-01-25")
    )
    return data


def test_a_request_says_the_day_that_holds_when_it_leaves(hem: Path, tmp_path: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=OPPNAD)
    mallar.fn(omgang="VP", idag=OPPNAD)
    oppna.fn(handlaggare="Åsa Öberg", data=_senare_dag(tmp_path), idag=OPPNAD)
    anstand.fn(galler="VP", organ="o00001", dag=datetime.date(2026, 2, 1), idag=OPPNAD, **MED)
    skicka.fn(idag=OPPNAD, ja=True)
    egna = rader("forfragan/")
    assert {organ: "senast den 25 januari 2026" in u.text for organ, u in egna.items()} == {
        organ: organ != "o00001" for organ in egna
    }
    assert "senast den 1 februari 2026" in egna["o00001"].text
    assert "har de 5 indikatorer" in egna["o00008"].text
