"""Mails that are no submissions: absence notices, bounces, mails without a workbook; and when a mail came in."""

import datetime
import io
import random
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

import daliga_bocker as db
from flows.intag import intag
from flows.oppna import oppna
from flows.paminn import paminn
from schemas.begrepp import Utskicksstatus
from schemas.tabeller import Inlamning, Post, Utskick
from tasks.aret.exempel import plan_exempel
from tasks.bocker.skrivbok import write_all
from tasks.grund.databas import read
from tasks.insyn.status import arets_status
from tasks.intag.brevlasning import read_brev
from tasks.laget.oppet import the_year
from tests_stod import EXEMPEL, forbi_sparet

LITEN = EXEMPEL / "liten-2026"
IDAG = datetime.date(2026, 1, 10)
SENAST = datetime.date(2026, 1, 15)
REG = "registrator.o00000@example.org"
MED_PLAN = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled-in plan of o00000."""
    return next(p for p in write_all(plan_exempel(LITEN, tmp_path_factory.mktemp("p"))) if "o00000" in p.name)


@pytest.fixture
def inkorg(hem: Path) -> Path:
    """The in-folder of liten-2026, which stands open; its requests wait in the outbox."""
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=IDAG)
    mapp = hem / "2026" / "inkorg"
    mapp.mkdir(parents=True)
    return mapp


def brev(fran: str = REG, amne: str = "Vår plan", text: str = "Hej!", **huvuden: str) -> EmailMessage:
    """A mail of a person."""
    m = EmailMessage()
    m["From"], m["To"], m["Subject"] = fran, "planering@example.org", amne
    for namn, varde in huvuden.items():
        m[namn.replace("_", "-")] = varde
    m.set_content(text)
    return m


def en_annan_bok() -> bytes:
    """A workbook that is none of ours."""
    bok, ut = Workbook(), io.BytesIO()
    bok.active.append(["Konto", "Belopp"])
    bok.save(ut)
    return ut.getvalue()


def bifoga(m: EmailMessage, namn: str, innehall: bytes, typ: tuple[str, str] = MED_PLAN) -> EmailMessage:
    """The mail with an attachment."""
    m.add_attachment(innehall, maintype=typ[0], subtype=typ[1], filename=namn)
    return m


def ta_in(inkorg: Path, *breven: EmailMessage, idag: datetime.date = IDAG) -> list[tuple[str | None, str]]:
    """Organ and verdict of each mail."""
    for n, m in enumerate(breven):
        (inkorg / f"brev{n}.eml").write_bytes(bytes(m))
    svar = [(m.organ, m.status) for m in intag.fn(idag=idag)]
    assert list(inkorg.iterdir()) == []
    return svar


def rader(modell: Any) -> list[Any]:
    """Every row of a table."""
    with read() as session:
        return list(session.exec(select(modell).order_by(col(modell.id))))


def utskick(nyckel: str) -> list[Utskick]:
    """The messages whose key begins so."""
    return [u for u in rader(Utskick) if u.nyckel.startswith(nyckel)]


@pytest.mark.parametrize(
    ("huvuden", "slag"),
    [
        ({"Auto_Submitted": "auto-replied"}, "franvaro"),
        ({"Auto_Submitted": "auto-replied; owner-email=x"}, "franvaro"),
        ({"X_Autoreply": "yes"}, "franvaro"),
        ({"Auto_Submitted": "auto-generated"}, "maskin"),
        ({"Precedence": "bulk"}, "maskin"),
        ({"Return_Path": "<>"}, "maskin"),
    ],
)
def test_what_a_machine_sent_is_never_a_submission(
    huvuden: dict[str, str], slag: str, inkorg: Path, plan: Path
) -> None:
    m = bifoga(brev(amne="Frånvaro: semester", **huvuden), plan.name, plan.read_bytes())
    assert ta_in(inkorg, m) == [("o00000", slag)]
    assert rader(Inlamning) == []
    assert utskick("kvittens/") == utskick("sammandrag/") == []


def test_an_absence_notice_does_not_stop_the_reminders(inkorg: Path, plan: Path) -> None:
    ta_in(inkorg, bifoga(brev(Auto_Submitted="auto-replied"), plan.name, plan.read_bytes()))
    paminn.fn(idag=SENAST)
    assert [u.organ for u in utskick("paminnelse/VP/o00000/")] == ["o00000"]


@pytest.mark.parametrize("huvuden", [{"Auto_Submitted": "no"}, {"Precedence": "normal"}, {"Return_Path": f"<{REG}>"}])
def test_what_a_person_sent_is_one(huvuden: dict[str, str], inkorg: Path, plan: Path) -> None:
    assert ta_in(inkorg, bifoga(brev(**huvuden), plan.name, plan.read_bytes())) == [("o00000", "godkand")]


def studs(om: str, adress: str, action: str = "failed", bara_huvuden: bool = False) -> EmailMessage:
    """A bounce as a mail server makes it (RFC 3464)."""
    del_ = "text/rfc822-headers" if bara_huvuden else "message/rfc822"
    ra = (
        f"From: MAILER-DAEMON@post.example\r\nTo: planering@example.org\r\nSubject: Undelivered Mail\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        f"--B\r\nContent-Type: text/plain\r\n\r\nDet gick inte.\r\n"
        f"--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; post.example\r\n\r\n"
        f"Final-Recipient: rfc822; {adress}\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 unknown user\r\n\r\n"
        f"--B\r\nContent-Type: {del_}\r\n\r\nMessage-ID: {om}\r\nSubject: Verksamhetsplan\r\n\r\nHej\r\n--B--\r\n"
    )
    from email import message_from_bytes, policy

    return message_from_bytes(ra.encode(), policy=policy.default)  # type: ignore[return-value]


def skickat(om: str) -> str:
    """The key of a message that has left with a Message-ID."""
    paminn.fn(idag=SENAST)
    with forbi_sparet() as session:
        u = session.exec(select(Utskick).where(Utskick.organ == "o00000")).first()
        assert u is not None
        u.status, u.meddelande = str(Utskicksstatus.SKICKAT), om
        return u.nyckel


@pytest.mark.parametrize("bara_huvuden", [False, True])
def test_a_bounce_marks_its_message_as_undelivered(bara_huvuden: bool, inkorg: Path) -> None:
    nyckel = skickat("<abc12345@example.org>")
    assert ta_in(inkorg, studs("<abc12345@example.org>", REG, bara_huvuden=bara_huvuden)) == [(None, "studs")]
    (u,) = utskick(nyckel)
    assert (u.status, u.fel) == ("misslyckat", f"kom inte fram till {REG} (550 5.1.1 unknown user)")
    (post,) = rader(Post)
    assert (post.om, post.adresser) == ([nyckel], [REG])
    (till_kontoret,) = utskick("sammandrag/")
    assert REG in till_kontoret.text
    assert till_kontoret.organ is None
    with read() as session:
        oppet = the_year(session)
        assert any(REG in a for a in arets_status(session, oppet, IDAG).anmarkningar)
    assert utskick("kvittens/") == []


def test_a_copy_that_bounces_leaves_the_message_as_sent(inkorg: Path) -> None:
    nyckel = skickat("<abc12345@example.org>")
    ta_in(inkorg, studs("<abc12345@example.org>", "controller.o00000@example.org"))
    (u,) = utskick(nyckel)
    assert u.status == "skickat"
    assert "controller.o00000" in str(u.fel)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_of_anything_else_is_filed(action: str, inkorg: Path) -> None:
    nyckel = skickat("<abc12345@example.org>")
    assert ta_in(inkorg, studs("<abc12345@example.org>", REG, action)) == [(None, "maskin")]
    assert [u.status for u in utskick(nyckel)] == ["skickat"]


def test_a_bounce_that_is_no_report_is_known_by_the_message_in_it(inkorg: Path) -> None:
    nyckel = skickat("<abc12345@example.org>")
    m = brev("Mail Delivery <postmaster@x.example>", text="Oleverat:\nMessage-ID: <abc12345@example.org>")
    m["Return-Path"] = "<>"
    assert ta_in(inkorg, m) == [(None, "studs")]
    assert [u.status for u in utskick(nyckel)] == ["misslyckat"]


PDF = ("protokoll.pdf", b"%PDF-1.7", ("application", "pdf"))
UTAN: dict[str, tuple[EmailMessage, str]] = {
    "a link": (brev(text="Se https://stad.sharepoint.example/x"), "en länk"),
    "a PDF": (bifoga(brev(), *PDF), "en PDF"),
    "a zip": (bifoga(brev(), "VP.zip", b"PK\x03\x04x", ("application", "zip")), "(.zip)"),
    "an Outlook message": (bifoga(brev(), "VP.msg", b"x", ("application", "vnd.ms-outlook")), "(.msg)"),
    "Outlook's own format": (bifoga(brev(), "winmail.dat", b"x", ("application", "ms-tnef")), "winmail.dat"),
    "opaque S/MIME": (bifoga(brev(), "smime.p7m", b"x", ("application", "pkcs7-mime")), "S/MIME"),
    "text alone": (brev(text="Vi behöver mer tid."), "Någon arbetsbok låg inte i det."),
}


@pytest.mark.parametrize("namn", UTAN)
def test_a_sender_that_is_a_contact_is_told_what_was_missing(namn: str, inkorg: Path) -> None:
    m, ord_ = UTAN[namn]
    assert ta_in(inkorg, m) == [("o00000", "utan_arbetsbok")]
    assert rader(Inlamning) == []
    (till,) = utskick("kvittens/")
    assert ord_ in till.text
    assert till.till == [REG]
    (kontoret,) = utskick("sammandrag/")
    assert REG in kontoret.text
    assert "Vår plan" in kontoret.text
    with read() as session:
        assert any("Vår plan" in a for a in arets_status(session, the_year(session), IDAG).anmarkningar)


def test_a_second_one_of_the_same_kind_is_told_of_too(inkorg: Path) -> None:
    assert ta_in(inkorg, bifoga(brev(), *PDF)) == [("o00000", "utan_arbetsbok")]
    andra = bifoga(brev(amne="Igen"), *PDF)
    assert ta_in(inkorg, andra) == [("o00000", "utan_arbetsbok")]
    assert len(utskick("kvittens/")) == len(utskick("sammandrag/")) == 2
    assert ta_in(inkorg, andra) == [(None, "redan mottagen")]


def test_an_answer_to_our_answer_gets_none(inkorg: Path) -> None:
    """A registry that acknowledges every mail, and does not say that a machine does it, would never stop."""
    ta_in(inkorg, brev(text="Hej"))
    with forbi_sparet() as session:
        u = session.exec(select(Utskick).where(col(Utskick.nyckel).contains("/post/"), Utskick.organ == "o00000")).one()
        u.meddelande = "<abc12345@example.org>"
    assert ta_in(inkorg, brev(text="Tack för ditt brev", In_Reply_To="<abc12345@example.org>")) == [
        ("o00000", "utan_arbetsbok")
    ]
    assert len(utskick("kvittens/")) == 1
    assert len(utskick("sammandrag/")) == 2


def test_the_sender_is_told_whatever_its_role(inkorg: Path) -> None:
    ta_in(inkorg, brev("forvaltningschef.o00000@example.org"))
    assert [u.till for u in utskick("kvittens/")] == [["forvaltningschef.o00000@example.org"]]


def test_a_stranger_gets_no_answer_and_the_office_sees_it(inkorg: Path) -> None:
    ta_in(inkorg, brev("nagon@annan.example", amne="Fråga <b>"))
    assert utskick("kvittens/") == []
    (kontoret,) = utskick("sammandrag/")
    assert "nagon@annan.example" in kontoret.text
    assert "Fråga <b>" in kontoret.text


def test_what_lies_beside_a_workbook_is_kept_and_mentioned(inkorg: Path, plan: Path) -> None:
    m = bifoga(bifoga(brev(), *PDF), plan.name, plan.read_bytes())
    bifoga(m, "namnd.vcf", b"BEGIN:VCARD", ("text", "vcard"))
    bifoga(m, "logga.png", db.PNG, ("image", "png"))
    bifoga(m, "annan.xlsx", en_annan_bok())
    assert ta_in(inkorg, m) == [("o00000", "godkand")]
    (kvittens,) = utskick("kvittens/")
    for namn in ("protokoll.pdf", "namnd.vcf", "logga.png", "annan.xlsx"):
        assert namn in kvittens.text


@pytest.mark.parametrize(
    ("mottaget", "date", "inkom", "sen"),
    [
        ("from a by mx.stad.example; Thu, 15 Jan 2026 23:30:00 +0100", None, SENAST, False),
        ("from a by mx.stad.example; Thu, 15 Jan 2026 23:30:00 +0000", None, SENAST + datetime.timedelta(1), True),
        (None, "Thu, 15 Jan 2026 16:30:00 +0100", SENAST, False),
        ("by mx; Thu, 1 Jan 2032 10:00:00 +0100", None, datetime.date(2026, 1, 19), True),
        (None, "i fredags", datetime.date(2026, 1, 19), True),
    ],
)
def test_a_mail_came_in_when_the_citys_server_took_it(
    mottaget: str | None, date: str | None, inkom: datetime.date, sen: bool, inkorg: Path, plan: Path
) -> None:
    huvuden = {k: v for k, v in (("Received", mottaget), ("Date", date)) if v}
    ra = "".join(f"{k}: {v}\r\n" for k, v in huvuden.items()).encode()
    (inkorg / "b.eml").write_bytes(ra + bytes(bifoga(brev(), plan.name, plan.read_bytes())))
    intag.fn(idag=datetime.date(2026, 1, 19))
    assert [(i.inkom, i.sen) for i in rader(Inlamning)] == [(inkom, sen)]


def test_the_first_of_several_received_is_the_citys(inkorg: Path, plan: Path) -> None:
    ra = b"Received: by mx; Thu, 15 Jan 2026 10:00:00 +0100\r\nReceived: by x; Wed, 14 Jan 2026 10:00:00 +0100\r\n"
    (inkorg / "b.eml").write_bytes(ra + bytes(bifoga(brev(), plan.name, plan.read_bytes())))
    intag.fn(idag=datetime.date(2026, 1, 19))
    assert [i.inkom for i in rader(Inlamning)] == [SENAST]


def test_the_same_book_from_a_stranger_and_then_from_the_registrator(inkorg: Path, plan: Path) -> None:
    for fran, status in (("privat@annan.example", "vantar"), (REG, "godkand"), (REG, "redan mottagen")):
        assert ta_in(inkorg, bifoga(brev(fran), plan.name, plan.read_bytes())) == [("o00000", status)]


def _i_varandra(huvud: bytes) -> bytes:
    return b"From: a@b.example\r\n" + huvud * 1500 + b"\r\nx"


def _av_kontakten(huvuden: bytes, text: bytes = b"x") -> bytes:
    return b"From: " + REG.encode() + b"\r\n" + huvuden + b"\r\n\r\n" + text


HTML = b"Content-Type: text/html"
NAMN = b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''%00%FF.pdf"
ELAKA = {
    "bytes that are no text": _av_kontakten(b"Subject: V\xe5r pl\xe4n\x00", b"Hej\x00 d\xe5"),
    "a page that says its encoding": _av_kontakten(
        HTML, b'<?xml version="1.0" encoding="utf-8"?><style>p {}</style><p>Se planen'
    ),
    "an empty page": _av_kontakten(HTML, b"<!-- -->"),
    "a day that is none": _av_kontakten(b"Received: x; Mon, 1 Jan 0001 00:00:00 +1200"),
    "an encoding that is none": _av_kontakten(b'Content-Type: text/plain; charset="a\x00b"', b"x\xff"),
    "a name of odd bytes": _av_kontakten(NAMN),
    "mails in mails": _i_varandra(b"Content-Type: message/rfc822\r\n\r\n"),
    "parts in parts": _i_varandra(b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'),
    "nothing": b"",
}


def test_no_mail_stops_the_others(databas: str, plan: Path) -> None:
    oppna.fn(handlaggare="Åsa Öberg", data=LITEN, idag=IDAG)
    with read() as session:
        inkorg = the_year(session).mapp / "inkorg"
    inkorg.mkdir(parents=True)
    for n, elakt in enumerate(ELAKA.values()):
        (inkorg / f"a{n}.eml").write_bytes(elakt)
    svar = ta_in(inkorg, bifoga(brev(), plan.name, plan.read_bytes()))
    assert sorted(status for _, status in svar) == ["godkand", *["utan_arbetsbok"] * len(ELAKA)]
    sedda = {p.text for p in rader(Post)}
    assert {"Hej  då", "Hej  d\ufffd"} & sedda
    assert "Se planen" in sedda
    assert any("\ufffd.pdf" in b for p in rader(Post) for b in p.bilagor)


def test_any_bytes_are_a_mail() -> None:
    slump = random.Random(4)
    bra = [*ELAKA.values(), bytes(studs("<abc12345@example.org>", REG)), bytes(bifoga(brev(), *PDF))]
    for _ in range(400):
        b = bytearray(slump.choice(bra)[:3000] or b"x")
        for _ in range(slump.randint(1, 20)):
            b[slump.randrange(len(b))] = slump.randrange(256)
        last = read_brev(bytes(b))
        studsen = [*last.studs.om, *last.studs.adresser, last.studs.skal] if last.studs else []
        for text in (last.avsandare, last.amne, last.text, *studsen):
            assert "\x00" not in text
            text.encode()
