"""Mails out of a mailbox, over a real IMAP server on loopback and out of a Maildir: each once, and none lost."""

import datetime
import fcntl
import os
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from imapclient import IMAPClient

from avbrott import i_gren
from flows.intag import intag
from flows.oppna import oppna
from imapserver import LOSENORD, Server
from schemas.problem import ArshjulFel
from tasks.intag import brevlada, imap, lador
from tasks.intag.brevlada import fetch, fetch_maildir
from tests_stod import EXEMPEL, i_miljo

SEDAN = datetime.date(2026, 1, 1)
TIDIGT = datetime.date(2026, 1, 10)


def brev(amne: str = "Vår plan", storlek: int = 0) -> bytes:
    """A mail, with the line ends of mails."""
    svar = EmailMessage()
    svar["From"], svar["To"], svar["Subject"] = "Anna Ek <anna@namnd.example>", "plan@stad.example", amne
    svar.set_content("Hej!\n" + "x" * storlek)
    return svar.as_bytes().replace(b"\n", b"\r\n")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server whose mailbox the installation reads."""
    with Server().igang() as s, i_miljo(ARSHJUL_HEM=str(tmp_path / "hem"), ARSHJUL_INKORG=s.url()):
        yield s


@pytest.fixture
def inkorg(tmp_path: Path) -> Path:
    """An in-folder, which fetching makes where it is missing."""
    return tmp_path / "hem" / "2026" / "inkorg"


def _filer(inkorg: Path) -> list[bytes]:
    return [fil.read_bytes() for fil in sorted(inkorg.glob("*.eml"))]


def _vagras(url: str, inkorg: Path, **val: str) -> str:
    """What is said where fetching is refused; never the password."""
    with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=url, **val), pytest.raises(ArshjulFel) as fel:
        fetch(inkorg, SEDAN)
    assert all(hemligt not in str(fel.value) for hemligt in (LOSENORD, "hemligt", "s3kret"))
    assert fel.value.__cause__ is None
    assert fel.value.__suppress_context__ or fel.value.__context__ is None
    return str(fel.value)


# Each once


def test_a_mail_is_fetched_once_marked_and_kept(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    assert [fetch(inkorg, SEDAN) for _ in range(2)] == [1, 0]
    assert _filer(inkorg) == [brev()]
    assert server.lasta() == [True]


def test_what_has_been_taken_in_is_not_fetched_again(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    fetch(inkorg, SEDAN)
    next(inkorg.glob("*.eml")).unlink()
    server.lamna(brev("Ny"))
    assert fetch(inkorg, SEDAN) == 1
    assert _filer(inkorg) == [brev("Ny")]


def test_a_mail_that_a_person_has_read_is_fetched_too(server: Server, inkorg: Path) -> None:
    server.lamna(brev(), last=True)
    assert fetch(inkorg, SEDAN) == 1


def test_a_mail_that_a_person_marks_as_unread_stays_so(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    fetch(inkorg, SEDAN)
    with server.manniska() as klient:
        klient.remove_flags(klient.search(), [rb"\Seen"])
    assert fetch(inkorg, SEDAN) == 0
    assert server.lasta() == [False]


@pytest.mark.parametrize(("dag", "antal"), [("2025-12-30", 0), ("2025-12-31", 1), ("2026-01-01", 1)])
def test_what_came_in_before_the_day_is_left_alone(dag: str, antal: int, server: Server, inkorg: Path) -> None:
    server.lamna(brev(), dag=datetime.date.fromisoformat(dag))
    assert fetch(inkorg, SEDAN) == antal
    assert server.lasta() == [bool(antal)]


def test_files_sort_as_the_mails_came_in(server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "PER_FRAGA", 5)
    server.lamna(*(brev(f"Version {n}") for n in range(12)))
    assert fetch(inkorg, SEDAN) == 12
    assert _filer(inkorg) == [brev(f"Version {n}") for n in range(12)]


def test_a_mailbox_with_a_swedish_name(server: Server, inkorg: Path) -> None:
    with server.manniska() as klient:
        klient.create_folder("Årshjulet & planer")
    server.lamna(brev(), mapp="Årshjulet & planer")
    with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=server.url("Årshjulet & planer")):
        assert fetch(inkorg, SEDAN) == 1
    assert server.lasta("Årshjulet & planer") == [True]


def test_two_who_fetch_at_once_fetch_each_mail_once(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    (inkorg.parents[1] / "hamtat").mkdir(parents=True)
    with (inkorg.parents[1] / "hamtat" / ".las").open("w") as las:
        fcntl.flock(las, fcntl.LOCK_EX)
        assert fetch(inkorg, SEDAN) == 0
    assert fetch(inkorg, SEDAN) == 1


def test_without_a_mailbox_nothing_is_fetched(hem: Path, inkorg: Path) -> None:
    assert fetch(inkorg, SEDAN) == 0
    assert not hem.exists()


# Killed anywhere


def _do(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _efterat(gor: Callable[..., object]) -> Callable[..., None]:
    return lambda *args, **val: (gor(*args, **val), _do())[1]


@pytest.mark.parametrize(
    ("var", "vad", "hur"),
    [
        (brevlada, "write_whole", _do),
        (brevlada, "write_whole", _efterat(brevlada.write_whole)),
        (IMAPClient, "add_flags", _do),
        (IMAPClient, "add_flags", _efterat(IMAPClient.add_flags)),
        (brevlada.Hamtade, "add", _efterat(brevlada.Hamtade.add)),
    ],
)
def test_killed_anywhere_nothing_is_lost_and_nothing_doubled(
    var: object, vad: str, hur: Callable[..., None], server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.lamna(brev("Ett"), brev("Två"))
    with monkeypatch.context() as lapp:
        lapp.setattr(var, vad, hur)
        assert i_gren(lambda: fetch(inkorg, SEDAN)) == -signal.SIGKILL
    fetch(inkorg, SEDAN)
    assert _filer(inkorg) == [brev("Ett"), brev("Två")]
    assert server.lasta() == [True, True]
    assert fetch(inkorg, SEDAN) == 0


def test_a_mail_is_not_marked_before_it_is_stored(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    inkorg.parent.mkdir(parents=True)
    inkorg.write_text("en fil där mappen ska vara")
    with pytest.raises(ArshjulFel, match=r"går inte att skriva i .* ligger kvar i brevlådan"):
        fetch(inkorg, SEDAN)
    assert server.lasta() == [False]


# What cannot be fetched


def test_a_mail_that_is_too_big_is_told_of_until_it_is_read(
    server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brevlada, "MOST_MAIL_BYTES", 1_000_000)
    server.lamna(brev("Vår stora plan", 2_000_000), brev())
    for _ in range(2):
        with pytest.raises(ArshjulFel, match=r"Anna Ek .*Vår stora plan.* för stort att hämta .2 MB, högst 1.*kvar"):
            fetch(inkorg, SEDAN)
    assert _filer(inkorg) == [brev()]
    assert server.lasta() == [False, True]
    with server.manniska() as klient:
        klient.add_flags(klient.search(), [rb"\Seen"])
    assert fetch(inkorg, SEDAN) == 0


def test_a_mail_that_the_server_will_not_give_stops_no_other(
    server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.lamna(brev("Trasigt"), brev())
    vanlig = IMAPClient.fetch

    def vagra(self: IMAPClient, uid: list[int], vad: list[str]) -> object:
        if vad == ["BODY.PEEK[]"] and uid == [min(self.search())]:
            raise IMAPClient.Error("fetch failed: can not be retrieved")
        return vanlig(self, uid, vad)

    monkeypatch.setattr(IMAPClient, "fetch", vagra)
    with pytest.raises(ArshjulFel, match=r"ämnet ”Trasigt” går inte att hämta \(fetch failed"):
        fetch(inkorg, SEDAN)
    assert _filer(inkorg) == [brev()]


def test_a_mailbox_that_marks_nothing_gives_each_mail_once(
    server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vagra(*_: object, **__: object) -> None:
        raise IMAPClient.Error("store failed: read-only")

    server.lamna(brev())
    monkeypatch.setattr(IMAPClient, "add_flags", vagra)
    with pytest.raises(ArshjulFel, match="hämtat men gick inte att markera som läst"):
        fetch(inkorg, SEDAN)
    assert _filer(inkorg) == [brev()]
    assert fetch(inkorg, SEDAN) == 0


# What is wrong with the address or the server


@pytest.mark.parametrize(
    "url",
    [
        "s3kret", "http://u:s3kret@h/", "imaps://", "imaps://h", "imaps://:s3kret@h", "imaps://u:s3kret@",
        "imaps://u:s3/kret@h", "imaps://u:s3kret#@h", "imaps://u:s3kret?@h", "imaps://u:s3kret@h:port/",
        "imaps://[u:s3kret@h", "imaps://u:s3kret@h:99999/", "maildir://u/x", "maildir:x",
    ],
)  # fmt: skip
def test_an_address_of_the_wrong_shape(url: str, inkorg: Path) -> None:
    assert "imaps://namn:lösenord@server/Mapp eller maildir:///sökväg" in _vagras(url, inkorg)


def test_a_password_may_be_kept_apart_as_it_is(server: Server, inkorg: Path) -> None:
    server.lamna(brev())
    url = server.url(losenord="")
    assert "Lösenordet till brevlådan saknas" in _vagras(url, inkorg)
    with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=url, ARSHJUL_INKORG_LOSENORD=LOSENORD):
        assert fetch(inkorg, SEDAN) == 1


def test_a_password_that_is_wrong(server: Server, inkorg: Path) -> None:
    sagt = _vagras(server.url(losenord="s3kret"), inkorg)
    assert "släppte inte in plan@stad.example" in sagt
    assert "ARSHJUL_INKORG_LOSENORD" in sagt


def test_a_server_that_repeats_the_password_does_not_make_us_tell_it(
    server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vagra(*args: object) -> None:
        raise IMAPClient.Error(f"unknown command: {args}")

    monkeypatch.setattr(IMAPClient, "search", vagra)
    monkeypatch.setattr(IMAPClient, "select_folder", lambda *_: {b"UIDVALIDITY": 1})
    monkeypatch.setattr(IMAPClient, "plain_login", lambda _, __, hemligt: vagra(hemligt))
    assert "•••" in _vagras(server.url(losenord="s3kret"), inkorg)


def test_a_mailbox_that_is_not_there(server: Server, inkorg: Path) -> None:
    assert "Brevlådan Planer finns inte" in _vagras(server.url("Planer"), inkorg)
    assert "Där finns: INBOX." in _vagras(server.url("Planer"), inkorg)


def test_a_server_that_is_down(inkorg: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        port = ledig.getsockname()[1]
    sagt = _vagras(f"imap://u:s3kret@127.0.0.1:{port}/", inkorg)
    assert "går inte att nå" in sagt
    assert "hämtas vid nästa körning" in sagt


def test_a_server_that_does_not_answer(inkorg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as tyst:
        assert "går inte att nå (timed out)" in _vagras(f"imap://u:s3kret@127.0.0.1:{tyst.getsockname()[1]}/", inkorg)


def test_a_server_that_goes_away_midway(server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.lamna(brev("Ett"), brev("Två"))
    vanlig = IMAPClient.add_flags

    def bryt(self: IMAPClient, *args: object, **val: object) -> None:
        vanlig(self, *args, **val)
        self.socket().shutdown(socket.SHUT_RDWR)

    with monkeypatch.context() as lapp:
        lapp.setattr(IMAPClient, "add_flags", bryt)
        with pytest.raises(ArshjulFel, match=r"e-postservern .* vid nästa körning"):
            fetch(inkorg, SEDAN)
    assert _filer(inkorg) == [brev("Ett")]
    assert fetch(inkorg, SEDAN) == 1
    assert _filer(inkorg) == [brev("Ett"), brev("Två")]


# TLS


@pytest.fixture(scope="module")
def ca() -> trustme.CA:
    """A city's own certificate authority."""
    return trustme.CA()


def _tls(ca: trustme.CA, namn: str = "127.0.0.1") -> ssl.SSLContext:
    svar = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ca.issue_cert(namn).configure_cert(svar)
    return svar


@pytest.fixture
def litar(ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts it."""
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


@pytest.mark.usefixtures("litar")
def test_mails_come_over_tls(ca: trustme.CA, inkorg: Path) -> None:
    with Server(cert=_tls(ca)).igang() as s:
        s.lamna(brev())
        with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=s.url()):
            assert fetch(inkorg, SEDAN) == 1
        assert s.lasta() == [True]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(ca: trustme.CA, inkorg: Path) -> None:
    with Server(cert=_tls(ca)).igang() as s:
        assert "går inte att lita på" in _vagras(s.url(), inkorg)


@pytest.mark.usefixtures("litar")
def test_a_certificate_of_another_server_is_not_trusted(ca: trustme.CA, inkorg: Path) -> None:
    with Server(cert=_tls(ca, "annan.example")).igang() as s:
        assert "går inte att lita på" in _vagras(s.url(), inkorg)


@pytest.mark.usefixtures("litar")
def test_a_connection_in_clear_is_encrypted_before_the_password(ca: trustme.CA, inkorg: Path) -> None:
    with Server(starttls=_tls(ca)).igang() as s:
        s.lamna(brev())
        with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=s.url()):
            assert fetch(inkorg, SEDAN) == 1


def test_no_password_leaves_this_machine_in_clear(
    server: Server, inkorg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap.Imapadress, "lokal", False)
    assert "erbjuder ingen kryptering (STARTTLS), så lösenordet skickas inte" in _vagras(server.url(), inkorg)


@pytest.mark.parametrize(
    ("vard", "lokal"),
    [("127.0.0.1", True), ("[::1]", True), ("localhost", True), ("10.0.0.1", False), ("localhost.example", False)],
)
def test_what_this_machine_is(vard: str, lokal: bool) -> None:
    assert imap.parse_imapadress(f"imap://u:p@{vard}/", None).lokal is lokal


def test_a_port_without_tls_is_told(server: Server, inkorg: Path) -> None:
    assert "talar inte TLS på den porten" in _vagras(server.url().replace("imap:", "imaps:"), inkorg)


# Maildir


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """A Maildir with a new mail, one that a person has read, and one on its way in."""
    rot = tmp_path / "post å"
    for del_ in lador.DELAR:
        (rot / del_).mkdir(parents=True)
    (rot / "new" / "1767960002.M1P1.vard").write_bytes(brev("Ny"))
    (rot / "cur" / "1767960001.M1P1.vard:2,FS").write_bytes(brev("Läst"))
    (rot / "tmp" / "1767960003.M1P1.vard").write_bytes(brev("Halv")[:50])
    return rot


def _allt(maildir: Path) -> set[str]:
    return {fil.relative_to(maildir).as_posix() for fil in maildir.glob("*/*")}


def test_a_maildir_is_read_and_marked(maildir: Path, inkorg: Path) -> None:
    with i_miljo(ARSHJUL_HEM=str(inkorg.parents[1]), ARSHJUL_INKORG=maildir.as_uri().replace("file:", "maildir:")):
        assert [fetch(inkorg, SEDAN) for _ in range(2)] == [2, 0]
    assert _filer(inkorg) == [brev("Läst"), brev("Ny")]
    kvar = {"cur/1767960002.M1P1.vard:2,S", "cur/1767960001.M1P1.vard:2,FS", "tmp/1767960003.M1P1.vard"}
    assert _allt(maildir) == kvar


def test_an_in_folder_may_be_a_maildir(maildir: Path, hem: Path) -> None:
    assert [fetch_maildir(maildir) for _ in range(2)] == [2, 0]
    assert _filer(maildir) == [brev("Läst"), brev("Ny")]
    (maildir / "cur" / "1767960002.M1P1.vard:2,S").rename(maildir / "cur" / "1767960002.M1P1.vard:2,RST")
    assert fetch(maildir, SEDAN) == 0
    assert len(list((hem / "hamtat").glob("mejl-*"))) == 2


def test_killed_between_storing_and_marking_a_maildir_loses_nothing(
    maildir: Path, hem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lapp:
        lapp.setattr(lador.Maildirlada, "mark_seen", _do)
        assert i_gren(lambda: fetch_maildir(maildir)) == -signal.SIGKILL
    assert fetch_maildir(maildir) == 2
    assert _filer(maildir) == [brev("Läst"), brev("Ny")]


def test_a_folder_that_is_no_maildir(tmp_path: Path, inkorg: Path) -> None:
    assert "är ingen Maildir" in _vagras(f"maildir://{tmp_path}", inkorg)


# The flow


@pytest.fixture
def oppet(server: Server, hem: Path) -> Iterator[Path]:
    """The in-folder of a year that stands open, with a mailbox."""
    with i_miljo(ARSHJUL_HEM=str(hem), ARSHJUL_INKORG=server.url()):
        oppna.fn(handlaggare="Åsa Öberg", data=EXEMPEL / "liten-2026", idag=datetime.date(2026, 1, 2))
        yield hem / "2026" / "inkorg"


def test_intag_takes_in_what_the_mailbox_holds(server: Server, oppet: Path) -> None:
    server.lamna(brev())
    assert len(intag.fn(idag=TIDIGT)) == 1
    assert list(oppet.glob("*")) == []
    assert intag.fn(idag=TIDIGT) == []


def test_a_mailbox_out_of_reach_does_not_stop_what_lies_in_the_folder(oppet: Path, server: Server) -> None:
    oppet.mkdir(parents=True)
    (oppet / "brev.eml").write_bytes(brev())
    with (
        i_miljo(ARSHJUL_HEM=os.environ["ARSHJUL_HEM"], ARSHJUL_INKORG=server.url(losenord="fel")),
        pytest.raises(ArshjulFel, match=r"(?s)släppte inte in.*ändå intaget \(1 st\)"),
    ):
        intag.fn(idag=TIDIGT)
    assert list(oppet.glob("*")) == []


def test_the_mailbox_is_left_alone_where_a_folder_is_named(oppet: Path, server: Server, tmp_path: Path) -> None:
    server.lamna(brev())
    (tmp_path / "annan").mkdir()
    assert intag.fn(inkorg=tmp_path / "annan", idag=TIDIGT) == []
    assert server.lasta() == [False]


def test_a_maildir_may_be_named(oppet: Path, maildir: Path) -> None:
    assert len(intag.fn(inkorg=maildir, idag=TIDIGT)) == 2
    assert list(maildir.glob("*.eml")) == []
    assert len(_allt(maildir)) == 3
